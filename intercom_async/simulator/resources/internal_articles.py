"""Articles for teammates."""

from typing import Any, Final

from ...versions import PREVIEW, V2_16
from .. import content_tags
from ..bodies.attached import tag_list
from ..call import Call, Problem, Reply, invalid, missing, not_found
from ..fields import Fields
from ..knowledge import (
    InternalArticle,
    add,
    availability,
    change,
    folder_of,
    folders_below,
    forget,
    made,
    read_piece,
)
from ..listing import deleted, listed
from ..lists import numbered
from ..rich_text import from_plain, to_plain
from ..routes import Routes
from ..world import World
from ..writing import as_id

routes: Final = Routes()


@routes("internal_articles.list")
def list_articles(world: World, call: Call) -> Reply:
    """Answer a page of them."""
    return listed(call, list(world.shelf(InternalArticle)), lambda each: _body(world, call, each), default=25)


@routes("internal_articles.search")
def search(world: World, call: Call) -> Reply:
    """Answer a page of those in a folder and, in Preview, in all folders below it."""
    folder_id = call.query.get("folder_id")
    found = list(world.shelf(InternalArticle))
    if folder_id:
        folders = folders_below(world, folder_id) if call.version >= PREVIEW else {folder_id}
        found = [each for each in found if each.folder_id in folders]
    page = numbered(call, default=10)
    return Reply({
        "type": "list",
        "total_count": len(found),
        "data": {"internal_articles": [_body(world, call, each) for each in page.cut(found)]},
        "pages": page.linked(call, len(found)),
    })  # fmt: skip


@routes("internal_articles.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Write one; it needs a title and the teammates who write and own it."""
    for name in ("author_id", "owner_id"):
        if call.body.get(name) is None:
            raise missing(name, f"{name} must be in the main body or default locale translated_content object")
    Fields(call.body, 400).needed("title")
    changes = _changes(world, call)
    article = InternalArticle(id=world.shelf(InternalArticle).next_id(), **made(world, call), **changes)
    return Reply(_body(world, call, add(world, article)))


@routes("internal_articles.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one."""
    return Reply(_body(world, call, _of_path(world, call)))


@routes("internal_articles.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one."""
    article = _of_path(world, call)
    change(world, call, article, _changes(world, call))
    return Reply(_body(world, call, article))


@routes("internal_articles.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one."""
    article = _of_path(world, call)
    forget(world, article)
    return deleted(article.id, "internal_article")


@routes("internal_articles.attach_tag", writes=True)
def attach_tag(world: World, call: Call) -> Reply:
    """Tag one."""
    return content_tags.attach(world, call, _tagged(world, call))


@routes("internal_articles.detach_tag", writes=True)
def detach_tag(world: World, call: Call) -> Reply:
    """Take a tag off one."""
    return content_tags.detach(world, call, _tagged(world, call))


def _of_path(world: World, call: Call) -> InternalArticle:
    article = world.shelf(InternalArticle).get(call.params["article_id"])
    if article is None:
        raise not_found()
    return article


def _tagged(world: World, call: Call) -> str:
    article = world.shelf(InternalArticle).get(call.params["article_id"])
    if article is None:
        raise not_found("Internal article not found", "internal_article_not_found")
    return article.tagged_as


def _changes(world: World, call: Call) -> dict[str, Any]:
    """Read what the body writes, as far as the version knows it."""
    changes = read_piece(world, _known(call))
    for name in ("author_id", "owner_id"):
        if call.body.get(name) is not None:
            changes[name] = _teammate(world, call, name)
    fields = Fields(call.body, 400)
    html, markdown = fields.text("body"), fields.text("body_markdown") if call.version >= V2_16 else None
    if html is not None and markdown is not None:
        raise invalid("body and body_markdown are mutually exclusive", "body_markdown")
    if html is not None:
        changes |= {"body": html, "markdown": f"{to_plain(html)}\n"}
    if markdown is not None:
        changes |= {"body": from_plain(markdown.strip()), "markdown": markdown}
    if "folder_id" in call.body and call.version >= PREVIEW:
        changes["folder_id"] = folder_of(world, call.body["folder_id"], "folder_id")
    return changes


def _known(call: Call) -> dict[str, object]:
    """Return the body without what came later."""
    later = call.version < V2_16
    return {key: value for key, value in call.body.items() if not (later and key.startswith(("ai_", "audience_")))}


def _teammate(world: World, call: Call, name: str) -> str:
    admin = world.admin(as_id(call.body[name], name) or "")
    if admin is None:
        raise Problem(400, "parameter_invalid", f"{name} is not a teammate of this workspace", name)
    return admin.id


def _body(world: World, call: Call, article: InternalArticle) -> dict[str, object]:
    body: dict[str, object] = {
        "type": "internal_article",
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "owner_id": int(article.owner_id),
        "author_id": int(article.author_id),
        "locale": article.locale,
        "created_at": article.created_at,
        "updated_at": article.updated_at,
    }
    if call.version >= V2_16:
        body |= {"body_markdown": article.markdown, **availability(article)}
    if call.version >= PREVIEW:
        body["folder_id"] = None if article.folder_id is None else int(article.folder_id)
        body["tags"] = tag_list(world, article.tagged_as)
    return body
