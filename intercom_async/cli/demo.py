"""``intercom-async demo``: the main job from a CSV file to the workspace and back, with proof that nothing was lost."""

import asyncio
import contextlib
import json
import math
import os
import secrets
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import attrs
from cyclopts import Parameter

from ..bulk.results import Outcome
from ..bulk.sources import CsvFile
from ..hooks import Hooks, ResponseRecord
from .connect import TOKEN, connect
from .demo_check import read_back
from .demo_people import People, make_people
from .exits import ERROR, OK, USAGE, CommandError, say
from .progress import shown

if TYPE_CHECKING:
    from ..client import Intercom

_CALLS: Final = 1_667
_SECONDS: Final = 10
_CONCURRENCY: Final = 50
#: The least share of the quota that must be used while there is more to do.
_SHARE: Final = 0.97
_LEAST_ROWS: Final = 100
_SIMULATOR_TOKEN: Final = "demo-token"  # noqa: S105 - no secret: what the simulator lets in


@attrs.frozen(kw_only=True)
class Figures:
    """What the demo found; the keys of its JSON."""

    rows: int
    created: int
    updated: int
    rejected: int
    #: Calls refused for the quota: the simulator's count, against Intercom the client's.
    answers_429: int
    #: Calls answered otherwise over what the quota allowed in the full windows; None when there was none.
    quota_share: float | None
    listed: int
    scrolled: int
    differences: int
    seconds: float


@attrs.frozen
class Check:
    """One figure, what it must be, and whether it is."""

    name: str
    value: object
    wanted: str
    good: bool


def demo(
    *,
    rows: Annotated[int, Parameter(help="Rows of the file.")] = 10_000,
    seed: Annotated[int | None, Parameter(help="The same seed makes the same people.")] = None,
    yes: Annotated[bool, Parameter(negative="", help="Do write to the workspace of INTERCOM_ACCESS_TOKEN.")] = False,
    as_json: Annotated[bool, Parameter("--json", negative="", help="End with one line of JSON.")] = False,
) -> int:
    """Import people from a CSV file, read them back in two API versions, and compare every value.

    Runs against the embedded simulator, in a process of its own, at the real quota; with INTERCOM_ACCESS_TOKEN set,
    against that workspace instead. Exits with 1 when a figure is not as it must be.
    """
    if rows < _LEAST_ROWS:
        msg = f"the demo needs {_LEAST_ROWS} rows at least, not {rows}"
        raise CommandError(msg, code=USAGE)
    if os.environ.get(TOKEN):
        people = make_people(rows, secrets.randbelow(10**6) if seed is None else seed)
        return asyncio.run(_against_intercom(people, yes=yes, as_json=as_json))
    return asyncio.run(_against_simulator(make_people(rows, seed or 1), as_json=as_json))


async def _against_simulator(people: People, *, as_json: bool) -> int:
    started = time.monotonic()
    async with _simulated() as client:
        figures, checks = await _figures(client, people, alone=True)
        report: Any = (await client.request("GET", "/_simulator/report")).value
    figures = attrs.evolve(
        figures,
        answers_429=report["statuses"].get("429", 0),
        quota_share=quota_share(report),
        seconds=round(time.monotonic() - started, 1),
    )
    enough = figures.created + 2 * figures.updated > 3 * _CALLS
    share = figures.quota_share
    checks.append(Check("quota_share", share, f">= {_SHARE}", not enough if share is None else share >= _SHARE))
    return _end(figures, checks, as_json=as_json)


async def _against_intercom(people: People, *, yes: bool, as_json: bool) -> int:
    started = time.monotonic()
    async with connect(base_url=None, region=None, version=None) as client:
        count, minutes = len(people.expected), math.ceil((len(people.rows) + len(people.repeated)) / _CALLS / 6)
        plan = (
            f"{count:,} contacts (demo-...@example.com) and the custom attributes Address, Seats and Renewal date "
            f"to {client.core.config.base_url}, in about {minutes} min"
        )
        if not yes:
            msg = f"this would write {plan}; to do it, add --yes; to try the simulator, unset {TOKEN}"
            raise CommandError(msg, code=USAGE)
        say(f"writing {plan}")
        refused: list[ResponseRecord] = []
        watched = client.with_options(hooks=Hooks(response=lambda record: _note_429(refused, record)))
        figures, checks = await _figures(watched, people, alone=False)
    seconds = round(time.monotonic() - started, 1)
    return _end(attrs.evolve(figures, answers_429=len(refused), seconds=seconds), checks, as_json=as_json)


def _note_429(refused: list[ResponseRecord], record: ResponseRecord) -> None:
    if record.status == 429:
        refused.append(record)


@contextlib.asynccontextmanager
async def _simulated() -> "AsyncGenerator[Intercom]":
    """Start the simulator as a process and give a client for it."""
    from ..client import Intercom

    command = (sys.executable, "-m", "intercom_async", "simulate", "--token", _SIMULATOR_TOKEN)
    process = await asyncio.create_subprocess_exec(*command, "--limit", f"{_CALLS}/{_SECONDS}s", stdout=PIPE)
    try:
        line = await process.stdout.readline() if process.stdout else b""
        url = line.decode().rpartition(" ")[2].strip()
        if not url:
            msg = f"the simulator did not start: {' '.join(command)} ended with {await process.wait()}"
            raise CommandError(msg)
        say(f"simulator at {url}, {_CALLS:,} calls in {_SECONDS} s")
        async with Intercom(_SIMULATOR_TOKEN, base_url=url) as client:
            yield client
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _figures(client: "Intercom", people: People, *, alone: bool) -> tuple[Figures, list[Check]]:
    """Import the people and read them back."""
    ended = await _import(client, people)
    say("reading back: contacts at 2.16, users at 1.4")
    found = await read_back(client, people.expected, alone=alone)
    for line in found.differences[:10]:
        say(f"difference: {line}")
    figures = Figures(
        rows=sum(map(len, ended.values())),
        created=len(ended[Outcome.CREATED]),
        updated=len(ended[Outcome.UPDATED]),
        rejected=len(ended[Outcome.REJECTED]),
        answers_429=0,
        quota_share=None,
        listed=found.listed,
        scrolled=found.scrolled,
        differences=len(found.differences),
        seconds=0.0,
    )
    return figures, list(_checks(figures, people, ended))


async def _import(client: "Intercom", people: People) -> dict[Outcome, set[int]]:
    """Import through a file, as users do; return the row numbers by how they ended."""
    ended: dict[Outcome, set[int]] = {outcome: set() for outcome in Outcome}
    with tempfile.TemporaryDirectory(prefix="intercom-demo-") as folder, shown() as show:
        file = Path(folder) / "people.csv"
        await asyncio.to_thread(people.write, file)
        say(f"importing {len(people.rows):,} rows, {_CONCURRENCY} calls at once")
        run = client.bulk.upsert_contacts(
            CsvFile(file),
            journal=f"{file}.journal",
            concurrency=_CONCURRENCY,
            create_attributes=True,
            on_progress=show,
        )
        async for result in run:
            ended[result.outcome].add(result.row)
    return ended


def _checks(figures: Figures, people: People, ended: dict[Outcome, set[int]]) -> Iterator[Check]:
    """Compare the figures with what is known of the people."""
    rows, count = len(people.rows), len(people.expected)
    yield Check("rows", figures.rows, f"{rows:,}", figures.rows == rows)
    yield Check("created", figures.created, f"{count:,}", figures.created == count)
    yield Check(
        "updated", figures.updated, f"{len(people.repeated):,} known", ended[Outcome.UPDATED] == people.repeated
    )
    yield Check("rejected", figures.rejected, f"{len(people.bad):,} known", ended[Outcome.REJECTED] == people.bad)
    yield Check("listed", figures.listed, f"{count:,}", figures.listed == count)
    yield Check("scrolled", figures.scrolled, f"{count:,}", figures.scrolled == count)
    yield Check("differences", figures.differences, "0", figures.differences == 0)


def quota_share(report: dict[str, Any]) -> float | None:
    """Return the share of the quota used in the full windows between the first and the last write, both excluded."""
    first, last = ((report[name] or 0) // _SECONDS * _SECONDS for name in ("first_write", "last_write"))
    full = [window["answered"] / window["limit"] for window in report["windows"] if first < window["start"] < last]
    return round(sum(full) / len(full), 4) if full else None


def _end(figures: Figures, checks: list[Check], *, as_json: bool) -> int:
    checks = [*checks, Check("answers_429", figures.answers_429, "0", figures.answers_429 == 0)]
    print(table([*checks, Check("seconds", figures.seconds, "", good=True)]))
    if as_json:
        print(json.dumps(attrs.asdict(figures)))
    return OK if all(check.good for check in checks) else ERROR


def table(checks: list[Check]) -> str:
    """Return the checks as lines of a table."""
    lines = [("figure", "value", "must be", "")]
    for check in checks:
        value = f"{check.value:,}" if isinstance(check.value, int) else "-" if check.value is None else str(check.value)
        lines.append((check.name, value, check.wanted, "" if check.good else "WRONG"))
    widths = [max(len(line[place]) for line in lines) for place in range(3)]
    rows = (
        f"{name:{widths[0]}}  {value:>{widths[1]}}  {wanted:{widths[2]}}  {bad}" for name, value, wanted, bad in lines
    )
    return "\n".join(row.rstrip() for row in rows)
