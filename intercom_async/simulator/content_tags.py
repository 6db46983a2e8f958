"""Tags on articles, articles for teammates and snippets."""

from .bodies.attached import applied_body, tag_body
from .call import Call, Reply, missing, not_found
from .tags import Tag
from .world import World
from .writing import as_id


def attach(world: World, call: Call, tagged_as: str) -> Reply:
    """Put the tag that the body names on content; one that is there keeps its time."""
    tag_id = as_id(call.body.get("id"), "id")
    if tag_id is None:
        raise missing("id")
    tag = _existing(world, tag_id)
    admin = world.admin(as_id(call.body.get("admin_id"), "admin_id") or world.admins[0].id)
    if admin is None:
        raise not_found("Admin for admin_id not found", "admin_not_found")
    return Reply(applied_body(world.tags.apply(tagged_as, tag, at=call.second, by=admin.id)))


def detach(world: World, call: Call, tagged_as: str) -> Reply:
    """Take the tag that the path names off content; 404 when it is not on it."""
    tag = _existing(world, call.params["tag_id"])
    if world.tags.remove(tagged_as, tag) is None:
        raise _unknown()
    return Reply({**tag_body(tag), "applied_at": None, "applied_by": None})


def _existing(world: World, tag_id: str) -> Tag:
    tag = world.tags.get(tag_id)
    if tag is None:
        raise _unknown()
    return tag


def _unknown() -> Exception:
    return not_found("Tag not found", "tag_not_found")
