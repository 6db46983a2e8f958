"""Faults: what goes wrong on purpose, for which calls, and how often."""

import enum
import random
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final, cast

import attrs

from .call import is_object


class FaultKind(enum.StrEnum):
    """What goes wrong."""

    #: Another status than the right one, with a JSON error, an HTML page or nothing as its body.
    STATUS = "status"
    #: 429 as the quota gives it, however much of the quota is left; `Fault.times` of them are a storm.
    RATE_LIMITED = "rate_limited"
    #: No answer: the connection is reset.
    DROP = "drop"
    #: The headers come, then the connection is reset.
    RESET = "reset"
    #: The body ends in the middle, then the connection is lost.
    TRUNCATE = "truncate"
    #: The body is no JSON.
    MALFORMED = "malformed"
    #: 200 without a body.
    EMPTY = "empty"
    #: What the body should have is null: the members `Fault.members`, or by chance any that holds one value.
    NULLS = "nulls"
    #: Every object of the body has a member that nobody knows.
    UNKNOWN_FIELDS = "unknown_fields"
    #: Members with few values have another one: `Fault.members`, or those that the simulator knows to be such.
    UNKNOWN_VALUES = "unknown_values"
    #: The answer comes late.
    DELAY = "delay"
    #: The body comes in small pieces, during `Fault.seconds`.
    SLOW_BODY = "slow_body"
    #: The three rate headers are missing, or stand there twice.
    NO_RATE_HEADERS = "no_rate_headers"
    DUPLICATE_RATE_HEADERS = "duplicate_rate_headers"
    #: The server's clock is wrong: ``Date`` and ``X-RateLimit-Reset`` are off by `Fault.seconds`.
    SKEWED_CLOCK = "skewed_clock"
    #: Only ``Date`` is off.
    SKEWED_DATE = "skewed_date"
    #: Another program uses `Fault.calls` of each window; matches no single call.
    FOREIGN_CALLS = "foreign_calls"


#: Those that change no more than how an answer looks and when it comes; they fall on 429 answers too.
GENTLE: Final = frozenset(
    {
        FaultKind.DELAY,
        FaultKind.SLOW_BODY,
        FaultKind.NO_RATE_HEADERS,
        FaultKind.DUPLICATE_RATE_HEADERS,
        FaultKind.SKEWED_CLOCK,
        FaultKind.SKEWED_DATE,
    }
)


def _names(value: Iterable[object]) -> tuple[str, ...]:
    names = tuple(name for name in value if isinstance(name, str))
    if isinstance(value, str) or len(names) < len(tuple(value)):
        msg = f"members are a list of names, not {value!r}"
        raise ValueError(msg)
    return names


@attrs.frozen(kw_only=True)
class Fault:
    """One thing that goes wrong; the first fields say for which calls, the others how."""

    kind: FaultKind = attrs.field(converter=FaultKind)
    #: The operation's name, such as ``contacts.create``, or ``contacts.*``; None for every one.
    operation: str | None = None
    method: str | None = None
    #: The path, in which ``*`` stands for anything.
    path: str | None = None
    #: Let so many matching calls pass first.
    after: int = attrs.field(default=0, validator=[attrs.validators.instance_of(int), attrs.validators.ge(0)])
    #: Then strike every so manieth.
    every: int = attrs.field(default=1, validator=[attrs.validators.instance_of(int), attrs.validators.ge(1)])
    #: And so many times in all; None without end.
    times: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(int))
    )
    #: And then only with this probability, from the simulator's seed.
    rate: float | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of((int, float)))
    )
    #: For ``status``.
    status: int = attrs.field(default=500, validator=attrs.validators.instance_of(int))
    code: str = "server_error"
    message: str = "Something went wrong on our side"
    #: For ``status``: json, html or empty.
    body: str = attrs.field(default="json", validator=attrs.validators.in_({"json", "html", "empty"}))
    #: For ``status`` and ``drop``: whether the call is carried out all the same.
    handled: bool = False
    #: Whether an open scroll ends with it.
    ends_scroll: bool = False
    #: For ``nulls`` and ``unknown_values``: names of members, at any depth; none for what the kind picks itself.
    members: tuple[str, ...] = attrs.field(default=(), converter=_names)
    #: For ``status`` and ``rate_limited``: what ``Retry-After`` says; None for no such header, as with Intercom.
    retry_after: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(int))
    )
    #: For ``delay``, ``slow_body`` and the skews.
    seconds: float = attrs.field(default=0.0, validator=attrs.validators.instance_of((int, float)))
    #: For ``foreign_calls``.
    calls: int = attrs.field(default=0, validator=attrs.validators.instance_of(int))

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """What its answer has besides the usual headers."""
        return () if self.retry_after is None else (("Retry-After", str(self.retry_after)),)

    @property
    def unknown_token(self) -> bool:
        """Whether it says that the token is none, so that there is no quota to tell of; a scope that lacks has one."""
        return self.status == 401 and self.code != "token_unauthorized"

    def matches(self, operation: str | None, method: str, path: str) -> bool:
        """Say whether this fault is about such a call."""
        return (
            self.kind is not FaultKind.FOREIGN_CALLS
            and (self.operation is None or fnmatchcase(operation or "", self.operation))
            and self.method in {None, method}
            and (self.path is None or fnmatchcase(path, self.path))
        )


@attrs.define
class _Running:
    """A fault and how often it was met and struck."""

    fault: Fault
    random: random.Random
    met: int = 0
    struck: int = 0

    def strikes(self) -> bool:
        """Count one matching call and say whether the fault falls on it."""
        fault = self.fault
        self.met += 1
        past = self.met - fault.after
        due = past > 0 and past % fault.every == 0
        if not due or (fault.times is not None and self.struck >= fault.times):
            return False
        if fault.rate is not None and self.random.random() >= fault.rate:
            return False
        self.struck += 1
        return True


class FaultScript:
    """The faults in force; every one is counted by itself, several may fall on one call."""

    __slots__ = ("_running", "_seed", "foreign_calls", "random")

    def __init__(self, faults: Iterable[Fault], seed: int | str) -> None:
        self._seed = seed
        self._running: list[_Running] = []
        #: What spoils bodies by chance.
        self.random: random.Random = random.Random()  # noqa: S311 - chance in a test, no secret
        #: Calls of each window that other programs use.
        self.foreign_calls: int = 0
        self.replace(faults)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults in force, in the order given."""
        return tuple(running.fault for running in self._running)

    def replace(self, faults: Iterable[Fault]) -> None:
        """Put *faults* in the place of those in force, with their counts at zero."""
        self._running = [
            _Running(fault, random.Random(f"{self._seed}/{number}"))  # noqa: S311 - chance in a test, no secret
            for number, fault in enumerate(faults)
        ]
        self.random.seed(f"{self._seed}/bodies")
        self.foreign_calls = sum(f.calls for f in self.faults if f.kind is FaultKind.FOREIGN_CALLS)

    def struck(self) -> tuple[int, ...]:
        """Return how often each fault fell on a call."""
        return tuple(running.struck for running in self._running)

    def select(self, operation: str | None, method: str, path: str, *, gentle: bool) -> tuple[Fault, ...]:
        """Return the faults that fall on this call, only `GENTLE` ones when *gentle*."""
        if not self._running:
            return ()
        return tuple(
            running.fault
            for running in self._running
            if (not gentle or running.fault.kind in GENTLE)
            and running.fault.matches(operation, method, path)
            and running.strikes()
        )


def fault_from_json(value: object) -> Fault:
    """Read one fault from the JSON that `fault_to_json` gives."""
    names = {field.name for field in attrs.fields(Fault)}
    if not is_object(value) or not value.keys() <= names or "kind" not in value:
        msg = f"a fault is an object with a kind and these members: {sorted(names)}"
        raise ValueError(msg)
    return Fault(**cast("Mapping[str, Any]", value))


def fault_to_json(fault: Fault) -> dict[str, object]:
    """Return *fault* as a JSON object without the members that have their default."""
    defaults = {field.name: field.default for field in attrs.fields(Fault)}
    return {name: value for name, value in attrs.asdict(fault).items() if value != defaults[name]}
