"""Answers requests without sockets, from a function or a list: the transport for tests."""

import inspect
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Final, Self, TypeAlias

import attrs

from ..http import BodyStream, Headers, HttpRequest, HttpResponse, Timeout
from .base import HttpStream, closed, describe, pieces, too_large

#: An exception is raised instead of answering.
Answer: TypeAlias = HttpResponse | Exception
Handler: TypeAlias = Callable[[HttpRequest], Answer | Awaitable[Answer]]


class MemoryTransport:
    """Gives every request to *handler*, a function or coroutine function, and returns or raises what that gives.

    The handler sees the request as the server would: a body that is produced while it is sent has become bytes.
    """

    __slots__ = ("_closed", "_handler", "requests")

    def __init__(self, handler: Handler) -> None:
        self._handler: Final = handler
        self._closed = False
        #: Every request that arrived, in order.
        self.requests: Final[list[HttpRequest]] = []

    @classmethod
    def script(cls, answers: Iterable[Answer | Handler]) -> Self:
        """Make a transport that gives *answers* in turn, each a response, an exception or a handler of one request."""
        given = list(answers)
        left = iter(given)

        def answer(request: HttpRequest) -> Answer | Awaitable[Answer]:
            following = next(left, None)
            if following is None:
                msg = f"{describe(request)} has no answer: the script's {len(given)} are used up"
                raise AssertionError(msg)
            return following if isinstance(following, HttpResponse | Exception) else following(request)

        return cls(answer)

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:  # noqa: ARG002 - nothing here takes time
        """Answer *request*, refusing a body over *max_bytes* as every transport does."""
        response = await self._answer(request)
        if len(response.body) > max_bytes:
            raise too_large(request, max_bytes)
        return response

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:  # noqa: ARG002 - as in send
        """Answer *request* with its body as one chunk, none when it is empty."""
        response = await self._answer(request)
        yield HttpStream(response.status, response.headers, _chunks(response.body))

    async def aclose(self) -> None:
        """Refuse every later request."""
        self._closed = True

    async def _answer(self, request: HttpRequest) -> HttpResponse:
        if self._closed:
            raise closed()
        if isinstance(request.body, BodyStream):
            request = attrs.evolve(request, body=b"".join([piece async for piece in pieces(request.body)]))
        self.requests.append(request)
        answer = self._handler(request)
        if inspect.isawaitable(answer):
            answer = await answer
        if isinstance(answer, Exception):
            raise answer
        return answer


async def _chunks(body: bytes) -> AsyncIterator[bytes]:
    if body:
        yield body


def json_response(status: int, value: object, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Make an answer whose body is *value* as JSON."""
    given = Headers([("Content-Type", "application/json; charset=utf-8")]).with_values(headers or {})
    return HttpResponse(status, given, json.dumps(value).encode())
