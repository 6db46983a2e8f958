"""Teammates."""

from .. import operations as ops
from ..models.admins import CurrentAdmin
from .base import Service


class Admins(Service):
    """Read the teammates of the workspace."""

    __slots__ = ()

    async def me(self) -> CurrentAdmin:
        """Fetch the admin whose token is used, with the workspace: a cheap way to check a token."""
        return await self._fetch(ops.Admins.me(), CurrentAdmin)
