"""What share of a quota fifty callers use, and how often they are refused, under every kind of server."""

import asyncio
import math
import random
from typing import Any

import pytest
from support.gate_server import QuotaServer, call, load, until
from support.virtual_time import VirtualClock, run

from intercom_async.rate_limit.base import Lane
from intercom_async.rate_limit.gate import Gate

pytestmark = pytest.mark.no_cover  # half a million calls over the same lines
REAL: dict[str, Any] = {"limit": 1667, "window": 10.0}


@pytest.mark.parametrize(
    ("quota", "seconds"), [(REAL, 42), ({"limit": 166}, 20), ({"limit": 500}, 10)], ids=["1667/10s", "166/1s", "500/1s"]
)
def test_alone_the_whole_quota_is_used_and_nothing_refused(quota: dict[str, Any], seconds: float) -> None:
    outcome = run(load(QuotaServer(**quota), seconds=seconds))
    assert outcome.share >= 0.99
    assert outcome.refused == 0
    assert (outcome.tasks, outcome.in_flight) == (0, 0)


@pytest.mark.parametrize("skew", [3.0, -3.0, 3600.0])
@pytest.mark.parametrize(("quota", "seconds"), [(REAL, 22), ({}, 10)], ids=["1667/10s", "166/1s"])
def test_a_wrong_clock_costs_nothing(quota: dict[str, Any], seconds: float, skew: float) -> None:
    """Windows are placed by the answers' Date, so seconds or an hour between the clocks do not matter."""
    outcome = run(load(QuotaServer(**quota, skew=skew), seconds=seconds))
    assert outcome.share >= 0.98
    assert outcome.refused == 0


@pytest.mark.parametrize("skew", [0.0, 3.0, -3.0])
def test_a_wrong_clock_costs_nothing_at_the_real_quota_without_a_date(skew: float) -> None:
    outcome = run(load(QuotaServer(**REAL, skew=skew, dated=False), seconds=22))
    assert outcome.share >= 0.98
    assert outcome.refused == 0


@pytest.mark.parametrize(("missing", "least"), [(1.0, 0.99), (0.5, 0.98)])
@pytest.mark.parametrize("dated", [True, False])
def test_missing_headers(missing: float, least: float, *, dated: bool) -> None:
    """A server that says nothing gets the documented rate; one that says it now and then is believed."""
    outcome = run(load(QuotaServer(**REAL, missing=missing, dated=dated), seconds=22))
    assert outcome.share >= least
    assert outcome.refused == 0


@pytest.mark.parametrize(("quota", "seconds"), [(REAL, 60), ({"limit": 166}, 30)], ids=["1667/10s", "166/1s"])
def test_another_program_takes_a_third_of_the_quota(quota: dict[str, Any], seconds: float) -> None:
    """Its calls come at random moments; refused are under one in a thousand of the calls of several runs."""
    outcomes = []
    answered = refused = 0
    for seed in range(3):
        server = QuotaServer(**quota)
        outcomes.append(run(load(server, seconds=seconds, foreign=0.36, seed=seed)))
        answered += server.ours.total()
        refused += len(server.refused)
    assert min(outcome.share_of_rest for outcome in outcomes) >= 0.98
    assert refused / answered < 0.001


@pytest.mark.parametrize("rounded", [math.ceil, math.floor])
@pytest.mark.parametrize("quota", [REAL, {"limit": 333, "window": 2.0}], ids=["1667/10s", "333/2s"])
def test_windows_that_end_between_seconds(quota: dict[str, Any], rounded: Any) -> None:
    """A Reset that was cut to the second comes before the end of its window; the gate notices and waits."""
    outcome = run(load(QuotaServer(**quota, offset=0.4, rounded=rounded), seconds=22))
    assert outcome.share >= 0.98
    assert outcome.refused == 0


@pytest.mark.parametrize("wrong", [100_000, -100_000, -20])
def test_an_impossible_reset_neither_hangs_a_call_nor_opens_the_window(wrong: int) -> None:
    """Without a Reset that makes sense a window takes the documented ten seconds."""
    outcome = run(load(QuotaServer(**REAL, reset_add=wrong), seconds=22))
    assert outcome.share >= 0.98
    assert outcome.refused == 0


async def lanes(server: QuotaServer, seconds: float) -> tuple[list[float], float]:
    """Load the bulk lane beside five interactive calls a second: their waits, and the share of the quota used."""
    gate, dice, loop = Gate(VirtualClock()), random.Random(3), asyncio.get_running_loop()
    stop = loop.time() + seconds
    first = server.number() + 2
    waits: list[float] = []

    async def interactive() -> None:
        await asyncio.sleep(0.2 * (0.5 + dice.random()))
        started, counts = loop.time(), server.number() >= first
        await call(gate, server, dice, lane=Lane.INTERACTIVE)
        if counts:
            waits.append(loop.time() - started)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(50):
            tasks.create_task(until(stop, lambda: call(gate, server, dice)))
        tasks.create_task(until(stop, interactive))
        await asyncio.sleep(stop - loop.time())
        windows = range(first, server.number())
    assert not server.refused
    return waits, sum(server.ours[number] for number in windows) / (server.limit * len(windows))


@pytest.mark.parametrize("quota", [REAL, {"limit": 166}], ids=["1667/10s", "166/1s"])
def test_interactive_calls_do_not_wait_for_the_next_window_under_bulk_load(quota: dict[str, Any]) -> None:
    """After two windows with interactive calls their share is kept free; what they leave goes to bulk in the end."""
    waits, share = run(lanes(QuotaServer(**quota), 60 if quota is REAL else 30))
    assert len(waits) > 100
    assert max(waits) < 0.2
    assert share >= 0.97
