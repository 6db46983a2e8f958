"""Content exports."""

import os
from datetime import datetime
from pathlib import Path
from typing import Final, overload

from .. import operations as ops
from ..downloads import Download
from ..export_runs import ExportRun
from ..models.exports import DataExport
from .base import Service, given

#: What the API wants to be asked for before it sends a file.
_ACCEPT: Final = "application/octet-stream"


class ContentExports(Service):
    """Exports of what was sent, and who received and opened it."""

    __slots__ = ()

    async def create(self, *, created_at_after: datetime | int, created_at_before: datetime | int) -> DataExport:
        """Begin an export of what was sent between two instants, both included.

        A workspace has one at a time: while another is pending, this is a `RateLimitError` with the scope ``jobs``.
        """
        body = given(created_at_after=created_at_after, created_at_before=created_at_before)
        return await self._fetch(ops.ContentExports.create(json=body), DataExport)

    async def retrieve(self, job_identifier: str) -> DataExport:
        """Fetch how far an export is."""
        return await self._fetch(ops.ContentExports.retrieve(job_identifier=job_identifier), DataExport)

    async def cancel(self, job_identifier: str) -> DataExport:
        """Cancel an export."""
        return await self._fetch(ops.ContentExports.cancel(job_identifier=job_identifier), DataExport)

    def download(self, job_identifier: str) -> Download:
        """Return the file of an export, still to be read: an archive of CSV files, zip or gzip by its ``kind``.

        It is a `NotFoundError` before the export is complete, and two days later.
        """
        return Download(self._core, ops.ContentExports.download(job_identifier=job_identifier), _ACCEPT)

    @overload
    async def run(
        self,
        *,
        created_at_after: datetime | int,
        created_at_before: datetime | int,
        path: None = ...,
        wait_for_turn: bool = ...,
    ) -> Download | None: ...

    @overload
    async def run(
        self,
        *,
        created_at_after: datetime | int,
        created_at_before: datetime | int,
        path: str | os.PathLike[str],
        wait_for_turn: bool = ...,
    ) -> Path | None: ...

    async def run(
        self,
        *,
        created_at_after: datetime | int,
        created_at_before: datetime | int,
        path: str | os.PathLike[str] | None = None,
        wait_for_turn: bool = False,
    ) -> Download | Path | None:
        """Begin an export, wait until it is complete, and save its file at *path* or return it still to be read.

        None is the result when nothing was sent in that time; an export that fails, or that somebody cancels, is an
        `ExportFailedError`. While another is pending, this is a `RateLimitError`, or waits with *wait_for_turn*. The
        client's deadline is that of the whole run. A run that is cancelled, or ends in any other way before its
        export does, cancels the export.
        """

        async def finish(job_identifier: str) -> Download | Path:
            download = self.download(job_identifier)
            return download if path is None else await download.save(path)

        core = self._core
        return await ExportRun(
            name="content_exports.run",
            clock=core.clock,
            deadline=core.config.deadline,
            wait_for_turn=wait_for_turn,
            create=lambda: self.create(created_at_after=created_at_after, created_at_before=created_at_before),
            retrieve=self.retrieve,
            cancel=self.cancel,
            finish=finish,
        ).complete()
