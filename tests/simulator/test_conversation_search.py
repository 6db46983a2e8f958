"""Searching conversations: every documented field, the order, pages, and what is refused."""

from typing import Any

import pytest
from support.paging_clients import client, simulated
from support.simulator_calls import Api
from support.virtual_time import run

from intercom_async import F

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
START = 1_700_000_000


def search(api: Api, query: object, version: str = "2.16", **body: object) -> Any:
    return api.post("/conversations/search", {"query": query, **body}, version=version)


def where(field: str, operator: str, value: object) -> dict[str, object]:
    return {"field": field, "operator": operator, "value": value}


def manage(api: Api, number: str, kind: str, **body: object) -> None:
    given = {"type": "admin", "message_type": kind, "admin_id": CIARAN, **body}
    assert api.post(f"/conversations/{number}/parts", given).status == 200


def reply(api: Api, number: str, **body: object) -> None:
    given = {"message_type": "comment", "body": "x", **body}
    assert api.post(f"/conversations/{number}/reply", given).status == 200


@pytest.fixture
def ann(api: Api) -> str:
    return api.contact(email="ann@b.c", external_id="ann", name="Ann")["id"]


@pytest.fixture
def numbers(api: Api, ann: str) -> dict[str, str]:
    """A full conversation with a lead, and ten seconds later one that nobody touched."""
    lead = api.contact(role="lead", name="Lee")["id"]
    full = api.simulator.add_conversation(lead, "I need <support>", channel="email", subject="Hey", url="https://x.y")
    api.clock.time += 10
    bare = api.simulator.add_conversation(ann, "Hi")
    manage(api, full, "assignment", assignee_id=ADA)
    api.clock.time += 10
    reply(api, full, type="admin", admin_id=ADA)
    api.clock.time += 10
    manage(api, full, "assignment", type="team", assignee_id=SUPPORT)
    reply(api, full, type="user", intercom_user_id=lead)
    api.clock.time += 10
    manage(api, full, "close")
    api.clock.time += 10
    manage(api, full, "open")
    reply(api, full, type="admin", admin_id=CIARAN)
    api.clock.time += 10
    manage(api, full, "close", admin_id=ADA)
    api.simulator.tag_conversation(full, "VIP")
    api.simulator.rate_conversation(full, 5, "Quick")
    changes = {"custom_attributes": {"plan": "pro", "seats": 3, "rate": 1.5, "vip": True, "list": [1]}}
    assert api.put(f"/conversations/{full}", {**changes, "priority": "high"}, version="Preview").status == 200
    return {"full": full, "bare": bare, "lead": lead, "ann": ann}


#: Filters that find the first of both conversations and not the second.
FULL: list[tuple[str, str, object]] = [
    ("id", "=", "{full}"),
    ("id", "IN", ["{full}", "9"]),
    ("created_at", "<", START + 10),
    ("created_at", "=", str(START)),
    ("created_at", "NIN", [START + 10]),
    ("created_at", "<=", START),
    ("updated_at", ">", START + 59),
    ("updated_at", ">=", START + 60),
    ("waiting_since", "=", None),
    ("source.type", "=", "email"),
    ("source.id", "=", "400000001"),
    ("source.subject", "~", "he"),
    ("source.body", "=", "Support"),
    ("source.body", "~", "pport"),
    ("source.body", "^", "supp"),
    ("source.body", "!=", "hi"),
    ("source.body", "!~", "hi"),
    ("source.body", "IN", ["support", "x"]),
    ("source.url", "$", "x.y"),
    ("source.author.id", "=", "{lead}"),
    ("source.author.type", "=", "lead"),
    ("source.author.name", "=", "Lee"),
    ("source.author.email", "!=", "ann@b.c"),
    ("contact_ids", "=", "{lead}"),
    ("contact_ids", "IN", ["{lead}", "x"]),
    ("teammate_ids", "=", ADA),
    ("teammate_ids", "IN", [CIARAN, "x"]),
    ("channel_initiated", "=", "email"),
    ("open", "=", False),
    ("read", "=", False),
    ("state", "=", "closed"),
    ("tag_ids", "=", "1"),
    ("tag_ids", "!=", None),
    ("priority", "=", "high"),
    ("admin_assignee_id", "=", int(ADA)),
    ("admin_assignee_id", "!=", 0),
    ("team_assignee_id", ">", 0),
    ("conversation_rating.score", ">=", 5),
    ("conversation_rating.requested_at", ">", START),
    ("conversation_rating.replied_at", "!=", None),
    ("conversation_rating.remark", "=", "Quick"),
    ("conversation_rating.contact_id", "=", "{lead}"),
    ("conversation_rating.admin_d", "=", ADA),
    ("conversation_rating.admin_id", "=", ADA),
    ("statistics.time_to_assignment", "=", 10),
    ("statistics.time_to_admin_reply", "=", 20),
    ("statistics.time_to_first_close", "=", 40),
    ("statistics.time_to_last_close", "=", 60),
    ("statistics.median_time_to_reply", "=", 20),
    ("statistics.first_contact_reply_at", "=", START),
    ("statistics.first_assignment_at", "=", START + 10),
    ("statistics.first_admin_reply_at", "=", START + 20),
    ("statistics.first_close_at", "=", START + 40),
    ("statistics.last_assignment_at", "=", START + 30),
    ("statistics.last_assignment_admin_reply_at", "=", START + 50),
    ("statistics.last_contact_reply_at", "=", START + 30),
    ("statistics.last_admin_reply_at", "=", START + 50),
    ("statistics.last_close_at", "=", START + 60),
    ("statistics.last_closed_by_id", "=", ADA),
    ("statistics.count_reopens", "=", 1),
    ("statistics.count_assignments", "=", 2),
    ("statistics.count_conversation_parts", ">", 5),
    ("custom_attributes.plan", "=", "pro"),
    ("custom_attributes.seats", ">", 2),
    ("custom_attributes.rate", "=", 1.5),
    ("custom_attributes.vip", "=", True),
]
#: Those that find both.
BOTH: list[tuple[str, str, object]] = [
    ("ai_agent_participated", "=", False),
    ("ai_agent.rating", "=", None),
    ("ai_agent.resolution_state", "!=", "x"),
    ("ai_agent.last_answer_type", "=", None),
    ("ai_agent.rating_remark", "=", None),
    ("ai_agent.source_type", "=", None),
    ("ai_agent.source_title", "=", None),
    ("snoozed_until", "=", None),
    ("source.delivered_as", "=", "customer_initiated"),
    ("created_at", "!=", 1),
]


def test_every_documented_field_finds(api: Api, numbers: dict[str, str]) -> None:
    """behaviour.md 5: search conversations, the fields that are accepted, and the operators of each type."""
    for field, operator, value in [*FULL, *BOTH]:
        named = [each.format(**numbers) if isinstance(each, str) else each for each in value] \
            if isinstance(value, list) else value.format(**numbers) if isinstance(value, str) else value  # fmt: skip
        result = search(api, where(field, operator, named))
        assert result.status == 200, (field, result.body)
        found = {each["id"] for each in result.body["conversations"]}
        expected = {numbers["full"]} if (field, operator, value) in FULL else {numbers["full"], numbers["bare"]}
        assert found == expected, (field, operator, value)


def test_what_a_version_shows_is_what_is_searched(api: Api, numbers: dict[str, str]) -> None:
    """behaviour.md 1.4: changelog 2.16; the priorities were replaced, and nobody became 0."""
    for version, priority, nobody in (("2.14", "priority", None), ("2.16", "high", 0), ("Preview", "high", 0)):
        (found,) = search(api, where("priority", "=", priority), version).body["conversations"]
        assert (found["id"], found["priority"]) == (numbers["full"], priority)
        (found,) = search(api, where("admin_assignee_id", "=", nobody), version).body["conversations"]
        assert (found["id"], found["admin_assignee_id"]) == (numbers["bare"], nobody)
    (found,) = search(api, where("priority", "=", "not_priority"), "2.14").body["conversations"]
    assert found["priority"] == "not_priority"


def test_attributes_are_searched_as_they_were_made(api: Api, numbers: dict[str, str]) -> None:
    """behaviour.md 5: conversation attributes from 2.16 on; a value of another type is not there."""
    types = {"plan": "string", "seats": "decimal", "vip": "boolean", "since": "datetime", "files": "files"}
    for name, data_type in types.items():
        api.post("/conversations/attributes", {"name": name, "data_type": data_type})
    api.put(f"/conversations/{numbers['bare']}", {"custom_attributes": {"plan": 5, "since": START, "seats": True}})
    for name, operator, value, expected in (
        ("plan", "=", "pro", "full"), ("plan", "=", None, "bare"), ("seats", ">", 2.5, "full"),
        ("seats", "=", None, "bare"), ("since", "=", START, "bare"), ("vip", "=", True, "full"),
    ):  # fmt: skip
        found = search(api, where(f"custom_attributes.{name}", operator, value)).body["conversations"]
        assert [each["id"] for each in found] == [numbers[expected]], name
    for name in ("files", "list", "unknown"):
        assert search(api, where(f"custom_attributes.{name}", "=", "x")).problem == (400, "invalid_field")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (where("body", "=", "x"), "invalid_field"),
        (where("created_at", "~", "1"), "parameter_invalid"),
        (where("created_at", "=", "foobar"), "parameter_invalid"),
        (where("state", ">", "open"), "parameter_invalid"),
        (where("contact_ids", ">", "x"), "parameter_invalid"),
        (where("id", "IN", "x"), "parameter_invalid"),
        ({"operator": "AND", "value": [where("id", "=", "1")] * 16}, "parameter_invalid"),
    ],
)
def test_a_wrong_query_is_400(api: Api, query: object, code: str) -> None:
    """behaviour.md 5: search conversations, limitations and operators."""
    assert search(api, query).problem == (400, code)


def test_a_query_is_needed(api: Api) -> None:
    assert api.post("/conversations/search", {}).problem == (400, "parameter_not_found")


def test_pages_and_order(api: Api, ann: str) -> None:
    """behaviour.md 3 and 5: cursors, 20 by default and 150 at most, the last changed first unless told otherwise."""
    numbers = []
    for _ in range(5):
        numbers.append(api.simulator.add_conversation(ann, "Hi"))
        api.clock.time += 1
    manage(api, numbers[1], "close")
    query = where("created_at", ">", 1)
    first = search(api, query, pagination={"per_page": 2}).body
    assert first["type"] == "conversation.list"
    assert first["total_count"] == 5
    assert "conversation_parts" not in first["conversations"][0]
    seen = [first["conversations"]]
    while "next" in first["pages"]:
        assert first["pages"]["next"]["page"] == first["pages"]["page"] + 1
        cursor = first["pages"]["next"]["starting_after"]
        first = search(api, query, pagination={"per_page": 2, "starting_after": cursor}).body
        seen.append(first["conversations"])
    newest = [numbers[1], *(numbers[index] for index in (4, 3, 2, 0))]
    assert [[each["id"] for each in page] for page in seen] == [newest[:2], newest[2:4], newest[4:]]
    for sort, expected in (
        ({"field": "created_at", "order": "ascending"}, numbers),
        ({"field": "created_at"}, numbers[::-1]),
        ({"field": "id", "order": "ascending"}, numbers),
        ({"field": "waiting_since", "order": "ascending"}, numbers),
    ):
        found = search(api, query, sort=sort).body["conversations"]
        assert [each["id"] for each in found] == expected, sort
    for field in ("source.body", "contact_ids"):
        assert search(api, query, sort={"field": field}).problem == (400, "invalid_field")
    assert search(api, query, pagination={"per_page": 151}).problem == (400, "parameter_invalid")
    assert search(api, query, pagination={"starting_after": "x"}).problem == (400, "client_error")


def test_what_changed_is_found_at_once(api: Api, ann: str) -> None:
    """What was found before is not kept when a conversation, its tags, its people or its words change."""
    number = api.simulator.add_conversation(ann, "Hi")
    tag_id = api.post("/tags", {"name": "VIP"}).body["id"]
    questions = [where("state", "=", "open"), where("tag_ids", "=", None), where("contact_ids", "=", ann),
                 where("source.body", "=", "hi")]  # fmt: skip
    everything = [search(api, question).body["total_count"] for question in questions]
    assert everything == [1, 1, 1, 1]
    manage(api, number, "close")
    api.post(f"/conversations/{number}/tags", {"id": tag_id, "admin_id": CIARAN})
    api.post("/conversations/redact", {"type": "source", "conversation_id": number, "source_id": "400000001"})
    api.delete(f"/contacts/{ann}")
    assert [search(api, question).body["total_count"] for question in questions] == [0, 0, 0, 0]


def test_a_message_that_nobody_answered_is_no_conversation(api: Api, ann: str) -> None:
    api.simulator.add_conversation(ann, "Hi", admin_id=CIARAN)
    for field, value in (("contact_ids", ann), ("id", "10000000001"), ("source.body", "hi")):
        assert search(api, where(field, "=", value)).body["total_count"] == 0
    assert search(api, where("contact_ids", "=", "x")).body["total_count"] == 0


def test_what_an_outbound_message_has_no_time_of(api: Api, ann: str) -> None:
    """Statistics begin when a customer writes: a teammate's message that waits for no answer has none."""
    message = {"from": {"type": "admin", "id": CIARAN}, "to": {"type": "user", "id": ann}, "message_type": "inapp",
               "body": "x", "create_conversation_without_contact_reply": True}  # fmt: skip
    assert api.post("/messages", message).status == 200
    for name in ("first_contact_reply_at", "time_to_admin_reply", "last_closed_by_id", "median_time_to_reply"):
        assert search(api, where(f"statistics.{name}", "=", None)).body["total_count"] == 1, name


def test_through_the_client() -> None:
    """The two readings of the API agree, over several pages."""

    async def main() -> None:
        transport = simulated(1)
        async with client(transport) as intercom:
            (person,) = await intercom.contacts.list().collect()
            numbers = [transport.simulator.add_conversation(person.id, f"Number {n}") for n in range(5)]
            query = (F.contact_ids == person.id) & (F.open == True)  # noqa: E712 - a filter
            found = intercom.conversations.search(query, sort_by="created_at", order="ascending", per_page=2)
            assert [each.id async for each in found] == numbers
            (one,) = await intercom.conversations.search(F["source.body"] == "3").collect()
            assert one.id == numbers[3]

    run(main())
