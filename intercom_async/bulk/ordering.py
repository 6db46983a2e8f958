"""Handing out rows so that those of one person are applied in file order and never at once."""

import asyncio

import attrs

from .convert import Writable
from .sources import SourceRow


@attrs.define(eq=False)
class Job:
    """A row on its way to the server."""

    row: SourceRow
    writable: Writable
    fingerprint: int
    #: Whether an earlier run, or an unanswered try of this one, may have written the row already.
    uncertain: bool = False
    #: Earlier jobs of the same person that are not done.
    blockers: int = attrs.field(default=0, init=False)
    #: Later jobs that wait for this one.
    dependents: list["Job"] = attrs.field(factory=list["Job"], init=False)


class OrderedJobs:
    """A queue whose jobs wait for every earlier job that shares a key with them, and for no other.

    A row with an external id and an e-mail address is the same person as a later one with either, so a job may wait
    for two others.
    """

    __slots__ = ("_closed", "_dropped", "_held", "_last", "_ready")

    def __init__(self) -> None:
        self._ready: asyncio.Queue[Job | None] = asyncio.Queue()
        #: For each key the latest job that is not done.
        self._last: dict[str, Job] = {}
        self._held = 0
        self._closed = self._dropped = False

    def put(self, job: Job) -> None:
        """Add the next job, in file order."""
        self._held += 1
        earlier = {id(other): other for key in job.writable.keys if (other := self._last.get(key)) is not None}
        self._last.update(dict.fromkeys(job.writable.keys, job))
        for other in earlier.values():
            other.dependents.append(job)
        job.blockers = len(earlier)
        if not job.blockers:
            self._ready.put_nowait(job)

    async def get(self) -> Job | None:
        """Return the next job that may run now, None when there are no more."""
        job = await self._ready.get()
        if job is None or self._dropped:
            self._ready.put_nowait(None)  # for the next one who asks
            return None
        return job

    def done(self, job: Job) -> None:
        """Let the jobs run that waited for *job*."""
        self._held -= 1
        for key in job.writable.keys:
            if self._last.get(key) is job:
                del self._last[key]
        for later in job.dependents:
            later.blockers -= 1
            if not later.blockers:
                self._ready.put_nowait(later)
        self._end_if_empty()

    def close(self) -> None:
        """Say that no more will be put; `get` gives None once every job is done."""
        self._closed = True
        self._end_if_empty()

    def drop(self) -> None:
        """Give up the jobs that have not begun; `get` gives None from now on."""
        self._dropped = True
        self._ready.put_nowait(None)

    def _end_if_empty(self) -> None:
        if self._closed and not self._held:
            self._ready.put_nowait(None)
