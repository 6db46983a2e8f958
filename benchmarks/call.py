"""One call, typed, limited and retried, at 1, 10, 50 and 100 at once, beside every other way to make it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any, Final, TypeAlias

import measuring
from measuring import Bench, Rounds, Work, at_least, at_most
from server import Served, serving

Get: TypeAlias = Callable[[], Awaitable[Any]]
Open: TypeAlias = Callable[[str, AsyncExitStack], Awaitable[Get]]

OURS: Final = "intercom_async"
OURS_RUST: Final = "intercom_async over pyreqwest"
AIOHTTP: Final = "aiohttp + orjson"
AIOHTTP_JSON: Final = "aiohttp + json"
HTTPX2: Final = "httpx2 + orjson"
PYREQWEST: Final = "pyreqwest + orjson"
OFFICIAL: Final = "official"

#: How many times as many calls a second as the official client, by how many go at once.
_FASTER: Final = {1: 10, 10: 16, 50: 20, 100: 22}
_PATH: Final = "/contacts/6762f0d01bb69f9f2193bb7d"
#: What every program of its own has to send.
_HEADERS: Final = {"Authorization": "Bearer benchmark", "Intercom-Version": "2.14", "Accept": "application/json"}


async def ours(url: str, stack: AsyncExitStack) -> Get:
    """Open our client with its defaults: gate, retries, drift on a sample."""
    from intercom_async import Intercom

    client = await stack.enter_async_context(Intercom("benchmark", base_url=url))
    return lambda: client.contacts.retrieve("6762f0d01bb69f9f2193bb7d")


async def ours_over_pyreqwest(url: str, stack: AsyncExitStack) -> Get:
    """Open the same over pyreqwest, with a quota of its own, lest the two share one."""
    from intercom_async import Intercom
    from intercom_async.transports.pyreqwest import PyreqwestTransport

    transport = PyreqwestTransport()
    stack.push_async_callback(transport.aclose)
    client = Intercom("benchmark", base_url=url, transport=transport, rate_limit_key="over pyreqwest")
    return lambda: client.contacts.retrieve("6762f0d01bb69f9f2193bb7d")


async def aiohttp_with_orjson(url: str, stack: AsyncExitStack) -> Get:
    """Open what most would write by hand: a default session, the body read and decoded."""
    import aiohttp
    import orjson

    session = await stack.enter_async_context(aiohttp.ClientSession(headers=_HEADERS))
    address = url + _PATH

    async def get() -> Any:
        async with session.get(address) as response:
            return orjson.loads(await response.read())

    return get


async def aiohttp_with_json(url: str, stack: AsyncExitStack) -> Get:
    """Open the same with the standard library's JSON."""
    import aiohttp

    session = await stack.enter_async_context(aiohttp.ClientSession(headers=_HEADERS))
    address = url + _PATH

    async def get() -> Any:
        async with session.get(address) as response:
            return json.loads(await response.read())

    return get


async def httpx2(url: str, stack: AsyncExitStack) -> Get:
    """Open a default client of httpx2."""
    import httpx2
    import orjson

    client = await stack.enter_async_context(httpx2.AsyncClient(headers=_HEADERS))
    address = url + _PATH

    async def get() -> Any:
        return orjson.loads((await client.get(address)).content)

    return get


async def pyreqwest(url: str, stack: AsyncExitStack) -> Get:
    """Open a default client of pyreqwest."""
    import orjson
    from pyreqwest.client import ClientBuilder

    client = await stack.enter_async_context(ClientBuilder().default_headers(_HEADERS).build())
    address = url + _PATH

    async def get() -> Any:
        response = await client.get(address).build().send()
        return orjson.loads(memoryview(await response.bytes()))

    return get


async def official(url: str, stack: AsyncExitStack) -> Get:
    """Open the official client; its HTTP client cannot be closed through it."""
    import httpx
    from intercom import AsyncIntercom

    # what the client makes itself, but for being closed here
    connections = await stack.enter_async_context(httpx.AsyncClient(timeout=60, follow_redirects=True))
    client = AsyncIntercom(token="benchmark", base_url=url, httpx_client=connections)
    return lambda: client.contacts.find("6762f0d01bb69f9f2193bb7d")


#: Every peer with how many calls it makes in one turn: slow ones fewer, so that nobody waits.
PEERS: Final[Mapping[str, tuple[Open, int]]] = {
    OURS: (ours, 2000),
    AIOHTTP: (aiohttp_with_orjson, 2000),
    OURS_RUST: (ours_over_pyreqwest, 2000),
    PYREQWEST: (pyreqwest, 2000),
    AIOHTTP_JSON: (aiohttp_with_json, 2000),
    HTTPX2: (httpx2, 400),
    OFFICIAL: (official, 200),
}


def work(get: Get, calls: int, at_once: int) -> Work:
    """Return what makes *calls* calls, *at_once* at a time."""
    each = max(calls // at_once, 1)

    async def several() -> None:
        for _ in range(each):
            await get()

    async def all_of_them() -> int:
        await asyncio.gather(*(several() for _ in range(at_once)))
        return each * at_once

    return all_of_them


def report(bench: Bench, rounds: Rounds, at_once: int) -> None:
    """Report what the calls, *at_once* at a time, took."""
    what = f"One call, {at_once} at once"
    for name in rounds.turns:
        if name != AIOHTTP:
            goal = at_most(1.10, 1.00) if name == OURS else at_most(0.70, 0.60) if name == OURS_RUST else None
            question = 2 if name == OURS_RUST else 1
            spread = rounds.cpu(name, AIOHTTP)
            bench.figure(question, f"{what}, CPU", name, AIOHTTP, spread, goal=goal)
    if OFFICIAL in rounds.turns:
        for name in (each for each in rounds.turns if each != OFFICIAL):
            goal = at_least(_FASTER[at_once]) if name == OURS else None
            question = 2 if name == OURS_RUST else 1
            spread = rounds.rate(name, OFFICIAL)
            bench.figure(question, f"{what}, calls a second", name, OFFICIAL, spread, goal=goal)
    busy = ", ".join(f"{name} {rounds.busy_aside(name).median:.0%}" for name in rounds.turns)
    server = rounds.each(AIOHTTP, "aside").median * 1e6
    bench.note(f"{what}: the server took {server:.0f} us of CPU a call, and of the time in the turns of {busy}")
    points = {
        name: {"cpu_us": rounds.each(name).median * 1e6, "per_second": 1 / rounds.each(name, "wall").median}
        for name in rounds.turns
    }
    bench.series(f"call at {at_once}", points)


async def measure(bench: Bench, server: Served) -> None:
    """Let all peers that are installed take turns."""
    async with AsyncExitStack() as stack:
        gets: dict[str, Get] = {}
        for name, (opened, _) in PEERS.items():
            try:
                gets[name] = await opened(server.url, stack)
            except ImportError as missing:
                bench.skip(name, str(missing))
        for at_once in list(_FASTER)[: bench.size(4, 2)]:
            calls = {name: bench.size(PEERS[name][1], 1) for name in gets}
            works = {name: work(get, calls[name], at_once) for name, get in gets.items()}
            report(bench, await bench.take_turns(works, aside=server.cpu), at_once)


async def script(bench: Bench) -> None:
    """Answer questions 1 and 2."""
    with serving() as server:
        await measure(bench, server)


if __name__ == "__main__":
    measuring.run(script)
