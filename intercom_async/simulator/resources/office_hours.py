"""Office hours: schedules of a week, and the dates on which they do not hold."""

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from ..call import Call, Problem, Reply, not_found
from ..fields import Fields
from ..routes import Routes
from ..shelf import Kept
from ..world import World

routes: Final = Routes()

_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY
#: What intervals begin and end on, in minutes.
_GRID: Final = 15
_TYPES: Final = ("closed", "custom_hours")
#: What every refusal is called.
_CODE: Final = "data_invalid"


@attrs.define
class Schedule(Kept):
    """When the workspace is open in every week."""

    name: str
    zone: str
    #: From and to, in minutes since Monday.
    intervals: list[tuple[int, int]]
    created_at: int
    updated_at: int


@attrs.define
class Exceptional(Kept):
    """A date on which a schedule does not hold."""

    schedule_id: str
    date: date
    kind: str
    name: str | None
    intervals: list[tuple[int, int]]
    annual: bool
    created_at: int
    updated_at: int


@routes("office_hours.list")
def list_schedules(world: World, call: Call) -> Reply:
    """Answer all schedules."""
    del call
    data = [_schedule_body(schedule) for schedule in world.shelf(Schedule)]
    return Reply({"type": "office_hours_schedule.list", "data": data})


@routes("office_hours.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a schedule."""
    fields = Fields(call.body, code=_CODE)
    name, zone = fields.needed("name"), _zone(fields, fields.needed("time_zone_name"))
    intervals = _intervals(fields, _WEEK)
    if intervals is None:
        raise fields.missing("time_intervals")
    shelf = world.shelf(Schedule)
    schedule = shelf.add(Schedule(shelf.next_id(), name, zone, intervals, call.second, call.second))
    return Reply(_schedule_body(schedule), 201)


@routes("office_hours.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one schedule."""
    return Reply(_schedule_body(_schedule(world, call)))


@routes("office_hours.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change what the body names of one schedule."""
    schedule = _schedule(world, call)
    fields = Fields(call.body, code=_CODE)
    name = fields.needed("name") if fields.has("name") else schedule.name
    zone = _zone(fields, fields.needed("time_zone_name")) if fields.has("time_zone_name") else schedule.zone
    intervals = _intervals(fields, _WEEK)
    schedule.name, schedule.zone, schedule.updated_at = name, zone, call.second
    schedule.intervals = schedule.intervals if intervals is None else intervals
    return Reply(_schedule_body(schedule))


@routes("office_hours.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one schedule and its exceptions."""
    schedule = _schedule(world, call)
    world.shelf(Schedule).discard(schedule.id)
    for exception in _exceptions(world, schedule):
        world.shelf(Exceptional).discard(exception.id)
    return Reply({"id": schedule.id, "object": "office_hours_schedule", "deleted": True})


@routes("office_hours.list_exceptions")
def list_exceptions(world: World, call: Call) -> Reply:
    """Answer all exceptions of a schedule."""
    data = [_exception_body(exception) for exception in _exceptions(world, _schedule(world, call))]
    return Reply({"type": "office_hours_exception.list", "data": data})


@routes("office_hours.create_exception", writes=True)
def create_exception(world: World, call: Call) -> Reply:
    """Make an exception of a schedule."""
    schedule = _schedule(world, call)
    fields = Fields(call.body, code=_CODE)
    day = _date(fields, fields.needed("exception_date"))
    kind = fields.choice("exception_type", _TYPES)
    if kind is None:
        raise fields.missing("exception_type")
    intervals = _fitting(fields, kind, _intervals(fields, _DAY))
    name, annual, now = fields.text("name"), fields.flag("recurring_annually") is True, call.second
    _refuse_second(world, schedule, day)
    shelf = world.shelf(Exceptional)
    exception = Exceptional(shelf.next_id(), schedule.id, day, kind, name, intervals, annual, now, now)
    return Reply(_exception_body(shelf.add(exception)), 201)


@routes("office_hours.retrieve_exception")
def retrieve_exception(world: World, call: Call) -> Reply:
    """Answer one exception."""
    return Reply(_exception_body(_exception(world, call)))


@routes("office_hours.update_exception", writes=True)
def update_exception(world: World, call: Call) -> Reply:
    """Change what the body names of one exception."""
    exception = _exception(world, call)
    fields = Fields(call.body, code=_CODE)
    day = _date(fields, fields.needed("exception_date")) if fields.has("exception_date") else exception.date
    kind = fields.choice("exception_type", _TYPES) or exception.kind
    given = _intervals(fields, _DAY)
    kept = exception.intervals or None if kind == "custom_hours" else None
    intervals = _fitting(fields, kind, kept if given is None else given)
    name = fields.text("name") if fields.has("name") else exception.name
    annual = fields.flag("recurring_annually")
    if day != exception.date:
        _refuse_second(world, _schedule(world, call), day)
    exception.date, exception.kind, exception.intervals, exception.name = day, kind, intervals, name
    exception.annual = exception.annual if annual is None else annual
    exception.updated_at = call.second
    return Reply(_exception_body(exception))


@routes("office_hours.delete_exception", writes=True)
def delete_exception(world: World, call: Call) -> Reply:
    """Delete one exception."""
    exception = _exception(world, call)
    world.shelf(Exceptional).discard(exception.id)
    return Reply({"id": exception.id, "object": "office_hours_exception", "deleted": True})


def _schedule(world: World, call: Call) -> Schedule:
    schedule = world.shelf(Schedule).get(call.params["schedule_id"])
    if schedule is None:
        raise not_found("Object not found")
    return schedule


def _exceptions(world: World, schedule: Schedule) -> list[Exceptional]:
    return [each for each in world.shelf(Exceptional) if each.schedule_id == schedule.id]


def _refuse_second(world: World, schedule: Schedule, day: date) -> None:
    """Refuse a date that is an exception already."""
    if any(each.date == day for each in _exceptions(world, schedule)):
        raise Problem(422, _CODE, "Invalid or duplicated record reference")


def _exception(world: World, call: Call) -> Exceptional:
    exception = world.shelf(Exceptional).get(call.params["exception_id"])
    if exception is None or exception.schedule_id != _schedule(world, call).id:
        raise not_found("Object not found")
    return exception


def _zone(fields: Fields, name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise fields.wrong("time_zone_name", "time_zone_name is not a known time zone") from None
    return name


def _date(fields: Fields, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fields.wrong("exception_date", "exception_date must be a date as YYYY-MM-DD") from None


def _intervals(fields: Fields, end: int) -> list[tuple[int, int]] | None:
    """Read when to be open, between 0 and *end*."""
    given = fields.objects("time_intervals")
    if given is None:
        return None
    found = [(each.number("start_minute"), each.number("end_minute")) for each in given]
    intervals = [(first, last) for first, last in found if first is not None and last is not None]
    if len(intervals) != len(found):
        raise fields.wrong("time_intervals", "time_intervals need a start_minute and an end_minute")
    for first, last in intervals:
        if not 0 <= first < last <= end or first % _GRID or last % _GRID:
            message = f"time_intervals must lie between 0 and {end} and begin and end on {_GRID} minutes"
            raise fields.wrong("time_intervals", message)
    return intervals


def _fitting(fields: Fields, kind: str, intervals: list[tuple[int, int]] | None) -> list[tuple[int, int]]:
    """Return the intervals of an exception, which only one with hours of its own has."""
    if (kind == "custom_hours") is not bool(intervals):
        message = "time_intervals are required for custom_hours and must be omitted for closed"
        raise fields.wrong("time_intervals", message)
    return intervals or []


def _schedule_body(schedule: Schedule) -> dict[str, object]:
    return {
        "type": "office_hours_schedule",
        "id": schedule.id,
        "name": schedule.name,
        "time_zone_name": schedule.zone,
        "time_intervals": [_interval_body(each, each[0] // _DAY) for each in schedule.intervals],
        "twenty_four_seven": _always_open(schedule),
        "created_at": schedule.created_at,
        "updated_at": schedule.updated_at,
    }


def _always_open(schedule: Schedule) -> bool:
    """Say whether the intervals leave no time between them."""
    end = 0
    for first, last in sorted(schedule.intervals):
        if first > end:
            return False
        end = max(end, last)
    return end == _WEEK


def _exception_body(exception: Exceptional) -> dict[str, object]:
    shown = [_interval_body(each, exception.date.weekday()) for each in exception.intervals]
    return {
        "type": "office_hours_exception",
        "id": exception.id,
        "office_hours_schedule_id": exception.schedule_id,
        "exception_date": exception.date.isoformat(),
        "exception_type": exception.kind,
        "name": exception.name,
        "time_intervals": shown or None,
        "recurring_annually": exception.annual,
        "created_at": exception.created_at,
        "updated_at": exception.updated_at,
    }


def _interval_body(interval: tuple[int, int], day: int) -> dict[str, object]:
    return {"start_minute": interval[0], "end_minute": interval[1], "day_of_week": day}
