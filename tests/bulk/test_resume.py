"""Imports that are stopped, left, cancelled or cut off, and go on from their journal."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.bulk_fakes import FakeClient
from support.bulk_runs import Row, finish, outcomes, people

from intercom_async.bulk.contact_import import ContactImport
from intercom_async.bulk.errors import JournalMismatchError
from intercom_async.bulk.results import Outcome, RowResult
from intercom_async.bulk.service import Bulk
from intercom_async.bulk.sources import CsvFile
from intercom_async.models.contacts import ContactChanges

pytestmark = pytest.mark.usefixtures("asyncio_debug")


async def test_stop_finishes_what_is_under_way_and_the_next_run_goes_on(
    bulk: Bulk, fake: FakeClient, journal: Path
) -> None:
    run = bulk.upsert_contacts(people(500), journal=journal, concurrency=4)
    first: list[RowResult] = []
    async for result in run:
        first.append(result)
        if len(first) == 20:
            run.stop()
    assert run.stopped
    assert len(first) < 40
    assert len(first) == len(fake.contacts.writes)
    results = await finish(bulk.upsert_contacts(people(500), journal=journal, concurrency=4))
    assert outcomes(results) == {"created": 500}
    assert [result.row for result in results if result.resumed] == sorted(result.row for result in first)
    assert len(fake.contacts.writes) == 500


async def test_stop_reaches_an_import_that_waits_for_its_rows(bulk: Bulk) -> None:
    async def endless() -> AsyncIterator[Row]:
        yield {"external_id": "1"}
        await asyncio.Event().wait()

    run = bulk.upsert_contacts(endless(), sample=1)
    seen = []
    async for result in run:
        seen.append(result)
        run.stop()
    assert [result.row for result in seen] == [1]


async def test_stop_before_the_first_row_writes_nothing(bulk: Bulk, fake: FakeClient) -> None:
    run = bulk.upsert_contacts(people(10))
    run.stop()
    assert await finish(run) == []
    assert fake.contacts.writes == []


async def resumes(bulk: Bulk, fake: FakeClient, journal: Path, seen: list[RowResult]) -> None:
    """See that the 500 rows are finished with what was *seen* neither lost nor written again."""
    fake.contacts.after = FakeClient().contacts.after
    written = len(fake.contacts.writes)
    results = await finish(bulk.upsert_contacts(people(500), journal=journal, concurrency=4))
    assert outcomes(results) == {"created": 500}
    assert {result.row for result in seen} <= {result.row for result in results if result.resumed}
    assert len(fake.contacts.writes) == written + 500 - sum(result.resumed for result in results)
    assert len(fake.contacts.writes) <= 500 + 4


async def test_leaving_the_loop_ends_the_import_with_its_results(bulk: Bulk, fake: FakeClient, journal: Path) -> None:
    """Calls under way are cancelled, every result that was there is in the journal, no task is left."""
    seen: list[RowResult] = []
    before = asyncio.all_tasks()
    async for result in bulk.upsert_contacts(people(500), journal=journal, concurrency=4):
        seen.append(result)
        if len(seen) == 25:
            break
    await nothing_left(before)
    await resumes(bulk, fake, journal, seen)


@pytest.mark.parametrize("place", ["in the loop", "in the loop, async with", "waiting"])
async def test_cancellation_ends_the_import_with_its_results(
    bulk: Bulk, fake: FakeClient, journal: Path, place: str
) -> None:
    """Cancelled in the loop's body, which the import cannot see, or while it waits for a result."""
    seen: list[RowResult] = []
    reached, never = asyncio.Event(), asyncio.Event()

    async def after(changes: ContactChanges) -> None:
        if place == "waiting" and len(fake.contacts.writes) > 50:
            reached.set()
            await never.wait()

    async def loop(run: ContactImport) -> None:
        async for result in run:
            seen.append(result)
            if len(seen) == 25 and place != "waiting":
                reached.set()
                await never.wait()

    async def consume() -> None:
        run = bulk.upsert_contacts(people(500), journal=journal, concurrency=4)
        async with run if place == "in the loop, async with" else contextlib.nullcontext():
            await loop(run)

    fake.contacts.after = after
    before = asyncio.all_tasks()
    task = asyncio.create_task(consume())
    await reached.wait()
    for _ in range(100):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    del task
    await nothing_left(before)
    await resumes(bulk, fake, journal, seen)


async def test_closing_ends_an_import_that_is_still_referred_to(bulk: Bulk, fake: FakeClient, journal: Path) -> None:
    before = asyncio.all_tasks()
    async with bulk.upsert_contacts(people(500), journal=journal, concurrency=4) as run:
        results = aiter(run)
        seen = [await anext(results) for _ in range(25)]
    assert asyncio.all_tasks() == before
    await resumes(bulk, fake, journal, seen)


async def nothing_left(before: set[asyncio.Task[None]]) -> None:
    """Wait until the tasks are those of *before* again."""
    async with asyncio.timeout(5):
        while asyncio.all_tasks() != before:  # noqa: ASYNC110 - what ends them has no event
            await asyncio.sleep(0.001)


def test_import_left_open_is_closed_with_the_loop(
    fake: FakeClient, journal: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """``asyncio.run`` that ends in the middle of an import closes it without a complaint and with its results."""
    seen: list[RowResult] = []

    async def main() -> None:
        global left_open  # noqa: PLW0603 - what keeps an import open: somebody still refers to it
        left_open = aiter(Bulk(fake.client).upsert_contacts(people(500), journal=journal, concurrency=4))
        seen.append(await anext(left_open))

    asyncio.run(main())
    assert caplog.text == ""
    results = asyncio.run(finish(Bulk(fake.client).upsert_contacts(people(500), journal=journal)))
    assert {result.row for result in seen} <= {result.row for result in results if result.resumed}
    assert len(fake.contacts.writes) <= 500 + 4


left_open: AsyncIterator[RowResult] | None = None


async def test_closing_an_import_that_did_not_begin_does_nothing(bulk: Bulk, fake: FakeClient) -> None:
    async with bulk.upsert_contacts(people(5)):
        pass
    assert fake.contacts.writes == []


async def test_resuming_gives_earlier_results_with_their_rows(bulk: Bulk, fake: FakeClient, journal: Path) -> None:
    rows: list[Row] = [{"email": "nobody"}, *people(3)]
    await finish(bulk.upsert_contacts(rows, journal=journal))
    again = await finish(bulk.upsert_contacts(rows, journal=journal))
    assert again[0] == RowResult(
        1, Outcome.REJECTED, reason="column 'email': 'nobody' is not an e-mail address", resumed=True
    )
    assert [result.original for result in again] == rows
    assert all(result.resumed for result in again)
    assert len(fake.contacts.writes) == 3


async def test_journal_of_other_rows_is_refused(bulk: Bulk, journal: Path) -> None:
    await finish(bulk.upsert_contacts(people(3), journal=journal))
    with pytest.raises(JournalMismatchError, match="row 1 is not the one it was"):
        await finish(bulk.upsert_contacts([{"external_id": "other"}], journal=journal))


@pytest.mark.parametrize(
    ("options", "differs"),
    [
        ({"archived": "unarchive"}, "archived was fail, is now unarchive"),
        ({"allow_leads": True}, "allow_leads was False, is now True"),
        ({"empty": "clear"}, "empty was keep, is now clear"),
        ({"columns": {"Work": "email", "Private": "phone"}}, "columns was"),
    ],
    ids=str,
)
async def test_journal_of_other_options_is_refused(
    bulk: Bulk, tmp_path: Path, journal: Path, options: dict[str, object], differs: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Work,Private\na@x.org,1\n")
    given: dict[str, object] = {"columns": {"Work": "email", "Private": ""}, "journal": journal}
    await finish(bulk.upsert_contacts(CsvFile(path), **given))  # type: ignore[arg-type]  # options by name
    with pytest.raises(JournalMismatchError) as caught:
        await finish(bulk.upsert_contacts(CsvFile(path), **{**given, **options}))  # type: ignore[arg-type]  # options by name
    assert differs in str(caught.value)


async def test_journal_of_another_file_is_refused(bulk: Bulk, tmp_path: Path, journal: Path) -> None:
    path = tmp_path / "people.csv"
    for number, text in enumerate(("email\na@x.org\n", "email\nb@x.org\n")):
        path.write_text(text)
        if number:
            with pytest.raises(JournalMismatchError, match=r"the file \(SHA-256\) was .*, is now "):
                await finish(bulk.upsert_contacts(CsvFile(path), journal=journal))
        else:
            await finish(bulk.upsert_contacts(CsvFile(path), journal=journal))


async def test_concurrency_may_change_between_runs(bulk: Bulk, journal: Path) -> None:
    await finish(bulk.upsert_contacts(people(3), journal=journal, concurrency=1))
    assert outcomes(await finish(bulk.upsert_contacts(people(3), journal=journal, concurrency=9))) == {"created": 3}
