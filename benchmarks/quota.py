"""A simulator with a quota in a process of its own, and another program that uses the same quota."""

import asyncio
import contextlib
import random
import subprocess
import sys
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final

import aiohttp
import attrs

TOKEN: Final = "benchmark"
_HEADERS: Final = {"Authorization": f"Bearer {TOKEN}", "Intercom-Version": "2.16"}


@attrs.frozen
class Window:
    """What the server counted in one window of its quota."""

    limit: int
    #: Calls let through that write: an import's. Another program only reads.
    writes: int
    #: All calls let through.
    used: int

    @property
    def share(self) -> float:
        """The part of what others left of the quota that the import used."""
        return self.writes / (self.limit - (self.used - self.writes))


@attrs.frozen
class Simulated:
    """A running simulator."""

    url: str
    limit: int
    seconds: int
    _session: aiohttp.ClientSession

    async def _ask(self, method: str, page: str, body: Any = None) -> Any:
        async with self._session.request(method, f"{self.url}/_simulator/{page}", json=body) as response:
            response.raise_for_status()
            return await response.json()

    async def disturb(self, faults: Sequence[dict[str, Any]]) -> None:
        """Have *faults* from now on."""
        await self._ask("PUT", "faults", list(faults))

    async def windows(self, began: float, ended: float) -> list[Window]:
        """Return the windows that lie whole between two moments, by the clock of this machine."""
        return [
            Window(each["limit"], each["writes"], each["answered"] + each["unanswered"])
            for each in (await self._ask("GET", "report"))["windows"]
            if each["start"] >= began and each["start"] + self.seconds <= ended
        ]

    async def refused(self) -> int:
        """Return how many calls were answered with 429 so far."""
        return sum(each["rejected_429"] for each in (await self._ask("GET", "report"))["windows"])


@contextlib.asynccontextmanager
async def simulated(limit: int, seconds: int) -> AsyncGenerator[Simulated]:
    """Run a simulator that lets *limit* calls through in each window of so many *seconds*."""
    command = [sys.executable, "-m", "intercom_async", "simulate", "--port=0", f"--token={TOKEN}"]
    command.append(f"--limit={limit}/{seconds}s")
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().split()[-1]
        async with aiohttp.ClientSession() as session:
            yield Simulated(url, limit, seconds, session)
    finally:
        process.terminate()
        await process.wait()


@attrs.define
class Other:
    """Another program of the same workspace: reads at random moments, never waits for the quota and counts its 429s."""

    refused: int = 0

    async def run(self, server: Simulated, part: float) -> None:
        """Use *part* of the quota until cancelled."""
        dice = random.Random(1)
        async with aiohttp.ClientSession(headers=_HEADERS) as session, asyncio.TaskGroup() as calls:
            while True:
                await asyncio.sleep(dice.expovariate(part * server.limit / server.seconds))
                calls.create_task(self._call(session, f"{server.url}/me"))

    async def _call(self, session: aiohttp.ClientSession, url: str) -> None:
        async with session.get(url) as response:
            await response.read()
            self.refused += response.status == 429
