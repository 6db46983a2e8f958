"""Data events: what people did, as your application tells it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, Id, Model, check_identity


@attrs.frozen(kw_only=True, repr=False, eq=False)
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


@attrs.frozen(kw_only=True, repr=False, eq=False)
class EventSummaryItem(Model):
    """How often and when a person did one thing."""

    name: str | None = None
    #: As ISO 8601, unlike all other instants.
    first: str | None = None
    last: str | None = None
    count: int | None = None
    description: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class EventSummary(Model):
    """How often and when a person did what."""

    type: Literal["event.summary"] = "event.summary"
    email: str | None = None
    intercom_user_id: Id | None = None
    user_id: Id | None = None
    events: tuple[EventSummaryItem, ...] | None = None
    #: Of no use: a summary is whole.
    pages: Mapping[str, object] | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewEvent(Changes):
    """What a person, given by `user_id`, `id` or `email`, did, and when.

    Intercom takes events of one person, name and second for one.
    """

    event_name: str
    created_at: datetime | int
    user_id: str | int | Unset = UNSET
    id: str | int | Unset = UNSET
    email: str | Unset = UNSET
    #: At most ten keys.
    metadata: Mapping[str, object] | Unset = attrs.field(default=UNSET, hash=False, metadata={"limit": "metadata"})

    def __attrs_post_init__(self) -> None:
        check_identity("NewEvent", user_id=self.user_id, id=self.id, email=self.email)
