"""Office hours: schedules of a week, and the dates on which they do not hold."""

from typing import Any

import pytest
from support.simulator_calls import Api

PATH = "/office_hours_schedules"
NOW = 1_700_000_000
HOURS = {"start_minute": 1980, "end_minute": 2460}


def made(api: Api, **fields: object) -> dict[str, Any]:
    """Make a schedule and return its body."""
    body = {"name": "Support", "time_zone_name": "America/New_York", "time_intervals": [HOURS], **fields}
    result = api.post(PATH, body)
    assert result.status == 201, result.body
    return result.body


def test_a_schedule_is_made_changed_and_deleted(api: Api) -> None:
    """Recorded examples."""
    body = made(api)
    assert body == {
        "type": "office_hours_schedule", "id": "1", "name": "Support", "time_zone_name": "America/New_York",
        "time_intervals": [{**HOURS, "day_of_week": 1}], "twenty_four_seven": False, "created_at": NOW,
        "updated_at": NOW,
    }  # fmt: skip
    api.clock.time += 5
    changed = api.put(f"{PATH}/1", {"name": "All day", "time_intervals": [{"start_minute": 0, "end_minute": 10080}]})
    assert changed.body["twenty_four_seven"] is True
    assert (changed.body["name"], changed.body["updated_at"]) == ("All day", NOW + 5)
    assert api.put(f"{PATH}/1", {"time_zone_name": "UTC"}).body["name"] == "All day"
    assert api.get(PATH).body == {"type": "office_hours_schedule.list", "data": [api.get(f"{PATH}/1").body]}
    exception = api.post(
        f"{PATH}/1/office_hours_exceptions", {"exception_date": "2026-12-25", "exception_type": "closed"}
    )
    assert api.delete(f"{PATH}/1").body == {"id": "1", "object": "office_hours_schedule", "deleted": True}
    assert api.delete(f"{PATH}/1").problem == (404, "not_found")
    assert api.get(f"{PATH}/1/office_hours_exceptions/{exception.body['id']}").problem == (404, "not_found")
    assert api.get(PATH).body["data"] == []


def test_open_from_monday_to_sunday_in_parts_is_open_always(api: Api) -> None:
    """And a gap between the parts is not."""
    halves = [{"start_minute": 5040, "end_minute": 10080}, {"start_minute": 0, "end_minute": 5040}]
    assert made(api, time_intervals=halves)["twenty_four_seven"] is True
    assert made(api, time_intervals=[{**halves[0], "start_minute": 5055}, halves[1]])["twenty_four_seven"] is False
    assert made(api, time_intervals=[])["twenty_four_seven"] is False


def test_an_exception_is_made_changed_and_deleted(api: Api) -> None:
    """Recorded examples."""
    made(api)
    path = f"{PATH}/1/office_hours_exceptions"
    given = {
        "exception_date": "2026-12-25",
        "exception_type": "closed",
        "name": "Christmas",
        "recurring_annually": True,
    }
    body = {
        "type": "office_hours_exception", "id": "1", "office_hours_schedule_id": "1", **given, "time_intervals": None,
        "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    result = api.post(path, given)
    assert (result.status, result.body) == (201, body)
    assert api.get(path).body == {"type": "office_hours_exception.list", "data": [body]}
    api.clock.time += 5
    hours = {"start_minute": 540, "end_minute": 780}
    shorter = api.put(f"{path}/1", {"exception_type": "custom_hours", "time_intervals": [hours], "name": None}).body
    assert shorter["time_intervals"] == [{**hours, "day_of_week": 4}]
    assert (shorter["name"], shorter["recurring_annually"], shorter["updated_at"]) == (None, True, NOW + 5)
    moved = api.put(f"{path}/1", {"exception_date": "2026-12-24", "recurring_annually": False}).body
    assert moved["time_intervals"] == [{**hours, "day_of_week": 3}]
    assert api.put(f"{path}/1", {"exception_type": "closed"}).body["time_intervals"] is None
    assert api.delete(f"{path}/1").body == {"id": "1", "object": "office_hours_exception", "deleted": True}
    assert api.get(f"{path}/1").problem == (404, "not_found")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
        ("name", " "),
        ("name", 5),
        ("time_zone_name", "Mars/Base"),
        ("time_zone_name", "../etc"),
        ("time_intervals", None),
        ("time_intervals", "x"),
        ("time_intervals", ["x"]),
        ("time_intervals", [{"start_minute": 0}]),
        ("time_intervals", [{"start_minute": 0.5, "end_minute": 15}]),
        ("time_intervals", [{"start_minute": 0, "end_minute": 20}]),
        ("time_intervals", [{"start_minute": 15, "end_minute": 15}]),
        ("time_intervals", [{"start_minute": 0, "end_minute": 10095}]),
    ],
)
def test_a_wrong_schedule_is_422(api: Api, field: str, value: object) -> None:
    """OpenAPI files: name, zone and intervals are needed; intervals lie on quarters of an hour of one week."""
    body = {"name": "x", "time_zone_name": "UTC", "time_intervals": [], field: value}
    assert api.post(PATH, body).problem == (422, "data_invalid")
    assert api.get(PATH).body["data"] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"exception_date": None},
        {"exception_date": "25/12"},
        {"exception_type": None},
        {"exception_type": "open"},
        {"exception_type": "custom_hours"},
        {"time_intervals": [{"start_minute": 0, "end_minute": 15}]},
        {"recurring_annually": "yes"},
    ],
)
def test_a_wrong_exception_is_422(api: Api, changes: dict[str, object]) -> None:
    """API docs: intervals for custom hours, and for them alone."""
    made(api)
    path = f"{PATH}/1/office_hours_exceptions"
    assert api.post(path, {"exception_date": "2026-12-25", "exception_type": "closed", **changes}).problem == (
        422,
        "data_invalid",
    )


def test_an_exception_belongs_to_its_schedule(api: Api) -> None:
    made(api)
    made(api)
    api.post(f"{PATH}/1/office_hours_exceptions", {"exception_date": "2026-12-25", "exception_type": "closed"})
    assert api.get(f"{PATH}/2/office_hours_exceptions").body["data"] == []
    assert api.get(f"{PATH}/2/office_hours_exceptions/1").problem == (404, "not_found")
    assert api.get(f"{PATH}/3/office_hours_exceptions").problem == (404, "not_found")
