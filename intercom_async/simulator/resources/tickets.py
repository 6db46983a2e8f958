"""Tickets: searched, made at once or some time later, one of them, and what may be changed of it."""

from collections.abc import Mapping
from typing import Final

import attrs

from ...versions import V2_12, V2_14
from ..bodies.tickets import job_status, ticket_body
from ..call import Call, Problem, Reply, as_object, invalid, is_list, is_object, missing, not_found, whole
from ..conversations import NOBODY, Assignee
from ..conversing import BOT, teammate
from ..finding import existing
from ..pages import cursor_pages, encode_cursor
from ..people import Changes, Person
from ..routes import Routes
from ..search import search
from ..ticket_attributes import read_attributes, refuse_incomplete, shown_attributes, transferred
from ..ticket_search import TICKETS
from ..tickets import (
    CUSTOMER,
    Ticket,
    TicketJob,
    TicketPart,
    TicketState,
    TicketType,
    TypeAttribute,
    add_part,
    enqueue,
    link,
    linkable,
    make_ticket,
    share_back,
    state_named,
)
from ..wording import said_at
from ..world import World
from ..writing import as_id, email_address, instant, truth
from .contacts import new_person

routes: Final = Routes()

#: What the state may be changed to before 2.12.
_STATES: Final = ("in_progress", "waiting_on_customer", "resolved")
#: Seconds for which a ticket rests that is to rest until a time which has passed, as recorded.
_A_DAY: Final = 86_400


@routes("tickets.search")
def search_tickets(world: World, call: Call) -> Reply:
    """Answer a page of those that match a query."""
    found = search(world, call, TICKETS)
    last = found.items[-1] if found.more else None
    following = encode_cursor(found.sorted_by.value(last), last.id, found.cursor.page + 1) if last else None
    return Reply({
        "type": "ticket.list",
        "pages": cursor_pages(
            page=found.cursor.page, per_page=found.per_page, total=found.total, next_cursor=following
        ),
        "total_count": found.total,
        "tickets": [ticket_body(world, call, ticket) for ticket in found.items],
    })  # fmt: skip


@routes("tickets.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a ticket."""
    return Reply(ticket_body(world, call, _made(world, call, _order(world, call))))


@routes("tickets.enqueue", writes=True)
def enqueue_ticket(world: World, call: Call) -> Reply:
    """Take a ticket that is made some time later, if nothing is wrong with it."""
    _order(world, call)
    return Reply(job_status(call, enqueue(world, call)))


def carry_out(world: World, job: TicketJob) -> None:
    """Make the ticket of a job, which fails where that has become impossible."""
    call = attrs.evolve(job.call, now=float(job.due_at))
    try:
        job.ticket_id = _made(world, call, _order(world, call)).id
    except Problem:
        job.failed = True
    world.tell("job.completed", job)


@routes("tickets.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one ticket with its parts."""
    return Reply(ticket_body(world, call, ticket_of_path(world, call)))


@routes("tickets.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change one ticket, with a part for every change."""
    ticket = ticket_of_path(world, call)
    change, before = _change(world, call, ticket), len(ticket.parts)
    _set_attributes(world, ticket, change.attributes, now=call.second)
    if change.state is not None and change.state is not ticket.state:
        states = (ticket.state.category, change.state.category)
        ticket.previous_state, ticket.state = ticket.state, change.state
        add_part(world, ticket, TicketPart("", "ticket_state_updated_by_admin", BOT, call.second, states=states))
    if change.assignee is not None:
        _assign(ticket, change.assignee)
        by = BOT if change.admin_id is None else teammate(change.admin_id)
        add_part(world, ticket, TicketPart("", "assignment", by, call.second, assigned_to=change.assignee))
    for kind in change.moves:
        add_part(world, ticket, TicketPart("", kind, BOT, call.second))
    ticket.open, ticket.snoozed_until = change.open, change.snoozed_until
    ticket.is_shared, ticket.company_id = change.is_shared, change.company_id
    with world.shelf(Ticket).changing(ticket):
        ticket.updated_at = call.second
    share_back(world, ticket, ticket.parts[before:], now=call.second)
    return Reply(ticket_body(world, call, ticket))


@routes("tickets.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one ticket; a conversation that it was made of stays."""
    ticket = ticket_of_path(world, call)
    world.shelf(Ticket).discard(ticket.id)
    return Reply({"id": ticket.id, "object": "ticket", "deleted": True})


@routes("tickets.change_type", writes=True)
def change_type(world: World, call: Call) -> Reply:
    """Give one ticket another type of the same category; what both types have is kept."""
    ticket = ticket_of_path(world, call, code="not_found", message="Resource Not Found")
    ids = {name: as_id(call.body.get(name), name) for name in ("ticket_type_id", "ticket_state_id")}
    for name, value in ids.items():
        if value is None:
            raise Problem(400, "parameter_not_found", f"{name} is a required parameter")
    kind, state = type_named(world, ids["ticket_type_id"]), world.shelf(TicketState).get(ids["ticket_state_id"] or "")
    if kind is ticket.kind:
        raise invalid("Cannot change to the same ticket type")
    if kind.category != ticket.kind.category:
        raise invalid("Cannot change to a ticket type of another category")
    if state is None:
        raise invalid("Ticket custom state doesn't belong to the new ticket type")
    attributes = read_attributes(world, kind, call.body.get("ticket_attributes"))
    ticket.attributes = {**transferred(world, ticket, kind), **attributes}
    ticket.previous_state = ticket.state if state is not ticket.state else ticket.previous_state
    ticket.kind, ticket.state = kind, state
    with world.shelf(Ticket).changing(ticket):
        ticket.updated_at = call.second
    return Reply(ticket_body(world, call, ticket, labels=True))


def ticket_of_path(
    world: World, call: Call, *, code: str = "ticket_not_found", message: str = "Ticket not found"
) -> Ticket:
    """Return the ticket that the path names."""
    ticket = world.shelf(Ticket).get(call.params["ticket_id"])
    if ticket is None:
        raise not_found(message, code)
    return ticket


@attrs.frozen
class _Order:
    """A ticket to make."""

    kind: TicketType
    #: Whose it is: somebody, or whoever gets this e-mail address.
    contact: Person | None
    email: str | None
    attributes: Mapping[str, object]
    company_id: str | None
    at: int
    conversation_id: str | None
    assignees: tuple[str | None, str | None]


def _order(world: World, call: Call) -> _Order:
    """Read the ticket that a body asks for, refusing one that cannot be made."""
    body = call.body
    if body.get("ticket_type_id") is None:
        raise Problem(400, "parameter_not_found", "ticket_type_id is a required parameter")
    kind = type_named(world, as_id(body["ticket_type_id"], "ticket_type_id"))
    contact, email = _contact(world, call)
    attributes = read_attributes(world, kind, body.get("ticket_attributes"))
    refuse_incomplete(shown_attributes(world, kind), attributes)
    at = said_at(call)
    later = call.version >= V2_14
    conversation_id = as_id(body.get("conversation_to_link_id"), "conversation_to_link_id") if later else None
    if conversation_id is not None and kind.category == CUSTOMER:
        raise invalid("Only back-office and tracker tickets support linking conversations", "conversation_to_link_id")
    if conversation_id is not None:
        linkable(world, kind, conversation_id)
    return _Order(
        kind, contact, email, attributes, _company(world, call), call.second if at is None else at, conversation_id,
        _assignees(world, body) if later else (None, None),
    )  # fmt: skip


def _made(world: World, call: Call, order: _Order) -> Ticket:
    person = order.contact or new_person(world, call, "lead", Changes(identity={"email": order.email}))
    ticket = make_ticket(world, order.kind, [person.id], by=BOT, now=order.at, attributes=order.attributes)
    ticket.company_id = order.company_id
    ticket.admin_id, ticket.team_id = order.assignees
    if order.conversation_id is not None:
        link(world, ticket, order.conversation_id, now=call.second)
    return ticket


def type_named(world: World, type_id: str | None) -> TicketType:
    """Return the type with an id, unless it is archived."""
    kind = world.shelf(TicketType).get(type_id or "")
    if kind is None or kind.archived:
        raise not_found()
    return kind


def _contact(world: World, call: Call) -> tuple[Person | None, str | None]:
    """Return whose ticket it is, or the e-mail address of somebody new."""
    given = call.body.get("contacts")
    if given is None:
        raise missing("contacts")
    named = given[0] if is_list(given) and len(given) == 1 else None
    if not is_object(named):
        raise invalid("contacts must be a list of one contact", "contacts")
    email = email_address(named.get("email"))
    if (contact_id := as_id(named.get("id"), "id")) is not None:
        person = world.people.get(contact_id)
    elif (external_id := as_id(named.get("external_id"), "external_id")) is not None:
        person = world.people.with_external_id(external_id)
    else:
        person = next((each for each in world.people.with_email(email or "") if not each.archived), None)
        if person is None and email is not None:
            return None, email
    if person is None or person.archived:
        raise not_found("User Not Found")
    return person, None


def _company(world: World, call: Call) -> str | None:
    """Return the company that the body names: until 2.11 by the id that the customer gave."""
    company_id = as_id(call.body.get("company_id"), "company_id")
    if company_id is None:
        return None
    if call.version < V2_12:
        return existing(world.companies.with_company_id(company_id)).id
    return existing(world.companies.get(company_id)).id


def _assignees(world: World, body: Mapping[str, object]) -> tuple[str | None, str | None]:
    """Return the teammate and the team that a new ticket goes to."""
    given = as_object(body.get("assignment") or {}, "assignment")
    admin_id, team_id = (as_id(given.get(name), name) for name in ("admin_assignee_id", "team_assignee_id"))
    if (admin_id and world.admin(admin_id) is None) or (team_id and world.team(team_id) is None):
        raise _no_assignee()
    return admin_id, team_id


@attrs.frozen
class _Change:
    """What an update sets; None for an assignee and a state that stay."""

    attributes: Mapping[str, object]
    state: TicketState | None
    admin_id: str | None
    assignee: Assignee | None
    open: bool
    snoozed_until: int | None
    is_shared: bool
    company_id: str | None
    #: The parts that tell of opening, closing and resting.
    moves: tuple[str, ...]


def _change(world: World, call: Call, ticket: Ticket) -> _Change:
    """Read what a body changes, refusing what is wrong with it."""
    body = call.body
    later = call.version >= V2_14
    assignment = body if later else as_object(body.get("assignment") or {}, "assignment")
    admin_id, assignee_id = (as_id(assignment.get(name), name) for name in ("admin_id", "assignee_id"))
    if admin_id is not None and world.admin(admin_id) is None:
        raise _no_assignee()
    opened, until, moves = _moved(call, ticket)
    shared = body.get("is_shared")
    sets_company = call.version >= V2_12 and "company_id" in body
    return _Change(
        attributes=read_attributes(world, ticket.kind, body.get("ticket_attributes")),
        state=state_of_body(world, call),
        admin_id=admin_id,
        assignee=None if assignee_id is None else _assignee(world, assignee_id),
        open=opened,
        snoozed_until=until,
        is_shared=ticket.is_shared if shared is None else truth(shared, "is_shared") is True,
        company_id=_company(world, call) if sets_company else ticket.company_id,
        moves=moves,
    )


def _moved(call: Call, ticket: Ticket) -> tuple[bool, int | None, tuple[str, ...]]:
    """Return whether a ticket is open and until when it rests after a call, and the parts that tell of it."""
    body, now = call.body, call.second
    opened, until, moves = ticket.open, ticket.snoozed_until, list[str]()
    if body.get("open") is not None and (truth(body["open"], "open") is True) is not opened:
        opened = not opened
        moves.append("open" if opened else "close")
    if not opened:
        return opened, None, tuple(moves)
    if body.get("snoozed_until") is not None:
        given = whole(instant(body["snoozed_until"], "snoozed_until"))
        until = given if given is not None and given > now else now + _A_DAY
        moves.append("snoozed")
    elif "snoozed_until" in body and ticket.snoozed(now):
        until = None
        moves.append("unsnoozed")
    return opened, until, tuple(moves)


def state_of_body(world: World, call: Call) -> TicketState | None:
    """Return the state that the body names: until 2.11 by its category."""
    if call.version < V2_12:
        category = call.body.get("state")
        if category is not None and category not in _STATES:
            raise invalid(f"state must be one of {', '.join(_STATES)}", "state")
        return None if category is None else state_named(world, str(category))
    state_id = as_id(call.body.get("ticket_state_id"), "ticket_state_id")
    state = world.shelf(TicketState).get(state_id or "")
    if state is None and state_id is not None:
        message = "Ticket state id is not valid or is not associated with the ticket type"
        raise Problem(400, "ticket_state_id_invalid", message)
    return state


def _no_assignee() -> Problem:
    return not_found("Assignee not found", "assignee_not_found")


def _assignee(world: World, assignee_id: str) -> Assignee:
    if assignee_id == "0":
        return NOBODY
    if world.admin(assignee_id) is not None:
        return Assignee("admin", assignee_id)
    if world.team(assignee_id) is not None:
        return Assignee("team", assignee_id)
    raise _no_assignee()


def _assign(ticket: Ticket, assignee: Assignee) -> None:
    if assignee.kind == "team":
        ticket.team_id = assignee.id
    else:
        ticket.admin_id = assignee.id
        ticket.team_id = ticket.team_id if assignee.id else None


def _set_attributes(world: World, ticket: Ticket, attributes: Mapping[str, object], *, now: int) -> None:
    """Set what the ticket says of itself, each with a part that says so."""
    for attribute_id, value in attributes.items():
        if ticket.attributes.get(attribute_id) == value:
            continue
        ticket.attributes[attribute_id] = value
        attribute = world.shelf(TypeAttribute).get(attribute_id)
        add_part(
            world,
            ticket,
            TicketPart(
                "", "ticket_attribute_updated_by_admin", BOT, now, attribute=attribute, value=value, by_api=False
            ),
        )
