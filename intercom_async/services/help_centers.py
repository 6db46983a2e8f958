"""Help centers and the redirects to what is in them."""

from typing import Literal

from .. import operations as ops
from ..models.common import DeletedObject
from ..models.help_centers import HelpCenter, HelpCenterRedirect
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class HelpCenters(Service):
    """Read help centers, and what leads to their articles and collections from elsewhere."""

    __slots__ = ()

    def list(self) -> Paginator[HelpCenter]:
        """Iterate over the help centers of the workspace."""
        return self._iterate(ops.HelpCenters.list(), HelpCenter)

    async def retrieve(self, help_center_id: str | int) -> HelpCenter:
        """Fetch one help center."""
        return await self._fetch(ops.HelpCenters.retrieve(help_center_id=help_center_id), HelpCenter)

    def list_redirects(
        self, help_center_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[HelpCenterRedirect]:
        """Iterate over the redirects of a help center, those changed last first."""
        request = ops.HelpCenters.list_redirects(help_center_id=help_center_id)
        return self._iterate(request, HelpCenterRedirect, per_page=per_page, resume=resume)

    async def create_redirect(
        self,
        help_center_id: str | int,
        *,
        from_url: str,
        locale: str,
        target_type: Literal["article", "collection"],
        target_id: str | int,
    ) -> HelpCenterRedirect:
        """Let a URL of a help center lead to what it holds; `ConflictError` when it leads somewhere already."""
        body = given(from_url=from_url, locale=locale, target_type=target_type, target_id=str(target_id))
        request = ops.HelpCenters.create_redirect(help_center_id=help_center_id, json=body)
        return await self._fetch(request, HelpCenterRedirect)

    async def retrieve_redirect(self, help_center_id: str | int, redirect_id: str | int) -> HelpCenterRedirect:
        """Fetch one redirect."""
        request = ops.HelpCenters.retrieve_redirect(help_center_id=help_center_id, redirect_id=redirect_id)
        return await self._fetch(request, HelpCenterRedirect)

    async def delete_redirect(self, help_center_id: str | int, redirect_id: str | int) -> DeletedObject:
        """Delete a redirect."""
        request = ops.HelpCenters.delete_redirect(help_center_id=help_center_id, redirect_id=redirect_id)
        return await self._fetch(request, DeletedObject)
