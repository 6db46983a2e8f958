"""Snippets: short texts that Fin answers from."""

from typing import Any, Final

from .. import content_tags
from ..call import Call, Problem, Reply, not_found
from ..fields import Fields
from ..knowledge import Snippet, add, availability, change, forget, made, read_piece
from ..lists import numbered
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("content_snippets.list")
def list_snippets(world: World, call: Call) -> Reply:
    """Answer a page of them; its numbers stand at the top."""
    snippets = world.shelf(Snippet)
    page = numbered(call, default=50, maximum=50)
    return Reply(page.at_top([_body(each) for each in page.cut(snippets)], len(snippets)))


@routes("content_snippets.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Write one, with a title and a text."""
    changes = _changes(world, call)
    if not changes.get("title"):
        raise _refused("Title is required")
    if "blocks" not in changes:
        raise _refused("Either json_blocks or body_markdown is required")
    snippet = Snippet(id=world.shelf(Snippet).next_id(), **made(world, call), **changes)
    return Reply(_body(add(world, snippet)), 201)


@routes("content_snippets.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one."""
    return Reply(_body(_of_path(world, call)))


@routes("content_snippets.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one."""
    snippet = _of_path(world, call)
    change(world, call, snippet, _changes(world, call))
    return Reply(_body(snippet))


@routes("content_snippets.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one."""
    forget(world, _of_path(world, call))
    return Reply(None, 204)


@routes("content_snippets.attach_tag", writes=True)
def attach_tag(world: World, call: Call) -> Reply:
    """Tag one."""
    return content_tags.attach(world, call, _of_path(world, call, "content_snippet_not_found").tagged_as)


@routes("content_snippets.detach_tag", writes=True)
def detach_tag(world: World, call: Call) -> Reply:
    """Take a tag off one."""
    return content_tags.detach(world, call, _of_path(world, call, "content_snippet_not_found").tagged_as)


def _of_path(world: World, call: Call, code: str = "not_found") -> Snippet:
    snippet = world.shelf(Snippet).get(call.params["snippet_id"])
    if snippet is None:
        raise not_found("Content snippet not found", code)
    return snippet


def _refused(message: str) -> Problem:
    return Problem(422, "validation_error", message)


def _changes(world: World, call: Call) -> dict[str, Any]:
    fields = Fields(call.body)
    changes = read_piece(world, call.body)
    blocks, markdown = fields.objects("json_blocks"), fields.text("body_markdown")
    if blocks is not None and markdown is not None:
        raise _refused("json_blocks and body_markdown are mutually exclusive")
    if blocks is not None:
        changes |= {"blocks": [block.values for block in blocks], "written": None}
    if markdown is not None:
        paragraphs = [part for part in markdown.strip().split("\n\n") if part]
        changes |= {"blocks": [{"type": "paragraph", "text": each} for each in paragraphs], "written": markdown}
    return changes


def _body(snippet: Snippet) -> dict[str, object]:
    return {
        "type": "content_snippet",
        "id": snippet.id,
        "title": snippet.title,
        "locale": snippet.locale,
        "json_blocks": snippet.blocks,
        "body_markdown": snippet.markdown,
        "chatbot_availability": int(snippet.chatbot),
        "copilot_availability": int(snippet.copilot),
        **availability(snippet),
        "created_at": snippet.created_at,
        "updated_at": snippet.updated_at,
    }
