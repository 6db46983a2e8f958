"""Calls about a workspace itself and what works beside its people: hours, connectors, Fin, jobs."""

from collections.abc import Callable, Mapping
from typing import Final

from ..scene import Scene
from ..simulator_calls import Result

_HOURS: Final = "/office_hours_schedules"
_OPEN: Final = [{"start_minute": 540, "end_minute": 1020}]


def _schedule(s: Scene) -> str:
    """Make a schedule with an exception of each type and return its path."""
    made = s.post(_HOURS, {"name": "Support", "time_zone_name": "America/New_York", "time_intervals": _OPEN}).body
    path = f"{_HOURS}/{made['id']}"
    s.post(f"{path}/office_hours_exceptions", {"exception_date": "2026-12-25", "exception_type": "closed"})
    hours = {"exception_date": "2026-12-24", "exception_type": "custom_hours", "time_intervals": _OPEN}
    s.post(f"{path}/office_hours_exceptions", {**hours, "name": "Eve", "recurring_annually": True})
    return path


#: One call of every operation that the files have.
CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "office_hours.list": lambda s: s.get(_schedule(s) and _HOURS),
    "office_hours.create": lambda s: s.post(
        _HOURS, {"name": "S", "time_zone_name": "UTC", "time_intervals": _OPEN}
    ),
    "office_hours.retrieve": lambda s: s.get(_schedule(s)),
    "office_hours.update": lambda s: s.put(_schedule(s), {"name": "S"}),
    "office_hours.delete": lambda s: s.delete(_schedule(s)),
    "office_hours.list_exceptions": lambda s: s.get(f"{_schedule(s)}/office_hours_exceptions"),
    "office_hours.create_exception": lambda s: s.post(
        f"{_schedule(s)}/office_hours_exceptions", {"exception_date": "2026-12-31", "exception_type": "closed"}
    ),
    "office_hours.retrieve_exception": lambda s: s.get(f"{_schedule(s)}/office_hours_exceptions/2"),
    "office_hours.update_exception": lambda s: s.put(f"{_schedule(s)}/office_hours_exceptions/2", {"name": "x"}),
    "office_hours.delete_exception": lambda s: s.delete(f"{_schedule(s)}/office_hours_exceptions/1"),
}  # fmt: skip
