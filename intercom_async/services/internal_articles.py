"""Internal articles."""

from typing import Any

from .. import operations as ops
from ..models.common import DeletedObject
from ..models.internal_articles import InternalArticle, InternalArticleChanges
from ..models.tags import Tag
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from ..versions import PREVIEW, V2_16
from .base import Service, at_most_one, given, given_from, with_numbers


class InternalArticles(Service):
    """Read, write, search, tag and delete articles for teammates."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[InternalArticle]:
        """Iterate over all internal articles."""
        return self._iterate(ops.InternalArticles.list(), InternalArticle, per_page=per_page, resume=resume)

    def search(
        self,
        *,
        folder_id: str | int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[InternalArticle]:
        """Iterate over the internal articles in a folder and, in Preview, in all folders below it."""
        request = ops.InternalArticles.search(query=given(folder_id=folder_id))
        return self._iterate(request, InternalArticle, per_page=per_page, resume=resume)

    async def create(self, changes: InternalArticleChanges) -> InternalArticle:
        """Create an internal article."""
        body = self._body("internal_articles.create", changes)
        return await self._fetch(ops.InternalArticles.create(json=body), InternalArticle)

    async def retrieve(self, article_id: str | int) -> InternalArticle:
        """Fetch one internal article."""
        return await self._fetch(ops.InternalArticles.retrieve(article_id=article_id), InternalArticle)

    async def update(self, article_id: str | int, changes: InternalArticleChanges) -> InternalArticle:
        """Change what *changes* gives."""
        body = self._body("internal_articles.update", changes)
        return await self._fetch(ops.InternalArticles.update(article_id=article_id, json=body), InternalArticle)

    async def delete(self, article_id: str | int) -> DeletedObject:
        """Delete an internal article."""
        return await self._fetch(ops.InternalArticles.delete(article_id=article_id), DeletedObject)

    async def attach_tag(self, article_id: str | int, tag_id: str | int, *, admin_id: str | int | Unset = UNSET) -> Tag:
        """Put an existing tag on an internal article, in the name of a teammate when one is given."""
        body = given(id=str(tag_id), admin_id=admin_id)
        return await self._fetch(ops.InternalArticles.attach_tag(article_id=article_id, json=body), Tag)

    async def detach_tag(self, article_id: str | int, tag_id: str | int) -> Tag:
        """Take a tag off an internal article."""
        return await self._fetch(ops.InternalArticles.detach_tag(article_id=article_id, tag_id=tag_id), Tag)

    def _body(self, where: str, changes: InternalArticleChanges) -> dict[str, Any]:
        """Return what *changes* writes, refusing two texts and what the version would ignore."""
        at_most_one(where, body=changes.body, body_markdown=changes.body_markdown)
        version = self._core.config.version
        given_from(
            V2_16,
            version,
            where,
            body_markdown=changes.body_markdown,
            audience_ids=changes.audience_ids,
            ai_chatbot_availability=changes.ai_chatbot_availability,
            ai_copilot_availability=changes.ai_copilot_availability,
            ai_sales_agent_availability=changes.ai_sales_agent_availability,
        )
        given_from(PREVIEW, version, where, folder_id=changes.folder_id)
        return with_numbers(self._ready(changes), "author_id", "owner_id", "folder_id", "audience_ids")
