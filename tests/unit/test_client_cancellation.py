"""A whole client, over sockets, under cancellation and in several threads and loops: nothing left, one quota."""

import asyncio
import random
import threading
from collections.abc import Iterator

import aiohttp
import pytest
from support.served import served

from intercom_async import Intercom
from intercom_async.scroll import scroll_lock
from intercom_async.simulator import Simulator

pytestmark = pytest.mark.usefixtures("asyncio_debug")

TASKS = 1_000


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(limit=60, window=1.0)


@pytest.fixture
def url(simulator: Simulator) -> Iterator[str]:
    with served(simulator) as base_url:
        yield base_url


async def _one(client: Intercom, number: int) -> None:
    """Make one of the kinds of calls."""
    kind = number % 10
    if kind == 0:
        await client.with_options(version="1.4").users.scroll().collect()
    elif kind == 1:
        await client.contacts.list(per_page=1).prefetch(2).collect()
    elif kind == 2:
        await client.request("POST", "/contacts", json={"external_id": f"c{number}"})
    else:
        await client.admins.me()


class Connector(aiohttp.TCPConnector):
    """One that tells how many connections are in use."""

    @property
    def acquired(self) -> int:
        return len(self._acquired)


@pytest.mark.parametrize("seed", range(2))
async def test_a_thousand_cancelled_tasks_leave_nothing(url: str, seed: int) -> None:
    """At random moments: waiting for the quota, for a connection, for the answer, for a turn to scroll."""
    dice = random.Random(seed)
    key = f"cancelled-{seed}"
    connectors: list[Connector] = []

    def connector() -> Connector:
        connectors.append(Connector(limit=20))
        return connectors[-1]

    before = asyncio.all_tasks()
    async with Intercom("test-token", base_url=url, rate_limit_key=key, connector=connector) as client:
        await client.request("POST", "/contacts", json={"email": "somebody@example.com"})
        tasks = [asyncio.create_task(_one(client, number)) for number in range(TASKS)]
        dice.shuffle(tasks)
        for task in tasks:
            await asyncio.sleep(dice.choice((0, 0, 0.004)))
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        failures = [each for each in outcomes if each is not None and not isinstance(each, asyncio.CancelledError)]
        assert failures == []
        assert 10 < sum(each is not None for each in outcomes) < TASKS
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == before
        assert client.rate_limit is not None
        snapshot = client.rate_limit.snapshot()
        assert (snapshot.in_flight, snapshot.waiting) == (0, {"interactive": 0, "bulk": 0})
        assert [each.acquired for each in connectors] == [0]
        async with scroll_lock(key).hold() as waited:
            assert not waited
        assert (await client.admins.me()).type == "admin"
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def _use(url: str, key: str, calls: int) -> None:
    async with Intercom("test-token", base_url=url, rate_limit_key=key) as client:
        await asyncio.gather(*(client.admins.me() for _ in range(calls)))


def refusals(simulator: Simulator) -> tuple[int, int]:
    """Return how many calls came and how many of them were refused."""
    statuses = [entry.status for entry in simulator.log()]
    return len(statuses), statuses.count(429)


def test_two_threads_share_one_quota(url: str, simulator: Simulator) -> None:
    """Each with a loop and a client of its own; 160 calls at 60 a second."""
    threads = [threading.Thread(target=lambda: asyncio.run(_use(url, "two threads", 80))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals(simulator) == (160, 0)


def test_three_event_loops_in_a_row_share_one_quota(url: str, simulator: Simulator) -> None:
    """What one used up the next does not try to use again."""
    for _ in range(3):
        asyncio.run(_use(url, "three loops", 45))
    assert refusals(simulator) == (135, 0)
