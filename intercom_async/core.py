"""One call from request to value: gate the version, authorise, encode, wait for the quota, try, decide, decode."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TypeVar

import attrs

from . import wire
from .auth import Auth, Token
from .clock import Clock
from .codec import Codec
from .config import ClientConfig, user_agent
from .errors import (
    ApiError,
    Attempt,
    AuthenticationError,
    DeadlineExceededError,
    DecodeError,
    IntercomError,
    OutcomeUnknownError,
    RateLimitError,
    ResponseTooLargeError,
    ServerError,
    TransportError,
    UnsupportedOperationError,
)
from .hooks import Hooks, RequestRecord, ResponseRecord, RetryRecord, notify
from .http import Body, Headers, HttpRequest, HttpResponse
from .json_codec import JsonCodec
from .operation import Operation, Request
from .rate_limit.base import Permit, RateLimiter
from .response import Response
from .retry import Schedule
from .streamed import REDIRECTS, Streamed
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
    url: str
    body: Body
    may_repeat: bool
    started: float
    give_up_at: float | None
    #: A header that differs from those of other calls.
    header: tuple[str, str] | None = None
    #: What keeps the answer open; None when it is read whole.
    stream: Streamed | None = None
    #: The token of the last try, and whether another was asked for after a 401.
    token: Token | None = None
    renewed: bool = False
    #: Whether a try that may have arrived got no answer.
    unanswered: bool = False
    #: Whether a try may be arriving just now.
    in_flight: bool = False
    waited: float = 0.0
    sent_at: float = 0.0
    schedule: Schedule | None = None
    answered: float = 0.0
    failed: tuple[Attempt, ...] = ()

    @property
    def operation(self) -> str:
        """The name of what is called, for people."""
        operation = self.request.operation
        return operation.name or f"{operation.method} request"


class _FreePermit:
    """What a call gets where nothing limits it."""

    __slots__ = ()

    def answered(self, headers: Headers, *, refused: bool) -> None:
        """Do nothing."""

    def lost(self, *, sent: bool) -> None:
        """Do nothing."""


_FREE: Final = _FreePermit()


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
    #: The address templates of the rows of the table that were found to exist in this version.
    _addresses: dict[Operation, str] = attrs.field(factory=dict[Operation, str], init=False, repr=False)
    #: The headers of a request with and without a body, for the token last used.
    _prepared: dict[str, tuple[Headers, Headers]] = attrs.field(
        factory=dict[str, tuple[Headers, Headers]], init=False, repr=False
    )

    async def send(self, request: Request, decode: Callable[[Any], T]) -> Response[T]:
        """Return the good answer to *request*, its JSON value through *decode*; every other outcome is an exception."""
        call = self._begin(request)
        response = await (self._complete(call) if call.give_up_at is None else self._complete_in_time(call))
        return Response(
            value=self._value(call, response, decode),
            status=response.status,
            headers=response.headers,
            body=response.body,
            failed_attempts=call.failed,
            waited=call.waited,
            seconds=call.answered - call.started,
        )

    async def fetch(self, request: Request, model: type[T]) -> T:
        """Return the value of the good answer to *request* as a *model*; every other outcome is an exception."""
        call = self._begin(request)
        response = await (self._complete(call) if call.give_up_at is None else self._complete_in_time(call))
        return self._value(call, response, lambda body: self.codec.decode(model, body))

    async def open(self, request: Request, accept: str) -> tuple[HttpResponse, Streamed]:
        """Return the good answer to *request* without its body, which is then read from the other, and closed there.

        Redirects are followed. The try is told as over when the body is.
        """
        call = self._begin(request)
        call.header = "Accept", accept
        call.stream = stream = Streamed(self.clock, self._elsewhere())
        response = await (self._complete(call) if call.give_up_at is None else self._complete_in_time(call))
        stream.begin(
            call.give_up_at, lambda late: self._out_of_time(call, late), lambda e: self._ended(call, response, e)
        )
        return response, stream

    def _ended(self, call: _Call, response: HttpResponse, error: BaseException | None) -> None:
        """Note that the body of a streamed answer is over."""
        self._tell_response(call, error or response)
        if isinstance(error, TransportError):
            self._note_failure(call, error)
            error.attempts = call.failed

    def _begin(self, request: Request) -> _Call:
        """Check everything that can be known before any I/O."""
        operation, deadline = request.operation, self.config.deadline
        url = request.fill(self._addresses.get(operation) or self._address(operation))
        if request.query:
            url += wire.query_string(request.query, operation)
        form = request.form
        ready = None if request.json is None else wire.json_ready(request.json, version=self.config.version)
        body: Body = None if ready is None else self.json.dumps(ready)
        header = None
        if form is not None:
            ready, body, header = form.fields, form.body(), ("Content-Type", form.content_type)
        now = self.clock.monotonic()
        give_up_at = None if deadline is None else now + deadline
        return _Call(request, url, body, operation.may_repeat(ready), now, give_up_at, header)

    def _address(self, operation: Operation) -> str:
        """Return the URL of *operation* with its parameters still to be filled in, refusing one that there is not."""
        version = self.config.version
        if not operation.available_in(version):
            raise UnsupportedOperationError(
                operation.name, version, since=operation.since, until=operation.until, instead=operation.instead
            )
        address = self.config.base_url + operation.path_at(version)
        if operation.name:  # those without are made for one call
            self._addresses[operation] = address
        return address

    async def _complete_in_time(self, call: _Call) -> HttpResponse:
        """Do as `_complete` within the deadline; what is under way then is cancelled."""
        timer = asyncio.timeout(self.config.deadline)
        try:
            async with timer:
                return await self._complete(call)
        except TimeoutError as exc:
            if isinstance(exc, IntercomError) or not timer.expired():
                raise
            raise self._out_of_time(call, exc) from exc

    async def _complete(self, call: _Call) -> HttpResponse:
        """Try until there is a good answer or no reason to go on."""
        transport = self.pool.transport()
        while True:
            outcome = await self._try(call, transport)
            if isinstance(outcome, HttpResponse):
                return outcome
            self._tell_response(call, outcome)
            if isinstance(outcome, ApiError) and self._is_gone(call, outcome):
                return HttpResponse(outcome.status, outcome.headers, self._gone_body(call))
            self._note_failure(call, outcome)
            wait = 0.0 if await self._renewed(call, outcome) else self._wait_before_next(call, outcome)
            self._tell_retry(call, outcome, wait)
            if wait:
                await self.clock.sleep(wait)

    async def _try(self, call: _Call, transport: Transport) -> HttpResponse | ApiError | TransportError:
        """Make one try: at most one request on the wire."""
        if self.auth.known is None:
            await self.auth.token()
        limiter = self.limiter
        permit = _FREE if limiter is None else limiter.take(self.config.lane) or await self._permission(call, limiter)
        try:
            http = self._encode(call)
            self._tell_request(call)
            call.sent_at = self.clock.monotonic()
            call.in_flight = True
            config, stream = self.config, call.stream
            if stream is None:
                response = await transport.send(http, timeout=config.timeout, max_bytes=config.max_response_bytes)
                good = 200 <= response.status < 300
            else:
                response = await stream.open(transport, http, config.timeout)
                good = 200 <= response.status < 300 or response.status in REDIRECTS
            error = None if good else wire.error_from(response, call.request.operation, self.json)
        except TransportError as lost:
            permit.lost(sent=lost.sent)
            call.in_flight = False
            call.unanswered |= lost.sent
            return lost
        except BaseException as failure:
            permit.lost(sent=call.in_flight)
            if call.in_flight:
                self._tell_response(call, failure)
            raise
        call.in_flight = False
        refused = isinstance(error, RateLimitError) and error.scope == "window"
        permit.answered(response.headers, refused=refused)
        if stream is None or error is not None:
            return error or response
        try:
            return await stream.follow(transport, http, response, config.timeout)
        except TransportError as lost:
            return lost

    async def _permission(self, call: _Call, limiter: RateLimiter) -> Permit:
        """Wait until the call may be sent."""
        asked = self.clock.monotonic()
        try:
            permit = await limiter.acquire(self.config.lane, give_up_at=call.give_up_at)
        except DeadlineExceededError as late:
            late.attempts = call.failed
            raise
        waited = self.clock.monotonic() - asked
        call.waited += waited
        if waited >= _NOTABLE_WAIT:
            _limit_log.debug("%s waited %.3f s for the rate limit", call.operation, waited)
        return permit

    def _encode(self, call: _Call) -> HttpRequest:
        call.token = token = self.auth.known
        text = token.text if token is not None else ""
        prepared = self._prepared.get(text)
        if prepared is None:
            plain = self.config.base_headers(text)
            prepared = plain, plain.with_values({"Content-Type": "application/json"})
            self._prepared.clear()
            self._prepared[text] = prepared
        headers = prepared[0 if call.body is None else 1]
        if call.header is not None:
            headers = self._with(prepared[0], text, call.header)
        return HttpRequest(call.request.operation.method, call.url, headers, call.body)

    def _with(self, plain: Headers, token: str, header: tuple[str, str]) -> Headers:
        """Return *plain* with *header*, the same object every time: transports keep what they make of it."""
        key = f"{token} {header}"  # no token holds a space
        if key not in self._prepared:
            headers = plain.with_values(dict([header]))
            self._prepared[key] = headers, headers
        return self._prepared[key][0]

    def _elsewhere(self) -> Headers:
        """Return what goes to an address that is not the API's."""
        names = Headers([("User-Agent", user_agent(self.config.user_agent_suffix))])
        return self._with(names, "", ("Accept", "*/*"))

    def _value(self, call: _Call, response: HttpResponse, decode: Callable[[Any], T]) -> T:
        call.answered = self.clock.monotonic()
        try:
            value = decode(wire.read_json(response, self.json))
        except DecodeError as error:
            self._tell_response(call, response, call.answered, error)
            msg = f"{call.operation}: {error.problem}"
            raise DecodeError(msg, path=error.path, status=response.status, body=response.body) from error
        if response.status < 300:  # a deletion that was seen to be done was told already
            self._tell_response(call, response, call.answered)
        return value

    @staticmethod
    def _is_gone(call: _Call, error: ApiError) -> bool:
        """Say whether a deletion whose first try went unanswered is seen to have worked."""
        return error.status == 404 and call.unanswered and call.request.operation.method == "DELETE"

    def _gone_body(self, call: _Call) -> bytes:
        """Return what the deletion would have answered."""
        ids = list(call.request.params.values())
        return self.json.dumps({"id": ids[-1], "deleted": True} if ids else {"deleted": True})

    async def _renewed(self, call: _Call, outcome: ApiError | TransportError) -> bool:
        """Get another token after the first was refused; nothing was carried out, so any request may go again."""
        if call.renewed or call.token is None or not isinstance(outcome, AuthenticationError):
            return False
        call.renewed = True
        return await self.auth.renewed(call.token)

    def _note_failure(self, call: _Call, error: BaseException) -> None:
        now = self.clock.monotonic()
        status, request_id = (error.status, error.request_id) if isinstance(error, ApiError) else (None, None)
        started = call.sent_at - call.started
        attempt = Attempt(status, type(error).__name__, started, now - call.sent_at, request_id)
        call.failed = (*call.failed, attempt)

    def _wait_before_next(self, call: _Call, error: ApiError | TransportError) -> float:
        """Return the seconds until the next try, or raise when there is none."""
        hint = _hint(error)
        if isinstance(error, RateLimitError) and error.scope == "window" and hint is not None:
            error.retry_at = self._at(hint)
        schedule = call.schedule = call.schedule or self.config.retry.schedule()
        wait = schedule.next_wait(error, may_repeat=call.may_repeat, hint=hint)
        if wait is None:
            raise self._final(call, error)
        if isinstance(error, RateLimitError) and self.limiter is not None:
            return 0.0  # the limiter knows when the window ends, for this call and all others
        if call.give_up_at is not None and self.clock.monotonic() + wait > call.give_up_at:
            msg = f"{call.operation}: the next try, in {wait:.1f} s, would come after the deadline"
            raise DeadlineExceededError(msg, retry_at=self._at(wait), attempts=call.failed) from error
        return wait

    def _at(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(min(self.clock.now() + seconds, _LAST_INSTANT), UTC)

    def _final(self, call: _Call, error: ApiError | TransportError) -> ApiError | TransportError:
        """Return what the caller gets after the last try."""
        error.attempts = call.failed
        if call.may_repeat:
            return error
        if isinstance(error, ApiError):
            error.outcome_unknown = isinstance(error, ServerError)
            return error
        if not error.sent or isinstance(error, ResponseTooLargeError):
            return error
        return self._unknown(call, error)

    @staticmethod
    def _unknown(call: _Call, cause: BaseException) -> OutcomeUnknownError:
        msg = f"{call.operation}: no answer came, and sending it again could do it twice: look whether it was done"
        unknown = OutcomeUnknownError(msg, request=call.request, attempts=call.failed)
        unknown.__cause__ = cause
        return unknown

    def _out_of_time(self, call: _Call, cause: TimeoutError) -> DeadlineExceededError | OutcomeUnknownError:
        msg = f"{call.operation}: not done within its deadline of {self.config.deadline} s"
        late = DeadlineExceededError(msg)
        if call.in_flight:
            self._note_failure(call, late)
            if not call.may_repeat:
                return self._unknown(call, cause)
        late.attempts = call.failed
        return late

    def _tell_request(self, call: _Call) -> None:
        if (hooks := self.hooks) is not None and hooks.request is not None:
            method, attempt = call.request.operation.method, len(call.failed) + 1
            record = RequestRecord(operation=call.operation, method=method, attempt=attempt, waited=call.waited)
            notify(hooks.request, record)

    def _tell_response(
        self,
        call: _Call,
        outcome: HttpResponse | BaseException,
        answered: float | None = None,
        error: BaseException | None = None,
    ) -> None:
        hooks = self.hooks
        watched = hooks is not None and hooks.response is not None
        if not (watched or _http_log.isEnabledFor(logging.DEBUG)):
            return
        now = self.clock.monotonic()
        answer = outcome if isinstance(outcome, HttpResponse | ApiError) else None
        error = error or (outcome if isinstance(outcome, BaseException) else None)
        record = ResponseRecord(
            operation=call.operation,
            method=call.request.operation.method,
            attempt=len(call.failed) + 1,
            waited=call.waited,
            network=(answered or now) - call.sent_at,
            decode=now - answered if answered is not None else 0.0,
            status=None if answer is None else answer.status,
            request_id=None if answer is None else answer.headers.get("x-request-id"),
            error=None if error is None else type(error).__name__,
        )
        _http_log.debug("%s %s -> %s", record.method, record.operation, record.error or record.status)
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


#: The last second that a datetime can say.
_LAST_INSTANT: Final = datetime.max.replace(microsecond=0, tzinfo=UTC).timestamp()


def _hint(error: ApiError | TransportError) -> float | None:
    """Return the seconds that the server asks to wait before trying again; every answer tells when the window ends."""
    if isinstance(error, RateLimitError) or (isinstance(error, ApiError) and "retry-after" in error.headers):
        return wire.wait_hint(error.headers)
    return None
