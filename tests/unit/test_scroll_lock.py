"""One scroll of a workspace at a time in the process, and no trace of one that was left."""

import asyncio
import gc
import os
import threading
from collections.abc import Iterator
from contextlib import aclosing
from itertools import product
from typing import Any, Final

import pytest
from support.paging_clients import Counted, client, external_ids, in_virtual_time, other_tasks, read_and_fail
from support.scrolled import SCROLLED, Scrolled
from support.virtual_time import VirtualLoop, run

from intercom_async import Intercom
from intercom_async.scroll import Scroll, ScrollLock, scroll_lock
from intercom_async.simulator import Simulator, SimulatorTransport

pytestmark = pytest.mark.usefixtures("asyncio_debug")

#: The resource that scrolls, for the test that runs.
scrolled: Scrolled = SCROLLED["users"]

RESOURCES: Final = tuple(SCROLLED.values())
each_resource = pytest.mark.parametrize("_resource", SCROLLED, indirect=True)


@pytest.fixture
def _resource(request: pytest.FixtureRequest) -> Iterator[None]:
    global scrolled  # noqa: PLW0603 - functions that run in virtual time take no fixtures
    before, scrolled = scrolled, SCROLLED[request.param]
    yield
    scrolled = before


def simulated(objects: int, **settings: Any) -> Counted:
    return scrolled.simulated(objects, **settings)


def scroll_of(transport: Counted, key: str) -> Scroll[Any]:
    return scrolled.scroll(client(transport, version=scrolled.version, rate_limit_key=key))


def is_free(key: str) -> bool:
    return not scroll_lock(key)._held


@each_resource
@pytest.mark.usefixtures("_resource")
@in_virtual_time
async def test_two_scrolls_at_once_go_one_after_the_other() -> None:
    transport = simulated(450, latency=1.0)
    first, second = (scroll_of(transport, "both") for _ in range(2))
    found = await asyncio.gather(first.collect(), second.collect())
    assert [len(each) for each in found] == [450, 450]
    assert [each.query == {} for each in transport.wire] == [True, *[False] * 5] * 2
    assert (first.report.waited, second.report.waited) == (0.0, 6.0)


@in_virtual_time
async def test_scrolls_of_several_resources_go_one_after_the_other() -> None:
    """A workspace has one over all of them, whatever the version; none is refused, each is read without a break."""
    transport = simulated(0, latency=1.0)
    for resource in RESOURCES:
        resource.add(transport.simulator, external_ids(250))
    scrolls = [each.scroll(client(transport, version=each.version, rate_limit_key="all")) for each in RESOURCES]
    found = await asyncio.gather(*(scroll.collect() for scroll in scrolls))
    names = [{resource.name(each) for each in items} for resource, items in zip(RESOURCES, found, strict=True)]
    assert [each >= set(external_ids(250)) for each in names] == [True] * len(RESOURCES)
    assert [each.path for each in transport.wire] == [
        *["/users/scroll"] * 4,
        *["/contacts/scroll"] * 4,
        *["/companies/scroll"] * 8,
    ]
    assert [scroll.report.waited for scroll in scrolls] == [0.0, 4.0, 8.0, 12.0]
    assert [scroll.report.restarts for scroll in scrolls] == [0, 0, 0, 0]


@each_resource
@pytest.mark.usefixtures("_resource")
@in_virtual_time
async def test_a_reader_that_takes_its_time_holds_nobody_up() -> None:
    """What was read completely is out of the way, whether its reader has looked at it or not."""
    transport = simulated(450)
    pages = scroll_of(transport, "slow").pages()
    await anext(pages)
    second = scroll_of(transport, "slow")
    assert len(await second.collect()) == 450
    assert second.report.waited == 0.0
    assert sum([len(each.items) async for each in pages]) == 350


@each_resource
@pytest.mark.usefixtures("_resource")
@in_virtual_time
async def test_scrolls_of_other_workspaces_do_not_wait() -> None:
    begun = asyncio.get_running_loop().time()
    scrolls = [scroll_of(simulated(450, latency=1.0), key) for key in ("one", "other")]
    await asyncio.gather(*(scroll.collect() for scroll in scrolls))
    assert asyncio.get_running_loop().time() - begun == 6.0


def test_two_threads_with_loops_of_their_own_take_turns() -> None:
    """Each in real time, over another resource of one simulator that refuses a second open scroll."""
    simulator = Simulator(limit=None)
    for resource in RESOURCES:
        resource.add(simulator, external_ids(250))
    results: list[tuple[int, int]] = []

    async def read(resource: Scrolled) -> None:
        transport = SimulatorTransport(simulator, latency=0.002)
        options: dict[str, Any] = {"transport": transport, "rate_limit_key": "threads"}
        async with Intercom("test-token", version=resource.version, **options) as c:
            scroll = resource.scroll(c)
            results.append((len(await scroll.collect()), scroll.report.restarts))

    threads = [threading.Thread(target=lambda each=each: asyncio.run(read(each))) for each in RESOURCES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [(250, 0), (250, 0), (250, 0), (251, 0)]
    assert {entry.status for entry in simulator.log() if str(entry.operation).endswith(".scroll")} == {200}
    assert is_free("threads")


@each_resource
@pytest.mark.usefixtures("_resource")
@pytest.mark.parametrize(
    ("how", "pause"),
    [*product(["break", "aclose", "collected"], [0.0, 0.5, 3.5]), ("exception", 0.0), ("first page", 0.0)],
)
def test_leaving_early_frees_the_lock_and_ends_the_task(how: str, pause: float) -> None:
    """One turn of the loop later; the next scroll waits until the one left open on the server has expired."""

    async def main() -> None:
        transport = simulated(550, latency=1.0)
        key = f"left-{how}-{pause}"
        scroll = scroll_of(transport, key)
        if how == "break":
            async for _ in scroll:
                await asyncio.sleep(pause)
                break
        elif how == "aclose":
            async with aclosing(aiter(scroll)) as items:
                await anext(items)
                await asyncio.sleep(pause)
        elif how == "exception":
            with pytest.raises(LookupError):
                await read_and_fail(scroll)
        elif how == "first page":
            await scroll
        else:
            cycle: list[Any] = [aiter(scroll)]
            cycle.append(cycle)
            await anext(cycle[0])
            await asyncio.sleep(pause)
            del cycle
            gc.collect()
        await asyncio.sleep(0)
        assert (other_tasks(), is_free(key)) == (set(), True)
        following = scroll_of(transport, key)
        assert sorted([scrolled.name(each) async for each in following]) == sorted(external_ids(550))
        assert following.report.waited == 60.0

    run(main())


@in_virtual_time
async def test_waiting_in_line_can_be_cancelled() -> None:
    """Whoever comes behind gets the lock, also when the turn has just been given."""
    lock = ScrollLock()
    order: list[str] = []

    async def hold(name: str) -> None:
        async with lock.hold() as waited:
            order.append(f"{name} {waited}")
            await asyncio.sleep(10)

    tasks = [asyncio.create_task(hold(name)) for name in "abcd"]
    await asyncio.sleep(1)
    tasks[1].cancel()
    tasks[0].cancel()  # gives the turn to c ...
    await asyncio.sleep(0)
    tasks[2].cancel()  # ... who is cancelled before taking it
    await asyncio.wait(tasks)
    assert order == ["a False", "d True"]
    assert not lock._held


def test_a_loop_that_ends_while_it_waits_does_not_keep_the_turn() -> None:
    lock = ScrollLock()
    abandoned = VirtualLoop()

    async def wait() -> None:
        async with lock.hold():
            pass

    async def main() -> None:
        async with lock.hold():
            waiting = abandoned.create_task(wait())
            abandoned.call_soon(abandoned.stop)
            thread = threading.Thread(target=abandoned.run_forever)
            thread.start()
            thread.join()
            abandoned.close()
            waiting._log_destroy_pending = False  # known, and what is tested
        assert not lock._held
        async with lock.hold() as waited:
            assert not waited
        del waiting
        gc.collect()
        assert not lock._held

    run(main())


def test_each_workspace_has_one_lock() -> None:
    assert scroll_lock("a") is scroll_lock("a")
    assert scroll_lock("a") is not scroll_lock("b")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_fork_has_locks_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scroll of the parent's is none of the child's; the server keeps the two apart."""
    parents = scroll_lock("forked")
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert scroll_lock("forked") is not parents
