"""Content as a search looks at it, whatever its kind, and which of it a search asks for."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

import attrs

from .articles import Article, ArticleVersion, Content, articles
from .call import Call, Problem, whole
from .knowledge import ExternalPage, InternalArticle, Piece, Snippet, pieces
from .world import World

_LONGEST: Final = 500
#: What some lists may hold.
_CHOICES: Final[Mapping[str, frozenset[str]]] = {
    "states": frozenset({"published", "draft"}),
    "content_types": frozenset({"snippet", "external_content", "file_source_content", "internal_article", "article"}),
}
_LISTS: Final = (
    *("states", "locales", "tag_ids", "any_tag_ids", "folder_ids", "content_types"),
    *("created_by_ids", "last_updated_by_ids"),
)
_TIMES: Final = ("created_at", "updated_at")


@attrs.frozen
class Found:
    """One piece of content."""

    #: As it is answered.
    body: Mapping[str, object]
    #: Where words are looked for.
    text: str
    #: What it is by the lists of a search: a list asks for what has any of its values.
    lists: Mapping[str, frozenset[str]]
    #: Who may use it, by parameter.
    switches: Mapping[str, bool]
    created_at: int
    updated_at: int


Condition: TypeAlias = Callable[[Found], bool]


def everything(world: World, now: int) -> Iterator[Found]:
    """Yield all content."""
    for piece in pieces(world):
        folder = piece.folder_id if isinstance(piece, InternalArticle) else None
        yield Found(
            {"type": piece.kind, "id": piece.id, "title": piece.title},
            f"{piece.title}\n{_text(piece)}",
            {
                **_places(world, piece.tagged_as, folder),
                "states": frozenset({"published"}),
                "locales": frozenset({piece.locale}),
                "content_types": frozenset({piece.kind.removeprefix("content_")}),
                "created_by_ids": frozenset({piece.created_by}),
                "last_updated_by_ids": frozenset({piece.updated_by}),
            },
            _switches(piece),
            piece.created_at,
            piece.updated_at,
        )
    for article in articles(world, now):
        yield _found_article(world, article)


def _found_article(world: World, article: Article) -> Found:
    contents = article.contents.values()
    shown = [
        {
            "type": "article_content",
            "id": content_id(world, article, locale),
            "title": each.shown.title,
            "locale": locale,
        }
        for locale, each in article.contents.items()
    ]
    published = {"published" for each in contents if each.live is not None}
    drafts = {"draft" for each in contents if each.live is None or each.staged}
    return Found(
        {"type": "article", "id": article.id, "title": article.main.shown.title, "contents": shown},
        "\n".join(f"{each.shown.title}\n{each.shown.body}" for each in contents),
        {
            **_places(world, article.tagged_as, article.folder_id),
            "states": frozenset(published | drafts),
            "locales": frozenset(article.contents),
            "content_types": frozenset({"article"}),
            "created_by_ids": frozenset({article.main.created_by}),
            "last_updated_by_ids": frozenset(each.updated_by for each in contents),
        },
        _switches(article.main),
        article.main.created_at,
        max(each.updated_at for each in contents),
    )


def content_id(world: World, article: Article, locale: str) -> str:
    """Return the id of an article in one language: that of the first thing that it said there."""
    versions = world.shelf(ArticleVersion)
    return next(each.id for each in versions if (each.article_id, each.locale) == (article.id, locale))


def _places(world: World, tagged_as: str, folder: str | None) -> dict[str, frozenset[str]]:
    tags = frozenset(applied.tag.id for applied in world.tags.on(tagged_as))
    folders = frozenset[str]() if folder is None else frozenset({folder})
    return {"tag_ids": tags, "any_tag_ids": tags, "folder_ids": folders}


def _switches(usable: Piece | Content) -> dict[str, bool]:
    return {"copilot_state": usable.copilot, "fin_service_state": usable.chatbot, "fin_sales_state": usable.sales}


def _text(piece: InternalArticle | Snippet | ExternalPage) -> str:
    if isinstance(piece, InternalArticle):
        return piece.body or ""
    return piece.markdown if isinstance(piece, Snippet) else piece.html


def conditions(call: Call) -> Iterator[Condition]:
    """Read what the query of *call* asks for; wrong values are a 422."""
    query = call.query
    words = query.get("query", "").casefold()
    if len(words) > _LONGEST:
        raise wrong(f"query must have at most {_LONGEST} characters")
    yield lambda found: words in found.text.casefold()
    if query.get("folder_ids") and query.get("folder_entity_type") != "folder":
        raise wrong("folder_entity_type must be folder when folder_ids are given")
    for name in _LISTS:
        if query.get(name):
            yield _any_of(name, query)
    for name in ("copilot_state", "fin_service_state", "fin_sales_state"):
        if name in query:
            yield _switched(name, query[name])
    for name in _TIMES:
        yield from _in_time(name, query)


def wrong(message: str) -> Problem:
    """Return the problem of a query with a wrong value."""
    return Problem(422, "data_invalid", message)


def _any_of(name: str, query: Mapping[str, str]) -> Condition:
    values = frozenset(query[name].split(","))
    if unknown := values - _CHOICES.get(name, values):
        raise wrong(f"{name} cannot be {', '.join(sorted(unknown))}")
    operator = query.get("tag_operator", "IN") if name == "tag_ids" else "IN"
    if operator not in {"IN", "NIN"}:
        raise wrong("tag_operator must be IN or NIN")
    return lambda found: values.isdisjoint(found.lists[name]) is (operator == "NIN")


def _switched(name: str, value: str) -> Condition:
    if value not in {"on", "off"}:
        raise wrong(f"{name} must be on or off")
    return lambda found: found.switches[name] is (value == "on")


def _in_time(name: str, query: Mapping[str, str]) -> Iterator[Condition]:
    """Yield what asks for the time from *after* to *before*, both included."""
    for suffix, sign in (("after", 1), ("before", -1)):
        text = query.get(f"{name}_{suffix}")
        if text is None:
            continue
        limit = whole(text)
        if limit is None:
            raise wrong(f"{name}_{suffix} must be a UNIX timestamp in seconds")
        yield _beyond(name, limit, sign)


def _beyond(name: str, limit: int, sign: int) -> Condition:
    return lambda found: (getattr(found, name) - limit) * sign >= 0
