"""What the simulator remembers of its calls, for tests and for the report."""

import json
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice, starmap
from typing import Final, TypeAlias

import attrs

from .quota import Window

#: Calls that the log holds; older ones fall out.
LOG_SIZE: Final = 200_000


@attrs.frozen
class LogEntry:
    """One answered, or by a fault unanswered, call of the API."""

    #: Counts the calls from 1.
    number: int
    #: Unix time.
    time: float
    method: str
    path: str
    #: The API version that it was read as.
    version: str
    #: None when no answer was sent.
    status: int | None
    #: None when no operation was found.
    operation: str | None
    request_id: str
    #: Whether the operation writes.
    writes: bool = False
    #: Whether it was carried out with success, also when the answer was lost or spoilt.
    done: bool = False
    #: Seconds by which faults held the answer up.
    delay: float = 0.0
    #: What a writing call sent; may hold personal data.
    body: bytes | None = attrs.field(default=None, repr=False)

    def json_body(self) -> object:
        """Return what a writing call sent, decoded; None without a readable body."""
        try:
            return json.loads(self.body) if self.body else None
        except ValueError:
            return None


#: What a `LogEntry` is made of when somebody looks at it: to make one for each call costs more.
Logged: TypeAlias = tuple[int, float, str, str, str, int | None, str | None, str, bool, bool, float, bytes | None]


@attrs.frozen
class WindowReport:
    """What happened in one window."""

    start: float
    limit: int | None
    answered: int
    unanswered: int
    rejected_429: int
    writes: int


@attrs.frozen
class Report:
    """The simulator's own count of what it did."""

    #: Answers by status; calls without an answer stand under ``"none"``.
    statuses: dict[str, int]
    #: In order of time; a window in which nobody called is not there.
    windows: tuple[WindowReport, ...]
    #: Users and leads, archived ones too.
    people: int
    first_write: float | None
    last_write: float | None
    log_length: int


class Records:
    """The bounded log and the counters."""

    __slots__ = ("_first_write", "_last_write", "_log", "_statuses", "count")

    def __init__(self, size: int = LOG_SIZE) -> None:
        self._log: deque[Logged] = deque(maxlen=size)
        self._statuses: Counter[int | None] = Counter()
        self._first_write: float | None = None
        self._last_write: float | None = None
        self.count: int = 0

    def add(self, entry: Logged) -> None:
        """Note one call."""
        self.count, time, _, _, _, status, _, _, writes, _, _, _ = entry
        self._log.append(entry)
        self._statuses[status] += 1
        if writes:
            self._last_write = time
            if self._first_write is None:
                self._first_write = time

    def clear(self) -> None:
        """Forget every call and begin to count anew."""
        self._log.clear()
        self._statuses.clear()
        self._first_write = self._last_write = None
        self.count = 0

    def entries(self, after: int = 0) -> Iterator[LogEntry]:
        """Yield the entries with a number above *after* that the log still holds."""
        first = self.count - len(self._log) + 1
        return starmap(LogEntry, islice(self._log, max(after + 1 - first, 0), None))

    def report(self, windows: "deque[Window]", people: int) -> Report:
        """Sum everything up."""
        statuses = {"none" if status is None else str(status): count for status, count in self._statuses.items()}
        return Report(
            dict(sorted(statuses.items())),
            tuple(WindowReport(w.start, w.limit, w.answered, w.unanswered, w.rejected_429, w.writes) for w in windows),
            people,
            self._first_write,
            self._last_write,
            self.count,
        )
