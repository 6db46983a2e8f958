"""From where teammates may work."""

from collections.abc import Sequence

from .. import operations as ops
from ..models.ip_allowlist import AllowedAddresses
from ..unset import UNSET, Unset
from .base import Service, given


class IpAllowlist(Service):
    """Read and change the addresses from which a workspace can be reached."""

    __slots__ = ()

    async def retrieve(self) -> AllowedAddresses:
        """Fetch the addresses, and whether others are refused."""
        return await self._fetch(ops.IpAllowlist.retrieve(), AllowedAddresses)

    async def update(
        self, *, enabled: bool | Unset = UNSET, ip_allowlist: Sequence[str] | Unset = UNSET
    ) -> AllowedAddresses:
        """Change the addresses; what would lock out the caller is an `UnprocessableEntityError`."""
        body = given(enabled=enabled, ip_allowlist=ip_allowlist)
        return await self._fetch(ops.IpAllowlist.update(json=body), AllowedAddresses)
