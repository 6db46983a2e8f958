"""What bulk actions do to content: an action leaves out what it is not for."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final, TypeAlias

import attrs

from . import articles, knowledge
from .articles import Article, Content
from .call import Call
from .fields import Fields
from .found_content import content_id
from .knowledge import Audience, ExternalPage, Piece, pieces
from .tags import Tag
from .world import World

_MOST_TAGS: Final = 100


@attrs.frozen(kw_only=True)
class Target:
    """Content that an action may be for."""

    kind: str
    id: str
    #: What says who may use it, and for whom it is.
    usable: Piece | Content | None = None
    #: What tags know it by.
    tagged_as: str | None = None
    publish: Callable[[], None] | None = None
    unpublish: Callable[[], None] | None = None
    delete: Callable[[], None] | None = None


#: Changes one of them.
Change: TypeAlias = Callable[[Target], None]


def targets(world: World, now: int) -> Iterator[Target]:
    """Yield all content, articles both as such and in each language."""
    for piece in pieces(world):
        delete = None if isinstance(piece, ExternalPage) else partial(knowledge.forget, world, piece)
        yield Target(kind=piece.kind, id=piece.id, usable=piece, tagged_as=piece.tagged_as, delete=delete)
    for article in articles.articles(world, now):
        yield Target(kind="article", id=article.id, tagged_as=article.tagged_as)
        for locale, content in article.contents.items():
            yield Target(
                kind="article_content",
                id=content_id(world, article, locale),
                usable=content,
                publish=partial(_publish, world, article, content, now),
                unpublish=partial(_unpublish, world, article, content, now),
                delete=partial(_forget, world, article, locale),
            )


def _publish(world: World, article: Article, content: Content, now: int) -> None:
    with articles.telling(world, article):
        articles.publish(article, [content], now)


def _unpublish(world: World, article: Article, content: Content, now: int) -> None:
    with articles.telling(world, article):
        content.live, content.updated_at = None, now


def _forget(world: World, article: Article, locale: str) -> None:
    """Delete an article in one language, and all of it with the last one."""
    if len(article.contents) > 1:
        with world.shelf(Article).changing(article):
            del article.contents[locale]
    else:
        articles.forget(world, article)


def _doing(name: str) -> "Callable[[World, Call, Fields], Change]":
    """Return what makes the change of an action that needs nothing beside the content."""

    def change(target: Target) -> None:
        do: Callable[[], None] | None = getattr(target, name)
        if do is not None:
            do()

    def make(world: World, call: Call, fields: Fields) -> Change:
        del world, call, fields
        return change

    return make


def _availability(world: World, call: Call, fields: Fields) -> Change:
    del world, call
    given = _part(fields, "availability")
    names = {"ai_agent": "chatbot", "copilot": "copilot", "sales_agent": "sales"}
    flags = {stored: flag for name, stored in names.items() if (flag := given.flag(name)) is not None}

    def switch(target: Target) -> None:
        for name, flag in flags.items() if target.usable is not None else ():
            setattr(target.usable, name, flag)

    return switch


def _audience(world: World, call: Call, fields: Fields) -> Change:
    """Return what changes for whom content is: segments are audiences here."""
    del call
    given = _part(fields, "audience")
    everybody = given.flag("remove_all") is True
    added, removed = (_ids(given, name) for name in ("add_segment_ids", "remove_segment_ids"))
    if any(world.shelf(Audience).get(each) is None for each in (*added, *removed)):
        raise given.wrong("add_segment_ids", "Segment not found")

    def change(target: Target) -> None:
        if target.usable is not None:
            kept = [] if everybody else [each for each in target.usable.audience_ids if each not in removed]
            before, target.usable.audience_ids = target.usable.audience_ids, list(dict.fromkeys([*kept, *added]))
            knowledge.tell_audiences(world, target.kind, target.id, before, target.usable.audience_ids)

    return change


def _tagging(world: World, call: Call, fields: Fields) -> Change:
    given = _part(fields, "tags")
    added, removed = (_tags(world, given, name) for name in ("add_tag_ids", "remove_tag_ids"))
    if not added and not removed:
        raise given.missing("add_tag_ids")
    if len({tag.id for tag in (*added, *removed)}) > _MOST_TAGS:
        raise given.wrong("add_tag_ids", f"At most {_MOST_TAGS} tags can be given")
    at, by = call.second, world.admins[0].id

    def change(target: Target) -> None:
        if target.tagged_as is not None:
            for tag in added:
                world.tags.apply(target.tagged_as, tag, at=at, by=by)
            for tag in removed:
                world.tags.remove(target.tagged_as, tag)

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
ACTIONS: Final[Mapping[str, Callable[[World, Call, Fields], Change]]] = {
    "publish": _doing("publish"),
    "unpublish": _doing("unpublish"),
    "delete": _doing("delete"),
    "set_availability": _availability,
    "set_audience": _audience,
    "update_tags": _tagging,
}
