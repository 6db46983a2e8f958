"""Admins, their teams and their activities: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links, refused

from intercom_async.models.activity_logs import ActivityLog
from intercom_async.models.admins import Admin, CurrentAdmin, Team

ANY = ("1.0", "1.3", "1.4", "2.0", "2.7", "2.13", "2.14", "2.16", "Preview")


def admin(**fields: object) -> dict[str, Any]:
    """Return a teammate."""
    return {
        "type": "admin",
        "id": "493881",
        "name": "Joe Example",
        "email": "joe@x.test",
        "away_mode_enabled": True,
        "away_mode_reassign": False,
        "team_ids": [814865],
        **fields,
    }


def log(number: int = 1) -> dict[str, Any]:
    """Return an activity as recorded answers have it."""
    return {
        "id": str(number),
        "performed_by": {"type": "admin", "id": "123456", "email": "jane@x.test", "ip": "127.0.0.1"},
        "metadata": {"message": {"id": 123, "title": "salt&vinegar"}, "before": "before", "after": "after"},
        "created_at": 1547669358,
        "activity_type": "message_state_change",
        "activity_description": "Jane Doe changed your salt&vinegar message from before to after.",
    }


FIELDS = {"id": "493881", "name": "Joe Example", "away_mode_enabled": True, "team_ids": ("814865",)}
LOGGED = {
    "id": "1",
    "created_at": datetime(2019, 1, 16, 20, 9, 18, tzinfo=UTC),
    "performed_by.ip": "127.0.0.1",
    "metadata.message": {"id": 123, "title": "salt&vinegar"},
    "metadata.before": "before",
    "activity_type": "message_state_change",
}
AFTER, BEFORE = datetime(2024, 1, 2, tzinfo=UTC), 1704240000
ONE_PAGE = {"type": "pages", "next": None, "page": 1, "per_page": 20, "total_pages": 1}
LOGS = {"type": "activity_log.list", "pages": ONE_PAGE, "activity_logs": [log()]}


@each(
    Case("me", lambda c: c.admins.me(), Asked("GET", "/me"),
         {**admin(), "app": {"type": "app", "id_code": "a1", "region": "EU"}}, {**FIELDS, "app.region": "EU"},
         CurrentAdmin, ANY),
    Case("retrieve", lambda c: c.admins.retrieve(493881), Asked("GET", "/admins/493881"), admin(), FIELDS, Admin, ANY),
    Case("retrieve one with a reason and a role", lambda c: c.admins.retrieve("1"), Asked("GET", "/admins/1"),
         admin(away_status_reason_id=12345, role={"type": "role", "id": "1", "name": "Agent"},
               team_priority_level={"primary_team_ids": [814865], "secondary_team_ids": None}),
         {"away_status_reason_id": "12345", "role.name": "Agent", "team_priority_level.primary_team_ids": ("814865",)},
         Admin, ("2.16",)),
    Case("list", lambda c: c.admins.list(), Asked("GET", "/admins"), {"type": "admin.list", "admins": [admin()]},
         FIELDS, Admin, ANY),
    Case("list with avatars", lambda c: c.admins.list(display_avatar=True),
         Asked("GET", "/admins", {"display_avatar": "true"}),
         {"type": "admin.list", "admins": [admin(avatar={"type": "avatar", "image_url": "https://x.test/a"})]},
         {"avatar.image_url": "https://x.test/a"}, Admin, ("1.0", "2.16")),
    Case("set_away", lambda c: c.admins.set_away(493881, away_mode_enabled=True, away_mode_reassign=False),
         Asked("PUT", "/admins/493881/away", {}, {"away_mode_enabled": True, "away_mode_reassign": False}), admin(),
         FIELDS, Admin, ANY),
    Case("set_away with a reason",
         lambda c: c.admins.set_away(
             "1", away_mode_enabled=True, away_mode_reassign=True, away_status_reason_id=12345
         ),
         Asked("PUT", "/admins/1/away", {},
               {"away_mode_enabled": True, "away_mode_reassign": True, "away_status_reason_id": 12345}),
         admin(away_status_reason_id="12345"), {"away_status_reason_id": "12345"}, Admin, ("2.14", "2.16", "Preview")),
    Case("list_activity_logs", lambda c: c.admins.list_activity_logs(created_at_after=AFTER),
         Asked("GET", "/admins/activity_logs", {"created_at_after": "1704153600"}), LOGS, LOGGED, ActivityLog,
         ("1.2", "1.4", "2.0", "2.7", "2.16", "Preview")),
    Case("list_activity_logs between two instants",
         lambda c: c.admins.list_activity_logs(created_at_after=1, created_at_before=BEFORE, per_page=5),
         Asked("GET", "/admins/activity_logs",
               {"created_at_after": "1", "created_at_before": "1704240000", "per_page": "5"}),
         LOGS, LOGGED, ActivityLog, ("1.2", "2.16")),
    Case("search_activity_logs", lambda c: c.admins.search_activity_logs(created_at_after=AFTER),
         Asked("POST", "/admins/activity_logs/search", {}, {"created_at_after": 1704153600, "per_page": 250}), LOGS,
         LOGGED, ActivityLog, ("2.16", "Preview")),
    Case("search_activity_logs by kind",
         lambda c: c.admins.search_activity_logs(
             created_at_after=1, created_at_before=BEFORE, event_types=["app_name_change"], per_page=5
         ),
         Asked("POST", "/admins/activity_logs/search", {},
               {"created_at_after": 1, "created_at_before": BEFORE, "event_types": ["app_name_change"], "per_page": 5}),
         LOGS, LOGGED, ActivityLog, ("2.16",)),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_teams_stand_among_the_admins_of_older_versions() -> None:
    """Told apart by their type; `client.admins.list` says so in its type."""
    team = {"type": "team", "id": "814865", "name": "Serenity", "email": None, "admin_ids": [493881, 646303]}
    wire = Wire({"type": "admin.list", "admins": [admin(), team]}, version="1.0")
    person, group = await wire.run(lambda c: c.admins.list())
    assert isinstance(person, Admin)
    assert isinstance(group, Team)
    assert (group.name, group.admin_ids) == ("Serenity", ("493881", "646303"))
    assert not group.extra


async def test_list_activity_logs_follows_links() -> None:
    path = "/admins/activity_logs"
    bodies = links(path, "activity_logs", [log(1)], [log(2)], created_at_after=1, per_page=1)
    wire = Wire(*bodies, version="1.2")
    found = await wire.run(lambda c: c.admins.list_activity_logs(created_at_after=1, per_page=1))
    assert [each.id for each in found] == ["1", "2"]
    query = {"created_at_after": "1", "per_page": "1"}
    assert wire.asked == [Asked("GET", path, query), Asked("GET", path, {**query, "page": "2"})]


async def test_search_activity_logs_asks_for_pages_in_the_body_and_goes_on_from_a_checkpoint() -> None:
    bodies = [{"activity_logs": [log(n)], "pages": {"page": n, "per_page": 1, "total_pages": 2}} for n in (1, 2)]
    wire = Wire(*bodies)
    found = await wire.run(lambda c: c.admins.search_activity_logs(created_at_after=1, per_page=1))
    assert [each.id for each in found] == ["1", "2"]
    body = {"created_at_after": 1, "per_page": 1}
    path = "/admins/activity_logs/search"
    assert wire.asked == [Asked("POST", path, {}, body), Asked("POST", path, {}, {**body, "page": 2})]
    wire = Wire(*bodies)
    page = await wire.client.admins.search_activity_logs(created_at_after=1, per_page=1)
    rest = wire.client.admins.search_activity_logs(created_at_after=1, per_page=1, resume=page.checkpoint)
    assert [each.id async for each in rest] == ["2"]


@pytest.mark.parametrize("version", ["2.16", "Preview"])
async def test_list_activity_log_event_types_gives_text(version: str) -> None:
    types = ["app_name_change", "message_state_change"]
    wire = Wire({"type": "activity_log_event_type.list", "event_types": types}, version=version)
    assert await wire.run(lambda c: c.admins.list_activity_log_event_types()) == types
    assert wire.asked == [Asked("GET", "/admins/activity_log_event_types")]


@pytest.mark.parametrize(
    ("call", "version", "since"),
    [
        (lambda c: c.admins.list_activity_logs(created_at_after=1), "1.1", "1.2"),
        (lambda c: c.admins.search_activity_logs(created_at_after=1), "2.15", "2.16"),
        (lambda c: c.admins.list_activity_log_event_types(), "2.15", "2.16"),
    ],
)
async def test_an_older_version_has_no_such_logs(call: Any, version: str, since: str) -> None:
    assert str((await refused(call, version)).since) == since


async def test_instants_have_a_time_zone() -> None:
    wire = Wire()
    with pytest.raises(ValueError, match="naive"):
        await wire.run(lambda c: c.admins.list_activity_logs(created_at_after=datetime(2024, 1, 2)))  # noqa: DTZ001
    assert wire.asked == []
