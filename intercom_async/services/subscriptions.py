"""Webhook subscriptions of API 1.x."""

from collections.abc import Sequence

from .. import operations as ops
from ..models.webhook_subscriptions import WebhookSubscription
from ..pagination import Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class Subscriptions(Service):
    """Choose in API 1.x where notifications about which topics are sent; from 2.0 on the Developer Hub does.

    A workspace may have 250. What contacts opt in to or out of is another thing: `contacts.list_subscriptions`.
    """

    __slots__ = ()

    def list(self) -> Paginator[WebhookSubscription]:
        """Iterate over the subscriptions."""
        return self._iterate(ops.Subscriptions.list(), WebhookSubscription)

    async def retrieve(self, subscription_id: str) -> WebhookSubscription:
        """Fetch one subscription."""
        return await self._fetch(ops.Subscriptions.retrieve(subscription_id=subscription_id), WebhookSubscription)

    async def create(
        self,
        *,
        url: str,
        topics: Sequence[str],
        hub_secret: str | Unset | None = UNSET,
        event_names: Sequence[str] | Unset = UNSET,
    ) -> WebhookSubscription:
        """Let notifications about *topics* be sent to *url*, signed with *hub_secret* where it is given.

        The topic ``event.created`` needs *event_names*, of which events; ``ping`` is always sent.
        """
        body = _body(given(url=url, hub_secret=hub_secret), topics, event_names)
        if "event.created" in topics and not event_names:
            msg = "subscriptions.create: the topic event.created needs event_names, of the events to be told of"
            raise ValueError(msg)
        return await self._fetch(ops.Subscriptions.create(json=body), WebhookSubscription)

    async def update(
        self,
        subscription_id: str,
        *,
        url: str | Unset = UNSET,
        topics: Sequence[str] | Unset = UNSET,
        hub_secret: str | Unset | None = UNSET,
        event_names: Sequence[str] | Unset = UNSET,
        active: bool | Unset = UNSET,
    ) -> WebhookSubscription:
        """Change a subscription; *topics* and *event_names* replace all that there were."""
        body = _body(given(url=url, hub_secret=hub_secret, active=active), topics, event_names)
        request = ops.Subscriptions.update(subscription_id=subscription_id, json=body)
        return await self._fetch(request, WebhookSubscription)

    async def delete(self, subscription_id: str) -> None:
        """Delete a subscription: nothing more is sent."""
        await self._fetch(ops.Subscriptions.delete(subscription_id=subscription_id), object)

    async def ping(self, subscription_id: str) -> None:
        """Let a notification with the topic ``ping`` be sent to the subscription's URL."""
        await self._fetch(ops.Subscriptions.ping(subscription_id=subscription_id), object)


def _body(
    fields: dict[str, object], topics: Sequence[str] | Unset, event_names: Sequence[str] | Unset
) -> dict[str, object]:
    for name, texts in (("topics", topics), ("event_names", event_names)):
        if isinstance(texts, str):
            msg = f"{name} must be a list such as [{texts!r}], not one text"
            raise TypeError(msg)
    metadata = UNSET if isinstance(event_names, Unset) else {"event_names": event_names}
    return fields | given(topics=topics, metadata=metadata)
