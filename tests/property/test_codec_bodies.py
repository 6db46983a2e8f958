"""Whatever a body holds, nothing of it is lost, and the compiled decoders do exactly what the plain way does."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.values_models import HOSTILE_KEYS, JSON, KEYS, MODELS, bodies, fields, with_text_ids

from intercom_async.codec import Codec, from_dict, to_dict
from intercom_async.models.common import Model
from intercom_async.models.contacts import Contact

each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
#: A share of the examples for a test that runs for each model.
few = settings(max_examples=max(settings().max_examples // 30, 3))
any_model = st.sampled_from(MODELS)
#: More often than it takes until a decoder is compiled.
OFTEN = 12


def state(model: Model) -> dict[str, Any]:
    """Return everything that *model* holds, with the exact type of each value, which ``==`` passes over."""
    names = [name for base in type(model).__mro__ for name in getattr(base, "__slots__", ()) if name != "__weakref__"]
    return {name: _exact(getattr(model, name)) for name in names}


def _exact(value: Any) -> Any:
    if isinstance(value, Model):
        return type(value), state(value)
    if isinstance(value, tuple):
        return type(value), [_exact(each) for each in value]
    return type(value), value


@each_model
@few
@given(data=st.data())
def test_every_body_survives_a_round_trip(model: type[Model], data: st.DataObject) -> None:
    """Keys, nulls, unknown and unfit values: all but the type of ids comes back."""
    body = data.draw(bodies(model))
    decoded = from_dict(model, body)
    result = to_dict(decoded)
    assert result == with_text_ids(model, body)
    assert set(decoded.extra) == set(body) - set(fields(model))


@given(model=any_model, data=st.data())
def test_a_compiled_decoder_equals_the_plain_way(model: type[Model], data: st.DataObject) -> None:
    """The first decodings of a shape are plain, later ones compiled: values and counted drift are the same."""
    body = data.draw(bodies(model))
    codec = Codec()
    first = codec.decode(model, copy.deepcopy(body))
    once = dict(codec.drift.report())
    for number in range(2, OFTEN):
        again = codec.decode(model, copy.deepcopy(body))
        assert state(again) == state(first)
        assert type(again) is model
        assert dict(codec.drift.report()) == {record: count * number for record, count in once.items()}


@given(model=any_model, data=st.data())
def test_a_compiled_decoder_takes_any_values_for_its_keys(model: type[Model], data: st.DataObject) -> None:
    """A decoder that was compiled for fitting bodies does with every other what a new codec does."""
    shape = data.draw(bodies(model, wrong=False))
    codec = Codec()
    codec.decode_items(model, [copy.deepcopy(shape) for _ in range(OFTEN)])
    counted = dict(codec.drift.report())
    other = {key: data.draw(st.just(value) | JSON) for key, value in shape.items()}
    fresh = Codec()
    assert state(codec.decode(model, copy.deepcopy(other))) == state(fresh.decode(model, copy.deepcopy(other)))
    new = {record: count - counted.get(record, 0) for record, count in codec.drift.report()}
    assert {record: count for record, count in new.items() if count} == dict(fresh.drift.report())


@given(keys=st.lists(KEYS, unique=True, max_size=30))
def test_hostile_keys_are_only_ever_data(keys: list[str]) -> None:
    """No key of an answer ends up in code: each comes back as it came, compiled or not."""
    body = {"id": "1", **{key: f"value of {key}" for key in keys if key not in fields(Contact)}}
    codec = Codec()
    for _ in range(OFTEN):
        contact = codec.decode(Contact, dict(body))
        assert to_dict(contact) == body
        assert (contact.id, contact.unfit) == ("1", {})


def test_every_hostile_key_at_once() -> None:
    body = {"id": "1", **{key: [key] for key in HOSTILE_KEYS if key not in fields(Contact)}}
    for contact in Codec().decode_items(Contact, [dict(body) for _ in range(OFTEN)]):
        assert to_dict(contact) == body


@settings(max_examples=30)
@given(items=st.lists(bodies(Contact, wrong=False), max_size=6))
def test_items_decode_as_they_do_alone(items: list[dict[str, Any]]) -> None:
    """Remembering the keys of the neighbour changes nothing."""
    together = Codec()
    for _ in range(OFTEN):
        decoded = together.decode_items(Contact, copy.deepcopy(items))
        assert [state(each) for each in decoded] == [state(from_dict(Contact, item)) for item in items]
