"""Conversations in bodies, as 1.x shows them."""

from typing import Final

from ...versions import V1_1, V1_2, Version
from ..conversations import Conversation
from ..world import World
from .attached import applied_body, tag_body
from .parts import Words, attachment_body, author_body, customers, part_list, reference

#: What 1.0 and 1.1 add to the time of the last answer, in seconds, while no customer waits: 2000 years.
NOT_WAITING: Final = 63_113_904_000
_UNRATED: Final[dict[str, object]] = {
    "rating": None,
    "remark": None,
    "created_at": None,
    "customer": {"type": None, "id": None},
    "teammate": {"type": None, "id": None},
}


def old_body(
    world: World, conversation: Conversation, version: Version, words: Words, *, whole: bool
) -> dict[str, object]:
    """Return *conversation*, in lists without parts and rating; *words* is what becomes of texts."""
    people = customers(world, conversation)
    return {
        "type": "conversation",
        "id": conversation.id,
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "waiting_since": _waiting_since(conversation, version),
        "snoozed_until": conversation.snoozed_until,
        "conversation_message": _message(world, conversation, version, words),
        "user": people[0],
        "customers": people,
        "assignee": _assignee(conversation),
        **({"conversation_parts": part_list(world, conversation, version, words)} if whole else {}),
        "open": conversation.open,
        "state": conversation.state,
        "read": conversation.read,
        **({"tags": _tags(world, conversation, version)} if whole or version >= V1_1 else {}),
        **({"conversation_rating": _rating(world, conversation)} if whole else {}),
        **(_first_reply(conversation) if version >= V1_1 else {}),
    }


def _waiting_since(conversation: Conversation, version: Version) -> int | None:
    if conversation.waiting_since is None and version < V1_2:
        return (conversation.answered_at or conversation.created_at) + NOT_WAITING
    return conversation.waiting_since


def _message(world: World, conversation: Conversation, version: Version, words: Words) -> dict[str, object]:
    """Return what it began with; in 1.0 the type says nothing of the channel."""
    source = conversation.source
    newer = version >= V1_1
    return {
        "type": source.channel if newer else "conversation_message",
        "id": source.id,
        **({"delivered_as": source.delivered_as} if newer else {}),
        "subject": words(source.subject),
        "body": words(source.body),
        "author": author_body(world, source.author, version),
        "attachments": [attachment_body(each) for each in source.attachments],
        "url": source.url,
    }


def _assignee(conversation: Conversation) -> dict[str, object] | None:
    """Return to whom it is assigned: null for an automated message that nobody answered."""
    if conversation.source.delivered_as == "automated" and conversation.outbound:
        return None
    return reference(conversation.assignee)


def _tags(world: World, conversation: Conversation, version: Version) -> dict[str, object]:
    """Return the tags; who applied them, and when, came with 1.1."""
    applied = world.tags.on(conversation.id)
    tags = [applied_body(each) if version >= V1_1 else tag_body(each.tag) for each in applied]
    return {"type": "tag.list", "tags": tags}


def _rating(world: World, conversation: Conversation) -> dict[str, object]:
    rating = conversation.rating
    if rating is None:
        return _UNRATED
    person = world.people.get(rating.customer_id)
    return {
        "rating": rating.rating,
        "remark": rating.remark,
        "created_at": rating.created_at,
        "customer": {"type": person.role if person else "user", "id": rating.customer_id},
        "teammate": {"type": "admin" if rating.teammate_id else None, "id": rating.teammate_id},
    }


def _first_reply(conversation: Conversation) -> dict[str, object]:
    first = conversation.first_reply
    body = None if first is None else {"type": first.channel, "url": first.url, "created_at": first.at}
    return {"sent_at": conversation.created_at, "customer_first_reply": body}
