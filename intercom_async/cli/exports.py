"""``intercom-async export``: write every object of one kind to a file."""

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import attrs
from cyclopts import Parameter

from ..bulk.export_layouts import file_kind
from ..query import check_query
from .connect import connect
from .exits import INTERRUPTED, OK, USAGE, CommandError, say
from .export_progress import shown, summary
from .signals import stopping

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..bulk.exports import Export, ExportProgress
    from ..client import Intercom


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Options:
    """What every export takes."""

    output: Annotated[
        Path, Parameter(("--output", "-o"), help="The file: .jsonl or .csv, with .gz behind it to compress.")
    ]
    restart: Annotated[
        bool, Parameter(negative="", help="Discard what an export that was not finished has written.")
    ] = False
    base_url: Annotated[str | None, Parameter(help="The server [default: INTERCOM_BASE_URL, else by region].")] = None
    region: Annotated[Literal["us", "eu", "au"] | None, Parameter(help="Where the workspace is hosted.")] = None
    api_version: Annotated[
        str | None, Parameter(("--api-version", "--version"), help="The API version [default: the newest known].")
    ] = None
    as_json: Annotated[bool, Parameter("--json", negative="", help="Print the summary as JSON.")] = False


def contacts(
    *,
    query: Annotated[
        str | None,
        Parameter("--filter", help='Which ones, as searches take it: {"field": "role", "operator": "=", ...}.'),
    ] = None,
    options: Options,
) -> int:
    """Write every contact, or those that a filter finds, to a file; run it again to go on where it ended.

    The token comes from INTERCOM_ACCESS_TOKEN. Exit codes: 0 done, 1 error, 2 wrong usage, 3 token refused, 130
    stopped by Ctrl-C or SIGTERM (the page under way is finished first; a second one kills).
    """
    wanted = None if query is None else _query(query)
    client = _client(options)
    return _run(client, client.bulk.export_contacts(wanted), options)


def users(*, options: Options) -> int:
    """Write every user of API 1.x to a file; one that was not finished begins anew. Exit codes as of contacts."""
    client = _client(options)
    return _run(client, client.bulk.export_users(), options)


def leads(*, options: Options) -> int:
    """Write every lead of API 1.x to a file; one that was not finished begins anew. Exit codes as of contacts."""
    client = _client(options)
    return _run(client, client.bulk.export_leads(), options)


def companies(*, options: Options) -> int:
    """Write every company to a file; one that was not finished begins anew. Exit codes as of contacts."""
    client = _client(options)
    return _run(client, client.bulk.export_companies(), options)


def _query(text: str) -> dict[str, object]:
    try:
        query: Any = json.loads(text)
        check_query(query)
    except (ValueError, TypeError) as exc:
        msg = f"--filter takes a search's query as JSON: {exc}"
        raise CommandError(msg, code=USAGE) from exc
    return cast("dict[str, object]", query)


def _client(options: Options) -> "Intercom":
    try:
        file_kind(options.output)
    except ValueError as exc:
        raise CommandError(str(exc), code=USAGE) from exc
    return connect(base_url=options.base_url, region=options.region, version=options.api_version)


def _run(client: "Intercom", export: "Export", options: Options) -> int:
    return asyncio.run(_Command(export, options).run(client))


class _Command:
    """One run of the command."""

    __slots__ = ("_export", "_options", "_show", "_started")

    def __init__(self, export: "Export", options: Options) -> None:
        self._export = export
        self._options = options
        self._started = False
        self._show: Callable[[ExportProgress], None]

    async def run(self, client: "Intercom") -> int:
        started = time.monotonic()
        export, options = self._export, self._options
        async with client:
            with stopping(export.stop), shown() as self._show:
                export.on_progress = self._tell
                try:
                    await export.write_to(options.output, restart=options.restart)
                except Exception:
                    self._say_what_is_next()
                    raise
        self._report(time.monotonic() - started)
        return OK if export.progress.complete else INTERRUPTED

    def _tell(self, progress: "ExportProgress") -> None:
        if not self._started and progress.resumed:
            say(f"going on after {progress.resumed:,}")
        elif not self._started and progress.discarded:
            say(f"beginning anew: an earlier run had {progress.discarded:,}, but a scroll cannot be gone on with")
        self._started = True
        self._show(progress)

    def _report(self, seconds: float) -> None:
        progress = self._export.progress
        say(f"{summary(progress)}, in {seconds:.1f} s")
        self._say_what_is_next()
        if self._options.as_json:
            done = {**attrs.asdict(progress), "file": str(self._options.output)}
            print(json.dumps({**done, "seconds": round(seconds, 3)}))

    def _say_what_is_next(self) -> None:
        progress = self._export.progress
        if progress.rows and not progress.complete:
            again = (
                "goes on from here" if self._export.resumable else "begins anew, since a scroll cannot be gone on with"
            )
            say(f"not complete: the same command {again}")
