"""Teams: all of them, and one."""

from typing import Final

from ..bodies.teams import team_body
from ..call import Call, Reply, not_found
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("teams.list")
def list_teams(world: World, call: Call) -> Reply:
    """Answer all teams."""
    return Reply({"type": "team.list", "teams": [team_body(team, call.version) for team in world.teams]})


@routes("teams.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one team."""
    team = world.team(call.params["team_id"])
    if team is None:
        raise not_found("Team not found", "team_not_found")
    return Reply(team_body(team, call.version))
