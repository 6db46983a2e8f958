"""What a rate limiter is: calls acquire a permit before they are sent and report what became of it."""

import enum
from datetime import datetime
from typing import Protocol

import attrs

from ..http import Headers


class Lane(enum.StrEnum):
    """Which calls go first when the quota is short."""

    #: Somebody waits for the answer.
    INTERACTIVE = "interactive"
    #: Imports and exports: they use what the others leave.
    BULK = "bulk"


@attrs.frozen
class RateLimitSnapshot:
    """The quota as last known, for dashboards."""

    #: Calls a window, None before the first answer or when the server does not say.
    limit: int | None
    #: Calls that may still be sent in this window.
    remaining: int | None
    #: Calls sent and not yet answered.
    in_flight: int
    #: Calls that wait for permission, by lane.
    waiting: dict[str, int]
    #: When the next window begins (aware, UTC, this machine's clock), None when unknown.
    resets_at: datetime | None
    #: Length of a window in seconds, as learned.
    window: float
    #: Calls a second that other programs take of the same quota, as observed.
    foreign_rate: float


class Permit(Protocol):
    """The right to send one request; exactly one of its methods is called, once."""

    def answered(self, headers: Headers, *, refused: bool) -> None:
        """Say that an answer came; *refused* when it was a 429 of the window."""
        ...

    def lost(self, *, sent: bool) -> None:
        """Say that no answer came; *sent* unless the request provably did not leave."""
        ...


class RateLimiter(Protocol):
    """Decides when a request may be sent; shared by every client of one quota."""

    def take(self, lane: Lane) -> Permit | None:
        """Return permission for a call that may go at once; None when it has to wait, by `acquire`."""
        ...

    async def acquire(self, lane: Lane, *, give_up_at: float | None = None) -> Permit:
        """Wait for permission; `DeadlineExceededError` at once when it would come after *give_up_at* (monotonic)."""
        ...

    def snapshot(self) -> RateLimitSnapshot:
        """Return the quota as last known."""
        ...
