"""What the gate leaves behind: nothing, whether calls are cancelled, collected, forked or left in closed loops."""

import asyncio
import gc
import os
import random
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.gate_server import EPOCH, QuotaServer, call, count_soon, nothing_waits, opened, told
from support.virtual_time import VirtualClock, VirtualLoop, run

from intercom_async.http import Headers
from intercom_async.rate_limit.base import Lane
from intercom_async.rate_limit.gate import Gate, shared_gate
from intercom_async.rate_limit.window import PROBES


def test_a_thousand_calls_cancelled_at_random_leave_nothing() -> None:
    """Waiting, just granted or in flight: no permit, no waiting call, no task stays, and the quota is whole."""

    async def main() -> None:
        server, gate, dice = QuotaServer(limit=50), Gate(VirtualClock()), random.Random(5)
        lanes = [Lane.INTERACTIVE, Lane.BULK]

        async def one() -> None:
            permit = await gate.acquire(dice.choice(lanes))
            try:
                await asyncio.sleep(0.05 * dice.random())
                _, headers = server.answer()
                await asyncio.sleep(0.05 * dice.random())
            except asyncio.CancelledError:
                permit.lost(sent=True)
                raise
            permit.answered(headers, refused=False)

        tasks = [asyncio.create_task(one()) for _ in range(1000)]
        while alive := [task for task in tasks if not task.done()]:
            dice.choice(alive).cancel()
            await asyncio.sleep(dice.choice([0.0, 0.005]))
        assert sum(task.cancelled() for task in tasks) > 500
        await asyncio.sleep(0)
        assert nothing_waits(gate)
        assert not server.refused
        await asyncio.sleep(2)
        await call(gate, server, dice)
        assert gate.snapshot().remaining == server.limit - 1

    run(main())


def test_a_call_cancelled_just_when_it_was_granted_gives_its_permit_back() -> None:
    async def main() -> None:
        gate = await opened(1)
        only = await gate.acquire(Lane.BULK)
        waiting = asyncio.create_task(gate.acquire(Lane.BULK))
        await asyncio.sleep(0)
        only.lost(sent=False)
        assert gate.snapshot().in_flight == 1
        waiting.cancel()
        await asyncio.wait([waiting])
        assert waiting.cancelled()
        assert nothing_waits(gate)

    run(main())


def test_calls_left_behind_in_a_closed_loop_do_no_harm() -> None:
    """They never get a permit, and nobody waits behind them."""
    clock = VirtualClock()
    clock.monotonic = lambda: now[0]  # type: ignore[method-assign]  # one time for both loops
    now = [0.0]
    gate = Gate(clock)
    old = VirtualLoop()

    async def use_up() -> None:
        reset = Headers([("X-RateLimit-Limit", "10"), ("X-RateLimit-Remaining", "0")])
        (await gate.acquire(Lane.INTERACTIVE)).answered(reset, refused=False)

    old.run_until_complete(use_up())
    left = [old.create_task(gate.acquire(Lane.INTERACTIVE)) for _ in range(3)]
    old.run_until_complete(asyncio.sleep(0))
    for task in asyncio.all_tasks(old):
        task._log_destroy_pending = False  # type: ignore[attr-defined]  # left behind on purpose
    old.close()
    assert gate.snapshot().waiting["interactive"] == 3

    async def main() -> None:
        now[0] = 11.0
        permit = await asyncio.wait_for(gate.acquire(Lane.BULK), 1)
        permit.answered(Headers(), refused=False)
        assert nothing_waits(gate)

    run(main())
    assert not any(task.done() for task in left)


def test_a_collected_call_gives_its_permit_back() -> None:
    """Its coroutine is closed when nobody can finish it any more, also while the gate is being used."""

    async def main() -> None:
        gate = await opened(9)

        async def abandoned() -> None:
            permit = await gate.acquire(Lane.INTERACTIVE)
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                permit.lost(sent=True)

        coroutine = abandoned()
        coroutine.send(None)
        assert gate.snapshot().in_flight == 1
        with gate._lock:
            del coroutine
            gc.collect()
        assert gate.snapshot().in_flight == 0

    run(main())


def test_gates_are_shared_by_key_and_clock() -> None:
    clock = VirtualClock()

    async def main() -> None:
        assert shared_gate("one", clock) is shared_gate("one", clock)
        assert shared_gate("one", clock) is not shared_gate("two", clock)
        assert shared_gate("one", clock) is not shared_gate("one", VirtualClock())

    run(main())


def test_an_idle_gate_is_dropped_unless_somebody_holds_it() -> None:
    """What it knew is of no use; but two gates for one quota would pass it."""

    async def main() -> None:
        clock = VirtualClock()
        held, dropped = shared_gate("held", clock), weakref.ref(shared_gate("dropped", clock))
        busy = await shared_gate("busy", clock).acquire(Lane.BULK)
        await asyncio.sleep(400)
        for other in range(2_000):  # each new one looks at a few of the others
            shared_gate(f"other {other}", clock)
        gc.collect()
        assert dropped() is None
        assert shared_gate("held", clock) is held
        assert shared_gate("busy", clock).snapshot().in_flight == 1
        busy.lost(sent=False)

    run(main())


def test_a_fork_counts_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parent's calls in flight are no business of the child, and their end changes nothing there."""

    async def main() -> None:
        gate = await opened(9)
        parents = [await gate.acquire(Lane.INTERACTIVE) for _ in range(3)]
        monkeypatch.setattr(os, "getpid", lambda: -1)
        assert gate.snapshot().in_flight == 0
        assert await count_soon(gate) == PROBES
        parents[0].lost(sent=True)
        parents[1].answered(told(0), refused=True)
        assert gate.snapshot().in_flight == PROBES
        assert gate.snapshot().limit is None

    run(main())


class FixedClock:
    """A clock that stands still, for threads that have no event loop."""

    def now(self) -> float:
        return EPOCH

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def test_a_thread_without_event_loop_may_report() -> None:
    """What it says reaches those who wait elsewhere, also when the news overtake each other."""
    gate = Gate(FixedClock())
    (await gate.acquire(Lane.BULK)).answered(told_at(0, 2), refused=False)
    first, second = [await gate.acquire(Lane.BULK) for _ in range(2)]
    waiting = asyncio.create_task(gate.acquire(Lane.BULK))
    await asyncio.sleep(0)

    def report() -> None:
        first.answered(told_at(1, 1), refused=False)  # the window ends earlier than thought
        second.lost(sent=False)

    with ThreadPoolExecutor(1) as threads:
        threads.submit(report).result()
    permit = await waiting
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == 1
    permit.lost(sent=False)


async def test_a_call_cancelled_before_another_threads_grant_reaches_it_gives_its_permit_back() -> None:
    gate = Gate(FixedClock())
    (await gate.acquire(Lane.BULK)).answered(told_at(0, 1), refused=False)
    only = await gate.acquire(Lane.BULK)
    waiting = asyncio.create_task(gate.acquire(Lane.BULK))
    await asyncio.sleep(0)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(only.lost, sent=False).result()
    assert gate.snapshot().in_flight == 1
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    assert nothing_waits(gate)


def told_at(second: int, remaining: int) -> Headers:
    """Return the headers of an answer dated some seconds after the fixed clock's time."""
    values = {"Limit": 10, "Remaining": remaining, "Reset": EPOCH + 10}
    pairs = [(f"X-RateLimit-{name}", str(value)) for name, value in values.items()]
    return Headers([*pairs, ("Date", f"Tue, 14 Nov 2023 22:13:2{second} GMT")])
