"""The simulator without I/O: one request in, one answer out, the same every time."""

import base64
import binascii
import functools
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final, Literal

import attrs

from ..clock import SYSTEM_CLOCK, Clock
from ..errors import ConnectionLostError
from ..http import Headers, HttpRequest, HttpResponse
from ..versions import DEFAULT_VERSION, Version
from . import control
from .call import Call, Problem, Reply, decode_object, encode_json, error_body, parse
from .conversations import Conversation, HandlingEvent, Message
from .conversing import Words, begin, customer, rate, say_aside, teammate, wake
from .faults import Fault, FaultKind, FaultScript
from .kept_files import kept_file
from .multipart import is_form
from .phone_calls import PhoneCall
from .quota import Permit, Quota
from .records import LOG_SIZE, LogEntry, Records, Report
from .resources import MODULES
from .resources.jobs import carry_out
from .rich_text import from_html, from_plain
from .routes import Route, Router, version_of
from .visitors import Visitor
from .world import Ids, World


@attrs.frozen
class Answer:
    """What a rim has to do with one request."""

    #: None: no answer, the connection is lost.
    response: HttpResponse | None
    #: Seconds to wait before answering.
    delay: float = 0.0
    #: Whether the connection is lost in the middle of the body.
    truncate: bool = False


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

    def fault(self, *kinds: FaultKind) -> Fault | None:
        """Return the first fault of these kinds that falls on the call."""
        return next((fault for fault in self.faults if fault.kind in kinds), None)


@functools.cache
def _router() -> Router:
    """Return the routes, which every simulator shares: to find them takes many times as long as all the rest."""
    return Router(MODULES)


class Simulator:
    """One simulated workspace with its API; `handle` answers requests, nothing is awaited and no socket is opened.

    *token* is what calls must carry, *limit* the calls that each window of *window* seconds lets through (None for no
    limit), *app_version* what is spoken without ``Intercom-Version``, *base_url* where links to further pages lead
    (by default to where the request went). *index_lag* is for how many seconds searches do not find somebody new.
    The same *seed* and *clock* give the same ids, request ids and faults.
    """

    __slots__ = (
        "_base_url",
        "_date",
        "_router",
        "_tokens",
        "app_version",
        "clock",
        "faults",
        "quota",
        "records",
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
    ) -> None:
        self.clock: Final = clock
        self.app_version: Final = app_version
        self.quota: Final = Quota(limit, window)
        self.records: Final = Records(log_size)
        self.faults: Final = FaultScript(faults, seed)
        self.world: Final = World(Ids(seed), timezone, index_lag)
        self._tokens: Final = frozenset({token} if isinstance(token, str) else token)
        self._base_url: Final = base_url
        self._router: Final = _router()
        self._date: tuple[int, str] = (-1, "")

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
        calls = self.world.shelf(PhoneCall)
        call = PhoneCall(
            calls.next_id(), customer_id, int(self.clock.now()), seconds, direction, conversation_id, admin_id, phone,
            recording, tuple(transcript),
        )  # fmt: skip
        return calls.add(call).id

    def rate_conversation(self, conversation_id: str, rating: int, remark: str | None = None) -> None:
        """Let the customer rate a conversation from 1 to 5, as they do in the Messenger."""
        rate(self.world, self._conversation(conversation_id), rating, remark, now=int(self.clock.now()))

    def tag_conversation(self, conversation_id: str, name: str) -> None:
        """Let the token's teammate put the tag called *name* on a conversation, as they do in the inbox."""
        conversation = self._conversation(conversation_id)
        tag = self.world.tags.named(name) or self.world.tags.create(name)
        self.world.tags.apply(conversation.id, tag, at=int(self.clock.now()), by=self.world.admins[0].id)
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

    def log(self, after: int = 0) -> Iterator[LogEntry]:
        """Yield the calls numbered above *after*; the same as ``GET /_simulator/log``."""
        return self.records.entries(after)

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
        call = parse(request, now=now, request_id=self.world.ids.uuid(), base_url=self._base_url)
        if call.path.startswith("/_simulator/"):
            return Answer(control.answer(self, call))
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
        return answer

    def _is_authorised(self, request: HttpRequest) -> bool:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
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
        if not permit.allowed:
            route = Problem(429, "rate_limit_exceeded", self.quota.message)
        elif not _accepts(call.request.headers.get("Accept", "*/*"), kind := _answers(route)):
            message = f"The Accept header should send a media type of {kind}"
            route = Problem(406, "media_type_not_acceptable", message)
        return _Handling(call, permit, route, faults)

    def _reply(self, handling: _Handling) -> Reply | None:
        """Carry the call out unless a fault keeps it from that; None when it was kept from it without an answer."""
        call = handling.call
        fault = handling.fault(FaultKind.STATUS, FaultKind.DROP)
        reply: Reply | None = None
        if fault is None or fault.handled:
            try:
                reply = self._carry_out(handling)
            except Problem as problem:
                reply = _error(call, problem)
        if any(each.ends_scroll for each in handling.faults):
            self.world.scrolls.end()
        if fault is None:
            return reply
        if fault.kind is FaultKind.DROP:
            return None
        return _error(call, Problem(fault.status, fault.code, fault.message))

    def _carry_out(self, handling: _Handling) -> Reply:
        if isinstance(handling.route, Problem):
            raise handling.route
        if not (handling.route.form and is_form(handling.call)):
            handling.call.body = decode_object(handling.call.request)
        wake(self.world, handling.call.second)
        reply = handling.route.handler(self.world, handling.call)
        handling.done = True
        return reply

    def _deliver(self, handling: _Handling, reply: Reply | None) -> Answer:
        """Put headers on the reply and do to it what the faults say."""
        if reply is None:
            return Answer(None, delay=sum(f.seconds for f in handling.faults if f.kind is FaultKind.DELAY))
        skew = sum(f.seconds for f in handling.faults if f.kind is FaultKind.SKEWED_CLOCK)
        rate: tuple[tuple[str, str], ...] = (
            ("X-RateLimit-Limit", str(handling.permit.window.limit)),
            ("X-RateLimit-Remaining", str(handling.permit.remaining)),
            ("X-RateLimit-Reset", str(handling.permit.reset + int(skew))),
        )
        if handling.permit.window.limit is None or handling.fault(FaultKind.NO_RATE_HEADERS):
            rate = ()
        elif handling.fault(FaultKind.DUPLICATE_RATE_HEADERS):
            rate += rate
        skew += sum(f.seconds for f in handling.faults if f.kind is FaultKind.SKEWED_DATE)
        response = self._response(handling.call, reply, rate, skew=skew)
        return Answer(
            _disfigured(response, handling),
            delay=sum(f.seconds for f in handling.faults if f.kind is FaultKind.DELAY),
            truncate=handling.fault(FaultKind.TRUNCATE) is not None,
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
        self._log(handling.call, status, writes=handling.writes, done=handling.done)

    def _log(self, call: Call, status: int | None, *, writes: bool = False, done: bool = False) -> None:
        body = call.request.body if writes and isinstance(call.request.body, bytes) else None
        number = self.records.count + 1
        entry = LogEntry(
            number, call.now, call.method, call.path, call.version.text, status, call.operation, call.request_id,
            writes, done, body,
        )  # fmt: skip
        self.records.add(entry)


def _answers(route: Route | Problem) -> str:
    return route.answers if isinstance(route, Route) else "application/json"


def _accepts(accept: str, answered: str) -> bool:
    """Say whether *answered* is among what *accept* lists."""
    kinds = (part.partition(";")[0].strip().lower() for part in accept.split(","))
    taken = {"", "*/*", f"{answered.partition('/')[0]}/*", answered}
    return answered == "*/*" or any(
        kind in taken or (kind.endswith("+json") and answered == "application/json") for kind in kinds
    )


def _error(call: Call, problem: Problem) -> Reply:
    body = error_body(call.request_id, problem.code, problem.message, problem.field)
    return Reply(body, problem.status, problem.headers)


_HTML: Final = b"<html><head><title>%d</title></head><body><h1>Something went wrong</h1></body></html>"


def _disfigured(response: HttpResponse, handling: _Handling) -> HttpResponse:
    """Return *response* with the body that the faults give it."""
    status = handling.fault(FaultKind.STATUS)
    if status is not None and status.body == "html":
        headers = response.headers.with_values({"Content-Type": "text/html; charset=utf-8"})
        return attrs.evolve(response, headers=headers, body=_HTML % status.status)
    if status is not None and status.body == "empty":
        return attrs.evolve(response, body=b"")
    if handling.fault(FaultKind.EMPTY):
        return attrs.evolve(response, status=200, body=b"")
    if handling.fault(FaultKind.MALFORMED):
        return attrs.evolve(response, body=response.body[: len(response.body) // 2] + b"<!-- gateway -->")
    return response
