"""Content of all kinds: searched, and changed by the many."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from urllib.parse import urlencode

from ..call import Call, Reply, whole
from ..fields import Fields
from ..found_content import conditions, everything, wrong
from ..knowledge import Audience, ExternalPage, Piece, forget, pieces
from ..lists import Numbered
from ..routes import Routes
from ..tags import Tag
from ..world import World

routes: Final = Routes()

_MOST_SHOWN: Final = 50
_MOST_CHANGED: Final = 1000
_MOST_TAGS: Final = 100
_KINDS: Final = (
    *("article", "article_content", "content_snippet", "external_content", "file_source_content", "internal_article"),
)
#: Changes one piece of content.
Change: TypeAlias = Callable[[Piece], None]


@routes("content.search")
def search(world: World, call: Call) -> Reply:
    """Answer a page of the content that fits the query, the last changed first."""
    asked = list(conditions(call))
    found = [each for each in everything(world) if all(condition(each) for condition in asked)]
    found.sort(key=lambda each: each.updated_at, reverse=True)
    page = _page(call)
    before = urlencode({**call.query, "per_page": page.size, "page": page.number - 1})
    previous = f"{call.base_url}{call.path}?{before}" if page.number > 1 else None
    return Reply({
        "type": "list",
        "total_count": len(found),
        "pages": {**page.pages(call, len(found)), "prev": previous},
        "data": [each.body for each in page.cut(found)],
    })  # fmt: skip


@routes("content.bulk_action", writes=True)
def bulk_action(world: World, call: Call) -> Reply:
    """Change much content, here at once; what the action is not for, and what does not exist, is left out."""
    fields = Fields(call.body)
    action = fields.choice("action", tuple(_ACTIONS))
    if action is None:
        raise fields.missing("action")
    items = fields.objects("content_ids")
    if not items:
        raise fields.missing("content_ids")
    if len(items) > _MOST_CHANGED:
        raise fields.wrong("content_ids", f"content_ids must hold at most {_MOST_CHANGED} items")
    named = {(item.choice("type", _KINDS), item.identifier("id")) for item in items}
    change = _ACTIONS[action](world, call, fields)
    for piece in [each for each in pieces(world) if (each.kind, each.id) in named]:
        change(piece)
    return Reply({"type": "content_bulk_action", "status": "queued"}, 202)


def _page(call: Call) -> Numbered:
    number, size = whole(call.query.get("page", 1)), whole(call.query.get("per_page", 10))
    if number is None or size is None or not 1 <= size <= _MOST_SHOWN:
        raise wrong(f"page must be a number, and per_page one from 1 to {_MOST_SHOWN}")
    return Numbered(max(number, 1), size)


def _nothing(world: World, call: Call, fields: Fields) -> Change:
    """Return what publishing does to content that has no drafts."""
    del world, call, fields
    return lambda _: None


def _deletion(world: World, call: Call, fields: Fields) -> Change:
    del call, fields

    def delete(piece: Piece) -> None:
        if not isinstance(piece, ExternalPage):
            forget(world, piece)

    return delete


def _availability(world: World, call: Call, fields: Fields) -> Change:
    del world, call
    given = _part(fields, "availability")
    names = {"ai_agent": "chatbot", "copilot": "copilot", "sales_agent": "sales"}
    flags = {stored: flag for name, stored in names.items() if (flag := given.flag(name)) is not None}

    def switch(piece: Piece) -> None:
        for name, flag in flags.items():
            setattr(piece, name, flag)

    return switch


def _audience(world: World, call: Call, fields: Fields) -> Change:
    """Return what changes for whom content is: segments are audiences here."""
    del call
    given = _part(fields, "audience")
    everybody = given.flag("remove_all") is True
    added, removed = (_ids(given, name) for name in ("add_segment_ids", "remove_segment_ids"))
    if any(world.shelf(Audience).get(each) is None for each in (*added, *removed)):
        raise given.wrong("add_segment_ids", "Segment not found")

    def change(piece: Piece) -> None:
        kept = [] if everybody else [each for each in piece.audience_ids if each not in removed]
        piece.audience_ids = list(dict.fromkeys([*kept, *added]))

    return change


def _tagging(world: World, call: Call, fields: Fields) -> Change:
    given = _part(fields, "tags")
    added, removed = (_tags(world, given, name) for name in ("add_tag_ids", "remove_tag_ids"))
    if not added and not removed:
        raise given.missing("add_tag_ids")
    if len({tag.id for tag in (*added, *removed)}) > _MOST_TAGS:
        raise given.wrong("add_tag_ids", f"At most {_MOST_TAGS} tags can be given")
    at, by = call.second, world.admins[0].id

    def change(piece: Piece) -> None:
        for tag in added:
            world.tags.apply(piece.tagged_as, tag, at=at, by=by)
        for tag in removed:
            world.tags.remove(piece.tagged_as, tag)

    return change


def _part(fields: Fields, name: str) -> Fields:
    part = fields.part(name)
    if part is None:
        raise fields.missing(name)
    return part


def _ids(fields: Fields, name: str) -> list[str]:
    return [Fields({name: each}).identifier(name) or "" for each in fields.items(name) or ()]


def _tags(world: World, fields: Fields, name: str) -> list[Tag]:
    found = [world.tags.get(each) for each in _ids(fields, name)]
    known = [tag for tag in found if tag is not None]
    if len(known) != len(found):
        raise fields.wrong(name, f"{name} holds the id of a tag that does not exist")
    return known


#: What makes the change of each action.
_ACTIONS: Final[Mapping[str, Callable[[World, Call, Fields], Change]]] = {
    "publish": _nothing,
    "unpublish": _nothing,
    "delete": _deletion,
    "set_availability": _availability,
    "set_audience": _audience,
    "update_tags": _tagging,
}
