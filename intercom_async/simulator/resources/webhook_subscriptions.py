"""Webhook subscriptions of 1.x: where notifications are sent."""

from collections.abc import Mapping
from typing import Final

from ..call import Call, Reply, as_object, invalid, is_list, missing, not_found
from ..routes import Routes
from ..webhook_subscriptions import WebhookSubscription
from ..world import World
from ..writing import text, truth

routes: Final = Routes()


@routes("subscriptions.list")
def list_subscriptions(world: World, _: Call) -> Reply:
    """Answer all subscriptions."""
    shown = [_body(each) for each in world.webhook_subscriptions.all()]
    return Reply({"type": "notification_subscription.list", "items": shown})


@routes("subscriptions.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one subscription."""
    return Reply(_body(_of_path(world, call)))


@routes("subscriptions.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a subscription, which is pinged; it needs a URL and topics."""
    for name in ("url", "topics"):
        if call.body.get(name) is None:
            raise missing(name)
    subscription = WebhookSubscription(f"nsub_{world.ids.uuid()}", call.second, call.second, version=call.version)
    _write(subscription, call.body)
    world.webhook_subscriptions.add(subscription)
    world.tell("subscription.pinged", subscription)
    return Reply(_body(subscription))


@routes("subscriptions.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change what is given of a subscription."""
    subscription = _of_path(world, call)
    _write(subscription, call.body)
    subscription.updated_at = call.second
    return Reply(_body(subscription))


@routes("subscriptions.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete a subscription and answer it."""
    subscription = _of_path(world, call)
    world.webhook_subscriptions.delete(subscription)
    return Reply(_body(subscription))


@routes("subscriptions.ping", writes=True)
def ping(world: World, call: Call) -> Reply:
    """Send a ping."""
    subscription = _of_path(world, call)
    subscription.pings += 1
    world.tell("subscription.pinged", subscription)
    return Reply(None)


def _of_path(world: World, call: Call) -> WebhookSubscription:
    subscription = world.webhook_subscriptions.get(call.params["subscription_id"])
    if subscription is None:
        raise not_found()
    return subscription


def _write(subscription: WebhookSubscription, given: Mapping[str, object]) -> None:
    """Set what is given, all of it or nothing."""
    if given.get("service_type", "web") != "web":
        raise invalid("service_type must be web", "service_type")
    url = subscription.url if given.get("url") is None else str(text(given["url"], "url"))
    topics = subscription.topics if given.get("topics") is None else _texts(given["topics"], "topics")
    metadata = subscription.metadata if given.get("metadata") is None else as_object(given["metadata"], "metadata")
    if "event.created" in topics:
        _texts((metadata or {}).get("event_names"), "event_names")
    active = subscription.active if given.get("active") is None else truth(given["active"], "active") is True
    secret = given.get("hub_secret", subscription.hub_secret)
    subscription.hub_secret = None if secret is None else str(text(secret, "hub_secret"))
    subscription.url, subscription.topics = url, topics
    subscription.metadata, subscription.active = metadata, active


def _texts(value: object, name: str) -> tuple[str, ...]:
    if not is_list(value) or not value:
        raise invalid(f"{name} must be a list that is not empty", name)
    return tuple(str(text(item, name)) for item in value)


def _body(subscription: WebhookSubscription) -> dict[str, object]:
    return {
        "type": "notification_subscription",
        "id": subscription.id,
        "created_at": subscription.created_at,
        "updated_at": subscription.updated_at,
        "service_type": "web",
        "topics": list(subscription.topics),
        "url": subscription.url,
        "active": subscription.active,
        "hub_secret": subscription.hub_secret,
        **({} if subscription.metadata is None else {"metadata": subscription.metadata}),
    }
