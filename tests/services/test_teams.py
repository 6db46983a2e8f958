"""Teams: the exact request of every method and what its answer becomes."""

from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.models.admins import AdminPriorityChanges, Team, TeamMetric

ANY = ("1.0", "1.3", "1.4", "2.0", "2.7", "2.14", "2.16", "Preview")


def team(**fields: object) -> dict[str, Any]:
    """Return a team."""
    return {"type": "team", "id": "814865", "name": "Support", "admin_ids": [493881, 1195856], **fields}


FIELDS = {"id": "814865", "name": "Support", "admin_ids": ("493881", "1195856")}
METRIC = {"type": "team_metric", "admin_id": "5", "open": 5, "idle": 2, "snoozed": 1}
PRIORITY = {"primary_admin_ids": [493881], "secondary_admin_ids": [1195856]}


@each(
    Case("list", lambda c: c.teams.list(), Asked("GET", "/teams"), {"type": "team.list", "teams": [team()]}, FIELDS,
         Team, ANY),
    Case("retrieve", lambda c: c.teams.retrieve(814865), Asked("GET", "/teams/814865"), team(), FIELDS, Team, ANY),
    Case("retrieve one with levels", lambda c: c.teams.retrieve("1"), Asked("GET", "/teams/1"),
         team(admin_priority_level=PRIORITY),
         {"admin_priority_level.primary_admin_ids": ("493881",),
          "admin_priority_level.secondary_admin_ids": ("1195856",)}, Team, ("2.8", "2.16", "Preview")),
    Case("retrieve one whose work is balanced", lambda c: c.teams.retrieve("1"), Asked("GET", "/teams/1"),
         team(assignment_limit=10, distribution_method="load_balanced"),
         {"assignment_limit": 10, "distribution_method": "load_balanced"}, Team, ("2.14", "2.16", "Preview")),
    Case("update, ids as numbers", lambda c: c.teams.update("1", admin_ids=["493881", 1195856]),
         Asked("PUT", "/teams/1", {}, {"admin_ids": [493881, 1195856]}), team(), FIELDS, Team, ("Preview",)),
    Case("update with levels",
         lambda c: c.teams.update(1, admin_ids=[493881, 5], admin_priority_level=AdminPriorityChanges(
             primary_admin_ids=["493881"], secondary_admin_ids=[5])),
         Asked("PUT", "/teams/1", {}, {"admin_ids": [493881, 5], "admin_priority_level": {
             "primary_admin_ids": [493881], "secondary_admin_ids": [5]}}), team(), FIELDS, Team, ("Preview",)),
    Case("update without levels", lambda c: c.teams.update(1, admin_ids=(5,), admin_priority_level=None),
         Asked("PUT", "/teams/1", {}, {"admin_ids": [5], "admin_priority_level": None}), team(), FIELDS, Team,
         ("Preview",)),
    Case("metrics", lambda c: c.teams.list_metrics(1), Asked("GET", "/teams/1/metrics"),
         {"type": "team_metric.list", "data": [METRIC]},
         {"admin_id": "5", "open": 5, "idle": 2, "snoozed": 1}, TeamMetric, ("2.16", "Preview")),
    Case("metrics with a threshold", lambda c: c.teams.list_metrics("1", idle_threshold=60),
         Asked("GET", "/teams/1/metrics", {"idle_threshold": "60"}), {"type": "team_metric.list", "data": [METRIC]},
         {"idle": 2}, TeamMetric),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_a_workspace_without_teams_has_an_empty_list() -> None:
    """As recorded."""
    assert await Wire({"type": "team.list", "teams": []}).run(lambda c: c.teams.list()) == []


@pytest.mark.parametrize(
    ("admin_ids", "told"), [([], "must name at least one teammate"), (range(1001), "admin_ids holds 1001")]
)
async def test_a_team_of_nobody_or_of_too_many_is_refused_before_sending(admin_ids: Any, told: str) -> None:
    wire = Wire(version="Preview")
    with pytest.raises(ValueError, match=told):
        await wire.client.teams.update("1", admin_ids=admin_ids)
    assert wire.asked == []
