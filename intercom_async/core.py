"""One call from request to value: gate the version, authorise, encode, wait for the quota, try, decide, decode."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TypeVar

import attrs

from . import wire
from .auth import Auth
from .clock import Clock
from .codec import Codec
from .config import ClientConfig
from .errors import (
    ApiError,
    Attempt,
    AuthenticationError,
    DeadlineExceededError,
    DecodeError,
    OutcomeUnknownError,
    RateLimitError,
    ResponseTooLargeError,
    ServerError,
    TransportError,
    UnsupportedOperationError,
)
from .hooks import Hooks, RequestRecord, ResponseRecord, RetryRecord, notify
from .http import Headers, HttpRequest, HttpResponse
from .json_codec import JsonCodec
from .operation import Request
from .rate_limit.base import RateLimiter
from .response import Response
from .retry import Schedule
from .transports.base import Transport

T = TypeVar("T")

_http_log: Final = logging.getLogger("intercom_async.http")
_retry_log: Final = logging.getLogger("intercom_async.retry")
_limit_log: Final = logging.getLogger("intercom_async.limit")


class Pool(Protocol):
    """Where a core gets its transport from; shared by all clients derived from one."""

    def transport(self) -> Transport:
        """Return the transport, opening it first; `ClientClosedError` after the client was closed."""
        ...


@attrs.define(eq=False)
class _Call:
    """What is known of one logical call while it goes on."""

    request: Request
    operation: str
    url: str
    body: bytes | None
    may_repeat: bool
    started: float
    give_up_at: float | None
    token: str | None = None
    renewed: bool = False
    unanswered: bool = False
    in_flight: bool = False
    waited: float = 0.0
    sent_at: float = 0.0
    schedule: Schedule | None = None
    failed: list[Attempt] = attrs.field(factory=list[Attempt])


@attrs.frozen(kw_only=True, eq=False)
class Core:
    """Makes calls with one configuration; what clients of one pool differ in."""

    config: ClientConfig
    auth: Auth
    pool: Pool
    limiter: RateLimiter | None
    #: Names the quota, and with it the workspace; tells nothing of the token.
    quota_key: str
    codec: Codec
    json: JsonCodec
    clock: Clock
    hooks: Hooks | None
    #: The headers of a request with and without a body, for the token last used.
    _prepared: dict[str, tuple[Headers, Headers]] = attrs.field(
        factory=dict[str, tuple[Headers, Headers]], init=False, repr=False
    )

    async def send(self, request: Request, decode: Callable[[Any], T]) -> Response[T]:
        """Return the good answer to *request*, its JSON value through *decode*; every other outcome is an exception."""
        call = self._begin(request)
        if call.give_up_at is None:
            return self._answer(call, await self._complete(call), decode)
        timer = asyncio.timeout(call.give_up_at - call.started)
        try:
            async with timer:
                return self._answer(call, await self._complete(call), decode)
        except TimeoutError as exc:
            if not timer.expired():
                raise
            raise self._out_of_time(call) from exc

    def _begin(self, request: Request) -> _Call:
        """Check everything that can be known before any I/O."""
        operation, config = request.operation, self.config
        if not operation.available_in(config.version):
            raise UnsupportedOperationError(
                operation.name, config.version, since=operation.since, until=operation.until, instead=operation.instead
            )
        path = request.path(config.version) + wire.query_string(request.query, operation)
        ready = None if request.json is None else wire.json_ready(request.json)
        body = None if ready is None else self.json.dumps(ready)
        now = self.clock.monotonic()
        give_up_at = None if config.deadline is None else now + config.deadline
        name = operation.name or f"{operation.method} request"
        return _Call(request, name, config.base_url + path, body, operation.may_repeat(ready), now, give_up_at)

    async def _complete(self, call: _Call) -> HttpResponse:
        """Try until there is a good answer or no reason to go on."""
        transport = self.pool.transport()
        while True:
            call.token = self.auth.known or await self.auth.token()
            outcome = await self._try(call, transport)
            if isinstance(outcome, HttpResponse):
                return outcome
            self._tell_response(call, outcome)
            if self._is_gone(call, outcome):
                return HttpResponse(200, Headers(), self._gone_body(call))
            if await self._renewed(call, outcome):
                continue
            wait = self._wait_before_next(call, outcome)
            if wait:
                await self.clock.sleep(wait)

    async def _try(self, call: _Call, transport: Transport) -> HttpResponse | ApiError | TransportError:
        """Make one try: at most one request on the wire."""
        limiter, config = self.limiter, self.config
        if limiter is not None:
            asked = self.clock.monotonic()
            permit = await limiter.acquire(config.lane, give_up_at=call.give_up_at)
            self._note_wait(call, asked)
        else:
            permit = None
        http = self._encode(call)
        call.sent_at = self.clock.monotonic()
        self._tell_request(call)
        call.in_flight = True
        try:
            response = await transport.send(http, timeout=config.timeout, max_bytes=config.max_response_bytes)
        except TransportError as lost:
            call.in_flight = False
            if permit is not None:
                permit.lost(sent=lost.sent)
            call.unanswered = call.unanswered or lost.sent
            return lost
        except BaseException:
            if permit is not None:
                permit.lost(sent=True)
            raise
        call.in_flight = False
        good = 200 <= response.status < 300
        error = None if good else wire.error_from(response, call.request.operation, self.json)
        if permit is not None:
            refused = isinstance(error, RateLimitError) and error.scope == "window"
            permit.answered(response.headers, refused=refused)
        return error or response

    def _note_wait(self, call: _Call, asked: float) -> None:
        waited = self.clock.monotonic() - asked
        call.waited += waited
        if waited >= _NOTABLE_WAIT:
            _limit_log.debug("%s waited %.3f s for the rate limit", call.operation, waited)

    def _encode(self, call: _Call) -> HttpRequest:
        token = call.token or ""
        prepared = self._prepared.get(token)
        if prepared is None:
            plain = self.config.base_headers(token)
            prepared = plain, plain.with_values({"Content-Type": "application/json"})
            self._prepared.clear()
            self._prepared[token] = prepared
        return HttpRequest(call.request.operation.method, call.url, prepared[0 if call.body is None else 1], call.body)

    def _answer(self, call: _Call, response: HttpResponse, decode: Callable[[Any], T]) -> Response[T]:
        answered = self.clock.monotonic()
        try:
            value = decode(wire.read_json(response, self.json))
        except DecodeError as error:
            msg = f"{call.operation}: {error.problem}"
            raise DecodeError(msg, path=error.path, status=response.status, body=response.body) from error
        self._tell_response(call, response, answered)
        return Response(
            value=value,
            status=response.status,
            headers=response.headers,
            body=response.body,
            failed_attempts=tuple(call.failed),
            waited=call.waited,
            seconds=answered - call.started,
        )

    @staticmethod
    def _is_gone(call: _Call, outcome: ApiError | TransportError) -> bool:
        """Say whether a deletion whose first try went unanswered is seen to have worked."""
        gone = isinstance(outcome, ApiError) and outcome.status == 404
        return gone and call.unanswered and call.request.operation.method == "DELETE"

    def _gone_body(self, call: _Call) -> bytes:
        """Return what the deletion would have answered."""
        ids = list(call.request.params.values())
        return self.json.dumps({"id": ids[-1], "deleted": True} if ids else {"deleted": True})

    async def _renewed(self, call: _Call, outcome: ApiError | TransportError) -> bool:
        """Get another token after the first was refused; nothing was carried out, so any request may go again."""
        if call.renewed or not isinstance(outcome, AuthenticationError) or not self.auth.renewable:
            return False
        call.renewed = True
        self._note_failure(call, outcome)
        before = call.token
        return await self.auth.token(refused=before) != before

    def _note_failure(self, call: _Call, error: ApiError | TransportError) -> None:
        now = self.clock.monotonic()
        status, request_id = (error.status, error.request_id) if isinstance(error, ApiError) else (None, None)
        started = call.sent_at - call.started
        call.failed.append(Attempt(status, type(error).__name__, started, now - call.sent_at, request_id))

    def _wait_before_next(self, call: _Call, error: ApiError | TransportError) -> float:
        """Return the seconds until the next try, or raise when there is none."""
        self._note_failure(call, error)
        hint = wire.wait_hint(error.headers) if isinstance(error, ApiError) else None
        if isinstance(error, RateLimitError) and error.scope == "window" and hint is not None:
            error.retry_at = self._at(hint)
        schedule = call.schedule = call.schedule or self.config.retry.schedule()
        wait = schedule.next_wait(error, may_repeat=call.may_repeat, hint=hint if _is_asked(error) else None)
        if wait is None:
            raise self._final(call, error)
        if isinstance(error, RateLimitError) and self.limiter is not None:
            wait = 0.0  # the limiter knows when the window ends, for this call and all others
        if call.give_up_at is not None and self.clock.monotonic() + wait > call.give_up_at:
            msg = f"{call.operation}: the next try, in {wait:.1f} s, would come after the deadline"
            raise DeadlineExceededError(msg, retry_at=self._at(wait), attempts=call.failed) from error
        self._tell_retry(call, error, wait)
        return wait

    def _at(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(self.clock.now() + seconds, UTC)

    def _final(self, call: _Call, error: ApiError | TransportError) -> ApiError | TransportError:
        """Return what the caller gets after the last try."""
        error.attempts = tuple(call.failed)
        if call.may_repeat:
            return error
        if isinstance(error, ApiError):
            error.outcome_unknown = isinstance(error, ServerError)
            return error
        if not error.sent or isinstance(error, ResponseTooLargeError):
            return error
        return self._unknown(call, error)

    def _unknown(self, call: _Call, cause: BaseException | None) -> OutcomeUnknownError:
        msg = f"{call.operation}: no answer came, and sending it again could do it twice: look whether it was done"
        unknown = OutcomeUnknownError(msg, request=call.request, attempts=call.failed)
        unknown.__cause__ = cause
        return unknown

    def _out_of_time(self, call: _Call) -> DeadlineExceededError | OutcomeUnknownError:
        if call.in_flight and not call.may_repeat:
            return self._unknown(call, None)
        msg = f"{call.operation}: not done within its deadline of {self.config.deadline} s"
        return DeadlineExceededError(msg, attempts=call.failed)

    def _tell_request(self, call: _Call) -> None:
        if (hooks := self.hooks) is not None and hooks.request is not None:
            method, attempt = call.request.operation.method, len(call.failed) + 1
            record = RequestRecord(operation=call.operation, method=method, attempt=attempt, waited=call.waited)
            notify(hooks.request, record)

    def _tell_response(
        self, call: _Call, outcome: HttpResponse | ApiError | TransportError, answered: float | None = None
    ) -> None:
        hooks = self.hooks
        watched = hooks is not None and hooks.response is not None
        if not watched and not _http_log.isEnabledFor(logging.DEBUG):
            return
        now = self.clock.monotonic()
        record = ResponseRecord(
            operation=call.operation,
            method=call.request.operation.method,
            attempt=len(call.failed) + 1,
            waited=call.waited,
            network=(answered or now) - call.sent_at,
            decode=now - answered if answered is not None else 0.0,
            status=None if isinstance(outcome, TransportError) else outcome.status,
            request_id=None if isinstance(outcome, TransportError) else outcome.headers.get("x-request-id"),
            error=None if isinstance(outcome, HttpResponse) else type(outcome).__name__,
        )
        _http_log.debug("%s %s -> %s", record.method, record.operation, record.status or record.error)
        if hooks is not None:
            notify(hooks.response, record)

    def _tell_retry(self, call: _Call, error: ApiError | TransportError, wait: float) -> None:
        kind, attempt = type(error).__name__, len(call.failed)
        _retry_log.info("%s: try %d ended with %s, next in %.2f s", call.operation, attempt, kind, wait)
        if (hooks := self.hooks) is not None:
            status = error.status if isinstance(error, ApiError) else None
            method = call.request.operation.method
            record = RetryRecord(
                operation=call.operation, method=method, attempt=attempt, error=kind, status=status, wait=wait
            )
            notify(hooks.retry, record)


#: Waits for the rate limit shorter than this are not worth a line in the log, in seconds.
_NOTABLE_WAIT: Final = 0.001


def _is_asked(error: ApiError | TransportError) -> bool:
    """Say whether the server's hint is meant for this error: every answer tells when the window ends."""
    return isinstance(error, ApiError) and (isinstance(error, RateLimitError) or "retry-after" in error.headers)
