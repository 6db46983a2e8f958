"""Teammates in bodies."""

from typing import Final

from ...versions import V2_0, V2_8, V2_14, Version
from ..team import Admin
from ..world import World

AVATAR: Final = {
    "type": "avatar",
    "image_url": "https://static.intercomassets.com/assets/default-avatars/admins/128.png",
}


def team_ids(world: World, admin: Admin) -> list[int]:
    """Return the ids of the teams of a teammate, as numbers."""
    return [int(team.id) for team in world.teams if admin.id in team.admin_ids]


def author_body(admin: Admin) -> dict[str, object]:
    """Return a teammate as the author of something: without seat, teams and reason."""
    return {
        "type": "admin",
        "id": admin.id,
        "name": admin.name,
        "email": admin.email,
        "away_mode_enabled": admin.away,
        "away_mode_reassign": admin.reassign,
    }


def admin_body(world: World, admin: Admin, version: Version, *, avatar: bool = False) -> dict[str, object]:
    """Return a teammate whole."""
    seat = {"has_inbox_seat": admin.inbox_seat} if version >= V2_0 else {}
    reason = None if admin.away_reason is None else str(admin.away_reason)
    shown: object = AVATAR if version < V2_0 else AVATAR["image_url"]
    return {
        **author_body(admin),
        **seat,
        **({"away_status_reason_id": reason} if version >= V2_14 else {}),
        "team_ids": team_ids(world, admin),
        **({"avatar": shown} if avatar else {}),
        **(_levels(world, admin) if version >= V2_8 else {}),
    }


def _levels(world: World, admin: Admin) -> dict[str, object]:
    """Return which teams ask a teammate first, where one was told."""
    levels = {
        "primary_team_ids": [int(team.id) for team in world.teams if admin.id in (team.primary or ())],
        "secondary_team_ids": [int(team.id) for team in world.teams if admin.id in (team.secondary or ())],
    }
    return {"team_priority_level": levels} if any(levels.values()) else {}
