"""JSON codecs: the choice, what each refuses and the standard library takes, and missing packages."""

import sys
from typing import Any

import pytest

from intercom_async.errors import MissingExtraError
from intercom_async.json_codec import STDLIB, FastJson, JsonChoice, StdlibJson, json_codec

CHOICES = ("stdlib", "msgspec", "orjson", "auto")
every_codec = pytest.mark.parametrize("choice", CHOICES)


@every_codec
@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'"\\ud83d"', "\ud83d"),
        (b"\xef\xbb\xbf[1]", [1]),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b"18446744073709551615", 2**64 - 1),
        (b" null ", None),
    ],
)
def test_what_one_reads_all_read(choice: JsonChoice, data: bytes, value: object) -> None:
    """Cut surrogates and byte order marks too."""
    assert json_codec(choice).loads(data) == value


@pytest.mark.parametrize("choice", ["stdlib", "msgspec", "auto"])
def test_big_integers_are_exact(choice: JsonChoice) -> None:
    assert json_codec(choice).loads(b'{"id":123456789012345678901234567890}') == {"id": 123456789012345678901234567890}


@every_codec
def test_nan_is_read_as_python_has_it(choice: JsonChoice) -> None:
    """The API sends none; a gateway may."""
    value: Any = json_codec(choice).loads(b"[NaN]")
    assert value[0] != value[0]


@every_codec
@pytest.mark.parametrize("data", [b"", b"{", b"[1,]", b"<html>", b"\xff", b"{'a':1}", b'{"a":1} x'])
def test_what_is_no_json_is_a_value_error(choice: JsonChoice, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_codec(choice).loads(data)


@every_codec
def test_json_too_deep_to_read_ends(choice: JsonChoice) -> None:
    with pytest.raises((ValueError, RecursionError)):
        json_codec(choice).loads(b"[" * 100_000)


@every_codec
@pytest.mark.parametrize("value", ["\ud83d", 2**70, -(2**63) - 1, {"a": [None, True, 1.5, "é"]}, "", 0, []])
def test_what_is_written_is_read_back(choice: JsonChoice, value: object) -> None:
    """Also what the fast ones cannot write."""
    assert STDLIB.loads(json_codec(choice).dumps(value)) == value


def test_text_subclasses_are_written() -> None:
    """Enumerations are made plain before; other subclasses go the standard library's way."""

    class Name(str):
        __slots__ = ()

    for choice in CHOICES:
        assert json_codec(choice).dumps({"a": Name("b")}) == b'{"a":"b"}'


def test_what_json_cannot_say_is_refused_by_the_standard_library() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        STDLIB.dumps(float("nan"))


def test_auto_takes_msgspec_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(json_codec(), FastJson)
    monkeypatch.setitem(sys.modules, "msgspec", None)
    assert isinstance(json_codec(), StdlibJson)


@pytest.mark.parametrize(
    ("choice", "name"), [("msgspec", r"intercom-async\[speed\]"), ("orjson", "pip install orjson")]
)
def test_a_chosen_codec_that_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, choice: JsonChoice, name: str
) -> None:
    monkeypatch.setitem(sys.modules, str(choice), None)
    with pytest.raises(MissingExtraError, match=name):
        json_codec(choice)


def test_a_codec_of_the_users_is_used_as_it_is() -> None:
    mine = StdlibJson()
    assert json_codec(mine) is mine


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"json must be one of \['auto', 'msgspec', 'orjson', 'stdlib'\] or a codec"):
        json_codec("simplejson")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # the test's point
