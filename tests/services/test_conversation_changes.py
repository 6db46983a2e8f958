"""What 2.x does with conversations: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, cursors, each, links, refused

from intercom_async import F
from intercom_async.models.common import DeletedObject
from intercom_async.models.conversation_events import DeletedConversation, HandlingEvent, SideConversation
from intercom_async.models.conversation_parts import ConversationPart
from intercom_async.models.conversations import Conversation
from intercom_async.models.messages import Correspondent, Message
from intercom_async.models.new_conversations import NewConversation
from intercom_async.models.tags import Tag
from intercom_async.models.tickets import Ticket

NEW = ("2.16", "Preview")
HERE = "/conversations/33"
CONVERSATION = {"type": "conversation", "id": "33", "admin_assignee_id": 0, "priority": "none"}
VIP = {"type": "tag", "id": "7", "name": "vip", "applied_at": 1_663_597_223, "applied_by": {"type": "admin", "id": "9"}}
MESSAGE = {"type": "user_message", "id": "4", "created_at": 1, "body": "Hi", "message_type": "inapp",
           "conversation_id": "33"}  # fmt: skip
PART = {"type": "conversation_part", "id": "5", "part_type": "comment", "author": {"type": "admin", "id": "9"}}
EVENT = {"teammate": {"type": "admin", "id": 9, "name": "Ada", "email": "ada@x.test"}, "type": "paused",
         "timestamp": "2026-01-09T09:00:00Z", "reason": "Away"}  # fmt: skip
SIDE = {"side_conversation_id": "6", "conversation_parts": [PART], "total_count": 1}
ADA = Correspondent(type="user", id="u1")


@each(
    Case("create", lambda c: c.conversations.create(NewConversation(sender=ADA, body="Hi")),
         Asked("POST", "/conversations", {}, {"from": {"type": "user", "id": "u1"}, "body": "Hi"}), MESSAGE,
         {"conversation_id": "33", "type": "user_message"}, Message, ("2.0", "2.7", *NEW)),
    Case("create with everything",
         lambda c: c.conversations.create(NewConversation(
             sender=Correspondent(type="contact", user_id="v1"), body="Hi", subject="Hey", brand_id=3,
             attachment_urls=["https://x.test/a.png"], created_at=datetime(2024, 1, 1, tzinfo=UTC))),
         Asked("POST", "/conversations", {}, {
             "from": {"type": "contact", "user_id": "v1"}, "body": "Hi", "subject": "Hey", "brand_id": 3,
             "attachment_urls": ["https://x.test/a.png"], "created_at": 1_704_067_200}),
         MESSAGE, {"id": "4"}, Message, NEW),
    Case("leads from 2.6 on",
         lambda c: c.conversations.create(NewConversation(sender=Correspondent(type="lead", id="l1"), body="Hi")),
         Asked("POST", "/conversations", {}, {"from": {"type": "lead", "id": "l1"}, "body": "Hi"}), MESSAGE,
         {"id": "4"}, Message, ("2.6", "2.16")),
    Case("leads until 2.5",
         lambda c: c.conversations.create(NewConversation(sender=Correspondent(type="lead", id="l1"), body="Hi")),
         Asked("POST", "/conversations", {}, {"from": {"type": "contact", "id": "l1"}, "body": "Hi"}), MESSAGE,
         {"id": "4"}, Message, ("2.0", "2.5")),
    Case("delete", lambda c: c.conversations.delete(33), Asked("DELETE", HERE),
         {"id": "33", "object": "conversation", "deleted": True}, {"id": "33", "deleted": True}, DeletedObject,
         ("2.13", *NEW)),
    Case("delete with its metrics", lambda c: c.conversations.delete("33", retain_metrics=False),
         Asked("DELETE", HERE, {"retain_metrics": "false"}), {"id": "33", "object": "conversation", "deleted": True},
         {"object": "conversation"}, DeletedObject, NEW),
    Case("convert", lambda c: c.conversations.convert(33, ticket_type_id=8, attributes={"_default_title_": "x"}),
         Asked("POST", f"{HERE}/convert", {}, {"ticket_type_id": 8, "attributes": {"_default_title_": "x"}}),
         {"type": "ticket", "id": "33", "ticket_id": "2"}, {"ticket_id": "2"}, Ticket, ("2.10", *NEW)),
    Case("convert to a state", lambda c: c.conversations.convert(33, ticket_type_id="8", ticket_state_id="9"),
         Asked("POST", f"{HERE}/convert", {}, {"ticket_type_id": "8", "ticket_state_id": "9"}),
         {"type": "ticket", "id": "33"}, {"id": "33"}, Ticket, NEW),
    Case("merge", lambda c: c.conversations.merge(33, merge_into_conversation_id=34),
         Asked("POST", f"{HERE}/merge", {}, {"merge_into_conversation_id": 34}), {**CONVERSATION, "id": "34"},
         {"id": "34", "admin_assignee_id": "0"}, Conversation, NEW),
    Case("merge into one of an answer", lambda c: c.conversations.merge("33", merge_into_conversation_id="34"),
         Asked("POST", f"{HERE}/merge", {}, {"merge_into_conversation_id": 34}), CONVERSATION, {"id": "33"},
         Conversation, NEW),
    Case("handling events", lambda c: c.conversations.list_handling_events(33),
         Asked("GET", f"{HERE}/handling_events"), {"handling_events": [EVENT]},
         {"type": "paused", "teammate.id": "9", "timestamp": "2026-01-09T09:00:00Z", "reason": "Away"},
         HandlingEvent, ("2.15", *NEW)),
    Case("redact a part", lambda c: c.conversations.redact(33, conversation_part_id=5),
         Asked("POST", "/conversations/redact", {},
               {"type": "conversation_part", "conversation_id": 33, "conversation_part_id": 5}), CONVERSATION,
         {"id": "33"}, Conversation, ("2.2", *NEW)),
    Case("redact the source", lambda c: c.conversations.redact("33", source_id="4"),
         Asked("POST", "/conversations/redact", {}, {"type": "source", "conversation_id": "33", "source_id": "4"}),
         CONVERSATION, {"id": "33"}, Conversation, ("2.7", *NEW)),
    Case("what became of a part",
         lambda c: c.conversations.update_part(33, 5, secret="s", send_state="sent", info_message="It is there"),
         Asked("PUT", f"{HERE}/conversation_parts/5", {},
               {"send_state": "sent", "info_message": "It is there", "experimental": True, "secret": "s"}),
         {**PART, "external_reply_send_state": "sent"}, {"external_reply_send_state": "sent"}, ConversationPart,
         ("Preview",)),
    Case("who saw a part", lambda c: c.conversations.update_part(33, 5, secret="s", seen=True, admin_id=9),
         Asked("PUT", f"{HERE}/conversation_parts/5", {},
               {"seen": True, "admin_id": 9, "experimental": True, "secret": "s"}),
         {**PART, "seen_state": {"admin_seen": True}}, {"seen_state": {"admin_seen": True}}, ConversationPart,
         ("Preview",)),
    Case("attach_tag", lambda c: c.conversations.attach_tag(33, 7, admin_id=9),
         Asked("POST", f"{HERE}/tags", {}, {"id": 7, "admin_id": 9}), VIP,
         {"name": "vip", "applied_at": datetime.fromtimestamp(1_663_597_223, UTC), "applied_by.id": "9"}, Tag,
         ("2.0", *NEW)),
    Case("detach_tag", lambda c: c.conversations.detach_tag(33, "7", admin_id="9"),
         Asked("DELETE", f"{HERE}/tags/7", {}, {"admin_id": "9"}), VIP, {"id": "7"}, Tag, ("2.0", *NEW)),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_a_search_goes_on_by_its_cursor() -> None:
    pages = cursors([{**CONVERSATION, "id": "1"}], [{**CONVERSATION, "id": "2"}])
    wire = Wire(*({**page, "conversations": page.pop("data")} for page in pages))
    found = await wire.run(
        lambda c: c.conversations.search(
            (F.open == True) & F.tag_ids.is_in(["7"]), sort_by="created_at", order="ascending",  # noqa: E712 - a filter
            include_monitors=True, include_scorecards=False, per_page=1,
        )
    )  # fmt: skip
    assert [each.id for each in found] == ["1", "2"]
    query = {"operator": "AND", "value": [{"field": "open", "operator": "=", "value": True},
                                          {"field": "tag_ids", "operator": "IN", "value": ["7"]}]}  # fmt: skip
    asked = {"query": query, "sort": {"field": "created_at", "order": "ascending"}}
    included = {"include_monitors": "true", "include_scorecards": "false"}
    assert wire.asked == [
        Asked("POST", "/conversations/search", included, {**asked, "pagination": {"per_page": 1}}),
        Asked("POST", "/conversations/search", included,
              {**asked, "pagination": {"per_page": 1, "starting_after": "c1"}}),
    ]  # fmt: skip


@pytest.mark.parametrize("version", ["2.0", "2.7", "2.16", "Preview"])
async def test_a_search_may_be_a_mapping(version: str) -> None:
    wire = Wire({"type": "conversation.list", "conversations": [CONVERSATION], "pages": {}}, version=version)
    query = {"field": "id", "operator": "=", "value": "33"}
    (found,) = await wire.run(lambda c: c.conversations.search(query))
    assert found.id == "33"
    assert wire.asked == [Asked("POST", "/conversations/search", {}, {"query": query, "pagination": {"per_page": 150}})]


async def test_deleted_conversations_go_on_by_links() -> None:
    deleted = [{"type": "conversation", "id": n, "metrics_retained": n == "1", "deleted_at": 60} for n in "12"]
    path = "/conversations/deleted"
    wire = Wire(*links(path, "conversations", deleted[:1], deleted[1:], per_page=1, order="asc"))
    found = await wire.run(lambda c: c.conversations.list_deleted(order="asc", per_page=1))
    assert [(type(each), each.id, each.metrics_retained, each.deleted_at) for each in found] == [
        (DeletedConversation, "1", True, datetime.fromtimestamp(60, UTC)),
        (DeletedConversation, "2", False, datetime.fromtimestamp(60, UTC)),
    ]
    assert wire.asked == [
        Asked("GET", path, {"order": "asc", "per_page": "1"}),
        Asked("GET", path, {"order": "asc", "per_page": "1", "page": "2"}),
    ]


async def test_side_conversations_go_on_by_numbers() -> None:
    """Their pages have no link."""

    def page(number: int) -> dict[str, Any]:
        pages = {"type": "pages", "page": number, "per_page": 1, "total_pages": 2}
        return {"type": "side_conversation.list", "side_conversations": [SIDE], "total_count": 2, "pages": pages}

    wire = Wire(page(1), page(2))
    found = await wire.run(lambda c: c.conversations.list_side_conversations(33, per_page=1))
    assert [type(each) for each in found] == [SideConversation] * 2
    assert [part.id for each in found for part in each.conversation_parts or ()] == ["5", "5"]
    path = f"{HERE}/side_conversations"
    assert wire.asked == [Asked("GET", path, {"per_page": "1"}), Asked("GET", path, {"per_page": "1", "page": "2"})]


@pytest.mark.parametrize(
    ("version", "call", "message"),
    [
        ("2.15", lambda c: c.conversations.search({}, include_monitors=True), "include_monitors came with 2.16"),
        ("2.16", lambda c: c.conversations.list(include_scorecards=True), "include_scorecards came with Preview"),
        ("2.13", lambda c: c.conversations.retrieve(33, include_translations=True),
         "include_translations came with 2.14"),
        ("2.16", lambda c: c.conversations.retrieve(33, include_monitors=True, include_email_history=True),
         "include_email_history and include_monitors came with Preview"),
        ("2.15", lambda c: c.conversations.delete(33, retain_metrics=False), "retain_metrics came with 2.16"),
        ("2.15", lambda c: c.conversations.convert(33, ticket_type_id=1, ticket_state_id=2),
         "ticket_state_id came with 2.16"),
        ("2.10", lambda c: c.conversations.create(NewConversation(sender=ADA, body="x", created_at=1)),
         "created_at came with 2.11"),
        ("2.15", lambda c: c.conversations.create(NewConversation(sender=ADA, body="x", brand_id=1)),
         "brand_id came with 2.16"),
        ("2.16", lambda c: c.conversations.redact(33), "exactly one of conversation_part_id, source_id"),
        ("2.16", lambda c: c.conversations.redact(33, conversation_part_id=5, source_id=4),
         "exactly one of conversation_part_id, source_id"),
        ("Preview", lambda c: c.conversations.update_part(33, 5, secret="s"), "exactly one of send_state, seen"),
        ("Preview", lambda c: c.conversations.update_part(33, 5, secret="s", send_state="sent"),
         "send_state goes with info_message, and without admin_id"),
        ("Preview", lambda c: c.conversations.update_part(33, 5, secret="s", seen=True, admin_id=9, info_message="x"),
         "seen goes with admin_id, and without info_message"),
    ],
)  # fmt: skip
async def test_what_intercom_would_refuse_or_ignore_is_not_sent(version: str, call: Any, message: str) -> None:
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=message):
        await wire.run(call)
    assert wire.asked == []


@pytest.mark.parametrize(
    ("call", "version", "since"),
    [
        (lambda c: c.conversations.search({}), "1.4", "2.0"),
        (lambda c: c.conversations.delete(33), "2.12", "2.13"),
        (lambda c: c.conversations.convert(33, ticket_type_id=1), "2.9", "2.10"),
        (lambda c: c.conversations.merge(33, merge_into_conversation_id=34), "2.15", "2.16"),
        (lambda c: c.conversations.list_handling_events(33), "2.14", "2.15"),
        (lambda c: c.conversations.redact(33, source_id=4), "2.1", "2.2"),
        (lambda c: c.conversations.update_part(33, 5, secret="s", seen=True, admin_id=9), "2.16", "Preview"),
    ],
)
async def test_a_version_without_it_refuses_before_sending(call: Any, version: str, since: str) -> None:
    assert str((await refused(call, version)).since) == since
