"""Conversations in bodies, as 2.x shows them, and the choice between that and 1.x."""

import functools
from typing import Final

import attrs

from ...versions import (
    PREVIEW,
    V2_0,
    V2_2,
    V2_3,
    V2_6,
    V2_9,
    V2_10,
    V2_11,
    V2_13,
    V2_15,
    V2_16,
    Version,
)
from ..call import Call
from ..conversation_statistics import STATISTICS, handling_times, team_responses
from ..conversations import Conversation
from ..custom_objects import association_body
from ..rich_text import to_plain
from ..world import World
from .attached import applied_body
from .companies import company_body
from .old_conversations import old_body
from .parts import Words, attachment_body, author_body, part_list, reference
from .tickets import linked_list

_MESSENGER: Final = {"initial": "messenger", "current": "messenger"}


def conversation_body(
    world: World, call: Call, conversation: Conversation, *, whole: bool = True, measured: bool = False
) -> dict[str, object]:
    """Return *conversation* as the version of *call* shows it, in lists without its parts and from 2.6 on as HTML.

    It is *measured* some time after what changed it was answered: what changes it answers without statistics.
    """
    plain = call.query.get("display_as") == "plaintext" and (whole or call.version < V2_6)
    words: Words = to_plain if plain else _unchanged
    if call.version < V2_0:
        return old_body(world, conversation, call.version, words, whole=whole)
    body = _body(world, call, conversation, words, whole=whole)
    if measured and conversation.first_reply is not None:
        body["statistics"] = _statistics(world, conversation, call.version)
    return body


def _unchanged(text: str) -> str:
    return text


@attrs.frozen
class _Shape:
    """What a version of 2.x shows of a conversation."""

    assignee_ids: bool
    #: What stands for no assignee: null, 0 from 2.16 on.
    nobody: int | None
    external_ids: bool
    custom: bool
    #: Keys in their order, as they are in a workspace without tickets and AI.
    after: tuple[tuple[str, object], ...]


@functools.cache
def _shape(version: Version) -> _Shape:
    after: list[tuple[str, object, bool]] = [
        ("topics", {}, version >= V2_3),
        ("ticket", None, version >= V2_9),
        ("linked_objects", {}, version >= V2_10),
        ("ai_topics", None, version >= PREVIEW),
        ("ai_agent", None, version >= V2_11),
        ("ai_agent_participated", False, version >= V2_11),
        ("channel", _MESSENGER, version >= PREVIEW),
    ]
    return _Shape(
        assignee_ids=version >= V2_2,
        nobody=0 if version >= V2_16 else None,
        external_ids=version >= V2_10,
        custom=version >= V2_3,
        after=tuple((name, value) for name, value, shown in after if shown),
    )


def _body(world: World, call: Call, conversation: Conversation, words: Words, *, whole: bool) -> dict[str, object]:
    version = call.version
    shape = _shape(version)
    company = world.companies.get(conversation.company_id or "")
    first = conversation.first_reply
    return {
        "type": "conversation",
        "id": conversation.id,
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "waiting_since": conversation.waiting_since,
        "snoozed_until": conversation.snoozed_until,
        "source": _source(world, conversation, version, words),
        "contacts": {
            "type": "contact.list",
            "contacts": [_contact(world, person_id, shape) for person_id in conversation.customers],
        },
        "first_contact_reply": first and {"created_at": first.at, "type": first.channel, "url": first.url},
        **_assignees(world, conversation, version),
        "open": conversation.open,
        "state": conversation.state,
        "read": conversation.read,
        "tags": {"type": "tag.list", "tags": [applied_body(tag) for tag in world.tags.on(conversation.id)]},
        "priority": priority_at(version, conversation),
        "sla_applied": None,
        "statistics": None,
        "conversation_rating": _rating(world, conversation, shape),
        "teammates": _teammates(conversation),
        **({"title": conversation.title} if version >= V2_2 else {}),
        **({"custom_attributes": _custom(world, conversation, version)} if shape.custom else {}),
        **dict(shape.after),
        **({"linked_objects": linked_list(world, conversation.id)} if version >= V2_10 else {}),
        **({"company": company_body(world, call, company)} if company is not None and version >= V2_15 else {}),
        **({"conversation_parts": part_list(world, conversation, version, words)} if whole else {}),
    }


def priority_at(version: Version, conversation: Conversation) -> str:
    """Return the priority: until 2.15 only whether there is one."""
    if version >= V2_16:
        return conversation.priority
    return "not_priority" if conversation.priority == "none" else "priority"


def _source(world: World, conversation: Conversation, version: Version, words: Words) -> dict[str, object]:
    source = conversation.source
    return {
        "type": source.channel,
        "id": source.id,
        "delivered_as": source.delivered_as,
        "subject": words(source.subject),
        "body": words(source.body),
        "author": author_body(world, source.author, version),
        "attachments": [attachment_body(each) for each in source.attachments],
        "url": source.url,
        **({"redacted": source.redacted} if version >= V2_2 else {}),
    }


def _contact(world: World, person_id: str, shape: _Shape) -> dict[str, object]:
    person = world.people.get(person_id)
    external_id = {"external_id": None if person is None else person.external_id} if shape.external_ids else {}
    return {"type": "contact", "id": person_id, **external_id}


def _assignees(world: World, conversation: Conversation, version: Version) -> dict[str, object]:
    """Return to whom it is assigned: in 2.0 and 2.1 one object, then the ids of a teammate and of a team."""
    shape = _shape(version)
    if not shape.assignee_ids:
        admin = world.admin(conversation.admin_id or "")
        named = {} if admin is None else {"name": admin.name, "email": admin.email}
        return {"assignee": {**reference(conversation.assignee), **named}}
    ids = {"admin_assignee_id": conversation.admin_id, "team_assignee_id": conversation.team_id}
    return {name: shape.nobody if value is None else int(value) for name, value in ids.items()}


def _rating(world: World, conversation: Conversation, shape: _Shape) -> dict[str, object] | None:
    rating = conversation.rating
    if rating is None:
        return None
    teammate = None if rating.teammate_id is None else {"type": "admin", "id": rating.teammate_id}
    return {
        "rating": rating.rating,
        "remark": rating.remark or "",
        "created_at": rating.created_at,
        "contact": _contact(world, rating.customer_id, shape),
        "teammate": teammate,
    }


def _statistics(world: World, conversation: Conversation, version: Version) -> dict[str, object]:
    """Return what it is measured by, null where it did not happen; office hours are not taken into account."""
    body: dict[str, object] = {
        "type": "conversation_statistics",
        **{name: getter(conversation) for name, (_, getter) in STATISTICS.items()},
    }
    if version < V2_13:
        return body
    responses = [
        {"team_id": int(team_id), "team_name": getattr(world.team(team_id), "name", None), "response_time": seconds}
        for team_id, seconds in team_responses(conversation)
    ]
    handling, adjusted = handling_times(conversation)
    return {
        **body,
        "assigned_team_first_response_time": responses,
        "assigned_team_first_response_time_in_office_hours": responses,
        "handling_time": handling,
        "adjusted_handling_time": adjusted,
    }


def _custom(world: World, conversation: Conversation, version: Version) -> dict[str, object]:
    """Return the custom attributes, from 2.13 on with the custom objects that they lead to."""
    if version < V2_13:
        return conversation.custom
    return {name: association_body(world, value) for name, value in conversation.custom.items()}


def _teammates(conversation: Conversation) -> dict[str, object] | None:
    found = [{"type": "admin", "id": admin_id} for admin_id in conversation.teammates]
    return {"type": "admin.list", "admins": found} if found else None
