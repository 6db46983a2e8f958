"""All codecs read and write the same."""

import json

from hypothesis import given
from hypothesis import strategies as st

from intercom_async.json_codec import json_codec

CODECS = [json_codec("stdlib"), json_codec("msgspec"), json_codec("orjson")]
#: orjson makes floats of larger integers, which is why it is never chosen by itself.
INTEGERS = st.integers(-(2**63), 2**64 - 1)
TEXT = st.text(st.characters(), max_size=20)  # with lone surrogates
SCALARS = st.none() | st.booleans() | INTEGERS | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)


@given(VALUES)
def test_what_one_writes_all_read_alike(value: object) -> None:
    for writer in CODECS:
        data = writer.dumps(value)
        for reader in CODECS:
            read = reader.loads(data)
            assert read == value
            assert json.dumps(read) == json.dumps(value)  # tells 1 from 1.0 and from True, and order


@given(st.binary(max_size=30) | TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_codecs_agree_on_what_is_json(data: bytes) -> None:
    answers: list[str] = []
    for codec in CODECS:
        try:
            answers.append(json.dumps(codec.loads(data)))
        except (ValueError, RecursionError):
            answers.append("refused")
    assert len(set(answers)) == 1
