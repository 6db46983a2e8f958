"""Ticket types."""

from typing import Literal, TypeAlias

from .. import operations as ops
from ..models.ticket_types import (
    NewTicketTypeAttribute,
    TicketType,
    TicketTypeAttribute,
    TicketTypeAttributeChanges,
)
from ..pagination import Paginator
from ..unset import UNSET, Unset
from ..versions import V2_10
from .base import Service, given, given_from

Category: TypeAlias = Literal["Customer", "Back-office", "Tracker"]


class TicketTypes(Service):
    """List, create and change types of tickets and their attributes; neither can be deleted, both be archived."""

    __slots__ = ()

    def list(self) -> Paginator[TicketType]:
        """Iterate over the types of the workspace with their attributes and, from 2.12 on, states."""
        return self._iterate(ops.TicketTypes.list(), TicketType)

    async def create(
        self,
        *,
        name: str,
        description: str | Unset = UNSET,
        category: Category | Unset = UNSET,
        icon: str | Unset = UNSET,
        is_internal: bool | Unset = UNSET,
    ) -> TicketType:
        """Create a type, of customers' tickets unless *category*, which came with 2.10, says another.

        *icon* is an emoji. *is_internal*, for tickets that customers do not see, is a limited beta.
        """
        body = given(name=name, description=description, icon=icon, is_internal=is_internal)
        body |= given_from(V2_10, self._core.config.version, "ticket_types.create", category=category)
        return await self._fetch(ops.TicketTypes.create(json=body), TicketType)

    async def retrieve(self, ticket_type_id: str | int) -> TicketType:
        """Fetch one type."""
        return await self._fetch(ops.TicketTypes.retrieve(ticket_type_id=ticket_type_id), TicketType)

    async def update(
        self,
        ticket_type_id: str | int,
        *,
        name: str | Unset = UNSET,
        description: str | Unset = UNSET,
        category: Category | Unset = UNSET,
        icon: str | Unset = UNSET,
        archived: bool | Unset = UNSET,
        is_internal: bool | Unset = UNSET,
    ) -> TicketType:
        """Change a type; *category* came with 2.10."""
        body = given(name=name, description=description, icon=icon, archived=archived, is_internal=is_internal)
        body |= given_from(V2_10, self._core.config.version, "ticket_types.update", category=category)
        request = ops.TicketTypes.update(ticket_type_id=ticket_type_id, json=body)
        return await self._fetch(request, TicketType)

    async def create_attribute(
        self, ticket_type_id: str | int, attribute: NewTicketTypeAttribute
    ) -> TicketTypeAttribute:
        """Give the tickets of a type another attribute."""
        request = ops.TicketTypes.create_attribute(ticket_type_id=ticket_type_id, json=attribute)
        return await self._fetch(request, TicketTypeAttribute)

    async def update_attribute(
        self, ticket_type_id: str | int, attribute_id: str | int, changes: TicketTypeAttributeChanges
    ) -> TicketTypeAttribute:
        """Change an attribute of a type; its data type stays."""
        request = ops.TicketTypes.update_attribute(
            ticket_type_id=ticket_type_id, attribute_id=attribute_id, json=changes
        )
        return await self._fetch(request, TicketTypeAttribute)
