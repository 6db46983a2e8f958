"""What 2.x does with conversations: begun, deleted, merged, made tickets, redacted and tagged, and what is beside."""

from typing import Any

import pytest
from support.paging_clients import client, simulated
from support.simulator_calls import Api
from support.virtual_time import run

from intercom_async.errors import NotFoundError
from intercom_async.models.messages import Correspondent
from intercom_async.models.new_conversations import NewConversation

CIARAN, ADA = "991267459", "991267460"
START = 1_700_000_000
GONE = "<p><i>This message was deleted</i></p>"


@pytest.fixture
def ann(api: Api) -> str:
    return api.contact(email="ann@b.c", external_id="ann")["id"]


@pytest.fixture
def number(api: Api, ann: str) -> str:
    """A conversation with an answer that has a file."""
    found = api.simulator.add_conversation(ann, "Hi")
    files = {"attachment_urls": ["https://x.y/a.png"]}
    body = {"type": "admin", "message_type": "comment", "admin_id": CIARAN, "body": "Yes?", **files}
    assert api.post(f"/conversations/{found}/reply", body).status == 200
    return found


def shown(api: Api, number: str, version: str = "2.16") -> Any:
    result = api.get(f"/conversations/{number}", version=version)
    assert result.status == 200, result.body
    return result.body


def parts(api: Api, number: str, version: str = "2.16") -> Any:
    return shown(api, number, version)["conversation_parts"]["conversation_parts"]


def test_a_contact_begins_a_conversation(api: Api, ann: str) -> None:
    """Recorded example: conversation created; the source has subject and files, and its time."""
    told = {"subject": "Hey", "attachment_urls": ["https://x.y/a.png"], "created_at": START - 60, "brand_id": "1"}
    made = api.post("/conversations", {"from": {"type": "user", "id": ann}, "body": "Hello <b>", **told}).body
    assert made == {
        "type": "user_message", "id": "400000001", "created_at": START - 60, "body": "Hello <b>",
        "message_type": "inapp", "conversation_id": "10000000001",
    }  # fmt: skip
    found = shown(api, made["conversation_id"])
    assert (found["created_at"], found["waiting_since"], found["state"]) == (START - 60, START - 60, "open")
    source = found["source"]
    assert (source["subject"], source["body"], source["author"]["id"]) == ("Hey", "<p>Hello &lt;b&gt;</p>", ann)
    assert [each["name"] for each in source["attachments"]] == ["a.png"]
    old = api.get(f"/conversations/{made['conversation_id']}", version="1.4").body
    assert [each["name"] for each in old["conversation_message"]["attachments"]] == ["a.png"]


def test_a_visitor_becomes_a_lead_with_it(api: Api) -> None:
    """API docs: create a conversation, sending for visitors."""
    visitor = api.simulator.add_visitor(name="Vi")
    made = api.post("/conversations", {"from": {"type": "contact", "id": visitor}, "body": "Hi"}).body
    assert shown(api, made["conversation_id"])["source"]["author"]["type"] == "lead"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, (400, "parameter_not_found")),
        ({"from": 5}, (400, "parameter_invalid")),
        ({"from": {"type": "admin", "id": CIARAN}, "body": "x"}, (400, "parameter_invalid")),
        ({"from": {"type": "user", "id": "123_doesnt_exist"}, "body": "Hello there"}, (404, "not_found")),
        ({"from": {"type": "user", "id": "x"}}, (400, "parameter_invalid")),
        ({"from": {"type": "user", "id": "x"}, "body": "x", "subject": 5}, (400, "parameter_invalid")),
        ({"from": {"type": "user", "id": "x"}, "body": "x", "brand_id": []}, (400, "parameter_invalid")),
    ],
)
def test_a_conversation_needs_somebody_and_words(api: Api, body: object, problem: tuple[int, str]) -> None:
    """Recorded example: contact not found."""
    result = api.post("/conversations", body)
    assert result.problem == problem
    if problem[0] == 404:
        assert result.message == "User Not Found"


def test_brands_came_with_2_16(api: Api, ann: str) -> None:
    body = {"from": {"type": "user", "id": ann}, "body": "x", "brand_id": []}
    assert api.post("/conversations", body, version="2.15").status == 200


def test_deleted_conversations_are_listed(api: Api, ann: str) -> None:
    """behaviour.md 3: the last deleted first, in pages that link; metrics stay unless told otherwise."""
    numbers = [api.simulator.add_conversation(ann, "Hi") for _ in range(3)]
    queries = ("?retain_metrics=false", "?retain_metrics=true", "?retain_metrics=false")
    for gone, query, version in zip(numbers, queries, ("2.16", "2.16", "2.14"), strict=True):
        api.clock.time += 1
        result = api.delete(f"/conversations/{gone}{query}", version=version)
        assert result.body == {"id": gone, "object": "conversation", "deleted": True}
        assert api.get(f"/conversations/{gone}").problem == (404, "not_found")
        assert api.delete(f"/conversations/{gone}").problem == (404, "not_found")
    kept = [
        {"type": "conversation", "id": gone, "metrics_retained": gone != numbers[0], "deleted_at": START + index}
        for index, gone in enumerate(numbers, 1)
    ]
    first = api.get("/conversations/deleted?per_page=2").body
    assert (first["type"], first["total_count"], first["conversations"]) == ("conversations.list", 3, kept[:0:-1])
    assert first["pages"]["next"].startswith("https://api.intercom.test/conversations/deleted?")
    assert api.get("/conversations/deleted?per_page=2&page=2&order=desc").body["conversations"] == kept[:1]
    assert api.get("/conversations/deleted?order=asc").body["conversations"] == kept
    assert api.get("/conversations/deleted?per_page=61").problem == (400, "parameter_invalid")
    assert api.get("/conversations/deleted", version="2.15").problem == (400, "intercom_version_invalid")


def test_what_was_on_it_goes_with_it(api: Api, number: str) -> None:
    api.simulator.tag_conversation(number, "VIP")
    assert api.delete(f"/conversations/{number}", version="2.13").status == 200
    assert api.delete("/tags/1").status == 200, "nothing has the tag"
    assert api.get("/conversations").body["conversations"] == []


def test_merging(api: Api, number: str, ann: str) -> None:
    """Recorded example: the one that stays says so; the other is closed and linked to it."""
    other = api.simulator.add_conversation(ann, "Me again")
    api.clock.time += 5
    result = api.post(f"/conversations/{other}/merge", {"merge_into_conversation_id": int(number)})
    assert (result.body["id"], result.body["linked_objects"]["data"]) == (number, [])
    last = result.body["conversation_parts"]["conversation_parts"][-1]
    assert (last["part_type"], last["body"], last["author"]["type"]) == ("merged_primary_conversation", None, "bot")
    gone = shown(api, other)
    assert (gone["state"], gone["updated_at"], gone["conversation_parts"]["total_count"]) == ("closed", START + 5, 1)
    assert [each["id"] for each in gone["linked_objects"]["data"]] == [number]
    again = api.post(f"/conversations/{other}/merge", {"merge_into_conversation_id": number})
    message = "Secondary conversation has already been merged"
    assert (again.problem, again.message) == ((422, "merge_failed"), message)


def test_customers_of_a_merged_conversation_join_the_other(api: Api, number: str, ann: str) -> None:
    """Intercom's help about merging: they become participants; what they said stays where it was."""
    lead = api.contact(role="lead", email="lee@b.c")["id"]
    other = api.simulator.add_conversation(lead, "Me too")
    body = api.post(f"/conversations/{other}/merge", {"merge_into_conversation_id": int(number)}).body
    assert [each["id"] for each in body["contacts"]["contacts"]] == [ann, lead]
    kinds = [part["part_type"] for part in body["conversation_parts"]["conversation_parts"]]
    assert kinds[-2:] == ["participant_added", "merged_primary_conversation"]
    assert [each["id"] for each in shown(api, other)["contacts"]["contacts"]] == [lead]


@pytest.mark.parametrize(
    ("target", "status", "code", "message"),
    [
        (None, 400, "parameter_invalid", "merge_into_conversation_id must be a valid integer conversation ID"),
        ("x", 400, "parameter_invalid", "merge_into_conversation_id must be a valid integer conversation ID"),
        (5, 422, "merge_failed", "Primary conversation not found"),
        (10_000_000_001, 422, "merge_failed", "Cannot merge a conversation into itself"),
    ],
)
def test_a_merge_that_cannot_be(*, api: Api, number: str, target: object, status: int, code: str, message: str) -> None:
    """Recorded examples."""
    result = api.post(f"/conversations/{number}/merge", {"merge_into_conversation_id": target})
    assert (result.problem, result.message) == ((status, code), message)
    missing = api.post("/conversations/5/merge", {"merge_into_conversation_id": target})
    assert missing.problem == (404, "not_found")


def test_a_conversation_becomes_a_ticket(api: Api, number: str, ann: str) -> None:
    """Recorded example: with the conversation's id, its people and what was said."""
    attributes = {"_default_title_": "Broken"}
    body = {"ticket_type_id": "1", "ticket_state_id": "2", "attributes": attributes}
    ticket = api.post(f"/conversations/{number}/convert", body).body
    assert (ticket["type"], ticket["id"], ticket["ticket_state"]["category"]) == ("ticket", number, "in_progress")
    assert ticket["ticket_attributes"]["_default_title_"] == "Broken"
    assert [each["id"] for each in ticket["contacts"]["contacts"]] == [ann]
    kinds = [each["part_type"] for each in ticket["ticket_parts"]["ticket_parts"]]
    assert kinds == ["comment", "comment", "ticket_state_updated_by_admin"]
    assert api.get(f"/tickets/{number}").body["ticket_id"] == ticket["ticket_id"]
    assert api.post(f"/conversations/{number}/convert", body).problem == (400, "parameter_invalid")


@pytest.mark.parametrize("version", ["2.10", "2.12", "2.15"])
def test_the_state_of_a_new_ticket_came_with_2_16(api: Api, number: str, version: str) -> None:
    body = {"ticket_type_id": 1, "ticket_state_id": 2}
    state = api.post(f"/conversations/{number}/convert", body, version=version).body["ticket_state"]
    assert (state if version < "2.12" else state["category"]) == "submitted"


def test_only_types_of_customers_do(api: Api, number: str) -> None:
    """Recorded example: bad request."""
    kind = {"name": "Task", "category": "Back-office"}
    type_id = api.post("/ticket_types", kind).body["id"]
    path = f"/conversations/{number}/convert"
    result = api.post(path, {"ticket_type_id": type_id})
    assert (result.problem, result.message) == (
        (400, "parameter_invalid"), "Ticket type is not a customer ticket type",
    )  # fmt: skip
    assert api.post(path, {}).problem == (400, "parameter_not_found")
    assert api.post(path, {"ticket_type_id": "99"}).status == 404
    assert api.post("/conversations/5/convert", {"ticket_type_id": "1"}).problem == (404, "not_found")


@pytest.mark.parametrize("version", ["2.2", "2.7", "2.16"])
def test_a_part_is_redacted(api: Api, number: str, version: str) -> None:
    """Recorded example: the words and the files are gone, and the part was changed."""
    (before,) = parts(api, number)
    api.clock.time += 3
    wanted = {"type": "conversation_part", "conversation_id": int(number), "conversation_part_id": before["id"]}
    body = api.post("/conversations/redact", wanted, version=version).body
    (part,) = body["conversation_parts"]["conversation_parts"]
    assert (part["body"], part["attachments"], part["redacted"]) == (GONE, [], True)
    assert (part["created_at"], part["updated_at"], body["updated_at"]) == (START, START + 3, START + 3)


def test_the_source_is_redacted(api: Api, number: str) -> None:
    """API docs: redact a conversation; a source message of a contact."""
    wanted = {"type": "source", "conversation_id": number, "source_id": "400000001"}
    source = api.post("/conversations/redact", wanted).body["source"]
    assert (source["body"], source["redacted"]) == (GONE, True)
    assert "redacted" not in shown(api, number, "2.1")["source"]


def test_what_cannot_be_redacted(api: Api, number: str, ann: str) -> None:
    """API docs and recorded example: parts without words, sources of teammates, and what does not exist."""
    api.post(f"/conversations/{number}/parts", {"type": "admin", "message_type": "open", "admin_id": CIARAN})
    api.post(f"/conversations/{number}/parts", {"type": "admin", "message_type": "close", "admin_id": CIARAN})
    ours = api.simulator.add_conversation(ann, "Hello", admin_id=CIARAN)
    reply = {"type": "user", "message_type": "comment", "intercom_user_id": ann, "body": "Hi"}
    source_id = api.post(f"/conversations/{ours}/reply", reply, version="1.4").body["conversation_message"]["id"]
    part, source = {"type": "conversation_part"}, {"type": "source"}
    for body, problem in (
        ({**part, "conversation_id": number, "conversation_part_id": parts(api, number)[-1]["id"]},
         (400, "conversation_part_not_redactable")),
        ({**source, "conversation_id": ours, "source_id": source_id}, (400, "conversation_part_not_redactable")),
        ({**part, "conversation_id": "really_123_doesnt_exist", "conversation_part_id": "really_123_doesnt_exist"},
         (404, "conversation_part_or_message_not_found")),
        ({**part, "conversation_id": number, "conversation_part_id": 5},
         (404, "conversation_part_or_message_not_found")),
        ({**source, "conversation_id": number, "source_id": source_id},
         (404, "conversation_part_or_message_not_found")),
        ({**source, "conversation_id": number}, (400, "parameter_not_found")),
        ({"type": [], "conversation_id": number}, (400, "parameter_invalid")),
    ):  # fmt: skip
        assert api.post("/conversations/redact", body).problem == problem, body


def test_a_part_is_marked(api: Api, number: str) -> None:
    """Recorded examples of Preview: what became of it elsewhere, and that a teammate saw it."""
    (part,) = parts(api, number, "Preview")
    assert not part.keys() & {"external_reply_send_state", "seen_state"}
    path, proof = f"/conversations/{number}/conversation_parts/{part['id']}", {"experimental": True, "secret": "s"}
    api.clock.time += 7
    sent = {**part, "updated_at": START + 7, "external_reply_send_state": "sent"}
    told = {"send_state": "sent", "info_message": "Delivered", **proof}
    assert api.put(path, told, version="Preview").body == sent
    seen = {"seen": True, "admin_id": ADA, **proof}
    assert api.put(path, seen, version="Preview").body == {**sent, "seen_state": {"admin_seen": True}}
    assert not parts(api, number)[0].keys() & {"external_reply_send_state", "seen_state"}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, (403, "forbidden")),
        ({"experimental": True}, (403, "forbidden")),
        ({"experimental": "true", "secret": "s"}, (403, "forbidden")),
        ({"experimental": True, "secret": "s"}, (400, "parameter_invalid")),
        ({"experimental": True, "secret": "s", "send_state": "sent"}, (400, "parameter_invalid")),
        ({"experimental": True, "secret": "s", "seen": False}, (400, "parameter_invalid")),
        ({"experimental": True, "secret": "s", "seen": True}, (400, "parameter_not_found")),
        ({"experimental": True, "secret": "s", "seen": True, "admin_id": "5"}, (404, "admin_not_found")),
    ],
)
def test_a_wrong_mark(api: Api, number: str, body: object, problem: tuple[int, str]) -> None:
    """Recorded examples: forbidden, and a part that is not found."""
    (part,) = parts(api, number)
    path = f"/conversations/{number}/conversation_parts"
    assert api.put(f"{path}/{part['id']}", body, version="Preview").problem == problem
    if problem[0] != 403:
        assert api.put(f"{path}/5", body, version="Preview").problem == (404, "not_found")
        assert api.put("/conversations/5/conversation_parts/5", body, version="Preview").problem == (404, "not_found")


def test_tags_come_and_go(api: Api, number: str) -> None:
    """Recorded examples: who applied it, and when; conversation and tag not found."""
    tag_id = api.post("/tags", {"name": "VIP"}).body["id"]
    path = f"/conversations/{number}/tags"
    applied = {"type": "tag", "id": tag_id, "name": "VIP", "applied_at": START,
               "applied_by": {"type": "admin", "id": ADA}}  # fmt: skip
    assert api.post(path, {"id": int(tag_id), "admin_id": ADA}).body == applied
    assert shown(api, number)["tags"]["tags"] == [applied]
    by = {"admin_id": CIARAN}
    assert api.call("DELETE", f"{path}/{tag_id}").problem == (400, "parameter_not_found")
    assert api.call("DELETE", f"{path}/{tag_id}", by).body == applied
    assert shown(api, number)["tags"]["tags"] == []
    for result in (
        api.call("DELETE", f"{path}/{tag_id}", by), api.call("DELETE", f"{path}/99", by),
        api.post(path, {"id": "99", **by}), api.post(path, by),
    ):  # fmt: skip
        assert (result.problem, result.message) == ((404, "tag_not_found"), "Tag not found")
    missing = [api.post("/conversations/5/tags", {"id": tag_id, **by})]
    missing.append(api.call("DELETE", f"/conversations/5/tags/{tag_id}", by))
    assert [(each.problem, each.message) for each in missing] == [((404, "not_found"), "Conversation not found")] * 2
    assert api.post(path, {"id": tag_id}).problem == (400, "parameter_not_found")


def test_who_handled_it_when(api: Api, number: str) -> None:
    """Recorded example; an admin who left has no name any more."""
    path = f"/conversations/{number}/handling_events"
    assert api.get(path).body == {"handling_events": []}
    api.simulator.handle_conversation(number, "paused", "Away")
    api.clock.time += 600
    api.simulator.handle_conversation(number, "resumed")
    teammate = {"type": "admin", "id": 991267459, "name": "Ciaran Lee", "email": "ciaran@example.com"}
    events = [
        {"teammate": teammate, "type": "paused", "timestamp": "2023-11-14T22:13:20Z", "reason": "Away"},
        {"teammate": teammate, "type": "resumed", "timestamp": "2023-11-14T22:23:20Z"},
    ]
    assert api.get(path, version="2.15").body == {"handling_events": events}
    api.simulator.world.admins = api.simulator.world.admins[1:]
    gone = api.get(path).body["handling_events"][0]["teammate"]
    assert gone == {"type": "admin", "id": 991267459, "name": "", "email": None}
    assert api.get("/conversations/5/handling_events").problem == (404, "not_found")


def test_what_was_said_aside(api: Api, number: str) -> None:
    """behaviour.md 3: pages that have numbers and no link."""
    sides = [api.simulator.add_side_conversation(number, f"Note {n}") for n in range(3)]
    path = f"/conversations/{number}/side_conversations"
    body = api.get(f"{path}?per_page=2").body
    assert (body["type"], body["total_count"]) == ("side_conversation.list", 3)
    assert body["pages"] == {"type": "pages", "page": 1, "per_page": 2, "total_pages": 2}
    found = body["side_conversations"] + api.get(f"{path}?per_page=2&page=2").body["side_conversations"]
    assert [each["side_conversation_id"] for each in found] == sides
    (part,) = found[0]["conversation_parts"]
    assert (part["part_type"], part["body"], part["author"]["id"]) == ("comment", "<p>Note 0</p>", CIARAN)
    assert found[0]["total_count"] == 1
    assert api.get(f"{path}?per_page=51").problem == (400, "parameter_invalid")
    assert api.get("/conversations/5/side_conversations").problem == (404, "not_found")


def test_through_the_client() -> None:
    """The two readings of the API agree."""

    async def main() -> None:
        transport = simulated(1)
        async with client(transport) as intercom:
            service = intercom.conversations
            (person,) = await intercom.contacts.list().collect()
            sender = Correspondent(type="user", id=person.id)
            numbers = [
                (await service.create(NewConversation(sender=sender, body=f"Number {n}"))).conversation_id or ""
                for n in range(3)
            ]
            tag = await intercom.tags.create_or_update(name="VIP")
            assert (await service.attach_tag(numbers[0], tag.id, admin_id=CIARAN)).name == "VIP"
            found = await service.retrieve(numbers[0])
            assert found.tags is not None
            assert found.source is not None
            assert [each.id for each in found.tags.tags or ()] == [tag.id]
            redacted = await service.redact(numbers[0], source_id=found.source.id or "")
            assert redacted.source is not None
            assert redacted.source.redacted
            assert (await service.merge(numbers[1], merge_into_conversation_id=numbers[0])).id == numbers[0]
            assert (await service.convert(numbers[0], ticket_type_id=1)).id == numbers[0]
            for n in range(3):
                transport.simulator.add_side_conversation(numbers[2], f"Note {n}")
            transport.simulator.handle_conversation(numbers[2], "paused")
            sides = await service.list_side_conversations(numbers[2], per_page=1).collect()
            assert len({each.side_conversation_id for each in sides}) == 3
            (event,) = await service.list_handling_events(numbers[2]).collect()
            assert (event.type, event.teammate and event.teammate.id) == ("paused", CIARAN)
            assert (await service.detach_tag(numbers[0], tag.id, admin_id=CIARAN)).id == tag.id
            for number in numbers[1:]:
                assert (await service.delete(number, retain_metrics=False)).deleted
            gone = [each async for each in service.list_deleted(order="asc", per_page=1)]
            assert [(each.id, each.metrics_retained) for each in gone] == [(each, False) for each in numbers[1:]]
            with pytest.raises(NotFoundError):
                await service.retrieve(numbers[1])

    run(main())
