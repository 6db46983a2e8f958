"""What is sent how often: every fault against every kind of request, counted on the wire."""

import copy
import pickle
from typing import Any

import pytest
from support.core_calls import GONE, GOOD, READ, WRITE, Teams, Things, error, html, wired

from intercom_async.errors import (
    ApiError,
    ConflictError,
    ConnectionFailedError,
    ConnectionLostError,
    ConnectTimeoutError,
    DecodeError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    ReadTimeoutError,
    RequestTimeoutError,
    ResponseTooLargeError,
    ServerError,
    TransportError,
    UnsupportedOperationError,
)
from intercom_async.http import Headers, HttpResponse
from intercom_async.operation import GET, Repeat
from intercom_async.retry import NO_RETRY, RetryPolicy
from intercom_async.transports.memory import json_response
from intercom_async.versions import V2_13, V2_16

UNANSWERED = [ReadTimeoutError("silence"), ConnectionLostError("reset"), ConnectionLostError("cut off")]
UNSENT = [ConnectionFailedError("refused"), ConnectTimeoutError("no connection")]
SERVER = [
    make(status)
    for status in (500, 502, 503, 504)
    for make in (error, html, lambda status: HttpResponse(status, Headers()))
]


@pytest.mark.parametrize("fault", UNANSWERED, ids=str)
async def test_a_write_without_answer_is_sent_once(fault: TransportError) -> None:
    wire = wired([copy.copy(fault), GOOD])
    with pytest.raises(OutcomeUnknownError) as caught:
        await wire.send(WRITE)
    assert wire.sent == 1
    assert caught.value.request is WRITE
    assert type(caught.value.__cause__) is type(fault)
    assert [attempt.error for attempt in caught.value.attempts] == [type(fault).__name__]


@pytest.mark.parametrize("answer", SERVER, ids=lambda answer: f"{answer.status} {answer.body[:6]!r}")
async def test_a_write_answered_with_5xx_is_sent_once(answer: HttpResponse) -> None:
    wire = wired([answer, GOOD])
    with pytest.raises(ServerError) as caught:
        await wire.send(WRITE)
    assert wire.sent == 1
    assert caught.value.status == answer.status
    assert caught.value.outcome_unknown


async def test_a_write_answered_with_408_is_sent_once() -> None:
    """The server did not get it whole: the outcome is known."""
    wire = wired([error(408), GOOD])
    with pytest.raises(RequestTimeoutError) as caught:
        await wire.send(WRITE)
    assert wire.sent == 1
    assert not caught.value.outcome_unknown


@pytest.mark.parametrize("fault", UNSENT, ids=str)
@pytest.mark.parametrize("request_", [READ, WRITE, GONE], ids=["read", "write", "delete"])
async def test_what_did_not_leave_is_sent_again(fault: TransportError, request_: Any) -> None:
    wire = wired([copy.copy(fault), copy.copy(fault), GOOD])
    assert await wire.send(request_) == {"id": "1"}
    assert wire.sent == 3
    assert len(wire.clock.slept) == 2


async def test_what_never_leaves_ends_with_its_own_error() -> None:
    wire = wired([ConnectionFailedError("refused") for _ in range(4)])
    with pytest.raises(ConnectionFailedError) as caught:
        await wire.send(WRITE)
    assert wire.sent == 4
    assert len(caught.value.attempts) == 4


@pytest.mark.parametrize("fault", [*UNANSWERED, *SERVER, error(408)], ids=repr)
async def test_what_may_repeat_is_sent_again(fault: Any) -> None:
    wire = wired([copy.copy(fault), GOOD])
    assert await wire.send(READ) == {"id": "1"}
    assert wire.sent == 2


@pytest.mark.parametrize("attempts", [1, 2, 6])
async def test_the_policy_says_how_often(attempts: int) -> None:
    wire = wired([error(503) for _ in range(attempts)], retry=RetryPolicy(attempts=attempts))
    with pytest.raises(ServerError) as caught:
        await wire.send(READ)
    assert wire.sent == attempts
    assert not caught.value.outcome_unknown
    assert [attempt.status for attempt in caught.value.attempts] == [503] * attempts


async def test_unanswered_reads_end_with_the_last_error_and_all_attempts() -> None:
    wire = wired([ReadTimeoutError("silence"), error(500), ConnectionLostError("reset"), ReadTimeoutError("silence")])
    with pytest.raises(ReadTimeoutError) as caught:
        await wire.send(READ)
    names = [attempt.error for attempt in caught.value.attempts]
    assert names == ["ReadTimeoutError", "ServerError", "ConnectionLostError", "ReadTimeoutError"]
    assert [attempt.request_id for attempt in caught.value.attempts] == [None, "r1", None, None]


async def test_waits_double_with_jitter_upward() -> None:
    wire = wired([error(500) for _ in range(4)])
    with pytest.raises(ServerError):
        await wire.send(READ)
    for wait, least in zip(wire.clock.slept, [0.5, 1.0, 2.0], strict=True):
        assert least <= wait <= 2 * least


@pytest.mark.parametrize("status", [503, 408])
async def test_a_hint_is_a_floor(status: int) -> None:
    wire = wired([error(status, retry_after="7"), GOOD])
    await wire.send(READ)
    assert 7 <= wire.clock.slept[0] <= 8


async def test_a_5xx_does_not_wait_for_the_window() -> None:
    """Every answer tells when the window ends; that is no reason to wait for it."""
    wire = wired([error(500, x_ratelimit_reset="1700000050"), GOOD])
    await wire.send(READ)
    assert wire.clock.slept[0] <= 1


async def test_a_hint_longer_than_the_policy_takes_gives_up() -> None:
    wire = wired([error(503, retry_after="61"), GOOD])
    with pytest.raises(ServerError):
        await wire.send(READ)
    assert (wire.sent, wire.clock.slept) == (1, [])


@pytest.mark.parametrize("request_", [READ, WRITE], ids=["read", "write"])
async def test_a_refused_call_is_sent_again_when_the_window_ends(request_: Any) -> None:
    """Without a gate the wait is as long as the answer says; a 429 was not carried out, so writes repeat too."""
    refused = error(429, "rate_limit_exceeded", x_ratelimit_reset="1700000009")
    wire = wired([refused, refused, GOOD])
    assert await wire.send(request_) == {"id": "1"}
    assert wire.sent == 3
    assert all(9 <= wait <= 10 for wait in wire.clock.slept)


async def test_a_refused_call_without_hint_waits_as_the_policy_says() -> None:
    wire = wired([HttpResponse(429, Headers()), GOOD])
    await wire.send(WRITE)
    assert 0.5 <= wire.clock.slept[0] <= 1


async def test_calls_refused_too_often_end() -> None:
    limits = {"x_ratelimit_limit": "1667", "x_ratelimit_remaining": "0", "x_ratelimit_reset": "1700000009"}
    wire = wired([error(429, "rate_limit_exceeded", **limits)] * 3, retry=RetryPolicy(rate_limited_attempts=3))
    with pytest.raises(RateLimitError) as caught:
        await wire.send(WRITE)
    assert wire.sent == 3
    failed = caught.value
    assert (failed.scope, failed.limit, failed.remaining) == ("window", 1667, 0)
    assert failed.retry_at is not None
    assert failed.retry_at.timestamp() == pytest.approx(wire.clock.now() + 9)
    assert len(failed.attempts) == 3


async def test_an_absurd_hint_neither_hangs_nor_breaks_a_call() -> None:
    wire = wired([error(429, retry_after="999999999999999")])
    with pytest.raises(RateLimitError) as caught:
        await wire.send(READ)
    assert caught.value.retry_at is not None
    assert caught.value.retry_at.year == 9999


async def test_pending_jobs_are_no_window() -> None:
    message = "Exceeded rate limit of 1 pending message data export jobs"
    wire = wired([error(429, "rate_limit_exceeded", message, x_ratelimit_reset="1700000009")])
    with pytest.raises(RateLimitError) as caught:
        await wire.send(READ)
    assert (wire.sent, wire.clock.slept) == (1, [])
    assert (caught.value.scope, caught.value.retry_at) == ("jobs", None)


async def test_a_conflict_is_not_repeated() -> None:
    wire = wired([error(409, "conflict", "Try again.")])
    with pytest.raises(ConflictError):
        await wire.send(READ)
    assert wire.sent == 1


async def test_the_one_conflict_that_passes_is_repeated() -> None:
    wire = wired([error(409, "conflict", "Team is being updated. Try again."), GOOD])
    assert await wire.send(Teams.update(team_id="1", json={})) == {"id": "1"}
    assert wire.sent == 2


async def test_another_conflict_of_that_row_is_not() -> None:
    wire = wired([error(409, "conflict", "The name is taken.")])
    with pytest.raises(ConflictError):
        await wire.send(Teams.update(team_id="1", json={}))
    assert wire.sent == 1


@pytest.mark.parametrize("status", [400, 402, 403, 404, 405, 406, 410, 415, 418, 422, 423, 301, 501])
async def test_no_other_answer_is_repeated(status: int) -> None:
    wire = wired([error(status)])
    with pytest.raises(ApiError) as caught:
        await wire.send(READ)
    assert wire.sent == 1
    assert caught.value.status == status
    assert len(caught.value.attempts) == 1


async def test_a_deletion_that_is_gone_after_an_unanswered_try_is_done() -> None:
    wire = wired([ReadTimeoutError("silence"), error(404, "not_found", x_request_id="r2")])
    response = await wire.core.send(GONE, lambda body: body)
    assert response.value == {"id": "1", "deleted": True}
    assert (response.status, response.attempts, response.request_id) == (404, 2, "r2")


async def test_a_deletion_by_query_that_is_gone_is_done() -> None:
    wire = wired([ReadTimeoutError("silence"), error(404, "not_found")])
    assert await wire.send(Things.remove(query={"email": "ada@example.com"})) == {"deleted": True}


@pytest.mark.parametrize("before", [[], [ConnectionFailedError("refused")], [error(500)]], ids=len)
async def test_a_deletion_of_what_never_was_is_an_error(before: list[Any]) -> None:
    """Only a try that may have been carried out without an answer explains a 404."""
    wire = wired([*before, error(404, "not_found")])
    with pytest.raises(NotFoundError):
        await wire.send(GONE)


async def test_a_read_that_is_gone_after_an_unanswered_try_is_not_found() -> None:
    wire = wired([ReadTimeoutError("silence"), error(404, "not_found")])
    with pytest.raises(NotFoundError):
        await wire.send(READ)


@pytest.mark.parametrize("request_", [READ, WRITE], ids=["read", "write"])
async def test_too_large_an_answer_is_not_asked_for_again(request_: Any) -> None:
    wire = wired([json_response(200, {"id": "1" * 100})], max_response_bytes=50)
    with pytest.raises(ResponseTooLargeError) as caught:
        await wire.send(request_)
    assert wire.sent == 1
    assert len(caught.value.attempts) == 1


async def test_an_answer_that_is_no_json_is_not_asked_for_again() -> None:
    wire = wired([html(200)])
    with pytest.raises(DecodeError, match=r"things\.create: expected JSON, got HTML") as caught:
        await wire.send(WRITE)
    assert wire.sent == 1
    assert (caught.value.status, caught.value.body) == (200, html(200).body)


async def test_without_retries_one_try_is_made() -> None:
    wire = wired([ConnectionFailedError("refused")], retry=NO_RETRY)
    with pytest.raises(ConnectionFailedError):
        await wire.send(READ)
    assert wire.sent == 1


async def test_waits_that_are_used_up_end_the_call() -> None:
    def waits() -> Any:
        yield
        yield 3.0

    wire = wired([error(500), error(502)], retry=RetryPolicy(waits=waits))
    with pytest.raises(ServerError) as caught:
        await wire.send(READ)
    assert caught.value.status == 502
    assert 3 <= wire.clock.slept[0] <= 6


async def test_errors_keep_what_the_core_added_through_pickle() -> None:
    wire = wired([error(500, x_request_id="r9")])
    with pytest.raises(ServerError) as caught:
        await wire.send(WRITE)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again == caught.value
    assert (again.outcome_unknown, again.attempts, again.operation) == (True, caught.value.attempts, "things.create")


async def test_a_version_that_lacks_the_operation_sends_nothing() -> None:
    class Rows:
        new = GET("/new", since=V2_16, instead="things.retrieve")

    wire = wired([GOOD], version=V2_13)
    for _ in range(2):
        with pytest.raises(UnsupportedOperationError, match=r"rows\.new exists from 2\.16"):
            await wire.send(Rows.new())
    assert wire.sent == 0


async def test_a_path_of_ones_own_follows_the_same_rules() -> None:
    request = GET("/made/up", repeat=Repeat.NEVER)()
    wire = wired([ReadTimeoutError("silence")])
    with pytest.raises(OutcomeUnknownError, match=r"^GET request: "):
        await wire.send(request)
    assert wire.sent == 1
