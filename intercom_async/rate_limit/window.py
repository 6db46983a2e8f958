"""The accounting of one quota: fixed windows learned from answers, never from this machine's clock alone."""

import math
from collections import deque
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

import attrs

from ..http import Headers
from .base import Lane

#: Calls sent on suspicion when nothing is known of a window yet.
PROBES: Final = 4
#: Seconds of a window until one was seen to end.
USUAL_LENGTH: Final = 10.0
#: A reset further away than this is a mistake of the server's.
FURTHEST_RESET: Final = 60.0
#: Calls a second when the server never says its quota: the documented 10,000 a minute.
ASSUMED_RATE: Final = 166.6
#: How much of a window may pass without news while another program uses the quota.
_STALE: Final = 0.05
#: A part of a window that is too short to tell a rate from.
_BRIEF: Final = 0.1
#: How much more than seen lately is kept for interactive calls.
_SPARE: Final = 1.5
#: So that a wait that rounding made nothing is none of a busy loop, in seconds.
_SHORTEST_WAIT: Final = 0.001
#: How long a lower bound of the server's clock is believed, in seconds: clocks drift.
_OFFSET_LIFE: Final = 60.0
#: Digits of a header's number; longer ones are a mistake.
_LONGEST: Final = 15
#: By how much a Reset that was cut to whole seconds comes too early.
_CUT: Final = 1.0


@attrs.define  # not frozen: that takes three times as long to make, once for each answer
class Report:
    """What an answer's headers say about the quota."""

    limit: int | None
    remaining: int | None
    #: Unix seconds, by the server's clock.
    reset: int | None
    date: float | None
    #: Seconds; read of refusals alone.
    retry_after: float | None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and len(text) <= _LONGEST and text.isascii() and text.isdigit() else None


#: Of what hardly changes; to look up what is new each time costs more than reading it.
_same_number: Final = lru_cache(maxsize=64)(_number)


@lru_cache(maxsize=64)
def _seconds(date: str | None) -> float | None:
    try:
        instant = None if date is None else parsedate_to_datetime(date)
    except ValueError:
        return None
    # A zone of "-0000" leaves it naive; HTTP's dates are UTC.
    return None if instant is None else instant.replace(tzinfo=instant.tzinfo or UTC).timestamp()


def read_report(headers: Headers, *, refused: bool) -> Report:
    """Return what *headers* say; of a header that came twice the first counts, one that is no number is absent."""
    get = headers.get
    return Report(
        _same_number(get("x-ratelimit-limit")),
        _number(get("x-ratelimit-remaining")),
        _same_number(get("x-ratelimit-reset")),
        _seconds(get("date")),
        _number(get("retry-after")) if refused else None,
    )


class ServerClock:
    """What is known of the server's clock: how far ahead of ours it is at least.

    ``Date`` is cut to whole seconds, so one answer tells the offset to a second; the largest of many lower bounds
    tells it to the latency of the fastest answer that was sent just after a second began.
    """

    __slots__ = ("_born", "_lower", "_previous", "_upper")

    def __init__(self) -> None:
        self._lower = self._previous = -math.inf
        self._upper = math.inf
        self._born = -math.inf

    def learn(self, date: float, sent: float, received: float) -> bool:
        """Take in that an answer to a request *sent* and *received* (monotonic) was dated *date*; True when news."""
        lower, upper = date - received, date + 1.0 - sent
        if received - self._born > _OFFSET_LIFE or lower > self._upper or upper < self._lower:
            # Older bounds expire, at once when they contradict the news: somebody set the clock.
            contradicted = lower > self._upper or upper < self._lower
            self._previous = -math.inf if contradicted else self._lower
            self._lower, self._upper, self._born = lower, upper, received
            return True
        news = lower > self._lower
        if news:
            self._lower = lower
        if upper < self._upper:
            self._upper = upper
            news = news or upper < self._previous  # else it changes no lead
        return news

    @property
    def lead(self) -> float | None:
        """Seconds to add to our monotonic clock to get a time that the server has reached; None when unknown."""
        lead = max(self._lower, min(self._previous, self._upper))
        return lead if lead > -math.inf else None


class Window:
    """How much of the quota is left; pure: it is told the time and never waits."""

    __slots__ = (
        "_began",
        "_counted",
        "_cut",
        "_first_seen",
        "_heard",
        "_interactive",
        "_interactive_before",
        "_last_reset",
        "_least",
        "_least_at",
        "_length_known",
        "_next_free",
        "_reset",
        "_sent",
        "_server",
        "_short_at",
        "_shut_until",
        "_silent",
        "_unseen",
        "_wall_lead",
        "ends",
        "foreign_rate",
        "in_flight",
        "length",
        "limit",
    )

    def __init__(self, wall_lead: Callable[[], float]) -> None:
        #: Unix time minus monotonic time, by this machine: used only for a server that sends no Date.
        self._wall_lead = wall_lead
        self._server = ServerClock()
        self.limit: int | None = None
        self.length: float = USUAL_LENGTH
        self._length_known = False
        self.in_flight: int = 0
        self.foreign_rate: float = 0.0
        #: Only while the server never says its quota: when the next call may go.
        self._silent = False
        self._next_free = -math.inf
        #: The server's name for the window before this one, 0 when unknown.
        self._last_reset = 0
        #: How much later than their Reset windows may end.
        self._cut = 0.0
        #: No call goes before that, whatever the window says: a 429 asked for it.
        self._shut_until = -math.inf
        #: Interactive calls a second in the two windows before this one.
        self._interactive_before = (0.0, 0.0)
        self._begin(-math.inf, -math.inf, 0)

    def _begin(self, began: float, ends: float, left: int) -> None:
        self._began = began
        self.ends: float = ends
        #: The server's name for this window, None until an answer told it.
        self._reset: int | None = None
        #: Least Remaining known and when it was learned; Remaining and time of the window's first answer.
        self._least = left
        self._least_at = -math.inf
        self._first_seen: tuple[int, float] | None = None
        #: When calls ended that the server may have counted without our seeing it in `_least`.
        self._unseen: deque[float] = deque()
        self._sent = self._counted = self._interactive = 0
        #: When an interactive call was first refused: from then on their number says nothing of the demand.
        self._short_at = math.inf
        self._heard = False

    def roll(self, now: float) -> None:
        """Begin a new window when this one is surely over."""
        if now < self.ends or self.limit is None:
            return
        self._learn_foreign_use()
        skipped = now - self.ends > self.length
        self._interactive_before = (0.0, 0.0) if skipped else (self._interactive_here(now), self._interactive_before[0])
        self._last_reset = self._reset or self._last_reset
        self._begin(now, self._next_end(now), self.limit)

    def _next_end(self, now: float) -> float:
        """Return when the window that begins ends: by the server's clock where that is known."""
        lead = self._server.lead
        if not self._last_reset or lead is None:
            return now + self.length
        over = now + lead - self._last_reset
        return self._last_reset + (max(over, 0.0) // self.length + 1) * self.length - lead + self._cut

    def _learn_foreign_use(self) -> None:
        """Compare what the window lost, after its first answer, with what we took of it."""
        if self._first_seen is None:
            return
        first, at = self._first_seen
        foreign = first - self._least - (self._counted - 1) - self.in_flight
        observed = foreign / max(self._least_at - at, self.length * _BRIEF)
        kept = self.foreign_rate * 0.5
        self.foreign_rate = max(observed, kept if kept * self.length > 0.5 else 0.0)

    def may_send(self, now: float, lane: Lane) -> bool:
        """Say whether a call of *lane* may go now."""
        if now < self._shut_until:
            return False
        if self.limit is None:
            return now >= self._next_free if self._silent else self.in_flight < PROBES
        free = self._free
        if free < 1 or (not self._heard and self._sent >= PROBES):
            if lane is Lane.INTERACTIVE and free < 1:
                self._short_at = min(self._short_at, now)
            return False
        if self.foreign_rate:
            free -= self._kept_for_others()
        if lane is Lane.BULK and (rate := self._interactive_rate(now)):
            # What interactive callers will take until the window ends, half of it all at most.
            free -= min(math.ceil(rate * _SPARE * max(self.ends - now, 0.0)) + 2, self.limit // 2)
        return free >= 1 or self._may_look(now)

    def _kept_for_others(self) -> int:
        """Calls that other programs will take until the window ends, counted from the last news."""
        if self._first_seen is None:
            return 0
        return math.ceil(self.foreign_rate * max(self.ends - self._least_at, 0.0)) + 2

    def _may_look(self, now: float) -> bool:
        """Say whether one call may go to learn what others really took: all of the rest shall be used."""
        stale = now - self._least_at
        if not self.foreign_rate or self.in_flight or stale < self.length * _STALE:
            return False
        expected = self.foreign_rate * stale
        return self._free - expected - 2 * math.sqrt(expected) >= 1  # others come at random, not evenly

    def _interactive_here(self, now: float) -> float:
        """Interactive calls a second in this window, of the time in which they could go."""
        if not self._interactive:
            return 0.0
        seconds = min(now, self.ends, self._short_at) - self._began
        return self._interactive / max(seconds, self.length * _BRIEF)

    def _interactive_rate(self, now: float) -> float:
        return max(self._interactive_here(now), *self._interactive_before)

    def next_chance(self, now: float, lane: Lane) -> float:
        """Return when, without any news, a refused call of *lane* may be able to go (monotonic)."""
        if self.limit is None:
            return max(self._next_free, self._shut_until) if self._silent else math.inf
        chance = self.ends
        if self.foreign_rate and not self.in_flight:
            chance = min(chance, self._least_at + self.length * _STALE)
        if lane is Lane.BULK and (rate := self._interactive_rate(now)):
            chance = min(chance, now + 1.0 / (rate * _SPARE))
        return max(chance, self._shut_until, now + _SHORTEST_WAIT)

    @property
    def _free(self) -> int:
        return self._least - len(self._unseen) - self.in_flight

    @property
    def left(self) -> int:
        """Calls that may still be sent in this window."""
        return max(self._free, 0)

    def sending(self, now: float, lane: Lane) -> None:
        """Count a call that goes now."""
        self.in_flight += 1
        self._sent += 1
        self._interactive += lane is Lane.INTERACTIVE
        if self._silent:
            self._next_free = max(now, self._next_free) + 1.0 / ASSUMED_RATE

    def lost(self, now: float, *, sent: bool) -> None:
        """Count a call without answer: the server may have counted it."""
        self.in_flight -= 1
        self._sent = max(self._sent - 1, 0)
        if sent:
            self._count_unseen(now)

    def _count_unseen(self, now: float) -> None:
        if self.limit is not None:
            self._unseen.append(now)
            self._counted += 1

    def answered(self, headers: Headers, *, refused: bool, sent_at: float, now: float) -> None:
        """Take in an answer."""
        self.in_flight -= 1
        report = read_report(headers, refused=refused)
        moved = report.date is not None and self._server.learn(report.date, sent_at, now)
        if report.limit is None and report.remaining is None:
            self._uninformed(report, now, refused=refused)
            return
        known = self.limit is not None
        self.limit = report.limit or max(self.limit or 1, report.remaining or 0)
        if not known:
            self._silent = False
            self._begin(now, now + self.length, self.limit)
        current = self._place(report, sent_at, now, moved=moved)
        if refused:
            self._shut_until = now + min(report.retry_after or 0, FURTHEST_RESET)
            self._least = min(self._least, 0) if current else self._least

    def _uninformed(self, report: Report, now: float, *, refused: bool) -> None:
        """Take in an answer that says nothing of the quota."""
        self._count_unseen(now)
        self._heard = True
        self._silent = self.limit is None
        if refused:
            rest = self.ends - now if self.ends > now else self.length
            self.ends = self._shut_until = now + min(report.retry_after or rest, FURTHEST_RESET)
            self._least = 0

    def _place(self, report: Report, sent_at: float, now: float, *, moved: bool) -> bool:
        """Find the window that the answer was counted in, and what is left of it; False when that is over."""
        reset = report.reset
        if reset is not None and reset == self._reset:
            self.ends = self._end_of(reset, now) if moved else self.ends
        elif reset is not None and self._makes_sense(reset, report.date, now):
            late = self._reset is None and reset <= self._last_reset and sent_at < self._began
            if late or reset < (self._reset or 0):
                return False
            self._enter(reset, now)
            self.ends = self._end_of(reset, now)
        self._heard = True
        self._counted += 1
        while self._unseen and self._unseen[0] <= sent_at:
            self._unseen.popleft()  # over before this call was sent: its answer counts them
        remaining = report.remaining if report.remaining is not None else self._least - 1
        if self._first_seen is None:
            self._first_seen, self._least_at = (remaining, now), now
        if remaining <= self._least:
            self._least, self._least_at = remaining, now
        return True

    def _makes_sense(self, reset: int, date: float | None, now: float) -> bool:
        """Say whether *reset* can be the end of a window that the answer, given at *date*, was counted in."""
        if date is not None and reset < date - _CUT:
            return False
        return self._seconds_until(reset, now) <= FURTHEST_RESET

    def _enter(self, reset: int, now: float) -> None:
        """Begin the window *reset*, or name the one that began unseen."""
        if before := self._reset or self._last_reset:
            step = min(float(reset - before), FURTHEST_RESET)
            if step > 0:  # else the server's clock was set back
                self.length = min(self.length, step) if self._length_known else step
                self._length_known = True
            elif not step:  # the last window is not over after all
                self._cut = _CUT
        if self._reset is not None:
            self.roll(max(now, self.ends))
        self._reset = reset

    def _seconds_until(self, reset: int, now: float) -> float:
        lead = self._server.lead
        return reset - now - (self._wall_lead() if lead is None else lead)

    def _end_of(self, reset: int, now: float) -> float:
        """Return when the window is over by the server's clock; without a Date, one of our clock that makes sense."""
        wait = self._seconds_until(reset, now)
        if self._server.lead is None and not 0.0 < wait <= self.length:
            wait = self.ends - now if self.ends > now else self.length
        return now + wait + self._cut
