"""Small services about a workspace itself: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, refused

from intercom_async.errors import BadRequestError, NotFoundError, UnprocessableEntityError
from intercom_async.http import Headers, HttpResponse
from intercom_async.models.identity_secrets import IdentitySecret, NewIdentitySecret
from intercom_async.models.ip_allowlist import AllowedAddresses
from intercom_async.models.message_statuses import MessageStatus
from intercom_async.models.phone_redirects import PhoneRedirect
from intercom_async.models.procedures import AgentInput
from intercom_async.transports.memory import json_response

ALLOWED = {"type": "ip_allowlist", "enabled": True, "ip_allowlist": ["192.168.1.0/24", "10.0.0.1"]}
OPEN = {"enabled": True, "ip_allowlist": ("192.168.1.0/24", "10.0.0.1")}
LISTS = ("2.14", "2.15", "2.16")
SECRET = {
    "type": "identity_verification_secret", "id": "102", "name": "Web", "supports_android": False,
    "supports_ios": False, "supports_web": True, "created_at": 5,
}  # fmt: skip
KEY = "9Zw0xNs3vKk0fPz9rwKqNbzH3mPVQmQxL9vhSm9Tk4A"
KEPT = {"id": "102", "name": "Web", "supports_web": True, "created_at": datetime.fromtimestamp(5, UTC)}
EVENT = {
    "id": "e1", "conversation_id": "c1", "user_id": "u1", "status": "delivered", "type": "broadcast_outbound",
    "created_at": 5, "updated_at": 6, "whatsapp_message_id": "w1", "template_name": "t",
}  # fmt: skip
STATUSES = {
    "type": "list", "ruleset_id": 12345, "pages": {"type": "pages", "per_page": 100, "total_pages": 1, "next": None},
    "total_count": 1, "events": [EVENT],
}  # fmt: skip
FAILED = {
    "conversation_id": "c1", "status": "failed", "type": "broadcast_outbound", "created_at": 5, "updated_at": 6,
    "template_name": "t", "message_id": "w1", "error": {"message": "failed", "details": "No such number"},
}  # fmt: skip
REDIRECT = {"url": "http://via.intercom.io/msgr/1", "type": "phone_call_redirect"}
CALLED = {"url": "http://via.intercom.io/msgr/1", "phone": None}


@each(
    Case("retrieve the allowlist", lambda c: c.ip_allowlist.retrieve(), Asked("GET", "/ip_allowlist"), ALLOWED, OPEN,
         AllowedAddresses, LISTS),
    Case("update the allowlist", lambda c: c.ip_allowlist.update(enabled=True, ip_allowlist=["10.0.0.1"]),
         Asked("PUT", "/ip_allowlist", {}, {"enabled": True, "ip_allowlist": ["10.0.0.1"]}), ALLOWED, OPEN,
         AllowedAddresses, LISTS),
    Case("enable the allowlist", lambda c: c.ip_allowlist.update(enabled=True),
         Asked("PUT", "/ip_allowlist", {}, {"enabled": True}), ALLOWED, OPEN, AllowedAddresses),
    Case("list secrets", lambda c: c.identity_secrets.list(), Asked("GET", "/secure_mode_secrets"),
         {"type": "list", "data": [SECRET]}, KEPT, IdentitySecret, ("Preview",)),
    Case("create a secret", lambda c: c.identity_secrets.create(name="Web", supports_web=True, supports_ios=False),
         Asked("POST", "/secure_mode_secrets", {}, {"name": "Web", "supports_web": True, "supports_ios": False}),
         {**SECRET, "secret": KEY}, {**KEPT, "secret": KEY}, NewIdentitySecret, ("Preview",)),
    Case("list statuses", lambda c: c.messages.list_statuses(12345),
         Asked("GET", "/messages/status", {"ruleset_id": "12345", "per_page": "100"}), STATUSES,
         {"id": "e1", "user_id": "u1", "status": "delivered", "whatsapp_message_id": "w1", "message_id": None,
          "updated_at": datetime.fromtimestamp(6, UTC)}, MessageStatus, ("2.16", "Preview")),
    Case("retrieve a status", lambda c: c.messages.retrieve_status("w1"),
         Asked("GET", "/messages/whatsapp/status", {"message_id": "w1"}), FAILED,
         {"id": None, "message_id": "w1", "error.details": "No such number"}, MessageStatus, ("2.16", "Preview")),
    Case("redirect a caller", lambda c: c.phone_redirects.create(phone="+353832345678"),
         Asked("POST", "/phone_call_redirects", {}, {"phone": "+353832345678"}), REDIRECT, CALLED, PhoneRedirect,
         ("2.5", "2.11", "2.16", "Preview")),
    Case("redirect a caller with attributes",
         lambda c: c.phone_redirects.create(phone="+353832345678", custom_attributes={"issue_type": "Billing"}),
         Asked("POST", "/phone_call_redirects", {},
               {"phone": "+353832345678", "custom_attributes": {"issue_type": "Billing"}}), REDIRECT, CALLED,
         PhoneRedirect),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_calls_that_answer_nothing() -> None:
    """204 for a deleted secret, an empty object for a procedure that goes on."""
    wire = Wire(HttpResponse(204, Headers()), {}, version="Preview")
    assert await wire.client.identity_secrets.delete(7) is None
    values = [AgentInput(identifier="a", value=True), AgentInput(identifier="b", value=["x", {"y": 1}])]
    assert await wire.client.procedures.collect_agent_input("9", step_id="s1", attribute_values=values) is None
    sent = [{"identifier": "a", "value": True}, {"identifier": "b", "value": ["x", {"y": 1}]}]
    assert wire.asked == [
        Asked("DELETE", "/secure_mode_secrets/7"),
        Asked("POST", "/procedures/9/collect_agent_input", {}, {"step_id": "s1", "attribute_values": sent}),
    ]


async def test_the_key_of_a_secret_is_shown_nowhere() -> None:
    """Nor is the name, which may say too much."""
    secret = await Wire({**SECRET, "secret": KEY}, version="Preview").run(
        lambda c: c.identity_secrets.create(name="Web", supports_web=True)
    )
    assert repr(secret) == str(secret) == "NewIdentitySecret(type='identity_verification_secret', id='102')"


@pytest.mark.parametrize(
    ("call", "version", "told"),
    [
        (lambda c: c.identity_secrets.create(name="x"), "Preview", "give at least one of supports_android"),
        (lambda c: c.identity_secrets.create(name="x", supports_ios=False), "Preview", "give at least one of"),
        (lambda c: c.messages.list_statuses(""), "2.16", "messages.list_statuses: give exactly one of ruleset_id"),
        (lambda c: c.messages.retrieve_status(" "), "2.16", "retrieve_status: give exactly one of message_id"),
    ],
)
async def test_what_no_server_would_take_is_refused_before_sending(call: Any, version: str, told: str) -> None:
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


async def test_the_allowlist_ends_before_preview() -> None:
    error = await refused(lambda c: c.ip_allowlist.retrieve(), "Preview")
    assert "settings" in str(error)


async def test_errors_of_any_shape_say_why() -> None:
    """Recorded examples: of a redirect by its key, of a status without a code, of the allowlist as usual."""
    key = {"error_key": "invalid_phone_number", "message": "Invalid phone number"}
    with pytest.raises(BadRequestError) as redirect:
        await Wire(json_response(400, key)).client.phone_redirects.create(phone="5")
    assert (redirect.value.code, redirect.value.message) == ("invalid_phone_number", "Invalid phone number")
    short = {"type": "error", "request_id": "r1", "message": "ruleset_id is required"}
    with pytest.raises(BadRequestError) as status:
        await Wire(json_response(400, short)).client.messages.list_statuses("1")
    assert (status.value.message, status.value.request_id) == ("ruleset_id is required", "r1")
    locked = {"code": "parameter_invalid", "message": "Saving would lock you out of this workspace."}
    with pytest.raises(UnprocessableEntityError, match="lock you out"):
        await Wire(json_response(422, {"type": "error.list", "errors": [locked]})).client.ip_allowlist.update(
            enabled=True
        )
    gone = {"code": "not_found", "message": "This HITL request has expired"}
    with pytest.raises(NotFoundError, match="expired"):
        await Wire(
            json_response(404, {"type": "error.list", "errors": [gone]}), version="Preview"
        ).client.procedures.collect_agent_input("9", step_id="s", attribute_values=[])
