"""One quota for all threads and event loops of the process, in real time against small windows."""

import asyncio
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest
from support.gate_server import QuotaServer, call, until

from intercom_async.http import Headers
from intercom_async.rate_limit.gate import shared_gate

pytestmark = pytest.mark.usefixtures("asyncio_debug")


@attrs.define
class LockedServer(QuotaServer):
    """A server in real time that many threads call."""

    lock: threading.Lock = attrs.field(factory=threading.Lock)

    def answer(self) -> tuple[bool, Headers]:
        with self.lock:
            return super().answer()


async def use(server: QuotaServer, key: str, seconds: float) -> set[asyncio.Task[None]]:
    """Use the quota with twenty callers of a client's own, and return the tasks that are left over."""
    gate, stop = shared_gate(key), asyncio.get_running_loop().time() + seconds
    dice = random.Random(7)
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        for _ in range(20):
            tasks.create_task(until(stop, lambda: call(gate, server, dice)))
    await asyncio.sleep(0)
    return asyncio.all_tasks() - {asyncio.current_task()}


def test_two_threads_with_their_own_loops_share_one_quota() -> None:
    server = LockedServer(limit=60, clock=time.time)
    with ThreadPoolExecutor(2) as threads:
        left = [threads.submit(asyncio.run, use(server, "two threads", 3.2)) for _ in range(2)]
    assert [each.result() for each in left] == [set(), set()]
    assert server.refused == []
    assert sum(server.ours.values()) > server.limit  # how much of the quota is used is told in virtual time
    snapshot = shared_gate("two threads").snapshot()
    assert (snapshot.in_flight, snapshot.waiting) == (0, {"interactive": 0, "bulk": 0})


def test_three_event_loops_in_a_row_share_one_quota() -> None:
    """What the first run used up, the second does not try to use again."""
    server = LockedServer(limit=30, clock=time.time)
    for _ in range(3):
        assert asyncio.run(use(server, "three in a row", 0.6)) == set()
    assert server.refused == []
    assert max(server.ours.values()) > server.limit / 2  # so that two runs of their own would be refused
    assert shared_gate("three in a row").snapshot().in_flight == 0


FORKS = """
import asyncio, os
from intercom_async.http import Headers
from intercom_async.rate_limit.gate import shared_gate
from intercom_async.rate_limit.base import Lane

async def take():
    return await asyncio.wait_for(shared_gate("key").acquire(Lane.BULK), 1)

permits = [asyncio.run(take()) for _ in range(4)]
if child := os.fork():
    _, status = os.waitpid(child, 0)
    assert status == 0
    assert shared_gate("key").snapshot().in_flight == 4
else:
    asyncio.run(take())
    assert shared_gate("key").snapshot().in_flight == 1
"""


def test_a_forked_child_is_not_held_up_by_its_parents_calls() -> None:
    """The parent's four probes, which will never be answered in the child, leave it free to make its own."""
    assert subprocess.run([sys.executable, "-c", FORKS], check=False, timeout=30).returncode == 0
