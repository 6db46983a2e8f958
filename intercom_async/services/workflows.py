"""Workflows."""

from .. import operations as ops
from ..models.workflows import WorkflowExport
from .base import Service


class Workflows(Service):
    """Read what Intercom does by itself."""

    __slots__ = ()

    async def export(self, workflow_id: str | int) -> WorkflowExport:
        """Fetch all of one workflow: its steps, rules and whom it is for."""
        return await self._fetch(ops.Workflows.export(workflow_id=workflow_id), WorkflowExport)
