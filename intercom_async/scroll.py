"""The scroll manager: one open scroll per workspace, read ahead of its reader, begun again when it breaks."""

import asyncio
import logging
import os
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, Generic, TypeVar, cast
from weakref import WeakValueDictionary

import attrs

from .core import Core
from .errors import (
    ApiError,
    DecodeError,
    NotFoundError,
    PaginationStalledError,
    RequestTimeoutError,
    ResponseTooLargeError,
    ScrollExistsError,
    ScrollRestartError,
    ServerError,
    TransportError,
)
from .operation import Paging, Request
from .pagination import Page, PageIterator, Paginator, at_position, decoded
from .response import Response

T = TypeVar("T")
R = TypeVar("R")

_log: Final = logging.getLogger("intercom_async.http")

#: How many pages wait for a slow reader at most; behind them the scroll is left to expire and begun again.
SPOOL_PAGES: Final = 50
#: How often in a row a scroll is begun again without giving anything new.
MOST_RESTARTS: Final = 5
#: Seconds before the first of these restarts; they double.
_PAUSE: Final = 1.0
#: For how many seconds another open scroll is waited out, and how long before looking again. One ends a minute after
#: its last use, and nobody says that being refused is no use.
WAIT_BUDGET: Final = 180.0
_LOOK_AGAIN: Final = 60.0


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
        while len(self._ready) - self._awaited >= number:
            self._changed.clear()
            await self._changed.wait()

    async def take(self) -> R | None:
        """Return the next, None after the last; raise what ended them."""
        while not self._ready:
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


class ReadAhead(Generic[R, T]):
    """Pages that a task fetches before they are asked for; it ends with its reader, also when that is just dropped.

    *produce* fills a spool with what *finish* makes a page of; it must not refer to this object.
    """

    __slots__ = ("_finish", "_name", "_produce", "_spool", "_task")

    def __init__(
        self, produce: Callable[[Spool[R]], Coroutine[Any, Any, None]], finish: Callable[[R], Page[T]], name: str
    ) -> None:
        self._produce = produce
        self._finish = finish
        self._name = name
        self._spool: Spool[R] = Spool()
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

    def __del__(self) -> None:
        if self._task is not None and not self._task.done():
            _cancel(self._task)


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


class ScrollLock:
    """Lets one scroll of a workspace run at a time, over every event loop and thread of the process, in order."""

    __slots__ = ("__weakref__", "_held", "_lock", "_queue")

    def __init__(self) -> None:
        # Reentrant: the garbage collector may end an abandoned scroll of this thread at any point.
        self._lock = threading.RLock()
        self._held = False
        self._queue: deque[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def hold(self) -> AsyncGenerator[bool, None]:
        """Wait for the lock and hold it; gives whether it had to be waited for."""
        waited = await self._acquire()
        try:
            yield waited
        finally:
            self._pass_on()

    async def _acquire(self) -> bool:
        loop = asyncio.get_running_loop()
        place = loop, loop.create_future()
        with self._lock:
            if not self._held:
                self._held = True
                return False
            self._queue.append(place)
        try:
            await place[1]
        except BaseException:  # cancelled, or forgotten with its loop
            with self._lock:
                waiting = place in self._queue
                if waiting:
                    self._queue.remove(place)
            if not waiting:
                self._pass_on()
            raise
        return True

    def _pass_on(self) -> None:
        """Give the lock to the next who waits, in that one's own loop."""
        with self._lock:
            while self._queue:
                loop, turn = self._queue.popleft()
                with suppress(RuntimeError):  # that loop was closed with the scroll still waiting
                    loop.call_soon_threadsafe(_wake, turn)
                    return
            self._held = False


def _wake(turn: "asyncio.Future[None]") -> None:
    if not turn.done():
        turn.set_result(None)


#: The locks that are held or waited for; a free one remembers nothing.
_locks: Final[WeakValueDictionary[tuple[int, str], ScrollLock]] = WeakValueDictionary()
_locks_lock: Final = threading.Lock()


def scroll_lock(key: str) -> ScrollLock:
    """Return the process's lock for the workspace whose quota *key* names; a fork has its own."""
    place = os.getpid(), key
    with _locks_lock:
        lock = _locks.get(place)
        if lock is None:
            lock = _locks[place] = ScrollLock()
        return lock


@attrs.define
class ScrollReport:
    """What a scroll met with so far."""

    pages: int = 0
    #: How often it broke and was begun again, and how many objects came again and were left out.
    restarts: int = 0
    duplicates: int = 0
    #: Seconds spent waiting for another scroll of the workspace to end.
    waited: float = 0.0


class Scroll(Paginator[T], Generic[T]):
    """A list read by scroll: complete whatever happens on the way, each object once.

    Iterating opens the workspace's one scroll, waiting in line for it. A task reads ahead of the reader, so that a
    slow one does not let the scroll expire; a scroll that breaks is begun again and what came before is left out.
    `report` tells of restarts and waits, of the iteration begun last.
    """

    __slots__ = ("_wait_budget", "report")

    def __init__(self, core: Core, request: Request, model: type[T], *, wait_budget: float = WAIT_BUDGET) -> None:
        super().__init__(core, request, model)
        self._wait_budget = wait_budget
        self.report: ScrollReport = ScrollReport()

    def _pages(self, ahead: int) -> PageIterator[T]:  # noqa: ARG002  # it always reads ahead
        self.report = ScrollReport()
        drain = _Drain(self._core, self._request, self._model, self.report, self._wait_budget)
        return PageIterator(ReadAhead(drain.run, _as_it_is, "scroll"))


def _as_it_is(page: Page[T]) -> Page[T]:
    return page


#: The objects of a page as they came, and what names its scroll.
_Shape = tuple[list[object], object]


@attrs.define(eq=False)
class _Drain(Generic[T]):
    """One complete reading by scroll, begun again as often as needed."""

    _core: Core
    _request: Request
    _model: type[T]
    _report: ScrollReport
    _wait_budget: float
    #: Which beginning brought each object, by its id.
    _seen: dict[str, int] = attrs.field(factory=dict[str, int], init=False)
    #: Restarts since something new came, and seconds waited since the scroll was open.
    _in_vain: int = attrs.field(default=0, init=False)
    _waited: float = attrs.field(default=0.0, init=False)

    async def run(self, spool: Spool[Page[T]]) -> None:
        """Read every page into *spool*; a page that brings nothing new is left out."""
        clock = self._core.clock
        asked = clock.monotonic()
        async with scroll_lock(self._core.quota_key).hold() as waited:
            self._report.waited += clock.monotonic() - asked if waited else 0.0
            position: dict[str, object] | None = None
            while True:
                await spool.below(SPOOL_PAGES)
                try:
                    answer = await self._fetch(position)
                except NotFoundError:
                    return  # there is nothing to read
                if answer is None:
                    # Not before everything was taken: a reader who let it expire would do so again.
                    await spool.below(1)
                    position = None
                    continue
                bodies, token = answer.value
                if not bodies:
                    return
                position = {"scroll_param": token}
                if page := self._page(bodies, answer):
                    spool.put(page)

    def _page(self, bodies: list[object], answer: Response[_Shape]) -> Page[T] | None:
        fresh = self._fresh(bodies)
        if not fresh:
            return None
        self._in_vain = 0
        self._report.pages += 1
        items = decoded(self._core, self._model, fresh, self._key, answer)
        # Many pages may wait for the reader: the parsed body, twice their size, is not kept.
        response: Response[Any] = answer
        return Page(items=items, total_count=None, checkpoint=None, response=attrs.evolve(response, value=None))

    @property
    def _key(self) -> str | None:
        return self._request.operation.items_at(self._core.config.version)

    def _fresh(self, bodies: list[object]) -> list[object]:
        """Return those of *bodies* that were not given before; a scroll that repeats a whole page goes in circles."""
        beginning = self._report.restarts
        repeated = 0
        fresh: list[object] = []
        for body in bodies:
            identity = _identity(body)
            before = self._seen.get(identity)
            self._seen[identity] = beginning
            if before is None:
                fresh.append(body)
            else:
                self._report.duplicates += 1
                repeated += before == beginning
        if repeated == len(bodies):
            msg = f"{self._request.operation.name}: the server gave the same page of the scroll twice"
            raise PaginationStalledError(msg)
        return fresh

    async def _fetch(self, position: dict[str, object] | None) -> Response[_Shape] | None:
        """Return the next page's answer, empty at the end; None when the scroll must be begun again."""
        request = at_position(self._request, Paging.SCROLL, position) if position else self._request
        try:
            answer = await self._core.send(request, self._shape)
        except ScrollExistsError as error:
            await self._wait_out(error)
            return None
        except (NotFoundError, ServerError, RequestTimeoutError, TransportError, DecodeError) as error:
            nothing_to_read = isinstance(error, NotFoundError) and position is None and not self._report.pages
            if nothing_to_read or isinstance(error, ResponseTooLargeError):
                raise
            await self._broke(error)
            return None
        self._waited = 0.0
        return answer

    def _shape(self, body: Any) -> _Shape:
        """Return what a page holds; one without a list, or without a way on, is no page, and no end either."""
        content = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
        bodies, token = content.get(self._key or "data", content.get("data")), content.get("scroll_param")
        if not isinstance(bodies, list) or (bodies and not token):
            msg = "expected a page of a scroll, got something else"
            raise DecodeError(msg)
        return cast("list[object]", bodies), token

    async def _broke(self, error: ApiError | TransportError | DecodeError) -> None:
        """Note that the scroll must be begun again, and give the server a moment."""
        name, kind = self._request.operation.name, type(error).__name__
        if self._in_vain >= MOST_RESTARTS:
            msg = f"{name}: the scroll broke {self._in_vain + 1} times in a row, the last time by {kind}"
            raise ScrollRestartError(msg) from error
        self._report.restarts += 1
        _log.warning("%s: the scroll broke by %s and is begun again", name, kind)
        await self._core.clock.sleep(_PAUSE * 2**self._in_vain)
        self._in_vain += 1

    async def _wait_out(self, error: ScrollExistsError) -> None:
        """Wait for the scroll that is open, our own broken one or another program's, to end."""
        if self._waited >= self._wait_budget:
            raise error
        pause = min(_LOOK_AGAIN, self._wait_budget - self._waited)
        _log.info("%s: another scroll is open, looking again in %.0f s", self._request.operation.name, pause)
        self._waited += pause
        self._report.waited += pause
        await self._core.clock.sleep(pause)


def _identity(body: object) -> str:
    content = cast("dict[str, object]", body if isinstance(body, dict) else {})
    return str(content["id"]) if "id" in content else f"{body}"
