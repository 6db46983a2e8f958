"""The scroll manager: one open scroll per workspace, read ahead of its reader, begun again when it breaks."""

import asyncio
import json
import logging
import os
import threading
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, Generic, TypeVar, cast
from weakref import WeakValueDictionary

import attrs

from . import wire
from .core import Core
from .errors import (
    ApiError,
    Attempt,
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
from .http import Headers, HttpResponse
from .operation import Paging, Request
from .pagination import Page, PageIterator, Paginator, at_position, decoded
from .read_ahead import ReadAhead, Spool
from .response import Response
from .spool_file import FileSpool

__all__ = [
    "MOST_RESTARTS", "SPOOL_LIMIT", "SPOOL_PAGES", "WAIT_BUDGET", "ReadAhead", "Scroll", "ScrollLock", "ScrollReport",
    "Spool", "scroll_lock",
]  # fmt: skip

T = TypeVar("T")

_log: Final = logging.getLogger("intercom_async.http")

#: How many bytes of pages that wait for a slow reader the spool file may hold.
SPOOL_LIMIT: Final = 1 << 30
#: How many pages wait without a spool file; behind them the scroll is left to expire and begun again.
SPOOL_PAGES: Final = 50
#: How often in a row a scroll is begun again without giving anything new.
MOST_RESTARTS: Final = 5
#: Seconds before the first of these restarts; they double.
_PAUSE: Final = 1.0
#: For how many seconds another open scroll is waited out, and how long before looking again. One ends a minute after
#: its last use, and nobody says that being refused is no use.
WAIT_BUDGET: Final = 180.0
_LOOK_AGAIN: Final = 60.0


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
    #: How many pages went through the spool file.
    spooled: int = 0
    #: Seconds spent waiting for another scroll of the workspace to end.
    waited: float = 0.0


class Scroll(Paginator[T], Generic[T]):
    """A list read by scroll: complete whatever happens on the way, each object once.

    Iterating opens the workspace's one scroll, waiting in line for it. A task reads on whatever the reader does, so
    that a slow one does not let the scroll expire: all but a few pages wait in a temporary file of at most
    *spool_limit* bytes (0: in memory, fifty pages, and behind them it expires and is begun again). A scroll that breaks
    is begun again, and what came before is left out. `report` tells of it, for the iteration begun last.
    """

    __slots__ = ("_spool_limit", "_wait_budget", "report")

    def __init__(
        self,
        core: Core,
        request: Request,
        model: type[T],
        *,
        wait_budget: float = WAIT_BUDGET,
        spool_limit: int = SPOOL_LIMIT,
    ) -> None:
        super().__init__(core, request, model)
        if isinstance(spool_limit, bool) or spool_limit < 0:
            msg = f"spool_limit is a number of bytes, or 0 for no file, not {spool_limit!r}"
            raise ValueError(msg)
        self._wait_budget = wait_budget
        self._spool_limit = spool_limit
        self.report: ScrollReport = ScrollReport()

    def _pages(self, ahead: int) -> PageIterator[T]:  # noqa: ARG002  # it always reads ahead
        self.report = ScrollReport()
        drain = _Drain(self._core, self._request, self._model, self.report, self._wait_budget)
        spool = FileSpool(_pack, _unpack, self._spool_limit)
        return PageIterator(ReadAhead(lambda _: drain.run(spool), drain.page, "scroll", spool))


#: The objects of a page as they came, and what names its scroll.
_Shape = tuple[list[object], object]


@attrs.frozen
class _Fetched:
    """A page that waits for its reader; it is parsed again, but decoded only then."""

    #: The objects to give, None after the page was put away.
    bodies: list[object] | None
    #: Which objects of the answer came before.
    repeated: list[int]
    response: Response[None]


def _pack(fetched: _Fetched) -> bytes:
    response = fetched.response
    tries = [attrs.astuple(each) for each in response.failed_attempts]
    about = [response.status, response.headers.pairs, tries, response.waited, response.seconds, fetched.repeated]
    head = json.dumps(about).encode()
    return len(head).to_bytes(4) + head + response.body


def _unpack(record: bytes) -> _Fetched:
    end = 4 + int.from_bytes(record[:4])
    status, pairs, tries, waited, seconds, repeated = json.loads(record[4:end])
    response = Response(
        value=None,
        status=status,
        headers=Headers((name, value) for name, value in pairs),
        body=record[end:],
        failed_attempts=tuple(Attempt(*each) for each in tries),
        waited=waited,
        seconds=seconds,
    )
    return _Fetched(None, repeated, response)


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

    async def run(self, spool: FileSpool[_Fetched]) -> None:
        """Read every page into *spool*; a page that brings nothing new is left out."""
        clock = self._core.clock
        asked = clock.monotonic()
        async with scroll_lock(self._core.quota_key).hold() as waited:
            self._report.waited += clock.monotonic() - asked if waited else 0.0
            position: dict[str, object] | None = None
            while True:
                if not spool.limit:
                    await spool.below(SPOOL_PAGES)
                try:
                    answer = await self._fetch(position)
                except NotFoundError:
                    return  # there is nothing to read
                if answer is None:
                    if not spool.limit:
                        # Not before everything was taken: a reader who let it expire would do so again.
                        await spool.below(1)
                    position = None
                    continue
                bodies, token = answer.value
                if not bodies:
                    return
                position = {"scroll_param": token}
                if fetched := self._fetched(bodies, answer):
                    await spool.add(fetched)
                    self._report.spooled = spool.spilled

    def _fetched(self, bodies: list[object], answer: Response[_Shape]) -> _Fetched | None:
        repeated = self._repeated(bodies)
        if len(repeated) == len(bodies):
            return None
        self._in_vain = 0
        self._report.pages += 1
        response: Response[Any] = answer
        return _Fetched(_without(bodies, repeated), repeated, attrs.evolve(response, value=None))

    def page(self, fetched: _Fetched) -> Page[T]:
        """Decode the objects of a page."""
        response, bodies = fetched.response, fetched.bodies
        if bodies is None:
            answer = HttpResponse(response.status, response.headers, response.body)
            bodies = _without(self._shape(wire.read_json(answer, self._core.json))[0], fetched.repeated)
        items = decoded(self._core, self._model, bodies, self._key, response)
        return Page(items=items, total_count=None, checkpoint=None, response=response)

    @property
    def _key(self) -> str | None:
        return self._request.operation.items_at(self._core.config.version)

    def _repeated(self, bodies: list[object]) -> list[int]:
        """Return which of *bodies* were given before; a scroll that repeats a whole page goes in circles."""
        beginning = self._report.restarts
        again = 0
        repeated: list[int] = []
        for index, body in enumerate(bodies):
            identity = _identity(body)
            before = self._seen.get(identity)
            self._seen[identity] = beginning
            if before is not None:
                repeated.append(index)
                self._report.duplicates += 1
                again += before == beginning
        if again == len(bodies):
            msg = f"{self._request.operation.name}: the server gave the same page of the scroll twice"
            raise PaginationStalledError(msg)
        return repeated

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


def _without(bodies: list[object], repeated: list[int]) -> list[object]:
    left_out = frozenset(repeated)
    return [body for index, body in enumerate(bodies) if index not in left_out] if left_out else bodies


def _identity(body: object) -> str:
    content = cast("dict[str, object]", body if isinstance(body, dict) else {})
    return str(content["id"]) if "id" in content else f"{body}"
