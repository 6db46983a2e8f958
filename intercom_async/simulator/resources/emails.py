"""Addresses from which the workspace writes: one for each of its brands."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import attrs

from ..call import Call, Reply, not_found
from ..routes import Routes
from ..shelf import Kept
from ..world import World
from .brands import Brand

if TYPE_CHECKING:
    from typing import Self

routes: Final = Routes()


@attrs.define(eq=False, kw_only=True)
class EmailSetting(Kept):
    """An address."""

    email: str
    brand_id: str
    created_at: int
    #: When a mail was forwarded last; None where none are.
    forwarded_at: int | None = None

    @classmethod
    def initial(cls, world: World) -> "Iterable[Self]":
        """Return the address of each brand; mail to the first one is forwarded."""
        names = ("support", "hello")
        for name, brand in zip(names, world.shelf(Brand), strict=True):
            at = world.created_at
            forwarded = at if brand.id == world.app_id else None
            email = f"{name}@example.com"
            yield cls(id=brand.email_id, email=email, brand_id=brand.id, created_at=at, forwarded_at=forwarded)


@routes("emails.list")
def list_emails(world: World, _: Call) -> Reply:
    """Answer all of them."""
    return Reply({"type": "list", "data": [_body(each) for each in world.shelf(EmailSetting)]})


@routes("emails.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one."""
    found = world.shelf(EmailSetting).get(call.params["email_id"])
    if found is None:
        raise not_found("Email setting not found")
    return Reply(_body(found))


def _body(setting: EmailSetting) -> dict[str, object]:
    return {
        "type": "email_setting",
        "id": setting.id,
        "email": setting.email,
        "verified": True,
        "domain": setting.email.partition("@")[2],
        "brand_id": setting.brand_id,
        "forwarding_enabled": setting.forwarded_at is not None,
        "forwarded_email_last_received_at": setting.forwarded_at,
        "created_at": setting.created_at,
        "updated_at": setting.created_at,
    }
