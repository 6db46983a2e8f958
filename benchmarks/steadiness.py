"""Is the hundred-thousandth call like the first? Memory, instructions, and the waiting of a thousand equal tasks."""

import asyncio
import gc
import os
import time
from pathlib import Path
from typing import Final

import attrs
import in_memory
import measuring
from instructions import AMOUNTS, HERE, CannotCountError, count
from measuring import Bench, Spread, at_most

from intercom_async import Intercom
from intercom_async import operations as ops
from intercom_async.simulator import Simulator, SimulatorTransport

OURS: Final = "intercom_async"
_STATM: Final = Path("/proc/self/statm")
#: Calls that the tasks may make together in each window of a second: their turn comes every third window.
_LIMIT: Final = 400


def memory() -> int:
    """Return the bytes that this process holds; the most that it ever held where that cannot be found out."""
    gc.collect()
    if _STATM.exists():
        return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return measuring.peak_rss()


async def flat(bench: Bench) -> None:
    """Report how memory grows from the first tenth of a million calls on."""
    calls, work = bench.size(100_000, 200), in_memory.one_contact()
    held: list[int] = []
    began = time.perf_counter()
    for _ in range(10):
        for _ in range(calls):
            await work()
        held.append(memory())
    took = time.perf_counter() - began
    most = Spread.of([max(held) / held[0]])
    what = f"Most memory during {10 * calls:,} calls in memory"
    bench.figure(8, what, OURS, f"that after {calls:,}", most, goal=at_most(1.02), rounds=len(held))
    bench.note(f"{what}: {held[0] / 1e6:.1f} MB after {calls:,}, {held[-1] / 1e6:.1f} MB at the end, {took:.0f} s")


async def even(bench: Bench) -> None:
    """Report whether a call costs the same at first and after a hundred thousand."""
    early, late = bench.size(1_000, 64), bench.size(100_000, 128)
    counted = bench.size(1_024, 64)  # of every 64 objects one is checked: the same number in both
    amount = attrs.evolve(AMOUNTS[0], before=early, counted=counted)
    try:
        first = await asyncio.to_thread(count, amount, HERE.parent)
        then = await asyncio.to_thread(count, attrs.evolve(amount, before=late), HERE.parent)
    except CannotCountError as reason:
        bench.skip("instructions", str(reason))
        return
    away = Spread.of([abs(then / first - 1)])
    what = f"Instructions of a call in memory after {late:,} calls, away"
    bench.figure(8, what, OURS, f"those after {early:,}", away, goal=at_most(0.01), rounds=1)
    bench.note(f"A call in memory takes {first:,} instructions after {early:,} calls, {then:,} after {late:,}")


@attrs.define
class Queue:
    """Calls of many equal tasks, each of which makes the next as soon as one is answered."""

    client: Intercom
    over: bool = False
    #: How long each call took, but for each task's first, which finds the quota fresh.
    waits: list[float] = attrs.field(factory=list[float])

    async def task(self) -> None:
        """Call until it is over."""
        first = True
        while not self.over:
            began = time.monotonic()
            await self.client.request(ops.Admins.me())
            if not first:
                self.waits.append(time.monotonic() - began)
            first = False


async def fair(bench: Bench) -> None:
    """Report how much longer than others some of a thousand tasks wait for their share of a quota."""
    tasks, windows, limit = bench.size(1_000, 100), bench.size(10, 2), bench.size(_LIMIT, 80)
    simulator = Simulator(token="benchmark", limit=limit, window=1.0)
    async with (
        Intercom("benchmark", transport=SimulatorTransport(simulator), rate_limit_key="fair") as client,
        asyncio.timeout(10 * (windows + tasks / limit)),
        asyncio.TaskGroup() as running,
    ):
        queue = Queue(client)
        for _ in range(tasks):
            running.create_task(queue.task())
        await asyncio.sleep(windows)
        queue.over = True  # every call under way still ends: one that was forgotten would be the longest
    waits = sorted(queue.waits)
    middle, late = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    what = f"Waiting of {tasks:,} equal tasks over {windows} windows, the 99th percentile"
    bench.figure(8, what, OURS, "the median", Spread.of([late / middle]), goal=at_most(3), rounds=windows)
    bench.note(f"{what}: {late:.2f} s, median {middle:.2f} s, longest {waits[-1]:.2f} s, of {len(waits):,} calls")


async def steadiness(bench: Bench) -> None:
    """Report everything about calls that are many."""
    await flat(bench)
    await fair(bench)
    await even(bench)


if __name__ == "__main__":
    measuring.run(steadiness)
