"""Scrolls that are cancelled at any moment, in any number, leave neither a task nor a held lock."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st
from support.paging_clients import client, other_tasks, simulated
from support.virtual_time import run

from intercom_async.scroll import scroll_lock
from intercom_async.simulator import Fault

MOMENTS = st.integers(0, 200).map(lambda tenths: tenths / 10)


@settings(max_examples=30)
@given(
    cancelled=st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=4),
    turns=st.integers(0, 6),
    broken=st.integers(0, 8),
)
def test_nothing_is_left_of_cancelled_scrolls(cancelled: list[tuple[float, float]], turns: int, broken: int) -> None:
    """Each begins and is cancelled at a moment, some turns of the loop after it; one that is not ends complete."""

    async def main() -> None:
        faults = [Fault(kind="drop", operation="users.scroll", after=broken, times=2)]
        transport = simulated(350, latency=0.7, faults=faults)
        key = "cancelled"

        async def read(begin: float) -> int:
            await asyncio.sleep(begin)
            scroll = client(transport, version="1.4", rate_limit_key=key).users.scroll()
            return len([each async for each in scroll])

        async def cancel(task: "asyncio.Task[int]", at: float) -> None:
            await asyncio.sleep(at)
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()

        whole = asyncio.create_task(read(3.0))
        tasks = [(asyncio.create_task(read(begin)), end) for begin, end in cancelled]
        ended = await asyncio.gather(*(cancel(task, end) for task, end in tasks), return_exceptions=True)
        results = await asyncio.gather(*(task for task, _ in tasks), return_exceptions=True)
        assert ended == [None] * len(tasks)
        assert all(each == 350 or isinstance(each, asyncio.CancelledError) for each in results)
        assert await whole == 350
        assert (other_tasks(), scroll_lock(key)._held) == (set(), False)

    run(main())
