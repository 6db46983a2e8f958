"""Brands under which the workspace writes: it has its own and another one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import attrs

from ..call import Call, Reply, not_found
from ..routes import Routes
from ..shelf import Kept
from ..world import World

if TYPE_CHECKING:
    from typing import Self

routes: Final = Routes()


@attrs.define(eq=False, kw_only=True)
class Brand(Kept):
    """A brand."""

    name: str
    created_at: int
    #: What it shows and where it writes from.
    help_center_id: str
    email_id: str

    @classmethod
    def initial(cls, world: World) -> "Iterable[Self]":
        """Return the default brand, whose id is the workspace's, and another one."""
        at = world.created_at
        yield cls(id=world.app_id, name="Simulated workspace", created_at=at, help_center_id="1", email_id="1")
        yield cls(id="2", name="Premium", created_at=at, help_center_id="2", email_id="2")


@routes("brands.list")
def list_brands(world: World, _: Call) -> Reply:
    """Answer all of them."""
    return Reply({"type": "list", "data": [_body(world, each) for each in world.shelf(Brand)]})


@routes("brands.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one."""
    brand = world.shelf(Brand).get(call.params["brand_id"])
    if brand is None:
        raise not_found("Brand not found")
    return Reply(_body(world, brand))


def _body(world: World, brand: Brand) -> dict[str, object]:
    return {
        "type": "brand",
        "id": brand.id,
        "name": brand.name,
        "is_default": brand.id == world.app_id,
        "created_at": brand.created_at,
        "updated_at": brand.created_at,
        "help_center_id": brand.help_center_id,
        "default_address_settings_id": brand.email_id,
    }
