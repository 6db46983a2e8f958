"""What tickets say of themselves: reads what a call sets, and keeps it when the type changes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from .attributes import check_value
from .call import as_object, invalid, is_list
from .tickets import Ticket, TicketType, TypeAttribute, attributes_of
from .world import World


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TAKES: Final[Mapping[str, Callable[[object], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "list": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "decimal": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "datetime": lambda value: isinstance(value, str) or _is_integer(value),
    "files": is_list,
}


def shown_attributes(world: World, kind: TicketType) -> list[TypeAttribute]:
    """Return the attributes that tickets of a type can be given."""
    return [attribute for attribute in attributes_of(world, kind.id) if not attribute.archived]


def read_attributes(world: World, kind: TicketType, given: object) -> dict[str, object]:
    """Return what a call sets, by the ids of the attributes of the type."""
    values = as_object({} if given is None else given, "ticket_attributes")
    known = {attribute.name: attribute for attribute in shown_attributes(world, kind)}
    unknown = [name for name in values if name not in known]
    if unknown:
        raise invalid(f"Extra attributes provided that are not found on ticket type: {', '.join(unknown)}")
    for name, value in values.items():
        _check(known[name], value)
    return {known[name].id: value for name, value in values.items()}


def _check(attribute: TypeAttribute, value: object) -> None:
    if value is None:
        return
    if not _TAKES[attribute.data_type](value):
        raise invalid(f"Ticket attribute '{attribute.name}' must be of type {attribute.data_type}", attribute.name)
    if attribute.data_type == "list" and value not in attribute.options:
        raise invalid(f"Ticket attribute '{attribute.name}' must be the id of an item of its list", attribute.name)
    if attribute.data_type == "decimal":
        check_value(attribute.name, value)


def refuse_incomplete(attributes: Iterable[TypeAttribute], values: Mapping[str, object]) -> None:
    """Refuse a new ticket without what its type needs."""
    if any(each.required_to_create and values.get(each.id) is None for each in attributes):
        raise invalid("Missing required ticket attributes")


def transferred(world: World, ticket: Ticket, kind: TicketType) -> dict[str, object]:
    """Return what a ticket says of itself for another type: what has the same name and data type there."""
    found: dict[str, object] = {}
    before = {(each.name, each.data_type): each for each in attributes_of(world, ticket.kind.id)}
    for attribute in shown_attributes(world, kind):
        old = before.get((attribute.name, attribute.data_type))
        value = None if old is None else ticket.attributes.get(old.id)
        if old is not None and old.data_type == "list":
            label = old.options.get(str(value))
            value = next((each for each, name in attribute.options.items() if name == label), None)
        if value is not None:
            found[attribute.id] = value
    return found
