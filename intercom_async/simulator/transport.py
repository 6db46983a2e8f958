"""The simulator as a transport: requests are answered in the process, without sockets."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import attrs

from ..errors import ClientClosedError, ConnectionLostError, ReadTimeoutError, ResponseTooLargeError
from ..http import BodyStream, HttpRequest, HttpResponse, Timeout
from ..transports.base import HttpStream
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
        if answer.truncate:
            msg = "the simulated connection broke in the middle of the answer"
            raise ConnectionLostError(msg)
        if len(response.body) > max_bytes:
            msg = f"the answer has {len(response.body)} bytes, more than the {max_bytes} allowed"
            raise ResponseTooLargeError(msg)
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
        yield HttpStream(response.status, response.headers, _pieces(response.body, truncate=answer.truncate))

    async def _exchange(self, request: HttpRequest, timeout: Timeout) -> tuple[Answer, HttpResponse]:
        if self._closed:
            msg = "the transport is closed: open a new client"
            raise ClientClosedError(msg)
        if isinstance(request.body, BodyStream):
            request = attrs.evolve(request, body=b"".join([piece async for piece in request.body.open()]))
        clock = self._simulator.clock
        await clock.sleep(self._latency)
        answer = self._simulator.answer(request)
        if timeout.read is not None and answer.delay >= timeout.read:
            await clock.sleep(timeout.read)
            msg = f"no answer in {timeout.read} s"
            raise ReadTimeoutError(msg)
        if answer.delay:
            await clock.sleep(answer.delay)
        if answer.response is None:
            msg = "the simulated connection broke before an answer came"
            raise ConnectionLostError(msg)
        return answer, answer.response


async def _pieces(body: bytes, *, truncate: bool) -> AsyncIterator[bytes]:
    middle = len(body) // 2
    yield body[:middle]
    if truncate:
        msg = "the simulated connection broke in the middle of the answer"
        raise ConnectionLostError(msg)
    yield body[middle:]
