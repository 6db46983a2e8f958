"""Rows of one person in order, everybody else at once."""

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import virtual_time

from intercom_async.bulk.convert import Writable
from intercom_async.bulk.ordering import Job, OrderedJobs
from intercom_async.bulk.sources import SourceRow
from intercom_async.models.contacts import ContactChanges


def job(number: int, *keys: str) -> Job:
    return Job(SourceRow(number, {}, None), Writable(ContactChanges(), keys), 0)


def waiting(jobs: OrderedJobs) -> list[int]:
    """Take what may run now."""
    found: list[int] = []
    while jobs._ready.qsize():
        ready = jobs._ready.get_nowait()
        assert ready is not None
        found.append(ready.row.number)
    return found


async def test_row_waits_for_earlier_rows_of_the_same_person_only() -> None:
    """A row that shares its id with one and its e-mail with another waits for both."""
    jobs = OrderedJobs()
    rows = [job(1, "id:1"), job(2, "mail:a"), job(3, "id:1", "mail:a"), job(4, "id:4"), job(5, "mail:a"), job(6)]
    for each in rows:
        jobs.put(each)
    assert waiting(jobs) == [1, 2, 4, 6]
    jobs.done(rows[0])
    assert waiting(jobs) == []
    jobs.done(rows[1])
    assert waiting(jobs) == [3]
    jobs.done(rows[2])
    assert waiting(jobs) == [5]


async def test_everybody_hears_of_the_end() -> None:
    jobs = OrderedJobs()
    only = job(1, "id:1")
    jobs.put(only)
    assert await jobs.get() is only
    waiters = [asyncio.create_task(jobs.get()) for _ in range(3)]
    jobs.close()
    await asyncio.sleep(0)
    assert not any(waiter.done() for waiter in waiters)
    jobs.done(only)
    assert await asyncio.gather(*waiters) == [None, None, None]


async def test_dropped_jobs_are_never_handed_out() -> None:
    jobs = OrderedJobs()
    first = job(1, "id:1")
    for each in (first, job(2, "id:1"), job(3)):
        jobs.put(each)
    assert await jobs.get() is first
    waiter = asyncio.create_task(jobs.get())
    jobs.drop()
    jobs.done(first)
    jobs.close()
    assert await waiter is None
    assert await jobs.get() is None


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=2, unique=True), max_size=40),
    st.integers(1, 8),
    st.randoms(use_true_random=False),
)
def test_rows_that_share_a_key_never_overlap_and_keep_their_order(
    rows: list[list[str]], workers: int, rng: object
) -> None:
    """Whatever the keys, the number of workers and how long each row takes."""
    import random

    assert isinstance(rng, random.Random)
    spans: dict[int, tuple[float, float]] = {}
    delays = [rng.uniform(0.1, 5) for _ in rows]

    async def work(jobs: OrderedJobs) -> None:
        loop = asyncio.get_running_loop()
        while (found := await jobs.get()) is not None:
            started = loop.time()
            await asyncio.sleep(delays[found.row.number])
            spans[found.row.number] = (started, loop.time())
            jobs.done(found)

    async def main() -> None:
        jobs = OrderedJobs()
        for number, keys in enumerate(rows):
            jobs.put(job(number, *keys))
        jobs.close()
        async with asyncio.timeout(10_000):
            await asyncio.gather(*(work(jobs) for _ in range(workers)))

    virtual_time.run(main())
    assert set(spans) == set(range(len(rows)))
    for (one, keys), (other, others) in itertools.combinations(enumerate(rows), 2):
        if set(keys) & set(others):
            assert spans[one][1] <= spans[other][0]


@pytest.mark.parametrize("width", [1, 3])
async def test_unrelated_rows_overtake_one_that_waits(width: int) -> None:
    jobs = OrderedJobs()
    slow = job(0, "id:slow")
    jobs.put(slow)
    for number in range(1, 10):
        jobs.put(job(number, "id:slow" if number <= width else f"id:{number}"))
    assert waiting(jobs) == [0, *range(width + 1, 10)]
