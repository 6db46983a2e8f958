"""What does the simulator cost? CPU of a contact read, beside a bare aiohttp.web handler, and memory of a million."""

import asyncio
import gc
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import measuring
from aiohttp import web
from load import loading
from measuring import Bench, Spread, at_most
from multidict import CIMultiDict
from steadiness import memory

from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.simulator import Simulator
from intercom_async.simulator.server import serve

OURS: Final = "the simulator"
BARE: Final = "a bare aiohttp.web handler"
#: What a million people may take, in GB.
_MOST: Final = 3.0
_HEADERS: Final = Headers([("Authorization", "Bearer test-token"), ("Intercom-Version", "2.16")])
#: Standard input of the process that holds people says how many.
_FILL: Final = "import simulator; simulator.hold()"


def call(simulator: Simulator, method: str, path: str, body: object = None) -> HttpResponse:
    """Send a call without a socket."""
    content = None if body is None else json.dumps(body).encode()
    response = simulator.handle(HttpRequest(method, f"https://api.intercom.test{path}", _HEADERS, content))
    if response.status != 200:
        msg = f"{method} {path} was answered {response.status}"
        raise RuntimeError(msg)
    return response


def person(number: int) -> dict[str, object]:
    """Return what an import sends of somebody, as the demo's does."""
    return {
        "external_id": f"user-{number}",
        "email": f"user-{number}@example.com",
        "name": f"User {number}",
        "signed_up_at": 1_600_000_000 + number,
        "role": "user",
    }


@asynccontextmanager
async def bare(response: HttpResponse) -> AsyncIterator[int]:
    """Serve the same answer to whatever comes, as aiohttp's documentation shows; gives the port."""

    async def handle(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=response.body, headers=CIMultiDict(response.headers.pairs))

    runner = web.ServerRunner(web.Server(handle, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def read(bench: Bench) -> None:
    """Report the CPU of reading one contact."""
    simulator = Simulator(limit=10_000_000)
    path = f"/contacts/{json.loads(call(simulator, 'POST', '/contacts', person(1)).body)['id']}"
    answer = call(simulator, "GET", path)
    requests = bench.size(4_000, 80)
    async with serve(simulator) as url, bare(answer) as port, loading() as send:
        ours = int(url.rpartition(":")[2])
        turns = await bench.take_turns(
            {OURS: lambda: send(ours, path, requests), BARE: lambda: send(port, path, requests)}
        )
    bench.figure(9, "A contact read over HTTP, CPU", OURS, BARE, turns.cpu(OURS, BARE), goal=at_most(2.5))
    took = {name: 1e6 * turns.each(name).median for name in (OURS, BARE)}
    bench.note(f"A contact read: {took[OURS]:.0f} µs with {OURS}, {took[BARE]:.0f} µs with {BARE}")


def hold() -> None:
    """Print the bytes that each of as many people takes as standard input says."""
    simulator, people = Simulator(limit=None), int(sys.stdin.read())
    gc.freeze()  # what was there before is not looked at again and again
    before = memory()
    for number in range(people):
        call(simulator, "POST", "/contacts", person(number))
    print((memory() - before) / people)


async def held(bench: Bench) -> None:
    """Report the memory of a million contacts, from a part of them."""
    people = bench.size(50_000, 500)
    process = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _FILL],
        input=str(people),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
    )
    each = float(process.stdout)
    what = "Memory of 1,000,000 contacts as an import sets them"
    bench.figure(9, what, OURS, "", Spread.of([each / 1e3]), goal=at_most(_MOST), unit="GB", rounds=1)
    bench.note(f"{what}: {each:.0f} bytes each of {people:,}, with the log of the last calls")


async def simulator(bench: Bench) -> None:
    """Measure both."""
    await read(bench)
    await held(bench)


if __name__ == "__main__":
    measuring.run(simulator)
