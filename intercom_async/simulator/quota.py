"""The quota of calls: fixed windows aligned to the epoch, and what became of the calls in each."""

import math
from collections import deque
from typing import Final

import attrs

#: Windows that the report remembers: more than eleven days of ten seconds each.
REMEMBERED: Final = 100_000


@attrs.define
class Window:
    """One window: its quota and what happened in it."""

    start: float
    limit: int | None
    #: Calls that were let through and got an answer.
    answered: int = 0
    #: Calls that were let through and got none, by a fault.
    unanswered: int = 0
    rejected_429: int = 0
    #: Of the calls let through, those to operations that write.
    writes: int = 0

    @property
    def used(self) -> int:
        """Calls that count against the quota."""
        return self.answered + self.unanswered


@attrs.frozen
class Permit:
    """Whether a call may pass, and what the three headers say of its window."""

    window: Window
    allowed: bool
    remaining: int
    #: The whole second at which the next window has begun.
    reset: int


class Quota:
    """Counts calls window by window."""

    __slots__ = ("_current", "_reset", "limit", "seconds", "windows")

    def __init__(self, limit: int | None, seconds: float) -> None:
        if (limit is not None and limit < 1) or seconds <= 0:
            msg = f"a quota needs at least one call in a positive time, not {limit} in {seconds} s"
            raise ValueError(msg)
        self.limit: Final = limit
        self.seconds: Final = seconds
        self.windows: deque[Window] = deque(maxlen=REMEMBERED)
        self._current: Window | None = None
        #: The whole second at which the window after the current one has begun.
        self._reset = 0

    def reset(self) -> None:
        """Forget every window."""
        self.windows.clear()
        self._current = None

    def take(self, now: float, *, foreign: int) -> Permit:
        """Take one call from the window at *now*, of which another program uses *foreign* calls, spread evenly."""
        window, left = self.look(now, foreign=foreign)
        if window is not self._current:
            self._current = window
            self._reset = math.ceil(round(window.start + self.seconds, 6))
            self.windows.append(window)
        if left is None:
            return Permit(window, allowed=True, remaining=0, reset=self._reset)
        return Permit(window, allowed=left > 0, remaining=max(left - 1, 0), reset=self._reset)

    def look(self, now: float, *, foreign: int) -> tuple[Window, int | None]:
        """Return the window at *now* and how many calls it still lets through, None for any number; takes none."""
        window = self._current
        if window is None or not window.start <= now < window.start + self.seconds:
            start = math.floor(now / self.seconds) * self.seconds
            if window is None or window.start != start:
                window = Window(start, self.limit)
        if self.limit is None:
            return window, None
        others = math.floor(foreign * (now - window.start) / self.seconds) if foreign else 0
        return window, max(self.limit - window.used - others, 0)

    @property
    def message(self) -> str:
        """What a 429 says."""
        return f"Exceeded rate limit of {self.limit} in {self.seconds:g}_seconds"


def parse_limit(text: str) -> tuple[int | None, float]:
    """Read ``"1667/10s"`` as calls and seconds; ``"none"`` is no limit."""
    if text == "none":
        return None, 10.0
    calls, _, seconds = text.removesuffix("s").partition("/")
    try:
        return int(calls), float(seconds)
    except ValueError:
        msg = f"cannot read the limit {text!r}: give calls and seconds such as '1667/10s', or 'none'"
        raise ValueError(msg) from None
