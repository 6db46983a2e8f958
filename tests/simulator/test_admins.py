"""Teammates: the lists by version, going away, and the log of what they did."""

from typing import Any

import pytest
from support.simulator_calls import Api

CIARAN = "991267459"
AWAY = {"away_mode_enabled": True, "away_mode_reassign": True}


def test_teams_stand_among_the_admins_until_1_3(api: Api) -> None:
    """behaviour.md 1.4: 1.4."""
    kinds = {
        version: [item["type"] for item in api.get("/admins", version=version).body["admins"]]
        for version in ("1.0", "1.3", "1.4", "2.16")
    }
    teams = ["admin", "admin", "team"]
    assert kinds == {"1.0": teams, "1.3": teams, "1.4": ["admin"] * 2, "2.16": ["admin"] * 2}
    team = api.get("/admins", version="1.0").body["admins"][-1]
    assert (team["email"], team["admin_ids"]) == (None, [991267459, 991267460])


def test_keys_of_an_admin_by_version(api: Api) -> None:
    """behaviour.md 9 (admin): no seat in 1.x, away_status_reason_id from 2.14 on."""
    shown = {version: api.get(f"/admins/{CIARAN}", version=version).body for version in ("1.4", "2.13", "2.14")}
    old = {
        "type": "admin", "id": CIARAN, "name": "Ciaran Lee", "email": "ciaran@example.com",
        "away_mode_enabled": False, "away_mode_reassign": False, "team_ids": [814865],
    }  # fmt: skip
    assert shown["1.4"] == old
    assert shown["2.13"] == {**old, "has_inbox_seat": True}
    assert shown["2.14"] == {**old, "has_inbox_seat": True, "away_status_reason_id": None}


def test_avatars_are_there_when_asked_for(api: Api) -> None:
    """v1.md 7 (Admin): display_avatar; an object in 1.x, a URL in 2.x."""
    old = api.get("/admins?display_avatar=true", version="1.4").body["admins"][0]["avatar"]
    assert old["type"] == "avatar"
    assert api.get("/admins?display_avatar=true").body["admins"][0]["avatar"] == old["image_url"]
    assert "avatar" not in api.get("/admins").body["admins"][0]


@pytest.mark.parametrize("version", ["1.0", "2.13"])
def test_going_away_and_back(api: Api, version: str) -> None:
    """API docs: set an admin away; before 2.14 without a reason."""
    body = api.put(f"/admins/{CIARAN}/away", {**AWAY, "away_status_reason_id": 5}, version=version).body
    assert (body["away_mode_enabled"], body["away_mode_reassign"]) == (True, True)
    assert "away_status_reason_id" not in body
    assert api.get(f"/admins/{CIARAN}").body["away_mode_enabled"] is True
    back = {"away_mode_enabled": False, "away_mode_reassign": False}
    assert api.put(f"/admins/{CIARAN}/away", back, version=version).body["away_mode_enabled"] is False


def test_the_reason_for_going_away(api: Api) -> None:
    """behaviour.md 4.3, recorded examples at 2.14: away_status_reason_mandatory; deleted or missing reasons are 400."""
    path = f"/admins/{CIARAN}/away"
    assert api.put(path, {**AWAY, "away_status_reason_id": 12345}).body["away_status_reason_id"] == "12345"
    api.simulator.world.deleted_away_reasons = frozenset({7})
    result = api.put(path, {**AWAY, "away_status_reason_id": 7})
    assert (result.problem, result.message) == ((400, "parameter_invalid"), "Away status reason is deleted")
    assert api.put(path, {**AWAY, "away_status_reason_id": "x"}).problem == (400, "parameter_invalid")
    api.simulator.world.away_reason_mandatory = True
    result = api.put(path, AWAY)
    assert (result.code, result.message) == ("away_status_reason_mandatory", "Away status reason is mandatory")
    back = {"away_mode_enabled": False, "away_mode_reassign": False}
    assert api.put(path, back).body["away_status_reason_id"] is None


def test_what_cannot_go_away(api: Api) -> None:
    """v1.md 6, recorded examples: the two messages of 404; both switches are needed; 403 without a seat."""
    assert api.get("/admins/1").message == "Admin not found"
    result = api.put("/admins/1/away", AWAY)
    assert (result.problem, result.message) == ((404, "admin_not_found"), "Admin for admin_id not found")
    path = f"/admins/{CIARAN}/away"
    assert api.put(path, {"away_mode_enabled": True}).problem == (400, "parameter_not_found")
    assert api.put(path, {"away_mode_enabled": 1, "away_mode_reassign": True}).problem == (400, "parameter_invalid")
    api.simulator.world.admins[0].inbox_seat = False
    result = api.put(path, AWAY)
    assert result.problem == (403, "action_forbidden")
    assert result.message == "This admin does not have Inbox access permissions"


@pytest.fixture
def logged(api: Api) -> Api:
    """A workspace in which three things happened, ten seconds apart."""
    world = api.simulator.world
    for number, kind in enumerate(("app_name_change", "message_state_change", "app_name_change")):
        metadata = {"before": "before", "after": "after"}
        world.activity_logs.add(world.admins[0], kind, "x", metadata=metadata, now=1000 + 10 * number)
    return api


def times(body: dict[str, Any]) -> list[int]:
    assert body["type"] == "activity_log.list"
    return [entry["created_at"] for entry in body["activity_logs"]]


def test_the_log_is_listed_newest_first(logged: Api) -> None:
    """v1.md 3: list activity logs; a time, pages of 20 by URL, and the recorded entry."""
    path = "/admins/activity_logs?created_at_after"
    body = logged.get(f"{path}=1000", version="1.2").body
    assert times(body) == [1020, 1010, 1000]
    assert body["pages"] == {"type": "pages", "next": None, "page": 1, "per_page": 20, "total_pages": 1}
    entry = body["activity_logs"][0]
    assert {name: entry[name] for name in entry if name != "id"} == {
        "performed_by": {"type": "admin", "id": CIARAN, "email": "ciaran@example.com", "ip": "127.0.0.1"},
        "metadata": {"before": "before", "after": "after"}, "created_at": 1020,
        "activity_type": "app_name_change", "activity_description": "x",
    }  # fmt: skip
    assert times(logged.get(f"{path}=1001&created_at_before=1010").body) == [1010]
    page = logged.get(f"{path}=1&per_page=2").body["pages"]["next"]
    assert times(logged.get(page.removeprefix("https://api.intercom.test")).body) == [1000]


def test_the_log_needs_a_time(logged: Api) -> None:
    """v1.md 6: 404 parameter_not_found, with this message."""
    for result in (logged.get("/admins/activity_logs"), logged.post("/admins/activity_logs/search", {})):
        assert result.problem == (404, "parameter_not_found")
        assert result.message == "Please provide the following parameters: created_at_after"
    assert logged.get("/admins/activity_logs?created_at_after=x").problem == (400, "parameter_invalid")
    both = "created_at_after=1&created_at_before=x"
    assert logged.get(f"/admins/activity_logs?{both}").problem == (400, "parameter_invalid")


def test_the_log_is_searched_by_event_type(logged: Api) -> None:
    """behaviour.md 3: search activity logs; the page number in the body, at most 250 a page."""

    def search(**body: object) -> Any:
        return logged.post("/admins/activity_logs/search", {"created_at_after": 1, **body})

    assert times(search(event_types=["app_name_change"]).body) == [1020, 1000]
    assert times(search(per_page=2, page=2).body) == [1000]
    assert search(per_page=2).body["pages"]["total_pages"] == 2
    assert search(per_page=251).problem == (400, "parameter_invalid")
    assert search(event_types="x").problem == (400, "parameter_invalid")


def test_going_away_is_logged(api: Api) -> None:
    """API docs: activity types; only a change is."""
    for _ in range(2):
        api.put(f"/admins/{CIARAN}/away", AWAY)
    (entry,) = api.get("/admins/activity_logs?created_at_after=1").body["activity_logs"]
    assert entry["activity_type"] == "admin_away_mode_change"


def test_event_types(api: Api) -> None:
    """Recorded examples: 73 types at 2.16, one more in Preview."""
    old, new = (api.get("/admins/activity_log_event_types", version=v).body for v in ("2.16", "Preview"))
    assert old["type"] == "activity_log_event_type.list"
    assert set(new["event_types"]) - set(old["event_types"]) == {"inbox_bulk_action"}
    assert (len(old["event_types"]), len(new["event_types"])) == (73, 74)
