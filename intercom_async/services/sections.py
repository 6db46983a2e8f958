"""Sections of collections, until 2.9."""

from .. import operations as ops
from ..models.collections import GroupContents
from ..models.common import DeletedObject
from ..models.sections import Section
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, given, with_numbers


class Sections(Service):
    """Read and write the sections of collections; from 2.10 on these are collections with a parent."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[Section]:
        """Iterate over all sections, those changed last first."""
        return self._iterate(ops.Sections.list(), Section, per_page=per_page, resume=resume)

    async def create(
        self, *, name: str, parent_id: str | int, translated_content: GroupContents | Unset | None = UNSET
    ) -> Section:
        """Create a section in a collection."""
        body = given(name=name, parent_id=parent_id, translated_content=translated_content)
        return await self._fetch(ops.Sections.create(json=with_numbers(body, "parent_id")), Section)

    async def retrieve(self, section_id: str | int) -> Section:
        """Fetch one section."""
        return await self._fetch(ops.Sections.retrieve(section_id=section_id), Section)

    async def update(
        self,
        section_id: str | int,
        *,
        name: str | Unset = UNSET,
        parent_id: str | int | Unset = UNSET,
        translated_content: GroupContents | Unset | None = UNSET,
    ) -> Section:
        """Change what a section is called, or put it in another collection."""
        body = given(name=name, parent_id=parent_id, translated_content=translated_content)
        request = ops.Sections.update(section_id=section_id, json=with_numbers(body, "parent_id"))
        return await self._fetch(request, Section)

    async def delete(self, section_id: str | int) -> DeletedObject:
        """Delete a section."""
        return await self._fetch(ops.Sections.delete(section_id=section_id), DeletedObject)
