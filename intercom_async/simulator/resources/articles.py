"""Articles, what they said before, their drafts and their tags."""

from typing import Final

from .. import content_tags
from ..article_writes import apply, pending, read_write, require, stage
from ..articles import Article, ArticleVersion, articles, centers_of, forget, publish, settled, telling, versions
from ..bodies.articles import article_body, highlights, version_body
from ..call import Call, Problem, Reply, invalid, not_found
from ..help_centers import locales
from ..listing import deleted, listed
from ..lists import numbered
from ..rich_text import to_plain
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("articles.list")
def list_articles(world: World, call: Call) -> Reply:
    """Answer a page of all articles."""
    found = articles(world, call.second)
    return listed(call, found, lambda each: article_body(world, call.version, each), default=25)


@routes("articles.search")
def search(world: World, call: Call) -> Reply:
    """Answer a page of the articles in which a phrase stands, and where it does when asked."""
    phrase, center_id = call.query.get("phrase", ""), call.query.get("help_center_id")
    state = call.query.get("state", "all")
    if state not in {"published", "draft", "all"}:
        raise invalid("state must be one of published, draft or all", "state")
    found = [each for each in articles(world, call.second) if _holds(each, phrase) and state in {"all", _state(each)}]
    if center_id is not None:
        found = [each for each in found if center_id in {center.id for center in centers_of(world, each)}]
    page = numbered(call, default=10)
    shown = page.cut(found)
    marked = shown if phrase and call.flag("highlight") else []
    return Reply({
        "type": "list",
        "total_count": len(found),
        "data": {
            "articles": [article_body(world, call.version, each) for each in shown],
            "highlights": [highlights(each, phrase) for each in marked],
        },
        "pages": page.linked(call, len(found)),
    })  # fmt: skip


def _holds(article: Article, phrase: str) -> bool:
    said = (content.shown for content in article.contents.values())
    wanted = phrase.casefold()
    return any(
        wanted in text.casefold() for each in said for text in (each.title, each.description, to_plain(each.body))
    )


def _state(article: Article) -> str:
    return "draft" if article.main.live is None else "published"


@routes("articles.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Write an article."""
    write = read_write(world, call)
    require(write)
    shelf = world.shelf(Article)
    article = shelf.add(Article(id=shelf.next_id(), contents={}))
    apply(world, article, write, call.second)
    return _whole(world, call, article)


@routes("articles.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one article."""
    return _whole(world, call, _of_path(world, call))


@routes("articles.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one article: what is published at once, unless a draft is staged on top of it."""
    article = _of_path(world, call)
    apply(world, article, read_write(world, call, article), call.second)
    return _whole(world, call, article)


@routes("articles.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one article."""
    article = _of_path(world, call)
    forget(world, article)
    return deleted(article.id, "article")


@routes("articles.attach_tag", writes=True)
def attach_tag(world: World, call: Call) -> Reply:
    """Tag an article."""
    return content_tags.attach(world, call, _tagged(world, call))


@routes("articles.detach_tag", writes=True)
def detach_tag(world: World, call: Call) -> Reply:
    """Take a tag off an article."""
    return content_tags.detach(world, call, _tagged(world, call))


@routes("articles.list_versions")
def list_versions(world: World, call: Call) -> Reply:
    """Answer a page of what an article said, in one language or all, newest first."""
    article, locale = _object_of_path(world, call), _locale(world, call)
    found = [each for each in versions(world, article) if locale in {None, each.locale}]
    return listed(call, found, lambda each: version_body(article, each, whole=False), default=25)


@routes("articles.retrieve_version")
def retrieve_version(world: World, call: Call) -> Reply:
    """Answer what an article said at one time."""
    article, locale = _object_of_path(world, call), _locale(world, call)
    found = world.shelf(ArticleVersion).get(call.params["version_id"])
    if found is None or found.article_id != article.id or locale not in {None, found.locale}:
        raise not_found("Object not found")
    return Reply(version_body(article, found, whole=True))


@routes("articles.retrieve_draft")
def retrieve_draft(world: World, call: Call) -> Reply:
    """Answer an article as its draft has it; 404 without one."""
    article = _object_of_path(world, call)
    if not any(content.staged for content in article.contents.values()):
        raise not_found("Object not found")
    return Reply(article_body(world, call.version, article, draft=True))


@routes("articles.update_draft", writes=True)
def update_draft(world: World, call: Call) -> Reply:
    """Stage a draft on top of what is published."""
    article = _object_of_path(world, call)
    if article.main.live is None:
        raise Problem(422, "parameter_invalid", "Article must be published before a draft can be staged")
    stage(world, article, read_write(world, call, article), call.second)
    return Reply(article_body(world, call.version, article, draft=True))


@routes("articles.publish_draft", writes=True)
def publish_draft(world: World, call: Call) -> Reply:
    """Publish what is staged, in one language or several."""
    article = _object_of_path(world, call)
    contents = [article.contents[locale] for locale in pending(world, call, article)]
    with telling(world, article):
        publish(article, contents, call.second)
    return Reply(article_body(world, call.version, article))


def _whole(world: World, call: Call, article: Article) -> Reply:
    return Reply(article_body(world, call.version, article, statistics=True))


def _of_path(world: World, call: Call, message: str = "Resource Not Found", code: str = "not_found") -> Article:
    article = world.shelf(Article).get(call.params["article_id"])
    if article is None:
        raise not_found(message, code)
    return settled(world, article, call.second)


def _object_of_path(world: World, call: Call) -> Article:
    return _of_path(world, call, "Object not found")


def _tagged(world: World, call: Call) -> str:
    return _of_path(world, call, "Article not found", "article_not_found").tagged_as


def _locale(world: World, call: Call) -> str | None:
    """Return the language that is asked for, which must be one of the workspace's."""
    locale = call.query.get("locale")
    if locale is not None and locale not in locales(world):
        raise invalid("Unknown locale")
    return locale
