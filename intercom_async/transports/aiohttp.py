"""Carries requests over aiohttp: one session per event loop, one request on the wire per call."""

import asyncio
import io
import ssl as tls
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Final, Generic, Self, TypeVar

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from ..errors import (
    ClientClosedError,
    ConnectionFailedError,
    ConnectionLostError,
    ConnectTimeoutError,
    ReadTimeoutError,
    TransportError,
)
from ..http import Body, BodyStream, Headers, HttpRequest, HttpResponse, Timeout
from .base import HttpStream, closed, describe, pieces, too_large
from .loops import PerLoop
from .read_timer import Connector

K = TypeVar("K")
V = TypeVar("V")

#: Generous: a call that waits for a connection uses up its time to connect.
_CONNECTIONS: Final = 100
_KEEP_ALIVE: Final = 30.0
_DNS_SECONDS: Final = 60
#: aiohttp warns of a body over 1 MiB in one piece and sends a file in several.
_LARGE_BODY: Final = 2**20
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
_NO_TYPE: Final = ("Content-Type",)
_REMEMBERED: Final = 64

#: What aiohttp raises, what that is here, and the words for it: the first row that fits holds.
_FAILURES: Final[tuple[tuple[type[aiohttp.ClientError], type[TransportError], str], ...]] = (
    (aiohttp.ConnectionTimeoutError, ConnectTimeoutError, "no connection within the time to connect"),
    (aiohttp.SocketTimeoutError, ReadTimeoutError, "the server was silent for longer than the time to read"),
    (aiohttp.ClientProxyConnectionError, ConnectionFailedError, "cannot connect to the proxy"),
    (aiohttp.ClientHttpProxyError, ConnectionFailedError, "the proxy refused to connect"),
    (aiohttp.ClientConnectorDNSError, ConnectionFailedError, "cannot find the host"),
    (aiohttp.ClientSSLError, ConnectionFailedError, "cannot agree on TLS"),
    (aiohttp.ClientConnectorError, ConnectionFailedError, "cannot connect"),
    (aiohttp.ServerFingerprintMismatch, ConnectionFailedError, "the server's certificate has another fingerprint"),
    (aiohttp.InvalidURL, ConnectionFailedError, "not an address that can be requested"),
    (aiohttp.NonHttpUrlClientError, ConnectionFailedError, "not an http or https address"),
    (aiohttp.ClientPayloadError, ConnectionLostError, "the answer's body is cut short or damaged"),
    (aiohttp.ClientResponseError, ConnectionLostError, "the answer is not HTTP"),
    (aiohttp.ClientError, ConnectionLostError, "the connection broke before the answer was complete"),
)


class AiohttpTransport:
    """Sends requests over aiohttp; may be made outside an event loop and used from several.

    Each running loop gets a session of its own at its first request. It is closed by `aclose`, else when
    ``asyncio.run`` ends the loop; a forked child makes its own and leaves the parent's alone.

    *session* is used as it is, by one loop, and never closed. *connector* is a callable that makes one connector per
    session, since a connector belongs to the loop that it is made in. *proxy* and *ssl* are aiohttp's; the
    environment's proxies are not looked at.
    """

    __slots__ = ("_connector", "_given", "_loops", "_middlewares", "_proxy", "_ssl", "_timeouts")

    def __init__(
        self,
        *,
        session: aiohttp.ClientSession | None = None,
        connector: Callable[[], aiohttp.BaseConnector] | None = None,
        proxy: str | None = None,
        ssl: tls.SSLContext | aiohttp.Fingerprint | bool = True,
    ) -> None:
        if session is not None and connector is not None:
            msg = "session and connector were both given: a session has its connector already, give one of them"
            raise ValueError(msg)
        if _is_connector(connector):
            msg = "connector must be a function that makes one, since each event loop needs its own: got a connector"
            raise TypeError(msg)
        self._given: Final = session
        self._connector: Final = connector
        self._proxy: Final = None if proxy is None else URL(proxy)
        self._ssl: Final = ssl
        # What a request names replaces what its session has, so the given session's own come first.
        self._middlewares: Final = (*getattr(session, "_middlewares", ()), _once)
        self._timeouts: Final = _Remembered(_to_client_timeout)
        self._loops: Final = PerLoop(self._new_session, given=None if session is None else "aiohttp session")

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:
        """Send *request* once and read the whole answer, decompressed, up to *max_bytes*."""
        held = self._ready() or await self._loops.open()
        response = await self._start(held, request, timeout)
        content = response.content
        if content.is_eof() and content.total_bytes <= max_bytes:  # usual: it came with the headers
            body = content.read_nowait()
        else:
            with held.reading(response):
                body = await _read(response, request, max_bytes)
        return HttpResponse(response.status, Headers.of(response.headers), body)

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:
        """Send *request* once and give the answer as soon as its headers are there."""
        held = self._ready() or await self._loops.open()
        response = await self._start(held, request, timeout)
        with held.reading(response):
            yield HttpStream(response.status, Headers.of(response.headers), _Chunks(response, request))

    async def aclose(self) -> None:
        """Close this loop's session and have the other loops close theirs; a session that was given stays open."""
        await self._loops.aclose()

    def _ready(self) -> "_Session | None":
        """Return what the running loop has, None when that is still to be made."""
        held = self._loops.ready()
        if self._given is not None and self._given.closed:
            msg = "The aiohttp session given to the client is closed: keep it open until the last call is done."
            raise ClientClosedError(msg)
        return None if held is None or held.session.closed else held

    def _new_session(self) -> "_Session":
        if self._given is not None:
            return _Session(self._given, own=False)
        if self._connector is not None:
            connector = self._connector()
        else:
            connector = Connector(limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE, ttl_dns_cache=_DNS_SECONDS)
        return _Session(aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()), own=True)

    async def _start(self, held: "_Session", request: HttpRequest, timeout: Timeout) -> aiohttp.ClientResponse:
        data = _payload(request.body)
        session, headers = held.prepared(request.headers)
        if isinstance(data, _Upload) and data.length is not None:
            headers = CIMultiDict(headers or {}, **{"Content-Length": str(data.length)})
        try:
            return await session.request(
                request.method,
                URL(request.url, encoded=True),
                data=data,
                headers=headers,
                # else aiohttp names a type for the body that is not there
                skip_auto_headers=_NO_TYPE if data is None and request.method in _WITH_BODY else None,
                allow_redirects=False,
                raise_for_status=False,
                auto_decompress=True,
                timeout=self._timeouts(timeout),
                proxy=self._proxy,
                ssl=self._ssl,
                middlewares=self._middlewares,
            )
        except aiohttp.ClientError as error:
            failure: Exception = _failure(error, request)
        except _BrokenError as broken:
            failure = _failure(broken.error, request)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if not self._loops.closed or task is None or task.cancelling():
                raise
            failure = closed()  # closing the pool cancels those who wait for a connection
        # Raised here, without the one from aiohttp as its context: that shows the query and the headers.
        raise data.failure if isinstance(data, _Upload) and data.failure is not None else failure


class _Session:
    """One loop's session and the answers that are being read from it."""

    __slots__ = ("_open", "_own", "_prepared", "session")

    def __init__(self, session: aiohttp.ClientSession, *, own: bool) -> None:
        self.session: Final = session
        self._own: Final = own
        self._open: Final[set[aiohttp.ClientResponse]] = set()
        #: Sessions on the same connections, by the headers that they send; with these, so that their ids stay theirs.
        self._prepared: Final[dict[int, tuple[Headers, aiohttp.ClientSession]]] = {}

    def prepared(self, headers: Headers) -> tuple[aiohttp.ClientSession, CIMultiDict[str] | None]:
        """Return what to send *headers* with, and those that it does not send by itself.

        A client sends the same two sets of headers for ever: as those of a session they are copied, which saves 5 of
        the 120 us of a request in which they would be added one by one.
        """
        found = self._prepared.get(id(headers))
        if found is not None:
            return found[1], None
        if not self._own or len(self._prepared) >= _REMEMBERED:
            return self.session, CIMultiDict(headers.pairs)
        session = aiohttp.ClientSession(
            connector=self.session.connector,
            connector_owner=False,
            cookie_jar=self.session.cookie_jar,
            headers=CIMultiDict(headers.pairs),
        )
        self._prepared[id(headers)] = headers, session
        return session, None

    @contextmanager
    def reading(self, response: aiohttp.ClientResponse) -> Generator[None]:
        """Close *response* at the end, which gives back its connection when it was read, else ends it."""
        self._open.add(response)
        try:
            yield
        finally:
            self._open.discard(response)
            response.close()

    async def end_calls(self) -> None:
        """Let what is being read fail."""
        for response in [*self._open]:
            response.close()

    async def close(self) -> None:
        """Close the session and those beside it."""
        for _, session in self._prepared.values():
            await session.close()  # leaves the connections to their owner
        await self.session.close()


class _Upload:
    """Hands a body's pieces to aiohttp and keeps what its producer raised, which aiohttp would hide."""

    __slots__ = ("_pieces", "failure", "length")

    def __init__(self, body: BodyStream) -> None:
        self._pieces: Final = pieces(body)
        self.length: Final = body.length
        self.failure: Exception | None = None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        try:
            return await anext(self._pieces)
        except StopAsyncIteration:
            raise
        except Exception as error:
            self.failure = error
            raise


def _payload(body: Body) -> bytes | io.BytesIO | _Upload | None:
    if isinstance(body, BodyStream):
        return _Upload(body)
    return io.BytesIO(body) if body is not None and len(body) > _LARGE_BODY else body


class _Chunks:
    """The pieces of an answer's body as they arrive, decompressed."""

    __slots__ = ("_request", "_response")

    def __init__(self, response: aiohttp.ClientResponse, request: HttpRequest) -> None:
        self._response: Final = response
        self._request: Final = request

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        try:
            block = await self._response.content.readany()
        except aiohttp.ClientError as error:
            failure = _failure(error, self._request)
        except RuntimeError:
            connection = self._response.connection
            if connection is None or not connection.closed:
                raise
            failure = _failure(aiohttp.ClientConnectionError(), self._request)  # its session was closed
        else:
            if not block:
                raise StopAsyncIteration
            return block
        raise failure


async def _read(response: aiohttp.ClientResponse, request: HttpRequest, max_bytes: int) -> bytes:
    if (response.content_length or 0) > max_bytes and "Content-Encoding" not in response.headers:
        raise too_large(request, max_bytes)
    blocks: list[bytes] = []
    size = 0
    async for block in _Chunks(response, request):
        size += len(block)
        if size > max_bytes:
            raise too_large(request, max_bytes)
        blocks.append(block)
    return b"".join(blocks)


def _failure(error: Exception, request: HttpRequest) -> TransportError:
    kind, words = next((kind, words) for theirs, kind, words in _FAILURES if isinstance(error, theirs))
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else None
    reason = f" ({cause.strerror})" if cause is not None and cause.strerror else ""
    failure = kind(f"{describe(request)}: {words}{reason}")
    failure.__cause__ = cause
    return failure


class _BrokenError(Exception):
    """Carries an aiohttp error past the retry in its session, which sends GET, PUT and DELETE again."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__()


async def _once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise _BrokenError(error) from None


def _is_connector(given: object) -> bool:
    return isinstance(given, aiohttp.BaseConnector)


class _Remembered(Generic[K, V]):
    """Calls *make* once for each object that comes again and again."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make: Final = make
        self._made: Final[dict[int, tuple[K, V]]] = {}

    def __call__(self, key: K) -> V:
        found = self._made.get(id(key))
        if found is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            found = self._made[id(key)] = (key, self._make(key))  # holds the key, so that its id stays its own
        return found[1]


def _to_client_timeout(timeout: Timeout) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=timeout.connect, sock_read=timeout.read)
