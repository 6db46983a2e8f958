"""One import from its first look at the rows to its last result."""

import asyncio
import contextlib
import json
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self, TypeAlias

import attrs

from .. import operations
from ..errors import UnsupportedOperationError
from ..services.contacts import ArchivedPolicy
from ..versions import V2_0
from .attributes import Tally, ensure
from .columns import Columns
from .convert import Converter
from .journal import Journal
from .results import Progress, RowResult
from .runner import Runner
from .sources import FileSource, RowSource, SourceRow, numbered
from .writer import ContactWriter

if TYPE_CHECKING:
    from ..client import Intercom

_LOGGER: Final = logging.getLogger("intercom_async.bulk")
EmptyCells: TypeAlias = Literal["keep", "clear"]
ProgressHook: TypeAlias = Callable[[Progress], None]


def _positive(_instance: object, attribute: "attrs.Attribute[int]", value: int) -> None:
    if value < 1:
        msg = f"{attribute.alias} must be at least 1, not {value}"
        raise ValueError(msg)


@attrs.frozen(kw_only=True)
class ImportOptions:
    """How rows are imported; what each means stands at `Bulk.upsert_contacts`."""

    journal: Path | None = None
    concurrency: int = attrs.field(default=50, validator=_positive)
    columns: Mapping[str, str] = attrs.field(factory=dict[str, str])
    create_attributes: bool = False
    allow_leads: bool = False
    archived: ArchivedPolicy = attrs.field(
        default="fail", validator=attrs.validators.in_(("fail", "unarchive", "recreate"))
    )
    empty: EmptyCells = attrs.field(default="keep", validator=attrs.validators.in_(("keep", "clear")))
    sample: int = attrs.field(default=1000, validator=_positive)


class ContactImport:
    """One import: iterate over it once, which runs it and gives a `RowResult` for each row, in order of completion.

    Leaving the loop early, or being cancelled, ends it at once; `stop` ends it in good order. Either way the journal
    holds every result, and rows that were under way are written again by the run that resumes. With ``async with`` the
    end has come when the block is left; else Python brings it about soon after nothing refers to the loop any more.
    """

    __slots__ = (
        "_begun",
        "_client",
        "_entered",
        "_kept",
        "_options",
        "_rows",
        "_runner",
        "on_progress",
        "progress",
        "stopped",
    )

    def __init__(
        self, client: "Intercom", rows: RowSource, options: ImportOptions, *, on_progress: ProgressHook | None = None
    ) -> None:
        self._client = client
        self._rows = rows
        self._options = options
        self._runner: Runner | None = None
        self._begun = self._entered = False
        self._kept: AsyncGenerator[RowResult]
        #: Told the progress after each result.
        self.on_progress: ProgressHook | None = on_progress
        #: How far the import is.
        self.progress: Progress = Progress()
        #: Whether `stop` was called.
        self.stopped: bool = False

    def stop(self) -> None:
        """Take no more rows, finish those under way and end the iteration; the next run goes on from there."""
        self.stopped = True
        if self._runner is not None:
            self._runner.stop()

    async def __aenter__(self) -> Self:
        self._entered = True
        self._kept = self._run()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._kept.aclose()

    def __aiter__(self) -> AsyncGenerator[RowResult]:
        if self._begun:
            msg = "this import has run: call upsert_contacts again for another, or to resume from its journal"
            raise RuntimeError(msg)
        self._begun = True
        # Not kept outside ``async with``: leaving the loop must close it, which a cycle would leave to the collector.
        return self._kept if self._entered else self._run()

    async def _run(self) -> AsyncGenerator[RowResult]:
        self._check_version()
        tally = Tally(Columns(self._options.columns))
        rows, digest = await self._look(tally)
        async with contextlib.aclosing(rows), Journal(self._options.journal, self._binding(digest)) as journal:
            converter = Converter(
                tally.columns, await self._types(tally), self._options.allow_leads, self._options.empty == "clear"
            )
            writer = ContactWriter(
                self._client, journal, archived=self._options.archived, concurrency=self._options.concurrency
            )
            self._runner = runner = Runner(writer, journal, converter, concurrency=self._options.concurrency)
            if self.stopped:
                runner.stop()
            runner.start(rows)
            try:
                while (result := await runner.next()) is not None:
                    self._count(result)
                    yield result
            finally:
                await runner.aclose()

    def _check_version(self) -> None:
        version = self._client.core.config.version
        if not operations.Contacts.create.available_in(version):
            raise UnsupportedOperationError(
                "bulk.upsert_contacts", version, since=V2_0, until=None, instead="users.create_or_update"
            )

    async def _look(self, tally: Tally) -> tuple[AsyncGenerator[SourceRow], str]:
        """Find out what the rows need: of a file all of it, of an iterable the first rows."""
        source = self._rows
        if not isinstance(source, FileSource):
            return await _sampled(numbered(source), self._options.sample, tally), "none"
        facts = await asyncio.to_thread(source.scan, tally.see)
        header = tally.columns.of_header(
            facts.columns, identity_needed=not self._options.allow_leads and facts.rows > 0
        )
        tally.expect(column.attribute for column in header if column.attribute is not None)
        self.progress = Progress(total=facts.rows)
        return numbered(source), facts.digest

    async def _types(self, tally: Tally) -> dict[str, str]:
        needed = tally.types()
        if not needed and isinstance(self._rows, FileSource):
            return {}
        return await ensure(self._client, needed, create=self._options.create_attributes)

    def _binding(self, digest: str) -> dict[str, str]:
        """Return what the journal is bound to: whatever changes what is written, and where."""
        config = self._client.core.config
        return {
            "the file (SHA-256)": digest,
            "how it is read": self._rows.layout if isinstance(self._rows, FileSource) else "an iterable",
            "columns": json.dumps(dict(self._options.columns), sort_keys=True),
            "archived": self._options.archived,
            "allow_leads": str(self._options.allow_leads),
            "empty": self._options.empty,
            "version": config.version.text,
            "server": config.base_url,
        }

    def _count(self, result: RowResult) -> None:
        self.progress = self.progress.plus(result)
        if self.on_progress is not None:
            try:
                self.on_progress(self.progress)
            except Exception:
                _LOGGER.exception("on_progress failed; the import goes on")


async def _sampled(rows: AsyncGenerator[SourceRow], size: int, tally: Tally) -> AsyncGenerator[SourceRow]:
    """Look at the first rows of an iterable; return all of them."""
    first: deque[SourceRow] = deque()
    while len(first) < size and (row := await anext(rows, None)) is not None:
        tally.see(row)
        first.append(row)
    return _chained(first, rows)


async def _chained(first: deque[SourceRow], rest: AsyncGenerator[SourceRow]) -> AsyncGenerator[SourceRow]:
    async with contextlib.aclosing(rest):
        while first:
            yield first.popleft()
        async for row in rest:
            yield row
