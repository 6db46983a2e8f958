"""Collections of articles: until 2.9 those that are in none, the others being sections."""

from typing import Final

from ...versions import V2_10, Version
from ..articles import forget_group
from ..bodies.collections import collection_body
from ..call import Call, Problem, Reply
from ..fields import Fields
from ..help_centers import (
    Collection,
    center_of,
    default_center,
    group,
    groups,
    move_group,
    read_name,
    read_names,
    write_group,
)
from ..listing import deleted, listed
from ..routes import Routes
from ..world import World

routes: Final = Routes()


def _nested(version: Version) -> bool | None:
    """Return what of all collections a version calls so: those that are in none, or all."""
    return None if version >= V2_10 else False


@routes("collections.list")
def list_collections(world: World, call: Call) -> Reply:
    """Answer a page of all collections."""
    found = groups(world, nested=_nested(call.version))
    return listed(call, found, lambda each: collection_body(world, call.version, each), default=20)


@routes("collections.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a collection."""
    fields = Fields(call.body, 400)
    if not (name := (fields.text("name") or "").strip()):
        raise Problem(400, "parameter_not_found", "Name is a required parameter.")
    center_id = fields.identifier("help_center_id")
    center = default_center(world) if center_id is None else center_of(world, center_id)
    parent = _parent(world, call, fields)
    given, names = read_name(fields), read_names(world, call)
    shelf = world.shelf(Collection)
    collection = Collection(
        id=shelf.next_id(), name=name, help_center_id=center.id, order=1, created_at=call.second, updated_at=0
    )
    move_group(world, collection, parent)
    write_group(world, collection, {**given, "name": name}, names, now=call.second)
    return Reply(collection_body(world, call.version, shelf.add(collection)))


@routes("collections.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one collection."""
    return Reply(collection_body(world, call.version, _of_path(world, call)))


@routes("collections.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one collection."""
    collection, fields = _of_path(world, call), Fields(call.body, 400)
    given, names = read_name(fields), read_names(world, call)
    if call.version >= V2_10 and fields.has("parent_id"):
        move_group(world, collection, _parent(world, call, fields))
    write_group(world, collection, given, names, now=call.second)
    return Reply(collection_body(world, call.version, collection))


@routes("collections.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one collection, with those in it; the articles stay."""
    collection = _of_path(world, call)
    forget_group(world, collection)
    return deleted(collection.id, "collection")


def _of_path(world: World, call: Call) -> Collection:
    return group(world, call.params["collection_id"], nested=_nested(call.version))


def _parent(world: World, call: Call, fields: Fields) -> Collection | None:
    parent_id = fields.identifier("parent_id") if call.version >= V2_10 else None
    return None if parent_id is None else group(world, parent_id)
