"""Subscription types."""

from typing import Final

from ..bodies.attached import subscription_body
from ..call import Call, Reply
from ..routes import Routes
from ..subscriptions import SEEDED
from ..world import World

routes: Final = Routes()


@routes("subscription_types.list")
def list_types(_: World, __: Call) -> Reply:
    """Answer all of them."""
    return Reply({"type": "list", "data": [subscription_body(each) for each in SEEDED]})
