"""Small resources about a workspace itself: allowlist, secrets, redirects, procedures, messages by WhatsApp."""

import pytest
from support.simulator_calls import Api

from intercom_async.simulator.resources.message_statuses import broadcast
from intercom_async.simulator.resources.procedures import waits

NOW = 1_700_000_000


@pytest.mark.parametrize("version", ["2.14", "2.16"])
def test_an_allowlist_is_changed_but_locks_nobody_out(api: Api, version: str) -> None:
    """Recorded examples; nothing is on it from the start."""
    path = "/ip_allowlist"
    assert api.get(path, version=version).body == {"type": "ip_allowlist", "enabled": False, "ip_allowlist": []}
    locked = api.put(path, {"enabled": True, "ip_allowlist": ["192.168.1.0/24"]}, version=version)
    assert (locked.problem, locked.message) == (
        (422, "parameter_invalid"),
        "Your IP (10.0.0.1) is not on the allowlist. Saving would lock you out of this workspace.",
    )
    assert api.put(path, {"ip_allowlist": ["10.0.0.0/8", "::1"]}, version=version).body["enabled"] is False
    on = api.put(path, {"enabled": True}, version=version).body
    assert on == {"type": "ip_allowlist", "enabled": True, "ip_allowlist": ["10.0.0.0/8", "::1"]}
    assert api.put(path, {"ip_allowlist": ["x"]}, version=version).problem == (422, "parameter_invalid")
    assert api.get(path, version=version).body == on


def test_a_secret_tells_its_key_once(api: Api) -> None:
    """Recorded examples."""
    path = "/secure_mode_secrets"
    made = api.post(path, {"name": "Web", "supports_web": True}, version="Preview")
    key = made.body.pop("secret")
    assert (made.status, len(key)) == (201, 43)
    assert made.body == {
        "type": "identity_verification_secret", "id": "1", "name": "Web", "supports_android": False,
        "supports_ios": False, "supports_web": True, "created_at": NOW,
    }  # fmt: skip
    assert api.get(path, version="Preview").body == {"type": "list", "data": [made.body]}
    gone = api.delete(f"{path}/1", version="Preview")
    assert (gone.status, gone.body) == (204, None)
    assert api.delete(f"{path}/1", version="Preview").problem == (404, "identity_verification_secret_not_found")
    unnamed = api.post(path, {"supports_web": True}, version="Preview")
    assert (unnamed.problem, unnamed.message) == ((422, "parameter_invalid"), "name is required")
    assert api.post(path, {"name": "x"}, version="Preview").problem == (422, "parameter_invalid")


@pytest.mark.parametrize("version", ["2.5", "2.16"])
def test_a_caller_gets_a_link(api: Api, version: str) -> None:
    """behaviour.md 4.1, recorded examples: errors have a key instead of a list."""
    path = "/phone_call_redirects"
    good = api.post(path, {"phone": "+353832345678", "custom_attributes": {"a": 1}}, version=version).body
    assert good == {"url": good["url"], "type": "phone_call_redirect"}
    for phone in (None, "123", 5):
        bad = api.post(path, {"phone": phone}, version=version)
        assert (bad.status, bad.body) == (
            400, {"error_key": "invalid_phone_number", "message": "Invalid phone number"}
        )  # fmt: skip
    wrong = api.post(path, {"phone": "+353832345678", "custom_attributes": 5}, version=version)
    assert (wrong.status, wrong.body) == (422, {"error_key": "invalid_custom_attributes"})


def test_a_procedure_goes_on_with_all_values_once(api: Api) -> None:
    """Recorded examples."""
    person = api.contact(email="a@b.c")["id"]
    ours, other = (api.simulator.add_conversation(person, "Hi") for _ in range(2))
    step = waits(api.simulator.world, ours, "a", "b", at=NOW)
    late = waits(api.simulator.world, ours, "a", at=NOW - 90_000)

    def answer(conversation: str, step_id: str, *names: str) -> object:
        values = [{"identifier": name, "value": True} for name in names]
        body = {"step_id": step_id, "attribute_values": values}
        result = api.post(f"/procedures/{conversation}/collect_agent_input", body, version="Preview")
        return result.body if result.status == 200 else (*result.problem, result.message)

    assert answer(ours, step, "a") == (400, "parameter_invalid", "attribute_values must be for: a, b")
    assert answer(ours, step, "a", "b") == {}
    assert answer(ours, step, "a", "b") == (409, "conflict", "This HITL request has already been fulfilled")
    assert answer(ours, late, "a") == (404, "not_found", "This HITL request has expired")
    for conversation, step_id in ((other, step), (ours, "x"), ("x", step)):
        assert answer(conversation, step_id, "a", "b") == (404, "not_found", "Resource Not Found")


def test_messages_by_whatsapp_tell_what_became_of_them(api: Api) -> None:
    """behaviour.md 3: a ruleset's by cursor, and one with why it failed."""
    for number in range(3):
        broadcast(api.simulator.world, "12345", f"u{number}", "c", status="delivered", at=NOW + number)
    failed = broadcast(api.simulator.world, "other", "u", "c", status="failed", at=NOW)
    page = api.get("/messages/status?ruleset_id=12345&per_page=2").body
    assert [each["id"] for each in page["events"]] == ["3", "2"]
    assert (page["ruleset_id"], page["total_count"], page["pages"]["total_pages"]) == (12345, 3, 2)
    following = page["pages"]["next"]["starting_after"]
    rest = api.get(f"/messages/status?ruleset_id=12345&per_page=2&starting_after={following}").body
    assert rest["events"] == [{
        "id": "1", "user_id": "u0", "conversation_id": "c", "status": "delivered", "type": "broadcast_outbound",
        "created_at": NOW, "updated_at": NOW, "template_name": "appointment_reminder", "whatsapp_message_id": "wamid_1",
    }]  # fmt: skip
    assert api.get("/messages/status?ruleset_id=other").body["ruleset_id"] == "other"
    one = api.get(f"/messages/whatsapp/status?message_id={failed}").body
    assert (one["status"], one["error"]["message"]) == ("failed", "Message delivery failed")
    assert "error" not in api.get("/messages/whatsapp/status?message_id=wamid_1").body
    assert api.get("/messages/whatsapp/status?message_id=x").problem == (404, "whatsapp_message_not_found")


@pytest.mark.parametrize(("path", "name"), [("status", "ruleset_id"), ("whatsapp/status", "message_id")])
def test_a_status_without_its_name_is_400(api: Api, path: str, name: str) -> None:
    """behaviour.md 4.1, recorded examples: a shape of their own."""
    result = api.get(f"/messages/{path}")
    assert result.status == 400
    assert {**result.body, "request_id": ""} == {"type": "error", "request_id": "", "message": f"{name} is required"}
