"""News items and newsfeeds: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links, refused

from intercom_async.models.common import DeletedObject
from intercom_async.models.news import Newsfeed, NewsfeedAssignmentChanges, NewsItem, NewsItemChanges

ALL = ("2.7", "2.11", "2.16", "Preview")
ITEM = {
    "id": "5", "type": "news-item", "title": "Halloween is here!", "sender_id": 9, "state": "live",
    "labels": ["New"], "reactions": [None, None], "newsfeed_assignments": [{"newsfeed_id": 3, "published_at": 60}],
}  # fmt: skip
FOUND = {"id": "5", "type": "news-item", "sender_id": "9", "labels": ("New",), "reactions": [None, None]}
FEED = {"id": "3", "type": "newsfeed", "name": "Visitor Feed", "created_at": 60, "updated_at": 60}
LISTED = {"type": "list", "total_count": 1, "pages": {"type": "pages", "page": 1, "per_page": 10, "total_pages": 1}}


@each(
    Case("news_items.list", lambda c: c.news_items.list(), Asked("GET", "/news/news_items"),
         {**LISTED, "data": [ITEM]}, FOUND, NewsItem, ALL),
    Case("news_items.create",
         lambda c: c.news_items.create(NewsItemChanges(
             title="Halloween is here!", body="<p>x</p>", sender_id="9", state="live", deliver_silently=True,
             labels=["New"], reactions=["😆", None], newsfeed_assignments=[
                 NewsfeedAssignmentChanges(newsfeed_id="3", published_at=datetime(2022, 10, 1, tzinfo=UTC)),
                 NewsfeedAssignmentChanges(newsfeed_id=4),
             ])),
         Asked("POST", "/news/news_items", {}, {
             "title": "Halloween is here!", "body": "<p>x</p>", "sender_id": 9, "state": "live",
             "deliver_silently": True, "labels": ["New"], "reactions": ["😆", None],
             "newsfeed_assignments": [{"newsfeed_id": 3, "published_at": 1664582400}, {"newsfeed_id": 4}],
         }), ITEM, FOUND, NewsItem, ALL),
    Case("news_items.retrieve", lambda c: c.news_items.retrieve(5), Asked("GET", "/news/news_items/5"), ITEM, FOUND,
         NewsItem, ALL),
    Case("news_items.update", lambda c: c.news_items.update("5", NewsItemChanges(body=None, newsfeed_assignments=[])),
         Asked("PUT", "/news/news_items/5", {}, {"body": None, "newsfeed_assignments": []}), ITEM, FOUND, NewsItem,
         ALL),
    Case("news_items.update, no feeds", lambda c: c.news_items.update(5, NewsItemChanges(title="a", sender_id="9")),
         Asked("PUT", "/news/news_items/5", {}, {"title": "a", "sender_id": 9}), ITEM, FOUND, NewsItem, ALL),
    Case("news_items.delete", lambda c: c.news_items.delete(5), Asked("DELETE", "/news/news_items/5"),
         {"id": "5", "object": "news-item", "deleted": True}, {"object": "news-item", "deleted": True}, DeletedObject,
         ALL),
    Case("newsfeeds.list", lambda c: c.newsfeeds.list(per_page=2), Asked("GET", "/news/newsfeeds", {"per_page": "2"}),
         {**LISTED, "data": [FEED]}, {"id": "3", "name": "Visitor Feed"}, Newsfeed, ALL),
    Case("newsfeeds.retrieve", lambda c: c.newsfeeds.retrieve(3), Asked("GET", "/news/newsfeeds/3"), FEED,
         {"created_at": datetime(1970, 1, 1, 0, 1, tzinfo=UTC)}, Newsfeed, ALL),
    Case("newsfeeds.list_items", lambda c: c.newsfeeds.list_items(3), Asked("GET", "/news/newsfeeds/3/items"),
         {**LISTED, "data": [ITEM]}, FOUND, NewsItem, ALL),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_a_news_item_knows_its_feeds() -> None:
    wire = Wire(ITEM)
    (assignment,) = (await wire.run(lambda c: c.news_items.retrieve(5))).newsfeed_assignments
    assert (assignment.newsfeed_id, assignment.published_at) == ("3", datetime(1970, 1, 1, 0, 1, tzinfo=UTC))


async def test_a_feed_is_read_page_by_page() -> None:
    wire = Wire(*links("/news/newsfeeds/3/items", "data", [ITEM], [{**ITEM, "id": "6"}]))
    assert [each.id for each in await wire.run(lambda c: c.newsfeeds.list_items(3))] == ["5", "6"]
    assert wire.asked[1] == Asked("GET", "/news/newsfeeds/3/items", {"page": "2", "per_page": "1"})


@pytest.mark.parametrize("call", [lambda c: c.news_items.list(), lambda c: c.newsfeeds.retrieve(3)])
async def test_news_came_with_2_7(call: Any) -> None:
    assert (await refused(call, "2.6")).operation.startswith("news")
