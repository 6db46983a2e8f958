"""The gate: who may send when, and what is left behind when calls are cancelled, lost or late."""

import asyncio
import gc
import os
import random
import statistics
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from support.gate_server import QuotaServer, call, until
from support.virtual_time import VirtualClock, VirtualLoop, run

from intercom_async.errors import DeadlineExceededError
from intercom_async.http import Headers
from intercom_async.rate_limit.base import Lane, Permit
from intercom_async.rate_limit.gate import Gate, shared_gate
from intercom_async.rate_limit.window import PROBES

EPOCH = 1_700_000_000


def told(remaining: int, *, reset: float = 10.0, limit: int = 10, **more: str) -> Headers:
    """Return the headers of an answer that is given now; *reset* is in seconds of the loop's time."""
    now = EPOCH + asyncio.get_running_loop().time()
    date = datetime.fromtimestamp(now, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    values = {"Limit": limit, "Remaining": remaining, "Reset": int(EPOCH + reset)}
    pairs = [(f"X-RateLimit-{name}", str(value)) for name, value in values.items()]
    return Headers([*pairs, ("Date", date), *more.items()])


async def opened(remaining: int, *, reset: float = 10.0, limit: int = 10) -> Gate:
    """Return a gate that learned that *remaining* calls are left until *reset*."""
    gate = Gate(VirtualClock())
    (await gate.acquire(Lane.INTERACTIVE)).answered(told(remaining, reset=reset, limit=limit), refused=False)
    return gate


async def soon(gate: Gate, lane: Lane = Lane.INTERACTIVE) -> Permit | None:
    """Return a permit that is there at once, None when the call would wait."""
    task = asyncio.create_task(gate.acquire(lane))
    await asyncio.sleep(0)
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
        return None
    return task.result()


async def count_soon(gate: Gate, lane: Lane = Lane.INTERACTIVE) -> int:
    """Take every permit that is there at once."""
    count = 0
    while await soon(gate, lane) is not None:
        count += 1
    return count


def nothing_waits(gate: Gate) -> bool:
    """Say whether no permit, no waiting call and no task of the gate is left."""
    snapshot = gate.snapshot()
    return snapshot.in_flight == 0 and not any(snapshot.waiting.values()) and len(asyncio.all_tasks()) == 1


def test_unknown_quota_is_probed_softly() -> None:
    async def main() -> None:
        gate = Gate(VirtualClock())
        assert await count_soon(gate) == PROBES
        assert gate.snapshot().limit is None
        assert gate.snapshot().resets_at is None

    run(main())


def test_snapshot_says_what_is_known() -> None:
    async def main() -> None:
        gate = await opened(7)
        await gate.acquire(Lane.BULK)
        waiting = asyncio.create_task(asyncio.sleep(0))
        await waiting
        snapshot = gate.snapshot()
        assert (snapshot.limit, snapshot.remaining, snapshot.in_flight, snapshot.window) == (10, 6, 1, 10.0)
        assert snapshot.waiting == {"interactive": 0, "bulk": 0}
        assert snapshot.resets_at == datetime.fromtimestamp(EPOCH + 10, UTC)
        assert snapshot.foreign_rate == 0

    run(main())


def test_calls_in_flight_are_part_of_what_is_left() -> None:
    async def main() -> None:
        gate = Gate(VirtualClock())
        first, *_ = [await gate.acquire(Lane.INTERACTIVE) for _ in range(PROBES)]
        first.answered(told(9), refused=False)
        assert await count_soon(gate) == 9 - (PROBES - 1)

    run(main())


def test_a_refused_call_is_the_truth_for_all_until_the_window_ends() -> None:
    """Whatever Remaining says, one 429 holds back every task, and they go when the next window begins."""

    async def main() -> None:
        gate = await opened(9)
        (await gate.acquire(Lane.INTERACTIVE)).answered(told(5), refused=True)
        assert gate.snapshot().remaining == 0
        permits = await asyncio.gather(gate.acquire(Lane.INTERACTIVE), gate.acquire(Lane.BULK))
        assert asyncio.get_running_loop().time() >= 10
        for permit in permits:
            permit.lost(sent=False)

    run(main())


@pytest.mark.parametrize(("asked", "least"), [("25", 25), ("100000", 60), ("soon", 10)])
def test_retry_after_is_a_floor_and_is_capped(asked: str, least: float) -> None:
    async def main() -> None:
        gate = await opened(9)
        refusal = told(0, **{"Retry-After": asked})
        (await gate.acquire(Lane.INTERACTIVE)).answered(refusal, refused=True)
        await gate.acquire(Lane.INTERACTIVE)
        assert least <= asyncio.get_running_loop().time() < least + 1

    run(main())


@pytest.mark.parametrize(("headers", "least"), [({}, 10.0), ({"Retry-After": "3"}, 3.0)])
@pytest.mark.parametrize("known", [True, False])
def test_a_refusal_without_the_three_headers(headers: dict[str, str], least: float, *, known: bool) -> None:
    """It shuts the window for as long as it asks, or until its end, whether or not the quota was ever told."""

    async def main() -> None:
        gate = await opened(9) if known else Gate(VirtualClock())
        (await gate.acquire(Lane.INTERACTIVE)).answered(Headers(headers.items()), refused=True)
        await gate.acquire(Lane.BULK)
        assert least <= asyncio.get_running_loop().time() < least + 0.1

    run(main())


def test_a_late_answer_of_an_older_window_does_not_disturb() -> None:
    """Neither its Remaining nor its 429 says anything about the window that is open now."""

    async def main() -> None:
        gate = await opened(5)
        late = [await gate.acquire(Lane.INTERACTIVE) for _ in range(2)]
        await asyncio.sleep(11)
        (await gate.acquire(Lane.INTERACTIVE)).answered(told(9, reset=20), refused=False)
        late[0].answered(told(0), refused=False)
        late[1].answered(told(0), refused=True)
        assert gate.snapshot().remaining == 9
        assert await count_soon(gate) == 9

    run(main())


def test_a_late_answer_before_any_of_the_new_window() -> None:
    async def main() -> None:
        gate = await opened(5)
        late = await gate.acquire(Lane.INTERACTIVE)
        await asyncio.sleep(11)
        probe = await gate.acquire(Lane.INTERACTIVE)
        late.answered(told(0), refused=True)
        assert gate.snapshot().remaining == 9
        probe.answered(told(9, reset=20), refused=False)

    run(main())


def test_calls_in_flight_over_the_boundary_may_count_in_the_new_window() -> None:
    """They are kept free there until their answers tell where they were counted."""

    async def main() -> None:
        gate = await opened(8)
        over = [await gate.acquire(Lane.INTERACTIVE) for _ in range(6)]
        await asyncio.sleep(11)
        probe = await gate.acquire(Lane.INTERACTIVE)
        probe.answered(told(9, reset=20), refused=False)
        assert gate.snapshot().remaining == 3
        over[0].answered(told(8, reset=20), refused=False)  # counted here
        over[1].answered(told(3), refused=False)  # counted there
        assert gate.snapshot().remaining == 4

    run(main())


def test_new_windows_are_probed_softly() -> None:
    """Who else uses the quota may have used the new window already, so only a few calls go before its first answer."""

    async def main() -> None:
        gate = await opened(0)
        await asyncio.sleep(11)
        assert await count_soon(gate) == PROBES

    run(main())


def test_lost_calls_count_until_an_answer_proves_otherwise() -> None:
    async def main() -> None:
        gate = await opened(9)
        for _ in range(3):
            (await gate.acquire(Lane.INTERACTIVE)).lost(sent=True)
        assert gate.snapshot().remaining == 6
        await asyncio.sleep(0.1)
        (await gate.acquire(Lane.INTERACTIVE)).answered(told(8), refused=False)  # none of them arrived
        assert gate.snapshot().remaining == 8

    run(main())


def test_calls_that_never_left_are_given_back() -> None:
    async def main() -> None:
        gate = await opened(9)
        for _ in range(30):
            (await gate.acquire(Lane.INTERACTIVE)).lost(sent=False)
        assert gate.snapshot().remaining == 9
        assert nothing_waits(gate)

    run(main())


def test_lost_probes_make_room_for_others() -> None:
    """A new window whose first calls get no answer is not closed to the rest."""

    async def main() -> None:
        gate = await opened(0)
        await asyncio.sleep(11)
        for _ in range(8):
            (await gate.acquire(Lane.INTERACTIVE)).lost(sent=True)
        assert gate.snapshot().remaining == 2
        await asyncio.sleep(10)
        assert await count_soon(gate) == PROBES  # a window without any answer says nothing of other programs

    run(main())


def test_a_server_that_stays_silent_is_not_kept_account_of() -> None:
    """Without any quota told, answers leave nothing behind in memory, and the documented rate holds."""

    async def main() -> None:
        gate = Gate(VirtualClock())
        for _ in range(1000):
            (await gate.acquire(Lane.INTERACTIVE)).answered(Headers(), refused=False)
        assert asyncio.get_running_loop().time() == pytest.approx(1000 / 166.6, abs=0.1)
        assert not gate._window._unseen

    run(main())


def test_a_quota_told_only_by_remaining() -> None:
    async def main() -> None:
        gate = Gate(VirtualClock())
        only = Headers([("X-RateLimit-Remaining", "40")])
        (await gate.acquire(Lane.INTERACTIVE)).answered(only, refused=False)
        assert await count_soon(gate) == 40

    run(main())


def test_a_quota_told_only_by_limit() -> None:
    async def main() -> None:
        gate = Gate(VirtualClock())
        only = Headers([("X-RateLimit-Limit", "40")])
        (await gate.acquire(Lane.INTERACTIVE)).answered(only, refused=False)
        assert await count_soon(gate) == 39

    run(main())


def test_deadline_before_the_next_chance_fails_at_once() -> None:
    async def main() -> None:
        gate = await opened(0)
        with pytest.raises(DeadlineExceededError, match=r"used up until 22:13:30 UTC") as caught:
            await gate.acquire(Lane.INTERACTIVE, give_up_at=9.0)
        assert asyncio.get_running_loop().time() == 0
        assert caught.value.retry_at == datetime.fromtimestamp(EPOCH + 10, UTC)
        assert nothing_waits(gate)

    run(main())


def test_deadline_after_the_next_chance_waits() -> None:
    async def main() -> None:
        gate = await opened(0)
        await gate.acquire(Lane.INTERACTIVE, give_up_at=11.0)
        assert asyncio.get_running_loop().time() == pytest.approx(10, abs=0.1)

    run(main())


def test_those_ahead_count_against_a_deadline() -> None:
    """With two windows' worth of calls waiting, the next window is not this call's chance."""

    async def main() -> None:
        gate = await opened(0)
        waiting = [asyncio.create_task(gate.acquire(Lane.BULK)) for _ in range(25)]
        await asyncio.sleep(0)
        with pytest.raises(DeadlineExceededError) as caught:
            await gate.acquire(Lane.BULK, give_up_at=15.0)
        assert caught.value.retry_at == datetime.fromtimestamp(EPOCH + 30, UTC)
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
        assert nothing_waits(gate)

    run(main())


def test_interactive_calls_go_before_bulk_calls_that_asked_earlier() -> None:
    async def main() -> None:
        gate = await opened(0)
        order: list[str] = []

        async def ask(name: str, lane: Lane) -> None:
            permit = await gate.acquire(lane)
            order.append(name)
            permit.answered(told(9, reset=20), refused=False)

        lanes = {"bulk 1": Lane.BULK, "bulk 2": Lane.BULK, "first": Lane.INTERACTIVE, "second": Lane.INTERACTIVE}
        await asyncio.gather(*(ask(name, lane) for name, lane in lanes.items()))
        assert order == ["first", "second", "bulk 1", "bulk 2"]

    run(main())


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


def test_a_thousand_equal_tasks_stay_fair() -> None:
    async def main() -> None:
        server, gate, dice, loop = QuotaServer(), Gate(VirtualClock()), random.Random(6), asyncio.get_running_loop()
        waits: list[float] = []

        async def timed() -> None:
            started = loop.time()
            await call(gate, server, dice)
            if started > 8:  # all queued once
                waits.append(loop.time() - started)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(1000):
                tasks.create_task(until(20, timed))
        assert not server.refused
        assert len(waits) > 10 * server.limit
        assert statistics.quantiles(waits, n=100)[98] <= 3 * statistics.median(waits)

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
        for other in range(10):
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


def test_a_server_clock_that_was_set_back_is_followed() -> None:
    async def main() -> None:
        gate = await opened(0)
        await asyncio.sleep(11)
        back = Headers(
            [
                ("X-RateLimit-Limit", "10"),
                ("X-RateLimit-Remaining", "0"),
                ("X-RateLimit-Reset", str(EPOCH - 3580)),
                ("Date", "Tue, 14 Nov 2023 21:13:31 GMT"),
            ]
        )
        (await gate.acquire(Lane.INTERACTIVE)).answered(back, refused=False)
        await gate.acquire(Lane.INTERACTIVE)
        assert asyncio.get_running_loop().time() == pytest.approx(20, abs=0.1)

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
