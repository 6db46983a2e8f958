"""The timer of reads: it rings when aiohttp's would, and is set once where aiohttp sets two for each request."""

import asyncio
import functools
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from aiohttp.client_proto import ResponseHandler
from support.virtual_time import run

from intercom_async.transports.read_timer import Connector


class Wire(asyncio.Transport):
    """A connection to nowhere."""

    def is_closing(self) -> bool:
        return False

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


async def made(read_timeout: float | None = 10.0) -> Any:
    connector = Connector(limit=1, keepalive_timeout=1, ttl_dns_cache=1)
    protocol = connector._factory()
    await connector.close()
    protocol.connection_made(Wire())
    protocol.set_response_params(read_timeout=read_timeout)
    return protocol


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Note when each timer of a protocol was set to ring."""
    found: list[float] = []
    call_at = asyncio.BaseEventLoop.call_at

    def noting(loop: Any, when: float, callback: Any, *args: Any, **more: Any) -> Any:
        if getattr(callback, "__name__", "") == "_ring":
            found.append(when)
        return call_at(loop, when, callback, *args, **more)

    monkeypatch.setattr(asyncio.BaseEventLoop, "call_at", noting)
    return found


def test_what_it_replaces_is_what_aiohttp_calls() -> None:
    assert {"_reschedule_timeout", "_drop_timeout", "_on_read_timeout", "start_timeout"} <= vars(ResponseHandler).keys()

    async def main() -> None:
        theirs = aiohttp.TCPConnector()
        assert isinstance(theirs._factory, functools.partial)
        await theirs.close()
        assert isinstance(await made(), ResponseHandler)

    run(main())


def test_a_silent_server_ends_the_read_in_time(timers: list[float]) -> None:
    async def main() -> None:
        protocol = await made()
        loop = asyncio.get_running_loop()
        began = loop.time()
        protocol.start_timeout()
        await asyncio.sleep(9.9)
        assert protocol.exception() is None
        await asyncio.sleep(0.2)
        assert isinstance(protocol.exception(), aiohttp.SocketTimeoutError)
        assert timers == [began + 10]

    run(main())


def test_what_arrives_gives_the_server_time_again(timers: list[float]) -> None:
    """Also when the timer rings in between, and a shorter time is asked for."""

    async def main() -> None:
        protocol = await made()
        began = asyncio.get_running_loop().time()
        protocol.start_timeout()
        for piece in (b"H", b"T", b"T", b"P", b"/"):
            await asyncio.sleep(4)
            protocol.data_received(piece)
        await asyncio.sleep(9.9)
        assert protocol.exception() is None
        protocol.read_timeout = 0.05
        protocol.start_timeout()
        await asyncio.sleep(0.06)
        assert isinstance(protocol.exception(), aiohttp.SocketTimeoutError)
        assert timers == pytest.approx([began + at for at in (10, 18, 26, 30, 29.95)])

    run(main())


@pytest.mark.parametrize("ending", ["_drop_timeout", "eof_received", "start_timeout without one"])
def test_a_read_that_ended_is_no_longer_timed(ending: str, timers: list[float]) -> None:
    """The timer rings once more, for nothing."""

    async def main() -> None:
        protocol = await made()
        protocol.start_timeout()
        if ending == "start_timeout without one":
            protocol.read_timeout = None
            protocol.start_timeout()
        else:
            getattr(protocol, ending)()
        await asyncio.sleep(100)
        assert protocol.exception() is None
        assert len(timers) == 1

    run(main())


def test_many_requests_set_one_timer(timers: list[float]) -> None:
    async def main() -> None:
        protocol = await made()
        for _ in range(1_000):
            protocol.start_timeout()
            await asyncio.sleep(0.001)
            protocol._drop_timeout()
        assert len(timers) == 1

    run(main())


def test_a_lost_connection_leaves_no_timer() -> None:
    async def main() -> None:
        protocol = await made()
        protocol.connection_lost(None)
        protocol = await made()
        protocol.start_timeout()
        timer = protocol._read_timer
        protocol.connection_lost(None)
        assert timer.cancelled()

    run(main())
