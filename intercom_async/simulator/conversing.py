"""What happens in conversations, and what it changes: replies, notes, assignments, snoozes, participants, ratings."""

from collections.abc import Mapping
from typing import Final

import attrs

from .conversations import (
    NOBODY,
    Assignee,
    Attachment,
    Author,
    Conversation,
    FirstReply,
    Message,
    Part,
    Rating,
    SideConversation,
)
from .custom_objects import instances_of
from .tickets import attach, detach, links_of, share
from .world import BOT_ID, World

#: What stands where something was redacted.
_REDACTED: Final = "<p><i>This message was deleted</i></p>"
#: Who does what nobody does.
BOT = Author("bot", BOT_ID)


@attrs.frozen
class Words:
    """What somebody says: HTML, with files; *at* is when, where the call says so."""

    body: str | None = None
    attachments: tuple[Attachment, ...] = ()
    at: int | None = None
    metadata: Mapping[str, object] = attrs.Factory(dict[str, object])


def customer(person_id: str) -> Author:
    """Return a person as an author."""
    return Author("person", person_id)


def teammate(admin_id: str) -> Author:
    """Return a teammate as an author."""
    return Author("admin", admin_id)


def begin(world: World, source: Message, customers: list[str], *, now: int, outbound: bool = False) -> Conversation:
    """Make a conversation of a first message; one of a customer's waits for an answer."""
    conversation = world.conversations.begin(source, customers, now, outbound=outbound)
    with world.conversations.changing(conversation, now):
        if source.author.kind == "person":
            conversation.waiting_since = now
            conversation.first_reply = FirstReply(now, source.channel, source.url)
        else:
            conversation.answered_at, conversation.read = now, False
        if source.delivered_as == "admin_initiated":
            conversation.admin_id = source.author.id
    world.tell("conversation.began", conversation)
    return conversation


def wake(world: World, now: int) -> None:
    """Open the conversations whose snooze ended by *now*, each at its time."""
    for until, conversation in world.conversations.due(now):
        with world.conversations.changing(conversation, until):
            conversation.snoozed_until = None
            _add(world, conversation, "timer_unsnooze", BOT, now=until)


def customer_replies(world: World, conversation: Conversation, person_id: str, words: Words, *, now: int) -> None:
    """Let a customer say something, which opens the conversation and makes them wait."""
    with world.conversations.changing(conversation, now):
        kind = "comment" if conversation.open else "open"
        _wake_up(conversation)
        conversation.outbound = False
        if conversation.waiting_since is None:
            conversation.waiting_since = now
        if conversation.first_reply is None:
            conversation.first_reply = FirstReply(now, conversation.source.channel)
        _add(world, conversation, kind, customer(person_id), words, now=now)


def teammate_replies(
    world: World, conversation: Conversation, admin_id: str, words: Words, *, now: int, wakes: bool = True
) -> None:
    """Let a teammate answer: opens the conversation, and assigns it to them when it is nobody's."""
    with world.conversations.changing(conversation, now):
        conversation.open = True
        if wakes:
            conversation.snoozed_until = None
        assigned = None
        if conversation.admin_id is None:
            conversation.admin_id = admin_id
            assigned = conversation.assignee
        _answered(conversation, now)
        _add(world, conversation, "comment", teammate(admin_id), words, now=now, assigned_to=assigned)


def note(world: World, conversation: Conversation, admin_id: str, words: Words, *, now: int) -> None:
    """Let a teammate write what no customer sees; the state stays."""
    with world.conversations.changing(conversation, now):
        _add(world, conversation, "note", teammate(admin_id), words, now=now)


def offer(world: World, conversation: Conversation, author: Author, words: Words, *, now: int) -> None:
    """Let a teammate offer quick replies, or a customer choose one; the state stays."""
    with world.conversations.changing(conversation, now):
        _add(world, conversation, "quick_reply", author, words, now=now)


def assign(
    world: World, conversation: Conversation, admin_id: str, assignee: Assignee, words: Words, *, now: int
) -> None:
    """Assign to a teammate, a team or nobody, which opens the conversation; the words are a note."""
    kinds = {"open": "assignment", "closed": "assign_and_reopen", "snoozed": "assign_and_unsnooze"}
    with world.conversations.changing(conversation, now):
        kind = kinds[conversation.state]
        _wake_up(conversation)
        _assign(conversation, assignee)
        _add(world, conversation, kind, teammate(admin_id), words, now=now, assigned_to=assignee)


def reopen(world: World, conversation: Conversation, admin_id: str, *, now: int) -> None:
    """Open a closed conversation, or end the snooze of one."""
    with world.conversations.changing(conversation, now):
        kind = "open" if conversation.snoozed_until is None else "unsnoozed"
        _wake_up(conversation)
        _add(world, conversation, kind, teammate(admin_id), now=now)


def close(world: World, conversation: Conversation, admin_id: str, words: Words, *, now: int) -> None:
    """Close a conversation; words are an answer to the customer."""
    with world.conversations.changing(conversation, now):
        conversation.open, conversation.snoozed_until = False, None
        if words.body is not None:
            _answered(conversation, now)
        _add(world, conversation, "close", teammate(admin_id), words, now=now)


def snooze(world: World, conversation: Conversation, admin_id: str, until: int, *, now: int) -> None:
    """Let a conversation come back at a time; it counts as open meanwhile."""
    with world.conversations.changing(conversation, now):
        conversation.open, conversation.snoozed_until = True, until
        _add(world, conversation, "snoozed", teammate(admin_id), now=now)


def run_rules(world: World, conversation: Conversation, *, now: int) -> None:
    """Assign a conversation that is nobody's by the first rule that fits; where none does, it stays as it is."""
    unassigned = conversation.assignee == NOBODY
    fitting = (assignee for fits, assignee in world.conversations.rules if unassigned and fits(conversation))
    assignee = next(fitting, NOBODY)
    with world.conversations.changing(conversation, now):
        if assignee != NOBODY:
            _assign(conversation, assignee)
        kind = "default_assignment" if assignee == NOBODY else "assignment"
        _add(world, conversation, kind, BOT, now=now, assigned_to=assignee)


def set_attributes(world: World, conversation: Conversation, custom: Mapping[str, object], *, now: int) -> None:
    """Set custom attributes, each with a part that says so but for associations; None clears one."""
    with world.conversations.changing(conversation, now):
        for name, value in custom.items():
            conversation.custom.pop(name, None)
            if value is not None:
                conversation.custom[name] = value
            if instances_of(world, value):
                continue
            shown = None if value is None else str(value)
            details = {"attribute": {"name": name}, "value": {"name": shown}}
            _add(world, conversation, "conversation_attribute_updated_by_admin", BOT, now=now, details=details)


def join(world: World, conversation: Conversation, person_id: str, by: Author, *, now: int) -> None:
    """Let somebody take part; who does already changes nothing."""
    if person_id not in conversation.customers:
        with world.conversations.changing(conversation, now):
            world.conversations.join(conversation, person_id)
            attach(world, conversation, person_id)
            _add(world, conversation, "participant_added", by, now=now)
        world.tell("conversation.joined", conversation, person_id)


def leave(world: World, conversation: Conversation, person_id: str, by: Author, *, now: int) -> None:
    """Let a participant take part no longer."""
    with world.conversations.changing(conversation, now):
        world.conversations.leave(conversation, person_id)
        detach(world, conversation, person_id)
        _add(world, conversation, "participant_removed", by, now=now)
    world.tell("conversation.left", conversation, person_id)


def rate(world: World, conversation: Conversation, rating: int, remark: str | None, *, now: int) -> None:
    """Let the first customer rate the conversation, anew if they did before."""
    with world.conversations.changing(conversation, now):
        person_id = conversation.customers[0]
        conversation.rating = Rating(rating, remark, now, person_id, conversation.admin_id)
        _add(world, conversation, "conversation_rating_changed", customer(person_id), now=now)
        if remark is not None:
            _add(world, conversation, "conversation_rating_remark_added", customer(person_id), now=now)


def merge(world: World, source: Conversation, target: Conversation, *, now: int) -> None:
    """Merge one conversation into another: it is closed, and linked to the one that stays, where its customers join."""
    for person_id in source.customers:
        join(world, target, person_id, BOT, now=now)
    with world.conversations.changing(source, now):
        source.open, source.snoozed_until, source.merged_into = False, None, target.id
        _add(world, source, "close", BOT, now=now)
    with world.conversations.changing(target, now):
        _add(world, target, "merged_primary_conversation", BOT, now=now)
    links_of(world, source.id)[target.id] = None


def redact_source(world: World, conversation: Conversation, *, now: int) -> None:
    """Take away what a conversation began with."""
    with world.conversations.changing(conversation, now):
        conversation.source = attrs.evolve(conversation.source, body=_REDACTED, attachments=(), redacted=True)
    world.tell("conversation.redacted", conversation)


def redact_part(world: World, conversation: Conversation, part: Part, *, now: int) -> None:
    """Take away what one part says."""
    redacted = attrs.evolve(part, body=_REDACTED, attachments=(), redacted=True, updated_at=now)
    change_part(world, conversation, redacted, now=now)
    world.tell("conversation.redacted", conversation, redacted)


def change_part(world: World, conversation: Conversation, changed: Part, *, now: int) -> None:
    """Put a part where the one with its id stands."""
    with world.conversations.changing(conversation, now):
        conversation.parts = [changed if part.id == changed.id else part for part in conversation.parts]


def say_aside(world: World, conversation: Conversation, admin_id: str, words: Words, *, now: int) -> SideConversation:
    """Let a teammate begin a side conversation."""
    part = Part(world.conversations.part_id(), "comment", teammate(admin_id), now, words.body)
    side = SideConversation(world.conversations.conversation_id(), [part])
    conversation.sides.append(side)
    return side


def _wake_up(conversation: Conversation) -> None:
    conversation.open, conversation.snoozed_until = True, None


def _answered(conversation: Conversation, now: int) -> None:
    """Note that the last word is a teammate's, which customers have not read."""
    conversation.waiting_since, conversation.answered_at, conversation.read = None, now, False


def _assign(conversation: Conversation, assignee: Assignee) -> None:
    if assignee.kind == "admin":
        conversation.admin_id = assignee.id
    elif assignee.kind == "team":
        conversation.team_id = assignee.id
    else:
        conversation.admin_id = conversation.team_id = None


def _add(
    world: World,
    conversation: Conversation,
    kind: str,
    author: Author,
    words: Words | None = None,
    *,
    now: int,
    assigned_to: Assignee | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    said = words or Words()
    at = now if said.at is None else said.at
    part = Part("", kind, author, at, said.body, assigned_to, said.attachments, details=details, metadata=said.metadata)
    world.conversations.add_part(conversation, part)
    world.tell("conversation.part", conversation, conversation.parts[-1])
    share(world, conversation, conversation.parts[-1])
