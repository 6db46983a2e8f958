"""Folders."""

from .. import operations as ops
from ..models.common import DeletedObject
from ..models.folders import Folder
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, given, with_numbers


class Folders(Service):
    """Read, write and delete the folders that content is kept in; in Preview."""

    __slots__ = ()

    def list(
        self,
        *,
        parent_folder_id: str | int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Folder]:
        """Iterate over all folders, or over those that stand directly in another."""
        request = ops.Folders.list(query=given(parent_folder_id=parent_folder_id))
        return self._iterate(request, Folder, per_page=per_page, resume=resume)

    async def create(
        self,
        *,
        name: str,
        description: str | Unset | None = UNSET,
        emoji: str | Unset | None = UNSET,
        parent_folder_id: str | int | Unset | None = UNSET,
    ) -> Folder:
        """Create a folder, at the top unless it is given another to stand in."""
        fields = given(name=name, description=description, emoji=emoji, parent_folder_id=parent_folder_id)
        body = {"folder": with_numbers(fields, "parent_folder_id")}
        return await self._fetch(ops.Folders.create(json=body), Folder)

    async def retrieve(self, folder_id: str | int) -> Folder:
        """Fetch one folder."""
        return await self._fetch(ops.Folders.retrieve(folder_id=folder_id), Folder)

    async def update(
        self,
        folder_id: str | int,
        *,
        name: str | Unset = UNSET,
        description: str | Unset | None = UNSET,
        emoji: str | Unset | None = UNSET,
        parent_folder_id: str | int | Unset | None = UNSET,
    ) -> Folder:
        """Change a folder; None for the one that it stands in moves it to the top."""
        fields = given(name=name, description=description, emoji=emoji, parent_folder_id=parent_folder_id)
        body = {"folder": with_numbers(fields, "parent_folder_id")}
        return await self._fetch(ops.Folders.update(folder_id=folder_id, json=body), Folder)

    async def delete(self, folder_id: str | int) -> DeletedObject:
        """Delete a folder; one with something in it is an `UnprocessableEntityError`."""
        return await self._fetch(ops.Folders.delete(folder_id=folder_id), DeletedObject)
