"""What a write of an article holds: reads its body and refuses wrong values, then writes all of it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import attrs

from ..versions import PREVIEW, V2_16, Version
from .articles import Article, telling, write_content
from .call import Call, Problem, invalid
from .fields import Fields
from .found_content import content_id
from .help_centers import group, locales
from .knowledge import folder_of, read_piece, tell_audiences
from .rich_text import from_html, to_plain
from .world import World
from .writing import as_id

_STATES: Final = ("published", "draft")
_SCHEDULES: Final = ("scheduled_publish_at", "scheduled_unpublish_at")
_FOR_FIN: Final = (
    *("audience_ids", "ai_chatbot_availability", "ai_copilot_availability", "ai_sales_agent_availability"),
)
_FROM_2_16: Final = ("body_markdown", "parent_ids", *_FOR_FIN)
_HEADING: Final = re.compile(r"#{1,6} ")


@attrs.frozen
class ContentWrite:
    """What is written in one language."""

    texts: Mapping[str, str]
    state: str | None
    #: For whom Fin answers from it, and where.
    settings: Mapping[str, Any]


@attrs.frozen
class ArticleWrite:
    """What is written to an article; what is not there stays."""

    #: By language, the default one first.
    contents: Mapping[str, ContentWrite]
    parents: list[str] | None
    #: Of the article itself, by the names of its fields.
    settings: Mapping[str, Any]

    @property
    def main(self) -> ContentWrite:
        """What is written in the default language."""
        return next(iter(self.contents.values()))

    @property
    def held(self) -> bool:
        """Whether it is to be published later."""
        return self.settings.get("publish_at") is not None


def read_write(world: World, call: Call, article: Article | None = None) -> ArticleWrite:
    """Read what the body of *call* writes to an article, or to a new one."""
    body = _known(call.version, call.body)
    fields = Fields(body, 400)
    parts = fields.part("translated_content") or Fields({})
    said = {locale: _known(call.version, part.values) for locale in locales(world) if (part := parts.part(locale))}
    default = locales(world)[0]
    said = {default: {**body, **said.get(default, {})}, **{key: part for key, part in said.items() if key != default}}
    # Audiences that are given for the whole article hold for each of its languages.
    everywhere = {} if body.get("audience_ids") is None else {"audience_ids": body["audience_ids"]}
    contents = {locale: _content(world, {**part, **everywhere}) for locale, part in said.items()}
    settings = _schedules(call, fields, contents[default].state, article)
    if "folder_id" in body:
        settings["folder_id"] = folder_of(world, body["folder_id"], "folder_id")
    return ArticleWrite(contents, _parents(world, fields), settings)


def _known(version: Version, body: Mapping[str, object]) -> dict[str, object]:
    """Return *body* without what came later."""
    later = {*_SCHEDULES, *_FROM_2_16} if version < V2_16 else set[str]()
    later |= {"folder_id"} if version < PREVIEW else set()
    return {key: value for key, value in body.items() if key not in later}


def _content(world: World, body: Mapping[str, object]) -> ContentWrite:
    fields = Fields(body, 400)
    texts = {name: text for name in ("title", "description") if (text := fields.text(name)) is not None}
    html, markdown = fields.text("body"), fields.text("body_markdown")
    if html is not None and markdown is not None:
        raise invalid("body and body_markdown are mutually exclusive", "body_markdown")
    if html is not None:
        texts |= {"body": _spaced(from_html(html)) if html else "", "markdown": f"{to_plain(html)}\n" if html else ""}
    if markdown is not None:
        texts |= {"body": _from_markdown(markdown), "markdown": markdown}
    author_id = as_id(body.get("author_id"), "author_id")
    if author_id is not None:
        if world.admin(author_id) is None:
            raise invalid("author_id must be a teammate of this workspace", "author_id")
        texts["author_id"] = author_id
    given = {key: body[key] for key in _FOR_FIN if body.get(key) is not None}
    return ContentWrite(texts, fields.choice("state", _STATES), read_piece(world, given))


def _spaced(html: str) -> str:
    """Return HTML with paragraphs as articles have them."""
    return html.replace("<p>", '<p class="no-margin">')


def _from_markdown(markdown: str) -> str:
    """Return Markdown as HTML: its paragraphs and headings."""
    blocks = [block.strip() for block in markdown.split("\n\n") if block.strip()]
    return "\n".join(_block(block) for block in blocks)


def _block(block: str) -> str:
    found = _HEADING.match(block)
    if found is None:
        return _spaced(f"<p>{block}</p>")
    level = found.end() - 1
    return f"<h{level}>{block[found.end() :]}</h{level}>"


def _parents(world: World, fields: Fields) -> list[str] | None:
    """Return the ids of the collections that an article is to be in; None where the body does not say."""
    several = fields.items("parent_ids")
    if several is not None:
        return [group(world, as_id(each, "parent_ids")).id for each in several]
    if not fields.has("parent_id"):
        return None
    parent_id = fields.identifier("parent_id")
    return [] if parent_id is None else [group(world, parent_id).id]


def _schedules(call: Call, fields: Fields, state: str | None, article: Article | None) -> dict[str, Any]:
    """Read when an article is to be published or to be a draft again; either takes the other one back."""
    at = {name: _instant(call, fields, name) for name in _SCHEDULES if fields.has(name)}
    publish, unpublish = (at.get(name) for name in _SCHEDULES)
    if publish is not None and state == "draft":
        raise invalid("Cannot schedule a publish while setting state to draft", _SCHEDULES[0])
    if publish is not None and unpublish is not None:
        raise invalid(f"Cannot set {' and '.join(_SCHEDULES)} in the same request", _SCHEDULES[1])
    if unpublish is not None and state != "published" and not (article is not None and article.published):
        raise invalid("Cannot schedule unpublish for an article that has never been published", _SCHEDULES[1])
    found = {name.removeprefix("scheduled_"): value for name, value in at.items()}
    if publish is not None or unpublish is not None:
        return {"publish_at": publish, "unpublish_at": unpublish}
    return found


def _instant(call: Call, fields: Fields, name: str) -> int | None:
    """Read a future time in ISO 8601, None where it is taken back."""
    text = fields.text(name)
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        at = int(found.replace(tzinfo=found.tzinfo or UTC).timestamp())
    except (ValueError, OverflowError):
        raise invalid(f"{name} must be an ISO 8601 timestamp", name) from None
    if at <= call.now:
        raise invalid(f"{name} must be in the future", name)
    return at


def require(write: ArticleWrite) -> None:
    """Refuse a new article without a title or an author."""
    for name in ("title", "author_id"):
        if not write.main.texts.get(name, "").strip():
            message = f"{name} must be in the main body or default locale translated_content object"
            raise Problem(400, "parameter_not_found", message)


def apply(world: World, article: Article, write: ArticleWrite, now: int) -> None:
    """Write all of *write*."""
    with telling(world, article):
        for locale, content in write.contents.items():
            write_content(world, article, locale, content.texts, now=now, state=content.state, held=write.held)
            _settle_for_whom(world, article, locale, content.settings)
        for name, value in write.settings.items():
            setattr(article, name, value)
    if write.parents is not None:
        article.parents = list(dict.fromkeys(write.parents))


def _settle_for_whom(world: World, article: Article, locale: str, settings: Mapping[str, Any]) -> None:
    content = article.contents[locale]
    before = content.audience_ids
    for name, value in settings.items():
        setattr(content, name, value)
    tell_audiences(world, "article_content", content_id(world, article, locale), before, content.audience_ids)


def stage(world: World, article: Article, write: ArticleWrite, now: int) -> None:
    """Write the texts alone, on top of what is published."""
    with telling(world, article):
        for locale, content in write.contents.items():
            if content.texts:
                write_content(world, article, locale, content.texts, now=now, state=None, held=True)


def pending(world: World, call: Call, article: Article) -> list[str]:
    """Return the languages whose drafts *call* is to publish; 422 where it may not."""
    staged = [locale for locale, content in article.contents.items() if content.staged]
    wanted = Fields(call.body).texts("locales")
    if not staged:
        raise Problem(422, "parameter_invalid", "Article has no draft to publish")
    if not wanted and len(locales(world)) > 1:
        message = "locales must be specified to publish a draft on a multilingual workspace"
        raise Problem(422, "parameter_not_found", message)
    without = [locale for locale in wanted or () if locale not in staged]
    if without:
        message = f"Cannot publish a draft for locale(s) without pending changes: {', '.join(without)}"
        raise Problem(422, "parameter_invalid", message)
    return wanted or staged
