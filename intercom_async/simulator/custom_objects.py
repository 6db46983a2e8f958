"""Custom objects of the simulated workspace, and how attributes show those that they lead to."""

import attrs

from .call import is_list
from .shelf import Kept
from .world import World


@attrs.define
class ObjectType(Kept):
    """A type, whose id is its name."""


@attrs.define
class Instance(Kept):
    """One object."""

    kind: str
    external_id: str | None
    created_at: int
    updated_at: int
    external_created_at: int | None = None
    external_updated_at: int | None = None
    custom: dict[str, object] = attrs.Factory(dict[str, object])


def instances_of(world: World, value: object) -> list[Instance]:
    """Return the objects of one type whose ids a value lists; none when it lists anything else."""
    found = [world.shelf(Instance).get(str(each)) for each in value] if is_list(value) else []
    instances = [each for each in found if each is not None]
    return instances if len(found) == len(instances) and len({each.kind for each in instances}) == 1 else []


def association_body(world: World, value: object) -> object:
    """Return the value of an attribute: the objects whose ids it lists, whole, or what it is."""
    instances = instances_of(world, value)
    if not instances:
        return value
    return {"type": f"{instances[0].kind}.list", "instances": [_associated(each) for each in instances]}


def _associated(instance: Instance) -> dict[str, object]:
    return {
        "id": instance.id,
        "external_id": instance.external_id,
        "external_created_at": instance.external_created_at,
        "external_updated_at": instance.external_updated_at,
        "custom_attributes": instance.custom,
        "type": instance.kind,
    }
