"""From where teammates may work; every call comes from `CALLER`."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Final, Self

import attrs

from ..call import Call, Reply
from ..fields import Fields
from ..routes import Routes
from ..shelf import Kept
from ..world import World

routes: Final = Routes()

#: The address that calls are taken to come from.
CALLER: Final = "10.0.0.1"


@attrs.define
class Allowlist(Kept):
    """The only one of a workspace."""

    enabled: bool = False
    addresses: tuple[str, ...] = ()

    @classmethod
    def initial(cls, world: World) -> Iterable[Self]:
        """Return the empty one that every workspace has."""
        del world
        return (cls("1"),)


@routes("ip_allowlist.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer the addresses."""
    del call
    return Reply(_body(_allowlist(world)))


@routes("ip_allowlist.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change the addresses, unless that locks out the caller."""
    kept, fields = _allowlist(world), Fields(call.body)
    enabled, given = fields.flag("enabled"), fields.texts("ip_allowlist")
    enabled = kept.enabled if enabled is None else enabled
    addresses = kept.addresses if given is None else tuple(given)
    if enabled and not any(_holds(fields, address) for address in addresses):
        message = f"Your IP ({CALLER}) is not on the allowlist. Saving would lock you out of this workspace."
        raise fields.wrong("ip_allowlist", message)
    kept.enabled, kept.addresses = enabled, addresses
    return Reply(_body(kept))


def _allowlist(world: World) -> Allowlist:
    (allowlist,) = world.shelf(Allowlist)
    return allowlist


def _holds(fields: Fields, address: str) -> bool:
    """Say whether the caller is in a range."""
    try:
        return ip_address(CALLER) in ip_network(address, strict=False)
    except ValueError:
        raise fields.wrong("ip_allowlist", "ip_allowlist must hold IP addresses and ranges") from None


def _body(allowlist: Allowlist) -> dict[str, object]:
    return {"type": "ip_allowlist", "enabled": allowlist.enabled, "ip_allowlist": list(allowlist.addresses)}
