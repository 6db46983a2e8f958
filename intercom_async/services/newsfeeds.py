"""Newsfeeds."""

from .. import operations as ops
from ..models.news import Newsfeed, NewsItem
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service


class Newsfeeds(Service):
    """Read the feeds in which news is shown."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[Newsfeed]:
        """Iterate over all newsfeeds."""
        return self._iterate(ops.Newsfeeds.list(), Newsfeed, per_page=per_page, resume=resume)

    async def retrieve(self, newsfeed_id: str | int) -> Newsfeed:
        """Fetch one newsfeed."""
        return await self._fetch(ops.Newsfeeds.retrieve(newsfeed_id=newsfeed_id), Newsfeed)

    def list_items(
        self, newsfeed_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[NewsItem]:
        """Iterate over the news items that are live in a feed."""
        request = ops.Newsfeeds.list_items(newsfeed_id=newsfeed_id)
        return self._iterate(request, NewsItem, per_page=per_page, resume=resume)
