"""The harness: peers take turns inside one process, CPU time first, and only ratios within a round count."""

import argparse
import asyncio
import gc
import inspect
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

import attrs

#: What is measured: does something and says how many units of it, 1 when it returns None. May be a coroutine function.
Work: TypeAlias = Callable[[], int | None] | Callable[[], Awaitable[int | None]]

#: Rounds that count when nobody says otherwise.
ROUNDS: Final = 7


@attrs.frozen
class Spread:
    """What several rounds gave."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Return the spread of *values*."""
        found = list(values)
        return cls(min(found), statistics.median(found), max(found))


@attrs.frozen
class Goal:
    """How far a figure shall come, and further: both at most, or both at least."""

    limit: float
    aim: float | None = None
    at_least: bool = False

    def met_by(self, value: float) -> str:
        """Return ``aim``, ``goal`` or ``missed``: the best that *value* reaches."""
        if self.aim is not None and self._within(value, self.aim):
            return "aim"
        return "goal" if self._within(value, self.limit) else "missed"

    def _within(self, value: float, bound: float) -> bool:
        return value >= bound if self.at_least else value <= bound


def at_most(limit: float, aim: float | None = None) -> Goal:
    """Return the goal of not more than *limit*."""
    return Goal(limit, aim)


def at_least(limit: float, aim: float | None = None) -> Goal:
    """Return the goal of not less than *limit*."""
    return Goal(limit, aim, at_least=True)


@attrs.frozen(kw_only=True)
class Figure:
    """One finished figure: a row of the table of results."""

    #: Which of the numbered questions in README.md it answers.
    question: int
    #: What was done, such as "one call, 50 at once, CPU".
    what: str
    candidate: str
    #: What the candidate is divided by; empty where the figure is none of a ratio.
    reference: str
    spread: Spread
    rounds: int
    #: ``x`` for a ratio.
    unit: str = "x"
    #: None for a figure that only informs.
    goal: Goal | None = None

    @property
    def reached(self) -> str:
        """``aim``, ``goal``, ``missed``, or nothing where there is no goal."""
        return "" if self.goal is None else self.goal.met_by(self.spread.median)

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return {"kind": "figure", **attrs.asdict(self), "reached": self.reached}

    @classmethod
    def from_json(cls, line: Mapping[str, Any]) -> "Figure":
        """Return the figure that `as_json` made *line* of."""
        plain = {name: value for name, value in line.items() if name not in {"kind", "reached"}}
        goal = plain["goal"]
        return cls(**{**plain, "spread": Spread(**plain["spread"]), "goal": None if goal is None else Goal(**goal)})

    def __str__(self) -> str:
        low, median, high = (number(each) for each in attrs.astuple(self.spread))
        against = f" against {self.reference}" if self.reference else ""
        text = f"{self.what}: {self.candidate}{against} {median} {self.unit} [{low} to {high}]"
        return text if self.goal is None else f"{text}, {bounds(self.goal)}: {self.reached}"


def number(value: float) -> str:
    """Return *value* with three digits that count."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 0.1 else f"{value:.2f}"


def bounds(goal: Goal) -> str:
    """Return *goal* in words."""
    words = "at least" if goal.at_least else "at most"
    aim = "" if goal.aim is None else f", aim {goal.aim:g}"
    return f"{words} {goal.limit:g}{aim}"


@attrs.frozen
class Turn:
    """What one peer took in one round, in seconds for one unit."""

    cpu: float
    wall: float
    #: CPU of a process aside, such as the server's, during the turn.
    aside: float = 0.0


@attrs.frozen
class Rounds:
    """What every peer took, round by round."""

    turns: Mapping[str, list[Turn]]

    def cpu(self, candidate: str, reference: str) -> Spread:
        """Return how many times the CPU of *reference* the *candidate* takes."""
        return self._ratio(candidate, reference, "cpu")

    def wall(self, candidate: str, reference: str) -> Spread:
        """Return how many times as long as *reference* the *candidate* takes."""
        return self._ratio(candidate, reference, "wall")

    def rate(self, candidate: str, reference: str) -> Spread:
        """Return how many times as many units as *reference* the *candidate* does in a second."""
        return self._ratio(reference, candidate, "wall")

    def speed(self, candidate: str, reference: str) -> Spread:
        """Return how many times as many units as *reference* the *candidate* does in a second of CPU."""
        return self._ratio(reference, candidate, "cpu")

    def _ratio(self, above: str, below: str, what: str) -> Spread:
        pairs = zip(self.turns[above], self.turns[below], strict=True)
        return Spread.of(getattr(one, what) / getattr(other, what) for one, other in pairs)

    def each(self, candidate: str, what: str = "cpu") -> Spread:
        """Return what *candidate* took itself: seconds of ``cpu``, ``wall`` or ``aside`` for one unit."""
        return Spread.of(getattr(turn, what) for turn in self.turns[candidate])

    def busy_aside(self, candidate: str) -> Spread:
        """Return which part of the time the process aside was busy during *candidate*'s turns."""
        return Spread.of(turn.aside / turn.wall for turn in self.turns[candidate])

    @property
    def count(self) -> int:
        """How many rounds count."""
        return min(map(len, self.turns.values()))


async def take_turns(
    peers: Mapping[str, Work], *, rounds: int, warm_up: int = 1, aside: Callable[[], float] | None = None
) -> Rounds:
    """Let each of *peers* work once in every round, each round in another order, after *warm_up* that do not count.

    *aside* returns the CPU seconds so far of another process; it is called outside the time that is measured.
    """
    names = list(peers)
    turns: dict[str, list[Turn]] = {name: [] for name in names}
    for round_number in range(-warm_up, rounds):
        start = round_number % len(names)
        for name in (*names[start:], *names[:start]):
            turn = await _turn(peers[name], aside)
            if round_number >= 0:
                turns[name].append(turn)
    return Rounds(turns)


async def _turn(work: Work, aside: Callable[[], float] | None) -> Turn:
    gc.collect()  # what the one before left behind is not this one's bill
    before = 0.0 if aside is None else aside()
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    done = await result if inspect.isawaitable(result) else result
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    other = 0.0 if aside is None else aside() - before
    units = 1 if done is None else done
    return Turn(cpu / units, wall / units, other / units)


@attrs.frozen
class Bench:
    """One run of one script: how large it shall be, and where its results go."""

    rounds: int
    #: Whether only to try that everything runs: tiny numbers, one round.
    smoke: bool
    #: Whether results go to stdout as JSON lines, and what is for people to stderr.
    json: bool

    def size(self, full: int, smoke: int) -> int:
        """Return how many of something to do."""
        return smoke if self.smoke else full

    async def take_turns(self, peers: Mapping[str, Work], *, aside: Callable[[], float] | None = None) -> Rounds:
        """Do `take_turns` with the rounds of this run."""
        return await take_turns(peers, rounds=self.rounds, warm_up=0 if self.smoke else 1, aside=aside)

    def figure(
        self,
        question: int,
        what: str,
        candidate: str,
        reference: str,
        spread: Spread,
        *,
        goal: Goal | None = None,
        unit: str = "x",
        rounds: int | None = None,
    ) -> Figure:
        """Report a figure."""
        figure = Figure(
            question=question, what=what, candidate=candidate, reference=reference, spread=spread, goal=goal, unit=unit,
            rounds=self.rounds if rounds is None else rounds,
        )  # fmt: skip
        self._line(figure.as_json(), str(figure))
        return figure

    def series(self, name: str, points: Mapping[str, Any]) -> None:
        """Report numbers that a plot is drawn from."""
        self._line({"kind": "series", "name": name, "points": dict(points)}, "")

    def note(self, text: str) -> None:
        """Report what a reader should know beside the figures, such as the server's share of the CPU."""
        self._line({"kind": "note", "text": text}, f"  {text}")

    def skip(self, candidate: str, reason: str) -> None:
        """Report that *candidate* could not take part."""
        self._line({"kind": "skip", "candidate": candidate, "reason": reason}, f"  without {candidate}: {reason}")

    def _line(self, line: dict[str, Any], text: str) -> None:
        if self.json:
            print(json.dumps(line), flush=True)
        if text:
            print(text, file=sys.stderr if self.json else sys.stdout, flush=True)


def run(script: Callable[[Bench], Awaitable[None]]) -> None:
    """Run *script* with the options of the command line; `asyncio.run` is its only loop."""
    parser = argparse.ArgumentParser(description=inspect.getmodule(script).__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON lines to stdout")
    parser.add_argument("--smoke", action="store_true", help="tiny numbers, one round: only try that it runs")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds that count (default %(default)s)")
    given = parser.parse_args()
    bench = Bench(1 if given.smoke else given.rounds, given.smoke, given.json)

    async def main() -> None:
        await script(bench)

    asyncio.run(main())


def peak_rss() -> int:
    """Return the most memory in bytes that this process held at any time.

    Not ``ru_maxrss`` where that can be helped: a process inherits that number from the one that started it.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123  # no file of ours
            line = next(line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    except (OSError, StopIteration):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
