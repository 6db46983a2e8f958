"""How much CPU does a program spend before its first call, in units of ``import aiohttp``?

Every step runs in a fresh process, compiled files warm, net of what the bare interpreter takes to start.
"""

import asyncio
import importlib.util
import resource
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

import attrs
from measuring import Bench, Spread, at_most, run
from server import serving

#: Fewer would not tell one part in fifty.
ROUNDS: Final = 12
UNIT: Final = "import aiohttp"
OURS: Final = "intercom_async"

_CLIENT: Final = """
import asyncio, sys
import aiohttp
from intercom_async import Intercom

async def main():
    async with aiohttp.ClientSession() as session, Intercom("t", base_url=sys.argv[1], session=session) as client:
        client.core.pool.transport()  # what the first call opens
        {then}

asyncio.run(main())
"""
_ALL: Final = """
        import importlib, pkgutil
        from intercom_async import models
        from intercom_async.lazy_service import LazyService
        from intercom_async.service_attributes import Services
        for name, service in vars(Services).items():
            if isinstance(service, LazyService):
                getattr(client, name)
        for module in pkgutil.iter_modules(models.__path__):
            importlib.import_module(f"{models.__name__}.{module.name}")
"""
_OFFICIAL: Final = """
import asyncio, sys
from intercom import AsyncIntercom

async def main():
    client = AsyncIntercom(token="t", base_url=sys.argv[1])
    {then}

asyncio.run(main())
"""
_ALL_OF_OFFICIAL: Final = """
    for name in dir(client):
        if name != "unstable":  # all of it once more
            getattr(client, name)
"""
#: What a program does, by peer and step.
STEPS: Final = {
    f"{OURS}, import": "import intercom_async",
    f"{OURS}, client ready": _CLIENT.format(then="pass"),
    f"{OURS}, first contact": _CLIENT.format(then='assert (await client.contacts.retrieve("1")).id'),
    f"{OURS}, every service and model": _CLIENT.format(then=_ALL),
    "official, import": "import intercom",
    "official, client ready": _OFFICIAL.format(then="pass"),
    "official, first contact": _OFFICIAL.format(then='assert (await client.contacts.find("1")).id'),
    "official, every service and model": _OFFICIAL.format(then=_ALL_OF_OFFICIAL),
}
GOALS: Final = {
    "import": at_most(0.10, 0.03),
    "client ready": at_most(1.20, 1.12),
    "first contact": at_most(1.25, 1.15),
    "every service and model": at_most(2.2),
}


def cpu_of(program: str, url: str) -> float:
    """Return the seconds of CPU that a new interpreter takes to run *program*."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program, url], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turns(steps: Sequence[str], rounds: int, warm_up: int, url: str) -> tuple[dict[str, list[float]], list[float]]:
    """Return each of *steps* in units, round by round, and the seconds of a unit.

    The *warm_up* rounds before, which do not count, compile what is imported. A unit is taken before and after each
    step, so that it is the machine of the same second that they are measured with.
    """
    ratios: dict[str, list[float]] = {name: [] for name in steps}
    units: list[float] = []
    for number in range(-warm_up, rounds):
        start = number % len(steps)
        bare = cpu_of("pass", url)
        before = cpu_of(UNIT, url) - bare
        for name in (*steps[start:], *steps[:start]):
            step = cpu_of(STEPS[name], url) - bare
            after = cpu_of(UNIT, url) - bare
            if number >= 0:
                ratios[name].append(2 * step / (before + after))
                units.append(after)
            before = after
    return ratios, units


async def cold_start(bench: Bench) -> None:
    """Report each step of both clients."""
    rounds, steps = bench.size(max(bench.rounds, ROUNDS), 1), list(STEPS)
    if importlib.util.find_spec("intercom") is None:
        bench.skip("official", "python-intercom is not installed")
        steps = [name for name in steps if name.startswith(OURS)]
    with serving() as server:
        ratios, units = await asyncio.to_thread(in_turns, steps, rounds, bench.size(1, 0), server.url)
    for name, found in ratios.items():
        peer, _, step = name.partition(", ")
        goal = GOALS[step] if peer == OURS else None
        bench.figure(5, f"Cold start, {step}, CPU", peer, UNIT, Spread.of(found), goal=goal, rounds=rounds)
    low, median, high = (seconds * 1000 for seconds in attrs.astuple(Spread.of(units)))
    bench.note(f"{UNIT} took {median:.0f} ms [{low:.0f} to {high:.0f}] of CPU, net of the bare interpreter")


if __name__ == "__main__":
    run(cold_start)
