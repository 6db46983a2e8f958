"""One call as the simulator sees it: the parsed request, the reply to it, and the problems that end it early."""

import json
import re
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring_ascii
from types import NoneType
from typing import Any, Final, NoReturn, TypeGuard
from urllib.parse import parse_qsl, urlsplit

import attrs

from ..http import HttpRequest
from ..versions import V2_16, Version


class Problem(Exception):  # noqa: N818 - an answer of the API, not an error of this program
    """Ends a call with an error answer."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field: str | None = None,
        *,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
        self.code = code
        self.message = message
        self.field = field


def invalid(message: str, field: str | None = None) -> Problem:
    """Return the 400 for a parameter with a wrong value."""
    return Problem(400, "parameter_invalid", message, field)


def missing(name: str, message: str | None = None) -> Problem:
    """Return the 400 for a parameter that is needed and absent."""
    return Problem(400, "parameter_not_found", message or f"{name} is required", name)


def not_found(message: str = "Resource Not Found", code: str = "not_found") -> Problem:
    """Return the 404 for what does not exist."""
    return Problem(404, code, message)


JSON: Final = "application/json; charset=utf-8"


@attrs.frozen
class Reply:
    """What a resource answers: a status and a JSON-ready body, None for an empty one, or bytes of another type."""

    body: object
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = JSON


@attrs.define
class Call:
    """One request, taken apart."""

    method: str
    path: str
    query: Mapping[str, str]
    #: Of the server, without the path; where ``pages.next`` leads back to.
    base_url: str
    request: HttpRequest
    #: Unix time at which it arrived.
    now: float
    request_id: str
    version: Version = V2_16
    #: The operation's name, None until it is known.
    operation: str | None = None
    #: Path parameters, unquoted.
    params: Mapping[str, str] = attrs.Factory(dict[str, str])
    #: The decoded JSON object; empty without a body.
    body: Mapping[str, object] = attrs.Factory(dict[str, object])

    @property
    def second(self) -> int:
        """The time in whole seconds, as the API's timestamps are."""
        return int(self.now)

    def flag(self, name: str) -> bool:
        """Say whether the query parameter *name* is ``true``."""
        return self.query.get(name, "").lower() == "true"

    def sent(self) -> Mapping[str, object]:
        """Return the body before the operation is known; an empty one where it cannot be read."""
        try:
            return decode_object(self.request)
        except Problem:
            return {}

    def page_number(self, name: str, default: int, maximum: int | None = None) -> int:
        """Return a positive whole number of the query, refusing one over *maximum*."""
        return positive(self.query.get(name, default), name, maximum)


def parse(request: HttpRequest, *, now: float, request_id: str, base_url: str | None) -> Call:
    """Take *request* apart."""
    if (plain := _PLAIN_URL.fullmatch(request.url)) is not None:
        server, path = plain.groups()
        return Call(request.method.upper(), path, {}, base_url or server, request, now, request_id, params={}, body={})
    parts = urlsplit(request.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) if parts.query else {}
    here = base_url or f"{parts.scheme}://{parts.netloc}"
    return Call(request.method.upper(), parts.path or "/", query, here, request, now, request_id)


def whole(value: object) -> int | None:
    """Return a whole number that came as such or as at most 18 digits, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return int(value) if isinstance(value, int) or _DIGITS.fullmatch(value) else None


def positive(value: object, name: str, maximum: int | None = None) -> int:
    """Read a page number or size that came as a number or as digits."""
    number = whole(value)
    if number is None or number < 1:
        raise invalid(f"{name} must be a number of at least 1", name)
    if maximum is not None and number > maximum:
        raise invalid(f"{name} must be at most {maximum}", name)
    return number


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(text)


#: A URL that splits into server and path alone, and stays as it is: the usual one, and several times as fast.
_PLAIN_URL: Final = re.compile(r"(https?://[\w.:-]+)(/[\w./%~!$&'()*+,;=:@-]*)", re.ASCII)
_DIGITS: Final = re.compile(r"-?[0-9]{1,18}")
_decoder: Final = json.JSONDecoder(parse_constant=_refuse_constant)
#: Answers are made anew for each call: none holds itself, and to look for that takes as long as all the rest.
_encoder: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False)
encode_json: Final[Callable[[object], str]] = _encoder.encode
#: How `encode_json` encodes the types that hold no others, without what it takes to begin: several times as fast.
PLAIN_JSON: Final[Mapping[type, Callable[[Any], str]]] = {
    str: encode_basestring_ascii,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    NoneType: {None: "null"}.__getitem__,
}


def decode_object(request: HttpRequest) -> Mapping[str, object]:
    """Return the JSON object that *request* carries, an empty one without a body."""
    if not request.body:
        return {}
    if not isinstance(request.body, bytes):
        msg = "the simulator handles whole bodies: collect the stream first, as SimulatorTransport does"
        raise TypeError(msg)
    content_type = request.headers.get("Content-Type", "application/json")
    if "json" not in content_type:
        raise Problem(415, "unsupported", f"The Content-Type {content_type} is not supported, send application/json")
    try:
        value: object = _decoder.decode(request.body.decode())
    except (ValueError, RecursionError):
        raise invalid("The request body is not valid JSON") from None
    return as_object(value, "The request body")


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Say whether decoded JSON is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Say whether decoded JSON is an array."""
    return isinstance(value, list)


def as_object(value: object, what: str) -> Mapping[str, object]:
    """Return *value* as a JSON object, refusing anything else."""
    if not is_object(value):
        raise invalid(f"{what} must be a JSON object")
    return value


def error_body(request_id: str, code: str, message: str, field: str | None = None) -> dict[str, object]:
    """Return the body of an error answer."""
    error = {"code": code, "message": message}
    if field is not None:
        error["field"] = field
    return {"type": "error.list", "request_id": request_id, "errors": [error]}


def accepts(accept: str, answered: str) -> bool:
    """Say whether *answered* is among what *accept* lists."""
    if accept in {"*/*", answered}:
        return True
    kinds = (part.partition(";")[0].strip().lower() for part in accept.split(","))
    taken = {"", "*/*", f"{answered.partition('/')[0]}/*", answered}
    return answered == "*/*" or any(
        kind in taken or (kind.endswith("+json") and answered == "application/json") for kind in kinds
    )
