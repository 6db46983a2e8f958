"""Bodies of news items and newsfeeds."""

from ..news import Newsfeed, NewsItem
from ..world import World


def item_body(world: World, item: NewsItem) -> dict[str, object]:
    """Return a news item."""
    return {
        "id": item.id,
        "type": "news-item",
        "workspace_id": world.app_id,
        "title": item.title,
        "body": item.body,
        "sender_id": int(item.sender_id),
        "state": "live" if item.live else "draft",
        "labels": item.labels,
        "cover_image_url": None,
        "reactions": item.reactions,
        "deliver_silently": item.silent,
        "created_at": item.created_at,
        "updated_at": item.updated_at,
        "newsfeed_assignments": [
            {"newsfeed_id": int(feed_id), "published_at": at} for feed_id, at in item.feeds.items()
        ],
    }


def feed_body(feed: Newsfeed) -> dict[str, object]:
    """Return a newsfeed."""
    return {
        "id": feed.id,
        "type": "newsfeed",
        "name": feed.name,
        "created_at": feed.created_at,
        "updated_at": feed.created_at,
    }
