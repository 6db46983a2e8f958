"""The teammate to whom the token belongs."""

from typing import Final

from ...versions import V2_0
from ..call import Call, Reply
from ..routes import Routes
from ..world import World

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
            "region": "US",
        },
        "avatar": {
            "type": "avatar",
            "image_url": "https://static.intercomassets.com/assets/default-avatars/admins/128.png",
        },
        "has_inbox_seat": True,
    })  # fmt: skip
