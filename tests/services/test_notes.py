"""Notes: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links, refused

from intercom_async.models.notes import Note

ANY_1 = ("1.0", "1.1", "1.2", "1.3", "1.4")
AUTHOR = {"type": "admin", "id": "21", "name": "Jayne", "email": "jayne@x.test"}


def note(number: int = 1, **about: object) -> dict[str, Any]:
    """Return a note, in 1.x about a user."""
    about = about or {"user": {"type": "user", "id": "u1"}}
    return {"type": "note", "id": str(number), "created_at": 1389913941, "body": "<p>a</p>", "author": AUTHOR, **about}


FIELDS = {"id": "1", "created_at": datetime(2014, 1, 16, 23, 12, 21, tzinfo=UTC), "body": "<p>a</p>", "author.id": "21"}


@each(
    Case("retrieve at 1.x", lambda c: c.notes.retrieve(1), Asked("GET", "/notes/1"), note(),
         {**FIELDS, "user.id": "u1"}, Note, ANY_1),
    Case("retrieve", lambda c: c.notes.retrieve("1"), Asked("GET", "/notes/1"),
         note(contact={"type": "contact", "id": "p1"}), {**FIELDS, "contact.id": "p1", "user": None}, Note,
         ("2.0", "2.16", "Preview")),
    Case("create", lambda c: c.notes.create(user_id="25", body="a", admin_id=21),
         Asked("POST", "/notes", {}, {"user": {"user_id": "25"}, "body": "a", "admin_id": 21}), note(), FIELDS, Note,
         ANY_1),
    Case("create by Intercom's id", lambda c: c.notes.create(intercom_user_id="u1", body="a"),
         Asked("POST", "/notes", {}, {"user": {"id": "u1"}, "body": "a"}), note(), FIELDS, Note, ("1.4",)),
    Case("create by e-mail", lambda c: c.notes.create(email="ada@x.test", body="a"),
         Asked("POST", "/notes", {}, {"user": {"email": "ada@x.test"}, "body": "a"}), note(), FIELDS, Note, ("1.4",)),
    Case("list, all on one page", lambda c: c.notes.list(email="ada@x.test"),
         Asked("GET", "/notes", {"email": "ada@x.test", "per_page": "60"}),
         {"type": "note.list", "notes": [note()], "pages": {}}, FIELDS, Note, ANY_1),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(("name", "key"), [("intercom_user_id", "id"), ("user_id", "user_id")])
async def test_list_reads_every_page(name: str, key: str) -> None:
    wire = Wire(*links("/notes", "notes", [note(1)], [note(2)], **{key: "7", "per_page": 1}), version="1.4")
    found = await wire.run(lambda c: c.notes.list(**{name: "7"}, per_page=1))
    assert [each.id for each in found] == ["1", "2"]
    assert wire.asked == [
        Asked("GET", "/notes", {key: "7", "per_page": "1"}),
        Asked("GET", "/notes", {key: "7", "per_page": "1", "page": "2"}),
    ]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda c: c.notes.list(), "notes.list: give exactly one of intercom_user_id, user_id, email, not none"),
        (lambda c: c.notes.list(user_id="1", email="a"), "not user_id and email"),
        (lambda c: c.notes.create(body="a"), "notes.create: give exactly one of intercom_user_id, user_id, email"),
        (lambda c: c.notes.create(body="a", user_id=""), "not user_id without a value"),
    ],
)
async def test_a_note_is_about_one_person(call: Any, told: str) -> None:
    wire = Wire(version="1.4")
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


@pytest.mark.parametrize(
    ("call", "instead"),
    [
        (lambda c: c.notes.list(user_id="1"), "contacts.list_notes"),
        (lambda c: c.notes.create(user_id="1", body="a"), "contacts.create_note"),
    ],
)
@pytest.mark.parametrize("version", ["2.0", "2.16"])
async def test_from_2_0_on_another_service_has_it(call: Any, version: str, instead: str) -> None:
    assert (await refused(call, version)).instead == instead
