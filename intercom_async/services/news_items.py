"""News items."""

from typing import Any

from .. import operations as ops
from ..models.common import DeletedObject
from ..models.news import NewsItem, NewsItemChanges
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, with_numbers


class NewsItems(Service):
    """Read and write the news of a workspace."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[NewsItem]:
        """Iterate over all news items."""
        return self._iterate(ops.NewsItems.list(), NewsItem, per_page=per_page, resume=resume)

    async def create(self, changes: NewsItemChanges) -> NewsItem:
        """Create a news item: a draft unless the state is given."""
        return await self._fetch(ops.NewsItems.create(json=self._body(changes)), NewsItem)

    async def retrieve(self, news_item_id: str | int) -> NewsItem:
        """Fetch one news item."""
        return await self._fetch(ops.NewsItems.retrieve(news_item_id=news_item_id), NewsItem)

    async def update(self, news_item_id: str | int, changes: NewsItemChanges) -> NewsItem:
        """Change what *changes* gives."""
        request = ops.NewsItems.update(news_item_id=news_item_id, json=self._body(changes))
        return await self._fetch(request, NewsItem)

    async def delete(self, news_item_id: str | int) -> DeletedObject:
        """Delete a news item."""
        return await self._fetch(ops.NewsItems.delete(news_item_id=news_item_id), DeletedObject)

    def _body(self, changes: NewsItemChanges) -> dict[str, Any]:
        """Return what *changes* writes, with its ids as numbers."""
        body = with_numbers(self._ready(changes), "sender_id")
        if "newsfeed_assignments" in body:
            assigned = body["newsfeed_assignments"]
            body["newsfeed_assignments"] = [with_numbers(each, "newsfeed_id") for each in assigned]
        return body
