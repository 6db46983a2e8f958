"""Ticket states: how far a ticket can be."""

from typing import Final

from ..bodies.tickets import state_with_types
from ..call import Call, Reply
from ..routes import Routes
from ..tickets import TicketState
from ..world import World

routes: Final = Routes()


@routes("ticket_states.list")
def list_states(world: World, call: Call) -> Reply:
    """Answer all states."""
    del call
    return Reply({"type": "list", "data": [state_with_types(world, state) for state in world.shelf(TicketState)]})
