"""What observers and logs are told of a call, and what they are never told."""

import asyncio
import logging
from typing import Any

import pytest
from support.core_calls import GONE, GOOD, READ, TOKEN, WRITE, error, html, wired
from support.virtual_time import VirtualClock, run

from intercom_async.errors import (
    ApiError,
    Attempt,
    ConnectionFailedError,
    DecodeError,
    IntercomError,
    OutcomeUnknownError,
    ReadTimeoutError,
)
from intercom_async.hooks import Hooks, RequestRecord, ResponseRecord, RetryRecord
from intercom_async.http import HttpRequest
from intercom_async.rate_limit.gate import Gate
from intercom_async.transports.memory import json_response

SECRETS = (TOKEN, "ada@example.com", "ada%40example.com")


class Observer:
    """Keeps every record."""

    def __init__(self) -> None:
        self.records: list[Any] = []
        self.hooks = Hooks(request=self.records.append, response=self.records.append, retry=self.records.append)

    def of(self, kind: type) -> list[Any]:
        """Return the records of one kind."""
        return [record for record in self.records if type(record) is kind]


async def test_one_record_for_each_thing_that_happens() -> None:
    observer = Observer()
    answers = [ReadTimeoutError("silence"), error(503, x_request_id="r2"), json_response(200, {"id": "1"})]
    wire = wired(answers, hooks=observer.hooks)
    await wire.send(READ)
    kinds = [RequestRecord, ResponseRecord, RetryRecord]
    assert [type(record) for record in observer.records] == [*kinds, *kinds, *kinds[:2]]
    assert {record.operation for record in observer.records} == {"things.retrieve"}
    assert {record.method for record in observer.records} == {"GET"}
    assert [record.attempt for record in observer.records] == [1, 1, 1, 2, 2, 2, 3, 3]
    ended = [(record.status, record.error, record.request_id) for record in observer.of(ResponseRecord)]
    assert ended == [(None, "ReadTimeoutError", None), (503, "ServerError", "r2"), (200, None, None)]
    waits = [record.wait for record in observer.of(RetryRecord)]
    assert waits == wire.clock.slept


def test_records_say_how_long_everything_took() -> None:
    async def main() -> None:
        observer = Observer()
        limits = {"X-RateLimit-Limit": "9", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700000010"}

        async def handle(_: HttpRequest) -> Any:
            await asyncio.sleep(2)
            return json_response(200, {"id": "1"}, headers=limits)

        clock = VirtualClock()
        wire = wired(handle, hooks=observer.hooks, limiter=Gate(clock), clock=clock)
        await wire.send(READ)
        response = await wire.core.send(READ, lambda body: body)
        asked, ended = observer.of(RequestRecord)[1], observer.of(ResponseRecord)[1]
        assert asked.waited == ended.waited == response.waited == pytest.approx(8, abs=0.1)
        assert (ended.network, ended.decode) == (2, 0)
        assert response.seconds == pytest.approx(10, abs=0.1)

    run(main())


async def test_a_try_that_is_cancelled_is_recorded_too() -> None:
    observer = Observer()
    reached = asyncio.Event()

    async def never(_: HttpRequest) -> Any:
        reached.set()
        await asyncio.get_running_loop().create_future()

    task = asyncio.create_task(wired(never, hooks=observer.hooks).send(READ))
    await reached.wait()
    task.cancel()
    await asyncio.wait([task])
    assert [record.error for record in observer.of(ResponseRecord)] == ["CancelledError"]


async def test_an_answer_that_cannot_be_read_is_recorded_with_its_error() -> None:
    observer = Observer()
    with pytest.raises(DecodeError):
        await wired([html(200)], hooks=observer.hooks).send(READ)
    assert [(record.status, record.error) for record in observer.of(ResponseRecord)] == [(200, "DecodeError")]


async def test_a_deletion_seen_to_be_done_is_recorded_once() -> None:
    observer = Observer()
    await wired([ReadTimeoutError("silence"), error(404)], hooks=observer.hooks).send(GONE)
    assert [record.status for record in observer.of(ResponseRecord)] == [None, 404]


async def test_a_refreshed_token_is_a_retry_without_wait() -> None:
    observer = Observer()
    tokens = iter(["one", "two"])
    wire = wired([error(401), GOOD], token=lambda: next(tokens), hooks=observer.hooks)
    response = await wire.core.send(READ, lambda body: body)
    assert [(record.error, record.status, record.wait) for record in observer.of(RetryRecord)] == [
        ("AuthenticationError", 401, 0.0)
    ]
    assert [attempt.status for attempt in response.failed_attempts] == [401]


async def test_a_hook_that_raises_is_logged_and_does_not_disturb(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: object) -> None:
        msg = "observer"
        raise ValueError(msg)

    wire = wired([error(500), GOOD], hooks=Hooks(request=broken, response=broken, retry=broken))
    assert await wire.send(READ) == {"id": "1"}
    failed = [record for record in caplog.records if record.levelno == logging.ERROR]
    kinds = ["RequestRecord", "ResponseRecord", "RetryRecord", "RequestRecord", "ResponseRecord"]
    assert [record.getMessage() for record in failed] == [f"a hook failed on {kind}" for kind in kinds]
    assert {record.name for record in failed} == {"intercom_async.http"}


async def test_hooks_that_are_not_given_are_not_missed() -> None:
    assert await wired([error(500), GOOD], hooks=Hooks()).send(READ) == {"id": "1"}


def test_logs_records_and_errors_hold_no_token_and_no_email(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever happens to a call that is full of them, at the most talkative level."""
    caplog.set_level(logging.DEBUG, "intercom_async")
    shown: list[str] = []

    async def main() -> None:
        observer = Observer()
        message = "ada@example.com is taken by ada@example.com"
        refused = error(429, "rate_limit_exceeded", x_ratelimit_limit="9", x_ratelimit_reset="1700000010")
        answers = [refused, ConnectionFailedError("refused"), error(409, "conflict", message)]
        answers += [error(500, "server_error", message), error(500), html(200), GOOD]
        clock = VirtualClock()
        wire = wired(answers, hooks=observer.hooks, limiter=Gate(clock), clock=clock)
        for _ in range(4):
            try:
                shown.append(repr(await wire.core.send(WRITE, lambda body: body)))
            except IntercomError as failed:
                shown.extend([repr(failed), str(failed), repr(failed.__cause__)])
                shown.extend(repr(attempt) for attempt in getattr(failed, "attempts", ()))
        shown.extend([*map(repr, observer.records), repr(wire.core), repr(wire.core.auth)])

    run(main())
    shown.extend(record.getMessage() for record in caplog.records)
    names = {record.name for record in caplog.records}
    assert {"intercom_async.http", "intercom_async.retry", "intercom_async.limit"} <= names
    assert [text for text in shown for secret in SECRETS if secret in text] == []


async def test_an_answer_comes_with_everything_around_its_value() -> None:
    good = json_response(200, {"id": "1"}, headers={"X-Request-Id": "r7"})
    wire = wired([error(500), good])
    response = await wire.core.send(READ, lambda body: body["id"])
    assert (response.value, response.status, response.request_id) == ("1", 200, "r7")
    assert response.headers["content-type"].startswith("application/json")
    assert response.body == good.body
    assert response.attempts == 2
    assert response.waited == 0
    assert response.seconds == wire.clock.time
    assert response.failed_attempts == (Attempt(500, "ServerError", 0.0, 0.0, "r1"),)
    assert "1" not in repr(response).replace("status=200", "").partition("failed_attempts")[0]


async def test_an_error_tells_every_attempt_with_its_times() -> None:
    wire = wired([ConnectionFailedError("refused"), ReadTimeoutError("silence")])
    with pytest.raises(OutcomeUnknownError) as caught:
        await wire.send(WRITE)
    first, second = caught.value.attempts
    assert (first.error, first.started) == ("ConnectionFailedError", 0.0)
    assert (second.error, second.started) == ("ReadTimeoutError", wire.clock.slept[0])


async def test_an_empty_answer_is_none() -> None:
    response = await wired([json_response(200, None)]).core.send(READ, lambda body: body)
    assert response.value is None


async def test_what_decoding_raises_is_the_callers() -> None:
    def broken(_: object) -> None:
        msg = "mine"
        raise LookupError(msg)

    with pytest.raises(LookupError, match="mine"):
        await wired([GOOD]).send(READ, broken)


async def test_requests_carry_version_token_and_body() -> None:
    wire = wired([GOOD, GOOD], headers=(("X-Mine", "1"),))
    await wire.send(WRITE)
    await wire.send(READ)
    write, read = wire.transport.requests
    assert write.headers["content-type"] == "application/json"
    assert write.body == b'{"name":"x","email":"ada@example.com"}'
    assert (read.body, "content-type" in read.headers) == (None, False)
    for request in (write, read):
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert request.headers["intercom-version"] == "2.16"
        assert request.headers["x-mine"] == "1"
    assert read.url == "https://api.intercom.io/things/1"


async def test_an_error_without_reason_is_still_an_error() -> None:
    with pytest.raises(ApiError, match=r"things\.retrieve: 418 no reason given"):
        await wired([html(418)]).send(READ)


async def test_the_log_tells_of_tries_without_any_hook(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "intercom_async")
    await wired([error(500), GOOD]).send(READ)
    said = [record.getMessage() for record in caplog.records]
    assert said[0] == "GET things.retrieve -> ServerError"
    assert said[1].startswith("things.retrieve: try 1 ended with ServerError, next in ")
    assert said[2] == "GET things.retrieve -> 200"


def test_a_call_that_is_stopped_before_it_leaves_gives_its_permit_back() -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    async def main() -> None:
        observer, gate = Observer(), Gate(VirtualClock())
        hooks = Hooks(request=stop, response=observer.records.append)
        wire = wired([], hooks=hooks, limiter=gate, clock=VirtualClock())
        with pytest.raises(KeyboardInterrupt):
            await wire.send(READ)
        assert (observer.records, gate.snapshot().in_flight) == ([], 0)

    run(main())
