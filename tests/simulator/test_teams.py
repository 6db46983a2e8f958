"""Teams: all of them and one, by version."""

import pytest
from support.simulator_calls import Api

OLD = {"type": "team", "id": "814865", "name": "Support", "admin_ids": [991267459, 991267460]}
BALANCE = {"assignment_limit": None, "distribution_method": "round_robin"}


@pytest.mark.parametrize(
    ("version", "team"),
    [("1.0", OLD), ("1.4", OLD), ("2.0", OLD), ("2.13", OLD), ("2.14", OLD | BALANCE), ("Preview", OLD | BALANCE)],
)
def test_teams_by_version(api: Api, version: str, team: dict[str, object]) -> None:
    """Recorded examples: how work is given out is told from 2.14 on; `per_page` is ignored."""
    assert api.get("/teams?per_page=1", version=version).body == {"type": "team.list", "teams": [team]}
    assert api.get("/teams/814865", version=version).body == team


@pytest.mark.parametrize("version", ["1.0", "2.16"])
def test_a_team_that_is_not_there(api: Api, version: str) -> None:
    """Recorded example of 404."""
    result = api.get("/teams/1", version=version)
    assert (result.problem, result.message) == ((404, "team_not_found"), "Team not found")
