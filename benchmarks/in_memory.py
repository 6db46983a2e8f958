"""Calls that are answered from memory while the clock stands still, with everything on: nothing but our own work.

As a program it is what instructions.py counts; that file and this one stay the same for both sides of a comparison.
"""

import argparse
import asyncio
import gc
import itertools
import os
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
import orjson
import payloads

from intercom_async import Intercom
from intercom_async import operations as ops
from intercom_async.http import Headers, HttpRequest, HttpResponse, Timeout

_NOW: Final = 1_700_000_000
#: A quota that is never used up, in a window that never ends.
_HEADERS: Final = Headers(
    [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Date", "Tue, 14 Nov 2023 22:13:20 GMT"),
        ("X-RateLimit-Limit", "1000000000"),
        ("X-RateLimit-Remaining", "900000000"),
        ("X-RateLimit-Reset", str(_NOW + 10)),
        ("X-Request-Id", "000412345678"),
    ]
)


class StandingClock:
    """Always the same moment."""

    @staticmethod
    def now() -> float:
        return float(_NOW)

    @staticmethod
    def monotonic() -> float:
        return 1000.0

    async def sleep(self, seconds: float) -> None:
        msg = f"nothing was to wait, but something does, for {seconds} s"
        raise AssertionError(msg)


class Always:
    """A transport that gives the same answer to everything and keeps nothing."""

    def __init__(self, body: bytes) -> None:
        self._answer: Final = HttpResponse(200, _HEADERS, body)

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:  # noqa: ARG002  # nothing here takes time
        return self._answer

    def stream(self, request: HttpRequest, *, timeout: Timeout) -> Any:  # noqa: ARG002  # as in send
        msg = "nothing was to be streamed"
        raise AssertionError(msg)

    async def aclose(self) -> None:
        pass


def client(body: bytes, **options: Any) -> Intercom:
    """Return a client with its defaults, but for *options*, whose every answer is *body*."""
    return Intercom("benchmark", transport=Always(body), clock=StandingClock(), **options)


def one_contact() -> Callable[[], Awaitable[object]]:
    """Return a call that retrieves a contact of 2.5 kB, another id each time."""
    contacts, numbers = client(payloads.encode(payloads.contact(0))).contacts, itertools.count()
    return lambda: contacts.retrieve(f"6762f0d0{next(numbers):016x}")


def one_contact_unlimited() -> Callable[[], Awaitable[object]]:
    """Return that call without a rate limiter."""
    contacts = client(payloads.encode(payloads.contact(0)), rate_limit=None).contacts
    numbers = itertools.count()
    return lambda: contacts.retrieve(f"6762f0d0{next(numbers):016x}")


def one_contact_to_dict() -> Callable[[], Awaitable[object]]:
    """Return that call with an answer that stays what JSON makes of it."""
    core, numbers = client(payloads.encode(payloads.contact(0))).core, itertools.count()
    return lambda: core.fetch(ops.Contacts.retrieve(contact_id=f"6762f0d0{next(numbers):016x}"), object)


def one_contact_by_hand() -> Callable[[], Awaitable[object]]:
    """Return what nobody can do without: a request, its answer, and its JSON by msgspec, as the client reads it."""
    transport, numbers = Always(payloads.encode(payloads.contact(0))), itertools.count()
    sent, timeout, decode = Headers([("Authorization", "Bearer benchmark")]), Timeout(), msgspec.json.Decoder().decode

    async def call() -> object:
        url = f"https://api.intercom.io/contacts/6762f0d0{next(numbers):016x}"
        answer = await transport.send(HttpRequest("GET", url, sent), timeout=timeout, max_bytes=1 << 20)
        return decode(answer.body)

    return call


def one_page() -> Callable[[], Awaitable[object]]:
    """Return a call that lists a page of 150 contacts: its body to JSON to objects, and hardly anything else."""
    return client(payloads.page(payloads.items(0))).contacts.list


def one_page_to_dicts() -> Callable[[], Awaitable[object]]:
    """Return what reads the same page into dicts, to compare with."""
    body = payloads.page(payloads.items(0))

    async def loads() -> object:
        return orjson.loads(body)

    return loads


WORKS: Final = {
    "call": one_contact,
    "unlimited": one_contact_unlimited,
    "undecoded": one_contact_to_dict,
    "by_hand": one_contact_by_hand,
    "page": one_page,
    "dicts": one_page_to_dicts,
}


def instrument(control: str, state: str) -> None:
    """Turn counting on or off from outside: Python has no way to do it itself."""
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(control, [control, "-i", state, str(os.getpid())], os.environ, file_actions=silent)
    _, status = os.waitpid(child, 0)  # one system call: waiting costs the same number of instructions every time
    if status:
        raise SystemExit(f"{control} ended with status {status}")


async def main() -> None:
    """Do the work, counted only in its second part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=WORKS)
    parser.add_argument("before", type=int, help="how often it is done before counting begins")
    parser.add_argument("counted", type=int, help="how often it is done then")
    parser.add_argument("--control", help="callgrind_control, where it runs under callgrind")
    given = parser.parse_args()
    work = WORKS[given.work]()
    for _ in range(given.before):
        await work()
    gc.collect()
    gc.freeze()  # what start-up left behind is not looked at again in the middle of the work
    if given.control:
        instrument(given.control, "on")
    for _ in range(given.counted):
        await work()
    if given.control:
        instrument(given.control, "off")


if __name__ == "__main__":
    asyncio.run(main())
