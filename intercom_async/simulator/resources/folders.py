"""Folders, in which articles for teammates are kept."""

from typing import Any, Final

from ..articles import Article
from ..call import Call, Problem, Reply, as_object, invalid, missing, not_found
from ..fields import Fields
from ..knowledge import Folder, InternalArticle, folder_of, folders_below
from ..listing import listed
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("folders.list")
def list_folders(world: World, call: Call) -> Reply:
    """Answer a page of all folders, or of those directly in another."""
    found = list(world.shelf(Folder))
    if parent_id := call.query.get("parent_folder_id"):
        found = [each for each in found if each.parent_id == parent_id]
    return listed(call, found, lambda each: _body(world, each), default=50, maximum=150)


@routes("folders.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a folder; it needs a name."""
    changes = _changes(world, call)
    if "name" not in changes:
        raise missing("name")
    shelf = world.shelf(Folder)
    folder = Folder(id=shelf.next_id(), created_at=call.second, updated_at=call.second, **changes)
    return Reply(_body(world, shelf.add(folder)))


@routes("folders.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one folder."""
    return Reply(_body(world, _of_path(world, call)))


@routes("folders.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change a folder; it cannot stand in itself."""
    folder = _of_path(world, call)
    changes = _changes(world, call)
    if changes.get("parent_id") in folders_below(world, folder.id):
        raise invalid("A folder cannot be moved into itself", "parent_folder_id")
    for name, value in {**changes, "updated_at": call.second}.items():
        setattr(folder, name, value)
    return Reply(_body(world, folder))


@routes("folders.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete a folder with nothing in it."""
    folder = _of_path(world, call)
    if _count(world, folder) or folders_below(world, folder.id) != {folder.id}:
        raise Problem(422, "validation_error", "Folder contains content")
    world.shelf(Folder).discard(folder.id)
    return Reply({"id": int(folder.id), "object": "folder", "deleted": True})


def _of_path(world: World, call: Call) -> Folder:
    folder = world.shelf(Folder).get(call.params["folder_id"])
    if folder is None:
        raise not_found("Folder not found")
    return folder


def _changes(world: World, call: Call) -> dict[str, Any]:
    """Read what the body writes; all of it stands under ``folder``."""
    if call.body.get("folder") is None:
        raise missing("folder")
    given = as_object(call.body["folder"], "folder")
    fields = Fields(given, 400)
    changes: dict[str, Any] = {name: fields.text(name) for name in ("description", "emoji") if name in given}
    if "name" in given:
        changes["name"] = fields.needed("name")
    if "parent_folder_id" in given:
        changes["parent_id"] = folder_of(world, given["parent_folder_id"], "parent_folder_id")
    return changes


def _count(world: World, folder: Folder) -> int:
    return sum(each.folder_id == folder.id for each in (*world.shelf(InternalArticle), *world.shelf(Article)))


def _body(world: World, folder: Folder) -> dict[str, object]:
    return {
        "id": int(folder.id),
        "name": folder.name,
        "description": folder.description,
        "emoji": folder.emoji,
        "parent_folder_id": None if folder.parent_id is None else int(folder.parent_id),
        "content_count": _count(world, folder),
        "created_at": folder.created_at,
        "updated_at": folder.updated_at,
    }
