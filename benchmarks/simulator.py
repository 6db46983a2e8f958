"""What does the simulator cost? CPU of a contact read, beside a bare aiohttp.web handler, and memory of a million."""

import argparse
import asyncio
import gc
import itertools
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

import measuring
from aiohttp import web
from load import loading
from measuring import Bench, Spread, at_most, peak_rss
from multidict import CIMultiDict
from steadiness import memory

from intercom_async.cli.demo_people import make_people
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.simulator import Simulator
from intercom_async.simulator.server import serve

OURS: Final = "the simulator"
BARE: Final = "a bare aiohttp.web handler"
#: What a million people may take, in GB.
_MOST: Final = 3.0
_MILLION: Final = 1_000_000
#: Of how many contacts each is read twice, and how many rows of the demo are made at once.
_CONTACTS: Final = 10_000
_ROWS: Final = 10_000
_ATTRIBUTES: Final = {"Address": "string", "Seats": "integer", "Renewal date": "date"}
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


def people(count: int) -> Iterator[dict[str, object]]:
    """Yield what the import of the demo sends of so many people."""
    for seed in itertools.count(1):
        for each in make_people(_ROWS if count >= _ROWS else 2 * count + 100, seed).expected.values():
            if count <= 0:
                return
            count -= 1
            named = {} if each.external_id is None else {"external_id": each.external_id}
            yield {"role": "user", **named, "email": each.email, **each.fields, "custom_attributes": each.custom}


def filled(simulator: Simulator, count: int) -> list[str]:
    """Import so many people, in the shape of the demo's, and return the paths of the first of them."""
    for name, data_type in _ATTRIBUTES.items():
        call(simulator, "POST", "/data_attributes", {"name": name, "model": "contact", "data_type": data_type})
    paths: list[str] = []
    for person in people(count):
        answer = call(simulator, "POST", "/contacts", person)
        if len(paths) < _CONTACTS:
            paths.append(f"/contacts/{json.loads(answer.body)['id']}")
    return paths


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
    """Report the CPU of reading one contact, always the same and always another."""
    simulator = Simulator(limit=10_000_000)
    paths = filled(simulator, bench.size(_CONTACTS, 80))
    answer = call(simulator, "GET", paths[0])
    async with serve(simulator) as url, bare(answer) as port, loading() as send:
        ours = int(url.rpartition(":")[2])
        for what, asked, requests in (
            ("A contact read over HTTP, CPU", paths[:1], bench.size(4_000, 80)),
            (f"Each of {len(paths):,} contacts read twice over HTTP, CPU", paths, 2 * len(paths)),
        ):
            turns = await bench.take_turns(
                {
                    OURS: partial(send, ours, asked, requests),
                    BARE: partial(send, port, asked, requests),
                }
            )
            bench.figure(9, what, OURS, BARE, turns.cpu(OURS, BARE), goal=at_most(2.5))
            took = {name: 1e6 * turns.each(name).median for name in (OURS, BARE)}
            bench.note(f"{what}: {took[OURS]:.0f} µs with {OURS}, {took[BARE]:.0f} µs with {BARE}")


def hold() -> None:
    """Print the bytes that as many people take together as standard input says, and the most of the process."""
    simulator, count = Simulator(limit=None), int(sys.stdin.read())
    gc.freeze()  # what was there before is not looked at again and again
    before = memory()
    filled(simulator, count)
    if simulator.report().people != count:
        msg = f"the simulator holds {simulator.report().people} people, not {count}"
        raise RuntimeError(msg)
    print(memory() - before, peak_rss())


async def held(bench: Bench) -> None:
    """Report the memory of a million contacts: really held where the command line says so, else from a part of them."""
    count = bench.size(asked_people or 50_000, 500)
    process = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _FILL],
        input=str(count),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
    )
    taken, peak = map(int, process.stdout.split())
    # The whole process, where all of them are there; else what they would take.
    most = Spread.of([(peak if count == _MILLION else taken / count * _MILLION) / 1e9])
    what = f"Memory of {_MILLION:,} contacts as the demo imports them"
    bench.figure(9, what, OURS, "", most, goal=at_most(_MOST), unit="GB", rounds=1)
    bench.note(
        f"{what}: {taken / count:.0f} bytes each of {count:,}, with the log of the last calls;"
        f" the process held {peak / 1e9:.2f} GB at most"
    )


async def simulator(bench: Bench) -> None:
    """Measure both, or only the memory where the command line says how many people."""
    if asked_people is None:
        await read(bench)
    await held(bench)


def _people_asked() -> int | None:
    """Take how many people are to be held off the command line."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--people", type=int)
    given, sys.argv[1:] = parser.parse_known_args()
    asked: int | None = given.people
    return asked


#: How many people to hold, and nothing else; None for the usual run.
asked_people: int | None = None

if __name__ == "__main__":
    asked_people = _people_asked()
    measuring.run(simulator)
