"""A loopback server that does on the wire exactly what a test says, and counts what arrives."""

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self, TypeAlias

import attrs

from ..http import Headers


@attrs.frozen
class Received:
    """One request as it arrived."""

    method: str
    #: Path and query as they stood on the wire.
    target: str
    headers: Headers
    body: bytes
    #: The number of the connection that it came on, counted from 1.
    connection: int = 1


class Arrivals(list[Received]):
    """The requests so far; can be waited for."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[tuple[int, asyncio.Event]] = []

    def append(self, received: Received) -> None:
        super().append(received)
        for count, event in self._waiting:
            if len(self) >= count:
                event.set()

    async def reach(self, count: int) -> None:
        """Return once *count* requests have arrived; only in the loop that they arrive in."""
        event = asyncio.Event()
        self._waiting.append((count, event))
        if len(self) < count:
            await event.wait()


class Exchange:
    """One request and the connection to answer it on, or to break."""

    __slots__ = ("_reader", "_writer", "received")

    def __init__(self, received: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.received: Received = received
        self._reader = reader
        self._writer = writer

    async def write(self, data: bytes) -> None:
        """Send *data*; raises `ConnectionError` once the client is gone."""
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self, status: int, body: bytes = b"", headers: Iterable[tuple[str, str]] = ()) -> None:
        """Send a whole answer with its Content-Length."""
        await self.write(http_answer(status, body, headers))

    async def chunk(self, data: bytes) -> None:
        """Send one piece of a chunked body."""
        await self.write(b"%x\r\n%s\r\n" % (len(data), data))

    def close(self) -> None:
        """End the connection in good order."""
        self._writer.close()

    def reset(self) -> None:
        """End the connection so that the client sees a reset."""
        sock: socket.socket = self._writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    async def hold(self) -> None:
        """Stay silent until the client is gone or the server stops."""
        await self._reader.read()


Behaviour: TypeAlias = Callable[[Exchange], Awaitable[None]]


def http_answer(status: int, body: bytes = b"", headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """Write an answer with its Content-Length."""
    lines = [f"HTTP/1.1 {status} Words", *(f"{name}: {value}" for name, value in headers)]
    if status not in {204, 304}:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def chunked_head(headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """Write the head of a 200 whose body comes in pieces."""
    lines = ["HTTP/1.1 200 Words", "Transfer-Encoding: chunked", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode()


class RawServer:
    """Serves on loopback inside ``async with``; a path that no behaviour was given for answers 200."""

    __slots__ = (
        "_failures",
        "_greeting",
        "_idle",
        "_paths",
        "_script",
        "_server",
        "_tasks",
        "_tls",
        "_writers",
        "connected",
        "connections",
        "open",
        "port",
        "requests",
    )

    def __init__(
        self, behaviours: Sequence[Behaviour] = (), *, greeting: bytes = b"", tls: ssl.SSLContext | None = None
    ) -> None:
        self.requests: Arrivals = Arrivals()
        #: How many connections were made, and how many of them are open.
        self.connections: int = 0
        self.open: int = 0
        #: Set by the first connection.
        self.connected: asyncio.Event = asyncio.Event()
        self.port: int = 0
        self._script = iter(behaviours)
        self._greeting = greeting
        self._tls = tls
        self._paths: dict[str, Behaviour] = {}
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures: list[BaseException] = []
        self._idle = threading.Event()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def on(self, path: str, behaviour: Behaviour) -> str:
        """Let *behaviour* answer what comes to *path*; gives the whole URL."""
        self._paths[path] = behaviour
        return self.url + path

    def wait_until_idle(self) -> None:
        """Return once no connection is open; for other threads."""
        assert self._idle.wait(5), f"{self.open} connections are still open"

    async def closed_by_client(self) -> None:
        """Return once no connection is open."""
        await asyncio.to_thread(self.wait_until_idle)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._server.wait_closed()
        if self._failures and error is None:
            raise self._failures[0]

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open += 1
        self.connected.set()
        self._idle.clear()
        self._writers.add(writer)
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer, self.connections))
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if (error := task.exception()) is not None:
            self._failures.append(error)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        try:
            if self._greeting:
                writer.write(self._greeting)
            while not writer.is_closing():
                received = await _receive(reader, number)
                self.requests.append(received)
                await self._behaviour(received)(Exchange(received, reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the client is gone, or speaks no HTTP
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self._writers.discard(writer)
            self.open -= 1
            if not self.open:
                self._idle.set()

    def _behaviour(self, received: Received) -> Behaviour:
        known = self._paths.get(received.target.partition("?")[0])
        return known or next(self._script, _answer_ok)


async def _answer_ok(exchange: Exchange) -> None:
    await exchange.answer(200, b"ok")


async def _receive(reader: asyncio.StreamReader, number: int) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head[:-4].split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(": ") for line in lines)
    headers = Headers((name, value) for name, _, value in pairs)
    if headers.get("transfer-encoding") == "chunked":
        body = await _receive_chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method, target, headers, body, number)


async def _receive_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body


@contextmanager
def raw_server_in_thread() -> Generator[RawServer]:
    """Serve from a thread with its own loop, for tests whose own loops come and go."""
    started: list[tuple[RawServer, asyncio.AbstractEventLoop, asyncio.Event]] = []
    ready = threading.Event()

    async def serve() -> None:
        async with RawServer() as server:
            stop = asyncio.Event()
            started.append((server, asyncio.get_running_loop(), stop))
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    ready.wait()
    server, loop, stop = started[0]
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
