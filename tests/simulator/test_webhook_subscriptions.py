"""Webhook subscriptions of 1.x: made, changed, pinged and deleted."""

from typing import Any

import pytest
from support.simulator_calls import Api

NOW = 1_700_000_000
HOOK = {"url": "https://example.org/hooks/1", "topics": ["conversation.admin.replied", "user.created"]}


def create(api: Api, **fields: object) -> dict[str, Any]:
    result = api.post("/subscriptions", {**HOOK, **fields}, version="1.4")
    assert result.status == 200, result.body
    return result.body


def test_a_subscription_has_the_documented_body(api: Api) -> None:
    """v1.md 8: Intercom's reference of the time: create, view and list subscriptions."""
    body = create(api, service_type="web")
    assert body["id"].startswith("nsub_")
    assert body == {
        "type": "notification_subscription", "id": body["id"], "created_at": NOW, "updated_at": NOW,
        "service_type": "web", "topics": HOOK["topics"], "url": HOOK["url"], "active": True, "hub_secret": None,
    }  # fmt: skip
    assert api.get(f"/subscriptions/{body['id']}", version="1.4").body == body
    other = create(api, hub_secret="s")
    listed = api.get("/subscriptions", version="1.4").body
    assert listed == {"type": "notification_subscription.list", "items": [body, other]}


def test_events_are_named(api: Api) -> None:
    """v1.md 8: Intercom's reference of the time: event webhooks."""
    metadata = {"event_names": ["invited-friend"]}
    assert create(api, topics=["event.created"], metadata=metadata)["metadata"] == metadata
    for wrong in ({}, {"metadata": {}}, {"metadata": {"event_names": []}}):
        result = api.post("/subscriptions", {**HOOK, "topics": ["event.created"], **wrong}, version="1.4")
        assert result.problem == (400, "parameter_invalid")


def test_a_subscription_is_changed_by_a_post(api: Api) -> None:
    """v1.md 8: Intercom's reference of the time: what is given replaces what there was, and only that."""
    body = create(api, hub_secret="s")
    api.clock.time += 5
    path = f"/subscriptions/{body['id']}"
    changed = api.post(path, {"topics": ["company"], "active": False}, version="1.4").body
    assert changed == {**body, "topics": ["company"], "active": False, "updated_at": NOW + 5}
    assert api.post(path, {"hub_secret": None, "url": "https://x.y"}, version="1.4").body["hub_secret"] is None
    assert api.post(path, {"topics": "company"}, version="1.4").problem == (400, "parameter_invalid")
    assert api.get(path, version="1.4").body["url"] == "https://x.y"


def test_a_subscription_is_pinged_and_deleted(api: Api) -> None:
    body = create(api)
    path = f"/subscriptions/{body['id']}"
    assert (api.post(f"{path}/ping", version="1.4").status, api.post(f"{path}/ping", version="1.4").body) == (200, None)
    stored = api.simulator.world.webhook_subscriptions.get(body["id"])
    assert stored is not None
    assert stored.pings == 2
    assert api.delete(path, version="1.4").body == body
    for result in (api.get(path, version="1.4"), api.delete(path, version="1.4")):
        assert result.problem == (404, "not_found")
    assert api.post(f"{path}/ping", version="1.4").problem == (404, "not_found")
    assert api.get("/subscriptions", version="1.4").body["items"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"topics": ["company"]}, "parameter_not_found"),
        ({"url": "https://x.y"}, "parameter_not_found"),
        ({**HOOK, "url": 5}, "parameter_invalid"),
        ({**HOOK, "topics": []}, "parameter_invalid"),
        ({**HOOK, "topics": [5]}, "parameter_invalid"),
        ({**HOOK, "service_type": "slack"}, "parameter_invalid"),
        ({**HOOK, "active": "yes"}, "parameter_invalid"),
        ({**HOOK, "metadata": []}, "parameter_invalid"),
        ({**HOOK, "hub_secret": 5}, "parameter_invalid"),
    ],
)
def test_what_is_no_subscription(api: Api, body: dict[str, Any], code: str) -> None:
    assert api.post("/subscriptions", body, version="1.4").code == code
    assert api.get("/subscriptions", version="1.4").body["items"] == []


def test_a_workspace_has_250_at_most(api: Api) -> None:
    """v1.md 8: Intercom's reference of the time: create a subscription."""
    for _ in range(250):
        create(api)
    assert api.post("/subscriptions", HOOK, version="1.4").problem == (400, "parameter_invalid")
