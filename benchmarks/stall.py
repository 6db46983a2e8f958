"""For how long does a page of 150 contacts keep every other task of the event loop waiting?

A task that does nothing but come round again sees the CPU that its thread spent since it last had its turn; what is
spent waiting, or by other programs, is not ours to answer for.
"""

import asyncio
import contextlib
import gc
import importlib.util
import statistics
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any, Final, TypeAlias

import iterate
import measuring
import orjson
import payloads
from iterate import OFFICIAL, OURS, RAW
from measuring import Bench, Spread, at_most
from server import serving

LOADS: Final = "orjson.loads"
#: Pages that count of each list; of the official client, which takes long for one.
_PAGES: Final = 12
_OFFICIAL_PAGES: Final = 2

#: Reads a list, page by page, and gives each to the function.
Read: TypeAlias = Callable[[Callable[[Sequence[Any]], Awaitable[None]]], Awaitable[int]]


class Watch:
    """Notes the most CPU that was spent between two turns of its task."""

    def __init__(self) -> None:
        self._longest = 0.0

    async def tick(self) -> None:
        """Come round again and again."""
        last = time.thread_time()
        while True:
            await asyncio.sleep(0)
            now = time.thread_time()
            self._longest = max(self._longest, now - last)
            last = now

    async def longest(self) -> float:
        """Return the longest stall since this was last asked."""
        await asyncio.sleep(0)  # the stall that is going on ends with the task's next turn
        found, self._longest = self._longest, 0.0
        return found


@contextlib.asynccontextmanager
async def watching() -> AsyncGenerator[Watch]:
    """Watch the running event loop."""
    gc.collect()
    gc.freeze()  # the collector would look through the modules of all peers in the middle of one peer's page
    watch = Watch()
    task = asyncio.create_task(watch.tick())
    try:
        yield watch
    finally:
        task.cancel()
        gc.unfreeze()


async def stalls(read: Read) -> list[float]:
    """Return the longest stall of each page that *read* gives but the first, with which a client gets ready."""
    found: list[float] = []
    async with watching() as watch:

        async def use(_: Sequence[Any]) -> None:
            found.append(await watch.longest())

        await read(use)
    return found[1:]


async def loads(body: bytes, times: int) -> list[float]:
    """Return the stalls of nothing but reading *body* into dicts."""
    found: list[float] = []
    async with watching() as watch:
        for _ in range(times):
            await watch.longest()
            orjson.loads(body)
            found.append(await watch.longest())
    return found


async def stall(bench: Bench) -> None:
    """Report the longest stall of each peer, and its usual one."""
    pages, few = bench.size(_PAGES, 1) + 1, bench.size(_OFFICIAL_PAGES, 1) + 1
    body = payloads.page(payloads.items(0))
    taken: dict[str, list[list[float]]] = {}
    with serving(pages=pages) as server:
        reads: dict[str, Read] = {
            OURS: lambda use: iterate.ours(server.url, use),
            RAW: lambda use: iterate.raw(server.url, use),
        }
        if importlib.util.find_spec("intercom") is not None:
            reads[OFFICIAL] = lambda use: iterate.official(server.url, use, pages=few)
        else:
            bench.skip(OFFICIAL, "python-intercom is not installed")
        for number in range(-1, bench.rounds):
            of_round = {LOADS: await loads(body, 2 * pages)}
            of_round |= {name: await stalls(read) for name, read in reads.items()}
            if number >= 0:  # the first imports what the others need
                for name, found in of_round.items():
                    taken.setdefault(name, []).append(found)
    units = [statistics.median(found) for found in taken[LOADS]]
    for name in reads:
        of_rounds = list(zip(taken[name], units, strict=True))
        usual = Spread.of(statistics.median(found) / unit for found, unit in of_rounds)
        longest = Spread.of(max(found) / unit for found, unit in of_rounds)
        goal = at_most(4) if name == OURS else None
        bench.figure(7, "Longest stall of the event loop while a page of 150 is read", name, LOADS, usual, goal=goal)
        bench.figure(7, f"The same, the worst of {len(taken[name][0])} pages", name, LOADS, longest)
    bench.note(f"{LOADS} of a page took {statistics.median(units) * 1e3:.2f} ms of CPU")


if __name__ == "__main__":
    measuring.run(stall)
