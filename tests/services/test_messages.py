"""Messages: the exact request of every kind and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.errors import OutcomeUnknownError, ServerError, UnprocessableEntityError
from intercom_async.models.messages import AdminMessage, Correspondent, Message, UserMessage, WhatsAppRecipient
from intercom_async.transports.memory import json_response

EARLY = ("1.0", "1.1", "1.2", "1.3", "1.4", "2.0", "2.5")
LATE = ("2.6", "2.13", "2.16", "Preview")
ADMIN = {"type": "admin", "id": 9}
USER = Correspondent(type="user", email="ada@x.test")
LEAD = Correspondent(type="lead", id="l1")
ANSWER = {
    "type": "admin_message",
    "id": 2001,
    "created_at": 1401916877,
    "message_type": "email",
    "subject": "Hey",
    "body": "Ponies?",
    "template": "plain",
    "owner": {"type": "admin", "id": "9", "name": "Wash", "email": "wash@x.test"},
}
FIELDS = {"id": "2001", "type": "admin_message", "subject": "Hey", "owner.name": "Wash", "conversation_id": None}
BEGUN = {
    "type": "user_message",
    "id": "7",
    "created_at": 1401917202,
    "message_type": "inapp",
    "body": "Hi",
    "conversation_id": "33",
}


def sent(line: str, message: Any, body: dict[str, Any], *versions: str) -> Case:
    """Return what a message sends."""
    asked = Asked("POST", "/messages", {}, body)
    answer, found = (ANSWER, FIELDS) if isinstance(message, AdminMessage) else (BEGUN, {"conversation_id": "33"})
    return Case(line, lambda c: c.messages.create(message), asked, answer, found, Message, versions)


@each(
    sent("in the app", AdminMessage(admin_id=9, to=USER, body="Hi"),
         {"from": ADMIN, "to": {"type": "user", "email": "ada@x.test"}, "message_type": "inapp", "body": "Hi"},
         *EARLY, *LATE),
    sent("an e-mail",
         AdminMessage(admin_id="9", to=Correspondent(type="user", user_id=7), message_type="email", subject="Hey",
                      body="Ponies?", template="personal"),
         {"from": {"type": "admin", "id": "9"}, "to": {"type": "user", "user_id": 7}, "message_type": "email",
          "subject": "Hey", "body": "Ponies?", "template": "personal"}, *EARLY, *LATE),
    sent("to a lead, called contact", AdminMessage(admin_id=9, to=LEAD, body="Hi"),
         {"from": ADMIN, "to": {"type": "contact", "id": "l1"}, "message_type": "inapp", "body": "Hi"}, *EARLY),
    sent("to a lead", AdminMessage(admin_id=9, to=LEAD, body="Hi"),
         {"from": ADMIN, "to": {"type": "lead", "id": "l1"}, "message_type": "inapp", "body": "Hi"}, *LATE),
    sent("to several",
         AdminMessage(admin_id=9, to=[USER, LEAD], cc=USER, bcc=(LEAD,), body="Hi", message_type="email", subject="s",
                      created_at=datetime(2024, 5, 6, tzinfo=UTC), create_conversation_without_contact_reply=True),
         {"from": ADMIN, "to": [{"type": "user", "email": "ada@x.test"}, {"type": "lead", "id": "l1"}],
          "cc": {"type": "user", "email": "ada@x.test"}, "bcc": [{"type": "lead", "id": "l1"}], "body": "Hi",
          "message_type": "email", "subject": "s", "created_at": 1714953600,
          "create_conversation_without_contact_reply": True}, "2.14", "2.16"),
    sent("by SMS", AdminMessage(admin_id=9, to=USER, message_type="sms", body="Hi"),
         {"from": ADMIN, "to": {"type": "user", "email": "ada@x.test"}, "message_type": "sms", "body": "Hi"},
         "Preview"),
    sent("by WhatsApp",
         AdminMessage(admin_id=9, to=WhatsAppRecipient(phone=5547999998888, name="Ada"), message_type="whatsapp",
                      template="keep_live", locale="en", components=[{"type": "BODY"}]),
         {"from": ADMIN, "to": {"phone": 5547999998888, "name": "Ada"}, "message_type": "whatsapp",
          "template": "keep_live", "locale": "en", "components": [{"type": "BODY"}]}, "Preview"),
    sent("of a user", UserMessage(sender=USER, body="Hi"),
         {"from": {"type": "user", "email": "ada@x.test"}, "body": "Hi"}, *EARLY, *LATE),
    sent("of a lead, called contact", UserMessage(sender=LEAD, body="Hi"),
         {"from": {"type": "contact", "id": "l1"}, "body": "Hi"}, *EARLY),
    sent("of a lead", UserMessage(sender=LEAD, body="Hi", referer="https://x.test", extra={"new": 1}),
         {"from": {"type": "lead", "id": "l1"}, "body": "Hi", "referer": "https://x.test", "new": 1}, *LATE),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(
    ("message", "version", "told"),
    [
        (AdminMessage(admin_id=9, to=USER), "1.4", "messages.create: message_type 'inapp' needs body"),
        (AdminMessage(admin_id=9, to=USER, body=""), "2.16", "'inapp' needs body"),
        (AdminMessage(admin_id=9, to=USER, message_type="email", body="b"), "1.0", "'email' needs subject"),
        (AdminMessage(admin_id=9, to=USER, message_type="email", subject="s"), "2.16", "'email' needs body"),
        (
            AdminMessage(admin_id=9, to=USER, message_type="whatsapp", body="b", template="t"),
            "Preview", "'whatsapp' needs components",
        ),
        (AdminMessage(admin_id=9, to=[USER], body="b"), "2.13", "several in to came with 2.14, this is 2.13"),
        (AdminMessage(admin_id=9, to=USER, cc=LEAD, bcc=LEAD, body="b"), "1.4", "cc and bcc came with 2.14"),
        (UserMessage(sender=USER, body=" "), "1.4", "messages.create: a message of a person needs body"),
    ],
)  # fmt: skip
async def test_what_no_server_would_take_is_refused_before_sending(message: Any, version: str, told: str) -> None:
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=told):
        await wire.run(lambda c: c.messages.create(message))
    assert wire.asked == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"type": "user"}, "Correspondent: give exactly one of id, user_id, email, with a value, not none"),
        ({"type": "user", "id": 1, "user_id": 2}, "not id and user_id"),
        ({"type": "user", "email": ""}, "with a value, not email"),
        ({"type": "lead", "email": "ada@x.test"}, "give a lead by id or user_id"),
    ],
)
def test_who_writes_is_named_in_exactly_one_way(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Correspondent(**fields)


async def test_a_value_of_a_wrong_type_is_refused_before_sending() -> None:
    wire = Wire()
    message = AdminMessage(admin_id=9, to=USER, body="b", subject=["s"])  # type: ignore[arg-type]  # on purpose
    with pytest.raises(TypeError, match=r"AdminMessage\.subject must be"):
        await wire.run(lambda c: c.messages.create(message))
    assert wire.asked == []


async def test_what_the_server_refuses_is_an_error() -> None:
    error = {"code": "parameter_not_found", "message": "No subject supplied for email message"}
    wire = Wire(json_response(422, {"type": "error.list", "errors": [error]}))
    with pytest.raises(UnprocessableEntityError) as caught:
        await wire.run(lambda c: c.messages.create(AdminMessage(admin_id=9, to=USER, body="b")))
    assert caught.value.code == "parameter_not_found"


async def test_a_message_is_sent_once() -> None:
    """People would get it twice; the caller is told that it may have gone out."""
    wire = Wire(json_response(502, {}))
    with pytest.raises(ServerError) as caught:
        await wire.run(lambda c: c.messages.create(UserMessage(sender=USER, body="b")))
    assert caught.value.outcome_unknown
    assert not isinstance(caught.value, OutcomeUnknownError)
    assert len(wire.asked) == 1
