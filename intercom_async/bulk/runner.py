"""The engine of an import: one reader, as many writers as calls may run at once, a bounded window of rows between."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Mapping
from typing import Final

from .convert import Converter, Refused, fingerprint
from .errors import JournalMismatchError
from .journal import Entry, Journal
from .ordering import Job, OrderedJobs
from .results import Outcome, RowResult
from .sources import SourceRow
from .writer import ContactWriter

_LOGGER: Final = logging.getLogger("intercom_async.bulk")
#: Rows that are read but not yet given out as results, for each call that may run at once.
LOOK_AHEAD: Final = 20
_BLOCK: Final = 1000


class Runner:
    """Runs one import whose source, journal and attributes are ready; `start` comes first, `aclose` last."""

    __slots__ = (
        "_concurrency",
        "_converter",
        "_error",
        "_everything",
        "_jobs",
        "_journal",
        "_past",
        "_past_until",
        "_reader",
        "_results",
        "_stopped",
        "_window",
        "_writer",
    )

    def __init__(self, writer: ContactWriter, journal: Journal, converter: Converter, *, concurrency: int) -> None:
        self._writer = writer
        self._journal = journal
        self._converter = converter
        self._concurrency = concurrency
        self._jobs = OrderedJobs()
        self._window = asyncio.Semaphore(LOOK_AHEAD * concurrency)
        self._results: asyncio.Queue[RowResult | None] = asyncio.Queue()
        self._past: Mapping[int, Entry] = {}
        self._past_until = 0
        self._everything: asyncio.Task[None]
        self._reader: asyncio.Task[None] | None = None
        self._stopped = False
        self._error: BaseException | None = None

    def stop(self) -> None:
        """Take no more rows; those under way are finished."""
        self._stopped = True
        self._jobs.drop()
        if self._reader is not None:
            self._reader.cancel()

    def start(self, rows: AsyncGenerator[SourceRow]) -> None:
        """Begin to read and to write."""
        self._everything = asyncio.create_task(self._run(rows))

    async def next(self) -> RowResult | None:
        """Return the next result, as they come; None after the last one, or the error that ended the import."""
        result = await self._results.get()
        if result is not None:
            self._window.release()
        elif self._error is not None:
            raise self._error
        return result

    async def aclose(self) -> None:
        """End at once, cancelling what is under way."""
        self._everything.cancel()
        await asyncio.wait([self._everything])

    async def _run(self, rows: AsyncGenerator[SourceRow]) -> None:
        self._reader = asyncio.create_task(self._read(rows))
        tasks = [self._reader, *(asyncio.create_task(self._work()) for _ in range(self._concurrency))]
        if self._stopped:
            self._reader.cancel()
        try:
            await asyncio.wait(tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            self._results.put_nowait(None)

    def _fail(self, error: BaseException) -> None:
        """End the import because of *error*, after the rows that are under way."""
        if self._error is None:
            _LOGGER.warning("the import ends early: %s", type(error).__name__)
            self._error = error
        self._jobs.drop()

    async def _read(self, rows: AsyncGenerator[SourceRow]) -> None:
        try:
            async with contextlib.aclosing(rows):
                async for row in rows:
                    await self._window.acquire()
                    await self._take(row)
        except Exception as exc:  # noqa: BLE001 - whatever it is, it is raised to who reads the results
            self._fail(exc)
        finally:
            self._jobs.close()

    async def _take(self, row: SourceRow) -> None:
        """Settle a row that needs no write; queue the others."""
        converted = self._converter.convert(row)
        keys = () if isinstance(converted, Refused) else converted.keys
        mark = fingerprint(row.number, keys)
        entry = await self._entry(row.number)
        if entry is not None and entry.fingerprint != mark:
            raise JournalMismatchError(self._journal.path, differs=[f"row {row.number} is not the one it was"])
        if entry is not None and entry.outcome is not None:
            done = RowResult(
                row.number,
                entry.outcome,
                entry.contact_id,
                entry.reason,
                entry.request_id,
                resumed=True,
                original=row.original,
            )
            self._results.put_nowait(done)
        elif isinstance(converted, Refused):
            refused = RowResult(row.number, Outcome.REJECTED, reason=converted.reason, original=row.original)
            self._journal.end(refused, mark)
            self._results.put_nowait(refused)
        else:
            self._jobs.put(Job(row, converted, mark, uncertain=entry is not None))

    async def _entry(self, number: int) -> Entry | None:
        """Return what an earlier run noted of a row; asked for in blocks."""
        if number > self._journal.last_row:
            return None
        if number > self._past_until:
            self._past_until = number + _BLOCK - 1
            self._past = await self._journal.past(number, self._past_until)
        return self._past.get(number)

    async def _work(self) -> None:
        while (job := await self._jobs.get()) is not None:
            try:
                # One commit for the last row's result and this row's beginning: a kill costs this writer one row.
                self._journal.begin(job.row.number, job.fingerprint)
                await self._journal.commit()
                result = await self._writer.write(job)
                self._journal.end(result, job.fingerprint)
            except Exception as exc:  # noqa: BLE001 - whatever it is, it is raised to who reads the results
                self._fail(exc)
                self.stop()
                return
            self._results.put_nowait(result)
            self._jobs.done(job)
