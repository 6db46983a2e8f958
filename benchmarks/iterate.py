"""Reading 100,000 contacts in pages of 150: CPU, waiting hidden by reading ahead, and peak memory."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeAlias

import measuring
import payloads
from measuring import Bench, Spread, Work, at_least, at_most
from server import Served, serving

OURS: Final = "intercom_async"
AHEAD: Final = "intercom_async, prefetch(1)"
RAW: Final = "aiohttp + orjson"
OFFICIAL: Final = "official"

#: Pages of 150 for 100,000 contacts and for 7,500; of the official client, which is slow and does not grow.
_ALL: Final = 667
_SOME: Final = 50
_OFFICIAL: Final = 10
#: What an answer takes, and what the reader of a page waits for, in seconds.
_LATENCY: Final = 0.04
_HEADERS: Final = {"Authorization": "Bearer benchmark", "Intercom-Version": "2.14", "Accept": "application/json"}

#: What is done with the contacts of a page.
Use: TypeAlias = Callable[[Sequence[Any]], Awaitable[None]] | None


async def ours(url: str, use: Use = None, *, ahead: bool = False) -> int:
    """Read the whole list with our client: contact by contact, or page by page where pages are used."""
    from intercom_async import Intercom

    count = 0
    async with Intercom("benchmark", base_url=url) as client:
        contacts = client.contacts.list()
        if use is None:
            async for _ in contacts:
                count += 1
            return count
        async for page in (contacts.prefetch(1) if ahead else contacts).pages():
            count += len(page.items)
            await use(page.items)
    return count


async def raw(url: str, use: Use = None) -> int:
    """Read the whole list as dicts, following the cursor by hand."""
    import aiohttp
    import orjson

    count, address = 0, f"{url}/contacts?per_page=150"
    async with aiohttp.ClientSession(headers=_HEADERS) as session:
        following = address
        while following:
            async with session.get(following) as response:
                body = orjson.loads(await response.read())
            for _ in body["data"]:
                count += 1
            if use is not None:
                await use(body["data"])
            cursor = body["pages"]["next"]
            following = f"{address}&starting_after={cursor['starting_after']}" if cursor else ""
    return count


async def official(url: str, use: Use = None, *, pages: int = _OFFICIAL) -> int:
    """Read *pages* pages with the official client."""
    count = 0
    async with _official(url) as client:
        pager = await client.contacts.list(per_page=payloads.PAGE)
        async for page in pager.iter_pages():
            count += len(page.items)
            if use is not None:
                await use(page.items)
            pages -= 1
            if not pages:
                break
    return count


@asynccontextmanager
async def _official(url: str) -> AsyncIterator[Any]:
    import httpx
    from intercom import AsyncIntercom

    # what the client makes itself, but for being closed here
    async with httpx.AsyncClient(timeout=60, follow_redirects=True) as connections:
        yield AsyncIntercom(token="benchmark", base_url=url, httpx_client=connections)


def _has_official() -> bool:
    try:
        import intercom
    except ImportError:
        return False
    return intercom is not None


async def cpu(bench: Bench, server: Served) -> None:
    """Report the CPU of reading everything."""
    pages = bench.size(_OFFICIAL, 1)
    works: dict[str, Work] = {OURS: lambda: ours(server.url), RAW: lambda: raw(server.url)}
    if _has_official():
        works[OFFICIAL] = lambda: official(server.url, pages=pages)
    else:
        bench.skip(OFFICIAL, "python-intercom is not installed")
    rounds = await bench.take_turns(works, aside=server.cpu)
    what = "Reading 100,000 contacts"
    bench.figure(4, f"{what}, CPU", OURS, RAW, rounds.cpu(OURS, RAW), goal=at_most(2.2))
    if OFFICIAL in works:
        scaled = f"{OFFICIAL}, by {pages * payloads.PAGE:,} contacts"
        spread = rounds.speed(OURS, OFFICIAL)
        bench.figure(4, f"{what}, contacts a second of CPU", OURS, scaled, spread, goal=at_least(28))
        bench.figure(4, f"{what}, contacts a second", OURS, scaled, rounds.rate(OURS, OFFICIAL))
    busy = ", ".join(f"{name} {rounds.busy_aside(name).median:.0%}" for name in works)
    bench.note(f"{what}: the server was busy of the time in the turns of {busy}")
    bench.series("iterate", {name: {"cpu_us": rounds.each(name).median * 1e6} for name in works})


async def ahead(bench: Bench, server: Served) -> None:
    """Report what reading ahead saves where answers take as long as what is done with them."""

    async def use(_: Sequence[Any]) -> None:
        await asyncio.sleep(_LATENCY)

    works: dict[str, Work] = {
        AHEAD: lambda: ours(server.url, use, ahead=True),
        RAW: lambda: raw(server.url, use),
        OURS: lambda: ours(server.url, use),
    }
    if _has_official():
        works[OFFICIAL] = lambda: official(server.url, use, pages=bench.size(5, 1))
    rounds = await bench.take_turns(works)
    what = "Pages that take 40 ms and are used for 40 ms, time"
    bench.figure(4, what, AHEAD, f"{RAW}, one by one", rounds.wall(AHEAD, RAW), goal=at_most(0.57))
    for name in (OURS, OFFICIAL):
        if name in works:
            bench.figure(4, what, name, f"{RAW}, one by one", rounds.wall(name, RAW))


def peak(url: str, who: str) -> int:
    """Return the peak memory of a process that reads the list at *url*."""
    command = [sys.executable, __file__, "--peak", who, url]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def memory(bench: Bench) -> None:
    """Report peak memory, each reader in a process of its own."""
    times = bench.size(3, 1)
    peaks: dict[str, list[int]] = {}
    per_page = bench.size(payloads.PAGE, 5)
    some, everything = bench.size(_SOME, 2), bench.size(_ALL, 3)
    with serving(pages=some, per_page=per_page) as short, serving(pages=everything, per_page=per_page) as long:
        lists = {"short": (short.url, OURS), "long": (long.url, OURS), "raw": (long.url, RAW)}
        if _has_official():
            lists[OFFICIAL] = (short.url, OFFICIAL)
        for name, (url, who) in lists.items():
            peaks[name] = [peak(url, who) for _ in range(times)]

    def ratio(above: str, below: str) -> Spread:
        return Spread.of(one / other for one, other in zip(peaks[above], peaks[below], strict=True))

    what = "Peak memory of reading 100,000 contacts"
    bench.figure(4, what, OURS, "7,500 contacts", ratio("long", "short"), goal=at_most(1.05), rounds=times)
    bench.figure(4, what, OURS, RAW, ratio("long", "raw"), rounds=times)
    if OFFICIAL in peaks:
        spread = ratio("long", OFFICIAL)
        bench.figure(4, what, OURS, f"{OFFICIAL}, a few pages", spread, goal=at_most(0.75), rounds=times)
    bench.note("Peak memory: " + ", ".join(f"{name} {min(each) / 2**20:.0f} MiB" for name, each in peaks.items()))


async def script(bench: Bench) -> None:
    """Answer question 4."""
    per_page = bench.size(payloads.PAGE, 5)
    with serving(pages=bench.size(_ALL, 3), per_page=per_page) as server:
        await cpu(bench, server)
    with serving(pages=bench.size(30, 3), per_page=per_page, latency_ms=_LATENCY * 1000) as server:
        await ahead(bench, server)
    memory(bench)


def read_once(who: str, url: str) -> None:
    """Read the list at *url* and print the peak memory of this process."""
    readers = {OURS: ours, RAW: raw, OFFICIAL: official}
    asyncio.run(readers[who](url))
    print(measuring.peak_rss())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        read_once(*sys.argv[2:])
        sys.exit()
    measuring.run(script)
