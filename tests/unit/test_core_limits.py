"""Deadlines, cancellation and the gate below a call: bounded waits, and nothing left behind."""

import asyncio
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from support.core_calls import EPOCH, GOOD, READ, WRITE, StillClock, error, wired
from support.gate_server import QuotaServer
from support.virtual_time import VirtualClock, run

from intercom_async.errors import (
    ConnectionFailedError,
    DeadlineExceededError,
    OutcomeUnknownError,
    RateLimitError,
    ReadTimeoutError,
)
from intercom_async.http import HttpRequest, HttpResponse
from intercom_async.rate_limit.base import Lane
from intercom_async.rate_limit.gate import Gate
from intercom_async.retry import RetryPolicy
from intercom_async.transports.memory import json_response


def quota(remaining: int, *, reset: int = 10, status: int = 200) -> HttpResponse:
    """Make an answer given at the first second that says what is left of ten calls."""
    limits = {"limit": "10", "remaining": str(remaining), "reset": str(EPOCH + reset)}
    headers = {f"x_ratelimit_{name}": value for name, value in limits.items()}
    return error(status, "rate_limit_exceeded", **headers)


def after(seconds: float, answer: Any = GOOD) -> Any:
    """Return a handler that takes its time."""

    async def handle(_: HttpRequest) -> Any:
        await asyncio.sleep(seconds)
        return answer

    return handle


async def test_a_deadline_ends_a_call_before_a_sleep_that_would_pass_it() -> None:
    wire = wired([error(503, retry_after="20"), GOOD], deadline=15.0)
    with pytest.raises(DeadlineExceededError, match=r"things\.retrieve: the next try, in 2") as caught:
        await wire.send(READ)
    assert (wire.sent, wire.clock.slept) == (1, [])
    assert caught.value.retry_at is not None
    assert 20 <= caught.value.retry_at.timestamp() - EPOCH <= 21
    assert [attempt.status for attempt in caught.value.attempts] == [503]


async def test_a_deadline_that_is_far_enough_changes_nothing() -> None:
    wire = wired([error(503, retry_after="7"), ReadTimeoutError("silence"), GOOD], deadline=15.0)
    assert await wire.send(READ) == {"id": "1"}


def test_a_deadline_bounds_all_tries_together() -> None:
    async def main() -> None:
        retry = RetryPolicy(waits=lambda: _steps(0.1, 0.1))
        answers = [after(4, error(500)), after(4, error(500)), after(4)]
        wire = wired(answers, deadline=10.0, clock=VirtualClock(), retry=retry)
        with pytest.raises(DeadlineExceededError, match=r"not done within its deadline of 10\.0 s") as caught:
            await wire.send(READ)
        assert asyncio.get_running_loop().time() == 10
        assert [attempt.status for attempt in caught.value.attempts] == [500, 500, None]
        assert caught.value.attempts[-1].error == "DeadlineExceededError"

    run(main())


def test_a_write_in_flight_at_the_deadline_has_an_unknown_outcome() -> None:
    async def main() -> None:
        gate = Gate(VirtualClock())
        wire = wired([after(20)], deadline=5.0, clock=VirtualClock(), limiter=gate)
        with pytest.raises(OutcomeUnknownError) as caught:
            await wire.send(WRITE)
        assert caught.value.request is WRITE
        assert isinstance(caught.value.__cause__, TimeoutError)
        assert len(caught.value.attempts) == 1
        assert gate.snapshot().in_flight == 0
        assert len(asyncio.all_tasks()) == 1

    run(main())


def test_a_write_that_waited_for_its_next_try_at_the_deadline_was_not_done() -> None:
    """Between tries that did not leave nothing is under way, whatever the clocks say."""

    class Slow(VirtualClock):
        async def sleep(self, seconds: float) -> None:
            await asyncio.sleep(seconds * 100)

    async def main() -> None:
        wire = wired([ConnectionFailedError("refused")], deadline=5.0, clock=Slow())
        with pytest.raises(DeadlineExceededError):
            await wire.send(WRITE)

    run(main())


def test_an_error_that_comes_with_the_deadline_is_told_itself() -> None:
    """A transport that answers being cancelled with its own error is believed: the outcome stays unknown."""

    async def stubborn(_: HttpRequest) -> Any:
        try:
            await asyncio.sleep(20)
        except asyncio.CancelledError:
            return ReadTimeoutError("silence")

    async def main() -> None:
        wire = wired([stubborn], deadline=5.0, clock=VirtualClock())
        with pytest.raises(OutcomeUnknownError):
            await wire.send(WRITE)

    run(main())


async def test_a_timeout_error_of_a_provider_is_not_the_deadline() -> None:
    def provider() -> str:
        msg = "vault"
        raise TimeoutError(msg)

    wire = wired([], token=provider, deadline=5.0)
    with pytest.raises(TimeoutError, match=r"^vault$"):
        await wire.send(READ)


def test_a_call_whose_window_comes_after_its_deadline_fails_at_once() -> None:
    async def main() -> None:
        wire = wired([quota(0)], limiter=Gate(VirtualClock()), clock=VirtualClock(), deadline=5.0)
        await wire.send(READ)
        with pytest.raises(DeadlineExceededError) as caught:
            await wire.send(READ)
        assert asyncio.get_running_loop().time() == 0
        assert caught.value.retry_at == datetime.fromtimestamp(EPOCH + 10, UTC)
        assert caught.value.attempts == ()
        assert wire.sent == 1

    run(main())


def test_a_refused_call_whose_window_comes_after_its_deadline_tells_its_attempt() -> None:
    async def main() -> None:
        wire = wired([quota(0, status=429)], limiter=Gate(VirtualClock()), clock=VirtualClock(), deadline=5.0)
        with pytest.raises(DeadlineExceededError) as caught:
            await wire.send(WRITE)
        assert [attempt.status for attempt in caught.value.attempts] == [429]
        assert asyncio.get_running_loop().time() == 0

    run(main())


def test_a_refused_call_waits_through_the_gate() -> None:
    """No wait of its own: the gate lets it go when the window begins, and tells it in the answer."""

    async def main() -> None:
        wire = wired([quota(0, status=429), quota(9, reset=20)], limiter=Gate(VirtualClock()), clock=VirtualClock())
        response = await wire.core.send(WRITE, lambda body: body)
        assert asyncio.get_running_loop().time() == pytest.approx(10, abs=0.1)
        assert response.waited == pytest.approx(10, abs=0.1)
        assert (response.attempts, wire.sent) == (2, 2)

    run(main())


def test_an_impossible_reset_does_not_hang_a_refused_call() -> None:
    async def main() -> None:
        far = quota(0, reset=100_000, status=429)
        wire = wired([far, far], limiter=Gate(VirtualClock()), clock=VirtualClock())
        with pytest.raises(RateLimitError):
            await wire.send(READ)
        assert asyncio.get_running_loop().time() < 60

    run(main())


def test_a_pending_jobs_answer_does_not_shut_the_window() -> None:
    async def main() -> None:
        gate = Gate(VirtualClock())
        jobs = error(
            429, "x", "Exceeded rate limit of 1 pending export jobs", x_ratelimit_limit="10", x_ratelimit_remaining="8"
        )
        wire = wired([jobs, GOOD], limiter=gate, clock=VirtualClock())
        with pytest.raises(RateLimitError):
            await wire.send(READ)
        assert gate.snapshot().remaining == 8

    run(main())


def test_what_did_not_leave_is_given_back_to_the_gate() -> None:
    async def main() -> None:
        gate = Gate(VirtualClock())
        clock = VirtualClock()
        wire = wired(
            [quota(9), ConnectionFailedError("refused"), ReadTimeoutError("silence")], limiter=gate, clock=clock
        )
        await wire.send(READ)
        with pytest.raises(OutcomeUnknownError):
            await wire.send(WRITE)
        snapshot = gate.snapshot()
        assert (snapshot.remaining, snapshot.in_flight) == (8, 0)

    run(main())


async def test_a_lane_is_chosen_by_the_configuration() -> None:
    asked: list[Lane] = []

    class Watching(Gate):
        def take(self, lane: Lane) -> Any:
            asked.append(lane)

        async def acquire(self, lane: Lane, *, give_up_at: float | None = None) -> Any:
            asked.append(lane)
            return super().take(lane)

    await wired([GOOD], limiter=Watching(StillClock()), lane="bulk").send(READ)
    assert asked == [Lane.BULK, Lane.BULK]


@pytest.mark.parametrize("when", [0.5, 6.0, 12.0], ids=["in flight", "waiting for the gate", "sleeping"])
def test_a_cancelled_call_leaves_nothing(when: float) -> None:
    async def main() -> None:
        gate = Gate(VirtualClock())
        retry = RetryPolicy(waits=lambda: _steps(30.0))
        answers = [after(1, quota(0)), after(1, error(500)), GOOD]
        wire = wired(answers, limiter=gate, clock=VirtualClock(), retry=retry)

        async def calls() -> None:
            await wire.send(READ)
            await wire.send(READ)

        task = asyncio.create_task(calls())
        await asyncio.sleep(when)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        await asyncio.sleep(0)
        snapshot = gate.snapshot()
        assert (snapshot.in_flight, snapshot.waiting) == (0, {"interactive": 0, "bulk": 0})
        assert len(asyncio.all_tasks()) == 1

    run(main())


def _steps(*waits: float) -> Any:
    yield
    yield from waits


@pytest.mark.parametrize("failure", [RuntimeError("a bug"), KeyboardInterrupt()], ids=["Exception", "BaseException"])
def test_a_hook_or_transport_that_breaks_loses_no_permit(failure: BaseException) -> None:
    async def main() -> None:
        gate = Gate(VirtualClock())

        def broken(_: HttpRequest) -> Any:
            raise failure

        wire = wired([broken], limiter=gate, clock=VirtualClock())
        with pytest.raises(type(failure)):
            await wire.send(READ)
        assert gate.snapshot().in_flight == 0

    run(main())


def test_a_thousand_calls_cancelled_at_random_leave_nothing() -> None:
    async def main() -> None:
        server, gate, dice = QuotaServer(limit=100), Gate(VirtualClock()), random.Random(8)

        async def handle(_: HttpRequest) -> Any:
            await asyncio.sleep(0.05 * dice.random())
            refused, headers = server.answer()
            await asyncio.sleep(0.05 * dice.random())
            status = 429 if refused else dice.choice([200, 200, 500])
            return json_response(status, {"id": "1"}, headers=dict(headers))

        wire = wired(handle, limiter=gate, clock=VirtualClock())
        tasks = [asyncio.create_task(wire.send(dice.choice([READ, WRITE]))) for _ in range(1000)]
        while alive := [task for task in tasks if not task.done()]:
            dice.choice(alive).cancel()
            await asyncio.sleep(dice.choice([0.0, 0.005]))
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert sum(isinstance(result, asyncio.CancelledError) for result in results) > 500
        assert not server.refused
        snapshot = gate.snapshot()
        assert (snapshot.in_flight, snapshot.waiting) == (0, {"interactive": 0, "bulk": 0})
        assert len(asyncio.all_tasks()) == 1

    run(main())
