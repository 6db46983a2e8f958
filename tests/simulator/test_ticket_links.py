"""What is said in tickets and attached to them: replies, linked conversations and tags."""

import base64
from typing import Any

import pytest
from support.simulator_calls import Api, Result

from intercom_async.simulator import tickets
from intercom_async.simulator.conversing import BOT

CIARAN = "991267459"
NOTE = {"type": "admin", "admin_id": CIARAN, "message_type": "note", "body": "Hm"}


def ticket(api: Api, category: str = "Customer") -> str:
    """Make a ticket of Ann's and return its id."""
    if not api.simulator.world.people.with_external_id("u1"):
        api.contact(external_id="u1", email="ann@x.test", name="Ann")
    kind = api.post("/ticket_types", {"name": category, "category": category}).body["id"]
    return api.post("/tickets", {"ticket_type_id": kind, "contacts": [{"external_id": "u1"}]}).body["id"]


def conversation(api: Api) -> str:
    """Let Ann write, and return the id of the conversation."""
    person = api.simulator.world.people.with_external_id("u1")
    assert person is not None
    return api.simulator.add_conversation(person.id, "Hi")


def reply(api: Api, ticket_id: str, *, version: str = "2.16", **body: object) -> Result:
    return api.post(f"/tickets/{ticket_id}/reply", body, version=version)


@pytest.mark.parametrize("version", ["2.9", "2.10", "2.13", "2.16", "Preview"])
def test_a_teammate_writes_a_note(api: Api, version: str) -> None:
    """behaviour.md 9 (ticket_reply): the part, without state and assignment; 2.9 takes it without type and kind."""
    made = ticket(api)
    given = {"admin_id": CIARAN, "body": "Hm"} if version == "2.9" else NOTE
    said = reply(api, made, version=version, **given).body
    assert said == {
        "type": "ticket_part", "id": said["id"], "part_type": "note", "body": "<p>Hm</p>",
        "created_at": int(api.clock.time), "updated_at": int(api.clock.time),
        "author": {"type": "admin", "id": CIARAN, "name": "Ciaran Lee", "email": "ciaran@example.com"},
        "attachments": [], "redacted": False,
        **({} if version in {"2.9", "2.10"} else {"app_package_code": "test-integration"}),
    }  # fmt: skip
    assert api.get(f"/tickets/{made}", version=version).body["ticket_parts"]["ticket_parts"][-1] == said


def test_a_contact_writes_a_comment(api: Api) -> None:
    """Recorded example: whoever it is, the author is a user; until 2.10 in any ticket."""
    made = ticket(api, "Tracker")
    given = {"type": "user", "message_type": "comment", "user_id": "u1", "body": "Thanks :)"}
    said = reply(api, made, version="2.10", **given).body
    assert (said["part_type"], said["author"]["type"], said["author"]["name"]) == ("comment", "user", "Ann")
    result = reply(api, made, version="2.11", **given)
    assert result.problem == (400, "parameter_mismatch")
    assert result.message == "User replies are not allowed on Backoffice tickets"
    assert (
        reply(api, ticket(api), version="2.11", **given, created_at=1_600_000_000).body["created_at"] == 1_600_000_000
    )


def test_a_lead_is_a_user_too(api: Api) -> None:
    lead = api.contact(role="lead", email="lee@x.test")["id"]
    made = api.post("/tickets", {"ticket_type_id": 1, "contacts": [{"id": lead}]}).body["id"]
    said = reply(api, made, type="user", message_type="comment", intercom_user_id=lead, body="Hi").body
    assert said["author"]["type"] == "user"


def test_quick_replies_are_offered_and_chosen(api: Api) -> None:
    made, options = ticket(api), [{"text": "Yes", "uuid": "u"}]
    offered = reply(api, made, type="admin", admin_id=CIARAN, message_type="quick_reply", reply_options=options).body
    assert (offered["part_type"], "body" in offered) == ("quick_reply", False)
    chosen = reply(api, made, type="user", user_id="u1", message_type="quick_reply", reply_options=options).body
    assert (chosen["part_type"], chosen["body"]) == ("quick_reply", "<p>Yes</p>")


def test_files_come_with_a_reply(api: Api) -> None:
    files = [{"name": "a.txt", "content_type": "text/plain", "data": base64.b64encode(b"hello").decode()}]
    (file,) = reply(api, ticket(api), **NOTE, attachment_files=files).body["attachments"]
    assert (file["name"], file["content_type"], file["filesize"]) == ("a.txt", "text/plain", 5)


@pytest.mark.parametrize(
    ("version", "body", "problem"),
    [
        ("2.9", {"type": "user", "user_id": "u1", "message_type": "comment", "body": "x"}, (400, "parameter_invalid")),
        ("2.9", {**NOTE, "message_type": "comment"}, (400, "parameter_invalid")),
        ("2.16", {"message_type": "note", "body": "x"}, (400, "parameter_invalid")),
        ("2.16", {**NOTE, "message_type": "close"}, (400, "parameter_invalid")),
        ("2.16", {**NOTE, "message_type": {}}, (400, "parameter_invalid")),
        ("2.16", {**NOTE, "admin_id": "1"}, (404, "admin_not_found")),
        ("2.16", {**NOTE, "body": None}, (400, "parameter_invalid")),
        ("2.16", {**NOTE, "cross_post": "x"}, (400, "parameter_invalid")),
        ("2.16", {"type": "user", "user_id": "u1", "message_type": "note", "body": "x"}, (400, "parameter_invalid")),
        ("2.16", {"type": "user", "user_id": "u1", "message_type": [], "body": "x"}, (400, "parameter_invalid")),
        ("2.16", {"type": "user", "user_id": "u2", "message_type": "comment", "body": "x"}, (404, "not_found")),
    ],
)
def test_a_wrong_reply_is_refused(api: Api, version: str, body: dict[str, object], problem: tuple[int, str]) -> None:
    """Somebody else's, among others; nothing is written then."""
    made = ticket(api)
    api.contact(external_id="u2")
    before = api.get(f"/tickets/{made}").body
    assert reply(api, made, version=version, **body).problem == problem
    assert api.get(f"/tickets/{made}").body == before
    result = reply(api, "99", **NOTE)
    assert (result.problem, result.message) == ((404, "not_found"), "Resource Not Found")


@pytest.mark.parametrize(("category", "posted"), [("Back-office", True), ("Tracker", False)])
def test_a_note_of_the_back_office_goes_to_linked_conversations(api: Api, category: str, *, posted: bool) -> None:
    """Specification: only with cross_post, and only of back-office tickets."""
    ticket(api)
    number = conversation(api)
    kind = api.post("/ticket_types", {"name": "x", "category": category}).body["id"]
    body = {"ticket_type_id": kind, "contacts": [{"external_id": "u1"}], "conversation_to_link_id": number}
    made = api.post("/tickets", body).body
    assert made["linked_objects"]["data"] == [{"type": "conversation", "id": number, "category": None}]
    reply(api, made["id"], **NOTE)
    reply(api, made["id"], **{**NOTE, "body": "Everywhere"}, cross_post=True)
    parts = api.get(f"/conversations/{number}").body["conversation_parts"]["conversation_parts"]
    assert [part["body"] for part in parts] == (["<p>Everywhere</p>"] if posted else [])


def links(body: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    assert body["linked_objects"]["total_count"] == len(body["linked_objects"]["data"])
    return [(each["type"], each["id"], each["category"]) for each in body["linked_objects"]["data"]]


def test_a_tracker_is_linked_to_conversations(api: Api) -> None:
    """Recorded examples: both ends show it, the conversation is answered."""
    tracker = ticket(api, "Tracker")
    first, second = conversation(api), conversation(api)
    for number in (first, second):
        body = api.post(f"/tickets/{tracker}/linked_conversations", {"conversation_id": int(number)}).body
        assert (body["type"], body["id"]) == ("conversation", number)
        assert links(body) == [("ticket", tracker, "Tracker")]
        assert "conversation_parts" not in body
    assert links(api.get(f"/tickets/{tracker}").body) == [
        ("conversation", first, None), ("conversation", second, None),
    ]  # fmt: skip
    again = api.post(f"/tickets/{tracker}/linked_conversations", {"conversation_id": first})
    assert again.problem == (400, "already_linked_to_tracker")
    assert links(api.delete(f"/tickets/{tracker}/linked_conversations/{first}").body) == []
    assert links(api.get(f"/tickets/{tracker}").body) == [("conversation", second, None)]
    gone = api.delete(f"/tickets/{tracker}/linked_conversations/{first}")
    assert (gone.problem, gone.message) == (
        (404, "conversation_not_found"), "Conversation is not linked to this ticket",
    )  # fmt: skip
    api.delete(f"/tickets/{tracker}")
    assert links(api.get(f"/conversations/{second}").body) == []
    assert "linked_objects" not in api.get(f"/conversations/{second}", version="2.9").body


@pytest.mark.parametrize(
    ("of", "number", "code", "message"),
    [
        ("other", "real", "invalid_ticket_type", "Only tracker tickets support linking conversations"),
        ("99", "real", "ticket_not_found", "Ticket not found"),
        ("tracker", "99", "conversation_not_found", "Conversation not found"),
        ("tracker", None, "parameter_not_found", "conversation_id not specified"),
        ("tracker", "linked", "already_linked_to_tracker", "A conversation can only have one tracker ticket"),
    ],
)
def test_a_wrong_link_is_refused_in_recorded_words(
    api: Api, of: str, number: str | None, code: str, message: str
) -> None:
    ids: dict[str | None, str] = {"tracker": ticket(api, "Tracker"), "other": ticket(api), "99": "99"}
    taken = {"real": conversation(api), "linked": conversation(api), "99": "99"}
    api.post(f"/tickets/{ticket(api, 'Tracker')}/linked_conversations", {"conversation_id": taken["linked"]})
    result = api.post(f"/tickets/{ids[of]}/linked_conversations", {"conversation_id": taken.get(number or "")})
    assert (result.code, result.message) == (code, message)
    assert result.status == (404 if "not_found" in code and number is not None else 400)
    if of == "other":
        result = api.delete(f"/tickets/{ids[of]}/linked_conversations/{taken['real']}")
        assert result.message == "Only tracker tickets support unlinking conversations"


def test_a_tracker_takes_so_many_conversations(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """behaviour.md 2: linked_conversation_limit_exceeded, with a smaller number here."""
    monkeypatch.setattr(tickets, "MOST_LINKED", 1)
    tracker = ticket(api, "Tracker")
    assert api.post(f"/tickets/{tracker}/linked_conversations", {"conversation_id": conversation(api)}).status == 200
    result = api.post(f"/tickets/{tracker}/linked_conversations", {"conversation_id": conversation(api)})
    assert result.problem == (400, "linked_conversation_limit_exceeded")
    assert result.message == "Ticket has reached the maximum number of conversations that can be linked"


def test_a_conversation_becomes_a_ticket(api: Api) -> None:
    """With its id, its contacts, what was said and who has it; a tracker's link shows it as a ticket."""
    tracker = ticket(api, "Tracker")
    number = conversation(api)
    answer = {"type": "admin", "admin_id": CIARAN, "message_type": "comment", "body": "Yes?"}
    api.post(f"/conversations/{number}/reply", answer)
    api.post(f"/conversations/{number}/parts", {"message_type": "close", "type": "admin", "admin_id": CIARAN})
    api.post(f"/tickets/{tracker}/linked_conversations", {"conversation_id": number})
    world = api.simulator.world
    kept, kind = world.conversations.get(number), world.shelf(tickets.TicketType).get("1")
    assert kept is not None
    assert kind is not None
    state = tickets.state_named(world, "in_progress")
    tickets.convert(world, kept, kind, by=BOT, now=int(api.clock.time), attributes={"1": "Help"}, state=state)
    body = api.get(f"/tickets/{number}").body
    assert (body["id"], body["ticket_id"], body["is_shared"]) == (number, "2", True)
    assert (body["admin_assignee_id"], body["ticket_state"]["category"]) == (int(CIARAN), "in_progress")
    assert body["ticket_attributes"]["_default_title_"] == "Help"
    said = [(part["part_type"], part.get("body")) for part in body["ticket_parts"]["ticket_parts"]]
    assert said == [("comment", "<p>Hi</p>"), ("comment", "<p>Yes?</p>"), ("ticket_state_updated_by_admin", None)]
    assert links(body) == [("ticket", tracker, "Tracker")]
    assert links(api.get(f"/tickets/{tracker}").body) == [("ticket", number, "Customer")]


def test_a_ticket_is_tagged(api: Api) -> None:
    """Recorded examples: by a teammate who must be named."""
    made = ticket(api)
    tag = api.post("/tags", {"name": "vip"}).body["id"]
    applied = {"applied_at": int(api.clock.time), "applied_by": {"type": "admin", "id": CIARAN}}
    body = {"id": int(tag), "admin_id": int(CIARAN)}
    assert api.post(f"/tickets/{made}/tags", body).body == {"type": "tag", "id": tag, "name": "vip", **applied}
    untagged = api.call("DELETE", f"/tickets/{made}/tags/{tag}", {"admin_id": CIARAN})
    assert untagged.body == {"type": "tag", "id": tag, "name": "vip", **applied}
    again = api.call("DELETE", f"/tickets/{made}/tags/{tag}", {"admin_id": CIARAN})
    assert (again.problem, again.message) == ((404, "tag_not_found"), "Tag not found")


@pytest.mark.parametrize(
    ("path", "body", "problem"),
    [
        ("99/tags", {"id": "1", "admin_id": CIARAN}, (404, "ticket_not_found")),
        ("1/tags", {"admin_id": CIARAN}, (400, "parameter_not_found")),
        ("1/tags", {"id": "9", "admin_id": CIARAN}, (404, "tag_not_found")),
        ("1/tags", {"id": "1"}, (400, "parameter_not_found")),
        ("1/tags", {"id": "1", "admin_id": 5}, (404, "admin_not_found")),
    ],
)
def test_a_wrong_tagging_is_refused(api: Api, path: str, body: dict[str, object], problem: tuple[int, str]) -> None:
    ticket(api)
    api.post("/tags", {"name": "vip"})
    assert api.post(f"/tickets/{path}", body).problem == problem
