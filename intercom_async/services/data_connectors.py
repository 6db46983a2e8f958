"""Data connectors."""

from datetime import datetime
from typing import Literal

from .. import operations as ops
from ..models.common import DeletedObject
from ..models.data_connectors import DataConnector, DataConnectorChanges, ExecutionResult, NewDataConnector
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class DataConnectors(Service):
    """Read and change the calls that workflows and Fin make to other systems, and see how these went."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[DataConnector]:
        """Iterate over the data connectors, without how they call, the last changed first."""
        return self._iterate(ops.DataConnectors.list(), DataConnector, per_page=per_page, resume=resume)

    async def create(self, connector: NewDataConnector) -> DataConnector:
        """Create a data connector as a draft."""
        return await self._fetch(ops.DataConnectors.create(json=connector), DataConnector)

    async def retrieve(
        self, connector_id: str | int, *, state_version: Literal["draft", "live"] | Unset = UNSET
    ) -> DataConnector:
        """Fetch one data connector as it is live, or as its draft."""
        request = ops.DataConnectors.retrieve(connector_id=connector_id, query=given(state_version=state_version))
        return await self._fetch(request, DataConnector)

    async def update(self, connector_id: str | int, changes: DataConnectorChanges) -> DataConnector:
        """Change what *changes* gives, or let it go live; one in use cannot become a draft: a `ConflictError`."""
        return await self._fetch(ops.DataConnectors.update(connector_id=connector_id, json=changes), DataConnector)

    async def delete(self, connector_id: str | int) -> DeletedObject:
        """Delete a draft; one that is live or in use is a `ConflictError`."""
        return await self._fetch(ops.DataConnectors.delete(connector_id=connector_id), DeletedObject)

    def list_execution_results(
        self,
        connector_id: str | int,
        *,
        success: bool | Unset = UNSET,
        error_type: str | Unset = UNSET,
        start_ts: datetime | int | Unset = UNSET,
        end_ts: datetime | int | Unset = UNSET,
        include_bodies: bool | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[ExecutionResult]:
        """Iterate over the calls that a data connector made, those of the last hour unless told, newest first."""
        query = given(
            success=success, error_type=error_type, start_ts=start_ts, end_ts=end_ts, include_bodies=include_bodies
        )
        request = ops.DataConnectors.list_execution_results(connector_id=connector_id, query=query)
        return self._iterate(request, ExecutionResult, per_page=per_page, resume=resume)

    async def retrieve_execution_result(self, connector_id: str | int, result_id: str | int) -> ExecutionResult:
        """Fetch one call that a data connector made, with what was sent and answered."""
        request = ops.DataConnectors.retrieve_execution_result(connector_id=connector_id, result_id=result_id)
        return await self._fetch(request, ExecutionResult)
