"""How much of a quota does an import use, and how often is it refused, at 50 calls at once?

Ours is ``client.bulk.upsert_contacts``, a call for each row, as no contact is there before; the others are fifty tasks
that create contacts. Shares are of whole windows, counted by the server: the part of what others left of the quota.
"""

import asyncio
import contextlib
import importlib.util
import logging
import resource
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

import aiohttp
import attrs
import backoff
import measuring
from measuring import Bench, Spread, at_least, at_most
from quota import TOKEN, Other, Window, simulated

from intercom_async import Hooks, Intercom
from intercom_async.hooks import ResponseRecord

OURS: Final = "intercom_async"
OFFICIAL: Final = "official"
NAIVE: Final = "aiohttp + backoff.expo"
AT_ONCE: Final = 50
_DAY: Final = 86_400

Row: TypeAlias = dict[str, str]
#: Imports rows into a server at a URL; returns how many failed, and the longest that a call waited for the quota.
Import: TypeAlias = Callable[[str, Iterable[Row]], Awaitable[tuple[int, float]]]


@attrs.frozen(kw_only=True)
class Trial:
    """One import under one kind of quota."""

    what: str
    limit: int
    seconds: int
    #: How many windows' worth of rows there are.
    windows: int
    who: str = OURS
    faults: tuple[dict[str, Any], ...] = ()
    #: Which part of the quota another program uses.
    other: float = 0.0
    #: The least share, None where nothing is asked.
    share: float | None = None
    #: Whether it is about how long calls wait.
    waits: bool = False

    @property
    def quota(self) -> str:
        """The quota in words."""
        return f"{self.limit:,} per {self.seconds} s"


@attrs.frozen
class Outcome:
    """What came of a trial."""

    rows: int
    failed: int
    refused: int
    longest: float
    windows: list[Window]

    @property
    def shares(self) -> Spread:
        """The share in the worst and the best window; between them, where a median stands else, that of all."""
        each = [window.share for window in self.windows]
        left = sum(window.limit - window.used + window.writes for window in self.windows)
        return Spread(min(each), sum(window.writes for window in self.windows) / left, max(each))


def people(count: int) -> Iterator[Row]:
    """Make *count* rows that nobody has yet."""
    for number in range(count):
        yield {"external_id": str(number), "email": f"person{number}@example.com", "name": f"Person {number}"}


async def ours(url: str, rows: Iterable[Row]) -> tuple[int, float]:
    """Import with our client as a user would, but for the hook that notes how long calls wait."""
    longest = 0.0

    def note(record: ResponseRecord) -> None:
        nonlocal longest
        longest = max(longest, record.waited)

    # A key of its own: trials at the same time are workspaces of their own.
    async with Intercom(TOKEN, base_url=url, rate_limit_key=url, hooks=Hooks(response=note)) as client:
        results = client.bulk.upsert_contacts(rows, concurrency=AT_ONCE)
        failed = [result async for result in results if result.outcome != "created"]
    return len(failed), longest


async def official(url: str, rows: Iterable[Row]) -> tuple[int, float]:
    """Import with the official client; what it raises after its own retries has failed."""
    import httpx
    from intercom import AsyncIntercom, CreateContactRequestWithExternalId

    async with httpx.AsyncClient(timeout=60) as connections:
        client = AsyncIntercom(token=TOKEN, base_url=url, httpx_client=connections)

        async def create(row: Row) -> None:
            request = CreateContactRequestWithExternalId(external_id=row["external_id"], name=row["name"])
            await client.contacts.create(request=request)

        return await _all_at_once(create, rows), 0.0


async def naive(url: str, rows: Iterable[Row]) -> tuple[int, float]:
    """Import as is often written by hand: up to eight tries, exponential backoff up to ten seconds, full jitter."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Intercom-Version": "2.16"}
    async with aiohttp.ClientSession(base_url=url, headers=headers, raise_for_status=True) as session:

        @backoff.on_exception(backoff.expo, aiohttp.ClientResponseError, max_tries=8, max_value=10, logger=None)
        async def create(row: Row) -> None:
            async with session.post("/contacts", json=row) as response:
                await response.json()

        return await _all_at_once(create, rows), 0.0


async def _all_at_once(create: Callable[[Row], Awaitable[None]], rows: Iterable[Row]) -> int:
    """Create a contact of each of *rows*, `AT_ONCE` at a time; return how many raised."""
    left, failed = iter(rows), 0

    async def work() -> None:
        nonlocal failed
        for row in left:
            try:
                await create(row)
            except Exception:  # noqa: BLE001  # whatever reaches the caller has failed
                failed += 1

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return failed


IMPORTS: Final[dict[str, Import]] = {OURS: ours, OFFICIAL: official, NAIVE: naive}


async def attempt(trial: Trial) -> Outcome:
    """Import rows for some whole windows, the first of which begins after the quota was learned."""
    rows = round(trial.limit * (1 - trial.other) * (trial.windows + 1))
    async with simulated(trial.limit, trial.seconds) as server:
        await server.disturb(trial.faults)
        other = Other()
        rival = asyncio.create_task(other.run(server, trial.other)) if trial.other else None
        began = time.time()
        failed, longest = await IMPORTS[trial.who](server.url, people(rows))
        windows = await server.windows(began, time.time())
        if rival is not None:
            rival.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await rival
        return Outcome(rows, failed, await server.refused() - other.refused, longest, windows)


def report(bench: Bench, who: str, found: list[tuple[Trial, Outcome]]) -> None:
    """Report what came of *who*'s trials: each one's share, and what went wrong in all of them."""
    for trial, outcome in found:
        if outcome.windows:  # a trial to see that everything runs may be over before one was whole
            what, count = f"Importing at {trial.quota}, {trial.what}", len(outcome.windows)
            goal = None if trial.share is None else at_least(trial.share)
            bench.figure(6, what, who, "the quota", outcome.shares, goal=goal, rounds=count)
    judged, count = who == OURS, len(found)
    failed = Spread.of([sum(outcome.failed for _, outcome in found)])
    goal = at_most(0) if judged else None
    bench.figure(6, f"Importing {_rows(found):,} rows, failed", who, "", failed, unit="rows", goal=goal, rounds=count)
    alone = [each for each in found if not each[0].other]
    beside = [each for each in found if each[0].other]
    for what, some, most in (("alone", alone, 0.0), ("beside another program", beside, 0.001)):
        if some:
            refused = Spread.of([sum(outcome.refused for _, outcome in some) / _rows(some)])
            goal = at_most(most) if judged else None
            bench.figure(6, f"Importing {what}, answers of 429", who, "rows", refused, goal=goal, rounds=len(some))
    for trial, outcome in found:
        if trial.waits:
            longest = Spread.of([outcome.longest])
            what = f"Importing at {trial.quota}, {trial.what}, longest wait of a call"
            bench.figure(6, what, who, "", longest, unit="s", goal=at_most(trial.seconds), rounds=1)


def _rows(found: list[tuple[Trial, Outcome]]) -> int:
    return sum(outcome.rows for _, outcome in found)


def trials(bench: Bench) -> list[list[Trial]]:
    """Return the trials, those together that run at the same time: alone what needs much CPU."""
    ahead = ({"kind": "skewed_clock", "seconds": 3.0},)
    behind = ({"kind": "skewed_clock", "seconds": -3.0},)
    # Reset is a day ahead and Date is right.
    far = ({"kind": "skewed_clock", "seconds": float(_DAY)}, {"kind": "skewed_date", "seconds": float(-_DAY)})
    if bench.smoke:
        return [[Trial(what="alone", limit=40, seconds=1, windows=1, share=0.99)]]

    def kinds(limit: int, seconds: int, windows: int, beside: int) -> list[Trial]:
        alone = Trial(what="alone", limit=limit, seconds=seconds, windows=windows, share=0.99)
        evolve = attrs.evolve
        return [
            alone,
            evolve(alone, what="the server's clock 3 s ahead", faults=ahead, share=0.98),
            evolve(alone, what="the server's clock 3 s behind", faults=behind, share=0.98),
            evolve(alone, what="another program using 36 %", other=0.36, windows=beside, share=0.98),
        ]

    # What another program takes has to be learned, which costs a window a tenth or two: it takes more of them to judge.
    fast, real, long = kinds(500, 1, 8, 16), kinds(166, 1, 12, 24), kinds(1666, 10, 5, 5)
    # Only where a window takes the ten seconds that are assumed when Reset is nonsense can all of it be used.
    long.append(attrs.evolve(long[0], what="its reset a day ahead", faults=far, share=0.98, waits=True))
    others = [attrs.evolve(real[0], who=who, share=None) for who in (OFFICIAL, NAIVE)]
    if importlib.util.find_spec("intercom") is None:
        bench.skip(OFFICIAL, "python-intercom is not installed")
        del others[0]
    return [*([trial] for trial in fast), real, long, *([trial] for trial in others)]


async def importing(bench: Bench) -> None:
    """Report every trial."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    found: dict[str, list[tuple[Trial, Outcome]]] = {}
    for together in trials(bench):
        began, own, servers = time.perf_counter(), time.process_time(), _of_children()
        outcomes = await asyncio.gather(*map(attempt, together))
        own, servers = time.process_time() - own, _of_children() - servers
        took = time.perf_counter() - began
        names, who = ", ".join(trial.what for trial in together), together[0].who
        found.setdefault(who, []).extend(zip(together, outcomes, strict=True))
        bench.note(
            f"{together[0].quota}, {names}: {took:.0f} s; {who} took {own / took:.0%} of a core,"
            f" what it imported into {servers / took:.0%}"
        )
    for who, results in found.items():
        report(bench, who, results)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    measuring.run(importing)
