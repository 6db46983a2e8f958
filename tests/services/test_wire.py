"""Every method of every service: the one request that it makes, and the model that it gives, at 2.16 and at 1.4."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.paging_clients import Counted, Wire, client, simulated
from support.simulator_calls import request
from support.virtual_time import run

from intercom_async import F, Intercom, Page
from intercom_async import operations as ops
from intercom_async.models.admins import CurrentAdmin
from intercom_async.models.contacts import Contact, ContactChanges, ContactStatus, Upserted
from intercom_async.models.data_attributes import DataAttribute
from intercom_async.models.users import User, UserChanges
from intercom_async.services.admins import Admins
from intercom_async.services.contacts import Contacts
from intercom_async.services.data_attributes import DataAttributes
from intercom_async.services.users import Users

AT = datetime(2024, 5, 6, tzinfo=UTC)
Q = {"field": "role", "operator": "=", "value": "user"}


@attrs.frozen
class Case:
    """One call: what goes out, and what comes back."""

    call: Callable[[Intercom, str], Any]
    method: str
    path: str
    query: dict[str, str]
    body: Any
    gives: type


def case(call: Callable[[Intercom, str], Any], line: str, gives: type, body: Any = None, **query: str) -> Case:
    method, path = line.split()
    return Case(call, method, path, query, body, gives)


#: ``{id}`` stands for the contact, or the attribute, that is there.
AT_2_16 = {
    "admins.me": [case(lambda c, _: c.admins.me(), "GET /me", CurrentAdmin)],
    "contacts.list": [
        case(lambda c, _: c.contacts.list(), "GET /contacts", Contact, per_page="150"),
        case(
            lambda c, _: c.contacts.list(include_merge_history=True, per_page=5),
            "GET /contacts", Contact, per_page="5", include_merge_history="true",
        ),
    ],
    "contacts.search": [
        case(
            lambda c, _: c.contacts.search(F.role == "user"),
            "POST /contacts/search", Contact, {"query": Q, "pagination": {"per_page": 150}},
        ),
        case(
            lambda c, _: c.contacts.search(
                Q, sort_by="name", order="ascending", include_merge_history=False, per_page=7
            ),
            "POST /contacts/search", Contact,
            {"query": Q, "sort": {"field": "name", "order": "ascending"}, "pagination": {"per_page": 7}},
            include_merge_history="false",
        ),
        case(
            lambda c, _: c.contacts.search({"operator": "AND", "value": [Q]}, order="descending"),
            "POST /contacts/search", Contact,
            {
                "query": {"operator": "AND", "value": [Q]},
                "sort": {"order": "descending"},
                "pagination": {"per_page": 150},
            },
        ),
    ],
    "contacts.create": [
        case(
            lambda c, _: c.contacts.create(
                ContactChanges(role="lead", email="b@example.com", name=None, signed_up_at=AT, extra={"new": [1]})
            ),
            "POST /contacts", Contact,
            {"role": "lead", "email": "b@example.com", "name": None, "signed_up_at": 1714953600, "new": [1]},
        ),
    ],
    "contacts.retrieve": [
        case(lambda c, i: c.contacts.retrieve(i), "GET /contacts/{id}", Contact),
        case(
            lambda c, i: c.contacts.retrieve(i, include_merge_history=True),
            "GET /contacts/{id}", Contact, include_merge_history="true",
        ),
    ],
    "contacts.update": [
        case(
            lambda c, i: c.contacts.update(i, ContactChanges(name="Ada", custom_attributes={})),
            "PUT /contacts/{id}", Contact, {"name": "Ada", "custom_attributes": {}},
        ),
        case(
            lambda c, i: c.contacts.update(i, ContactChanges(phone=None), include_merge_history=True),
            "PUT /contacts/{id}", Contact, {"phone": None}, include_merge_history="true",
        ),
    ],
    "contacts.upsert": [
        case(
            lambda c, _: c.contacts.upsert(ContactChanges(external_id="5")),
            "POST /contacts", Upserted, {"external_id": "5"},
        ),
    ],
    "contacts.archive": [case(lambda c, i: c.contacts.archive(i), "POST /contacts/{id}/archive", ContactStatus)],
    "contacts.unarchive": [case(lambda c, i: c.contacts.unarchive(i), "POST /contacts/{id}/unarchive", ContactStatus)],
    "contacts.delete": [case(lambda c, i: c.contacts.delete(i), "DELETE /contacts/{id}", ContactStatus)],
    "data_attributes.list": [
        case(lambda c, _: c.data_attributes.list(), "GET /data_attributes", DataAttribute),
        case(
            lambda c, _: c.data_attributes.list(model="contact", include_archived=True),
            "GET /data_attributes", DataAttribute, model="contact", include_archived="true",
        ),
    ],
    "data_attributes.create": [
        case(
            lambda c, _: c.data_attributes.create(name="plan", model="contact", data_type="string"),
            "POST /data_attributes", DataAttribute, {"name": "plan", "model": "contact", "data_type": "string"},
        ),
        case(
            lambda c, _: c.data_attributes.create(
                name="tier", model="company", data_type="options", description="How much", options=["a", "b"],
                messenger_writable=True,
            ),
            "POST /data_attributes", DataAttribute,
            {
                "name": "tier", "model": "company", "data_type": "options", "description": "How much",
                "options": [{"value": "a"}, {"value": "b"}], "messenger_writable": True,
            },
        ),
    ],
    "data_attributes.update": [
        case(
            lambda c, _: c.data_attributes.update(1, archived=True), "PUT /data_attributes/1", DataAttribute,
            {"archived": True},
        ),
        case(
            lambda c, _: c.data_attributes.update("1", description="x", options=("c", "d"), messenger_writable=False),
            "PUT /data_attributes/1", DataAttribute,
            {"description": "x", "options": [{"value": "c"}, {"value": "d"}], "messenger_writable": False},
        ),
    ],
}  # fmt: skip

AT_1_4 = {
    "admins.me": [case(lambda c, _: c.admins.me(), "GET /me", CurrentAdmin)],
    "users.create_or_update": [
        case(
            lambda c, _: c.users.create_or_update(
                UserChanges(user_id="8", email="n@example.com", custom_attributes={"plan": "pro"}, signed_up_at=AT)
            ),
            "POST /users", User,
            {
                "user_id": "8", "email": "n@example.com", "custom_attributes": {"plan": "pro"},
                "signed_up_at": 1714953600,
            },
        ),
    ],
    "users.retrieve": [case(lambda c, i: c.users.retrieve(i), "GET /users/{id}", User)],
    "users.find": [
        case(lambda c, _: c.users.find(user_id="x1"), "GET /users", User, user_id="x1"),
        case(lambda c, _: c.users.find(user_id=7), "GET /users", User, user_id="7"),
    ],
    "users.list": [
        case(lambda c, _: c.users.list(), "GET /users", User, per_page="60"),
        case(
            lambda c, _: c.users.list(email="ada@example.com"),
            "GET /users", User, per_page="60", email="ada@example.com",
        ),
        case(
            lambda c, _: c.users.list(
                phone="+1 2", tag_id=3, created_since=5, sort="updated_at", order="asc", per_page=9
            ),
            "GET /users", User,
            phone="+1 2", tag_id="3", created_since="5", sort="updated_at", order="asc", per_page="9",
        ),
        case(lambda c, _: c.users.list(segment_id="s"), "GET /users", User, segment_id="s", per_page="60"),
    ],
    "users.scroll": [case(lambda c, _: c.users.scroll(), "GET /users/scroll", User)],
    "users.archive": [
        case(lambda c, _: c.users.archive(user_id="x1"), "DELETE /users", User, user_id="x1"),
        case(lambda c, _: c.users.archive(email="ada@example.com"), "DELETE /users", User, email="ada@example.com"),
    ],
    "data_attributes.list": [
        case(
            lambda c, _: c.data_attributes.list(model="customer"),
            "GET /data_attributes", DataAttribute, model="customer",
        ),
    ],
}  # fmt: skip


def workspace() -> tuple[Counted, str]:
    """Return a workspace and the id of a contact in it; there is one with a number too, and attribute 1."""
    transport = simulated()
    handle = transport.simulator.handle
    made = handle(request("POST", "/contacts", {"external_id": "x1", "email": "ada@example.com", "phone": "+1 2"}))
    handle(request("POST", "/contacts", {"external_id": "7"}))
    options = {"name": "size", "model": "contact", "data_type": "options", "options": [{"value": "a"}, {"value": "b"}]}
    attribute = json.loads(handle(request("POST", "/data_attributes", options)).body)
    assert attribute["id"] == 1
    return transport, json.loads(made.body)["id"]


CASES = [
    pytest.param(version, each, id=f"{version} {name} {number}")
    for version, table in (("2.16", AT_2_16), ("1.4", AT_1_4))
    for name, rows in table.items()
    for number, each in enumerate(rows)
]


@pytest.mark.parametrize(("version", "expected"), CASES)
def test_the_request_that_a_method_makes(version: str, expected: Case) -> None:
    async def main() -> None:
        transport, contact_id = workspace()
        value = await expected.call(client(transport, version=version), contact_id)
        path = expected.path.format(id=contact_id)
        assert transport.wire[0] == Wire(expected.method, path, expected.query, expected.body, version)
        if isinstance(value, Page):
            assert all(isinstance(item, expected.gives) for item in value.items)
            assert value.items or {"tag_id", "segment_id"} & expected.query.keys()
        else:
            assert isinstance(value, expected.gives)

    run(main())


def test_every_operation_is_called_by_the_tests_of_services() -> None:
    """A row that the table gains needs a test here or beside it of what it sends."""
    text = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    called = {f"{service}.{method}" for service, method in re.findall(r"\b(?:c|client)\.(\w+)\.(\w+)\b", text)}
    assert {operation.name for operation in ops.all_operations()} - called == set()
    services = {"admins": Admins, "contacts": Contacts, "data_attributes": DataAttributes, "users": Users}
    methods = {f"{name}.{each}" for name, cls in services.items() for each in vars(cls) if not each.startswith("_")}
    assert methods - called == set()
