"""The simulator's clock: read, set, moved on, stopped; and those who sleep by it."""

import asyncio

import pytest
from support.simulator_calls import Api, ManualClock

from intercom_async.simulator import Simulator
from intercom_async.simulator.virtual_clock import VirtualClock


def test_it_runs_on_from_where_it_was_set() -> None:
    base = ManualClock(1000.0)
    clock = VirtualClock(base)
    assert (clock.now(), clock.monotonic(), clock.stands) == (1000.0, 1000.0, False)
    clock.set(5000.0)
    base.time += 1
    assert (clock.now(), clock.monotonic()) == (5001.0, 5001.0)
    clock.advance(60)
    assert clock.now() == 5061.0
    with pytest.raises(ValueError, match="at least 0"):
        clock.advance(-1)


def test_it_stands_until_it_runs() -> None:
    base = ManualClock(1000.0)
    clock = VirtualClock(base)
    clock.stand()
    base.time += 10
    assert (clock.now(), clock.monotonic(), clock.stands) == (1000.0, 1000.0, True)
    clock.advance(5)
    clock.run()
    base.time += 1
    assert (clock.now(), clock.stands) == (1006.0, False)


async def test_while_it_runs_sleeping_is_the_other_clocks() -> None:
    base = ManualClock(1000.0)
    await VirtualClock(base).sleep(3)
    assert base.slept == [3]


async def test_while_it_stands_sleepers_wake_in_the_order_of_their_times() -> None:
    """No time passes but theirs, and the one that sleeps longest says how late it is."""
    clock = VirtualClock(now=0.0)
    woken: list[tuple[int, float]] = []

    async def sleeper(seconds: int) -> None:
        await clock.sleep(seconds)
        woken.append((seconds, clock.now()))

    await asyncio.gather(*map(sleeper, (30, 10, 20, 10)))
    assert woken == [(10, 10.0), (10, 10.0), (20, 20.0), (30, 30.0)]


async def test_a_sleeper_that_is_cancelled_holds_nobody_up() -> None:
    clock = VirtualClock(now=0.0)
    first, second = (asyncio.create_task(clock.sleep(seconds)) for seconds in (1, 2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait_for(second, 5)
    assert clock.now() == 2.0


async def test_a_clock_that_was_moved_past_a_sleeper_stays_there() -> None:
    """Setting it, or letting it run, while somebody sleeps does not turn it back."""
    clock = VirtualClock(now=0.0)
    sleeper = asyncio.create_task(clock.sleep(10))
    await asyncio.sleep(0)
    clock.set(100.0)
    await sleeper
    assert clock.now() == 100.0
    sleeper = asyncio.create_task(clock.sleep(10))
    await asyncio.sleep(0)
    clock.run()
    await sleeper
    assert clock.now() < 105.0


def test_a_simulator_takes_one_as_it_is() -> None:
    clock = VirtualClock(now=5.0)
    assert Simulator(clock=clock).clock is clock


def test_it_is_read_and_put_over_http(api: Api) -> None:
    """A snoozed hour need not be waited for."""
    assert api.get("/_simulator/clock", token=None).body == {"now": 1_700_000_000.0, "stands": False}
    assert api.put("/_simulator/clock", {"advance": 3600}).body["now"] == 1_700_003_600.0
    assert api.contact(email="a@b.c")["created_at"] == 1_700_003_600
    stands = api.put("/_simulator/clock", {"now": 1_800_000_000, "stands": True}).body
    api.clock.time += 50
    assert api.get("/_simulator/clock").body == stands == {"now": 1_800_000_000, "stands": True}
    assert api.put("/_simulator/clock", {"stands": False}).body == {"now": 1_800_000_000.0, "stands": False}


@pytest.mark.parametrize(
    "body",
    [
        None, b"{", [], {}, {"then": 1}, {"now": "x"}, {"now": None}, {"now": True}, {"now": 1e300}, {"advance": -1},
        {"advance": 10**400}, {"stands": 1}, b'{"now": NaN}', {"stands": "x", "now": 5},
    ],
)  # fmt: skip
def test_no_time_is_refused_and_changes_nothing(api: Api, body: object) -> None:
    assert api.put("/_simulator/clock", body).status == 400
    assert api.get("/_simulator/clock").body == {"now": 1_700_000_000.0, "stands": False}
