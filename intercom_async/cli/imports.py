"""``intercom-async import``: bring a file's rows into the workspace."""

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..bulk.columns import parse_map
from ..bulk.contact_import import EmptyCells
from ..bulk.errors import ColumnError
from ..bulk.results import Outcome, Progress
from ..bulk.sources import CsvFile, JsonLinesFile
from ..services.contacts import ArchivedPolicy
from .connect import connect
from .exits import INTERRUPTED, OK, PARTIAL, USAGE, CommandError, say
from .progress import shown, summary
from .rejects import RejectsFile
from .signals import stopping

if TYPE_CHECKING:
    from ..bulk.contact_import import ContactImport
    from ..client import Intercom

_JSON_SUFFIXES = frozenset({".jsonl", ".ndjson"})


def contacts(
    file: Annotated[Path, Parameter(help="CSV with a header, or JSON lines (.jsonl, .ndjson).")],
    /,
    *,
    mapping: Annotated[
        tuple[str, ...],
        Parameter(
            "--map",
            negative="",
            help="COLUMN=FIELD: what a column is; any other text than a field is a custom "
            "attribute, nothing leaves the column out. Repeat for more.",
        ),
    ] = (),
    create_attributes: Annotated[
        bool, Parameter(negative="", help="Create the custom attributes that the workspace lacks.")
    ] = False,
    allow_leads: Annotated[
        bool, Parameter(negative="", help="Make a new lead of every row without external id or e-mail.")
    ] = False,
    archived: Annotated[ArchivedPolicy, Parameter(help="What becomes of a contact that is archived.")] = "fail",
    empty: Annotated[
        EmptyCells, Parameter(help="Whether an empty cell keeps or clears what the contact has.")
    ] = "keep",
    concurrency: Annotated[int, Parameter(help="Calls at once.")] = 50,
    journal: Annotated[Path | None, Parameter(help="Where progress is kept [default: FILE.journal].")] = None,
    rejects: Annotated[Path | None, Parameter(help="Where rejected rows go [default: FILE.rejects.csv].")] = None,
    encoding: Annotated[str | None, Parameter(help="The file's encoding [default: UTF-8].")] = None,
    delimiter: Annotated[str | None, Parameter(help="What separates columns [default: found out].")] = None,
    base_url: Annotated[str | None, Parameter(help="The server [default: INTERCOM_BASE_URL, else by region].")] = None,
    region: Annotated[Literal["us", "eu", "au"] | None, Parameter(help="Where the workspace is hosted.")] = None,
    api_version: Annotated[
        str | None, Parameter(("--api-version", "--version"), help="The API version [default: the newest known].")
    ] = None,
    as_json: Annotated[bool, Parameter("--json", negative="", help="Print the summary as JSON.")] = False,
) -> int:
    """Create or update a contact for each row of a file; run it again to go on where it ended.

    The token comes from INTERCOM_ACCESS_TOKEN. Exit codes: 0 all rows done, 1 error, 2 wrong usage, 3 token refused,
    6 some rows rejected, 130 stopped by Ctrl-C or SIGTERM (rows under way are finished first; a second one kills).
    """
    if not file.is_file():
        msg = f"there is no file {file}"
        raise CommandError(msg, code=USAGE)
    source, header, suffix = _source(file, encoding, delimiter)
    try:
        columns = parse_map(mapping)
    except ColumnError as exc:
        raise CommandError(str(exc), code=USAGE) from exc
    client = connect(base_url=base_url, region=region, version=api_version)
    run = client.bulk.upsert_contacts(
        source,
        journal=journal or file.with_name(file.name + ".journal"),
        concurrency=concurrency,
        columns=columns,
        create_attributes=create_attributes,
        allow_leads=allow_leads,
        archived=archived,
        empty=empty,
    )
    rejected = RejectsFile(rejects or file.with_name(file.name + suffix), header)
    return asyncio.run(_Command(run, rejected, as_json=as_json).run(client))


def _source(
    file: Path, encoding: str | None, delimiter: str | None
) -> tuple[CsvFile | JsonLinesFile, tuple[str, ...] | None, str]:
    if file.suffix.lower() in _JSON_SUFFIXES:
        return JsonLinesFile(file, encoding=encoding), None, ".rejects.jsonl"
    source = CsvFile(file, encoding=encoding, delimiter=delimiter)
    return source, source.header(), ".rejects.csv"


class _Command:
    """One run of the command."""

    __slots__ = ("_as_json", "_import", "_rejects")

    def __init__(self, run: "ContactImport", rejects: RejectsFile, *, as_json: bool) -> None:
        self._import = run
        self._rejects = rejects
        self._as_json = as_json

    async def run(self, client: "Intercom") -> int:
        started = time.monotonic()
        async with client, self._import as run:
            with stopping(run.stop), self._rejects as rejects, shown() as show:
                run.on_progress = show
                async for result in run:
                    if result.outcome is Outcome.REJECTED:
                        rejects.write(result)
        self._report(run.progress, time.monotonic() - started)
        if run.stopped and run.progress.done != run.progress.total:
            return INTERRUPTED
        return PARTIAL if run.progress.rejected else OK

    def _report(self, progress: Progress, seconds: float) -> None:
        say(f"{summary(progress)}, in {seconds:.1f} s")
        if self._rejects.count:
            say(f"rejected rows and reasons: {self._rejects.path}")
        if progress.done != progress.total:
            say("stopped early: the same command goes on from here")
        if self._as_json:
            counts = {name: getattr(progress, name) for name in ("created", "updated", "rejected", "resumed")}
            rejects = str(self._rejects.path) if self._rejects.count else None
            done = {"rows": progress.total, "done": progress.done, **counts, "rejects": rejects}
            print(json.dumps({**done, "seconds": round(seconds, 3)}))
