"""What a transport holds for each event loop that uses it: made there, closed there, not carried over a fork."""

import asyncio
import os
import weakref
from collections.abc import AsyncGenerator, Callable
from typing import Final, Generic, Protocol, TypeVar

from .base import closed

#: What a fork copied from the parent: finalising it would unregister the parent's sockets.
_INHERITED: Final[list[object]] = []
#: Held here until they are done: a loop refers to its tasks only weakly.
_CLOSING: Final[set[asyncio.Task[None]]] = set()


class Connections(Protocol):
    """One loop's connections."""

    async def end_calls(self) -> None:
        """Let the calls under way fail."""
        ...

    async def close(self) -> None:
        """Close every connection; not called for those of a session or client that was given."""
        ...


C = TypeVar("C", bound=Connections)


class PerLoop(Generic[C]):
    """Makes one `Connections` for each running loop, when first asked; they are closed with their loop at the latest.

    *given*, where it is not None, names what the user handed in: it serves one loop of one process and stays open.
    """

    __slots__ = ("__weakref__", "_closed", "_foreign", "_given", "_held", "_make", "_pid")

    def __init__(self, make: Callable[[], C], *, given: str | None = None) -> None:
        self._make: Final = make
        self._given: Final = given
        self._held: Final[dict[asyncio.AbstractEventLoop, _Held[C]]] = {}
        self._pid = os.getpid()
        #: Whether what was given was copied by a fork.
        self._foreign = False
        self._closed = False
        # Keeps what is open until this is dropped: connections that nobody refers to complain.
        weakref.finalize(self, _abandon, self._held).atexit = False

    @property
    def closed(self) -> bool:
        """Whether `aclose` was called."""
        return self._closed

    @property
    def held(self) -> list[C]:
        """What is open now."""
        return [held.connections for held in self._held.values()]

    def ready(self) -> C | None:
        """Return what the running loop has, None when that is still to be made by `open`."""
        if self._closed:
            raise closed()
        self._notice_fork()
        held = self._held.get(asyncio.get_running_loop())
        return None if held is None else held.connections

    async def open(self) -> C:
        """Make the running loop's connections anew; they end when ``asyncio.run`` ends the loop."""
        loop = asyncio.get_running_loop()
        if self._given is not None and (self._held or self._foreign):
            msg = (
                f"The {self._given} given to the client belongs to another event loop or process: give none, "
                f"or make a {self._given.split()[-1]} and a client for each."
            )
            raise RuntimeError(msg)
        held = self._held[loop] = _Held(self._make(), loop)
        if self._given is None:
            await held.close_with_loop()
            for other in [*self._held]:  # other threads come and go meanwhile
                if other.is_closed() and (left := self._held.pop(other, None)) is not None:
                    await left.close()
        return held.connections

    async def aclose(self) -> None:
        """Close this loop's connections and have the other loops close theirs; what was given stays open."""
        self._closed = True
        self._notice_fork()
        here = asyncio.get_running_loop()
        for loop in [*self._held]:
            held = self._held.pop(loop, None)
            if held is not None and (loop is here or not held.close_from_outside()):
                await held.close()

    def _notice_fork(self) -> None:
        if os.getpid() != self._pid:
            self._pid = os.getpid()
            self._foreign = self._given is not None
            _INHERITED.append({**self._held})
            self._held.clear()


class _Held(Generic[C]):
    """One loop's connections and what closes them at its end."""

    __slots__ = ("_guard", "_loop", "connections")

    def __init__(self, connections: C, loop: asyncio.AbstractEventLoop) -> None:
        self.connections: Final = connections
        self._loop: Final = loop
        self._guard: Final = _closing(connections)

    async def close_with_loop(self) -> None:
        """Have the connections closed when the loop ends its async generators, as ``asyncio.run`` does."""
        await anext(self._guard)

    def close_from_outside(self) -> bool:
        """Have the loop close its connections; False when it is closed itself."""
        try:
            self._loop.call_soon_threadsafe(self._close_soon)
        except RuntimeError:
            return False
        return True

    def _close_soon(self) -> None:
        task = self._loop.create_task(self.close())
        _CLOSING.add(task)
        task.add_done_callback(_CLOSING.discard)

    async def close(self) -> None:
        """End the calls and close the connections; those that were given stay open."""
        await self.connections.end_calls()
        await self._guard.aclose()


def _abandon(every: "dict[asyncio.AbstractEventLoop, _Held[C]]") -> None:
    for held in every.values():
        held.close_from_outside()


async def _closing(connections: Connections) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        await connections.close()
        await asyncio.sleep(0)  # a TLS connection ends one turn of the loop later
