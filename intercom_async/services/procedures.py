"""What Fin does step by step."""

from collections.abc import Sequence

from .. import operations as ops
from ..models.procedures import AgentInput
from .base import Service


class Procedures(Service):
    """Answer what a procedure of Fin asks of a teammate."""

    __slots__ = ()

    async def collect_agent_input(
        self, conversation_id: str | int, *, step_id: str, attribute_values: Sequence[AgentInput]
    ) -> None:
        """Give a procedure that waits all values that ``procedure.hitl_notification.created`` asked for.

        One that goes on already is a `ConflictError`, one that waited too long a `NotFoundError`.
        """
        body = {"step_id": step_id, "attribute_values": attribute_values}
        request = ops.Procedures.collect_agent_input(conversation_id=conversation_id, json=body)
        await self._fetch(request, object)
