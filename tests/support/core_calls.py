"""A core over a scripted transport and a clock that stands still: every wire request and every wait is counted."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import attrs

from intercom_async.auth import Auth, TokenProvider
from intercom_async.codec import Codec
from intercom_async.config import ClientConfig
from intercom_async.core import Core
from intercom_async.hooks import Hooks
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.json_codec import StdlibJson
from intercom_async.operation import DELETE, GET, POST, PUT, Request
from intercom_async.rate_limit.base import RateLimiter
from intercom_async.transports.base import Transport
from intercom_async.transports.memory import Answer, Handler, MemoryTransport, json_response

TOKEN = "dG9rOnNlY3JldA"
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
EPOCH = 1_700_000_000


class Things:
    """Rows of a table for tests."""

    retrieve = GET("/things/{thing_id}")
    create = POST("/things")
    delete = DELETE("/things/{thing_id}")
    remove = DELETE("/things")


class Teams:
    """The row whose 409 may pass."""

    update = PUT("/teams/{team_id}")


READ: Request = Things.retrieve(thing_id="1")
WRITE: Request = Things.create(json={"name": "x", "email": "ada@example.com"})
GONE: Request = Things.delete(thing_id="1")

GOOD = json_response(200, {"id": "1"})


class StillClock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return EPOCH + self.time

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@attrs.frozen
class OnePool:
    """Gives one transport."""

    given: Transport

    def transport(self) -> Transport:
        return self.given


def same(body: Any) -> Any:
    """Decode a body as itself."""
    return body


@attrs.define
class Wired:
    """A core, and what stands around it."""

    core: Core
    transport: MemoryTransport
    clock: Any

    async def send(self, request: Request, decode: Callable[[Any], Any] = same) -> Any:
        """Make a call and return its value."""
        return (await self.core.send(request, decode)).value

    @property
    def sent(self) -> int:
        """How many requests arrived."""
        return len(self.transport.requests)

    @property
    def tokens(self) -> list[str]:
        """The token of each request that arrived."""
        return [request.headers["authorization"].removeprefix("Bearer ") for request in self.transport.requests]


def wired(
    answers: Iterable[Answer | Handler] | Callable[[HttpRequest], Any],
    *,
    token: str | TokenProvider = TOKEN,
    limiter: RateLimiter | None = None,
    clock: Any = None,
    hooks: Hooks | None = None,
    **config: Any,
) -> Wired:
    """Make a core whose requests get *answers* in turn, or what a function gives."""
    transport = MemoryTransport(answers) if callable(answers) else MemoryTransport.script(answers)
    clock = clock or StillClock()
    core = Core(
        config=ClientConfig(**config),
        auth=Auth(token),
        pool=OnePool(transport),
        limiter=limiter,
        quota_key="test",
        codec=Codec(),
        json=StdlibJson(),
        clock=clock,
        hooks=hooks,
    )
    return Wired(core, transport, clock)


def error(status: int, code: str = "some_code", message: str = "No.", **headers: str) -> HttpResponse:
    """Make an error as Intercom sends it."""
    body = {"type": "error.list", "request_id": "r1", "errors": [{"code": code, "message": message}]}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return json_response(status, body, headers={"Date": DATE, **named})


def html(status: int) -> HttpResponse:
    """Make the error page of something before Intercom."""
    return HttpResponse(status, Headers([("Content-Type", "text/html")]), b"<html><h1>Bad gateway</h1></html>")


def body_of(request: HttpRequest) -> Any:
    """Return the JSON that was sent."""
    assert isinstance(request.body, bytes)
    return json.loads(request.body)
