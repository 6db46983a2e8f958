"""Carries requests over pyreqwest (experimental): Rust does the work, one request on the wire per call."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Final, Self, TypeVar

from ..errors import (
    ConnectionFailedError,
    ConnectionLostError,
    ConnectTimeoutError,
    MissingExtraError,
    ReadTimeoutError,
    TransportError,
)
from ..http import BodyStream, Headers, HttpRequest, HttpResponse, Timeout
from .base import HttpStream, closed, describe, too_large
from .loops import PerLoop
from .pyreqwest_upload import Upload

try:
    from pyreqwest.client import Client, ClientBuilder
    from pyreqwest.exceptions import (
        DetailedPyreqwestError,
        PoolTimeoutError,
        PyreqwestError,
        RequestPanicError,
        RequestTimeoutError,
    )
    from pyreqwest.http import HeaderMap, Url
    from pyreqwest.proxy import ProxyBuilder
    from pyreqwest.request import StreamRequest
    from pyreqwest.response import Response, ResponseBodyReader

    from .pyreqwest_thread import build, keep_thread_state
except ImportError as _missing:
    _MISSING = "PyreqwestTransport needs pyreqwest: pip install 'intercom-async[pyreqwest]'"
    raise MissingExtraError(_MISSING) from _missing

T = TypeVar("T")

_KEEP_ALIVE: Final = timedelta(seconds=30)
#: Longer than anybody waits: a timedelta has an end, and no infinity.
_LONGEST: Final = 1e9
_REMEMBERED: Final = 64
#: How much of a body `send` has pyreqwest read before it gives the headers: a call takes 82 us of CPU so, 95 when the
#: headers come by themselves; at 50 at once 52 instead of 59.
_AHEAD: Final = 65_536
_BLOCK: Final = 65_536
#: How many timeouts of one loop have their connections at a time.
_CLIENTS: Final = 8
_PROXIES: Final = frozenset({"http", "https", "socks5", "socks5h"})

_BROKE: Final = "the connection broke or the answer is not HTTP"
_CUT: Final = "the answer's body is cut short or damaged"
_SLOW: Final = "no connection within the time to connect"
_SILENT: Final = "the server was silent for longer than the time to read"
_NO_CONNECTION: Final = "cannot connect"
_NO_PROXY: Final = "cannot connect to the proxy"
_NO_TLS: Final = "cannot agree on TLS"
#: What is among the causes of a connection that was not made, and the words for it: the first that is there holds.
_UNCONNECTED: Final = (
    ("dns error", "cannot find the host"),
    ("tunnel error: failed to create", _NO_PROXY),
    ("tunnel error", "the proxy refused to connect"),
    ("tcp connect error", _NO_CONNECTION),
)
_IN_BODY: Final = "request or response body error"
_OS_ERROR: Final = re.compile(r" \(os error \d+\)$")


class PyreqwestTransport:
    """Sends requests over pyreqwest; may be made outside an event loop and used from several. Experimental.

    Each running loop gets up to *connections* of its own at its first request. They are closed by `aclose`, else when
    ``asyncio.run`` ends the loop; a forked child makes its own and leaves the parent's alone, its own children cannot.
    *proxy* is a URL; the environment's proxies are not looked at. *authorities* are certificates to trust beside the
    system's, in PEM.

    It differs from the other transports where pyreqwest leaves no choice. Names of headers in answers are in lower
    case, the values of one name side by side; a value beyond ASCII is missing. The time to read begins with the
    request, so it has to do for connecting and sending too. What pyreqwest has begun cannot be broken off before the
    headers of a stream, or the first 64 KiB of another answer, are there, nor is anything known of it: a call that is
    cancelled or closed ends, but its request may still be sent, and its connection stays until then or until the time
    to read is over. As many as *connections* may stay so; more calls fail.
    """

    __slots__ = ("_authorities", "_connections", "_loops", "_proxy")

    def __init__(self, *, proxy: str | None = None, authorities: bytes | None = None, connections: int = 100) -> None:
        if proxy is not None and (proxy.partition("://")[0] not in _PROXIES or not Url.is_valid(proxy)):
            msg = "proxy must be a URL like 'http://proxy.example:8080'"
            raise ValueError(msg)
        if authorities is not None and b"-----BEGIN CERTIFICATE-----" not in authorities:
            msg = "authorities must be certificates in PEM: '-----BEGIN CERTIFICATE-----' is not in it"
            raise ValueError(msg)
        if connections < 1:
            msg = f"connections must be 1 or more, not {connections}"
            raise ValueError(msg)
        self._proxy: Final = proxy
        self._authorities: Final = authorities
        self._connections: Final = connections
        self._loops: Final = PerLoop(self._new_pool)

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:
        """Send *request* once and read the whole answer, decompressed, up to *max_bytes*."""
        pool = self._loops.ready() or await self._open()
        upload = await Upload.of(request.body) if isinstance(request.body, BodyStream) else None
        if pool.free:
            pool.free -= 1
        else:
            await pool.queue(request, timeout.connect)
        try:
            asked = pool.ask(request, timeout, upload, ahead=_AHEAD)
            response = await pool.wait_for(asked.__aenter__(), request, upload)
            headers = response.headers
            length = headers.get("content-length")
            if length is not None and length.isdecimal() and int(length) < min(_AHEAD, max_bytes + 1):
                body = (await response.bytes()).to_bytes()  # all of it is here
            else:
                body = await pool.gather(asked, response, request, upload, max_bytes)
            return HttpResponse(response.status, Headers.of(_Answered(headers)), body)
        finally:
            pool.release()
            if upload is not None:
                await upload.aclose()

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:
        """Send *request* once and give the answer as soon as its headers are there."""
        pool = self._loops.ready() or await self._open()
        upload = await Upload.of(request.body) if isinstance(request.body, BodyStream) else None
        if pool.free:
            pool.free -= 1
        else:
            await pool.queue(request, timeout.connect)
        try:
            asked = pool.ask(request, timeout, upload, ahead=0)
            response = await pool.wait_for(asked.__aenter__(), request, upload)
            chunks = _Chunks(pool, response.body_reader, request, upload)
            pool.reading.add(chunks)
            try:
                yield HttpStream(response.status, Headers.of(_Answered(response.headers)), chunks)
            finally:
                chunks.end()
                pool.reading.discard(chunks)
                await asked.__aexit__(None, None, None)
        finally:
            pool.release()
            if upload is not None:
                await upload.aclose()

    async def aclose(self) -> None:
        """Close this loop's connections and have the other loops close theirs."""
        await self._loops.aclose()

    async def _open(self) -> "_Pool":
        await keep_thread_state()
        return self._loops.ready() or await self._loops.open()

    def _new_pool(self) -> "_Pool":
        return _Pool(self._proxy, self._authorities, self._connections)


class _Pool:
    """One loop's clients, one for each timeout since theirs cannot be changed, and the calls under way."""

    __slots__ = ("_calls", "_clients", "_loop", "_queue", "_recipe", "_wire_headers", "ended", "free", "reading")

    def __init__(self, proxy: str | None, authorities: bytes | None, connections: int) -> None:
        self._recipe: Final = proxy, authorities, connections
        self._loop: Final = asyncio.get_running_loop()
        self._clients: Final[dict[Timeout, Client]] = {}
        #: What became of headers, by their identity; holds them too, so that it stays theirs.
        self._wire_headers: Final[dict[int, tuple[Headers, HeaderMap]]] = {}
        #: Those who wait for a connection; each gets None for one, or why there is none.
        self._queue: Final[deque[asyncio.Future[Exception | None]]] = deque()
        #: Those who wait for pyreqwest, and whether they were told to stop.
        self._calls: Final[dict[asyncio.Task[Any], bool]] = {}
        self.reading: Final[set[_Chunks]] = set()
        #: How many connections nobody has.
        self.free = connections
        self.ended = False

    async def queue(self, request: HttpRequest, seconds: float | None) -> None:
        """Return once there is a connection."""
        turn: asyncio.Future[Exception | None] = self._loop.create_future()
        self._queue.append(turn)
        timer = None
        if seconds is not None:
            late = ConnectTimeoutError(f"{describe(request)}: {_SLOW}")
            timer = self._loop.call_later(seconds, _settle, turn, late)
        try:
            refusal = await turn
        except asyncio.CancelledError:
            if not turn.cancelled() and turn.result() is None:
                self.release()
            raise
        finally:
            if timer is not None:
                timer.cancel()
        if refusal is None and self.ended:
            self.release()
            refusal = closed()
        if refusal is not None:
            raise refusal

    def release(self) -> None:
        """Give a connection to who waits longest."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1

    async def end_calls(self) -> None:
        """Let the calls under way fail."""
        self.ended = True
        for turn in self._queue:
            _settle(turn, closed())
        for chunks in self.reading:
            chunks.end()
        for task in self._calls:
            self.stop(task)

    async def close(self) -> None:
        """Close every connection: pyreqwest does when nobody has its client."""
        self._clients.clear()

    def stop(self, task: asyncio.Task[Any]) -> None:
        """Let *task*, if it waits for pyreqwest, fail."""
        if self._calls.get(task) is False:
            self._calls[task] = True
            task.cancel()

    async def wait_for(self, theirs: Awaitable[T], request: HttpRequest, upload: Upload | None = None) -> T:
        """Await what pyreqwest does; its failures are told as those of a transport."""
        task = asyncio.current_task(self._loop)
        if task is None:
            msg = "a transport can be used inside a task alone"
            raise RuntimeError(msg)
        before = task.cancelling()
        self._calls[task] = stopped = False
        failure: BaseException | None = None
        try:
            result = await theirs
        except asyncio.CancelledError as error:
            failure = error
        except PyreqwestError as error:
            failure = _failure(error, request, proxied=self._recipe[0] is not None)
        else:
            if task.cancelling() == before:
                return result
        finally:
            stopped = self._calls.pop(task)
        if stopped and task.uncancel() <= before:
            failure = _lost(request)
        elif task.cancelling() > before and not isinstance(failure, asyncio.CancelledError):
            failure = None  # pyreqwest forgets the cancellation when the answer, or its failure, comes in that moment
        elif upload is not None and upload.failure is not None and isinstance(failure, TransportError):
            failure = upload.failure
        # Raised here, without the one from pyreqwest as its context: that shows the query.
        raise failure or asyncio.CancelledError

    async def gather(
        self,
        asked: StreamRequest,
        response: Response,
        request: HttpRequest,
        upload: Upload | None,
        max_bytes: int,
    ) -> bytes:
        """Read a body that is large, or of unknown length."""
        reader, length = response.body_reader, response.get_header("content-length") or ""
        blocks: list[bytes] = []
        size, done = 0, False
        try:
            if length.isdecimal() and int(length) > max_bytes:
                raise too_large(request, max_bytes)
            while not done:
                wanted = min(_BLOCK, max_bytes + 1 - size)
                block = await self.wait_for(reader.read(wanted), request, upload)
                if block is not None:
                    size += len(block)
                    blocks.append(block.to_bytes())
                if size > max_bytes:
                    raise too_large(request, max_bytes)
                done = block is None or len(block) < wanted
        finally:
            if not done:
                await asked.__aexit__(None, None, None)
        return b"".join(blocks)

    def ask(self, request: HttpRequest, timeout: Timeout, upload: Upload | None, *, ahead: int) -> StreamRequest:
        """Build *request*, whose answer is given with up to *ahead* bytes of its body."""
        failure: TransportError
        try:
            client = self._clients.get(timeout) or self._add_client(timeout)
            asked = client.request(request.method, request.url).headers(self._prepared(request.headers))
            if isinstance(request.body, bytes):
                asked.body_bytes(request.body)
            elif upload is not None:
                if upload.length is not None:
                    asked.header("Content-Length", str(upload.length))
                if upload.length != 0:
                    asked.body_stream(upload)
            return asked.streamed_read_buffer_limit(ahead).build_streamed()
        except ValueError as error:
            failure = _failure(error, request)
        raise failure

    def _prepared(self, headers: Headers) -> HeaderMap:
        found = self._wire_headers.get(id(headers))
        if found is None:
            if len(self._wire_headers) >= _REMEMBERED:
                self._wire_headers.clear()
            found = self._wire_headers[id(headers)] = headers, HeaderMap(headers.pairs)
        return found[1]

    def _add_client(self, timeout: Timeout) -> Client:
        proxy, authorities, connections = self._recipe
        builder = ClientBuilder().no_proxy().follow_redirects(enable=False).referer(enable=False)
        builder.brotli(enable=False).pool_idle_timeout(_KEEP_ALIVE)
        # What was cancelled still has its connection: so many and no more, and nobody waits for one of those.
        builder.max_connections(2 * connections).pool_timeout(timedelta(0))
        if timeout.connect is not None:
            builder.connect_timeout(_duration(timeout.connect))
        if timeout.read is not None:
            builder.read_timeout(_duration(timeout.read))
        if proxy is not None:
            builder.proxy(ProxyBuilder.all(proxy))
        if authorities is not None:
            builder.add_root_certificate_pem(authorities)
        if len(self._clients) >= _CLIENTS:
            del self._clients[next(iter(self._clients))]
        client = self._clients[timeout] = build(builder)
        return client


class _Chunks:
    """The pieces of an answer's body as they arrive, decompressed."""

    __slots__ = ("_done", "_ended", "_pool", "_reader", "_request", "_task", "_upload")

    def __init__(self, pool: _Pool, reader: ResponseBodyReader, request: HttpRequest, upload: Upload | None) -> None:
        self._pool: Final = pool
        self._reader: Final = reader
        self._request: Final = request
        self._upload: Final = upload
        #: Who waits for a piece.
        self._task: asyncio.Task[Any] | None = None
        self._done = False
        self._ended = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self._done:
            raise StopAsyncIteration
        if self._ended:
            raise _lost(self._request)
        if self._task is not None:
            msg = "already running: one task at a time can read an answer"
            raise RuntimeError(msg)
        self._task = asyncio.current_task()
        try:
            block = await self._pool.wait_for(self._reader.read_chunk(), self._request, self._upload)
        finally:
            self._task = None
        if block is None:
            self._done = True
            raise StopAsyncIteration
        return block.to_bytes()

    def end(self) -> None:
        """Let whoever waits for a piece fail, now and later."""
        self._ended = True
        if self._task is not None:
            self._pool.stop(self._task)


class _Answered:
    """Headers that stay with pyreqwest until they are read; it has no text for a value that is not ASCII."""

    __slots__ = ("_theirs",)

    def __init__(self, theirs: HeaderMap) -> None:
        self._theirs: Final = theirs

    def get(self, name: str, default: object, /) -> object:
        """Return the first value of *name*, else *default*."""
        try:
            return self._theirs.get(name, default)
        except ValueError:
            return default

    def items(self) -> Iterable[tuple[str, str]]:
        """Return every name and value."""
        try:
            return [*self._theirs.items()]
        except ValueError:
            return self._readable()

    def _readable(self) -> Iterator[tuple[str, str]]:
        for name in dict.fromkeys(self._theirs):
            with suppress(ValueError):
                yield from [(name, value) for value in self._theirs.getall(name)]


def _settle(turn: asyncio.Future[Exception | None], refusal: Exception) -> None:
    if not turn.done():
        turn.set_result(refusal)


def _lost(request: HttpRequest) -> ConnectionLostError:
    return ConnectionLostError(f"{describe(request)}: {_BROKE}")


def _failure(error: PyreqwestError | ValueError, request: HttpRequest, *, proxied: bool = False) -> TransportError:
    causes = _causes(error)
    kind, words = _meaning(error, causes, proxied=proxied)
    # The first cause shows the address, as the text of a bare ValueError shows a header.
    reason = f" ({_reason(causes[-1])})" if kind is ConnectionFailedError and causes[1:] else ""
    return kind(f"{describe(request)}: {words}{reason}")


def _meaning(error: Exception, causes: Sequence[str], *, proxied: bool) -> tuple[type[TransportError], str]:
    connecting = "client error (Connect)" in causes
    if isinstance(error, PoolTimeoutError):
        return ConnectTimeoutError, "too many cancelled calls have their connections still"
    if isinstance(error, RequestTimeoutError):
        return (ConnectTimeoutError, _SLOW) if connecting else (ReadTimeoutError, _SILENT)
    if isinstance(error, ValueError):
        return ConnectionFailedError, "the request cannot be sent"
    if not connecting:
        return ConnectionLostError, _CUT if _IN_BODY in causes else _BROKE
    words = next((words for part, words in _UNCONNECTED if any(part in cause for cause in causes)), _NO_TLS)
    return ConnectionFailedError, _NO_PROXY if proxied and words is _NO_CONNECTION else words


def _causes(error: Exception) -> list[str]:
    if not isinstance(error, DetailedPyreqwestError) or isinstance(error, RequestPanicError):
        return []
    return [cause["message"] for cause in error.details["causes"] or ()]


def _reason(cause: str) -> str:
    return _OS_ERROR.sub("", cause).removeprefix("failed to lookup address information: ")


def _duration(seconds: float) -> timedelta:
    return timedelta(seconds=min(seconds, _LONGEST))
