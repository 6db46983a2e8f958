"""Event loops, processes and what was given, for each transport with sockets: nothing is left open, nothing shared."""

import asyncio
import gc
import os
import sys
import weakref
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any

import aiohttp
import attrs
import httpx2
import pytest

from intercom_async.errors import ClientClosedError, ConnectionLostError
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.testing.server import Exchange, RawServer, chunked_head, raw_server_in_thread
from intercom_async.testing.sockets import METHODS, behaviour, writing
from intercom_async.testing.values import TIMEOUT, Fault, Served
from intercom_async.transports.aiohttp import AiohttpTransport
from intercom_async.transports.base import Transport
from intercom_async.transports.httpx2 import Httpx2Transport

pytestmark = pytest.mark.usefixtures("asyncio_debug")


@attrs.frozen
class Kind:
    """A transport and the session or client that may be given to it."""

    name: str
    make: Callable[[], Any]
    make_given: Callable[[], Any]
    make_with: Callable[[Any], Any]
    close: Callable[[Any], Any]


KINDS = [
    Kind(
        "aiohttp",
        AiohttpTransport,
        aiohttp.ClientSession,
        lambda session: AiohttpTransport(session=session),
        lambda session: session.close(),
    ),
    Kind(
        "httpx2",
        Httpx2Transport,
        lambda: httpx2.AsyncClient(trust_env=False),
        Httpx2Transport,
        lambda client: client.aclose(),
    ),
]


@pytest.fixture(params=KINDS, ids=[kind.name for kind in KINDS])
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param


@asynccontextmanager
async def serving(transport: Any, *answers: HttpResponse | Fault) -> AsyncGenerator[Served]:
    async with RawServer([behaviour(answer) for answer in answers]) as server, aclosing(transport):
        yield Served(transport, server.url, server.requests)


HALF = writing(chunked_head(), b"4\r\nfour\r\n", hold=True)


# What was given


@pytest.mark.parametrize("method", METHODS)
async def test_what_is_given_sends_once_too(kind: Kind, method: str) -> None:
    async with kind.make_given() as given, serving(kind.make_with(given), Fault.BREAK) as served:
        with pytest.raises(ConnectionLostError):
            await served.send(served.request(method))
        assert len(served.requests) == 1


async def test_what_is_given_and_closed_says_so(kind: Kind) -> None:
    given = kind.make_given()
    async with serving(kind.make_with(given)) as served:
        await served.send()
        await kind.close(given)
        with pytest.raises(ClientClosedError, match=f"The {kind.name} .* given to the client is closed"):
            await served.send()


async def test_what_is_given_and_closed_during_a_download_loses_it(kind: Kind) -> None:
    given = kind.make_given()
    transport: Transport = kind.make_with(given)
    async with (
        RawServer([HALF]) as server,
        transport.stream(HttpRequest("GET", server.url, Headers()), timeout=TIMEOUT) as stream,
    ):
        assert await anext(stream.chunks) == b"four"
        await kind.close(given)
        with pytest.raises(ConnectionLostError):
            await anext(stream.chunks)


async def test_closing_ends_a_download_on_what_is_given_and_leaves_that_open(kind: Kind) -> None:
    async with kind.make_given() as given, RawServer([HALF]) as server:
        transport = kind.make_with(given)
        async with transport.stream(HttpRequest("GET", server.url, Headers()), timeout=TIMEOUT) as stream:
            assert await anext(stream.chunks) == b"four"
            await transport.aclose()
            with pytest.raises(ConnectionLostError):
                await anext(stream.chunks)
        assert (await Served(kind.make_with(given), server.url, server.requests).send()).body == b"ok"


def test_what_is_given_belongs_to_one_loop(kind: Kind) -> None:
    with raw_server_in_thread() as server, asyncio.Runner() as runner:

        async def make() -> Any:
            return kind.make_given()

        given = runner.run(make())
        served = Served(kind.make_with(given), server.url, server.requests)
        runner.run(served.send())
        with pytest.raises(RuntimeError, match="another event loop or process"):
            asyncio.run(served.send())
        assert runner.run(served.send()).body == b"ok"
        runner.run(kind.close(given))


async def test_what_is_given_does_not_cross_a_fork(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    async with kind.make_given() as given, serving(kind.make_with(given)) as served:
        monkeypatch.setattr(os, "getpid", lambda: -1)
        with pytest.raises(RuntimeError, match="another event loop or process"):
            await served.send()


# Loops


async def test_a_download_that_is_waited_for_ends_with_the_transport(kind: Kind) -> None:
    async with RawServer([HALF]) as server:
        transport: Transport = kind.make()
        async with transport.stream(HttpRequest("GET", server.url, Headers()), timeout=TIMEOUT) as stream:
            assert await anext(stream.chunks) == b"four"
            more = asyncio.ensure_future(anext(stream.chunks))
            await asyncio.sleep(0)
            await transport.aclose()
            with pytest.raises(ConnectionLostError):
                await more


async def test_what_nobody_closed_is_closed_once_nobody_has_it(kind: Kind) -> None:
    """A client that is dropped leaves neither a warning nor a connection."""
    async with RawServer() as server:
        await Served(kind.make(), server.url, server.requests).send()
        gc.collect()
        await server.closed_by_client()


async def closing_answer(exchange: Exchange) -> None:
    await exchange.answer(200, b"ok", [("Connection", "close")])
    exchange.close()


@pytest.mark.parametrize("then_send", [True, False])
def test_a_loop_that_was_closed_by_hand_is_forgotten(kind: Kind, then_send: bool) -> None:
    """Without the end of its generators, which ``asyncio.run`` sees to; its connections end from the next loop."""
    transport = kind.make()
    with raw_server_in_thread() as server:
        served = Served(transport, server.on("/c", closing_answer), server.requests)
        request = HttpRequest("GET", served.url, Headers())
        loop = asyncio.new_event_loop()
        loop.run_until_complete(served.send(request))
        loop.close()
        [held] = transport._loops.held
        if then_send:
            asyncio.run(served.send(request))
            assert len(transport._loops.held) == 1
        asyncio.run(transport.aclose())
        assert held not in transport._loops.held
        assert not transport._loops.held
        del loop, held
        gc.collect()


# Processes


async def test_a_forked_child_has_its_own_connections(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parent's stay open, and referenced: finalising them would end the parent's connections."""
    transport = kind.make()
    async with serving(transport) as served:
        await served.send()
        [held] = transport._loops.held
        monkeypatch.setattr(os, "getpid", lambda: -1)
        await served.send()
        parents = weakref.ref(held.session if kind.name == "aiohttp" else held._ask.__self__)
        del held
        gc.collect()
        for _ in range(5):
            await asyncio.sleep(0)
        assert parents() is not None
        assert [received.connection for received in served.requests] == [1, 2]


async def run_strictly(script: str, kind: Kind, url: str) -> None:
    """Run *script* in development mode, where every warning is an error and whatever is left open is one."""
    script = script.replace("KIND", kind.name).replace("TRANSPORT", kind.make.__name__)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "dev", "-W", "error", "-c", script, url), stderr=asyncio.subprocess.PIPE
    )
    _, complaints = await process.communicate()
    slow = b"Executing "  # development mode says so of a busy machine
    assert not [line for line in complaints.splitlines() if not line.startswith(slow)]
    assert process.returncode == 0


NEVER_CLOSED = """
import asyncio, sys
from intercom_async.http import Headers, HttpRequest, Timeout
from intercom_async.transports.KIND import TRANSPORT

transport = TRANSPORT()
request = HttpRequest("GET", sys.argv[1], Headers())
for _ in range(3):
    asyncio.run(transport.send(request, timeout=Timeout(5, 5), max_bytes=1000))
"""


async def test_three_runs_leave_nothing_open(kind: Kind) -> None:
    async with RawServer() as server:
        await run_strictly(NEVER_CLOSED, kind, server.url)
        await server.closed_by_client()
    assert [received.connection for received in server.requests] == [1, 2, 3]


FORKING = """
import asyncio, gc, os, sys
from intercom_async.http import Headers, HttpRequest, Timeout
from intercom_async.transports.KIND import TRANSPORT

transport = TRANSPORT()

async def call(name):
    request = HttpRequest("GET", f"{sys.argv[1]}/{name}", Headers())
    return await transport.send(request, timeout=Timeout(5, 5), max_bytes=1000)

async def child():
    await call("child")
    await transport.aclose()

async def parent():
    await call("before")
    if not (pid := os.fork()):
        asyncio.run(child())
        gc.collect()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    await call("after")
    await transport.aclose()

asyncio.run(parent())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform cannot fork")
async def test_a_real_fork_leaves_the_parents_connection_alone(kind: Kind) -> None:
    async with RawServer() as server:
        await run_strictly(FORKING, kind, server.url)
    arrived = [(received.target, received.connection) for received in server.requests]
    assert arrived == [("/before", 1), ("/child", 2), ("/after", 1)]
