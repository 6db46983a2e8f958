"""A page of 150 contacts, from bytes to immutable objects: decoded only, and with every nested field read; memory kept.

What is ours runs through the public client on a transport that has the bytes at hand, so that parsing, paging,
decoding, the sample that is checked for drift and the call around it all count.
"""

import gc
import inspect
import json
import tracemalloc
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final, TypeAlias

import attrs
import measuring
import orjson
import payloads
import reading
import shapes
from measuring import Bench, Rounds, Spread, Work, at_least, at_most

from intercom_async import Intercom
from intercom_async.http import Headers, HttpRequest, HttpResponse, Timeout
from intercom_async.transports.base import HttpStream

OURS: Final = "intercom_async"
OURS_READ: Final = "intercom_async, all read"
OURS_ODD: Final = "intercom_async, odd keys"
ORJSON: Final = "orjson.loads"
ORJSON_ODD: Final = "orjson.loads, odd keys"
OFFICIAL: Final = "official"
READING: Final = "intercom_async, reading again"
OURS_OFF: Final = "intercom_async, collector off"
ORJSON_OFF: Final = "orjson.loads, collector off"

#: Turns the bytes of a page into its contacts.
Decode: TypeAlias = Callable[[bytes], Sequence[Any]]

_JSON: Final = Headers([("Content-Type", "application/json; charset=utf-8")])
#: Pages in one list, all different, and how many lists a fast peer reads in one turn.
_PAGES: Final = 24
_LISTS: Final = 4


@attrs.frozen
class AtHand:
    """A transport that answers the pages of one list from memory."""

    bodies: Sequence[bytes]

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:  # noqa: ARG002  # nothing to wait for
        """Answer with the page that the cursor names, else the first."""
        _, _, cursor = request.url.partition("starting_after=")
        return HttpResponse(200, _JSON, self.bodies[payloads.page_number(cursor) - 1 if cursor else 0])

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:  # noqa: ARG002  # as above
        """Refuse: no list is streamed."""
        raise NotImplementedError
        yield

    async def aclose(self) -> None:
        """Do nothing."""


def bodies(pages: int, per_page: int, *, odd: bool = False) -> list[bytes]:
    """Return a list of *pages* as the API answers it."""
    return [
        payloads.page(payloads.items(index * per_page, per_page, odd=odd), number=index + 1, pages=pages)
        for index in range(pages)
    ]


def client_of(pages: Sequence[bytes]) -> Intercom:
    """Return a client whose list has *pages*; nothing limits it."""
    return Intercom("benchmark", base_url="http://localhost", transport=AtHand(pages), rate_limit=None)


def ours(client: Callable[[], Intercom], lists: int, use: Callable[[Sequence[Any]], object] | None = None) -> Work:
    """Return what reads *lists* lists page by page with what *client* returns, and does *use* with the contacts."""

    async def read() -> int:
        intercom, count = client(), 0
        for _ in range(lists):
            async for page in intercom.contacts.list().pages():
                count += 1
                if use is not None:
                    use(page.items)
        return count

    return read


def theirs(decode: Decode, pages: Sequence[bytes], lists: float, *, read: bool = False) -> Work:
    """Return what decodes the same *pages* as often; a fraction of a list for a peer that is slow."""
    some = pages[: max(round(len(pages) * lists), 1)] if lists < 1 else pages
    use = reading.reader(decode(pages[0])) if read else None

    def decode_all() -> int:
        for _ in range(max(int(lists), 1)):
            for body in some:
                contacts = decode(body)
                if use is not None:
                    use(contacts)
        return max(int(lists), 1) * len(some)

    return decode_all


def uncollected(work: Work) -> Work:
    """Return what does *work* without Python's collector of cycles: what that costs is the difference."""

    async def alone() -> int | None:
        gc.disable()
        try:
            result = work()
            return await result if inspect.isawaitable(result) else result
        finally:
            gc.enable()

    return alone


def _msgspec(make: Callable[[str, Mapping[str, Any]], Any]) -> Decode:
    import msgspec

    contact = shapes.models(make)["Contact"]
    page = msgspec.defstruct("Page", [("data", list[contact])])
    decoder = msgspec.json.Decoder(page)
    return lambda body: decoder.decode(body).data


def of_msgspec_structs() -> Decode:
    """Return msgspec's decoder into its own structs."""
    return _msgspec(shapes.of_msgspec)


def of_msgspec_attrs() -> Decode:
    """Return msgspec's decoder into classes of attrs."""
    return _msgspec(shapes.of_attrs)


def of_pydantic() -> Decode:
    """Return pydantic's decoder, with datetimes and unknown fields kept."""
    import pydantic

    contact = shapes.models(shapes.of_pydantic, instants=datetime)["Contact"]
    page: Any = pydantic.create_model("Page", data=(list[contact], ...))
    return lambda body: page.model_validate_json(body).data


def of_cattrs() -> Decode:
    """Return a stock converter of cattrs for orjson."""
    from cattrs.preconf.orjson import make_converter

    converter, contact = make_converter(), shapes.models(shapes.of_attrs)["Contact"]
    return lambda body: converter.structure(orjson.loads(body)["data"], list[contact])


def of_official() -> Decode:
    """Return what the official client does with a page."""
    from intercom.core.unchecked_base_model import construct_type
    from intercom.types.contact_list import ContactList

    return lambda body: construct_type(type_=ContactList, object_=json.loads(body)).data  # type: ignore[attr-defined]


#: Every peer that makes objects, with how many lists it decodes in one turn.
PEERS: Final[Mapping[str, tuple[Callable[[], Decode], float]]] = {
    "msgspec structs": (of_msgspec_structs, _LISTS),
    "msgspec into attrs": (of_msgspec_attrs, _LISTS),
    "pydantic": (of_pydantic, 1),
    "stock cattrs": (of_cattrs, 1),
    OFFICIAL: (of_official, 0.1),
}


async def everything(pages: Sequence[bytes]) -> Sequence[Any]:
    """Return our contacts of the first of *pages*."""
    return (await client_of(pages).contacts.list()).items


async def works(bench: Bench, peers: Mapping[str, Decode]) -> dict[str, Work]:
    """Return what takes turns."""
    per_page, lists = bench.size(payloads.PAGE, 10), bench.size(_LISTS, 1)
    number = bench.size(_PAGES, 2)
    pages, odd = bodies(number, per_page), bodies(number, per_page, odd=True)
    client, sample = client_of(pages), await everything(pages)
    read = reading.reader(sample)

    def read_again() -> int:
        for _ in range(lists * number):
            read(sample)
        return lists * number

    found = {
        ORJSON: theirs(lambda body: orjson.loads(body)["data"], pages, lists),
        OURS: ours(lambda: client, lists),
        OURS_READ: ours(lambda: client, lists, read),
        READING: read_again,
        ORJSON_OFF: uncollected(theirs(lambda body: orjson.loads(body)["data"], pages, lists)),
        OURS_OFF: uncollected(ours(lambda: client, lists)),
        ORJSON_ODD: theirs(lambda body: orjson.loads(body)["data"], odd, lists),
        # A new client each time: no odd keys come so often that it learns them.
        OURS_ODD: ours(lambda: client_of(odd), lists),
        "json.loads": theirs(lambda body: json.loads(body)["data"], pages, lists),
    }
    for name, decode in peers.items():
        part = min(lists, PEERS[name][1])
        found[name] = theirs(decode, pages, part)
        found[f"{name}, all read"] = theirs(decode, pages, part, read=True)
    return found


def report(bench: Bench, rounds: Rounds) -> None:
    """Report what decoding took."""
    goals = {OURS: at_most(3.0, 2.5), OURS_READ: at_most(3.0, 2.5)}
    for name in rounds.turns:
        if name in {OURS, OURS_READ, READING} or not name.startswith((ORJSON, OURS)):
            bench.figure(3, "A page of 150, CPU", name, ORJSON, rounds.cpu(name, ORJSON), goal=goals.get(name))
    bench.figure(3, "A page of 150, 1 in 20 odd, CPU", OURS_ODD, ORJSON_ODD, rounds.cpu(OURS_ODD, ORJSON_ODD))
    bench.figure(3, "A page of 150, CPU", OURS_OFF, ORJSON_OFF, rounds.cpu(OURS_OFF, ORJSON_OFF))
    if OFFICIAL in rounds.turns:
        for mine, other in ((OURS, OFFICIAL), (OURS_READ, f"{OFFICIAL}, all read")):
            spread = rounds.speed(mine, other)
            bench.figure(3, "A page of 150, pages a second of CPU", mine, other, spread, goal=at_least(35))
    bench.series("decode", {name: {"cpu_ms": rounds.each(name).median * 1e3} for name in rounds.turns})


async def kept(decode: Callable[[bytes], Sequence[Any] | Awaitable[Sequence[Any]]], page: bytes) -> float:
    """Return how many bytes of memory a contact of *page* takes once it is decoded."""
    found: list[Sequence[Any]] = []
    for _ in range(3):  # what is made once, such as compiled decoders and shared keys, is nobody's share
        found.clear()
        gc.collect()
        tracemalloc.start()
        result = decode(page)
        found.append(await result if inspect.isawaitable(result) else result)
        del result
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return taken / len(found[0])


async def memory(bench: Bench, peers: Mapping[str, Decode]) -> None:
    """Report what decoded contacts keep."""
    pages = bodies(bench.size(5, 1), bench.size(payloads.PAGE, 10))
    alone = [payloads.page(orjson.loads(body)["data"]) for body in pages]  # each a list of its own
    clients = {body: client_of([body]) for body in alone}

    async def of_ours(body: bytes) -> Sequence[Any]:
        return (await clients[body].contacts.list()).items

    async def of_ours_read(body: bytes) -> Sequence[Any]:
        contacts = await of_ours(body)
        reading.reader(contacts)(contacts)
        return contacts

    ways: dict[str, Any] = {
        "plain dicts": lambda body: orjson.loads(body)["data"],
        OURS: of_ours,
        OURS_READ: of_ours_read,
    }
    by_way = {name: [await kept(decode, body) for body in alone] for name, decode in (ways | dict(peers)).items()}
    for name in (OURS, OURS_READ):
        for reference, goal in ((OFFICIAL, at_most(0.38)), ("plain dicts", None)):
            if reference in by_way:
                ratios = [one / other for one, other in zip(by_way[name], by_way[reference], strict=True)]
                spread = Spread.of(ratios)
                bench.figure(3, "Memory that a contact keeps", name, reference, spread, goal=goal, rounds=len(ratios))
    bench.series("memory", {name: {"bytes": Spread.of(each).median} for name, each in by_way.items()})


async def script(bench: Bench) -> None:
    """Answer question 3."""
    peers: dict[str, Decode] = {}
    for name, (make, _) in PEERS.items():
        try:
            peers[name] = make()
        except ImportError as missing:
            bench.skip(name, str(missing))
    report(bench, await bench.take_turns(await works(bench, peers)))
    await memory(bench, peers)


if __name__ == "__main__":
    measuring.run(script)
