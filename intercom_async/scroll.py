"""The scroll manager: one open scroll per workspace, drained ahead of its reader, restarted when it breaks."""

import asyncio
import enum
import logging
import os
import threading
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, Generic, TypeVar, cast

import attrs

from .core import Core
from .errors import (
    ApiError,
    DecodeError,
    NotFoundError,
    PaginationStalledError,
    ScrollExistsError,
    ScrollRestartError,
    ServerError,
    TransportError,
)
from .operation import Paging, Request
from .pagination import Page, Paginator, at_position, items_of
from .response import Response

T = TypeVar("T")

_log: Final = logging.getLogger("intercom_async.http")

#: How many pages are read ahead of a slow reader.
SPOOL_PAGES: Final = 50
#: How often a broken scroll is begun again, and for how many seconds in all an open one is waited out.
MOST_RESTARTS: Final = 5
WAIT_BUDGET: Final = 180.0
#: Seconds between two looks whether another scroll has ended; one ends a minute after its last use.
_LOOK_AGAIN: Final = 15.0


class ScrollLock:
    """Lets one scroll of a workspace run at a time, over every event loop and thread of the process, in order."""

    __slots__ = ("_held", "_lock", "_queue")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = False
        self._queue: deque[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def hold(self) -> AsyncGenerator[None, None]:
        """Wait for the lock and hold it."""
        await self._acquire()
        try:
            yield
        finally:
            self._pass_on()

    async def _acquire(self) -> None:
        with self._lock:
            if not self._held:
                self._held = True
                return
            loop = asyncio.get_running_loop()
            turn: asyncio.Future[None] = loop.create_future()
            self._queue.append((loop, turn))
        try:
            await turn
        except asyncio.CancelledError:
            with self._lock:
                waiting = (loop, turn) in self._queue
                if waiting:
                    self._queue.remove((loop, turn))
            if not waiting:
                self._pass_on()
            raise

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


_locks: Final[dict[tuple[int, str], ScrollLock]] = {}


def scroll_lock(key: str) -> ScrollLock:
    """Return the process's lock for the workspace whose quota *key* names; a fork has its own."""
    return _locks.setdefault((os.getpid(), key), ScrollLock())


@attrs.define
class ScrollReport:
    """What a scroll met with so far."""

    pages: int = 0
    #: How often it broke and was begun again, and how many objects came again and were left out.
    restarts: int = 0
    duplicates: int = 0
    #: Seconds spent waiting for another scroll of the workspace to end.
    waited: float = 0.0


class _Step(enum.Enum):
    """What to do when there is no page."""

    END = "end"
    AGAIN = "again"


@attrs.frozen
class _Failure:
    """What ended the drain early."""

    error: BaseException


class Scroll(Paginator[T], Generic[T]):
    """A list read by scroll: complete whatever happens on the way, each object once.

    Iterating opens the workspace's one scroll, waiting in line for it. A task reads ahead of the reader, so that a
    slow one does not let the scroll expire; a scroll that breaks is begun again and what came before is left out.
    `report` tells of restarts and waits.
    """

    __slots__ = ("_wait_budget", "report")

    def __init__(self, core: Core, request: Request, model: type[T], *, wait_budget: float = WAIT_BUDGET) -> None:
        super().__init__(core, request, model)
        self._wait_budget = wait_budget
        self.report = ScrollReport()

    async def pages(self) -> AsyncGenerator[Page[T], None]:
        """Iterate over the pages; the last, empty one is not given."""
        self.report = ScrollReport()
        spool: asyncio.Queue[Page[T] | _Failure | None] = asyncio.Queue(SPOOL_PAGES)
        async with scroll_lock(self._core.quota_key).hold():
            drain = asyncio.create_task(self._drain(spool), name="intercom_async scroll")
            try:
                while (page := await spool.get()) is not None:
                    if isinstance(page, _Failure):
                        raise page.error
                    yield page
            finally:
                drain.cancel()
                await asyncio.gather(drain, return_exceptions=True)

    async def _drain(self, spool: "asyncio.Queue[Page[T] | _Failure | None]") -> None:
        """Read every page into *spool*, then None or what went wrong."""
        try:
            await self._read_all(spool)
        except Exception as error:  # noqa: BLE001  # handed over to the reader, whose error it is
            await spool.put(_Failure(error))
        else:
            await spool.put(None)

    async def _read_all(self, spool: "asyncio.Queue[Page[T] | _Failure | None]") -> None:
        seen: dict[str, int] = {}
        position: dict[str, object] | None = None
        while True:
            outcome = await self._next_response(position)
            if outcome is _Step.END:
                return
            if not isinstance(outcome, Response):
                position = None
                continue
            bodies = items_of(outcome.value, self._items_key)
            if not bodies:
                return
            fresh = self._fresh(bodies, seen)
            self.report.pages += 1
            items = tuple(self._core.codec.decode_items(self._model, fresh, path=f"$.{self._items_key}"))
            position = {"scroll_param": outcome.value["scroll_param"]}
            # Many pages may wait for the reader: the parsed body, twice their size, is not kept.
            response = attrs.evolve(outcome, value=None)
            await spool.put(Page(items=items, total_count=None, checkpoint=None, response=response))

    @property
    def _items_key(self) -> str | None:
        return self._request.operation.items_at(self._core.config.version)

    def _fresh(self, bodies: list[object], seen: dict[str, int]) -> list[object]:
        """Return those of *bodies* that were not given before; one pass that repeats a whole page goes in circles."""
        own_pass = self.report.restarts
        repeated = 0
        fresh: list[object] = []
        for body in bodies:
            identity = _identity(body)
            before = seen.get(identity)
            seen[identity] = own_pass
            if before is None:
                fresh.append(body)
            else:
                self.report.duplicates += 1
                repeated += before == own_pass
        if repeated == len(bodies):
            msg = f"{self._request.operation.name}: the server gave the same page of the scroll twice"
            raise PaginationStalledError(msg)
        return fresh

    async def _next_response(self, position: dict[str, object] | None) -> "Response[Any] | _Step":
        """Return the next page's answer, or that the scroll ended or must be begun again."""
        request = at_position(self._request, Paging.SCROLL, position) if position else self._request
        try:
            response = await self._core.send(request, _checked_body)
        except NotFoundError as error:
            return self._broke(error) if position else _Step.END  # expired, or nothing to read
        except (ServerError, TransportError, DecodeError) as error:
            return self._broke(error)
        except ScrollExistsError as error:
            await self._wait_out(error)
            return _Step.AGAIN
        return self._broke(None) if response.value is None else response

    def _broke(self, error: ApiError | TransportError | DecodeError | None) -> "_Step":
        """Note that the scroll must be begun again."""
        name, kind = self._request.operation.name, type(error).__name__ if error else "an answer without content"
        if self.report.restarts >= MOST_RESTARTS:
            msg = f"{name}: the scroll broke {self.report.restarts + 1} times, the last time by {kind}"
            raise ScrollRestartError(msg) from error
        self.report.restarts += 1
        _log.warning("%s: the scroll broke by %s and is begun again", name, kind)
        return _Step.AGAIN

    async def _wait_out(self, error: ScrollExistsError) -> None:
        """Wait for the scroll that is open, our own broken one or another program's, to end."""
        if self.report.waited >= self._wait_budget:
            raise error
        pause = min(_LOOK_AGAIN, self._wait_budget - self.report.waited)
        _log.info("%s: another scroll is open, looking again in %.0f s", self._request.operation.name, pause)
        self.report.waited += pause
        await self._core.clock.sleep(pause)


def _identity(body: object) -> str:
    return str(cast("dict[str, object]", body).get("id", body)) if isinstance(body, dict) else repr(body)


def _checked_body(body: Any) -> Any:
    """Return a page's body; one without content, or without a way on, is None: the scroll broke."""
    if not isinstance(body, dict):
        return None
    content = cast("dict[str, Any]", body)
    return content if content.get("scroll_param") or not items_of(content, None) else None
