"""From what happened to what webhooks are sent: each is told in its version."""

import attrs

from ..http import Headers, HttpRequest
from ..versions import Version
from .articles import articles
from .call import Call
from .conversing import wake
from .notices import PINGED, notices
from .resources.jobs import carry_out
from .webhooks import Webhooks
from .world import World


def catch_up(world: World, now: float) -> None:
    """Let everything happen that was to happen by now: jobs, ends of snoozes, schedules of articles."""
    carry_out(world, now)
    wake(world, int(now))
    articles(world, int(now))


def no_call(base_url: str | None, now: float) -> Call:
    """Return what stands for a call where there was none."""
    url = base_url or "https://api.intercom.io"
    return Call("GET", "/", {}, url, HttpRequest("GET", url, Headers()), now, "")


def announce(world: World, webhooks: Webhooks, call: Call, app_version: Version) -> None:
    """Make notifications of what happened since the last time, during *call* or before it."""
    happened = list(world.happened)
    world.happened.clear()
    webhooks.follow(world.webhook_subscriptions.all())
    for each in happened:
        if each.kind == PINGED:
            webhooks.ping_subscription(each.subject.id, call.now)
    for version in dict.fromkeys(endpoint.version for endpoint in webhooks.listening):
        seen = attrs.evolve(call, version=version or app_version, query={}, params={})
        for topic, item in notices(world, seen, happened):
            webhooks.publish(topic, item, call.now, version=version)
