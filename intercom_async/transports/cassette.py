"""Exchanges on file: one line of JSON each, without secrets, appended whole so that a crash costs the last at most."""

import base64
import json
from pathlib import Path
from typing import Final, TypeAlias, TypedDict
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from ..errors import (
    ConnectionFailedError,
    ConnectionLostError,
    ConnectTimeoutError,
    ReadTimeoutError,
    ResponseTooLargeError,
    TransportError,
)
from ..http import Headers, HttpRequest, HttpResponse
from .scrubbing import Json, Scrubber

#: What a transport raises, by name.
_FAILURES: Final[dict[str, type[TransportError]]] = {
    kind.__name__: kind
    for kind in (
        ConnectionFailedError,
        ConnectionLostError,
        ConnectTimeoutError,
        ReadTimeoutError,
        ResponseTooLargeError,
    )
}
#: About the way the body came, which the file does not keep.
_FRAMING: Final = frozenset({"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"})


#: A body in the form that reads best, under its name: json, text, or base64 for neither.
Content: TypeAlias = dict[str, Json]


class Asked(TypedDict):
    """A request as it is written down; its host is not."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: list[tuple[str, str]]
    body: Content | None


class Answered(TypedDict):
    """An answer as it is written down."""

    status: int
    headers: list[tuple[str, str]]
    body: Content | None


class Failed(TypedDict):
    """The transport error that came instead of an answer, or within one."""

    type: str
    message: str


class Exchange(TypedDict):
    """One line of a cassette."""

    request: Asked
    response: Answered | None
    error: Failed | None


def to_asked(request: HttpRequest, body: bytes, scrubber: Scrubber) -> Asked:
    """Write down *request*, whose whole body is *body*."""
    scrubber.learn(request.headers)
    parts = urlsplit(request.url)
    query = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    return {
        "method": request.method,
        "path": "/".join(_segment(segment, scrubber) for segment in parts.path.split("/")),
        "query": scrubber.pairs(query),
        "headers": scrubber.headers(request.headers),
        "body": to_content(body, scrubber),
    }


def _segment(segment: str, scrubber: Scrubber) -> str:
    plain = unquote(segment, errors="surrogateescape")
    scrubbed = scrubber.text(plain)
    return segment if scrubbed == plain else quote(scrubbed, safe="@+,;=:[]", errors="surrogateescape")


def to_answered(response: HttpResponse, scrubber: Scrubber) -> Answered:
    """Write down *response*."""
    headers = [pair for pair in scrubber.headers(response.headers) if pair[0].lower() not in _FRAMING]
    return {"status": response.status, "headers": headers, "body": to_content(response.body, scrubber)}


def to_response(answered: Answered) -> HttpResponse:
    """Return the answer that was written down."""
    headers = Headers((name, value) for name, value in answered["headers"])
    return HttpResponse(answered["status"], headers, _to_bytes(answered["body"]))


def to_failed(error: TransportError, scrubber: Scrubber) -> Failed:
    """Write down *error*."""
    return {"type": type(error).__name__, "message": scrubber.text(str(error))}


def to_error(failed: Failed) -> TransportError:
    """Return the error that was written down."""
    return _FAILURES.get(failed["type"], ConnectionLostError)(failed["message"])


def to_content(body: bytes, scrubber: Scrubber) -> Content | None:
    """Write down a *body*, None when it is empty."""
    if not body:
        return None
    try:
        text = body.decode()
    except UnicodeDecodeError:
        scrubbed = scrubber.text(body.decode("latin-1")).encode("latin-1", "replace")
        return {"base64": base64.b64encode(scrubbed).decode()}
    if text.lstrip()[:1] in {"{", "["}:
        try:
            value: Json = json.loads(text, object_pairs_hook=_unique)
            json.dumps(value, allow_nan=False)
            return {"json": scrubber.value(value)}
        except (ValueError, RecursionError):
            pass  # close to JSON, so that only the text says what came
    return {"text": scrubber.text(text)}


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    if len(value := dict(pairs)) < len(pairs):
        msg = "a name comes twice"
        raise ValueError(msg)
    return value


def _to_bytes(content: Content | None) -> bytes:
    if content is None:
        return b""
    [(form, value)] = content.items()
    if form == "json":
        return json.dumps(value).encode()
    return str(value).encode() if form == "text" else base64.b64decode(str(value))


class CassetteWriter:
    """Writes exchanges to a file that begins anew, each whole."""

    __slots__ = ("_path", "_people")

    def __init__(self, path: Path) -> None:
        self._path: Final = path
        #: Stand-ins by address.
        self._people: Final[dict[str, str]] = {}
        path.write_bytes(b"")

    def person(self, address: str) -> str:
        """Return the stand-in of *address*, the same whenever it comes."""
        return self._people.setdefault(address, f"user-{len(self._people) + 1}@example.com")

    def write(self, exchange: Exchange) -> None:
        """Append *exchange*."""
        try:
            line = json.dumps(exchange, ensure_ascii=False).encode()
        except UnicodeEncodeError:  # half a surrogate pair
            line = json.dumps(exchange).encode()
        with self._path.open("ab", buffering=0) as file:
            file.write(line + b"\n")


def read_cassette(path: Path) -> list[Exchange]:
    """Return the exchanges of the file at *path*, without a last one that a crash left half written."""
    exchanges: list[Exchange] = []
    *lines, _ = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            exchange: Exchange = json.loads(line)
            exchange["request"]["path"]
        except (ValueError, TypeError, KeyError) as exc:
            msg = f"line {number} of {path} is no recorded exchange: record it again"
            raise ValueError(msg) from exc
        exchanges.append(exchange)
    return exchanges
