"""The gate: one quota for every task, thread and event loop of the process, never passed."""

import asyncio
import hashlib
import math
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from typing import Final
from weakref import WeakValueDictionary

import attrs

from ..clock import SYSTEM_CLOCK, Clock
from ..errors import DeadlineExceededError
from ..http import Headers
from .base import Lane, Permit, RateLimitSnapshot
from .window import Window

#: After how many idle seconds the process forgets a quota.
_IDLE: Final = 300.0


@attrs.define(eq=False)
class _GatePermit:
    """One call under way."""

    _gate: "Gate"
    #: The accounts that it stands in: a fork begins new ones.
    window: Window
    sent_at: float

    def answered(self, headers: Headers, *, refused: bool) -> None:
        """Say that an answer came; *refused* when it was a 429 of the window."""
        self._gate.answered(self, headers, refused=refused)

    def lost(self, *, sent: bool) -> None:
        """Say that no answer came; *sent* unless the request provably did not leave."""
        self._gate.lost(self, sent=sent)


@attrs.define(eq=False)
class _Waiter:
    """A call that waits for permission, in whatever loop it runs."""

    lane: Lane
    loop: asyncio.AbstractEventLoop
    granted: "asyncio.Future[Permit]"
    #: What it was given, maybe not yet delivered to its loop.
    permit: _GatePermit | None = None


@attrs.define(eq=False)
class _Alarm:
    """The task that wakes the calls of one event loop, and when it will."""

    #: How many calls of the loop wait.
    waiting: int = 0
    at: float = math.inf
    task: "asyncio.Task[None] | None" = None


class Gate:
    """Gives permits as the window allows: interactive calls first, each lane in the order of asking.

    State is shared under a lock; each event loop with waiting calls has one task that wakes them in time. A fork begins
    anew: the calls under way are its parent's.
    """

    __slots__ = ("__weakref__", "_alarms", "_clock", "_lock", "_process", "_queues", "_used_at", "_window")

    def __init__(self, clock: Clock = SYSTEM_CLOCK) -> None:
        self._clock = clock
        self._begin()

    def _begin(self) -> None:
        clock = self._clock
        self._process = os.getpid()
        # Reentrant: the collector may end an abandoned call, whose permit comes back, in a thread that is in here.
        self._lock = threading.RLock()
        self._window = Window(lambda: clock.now() - clock.monotonic())
        #: Those who wait in the order of asking; the first lane goes first.
        self._queues: dict[Lane, OrderedDict[_Waiter, None]] = {
            Lane.INTERACTIVE: OrderedDict(),
            Lane.BULK: OrderedDict(),
        }
        self._alarms: dict[asyncio.AbstractEventLoop, _Alarm] = {}
        self._used_at = clock.monotonic()

    def take(self, lane: Lane) -> Permit | None:
        """Return permission for a call that may go at once; None when it has to wait, by `acquire`."""
        self._notice_fork()
        with self._lock:
            now = self._used_at = self._clock.monotonic()
            window = self._window
            window.roll(now)
            if (self._alarms and self._ahead_of(lane)) or not window.may_send(now, lane):
                return None
            window.sending(now, lane)
            return _GatePermit(self, window, now)

    async def acquire(self, lane: Lane, *, give_up_at: float | None = None) -> Permit:
        """Wait for permission; `DeadlineExceededError` at once when it would come after *give_up_at* (monotonic)."""
        if (permit := self.take(lane)) is not None:
            return permit
        with self._lock:
            now = self._clock.monotonic()
            if give_up_at is not None:
                self._refuse_late(lane, now, give_up_at)
            loop = asyncio.get_running_loop()
            waiter = _Waiter(lane, loop, loop.create_future())
            self._queues[lane][waiter] = None
            self._alarms.setdefault(loop, _Alarm()).waiting += 1
            self._release(now)  # those ahead may be in loops that were closed, or another thread just made room
        try:
            return await waiter.granted
        except BaseException:
            self._withdraw(waiter)
            raise

    def _notice_fork(self) -> None:
        if self._process != os.getpid():
            self._begin()

    def _ahead_of(self, lane: Lane) -> int:
        """Return how many waiting calls go before one of *lane* that comes now."""
        bulk = len(self._queues[Lane.BULK]) if lane is Lane.BULK else 0
        return len(self._queues[Lane.INTERACTIVE]) + bulk

    def _refuse_late(self, lane: Lane, now: float, give_up_at: float) -> None:
        """Raise when a call that queues now would surely not go before *give_up_at*."""
        chance = self._window.next_chance(now, lane)
        chance += self._ahead_of(lane) // (self._window.limit or math.inf) * self._window.length
        if give_up_at < chance < math.inf:
            retry_at = datetime.fromtimestamp(self._clock.now() + chance - now, UTC)
            msg = f"the quota is used up until {retry_at:%H:%M:%S} UTC, after the call's deadline"
            raise DeadlineExceededError(msg, retry_at=retry_at)

    def answered(self, permit: _GatePermit, headers: Headers, *, refused: bool) -> None:
        """Take in an answer and let go whom it lets go."""
        with self._lock:
            if permit.window is self._window:
                now = self._clock.monotonic()
                self._window.answered(headers, refused=refused, sent_at=permit.sent_at, now=now)
                self._release(now)

    def lost(self, permit: _GatePermit, *, sent: bool) -> None:
        """Take in that a call got no answer."""
        with self._lock:
            if permit.window is self._window:
                now = self._clock.monotonic()
                self._window.lost(now, sent=sent)
                self._release(now)

    def _release(self, now: float) -> None:
        """Give permits to those whose turn it is."""
        if not self._alarms:
            return
        window = self._window
        window.roll(now)
        for lane, queue in self._queues.items():
            while queue and window.may_send(now, lane):
                waiter, _ = queue.popitem(last=False)
                self._forget(waiter)
                waiter.permit = _GatePermit(self, window, now)
                if not waiter.granted.done() and _in_loop(waiter.loop, _deliver, waiter):
                    window.sending(now, lane)
                else:
                    waiter.permit = None  # cancelled, or left behind in a loop that was closed
        self._set_alarms(now)

    def _forget(self, waiter: _Waiter) -> None:
        """Count that *waiter* waits no more; without any other its loop needs no alarm."""
        alarm = self._alarms[waiter.loop]
        alarm.waiting -= 1
        if not alarm.waiting:
            del self._alarms[waiter.loop]
            _in_loop(waiter.loop, _cancel, alarm.task)

    def _withdraw(self, waiter: _Waiter) -> None:
        """Forget a call that was cancelled; give its permit back when it had just got one."""
        with self._lock:
            if waiter in (queue := self._queues[waiter.lane]):
                del queue[waiter]
                self._forget(waiter)
            elif waiter.permit is not None:
                waiter.permit.lost(sent=False)

    def _set_alarms(self, now: float) -> None:
        """See to it that every loop with waiting calls wakes when the next of them may go."""
        at = min(
            (self._window.next_chance(now, lane) for lane, queue in self._queues.items() if queue), default=math.inf
        )
        for loop, alarm in self._alarms.items():
            if at < alarm.at:
                alarm.at = at
                _in_loop(loop, self._set_alarm, loop, alarm)

    def _set_alarm(self, loop: asyncio.AbstractEventLoop, alarm: _Alarm) -> None:
        with self._lock:
            _cancel(alarm.task)
            if self._alarms.get(loop) is alarm:
                alarm.task = loop.create_task(self._ring(alarm), name="intercom_async gate")

    async def _ring(self, alarm: _Alarm) -> None:
        await self._clock.sleep(max(alarm.at - self._clock.monotonic(), 0.0))
        with self._lock:
            alarm.at, alarm.task = math.inf, None
            self._release(self._clock.monotonic())

    def snapshot(self) -> RateLimitSnapshot:
        """Return the quota as last known."""
        self._notice_fork()
        with self._lock:
            now = self._clock.monotonic()
            window = self._window
            window.roll(now)
            known = window.limit is not None
            return RateLimitSnapshot(
                limit=window.limit,
                remaining=window.left if known else None,
                in_flight=window.in_flight,
                waiting={lane.value: len(queue) for lane, queue in self._queues.items()},
                resets_at=datetime.fromtimestamp(self._clock.now() + window.ends - now, UTC) if known else None,
                window=window.length,
                foreign_rate=window.foreign_rate,
            )

    @property
    def idle(self) -> bool:
        """Whether nobody used it for so long that nothing it knows is of use."""
        return not self._window.in_flight and not self._alarms and self._clock.monotonic() - self._used_at > _IDLE


def _cancel(task: "asyncio.Task[None] | None") -> None:
    if task is not None:
        task.cancel()


def _in_loop(loop: asyncio.AbstractEventLoop, call: Callable[..., object], *args: object) -> bool:
    """Call in *loop*'s own thread; False when the loop is closed."""
    if loop is _running_loop():
        call(*args)
        return True
    with suppress(RuntimeError):  # closed with the call still waiting
        loop.call_soon_threadsafe(call, *args)
        return True
    return False


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _deliver(waiter: _Waiter) -> None:
    """Tell *waiter* that it may go, unless it was cancelled meanwhile; then it gives its permit back itself."""
    if waiter.permit is not None and not waiter.granted.done():
        waiter.granted.set_result(waiter.permit)


_Place = tuple[str, int]
#: Every gate that somebody holds, and those lately used by nobody any more: the next client shall go on with them.
_gates: Final[WeakValueDictionary[_Place, Gate]] = WeakValueDictionary()
_kept: Final[OrderedDict[_Place, Gate]] = OrderedDict()
_gates_lock: Final = threading.Lock()


def shared_gate(key: str, clock: Clock = SYSTEM_CLOCK) -> Gate:
    """Return the process's gate for the quota that *key* names, a token or a name of one's own."""
    place = hashlib.sha256(key.encode()).hexdigest(), id(clock)
    with _gates_lock:
        for oldest in list(islice(_kept, 2)):  # two for each that is added: every idle one is found in the end
            _kept.move_to_end(oldest)
            if oldest[1] == id(clock) and _kept[oldest].idle:
                del _kept[oldest]
        gate = _gates.get(place)
        if gate is None:
            gate = _gates[place] = Gate(clock)
        _kept[place] = gate
        return gate
