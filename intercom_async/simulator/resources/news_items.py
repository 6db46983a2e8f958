"""News items."""

from typing import Any, Final

from ..bodies.news import item_body
from ..call import Call, Reply, invalid, missing, not_found
from ..fields import Fields
from ..listing import deleted, listed
from ..news import Newsfeed, NewsItem
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("news_items.list")
def list_items(world: World, call: Call) -> Reply:
    """Answer a page of all news items."""
    return listed(call, list(world.shelf(NewsItem)), lambda each: item_body(world, each), default=10)


@routes("news_items.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Write a news item."""
    changes = _changes(world, call)
    for name in ("title", "sender_id"):
        if name not in changes:
            raise missing(name)
    shelf = world.shelf(NewsItem)
    item = NewsItem(id=shelf.next_id(), created_at=call.second, updated_at=call.second, **changes)
    return Reply(item_body(world, shelf.add(item)))


@routes("news_items.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one news item."""
    return Reply(item_body(world, _of_path(world, call)))


@routes("news_items.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one news item."""
    item = _of_path(world, call)
    for name, value in _changes(world, call).items():
        setattr(item, name, value)
    item.updated_at = call.second
    return Reply(item_body(world, item))


@routes("news_items.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one news item."""
    item = _of_path(world, call)
    world.shelf(NewsItem).discard(item.id)
    return deleted(item.id, "news-item")


def _of_path(world: World, call: Call) -> NewsItem:
    item = world.shelf(NewsItem).get(call.params["news_item_id"])
    if item is None:
        raise not_found()
    return item


def _changes(world: World, call: Call) -> dict[str, Any]:
    """Read what the body writes."""
    fields = Fields(call.body, 400)
    state = fields.choice("state", ("draft", "live"))
    sender_id = fields.identifier("sender_id")
    if sender_id is not None and world.admin(sender_id) is None:
        raise invalid("sender_id must be a teammate of this workspace", "sender_id")
    labels = fields.texts("labels")
    given: dict[str, Any] = {
        "title": (fields.text("title") or "").strip() or None,
        "body": fields.text("body"),
        "sender_id": sender_id,
        "live": None if state is None else state == "live",
        "silent": fields.flag("deliver_silently"),
        "labels": None if labels is None else sorted(labels),
        "reactions": _reactions(fields),
        "feeds": _feeds(world, call, fields),
    }
    return {name: value for name, value in given.items() if value is not None}


def _reactions(fields: Fields) -> list[str | None] | None:
    """Read emoji, some of which may be null."""
    given = fields.items("reactions")
    if given is None:
        return None
    found = [each for each in given if each is None or isinstance(each, str)]
    if len(found) != len(given):
        raise fields.wrong("reactions", "reactions must hold strings")
    return found


def _feeds(world: World, call: Call, fields: Fields) -> dict[str, int] | None:
    """Read in which feeds an item is to be and since when: now, or a time in the past."""
    given = fields.objects("newsfeed_assignments")
    if given is None:
        return None
    found: dict[str, int] = {}
    for each in given:
        feed = world.shelf(Newsfeed).get(each.identifier("newsfeed_id") or "")
        if feed is None:
            raise not_found()
        at = each.number("published_at")
        if at is not None and at > call.now:
            raise invalid("published_at cannot be in the future", "published_at")
        found[feed.id] = call.second if at is None else at
    return found
