"""Webhook subscriptions: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.paging_clients import client, in_virtual_time, simulated
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async import NotFoundError
from intercom_async.models.webhook_subscriptions import WebhookSubscription

ANY_1 = ("1.0", "1.2", "1.4")
#: As Intercom's reference of the time has it, with what its Java client knows beside that.
HOOK = {
    "type": "notification_subscription",
    "id": "nsub_6ab4c480",
    "created_at": 1392731331,
    "updated_at": 1392731331,
    "service_type": "web",
    "topics": ["company", "conversation.user.created"],
    "url": "https://example.org/hooks/1",
    "active": True,
    "hub_secret": "7fa38fa4e7120189",
    "metadata": {"event_names": ["invited-friend"]},
    "app_id": "a1",
    "self": None,
    "mode": "point",
    "links": {"sent": "https://api.intercom.io/subscriptions/nsub_6ab4c480/sent"},
    "notes": [],
}
FOUND = {
    "id": "nsub_6ab4c480",
    "created_at": datetime(2014, 2, 18, 13, 48, 51, tzinfo=UTC),
    "topics": ("company", "conversation.user.created"),
    "url": "https://example.org/hooks/1",
    "active": True,
    "hub_secret": "7fa38fa4e7120189",
    "metadata": {"event_names": ["invited-friend"]},
    "mode": "point",
}
URL = "https://example.org/hooks/1"
PATH = "/subscriptions/nsub_1"


@each(
    Case("list", lambda c: c.subscriptions.list(), Asked("GET", "/subscriptions"),
         {"type": "notification_subscription.list", "items": [HOOK]}, FOUND, WebhookSubscription, ANY_1),
    Case("retrieve", lambda c: c.subscriptions.retrieve("nsub_1"), Asked("GET", PATH), HOOK, FOUND,
         WebhookSubscription, ANY_1),
    Case("create", lambda c: c.subscriptions.create(url=URL, topics=["company"]),
         Asked("POST", "/subscriptions", {}, {"url": URL, "topics": ["company"]}), HOOK, FOUND, WebhookSubscription,
         ANY_1),
    Case("create one for events",
         lambda c: c.subscriptions.create(
             url=URL, topics=("event.created",), hub_secret="s", event_names=["invited-friend"]
         ),
         Asked("POST", "/subscriptions", {}, {
             "url": URL, "hub_secret": "s", "topics": ["event.created"],
             "metadata": {"event_names": ["invited-friend"]},
         }), HOOK, FOUND, WebhookSubscription, ("1.4",)),
    Case("update", lambda c: c.subscriptions.update("nsub_1", hub_secret=None, active=False),
         Asked("POST", PATH, {}, {"hub_secret": None, "active": False}), HOOK, FOUND, WebhookSubscription, ANY_1),
    Case("update all", lambda c: c.subscriptions.update("nsub_1", url=URL, topics=["company"], event_names=["x"]),
         Asked("POST", PATH, {}, {"url": URL, "topics": ["company"], "metadata": {"event_names": ["x"]}}), HOOK, FOUND,
         WebhookSubscription, ("1.4",)),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize("answer", [None, HOOK], ids=["empty", "the subscription"])
@pytest.mark.parametrize(
    ("call", "asked"),
    [
        (lambda c: c.subscriptions.delete("nsub_1"), Asked("DELETE", PATH)),
        (lambda c: c.subscriptions.ping("nsub_1"), Asked("POST", f"{PATH}/ping")),
    ],
)
async def test_deleting_and_pinging_answer_nothing(call: Any, asked: Asked, answer: object) -> None:
    """Whatever the server says."""
    wire = Wire(answer, version="1.4")
    assert await wire.run(call) is None
    assert wire.asked == [asked]


def test_the_secret_is_not_shown() -> None:
    assert "7fa38fa4" not in repr(WebhookSubscription(id="nsub_1", hub_secret="7fa38fa4e7120189"))


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (lambda c: c.subscriptions.create(url=URL, topics="company"), TypeError,
         r"topics must be a list such as \['company'\], not one text"),
        (lambda c: c.subscriptions.update("1", event_names="x"), TypeError, "event_names must be a list"),
        (lambda c: c.subscriptions.create(url=URL, topics=["event.created"]), ValueError, "event.created needs"),
        (lambda c: c.subscriptions.create(url=URL, topics=["event.created"], event_names=[]), ValueError,
         "subscriptions.create: the topic event.created needs event_names"),
    ],
)  # fmt: skip
async def test_what_says_too_little_is_not_sent(call: Any, error: Any, told: str) -> None:
    wire = Wire(version="1.4")
    with pytest.raises(error, match=told):
        await wire.run(call)
    assert wire.asked == []


@in_virtual_time
async def test_subscriptions_against_the_simulator() -> None:
    c = client(simulated(), version="1.4").subscriptions
    made = await c.create(url=URL, topics=["company"])
    assert [each.id for each in await c.list().collect()] == [made.id]
    changed = await c.update(made.id, topics=["user.created"])
    assert (changed.topics, changed.url) == (("user.created",), URL)
    assert (await c.retrieve(made.id)).topics == ("user.created",)
    await c.ping(made.id)
    await c.delete(made.id)
    with pytest.raises(NotFoundError):
        await c.retrieve(made.id)
