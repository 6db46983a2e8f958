"""The journal: noted, committed in groups, bound to one import."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from intercom_async.bulk.errors import JournalError, JournalLockedError, JournalMismatchError
from intercom_async.bulk.journal import Entry, Journal
from intercom_async.bulk.results import Outcome, RowResult

BINDING = {"file": "abc", "archived": "fail"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv.journal"


def rows_on_disk(path: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT * FROM rows ORDER BY row").fetchall()
    connection.close()
    return found


async def test_results_and_intents_are_found_again(path: Path) -> None:
    async with Journal(path, BINDING) as journal:
        assert journal.last_row == 0
        journal.begin(1, 11)
        journal.end(RowResult(1, Outcome.CREATED, "c1"), 11)
        journal.end(RowResult(2, Outcome.REJECTED, reason="bad", request_id="r"), 22)
        journal.begin(7, -77)
        await journal.commit()
    async with Journal(path, BINDING) as journal:
        assert journal.last_row == 7
        assert await journal.past(2, 100) == {
            2: Entry(2, 22, Outcome.REJECTED, None, "bad", "r"),
            7: Entry(7, -77, None, None, None, None),
        }
        assert await journal.past(8, 100) == {}


async def test_beginning_a_row_again_does_not_forget_its_result(path: Path) -> None:
    async with Journal(path, BINDING) as journal:
        journal.end(RowResult(1, Outcome.UPDATED, "c1"), 11)
        journal.begin(1, 11)
        await journal.commit()
        assert (await journal.past(1, 1))[1].outcome is Outcome.UPDATED


async def test_contact_of_another_row_is_found(path: Path) -> None:
    async with Journal(path, BINDING) as journal:
        journal.end(RowResult(1, Outcome.CREATED, "c1"), 11)
        assert await journal.touched("c1", besides=2)
        assert not await journal.touched("c1", besides=1)
        assert not await journal.touched("c2", besides=2)


def wal_size(path: Path) -> int:
    return path.with_name(path.name + "-wal").stat().st_size


async def test_what_begins_in_one_turn_is_one_transaction(path: Path) -> None:
    """Fifty rows that begin at once cost a commit or two, not fifty, each of which would write a page at least."""

    async def begin(journal: Journal, row: int) -> None:
        journal.begin(row, row)
        await journal.commit()

    async with Journal(path, BINDING) as journal:
        before = wal_size(path)
        await asyncio.gather(*(begin(journal, row) for row in range(1, 51)))
        assert wal_size(path) - before < 10 * 4096
        assert len(await journal.past(1, 50)) == 50


async def test_commit_returns_when_the_rows_are_on_the_disk(path: Path) -> None:
    """Also for what an earlier group, still being written, holds; and at once when there is nothing."""
    async with Journal(path, BINDING) as journal:
        await journal.commit()
        journal.begin(1, 1)
        first = asyncio.create_task(journal.commit())
        await asyncio.sleep(0)  # the group of row 1 is on its way
        second = asyncio.create_task(journal.commit())
        journal.begin(2, 2)
        await asyncio.gather(first, second, journal.commit())
        assert len(await journal.past(1, 2)) == 2
    assert [row[0] for row in rows_on_disk(path)] == [1, 2]


async def test_closing_writes_what_was_noted_and_may_be_repeated(path: Path) -> None:
    journal = Journal(path, BINDING)
    async with journal:
        journal.end(RowResult(1, Outcome.CREATED, "c1"), 11)
    assert rows_on_disk(path) == [(1, 11, "created", "c1", None, None)]


async def test_cancelled_commit_leaves_the_others_alone(path: Path) -> None:
    async with Journal(path, BINDING) as journal:
        journal.begin(1, 1)
        cancelled, kept = asyncio.create_task(journal.commit()), asyncio.create_task(journal.commit())
        await asyncio.sleep(0)
        cancelled.cancel()
        await kept
        assert cancelled.cancelled()
    assert [row[0] for row in rows_on_disk(path)] == [1]


async def test_other_rows_or_options_are_refused_with_what_differs(path: Path) -> None:
    async with Journal(path, BINDING):
        pass
    with pytest.raises(JournalMismatchError) as caught:
        async with Journal(path, {"file": "abd", "archived": "fail", "empty": "keep"}):
            pass
    assert caught.value.differs == ("file was abc, is now abd", "empty was not given, is now keep")
    assert str(path) in str(caught.value)
    assert "delete this one" in str(caught.value)


async def test_journal_in_use_is_refused(path: Path) -> None:
    async with Journal(path, BINDING):
        with pytest.raises(JournalLockedError, match="another import is running"):
            async with Journal(path, BINDING):
                pass


@pytest.fixture
def text_file(path: Path) -> Path:
    path.write_text("email,name\n" * 100)
    return path


async def test_file_that_is_no_journal_is_refused(text_file: Path) -> None:
    with pytest.raises(JournalError, match="is not the journal of an import"):
        async with Journal(text_file, BINDING):
            pass


async def test_other_database_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE precious (x)")
    connection.close()
    with pytest.raises(JournalError, match="another SQLite file"):
        async with Journal(path, BINDING):
            pass


async def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="cannot be opened"):
        async with Journal(tmp_path / "missing" / "j", BINDING):
            pass


async def test_journal_that_cannot_be_written_says_so_to_everybody(path: Path) -> None:
    """A full disk ends the import; nobody waits for ever, and closing still works."""
    async with Journal(path, BINDING) as journal:
        await journal._call(lambda: journal._database._connection.execute("PRAGMA max_page_count = 1"))
        for row in range(1, 2000):
            journal.begin(row, row)
        with pytest.raises(JournalError, match="cannot be written"):
            await journal.commit()
        journal.begin(2000, 1)
        with pytest.raises(JournalError, match="cannot be written"):
            await journal.commit()
    assert rows_on_disk(path) == []


async def test_without_a_path_it_works_alike() -> None:
    async with Journal(None, BINDING) as journal:
        journal.end(RowResult(1, Outcome.CREATED, "c1"), 11)
        assert await journal.touched("c1", besides=2)
    with pytest.raises(RuntimeError):
        await journal.past(1, 1)
