"""The one source of time: everything that waits or reads a clock goes through it."""

import time
from typing import Protocol


class Clock(Protocol):
    """What the package needs of time; replace it to test without waiting."""

    def now(self) -> float:
        """Unix time in seconds, by this machine."""
        ...

    def monotonic(self) -> float:
        """Seconds since an arbitrary moment, never going back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after *seconds*."""
        ...


class SystemClock:
    """This machine's clock."""

    __slots__ = ()

    # The functions themselves: a call reads the clock six times.
    now: "staticmethod[[], float]" = staticmethod(time.time)
    monotonic: "staticmethod[[], float]" = staticmethod(time.monotonic)

    async def sleep(self, seconds: float) -> None:
        """Return after *seconds*."""
        import asyncio

        await asyncio.sleep(seconds)


SYSTEM_CLOCK = SystemClock()
