"""The decision whether and when to try again, without any call."""

import backoff
import pytest

from intercom_async.errors import ConflictError, ErrorDetail, RateLimitError, ReadTimeoutError, ServerError
from intercom_async.retry import RetryPolicy, exponential, passes


def test_waits_grow_to_the_longest() -> None:
    schedule = RetryPolicy(attempts=20, waits=exponential(1.0, 8.0)).schedule()
    waits = [schedule.next_wait(ServerError(500), may_repeat=True, hint=None) for _ in range(6)]
    for wait, least in zip(waits, [1, 2, 4, 8, 8, 8], strict=True):
        assert wait is not None
        assert least <= wait <= 2 * least


def test_any_generator_of_backoff_will_do() -> None:
    schedule = RetryPolicy(waits=lambda: backoff.fibo(max_value=2)).schedule()
    wait = schedule.next_wait(ReadTimeoutError("silence"), may_repeat=True, hint=None)
    assert wait is not None
    assert 1 <= wait <= 2


def test_jitter_goes_only_upward_from_a_hint() -> None:
    for _ in range(100):
        wait = RetryPolicy().schedule().next_wait(ServerError(503), may_repeat=True, hint=5.0)
        assert wait is not None
        assert 5 <= wait <= 5.5


@pytest.mark.parametrize("name", ["attempts", "rate_limited_attempts"])
def test_less_than_one_try_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"RetryPolicy.{name} must be at least 1, not 0"):
        RetryPolicy(**{name: 0})


def test_refused_calls_and_failed_ones_are_counted_apart() -> None:
    schedule = RetryPolicy(attempts=2, rate_limited_attempts=2).schedule()
    assert schedule.next_wait(RateLimitError(429), may_repeat=False, hint=None) is not None
    assert schedule.next_wait(ServerError(500), may_repeat=True, hint=None) is not None
    assert schedule.next_wait(RateLimitError(429), may_repeat=False, hint=None) is None


@pytest.mark.parametrize(
    ("operation", "message", "repeats"),
    [
        ("teams.update", "The members of this team are being changed by another request. Try again.", True),
        (
            "teams.update",
            "The members kept being changed by other requests, so this one is partly applied. Read and try again.",
            False,
        ),
        ("contacts.update", "The members of this team are being changed by another request. Try again.", False),
        ("teams.update", None, False),
    ],
)
def test_a_conflict_passes_only_where_nothing_was_written(
    operation: str, message: str | None, *, repeats: bool
) -> None:
    """Recorded examples of PUT /teams/{id}: declined whole, or applied in part, which is to be read first."""
    error = ConflictError(409, operation=operation, errors=[ErrorDetail("conflict", message)])
    assert passes(error, may_repeat=True) is repeats
