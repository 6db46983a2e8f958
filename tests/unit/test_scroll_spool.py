"""What waits for a slow reader waits in a file: the scroll goes on, memory stays flat, and nothing is left behind."""

import asyncio
import gc
import io
import json
import tempfile
import tracemalloc
import weakref
from collections import deque
from collections.abc import Callable
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.paging_clients import client, external_ids, in_virtual_time, other_tasks, pages_of, scripted
from support.scrolled import SCROLLED
from support.virtual_time import run

from intercom_async import DecodeError, ScrollSpoolError
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.models.users import User
from intercom_async.scroll import SPOOL_PAGES, Scroll
from intercom_async.simulator import Fault
from intercom_async.spool_file import SpoolFile
from intercom_async.transports.memory import MemoryTransport, json_response

pytestmark = pytest.mark.usefixtures("asyncio_debug")

#: Long ones run once in each shape of page.
each_shape = pytest.mark.parametrize("resource", ["users", "companies at 2.16"])


def scroll_of(transport: Any, **options: Any) -> Scroll[User]:
    return client(transport, version="1.4").users.scroll(**options)


def page(*ids: object, bulk: int = 0) -> dict[str, object]:
    """Return the body of a page, *bulk* bytes larger than it need be."""
    people = [{"type": "user", "id": str(each)} for each in ids]
    return {"users": people, "scroll_param": "t", "padding": "x" * bulk}


made: list[weakref.ref[io.FileIO]] = []


@pytest.fixture(autouse=True)
def _remember_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember each temporary file of the test, without holding it."""
    made.clear()
    original = tempfile.TemporaryFile

    def remembered(**options: Any) -> Any:
        file = original(**options)
        made.append(weakref.ref(file))
        return file

    monkeypatch.setattr(tempfile, "TemporaryFile", remembered)


def open_files() -> list[io.FileIO]:
    """Return the files that are open once what nobody holds was collected."""
    assert made, "the test made no file"
    gc.collect()
    return [file for each in made if (file := each()) is not None and not file.closed]


def spool_files() -> int:
    """Return how many files the test has open."""
    return len(open_files())


def around(part: Any) -> Any:
    """Return a page without what differs by the clock and the dice."""
    tries = tuple(attrs.evolve(each, started=0.0, seconds=0.0) for each in part.response.failed_attempts)
    assert part.response.seconds >= 0.0
    response = attrs.evolve(part.response, seconds=0.0, failed_attempts=tries)
    return attrs.evolve(part, response=response)


@pytest.mark.no_cover  # long, and over lines that the other tests of scrolls measure
@each_shape
def test_the_scroll_goes_on_however_slow_its_reader_is(resource: str) -> None:
    """61 seconds a page, 141 pages: none expires, each object comes once, in the order of the server."""
    scrolled, objects = SCROLLED[resource], 14_050

    async def main() -> None:
        transport = scrolled.simulated(objects)
        scroll = scrolled.scroll(client(transport, version=scrolled.version))
        found: list[str] = []
        async for part in scroll.pages():
            found += map(scrolled.name, part.items)
            await asyncio.sleep(61)
        assert sorted(found) == sorted(external_ids(objects))
        assert len(found) == objects
        report = scroll.report
        assert (report.restarts, report.duplicates, report.waited, report.pages) == (0, 0, 0.0, 141)
        assert 100 < report.spooled < 141
        assert len(transport.requests) == 142
        assert spool_files() == 0

    run(main())


@in_virtual_time
async def test_without_a_file_what_waits_for_a_slow_reader_is_bounded() -> None:
    """The scroll expires behind a full spool; begun again once the reader caught up, it is complete."""
    scrolled, objects = SCROLLED["companies"], 14_050
    scroll = scrolled.scroll(client(scrolled.simulated(objects), version=scrolled.version), spool_limit=0)
    found: list[str] = []
    async for part in scroll.pages():
        found += [scrolled.name(each) for each in part.items]
        read = len(found) // 100
        assert scroll.report.pages - read <= SPOOL_PAGES
        await asyncio.sleep(61)
    assert sorted(found) == sorted(external_ids(objects))
    assert scroll.report.restarts == 2


@in_virtual_time
async def test_pages_are_the_same_through_the_file_as_past_it() -> None:
    """With everything around the answer: headers, body, tries, waits."""
    bodies = [page(*range(n, n + 3), bulk=100_000) for n in range(0, 90, 2)]
    headers = Headers([("X-Request-Id", "r-1"), ("Set-Cookie", "a"), ("Set-Cookie", "b")])
    tried = json_response(429, {}, headers={"Retry-After": "3"})
    answers = [HttpResponse(200, headers, json.dumps(body).encode()) for body in [*bodies, page()]]
    found: list[list[Any]] = []
    for slow, limit in ((0, 0), (61, 1 << 30)):
        scroll = scroll_of(pages_of([*answers[:20], tried, *answers[20:]]), spool_limit=limit)
        pages = scroll.pages()
        found.append([await anext(pages)])
        await asyncio.sleep(slow)
        found[-1] += [each async for each in pages]
        assert scroll.report.duplicates == 44
        assert bool(scroll.report.spooled) is bool(limit)
    assert [around(each) for each in found[0]] == [around(each) for each in found[1]]
    assert [each.response.attempts for each in found[1]].count(2) == 1
    assert found[1][30].response.headers.get_all("set-cookie") == ("a", "b")
    assert [each.id for part in found[1] for each in part.items] == [str(n) for n in range(91)]


@pytest.mark.no_cover  # long, and over lines that the other tests of scrolls measure
@each_shape
def test_a_break_is_made_up_for_while_the_reader_sleeps(resource: str) -> None:
    """The file holds what came before, so nobody waits for the reader, and nothing comes twice."""
    scrolled = SCROLLED[resource]

    async def main() -> None:
        drop = Fault(kind="drop", operation=scrolled.operation, after=60, times=1, ends_scroll=True)
        transport = scrolled.simulated(9_000, faults=[drop])
        scroll = scrolled.scroll(client(transport, version=scrolled.version))
        pages = scroll.pages()
        found = [*(await anext(pages)).items]
        await asyncio.sleep(100)
        assert len(transport.requests) == 61 + 91
        found += [each for part in [each async for each in pages] for each in part.items]
        assert sorted(map(scrolled.name, found)) == sorted(external_ids(9_000))
        assert (scroll.report.restarts, scroll.report.duplicates) == (1, 6_000)

    run(main())


async def read_slowly(scroll: Scroll[User], found: list[str]) -> None:
    async for user in scroll:
        found.append(user.id)
        await asyncio.sleep(1)


@in_virtual_time
async def test_the_limit_is_an_error_behind_everything_that_was_read() -> None:
    bodies = [page(n, bulk=2_000) for n in range(100)]
    scroll = scroll_of(pages_of(bodies), spool_limit=50_000)
    found: list[str] = []
    with pytest.raises(ScrollSpoolError, match=r"spool_limit=50,000 bytes .* give scroll\(spool_limit=\.\.\.\) more"):
        await read_slowly(scroll, found)
    assert found == [str(n) for n in range(len(found))]
    assert 20 < len(found) == scroll.report.pages < 40
    assert (other_tasks(), spool_files()) == (set(), 0)


@in_virtual_time
async def test_the_limit_is_for_what_waits_and_not_for_all() -> None:
    """The file's space is used again: twenty times the limit goes through it."""
    total = 400
    numbers = iter(range(total + 1))

    async def answer(_: HttpRequest) -> HttpResponse:
        await asyncio.sleep(1)
        number = next(numbers)
        return json_response(200, page(number, bulk=2_000) if number < total else page())

    scroll = scroll_of(MemoryTransport(answer), spool_limit=40_000)
    pages = scroll.pages()
    found = [(await anext(pages)).items[0].id]
    await asyncio.sleep(12)
    async for part in pages:
        found.append(part.items[0].id)
        await asyncio.sleep(1)
    assert found == [str(n) for n in range(total)]
    assert scroll.report.spooled > 300


@pytest.mark.parametrize("limit", [-1, True])
def test_a_limit_that_is_none_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="spool_limit is a number of bytes"):
        scroll_of(pages_of([]), spool_limit=limit)


@in_virtual_time
async def test_an_object_that_is_none_is_told_when_it_is_read() -> None:
    bodies = [*(page(n, bulk=100_000) for n in range(20)), {"users": ["nobody"], "scroll_param": "t"}, page()]
    pages = scroll_of(pages_of(bodies)).pages()
    await anext(pages)
    await asyncio.sleep(1)
    with pytest.raises(DecodeError, match=r"\$\.users\[0\]"):
        [each async for each in pages]
    assert spool_files() == 0


async def until(condition: Callable[[], object]) -> None:
    """Give the loop's threads the time that they need."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - a thread sets no event of this loop
            await asyncio.sleep(0.001)


async def read_some(pages: Any, number: int) -> None:
    for _ in range(number):
        await anext(pages)


async def _break(scroll: Scroll[User]) -> None:
    async for _ in scroll.pages():
        await until(lambda: scroll.report.spooled)
        break


async def _aclose(scroll: Scroll[User]) -> None:
    async with aclosing(scroll.pages()) as pages:
        await read_some(pages, 1)
        await until(lambda: scroll.report.spooled)
        await read_some(pages, 8)


async def _fall_over(scroll: Scroll[User]) -> None:
    async for _ in scroll.pages():
        await until(lambda: scroll.report.spooled)
        raise LookupError


async def _fail(scroll: Scroll[User]) -> None:
    with pytest.raises(LookupError):
        await _fall_over(scroll)


async def _cancel(scroll: Scroll[User]) -> None:
    reading = asyncio.create_task(read_slowly(scroll, []))
    await until(lambda: scroll.report.spooled)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def _forget(scroll: Scroll[User]) -> None:
    cycle: list[Any] = [scroll.pages()]
    cycle.append(cycle)
    await read_some(cycle[0], 1)
    await until(lambda: scroll.report.spooled)
    del cycle
    gc.collect()


async def _read_all(scroll: Scroll[User]) -> None:
    pages = scroll.pages()
    await read_some(pages, 1)
    await until(lambda: scroll.report.spooled)
    assert len([each async for each in pages]) == 119


@pytest.mark.parametrize("end", [_break, _aclose, _fail, _cancel, _forget, _read_all])
def test_every_way_to_end_deletes_the_file(end: Callable[[Scroll[User]], Any]) -> None:
    """In real time, with real threads; also when one is writing just then."""

    async def main() -> None:
        bodies = iter([*(page(n, bulk=20_000) for n in range(120)), page()])
        scroll = scroll_of(scripted(lambda _: next(bodies)))
        await end(scroll)
        assert scroll.report.spooled > 0
        await until(lambda: not other_tasks() and not spool_files())

    asyncio.run(main())
    assert spool_files() == 0


def test_a_loop_that_ends_under_a_reader_deletes_the_file() -> None:
    kept: list[Any] = []

    async def main() -> None:
        bodies = iter([*(page(n, bulk=20_000) for n in range(120)), page()])
        kept.append(scroll_of(scripted(lambda _: next(bodies))).pages())
        await read_some(kept[0], 1)
        await until(lambda: made)

    asyncio.run(main())
    kept.clear()
    assert spool_files() == 0


def test_a_file_is_collected_in_any_order() -> None:
    """The collector may meet the open file before its owner, when a thread held the file in an earlier collection."""
    owner = SpoolFile(1_000)
    owner.write([b"record"])
    held = open_files()
    cycle: list[Any] = [owner]
    del owner
    gc.collect()  # moves the owner, found through the list, behind the file
    cycle.append(cycle)
    del held, cycle
    assert spool_files() == 0  # collects; a ResourceWarning would fail the test


@in_virtual_time
async def test_memory_stays_flat() -> None:
    """A thousand pages that nobody reads take no more than two hundred, but for the ids that tell what came before."""
    weights: list[int] = []
    for pages in (200, 1_000):
        numbers = iter(range(pages))

        def answer(_: object, numbers: Any = numbers) -> object:
            number = next(numbers, None)
            return page() if number is None else page(number, bulk=40_000)

        gc.collect()
        tracemalloc.start()
        reader = scroll_of(scripted(answer)).pages()
        await anext(reader)
        await asyncio.sleep(1)
        weights.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        await reader.aclose()
    assert weights[0] < 4_000_000
    assert weights[1] < weights[0] + 800 * 2_500  # the transport keeps each request


@given(
    steps=st.lists(st.one_of(st.integers(1, 80), st.lists(st.binary(max_size=60), min_size=1, max_size=5)), max_size=60)
)
@settings(max_examples=200, deadline=None)
def test_a_file_gives_what_it_got_in_order(steps: list[int | list[bytes]]) -> None:
    """A list is written, a number read; what does not fit changes nothing."""
    file, expected = SpoolFile(200), deque[bytes]()
    for step in steps:
        if isinstance(step, list):
            with suppress(ScrollSpoolError):
                file.write(step)
                expected += step
        elif expected:
            for record in file.read(max(step, 4)):
                assert record == expected.popleft()
        assert file.unread == sum(4 + len(each) for each in expected) <= 200
    while expected:
        for record in file.read(1 << 20):
            assert record == expected.popleft()
    file.close()
    with pytest.raises(ScrollSpoolError, match="closed"):
        file.write([b"x"])


def test_a_place_that_takes_no_files_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    async def main() -> None:
        bodies = iter([*(page(n, bulk=100_000) for n in range(20)), page()])
        scroll = scroll_of(scripted(lambda _: next(bodies)))
        found: list[str] = []
        with pytest.raises(ScrollSpoolError, match=r"nowhere.*let TMPDIR name another place") as caught:
            await read_slowly(scroll, found)
        assert isinstance(caught.value.__cause__, OSError)
        assert found == [str(n) for n in range(len(found))] != []

    run(main())


class Disk(io.FileIO):
    """A file that takes a few bytes at a time and says when."""

    def __init__(self, path: Path, on_write: Callable[[], object]) -> None:
        super().__init__(str(path), "w+")
        self.on_write = on_write

    def given(self, **_: object) -> "Disk":
        return self

    def write(self, data: Any) -> int:
        self.on_write()
        return super().write(bytes(data[:7]))


def test_a_file_closed_while_it_is_written_is_closed_behind_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = SpoolFile(1_000)
    disk = Disk(tmp_path / "spool", file.close)
    monkeypatch.setattr(tempfile, "TemporaryFile", disk.given)
    file.write([b"x" * 100])
    assert disk.closed
    assert (tmp_path / "spool").read_bytes() == (100).to_bytes(4) + b"x" * 100


def test_what_a_disk_takes_in_parts_arrives_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    disk = Disk(tmp_path / "spool", lambda: None)
    monkeypatch.setattr(tempfile, "TemporaryFile", disk.given)
    file = SpoolFile(1_000)
    file.write([b"a" * 100, b"b"])
    assert file.read(4) == [b"a" * 100]
    assert file.read(1 << 20) == [b"b"]
    assert (tmp_path / "spool").stat().st_size == 0
    file.close()


def test_a_record_may_stand_at_both_ends_of_the_file() -> None:
    """The space at the beginning is used again once what stood there was read."""
    file = SpoolFile(100)
    first, second, third = (letter * 40 for letter in (b"a", b"b", b"c"))
    file.write([first])
    file.write([second])
    assert file.read(4) == [first]
    file.write([third])
    assert file.read(1 << 20) == [second, third]
    file.close()
