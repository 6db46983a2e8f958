"""Notes about users of 1.x, contacts and companies."""

from typing import Any

import pytest
from support.simulator_calls import Api

AUTHOR = {
    "type": "admin", "id": "991267459", "name": "Ciaran Lee", "email": "ciaran@example.com",
    "away_mode_enabled": False, "away_mode_reassign": False,
}  # fmt: skip


def test_a_note_about_a_contact_is_the_recorded_one(api: Api) -> None:
    """behaviour.md 9 (admin): the text in a paragraph, the author without seat and teams; by the token's teammate."""
    person = api.contact(email="a@b.c")["id"]
    note = api.post(f"/contacts/{person}/notes", {"body": "Hello"}).body
    assert note == {
        "type": "note", "id": "1", "created_at": 1_700_000_000, "contact": {"type": "contact", "id": person},
        "author": AUTHOR, "body": "<p>Hello</p>",
    }  # fmt: skip
    assert api.get("/notes/1").body == note
    other = api.post(f"/contacts/{person}/notes", {"body": "x", "admin_id": 991267460}).body
    assert other["author"]["name"] == "Ada Byrne"
    shown = api.get(f"/contacts/{person}").body["notes"]
    assert [item["url"] for item in shown["data"]] == ["/notes/2", "/notes/1"]


def test_a_note_about_a_user_of_1_x(api: Api) -> None:
    """v1.md 7 (Note): create a note; the user by id, user_id or email."""
    user = api.user(user_id="1", email="a@b.c")
    for number, named in enumerate(({"id": user["id"]}, {"user_id": "1"}, {"email": "A@b.c"}), 1):
        body = {"user": named, "body": "x", "admin_id": "991267459"}
        note = api.post("/notes", body, version="1.4").body
        assert note == {
            "type": "note", "id": str(number), "created_at": 1_700_000_000, "body": "<p>x</p>",
            "author": AUTHOR, "user": {"type": "user", "id": user["id"]},
        }  # fmt: skip
    assert api.get("/notes/1", version="1.4").body["user"]["id"] == user["id"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"body": "x"}, (400, "parameter_not_found")),
        ({"user": {"id": "x"}, "body": "x"}, (404, "not_found")),
        ({"user": {}, "body": "x"}, (404, "not_found")),
        ({"user": {"user_id": "1"}}, (400, "parameter_not_found")),
        ({"user": {"user_id": "1"}, "body": 5}, (400, "parameter_invalid")),
        ({"user": {"user_id": "1"}, "body": "x", "admin_id": "1"}, (404, "not_found")),
    ],
)
def test_what_cannot_be_noted(api: Api, body: dict[str, object], problem: tuple[int, str]) -> None:
    """Recorded examples: Resource Not Found for an unknown teammate, User Not Found for an unknown person."""
    api.user(user_id="1")
    assert api.post("/notes", body, version="1.4").problem == problem


@pytest.mark.parametrize("given", [{"email": "a@b.c"}, {"user_id": "u1"}])
def test_the_official_client_names_the_user_beside_the_text(api: Api, given: dict[str, str]) -> None:
    """python-intercom 3.1.0 and its tests of the live API: `notes.create(body=..., email=...)`; a user comes first."""
    user = api.user(user_id="u1", email="a@b.c")
    written = api.post("/notes", {"body": "x", **given}, version="1.4")
    assert (written.status, written.body["user"]["id"]) == (200, user["id"])
    other = api.user(user_id="u2")
    written = api.post("/notes", {"body": "x", **given, "user": {"user_id": "u2"}}, version="1.4")
    assert written.body["user"]["id"] == other["id"]


def test_notes_about_a_user_are_listed(api: Api) -> None:
    """v1.md 3: list notes; newest first, and `pages` is empty when there is one page only."""
    api.user(user_id="1", email="a@b.c")
    for _ in range(3):
        api.clock.time += 1
        api.post("/notes", {"user": {"user_id": "1"}, "body": "x"}, version="1.4")
    body = api.get("/notes?user_id=1", version="1.4").body
    assert (body["type"], body["total_count"], body["pages"]) == ("note.list", 3, {})
    assert [note["id"] for note in body["notes"]] == ["3", "2", "1"]
    page = api.get("/notes?email=a@b.c&per_page=2", version="1.4").body
    assert page["pages"]["next"].endswith("/notes?email=a%40b.c&per_page=2&page=2")
    assert api.get("/notes", version="1.4").problem == (400, "parameter_not_found")
    assert api.get("/notes?id=x", version="1.4").problem == (404, "not_found")


def test_notes_of_a_contact_come_by_page(api: Api) -> None:
    """behaviour.md 3: list notes of a contact; 50 a page, `next` a URL or null."""
    person = api.contact(email="a@b.c")["id"]
    path = f"/contacts/{person}/notes"
    for _ in range(3):
        api.post(path, {"body": "x"})
    body = api.get(path).body
    assert body["pages"] == {"type": "pages", "next": None, "page": 1, "per_page": 50, "total_pages": 1}
    assert (body["type"], body["total_count"]) == ("list", 3)
    page = api.get(f"{path}?per_page=2").body
    assert page["pages"]["next"].endswith(f"{path}?per_page=2&page=2")
    assert [note["id"] for note in api.get(f"{path}?per_page=2&page=2").body["data"]] == ["1"]
    assert api.get("/contacts/x/notes").message == "User Not Found"


def test_company_notes_came_with_2_15_and_their_writing_with_2_16(api: Api) -> None:
    """behaviour.md 1.4: 2.15 and 2.16; older versions do not know such a note."""
    company = api.company("c1")["id"]
    path = f"/companies/{company}/notes"
    assert api.post(path, {"body": "x"}, version="2.15").problem == (400, "intercom_version_invalid")
    note: Any = api.post(path, {"body": "x"}).body
    assert note["company"] == {"type": "company", "id": company}
    assert "contact" not in note
    assert api.get(path, version="2.15").body["data"] == [note]
    assert api.get(path, version="2.14").problem == (400, "intercom_version_invalid")
    assert api.get("/notes/1", version="2.15").body == note
    assert api.get("/notes/1", version="2.14").problem == (404, "not_found")
    assert api.post("/companies/x/notes", {"body": "x"}).problem == (404, "company_not_found")


def test_notes_go_with_whom_they_are_about(api: Api) -> None:
    """Deleting a contact deletes the notes about it."""
    person = api.contact(email="a@b.c")["id"]
    api.post(f"/contacts/{person}/notes", {"body": "x"})
    api.delete(f"/contacts/{person}")
    result = api.get("/notes/1")
    assert (result.problem, result.message) == ((404, "not_found"), "Resource Not Found")
