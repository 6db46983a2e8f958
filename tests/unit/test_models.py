"""What models are beside their fields."""

import pickle
from datetime import datetime
from types import MappingProxyType

import attrs
import pytest
from support.values_models import CHANGES, MODELS

from intercom_async import from_dict
from intercom_async.models.common import NOTHING, Model, Reference
from intercom_async.models.contacts import Contact, ContactChanges, ContactRole, Upserted


def test_the_shared_nothing_is_one_empty_mapping() -> None:
    assert dict(NOTHING) == {} == NOTHING
    assert (len(NOTHING), repr(NOTHING)) == (0, "{}")
    assert "a" not in NOTHING
    with pytest.raises(KeyError):
        NOTHING["a"]
    assert pickle.loads(pickle.dumps(NOTHING)) is NOTHING
    assert Reference().extra is Reference().unfit is NOTHING


def test_models_compare_by_class_and_fields() -> None:
    """Not by the order of keys, nor by null against absent; unknown fields count."""
    assert from_dict(Contact, {"id": "1", "name": None}) == from_dict(Contact, {"id": "1"})
    assert from_dict(Contact, {"id": "1", "new": 1}) != from_dict(Contact, {"id": "1"})
    assert Reference(id="1") != Contact(id="1")
    assert len({Contact(id="1", custom_attributes={"a": 1}), Contact(id="1", custom_attributes={"a": 1})}) == 1


def test_classes_of_users_compare_too() -> None:
    """As any model does, from the first time on."""

    @attrs.frozen(kw_only=True, repr=False, eq=False)
    class Mine(Model):
        name: str
        free: dict[str, int] = attrs.field(factory=dict, hash=False)

    assert len({Mine(name="a", free={"b": 1}), Mine(name="a", free={"b": 1}), Mine(name="a", free={"b": 2})}) == 2


def test_models_show_type_and_id() -> None:
    assert repr(Contact(id="c1", email="ada@example.com")) == "Contact(type='contact', id='c1')"
    assert repr(Reference()) == "Reference()"
    assert "ada" not in repr(Upserted(contact=Contact(id="c1", email="ada@example.com"), created=True))


def test_changes_show_what_is_given() -> None:
    assert repr(ContactChanges(name="Ada", email=None)) == "ContactChanges(email, name)"
    assert repr(ContactChanges()) == "ContactChanges()"


def test_extra_may_be_any_mapping() -> None:
    assert Contact(id="1", extra=MappingProxyType({"a": 1})) == Contact(id="1", extra={"a": 1})


def test_enumerations_are_text() -> None:
    assert ContactRole.USER == "user"
    assert Contact(id="1", role=ContactRole.LEAD).role == "lead"


#: What is written to something that is there, besides messages and the like, which are new.
UPDATES = [cls for cls in CHANGES if cls.__name__.endswith("Changes")]


#: What is written as a whole, and what of it cannot be left out.
WHOLE = {
    "ExternalPageChanges": {"html", "title"},
    "HeaderChanges": {"name", "value"},
    "InputChanges": {"name", "type"},
}


@pytest.mark.parametrize("model", [*MODELS, *UPDATES], ids=lambda model: model.__name__)
def test_every_field_may_be_left_out_but_ids(model: type[Model]) -> None:
    required = {a.name for a in attrs.fields(model) if a.default is attrs.NOTHING and a.init}
    assert {name for name in required if not name.endswith("id")} == WHOLE.get(model.__name__, set())


#: The API gives these as ISO 8601 text, or as empty text.
TEXT_INSTANTS = {
    ("ActivityMetadata", "expired_at"),
    ("DataExport", "download_expires_at"),
    ("WorkflowExport", "exported_at"),
    *((model, name) for model in ("DataConnector", "Macro", "Workflow") for name in ("created_at", "updated_at")),
    ("ExecutionResult", "created_at"),
}


def test_instants_of_models_are_datetimes() -> None:
    for model in MODELS:
        for field in attrs.fields(attrs.resolve_types(model)):
            if field.name.endswith("_at") and (model.__name__, field.name) not in TEXT_INSTANTS:
                assert field.type == datetime | None, f"{model.__name__}.{field.name}"
