"""The simulator without I/O: one request in, one answer out, the same every time."""

import base64
import binascii
import functools
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final, Literal

import attrs

from ..clock import SYSTEM_CLOCK, Clock
from ..errors import ConnectionLostError
from ..http import Headers, HttpRequest, HttpResponse
from ..versions import DEFAULT_VERSION, Version
from . import control, state
from .announcing import announce, catch_up, no_call
from .assertions import ANY, assert_called, of_operation
from .call import Call, Problem, Reply, accepts, decode_object, encode_json, error_body, parse
from .conversations import Conversation, HandlingEvent, Message
from .conversing import Words, begin, customer, rate, say_aside, teammate, wake
from .faults import GENTLE, Fault, FaultKind, FaultScript
from .kept_files import kept_file
from .multipart import is_form
from .permissions import refusals
from .phone_calls import PhoneCall, keep_call
from .quota import Permit, Quota
from .records import LOG_SIZE, LogEntry, Records, Report
from .resources import MODULES
from .resources.jobs import carry_out
from .rich_text import from_html, from_plain
from .routes import Route, Router, version_of
from .spoiling import spoil
from .starting import Start
from .virtual_clock import VirtualClock
from .visitors import Visitor
from .webhooks import Webhooks

#: Into how many pieces a slow body falls, about.
_SLOW_PIECES: Final = 10
#: Seen with errors: the commit that the server runs, which is no version of the API, and how long it took.
_OF_ERRORS: Final = (("X-Intercom-Version", "4a1c09f3d0b2c6e8f75a9b3d1e60c28f47ad9351"), ("X-Runtime", "0.012605"))


@attrs.frozen
class Answer:
    """What a rim has to do with one request."""

    #: None: no answer, the connection is lost.
    response: HttpResponse | None
    #: Seconds to wait before answering.
    delay: float = 0.0
    #: Whether the connection is lost in the middle of the body, or behind the headers.
    truncate: bool = False
    reset: bool = False
    #: Seconds that the body takes.
    body_seconds: float = 0.0

    @property
    def pieces(self) -> list[bytes]:
        """The body in the pieces that are sent of it."""
        body = self.response.body if self.response else b""
        size = max(len(body) // (_SLOW_PIECES if self.body_seconds else 2), 1)
        whole = [body[at : at + size] for at in range(0, len(body), size)]
        return whole[: len(whole) // 2] if self.truncate else whole

    @property
    def pause(self) -> float:
        """Seconds before each piece of a slow body."""
        return self.body_seconds / _SLOW_PIECES


@attrs.define
class _Handling:
    """How far one authenticated call has come."""

    call: Call
    permit: Permit
    #: What answers it, or why nothing does.
    route: Route | Problem
    faults: tuple[Fault, ...]
    #: Whether it was carried out with success.
    done: bool = False

    @property
    def writes(self) -> bool:
        """Whether the call is one that writes and was let through."""
        return isinstance(self.route, Route) and self.route.writes

    @property
    def without_quota(self) -> bool:
        """Whether a fault leaves the answer without rate headers."""
        bad = self.fault(FaultKind.STATUS)
        return self.fault(FaultKind.NO_RATE_HEADERS) is not None or (bad is not None and bad.unknown_token)

    def fault(self, *kinds: FaultKind) -> Fault | None:
        """Return the first fault of these kinds that falls on the call."""
        return next((fault for fault in self.faults if fault.kind in kinds), None) if self.faults else None

    def seconds(self, kind: FaultKind) -> float:
        """Return the sum of the seconds of the faults of this kind."""
        return sum(fault.seconds for fault in self.faults if fault.kind is kind) if self.faults else 0.0


@functools.cache
def _router() -> Router:
    """Return the routes, which every simulator shares: to find them takes many times as long as all the rest."""
    return Router(MODULES)


class Simulator:
    """One simulated workspace with its API; `handle` answers requests, nothing is awaited and no socket is opened.

    *token* is what calls must carry, *limit* the calls that each window of *window* seconds lets through (None for no
    limit), *app_version* what is spoken without ``Intercom-Version``, *base_url* where links to further pages lead
    (by default to where the request went). *index_lag* is for how many seconds searches do not find somebody new.
    *region* is what ``GET /me`` says; every host answers for every region. *without* names what the app lacks, some of
    `permissions.NAMES`: scopes such as ``read_conversations``, or ``active_subscription``.
    The same *seed* and *clock* give the same ids, request ids and faults.
    """

    __slots__ = (
        "_base_url",
        "_date",
        "_refused",
        "_router",
        "_start",
        "_tokens",
        "app_version",
        "clock",
        "faults",
        "quota",
        "records",
        "webhooks",
        "world",
    )

    def __init__(
        self,
        *,
        token: str | Iterable[str] = "test-token",  # noqa: S107 - no secret: what the simulator lets in
        clock: Clock = SYSTEM_CLOCK,
        limit: int | None = 1667,
        window: float = 10.0,
        timezone: str = "UTC",
        app_version: Version = DEFAULT_VERSION,
        seed: int | str = 0,
        base_url: str | None = None,
        index_lag: float = 0.0,
        faults: Iterable[Fault] = (),
        log_size: int = LOG_SIZE,
        region: Literal["US", "EU", "AU"] = "US",
        without: Iterable[str] = (),
    ) -> None:
        self.clock: Final = clock if isinstance(clock, VirtualClock) else VirtualClock(clock)
        self.app_version: Final = app_version
        self.quota: Final = Quota(limit, window)
        self.records: Final = Records(log_size)
        self.faults: Final = FaultScript(faults, seed)
        self._start: Final = Start(seed, timezone, index_lag, region, self.faults.faults, lacks=frozenset(without))
        self.world: Final = self._start.anew()
        self.webhooks: Final = Webhooks(self.world.app_id, seed=seed)
        self._tokens: Final = frozenset({token} if isinstance(token, str) else token)
        self._base_url: Final = base_url
        self._router: Final = _router()
        self._refused: Final = refusals(self.world.lacks, (each.operation.name for each in self._router.routes))
        self._date: tuple[int, str] = (-1, "")

    @property
    def token(self) -> str:
        """A token that it lets in."""
        return min(self._tokens)

    @property
    def operations(self) -> frozenset[str]:
        """The names of the operations that it answers."""
        return frozenset(route.operation.name for route in self._router.routes)

    def add_visitor(self, *, user_id: str | None = None, email: str = "", name: str | None = None) -> str:
        """Let somebody look at the website without leaving anything, and return the visitor's id."""
        now = self.clock.now()
        ids = self.world.ids
        visitor = Visitor(ids.object_id(now), user_id or ids.uuid(), int(now), int(now), email, name)
        self.world.visitors.add(visitor)
        return visitor.id

    def add_conversation(
        self,
        customer_id: str,
        body: str,
        *,
        subject: str = "",
        channel: str = "conversation",
        url: str | None = None,
        admin_id: str | None = None,
    ) -> str:
        """Let a customer write through any channel, and return the conversation's id.

        With *admin_id* it is the other way round: an automated message in a teammate's name.
        """
        if self.world.people.get(customer_id) is None:
            msg = f"there is no person {customer_id!r}: give the id of a user or lead"
            raise ValueError(msg)
        number = self.world.conversations.message_id()
        if admin_id is None:
            author, text, delivered_as = customer(customer_id), from_plain(body), "customer_initiated"
        else:
            author, text, delivered_as = teammate(admin_id), from_html(body), "automated"
        source = Message(number, author, text, subject, channel, delivered_as, url)
        now = int(self.clock.now())
        return begin(self.world, source, [customer_id], now=now, outbound=admin_id is not None).id

    def add_call(
        self,
        customer_id: str,
        *,
        conversation_id: str | None = None,
        admin_id: str | None = None,
        phone: str | None = None,
        direction: str = "inbound",
        seconds: int = 90,
        recording: bytes | None = None,
        transcript: Iterable[tuple[str, str]] = (),
    ) -> str:
        """Let a customer and a teammate have talked on the phone until now, and return the call's id.

        *recording* is a WAV file, *transcript* who said what.
        """
        if self.world.people.get(customer_id) is None:
            msg = f"there is no person {customer_id!r}: give the id of a user or lead"
            raise ValueError(msg)
        call = PhoneCall(
            "", customer_id, int(self.clock.now()), seconds, direction, conversation_id, admin_id, phone, recording,
            tuple(transcript),
        )  # fmt: skip
        return keep_call(self.world, call).id

    def rate_conversation(self, conversation_id: str, rating: int, remark: str | None = None) -> None:
        """Let the customer rate a conversation from 1 to 5, as they do in the Messenger."""
        rate(self.world, self._conversation(conversation_id), rating, remark, now=int(self.clock.now()))

    def tag_conversation(self, conversation_id: str, name: str) -> None:
        """Let the token's teammate put the tag called *name* on a conversation, as they do in the inbox."""
        conversation = self._conversation(conversation_id)
        tag = self.world.tags.named(name) or self.world.tags.create(name)
        self.world.put_tag(conversation.id, tag, at=int(self.clock.now()), by=self.world.admins[0].id)
        self.world.conversations.touch()

    def handle_conversation(
        self, conversation_id: str, kind: Literal["paused", "resumed"], reason: str | None = None
    ) -> None:
        """Let the token's teammate pause or resume work on a conversation, as they do in the inbox."""
        event = HandlingEvent(kind, self.world.admins[0].id, int(self.clock.now()), reason)
        self._conversation(conversation_id).handling.append(event)

    def add_side_conversation(self, conversation_id: str, body: str) -> str:
        """Let the token's teammate say something beside a conversation, and return the side conversation's id."""
        conversation, words = self._conversation(conversation_id), Words(from_html(body))
        return say_aside(self.world, conversation, self.world.admins[0].id, words, now=int(self.clock.now())).id

    def _conversation(self, conversation_id: str) -> Conversation:
        conversation = self.world.conversations.get(conversation_id)
        if conversation is None:
            msg = f"there is no conversation {conversation_id!r}: give an id that add_conversation returned"
            raise ValueError(msg)
        return conversation

    def report(self) -> Report:
        """Return the simulator's own count of what it did; the same as ``GET /_simulator/report``."""
        return self.records.report(self.quota.windows, len(self.world.people))

    def save_state(self) -> dict[str, object]:
        """Return the whole workspace as JSON-ready data; the same as ``GET /_simulator/state``.

        Faults, quota, log and clock are no part of the workspace.
        """
        return state.save(self.world)

    def load_state(self, saved: object) -> None:
        """Put the workspace that `save_state` returned in the place of this one."""
        state.load(self.world, saved)

    def start_here(self, saved: Callable[[], object] | None = None) -> None:
        """Let `reset` come back to what there is now; *saved* gives what `save_state` returned, if kept elsewhere."""
        self._start.saved = saved or functools.partial(dict, self.save_state())
        self.webhooks.start_here()

    def reset(self) -> None:
        """Go back to how it was made, filled by a seed or a file, or was at `start_here`; the clock goes on."""
        state.replace(self.world, self._start.world())
        self.webhooks.reset()
        self.faults.replace(self._start.faults)
        self.quota.reset()
        self.records.clear()

    def log(self, after: int = 0, *, operation: str | None = None) -> Iterator[LogEntry]:
        """Yield the calls numbered above *after*, of *operation* alone when given, in which ``*`` is anything."""
        entries = self.records.entries(after)
        return entries if operation is None else of_operation(entries, operation)

    def assert_called(self, operation: str, *, times: int | None = None, body: object = ANY) -> list[LogEntry]:
        """Check that the log has calls of *operation* and return them: at least one, or as many as *times*.

        With *body* only writing calls count whose JSON equals it; `ANY` in it equals anything.
        """
        __tracebackhide__ = True
        return assert_called(self.records.entries(), self.operations, operation, times=times, body=body)

    def writes(self) -> Iterator[LogEntry]:
        """Yield the logged calls that write and were carried out, also those whose answer was lost."""
        return (entry for entry in self.records.entries() if entry.writes and entry.done)

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer *request* at once and whole; where a fault leaves it without an answer, `ConnectionLostError`."""
        response = self.answer(request).response
        if response is None:
            msg = "the simulated connection broke before an answer came"
            raise ConnectionLostError(msg)
        return response

    def answer(self, request: HttpRequest) -> Answer:
        """Answer *request* with everything that faults do to the answer."""
        now = self.clock.now()
        carry_out(self.world, now)
        call = parse(request, now=now, request_id="", base_url=self._base_url)
        if self.world.happened:
            announce(self.world, self.webhooks, call, self.app_version)
        if call.path == "/_simulator" or call.path.startswith("/_simulator/"):
            return Answer(control.answer(self, call))
        call.request_id = self.world.ids.uuid()
        if (stored := kept_file(self.world, call)) is not None:
            return Answer(self._response(call, stored, ()))
        if not self._is_authorised(request):
            problem = Problem(401, "unauthorized", "Access Token Invalid")
            response = self._response(call, _error(call, problem), ())
            self._log(call, response.status)
            return Answer(response)
        handling = self._admit(call)
        reply = self._reply(handling)
        answer = self._deliver(handling, reply)
        self._account(handling, answer)
        if self.webhooks.hears_requests and answer.response is not None:
            self.world.tell("request.completed", call, answer.response.status)
        if self.world.happened:
            announce(self.world, self.webhooks, call, self.app_version)
        return answer

    def hear(self) -> None:
        """Let webhooks be told of what was done beside calls, and of what was to happen by now: jobs, schedules."""
        now = self.clock.now()
        catch_up(self.world, now)
        announce(self.world, self.webhooks, no_call(self._base_url, now), self.app_version)

    def _is_authorised(self, request: HttpRequest) -> bool:
        given = request.headers.get("Authorization", "")
        if given.startswith("Bearer ") and given[7:] in self._tokens:
            return True
        scheme, _, value = given.partition(" ")
        if scheme.lower() == "basic":
            try:
                value = base64.b64decode(value, validate=True).decode().partition(":")[0]
            except (binascii.Error, UnicodeDecodeError):
                return False
        elif scheme.lower() != "bearer":
            return False
        return value.strip() in self._tokens

    def _admit(self, call: Call) -> _Handling:
        """Find the route of *call*, take it from the quota and see which faults fall on it."""
        route: Route | Problem
        try:
            call.version = version_of(call.request.headers.get("Intercom-Version"), self.app_version)
            route = self._router.find(call)
            call.operation = route.operation.name
        except Problem as problem:
            route = problem
        permit = self.quota.take(call.now, foreign=self.faults.foreign_calls)
        faults = self.faults.select(call.operation, call.method, call.path, gentle=not permit.allowed)
        storm = next((fault for fault in faults if fault.kind is FaultKind.RATE_LIMITED), None) if faults else None
        if storm is not None:
            permit = attrs.evolve(permit, allowed=False, remaining=0)
            faults = tuple(fault for fault in faults if fault.kind in GENTLE)
        if not permit.allowed:
            headers = () if storm is None else storm.headers
            route = Problem(429, "rate_limit_exceeded", self.quota.message, headers=headers)
        elif not accepts(call.request.headers.get("Accept", "*/*"), kind := _answers(route)):
            message = f"The Accept header should send a media type of {kind}"
            route = Problem(406, "media_type_not_acceptable", message)
        elif self._refused and (need := self._refused.get(call.operation or "")) is not None:
            route = need.problem
        return _Handling(call, permit, route, faults)

    def _reply(self, handling: _Handling) -> Reply | None:
        """Carry the call out unless a fault keeps it from that; None when it was kept from it without an answer."""
        call = handling.call
        fault = handling.fault(FaultKind.STATUS, FaultKind.DROP) if handling.faults else None
        reply: Reply | None = None
        if fault is None or fault.handled:
            try:
                reply = self._carry_out(handling)
            except Problem as problem:
                reply = _error(call, problem)
        if handling.faults and any(each.ends_scroll for each in handling.faults):
            self.world.scrolls.end()
        if fault is None:
            return reply
        if fault.kind is FaultKind.DROP:
            return None
        return _error(call, Problem(fault.status, fault.code, fault.message, headers=fault.headers))

    def _carry_out(self, handling: _Handling) -> Reply:
        if isinstance(handling.route, Problem):
            raise handling.route
        if not (handling.route.form and is_form(handling.call)):
            handling.call.body = decode_object(handling.call.request)
        wake(self.world, handling.call.second)
        reply = handling.route.handler(self.world, handling.call)
        handling.done = True
        if handling.route.writes:
            self.world.tell("call.done", handling.call, reply)
        return reply

    def _deliver(self, handling: _Handling, reply: Reply | None) -> Answer:
        """Put headers on the reply and do to it what the faults say."""
        if reply is None:
            return Answer(None, delay=handling.seconds(FaultKind.DELAY))
        permit, skew = handling.permit, handling.seconds(FaultKind.SKEWED_CLOCK) if handling.faults else 0.0
        rate: tuple[tuple[str, str], ...] = (
            ("X-RateLimit-Limit", f"{permit.window.limit}"),
            ("X-RateLimit-Remaining", f"{permit.remaining}"),
            ("X-RateLimit-Reset", f"{permit.reset + int(skew)}"),
        )
        if permit.window.limit is None:
            rate = ()
        if not handling.faults:
            return Answer(self._response(handling.call, reply, rate))
        if handling.without_quota:
            rate = ()
        elif handling.fault(FaultKind.DUPLICATE_RATE_HEADERS):
            rate += rate
        skew += handling.seconds(FaultKind.SKEWED_DATE)
        response = self._response(handling.call, reply, rate, skew=skew)
        return Answer(
            spoil(response, handling.faults, self.faults.random),
            delay=handling.seconds(FaultKind.DELAY),
            truncate=handling.fault(FaultKind.TRUNCATE) is not None,
            reset=handling.fault(FaultKind.RESET) is not None,
            body_seconds=handling.seconds(FaultKind.SLOW_BODY),
        )

    def _response(
        self, call: Call, reply: Reply, rate: tuple[tuple[str, str], ...], *, skew: float = 0.0
    ) -> HttpResponse:
        if isinstance(reply.body, bytes):
            body = reply.body
        else:
            body = b"" if reply.body is None else encode_json(reply.body).encode()
        always = (
            ("Content-Type", reply.content_type),
            ("Date", self._http_date(int(call.now + skew))),
            ("X-Request-Id", call.request_id),
        )
        return HttpResponse(reply.status, Headers((*always, *rate, *reply.headers)), body)

    def _http_date(self, second: int) -> str:
        if self._date[0] != second:
            self._date = (second, format_datetime(datetime.fromtimestamp(second, UTC), usegmt=True))
        return self._date[1]

    def _account(self, handling: _Handling, answer: Answer) -> None:
        window = handling.permit.window
        if not handling.permit.allowed:
            window.rejected_429 += 1
        else:
            window.answered += answer.response is not None
            window.unanswered += answer.response is None
            window.writes += handling.writes
        status = answer.response.status if answer.response else None
        delay = answer.delay + answer.body_seconds
        self._log(handling.call, status, writes=handling.writes, done=handling.done, delay=delay)

    def _log(
        self, call: Call, status: int | None, *, writes: bool = False, done: bool = False, delay: float = 0.0
    ) -> None:
        body = call.request.body if writes and isinstance(call.request.body, bytes) else None
        number = self.records.count + 1
        self.records.add((
            number, call.now, call.method, call.path, call.version.text, status, call.operation, call.request_id,
            writes, done, delay, body,
        ))  # fmt: skip


def _answers(route: Route | Problem) -> str:
    return route.answers if isinstance(route, Route) else "application/json"


def _error(call: Call, problem: Problem) -> Reply:
    body = error_body(call.request_id, problem.code, problem.message, problem.field)
    return Reply(body, problem.status, (*_OF_ERRORS, *problem.headers))
