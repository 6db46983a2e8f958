"""Newsfeeds, and what is live in them."""

from typing import Final

from ..bodies.news import feed_body, item_body
from ..call import Call, Reply, not_found
from ..listing import listed
from ..news import Newsfeed, NewsItem
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("newsfeeds.list")
def list_feeds(world: World, call: Call) -> Reply:
    """Answer a page of all newsfeeds."""
    return listed(call, list(world.shelf(Newsfeed)), feed_body, default=10)


@routes("newsfeeds.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one newsfeed."""
    return Reply(feed_body(_of_path(world, call)))


@routes("newsfeeds.list_items")
def list_items(world: World, call: Call) -> Reply:
    """Answer a page of what is live in a newsfeed, the last published first."""
    feed = _of_path(world, call)
    found = [each for each in world.shelf(NewsItem) if each.live and feed.id in each.feeds]
    found.sort(key=lambda each: each.feeds[feed.id], reverse=True)
    return listed(call, found, lambda each: item_body(world, each), default=20)


def _of_path(world: World, call: Call) -> Newsfeed:
    feed = world.shelf(Newsfeed).get(call.params["newsfeed_id"])
    if feed is None:
        raise not_found()
    return feed
