"""What bodies of 2.x show, by version, where they differ from the OpenAPI files: one test for each rule."""

from typing import Any

import pytest
from support.simulator_calls import Api, request

from intercom_async.simulator.call import Call
from intercom_async.simulator.conversing import Words, note
from intercom_async.simulator.notices import notices
from intercom_async.versions import Version

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
START = 1_700_000_000


@pytest.fixture
def ann(api: Api) -> str:
    return api.contact(email="ann@b.c", external_id="ann", name="Ann")["id"]


def manage(api: Api, number: str, kind: str, version: str = "2.16", **body: object) -> Any:
    given = {"type": "admin", "message_type": kind, "admin_id": CIARAN, **body}
    result = api.post(f"/conversations/{number}/parts", given, version=version)
    assert result.status == 200, result.body
    return result.body


def reply(api: Api, number: str, **body: object) -> Any:
    result = api.post(f"/conversations/{number}/reply", {"message_type": "comment", "body": "x", **body})
    assert result.status == 200, result.body
    return result.body


def parts(api: Api, number: str, version: str = "2.16") -> list[dict[str, Any]]:
    return api.get(f"/conversations/{number}", version=version).body["conversation_parts"]["conversation_parts"]


def test_a_conversation_is_measured(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation): statistics as the schema has them, null for what did not happen."""
    number = api.simulator.add_conversation(ann, "Hi")
    path = f"/conversations/{number}"
    empty = api.get(path, version="2.0").body["statistics"]
    counts = {"count_reopens": 0, "count_assignments": 0, "count_conversation_parts": 0}
    said = {"type": "conversation_statistics", "first_contact_reply_at": START, "last_contact_reply_at": START}
    assert {name: value for name, value in empty.items() if value is not None} == {**said, **counts}
    assert len(empty) == 19
    api.clock.time += 10
    manage(api, number, "assignment", type="team", assignee_id=SUPPORT)
    api.clock.time += 10
    reply(api, number, type="admin", admin_id=ADA)
    api.clock.time += 10
    manage(api, number, "close")
    manage(api, number, "open")
    api.clock.time += 10
    manage(api, number, "close", admin_id=ADA)
    measured = api.get(path, version="2.12").body["statistics"]
    assert measured == {
        **said,
        "time_to_assignment": 20, "time_to_admin_reply": 20, "time_to_first_close": 30, "time_to_last_close": 40,
        "median_time_to_reply": 20, "first_assignment_at": START + 10, "first_admin_reply_at": START + 20,
        "first_close_at": START + 30, "last_assignment_at": START + 20, "last_assignment_admin_reply_at": START + 20,
        "last_admin_reply_at": START + 20, "last_close_at": START + 40, "last_closed_by_id": ADA, "count_reopens": 1,
        "count_assignments": 2, "count_conversation_parts": 5,
    }  # fmt: skip
    for query in ("/conversations", "/conversations/search"):
        asked = {"query": {"field": "open", "operator": "=", "value": False}} if "search" in query else None
        (listed,) = api.call("POST" if asked else "GET", query, asked, version="2.12").body["conversations"]
        assert listed["statistics"] == measured


def test_later_versions_measure_teams_and_handling(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation): four more statistics from 2.13 on; the time without the teammates' pauses."""
    number = api.simulator.add_conversation(ann, "Hi")
    names = ["assigned_team_first_response_time", "assigned_team_first_response_time_in_office_hours"]
    names += ["handling_time", "adjusted_handling_time"]

    def shown(version: str = "2.13") -> list[Any]:
        body = api.get(f"/conversations/{number}", version=version).body["statistics"]
        return [body.get(name, "absent") for name in names]

    assert shown("2.12") == ["absent"] * 4
    assert shown() == [[], [], None, None]
    api.simulator.handle_conversation(number, "paused")
    for team in (SUPPORT, "0", SUPPORT):
        manage(api, number, "assignment", type="team", assignee_id=team)
        api.clock.time += 10
    assert shown() == [[], [], None, None]
    api.simulator.handle_conversation(number, "resumed")
    api.simulator.handle_conversation(number, "resumed")
    reply(api, number, type="admin", admin_id=CIARAN)
    for kind in ("paused", "paused"):
        api.clock.time += 10
        api.simulator.handle_conversation(number, kind)
    api.clock.time += 10
    manage(api, number, "close")
    waited = [{"team_id": int(SUPPORT), "team_name": "Support", "response_time": 30}]
    assert shown() == [waited, waited, 60, 10]


def test_what_changes_a_conversation_answers_without_statistics(api: Api, ann: str) -> None:
    """behaviour.md 9 (conversation): null in every recorded answer, of changes and of what nobody answered."""
    number = api.simulator.add_conversation(ann, "Hi")
    api.clock.time += 10
    assert reply(api, number, type="user", intercom_user_id=ann)["statistics"] is None
    assert manage(api, number, "close")["statistics"] is None
    assert api.put(f"/conversations/{number}", {"title": "x"}).body["statistics"] is None
    message = {"from": {"type": "admin", "id": CIARAN}, "to": {"type": "user", "id": ann}, "body": "Look"}
    more = {"message_type": "conversation", "create_conversation_without_contact_reply": True}
    api.clock.time += 1
    api.post("/messages", {**message, **more})
    sent = api.get("/conversations").body["conversations"][0]["id"]
    assert sent != number
    manage(api, sent, "close")
    assert api.get(f"/conversations/{sent}").body["statistics"] is None
    reply(api, sent, type="user", intercom_user_id=ann)
    assert api.get(f"/conversations/{sent}").body["statistics"]["count_conversation_parts"] == 2


def test_a_ticket_and_its_conversation_have_the_same_words(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.10, convert): it stays one object under one id, whatever path it is written by."""
    number = api.simulator.add_conversation(ann, "Hi")
    assert api.post(f"/conversations/{number}/convert", {"ticket_type_id": "1"}).status == 200
    reply(api, number, type="admin", admin_id=CIARAN, body="1")
    manage(api, number, "close")  # without words, so no part of the ticket
    reply(api, number, type="user", intercom_user_id=ann, body="2")
    by_admin, by_user = {"type": "admin", "admin_id": CIARAN}, {"type": "user", "intercom_user_id": ann}
    offer = {"message_type": "quick_reply", "reply_options": [{"text": "6", "uuid": "6"}]}
    for body in (
        {**by_admin, "message_type": "note", "body": "3"},
        {**by_admin, "message_type": "comment", "body": "4"},
        {**by_user, "message_type": "comment", "body": "5"},
        {**by_admin, **offer},
    ):
        answer = api.post(f"/tickets/{number}/reply", body).body
        assert (answer["type"], answer["part_type"]) == ("ticket_part", body["message_type"])
    ticket = api.get(f"/tickets/{number}").body["ticket_parts"]["ticket_parts"]
    kinds = ["comment", "comment", "note", "comment", "comment", "quick_reply"]
    assert [part["part_type"] for part in ticket[2:]] == kinds
    there = [part for part in parts(api, number) if part["part_type"] != "close"]
    assert [part["body"] for part in there] == [part.get("body") for part in ticket[2:]]
    assert [part["part_type"] for part in there] == ["comment", "open", "note", "comment", "comment", "quick_reply"]
    assert [part["author"]["id"] for part in there] == [part["author"]["id"] for part in ticket[2:]]


def told(api: Api, number: str, version: str) -> list[tuple[str, dict[str, Any]]]:
    """Write a note in a conversation and return what an app of this version is told."""
    world = api.simulator.world
    conversation = world.conversations.get(number)
    assert conversation is not None
    world.happened.clear()
    note(world, conversation, CIARAN, Words("<p>x</p>"), now=START)
    call = Call("POST", "/", {}, "", request("POST", "/"), START, "", Version(version))
    return list(notices(world, call, list(world.happened)))


def test_a_conversation_that_became_a_ticket_tells_of_tickets_alone(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.9): conversation topics are not fired for tickets."""
    number = api.simulator.add_conversation(ann, "Hi")
    assert [topic for topic, _ in told(api, number, "2.9")] == ["conversation.admin.noted"]
    api.post(f"/conversations/{number}/convert", {"ticket_type_id": "1"})
    assert [topic for topic, _ in told(api, number, "2.9")] == ["ticket.note.created"]
    assert "conversation.admin.noted" in [topic for topic, _ in told(api, number, "2.8")]


def test_statistics_in_notifications_had_dates_as_text(api: Api, ann: str) -> None:
    """behaviour.md 1.4 (2.15): ISO 8601 until 2.14, and null where nobody answered."""
    number = api.simulator.add_conversation(ann, "Hi")
    for version, shown in (("2.14", "2023-11-14T22:13:20.000"), ("2.15", START)):
        ((_, item),) = told(api, number, version)
        at = item["statistics"]["first_contact_reply_at"]
        assert (at[:23] if isinstance(at, str) else at) == shown
        assert (item["statistics"]["first_close_at"], item["statistics"]["count_reopens"]) == (None, 0)
    sent = api.simulator.add_conversation(ann, "Look", admin_id=CIARAN)
    assert [item["statistics"] for _, item in told(api, sent, "2.14")] == [None]


def test_a_custom_attribute_leads_to_custom_objects(api: Api, ann: str) -> None:
    """behaviour.md 9 (custom_attributes): an association is the list of the objects, without a part that tells of it."""
    order = {
        "external_id": "123",
        "external_created_at": 5,
        "custom_attributes": {"order_number": "O-1", "total": 99.9},
    }
    made = api.post("/custom_object_instances/Order", order).body
    other = api.post("/custom_object_instances/Ship", {"external_id": "1"}).body
    number = api.simulator.add_conversation(ann, "Hi")
    body = api.put(f"/conversations/{number}", {"custom_attributes": {"order": [made["id"]]}}).body
    shown = {"id": made["id"], "external_id": "123", "external_created_at": 5, "external_updated_at": None}
    shown |= {"custom_attributes": order["custom_attributes"], "type": "Order"}
    assert body["custom_attributes"] == {"order": {"type": "Order.list", "instances": [shown]}}
    assert body["conversation_parts"]["conversation_parts"] == []
    old = api.get(f"/conversations/{number}", version="2.12").body
    assert old["custom_attributes"] == {"order": [made["id"]]}
    for value in ([made["id"], other["id"]], ["x"], ["x", made["id"]], "x", 5, 1.5, True):
        body = api.put(f"/conversations/{number}", {"custom_attributes": {"order": value}}).body
        assert body["custom_attributes"] == {"order": value}
    assert body["conversation_parts"]["total_count"] == 7
