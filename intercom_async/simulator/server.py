"""The simulator over real HTTP, on aiohttp's low-level server: one handler for everything, no routing."""

import asyncio
import json
import signal
import socket
import struct
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from aiohttp import web
from multidict import CIMultiDict

from ..clock import Clock
from ..http import Headers, HttpRequest, HttpResponse
from .core import Answer, Simulator
from .delivery import Webhook, telling
from .state import read_file, write_file

#: Seconds that stopping waits for calls in flight.
_SHUTDOWN: Final = 2.0
#: SO_LINGER with zero seconds: closing resets the connection instead of ending it politely.
_RESET: Final = struct.pack("ii", 1, 0)


@asynccontextmanager
async def serve(simulator: Simulator, host: str = "127.0.0.1", port: int = 0) -> AsyncGenerator[str]:
    """Serve *simulator* while the block runs; gives the base URL. Port 0 picks a free one."""
    server = web.Server(_handler(simulator), access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=_SHUTDOWN)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=1024)
        await site.start()
        bound: int = runner.addresses[0][1]
        yield f"http://{host}:{bound}"
    finally:
        await runner.cleanup()


def _handler(simulator: Simulator) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read() if request.can_read_body else None
        url = f"http://{request.host}{request.raw_path}"
        answer = simulator.answer(HttpRequest(request.method, url, Headers.of(request.headers), body))
        if answer.delay:
            await simulator.clock.sleep(answer.delay)
        if answer.response is None:
            _reset(request)
            return web.Response(status=500)
        if answer.truncate or answer.reset or answer.body_seconds:
            return await _in_pieces(request, answer, answer.response, simulator.clock)
        response = answer.response
        return web.Response(status=response.status, body=response.body, headers=response.headers.pairs)

    return handle


def _reset(request: web.BaseRequest) -> None:
    connection: socket.socket | None = request.get_extra_info("socket")
    if connection is not None:  # else the client has gone
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    request.protocol.force_close()


async def _in_pieces(
    request: web.BaseRequest, answer: Answer, response: HttpResponse, clock: Clock
) -> web.StreamResponse:
    """Announce the whole body, then send it slowly, or half of it, or nothing."""
    started = web.StreamResponse(status=response.status, headers=CIMultiDict(response.headers.pairs))
    started.content_length = len(response.body)
    await started.prepare(request)
    for piece in [] if answer.reset else answer.pieces:
        if answer.pause:
            await clock.sleep(answer.pause)
        await started.write(piece)
    if answer.reset:
        _reset(request)
    elif answer.truncate:
        request.protocol.force_close()
    return started


def run_server(
    simulator: Simulator,
    port: int = 0,
    ready: Callable[[str], object] = print,
    *,
    state: Path | None = None,
    webhook: Webhook | None = None,
) -> None:
    """Serve *simulator* on 127.0.0.1 until SIGTERM or SIGINT; *ready* gets one line when it listens.

    The workspace comes from the file *state*, if there is one, and is written to it at the end. The subscriptions of
    1.x are told as well, where they are near.
    """
    if state is not None:
        begin_with(simulator, state)
    try:
        asyncio.run(_until_stopped(simulator, port, ready, webhook))
    finally:
        if state is not None:
            write_file(simulator.world, state)


def begin_with(simulator: Simulator, path: Path) -> None:
    """Load the file, if there is one, which is read again to come back to the start."""
    if path.exists():
        read_file(simulator.world, path)
        simulator.start_here(lambda: json.loads(path.read_bytes()))


async def _until_stopped(
    simulator: Simulator, port: int, ready: Callable[[str], object], webhook: Webhook | None
) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stopped.set)
    async with serve(simulator, port=port) as url, telling(simulator, webhook):
        ready(f"listening on {url}")
        sys.stdout.flush()
        await stopped.wait()
