"""Models against what Intercom publishes: every recorded example decodes and comes back, every property has a field."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from support.values_models import fields, with_text_ids

from intercom_async.codec import Codec, to_dict
from intercom_async.models.admins import Admin, AdminRole, App, CurrentAdmin, TeamPriorityLevel
from intercom_async.models.common import Changes, Model, Reference, References, SocialProfile
from intercom_async.models.contacts import Contact, ContactChanges, ContactLocation, ContactStatus, MergeHistoryItem
from intercom_async.models.data_attributes import DataAttribute
from intercom_async.models.users import User
from intercom_async.query import check_query
from intercom_async.wire import json_ready

#: The model of each schema; the name of a schema that a file lacks is no fault.
SCHEMAS: Final[Mapping[str, type[Model]]] = {
    "contact": Contact,
    "contact_location": ContactLocation,
    "contact_tags": References,
    "contact_notes": References,
    "contact_companies": References,
    "contact_subscription_types": References,
    "addressable_list": Reference,
    "social_profile": SocialProfile,
    "merge_history_item": MergeHistoryItem,
    "contact_archived": ContactStatus,
    "contact_unarchived": ContactStatus,
    "contact_deleted": ContactStatus,
    "data_attribute": DataAttribute,
    "admin": Admin,
    "admin_with_app": CurrentAdmin,
    "app": App,
    "team_priority_level": TeamPriorityLevel,
}
REQUESTS: Final[Mapping[str, type[Changes]]] = {
    "create_contact_request": ContactChanges,
    "update_contact_request": ContactChanges,
}
#: Properties of schemas that are no fields: none so far.
WAIVED: Final[frozenset[tuple[str, str]]] = frozenset()

#: Answers of a contact operation that are no contact: archived, deleted, or where a contact is only referred to.
STATUS_KEYS: Final = {"type", "id", "external_id", "archived", "deleted", "blocked"}


@pytest.fixture(scope="module")
def specs(api_facts: Path) -> dict[str, Any]:
    """Every OpenAPI file by its version."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (api_facts / "spec").glob("*.json")}
    assert len(found) >= 10
    return found


def _model_of(body: Mapping[str, Any]) -> type[Model] | None:
    kind = body.get("type")
    if kind == "contact":
        return ContactStatus if set(body) <= STATUS_KEYS else Contact
    if kind == "admin":
        return CurrentAdmin if "app" in body else Admin
    return {"data_attribute": DataAttribute, "role": AdminRole}.get(str(kind))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def _examples(spec: Mapping[str, Any], part: Callable[[Mapping[str, Any]], Any]) -> Iterator[tuple[str, Any]]:
    """Yield every example with its place: of the request or of each good answer."""
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, dict):
                continue
            for where in part(operation):
                for content in where.get("content", {}).values():
                    for name, example in content.get("examples", {}).items():
                        yield f"{method} {path}: {name}", example.get("value")


def _answers(operation: Mapping[str, Any]) -> list[Any]:
    return [answer for status, answer in operation.get("responses", {}).items() if status.startswith("2")]


def _requests(operation: Mapping[str, Any]) -> list[Any]:
    return [operation.get("requestBody", {})]


def _check(model: type[Model], body: dict[str, Any], where: str) -> None:
    """Decode *body* often enough for both ways of decoding: nothing is unfit, and it comes back, keys in order."""
    codec = Codec(check_all=True)
    for decoded in codec.decode_items(model, [body] * 10):
        result = to_dict(decoded)
        assert result == with_text_ids(model, body), where
        assert json.dumps(result) == json.dumps(with_text_ids(model, body)), where
    # An id that an example leaves empty is what the server cannot do; everything else is the model's fault.
    faults = [record for record, _ in codec.drift.report() if (record.field, record.got) != ("id", "null")]
    assert faults == [], where


def test_every_recorded_object_decodes_and_comes_back(
    specs: dict[str, Any], record_property: Callable[[str, object], None]
) -> None:
    """Contacts, admins and data attributes, wherever they stand in an answer of any version."""
    checked = 0
    for version, spec in specs.items():
        for where, example in _examples(spec, _answers):
            for body in _objects(example):
                if (model := _model_of(body)) is not None:
                    _check(model, body, f"{version} {where}")
                    checked += 1
    assert checked > 500
    record_property("recorded objects decoded and encoded", checked)


def test_unknown_fields_of_recorded_contacts_are_few(specs: dict[str, Any]) -> None:
    """A contact, a data attribute or the current admin of any version leaves nothing in `extra`."""
    unknown: set[tuple[str, str]] = set()
    for spec in specs.values():
        for _, example in _examples(spec, _answers):
            for body in _objects(example):
                model = _model_of(body)
                if model in {Contact, DataAttribute, CurrentAdmin}:
                    unknown |= {(model.__name__, key) for key in set(body) - set(fields(model))}
    assert unknown == set()


def test_every_property_has_a_field(specs: dict[str, Any], record_property: Callable[[str, object], None]) -> None:
    missing: set[tuple[str, str]] = set()
    compared = 0
    for spec in specs.values():
        schemas = spec["components"]["schemas"]
        for name, model in SCHEMAS.items():
            properties = set(schemas.get(name, {}).get("properties", {}))
            missing |= {(name, found) for found in properties - set(fields(model))}
            compared += len(properties)
    assert missing == WAIVED
    assert compared > 1_000
    record_property("properties of schemas compared with fields", compared)


def test_every_property_of_a_request_has_a_field(specs: dict[str, Any]) -> None:
    for version, spec in specs.items():
        for name, changes in REQUESTS.items():
            schema = spec["components"]["schemas"].get(name, {})
            parts = [schema, *schema.get("allOf", []), *schema.get("anyOf", [])]
            properties = {found for part in parts for found in part.get("properties", {})}
            assert properties <= set(attrs.fields_dict(changes)), f"{name} in {version}"


def test_every_recorded_request_is_accepted(specs: dict[str, Any]) -> None:
    """Bodies that Intercom took: what writes contacts as changes, all as they are, searches as queries."""
    checked = 0
    for version, spec in specs.items():
        for where, body in _examples(spec, _requests):
            if body is None:
                continue
            assert json_ready(body) == body, f"{version} {where}"
            checked += 1
            if where.startswith(("post /contacts:", "put /contacts/{contact_id}:", "put /contacts/{id}:")):
                assert json_ready(ContactChanges(**body)) == body, f"{version} {where}"
            if isinstance(body, dict) and isinstance(body.get("query"), dict):
                check_query(body["query"])
    assert checked > 500


V1_FILES: Final = {
    "docs_user_v1_0_created": User,
    "docs_user_v1_4_model": User,
    "docs_users_by_email_v1_1": User,
    "docs_users_page1": User,
    "docs_users_scroll": User,
    "docs_company_users": User,
    "docs_admin": Admin,
    "docs_admin_away_response": Admin,
    "docs_data_attributes_v1_4": DataAttribute,
    "docs_data_attributes_customer_v1_0": DataAttribute,
}


@pytest.mark.parametrize(("name", "model"), V1_FILES.items(), ids=V1_FILES)
def test_documented_bodies_of_1_x_decode_and_come_back(api_facts: Path, name: str, model: type[Model]) -> None:
    """One object, or the list that the file holds."""
    body = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    lists = [body[key] for key in ("users", "data_attributes") if key in body]
    items = lists[0] if lists else [body]
    assert items
    for item in items:
        _check(model, item, name)
