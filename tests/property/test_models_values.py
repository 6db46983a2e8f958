"""Every model and every class of changes is a value: it pickles, copies, evolves, compares, hashes and keeps quiet."""

import copy
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.values_models import CHANGES, MODELS, bodies, least

from intercom_async import UNSET
from intercom_async.codec import from_dict, to_dict
from intercom_async.models.common import Changes, Model

few = settings(max_examples=max(settings().max_examples // 30, 3))
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
each_changes = pytest.mark.parametrize("cls", CHANGES, ids=lambda cls: cls.__name__)


@each_model
@few
@given(data=st.data())
def test_decoded_models_are_values(model: type[Model], data: st.DataObject) -> None:
    """Pickled, copied and evolved they keep what they received: a null is told from an absent key there too."""
    decoded = from_dict(model, data.draw(bodies(model)))
    for other in (pickle.loads(pickle.dumps(decoded)), copy.copy(decoded), copy.deepcopy(decoded)):
        assert type(other) is model
        assert other == decoded
        assert hash(other) == hash(decoded)
        assert to_dict(other) == to_dict(decoded)
    assert attrs.evolve(decoded) == decoded
    assert {decoded, attrs.evolve(decoded)} == {decoded}


@each_model
@few
@given(data=st.data())
def test_models_are_their_fields(model: type[Model], data: st.DataObject) -> None:
    """A decoded one equals one that was made, and a repr holds no more than the type and the id that Intercom gave."""
    body = data.draw(bodies(model, wrong=False))
    decoded = from_dict(model, body)
    assert model(**{a.alias: getattr(decoded, a.name) for a in attrs.fields(model) if a.init}) == decoded
    secret = "ada@example.com"
    marked = {
        key: secret if isinstance(value, str) and key not in {"type", "id"} else value for key, value in body.items()
    }
    assert secret not in repr(from_dict(model, {**marked, "unknown": secret, "deep": [secret]}))


@pytest.mark.parametrize("cls", [*MODELS, *CHANGES], ids=lambda cls: cls.__name__)
def test_models_are_frozen_and_slotted(cls: type[Any]) -> None:
    value = cls(**least(cls))
    for name in [*attrs.fields_dict(cls), "new"]:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, name, 1)
    assert not hasattr(value, "__dict__")


@each_changes
@few
@given(data=st.data())
def test_changes_are_values(cls: type[Changes], data: st.DataObject) -> None:
    """They compare and hash, survive pickling with UNSET as itself, and show names only."""
    needed = least(cls)
    others = {"id", "user_id", "intercom_user_id", "external_id"} if "email" in needed else set[str]()
    names = sorted(attrs.fields_dict(cls).keys() - others - {"extra"})
    values = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(["ada@example.com", None])))
    values |= dict.fromkeys(needed, "ada@example.com")
    changes = cls(**values, extra={"new": "ada@example.com"})
    for other in (
        pickle.loads(pickle.dumps(changes)),
        copy.copy(changes),
        copy.deepcopy(changes),
        attrs.evolve(changes),
    ):
        assert other == changes
        assert hash(other) == hash(changes)
        defaults = {name: attrs.fields_dict(cls)[name].default for name in names if name not in values}
        assert {name: getattr(other, name) for name in defaults} == defaults
        assert {value for value in defaults.values() if not isinstance(value, str)} <= {UNSET}
    assert "ada@" not in repr(changes)
    shown = {*values, "extra", *(name for name, value in defaults.items() if value is not UNSET)}
    assert set(repr(changes)[len(cls.__name__) + 1 : -1].split(", ")) == shown
