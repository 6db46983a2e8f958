"""Look-ahead: pages fetched before they are asked for, bounded, and gone with their reader."""

import asyncio
import gc
import threading
from contextlib import aclosing
from typing import Any

import pytest
from support.paging_clients import (
    client,
    contacts,
    external_ids,
    in_virtual_time,
    other_tasks,
    pages_of,
    read_into,
    simulated,
)
from support.virtual_time import VirtualLoop, run

from intercom_async import ServerError
from intercom_async.models.contacts import Contact
from intercom_async.transports.memory import json_response


@pytest.mark.parametrize("ahead", [1, 3, 50])
def test_the_same_objects_come_in_the_same_order(ahead: int) -> None:
    async def main() -> None:
        found = client(simulated(25)).contacts.list(per_page=4).prefetch(ahead)
        assert [each.external_id async for each in found] == external_ids(25)[::-1]
        assert [each.external_id for each in await found.collect()] == external_ids(25)[::-1]

    run(main())


@pytest.mark.parametrize("ahead", [1, 3])
def test_no_more_pages_than_told_are_fetched_ahead(ahead: int) -> None:
    """However long the reader takes."""

    async def main() -> None:
        transport = simulated(10)
        read = 0
        async for _ in client(transport).contacts.list(per_page=1).prefetch(ahead).pages():
            read += 1
            await asyncio.sleep(100)
            assert len(transport.requests) == min(read + ahead, 10)

    run(main())


@in_virtual_time
async def test_the_reader_and_the_network_work_at_once() -> None:
    """Ten pages of one second, each worked on for one second, take 11 seconds instead of 20."""
    begun = asyncio.get_running_loop().time()
    async for _ in client(simulated(10, latency=1.0)).contacts.list(per_page=1).prefetch(1).pages():
        await asyncio.sleep(1)
    assert asyncio.get_running_loop().time() - begun == pytest.approx(11)


@in_virtual_time
async def test_the_next_page_is_asked_for_before_the_last_is_decoded() -> None:
    """What cannot be decoded shows that its successor was on the way already."""
    transport = pages_of([{**contacts(following={"starting_after": "x"}), "data": [7]}, contacts(1)])
    with pytest.raises(Exception, match=r"data\[0\]"):
        await client(transport).contacts.list().prefetch(1).collect()
    assert len(transport.requests) == 2


@in_virtual_time
async def test_a_limit_and_the_first_page_need_no_look_ahead() -> None:
    transport = simulated(10)
    paginator = client(transport).contacts.list(per_page=2).prefetch(5)
    await paginator
    assert len(await paginator.collect(limit=2)) == 2
    assert len(transport.requests) == 2


@in_virtual_time
async def test_an_error_comes_after_the_pages_before_it() -> None:
    bodies: list[Any] = [contacts(1, following={"starting_after": "x"}), *[json_response(500, {})] * 9]
    found: list[Contact] = []
    with pytest.raises(ServerError):
        await read_into(found, client(pages_of(bodies)).contacts.list().prefetch(5))
    assert [each.id for each in found] == ["1"]
    assert other_tasks() == set()


@pytest.mark.parametrize("wrong", [0, -1, True])
def test_a_look_ahead_of_no_page_is_refused(wrong: int) -> None:
    async def main() -> None:
        with pytest.raises(ValueError, match="prefetch takes at least one page"):
            client(simulated()).contacts.list().prefetch(wrong)

    run(main())


@in_virtual_time
async def test_the_list_that_it_was_made_of_stays_as_it_was() -> None:
    transport = simulated(5)
    plain = client(transport).contacts.list(per_page=1)
    plain.prefetch(4)
    async for _ in plain:
        await asyncio.sleep(1)
        break
    assert len(transport.requests) == 1


@pytest.mark.parametrize("how", ["break", "aclose", "collected"])
@pytest.mark.parametrize("pause", [0.0, 0.5, 2.5])
def test_leaving_early_ends_the_task(how: str, pause: float) -> None:
    """One turn of the loop later it is gone, in the middle of a call or waiting for the reader."""

    async def main() -> None:
        paginator = client(simulated(9, latency=1.0)).contacts.list(per_page=1).prefetch(2)
        if how == "break":
            async for _ in paginator:
                await asyncio.sleep(pause)
                break
        elif how == "aclose":
            async with aclosing(aiter(paginator)) as items:
                await anext(items)
                await asyncio.sleep(pause)
        else:
            loop: list[Any] = [aiter(paginator)]
            loop.append(loop)
            await anext(loop[0])
            await asyncio.sleep(pause)
            del loop
            gc.collect()
        await asyncio.sleep(0)
        assert other_tasks() == set()

    run(main())


def test_a_reader_forgotten_in_another_thread_ends_its_task() -> None:
    """The garbage collector runs in whatever thread it likes."""

    async def main() -> None:
        items = [aiter(client(simulated(9)).contacts.list(per_page=1).prefetch(2))]
        await anext(items[0])
        thread = threading.Thread(target=items.clear)
        thread.start()
        thread.join()
        await asyncio.sleep(0.1)
        assert other_tasks() == set()

    run(main())


def test_a_reader_forgotten_after_its_loop_harms_nothing() -> None:
    """The task of a loop that was closed around it cannot be cancelled any more."""
    loop = VirtualLoop()
    items: list[Any] = []

    async def main() -> None:
        items.append(aiter(client(simulated(9, latency=1.0)).contacts.list(per_page=1).prefetch(2)))
        await anext(items[0])

    loop.run_until_complete(main())
    (task,) = asyncio.all_tasks(loop)
    loop.close()
    items.clear()
    assert not task.done()
    task._log_destroy_pending = False  # what asyncio says of such a task is known
    task.get_coro().close()


@in_virtual_time
async def test_what_was_never_read_is_closed_without_a_task() -> None:
    transport = simulated(9)
    paginator = client(transport).contacts.list().prefetch(1)
    pages = paginator.pages()
    await pages.aclose()
    assert await anext(pages, None) is None
    paginator.pages()
    assert (transport.requests, other_tasks()) == ([], set())


@in_virtual_time
async def test_closing_beside_a_waiting_reader_ends_it() -> None:
    pages = client(simulated(9, latency=10.0)).contacts.list(per_page=1).prefetch(1).pages()
    reader = asyncio.ensure_future(anext(pages, None))
    await asyncio.sleep(1)
    await pages.aclose()
    assert await reader is None
    assert other_tasks() == set()


@in_virtual_time
async def test_a_task_that_others_cancel_does_not_leave_its_reader_waiting() -> None:
    pages = client(simulated(9, latency=10.0)).contacts.list(per_page=1).prefetch(1).pages()
    reader = asyncio.ensure_future(anext(pages))
    await asyncio.sleep(1)
    for task in asyncio.all_tasks():
        if task.get_name() == "intercom_async look-ahead":
            task.cancel()
    await asyncio.wait([reader])
    assert reader.cancelled()
