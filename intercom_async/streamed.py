"""One answer whose body is read while it arrives: opened by the tries of a call, closed whatever becomes of it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Final, TypeAlias, cast
from urllib.parse import urljoin

from .clock import Clock
from .config import is_safe_address
from .errors import FileUnavailableError, IntercomError, RedirectRefusedError
from .http import Headers, HttpRequest, HttpResponse, Timeout
from .transports.base import Transport, describe

#: How often an answer may lead on to another address.
MOST_HOPS: Final = 3
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
#: Bytes that are here before anybody reads: enough to tell one kind of archive from another.
_START: Final = 4
#: How much of an error's body is read.
_ERROR: Final = 1 << 16

#: Is told once how reading ended: None for the end of the body, or because nobody reads on.
Ended: TypeAlias = Callable[[BaseException | None], None]


class Streamed:
    """The body of one answer; every try of its call opens it anew, and after the first byte there is none."""

    __slots__ = ("_chunks", "_clock", "_elsewhere", "_ended", "_exits", "_give_up_at", "_late", "start")

    def __init__(self, clock: Clock, elsewhere: Headers) -> None:
        self._clock: Final = clock
        #: What goes to any other address than the API's: no token, and nothing that the client adds for the API.
        self._elsewhere: Final = elsewhere
        self._exits: Final = AsyncExitStack()
        self._chunks: AsyncIterator[bytes] | None = None
        self._give_up_at: float | None = None
        self._late: Callable[[TimeoutError], IntercomError] | None = None
        self._ended: Ended | None = None
        #: The first bytes of the body.
        self.start: bytes = b""

    async def open(self, transport: Transport, request: HttpRequest, timeout: Timeout) -> HttpResponse:
        """Make one request: a good answer stays open and has no body here, any other is read as far as it matters."""
        await self.aclose()
        try:
            answer = await self._exits.enter_async_context(transport.stream(request, timeout=timeout))
            self._chunks = answer.chunks
            if 200 <= answer.status < 300:
                self.start = await self._take(_START)
                return HttpResponse(answer.status, answer.headers)
            body = await self._take(_ERROR)
        except BaseException:
            await self.aclose()
            raise
        await self.aclose()
        return HttpResponse(answer.status, answer.headers, body)

    async def follow(
        self,
        transport: Transport,
        request: HttpRequest,
        response: HttpResponse,
        timeout: Timeout,
    ) -> HttpResponse:
        """Go where *response* to *request* leads, without the token wherever that is, and open what is there."""
        for _ in range(MOST_HOPS):
            if response.status not in REDIRECTS:
                return response
            request = HttpRequest("GET", _next_address(request, response), self._elsewhere)
            response = await self.open(transport, request, timeout)
            if response.status not in REDIRECTS and not 200 <= response.status < 300:
                msg = f"{describe(request)}: where the file is kept, the answer was {response.status}"
                raise FileUnavailableError(msg)
        if response.status in REDIRECTS:
            msg = f"{describe(request)}: more than {MOST_HOPS} answers lead on to another address"
            raise RedirectRefusedError(msg)
        return response

    def begin(self, give_up_at: float | None, late: Callable[[TimeoutError], IntercomError], ended: Ended) -> None:
        """Let it be read until *give_up_at*: *late* makes the error for then, *ended* is told how it ended."""
        self._give_up_at, self._late, self._ended = give_up_at, late, ended

    async def read(self) -> bytes | None:
        """Return the next piece of the body, None at its end."""
        start, self.start = self.start, b""
        if start:
            return start
        try:
            piece = await self._next_in_time()
        except BaseException as error:
            self._end(error)
            raise
        if piece is None:
            self._end(None)
        return piece

    async def aclose(self) -> None:
        """Give back the connection, or end it when there is more to come; may be called again."""
        self._end(None)
        self.start = b""
        chunks, self._chunks = self._chunks, None
        try:
            if isinstance(chunks, AsyncGenerator):
                await chunks.aclose()
        finally:
            await self._exits.aclose()

    def _end(self, error: BaseException | None) -> None:
        ended, self._ended = self._ended, None
        if ended is not None:
            ended(error)

    async def _next_in_time(self) -> bytes | None:
        left = None if self._give_up_at is None else self._give_up_at - self._clock.monotonic()
        timer = asyncio.timeout(left)
        try:
            async with timer:
                return await self._next()
        except TimeoutError as exc:
            if isinstance(exc, IntercomError) or self._late is None or not timer.expired():
                raise
            raise self._late(exc) from exc

    async def _next(self) -> bytes | None:
        """Return the next piece that is not empty, None at the end."""
        async for piece in cast("AsyncIterator[bytes]", self._chunks):
            if piece:
                return piece
        return None

    async def _take(self, enough: int) -> bytes:
        """Return at least *enough* bytes of the body, fewer when it is shorter."""
        taken = b""
        while len(taken) < enough and (piece := await self._next()) is not None:
            taken += piece
        return taken


def _next_address(request: HttpRequest, response: HttpResponse) -> str:
    """Return where *response* leads; https alone, but for this machine, is followed."""
    location = response.headers.get("location", "").strip()
    try:
        url = urljoin(request.url, location)
    except ValueError:
        url = ""
    if not location or not is_safe_address(url):
        msg = f"{describe(request)}: the answer {response.status} leads to no https address, which is not followed"
        raise RedirectRefusedError(msg)
    return url
