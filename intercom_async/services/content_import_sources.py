"""Content import sources."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from .. import operations as ops
from ..models.content_import_sources import ContentImportSource
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from ..versions import V2_16
from .base import Service, given, given_from, with_numbers

#: One audience or several; None or an empty list is everybody.
AudienceIds: TypeAlias = Sequence[str | int] | str | int | None


class ContentImportSources(Service):
    """Read, write and delete the sources that external pages come from."""

    __slots__ = ()

    def list(
        self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[ContentImportSource]:
        """Iterate over all sources."""
        return self._iterate(ops.ContentImportSources.list(), ContentImportSource, per_page=per_page, resume=resume)

    async def create(
        self,
        *,
        url: str,
        sync_behavior: Literal["api"] = "api",
        status: Literal["active", "deactivated"] | Unset = UNSET,
        audience_ids: AudienceIds | Unset = UNSET,
    ) -> ContentImportSource:
        """Create a source whose pages you write; *audience_ids*, from 2.16 on, are for whom Fin may use them."""
        body = given(sync_behavior=sync_behavior, url=url, status=status)
        body |= given_from(V2_16, self._core.config.version, "content_import_sources.create", audience_ids=audience_ids)
        request = ops.ContentImportSources.create(json=with_numbers(body, "audience_ids"))
        return await self._fetch(request, ContentImportSource)

    async def retrieve(self, source_id: str | int) -> ContentImportSource:
        """Fetch one source."""
        return await self._fetch(ops.ContentImportSources.retrieve(source_id=source_id), ContentImportSource)

    async def update(
        self,
        source_id: str | int,
        *,
        url: str,
        sync_behavior: Literal["api", "automated", "manual"] = "api",
        status: Literal["active", "deactivated"] | Unset = UNSET,
        audience_ids: AudienceIds | Unset = UNSET,
        apply_audience_to_existing_content: bool | Unset = UNSET,
    ) -> ContentImportSource:
        """Change a source: only one with *sync_behavior* ``api``, which stays, can get another *url*.

        *audience_ids* and whether pages that exist get them, too, are known from 2.16 on.
        """
        body = given(sync_behavior=sync_behavior, url=url, status=status)
        body |= given_from(
            V2_16,
            self._core.config.version,
            "content_import_sources.update",
            audience_ids=audience_ids,
            apply_audience_to_existing_content=apply_audience_to_existing_content,
        )
        request = ops.ContentImportSources.update(source_id=source_id, json=with_numbers(body, "audience_ids"))
        return await self._fetch(request, ContentImportSource)

    async def delete(self, source_id: str | int) -> None:
        """Delete a source and all of its pages."""
        await self._fetch(ops.ContentImportSources.delete(source_id=source_id), object)
