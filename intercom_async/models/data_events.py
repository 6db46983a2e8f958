"""Data events: what people did, as your application tells it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False)
class DataEvent(Model):
    """Something that a person did."""

    type: Literal["event"] = "event"
    id: Id | None = None
    event_name: str | None = None
    created_at: datetime | None = None
    #: Who did it: by the id that you gave, by Intercom's, by e-mail.
    user_id: Id | None = None
    intercom_user_id: Id | None = None
    email: str | None = None
    metadata: Mapping[str, object] | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False)
class EventSummaryItem(Model):
    """How often and when a person did one thing."""

    name: str | None = None
    #: As ISO 8601, unlike all other instants.
    first: str | None = None
    last: str | None = None
    count: int | None = None
    description: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class EventSummary(Model):
    """How often and when a person did what."""

    type: Literal["event.summary"] = "event.summary"
    email: str | None = None
    intercom_user_id: Id | None = None
    user_id: Id | None = None
    events: tuple[EventSummaryItem, ...] | None = None
    #: Of no use: a summary is whole.
    pages: Mapping[str, object] | None = attrs.field(default=None, hash=False)
