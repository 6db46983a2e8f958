"""Content snippets."""

from typing import Any

from .. import operations as ops
from ..models.content_snippets import ContentSnippet, ContentSnippetChanges
from ..models.tags import Tag
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, at_most_one, given, with_numbers


class ContentSnippets(Service):
    """Read, write, tag and delete the short texts that Fin answers from."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[ContentSnippet]:
        """Iterate over all snippets."""
        return self._iterate(ops.ContentSnippets.list(), ContentSnippet, per_page=per_page, resume=resume)

    async def create(self, changes: ContentSnippetChanges) -> ContentSnippet:
        """Create a snippet, which neither Fin nor Copilot may use unless *changes* says so."""
        body = self._body("content_snippets.create", changes)
        return await self._fetch(ops.ContentSnippets.create(json=body), ContentSnippet)

    async def retrieve(self, snippet_id: str | int) -> ContentSnippet:
        """Fetch one snippet."""
        return await self._fetch(ops.ContentSnippets.retrieve(snippet_id=snippet_id), ContentSnippet)

    async def update(self, snippet_id: str | int, changes: ContentSnippetChanges) -> ContentSnippet:
        """Change what *changes* gives."""
        body = self._body("content_snippets.update", changes)
        return await self._fetch(ops.ContentSnippets.update(snippet_id=snippet_id, json=body), ContentSnippet)

    async def delete(self, snippet_id: str | int) -> None:
        """Delete a snippet; one that a procedure needs is an `UnprocessableEntityError`."""
        await self._fetch(ops.ContentSnippets.delete(snippet_id=snippet_id), object)

    async def attach_tag(self, snippet_id: str | int, tag_id: str | int, *, admin_id: str | int | Unset = UNSET) -> Tag:
        """Put an existing tag on a snippet, in the name of a teammate when one is given."""
        body = given(id=str(tag_id), admin_id=admin_id)
        return await self._fetch(ops.ContentSnippets.attach_tag(snippet_id=snippet_id, json=body), Tag)

    async def detach_tag(self, snippet_id: str | int, tag_id: str | int) -> Tag:
        """Take a tag off a snippet."""
        return await self._fetch(ops.ContentSnippets.detach_tag(snippet_id=snippet_id, tag_id=tag_id), Tag)

    def _body(self, where: str, changes: ContentSnippetChanges) -> dict[str, Any]:
        """Return what *changes* writes, refusing two texts."""
        at_most_one(where, json_blocks=changes.json_blocks, body_markdown=changes.body_markdown)
        return with_numbers(self._ready(changes), "audience_ids")
