"""Tickets: the exact request of every method in every version, and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Call, Case, Wire, check, each

from intercom_async import Intercom
from intercom_async.models.attachments import AttachmentFile
from intercom_async.models.common import DeletedObject
from intercom_async.models.conversations import Conversation
from intercom_async.models.jobs import JobStatus
from intercom_async.models.replies import ContactReply, QuickReply
from intercom_async.models.tags import Tag
from intercom_async.models.ticket_types import TicketState
from intercom_async.models.tickets import (
    AdminTicketReply,
    NewTicket,
    Ticket,
    TicketAssignment,
    TicketChanges,
    TicketPart,
    TicketParticipant,
)
from intercom_async.query import F

ALL = ("2.9", "2.10", "2.11", "2.12", "2.13", "2.14", "2.15", "2.16", "2.17", "Preview")
FROM_10, FROM_11, FROM_13, FROM_14, FROM_16 = (ALL[ALL.index(f"2.{minor}") :] for minor in (10, 11, 13, 14, 16))
STATE = {"type": "ticket_state", "id": "2", "category": "in_progress", "internal_label": "In progress"}
BODY = {"type": "ticket", "id": "7", "ticket_id": "31", "ticket_state": STATE, "admin_assignee_id": 0}
FOUND = {"id": "7", "ticket_id": "31", "state_category": "in_progress", "admin_assignee_id": "0"}
PART = {
    "type": "ticket_part",
    "id": "9",
    "part_type": "note",
    "body": "<p>Hm</p>",
    "author": {"type": "admin", "id": 1},
}
CONVERSATION = {"type": "conversation", "id": "204"}
TAG = {"type": "tag", "id": "3", "name": "vip", "applied_at": 1663597223}
JOB = {"type": "job", "id": "20", "status": "pending", "url": "https://x.test/jobs/status/20", "resource_id": None}
WHO = (TicketParticipant(email="ada@x.test"),)
PLAIN = NewTicket(ticket_type_id=5, contacts=WHO, ticket_attributes={"_default_title_": "Help"}, company_id="c1")
PLAIN_BODY = {
    "ticket_type_id": 5,
    "contacts": [{"email": "ada@x.test"}],
    "ticket_attributes": {"_default_title_": "Help"},
    "company_id": "c1",
}
FULL = NewTicket(
    ticket_type_id=5,
    contacts=[TicketParticipant(id="u1")],
    created_at=datetime(2023, 11, 14, tzinfo=UTC),
    skip_notifications=True,
    conversation_to_link_id=204,
    assignment=TicketAssignment(admin_assignee_id=1, team_assignee_id="2"),
)
FULL_BODY = {
    "ticket_type_id": 5,
    "contacts": [{"id": "u1"}],
    "created_at": 1699920000,
    "skip_notifications": True,
    "conversation_to_link_id": 204,
    "assignment": {"admin_assignee_id": 1, "team_assignee_id": "2"},
}


def updated(name: str, changes: TicketChanges, body: dict[str, Any], *versions: str) -> Case:
    """Return what changes send."""
    asked = Asked("PUT", "/tickets/7", {}, body)
    return Case(name, lambda c: c.tickets.update(7, changes), asked, BODY, FOUND, Ticket, versions)


def replied(name: str, reply: AdminTicketReply | ContactReply, body: dict[str, Any], *versions: str) -> Case:
    """Return what a reply sends."""
    asked, found = Asked("POST", "/tickets/7/reply", {}, body), {"id": "9", "body": "<p>Hm</p>", "author.id": "1"}
    return Case(name, lambda c: c.tickets.reply("7", reply), asked, PART, found, TicketPart, versions)


@each(
    Case("create", lambda c: c.tickets.create(PLAIN), Asked("POST", "/tickets", {}, PLAIN_BODY), BODY, FOUND, Ticket,
         ALL),
    Case("create with all", lambda c: c.tickets.create(FULL), Asked("POST", "/tickets", {}, FULL_BODY), BODY, FOUND,
         Ticket, FROM_14),
    Case("enqueue", lambda c: c.tickets.enqueue(FULL), Asked("POST", "/tickets/enqueue", {}, FULL_BODY), JOB,
         {"id": "20", "status": "pending", "resource_id": None}, JobStatus, FROM_14),
    Case("job", lambda c: c.jobs.retrieve_status(20), Asked("GET", "/jobs/status/20"),
         {**JOB, "status": "success", "resource_id": 7}, {"status": "success", "resource_id": "7"}, JobStatus, FROM_14),
    Case("retrieve", lambda c: c.tickets.retrieve(7), Asked("GET", "/tickets/7"), BODY, FOUND, Ticket, ALL),
    Case("delete", lambda c: c.tickets.delete("7"), Asked("DELETE", "/tickets/7"),
         {"id": "7", "object": "ticket", "deleted": True}, {"id": "7", "deleted": True}, DeletedObject, FROM_13),
    Case("change type",
         lambda c: c.tickets.change_type("7", ticket_type_id=8, ticket_state_id="2", ticket_attributes={"a": 1}),
         Asked("POST", "/tickets/7/change_type", {},
               {"ticket_type_id": 8, "ticket_state_id": "2", "ticket_attributes": {"a": 1}}),
         {**BODY, "ticket_state": "submitted"}, {"state_category": "submitted"}, Ticket, FROM_16),
    Case("link", lambda c: c.tickets.link_conversation(7, 204),
         Asked("POST", "/tickets/7/linked_conversations", {}, {"conversation_id": 204}), CONVERSATION, {"id": "204"},
         Conversation, FROM_16),
    Case("unlink", lambda c: c.tickets.unlink_conversation(7, 204),
         Asked("DELETE", "/tickets/7/linked_conversations/204"), CONVERSATION, {"id": "204"}, Conversation, FROM_16),
    Case("tag", lambda c: c.tickets.attach_tag(7, 3, admin_id=1),
         Asked("POST", "/tickets/7/tags", {}, {"id": 3, "admin_id": 1}), TAG, {"name": "vip"}, Tag, FROM_10),
    Case("untag", lambda c: c.tickets.detach_tag("7", "3", admin_id="1"),
         Asked("DELETE", "/tickets/7/tags/3", {}, {"admin_id": "1"}), TAG, {"name": "vip"}, Tag, FROM_10),
    updated("state by its name", TicketChanges(state="resolved", is_shared=True),
            {"state": "resolved", "is_shared": True}, "2.9", "2.10", "2.11"),
    updated("state by its id", TicketChanges(ticket_state_id=2, company_id=None),
            {"ticket_state_id": 2, "company_id": None}, *ALL[3:]),
    updated("open", TicketChanges(open=True, snoozed_until=1673609604), {"open": True, "snoozed_until": 1673609604},
            *ALL),
    updated("assignment inside", TicketChanges(admin_id="1", assignee_id=2),
            {"assignment": {"admin_id": "1", "assignee_id": 2}}, *ALL[:5]),
    updated("assignment, with the admin as a number", TicketChanges(admin_id="1", assignee_id="2"),
            {"admin_id": 1, "assignee_id": "2"}, *FROM_14),
    updated("attributes", TicketChanges(ticket_attributes={"a": None}), {"ticket_attributes": {"a": None}}, *ALL),
    replied("a note", AdminTicketReply(admin_id=1, message_type="note", body="Hm"),
            {"type": "admin", "admin_id": 1, "message_type": "note", "body": "Hm"}, *ALL),
    replied("a note elsewhere, too",
            AdminTicketReply(admin_id=1, message_type="note", body="Hm", cross_post=True, attachment_urls=["https://x"]),
            {"type": "admin", "admin_id": 1, "message_type": "note", "body": "Hm", "cross_post": True,
             "attachment_urls": ["https://x"]}, *FROM_10),
    replied("quick replies",
            AdminTicketReply(admin_id=1, message_type="quick_reply", reply_options=[QuickReply(text="Yes", uuid="u")]),
            {"type": "admin", "admin_id": 1, "message_type": "quick_reply",
             "reply_options": [{"text": "Yes", "uuid": "u"}]}, *FROM_10),
    replied("a file", AdminTicketReply(admin_id=1, body="Hm", attachment_files=[
                AttachmentFile.from_bytes(b"hi", name="a.txt")]),
            {"type": "admin", "admin_id": 1, "message_type": "comment", "body": "Hm",
             "attachment_files": [{"name": "a.txt", "content_type": "text/plain", "data": "aGk="}]}, *FROM_16),
    replied("a contact's", ContactReply(email="ada@x.test", body="Hm"),
            {"type": "user", "email": "ada@x.test", "message_type": "comment", "body": "Hm"}, *FROM_10),
    replied("of an earlier time", ContactReply(user_id="u", body="Hm", created_at=5),
            {"type": "user", "user_id": "u", "message_type": "comment", "body": "Hm", "created_at": 5}, *FROM_11),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


NOTE = AdminTicketReply(admin_id=1, message_type="note", body="Hm")


async def test_nobody_is_told_of_a_reply_that_says_so() -> None:
    wire = Wire(PART)
    await wire.run(lambda c: c.tickets.reply("7", NOTE, skip_notifications=True))
    assert wire.asked[0].body == {
        "type": "admin", "admin_id": 1, "message_type": "note", "body": "Hm", "skip_notifications": True,
    }  # fmt: skip


def made(**fields: Any) -> Call:
    return lambda c: c.tickets.create(NewTicket(ticket_type_id=5, contacts=WHO, **fields))


def changed(**fields: Any) -> Call:
    return lambda c: c.tickets.update("7", TicketChanges(**fields))


def answered(reply: AdminTicketReply | ContactReply, **options: Any) -> Call:
    return lambda c: c.tickets.reply("7", reply, **options)


ANSWER = AdminTicketReply(admin_id=1, body="Hm")


@pytest.mark.parametrize(
    ("call", "version", "reason"),
    [
        (made(created_at=5), "2.10", "tickets.create: created_at came with 2.11, this is 2.10"),
        (made(skip_notifications=True), "2.12", "tickets.create: skip_notifications came with 2.13, this is 2.12"),
        (made(conversation_to_link_id=1), "2.13", "conversation_to_link_id came with 2.14"),
        (made(assignment=TicketAssignment()), "2.13", "assignment came with 2.14"),
        (changed(state="resolved"), "2.12", "state ended with 2.11, this is 2.12: give ticket_state_id"),
        (changed(ticket_state_id=1), "2.11", "tickets.update: ticket_state_id came with 2.12, this is 2.11"),
        (changed(company_id=1), "2.11", "company_id came with 2.12"),
        (changed(skip_notifications=False), "2.12", "skip_notifications came with 2.13"),
        (answered(ANSWER), "2.9", "in 2.9 only notes of teammates: other replies came with 2.10"),
        (answered(ContactReply(email="a@b.c", body="Hm")), "2.9", "other replies came with 2.10"),
        (answered(NOTE, skip_notifications=True), "2.12", "tickets.reply: skip_notifications came with 2.13"),
        (answered(AdminTicketReply(admin_id=1, body="Hm", attachment_files=[])), "2.15",
         "attachment_files came with 2.16"),
        (answered(AdminTicketReply(admin_id=1)), "2.16", "message_type 'comment' needs body"),
        (answered(AdminTicketReply(admin_id=1, message_type="quick_reply")), "2.16", "needs reply_options"),
        (lambda c: c.tickets.create(NewTicket(ticket_type_id=5, contacts=[TicketParticipant(id="1", email="a@b.c")])),
         "2.16", "give exactly one of id, external_id, email"),
        (lambda c: c.tickets.search({"operator": "AND", "value": [{}] * 16}), "2.16", "at most 15 filters"),
    ],
)  # fmt: skip
async def test_what_the_version_does_not_take_is_refused_before_sending(call: Call, version: str, reason: str) -> None:
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=reason):
        await call(wire.client)
    assert wire.asked == []


async def test_a_search_asks_for_page_after_page() -> None:
    """As contacts are searched: by filter or mapping, sorted, the largest pages unless told."""
    page = {"type": "pages", "next": {"page": 2, "starting_after": "c1"}, "page": 1, "per_page": 1, "total_pages": 2}
    last = {"type": "ticket.list", "tickets": [{**BODY, "id": "8"}], "total_count": 2, "pages": {"type": "pages"}}
    wire = Wire({"type": "ticket.list", "tickets": [BODY], "total_count": 2, "pages": page}, last)

    def call(client: Intercom) -> Any:
        return client.tickets.search(F.category == "task", sort_by="created_at", order="ascending", per_page=1)

    assert [ticket.id for ticket in await wire.run(call)] == ["7", "8"]
    query = {"field": "category", "operator": "=", "value": "task"}
    asked = {"query": query, "sort": {"field": "created_at", "order": "ascending"}}
    assert wire.asked == [
        Asked("POST", "/tickets/search", {}, {**asked, "pagination": {"per_page": 1}}),
        Asked("POST", "/tickets/search", {}, {**asked, "pagination": {"per_page": 1, "starting_after": "c1"}}),
    ]


async def test_a_plain_search_sorts_by_nothing() -> None:
    wire = Wire({"type": "ticket.list", "tickets": []}, version="2.10")
    assert await wire.run(lambda c: c.tickets.search(F.open == True)) == []  # noqa: E712 - a filter
    assert set(wire.asked[0].body or ()) == {"query", "pagination"}


async def test_a_ticket_shows_its_state_whatever_the_version() -> None:
    """Text until 2.11 and an object since; parts have text in every version."""
    update = {"attribute": {"type": "attribute", "id": "1", "label": "Photo"},
              "value": {"type": "value", "id": [2], "label": ["photo.png"]}}  # fmt: skip
    parts = {"type": "ticket_part.list", "total_count": 1, "ticket_parts": [
        {**PART, "ticket_state": "resolved", "previous_ticket_state": "submitted", "updated_attribute_data": update}
    ]}  # fmt: skip
    early = {**BODY, "ticket_state": "resolved", "ticket_state_internal_label": "Done", "ticket_parts": parts,
             "contacts": {"type": "contact.list", "contacts": [{"id": "u1", "role": "lead"}]}}  # fmt: skip
    wire = Wire(early, BODY, {"type": "ticket", "id": "7"}, version="2.9")
    before, after, bare = [await wire.client.tickets.retrieve("7") for _ in range(3)]
    assert (before.ticket_state, before.state_category) == ("resolved", "resolved")
    assert isinstance(after.ticket_state, TicketState)
    assert (after.state_category, after.ticket_state.internal_label) == ("in_progress", "In progress")
    assert bare.state_category is None
    (person,) = before.contacts.contacts
    assert (person.id, person.role) == ("u1", "lead")
    (part,) = before.ticket_parts.ticket_parts
    assert (part.ticket_state, part.previous_ticket_state) == ("resolved", "submitted")
    assert part.updated_attribute_data.value.label == ["photo.png"]
