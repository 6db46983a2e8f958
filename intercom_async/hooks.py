"""What a client tells its observers: one immutable record for each thing that happens, never bodies or tokens."""

import logging
from collections.abc import Callable
from typing import Final, TypeVar

import attrs

from .drift import DriftRecord

R = TypeVar("R")

_log: Final = logging.getLogger("intercom_async.http")


@attrs.frozen(kw_only=True)
class RequestRecord:
    """A request is about to be sent."""

    operation: str
    method: str
    #: Which try of the call this is, from 1.
    attempt: int
    #: Seconds that the call waited for the rate limit so far.
    waited: float


@attrs.frozen(kw_only=True)
class ResponseRecord:
    """A try ended."""

    operation: str
    method: str
    attempt: int
    waited: float
    #: Seconds from sending to the complete answer, and for turning it into a value.
    network: float
    decode: float
    #: None when no answer came; then *error* is the error's class.
    status: int | None
    request_id: str | None
    error: str | None


@attrs.frozen(kw_only=True)
class RetryRecord:
    """A call will be tried again."""

    operation: str
    method: str
    #: The try that failed, and how.
    attempt: int
    error: str
    status: int | None
    #: Seconds until the next try, not counting the rate limit.
    wait: float


@attrs.frozen(kw_only=True)
class Hooks:
    """Synchronous callables that watch a client; one that raises is logged and does not disturb the call."""

    request: Callable[[RequestRecord], object] | None = None
    response: Callable[[ResponseRecord], object] | None = None
    retry: Callable[[RetryRecord], object] | None = None
    drift: Callable[[DriftRecord], object] | None = None


def notify(hook: Callable[[R], object] | None, record: R) -> None:
    """Call *hook* with *record*; its exceptions end in the log."""
    if hook is None:
        return
    try:
        hook(record)
    except Exception:  # noqa: BLE001  # whatever an observer does wrong is no business of the call
        _log.exception("a hook failed on %s", type(record).__name__)
