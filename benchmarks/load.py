"""Asks servers for pages again and again, from a process of its own, and reads no more of them than their bytes.

Each line of standard input is one order, ``PORT REQUESTS PATH...``; a line on standard output says when it is done.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Final

#: Connections that take turns with nobody: each asks again as soon as it has its answer.
CONNECTIONS: Final = 8
_REQUEST: Final = (
    "GET {path} HTTP/1.1\r\n"
    "Host: 127.0.0.1:{port}\r\n"
    "Authorization: Bearer test-token\r\n"
    "Intercom-Version: 2.16\r\n"
    "Accept: application/json\r\n"
    "Accept-Encoding: gzip, deflate\r\n"
    "User-Agent: load\r\n\r\n"
)


async def _ask(port: int, paths: Iterator[str], requests: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    size = 0
    for _ in range(requests):
        writer.write(_REQUEST.format(path=next(paths), port=port).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        _, _, said = head.lower().partition(b"content-length: ")
        size = int(said.partition(b"\r\n")[0])
        await reader.readexactly(size)
    writer.close()
    await writer.wait_closed()


async def _order(line: str) -> None:
    port, requests, *paths = line.split()
    following = cycle(paths)  # the connections share it: all paths in turn, whoever asks
    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_ask(int(port), following, int(requests) // CONNECTIONS))


@asynccontextmanager
async def loading() -> AsyncIterator[Callable[[int, Sequence[str], int], Awaitable[int]]]:
    """Run this script while the block runs; gives what asks a port for paths in turn, so often, and says how often."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, str(Path(__file__)), stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    assert process.stdout is not None
    to, of = process.stdin, process.stdout

    async def send(port: int, paths: Sequence[str], requests: int) -> int:
        to.write(f"{port} {requests} {' '.join(paths)}\n".encode())
        await to.drain()
        if await of.readline() != b"done\n":
            msg = "what sends the requests has ended"
            raise RuntimeError(msg)
        return requests // CONNECTIONS * CONNECTIONS

    try:
        yield send
    finally:
        to.close()
        await process.wait()


def main() -> None:
    """Carry out the orders of standard input."""
    for line in sys.stdin:
        asyncio.run(_order(line))
        print("done", flush=True)


if __name__ == "__main__":
    main()
