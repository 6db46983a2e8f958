"""An export from its beginning to its file: made, waited for, and cancelled when nobody waits any more."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain, repeat
from typing import Any, Final, Generic, TypeVar

import attrs

from .clock import Clock
from .errors import DeadlineExceededError, ExportFailedError, IntercomError, RateLimitError
from .models.exports import DataExport, ExportStatus

T = TypeVar("T")

#: Seconds between two looks: often at first, for a small export is soon done, and twice a minute in the end.
_WAITS: Final = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0)
_LONGEST: Final = 30.0
#: Seconds that cancelling an export may take after everything else was given up.
_LAST: Final = 10.0
_WAITING: Final = frozenset({ExportStatus.PENDING, ExportStatus.IN_PROGRESS})
_DONE: Final = frozenset({ExportStatus.COMPLETED, ExportStatus.COMPLETE})

_log: Final = logging.getLogger("intercom_async.http")


@attrs.define(kw_only=True, eq=False)
class ExportRun(Generic[T]):
    """What one run does, step by step."""

    #: For messages.
    name: str
    clock: Clock
    #: Seconds for all of it, None for no bound.
    deadline: float | None
    #: Whether to wait until other exports leave room for one more.
    wait_for_turn: bool
    create: Callable[[], Coroutine[Any, Any, DataExport]]
    retrieve: Callable[[str], Awaitable[DataExport]]
    #: None where the API cancels nothing.
    cancel: Callable[[str], Awaitable[object]] | None
    #: What to do when the file is there.
    finish: Callable[[str], Awaitable[T]]
    _give_up_at: float | None = attrs.field(default=None, init=False)

    async def complete(self) -> T | None:
        """Go through all steps and return what `finish` gave; None when there was nothing to export."""
        self._give_up_at = None if self.deadline is None else self.clock.monotonic() + self.deadline
        timer = asyncio.timeout(self.deadline)
        try:
            async with timer:
                return await self._complete()
        except TimeoutError as exc:
            if isinstance(exc, IntercomError) or not timer.expired():
                raise
            msg = f"{self.name}: not done within the deadline of {self.deadline} s"
            raise DeadlineExceededError(msg) from exc

    async def _complete(self) -> T | None:
        making, job = await self._made()
        try:
            job = await self._over(job)
        except BaseException:
            await self._give_up(making)
            raise
        if job.status == ExportStatus.NO_DATA:
            return None
        if job.status not in _DONE:
            msg = f"{self.name}: export {job.job_identifier} ended as {job.status!r}, without a file"
            raise ExportFailedError(msg, status=job.status, job_identifier=job.job_identifier)
        return await self.finish(self._id(job))

    async def _made(self) -> "tuple[asyncio.Future[DataExport], DataExport]":
        """Make the export, waiting for room where that was asked for."""
        waits = _waits()
        while True:
            making = asyncio.ensure_future(self.create())
            try:
                return making, await asyncio.shield(making)
            except RateLimitError as error:
                if error.scope != "jobs" or not self.wait_for_turn:
                    raise
                await self._sleep(next(waits), error)
            except asyncio.CancelledError:
                await self._give_up(making)
                raise

    async def _over(self, job: DataExport) -> DataExport:
        """Look until the export is neither waiting nor under way."""
        waits = _waits()
        while job.status in _WAITING:
            await self._sleep(next(waits))
            job = attrs.evolve(await self.retrieve(self._id(job)), job_identifier=job.job_identifier)
        return job

    def _id(self, job: DataExport) -> str:
        if not job.job_identifier:
            msg = f"{self.name}: the answer names no export, which may go on: look for it in Intercom"
            raise ExportFailedError(msg, status=job.status)
        return job.job_identifier

    async def _sleep(self, seconds: float, cause: Exception | None = None) -> None:
        if self._give_up_at is not None and self.clock.monotonic() + seconds > self._give_up_at:
            msg = f"{self.name}: not done, and the next look, in {seconds:.0f} s, would come after the deadline"
            retry_at = datetime.fromtimestamp(self.clock.now() + seconds, UTC)
            raise DeadlineExceededError(msg, retry_at=retry_at) from cause
        await self.clock.sleep(seconds)

    async def _give_up(self, making: "asyncio.Future[DataExport]") -> None:
        """Leave nothing behind, however often this task is cancelled meanwhile."""
        end = _drop(making) if self.cancel is None else self._end(making, self.cancel)
        ending = asyncio.ensure_future(end)
        while not ending.done():
            with suppress(asyncio.CancelledError):
                await asyncio.shield(ending)

    async def _end(self, making: "asyncio.Future[DataExport]", cancel: Callable[[str], Awaitable[object]]) -> None:
        """Cancel the export once it is made."""
        try:
            async with asyncio.timeout(_LAST):
                job = await making
                await cancel(self._id(job))
        except Exception as error:  # noqa: BLE001  # what made the caller give up counts, not this
            _log.warning("%s: the export was given up, and may go on: %s", self.name, type(error).__name__)


async def _drop(making: "asyncio.Future[DataExport]") -> None:
    """Let an export be that nothing cancels."""
    making.cancel()
    await asyncio.wait([making])


def _waits() -> Iterator[float]:
    return chain(_WAITS, repeat(_LONGEST))
