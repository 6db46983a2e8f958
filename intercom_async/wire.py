"""Requests to bytes and answers to values or errors; pure."""

import re
import types
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from itertools import islice
from math import isfinite
from typing import Any, Final, Literal, TypeGuard, Union, cast, get_args, get_origin
from urllib.parse import quote, urlencode

import attrs

from .errors import BODY_LIMIT, ApiError, DecodeError, ErrorDetail, RateLimitError, error_class
from .http import Headers, HttpResponse
from .instants import to_seconds
from .json_codec import JsonCodec
from .limits import Rule, rule
from .models.common import Changes, Model
from .operation import Operation, Query
from .query import Condition, Group
from .unset import UNSET, Unset
from .versions import DEFAULT_VERSION, Version

_DEEPEST: Final = 64
_MOST_ERRORS: Final = 100
_WHOLE: Final = re.compile(r"[0-9]{1,15}")


def seconds(value: object, where: str) -> int:
    """Return unix seconds for an aware datetime."""
    if not isinstance(value, datetime):
        msg = f"{where} must be text, a number, a list, a mapping or an aware datetime, not {type(value).__name__}"
        raise TypeError(msg)
    if value.tzinfo is None or value.utcoffset() is None:
        msg = f"{where} is a naive datetime ({value.isoformat()}): give it a time zone, such as tzinfo=UTC"
        raise ValueError(msg)
    return to_seconds(value)


def json_ready(value: object, where: str = "json", depth: int = 0, version: Version = DEFAULT_VERSION) -> Any:
    """Return *value* as JSON can say it: instants as unix seconds, changes and filters as objects, UNSET left out.

    Changes are checked by the limits of *version*.
    """
    if isinstance(value, Enum):
        value = _constant(value, where)
    if value is None or isinstance(value, str | bool | int):
        return value
    if depth > _DEEPEST:
        msg = f"{where} is nested deeper than {_DEEPEST} levels"
        raise ValueError(msg)
    if isinstance(value, Changes):
        return changes_ready(value, depth, version)
    if isinstance(value, Condition):
        where = f"the filter on {value.field}"
    if isinstance(value, Condition | Group | Model):
        value = _opened(value)
    if isinstance(value, Mapping):
        return _object_ready(cast("Mapping[object, object]", value), where, depth, version)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        items = cast("Sequence[object]", value)
        return [json_ready(item, f"{where}[{index}]", depth + 1, version) for index, item in enumerate(items)]
    return _finite(value, where) if isinstance(value, float) else seconds(value, where)


def _constant(value: Enum, where: str) -> object:
    if value is UNSET:
        msg = f"{where} is UNSET, which leaves out a field: a list holds values only"
        raise TypeError(msg)
    return value.value


def _opened(value: Condition | Group | Model) -> Mapping[str, object]:
    """Return what *value* stands for, one level deep."""
    if isinstance(value, Condition | Group):
        return value.as_query()
    from .codec import to_dict

    return to_dict(value)


def _finite(value: float, where: str) -> float:
    if not isfinite(value):
        msg = f"{where} is {value!r}, which JSON cannot say"
        raise ValueError(msg)
    return value


def _object_ready(value: Mapping[object, object], where: str, depth: int, version: Version) -> dict[str, Any]:
    ready: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            msg = f"{where} has the key {key!r}: keys must be text"
            raise TypeError(msg)
        if item is not UNSET:
            ready[key] = json_ready(item, f"{where}.{key}", depth + 1, version)
    return ready


def changes_ready(changes: Changes, depth: int = 0, version: Version = DEFAULT_VERSION) -> dict[str, Any]:
    """Return the body for *changes*, each value of the type that its field takes and within its limits."""
    cls = type(changes)
    ready: dict[str, Any] = {}
    for field in _accepted(cls):
        value = getattr(changes, field.name)
        where = f"{cls.__name__}.{field.name}"
        # A bool is an int to Python, and text a sequence.
        given = next((kind for kind in (bool, str, bytes) if isinstance(value, kind)), None)
        if not isinstance(value, field.kinds) or (given is not None and given not in field.kinds):
            wanted = " or ".join(sorted(kind.__name__ for kind in field.kinds if kind not in {type(None), Unset}))
            msg = f"{where} must be {wanted}, not {type(value).__name__}"
            raise TypeError(msg)
        if value is not UNSET:
            if field.rule is not None:
                field.rule(where, value, version)
            ready[field.name] = json_ready(value, where, depth + 1, version)
    extra: dict[str, Any] = ready.pop("extra")
    return ready | extra


@attrs.frozen
class _Accepted:
    """What one field of changes takes."""

    name: str
    #: Python types.
    kinds: tuple[type, ...]
    rule: Rule | None


_accepted_fields: Final[dict[type, tuple[_Accepted, ...]]] = {}


def _accepted(cls: type[Changes]) -> tuple[_Accepted, ...]:
    """Return what each field of *cls* takes."""
    if (known := _accepted_fields.get(cls)) is None:
        declared = attrs.fields(attrs.resolve_types(cls))
        known = _accepted_fields[cls] = tuple(
            _Accepted(a.name, _runtime_types(a.type), rule(a.name, a.metadata.get("limit"))) for a in declared
        )
    return known


def _runtime_types(tp: Any) -> tuple[type, ...]:
    """Return the classes whose instances an annotation takes."""
    if get_origin(tp) in {Union, types.UnionType}:
        return tuple(dict.fromkeys(kind for member in get_args(tp) for kind in _runtime_types(member)))
    if get_origin(tp) is Literal:
        values: tuple[object, ...] = get_args(tp)
        return tuple(dict.fromkeys(map(type, values)))
    return (get_origin(tp) or tp,)


def query_string(query: Query, operation: Operation) -> str:
    """Return *query* as it stands in a URL, UNSET and None left out, with its question mark."""
    given = ((name, value) for name, value in query.items() if value is not UNSET and value is not None)
    pairs = [(name, _query_text(value, f"{operation.name or operation.method}: {name}")) for name, value in given]
    return "?" + urlencode(pairs, quote_via=quote) if pairs else ""


def _query_text(value: object, where: str) -> str:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(_finite(value, where))
    if not isinstance(value, str | int):
        return str(seconds(value, where))
    value = str(value)
    if any("\ud800" <= character <= "\udfff" for character in value):
        msg = f"{where} holds half of a character, which has no bytes"
        raise ValueError(msg)
    return value


def read_json(response: HttpResponse, codec: JsonCodec) -> Any:
    """Return the value in the answer's body, None for an empty one; `DecodeError` says what else it is."""
    body = response.body
    if not body.strip():
        return None
    try:
        return codec.loads(body)
    except (ValueError, RecursionError) as exc:
        raise DecodeError(_what_is(body), status=response.status, body=body) from exc


def _what_is(body: bytes) -> str:
    start = body[:64].lstrip().lower()
    if start.startswith(b"<"):
        return "expected JSON, got HTML or XML"
    return "expected JSON, got text that is none or was cut off"


def error_from(response: HttpResponse, operation: Operation, codec: JsonCodec) -> ApiError:
    """Return the error that *response*, whose status is no success, stands for; any body will do."""
    try:
        body = read_json(response, codec)
    except DecodeError:
        body = None
    content = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    errors = _details(content)
    headers = response.headers
    error = error_class(response.status, errors)(
        response.status,
        errors=errors,
        operation=operation.name or f"{operation.method} request",
        request_id=_text(content.get("request_id")) or headers.get("x-request-id"),
        headers=Headers(headers.redacted),
        body=response.body,
    )
    if isinstance(error, RateLimitError):
        error.limit = _whole(headers.get("x-ratelimit-limit"))
        error.remaining = _whole(headers.get("x-ratelimit-remaining"))
    return error


def _details(content: dict[str, Any]) -> tuple[ErrorDetail, ...]:
    """Return the errors in a body, in any of the shapes that Intercom uses; not more than can be read."""
    errors = content.get("errors")
    if isinstance(errors, list):
        entries = cast("list[object]", errors)[:_MOST_ERRORS]
        return tuple(_detail(entry) for entry in entries if _is_object(entry))
    if isinstance(errors, dict):
        by_field = islice(cast("dict[str, Any]", errors).items(), _MOST_ERRORS)
        return tuple(ErrorDetail(None, _text(text), _text(field)) for field, text in by_field)
    code, message = _text(content.get("error_key")), _text(content.get("message"))
    return (ErrorDetail(code, message),) if code or message else ()


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _detail(entry: dict[str, Any]) -> ErrorDetail:
    # Very old bodies call the code "type".
    code = _text(entry.get("code")) or _text(entry.get("type"))
    return ErrorDetail(code, _text(entry.get("message")), _text(entry.get("field")))


def _text(value: object) -> str | None:
    return value[:BODY_LIMIT] if isinstance(value, str) else None


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and _WHOLE.fullmatch(text) else None


def wait_hint(headers: Headers) -> float | None:
    """Return the seconds that the server asks to wait, by its own clock; None when it does not say."""
    asked = _whole(headers.get("retry-after"))
    if asked is not None:
        return float(asked)
    reset, date = _whole(headers.get("x-ratelimit-reset")), headers.get("date")
    if reset is None or date is None:
        return None
    try:
        now = parsedate_to_datetime(date)
    except ValueError:
        return None
    # A zone of "-0000" makes it naive; HTTP's dates are UTC.
    return max(reset - now.replace(tzinfo=now.tzinfo or UTC).timestamp(), 0.0)
