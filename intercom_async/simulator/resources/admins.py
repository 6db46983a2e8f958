"""Teammates: the one whose token it is, all of them, and going away."""

from typing import Final

from ...versions import V1_4, V2_0, V2_14
from ..bodies.admins import AVATAR, admin_body
from ..bodies.teams import listed_team_body
from ..call import Call, Problem, Reply, invalid, missing, not_found, whole
from ..routes import Routes
from ..team import Admin
from ..world import World
from ..writing import truth

routes: Final = Routes()


@routes("admins.me")
def me(world: World, call: Call) -> Reply:
    """Answer the teammate with the workspace."""
    admin = world.admins[0]
    secure = {"secure": False} if call.version >= V2_0 else {}
    return Reply({
        "type": "admin",
        "id": admin.id,
        "email": admin.email,
        "name": admin.name,
        "email_verified": True,
        "app": {
            "type": "app",
            "id_code": world.app_id,
            "name": "Simulated workspace",
            "created_at": world.created_at,
            **secure,
            "identity_verification": False,
            "timezone": world.timezone,
            "region": world.region,
        },
        "avatar": AVATAR,
        "has_inbox_seat": admin.inbox_seat,
    })  # fmt: skip


@routes("admins.list")
def list_admins(world: World, call: Call) -> Reply:
    """Answer all teammates, up to 1.3 with the teams among them."""
    avatar = call.flag("display_avatar")
    shown = [admin_body(world, admin, call.version, avatar=avatar) for admin in world.admins]
    if call.version < V1_4:
        shown += [listed_team_body(team, call.version) for team in world.teams]
    return Reply({"type": "admin.list", "admins": shown})


@routes("admins.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one teammate."""
    return Reply(admin_body(world, _of_path(world, call, "Admin not found"), call.version))


@routes("admins.set_away", writes=True)
def set_away(world: World, call: Call) -> Reply:
    """Let a teammate go away or come back; both switches are needed."""
    admin = _of_path(world, call, "Admin for admin_id not found")
    if not admin.inbox_seat:
        raise Problem(403, "action_forbidden", "This admin does not have Inbox access permissions")
    enabled, reassign = (_switch(call, name) for name in ("away_mode_enabled", "away_mode_reassign"))
    reason = _reason(world, call, enabled=enabled) if call.version >= V2_14 else None
    before = admin.away, admin.reassign, admin.away_reason
    admin.away, admin.reassign, admin.away_reason = enabled, reassign, reason if enabled else None
    if before[0] is not enabled:
        words = f"{admin.name} {'enabled' if enabled else 'disabled'} away mode."
        metadata = {"away_mode": enabled, "update_by": int(world.admins[0].id)}
        entry = world.activity_logs.add(admin, "admin_away_mode_change", words, metadata=metadata, now=call.second)
        world.tell("activity.logged", entry)
    if before != (admin.away, admin.reassign, admin.away_reason):
        world.tell("admin.away", admin)
    return Reply(admin_body(world, admin, call.version))


def _of_path(world: World, call: Call, message: str) -> Admin:
    admin = world.admin(call.params["admin_id"])
    if admin is None:
        raise not_found(message, "admin_not_found")
    return admin


def _switch(call: Call, name: str) -> bool:
    if call.body.get(name) is None:
        raise missing(name)
    return truth(call.body[name], name) is True


def _reason(world: World, call: Call, *, enabled: bool) -> int | None:
    """Return the id of the reason for going away."""
    value = call.body.get("away_status_reason_id")
    if value is None and enabled and world.away_reason_mandatory:
        raise Problem(400, "away_status_reason_mandatory", "Away status reason is mandatory")
    reason = whole(value)
    if value is not None and reason is None:
        raise invalid("away_status_reason_id must be a number", "away_status_reason_id")
    if reason in world.deleted_away_reasons:
        raise invalid("Away status reason is deleted")
    return reason
