"""Fin: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import backoff
import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.errors import ServerError, UnprocessableEntityError
from intercom_async.models.fin import (
    FinCapability,
    FinConversation,
    FinFile,
    FinLink,
    FinMessage,
    FinMetadata,
    FinRating,
    FinSettings,
    FinUser,
)
from intercom_async.retry import RetryPolicy
from intercom_async.transports.memory import json_response

OLD = ("2.14", "2.16", "Preview")
NEW = ("Preview",)
HI = FinMessage(author="user", body="Hi", timestamp=datetime(2025, 1, 24, 10, 1, 20, 5000, tzinfo=UTC))
SAID = {"author": "user", "body": "Hi", "timestamp": "2025-01-24T10:01:20.005Z"}
ADA = FinUser(id="7", name="Ada", attributes={"plan": "Pro"})
USER = {"id": "7", "name": "Ada", "attributes": {"plan": "Pro"}}
ANSWER = {
    "conversation_id": "e1", "user_id": "7", "status": "thinking", "created_at_ms": "2025-01-24T10:00:00.123Z",
    "sse_subscription_url": "https://x.test/event-stream?accessToken=eyJ",
    "errors": {"user": {"attributes": {"plan": "User attribute 'plan' does not exist"}}},
}  # fmt: skip
KNOWN = {
    "conversation_id": "e1", "user_id": "7", "status": "thinking", "created_at_ms": "2025-01-24T10:00:00.123Z",
    "errors.conversation": None, "errors.user.attributes": {"plan": "User attribute 'plan' does not exist"},
}  # fmt: skip
#: Waits no time between tries.
FAST = RetryPolicy(waits=lambda: backoff.constant(0))
CAPABLE = {
    "type": "procedure", "id": "5", "name": "Reset", "description": "d", "endpoint": "/fin/procedures/5/run",
    "method": "POST",
}  # fmt: skip


@each(
    Case("start", lambda c: c.fin.start("e1", message=HI, user=ADA),
         Asked("POST", "/fin/start", {}, {"conversation_id": "e1", "message": SAID, "user": USER}), ANSWER, KNOWN,
         FinConversation, OLD),
    Case("start with all",
         lambda c: c.fin.start(
             5, message=FinMessage(author="agent", body="Hm", timestamp="2025-01-24T10:01:20Z"), user=FinUser(id=7),
             attachments=[FinLink(url="https://x.test"), FinFile.from_bytes(b"x", name="a.png")],
             conversation_metadata=FinMetadata(history=[HI], attributes={"order": 1}),
             settings=FinSettings(follow_up_questions=False)),
         Asked("POST", "/fin/start", {}, {
             "conversation_id": 5, "message": {"author": "agent", "body": "Hm", "timestamp": "2025-01-24T10:01:20Z"},
             "user": {"id": 7},
             "attachments": [{"type": "url", "url": "https://x.test"},
                             {"type": "file", "name": "a.png", "content_type": "image/png", "data": "eA=="}],
             "conversation_metadata": {"history": [SAID], "attributes": {"order": 1}},
             "settings": {"follow_up_questions": False},
         }), ANSWER, KNOWN, FinConversation, NEW),
    Case("reply", lambda c: c.fin.reply("e1", message=HI, user=ADA, attachments=[FinLink(url="https://x.test")]),
         Asked("POST", "/fin/reply", {}, {"conversation_id": "e1", "message": SAID, "user": USER,
                                          "attachments": [{"type": "url", "url": "https://x.test"}]}),
         ANSWER, KNOWN, FinConversation, OLD),
    Case("reply with settings",
         lambda c: c.fin.reply("e1", message=HI, user=ADA, settings=FinSettings(email=True)),
         Asked("POST", "/fin/reply", {}, {"conversation_id": "e1", "message": SAID, "user": USER,
                                          "settings": {"email": True}}), ANSWER, KNOWN, FinConversation, NEW),
    Case("rate", lambda c: c.fin.submit_csat("e1", rating="amazing", remark="Quick"),
         Asked("POST", "/fin/csat", {}, {"conversation_id": "e1", "rating": "amazing", "remark": "Quick"}),
         {"conversation_id": "e1", "rating": "amazing", "status": "rated"}, {"rating": "amazing", "status": "rated"},
         FinRating, OLD),
    Case("ask", lambda c: c.fin.ask("e1", message=HI, user=ADA, conversation_metadata=FinMetadata(history=(HI,))),
         Asked("POST", "/fin/ask", {}, {"conversation_id": "e1", "message": SAID, "user": USER,
                                        "conversation_metadata": {"history": [SAID]}}), ANSWER, KNOWN,
         FinConversation, NEW),
    Case("capabilities", lambda c: c.fin.list_capabilities(ADA), Asked("POST", "/fin/capabilities", {}, {"user": USER}),
         {"version": "Preview", "capabilities": [CAPABLE]}, {"type": "procedure", "id": "5", "name": "Reset"},
         FinCapability, NEW),
    Case("escalate a conversation", lambda c: c.fin.escalate(conversation_id="e1", context="Refund"),
         Asked("POST", "/fin/escalate", {}, {"conversation_id": "e1", "context": "Refund"}),
         {"conversation_id": "e1", "status": "escalated"}, {"status": "escalated"}, FinConversation, NEW),
    Case("escalate a user", lambda c: c.fin.escalate(user=ADA, message="Help"),
         Asked("POST", "/fin/escalate", {}, {"user": USER, "message": "Help"}),
         {"intercom_conversation_id": "9", "status": "escalated"},
         {"intercom_conversation_id": "9", "conversation_id": None}, FinConversation, NEW),
    Case("run a procedure",
         lambda c: c.fin.run_procedure(5, "e1", user=ADA, message=HI,
                                       conversation_metadata=FinMetadata(attributes={"o": "1"}),
                                       settings=FinSettings(email=True)),
         Asked("POST", "/fin/procedures/5/run", {}, {
             "conversation_id": "e1", "user": USER, "message": SAID,
             "conversation_metadata": {"attributes": {"o": "1"}}, "settings": {"email": True},
         }), {**ANSWER, "procedure_id": "5"}, {**KNOWN, "procedure_id": "5"}, FinConversation, NEW),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


TEN = [HI] * 10
ELEVEN = {f"a{number}": 1 for number in range(11)}


@pytest.mark.parametrize(
    ("call", "version", "told"),
    [
        (
            lambda c: c.fin.start("e", message=HI, user=ADA, settings=FinSettings(email=True)), "2.16",
            "fin.start: settings came with Preview",
        ),
        (
            lambda c: c.fin.reply("e", message=HI, user=ADA, attachments=[FinLink(url="u")] * 11), "Preview",
            "fin.reply: attachments holds 11",
        ),
        (
            lambda c: c.fin.ask("e", message=HI, user=ADA, conversation_metadata=FinMetadata(history=[*TEN, HI])),
            "Preview", "history holds 11, Intercom takes 10 in one call: give the last of them",
        ),
        (
            lambda c: c.fin.list_capabilities(FinUser(id=1, attributes=ELEVEN)), "Preview",
            "FinUser.attributes holds 11",
        ),
        (lambda c: c.fin.escalate(message="Help"), "Preview", "give exactly one of conversation_id, user, not"),
        (lambda c: c.fin.escalate(conversation_id="e", user=ADA), "Preview", "not conversation_id and user"),
    ],
)  # fmt: skip
async def test_what_fin_would_not_take_is_refused_before_sending(call: Any, version: str, told: str) -> None:
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive datetime"):
        FinMessage(author="user", body="Hi", timestamp=datetime(2025, 1, 24))  # noqa: DTZ001 - the point of the test


async def test_a_rating_is_repeated_only_without_a_remark() -> None:
    """API docs: the same rating again is no change; a remark is taken once."""
    rated = {"conversation_id": "e1", "rating": "ok", "status": "rated"}
    wire = Wire(json_response(502, {}), rated, version="2.16")
    client = wire.client.with_options(retry=FAST)
    assert (await client.fin.submit_csat("e1", rating="ok")).status == "rated"
    wire = Wire(json_response(502, {}), version="2.16")
    with pytest.raises(ServerError):
        await wire.client.with_options(retry=FAST).fin.submit_csat("e1", rating="ok", remark="x")
    assert len(wire.asked) == 1


async def test_a_rating_that_is_refused_says_why() -> None:
    """Its errors have a shape of their own."""
    wire = Wire(json_response(422, {"errors": {"base": "No rating survey found for this conversation"}}))
    with pytest.raises(UnprocessableEntityError) as caught:
        await wire.client.fin.submit_csat("e1", rating="ok")
    assert (caught.value.message, caught.value.errors[0].field) == (
        "No rating survey found for this conversation", "base"
    )  # fmt: skip
