"""Webhook subscriptions: where API 1.x tells what happens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class WebhookSubscription(Model):
    """Where notifications about some topics are sent."""

    type: Literal["notification_subscription"] = "notification_subscription"
    id: Id
    app_id: Id | None = None
    #: ``web``.
    service_type: str | None = None
    #: Such as ``conversation.user.created``, or ``company`` for all topics of companies.
    topics: tuple[str, ...] | None = None
    url: str | None = None
    #: Whether notifications are sent.
    active: bool | None = None
    #: What notifications are signed with: a secret.
    hub_secret: str | None = None
    mode: str | None = None
    #: For ``event.created``: ``event_names`` has the names of the events.
    metadata: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    created_at: datetime | None = None
    updated_at: datetime | None = None
    self_: str | None = attrs.field(default=None, metadata={"key": "self"})
    links: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    notes: tuple[str, ...] | None = None
