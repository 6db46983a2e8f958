"""Ticket types and their attributes."""

from collections.abc import Callable, Mapping
from typing import Final

from ...versions import V2_10
from ..bodies.tickets import attribute_body, type_body
from ..call import Call, Reply, invalid, missing, not_found
from ..routes import Routes
from ..tickets import CATEGORIES, CUSTOMER, TicketType, TypeAttribute, add_type, attributes_of
from ..world import World
from ..writing import text, truth

routes: Final = Routes()

_DATA_TYPES: Final = ("string", "list", "integer", "decimal", "boolean", "datetime", "files")
#: What may be written, and how it is read.
_TYPE: Final[Mapping[str, Callable[[object, str], object]]] = {
    "name": text,
    "description": text,
    "icon": text,
    "is_internal": truth,
}
_ATTRIBUTE: Final[Mapping[str, Callable[[object, str], object]]] = {
    "name": text,
    "description": text,
    "required_to_create": truth,
    "required_to_create_for_contacts": truth,
    "visible_on_create": truth,
    "visible_to_contacts": truth,
    "multiline": truth,
    "allow_multiple_values": truth,
}
_ARCHIVED: Final[Mapping[str, Callable[[object, str], object]]] = {"archived": truth}


@routes("ticket_types.list")
def list_types(world: World, call: Call) -> Reply:
    """Answer all types, archived ones too."""
    return Reply({"type": "list", "data": [type_body(world, kind, call.version) for kind in world.shelf(TicketType)]})


@routes("ticket_types.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a type with a title and a description, of customers' tickets unless told otherwise."""
    fields = _fields(call, _TYPE)
    if not str(fields.get("name", "")).strip():
        raise missing("name")
    kind = TicketType("", "", _category(call, CUSTOMER), call.second, call.second)
    _set(kind, fields)
    kind.id = world.shelf(TicketType).next_id()
    return Reply(type_body(world, add_type(world, kind), call.version))


@routes("ticket_types.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one type."""
    return Reply(type_body(world, _of_path(world, call), call.version))


@routes("ticket_types.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one type."""
    kind = _of_path(world, call)
    fields, category = _fields(call, {**_TYPE, **_ARCHIVED}), _category(call, kind.category)
    _set(kind, fields)
    kind.category, kind.updated_at = category, call.second
    return Reply(type_body(world, kind, call.version))


@routes("ticket_types.create_attribute", writes=True)
def create_attribute(world: World, call: Call) -> Reply:
    """Give the tickets of one type another attribute."""
    kind, fields = _of_path(world, call), _fields(call, _ATTRIBUTE)
    for name in ("name", "description"):
        if name not in fields:
            raise missing(name)
    data_type = call.body.get("data_type")
    if data_type not in _DATA_TYPES:
        raise invalid(f"data_type must be one of {', '.join(_DATA_TYPES)}", "data_type")
    others = attributes_of(world, kind.id)
    _check_name(others, fields)
    options = _options(world, call, {}) if data_type == "list" else {}
    now, order = call.second, len(others)
    attribute = TypeAttribute("", kind.id, "", "", str(data_type), now, now, order=order, options=options)
    _set(attribute, fields)
    attribute.id = world.shelf(TypeAttribute).next_id()
    return Reply(attribute_body(world, world.shelf(TypeAttribute).add(attribute)))


@routes("ticket_types.update_attribute", writes=True)
def update_attribute(world: World, call: Call) -> Reply:
    """Change one attribute; its data type stays."""
    kind = _of_path(world, call)
    attribute = world.shelf(TypeAttribute).get(call.params["attribute_id"])
    if attribute is None or attribute.type_id != kind.id:
        raise not_found()
    fields = _fields(call, {**_ATTRIBUTE, **_ARCHIVED})
    _check_name([each for each in attributes_of(world, kind.id) if each is not attribute], fields)
    if attribute.data_type == "list" and "list_items" in call.body:
        attribute.options = _options(world, call, attribute.options)
    _set(attribute, fields)
    attribute.updated_at = call.second
    return Reply(attribute_body(world, attribute))


def _of_path(world: World, call: Call) -> TicketType:
    kind = world.shelf(TicketType).get(call.params["ticket_type_id"])
    if kind is None:
        raise not_found()
    return kind


def _fields(call: Call, rules: Mapping[str, Callable[[object, str], object]]) -> dict[str, object]:
    """Read what the body sets."""
    return {name: rule(call.body[name], name) for name, rule in rules.items() if call.body.get(name) is not None}


def _set(item: TicketType | TypeAttribute, fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        setattr(item, name, value)


def _category(call: Call, before: str) -> str:
    given = call.body.get("category") if call.version >= V2_10 else None
    if given is None:
        return before
    if given not in CATEGORIES:
        raise invalid(f"category must be one of {', '.join(CATEGORIES)}", "category")
    return str(given)


def _check_name(others: list[TypeAttribute], fields: Mapping[str, object]) -> None:
    """Refuse a name that another attribute of the type has."""
    if any(each.name == fields.get("name") for each in others):
        raise invalid("An attribute of that name exists already", "name")


def _options(world: World, call: Call, before: Mapping[str, str]) -> dict[str, str]:
    """Read the items of a list, which get ids; those that it had *before* keep theirs."""
    labels = [label.strip() for label in str(text(call.body.get("list_items"), "list_items")).split(",")]
    found = [label for label in dict.fromkeys(labels) if label]
    if not found:
        raise invalid("list_items must hold at least one item", "list_items")
    ids = {label: each for each, label in before.items()}
    return {ids.get(label) or world.ids.uuid(): label for label in found}
