"""Reporting exports."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, overload

from .. import operations as ops
from ..downloads import Download
from ..export_runs import ExportRun
from ..models.exports import DataExport, Dataset
from ..pagination import Paginator
from .base import Service, given

#: What the API wants to be asked for before it sends a file.
_ACCEPT: Final = "application/octet-stream"


class ReportingExports(Service):
    """Exports of the datasets behind reports."""

    __slots__ = ()

    def list_datasets(self) -> Paginator[Dataset]:
        """Iterate over the datasets that can be exported, with their attributes."""
        return self._iterate(ops.ReportingExports.list_datasets(), Dataset)

    async def create(
        self,
        *,
        dataset_id: str,
        attribute_ids: Sequence[str],
        start_time: datetime | int,
        end_time: datetime | int,
    ) -> DataExport:
        """Begin an export of some attributes of a dataset, by their ids; Preview takes their ``qualified_id`` alone.

        A workspace has five at a time: while as many are pending, this is a `RateLimitError` with the scope ``jobs``.
        Until 2.14 conversations without a reply of a user are left out.
        """
        times = given(start_time=start_time, end_time=end_time)
        body = {"dataset_id": dataset_id, "attribute_ids": attribute_ids, **times}
        return await self._fetch(ops.ReportingExports.create(json=body), DataExport)

    async def retrieve(self, job_identifier: str, *, app_id: str, client_id: str) -> DataExport:
        """Fetch how far an export is; *app_id* is the workspace's, *client_id* that of your app."""
        query = {"app_id": app_id, "client_id": client_id}
        request = ops.ReportingExports.retrieve(job_identifier=job_identifier, query=query)
        return await self._fetch(request, DataExport)

    def download(self, job_identifier: str, *, app_id: str) -> Download:
        """Return the file of an export, still to be read: a ``.tgz`` of CSV files."""
        request = ops.ReportingExports.download(job_identifier=job_identifier, query={"app_id": app_id})
        return Download(self._core, request, _ACCEPT)

    @overload
    async def run(
        self,
        *,
        dataset_id: str,
        attribute_ids: Sequence[str],
        start_time: datetime | int,
        end_time: datetime | int,
        app_id: str,
        client_id: str,
        path: None = ...,
        wait_for_turn: bool = ...,
    ) -> Download | None: ...

    @overload
    async def run(
        self,
        *,
        dataset_id: str,
        attribute_ids: Sequence[str],
        start_time: datetime | int,
        end_time: datetime | int,
        app_id: str,
        client_id: str,
        path: str | os.PathLike[str],
        wait_for_turn: bool = ...,
    ) -> Path | None: ...

    async def run(
        self,
        *,
        dataset_id: str,
        attribute_ids: Sequence[str],
        start_time: datetime | int,
        end_time: datetime | int,
        app_id: str,
        client_id: str,
        path: str | os.PathLike[str] | None = None,
        wait_for_turn: bool = False,
    ) -> Download | Path | None:
        """Begin an export, wait until it is complete, and save its file at *path* or return it still to be read.

        None is the result when there was nothing; an export that fails is an `ExportFailedError`. While five others
        are pending, this is a `RateLimitError`, or waits with *wait_for_turn*. The client's deadline is that of the
        whole run. The API cancels no such export: one whose run is cancelled goes on without it.
        """

        async def finish(job_identifier: str) -> Download | Path:
            download = self.download(job_identifier, app_id=app_id)
            return download if path is None else await download.save(path)

        core = self._core
        return await ExportRun(
            name="reporting_exports.run",
            clock=core.clock,
            deadline=core.config.deadline,
            wait_for_turn=wait_for_turn,
            create=lambda: self.create(
                dataset_id=dataset_id, attribute_ids=attribute_ids, start_time=start_time, end_time=end_time
            ),
            retrieve=lambda job: self.retrieve(job, app_id=app_id, client_id=client_id),
            cancel=None,
            finish=finish,
        ).complete()
