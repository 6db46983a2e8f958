"""Office hours."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from .. import operations as ops
from ..models.common import DeletedObject
from ..models.office_hours import OfficeHoursException, OfficeHoursSchedule, OpenInterval
from ..pagination import Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class OfficeHours(Service):
    """Read and change when a workspace answers: schedules of a week, and the dates on which they do not hold."""

    __slots__ = ()

    def list(self) -> Paginator[OfficeHoursSchedule]:
        """Iterate over the schedules of the workspace."""
        return self._iterate(ops.OfficeHours.list(), OfficeHoursSchedule)

    async def create(
        self, *, name: str, time_zone_name: str, time_intervals: Sequence[OpenInterval]
    ) -> OfficeHoursSchedule:
        """Create a schedule; its times are those of an IANA time zone such as ``America/New_York``."""
        body = given(name=name, time_zone_name=time_zone_name, time_intervals=time_intervals)
        return await self._fetch(ops.OfficeHours.create(json=body), OfficeHoursSchedule)

    async def retrieve(self, schedule_id: str | int) -> OfficeHoursSchedule:
        """Fetch one schedule."""
        return await self._fetch(ops.OfficeHours.retrieve(schedule_id=schedule_id), OfficeHoursSchedule)

    async def update(
        self,
        schedule_id: str | int,
        *,
        name: str | Unset = UNSET,
        time_zone_name: str | Unset = UNSET,
        time_intervals: Sequence[OpenInterval] | Unset = UNSET,
    ) -> OfficeHoursSchedule:
        """Change a schedule; *time_intervals* replace all that it has."""
        body = given(name=name, time_zone_name=time_zone_name, time_intervals=time_intervals)
        return await self._fetch(ops.OfficeHours.update(schedule_id=schedule_id, json=body), OfficeHoursSchedule)

    async def delete(self, schedule_id: str | int) -> DeletedObject:
        """Delete a schedule."""
        return await self._fetch(ops.OfficeHours.delete(schedule_id=schedule_id), DeletedObject)

    def list_exceptions(self, schedule_id: str | int) -> Paginator[OfficeHoursException]:
        """Iterate over the dates on which a schedule does not hold."""
        return self._iterate(ops.OfficeHours.list_exceptions(schedule_id=schedule_id), OfficeHoursException)

    async def create_exception(
        self,
        schedule_id: str | int,
        *,
        exception_date: date | str,
        exception_type: Literal["closed", "custom_hours"],
        name: str | Unset = UNSET,
        time_intervals: Sequence[OpenInterval] | Unset | None = UNSET,
        recurring_annually: bool | Unset = UNSET,
    ) -> OfficeHoursException:
        """Let a schedule not hold on a date: closed all day, or open during *time_intervals* instead."""
        if (exception_type == "custom_hours") is not (time_intervals is not UNSET and bool(time_intervals)):
            msg = "office_hours.create_exception: time_intervals go with 'custom_hours', which needs them, alone"
            raise ValueError(msg)
        body = given(
            exception_date=_day(exception_date),
            exception_type=exception_type,
            name=name,
            time_intervals=time_intervals,
            recurring_annually=recurring_annually,
        )
        request = ops.OfficeHours.create_exception(schedule_id=schedule_id, json=body)
        return await self._fetch(request, OfficeHoursException)

    async def retrieve_exception(self, schedule_id: str | int, exception_id: str | int) -> OfficeHoursException:
        """Fetch one exception."""
        request = ops.OfficeHours.retrieve_exception(schedule_id=schedule_id, exception_id=exception_id)
        return await self._fetch(request, OfficeHoursException)

    async def update_exception(
        self,
        schedule_id: str | int,
        exception_id: str | int,
        *,
        exception_date: date | str | Unset = UNSET,
        exception_type: Literal["closed", "custom_hours"] | Unset = UNSET,
        name: str | Unset | None = UNSET,
        time_intervals: Sequence[OpenInterval] | Unset | None = UNSET,
        recurring_annually: bool | Unset = UNSET,
    ) -> OfficeHoursException:
        """Change an exception; *time_intervals* replace all that it has."""
        body = given(
            exception_date=_day(exception_date),
            exception_type=exception_type,
            name=name,
            time_intervals=time_intervals,
            recurring_annually=recurring_annually,
        )
        request = ops.OfficeHours.update_exception(schedule_id=schedule_id, exception_id=exception_id, json=body)
        return await self._fetch(request, OfficeHoursException)

    async def delete_exception(self, schedule_id: str | int, exception_id: str | int) -> DeletedObject:
        """Delete an exception: the schedule holds on its date again."""
        request = ops.OfficeHours.delete_exception(schedule_id=schedule_id, exception_id=exception_id)
        return await self._fetch(request, DeletedObject)


def _day(value: date | str | Unset) -> str | Unset:
    """Return a date as the API has it; an instant is refused, for it is another date elsewhere."""
    if isinstance(value, datetime):
        msg = f"office_hours: exception_date must be a date, not an instant: give {value.date().isoformat()!r}"
        raise TypeError(msg)
    return value.isoformat() if isinstance(value, date) else value
