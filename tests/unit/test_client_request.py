"""Calls of one's own: rows of the table and paths that it lacks, through the same token, quota, retries and host."""

from typing import Any

import pytest
from support.paging_clients import client, in_virtual_time, pages_of, scripted, seen, simulated
from support.virtual_time import run

from intercom_async import (
    BadRequestError,
    Intercom,
    OutcomeUnknownError,
    ServerError,
    UnsupportedOperationError,
    VersionInvalidError,
)
from intercom_async import operations as ops
from intercom_async.errors import ConnectionLostError
from intercom_async.models.admins import CurrentAdmin
from intercom_async.models.contacts import Contact, ContactChanges
from intercom_async.transports.memory import MemoryTransport, json_response

ADMIN = {"type": "admin", "id": "7"}


@in_virtual_time
async def test_a_row_gives_everything_around_its_value() -> None:
    transport = simulated(1)
    c = client(transport)
    made = await c.request(ops.Contacts.create(json=ContactChanges(email="ada@example.com")), into=Contact)
    read = await c.request(ops.Contacts.retrieve(contact_id=made.value.id), into=Contact)
    assert isinstance(read.value, Contact)
    assert read.value.email == "ada@example.com"
    assert (read.status, read.attempts, read.waited) == (200, 1, 0.0)
    assert read.request_id == read.headers["x-request-id"]
    assert b"ada@example.com" in read.body
    plain = await c.request(ops.Contacts.retrieve(contact_id=made.value.id))
    assert plain.value["email"] == "ada@example.com"


@in_virtual_time
async def test_a_path_that_the_table_lacks() -> None:
    transport = scripted(lambda wire: {"type": "admin", "id": "7", "path": wire.path})
    c = client(transport, headers={"X-A": "b"})
    answer = await c.request("get", "/new/p%20ath", query={"q": "a b", "flag": True, "none": None})
    await c.request("PATCH", "/new", json={"a": 1, "when": None})
    typed = await c.request("GET", "/me", into=CurrentAdmin, version="1.3")
    assert answer.value["path"] == "/new/p%20ath"
    assert typed.value == CurrentAdmin(id="7", extra={"path": "/me"})
    wire = [(each.method, each.path, each.query, each.body, each.version) for each in map(seen, transport.requests)]
    assert wire == [
        ("GET", "/new/p%20ath", {"q": "a b", "flag": "true"}, None, "2.16"),
        ("PATCH", "/new", {}, {"a": 1, "when": None}, "2.16"),
        ("GET", "/me", {}, None, "1.3"),
    ]
    assert {each.headers["X-A"] for each in transport.requests} == {"b"}


@pytest.mark.parametrize(
    "path",
    [
        None, "", "contacts", "//evil.example/x", "https://evil.example", "/a?b=1", "/a#b", "/a b", "/a\n", "/a\\b",
        "/{id}", "/é", "/a/../admins", "/a/./b", "/a/%2e%2E/admins", "/..", "/a\x00",
    ],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(path: Any) -> None:
    async def main() -> None:
        transport = pages_of([])
        with pytest.raises(ValueError, match="path must"):
            await client(transport).request("GET", path)
        assert transport.requests == []

    run(main())


@pytest.mark.parametrize("path", ["/", "/a", "/a/", "/a//b", "/a%2Fb", "/a.b/..c", "/a:b@c,d;e=f"])
def test_a_path_that_stays_is_taken(path: str) -> None:
    async def main() -> None:
        transport = pages_of([{}])
        await client(transport).request("GET", path)
        assert transport.requests[0].url == f"https://api.intercom.io{path}"

    run(main())


@pytest.mark.parametrize(
    ("arguments", "options", "kind", "message"),
    [
        (("TRACE", "/a"), {}, ValueError, "method must be one of"),
        ((ops.Admins.me(), "/a"), {}, TypeError, "go with a method as text"),
        ((ops.Admins.me(),), {"query": {"a": 1}}, TypeError, "go with a method as text"),
        ((ops.Admins.me(),), {"json": {"a": 1}}, TypeError, "go with a method as text"),
        ((ops.Admins.me,), {}, TypeError, "request must be Request or str, not Operation"),
        (("GET", "/a"), {"version": "new"}, ValueError, "unknown API version"),
    ],
)
def test_arguments_that_make_no_request_are_refused(
    arguments: Any, options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    async def main() -> None:
        transport = pages_of([])
        with pytest.raises(kind, match=message):
            await client(transport).request(*arguments, **options)
        assert transport.requests == []

    run(main())


@pytest.mark.parametrize(
    ("method", "tries", "error"),
    [
        ("GET", 4, ServerError),
        ("PUT", 4, ServerError),
        ("DELETE", 4, ServerError),
        ("POST", 1, ServerError),
        ("PATCH", 1, ServerError),
    ],
)
def test_methods_that_do_the_same_when_repeated_are(method: str, tries: int, error: type[Exception]) -> None:
    async def main() -> None:
        transport = scripted(lambda _: json_response(500, {}))
        with pytest.raises(error, match=f"{method} request: 500"):
            await client(transport).request(method, "/new")
        assert len(transport.requests) == tries

    run(main())


@in_virtual_time
async def test_a_lost_answer_of_an_unknown_write_is_an_unknown_outcome() -> None:
    transport = MemoryTransport.script([ConnectionLostError("gone")])
    with pytest.raises(OutcomeUnknownError) as caught:
        await client(transport).request("POST", "/new", json={"a": 1})
    assert caught.value.request.json == {"a": 1}


#: What each version lacks, and what its message tells to call instead.
UNSUPPORTED = [
    ("1.4", lambda c: c.contacts.retrieve("1"), "contacts.retrieve exists from 2.0, not in 1.4"),
    ("1.4", lambda c: c.contacts.list().collect(), "contacts.list exists from 2.0, not in 1.4"),
    ("1.4", lambda c: c.data_attributes.create(name="a", model="contact", data_type="string"), "data_attr"),
    ("1.3", lambda c: c.data_attributes.list().collect(), "data_attributes.list exists from 1.4"),
    ("2.0", lambda c: c.users.find(user_id="1"), "until 1.4, not in 2.0; use contacts.search"),
    ("2.16", lambda c: c.users.scroll().collect(), "until 1.4, not in 2.16; use contacts.list"),
    ("2.16", lambda c: c.users.list().collect(), "use contacts.list or contacts.search"),
    ("Preview", lambda c: c.users.archive(email="a@b.c"), "use contacts.archive"),
    ("2.17", lambda c: c.users.retrieve("1"), "until 1.4, not in 2.17; use contacts.retrieve"),
    ("2.16", lambda c: c.request(ops.Users.find(query={"user_id": "1"})), "use contacts.search"),
    ("2.16", lambda c: c.request(ops.Contacts.list(), version="1.4"), "exists from 2.0, not in 1.4"),
]  # fmt: skip


@pytest.mark.parametrize(("version", "call", "message"), UNSUPPORTED)
def test_what_a_version_lacks_is_an_error_before_anything_is_sent(version: str, call: Any, message: str) -> None:
    async def main() -> None:
        transport = pages_of([])
        with pytest.raises(UnsupportedOperationError, match=message):
            await call(client(transport, version=version))
        assert transport.requests == []

    run(main())


@in_virtual_time
async def test_a_version_newer_than_this_package_works() -> None:
    """It is sent as it is, and the server has the last word."""
    transport = scripted(lambda wire: {**ADMIN, "version": wire.version})
    assert (await client(transport, version="2.17").admins.me()).extra == {"version": "2.17"}
    invalid = json_response(400, {"errors": [{"code": "intercom_version_invalid", "message": "no"}]})
    with pytest.raises(VersionInvalidError):
        await client(pages_of([invalid]), version="9.9").admins.me()


@in_virtual_time
async def test_bodies_are_checked_before_anything_is_sent() -> None:
    transport = pages_of([])
    with pytest.raises(TypeError, match=r"ContactChanges\.email must be"):
        await client(transport).contacts.create(ContactChanges(email=7))
    with pytest.raises(TypeError, match=r"json\.a"):
        await client(transport).request("POST", "/new", json={"a": object()})
    assert transport.requests == []


def test_services_are_made_once_and_only_when_used() -> None:
    c = Intercom("t", transport=pages_of([]))
    assert not [name for name in vars(c) if name in {"contacts", "users", "admins"}]
    assert c.contacts is c.contacts
    assert c.contacts is not c.with_options(version="2.0").contacts
    assert c.bulk is c.bulk
    assert "LazyService" in repr(Intercom.contacts)


@in_virtual_time
async def test_errors_tell_what_was_called() -> None:
    errors = {"type": "error.list", "request_id": "r1", "errors": [{"code": "bad", "message": "no"}]}
    c = client(pages_of([json_response(400, errors)] * 2))
    with pytest.raises(BadRequestError) as caught:
        await c.admins.me()
    assert (caught.value.operation, caught.value.request_id, caught.value.code) == ("admins.me", "r1", "bad")
