"""A server that costs as little as it can, in its own process: raw protocol, bytes built before, live rate headers.

It answers GET and POST /contacts and /contacts/{id}; GET /cpu says how much CPU it took itself.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import attrs
import payloads

#: So large that nothing is limited, in a window as long as Intercom's.
_QUOTA: Final = 10_000_000
_WINDOW: Final = 10
#: How many different contacts and pages there are; ids repeat after that.
_CONTACTS: Final = 64
_PAGES: Final = 8

_HEAD: Final = (
    "HTTP/1.1 {status}\r\n"
    "Date: {date}\r\n"
    "Content-Type: application/json; charset=utf-8\r\n"
    "Connection: keep-alive\r\n"
    "Status: {status}\r\n"
    "X-RateLimit-Limit: {limit}\r\n"
    "X-RateLimit-Reset: {reset}\r\n"
    "Vary: Accept,Accept-Encoding\r\n"
    "Intercom-Version: 2.14\r\n"
    "Cache-Control: max-age=0, private, must-revalidate\r\n"
    "Strict-Transport-Security: max-age=31556952; includeSubDomains; preload\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: SAMEORIGIN\r\n"
    "Server: nginx\r\n"
)
_TAIL: Final = b"X-RateLimit-Remaining: %d\r\nX-Request-Id: 0004%016x\r\nContent-Length: %d\r\n\r\n"


class Site:
    """What all connections share: the bodies, the clock and the quota."""

    def __init__(self, pages: int, per_page: int, latency: float) -> None:
        self.pages = pages
        self.latency = latency
        self._per_page = per_page
        self._contacts = [payloads.encode(payloads.contact(number)) for number in range(_CONTACTS)]
        starts = range(0, min(pages, _PAGES) * per_page, per_page)
        self._data = [payloads.encode(payloads.items(start, per_page)) for start in starts]
        self._numbers = count()
        self._left = _QUOTA
        self._reset = 0
        self._heads: dict[str, bytes] = {}
        self.tick()

    def tick(self) -> None:
        """Renew what changes with the time: the date, and at its end the window."""
        now = time.time()
        if now >= self._reset:
            self._reset, self._left = int(now // _WINDOW + 1) * _WINDOW, _QUOTA
        date = formatdate(now, usegmt=True)
        self._heads = {
            status: _HEAD.format(status=status, date=date, limit=_QUOTA, reset=self._reset).encode()
            for status in ("200 OK", "404 Not Found")
        }
        asyncio.get_running_loop().call_at(asyncio.get_running_loop().time() + 1 - now % 1, self.tick)

    def answer(self, method: str, target: str) -> bytes:
        """Return the whole answer to one request."""
        path, _, query = target.partition("?")
        status = "200 OK"
        if path.startswith("/contacts/") or method == "POST":
            body = self._contacts[next(self._numbers) % _CONTACTS]
        elif path == "/contacts":
            body = self._page(query)
        elif path == "/cpu":
            body = json.dumps({"cpu": time.process_time()}).encode()
        else:
            status, body = "404 Not Found", b'{"type":"error.list","errors":[{"code":"not_found"}]}'
        self._left -= 1
        return self._heads[status] + _TAIL % (self._left, self._left, len(body)) + body

    def _page(self, query: str) -> bytes:
        cursor = parse_qs(query).get("starting_after")
        number = payloads.page_number(cursor[0]) if cursor else 1
        data = self._data[(number - 1) % len(self._data)]
        return payloads.framed(data, number=number, pages=self.pages, per_page=self._per_page)


class Connection(asyncio.Protocol):
    """One connection; a pipelined request is answered after the one before."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._waiting = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        data = self._waiting + data
        while (end := data.find(b"\r\n\r\n")) >= 0:
            head = data[:end]
            length = 0 if head.startswith(b"GET ") else _content_length(head)
            if len(data) < end + 4 + length:
                break
            method, target, _ = head[: head.index(b"\r\n")].decode("ascii").split(" ")
            data = data[end + 4 + length :]
            self._answer(method, target)
        self._waiting = data

    def _answer(self, method: str, target: str) -> None:
        latency = 0.0 if target == "/cpu" else self._site.latency
        if latency:
            asyncio.get_running_loop().call_later(latency, self._write, self._site.answer(method, target))
        else:
            self._write(self._site.answer(method, target))

    def _write(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def serve(pages: int, per_page: int, latency: float) -> None:
    """Listen on a port of the system's choice, print it, and end with stdin."""
    site = Site(pages, per_page, latency)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(site), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # so that it never outlives who started it
    server.close()


@attrs.frozen
class Served:
    """A running server."""

    port: int
    _connection: HTTPConnection

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Return the seconds of CPU that the server took so far."""
        self._connection.request("GET", "/cpu")
        return float(json.loads(self._connection.getresponse().read())["cpu"])


@contextmanager
def serving(*, pages: int = 1, per_page: int = payloads.PAGE, latency_ms: float = 0) -> Iterator[Served]:
    """Run a server whose list has *pages* of *per_page* contacts and that takes *latency_ms* for each answer."""
    command = [sys.executable, str(Path(__file__)), f"--pages={pages}", f"--per-page={per_page}"]
    command.append(f"--latency-ms={latency_ms}")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        port = int(process.stdout.readline())
        connection = HTTPConnection("127.0.0.1", port)
        try:
            yield Served(port, connection)
        finally:
            connection.close()
            process.stdin.close()
            process.wait(10)


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1)
    parser.add_argument("--per-page", type=int, default=payloads.PAGE)
    parser.add_argument("--latency-ms", type=float, default=0)
    given = parser.parse_args()
    asyncio.run(serve(given.pages, given.per_page, given.latency_ms / 1000))


if __name__ == "__main__":
    main()
