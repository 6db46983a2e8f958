"""Sections: until 2.9 the collections that are in another one."""

from typing import Final

from ..articles import forget_group
from ..bodies.collections import section_body
from ..call import Call, Reply
from ..fields import Fields
from ..help_centers import Collection, group, groups, move_group, read_name, read_names, write_group
from ..listing import deleted, listed
from ..routes import Routes
from ..world import World

routes: Final = Routes()


@routes("sections.list")
def list_sections(world: World, call: Call) -> Reply:
    """Answer a page of all sections."""
    return listed(call, groups(world, nested=True), lambda each: section_body(world, each), default=20)


@routes("sections.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a section in a collection."""
    fields = Fields(call.body, 400)
    name, parent_id = fields.needed("name"), fields.identifier("parent_id")
    if parent_id is None:
        raise fields.missing("parent_id")
    parent, names = group(world, parent_id), read_names(world, call)
    shelf = world.shelf(Collection)
    section = Collection(
        id=shelf.next_id(), name=name, help_center_id=parent.help_center_id, parent_id=parent.id, order=1,
        created_at=call.second, updated_at=call.second,
    )  # fmt: skip
    write_group(world, section, {}, names, now=call.second)
    return Reply(section_body(world, shelf.add(section), written=True))


@routes("sections.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one section."""
    return Reply(section_body(world, _of_path(world, call)))


@routes("sections.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one section."""
    section, fields = _of_path(world, call), Fields(call.body, 400)
    parent_id, given, names = fields.identifier("parent_id"), read_name(fields), read_names(world, call)
    if parent_id is not None:
        move_group(world, section, group(world, parent_id))
    write_group(world, section, given, names, now=call.second)
    return Reply(section_body(world, section, written=True))


@routes("sections.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one section; its articles stay."""
    section = _of_path(world, call)
    forget_group(world, section)
    return deleted(section.id, "section")


def _of_path(world: World, call: Call) -> Collection:
    return group(world, call.params["section_id"], nested=True)
