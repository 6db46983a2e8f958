"""A clock that can be read, set and moved on: a simulated week need not take one."""

import asyncio
import heapq
from itertools import count
from typing import Final

from ..clock import SYSTEM_CLOCK, Clock


class VirtualClock:
    """A `Clock` that runs on with *base*, or stands still from *now* on.

    While it stands, sleeping takes no time: it moves the clock to when the sleeper that wakes first has slept enough.
    """

    __slots__ = ("_base", "_numbers", "_offset", "_sleepers", "_stands_at")

    def __init__(self, base: Clock = SYSTEM_CLOCK, *, now: float | None = None) -> None:
        self._base: Final = base
        self._offset = 0.0
        #: The time at which it stands; None while it runs.
        self._stands_at = now
        #: When those who sleep while it stands are to wake, in the order of waking.
        self._sleepers: list[tuple[float, int]] = []
        self._numbers: Final = count()

    @property
    def stands(self) -> bool:
        """Whether time passes only by sleeping and advancing."""
        return self._stands_at is not None

    def now(self) -> float:
        """Return the simulated Unix time."""
        return self._base.now() + self._offset if self._stands_at is None else self._stands_at

    def monotonic(self) -> float:
        """Return what measures durations: the simulated time, which goes back only when it is set back."""
        return self._base.monotonic() + self._offset if self._stands_at is None else self._stands_at

    def set(self, now: float) -> None:
        """Let it be *now*."""
        if self._stands_at is None:
            self._offset = now - self._base.now()
        else:
            self._stands_at = now

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        if seconds < 0:
            msg = f"time can be advanced by at least 0 seconds, not {seconds}: set it instead"
            raise ValueError(msg)
        self.set(self.now() + seconds)

    def stand(self) -> None:
        """Stop the clock."""
        self._stands_at = self.now()

    def run(self) -> None:
        """Let time pass by itself, from now on."""
        now = self.now()
        self._stands_at = None
        self.set(now)

    async def sleep(self, seconds: float) -> None:
        """Return after *seconds* of simulated time."""
        if self._stands_at is None:
            await self._base.sleep(seconds)
            return
        me = (self.now() + seconds, next(self._numbers))
        heapq.heappush(self._sleepers, me)
        try:
            await asyncio.sleep(0)
            while self._sleepers[0] is not me:  # noqa: ASYNC110 - each turn of the loop wakes one, in order
                await asyncio.sleep(0)
            if self.stands:
                self._stands_at = max(self.now(), me[0])
        finally:
            self._sleepers.remove(me)
            heapq.heapify(self._sleepers)
