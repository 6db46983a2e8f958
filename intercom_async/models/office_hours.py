"""Office hours: when a workspace answers."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Changes, Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class OfficeHoursInterval(Model):
    """A time during which a workspace is open."""

    #: In minutes since Monday, 0:00; of an exception since 0:00 of its date.
    start_minute: int | None = None
    end_minute: int | None = None
    #: 0 is Monday; derived from the others.
    day_of_week: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class OfficeHoursSchedule(Model):
    """When a workspace is open in every week."""

    type: Literal["office_hours_schedule"] = "office_hours_schedule"
    id: Id
    name: str | None = None
    #: Such as ``America/New_York``.
    time_zone_name: str | None = None
    time_intervals: tuple[OfficeHoursInterval, ...] | None = None
    twenty_four_seven: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class OfficeHoursException(Model):
    """A date on which a schedule does not hold."""

    type: Literal["office_hours_exception"] = "office_hours_exception"
    id: Id
    office_hours_schedule_id: Id | None = None
    #: Such as ``2026-12-25``.
    exception_date: str | None = None
    #: ``closed`` or ``custom_hours``.
    exception_type: str | None = None
    name: str | None = None
    #: None when it is closed.
    time_intervals: tuple[OfficeHoursInterval, ...] | None = None
    recurring_annually: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class OpenInterval(Changes):
    """From when until when to be open, on quarters of an hour.

    In minutes since Monday, 0:00, up to 10,080; for an exception since 0:00 of its date, up to 1,440.
    """

    start_minute: int
    end_minute: int
