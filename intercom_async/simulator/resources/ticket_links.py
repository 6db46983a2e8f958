"""What is said in tickets, and what is attached to them: replies, linked conversations and tags."""

from typing import Final

from ...versions import V2_10, V2_11
from ..bodies.attached import applied_body
from ..bodies.conversations import conversation_body
from ..bodies.tickets import said_body
from ..call import Call, Problem, Reply, invalid, missing, not_found
from ..conversations import Author
from ..conversing import Words, customer, customer_replies, note, offer, teammate, teammate_replies
from ..finding import acting_admin, named_customer
from ..routes import Routes
from ..tags import Tag
from ..tickets import BACK_OFFICE, CUSTOMER, TRACKER, Ticket, TicketPart, add_part, link, linked, people_of, unlink
from ..wording import chosen_reply, offered_replies, read_words
from ..world import World
from ..writing import as_id, truth
from .tickets import ticket_of_path

routes: Final = Routes()


@routes("tickets.reply", writes=True)
def reply(world: World, call: Call) -> Reply:
    """Write in one ticket, as a teammate or as its contact; in 2.9 only notes of teammates."""
    ticket = ticket_of_path(world, call, code="not_found", message="Resource Not Found")
    by = call.body.get("type", "admin") if call.version < V2_10 else call.body.get("type")
    kind = call.body.get("message_type", "note") if call.version < V2_10 else call.body.get("message_type")
    if by == "user" and call.version >= V2_10:
        author, words = _of_contact(world, call, ticket, kind)
    elif by == "admin":
        author, words = _of_teammate(world, call, kind)
    else:
        raise invalid("type must be user or admin", "type")
    everywhere = call.body.get("cross_post") is not None and truth(call.body["cross_post"], "cross_post") is True
    part = _said(world, ticket, str(kind), author, words, now=call.second)
    if kind == "note" and everywhere:
        _cross_post(world, ticket, author, words, now=call.second)
    return Reply(said_body(world, part, call.version))


def _said(world: World, ticket: Ticket, kind: str, author: Author, words: Words, *, now: int) -> TicketPart:
    """Add what was said to a ticket, through the conversation where it was made of one."""
    conversation = world.conversations.get(ticket.id)
    if conversation is None:
        at = now if words.at is None else words.at
        return add_part(world, ticket, TicketPart("", kind, author, at, words.body, words.attachments))
    if kind == "quick_reply":
        offer(world, conversation, author, words, now=now)
    elif kind == "note":
        note(world, conversation, author.id, words, now=now)
    elif author.kind == "admin":
        teammate_replies(world, conversation, author.id, words, now=now)
    else:
        customer_replies(world, conversation, author.id, words, now=now)
    return ticket.parts[-1]


def _of_teammate(world: World, call: Call, kind: object) -> tuple[Author, Words]:
    kinds = ("comment", "note", "quick_reply") if call.version >= V2_10 else ("note",)
    if kind not in kinds:
        raise invalid(f"message_type must be one of {', '.join(kinds)}", "message_type")
    admin = acting_admin(world, call)
    return teammate(admin.id), offered_replies(call) if kind == "quick_reply" else read_words(call, needed=True)


def _of_contact(world: World, call: Call, ticket: Ticket, kind: object) -> tuple[Author, Words]:
    if kind not in ("comment", "quick_reply"):
        raise invalid("A user can only send a comment", "message_type")
    if ticket.kind.category != CUSTOMER and call.version >= V2_11:
        raise Problem(400, "parameter_mismatch", "User replies are not allowed on Backoffice tickets")
    person = named_customer(world, call.body)
    if person not in people_of(world, ticket):
        raise not_found()
    words = chosen_reply(call) if kind == "quick_reply" else read_words(call, by_customer=True, needed=True)
    return customer(person.id), words


def _cross_post(world: World, ticket: Ticket, author: Author, words: Words, *, now: int) -> None:
    """Write a note of a back-office ticket in the conversations that it is linked to."""
    others = linked(world, ticket.id) if ticket.kind.category == BACK_OFFICE else []
    for conversation in filter(None, map(world.conversations.get, others)):
        note(world, conversation, author.id, words, now=now)


@routes("tickets.link_conversation", writes=True)
def link_conversation(world: World, call: Call) -> Reply:
    """Link a conversation to one tracker."""
    ticket = _tracker(world, call, "linking")
    conversation_id = as_id(call.body.get("conversation_id"), "conversation_id")
    if conversation_id is None:
        raise Problem(400, "parameter_not_found", "conversation_id not specified")
    conversation = link(world, ticket, conversation_id, now=call.second)
    return Reply(conversation_body(world, call, conversation, whole=False))


@routes("tickets.unlink_conversation", writes=True)
def unlink_conversation(world: World, call: Call) -> Reply:
    """Undo the link of a conversation to one tracker."""
    ticket = _tracker(world, call, "unlinking")
    conversation = unlink(world, ticket, call.params["conversation_id"], now=call.second)
    return Reply(conversation_body(world, call, conversation, whole=False))


def _tracker(world: World, call: Call, doing: str) -> Ticket:
    ticket = ticket_of_path(world, call)
    if ticket.kind.category != TRACKER:
        raise Problem(400, "invalid_ticket_type", f"Only tracker tickets support {doing} conversations")
    return ticket


@routes("tickets.attach_tag", writes=True)
def attach_tag(world: World, call: Call) -> Reply:
    """Let a teammate tag one ticket."""
    ticket = ticket_of_path(world, call)
    tag_id = as_id(call.body.get("id"), "id")
    if tag_id is None:
        raise missing("id")
    tag, admin = _tag(world, tag_id), acting_admin(world, call)
    return Reply(applied_body(world.tags.apply(ticket.id, tag, at=call.second, by=admin.id)))


@routes("tickets.detach_tag", writes=True)
def detach_tag(world: World, call: Call) -> Reply:
    """Let a teammate take a tag off one ticket."""
    ticket = ticket_of_path(world, call)
    tag = _tag(world, call.params["tag_id"])
    acting_admin(world, call)
    applied = world.tags.remove(ticket.id, tag)
    if applied is None:
        raise _no_tag()
    return Reply(applied_body(applied))


def _tag(world: World, tag_id: str) -> Tag:
    tag = world.tags.get(tag_id)
    if tag is None:
        raise _no_tag()
    return tag


def _no_tag() -> Problem:
    return not_found("Tag not found", "tag_not_found")
