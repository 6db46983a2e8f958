"""The cases of every transport for those without sockets, over the memory transport."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from intercom_async.errors import ConnectionLostError
from intercom_async.http import HttpRequest, HttpResponse
from intercom_async.testing.server import Arrivals, Received
from intercom_async.testing.values import Answer, Fault, Served, ValueCases
from intercom_async.transports.base import Transport, describe
from intercom_async.transports.memory import MemoryTransport

URL = "http://memory.invalid"


class MemoryCases(ValueCases):
    """Subclass it with `wrap`, or as it is."""

    def wrap(self, transport: Transport) -> Transport:
        """Return what is tested, which passes on to *transport*."""
        return transport

    @asynccontextmanager
    async def serve(self, *answers: Answer) -> AsyncGenerator[Served]:
        requests = Arrivals()
        left = iter(answers)

        async def answer(request: HttpRequest) -> HttpResponse | Exception:
            assert isinstance(request.body, bytes | None)
            requests.append(
                Received(request.method, request.url.removeprefix(URL), request.headers, request.body or b"")
            )
            following = next(left)
            if following is Fault.HOLD:
                await asyncio.Event().wait()
            if isinstance(following, Fault):
                return ConnectionLostError(f"{describe(request)}: the connection broke")
            return following

        transport = self.wrap(MemoryTransport(answer))
        yield Served(transport, URL, requests)
        await transport.aclose()
