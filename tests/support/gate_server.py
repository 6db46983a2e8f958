"""A server with a quota in virtual time, callers that use it up, and what came of it."""

import asyncio
import math
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import formatdate

import attrs

from intercom_async.http import Headers
from intercom_async.rate_limit.base import Lane, Permit, RateLimiter
from intercom_async.rate_limit.gate import Gate
from support.virtual_time import VirtualClock

EPOCH = 1_700_000_000


@attrs.define
class QuotaServer:
    """Counts calls in fixed windows of its own clock, refuses what is over the limit, and says so in headers."""

    limit: int = 166
    window: float = 1.0
    #: How far its clock is ahead of ours.
    skew: float = 0.0
    #: The part of the answers without any of the three headers.
    missing: float = 0.0
    #: Whether answers carry a Date.
    dated: bool = True
    #: Added to every Reset.
    reset_add: int = 0
    #: Where windows begin, in seconds after a multiple of their length.
    offset: float = 0.0
    #: How the end of a window becomes whole seconds.
    rounded: Callable[[float], int] = math.ceil
    #: Called in a server's own thread-safe way; replaced where several threads call it.
    clock: Callable[[], float] = attrs.field(default=lambda: EPOCH + 0.37 + asyncio.get_running_loop().time())
    dice: random.Random = attrs.field(factory=lambda: random.Random(1))
    ours: Counter[int] = attrs.field(factory=Counter[int])
    others: Counter[int] = attrs.field(factory=Counter[int])
    #: When our calls were refused.
    refused: list[float] = attrs.field(factory=list[float])

    def number(self) -> int:
        """Return the number of the window that is open now."""
        return math.floor((self.clock() + self.skew - self.offset) / self.window)

    def used(self, number: int) -> int:
        """Return how many calls of a window were let through."""
        return self.ours[number] + self.others[number]

    def take(self, whose: Counter[int]) -> bool:
        """Count a call; say whether it was refused."""
        number = self.number()
        refused = self.used(number) >= self.limit
        whose[number] += not refused
        return refused

    def answer(self) -> tuple[bool, Headers]:
        """Answer one of our calls: whether it was refused, and the headers."""
        refused = self.take(self.ours)
        if refused:
            self.refused.append(self.clock())
        return refused, self.headers()

    def headers(self) -> Headers:
        """Return what an answer given now says."""
        number = self.number()
        ends = self.rounded((number + 1) * self.window + self.offset) + self.reset_add
        pairs = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(self.limit - self.used(number), 0)),
            "X-RateLimit-Reset": str(ends),
        }
        if self.dice.random() < self.missing:
            pairs = {}
        if self.dated:
            pairs["Date"] = formatdate(self.clock() + self.skew, usegmt=True)
        return Headers(pairs.items())


@attrs.frozen
class Outcome:
    """What a load came to, over the windows that it filled from beginning to end."""

    windows: int
    #: Calls let through over the quota of those windows, and over what others left of it.
    share: float
    share_of_rest: float
    refused: int
    #: Refused calls over calls let through.
    refused_share: float
    #: Tasks left when everybody had finished, beside the one that looks.
    tasks: int
    in_flight: int


async def call(gate: RateLimiter, server: QuotaServer, dice: random.Random, *, lane: Lane = Lane.BULK) -> None:
    """Make one call that is let through, each way taking up to 20 ms."""
    refused = True
    while refused:
        permit = await gate.acquire(lane)
        await asyncio.sleep(0.02 * dice.random())
        refused, headers = server.answer()
        await asyncio.sleep(0.02 * dice.random())
        permit.answered(headers, refused=refused)


async def until(stop: float, act: Callable[[], Awaitable[None]]) -> None:
    """Do *act* again and again until *stop*, by the loop's time."""
    while asyncio.get_running_loop().time() < stop:
        await act()


async def load(
    server: QuotaServer, *, seconds: float, callers: int = 50, foreign: float = 0.0, seed: int = 2, warm_up: int = 1
) -> Outcome:
    """Let *callers* use the quota for a while, beside another program that takes *foreign* of it at random moments.

    The first *warm_up* windows, in which the quota is learned, do not count.
    """
    gate, dice, loop = Gate(VirtualClock()), random.Random(seed), asyncio.get_running_loop()
    stop = loop.time() + seconds
    first = server.number() + warm_up

    async def other() -> None:
        await asyncio.sleep(dice.expovariate(foreign * server.limit / server.window))
        server.take(server.others)

    work = [until(stop, lambda: call(gate, server, dice)) for _ in range(callers)]
    async with asyncio.timeout(seconds + 100), asyncio.TaskGroup() as tasks:
        for each in work:
            tasks.create_task(each)
        if foreign:
            tasks.create_task(until(stop, other))
        await asyncio.sleep(stop - loop.time())
        windows = range(first, server.number())
    await asyncio.sleep(0)
    ours, others = (sum(counts[number] for number in windows) for counts in (server.ours, server.others))
    quota, refused = server.limit * len(windows), len(server.refused)
    return Outcome(
        windows=len(windows),
        share=ours / quota,
        share_of_rest=ours / (quota - others),
        refused=refused,
        refused_share=refused / max(ours, 1),
        tasks=len(asyncio.all_tasks()) - 1,
        in_flight=gate.snapshot().in_flight,
    )


def told(remaining: int, *, reset: float = 10.0, limit: int = 10, **more: str) -> Headers:
    """Return the headers of an answer that is given now; *reset* is in seconds of the loop's time."""
    now = EPOCH + asyncio.get_running_loop().time()
    date = datetime.fromtimestamp(now, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    values = {"Limit": limit, "Remaining": remaining, "Reset": int(EPOCH + reset)}
    pairs = [(f"X-RateLimit-{name}", str(value)) for name, value in values.items()]
    return Headers([*pairs, ("Date", date), *more.items()])


async def opened(remaining: int, *, reset: float = 10.0, limit: int = 10) -> Gate:
    """Return a gate that learned that *remaining* calls are left until *reset*."""
    gate = Gate(VirtualClock())
    (await gate.acquire(Lane.INTERACTIVE)).answered(told(remaining, reset=reset, limit=limit), refused=False)
    return gate


async def soon(gate: Gate, lane: Lane = Lane.INTERACTIVE) -> Permit | None:
    """Return a permit that is there at once, None when the call would wait."""
    task = asyncio.create_task(gate.acquire(lane))
    await asyncio.sleep(0)
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
        return None
    return task.result()


async def count_soon(gate: Gate, lane: Lane = Lane.INTERACTIVE) -> int:
    """Take every permit that is there at once."""
    count = 0
    while await soon(gate, lane) is not None:
        count += 1
    return count


def nothing_waits(gate: Gate) -> bool:
    """Say whether no permit, no waiting call and no task of the gate is left."""
    snapshot = gate.snapshot()
    return snapshot.in_flight == 0 and not any(snapshot.waiting.values()) and len(asyncio.all_tasks()) == 1
