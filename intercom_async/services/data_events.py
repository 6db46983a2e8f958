"""Data events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from .. import operations as ops
from ..models.data_events import DataEvent, EventSummary
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, one_of

#: How many keys the metadata of one event may have.
MOST_METADATA: Final = 10
#: The year 5138: a number of seconds as large as this is one of milliseconds.
_MILLISECONDS: Final = 10**11


class DataEvents(Service):
    """Tell Intercom what people did, and read it back."""

    __slots__ = ()

    async def create(
        self,
        *,
        event_name: str,
        created_at: datetime | int | Unset = UNSET,
        user_id: str | int | Unset = UNSET,
        id: str | int | Unset = UNSET,  # noqa: A002  # the API's own name, beside user_id
        email: str | Unset = UNSET,
        metadata: Mapping[str, object] | Unset = UNSET,
    ) -> None:
        """Tell that a person, given by *user_id*, *id* or *email*, did something, now unless *created_at* says when.

        Intercom takes events of one person, name and second for one, so a repeated try does no harm; two that really
        happened in one second are one too. *metadata* has at most ten keys.
        """
        who = one_of("data_events.create", user_id=user_id, id=id, email=email)
        when = int(self._core.clock.now()) if isinstance(created_at, Unset) else _seconds("created_at", created_at)
        body: dict[str, object] = {"event_name": event_name, "created_at": when, **who}
        if not isinstance(metadata, Unset):
            if len(metadata) > MOST_METADATA:
                msg = f"data_events.create: metadata has {len(metadata)} keys, an event takes {MOST_METADATA}"
                raise ValueError(msg)
            body["metadata"] = metadata
        await self._fetch(ops.DataEvents.create(json=body), object)

    def list(
        self,
        *,
        user_id: str | int | Unset = UNSET,
        intercom_user_id: str | int | Unset = UNSET,
        email: str | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[DataEvent]:
        """Iterate over what a person did in the last 90 days, the latest first; leads go by *intercom_user_id*."""
        who = one_of("data_events.list", user_id=user_id, intercom_user_id=intercom_user_id, email=email)
        request = ops.DataEvents.list(query={"type": "user", **who})
        return self._iterate(request, DataEvent, per_page=per_page, resume=resume)

    async def summarize(
        self,
        *,
        user_id: str | int | Unset = UNSET,
        intercom_user_id: str | int | Unset = UNSET,
        email: str | Unset = UNSET,
    ) -> EventSummary:
        """Fetch how often and when a person did what."""
        who = one_of("data_events.summarize", user_id=user_id, intercom_user_id=intercom_user_id, email=email)
        request = ops.DataEvents.summarize(query={"type": "user", **who, "summary": True})
        return await self._fetch(request, EventSummary)

    async def create_summaries(
        self,
        *,
        user_id: str | int,
        event_name: str,
        count: int,
        first: datetime | int,
        last: datetime | int,
    ) -> None:
        """Tell that a person did something *count* times between *first* and *last*."""
        summary = {
            "event_name": event_name,
            "count": count,
            "first": _seconds("first", first),
            "last": _seconds("last", last),
        }
        request = ops.DataEvents.create_summaries(json={"user_id": user_id, "event_summaries": summary})
        await self._fetch(request, object)


def _seconds(name: str, value: datetime | int) -> datetime | int:
    """Return *value*, refusing a number that can only be of milliseconds."""
    if isinstance(value, int) and abs(value) >= _MILLISECONDS:
        msg = f"data_events: {name} is {value}, which seems to be in milliseconds: give seconds, or an aware datetime"
        raise ValueError(msg)
    return value
