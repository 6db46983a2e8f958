"""Ticket types."""

from .base import Service


class TicketTypes(Service):
    """Kinds of tickets."""

    __slots__ = ()
