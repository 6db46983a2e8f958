"""Reading one value of a row as what its field takes: text, e-mail address, moment, number, yes or no."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Final, TypeAlias

from ..instants import to_seconds

_EMAIL: Final = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\.]+(\.[^\s@<>()\[\],;:\"\\.]+)+")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,40}")
_FLOAT: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_HALVES: Final = re.compile("[\ud800-\udfff]")
_YES: Final = frozenset({"true", "yes", "y", "t", "1"})
_NO: Final = frozenset({"false", "no", "n", "f", "0"})
_ROLES: Final = frozenset({"user", "lead"})
#: The longest identity that Intercom takes.
_LONGEST_ID: Final = 255
#: Later than this in seconds is a moment in milliseconds (it would be the year 5138).
_LATEST: Final = 100_000_000_000
_SHOWN: Final = 60

Parser: TypeAlias = Callable[[object], object]


class CellError(ValueError):
    """A value that its field cannot take; the text says why."""


def shown(value: object) -> str:
    """Return *value* as a message shows it: quoted, and cut when long."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def is_blank(value: object) -> bool:
    """Whether *value* is an empty cell."""
    return isinstance(value, str) and not value.strip()


def text(value: object) -> str:
    """Read text; a whole number becomes its digits."""
    if isinstance(value, str):
        if _HALVES.search(value):
            msg = f"{shown(value)} holds half of a surrogate pair, which no text can"
            raise CellError(msg)
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    msg = f"{shown(value)} is not text"
    raise CellError(msg)


def identifier(value: object) -> str:
    """Read an id."""
    found = text(value).strip()
    if len(found) > _LONGEST_ID:
        msg = f"{shown(found)} has {len(found)} characters, {_LONGEST_ID} at most are taken"
        raise CellError(msg)
    return found


def email(value: object) -> str:
    """Read an e-mail address by its shape: something, an at sign, a domain with a dot."""
    found = identifier(value)
    if not _EMAIL.fullmatch(found):
        msg = f"{shown(found)} is not an e-mail address"
        raise CellError(msg)
    return found


def role(value: object) -> str:
    """Read a contact's role."""
    found = text(value).strip().lower()
    if found not in _ROLES:
        msg = f"{shown(value)} is no role: user or lead"
        raise CellError(msg)
    return found


def boolean(value: object) -> bool:
    """Read yes or no."""
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else str(value) if isinstance(value, int) else ""
    if word in _YES:
        return True
    if word in _NO:
        return False
    msg = f"{shown(value)} is not true or false (yes, no, 1, 0)"
    raise CellError(msg)


def integer(value: object) -> int:
    """Read a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    msg = f"{shown(value)} is not a whole number"
    raise CellError(msg)


def number(value: object) -> float:
    """Read a number, with a point before its decimals."""
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value):
        return value
    if isinstance(value, str) and _FLOAT.fullmatch(value.strip()) and _is_finite(found := float(value)):
        return found
    msg = f"{shown(value)} is not a number (write 1234.5)"
    raise CellError(msg)


def _is_finite(value: float) -> bool:
    return abs(value) < float("inf")


def moment(value: object) -> int:
    """Read a moment as Unix seconds: ISO 8601, in UTC where it names no offset, or Unix seconds."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            msg = f"{shown(value)} has no time zone: give an aware datetime"
            raise CellError(msg)
        return to_seconds(value)
    if isinstance(value, date):
        return _from_iso(value.isoformat())
    seconds = value.strip() if isinstance(value, str) else value
    if isinstance(seconds, str) and not _INTEGER.fullmatch(seconds):
        return _from_iso(seconds)
    seconds = integer(seconds)
    if abs(seconds) >= _LATEST:
        msg = f"{shown(value)} is not a moment in Unix seconds (is it in milliseconds?)"
        raise CellError(msg)
    return seconds


def _from_iso(found: str) -> int:
    try:
        parsed = datetime.fromisoformat(found)
    except ValueError as exc:
        msg = f"{shown(found)} is not a date: write it as 2024-12-31, 2024-12-31T23:59:00+01:00 or Unix seconds"
        raise CellError(msg) from exc
    aware = parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)
    return to_seconds(aware)


def anything(value: object) -> object:
    """Leave the value as it is, for types that the server alone knows."""
    if isinstance(value, date):
        return moment(value)
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as exc:
        msg = f"{shown(value)} cannot be sent: {exc}"
        raise CellError(msg) from exc
    return value


#: How the fields of a contact are read.
FIELD_PARSERS: Final[Mapping[str, Parser]] = {
    "role": role,
    "external_id": identifier,
    "email": email,
    "phone": text,
    "name": text,
    "avatar": text,
    "signed_up_at": moment,
    "last_seen_at": moment,
    "owner_id": identifier,
    "unsubscribed_from_emails": boolean,
    "language_override": text,
}

#: How a custom attribute is read, by its ``data_type``.
TYPE_PARSERS: Final[Mapping[str, Parser]] = {
    "string": text,
    "integer": integer,
    "float": number,
    "boolean": boolean,
    "date": moment,
}
