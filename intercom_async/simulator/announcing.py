"""From what happened to what webhooks are sent: each is told in its version."""

import attrs

from ..versions import Version
from .call import Call
from .notices import PINGED, notices
from .webhooks import Webhooks
from .world import World


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
