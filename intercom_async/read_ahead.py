"""Reading ahead: a task fetches pages that its reader takes from a spool."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Generic, TypeVar

from .pagination import Page

T = TypeVar("T")
R = TypeVar("R")


class Spool(Generic[R]):
    """What one task has ready for another, in order."""

    __slots__ = ("_awaited", "_changed", "_ended", "_error", "_ready")

    def __init__(self) -> None:
        self._ready: deque[R] = deque()
        self._changed = asyncio.Event()
        #: Whether the reader waits: then the first that is ready is as good as taken.
        self._awaited = False
        self._ended = False
        self._error: BaseException | None = None

    def put(self, item: R) -> None:
        """Add *item*."""
        self._ready.append(item)
        self._changed.set()

    def end(self, error: BaseException | None = None) -> None:
        """Say that nothing follows, and why when it should; only the first time counts."""
        if not self._ended:
            self._ended, self._error = True, error
            self._changed.set()

    async def below(self, number: int) -> None:
        """Wait until fewer than *number* are ready."""
        while self._size() - self._awaited >= number:
            self._changed.clear()
            await self._changed.wait()

    async def take(self) -> R | None:
        """Return the next, None after the last; raise what ended them."""
        while not self._ready:
            if await self._refill():
                continue
            if self._ended:
                if self._error is not None:
                    raise self._error
                return None
            self._awaited = True
            self._changed.clear()
            await self._changed.wait()
        self._awaited = False
        self._changed.set()
        return self._ready.popleft()

    async def aclose(self) -> None:
        """Give up what is held outside memory."""
        self.close()

    def close(self) -> None:
        """Do so from wherever the garbage collector runs."""

    def _size(self) -> int:
        return len(self._ready)

    async def _refill(self) -> bool:
        """Make more ready that was put away; False when there is nothing."""
        return False


class ReadAhead(Generic[R, T]):
    """Pages that a task fetches before they are asked for; it ends with its reader, also when that is just dropped.

    *produce* fills the spool with what *finish* makes a page of; neither may refer to this object.
    """

    __slots__ = ("_finish", "_name", "_produce", "_spool", "_task")

    def __init__(
        self,
        produce: Callable[[Spool[R]], Coroutine[Any, Any, None]],
        finish: Callable[[R], Page[T]],
        name: str,
        spool: Spool[R] | None = None,
    ) -> None:
        self._produce = produce
        self._finish = finish
        self._name = name
        self._spool: Spool[R] = Spool() if spool is None else spool
        self._task: asyncio.Task[None] | None = None

    async def next_page(self) -> Page[T] | None:
        """Return the next page, None after the last."""
        if self._task is None:
            self._task = asyncio.create_task(_run(self._produce, self._spool), name=f"intercom_async {self._name}")
        item = await self._spool.take()
        return None if item is None else self._finish(item)

    async def aclose(self) -> None:
        """End the task and wait until it is gone."""
        self._spool.end()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._spool.aclose()

    def __del__(self) -> None:
        if self._task is not None and not self._task.done():
            _cancel(self._task)
        self._spool.close()


async def _run(produce: Callable[[Spool[R]], Coroutine[Any, Any, None]], spool: Spool[R]) -> None:
    try:
        await produce(spool)
    except BaseException as error:
        spool.end(error)  # whose error it is
        if not isinstance(error, Exception):
            raise
    spool.end()


def _cancel(task: "asyncio.Task[None]") -> None:
    """Cancel *task* from wherever the garbage collector runs."""
    loop = task.get_loop()
    with suppress(RuntimeError):  # no loop runs here
        if asyncio.get_running_loop() is loop:
            task.cancel()
            return
    with suppress(RuntimeError):  # its loop was closed, and the task with it
        loop.call_soon_threadsafe(task.cancel)
