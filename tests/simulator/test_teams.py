"""Teams: all of them and one, by version."""

import pytest
from support.simulator_calls import Api, Result

OLD = {"type": "team", "id": "814865", "name": "Support", "admin_ids": [991267459, 991267460]}
BALANCE = {"assignment_limit": None, "distribution_method": "round_robin"}


@pytest.mark.parametrize(
    ("version", "team"),
    [("1.0", OLD), ("1.4", OLD), ("2.0", OLD), ("2.13", OLD), ("2.14", OLD | BALANCE), ("Preview", OLD | BALANCE)],
)
def test_teams_by_version(api: Api, version: str, team: dict[str, object]) -> None:
    """behaviour.md 3: how work is given out is told from 2.14 on; `per_page` is ignored."""
    assert api.get("/teams?per_page=1", version=version).body == {"type": "team.list", "teams": [team]}
    assert api.get("/teams/814865", version=version).body == team


@pytest.mark.parametrize("version", ["1.0", "2.16"])
def test_a_team_that_is_not_there(api: Api, version: str) -> None:
    """behaviour.md 4.3, recorded example: team_not_found."""
    result = api.get("/teams/1", version=version)
    assert (result.problem, result.message) == ((404, "team_not_found"), "Team not found")


CIARAN, ADA = 991267459, 991267460


def change(api: Api, **body: object) -> Result:
    return api.put("/teams/814865", body, version="Preview")


def test_a_team_has_exactly_the_members_that_are_sent(api: Api) -> None:
    """Recorded examples of Preview; who is not named leaves, also the levels, and other versions see it."""
    levels = {"primary_admin_ids": [str(CIARAN)], "secondary_admin_ids": [ADA]}
    both = change(api, admin_ids=[CIARAN, str(ADA), ADA], admin_priority_level=levels).body
    assert both["admin_ids"] == [CIARAN, ADA]
    assert both["admin_priority_level"] == {"primary_admin_ids": [CIARAN], "secondary_admin_ids": [ADA]}
    swapped = change(api, admin_ids=[CIARAN, ADA], admin_priority_level={"primary_admin_ids": [ADA]}).body
    assert swapped["admin_priority_level"] == {"primary_admin_ids": [CIARAN, ADA], "secondary_admin_ids": []}
    one = change(api, admin_ids=[ADA], admin_priority_level=None).body
    assert one["admin_priority_level"] == {"primary_admin_ids": [ADA], "secondary_admin_ids": []}
    assert api.get("/teams/814865").body == one
    assert "admin_priority_level" not in api.get("/teams/814865", version="2.7").body
    assert change(Api(), admin_ids=[ADA]).body == OLD | BALANCE | {"admin_ids": [ADA]}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"admin_ids": ["x"]}, "admin_ids must contain only numeric admin ids"),
        ({"admin_ids": "x"}, "admin_ids must be a list"),
        ({}, "admin_ids must contain 1 to 1000 ids"),
        ({"admin_ids": list(range(1001))}, "admin_ids must contain 1 to 1000 ids"),
        ({"admin_ids": [5]}, "admin_ids names 5, which is no teammate"),
        (
            {"admin_ids": [ADA], "name": "x"},
            "Only admin_ids and admin_priority_level can be updated on a team, but the request changed name",
        ),
        (
            {"admin_ids": [ADA], "admin_priority_level": {"primary_admin_ids": [5]}},
            "admin_priority_level names 5, which is on neither the team nor admin_ids",
        ),
        (
            {"admin_ids": [ADA], "admin_priority_level": {"primary_admin_ids": [ADA], "secondary_admin_ids": [ADA]}},
            f"admin_priority_level gives {ADA} more than one priority level",
        ),
    ],
)
def test_a_wrong_change_is_400(api: Api, body: dict[str, object], message: str) -> None:
    """Recorded examples."""
    result = change(api, **body)
    assert (result.problem, result.message) == ((400, "parameter_invalid"), message)
    assert api.get("/teams/814865").body == OLD | BALANCE


def test_metrics_count_the_conversations_of_each_teammate(api: Api) -> None:
    """API docs: open, of these idle after half an hour or as asked, and snoozed."""
    person = api.contact(email="a@b.c")["id"]
    path = "/teams/814865/metrics"
    for number in range(4):
        conversation = api.simulator.add_conversation(person, "Hi")
        acting = {"type": "admin", "admin_id": str(CIARAN)}
        api.post(
            f"/conversations/{conversation}/parts", {**acting, "message_type": "assignment", "assignee_id": CIARAN}
        )
        if number == 0:
            snoozed = {"message_type": "snoozed", "snoozed_until": 1_800_000_000}
            api.post(f"/conversations/{conversation}/parts", {**acting, **snoozed})
        if number == 1:
            api.post(f"/conversations/{conversation}/reply", {**acting, "message_type": "comment", "body": "Yes?"})
        api.clock.time += 1000
    body = api.get(path).body
    assert body["type"] == "team_metric.list"
    mine = {"type": "team_metric", "admin_id": str(CIARAN), "open": 3, "idle": 1, "snoozed": 1}
    nothing = {"type": "team_metric", "admin_id": str(ADA), "open": 0, "idle": 0, "snoozed": 0}
    assert body["data"] == [mine, nothing]
    assert [api.get(f"{path}?idle_threshold={n}").body["data"][0]["idle"] for n in (-5, 1500, 99999999)] == [2, 1, 0]
    assert api.get(f"{path}?idle_threshold=x").problem == (400, "parameter_invalid")
    assert api.get("/teams/1/metrics").problem == (404, "team_not_found")
