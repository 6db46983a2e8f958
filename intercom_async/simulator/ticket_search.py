"""Searching tickets: the fields by which they are found and sorted."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ..versions import PREVIEW
from .call import Call, Problem
from .filters import Field, Filter, Getter, looked_up
from .search import Kind
from .tickets import BACK_OFFICE, CUSTOMER, DESCRIPTION, TITLE, TRACKER, Ticket, TypeAttribute, attributes_of, people_of
from .world import World


def _teammates(ticket: Ticket) -> frozenset[str]:
    """Return the ids of the teammates who did something in a ticket, and of the one it is assigned to."""
    acting = {part.author.id for part in ticket.parts if part.author.kind == "admin"}
    return frozenset(acting | ({ticket.admin_id} if ticket.admin_id else set()))


#: What a search calls the categories.
_CATEGORIES: Final = {CUSTOMER: "request", BACK_OFFICE: "task", TRACKER: "tracker"}
_PLAIN: Final[Mapping[str, tuple[str, Callable[[Ticket], object]]]] = {
    "id": ("string", lambda ticket: ticket.id),
    "created_at": ("second", lambda ticket: ticket.created_at),
    "updated_at": ("second", lambda ticket: ticket.updated_at),
    "category": ("string", lambda ticket: _CATEGORIES[ticket.kind.category]),
    "ticket_type_id": ("string", lambda ticket: ticket.kind.id),
    "teammate_ids": ("set", _teammates),
    "open": ("boolean", lambda ticket: ticket.open),
}
#: Data types of attributes; by files nothing is found.
_TYPES: Final = {
    "string": "string",
    "list": "string",
    "integer": "integer",
    "decimal": "float",
    "boolean": "boolean",
    "datetime": "second",
}


def ticket_field(world: World, call: Call, name: object) -> Field:
    """Return the field of tickets called *name*; 400 when they cannot be searched by it."""
    text = str(name)
    if text in _PLAIN:
        return Field(text, *_PLAIN[text])
    if text in {"admin_assignee_id", "team_assignee_id"}:
        return _assignee(call, text)
    if text in _MADE:
        data_type, make = _MADE[text]
        return Field(text, data_type, make(world, call))
    prefix, _, attribute_id = text.partition(".")
    if prefix == "ticket_attribute" and not attribute_id.isdecimal():
        raise Problem(400, "field_not_found", "The requested ticket attribute ID is not a valid integer")
    attribute = world.shelf(TypeAttribute).get(attribute_id)
    if prefix != "ticket_attribute" or attribute is None or attribute.data_type not in _TYPES:
        raise Problem(400, "invalid_field", f"Field '{text}' is not searchable")
    return Field(text, _TYPES[attribute.data_type], _value_of(attribute))


def _assignee(call: Call, name: str) -> Field:
    """Return who it is assigned to: text up to 2.16, a number in Preview."""

    def text(ticket: Ticket) -> str:
        return (ticket.admin_id if name == "admin_assignee_id" else ticket.team_id) or "0"

    if call.version < PREVIEW:
        return Field(name, "string", text)
    return Field(name, "integer", lambda ticket: int(text(ticket)))


def _named(world: World, name: str) -> Getter:
    def value(ticket: Ticket) -> object:
        found = next(
            (each for each in attributes_of(world, ticket.kind.id) if each.name == name and each.default), None
        )
        return None if found is None else ticket.attributes.get(found.id)

    return value


def _value_of(attribute: TypeAttribute) -> Getter:
    def value(ticket: Ticket) -> object:
        found = ticket.attributes.get(attribute.id)
        return None if attribute.data_type == "datetime" and not isinstance(found, int) else found

    return value


#: What takes the workspace or the time to know.
_MADE: Final[Mapping[str, tuple[str, Callable[[World, Call], Getter]]]] = {
    "title": ("string", lambda world, _: _named(world, TITLE)),
    "description": ("string", lambda world, _: _named(world, DESCRIPTION)),
    "contact_ids": ("set", lambda world, _: lambda ticket: frozenset(each.id for each in people_of(world, ticket))),
    "state": ("string", lambda _, call: lambda ticket: ticket.condition(call.now)),
    "snoozed_until": (
        "second",
        lambda _, call: lambda ticket: ticket.snoozed_until if ticket.snoozed(call.now) else None,
    ),
}


def _indexed(world: World, node: Filter) -> Iterable[Ticket] | None:
    """Return a superset of the tickets that *node* finds by an id or by when they were made or changed."""
    tickets = world.shelf(Ticket)
    if node.span is not None and node.field.name in {"created_at", "updated_at"}:
        return tickets.between(node.field.name, *node.span)
    return looked_up(node, {"id": lambda ticket_id: [tickets.get(ticket_id)]})


TICKETS: Final = Kind[Ticket](
    ticket_field,
    20,
    150,
    "updated_at",
    [by.name for by in Ticket.sorted_by],
    lambda world, name: world.shelf(Ticket).in_order(name),
    lambda world: len(world.shelf(Ticket)),
    _indexed,
    kept=False,
)
