"""The webhook subscriptions of the simulated workspace."""

from collections.abc import Mapping
from typing import Final

import attrs

from ..versions import V1_4, Version
from .call import invalid

#: How many a workspace may have.
MAXIMUM: Final = 250


@attrs.define
class WebhookSubscription:
    """One subscription."""

    id: str
    created_at: int
    updated_at: int
    url: str = ""
    topics: tuple[str, ...] = ()
    hub_secret: str | None = None
    metadata: Mapping[str, object] | None = None
    active: bool = True
    #: How often it was pinged.
    pings: int = 0
    #: Of the call that made it, as which notifications are shown.
    version: Version = V1_4

    @property
    def patterns(self) -> tuple[str, ...]:
        """Its topics as patterns: ``company`` stands for all of companies, ``all`` for everything."""
        each = (("*",) if topic == "all" else (topic, f"{topic}.*") for topic in self.topics)
        return tuple(pattern for patterns in each for pattern in patterns)


class WebhookSubscriptions:
    """Every subscription, in the order in which they were made."""

    __slots__ = ("_by_id",)

    def __init__(self) -> None:
        self._by_id: dict[str, WebhookSubscription] = {}

    def all(self) -> list[WebhookSubscription]:
        """Return all of them."""
        return list(self._by_id.values())

    def get(self, subscription_id: str) -> WebhookSubscription | None:
        """Return the one with this id."""
        return self._by_id.get(subscription_id)

    def add(self, subscription: WebhookSubscription) -> None:
        """Add a new one, refusing one too many."""
        if len(self._by_id) >= MAXIMUM:
            raise invalid(f"A maximum of {MAXIMUM} subscriptions can be created")
        self._by_id[subscription.id] = subscription

    def delete(self, subscription: WebhookSubscription) -> None:
        """Forget one."""
        del self._by_id[subscription.id]
