"""Types of tickets, what tickets of a type say of themselves, and the states that they can be in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, Model, TextChange


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketTypeAttribute(Model):
    """What tickets of one type may say of themselves."""

    type: Literal["ticket_type_attribute"] = "ticket_type_attribute"
    id: Id
    workspace_id: Id | None = None
    #: ``_default_title_`` and ``_default_description_`` are there from the start.
    name: str | None = None
    description: str | None = None
    #: ``string``, ``list``, ``integer``, ``decimal``, ``boolean``, ``datetime`` or ``files``.
    data_type: str | None = None
    #: By data type: ``multiline`` of text, and of a list its items.
    input_options: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    #: Its place among the others.
    order: int | None = None
    #: Of teammates, and of contacts in the Messenger.
    required_to_create: bool | None = None
    required_to_create_for_contacts: bool | None = None
    visible_on_create: bool | None = None
    visible_to_contacts: bool | None = None
    #: Whether every type has it from the start.
    default: bool | None = None
    ticket_type_id: Id | None = None
    archived: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketTypeAttributes(Model):
    """The attributes of a type."""

    type: str | None = None
    #: What answers hold; `ticket_type_attributes` is the name that the OpenAPI files have for it.
    data: tuple[TicketTypeAttribute, ...] | None = None
    ticket_type_attributes: tuple[TicketTypeAttribute, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketState(Model):
    """How far a ticket is, or can be."""

    type: Literal["ticket_state"] = "ticket_state"
    id: Id
    #: ``submitted``, ``in_progress``, ``waiting_on_customer`` or ``resolved``.
    category: str | None = None
    #: What teammates read, and what contacts do.
    internal_label: str | None = None
    external_label: str | None = None
    #: Only in the list of states.
    archived: bool | None = None
    ticket_types: "TicketTypes | None" = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketStates(Model):
    """The states of a type."""

    type: str | None = None
    data: tuple[TicketState, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketType(Model):
    """A kind of tickets."""

    type: Literal["ticket_type"] = "ticket_type"
    id: Id
    name: str | None = None
    description: str | None = None
    icon: str | None = None
    workspace_id: Id | None = None
    #: ``Customer``, ``Back-office`` or ``Tracker``; from 2.10 on.
    category: str | None = None
    is_internal: bool | None = None
    ticket_type_attributes: TicketTypeAttributes | None = None
    #: From 2.12 on; not in tickets.
    ticket_states: TicketStates | None = None
    archived: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketTypes(Model):
    """The types that have a state, each without its attributes."""

    type: str | None = None
    data: tuple[TicketType, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketTypeAttributeChanges(Changes):
    """What to write to an attribute of a type."""

    name: TextChange = UNSET
    #: What teammates and contacts read beside it.
    description: TextChange = UNSET
    #: Of teammates in the inbox, and of contacts in the Messenger.
    required_to_create: FlagChange = UNSET
    required_to_create_for_contacts: FlagChange = UNSET
    visible_on_create: FlagChange = UNSET
    visible_to_contacts: FlagChange = UNSET
    #: Of text.
    multiline: FlagChange = UNSET
    #: Of a list, with commas between them.
    list_items: TextChange = UNSET
    #: Of files.
    allow_multiple_values: FlagChange = UNSET
    #: Hides it from new tickets; those that have it keep it.
    archived: FlagChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewTicketTypeAttribute(Changes):
    """An attribute for the tickets of a type; its data type stays."""

    name: str
    #: What teammates and contacts read beside it.
    description: str
    data_type: Literal["string", "list", "integer", "decimal", "boolean", "datetime", "files"]
    #: Of teammates in the inbox, and of contacts in the Messenger.
    required_to_create: bool | Unset = UNSET
    required_to_create_for_contacts: bool | Unset = UNSET
    visible_on_create: bool | Unset = UNSET
    visible_to_contacts: bool | Unset = UNSET
    #: Of text.
    multiline: bool | Unset = UNSET
    #: Of a list, with commas between them.
    list_items: str | Unset = UNSET
    #: Of files.
    allow_multiple_values: bool | Unset = UNSET
