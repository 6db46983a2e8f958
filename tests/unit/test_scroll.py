"""Scrolls end complete, each object once, whatever breaks on the way; what goes over the wire is counted."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import pytest
from support.paging_clients import (
    Counted,
    client,
    external_ids,
    in_virtual_time,
    other_tasks,
    pages_of,
    read_into,
    scripted,
)
from support.scrolled import SCROLLED, Scrolled
from support.virtual_time import run

from intercom_async import (
    DecodeError,
    Intercom,
    OutcomeUnknownError,
    PaginationError,
    PaginationStalledError,
    PermissionDeniedError,
    ResponseTooLargeError,
    ScrollExistsError,
    ScrollRestartError,
    ServerError,
)
from intercom_async.scroll import MOST_RESTARTS, SPOOL_LIMIT, Scroll
from intercom_async.simulator import Fault, Simulator
from intercom_async.transports.memory import json_response

#: The resource that scrolls, for the test that runs.
scrolled: Scrolled = SCROLLED["users"]


@pytest.fixture(params=SCROLLED, autouse=True)
def _each_resource(request: pytest.FixtureRequest) -> None:
    """Run every test with users, leads and companies."""
    global scrolled  # noqa: PLW0603 - functions that run in virtual time take no fixtures
    scrolled = SCROLLED[request.param]


def simulated(objects: int, **settings: Any) -> Counted:
    return scrolled.simulated(objects, **settings)


def scroll_of(transport: Any, *, spool_limit: int = SPOOL_LIMIT, **options: Any) -> Scroll[Any]:
    return scrolled.scroll(client(transport, version=scrolled.version, **options), spool_limit=spool_limit)


async def everybody(scroll: Scroll[Any]) -> list[str]:
    return sorted([scrolled.name(each) async for each in scroll])


def page(*ids: object, **more: Any) -> dict[str, object]:
    return scrolled.page(*ids, **more)


def broken(**fault: Any) -> Fault:
    """Return what happens to the scroll alone."""
    return Fault(operation=scrolled.operation, **fault)


def size() -> tuple[int, int]:
    """Return how many objects a whole scroll has, and how many pages: many once, fewer for what goes the same way."""
    return (2_530, 26) if scrolled.service == "users" else (630, 7)


def statuses(transport: Counted) -> list[int | None]:
    """Return what the scroll was answered, without what filled the workspace."""
    return [entry.status for entry in transport.simulator.log() if entry.operation == scrolled.operation]


@in_virtual_time
async def test_a_scroll_that_nothing_disturbs() -> None:
    """One call for each page and one for the end; the parameter is what the last answer gave."""
    people, pages = size()
    transport = simulated(people)
    scroll = scroll_of(transport)
    assert await everybody(scroll) == sorted(external_ids(people))
    assert (scroll.report.pages, scroll.report.restarts, scroll.report.waited) == (pages, 0, 0.0)
    asked = {(each.method, each.path, each.version) for each in transport.wire}
    assert asked == {("GET", scrolled.path, scrolled.version)}
    token = transport.wire[1].query["scroll_param"]
    assert [each.query for each in transport.wire] == [{}, *[{"scroll_param": token}] * pages]


#: What breaks, whether the server has moved on, whether its scroll is still open.
BREAKS = {
    "expired": ({"kind": "status", "status": 404, "code": "not_found", "ends_scroll": True}, False),
    "answer lost, server advanced": ({"kind": "drop", "handled": True}, True),
    "connection lost": ({"kind": "drop"}, True),
    "500": ({"kind": "status", "status": 500, "ends_scroll": True}, False),
    "500, still open": ({"kind": "status", "status": 500, "handled": True}, True),
    "408": ({"kind": "status", "status": 408, "ends_scroll": True}, False),
    "503 in HTML": ({"kind": "status", "status": 503, "body": "html", "ends_scroll": True}, False),
    "truncated": ({"kind": "truncate"}, True),
    "malformed": ({"kind": "malformed"}, True),
    "empty 200": ({"kind": "empty"}, True),
    "late, by then expired": ({"kind": "delay", "seconds": 61.0}, False),
}


@pytest.mark.no_cover  # long, and over lines that the other tests of scrolls measure
@pytest.mark.parametrize("what", BREAKS)
def test_a_broken_scroll_ends_complete(what: str) -> None:
    """No call is repeated: the scroll is begun again, after its own open one has ended."""
    fault, still_open = BREAKS[what]
    people, pages = size()
    read = 20 if pages > 20 else 3

    async def main() -> None:
        transport = simulated(people, faults=[broken(after=read, times=1, **fault)])
        scroll = scroll_of(transport)
        assert await everybody(scroll) == sorted(external_ids(people))
        assert scroll.report.restarts == 1
        assert scroll.report.duplicates == 100 * read
        assert scroll.report.pages in {pages, pages + 1}
        waits = sum(entry.status == 400 for entry in transport.simulator.log())
        assert (waits, scroll.report.waited) == ((1, 60.0) if still_open else (0, 0.0))
        assert len(transport.requests) == read + 1 + waits + pages + 1

    run(main())


@pytest.mark.parametrize("breaks", [2, MOST_RESTARTS])
def test_several_breaks_in_a_row_end_complete(breaks: int) -> None:
    async def main() -> None:
        drop = broken(kind="drop", after=5, times=breaks, ends_scroll=True)
        scroll = scroll_of(simulated(1_000, faults=[drop]))
        assert await everybody(scroll) == sorted(external_ids(1_000))
        assert (scroll.report.restarts, scroll.report.duplicates) == (breaks, 500)

    run(main())


@in_virtual_time
async def test_a_scroll_that_always_breaks_gives_up_with_the_cause() -> None:
    transport = simulated(300, faults=[broken(kind="status", after=2, ends_scroll=True)])
    scroll, found = scroll_of(transport), list[Any]()
    with pytest.raises(
        ScrollRestartError, match=f"broke {MOST_RESTARTS + 1} times in a row, the last time by Server"
    ) as e:
        await read_into(found, scroll)
    assert isinstance(e.value.__cause__, ServerError)
    assert len(found) == 200
    assert scroll.report.restarts == MOST_RESTARTS
    assert len(transport.requests) == 2 + MOST_RESTARTS + 1
    assert other_tasks() == set()


@in_virtual_time
async def test_restarts_give_the_server_time() -> None:
    """One, two, four, eight and sixteen seconds."""
    transport = simulated(1, faults=[broken(kind="status")])
    with pytest.raises(ScrollRestartError):
        await everybody(scroll_of(transport))
    times = [entry.time for entry in transport.simulator.log() if entry.operation == scrolled.operation]
    assert [later - earlier for earlier, later in pairwise(times)] == [1, 2, 4, 8, 16]


@in_virtual_time
async def test_something_new_makes_up_for_every_break_before() -> None:
    """Only breaks in a row count: here there are more than may be, each after a new page."""
    bodies: list[Any] = []
    for number in range(1, MOST_RESTARTS + 4):
        bodies += [*(page(n) for n in range(number)), json_response(500, {})]
    scroll = scroll_of(pages_of([*bodies, page(99), page()]))
    assert len([each async for each in scroll]) == MOST_RESTARTS + 4
    assert scroll.report.restarts == MOST_RESTARTS + 3


@in_virtual_time
async def test_only_429_is_repeated_below_the_manager() -> None:
    """It is the one refusal after which the server is where it was."""
    refused = broken(kind="status", status=429, code="rate_limit_exceeded", after=1, times=2)
    transport = simulated(150, faults=[refused])
    scroll = scroll_of(transport)
    assert await everybody(scroll) == sorted(external_ids(150))
    assert (scroll.report.restarts, len(transport.requests)) == (0, 5)


@in_virtual_time
async def test_a_first_call_that_finds_nothing_is_the_end() -> None:
    transport = simulated(0)
    scroll = scroll_of(transport)
    assert [entry.status for entry in transport.simulator.log()] == []
    assert await everybody(scroll) == []
    assert [entry.status for entry in transport.simulator.log()] == [404]
    with pytest.raises(PaginationError, match=rf"{scrolled.service}\.scroll: there is no page"):
        await scroll


@in_virtual_time
async def test_nothing_found_after_something_was_is_a_break() -> None:
    """Everybody cannot be gone all at once: taken for the end, it would lose the rest."""
    bodies = [page(1), json_response(500, {}), json_response(404, {}), page(1), page(2), page()]
    scroll = scroll_of(pages_of(bodies))
    assert [each.id async for each in scroll] == ["1", "2"]
    assert scroll.report.restarts == 2


@pytest.mark.parametrize(
    "body",
    [
        dict,
        lambda: {**page(), scrolled.items: None},
        list,
        lambda: page(2, token=None),
        lambda: "x",
        lambda: {**page(), scrolled.items: {}},
    ],
)
def test_only_an_empty_page_is_the_end(body: Callable[[], object]) -> None:
    async def main() -> None:
        scroll = scroll_of(pages_of([page(1), body(), page(1), page(2), page(token=None)]))
        assert [each.id async for each in scroll] == ["1", "2"]
        assert scroll.report.restarts == 1

    run(main())


@in_virtual_time
async def test_a_server_that_repeats_a_page_is_found_out() -> None:
    with pytest.raises(PaginationStalledError, match="same page of the scroll twice"):
        await everybody(scroll_of(scripted(lambda _: page(1, 2))))


@in_virtual_time
async def test_objects_that_come_twice_are_given_once() -> None:
    """Whoever changes while a scroll goes on may come again; what has no id is compared as a whole."""
    scroll = scroll_of(pages_of([page(1, 2), page(2, 3), page(4), page(3, 5), page()]))
    assert [[each.id for each in part.items] async for part in scroll.pages()] == [["1", "2"], ["3"], ["4"], ["5"]]
    assert (scroll.report.pages, scroll.report.duplicates) == (4, 2)


@in_virtual_time
async def test_an_object_that_is_none_is_an_error() -> None:
    """Beginning again would not help."""
    with pytest.raises(DecodeError) as caught:
        await everybody(scroll_of(pages_of([{**page(), scrolled.items: ["nobody"]}])))
    assert caught.value.path == f"$.{scrolled.items}[0]"


@pytest.mark.parametrize("status", [401, 403])
def test_an_answer_that_no_restart_helps_against_is_raised(status: int) -> None:
    async def main() -> None:
        errors = {"errors": [{"code": "token_unauthorized", "message": "no"}]}
        transport = pages_of([page(1), json_response(status, errors)])
        with pytest.raises(PermissionDeniedError):
            await everybody(scroll_of(transport))

    run(main())


@in_virtual_time
async def test_a_page_that_is_too_large_is_raised() -> None:
    with pytest.raises(ResponseTooLargeError):
        await everybody(scroll_of(simulated(100), max_response_bytes=1_000))


@in_virtual_time
async def test_a_deadline_bounds_each_page() -> None:
    transport = simulated(150, latency=5.0)
    with pytest.raises(ScrollRestartError) as caught:
        await everybody(scroll_of(transport, deadline=3.0))
    assert isinstance(caught.value.__cause__, OutcomeUnknownError)


@asynccontextmanager
async def open_elsewhere(simulator: Simulator, seconds: float) -> AsyncIterator[None]:
    """Let another program use the workspace's scroll for so many seconds from now."""
    scrolls, clock = simulator.world.scrolls, simulator.clock
    scrolls.enter("users", "", now=clock.now(), new_token="foreign")

    async def use() -> None:
        for _ in range(int(seconds // 10)):
            await clock.sleep(10)
            scrolls.enter("users", "foreign", now=clock.now(), new_token="")
        scrolls.end()

    using = asyncio.create_task(use())
    yield
    using.cancel()


@in_virtual_time
async def test_another_programs_scroll_is_waited_out() -> None:
    transport = simulated(150)
    scroll = scroll_of(transport)
    async with open_elsewhere(transport.simulator, 100):
        assert await everybody(scroll) == sorted(external_ids(150))
    assert scroll.report.waited == 120.0
    assert statuses(transport)[:3] == [400, 400, 200]


@in_virtual_time
async def test_another_programs_scroll_is_waited_out_within_the_budget() -> None:
    transport = simulated(150)
    scroll = scroll_of(transport)
    async with open_elsewhere(transport.simulator, 1_000):
        with pytest.raises(ScrollExistsError):
            await everybody(scroll)
    assert scroll.report.waited == 180.0
    assert len(transport.requests) == 4


@in_virtual_time
async def test_each_break_has_its_own_budget_of_waiting() -> None:
    """Four broken scrolls that stay open take four minutes, more than one wait may."""
    drops = [broken(kind="drop", after=3 + 5 * n, times=1, handled=True) for n in range(4)]
    scroll = scroll_of(simulated(1_500, faults=drops))
    assert await everybody(scroll) == sorted(external_ids(1_500))
    assert scroll.report.waited == 240.0
    assert scroll.report.restarts == 4


@in_virtual_time
async def test_423_is_the_same_as_400() -> None:
    exists = json_response(423, {"errors": [{"code": "scroll_exists", "message": "scroll already exists"}]})
    scroll = scroll_of(pages_of([exists, page(1), page()]))
    assert [each.id async for each in scroll] == ["1"]
    assert scroll.report.waited == 60.0


@in_virtual_time
async def test_a_slow_reader_does_not_let_the_scroll_expire() -> None:
    """61 seconds a page, for 5,000 users: the task has read them all long before."""
    transport = simulated(5_000)
    scroll = scroll_of(transport)
    found = 0
    async for part in scroll.pages():
        found += len(part.items)
        await asyncio.sleep(61)
    assert (found, scroll.report.restarts, len(transport.requests)) == (5_000, 0, 51)


@in_virtual_time
async def test_pages_keep_no_parsed_body() -> None:
    first = await scroll_of(simulated(5))
    assert (first.response.value, first.checkpoint, first.total_count) == (None, None, None)
    assert first.response.status == 200
    assert len(first.items) == 5


@in_virtual_time
async def test_look_ahead_is_what_a_scroll_does_anyway() -> None:
    transport = simulated(350)
    assert len(await scroll_of(transport).prefetch(3).collect()) == 350
    assert len(transport.requests) == 5


@in_virtual_time
async def test_somebody_new_on_the_way_is_read_too() -> None:
    transport = simulated(250)

    def add(_: object) -> None:
        if len(transport.requests) < 4:
            scrolled.add(transport.simulator, [f"u{len(transport.requests) + 1_000}"])

    transport.before = add
    assert await everybody(scroll_of(transport)) == sorted([*external_ids(250), "u1001", "u1002", "u1003"])


def test_the_options_of_a_list_are_none_of_a_scrolls() -> None:
    intercom = Intercom("t", transport=pages_of([]), version=scrolled.version)
    for wrong in ("resume", "per_page"):
        with pytest.raises(TypeError, match=wrong):
            scrolled.scroll(intercom, **{wrong: 1})
