"""When to try again: a pure decision, made for each outcome."""

from collections.abc import Callable, Generator
from typing import Any, Final

import attrs

from .errors import ApiError, RateLimitError, ResponseTooLargeError, TransportError

#: Makes a generator of waits in seconds, such as ``backoff.expo`` or ``backoff.fibo``. backoff is imported by the first
#: call that is tried again: that takes as long as a tenth of importing aiohttp.
Waits = Callable[[], Generator[Any, Any, None]]

#: The one 409 that is documented as passing: team membership under change; not when it was changed in part, which is to
#: be read first.
_TRY_AGAIN: Final = "try again"
_IN_PART: Final = "partly applied"
_PASSING: Final = frozenset({408, 500, 502, 503, 504})


def exponential(first: float = 0.5, longest: float = 20.0) -> Waits:
    """Return waits that double from *first* to *longest* seconds."""

    def waits() -> Generator[Any, Any, None]:
        import backoff

        return backoff.expo(base=2, factor=first, max_value=longest)

    return waits


def _at_least_one(_: object, attribute: "attrs.Attribute[int]", value: int) -> None:
    if value < 1:
        msg = f"RetryPolicy.{attribute.name} must be at least 1, not {value!r}"
        raise ValueError(msg)


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """How often a call is tried and how long it waits in between; immutable, change it with `attrs.evolve`."""

    #: Tries of one call, the first included, that end without a good answer.
    attempts: int = attrs.field(default=4, validator=_at_least_one)
    #: Tries that may end with 429; between them the call waits for the next window.
    rate_limited_attempts: int = attrs.field(default=8, validator=_at_least_one)
    waits: Waits = attrs.field(factory=exponential)
    #: The longest time that a server may ask to wait, in seconds; a call asked for more gives up.
    longest_hint: float = 60.0

    def schedule(self) -> "Schedule":
        """Return the waits of one call."""
        return Schedule(self)


#: One try and nothing else.
NO_RETRY: Final = RetryPolicy(attempts=1, rate_limited_attempts=1)


@attrs.define
class Schedule:
    """The waits of one call as it goes on."""

    _policy: RetryPolicy
    _failed: int = 0
    _refused: int = 0
    _waits: Generator[Any, Any, None] | None = None

    def next_wait(self, error: ApiError | TransportError, *, may_repeat: bool, hint: float | None) -> float | None:
        """Return seconds to wait before the next try, None to give up with *error*.

        *hint* is what the server asked for: a floor, with jitter on top, and a reason to give up when too long.
        """
        if isinstance(error, RateLimitError):
            self._refused += 1
            if error.scope == "jobs" or self._refused >= self._policy.rate_limited_attempts:
                return None
        elif passes(error, may_repeat=may_repeat):
            self._failed += 1
            if self._failed >= self._policy.attempts:
                return None
        else:
            return None
        from backoff import full_jitter

        wait = self._next()
        if wait is None or (hint is not None and hint > self._policy.longest_hint):
            return None
        return hint + full_jitter(min(wait, 1.0)) if hint is not None else wait + full_jitter(wait)

    def _next(self) -> float | None:
        """Return the next of the policy's waits, None when they are used up."""
        if self._waits is None:
            self._waits = self._policy.waits()
            next(self._waits)  # backoff's generators wait for a first send
        wait = next(self._waits, None)
        return None if wait is None else float(wait)


def passes(error: ApiError | TransportError, *, may_repeat: bool) -> bool:
    """Say whether the same request may be sent again after *error*, and may then succeed."""
    if isinstance(error, TransportError):
        return (not error.sent or may_repeat) and not isinstance(error, ResponseTooLargeError)
    if error.status == 409:
        message = (error.message or "").lower()
        return error.operation == "teams.update" and _TRY_AGAIN in message and _IN_PART not in message
    return may_repeat and error.status in _PASSING
