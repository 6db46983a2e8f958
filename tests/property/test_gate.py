"""Whatever a server says and however calls end: the gate goes on, and an honest quota is never passed."""

import asyncio
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.gate_server import QuotaServer, call, until
from support.virtual_time import VirtualClock, run

from intercom_async.http import Headers
from intercom_async.rate_limit.base import Lane
from intercom_async.rate_limit.gate import Gate

EPOCH = 1_700_000_000
NUMBERS = st.one_of(
    st.integers(-10, 2000).map(str), st.integers(EPOCH - 100, EPOCH + 200).map(str), st.text(max_size=5)
)
DATES = st.sampled_from(["Tue, 14 Nov 2023 22:13:20 GMT", "Tue, 14 Nov 2023 23:13:20 GMT", "soon", ""])
SAID = st.fixed_dictionaries(
    {},
    optional={
        "X-RateLimit-Limit": NUMBERS,
        "X-RateLimit-Remaining": NUMBERS,
        "X-RateLimit-Reset": NUMBERS,
        "Retry-After": NUMBERS,
        "Date": DATES,
    },
)
ENDS = st.tuples(st.sampled_from(["answered", "refused", "lost", "not sent", "cancelled"]), SAID, st.floats(0, 30))


@given(ends=st.lists(ENDS, max_size=30))
def test_no_answer_stops_the_gate(ends: list[tuple[str, dict[str, str], float]]) -> None:
    """After any history the next call gets its permit within the longest wait that a server can cause."""

    async def one(gate: Gate, end: str, said: dict[str, str], seconds: float) -> None:
        permit = await gate.acquire(Lane.BULK)
        await asyncio.sleep(seconds)
        match end:
            case "answered" | "refused":
                permit.answered(Headers(said.items()), refused=end == "refused")
            case "lost" | "not sent":
                permit.lost(sent=end == "lost")
            case _:
                permit.lost(sent=True)
                raise asyncio.CancelledError

    async def main() -> None:
        gate = Gate(VirtualClock())
        async with asyncio.timeout(10_000):
            await asyncio.gather(*(one(gate, *end) for end in ends), return_exceptions=True)
        async with asyncio.timeout(130):
            (await gate.acquire(Lane.INTERACTIVE)).lost(sent=False)
        await asyncio.sleep(0)
        snapshot = gate.snapshot()
        assert (snapshot.in_flight, snapshot.waiting) == (0, {"interactive": 0, "bulk": 0})
        assert len(asyncio.all_tasks()) == 1

    run(main())


SERVERS = st.fixed_dictionaries(
    {
        "limit": st.integers(5, 200),
        "window": st.sampled_from([1.0, 2.0, 5.0, 10.0, 60.0]),
        "skew": st.floats(-7200, 7200),
    }
)


@settings(max_examples=25)
@given(server=SERVERS, callers=st.integers(1, 60), seed=st.integers(0, 1000))
def test_an_honest_quota_is_never_passed(server: dict[str, Any], callers: int, seed: int) -> None:
    quota = QuotaServer(**server)

    async def main() -> None:
        gate, dice, stop = Gate(VirtualClock()), random.Random(seed), min(3 * quota.window, 20.0)
        longest = stop + (callers / quota.limit + 4) * quota.window
        async with asyncio.timeout(longest), asyncio.TaskGroup() as tasks:
            for _ in range(callers):
                tasks.create_task(until(stop, lambda: call(gate, quota, dice, lane=dice.choice(list(Lane)))))
        assert gate.snapshot().in_flight == 0

    run(main())
    assert quota.refused == []
