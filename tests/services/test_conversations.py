"""Conversations: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, refused

from intercom_async import UNSET
from intercom_async.errors import OutcomeUnknownError, PermissionDeniedError, ServerError
from intercom_async.models.attachments import AttachmentFile
from intercom_async.models.common import Reference
from intercom_async.models.conversation_people import (
    AdminReference,
    ContactReference,
    ConversationCustomers,
    LeadReference,
    NobodyReference,
    TeamReference,
    UserReference,
)
from intercom_async.models.conversations import Conversation, ConversationChanges
from intercom_async.models.replies import AdminReply, ContactReply, Customer, QuickReply
from intercom_async.transports.memory import json_response

ANY_1 = ("1.0", "1.1", "1.2", "1.3", "1.4")
ANY_2 = ("2.0", "2.5", "2.6", "2.16", "Preview")
ANY = (*ANY_1, *ANY_2)
AT = datetime(2024, 5, 6, tzinfo=UTC)
FIELDS = {"id": "33", "state": "open", "source.author.type": "user"}
ADA = {"type": "user", "id": "u1"}


def conversation(number: int = 33, **fields: object) -> dict[str, Any]:
    """Return a conversation."""
    source = {"type": "conversation", "id": "s1", "author": {**ADA, "name": "Ada", "email": "a@x.test"}}
    return {"type": "conversation", "id": str(number), "state": "open", "source": source, **fields}


REPLY = "/conversations/33/reply"
PARTS = "/conversations/33/parts"
EMAIL = Customer(email="a+b@x.test")
HELLO = AdminReply(admin_id=9, body="Hello")
SAID = {"type": "admin", "admin_id": 9, "message_type": "comment", "body": "Hello"}
FILE = AttachmentFile(name="a.txt", content_type="text/plain", data="aGk=")
YES = QuickReply(text="Yes", uuid="a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb")


def managed(line: str, call: Any, body: dict[str, Any], *, early: dict[str, Any] | None = None) -> list[Case]:
    """Return what a call sends in 1.x, where it is a reply, and from 2.0 on."""
    sent = body if early is None else early
    return [
        Case(f"{line} in 1.x", call, Asked("POST", REPLY, {}, sent), conversation(), FIELDS, Conversation, ANY_1),
        Case(line, call, Asked("POST", PARTS, {}, body), conversation(), FIELDS, Conversation, ANY_2),
    ]


def replied(line: str, reply: Any, body: dict[str, Any], *versions: str) -> Case:
    """Return what a reply sends."""
    asked = Asked("POST", REPLY, {}, body)
    return Case(line, lambda c: c.conversations.reply(33, reply), asked, conversation(), FIELDS, Conversation, versions)


@each(
    Case("retrieve", lambda c: c.conversations.retrieve(33), Asked("GET", "/conversations/33"), conversation(), FIELDS,
         Conversation, ANY),
    Case("retrieve as text", lambda c: c.conversations.retrieve("33", display_as="plaintext"),
         Asked("GET", "/conversations/33", {"display_as": "plaintext"}), conversation(), FIELDS, Conversation, ANY),
    Case("retrieve with all there is",
         lambda c: c.conversations.retrieve("33", include_translations=True, include_email_history=True,
                                            include_monitors=True, include_scorecards=False),
         Asked("GET", "/conversations/33",
               {"include_translations": "true", "include_email_history": "true", "include_monitors": "true",
                "include_scorecards": "false"}),
         conversation(), FIELDS, Conversation, ("Preview",)),
    Case("mark_as_read", lambda c: c.conversations.mark_as_read("33"),
         Asked("PUT", "/conversations/33", {}, {"read": True}), conversation(read=True), {**FIELDS, "read": True},
         Conversation, ANY),
    Case("update",
         lambda c: c.conversations.update("33", ConversationChanges(read=False, custom_attributes={"plan": None})),
         Asked("PUT", "/conversations/33", {}, {"read": False, "custom_attributes": {"plan": None}}),
         conversation(custom_attributes={"plan": None}), {"custom_attributes": {"plan": None}}, Conversation,
         ("2.3", "2.16")),
    Case("update more",
         lambda c: c.conversations.update(
             "33", ConversationChanges(title="New", company_id=None, priority="high", admin_id=9),
             display_as="plaintext"),
         Asked("PUT", "/conversations/33", {"display_as": "plaintext"},
               {"title": "New", "company_id": None, "priority": "high", "admin_id": 9}),
         conversation(title="New", priority="high"), {"title": "New", "priority": "high"}, Conversation, ("Preview",)),
    replied("reply as an admin", HELLO, SAID, *ANY),
    replied("reply with a note", AdminReply(admin_id="9", message_type="note", body="<b>Psst</b>"),
            {"type": "admin", "admin_id": "9", "message_type": "note", "body": "<b>Psst</b>"}, "1.0", "2.16"),
    replied("reply as a user", ContactReply(intercom_user_id="u1", body="Hi", attachment_urls=["https://x.test/1"] * 5),
            {"type": "user", "intercom_user_id": "u1", "message_type": "comment", "body": "Hi",
             "attachment_urls": ["https://x.test/1"] * 5}, *ANY),
    replied("reply as a user by your id", ContactReply(user_id=7, body="Hi", created_at=AT),
            {"type": "user", "user_id": 7, "message_type": "comment", "body": "Hi", "created_at": 1714953600}, "2.16"),
    replied("reply with files",
            AdminReply(admin_id=9, body="Hi", attachment_urls=["https://x.test/1"] * 10, attachment_files=[FILE],
                       created_at=5, skip_notifications=True, skip_unsnooze=True),
            {"type": "admin", "admin_id": 9, "message_type": "comment", "body": "Hi",
             "attachment_urls": ["https://x.test/1"] * 10,
             "attachment_files": [{"name": "a.txt", "content_type": "text/plain", "data": "aGk="}],
             "created_at": 5, "skip_notifications": True, "skip_unsnooze": True}, "Preview"),
    replied("offer quick replies", AdminReply(admin_id=9, message_type="quick_reply", reply_options=[YES]),
            {"type": "admin", "admin_id": 9, "message_type": "quick_reply",
             "reply_options": [{"text": YES.text, "uuid": YES.uuid}]}, "2.14", "2.16"),
    replied("choose a quick reply",
            ContactReply(email="a@x.test", message_type="quick_reply", reply_options=(YES,), extra={"new": 1}),
            {"type": "user", "email": "a@x.test", "message_type": "quick_reply",
             "reply_options": [{"text": YES.text, "uuid": YES.uuid}], "new": 1}, "2.16"),
    replied("assign by a reply", AdminReply(admin_id=9, message_type="assignment", assignee_id=0),
            {"type": "admin", "admin_id": 9, "message_type": "assignment", "assignee_id": 0}, *ANY_1),
    replied("snooze by a reply", AdminReply(admin_id=9, message_type="snoozed", snoozed_until=AT),
            {"type": "admin", "admin_id": 9, "message_type": "snoozed", "snoozed_until": 1714953600}, "1.4"),
    replied("close by a reply", AdminReply(admin_id=9, message_type="close"),
            {"type": "admin", "admin_id": 9, "message_type": "close"}, "1.4"),
    Case("reply_to_last as an admin", lambda c: c.conversations.reply_to_last(HELLO, customer=EMAIL),
         Asked("POST", "/conversations/last/reply", {}, {**SAID, "email": "a+b@x.test"}), conversation(), FIELDS,
         Conversation, ANY),
    Case("reply_to_last as a user", lambda c: c.conversations.reply_to_last(ContactReply(user_id="7", body="Hi")),
         Asked("POST", "/conversations/last/reply", {},
               {"type": "user", "user_id": "7", "message_type": "comment", "body": "Hi"}),
         conversation(), FIELDS, Conversation, ANY),
    Case("reply_to_last, closing it",
         lambda c: c.conversations.reply_to_last(AdminReply(admin_id=9, message_type="close"),
                                                 customer=Customer(intercom_user_id="u1")),
         Asked("POST", "/conversations/last/reply", {},
               {"type": "admin", "admin_id": 9, "message_type": "close", "intercom_user_id": "u1"}),
         conversation(), FIELDS, Conversation, ANY_1),
    *managed("assign", lambda c: c.conversations.assign(33, admin_id=9, assignee_id="4", body="Over to you"),
             {"message_type": "assignment", "type": "admin", "admin_id": 9, "assignee_id": "4", "body": "Over to you"}),
    *managed("assign to a team", lambda c: c.conversations.assign(33, admin_id=9, assignee_id=5, assignee_type="team"),
             {"message_type": "assignment", "type": "team", "admin_id": 9, "assignee_id": 5},
             early={"message_type": "assignment", "type": "admin", "admin_id": 9, "assignee_id": 5}),
    *managed("close", lambda c: c.conversations.close("33", admin_id=9),
             {"message_type": "close", "type": "admin", "admin_id": 9}),
    *managed("close with a word", lambda c: c.conversations.close("33", admin_id="9", body="Bye"),
             {"message_type": "close", "type": "admin", "admin_id": "9", "body": "Bye"}),
    *managed("open", lambda c: c.conversations.open("33", admin_id=9), {"message_type": "open", "admin_id": 9},
             early={"message_type": "open", "type": "admin", "admin_id": 9}),
    *managed("snooze", lambda c: c.conversations.snooze("33", admin_id=9, snoozed_until=AT),
             {"message_type": "snoozed", "admin_id": 9, "snoozed_until": 1714953600},
             early={"message_type": "snoozed", "type": "admin", "admin_id": 9, "snoozed_until": 1714953600}),
    Case("run_assignment_rules", lambda c: c.conversations.run_assignment_rules("33"),
         Asked("POST", "/conversations/33/run_assignment_rules"), conversation(), FIELDS, Conversation,
         ("1.0", "1.4", "2.0", "2.11")),
    Case("attach_contact", lambda c: c.conversations.attach_contact("33", EMAIL, admin_id=9),
         Asked("POST", "/conversations/33/customers", {}, {"admin_id": 9, "customer": {"email": "a+b@x.test"}}),
         {"customers": [ADA]}, {"customers": (UserReference(id="u1"),)}, ConversationCustomers, ANY),
    Case("attach_contact on behalf of a user",
         lambda c: c.conversations.attach_contact("33", Customer(user_id="8"), by=Customer(user_id=7)),
         Asked("POST", "/conversations/33/customers", {}, {"user_id": 7, "customer": {"user_id": "8"}}),
         {"customers": [ADA, {"type": "lead", "id": "l1"}]},
         {"customers": (UserReference(id="u1"), LeadReference(id="l1"))}, ConversationCustomers, ANY),
    Case("detach_contact", lambda c: c.conversations.detach_contact("33", "u2", admin_id=9),
         Asked("DELETE", "/conversations/33/customers/u2", {}, {"admin_id": 9}), {"customers": [ADA]},
         {"customers": (UserReference(id="u1"),)}, ConversationCustomers, ANY),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(
    ("sent", "kind", "id_"),
    [
        ({"type": "admin", "id": 5}, AdminReference, "5"),
        ({"type": "team", "id": "6"}, TeamReference, "6"),
        ({"type": "nobody_admin", "id": None}, NobodyReference, None),
        ({"type": "bot", "id": "7"}, Reference, "7"),
        ({"type": None, "id": None}, Reference, None),
    ],
)
async def test_the_type_of_an_assignee_tells_its_class(sent: dict[str, Any], kind: type, id_: str | None) -> None:
    wire = Wire(conversation(assignee=sent), version="1.4")
    found = await wire.run(lambda c: c.conversations.retrieve("33"))
    assert (type(found.assignee), found.assignee.type, found.assignee.id) == (kind, sent["type"], id_)


async def test_people_are_told_apart_by_their_type_wherever_they_stand() -> None:
    people = [ADA, {"type": "lead", "id": "l1"}, {"type": "contact", "id": "c1", "external_id": "7"}]
    rating = {"rating": 5, "remark": "", "customer": people[1], "teammate": {"type": "admin", "id": 9}}
    body = conversation(user=people[0], customers=people, contacts={"contacts": people}, conversation_rating=rating)
    found = await Wire(body).run(lambda c: c.conversations.retrieve("33"))
    expected = (UserReference(id="u1"), LeadReference(id="l1"), ContactReference(id="c1", external_id="7"))
    assert found.user == expected[0]
    assert found.customers == found.contacts.contacts == expected
    assert found.conversation_rating.customer == expected[1]
    assert found.conversation_rating.teammate == AdminReference(id="9")


@pytest.mark.parametrize("sent", [64_654_125_776, None, UNSET])
async def test_an_instant_of_the_year_4018_means_that_nobody_waits(sent: int | None) -> None:
    """Old versions say so; it comes back as it was sent."""
    from intercom_async import to_dict

    body = conversation() if sent is UNSET else conversation(waiting_since=sent)
    found = await Wire(body, version="1.1").run(lambda c: c.conversations.retrieve("33"))
    assert found.waiting_since is None
    assert to_dict(found) == body


async def test_since_when_somebody_waits_is_told() -> None:
    found = await Wire(conversation(waiting_since=1714953600)).run(lambda c: c.conversations.retrieve("33"))
    assert found.waiting_since == AT
    assert Conversation(id="1", waiting_since=AT).waiting_since == AT


@pytest.mark.parametrize(
    ("call", "version", "instead"),
    [
        (lambda c: c.conversations.filter(admin_id=9), "2.0", "conversations.search"),
        (lambda c: c.conversations.update("33", ConversationChanges(read=True)), "1.4", "conversations.mark_as_read"),
        (lambda c: c.conversations.update("33", ConversationChanges(read=True)), "2.2", "conversations.mark_as_read"),
        (lambda c: c.conversations.run_assignment_rules("33"), "2.12", "conversations.assign"),
    ],
)
async def test_a_version_without_it_refuses_before_sending(call: Any, version: str, instead: str | None) -> None:
    assert (await refused(call, version)).instead == instead


NO_REPLY = AdminReply(admin_id=9)
MANY = ["https://x.test/1"] * 11


@pytest.mark.parametrize(
    ("call", "version", "told"),
    [
        (lambda c: c.conversations.reply("33", NO_REPLY), "1.4", "reply: message_type 'comment' needs body"),
        (lambda c: c.conversations.reply("33", ContactReply(email="a")), "2.16", "'comment' needs body"),
        (lambda c: c.conversations.reply("33", ContactReply(email="a", body=None)), "2.16", "'comment' needs body"),
        (
            lambda c: c.conversations.reply("33", AdminReply(admin_id=9, message_type="quick_reply")),
            "2.16", "message_type 'quick_reply' needs reply_options",
        ),
        (
            lambda c: c.conversations.reply("33", AdminReply(admin_id=9, message_type="assignment")),
            "1.4", "conversations.reply: message_type 'assignment' needs assignee_id",
        ),
        (
            lambda c: c.conversations.reply_to_last(AdminReply(admin_id=9, message_type="snoozed"), customer=EMAIL),
            "1.4", "conversations.reply_to_last: message_type 'snoozed' needs snoozed_until",
        ),
        (
            lambda c: c.conversations.reply("33", AdminReply(admin_id=9, message_type="close")),
            "2.0", "conversations.reply: message_type 'close' is of 1.x: call conversations.close in 2.0",
        ),
        (
            lambda c: c.conversations.reply_to_last(
                AdminReply(admin_id=9, message_type="snoozed", snoozed_until=1), customer=EMAIL
            ),
            "2.16", "'snoozed' is of 1.x: call conversations.snooze",
        ),
        (
            lambda c: c.conversations.reply("33", ContactReply(email="a", message_type="quick_reply")),
            "1.4", "'quick_reply' is not in 1.4",
        ),
        (
            lambda c: c.conversations.reply("33", ContactReply(email="a", body="b", attachment_urls=MANY[:6])),
            "1.4", "ContactReply.attachment_urls holds 6, Intercom takes 5",
        ),
        (
            lambda c: c.conversations.reply("33", AdminReply(admin_id=1, body="b", attachment_urls=MANY)),
            "2.0", "AdminReply.attachment_urls holds 11, Intercom takes 10",
        ),
        (
            lambda c: c.conversations.reply("33", AdminReply(admin_id=1, body="b", attachment_files=[FILE] * 11)),
            "2.16", "AdminReply.attachment_files holds 11, Intercom takes 10",
        ),
        (lambda c: c.conversations.reply_to_last(HELLO), "1.4", "customer goes with an AdminReply"),
        (
            lambda c: c.conversations.reply_to_last(ContactReply(email="a", body="b"), customer=EMAIL),
            "1.4", "customer goes with an AdminReply",
        ),
        (lambda c: c.conversations.attach_contact("33", EMAIL), "1.4", "give exactly one of admin_id, by, not none"),
        (lambda c: c.conversations.attach_contact("33", EMAIL, admin_id=9, by=EMAIL), "2.16", "not admin_id and by"),
        (
            lambda c: c.conversations.snooze("33", admin_id=9, snoozed_until=1_714_953_600_000),
            "2.16", "snoozed_until is 1714953600000, which seems to be in milliseconds",
        ),
        (lambda c: c.conversations.snooze("33", admin_id=9, snoozed_until=datetime(2024, 1, 1)), "1.4", "naive"),  # noqa: DTZ001  # on purpose
    ],
)  # fmt: skip
async def test_what_no_server_would_take_is_refused_before_sending(call: Any, version: str, told: str) -> None:
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "give exactly one of intercom_user_id, user_id, email, with a value, not none"),
        ({"email": "a", "user_id": "b"}, "not user_id and email"),
        ({"email": ""}, "with a value, not email"),
    ],
)
@pytest.mark.parametrize("cls", [Customer, ContactReply])
def test_a_person_is_named_in_exactly_one_way(cls: type[Customer], fields: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=f"{cls.__name__}: .*{told}"):
        cls(**fields)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (AdminReply(admin_id=9, body=5), "AdminReply.body must be"),  # type: ignore[arg-type]  # on purpose
        (AdminReply(admin_id=9, body="b", message_type=5), "AdminReply.message_type must be str"),  # type: ignore[arg-type]  # on purpose
        (ContactReply(email=True, body="b"), "ContactReply.email must be str"),
    ],
)
async def test_a_value_of_a_wrong_type_is_refused_before_sending(reply: Any, told: str) -> None:
    wire = Wire()
    with pytest.raises(TypeError, match=told):
        await wire.run(lambda c: c.conversations.reply("33", reply))
    assert wire.asked == []


async def test_an_admin_without_an_inbox_seat_may_not_do_it() -> None:
    error = {"code": "action_forbidden", "message": "This admin does not have Inbox access permissions"}
    wire = Wire(json_response(403, {"type": "error.list", "errors": [error]}), version="1.4")
    with pytest.raises(PermissionDeniedError) as caught:
        await wire.run(lambda c: c.conversations.attach_contact("33", EMAIL, admin_id=9))
    assert caught.value.code == "action_forbidden"


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.conversations.reply("33", HELLO),
        lambda c: c.conversations.close("33", admin_id=9),
        lambda c: c.conversations.attach_contact("33", EMAIL, admin_id=9),
    ],
)
async def test_what_people_would_read_twice_is_sent_once(call: Any) -> None:
    """The caller is told that it may have happened."""
    wire = Wire(json_response(500, {}))
    with pytest.raises(ServerError) as caught:
        await wire.run(call)
    assert caught.value.outcome_unknown
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert len(wire.asked) == 1
