"""Records what goes through a transport on a cassette, and answers from a cassette without any network."""

import difflib
import json
import os
import re
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias, get_args
from urllib.parse import unquote

import attrs

from ..errors import TransportError
from ..http import BodyStream, HttpRequest, HttpResponse, Timeout
from .base import HttpStream, Transport, closed, pieces, too_large
from .cassette import (
    Asked,
    CassetteWriter,
    Exchange,
    read_cassette,
    to_answered,
    to_asked,
    to_error,
    to_failed,
    to_response,
)
from .scrubbing import STAND_IN, Json, Scrub, Scrubber

#: What of a request may have to equal the recorded one's; paths and queries by their decoded text, bodies as JSON.
Part: TypeAlias = Literal["method", "path", "query", "body"]

_PARTS: Final[tuple[Part, ...]] = get_args(Part)
#: A person where texts are compared; see `_mark`.
_MARK: Final = re.compile("<person ((?:[0-9a-f]{2})*)>")


class RecordingTransport:
    """Sends everything through *inner* and writes each exchange to the cassette at *path*, without secrets.

    Tokens, and the headers that carry them, become ``[redacted]``; e-mail addresses become ``user-1@example.com`` and
    so on, the same address always the same. *scrub* are further rules, each a function that gets every text (a
    header, a part of the path, a value of the query or of a JSON body, else the whole body) and gives what may be
    kept. The file begins anew; each exchange is on it once it is over.
    """

    __slots__ = ("_inner", "_scrubber", "_writer")

    def __init__(self, inner: Transport, path: str | os.PathLike[str], *, scrub: Iterable[Scrub] = ()) -> None:
        self._inner: Final = inner
        self._writer: Final = CassetteWriter(Path(path))
        self._scrubber: Final = Scrubber(self._writer.person, scrub)

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:
        """Send *request* through the inner transport and write down what came of it."""
        sent = _Sent(request)
        try:
            response = await self._inner.send(sent.request, timeout=timeout, max_bytes=max_bytes)
        except TransportError as error:
            self._write(sent, None, error)
            raise
        self._write(sent, response)
        return response

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:
        """Stream *request* through the inner transport; what was read of the answer is written down at the end."""
        sent = _Sent(request)
        async with AsyncExitStack() as stack:
            try:
                stream = await stack.enter_async_context(self._inner.stream(sent.request, timeout=timeout))
            except TransportError as error:
                self._write(sent, None, error)
                raise
            read = _Read(stream.chunks)
            try:
                yield HttpStream(stream.status, stream.headers, read)
            finally:
                response = HttpResponse(stream.status, stream.headers, b"".join(read.blocks))
                self._write(sent, response, read.error)

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()

    def _write(self, sent: "_Sent", response: HttpResponse | None, error: TransportError | None = None) -> None:
        request = to_asked(sent.request, b"".join(sent.body), self._scrubber)
        answered = None if response is None else to_answered(response, self._scrubber)
        failed = None if error is None else to_failed(error, self._scrubber)
        self._writer.write({"request": request, "response": answered, "error": failed})


class _Sent:
    """A request and the body that it was sent with."""

    __slots__ = ("body", "request")

    def __init__(self, request: HttpRequest) -> None:
        self.body: list[bytes] = []
        body = request.body
        if isinstance(body, BodyStream):
            opened = body.open
            body = attrs.evolve(body, open=lambda: self._noting(opened()))
        elif body is not None:
            self.body.append(body)
        self.request: Final = attrs.evolve(request, body=body)

    async def _noting(self, produced: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in produced:
            self.body.append(piece)
            yield piece


class _Read:
    """Passes on the pieces of an answer and keeps them, and the error that ended them."""

    __slots__ = ("_chunks", "blocks", "error")

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks: Final = chunks
        self.blocks: Final[list[bytes]] = []
        self.error: TransportError | None = None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        try:
            block = await anext(self._chunks)
        except TransportError as error:
            self.error = error
            raise
        self.blocks.append(block)
        return block


class ReplayTransport:
    """Answers from the cassette at *path*, each exchange once and in the order of the file.

    An exchange answers a request that equals the recorded one in all of *match*. With *repeat* the last one that fits
    answers again when all are used. E-mail addresses may differ as long as the same stand-in is the same address each
    time, so that the code which was recorded also replays; *scrub* are the rules that were recorded with. What fits
    nothing is an `AssertionError` that names the nearest recorded request and where it differs.
    """

    __slots__ = ("_closed", "_exchanges", "_known", "_match", "_path", "_people", "_repeat", "_scrubber", "_used")

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        match: Collection[Part] = _PARTS,
        repeat: bool = False,
        scrub: Iterable[Scrub] = (),
    ) -> None:
        if unknown := sorted({*match} - {*_PARTS}):
            msg = f"match must be some of {', '.join(_PARTS)}, not {', '.join(unknown)}"
            raise ValueError(msg)
        self._path: Final = Path(path)
        self._match: Final[tuple[Part, ...]] = tuple(part for part in _PARTS if part in match)
        self._repeat: Final = repeat
        self._scrubber: Final = Scrubber(_mark, scrub)
        self._exchanges: Final = read_cassette(self._path)
        self._known: Final = [_comparable(exchange["request"]) for exchange in self._exchanges]
        self._used: Final[set[int]] = set()
        #: Stand-ins by the address that this run's requests have for them.
        self._people: dict[str, str] = {}
        self._closed = False

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:  # noqa: ARG002 - nothing here takes time
        """Answer *request* from the cassette, refusing a body over *max_bytes* as every transport does."""
        exchange = await self._take(request)
        if exchange["error"] is not None:
            raise to_error(exchange["error"])
        response = _response(exchange)
        if len(response.body) > max_bytes:
            raise too_large(request, max_bytes)
        return response

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:  # noqa: ARG002 - as in send
        """Answer *request* from the cassette with its body as one chunk, then the error that ended it."""
        exchange = await self._take(request)
        response = _response(exchange)
        yield HttpStream(response.status, response.headers, _chunks(exchange, response.body))

    async def aclose(self) -> None:
        """Refuse every later request."""
        self._closed = True

    def assert_all_used(self) -> None:
        """Raise `AssertionError` unless every recorded exchange has answered a request."""
        left = [f"{index + 1} ({known.name})" for index, known in enumerate(self._known) if index not in self._used]
        if left:
            msg = (
                f"{len(left)} of the {len(self._exchanges)} exchanges of {self._path} were not used: {', '.join(left)}"
            )
            raise AssertionError(msg)

    async def _take(self, request: HttpRequest) -> Exchange:
        if self._closed:
            raise closed()
        body = request.body or b""
        if isinstance(body, BodyStream):
            body = b"".join([piece async for piece in pieces(body)])
        asked = _comparable(to_asked(request, body, self._scrubber))
        fitting = [index for index, known in enumerate(self._known) if self._fits(asked, known)]
        unused = [index for index in fitting if index not in self._used]
        if not unused and not (fitting and self._repeat):
            raise AssertionError(self._complaint(asked))
        index = unused[0] if unused else fitting[-1]
        self._used.add(index)
        self._people |= self._acquaint(asked, self._known[index]) or {}
        return self._exchanges[index]

    def _fits(self, asked: "_Comparable", known: "_Comparable") -> bool:
        same = all(asked.texts[part] == known.texts[part] for part in self._match)
        return same and self._acquaint(asked, known) is not None

    def _acquaint(self, asked: "_Comparable", known: "_Comparable") -> dict[str, str] | None:
        """Return who of *asked* is who of *known*, None when that contradicts itself or what was so before."""
        found = {**self._people}
        for part in self._match:
            for address, stand_in in zip(asked.people[part], known.people[part], strict=True):
                if address != stand_in and found.setdefault(address, stand_in) != stand_in:
                    return None
        return found if len({*found.values()}) == len(found) else None

    def _complaint(self, asked: "_Comparable") -> str:
        start = f"{asked.name} has no answer in {self._path}"
        if not self._known:
            return f"{start}, which is empty: record it"
        index = max(range(len(self._known)), key=lambda index: self._likeness(asked, index))
        nearest = self._known[index]
        if different := [asked.difference(nearest, part) for part in self._match if not asked.same(nearest, part)]:
            why = f"differs in {', '.join(different)}"
        elif index in self._used:
            why = "has answered already: record it as often as it is asked, or give repeat=True"
        else:
            why = "has the e-mail addresses of other people"
        return f"{start}: the nearest, number {index + 1} of {len(self._known)}, {nearest.name}, {why}"

    def _likeness(self, asked: "_Comparable", index: int) -> tuple[float, bool]:
        known = self._known[index]
        same = sum(asked.same(known, part) for part in self._match)
        path = difflib.SequenceMatcher(None, asked.texts["path"], known.texts["path"]).ratio()
        return same + path, index not in self._used


@attrs.frozen
class _Comparable:
    """A request as it is compared: each part's text without its people, and the people of each part in order."""

    texts: dict[Part, str]
    people: dict[Part, tuple[str, ...]]

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return f"{self.texts['method']} {self.texts['path']}"

    def same(self, other: "_Comparable", part: Part) -> bool:
        """Whether *part* equals the other's but for people."""
        return self.texts[part] == other.texts[part]

    def difference(self, other: "_Comparable", part: Part) -> str:
        """Say where in *part* the *other* differs, without any value."""
        if part == "query":
            mine, theirs = (_pairs(asked.texts[part]) for asked in (self, other))
            return f"query ({', '.join(sorted({name for name, _ in mine ^ theirs})) or 'order'})"
        if part == "body":
            mine, theirs = json.loads(self.texts[part]), json.loads(other.texts[part])
            if mine is None or theirs is None or {*mine} != {*theirs}:
                return "body"
            return f"body (at {_where(mine.get('json'), theirs.get('json'), '$')})"
        return part


def _comparable(asked: Asked) -> _Comparable:
    query: list[Json] = [[*pair] for pair in sorted(asked["query"], key=lambda pair: _impersonal(pair[0]))]
    texts: dict[Part, str] = {
        "method": asked["method"],
        "path": _marked(unquote(asked["path"])),
        "query": _marked(_text(query)),
        "body": _marked(_text(asked["body"])),
    }
    return _Comparable(
        {part: _MARK.sub("<>", text) for part, text in texts.items()},
        {part: tuple(_address(found) for found in _MARK.findall(text)) for part, text in texts.items()},
    )


def _impersonal(text: str) -> str:
    return _MARK.sub("<>", _marked(text))


def _marked(text: str) -> str:
    return STAND_IN.sub(lambda found: _mark(f"user-{found[1]}@example.com"), text)


def _mark(address: str) -> str:
    """Write *address* so that it is found again in any text, and is no address."""
    return f"<person {address.encode(errors='surrogatepass').hex()}>"


def _address(marked: str) -> str:
    return bytes.fromhex(marked).decode(errors="surrogatepass")


def _pairs(text: str) -> set[tuple[str, str]]:
    return {(name, value) for name, value in json.loads(text)}


def _where(mine: Json, theirs: Json, path: str) -> str:
    """Return the JSON path of the first difference."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        name = min(
            name
            for name in {*mine, *theirs}
            if [name in mine, _text(mine.get(name))] != [name in theirs, _text(theirs.get(name))]
        )
        both = name in mine and name in theirs
        return _where(mine[name], theirs[name], f"{path}.{name}") if both else f"{path}.{name}"
    if isinstance(mine, list) and isinstance(theirs, list):
        pairs = enumerate(zip(mine, theirs, strict=False))
        index = next((index for index, (one, other) in pairs if _text(one) != _text(other)), None)
        if index is not None:
            return _where(mine[index], theirs[index], f"{path}[{index}]")
        return f"{path}[{min(len(mine), len(theirs))}]"
    return path


def _text(value: Json) -> str:
    """Write a JSON value so that equal ones have equal texts, whoever is in it; True is no 1."""
    if isinstance(value, list):
        return f"[{', '.join(_text(item) for item in value)}]"
    if isinstance(value, dict):
        members = (f"{json.dumps(name)}: {_text(member)}" for name, member in value.items())
        return f"{{{', '.join(sorted(members, key=_impersonal))}}}"
    return json.dumps(value)


def _response(exchange: Exchange) -> HttpResponse:
    if exchange["response"] is not None:
        return to_response(exchange["response"])
    raise to_error(exchange["error"] or {"type": "", "message": "nothing was recorded"})


async def _chunks(exchange: Exchange, body: bytes) -> AsyncIterator[bytes]:
    if body:
        yield body
    if exchange["error"] is not None:
        raise to_error(exchange["error"])
