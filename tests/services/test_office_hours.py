"""Office hours: the exact request of every method and what its answer becomes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.models.common import DeletedObject
from intercom_async.models.office_hours import OfficeHoursException, OfficeHoursSchedule, OpenInterval

BOTH = ("2.16", "Preview")
PATH = "/office_hours_schedules"
EXCEPTIONS = f"{PATH}/1/office_hours_exceptions"
MORNING = OpenInterval(start_minute=540, end_minute=720)
SENT = {"start_minute": 540, "end_minute": 720}
SCHEDULE = {
    "type": "office_hours_schedule", "id": "1", "name": "Support", "time_zone_name": "Europe/Dublin",
    "time_intervals": [{**SENT, "day_of_week": 0}], "twenty_four_seven": False, "created_at": 1, "updated_at": 2,
}  # fmt: skip
EXCEPTION = {
    "type": "office_hours_exception", "id": "7", "office_hours_schedule_id": "1", "exception_date": "2026-12-25",
    "exception_type": "closed", "name": None, "time_intervals": None, "recurring_annually": True, "created_at": 1,
    "updated_at": 2,
}  # fmt: skip
KNOWN = {"id": "1", "twenty_four_seven": False, "updated_at": datetime.fromtimestamp(2, UTC)}
OFF = {"id": "7", "exception_date": "2026-12-25", "time_intervals": None, "recurring_annually": True}


@each(
    Case("list", lambda c: c.office_hours.list(), Asked("GET", PATH),
         {"type": "office_hours_schedule.list", "data": [SCHEDULE]}, KNOWN, OfficeHoursSchedule, BOTH),
    Case("create",
         lambda c: c.office_hours.create(name="S", time_zone_name="UTC", time_intervals=[MORNING]),
         Asked("POST", PATH, {}, {"name": "S", "time_zone_name": "UTC", "time_intervals": [SENT]}), SCHEDULE, KNOWN,
         OfficeHoursSchedule, BOTH),
    Case("retrieve", lambda c: c.office_hours.retrieve(1), Asked("GET", f"{PATH}/1"), SCHEDULE, KNOWN,
         OfficeHoursSchedule, BOTH),
    Case("update", lambda c: c.office_hours.update("1", name="S"), Asked("PUT", f"{PATH}/1", {}, {"name": "S"}),
         SCHEDULE, KNOWN, OfficeHoursSchedule),
    Case("update all of it",
         lambda c: c.office_hours.update("1", time_zone_name="UTC", time_intervals=(MORNING,)),
         Asked("PUT", f"{PATH}/1", {}, {"time_zone_name": "UTC", "time_intervals": [SENT]}), SCHEDULE, KNOWN,
         OfficeHoursSchedule),
    Case("delete", lambda c: c.office_hours.delete("1"), Asked("DELETE", f"{PATH}/1"),
         {"id": "1", "object": "office_hours_schedule", "deleted": True}, {"id": "1", "deleted": True}, DeletedObject),
    Case("list exceptions", lambda c: c.office_hours.list_exceptions(1),
         Asked("GET", EXCEPTIONS), {"type": "office_hours_exception.list", "data": [EXCEPTION]}, OFF,
         OfficeHoursException, BOTH),
    Case("create an exception",
         lambda c: c.office_hours.create_exception(
             1, exception_date=date(2026, 12, 25), exception_type="closed", name="X", recurring_annually=True),
         Asked("POST", EXCEPTIONS, {},
               {"exception_date": "2026-12-25", "exception_type": "closed", "name": "X", "recurring_annually": True}),
         EXCEPTION, OFF, OfficeHoursException, BOTH),
    Case("retrieve an exception", lambda c: c.office_hours.retrieve_exception(1, 7),
         Asked("GET", f"{EXCEPTIONS}/7"), EXCEPTION, OFF, OfficeHoursException),
    Case("update an exception",
         lambda c: c.office_hours.update_exception(
             1, 7, exception_date="2026-12-24", exception_type="custom_hours", name=None, time_intervals=[MORNING]),
         Asked("PUT", f"{EXCEPTIONS}/7", {},
               {"exception_date": "2026-12-24", "exception_type": "custom_hours", "name": None,
                "time_intervals": [SENT]}),
         {**EXCEPTION, "exception_type": "custom_hours", "time_intervals": [{**SENT, "day_of_week": 3}]},
         {"id": "7", "exception_type": "custom_hours"}, OfficeHoursException),
    Case("delete an exception", lambda c: c.office_hours.delete_exception("1", "7"),
         Asked("DELETE", f"{EXCEPTIONS}/7"),
         {"id": "7", "object": "office_hours_exception", "deleted": True}, {"id": "7"}, DeletedObject),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(
    ("fields", "error", "told"),
    [
        ({"exception_type": "custom_hours"}, ValueError, "time_intervals go with 'custom_hours'"),
        ({"exception_type": "custom_hours", "time_intervals": []}, ValueError, "which needs them"),
        ({"exception_type": "closed", "time_intervals": [MORNING]}, ValueError, "alone"),
        (
            {"exception_type": "closed", "exception_date": datetime(2026, 12, 25, tzinfo=UTC)},
            TypeError, "a date, not an instant: give '2026-12-25'",
        ),
    ],
)  # fmt: skip
async def test_an_exception_that_cannot_be_is_refused_before_sending(fields: Any, error: Any, told: str) -> None:
    """Open at no time, closed at some, or on a date that depends on where one is."""
    wire = Wire()
    with pytest.raises(error, match=told):
        await wire.client.office_hours.create_exception("1", **{"exception_date": "2026-12-25", **fields})
    assert wire.asked == []
