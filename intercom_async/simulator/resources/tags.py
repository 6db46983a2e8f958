"""Tags: the labels themselves, and tagging many users or companies at once."""

from collections.abc import Callable, Mapping
from typing import Final

from ...versions import V2_0, V2_5, V2_16
from ..bodies.attached import tag_body
from ..call import Call, Problem, Reply, invalid, not_found
from ..finding import existing, named_person, objects, visible
from ..routes import Routes
from ..tags import Tag
from ..world import World
from ..writing import as_id

routes: Final = Routes()


@routes("tags.list")
def list_tags(world: World, call: Call) -> Reply:
    """Answer all tags."""
    kind, key = ("list", "data") if call.version >= V2_0 else ("tag.list", "tags")
    return Reply({"type": kind, key: [tag_body(tag) for tag in world.tags]})


@routes("tags.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one tag."""
    return Reply(tag_body(_of_path(world, call)))


@routes("tags.create_or_update", writes=True)
def create_or_update(world: World, call: Call) -> Reply:
    """Make, rename, put on or take off one tag: the name finds it, or the id when it is renamed."""
    name = call.body.get("name")
    if not isinstance(name, str) or not name.strip():
        raise invalid("invalid tag parameters")
    if call.body.get("users") is not None and call.body.get("companies") is not None:
        raise invalid("invalid tag parameters")
    users, companies = _objects(world, call, "users"), _objects(world, call, "companies")
    tag = _written(world, call, name)
    for object_id, tagged in (*users, *companies):
        if tagged:
            world.put_tag(object_id, tag, at=call.second, by=world.admins[0].id)
        else:
            world.take_tag(object_id, tag, at=call.second)
    world.people.touch()
    body = tag_body(tag)
    if call.version >= V2_16:
        body |= {"users": _results(users), "companies": _results(companies)}
    return Reply(body)


@routes("tags.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one tag; from 2.5 on one that a segment asks for cannot be deleted."""
    tag = _of_path(world, call)
    segments = world.segments.using(tag) if call.version >= V2_5 else []
    if segments:
        names = ", ".join(segment.name for segment in segments)
        message = f"Unable to delete Tag with dependent objects. Segments: {names}."
        raise Problem(400, "tag_has_dependent_objects", message)
    world.tags.delete(tag)
    world.people.touch()
    return Reply(None)


def _of_path(world: World, call: Call) -> Tag:
    tag = world.tags.get(call.params["tag_id"])
    if tag is None:
        raise not_found()
    return tag


def _written(world: World, call: Call, name: str) -> Tag:
    """Return the tag that the write is about, made or renamed."""
    tag_id = as_id(call.body.get("id"), "id")
    named = world.tags.named(name)
    if tag_id is None:
        return named or world.tags.create(name)
    tag = world.tags.get(tag_id)
    if tag is None:
        raise not_found()
    if named is not None and named is not tag:
        raise invalid(f"A tag called '{named.name}' exists already", "name")
    world.tags.rename(tag, name)
    return tag


def _objects(world: World, call: Call, key: str) -> list[tuple[str, bool]]:
    """Return the ids of what is tagged, true, or untagged, false; 404 when one does not exist."""
    find: Callable[[World, Mapping[str, object]], str] = _user_id if key == "users" else _company_id
    given = call.body.get(key)
    items = [] if given is None else objects(given, key)
    return [(find(world, item), item.get("untag") is not True) for item in items]


def _user_id(world: World, item: Mapping[str, object]) -> str:
    return visible(named_person(world, item)).id


def _company_id(world: World, item: Mapping[str, object]) -> str:
    own_id = as_id(item.get("id"), "id")
    if own_id is not None:
        return existing(world.companies.get(own_id)).id
    return existing(world.companies.with_company_id(as_id(item.get("company_id"), "company_id") or "")).id


def _results(items: list[tuple[str, bool]]) -> list[dict[str, object]]:
    return [{"id": object_id, "tagged": tagged} for object_id, tagged in items]
