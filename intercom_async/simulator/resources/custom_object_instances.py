"""Custom objects: of any type, which the first object of it makes known."""

from typing import Final

from ...versions import V2_16
from ..call import Call, Reply, missing, not_found
from ..custom_objects import Instance, ObjectType
from ..fields import Fields
from ..lists import numbered
from ..routes import Routes
from ..world import World

routes: Final = Routes()


def _names_one(call: Call) -> bool:
    return "external_id" in call.query or call.version < V2_16


@routes("custom_object_instances.list")
def list_instances(world: World, call: Call) -> Reply:
    """Answer a page of the objects of a type, newest first; those that name a contact or conversation belong to it."""
    kind = _type(world, call)
    found = [each for each in world.shelf(Instance) if each.kind == kind][::-1]
    for name in ("references_contact_id", "references_conversation_id"):
        if name in call.query:
            found = [each for each in found if call.query[name] in map(str, each.custom.values())]
    page = numbered(call, default=20, maximum=150)
    data = [_body(each) for each in page.cut(found)]
    return Reply({"type": "list", "pages": page.linked(call, len(found)), "total_count": len(found), "data": data})


@routes("custom_object_instances.find", when=_names_one)
def find(world: World, call: Call) -> Reply:
    """Answer the object with an external id."""
    return Reply(_body(_external(world, call)))


@routes("custom_object_instances.create_or_update", writes=True)
def create_or_update(world: World, call: Call) -> Reply:
    """Change the object with an external id, or make it."""
    fields = Fields(call.body, 400)
    external_id, kind = fields.identifier("external_id"), call.params["object_type"]
    times = {name: fields.number(name) for name in ("external_created_at", "external_updated_at") if fields.has(name)}
    custom = fields.part("custom_attributes")
    world.shelf(ObjectType).add(ObjectType(kind))
    shelf = world.shelf(Instance)
    instance = None if external_id is None else _with_external_id(world, kind, external_id)
    if instance is None:
        instance = shelf.add(Instance(shelf.next_id(), kind, external_id, call.second, call.second))
    instance.updated_at = call.second
    instance.external_created_at = times.get("external_created_at", instance.external_created_at)
    instance.external_updated_at = times.get("external_updated_at", instance.external_updated_at)
    merged = instance.custom | dict(custom.values if custom else {})
    instance.custom = {name: value for name, value in merged.items() if value is not None}
    return Reply(_body(instance))


@routes("custom_object_instances.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one object, by either id."""
    return Reply(_body(_of_path(world, call)))


@routes("custom_object_instances.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one object."""
    return _deleted(world, _of_path(world, call))


@routes("custom_object_instances.delete_by_external_id", writes=True)
def delete_by_external_id(world: World, call: Call) -> Reply:
    """Delete the object with an external id."""
    return _deleted(world, _external(world, call))


def _type(world: World, call: Call) -> str:
    name = call.params["object_type"]
    if world.shelf(ObjectType).get(name) is None:
        raise not_found(f"Custom object type `{name}` not found")
    return name


def _with_external_id(world: World, kind: str, external_id: str) -> Instance | None:
    return next((i for i in world.shelf(Instance) if i.kind == kind and i.external_id == external_id), None)


def _existing(instance: Instance | None) -> Instance:
    if instance is None:
        raise not_found("Custom object instance not found")
    return instance


def _external(world: World, call: Call) -> Instance:
    if not call.query.get("external_id"):
        raise missing("external_id")
    return _existing(_with_external_id(world, _type(world, call), call.query["external_id"]))


def _of_path(world: World, call: Call) -> Instance:
    kind, either_id = _type(world, call), call.params["instance_id"]
    instance = world.shelf(Instance).get(either_id)
    if instance is None or instance.kind != kind:
        instance = _with_external_id(world, kind, either_id)
    return _existing(instance)


def _deleted(world: World, instance: Instance) -> Reply:
    world.shelf(Instance).discard(instance.id)
    return Reply({"id": instance.id, "object": instance.kind, "deleted": True})


def _body(instance: Instance) -> dict[str, object]:
    return {
        "id": instance.id,
        "type": instance.kind,
        "custom_attributes": instance.custom,
        **({} if instance.external_id is None else {"external_id": instance.external_id}),
        "external_created_at": instance.external_created_at,
        "external_updated_at": instance.external_updated_at,
        "created_at": instance.created_at,
        "updated_at": instance.updated_at,
    }
