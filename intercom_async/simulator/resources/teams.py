"""Teams: all of them and one, who belongs to them, and what these have to do."""

from typing import Final

import attrs

from ..bodies.teams import team_body
from ..call import Call, Reply, not_found, whole
from ..conversations import Conversation
from ..fields import Fields
from ..routes import Routes
from ..team import Team
from ..world import World

routes: Final = Routes()

#: Teammates that a team may have.
_MOST: Final = 1000
#: Seconds after which an unanswered conversation is idle, unless it is told, and how many may be told.
_IDLE_AFTER: Final = 1800
_LONGEST_IDLE: Final = 86_400


@routes("teams.list")
def list_teams(world: World, call: Call) -> Reply:
    """Answer all teams."""
    return Reply({"type": "team.list", "teams": [team_body(team, call.version) for team in world.teams]})


@routes("teams.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one team."""
    return Reply(team_body(_team(world, call), call.version))


@routes("teams.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Let exactly the teammates that the body names belong to a team."""
    team, fields = _team(world, call), Fields(call.body, 400)
    for name in call.body:
        if name not in {"admin_ids", "admin_priority_level"}:
            message = "Only admin_ids and admin_priority_level can be updated on a team, but the request changed"
            raise fields.wrong(name, f"{message} {name}")
    members = _ids(fields, "admin_ids")
    if not members or len(members) > _MOST:
        raise fields.wrong("admin_ids", f"admin_ids must contain 1 to {_MOST} ids")
    for admin_id in members:
        if world.admin(admin_id) is None:
            raise fields.wrong("admin_ids", f"admin_ids names {admin_id}, which is no teammate")
    changed = _with_levels(attrs.evolve(team, admin_ids=members), team, fields.part("admin_priority_level"))
    world.teams = tuple(changed if each is team else each for each in world.teams)
    return Reply(team_body(changed, call.version))


def _ids(fields: Fields, name: str) -> tuple[str, ...]:
    ids = [whole(each) for each in fields.items(name) or []]
    if None in ids:
        raise fields.wrong(name, f"{name} must contain only numeric admin ids")
    return tuple(dict.fromkeys(map(str, ids)))


def _with_levels(changed: Team, before: Team, levels: Fields | None) -> Team:
    """Return *changed* with its levels: of whom *levels* names as it says, of the others as *before*."""
    first = () if levels is None else _ids(levels, "primary_admin_ids")
    second = () if levels is None else _ids(levels, "secondary_admin_ids")
    named = (*first, *second)
    for admin_id in named:
        if admin_id not in {*changed.admin_ids, *before.admin_ids}:
            message = f"admin_priority_level names {admin_id}, which is on neither the team nor admin_ids"
            raise Fields({}, 400).wrong("admin_priority_level", message)
        if named.count(admin_id) > 1:
            message = f"admin_priority_level gives {admin_id} more than one priority level"
            raise Fields({}, 400).wrong("admin_priority_level", message)
    if not named and before.primary is None:
        return changed
    kept = [[each for each in level or () if each not in named] for level in (before.primary, before.secondary)]
    return attrs.evolve(
        changed,
        primary=tuple(each for each in (*kept[0], *first) if each in changed.admin_ids),
        secondary=tuple(each for each in (*kept[1], *second) if each in changed.admin_ids),
    )


@routes("teams.list_metrics")
def list_metrics(world: World, call: Call) -> Reply:
    """Answer how many conversations each teammate of a team has."""
    team = _team(world, call)
    given = whole(call.query.get("idle_threshold", _IDLE_AFTER))
    if given is None:
        raise Fields({}, 400).wrong("idle_threshold", "idle_threshold must be an integer")
    since = call.second - min(max(given, 1), _LONGEST_IDLE)
    conversations = list(world.conversations.in_order("created_at"))
    data = [_metric(admin_id, conversations, since) for admin_id in team.admin_ids]
    return Reply({"type": "team_metric.list", "data": data})


def _metric(admin_id: str, conversations: list[Conversation], since: int) -> dict[str, object]:
    mine = [each for each in conversations if each.admin_id == admin_id and not each.outbound]
    waiting = [each.waiting_since for each in mine if each.state == "open" and each.waiting_since is not None]
    return {
        "type": "team_metric",
        "admin_id": admin_id,
        "open": sum(each.state == "open" for each in mine),
        "idle": sum(at < since for at in waiting),
        "snoozed": sum(each.state == "snoozed" for each in mine),
    }


def _team(world: World, call: Call) -> Team:
    team = world.team(call.params["team_id"])
    if team is None:
        raise not_found("Team not found", "team_not_found")
    return team
