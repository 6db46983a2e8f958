"""The journal of an import: what each row was about to do and what came of it, committed in groups by one thread."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Self, TypeAlias, TypeVar

import attrs

from .errors import JournalError, JournalLockedError, JournalMismatchError
from .results import Outcome, RowResult

T = TypeVar("T")
_Statement: TypeAlias = tuple[str, tuple[object, ...]]

#: "IaJ1", so that another SQLite file is not taken for a journal.
_APPLICATION: Final = 0x49614A31
_SCHEMA: Final = f"""
PRAGMA application_id = {_APPLICATION};
CREATE TABLE IF NOT EXISTS binding (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rows (
    row INTEGER PRIMARY KEY, fingerprint INTEGER NOT NULL,
    outcome TEXT, contact_id TEXT, reason TEXT, request_id TEXT
);
"""
_BIND: Final = "INSERT INTO binding VALUES (?, ?)"
_BEGIN: Final = "INSERT OR IGNORE INTO rows (row, fingerprint) VALUES (?, ?)"
_END: Final = "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?, ?, ?)"
_PAST: Final = "SELECT * FROM rows WHERE row BETWEEN ? AND ?"
_TOUCHED: Final = "SELECT 1 FROM rows WHERE contact_id = ? AND row <> ? LIMIT 1"


@attrs.frozen
class Entry:
    """What the journal holds of one row."""

    row: int
    fingerprint: int
    #: None while the row's result is unknown: it was about to be written when the import ended.
    outcome: Outcome | None = attrs.field(converter=attrs.converters.optional(Outcome))
    contact_id: str | None
    reason: str | None
    request_id: str | None


class _Database:
    """The SQLite file; every method is called in the journal's thread."""

    __slots__ = ("_connection", "_name", "_open")

    def __init__(self, path: Path | None) -> None:
        self._name = str(path) if path else ""  # SQLite's name of a file that it removes by itself
        self._connection: sqlite3.Connection
        self._open = contextlib.ExitStack()

    def open(self) -> None:
        """Open or begin the file and keep every other process out of it."""
        try:
            connection = self._connection = sqlite3.connect(self._name, timeout=0, isolation_level=None)
            self._open.callback(connection.close)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            self._check_kind()
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(_SCHEMA)
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                msg = f"the journal {self._name} is in use: another import is running with it"
                raise JournalLockedError(msg) from exc
            msg = f"the journal {self._name} cannot be opened: {exc}"
            raise JournalError(msg) from exc
        except sqlite3.DatabaseError as exc:
            msg = f"{self._name} is not the journal of an import: {exc}"
            raise JournalError(msg) from exc

    def _check_kind(self) -> None:
        tables = self.query("SELECT count(*) FROM sqlite_master")[0][0]
        if tables and self.query("PRAGMA application_id")[0][0] != _APPLICATION:
            msg = f"{self._name} is not the journal of an import but another SQLite file; choose another path"
            raise JournalError(msg)

    def write(self, statements: Sequence[_Statement]) -> None:
        """Carry out *statements* in one transaction, on the disk when this returns."""
        connection = self._connection
        try:
            connection.execute("BEGIN")
            for statement, values in statements:
                connection.execute(statement, values)
            connection.execute("COMMIT")
        except sqlite3.Error as exc:
            msg = f"the journal {self._name} cannot be written: {exc}"
            raise JournalError(msg) from exc

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what *statement* selects."""
        return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """Close the file; may be called again."""
        self._open.close()


@attrs.define(eq=False)
class _Group:
    """What goes to the disk in one transaction."""

    statements: list[_Statement] = attrs.Factory(list[_Statement])
    written: asyncio.Event = attrs.Factory(asyncio.Event)


class Journal:
    """An SQLite file, bound to the rows and options of one import; without a path, one that nobody sees.

    `begin` and `end` only take note; `commit` returns when all that was noted is on the disk. Use with ``async with``.
    """

    __slots__ = ("_binding", "_database", "_error", "_gathering", "_thread", "_writer", "_writing", "last_row", "path")

    def __init__(self, path: Path | None, binding: Mapping[str, str]) -> None:
        self.path: Path | None = path
        self._binding = dict(binding)
        self._database = _Database(path)
        self._thread = ThreadPoolExecutor(1, "intercom-journal")
        self._gathering = _Group()
        self._writing: _Group | None = None
        self._writer: asyncio.Task[None] | None = None
        self._error: JournalError | None = None
        #: The highest row that an earlier run noted, 0 when there was none.
        self.last_row: int = 0

    async def __aenter__(self) -> Self:
        try:
            await self._call(self._open)
        except BaseException:
            await self.aclose()
            raise
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Write what was noted and close the file; may be called again."""
        while self._writer is not None:
            await asyncio.wait([self._writer])
        await self._write_groups()  # what a writer that was cancelled left
        closing = self._thread.submit(self._database.close)
        self._thread.shutdown(wait=False)
        await asyncio.wrap_future(closing)

    def begin(self, row: int, fingerprint: int) -> None:
        """Note that *row* is about to be written."""
        self._note(_BEGIN, (row, fingerprint))

    def end(self, result: RowResult, fingerprint: int) -> None:
        """Note a row's result."""
        values = (result.row, fingerprint, result.outcome.value, result.contact_id, result.reason, result.request_id)
        self._note(_END, values)

    async def commit(self) -> None:
        """Return when everything noted so far is on the disk; raise `JournalError` when it cannot be."""
        group = self._gathering if self._gathering.statements else self._writing
        if group is not None and self._error is None:
            await group.written.wait()
        if self._error is not None:
            raise self._error

    async def past(self, first: int, last: int) -> Mapping[int, Entry]:
        """Return what is noted of the rows from *first* to *last*."""
        found = await self._call(lambda: self._database.query(_PAST, first, last))
        return {values[0]: Entry(*values) for values in found}

    async def touched(self, contact_id: str, *, besides: int) -> bool:
        """Whether another row than *besides* has that contact as its result."""
        await self.commit()
        return bool(await self._call(lambda: self._database.query(_TOUCHED, contact_id, besides)))

    def _note(self, statement: str, values: tuple[object, ...]) -> None:
        self._gathering.statements.append((statement, values))
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write_groups())

    async def _write_groups(self) -> None:
        try:
            while self._gathering.statements and self._error is None:
                self._writing, self._gathering = self._gathering, _Group()
                await self._write(self._writing)
        finally:
            self._writer = self._writing = None

    async def _write(self, group: _Group) -> None:
        try:
            await self._call(lambda: self._database.write(group.statements))
        except asyncio.CancelledError:  # by the end of the loop; `aclose` writes it, maybe again, which changes nothing
            self._gathering.statements[:0] = group.statements
            raise
        except JournalError as exc:
            self._error = exc
            self._gathering.written.set()  # nothing of it will be
        finally:
            group.written.set()

    async def _call(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)

    def _open(self) -> None:
        self._database.open()
        bound = {str(name): str(value) for name, value in self._database.query("SELECT name, value FROM binding")}
        if not bound:
            self._database.write([(_BIND, item) for item in self._binding.items()])
        elif bound != self._binding:
            differs = [
                f"{name} was {bound.get(name, 'not given')}, is now {self._binding.get(name, 'not given')}"
                for name in {**bound, **self._binding}
                if bound.get(name) != self._binding.get(name)
            ]
            raise JournalMismatchError(self.path, differs=differs)
        self.last_row = self._database.query("SELECT coalesce(max(row), 0) FROM rows")[0][0]
