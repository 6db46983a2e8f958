"""Replies to conversations, and what 1.x does with replies: assigning, closing, opening and snoozing."""

from typing import Final

from ...versions import V2_0, V2_6, V2_14, Version
from ..bodies.conversations import conversation_body
from ..call import Call, Reply, invalid, missing, not_found, whole
from ..conversations import NOBODY, Assignee, Conversation
from ..conversing import (
    assign,
    close,
    customer,
    customer_replies,
    note,
    offer,
    reopen,
    snooze,
    teammate,
    teammate_replies,
)
from ..finding import acting_admin, conversation_of_path, named_customer
from ..routes import Condition, Routes
from ..team import Admin
from ..wording import chosen_reply, offered_replies, read_words
from ..world import World
from ..writing import as_id

routes: Final = Routes()

_SAID: Final = ("comment", "note")
_DONE: Final = ("assignment", "open", "close", "snoozed")


def _kind(name: str) -> Condition:
    return lambda call: call.sent().get("message_type") == name


@routes("conversations.close", writes=True, when=_kind("close"))
@routes("conversations.open", writes=True, when=_kind("open"))
@routes("conversations.snooze", writes=True, when=_kind("snoozed"))
@routes("conversations.assign", writes=True, when=lambda call: call.version >= V2_0 or _kind("assignment")(call))
def manage(world: World, call: Call) -> Reply:
    """Assign, close, open or snooze one conversation: what the message_type of the body says."""
    conversation = conversation_of_path(world, call)
    return _carried_out(world, call, conversation, _DONE)


@routes("conversations.reply", writes=True)
def reply(world: World, call: Call) -> Reply:
    """Say something in one conversation, as a customer or as a teammate."""
    conversation = conversation_of_path(world, call)
    return _carried_out(world, call, conversation, _kinds(call.version))


@routes("conversations.reply_to_last", writes=True)
def reply_to_last(world: World, call: Call) -> Reply:
    """Say something in the conversation of a customer that changed last, an unanswered message among them."""
    person = named_customer(world, call.body)
    conversations = world.conversations.of_person(person.id)
    if not conversations:
        raise not_found()
    last = max(conversations, key=lambda each: (each.updated_at, each.id))
    return _carried_out(world, call, last, _kinds(call.version))


def _kinds(version: Version) -> tuple[str, ...]:
    """Return what a reply may be: up to 2.5 everything, then what is said only."""
    if version < V2_6:
        return (*_SAID, *_DONE)
    return (*_SAID, "quick_reply") if version >= V2_14 else _SAID


def _carried_out(world: World, call: Call, conversation: Conversation, kinds: tuple[str, ...]) -> Reply:
    kind = call.body.get("message_type")
    if kind not in kinds:
        raise invalid(f"message_type must be one of {', '.join(kinds)}", "message_type")
    by = call.body.get("type")
    if by == "user":
        _by_customer(world, call, conversation, str(kind))
    elif by == "admin" or (kind in _DONE and by in (None, "team")):
        _by_teammate(world, call, conversation, str(kind), acting_admin(world, call))
    else:
        raise invalid("type must be user or admin", "type")
    return Reply(conversation_body(world, call, conversation))


def _by_customer(world: World, call: Call, conversation: Conversation, kind: str) -> None:
    person = named_customer(world, call.body)
    if person.id not in conversation.customers:
        raise not_found()
    if kind == "comment":
        words = read_words(call, by_customer=True, needed=True)
        customer_replies(world, conversation, person.id, words, now=call.second)
    elif kind == "quick_reply":
        offer(world, conversation, customer(person.id), chosen_reply(call), now=call.second)
    else:
        raise invalid("A user can only send a comment", "message_type")


def _by_teammate(world: World, call: Call, conversation: Conversation, kind: str, admin: Admin) -> None:
    now = call.second
    words = read_words(call, needed=kind in _SAID)
    match kind:
        case "comment":
            wakes = call.body.get("skip_unsnooze") is not True
            teammate_replies(world, conversation, admin.id, words, now=now, wakes=wakes)
        case "note":
            note(world, conversation, admin.id, words, now=now)
        case "quick_reply":
            offer(world, conversation, teammate(admin.id), offered_replies(call), now=now)
        case "assignment":
            assign(world, conversation, admin.id, _assignee(world, call), words, now=now)
        case "open":
            reopen(world, conversation, admin.id, now=now)
        case "close":
            close(world, conversation, admin.id, words, now=now)
        case _:
            snooze(world, conversation, admin.id, _until(call), now=now)


def _assignee(world: World, call: Call) -> Assignee:
    """Return to whom the body assigns; 0 is nobody."""
    assignee_id = as_id(call.body.get("assignee_id"), "assignee_id")
    if assignee_id is None:
        raise missing("assignee_id")
    if assignee_id == "0":
        return NOBODY
    by_team = call.body.get("type") == "team"
    if not by_team and world.admin(assignee_id) is not None:
        return Assignee("admin", assignee_id)
    if world.team(assignee_id) is not None:
        return Assignee("team", assignee_id)
    if by_team:
        raise not_found("Team not found", "team_not_found")
    raise not_found("Admin for admin_id not found", "admin_not_found")


def _until(call: Call) -> int:
    if call.body.get("snoozed_until") is None:
        raise missing("snoozed_until")
    until = whole(call.body["snoozed_until"])
    if until is None or until <= call.second:
        raise invalid("snoozed_until must be a UNIX timestamp in the future", "snoozed_until")
    return until
