"""Bodies of articles, of what they said before, and of where something was found in them."""

import re
from collections.abc import Iterator
from typing import Final

from ...versions import PREVIEW, V2_10, V2_13, V2_16, Version
from ..articles import Article, ArticleVersion, Content, centers_of
from ..help_centers import Collection, locales
from ..rich_text import to_plain
from ..world import World
from .attached import applied_body

_NO_PART_OF_A_NAME: Final = re.compile(r"[^a-z0-9]+")


def article_body(
    world: World, version: Version, article: Article, *, statistics: bool = False, draft: bool = False
) -> dict[str, object]:
    """Return an article as it is published, or as its *draft* has it."""
    main = article.main
    tags = [applied_body(each) for each in world.tags.on(article.tagged_as)]
    body: dict[str, object] = {
        "id": article.id,
        "type": "article",
        "workspace_id": world.app_id,
        **(_parent(world, version, article) if version < V2_16 else {}),
        "parent_ids": [int(each) for each in article.parents],
        **({"statistics": _statistics(version)} if statistics else {}),
        **({"tags": {"type": "tag.list", "tags": tags}} if version >= V2_13 else {}),
        **_content(world, version, article, main, next(iter(article.contents)), draft=draft),
    }
    if version >= V2_16:
        body |= {
            "exclude_from_article_suggestions": False,
            "help_center_audience": "everyone",
            "scheduled_publish_at": article.publish_at,
            "scheduled_unpublish_at": article.unpublish_at,
        }
    if version >= PREVIEW:
        body["folder_id"] = None if article.folder_id is None else int(article.folder_id)
    if len(locales(world)) > 1:
        said = {
            locale: {"type": "article_content", **_content(world, version, article, content, locale, draft=draft)}
            for locale, content in article.contents.items()
        }
        body["default_locale"] = next(iter(article.contents))
        body["translated_content"] = {"type": "article_translated_content", **said}
    return body


def _content(
    world: World, version: Version, article: Article, content: Content, locale: str, *, draft: bool
) -> dict[str, object]:
    """Return what an article says in one language."""
    text = content.latest if draft else content.shown
    body: dict[str, object] = {
        "title": text.title,
        "description": text.description,
        "body": text.body,
        "author_id": int(text.author_id),
        "state": "draft" if content.live is None else "published",
        "created_at": content.created_at,
        "updated_at": content.updated_at,
        "url": None if content.live is None else _url(world, article, content.live.title, locale),
    }
    if version >= V2_16:
        body |= {
            "body_markdown": text.markdown,
            "has_unpublished_changes": content.staged,
            "draft_updated_at": content.latest.created_at if content.staged else None,
            "ai_chatbot_availability": content.chatbot,
            "ai_copilot_availability": content.copilot,
            "ai_sales_agent_availability": content.sales,
            "audience_ids": [int(each) for each in content.audience_ids],
            "created_by_id": int(content.created_by),
            "updated_by_id": int(content.updated_by),
        }
    return body


def _url(world: World, article: Article, title: str, locale: str) -> str:
    name = _NO_PART_OF_A_NAME.sub("-", title.lower()).strip("-")
    return f"{centers_of(world, article)[0].url}/{locale}/articles/{article.id}-{name}"


def _parent(world: World, version: Version, article: Article) -> dict[str, object]:
    """Return the first collection that an article is in; one in another was a section until 2.9."""
    if not article.parents:
        return {"parent_id": None, "parent_type": None}
    first = world.shelf(Collection).get(article.parents[0])
    nested = first is not None and first.parent_id is not None
    kind = "section" if nested and version < V2_10 else "collection"
    return {"parent_id": int(article.parents[0]), "parent_type": kind}


def _statistics(version: Version) -> dict[str, object]:
    """Return how an article is used: nobody does."""
    names = ("views", "conversations", "reactions")
    percentages = [f"{mood}_reaction_percentage" for mood in ("happy", "neutral", "sad")]
    later = ("fin_involvements", "fin_resolutions", "fin_resolution_rate") if version >= V2_16 else ()
    return {"type": "article_statistics", **dict.fromkeys((*names, *percentages, *later), 0)}


def version_body(article: Article, version: ArticleVersion, *, whole: bool) -> dict[str, object]:
    """Return what an article said before: in lists without the body."""
    live = article.contents[version.locale].live is version
    text = {"body": version.body, "body_markdown": version.markdown} if whole else {}
    return {
        "type": "article_version",
        "id": version.id,
        "article_id": version.article_id,
        "title": version.title,
        "description": version.description,
        **text,
        "author_id": version.author_id,
        "created_by_id": version.created_by,
        "created_via": "api",
        "from_version_id": version.from_id,
        "state": "published" if live else "draft",
        "created_at": version.created_at,
        **({"updated_at": version.created_at} if whole else {}),
    }


def highlights(article: Article, phrase: str) -> dict[str, object]:
    """Return where in an article a phrase stands: in its title, and in which lines of its text."""
    text = article.main.shown
    lines = [text.description, *to_plain(text.body).split("\n")]
    return {
        "article_id": article.id,
        "highlighted_title": list(_parts(text.title, phrase)),
        "highlighted_summary": [list(_parts(line, phrase)) for line in lines if phrase.casefold() in line.casefold()],
    }


def _parts(text: str, phrase: str) -> Iterator[dict[str, str]]:
    """Yield the pieces of *text*, those that are the phrase and those between them."""
    for index, part in enumerate(re.split(f"({re.escape(phrase)})", text, flags=re.IGNORECASE)):
        if part:
            yield {"type": "highlight" if index % 2 else "plain", "text": part}
