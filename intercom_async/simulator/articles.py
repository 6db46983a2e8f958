"""Articles: what they say in each language, what of that is published, staged or past, and what is yet to come."""

import math
from collections.abc import Collection as CollectionOf
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

import attrs

from .help_centers import Collection, HelpCenter, default_center, lineage
from .ordered import By
from .shelf import Kept
from .world import World


@attrs.define(eq=False, kw_only=True)
class ArticleVersion(Kept):
    """What an article said in one language at one time; it does not change."""

    article_id: str
    locale: str
    title: str
    description: str = ""
    #: As HTML and as Markdown.
    body: str = ""
    markdown: str = ""
    author_id: str
    created_by: str
    from_id: str | None = None
    created_at: int


@attrs.define(eq=False, kw_only=True)
class Content:
    """What an article says in one language."""

    latest: ArticleVersion
    #: What is published.
    live: ArticleVersion | None = None
    created_at: int
    updated_at: int
    #: The teammates who made it and changed it last.
    created_by: str
    updated_by: str
    audience_ids: list[str] = attrs.Factory(list[str])
    #: Whether Fin, Copilot and the sales agent may use it.
    chatbot: bool = True
    copilot: bool = True
    sales: bool = True

    @property
    def shown(self) -> ArticleVersion:
        """What is published, or what will be."""
        return self.live or self.latest

    @property
    def staged(self) -> bool:
        """Whether there is a draft on top of what is published."""
        return self.live is not None and self.live is not self.latest


@attrs.define(eq=False, kw_only=True)
class Article(Kept):
    """An article; what is said in it and when it is due change only inside `telling`."""

    sorted_by: ClassVar[tuple[By, ...]] = (By("updated_at", numbered=True), By("due_at"))

    #: By language, the default one first.
    contents: dict[str, Content]
    #: Ids of collections.
    parents: list[str] = attrs.Factory(list[str])
    folder_id: str | None = None
    #: When it will be published, or be a draft again; one of them.
    publish_at: int | None = None
    unpublish_at: int | None = None
    #: Whether it was ever published.
    published: bool = False

    @property
    def main(self) -> Content:
        """What it says in the default language."""
        return next(iter(self.contents.values()))

    @property
    def tagged_as(self) -> str:
        """What tags know it by: ids are of one kind only."""
        return f"article:{self.id}"

    def value(self, name: str) -> object:
        """Return what it is sorted by: when it was changed in the default language, or when something is due."""
        if name == "due_at":
            return self.publish_at if self.publish_at is not None else self.unpublish_at
        return self.main.updated_at if self.contents else None


def articles(world: World, now: int) -> CollectionOf[Article]:
    """Return all articles after what was to happen until *now*, the last changed first."""
    shelf = world.shelf(Article)
    for article in list(shelf.between("due_at", -math.inf, now + 1)):
        settled(world, article, now)
    return shelf.latest("updated_at")


def settled(world: World, article: Article, now: int) -> Article:
    """Return an article after what was to happen until *now*."""
    if article.publish_at is not None and article.publish_at <= now:
        with telling(world, article):
            publish(article, article.contents.values(), article.publish_at)
            article.publish_at = None
    if article.unpublish_at is not None and article.unpublish_at <= now:
        with telling(world, article):
            for content in article.contents.values():
                content.live, content.updated_at = None, article.unpublish_at
            article.unpublish_at = None
    return article


@contextmanager
def telling(world: World, article: Article) -> Generator[None]:
    """Tell whether an article is published after the block, if it was not before, or the other way round."""
    was_live = _is_live(article)
    with world.shelf(Article).changing(article):
        yield
    is_live = _is_live(article)
    if is_live is not was_live:
        world.tell("article.published" if is_live else "article.unpublished", article)


def _is_live(article: Article) -> bool:
    return bool(article.contents) and article.main.live is not None


def publish(article: Article, contents: Iterable[Content], now: int) -> None:
    """Publish what *contents* say last."""
    article.published = True
    for content in contents:
        content.live, content.updated_at = content.latest, now


def write_content(
    world: World, article: Article, locale: str, texts: Mapping[str, str], *, now: int, state: str | None, held: bool
) -> None:
    """Write *texts* in one language: at once, or *held* back from what is published."""
    admin = world.admins[0].id
    content = article.contents.get(locale)
    goes_live = content is not None and content.live is not None and not content.staged and bool(texts)
    if content is None:
        version = _next_version(world, article, locale, texts, now=now)
        content = Content(latest=version, created_at=now, updated_at=now, created_by=admin, updated_by=admin)
        article.contents[locale] = content
    elif texts:
        content.latest = _next_version(world, article, locale, texts, now=now)
        content.updated_at, content.updated_by = now, admin
    if held:
        return
    if state == "draft":
        content.live, content.updated_at = None, now
    elif state == "published" or goes_live:
        publish(article, [content], now)


def _next_version(world: World, article: Article, locale: str, texts: Mapping[str, str], *, now: int) -> ArticleVersion:
    """Return what an article says in one language now; the first takes its author from the default language."""
    shelf, admin = world.shelf(ArticleVersion), world.admins[0].id
    content = article.contents.get(locale)
    if content is not None:
        before = content.latest
        new = attrs.evolve(before, id=shelf.next_id(), from_id=before.id, created_at=now, created_by=admin, **texts)
        return shelf.add(new)
    author = article.main.latest.author_id if article.contents else admin
    said: dict[str, Any] = {"title": "", "author_id": author, **texts}
    return shelf.add(
        ArticleVersion(
            id=shelf.next_id(), article_id=article.id, locale=locale, created_by=admin, created_at=now, **said
        )
    )


def versions(world: World, article: Article) -> list[ArticleVersion]:
    """Return all that an article said, newest first."""
    return [each for each in world.shelf(ArticleVersion) if each.article_id == article.id][::-1]


def forget(world: World, article: Article) -> None:
    """Delete an article."""
    for version in versions(world, article):
        world.shelf(ArticleVersion).discard(version.id)
    world.tags.forget(article.tagged_as)
    world.shelf(Article).discard(article.id)
    world.tell("content.deleted", "article", article.id)


def forget_group(world: World, collection: Collection) -> None:
    """Delete a collection and those in it; the articles stay."""
    for each in [each for each in world.shelf(Collection) if each.parent_id == collection.id]:
        forget_group(world, each)
    for article in world.shelf(Article):
        article.parents = [each for each in article.parents if each != collection.id]
    world.shelf(Collection).discard(collection.id)


def centers_of(world: World, article: Article) -> list[HelpCenter]:
    """Return the help centers that an article is in, by its collections; the default one where it is in none."""
    found = [world.shelf(Collection).get(each) for each in article.parents]
    roots = [list(lineage(world, each))[-1] for each in found if each is not None]
    centers = [world.shelf(HelpCenter).get(root.help_center_id) for root in roots]
    return [center for center in centers if center is not None] or [default_center(world)]
