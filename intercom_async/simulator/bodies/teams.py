"""Teams in bodies."""

from ...versions import V2_8, V2_14, Version
from ..team import Team


def team_body(team: Team, version: Version) -> dict[str, object]:
    """Return a team; the ids of its teammates are numbers."""
    balance: dict[str, object] = {
        "assignment_limit": team.assignment_limit,
        "distribution_method": team.distribution_method,
    }
    return {
        "type": "team",
        "id": team.id,
        "name": team.name,
        "admin_ids": [int(admin_id) for admin_id in team.admin_ids],
        **(_levels(team) if version >= V2_8 else {}),
        **(balance if version >= V2_14 else {}),
    }


def listed_team_body(team: Team, version: Version) -> dict[str, object]:
    """Return a team as it stands among the teammates until 1.3."""
    away = {"email": None, "away_mode_enabled": False, "away_mode_reassign": False}
    return {**team_body(team, version), **away}


def _levels(team: Team) -> dict[str, object]:
    """Return whom a team asks first, where it was told."""
    levels = {"primary_admin_ids": team.primary, "secondary_admin_ids": team.secondary}
    told = {name: [int(admin_id) for admin_id in ids] for name, ids in levels.items() if ids is not None}
    return {"admin_priority_level": told} if told else {}
