"""Ticket states."""

from .. import operations as ops
from ..models.ticket_types import TicketState
from ..pagination import Paginator
from .base import Service


class TicketStates(Service):
    """List how far a ticket can be."""

    __slots__ = ()

    def list(self) -> Paginator[TicketState]:
        """Iterate over the states of the workspace, each with the types of tickets that have it."""
        return self._iterate(ops.TicketStates.list(), TicketState)
