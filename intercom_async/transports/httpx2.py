"""Carries requests over httpx2: one pool of connections per event loop, one request on the wire per call."""

import asyncio
import logging
import socket
import ssl as tls
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Final, Self

from ..errors import (
    ClientClosedError,
    ConnectionFailedError,
    ConnectionLostError,
    ConnectTimeoutError,
    MissingExtraError,
    ReadTimeoutError,
    TransportError,
)
from ..http import BodyStream, Headers, HttpRequest, HttpResponse, Timeout
from .base import HttpStream, closed, describe, pieces, too_large
from .loops import PerLoop

try:
    import httpx2
except ImportError as _missing:
    _MISSING = "Httpx2Transport needs httpx2: pip install 'intercom-async[httpx2]'"
    raise MissingExtraError(_MISSING) from _missing

_KEEP_ALIVE: Final = 30.0
#: What httpx2 can undo with the standard library alone.
_OWN_HEADERS: Final = httpx2.Headers([("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate")])
_BROKE: Final = "the connection broke before the answer was complete"
_SLOW: Final = "no connection within the time to connect"
_SILENT: Final = "the server was silent for longer than the time to read"

#: What httpx2 raises; TLS that breaks in the middle of an answer comes as it is.
_THEIRS: Final = (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamClosed, tls.SSLError)

#: What httpx2 raises, what that is here, and the words for it: the first row that fits holds.
_FAILURES: Final[tuple[tuple[type[Exception], type[TransportError], str], ...]] = (
    (httpx2.ConnectTimeout, ConnectTimeoutError, _SLOW),
    (httpx2.PoolTimeout, ConnectTimeoutError, _SLOW),
    (httpx2.ReadTimeout, ReadTimeoutError, _SILENT),
    (httpx2.WriteTimeout, ReadTimeoutError, _SILENT),
    (httpx2.ProxyError, ConnectionFailedError, "the proxy refused to connect"),
    (httpx2.ConnectError, ConnectionFailedError, "cannot connect"),
    (httpx2.UnsupportedProtocol, ConnectionFailedError, "not an http or https address"),
    (httpx2.InvalidURL, ConnectionFailedError, "not an address that can be requested"),
    (httpx2.LocalProtocolError, ConnectionFailedError, "the request cannot be written as HTTP"),
    (httpx2.DecodingError, ConnectionLostError, "the answer's body is cut short or damaged"),
    (httpx2.RemoteProtocolError, ConnectionLostError, "the connection broke or the answer is not HTTP"),
    (httpx2.HTTPError, ConnectionLostError, _BROKE),
    (httpx2.StreamClosed, ConnectionLostError, _BROKE),
    (tls.SSLError, ConnectionLostError, _BROKE),
)
#: What a given client is being asked, for what it logs.
_ASKED: Final[ContextVar[HttpRequest | None]] = ContextVar("_ASKED", default=None)


class Httpx2Transport:
    """Sends requests over httpx2; may be made outside an event loop and used from several.

    Each running loop gets up to *connections* of its own at its first request. They are closed by `aclose`, else when
    ``asyncio.run`` ends the loop; a forked child makes its own and leaves the parent's alone. *proxy* and *ssl* are
    httpx2's; the environment's proxies and certificates are not looked at. The time to connect holds for each step: a
    free connection, the connection, its TLS.

    *client* is used by one loop and never closed: its connections, hooks and headers serve; its auth, cookies,
    parameters and redirects do not, and what it logs of a request leaves out the query.
    """

    __slots__ = ("_client", "_connections", "_loops", "_proxy", "_ssl")

    def __init__(
        self,
        client: httpx2.AsyncClient | None = None,
        *,
        proxy: str | None = None,
        ssl: tls.SSLContext | bool = True,
        connections: int = 100,
    ) -> None:
        if client is not None and (proxy is not None or ssl is not True):
            msg = "client stands alone: it has its own proxy and ssl, give them to httpx2.AsyncClient"
            raise ValueError(msg)
        if connections < 1:
            msg = f"connections must be 1 or more, not {connections}"
            raise ValueError(msg)
        self._client: Final = client
        self._proxy: Final = proxy
        self._ssl: Final = ssl
        self._connections: Final = connections
        self._loops: Final = PerLoop(self._new_pool, given=None if client is None else "httpx2 client")
        if client is not None:
            logging.getLogger("httpx2").addFilter(_without_query)

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:
        """Send *request* once and read the whole answer, decompressed, up to *max_bytes*."""
        async with self.stream(request, timeout=timeout) as stream:
            return HttpResponse(stream.status, stream.headers, await _read(stream, request, max_bytes))

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:
        """Send *request* once and give the answer as soon as its headers are there."""
        pool = self._ready() or await self._loops.open()
        async with pool.exchange(request, timeout) as chunks:
            response = chunks.response
            headers = Headers((name.decode("latin-1"), _text(value)) for name, value in response.headers.raw)
            yield HttpStream(response.status_code, headers, chunks)

    async def aclose(self) -> None:
        """Close this loop's connections and have the other loops close theirs; a client that was given stays open."""
        await self._loops.aclose()

    def _ready(self) -> "_Pool | None":
        pool = self._loops.ready()
        if self._client is not None and self._client.is_closed:
            msg = "The httpx2 client given to the client is closed: keep it open until the last call is done."
            raise ClientClosedError(msg)
        return pool

    def _new_pool(self) -> "_Pool":
        given = self._client
        if given is not None:

            async def ask(request: httpx2.Request) -> httpx2.Response:
                return await given.send(request, stream=True, auth=None, follow_redirects=False)

            return _Pool(ask, given.aclose, given.headers)
        own = httpx2.AsyncHTTPTransport(
            verify=self._ssl,
            trust_env=False,
            proxy=self._proxy,
            # the pool's own limit would let a call that waits for a connection begin after the end
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=_KEEP_ALIVE),
        )
        free = asyncio.Semaphore(self._connections)
        return _Pool(own.handle_async_request, own.aclose, _OWN_HEADERS, free, proxied=self._proxy is not None)


class _Pool:
    """One loop's connections, the calls that wait for an answer and the answers that are being read."""

    __slots__ = ("_ask", "_begun", "_close", "_free", "_headers", "_proxied", "_queued", "_reading")

    def __init__(
        self,
        ask: Callable[[httpx2.Request], Awaitable[httpx2.Response]],
        close: Callable[[], Awaitable[None]],
        headers: httpx2.Headers,
        free: asyncio.Semaphore | None = None,
        *,
        proxied: bool = False,
    ) -> None:
        self._ask: Final = ask
        self._close: Final = close
        self._headers: Final = headers
        self._free: Final = free
        self._proxied: Final = proxied
        self._queued: Final[set[asyncio.Timeout]] = set()
        self._begun: Final[set[asyncio.Timeout]] = set()
        self._reading: Final[set[_Chunks]] = set()

    @asynccontextmanager
    async def exchange(self, request: HttpRequest, timeout: Timeout) -> "AsyncGenerator[_Chunks]":
        """Send *request* and give its answer, to be read inside the block; at its end the connection is given back."""
        await self._wait(request, timeout.connect)
        try:
            chunks = _Chunks(await self._start(request, timeout), request)
            self._reading.add(chunks)
            try:
                yield chunks
            finally:
                self._reading.discard(chunks)
                await chunks.aclose()
        finally:
            if self._free is not None:
                self._free.release()

    async def end_calls(self) -> None:
        """Let the calls under way fail."""
        for scope in (*self._queued, *self._begun):
            if not scope.expired():
                scope.reschedule(0)
        for chunks in [*self._reading]:
            await chunks.response.aclose()

    async def close(self) -> None:
        """Close every connection."""
        await self._close()

    async def _wait(self, request: HttpRequest, seconds: float | None) -> None:
        """Return once a connection is free."""
        if self._free is None:
            return
        scope = asyncio.timeout(seconds)
        self._queued.add(scope)
        try:
            async with scope:
                await self._free.acquire()
        except TimeoutError:
            ended = scope.when() == 0
        else:
            return
        finally:
            self._queued.discard(scope)
        raise closed() if ended else ConnectTimeoutError(f"{describe(request)}: {_SLOW}")

    async def _start(self, request: HttpRequest, timeout: Timeout) -> httpx2.Response:
        upload = _Upload(request.body) if isinstance(request.body, BodyStream) else None
        scope = asyncio.timeout(None)
        self._begun.add(scope)
        asked = _ASKED.set(request)
        try:
            async with scope:
                return await self._ask(self._request(request, upload, timeout))
        except _THEIRS as error:
            failure: Exception = _failure(error, request, proxied=self._proxied)
        except TimeoutError as error:
            failure = ConnectionLostError(f"{describe(request)}: {_BROKE}") if scope.expired() else error
        finally:
            _ASKED.reset(asked)
            self._begun.discard(scope)
        # Raised here, without the one from httpx2 as its context: that may show the query and the headers.
        raise upload.failure if upload is not None and upload.failure is not None else failure

    def _request(self, request: HttpRequest, upload: "_Upload | None", timeout: Timeout) -> httpx2.Request:
        headers = httpx2.Headers(self._headers)
        headers.update([(name.encode(), value.encode()) for name, value in request.headers.pairs])
        if upload is not None and upload.length is not None:
            headers["Content-Length"] = str(upload.length)
        if not (url := httpx2.URL(request.url)).host:
            raise httpx2.InvalidURL("")
        body = request.body
        seconds = {"connect": timeout.connect, "pool": timeout.connect, "read": timeout.read, "write": timeout.read}
        return httpx2.Request(
            request.method,
            url,
            headers=headers,
            content=upload if isinstance(body, BodyStream) else body,
            extensions={"timeout": seconds},
        )


class _Upload:
    """Hands a body's pieces to httpx2 and keeps what its producer raised, which could be taken for httpx2's own."""

    __slots__ = ("_body", "failure", "length")

    def __init__(self, body: BodyStream) -> None:
        self._body: Final = body
        self.length: Final = body.length
        self.failure: Exception | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async with aclosing(pieces(self._body)) as produced:
                async for piece in produced:
                    yield piece
        except Exception as error:
            self.failure = error
            raise


class _Chunks:
    """The pieces of an answer's body as they arrive, decompressed."""

    __slots__ = ("_blocks", "_ended", "_left", "_request", "response")

    def __init__(self, response: httpx2.Response, request: HttpRequest) -> None:
        self.response: Final = response
        self._request: Final = request
        self._blocks: Final = response.aiter_bytes()
        self._ended = False
        #: Whether the answer was left before its end.
        self._left = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self._left:
            raise _failure(httpx2.CloseError(""), self._request)
        try:
            return await anext(self._blocks)
        except StopAsyncIteration:
            self._ended = True
            raise
        except _THEIRS as error:
            failure = _failure(error, self._request)
        raise failure

    async def aclose(self) -> None:
        """Give the connection back when the body was read to its end, else break it off."""
        self._left = not self._ended
        await self.response.aclose()
        with suppress(RuntimeError):  # another task is reading, which ends with the response
            await self._blocks.aclose()


async def _read(stream: HttpStream, request: HttpRequest, max_bytes: int) -> bytes:
    if "content-encoding" not in stream.headers and int(stream.headers.get("content-length", "0")) > max_bytes:
        raise too_large(request, max_bytes)
    blocks: list[bytes] = []
    size = 0
    async for block in stream.chunks:
        size += len(block)
        if size > max_bytes:
            raise too_large(request, max_bytes)
        blocks.append(block)
    return b"".join(blocks)


def _failure(error: Exception, request: HttpRequest, *, proxied: bool = False) -> TransportError:
    kind, words = next((kind, words) for theirs, kind, words in _FAILURES if isinstance(error, theirs))
    cause = next(_behind(error), None) if isinstance(error, httpx2.ConnectError) else None
    if isinstance(cause, tls.SSLError):
        words = "cannot agree on TLS"
    elif cause is not None and proxied:
        words = "cannot connect to the proxy"
    elif isinstance(cause, socket.gaierror):
        words = "cannot find the host"
    reason = f" ({cause.strerror})" if cause is not None else ""
    failure = kind(f"{describe(request)}: {words}{reason}")
    failure.__cause__ = cause
    return failure


def _behind(error: BaseException) -> Iterator[OSError]:
    """Give the errors of the operating system that led to *error*: anyio and httpx2 wrap them several times."""
    if isinstance(error, OSError) and error.strerror:
        yield error
    several: tuple[BaseException, ...] = getattr(error, "exceptions", ())  # one for each address that was tried
    for inner in (*several, error.__cause__ or error.__context__):
        if inner is not None:
            yield from _behind(inner)


def _text(value: bytes) -> str:
    return value.decode(errors="surrogateescape")


def _without_query(record: logging.LogRecord) -> bool:
    """Let *record* show no query of ours, where e-mails stand."""
    asked = _ASKED.get()
    if asked is not None and isinstance(record.args, tuple):
        address = describe(asked).partition(" ")[2]
        record.args = tuple(address if isinstance(part, httpx2.URL) else part for part in record.args)
    return True
