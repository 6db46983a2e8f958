"""Searching conversations: the fields by which they are found and sorted."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from ..versions import V2_16
from .bodies.conversations import priority_at
from .bodies.parts import described
from .call import Call, Problem
from .conversation_attributes import attribute_named
from .conversation_statistics import STATISTICS
from .conversations import SORTED_BY, Conversation
from .filters import Field, Filter, Getter, looked_up
from .rich_text import to_plain
from .search import Kind
from .world import World

#: Makes what gets a value, where that takes the workspace or the version.
_Make: TypeAlias = Callable[[World, Call], Getter]

_WORD: Final = re.compile(r"\w+")


def _words(conversation: Conversation) -> frozenset[str]:
    """Return the words that a conversation began with, each for itself."""
    return frozenset(_WORD.findall(to_plain(conversation.source.body).lower()))


def _rating(name: str) -> Getter:
    return lambda conversation: None if conversation.rating is None else getattr(conversation.rating, name)


def _replied_at(conversation: Conversation) -> int | None:
    return None if conversation.rating is None else conversation.rating.created_at


#: By name: the type, and how a conversation has it by itself.
_PLAIN: Final[Mapping[str, tuple[str, Getter]]] = {
    "id": ("string", lambda each: each.id),
    "created_at": ("second", lambda each: each.created_at),
    "updated_at": ("second", lambda each: each.updated_at),
    "waiting_since": ("second", lambda each: each.waiting_since),
    "snoozed_until": ("second", lambda each: each.snoozed_until),
    "source.type": ("string", lambda each: each.source.channel),
    "source.id": ("string", lambda each: each.source.id),
    "source.delivered_as": ("string", lambda each: each.source.delivered_as),
    "source.subject": ("string", lambda each: each.source.subject),
    "source.body": ("words", _words),
    "source.url": ("string", lambda each: each.source.url),
    "source.author.id": ("string", lambda each: each.source.author.id),
    "contact_ids": ("set", lambda each: frozenset(each.customers)),
    "teammate_ids": ("set", lambda each: frozenset(each.teammates)),
    "channel_initiated": ("string", lambda each: each.source.channel),
    "open": ("boolean", lambda each: each.open),
    "read": ("boolean", lambda each: each.read),
    "state": ("string", lambda each: each.state),
    "conversation_rating.requested_at": ("second", _replied_at),
    "conversation_rating.replied_at": ("second", _replied_at),
    "conversation_rating.score": ("integer", _rating("rating")),
    "conversation_rating.remark": ("string", _rating("remark")),
    "conversation_rating.contact_id": ("string", _rating("customer_id")),
    "conversation_rating.admin_id": ("string", _rating("teammate_id")),
    #: As the documentation spells it.
    "conversation_rating.admin_d": ("string", _rating("teammate_id")),
    "ai_agent_participated": ("boolean", lambda _: False),
    **{
        f"ai_agent.{name}": ("string", lambda _: None)
        for name in ("resolution_state", "last_answer_type", "rating_remark", "source_type", "source_title")
    },
    "ai_agent.rating": ("integer", lambda _: None),
    **{f"statistics.{name}": row for name, row in STATISTICS.items()},
}


def _author(index: int) -> _Make:
    def make(world: World, call: Call) -> Getter:
        return lambda conversation: described(world, conversation.source.author, call.version)[index]

    return make


def _tags(world: World, _call: Call) -> Getter:
    return lambda conversation: frozenset(applied.tag.id for applied in world.tags.on(conversation.id))


def _priority(_world: World, call: Call) -> Getter:
    return lambda conversation: priority_at(call.version, conversation)


def _assignee(name: str) -> _Make:
    def make(_world: World, call: Call) -> Getter:
        nobody = 0 if call.version >= V2_16 else None

        def found(conversation: Conversation) -> int | None:
            assigned = getattr(conversation, name)
            return nobody if assigned is None else int(assigned)

        return found

    return make


_MADE: Final[Mapping[str, tuple[str, _Make]]] = {
    "source.author.type": ("string", _author(0)),
    "source.author.name": ("string", _author(1)),
    "source.author.email": ("string", _author(2)),
    "tag_ids": ("set", _tags),
    "priority": ("string", _priority),
    "admin_assignee_id": ("integer", _assignee("admin_id")),
    "team_assignee_id": ("integer", _assignee("team_id")),
}
#: Types of attributes; those without one here are searched as what their values are.
_TYPES: Final = {
    "string": "string",
    "list": "string",
    "integer": "integer",
    "decimal": "float",
    "boolean": "boolean",
    "datetime": "second",
}
_PYTHON: Final[Mapping[str, type | tuple[type, ...]]] = {
    "string": str,
    "integer": int,
    "second": int,
    "float": (int, float),
    "boolean": bool,
}


def conversation_field(world: World, call: Call, name: object) -> Field:
    """Return the field of conversations called *name*; 400 when they cannot be searched by it."""
    text = str(name)
    if text in _PLAIN:
        return Field(text, *_PLAIN[text])
    if text in _MADE:
        data_type, make = _MADE[text]
        return Field(text, data_type, make(world, call))
    if text.startswith("custom_attributes."):
        key = text.removeprefix("custom_attributes.")
        if (known := _custom_type(world, key)) is not None:
            return Field(text, known, _custom(key, known))
    raise Problem(400, "invalid_field", f"Field '{text}' is not searchable")


def _custom_type(world: World, name: str) -> str | None:
    """Return the type of a custom attribute: as it was made, else of the first value that stands under its name."""
    attribute = attribute_named(world, name)
    if attribute is not None:
        return _TYPES.get(attribute.data_type)
    values = (each.custom[name] for each in world.conversations if name in each.custom)
    return _type_of(next(values, None))


def _type_of(value: object) -> str | None:
    if isinstance(value, bool):
        return "boolean"
    return next((name for name in ("string", "integer", "float") if isinstance(value, _PYTHON[name])), None)


def _custom(name: str, data_type: str) -> Getter:
    def found(conversation: Conversation) -> object:
        value = conversation.custom.get(name)
        fits = isinstance(value, _PYTHON[data_type]) and isinstance(value, bool) is (data_type == "boolean")
        return value if fits else None

    return found


def _indexed(world: World, node: Filter) -> Iterable[Conversation] | None:
    """Return a superset of the conversations that *node* finds by an id, a contact or an instant."""
    found = _found(world, node)
    return None if found is None else (each for each in found if not each.outbound)


def _found(world: World, node: Filter) -> Iterable[Conversation] | None:
    every, name = world.conversations, node.field.name
    if node.span is not None and name in SORTED_BY:
        return every.between(name, *node.span)
    return looked_up(node, {"id": lambda each: [every.get(each)], "contact_ids": every.of_person})


def _in_order(world: World, name: str) -> list[Conversation]:
    every = world.conversations
    return [each for each in (every.in_order(name) if name in SORTED_BY else every) if not each.outbound]


CONVERSATIONS: Final = Kind[Conversation](
    conversation_field,
    20,
    150,
    "updated_at",
    ("id", *SORTED_BY),
    _in_order,
    lambda world: world.conversations.begun,
    _indexed,
)
