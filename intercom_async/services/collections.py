"""Collections of articles."""

from .. import operations as ops
from ..models.collections import Collection, GroupContents
from ..models.common import DeletedObject
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from ..versions import V2_10
from .base import Service, given, given_from, with_numbers


class Collections(Service):
    """Read and write the collections of help centers; from 2.10 on these may stand in others."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[Collection]:
        """Iterate over all collections, those changed last first."""
        return self._iterate(ops.Collections.list(), Collection, per_page=per_page, resume=resume)

    async def create(
        self,
        *,
        name: str,
        description: str | Unset = UNSET,
        translated_content: GroupContents | Unset | None = UNSET,
        parent_id: str | int | Unset | None = UNSET,
        help_center_id: str | int | Unset | None = UNSET,
    ) -> Collection:
        """Create a collection, in another one or in a help center, by default the workspace's default one."""
        body = given(
            name=name, description=description, translated_content=translated_content, help_center_id=help_center_id
        )
        json = with_numbers({**body, **self._parent("create", parent_id)}, "help_center_id")
        return await self._fetch(ops.Collections.create(json=json), Collection)

    async def retrieve(self, collection_id: str | int) -> Collection:
        """Fetch one collection."""
        return await self._fetch(ops.Collections.retrieve(collection_id=collection_id), Collection)

    async def update(
        self,
        collection_id: str | int,
        *,
        name: str | Unset = UNSET,
        description: str | Unset = UNSET,
        translated_content: GroupContents | Unset | None = UNSET,
        parent_id: str | int | Unset | None = UNSET,
    ) -> Collection:
        """Change what a collection is called or where it stands: None takes it out of the one that it is in."""
        body = given(name=name, description=description, translated_content=translated_content)
        json = {**body, **self._parent("update", parent_id)}
        return await self._fetch(ops.Collections.update(collection_id=collection_id, json=json), Collection)

    async def delete(self, collection_id: str | int) -> DeletedObject:
        """Delete a collection."""
        return await self._fetch(ops.Collections.delete(collection_id=collection_id), DeletedObject)

    def _parent(self, method: str, parent_id: str | int | Unset | None) -> dict[str, object]:
        """Return where it is to stand, which until 2.9 only a section can."""
        return given_from(V2_10, self._core.config.version, f"collections.{method}", parent_id=parent_id)
