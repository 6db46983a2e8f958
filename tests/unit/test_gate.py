"""The gate: who may send when, and what is left behind when calls are cancelled, lost or late."""

import asyncio
import random
import statistics
from datetime import UTC, datetime

import pytest
from support.gate_server import EPOCH, QuotaServer, call, count_soon, nothing_waits, opened, told, until
from support.virtual_time import VirtualClock, run

from intercom_async.errors import DeadlineExceededError
from intercom_async.http import Headers
from intercom_async.rate_limit.base import Lane
from intercom_async.rate_limit.gate import Gate
from intercom_async.rate_limit.window import PROBES


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


@pytest.mark.parametrize("reset", [-100, 100_000])
def test_a_reset_that_cannot_be_is_as_good_as_none(reset: int) -> None:
    """Before the answer itself, or in a day: the window then takes the documented ten seconds."""

    async def main() -> None:
        gate = await opened(0, reset=reset)
        await gate.acquire(Lane.INTERACTIVE)
        assert 10.0 <= asyncio.get_running_loop().time() < 10.1

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
