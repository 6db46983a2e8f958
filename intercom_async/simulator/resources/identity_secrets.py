"""The secrets that sign who a visitor of the Messenger is."""

import base64
import hashlib
from typing import Final

import attrs

from ..call import Call, Reply, not_found
from ..fields import Fields
from ..routes import Routes
from ..shelf import Kept
from ..world import World

routes: Final = Routes()

_PLATFORMS: Final = ("supports_android", "supports_ios", "supports_web")


@attrs.define
class Secret(Kept):
    """One secret; the key itself is not kept."""

    name: str
    platforms: dict[str, bool]
    created_at: int


@routes("identity_secrets.list")
def list_secrets(world: World, call: Call) -> Reply:
    """Answer all secrets, without their keys."""
    del call
    return Reply({"type": "list", "data": [_body(secret) for secret in world.shelf(Secret)]})


@routes("identity_secrets.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a secret, and tell its key this once."""
    fields = Fields(call.body)
    name = fields.text("name")
    if name is None or not name.strip():
        raise fields.wrong("name", "name is required")
    platforms = {platform: fields.flag(platform) is True for platform in _PLATFORMS}
    if not any(platforms.values()):
        raise fields.wrong("supports_web", "At least one platform must be enabled")
    shelf = world.shelf(Secret)
    secret = shelf.add(Secret(shelf.next_id(), name, platforms, call.second))
    key = base64.urlsafe_b64encode(hashlib.sha256(world.ids.uuid().encode()).digest())
    return Reply({**_body(secret), "secret": key.decode().rstrip("=")}, 201)


@routes("identity_secrets.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete a secret."""
    if world.shelf(Secret).discard(call.params["secret_id"]) is None:
        raise not_found("Identity verification secret not found", "identity_verification_secret_not_found")
    return Reply(None, 204)


def _body(secret: Secret) -> dict[str, object]:
    return {
        "type": "identity_verification_secret",
        "id": secret.id,
        "name": secret.name,
        **secret.platforms,
        "created_at": secret.created_at,
    }
