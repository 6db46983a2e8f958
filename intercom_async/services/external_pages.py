"""External pages."""

from .. import operations as ops
from ..models.external_pages import ExternalPage, ExternalPageChanges
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from ..versions import PREVIEW
from .base import Service, given_from, with_numbers


class ExternalPages(Service):
    """Read, write and delete pages outside Intercom that Fin answers from."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[ExternalPage]:
        """Iterate over all pages."""
        return self._iterate(ops.ExternalPages.list(), ExternalPage, per_page=per_page, resume=resume)

    async def create(self, changes: ExternalPageChanges) -> ExternalPage:
        """Create a page, or change the one that has the same ``external_id`` in the same source."""
        if changes.fin_availability is not UNSET:
            msg = "external_pages.create: fin_availability is for changes only: give the availabilities one by one"
            raise ValueError(msg)
        self._check("external_pages.create", ai_sales_agent_availability=changes.ai_sales_agent_availability)
        body = with_numbers(self._ready(changes), "source_id")
        return await self._fetch(ops.ExternalPages.create(json=body), ExternalPage)

    async def retrieve(self, page_id: str | int) -> ExternalPage:
        """Fetch one page."""
        return await self._fetch(ops.ExternalPages.retrieve(page_id=page_id), ExternalPage)

    async def update(self, page_id: str | int, changes: ExternalPageChanges) -> ExternalPage:
        """Change a page that was created by the API; before Preview one switch says what may use it."""
        self._check(
            "external_pages.update",
            ai_agent_availability=changes.ai_agent_availability,
            ai_copilot_availability=changes.ai_copilot_availability,
            ai_sales_agent_availability=changes.ai_sales_agent_availability,
        )
        body = with_numbers(self._ready(changes), "source_id")
        return await self._fetch(ops.ExternalPages.update(page_id=page_id, json=body), ExternalPage)

    async def delete(self, page_id: str | int) -> ExternalPage:
        """Take a page away from Fin and the list of content, and return it."""
        return await self._fetch(ops.ExternalPages.delete(page_id=page_id), ExternalPage)

    def _check(self, where: str, **fields: object) -> None:
        """Refuse what only Preview takes."""
        given_from(PREVIEW, self._core.config.version, where, **fields)
