"""Conversation attributes: what a workspace notes about its conversations; from 2.16 on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, Model, TextChange


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationAttributeOption(Model):
    """One of the values of a list; answers have no type in it."""

    id: Id | None = None
    label: str | None = None
    archived: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationAttributeReference(Model):
    """Which custom objects a relationship leads to."""

    #: ``one`` or ``many``.
    type: str | None = None
    #: What the workspace calls that type.
    object_type_id: Id | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationAttribute(Model):
    """One attribute of conversations."""

    type: Literal["conversation_attribute"] = "conversation_attribute"
    id: Id
    name: str | None = None
    description: str | None = None
    #: ``string``, ``integer``, ``list``, ``decimal``, ``boolean``, ``datetime``, ``relationship`` or ``files``.
    data_type: str | None = None
    required: bool | None = None
    #: Empty where every team sees it.
    visible_to_team_ids: tuple[Id, ...] | None = None
    archived: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: Who made it.
    admin_id: Id | None = None
    #: Of a string alone: whether it has several lines.
    multiline: bool | None = None
    #: Of a list alone, those that are archived among them.
    options: tuple[ConversationAttributeOption, ...] | None = None
    #: Of a relationship alone.
    reference: ConversationAttributeReference | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttributeReference(Changes):
    """Which custom objects a relationship is to lead to."""

    type: Literal["one", "many"]
    object_type_id: str | int | Unset = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttributeOption(Changes):
    """A value that a list is to have."""

    label: str


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewConversationAttribute(Changes):
    """An attribute to create."""

    name: str
    data_type: Literal["string", "integer", "list", "decimal", "boolean", "datetime", "relationship", "files"]
    description: TextChange = UNSET
    required: FlagChange = UNSET
    #: None of them for every team.
    visible_to_team_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    #: Of a string alone.
    multiline: FlagChange = UNSET
    #: Of a list alone, which needs at least two.
    options: Sequence[AttributeOption] | Unset = attrs.field(default=UNSET, hash=False)
    #: Of a relationship alone.
    reference: AttributeReference | Unset = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationAttributeChanges(Changes):
    """What to change of an attribute; its type stays, and its options have calls of their own."""

    name: TextChange = UNSET
    description: TextChange = UNSET
    required: FlagChange = UNSET
    visible_to_team_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    #: Of a string alone.
    multiline: FlagChange = UNSET
    #: Of a relationship alone.
    reference: AttributeReference | Unset = UNSET
