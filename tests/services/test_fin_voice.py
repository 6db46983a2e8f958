"""Phone calls that Fin answers: the exact request of every method and what its answer becomes."""

import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.errors import ConflictError
from intercom_async.models.fin_voice import FinVoiceCall
from intercom_async.transports.memory import json_response

ANY = ("2.15", "2.16", "Preview")
CALL = {
    "id": 7, "app_id": 12345, "user_phone_number": "+353832345678", "status": "registered", "intercom_call_id": None,
    "external_call_id": "x1", "intercom_conversation_id": None, "call_transcript": [{"text": "Hi"}], "call_summary": "",
    "intent": [],
}  # fmt: skip
KNOWN = {
    "id": "7", "app_id": "12345", "status": "registered", "external_call_id": "x1", "intercom_call_id": None,
    "call_transcript": ({"text": "Hi"},),
}  # fmt: skip


@each(
    Case("register", lambda c: c.fin_voice.register(phone_number="+353832345678", call_id="x1"),
         Asked("POST", "/fin_voice/register", {}, {"phone_number": "+353832345678", "call_id": "x1"}), CALL, KNOWN,
         FinVoiceCall, ANY),
    Case("register from a source",
         lambda c: c.fin_voice.register(phone_number="+1", call_id=5, source="five9", data={"queue": "a"}),
         Asked("POST", "/fin_voice/register", {},
               {"phone_number": "+1", "call_id": 5, "source": "five9", "data": {"queue": "a"}}), CALL, KNOWN,
         FinVoiceCall),
    Case("retrieve", lambda c: c.fin_voice.retrieve(7), Asked("GET", "/fin_voice/collect/7"), CALL, KNOWN,
         FinVoiceCall, ANY),
    Case("list of a conversation, as a list alone", lambda c: c.fin_voice.list_by_conversation("9"),
         Asked("GET", "/fin_voice/conversation/9"), [CALL], KNOWN, FinVoiceCall, ANY),
    Case("find by the provider's id", lambda c: c.fin_voice.find_by_external_id("x1"),
         Asked("GET", "/fin_voice/external_id/x1"), CALL, KNOWN, FinVoiceCall, ANY),
    Case("find by number", lambda c: c.fin_voice.find_by_phone_number("+353832345678"),
         Asked("GET", "/fin_voice/phone_number/%2B353832345678"), CALL, KNOWN, FinVoiceCall, ANY),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_a_conversation_without_calls_has_an_empty_list() -> None:
    assert await Wire([]).run(lambda c: c.fin_voice.list_by_conversation("9")) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "error.list", "errors": [{"code": "conflict", "message": "known"}]}, "conflict"),
        ({"message": "known"}, None),
    ],
)
async def test_a_call_that_was_registered_is_a_conflict(body: object, code: str | None) -> None:
    """In the usual shape or, as no example is recorded, in another."""
    wire = Wire(json_response(409, body))
    with pytest.raises(ConflictError) as caught:
        await wire.client.fin_voice.register(phone_number="+1", call_id="x")
    assert (caught.value.message, caught.value.code) == ("known", code)
    assert len(wire.asked) == 1
