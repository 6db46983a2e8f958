"""Clients in one process with a simulator or a scripted server, in virtual time, that count what goes over the wire."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterable, Callable, Coroutine, Iterable, Mapping
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urlsplit

import attrs

from intercom_async import Intercom
from intercom_async.http import HttpRequest, HttpResponse, Timeout
from intercom_async.simulator import Simulator, SimulatorTransport
from intercom_async.simulator.people import Person
from intercom_async.transports.base import Transport
from intercom_async.transports.memory import MemoryTransport, json_response
from support.virtual_time import VirtualClock, run

T = TypeVar("T")

TOKEN: Final = "test-token"
_keys = itertools.count()


def client(transport: Transport, **options: Any) -> Intercom:
    """Make a client without a rate limit, alone on its quota, in the running loop's time."""
    given = {"rate_limit": None, "rate_limit_key": f"test-{next(_keys)}", "clock": VirtualClock(), **options}
    return Intercom(TOKEN, transport=transport, **given)


@attrs.frozen
class Wire:
    """One request as the server saw it."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    version: str | None


def seen(sent: HttpRequest) -> Wire:
    """Read *sent* as a server does."""
    parts = urlsplit(sent.url)
    body = json.loads(sent.body) if isinstance(sent.body, bytes) else None
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Wire(sent.method, parts.path, query, body, sent.headers.get("Intercom-Version"))


class Counted:
    """The simulator's transport, keeping every request."""

    def __init__(self, simulator: Simulator, **options: Any) -> None:
        self._inner = SimulatorTransport(simulator, **options)
        self.simulator = simulator
        self.requests: list[HttpRequest] = []
        #: Called with each request before it is carried out.
        self.before: Callable[[HttpRequest], object] | None = None

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:
        self.requests.append(request)
        if self.before is not None:
            self.before(request)
        return await self._inner.send(request, timeout=timeout, max_bytes=max_bytes)

    def stream(self, request: HttpRequest, *, timeout: Timeout) -> Any:
        return self._inner.stream(request, timeout=timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    @property
    def wire(self) -> list[Wire]:
        """Every request, in order."""
        return [seen(each) for each in self.requests]


def simulated(people: int = 0, *, latency: float = 0.0, **settings: Any) -> Counted:
    """Return a transport to a new workspace with so many users, in the running loop's time."""
    given = {"clock": VirtualClock(), "limit": None, **settings}
    faults = given.pop("faults", ())
    simulator = Simulator(**given)
    for number in range(people):
        add_user(simulator, number)
    simulator.faults.replace(faults)
    return Counted(simulator, latency=latency)


def add_user(simulator: Simulator, number: int) -> None:
    """Add a user with ``u0``, ``u1``, ... as external id; without a request, since tests need thousands."""
    world, now = simulator.world, int(simulator.clock.now())
    world.add_person(Person(world.ids.object_id(now), now, now, external_id=f"u{number}"))


def external_ids(people: int) -> list[str]:
    """Return the external ids of the users that `simulated` adds."""
    return [f"u{number}" for number in range(people)]


def scripted(answer: Callable[[Wire], object]) -> MemoryTransport:
    """Return a transport that answers with *answer*'s JSON, or response, to each request."""

    def handle(sent: HttpRequest) -> HttpResponse:
        value = answer(seen(sent))
        return value if isinstance(value, HttpResponse) else json_response(200, value)

    return MemoryTransport(handle)


def pages_of(bodies: Iterable[object]) -> MemoryTransport:
    """Return a transport that gives *bodies* in turn."""
    left = iter(bodies)
    return scripted(lambda _: next(left))


def contacts(*ids: object, following: object = None, **more: object) -> Mapping[str, object]:
    """Return the body of a page of contacts with *ids*."""
    people = [{"type": "contact", "id": str(each)} for each in ids]
    return {"type": "list", "data": people, "pages": {"type": "pages", "next": following}, **more}


def users(*ids: object, following: object = None, **more: object) -> Mapping[str, object]:
    """Return the body of a page of users with *ids*."""
    people = [{"type": "user", "id": str(each)} for each in ids]
    return {"type": "user.list", "users": people, "pages": {"type": "pages", "next": following}, **more}


def other_tasks() -> set[str]:
    """Return the names of the tasks that run beside the one that asks."""
    return {task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()}


async def read_into(found: list[T], items: AsyncIterable[T]) -> None:
    """Add *items* to *found* one by one, so that those before an error are there."""
    async for item in items:
        found.append(item)  # noqa: PERF401 - a comprehension would lose them


async def read_and_fail(items: AsyncIterable[object]) -> None:
    """Raise a `LookupError` at the first of *items*."""
    async for _ in items:
        raise LookupError


def in_virtual_time(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Make a test of a coroutine function that needs nothing: it runs in virtual time."""

    def call() -> None:
        run(test())

    call.__name__, call.__doc__ = test.__name__, test.__doc__
    return call
