"""Tickets: their types and states, how each stands, what it is linked to, and those that are made some time later."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from .call import Call, Problem, not_found
from .conversations import Assignee, Attachment, Author, Conversation, Part
from .ordered import By
from .people import Person
from .shelf import Kept

if TYPE_CHECKING:
    from .world import World

CUSTOMER: Final = "Customer"
BACK_OFFICE: Final = "Back-office"
TRACKER: Final = "Tracker"
CATEGORIES: Final = (CUSTOMER, BACK_OFFICE, TRACKER)
TITLE: Final = "_default_title_"
DESCRIPTION: Final = "_default_description_"
ICON: Final = "\N{ADMISSION TICKETS}\N{VARIATION SELECTOR-16}"
#: Conversations that one tracker takes, and seconds after which a ticket that was enqueued is made.
MOST_LINKED: Final = 2500
DONE_AFTER: Final = 2
#: Kinds of parts that a ticket and the conversation that it was made of share, and what others are called in tickets.
_SHARED: Final = frozenset({"assignment", "close", "comment", "note", "open", "quick_reply", "snoozed", "unsnoozed"})
_AS_IN_TICKETS: Final = {
    "assign_and_reopen": "assignment",
    "assign_and_unsnooze": "assignment",
    "timer_unsnooze": "unsnoozed",
}


@attrs.define(eq=False)
class TicketState(Kept):
    """How far a ticket can be; every type of tickets has every state."""

    category: str
    internal_label: str
    external_label: str

    @classmethod
    def initial(cls, world: "World") -> "Iterable[TicketState]":
        """Return the four of every workspace."""
        del world
        labels = {
            "submitted": ("Submitted", "Submitted"),
            "in_progress": ("In progress", "In progress"),
            "waiting_on_customer": ("Waiting on customer", "Waiting on you"),
            "resolved": ("Resolved", "Resolved"),
        }
        return [cls(str(number), category, *both) for number, (category, both) in enumerate(labels.items(), 1)]


@attrs.define(eq=False)
class TypeAttribute(Kept):
    """What tickets of one type may say of themselves."""

    type_id: str
    name: str
    description: str
    data_type: str
    created_at: int
    updated_at: int
    order: int = 0
    #: Whether every type has it from the start.
    default: bool = False
    required_to_create: bool = False
    required_to_create_for_contacts: bool = False
    visible_on_create: bool = True
    visible_to_contacts: bool = True
    archived: bool = False
    multiline: bool = False
    allow_multiple_values: bool = False
    #: The labels of a list, by the ids that are given as values.
    options: Mapping[str, str] = attrs.Factory(dict[str, str])

    @classmethod
    def initial(cls, world: "World") -> "Iterable[TypeAttribute]":
        """Return those of the type that every workspace has."""
        return default_attributes(("1", "2"), "1", world.created_at)


@attrs.define(eq=False)
class TicketType(Kept):
    """A kind of tickets."""

    name: str
    category: str
    created_at: int
    updated_at: int
    description: str = ""
    icon: str = ICON
    is_internal: bool = False
    archived: bool = False

    @classmethod
    def initial(cls, world: "World") -> "Iterable[TicketType]":
        """Return the one of every workspace."""
        return [cls("1", "Bug Report", CUSTOMER, world.created_at, world.created_at, "Bug Report Template")]


@attrs.define(eq=False)
class TicketPart(Kept):
    """One thing that was said or done in a ticket."""

    kind: str
    author: Author
    created_at: int
    #: As HTML.
    body: str | None = None
    attachments: tuple[Attachment, ...] = ()
    #: The categories before and after, where the state changed.
    states: tuple[str, str] | None = None
    assigned_to: Assignee | None = None
    #: What was set, and to what, as it is shown.
    attribute: TypeAttribute | None = None
    value: object = None
    #: Whether a call of the API made it.
    by_api: bool = True


@attrs.define(eq=False)
class Ticket(Kept):
    """One ticket; one that a conversation was converted to has the conversation's id."""

    sorted_by: ClassVar[tuple[By, ...]] = (By("id"), By("created_at"), By("updated_at"))

    #: What the inbox shows as its id.
    number: str
    kind: TicketType
    state: TicketState
    created_at: int
    updated_at: int
    contact_ids: list[str]
    #: By the ids of the attributes of its type.
    attributes: dict[str, object] = attrs.Factory(dict[str, object])
    company_id: str | None = None
    admin_id: str | None = None
    team_id: str | None = None
    open: bool = True
    snoozed_until: int | None = None
    is_shared: bool = False
    previous_state: TicketState | None = None
    parts: list[TicketPart] = attrs.Factory(list[TicketPart])

    def value(self, name: str) -> object:
        """Return what it is sorted by."""
        return getattr(self, name)

    def snoozed(self, now: float) -> bool:
        """Say whether it rests."""
        return self.snoozed_until is not None and self.snoozed_until > now

    def condition(self, now: float) -> str:
        """Return ``open``, ``closed`` or ``snoozed``."""
        if self.snoozed(now):
            return "snoozed"
        return "open" if self.open else "closed"


@attrs.define(eq=False)
class Links(Kept):
    """What one ticket or conversation is linked to: the ids of others, in the order of linking."""

    others: dict[str, None] = attrs.Factory(dict[str, None])


@attrs.define(eq=False)
class TicketJob(Kept):
    """The making of one ticket, some time later."""

    call: Call
    #: What became of it, once it was tried.
    ticket_id: str | None = None
    failed: bool = False

    @property
    def due_at(self) -> int:
        """When the ticket is made."""
        return self.call.second + DONE_AFTER

    @property
    def status(self) -> str:
        """How far it is."""
        if self.failed:
            return "failed"
        return "pending" if self.ticket_id is None else "success"


@attrs.define(eq=False)
class WaitingJob(Kept):
    """A job whose time has not come."""

    job: TicketJob


def default_attributes(ids: tuple[str, str], type_id: str, now: int) -> list[TypeAttribute]:
    """Return the title and the description that every type has."""
    return [
        TypeAttribute(each, type_id, name, "", "string", now, now, order=order, default=True, multiline=order == 1)
        for order, (each, name) in enumerate(zip(ids, (TITLE, DESCRIPTION), strict=True))
    ]


def add_type(world: "World", kind: TicketType) -> TicketType:
    """Keep a new type, and give it a title and a description."""
    attributes = world.shelf(TypeAttribute)
    for attribute in default_attributes((attributes.next_id(), attributes.next_id()), kind.id, kind.created_at):
        attributes.add(attribute)
    return world.shelf(TicketType).add(kind)


def attributes_of(world: "World", type_id: str) -> list[TypeAttribute]:
    """Return the attributes of a type, in their order."""
    found = [attribute for attribute in world.shelf(TypeAttribute) if attribute.type_id == type_id]
    return sorted(found, key=lambda attribute: attribute.order)


def state_named(world: "World", category: str) -> TicketState:
    """Return the state of a category."""
    return next(state for state in world.shelf(TicketState) if state.category == category)


def people_of(world: "World", ticket: Ticket) -> list[Person]:
    """Return the contacts of a ticket: without those who were deleted, and as whom they were merged into."""
    ids = (each if world.people.get(each) else world.merges.survivor(each) for each in ticket.contact_ids)
    return [person for each in ids if each is not None and (person := world.people.get(each)) is not None]


def make_ticket(
    world: "World",
    kind: TicketType,
    contact_ids: Iterable[str],
    *,
    by: Author,
    now: int,
    attributes: Mapping[str, object] | None = None,
    state: TicketState | None = None,
) -> Ticket:
    """Make a ticket of a type for these contacts, with *attributes* by the ids that those of the type have."""
    number = world.shelf(Ticket).next_id()
    first = state or state_named(world, "submitted")
    return _begun(world, Ticket(number, number, kind, first, now, now, list(contact_ids)), by, attributes or {})


def convert(
    world: "World",
    conversation: Conversation,
    kind: TicketType,
    *,
    by: Author,
    now: int,
    attributes: Mapping[str, object] | None = None,
    state: TicketState | None = None,
) -> Ticket:
    """Make a ticket of a conversation: with its id, its customers, its assignment and what was said in it."""
    ticket = Ticket(
        conversation.id,
        world.shelf(Ticket).next_id(),
        kind,
        state or state_named(world, "submitted"),
        conversation.created_at,
        now,
        list(conversation.customers),
        admin_id=conversation.admin_id,
        team_id=conversation.team_id,
        is_shared=kind.category == CUSTOMER,
    )
    source = conversation.source
    add_part(world, ticket, TicketPart("", "comment", source.author, conversation.created_at, source.body))
    for part in conversation.parts:
        if part.body is not None:
            said = TicketPart("", part.kind, part.author, part.created_at, part.body, part.attachments)
            add_part(world, ticket, said)
    return _begun(world, ticket, by, attributes or {})


def _begun(world: "World", ticket: Ticket, by: Author, attributes: Mapping[str, object]) -> Ticket:
    ticket.attributes.update(attributes)
    states = (ticket.state.category, ticket.state.category)
    add_part(world, ticket, TicketPart("", "ticket_state_updated_by_admin", by, ticket.updated_at, states=states))
    world.tell("ticket.created", ticket)
    return world.shelf(Ticket).add(ticket)


def add_part(world: "World", ticket: Ticket, part: TicketPart) -> TicketPart:
    """Add what was said or done, under a new id."""
    part.id = world.shelf(TicketPart).next_id()
    ticket.parts.append(part)
    with world.shelf(Ticket).changing(ticket):
        ticket.updated_at = max(ticket.updated_at, part.created_at)
    if world.shelf(Ticket).get(ticket.id) is ticket:  # else it is being made
        world.tell("ticket.part", ticket, part)
    return part


def share(world: "World", conversation: Conversation, part: Part) -> None:
    """Let the ticket that a conversation was converted to be as it is, and have what is said and done in it later."""
    ticket = world.shelf(Ticket).get(conversation.id)
    if ticket is None:
        return
    ticket.open, ticket.snoozed_until = conversation.open, conversation.snoozed_until
    ticket.admin_id, ticket.team_id = conversation.admin_id, conversation.team_id
    kind = "comment" if part.kind == "open" and part.body is not None else _AS_IN_TICKETS.get(part.kind, part.kind)
    if kind in _SHARED:
        new = TicketPart("", kind, part.author, part.created_at, part.body, part.attachments)
        new.assigned_to = part.assigned_to if kind == "assignment" else None
        add_part(world, ticket, new)


def share_back(world: "World", ticket: Ticket, parts: Iterable[TicketPart], *, now: int) -> None:
    """Let the conversation that a ticket was made of be as it is, and have what was done to it."""
    conversation = world.conversations.get(ticket.id)
    if conversation is None:
        return
    with world.conversations.changing(conversation, now):
        conversation.open, conversation.snoozed_until = ticket.open, ticket.snoozed_until
        conversation.admin_id, conversation.team_id = ticket.admin_id, ticket.team_id
        for part in parts:
            if part.kind in _SHARED:
                done = Part("", part.kind, part.author, part.created_at, assigned_to=part.assigned_to)
                world.conversations.add_part(conversation, done)


def attach(world: "World", conversation: Conversation, person_id: str) -> None:
    """Let the ticket that a conversation was converted to have somebody who takes part now."""
    ticket = world.shelf(Ticket).get(conversation.id)
    if ticket is not None and person_id not in ticket.contact_ids:
        ticket.contact_ids.append(person_id)


def detach(world: "World", conversation: Conversation, person_id: str) -> None:
    """Let the ticket that a conversation was converted to have somebody no longer."""
    ticket = world.shelf(Ticket).get(conversation.id)
    if ticket is not None and person_id in ticket.contact_ids:
        ticket.contact_ids.remove(person_id)


def linked(world: "World", object_id: str) -> list[str]:
    """Return the ids of what a ticket or a conversation is linked to and that still exists."""
    links = world.shelf(Links).get(object_id)
    others = () if links is None else links.others
    return [each for each in others if world.shelf(Ticket).get(each) or world.conversations.get(each)]


def linkable(world: "World", kind: TicketType, conversation_id: str) -> Conversation:
    """Return the conversation with this id, refusing one that cannot be linked to tickets of a type."""
    conversation = world.conversations.get(conversation_id)
    if conversation is None or conversation.outbound:
        raise not_found("Conversation not found", "conversation_not_found")
    tickets = (world.shelf(Ticket).get(each) for each in linked(world, conversation.id))
    if kind.category == TRACKER and any(each is not None and each.kind.category == TRACKER for each in tickets):
        raise Problem(400, "already_linked_to_tracker", "A conversation can only have one tracker ticket")
    return conversation


def link(world: "World", ticket: Ticket, conversation_id: str, *, now: int) -> Conversation:
    """Link a conversation, perhaps one that was converted to a customer's ticket, to a ticket of the workspace."""
    conversation = linkable(world, ticket.kind, conversation_id)
    if len(linked(world, ticket.id)) >= MOST_LINKED:
        message = "Ticket has reached the maximum number of conversations that can be linked"
        raise Problem(400, "linked_conversation_limit_exceeded", message)
    links_of(world, ticket.id)[conversation.id] = None
    links_of(world, conversation.id)[ticket.id] = None
    with world.shelf(Ticket).changing(ticket), world.conversations.changing(conversation, now):
        ticket.updated_at = now
        return conversation


def unlink(world: "World", ticket: Ticket, conversation_id: str, *, now: int) -> Conversation:
    """Undo a link."""
    conversation = world.conversations.get(conversation_id)
    if conversation is None or conversation_id not in linked(world, ticket.id):
        raise not_found("Conversation is not linked to this ticket", "conversation_not_found")
    del links_of(world, ticket.id)[conversation.id], links_of(world, conversation.id)[ticket.id]
    with world.shelf(Ticket).changing(ticket), world.conversations.changing(conversation, now):
        ticket.updated_at = now
        return conversation


def links_of(world: "World", object_id: str) -> dict[str, None]:
    """Return the ids of what a ticket or a conversation is linked to, to be changed."""
    links = world.shelf(Links)
    return (links.get(object_id) or links.add(Links(object_id))).others


def enqueue(world: "World", call: Call) -> TicketJob:
    """Let a ticket be made some time later, as *call* says."""
    job = world.shelf(TicketJob).add(TicketJob(world.shelf(TicketJob).next_id(), call))
    world.shelf(WaitingJob).add(WaitingJob(job.id, job))
    return job


def due(world: "World", now: float) -> Iterator[TicketJob]:
    """Yield the jobs whose time has come, each once, in the order in which they were enqueued."""
    waiting = world.shelf(WaitingJob)
    for each in list(waiting) if len(waiting) else ():
        if each.job.due_at > now:
            break
        waiting.discard(each.id)
        yield each.job
