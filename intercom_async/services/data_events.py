"""Data events."""

from collections.abc import Mapping
from datetime import datetime

from .. import operations as ops
from ..limits import check_instant
from ..models.data_events import DataEvent, EventSummary, NewEvent
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, one_of


class DataEvents(Service):
    """Tell Intercom what people did, and read it back."""

    __slots__ = ()

    async def create(
        self,
        *,
        event_name: str,
        created_at: datetime | int,
        user_id: str | int | Unset = UNSET,
        id: str | int | Unset = UNSET,  # noqa: A002  # the API's own name, beside user_id
        email: str | Unset = UNSET,
        metadata: Mapping[str, object] | Unset = UNSET,
    ) -> None:
        """Tell that a person, given by *user_id*, *id* or *email*, did something.

        Intercom takes events of one person, name and second for one, so a repeated try does no harm; two that really
        happened in one second are one too. *metadata* has at most ten keys.
        """
        event = NewEvent(
            event_name=event_name, created_at=created_at, user_id=user_id, id=id, email=email, metadata=metadata
        )
        await self._fetch(ops.DataEvents.create(json=event), object)

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
        check_instant("first", first)
        check_instant("last", last)
        summary = {"event_name": event_name, "count": count, "first": first, "last": last}
        request = ops.DataEvents.create_summaries(json={"user_id": user_id, "event_summaries": summary})
        await self._fetch(request, object)
