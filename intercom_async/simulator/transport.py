"""The simulator as a transport: requests are answered in the process, without sockets."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import attrs

from ..errors import ConnectionLostError, ReadTimeoutError
from ..http import BodyStream, HttpRequest, HttpResponse, Timeout
from ..transports.base import HttpStream, closed, describe, pieces, too_large
from .core import Answer, Simulator


class SimulatorTransport:
    """Carries requests to *simulator*; delays pass on its clock, and every request takes *latency* seconds."""

    __slots__ = ("_closed", "_latency", "_simulator")

    def __init__(self, simulator: Simulator, *, latency: float = 0.0) -> None:
        self._simulator = simulator
        self._latency = latency
        self._closed = False

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:
        """Answer *request* with the whole body; lost connections and late answers are transport errors."""
        answer, response = await self._exchange(request, timeout)
        async for _ in self._pieces(request, answer, timeout):
            pass  # time passes, and the connection may break
        if len(response.body) > max_bytes:
            raise too_large(request, max_bytes)
        return response

    def stream(self, request: HttpRequest, *, timeout: Timeout) -> AbstractAsyncContextManager[HttpStream]:
        """Answer *request* with a body that is read in pieces."""
        return self._stream(request, timeout)

    async def aclose(self) -> None:
        """Take no more requests; the simulator stays as it is."""
        self._closed = True

    @asynccontextmanager
    async def _stream(self, request: HttpRequest, timeout: Timeout) -> AsyncGenerator[HttpStream]:
        answer, response = await self._exchange(request, timeout)
        chunks = self._pieces(request, answer, timeout)
        yield HttpStream(response.status, response.headers, chunks)

    async def _exchange(self, request: HttpRequest, timeout: Timeout) -> tuple[Answer, HttpResponse]:
        if self._closed:
            raise closed()
        if isinstance(request.body, BodyStream):
            request = attrs.evolve(request, body=b"".join([piece async for piece in pieces(request.body)]))
        clock = self._simulator.clock
        await clock.sleep(self._latency)
        answer = self._simulator.answer(request)
        if answer.delay:
            await self._wait(request, answer.delay, timeout, "no answer")
        if answer.response is None:
            msg = f"{describe(request)}: the simulated connection broke before an answer came"
            raise ConnectionLostError(msg)
        return answer, answer.response

    async def _pieces(self, request: HttpRequest, answer: Answer, timeout: Timeout) -> AsyncIterator[bytes]:
        """Yield the body as it comes, until the connection breaks if it does."""
        if answer.reset:
            raise _broken(request)
        for piece in answer.pieces:
            if answer.pause:
                await self._wait(request, answer.pause, timeout, "no further byte")
            yield piece
        if answer.truncate:
            raise _broken(request)

    async def _wait(self, request: HttpRequest, seconds: float, timeout: Timeout, what: str) -> None:
        clock = self._simulator.clock
        if timeout.read is not None and seconds >= timeout.read:
            await clock.sleep(timeout.read)
            msg = f"{describe(request)}: {what} within {timeout.read} s"
            raise ReadTimeoutError(msg)
        await clock.sleep(seconds)


def _broken(request: HttpRequest) -> ConnectionLostError:
    msg = f"{describe(request)}: the simulated connection broke in the middle of the answer"
    return ConnectionLostError(msg)
