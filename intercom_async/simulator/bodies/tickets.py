"""Tickets, their types and states in bodies."""

from ...versions import V2_10, V2_12, V2_13, V2_14, V2_16, Version
from ..call import Call, is_list
from ..tickets import (
    Ticket,
    TicketJob,
    TicketPart,
    TicketState,
    TicketType,
    TypeAttribute,
    attributes_of,
    linked,
    people_of,
)
from ..world import World
from .parts import attachment_body, author_body, reference

#: How many parts and links are shown.
_SHOWN_PARTS = 500
_SHOWN_LINKS = 1000
#: What made a part, where a call of the API did.
_APP = "test-integration"


def state_body(state: TicketState) -> dict[str, object]:
    """Return a state."""
    return {
        "type": "ticket_state",
        "id": state.id,
        "category": state.category,
        "internal_label": state.internal_label,
        "external_label": state.external_label,
    }


def state_with_types(world: World, state: TicketState) -> dict[str, object]:
    """Return a state with the types that have it: all."""
    types = [_type_start(kind, V2_12) for kind in world.shelf(TicketType) if not kind.archived]
    return {**state_body(state), "ticket_types": {"type": "list", "data": types}, "archived": False}


def _type_start(kind: TicketType, version: Version) -> dict[str, object]:
    return {
        "type": "ticket_type",
        "id": kind.id,
        "name": kind.name,
        "description": kind.description,
        "icon": kind.icon,
        "archived": kind.archived,
        "is_internal": kind.is_internal,
        **({"category": kind.category} if version >= V2_10 else {}),
    }


def type_body(world: World, kind: TicketType, version: Version, *, states: bool = True) -> dict[str, object]:
    """Return a type; in tickets without its states."""
    attributes = [attribute_body(world, attribute) for attribute in attributes_of(world, kind.id)]
    shown = [state_body(state) for state in world.shelf(TicketState)] if states and version >= V2_12 else None
    return {
        **_type_start(kind, version),
        "workspace_id": world.app_id,
        "created_at": kind.created_at,
        "updated_at": kind.updated_at,
        "ticket_type_attributes": {"type": "list", "data": attributes},
        **({} if shown is None else {"ticket_states": {"type": "list", "data": shown}}),
    }


def attribute_body(world: World, attribute: TypeAttribute) -> dict[str, object]:
    """Return what tickets of a type may say of themselves."""
    return {
        "type": "ticket_type_attribute",
        "id": attribute.id,
        "workspace_id": world.app_id,
        "name": attribute.name,
        "description": attribute.description,
        "data_type": attribute.data_type,
        "input_options": _options(attribute),
        "order": attribute.order,
        "required_to_create": attribute.required_to_create,
        "required_to_create_for_contacts": attribute.required_to_create_for_contacts,
        "visible_on_create": attribute.visible_on_create,
        "visible_to_contacts": attribute.visible_to_contacts,
        "default": attribute.default,
        "ticket_type_id": int(attribute.type_id),
        "archived": attribute.archived,
        "created_at": attribute.created_at,
        "updated_at": attribute.updated_at,
    }


def _options(attribute: TypeAttribute) -> dict[str, object]:
    if attribute.data_type == "list":
        return {"list_options": [{"id": each, "label": label} for each, label in attribute.options.items()]}
    if attribute.data_type == "files":
        return {"allow_multiple_values": attribute.allow_multiple_values}
    return {"multiline": attribute.multiline} if attribute.data_type == "string" else {}


def ticket_body(world: World, call: Call, ticket: Ticket, *, labels: bool = False) -> dict[str, object]:
    """Return a ticket as the version of *call* shows it; with *labels* its state as versions before 2.12 do."""
    version = call.version
    attributes = attributes_of(world, ticket.kind.id)
    parts = [ticket_part_body(world, part, version) for part in ticket.parts[-_SHOWN_PARTS:]]
    return {
        "type": "ticket",
        "id": ticket.id,
        "ticket_attributes": {
            each.name: shown_value(each, ticket.attributes.get(each.id)) for each in attributes if not each.archived
        },
        **_state(ticket, V2_10 if labels else version),
        "ticket_type": type_body(world, ticket.kind, version, states=False),
        "contacts": {"type": "contact.list", "contacts": _contacts(world, ticket, version)},
        **_assignees(ticket, version),
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "ticket_parts": {"type": "ticket_part.list", "ticket_parts": parts, "total_count": len(ticket.parts)},
        **(_later(world, call, ticket) if version >= V2_10 else {}),
    }


def shown_value(attribute: TypeAttribute, value: object) -> object:
    """Return what a ticket says of itself: of a list the label, not the id."""
    return attribute.options.get(str(value), value) if attribute.data_type == "list" else value


def _state(ticket: Ticket, version: Version) -> dict[str, object]:
    state = ticket.state
    if version < V2_12:
        labels = {"internal": state.internal_label, "external": state.external_label}
        return {
            "ticket_state": state.category,
            **{f"ticket_state_{which}_label": label for which, label in labels.items()},
        }
    before = ticket.previous_state
    previous = {"previous_ticket_state_id": None if before is None else before.id} if version >= V2_16 else {}
    return {"ticket_state": state_body(state), **previous}


def _contacts(world: World, ticket: Ticket, version: Version) -> list[dict[str, object]]:
    if version < V2_10:
        return [{"id": person.id, "role": person.role} for person in people_of(world, ticket)]
    return [
        {"type": "contact", "id": person.id, "external_id": person.external_id} for person in people_of(world, ticket)
    ]


def _assignees(ticket: Ticket, version: Version) -> dict[str, object]:
    """Return who it is assigned to: text up to 2.15, numbers later, zero for nobody."""
    ids = {"admin_assignee_id": ticket.admin_id or "0", "team_assignee_id": ticket.team_id or "0"}
    return {name: int(value) if version >= V2_16 else value for name, value in ids.items()}


def _later(world: World, call: Call, ticket: Ticket) -> dict[str, object]:
    """Return what a ticket has from 2.10 on."""
    return {
        "ticket_id": ticket.number,
        "open": ticket.open,
        **({"snoozed_until": ticket.snoozed_until} if ticket.snoozed(call.now) else {}),
        "linked_objects": linked_list(world, ticket.id),
        "category": ticket.kind.category,
        "is_shared": ticket.is_shared,
    }


def linked_list(world: World, object_id: str) -> dict[str, object]:
    """Return what a ticket or a conversation is linked to."""
    found = linked(world, object_id)
    data = [_linked(world, each) for each in found[:_SHOWN_LINKS]]
    return {"type": "list", "data": data, "total_count": len(found), "has_more": len(found) > _SHOWN_LINKS}


def _linked(world: World, object_id: str) -> dict[str, object]:
    ticket = world.shelf(Ticket).get(object_id)
    if ticket is None:
        return {"type": "conversation", "id": object_id, "category": None}
    return {"type": "ticket", "id": object_id, "category": ticket.kind.category}


def ticket_part_body(world: World, part: TicketPart, version: Version) -> dict[str, object]:
    """Return a part as tickets show it."""
    states = (
        {} if part.states is None else dict(zip(("previous_ticket_state", "ticket_state"), part.states, strict=True))
    )
    assigned = {} if part.assigned_to is None else {"assigned_to": reference(part.assigned_to)}
    return {
        **said_body(world, part, version),
        **states,
        **assigned,
        **(_update(part.attribute, part.value) if part.attribute is not None and version >= V2_14 else {}),
    }


def said_body(world: World, part: TicketPart, version: Version) -> dict[str, object]:
    """Return a part as a reply answers it."""
    return {
        "type": "ticket_part",
        "id": part.id,
        "part_type": part.kind,
        **({} if part.body is None else {"body": part.body}),
        "created_at": part.created_at,
        "updated_at": part.created_at,
        "author": _author(world, part, version),
        "attachments": [attachment_body(attachment) for attachment in part.attachments],
        "redacted": False,
        **({"app_package_code": _APP} if part.by_api and version >= V2_13 else {}),
    }


def _author(world: World, part: TicketPart, version: Version) -> dict[str, object]:
    """Return who did it: customers are users, whatever their role."""
    body = author_body(world, part.author, version)
    return {**body, "type": "user"} if body["type"] == "lead" else body


def _update(attribute: TypeAttribute, value: object) -> dict[str, object]:
    shown = {"type": "value", "id": _as_text(value), "label": _as_text(shown_value(attribute, value))}
    named = {"type": "attribute", "id": attribute.id, "label": attribute.name}
    return {"updated_attribute_data": {"attribute": named, "value": shown}}


def _as_text(value: object) -> object:
    """Return a value as parts show it: text, or a list."""
    return value if is_list(value) else "" if value is None else str(value)


def job_status(call: Call, job: TicketJob) -> dict[str, object]:
    """Return how far the making of a ticket is; how to ask again only until it is made."""
    made = job.ticket_id
    again = {"url": f"{call.base_url}/jobs/status/{job.id}"} if job.status != "success" else {}
    return {
        "type": "job",
        "id": job.id,
        "status": job.status,
        **again,
        "resource_type": "ticket",
        "resource_id": made,
        "resource_url": None if made is None else f"{call.base_url}/tickets/{made}",
    }
