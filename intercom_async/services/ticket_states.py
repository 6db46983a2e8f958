"""Ticket states."""

from .base import Service


class TicketStates(Service):
    """How far a ticket can be."""

    __slots__ = ()
