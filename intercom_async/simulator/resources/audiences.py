"""Audiences: groups of people that content is for."""

from typing import Any, Final

from ..articles import Article
from ..call import Call, Problem, Reply, not_found
from ..fields import Fields
from ..knowledge import Audience, ImportSource, pieces
from ..lists import numbered
from ..routes import Routes
from ..world import World

routes: Final = Routes()

#: What a predicate has; other members are not kept.
_PREDICATE: Final = ("attribute", "type", "comparison", "value")


@routes("audiences.list")
def list_audiences(world: World, call: Call) -> Reply:
    """Answer a page of them; its numbers stand at the top."""
    audiences = world.shelf(Audience)
    page = numbered(call, default=50, maximum=50)
    return Reply(page.at_top([_body(each) for each in page.cut(audiences)], len(audiences)))


@routes("audiences.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make one; it needs a name."""
    if call.body.get("name") is None:
        raise Problem(422, "validation_error", "Name is required")
    changes: dict[str, Any] = {"predicates": [], "role_predicates": [], **_changes(call)}
    shelf = world.shelf(Audience)
    audience = Audience(id=shelf.next_id(), created_at=call.second, updated_at=call.second, **changes)
    return Reply(_body(shelf.add(audience)), 201)


@routes("audiences.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one."""
    return Reply(_body(_of_path(world, call)))


@routes("audiences.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one."""
    audience = _of_path(world, call)
    for name, value in {**_changes(call), "updated_at": call.second}.items():
        setattr(audience, name, value)
    return Reply(_body(audience))


@routes("audiences.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one; nothing is for it any more."""
    audience = _of_path(world, call)
    world.shelf(Audience).discard(audience.id)
    contents = (content for article in world.shelf(Article) for content in article.contents.values())
    for each in (*pieces(world), *contents, *world.shelf(ImportSource)):
        each.audience_ids = [found for found in each.audience_ids if found != audience.id]
    return Reply(None, 204)


def _of_path(world: World, call: Call) -> Audience:
    audience = world.shelf(Audience).get(call.params["audience_id"])
    if audience is None:
        raise not_found()
    return audience


def _changes(call: Call) -> dict[str, Any]:
    """Read what the body writes: predicates are kept as they are, but for what is no part of one."""
    fields = Fields(call.body)
    changes: dict[str, Any] = {}
    if "name" in call.body:
        changes["name"] = fields.text("name")
        if not (changes["name"] or "").strip():
            raise Problem(422, "validation_error", "Name must not be blank")
    for name in ("predicates", "role_predicates"):
        found = fields.objects(name)
        if found is not None:
            changes[name] = [
                {key: each.text(key) for key in _PREDICATE if each.text(key) is not None} for each in found
            ]
    return changes


def _body(audience: Audience) -> dict[str, object]:
    return {
        "type": "audience",
        "id": audience.id,
        "name": audience.name,
        "predicates": audience.predicates,
        "role_predicates": audience.role_predicates,
        "created_at": audience.created_at,
        "updated_at": audience.updated_at,
    }
