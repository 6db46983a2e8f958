"""What Intercom takes at most: the one place for limits that are checked before anything is sent."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias, cast

from .versions import V2_0, Version

#: Characters of an id of yours, and of an e-mail address.
LONGEST_ID: Final = 255
#: Characters of a custom attribute's name.
LONGEST_NAME: Final = 190
#: Keys in the metadata of an event.
MOST_METADATA: Final = 10
#: Objects that one call may tag.
MOST_TAGGED: Final = 50
#: Attachments of one reply, in 1.x and later.
MOST_ATTACHED_EARLY: Final = 5
MOST_ATTACHED: Final = 10
#: Items that one call may submit; known from the clients of 1.x and the documentation of the same in Preview.
MOST_SUBMITTED: Final = 100
#: Content that one bulk action changes, and tags that it puts on and takes off; characters of a search for content.
MOST_CONTENT: Final = 1000
MOST_CONTENT_TAGS: Final = 100
LONGEST_CONTENT_QUERY: Final = 500
#: Messages that Fin is told of a conversation before it.
MOST_HISTORY: Final = 10
#: Teammates of a team.
MOST_MEMBERS: Final = 1000
#: The year 5138: a number of seconds as large as this is one of milliseconds.
MILLISECONDS: Final = 10**11

#: Checks a value that is given at a place, in a version.
Rule: TypeAlias = Callable[[str, object, Version], None]

_INSTANTS: Final = re.compile(r"\w+_(at|after|before|until|since|ts)|(start|end)_time")


def check_id(where: str, value: object) -> None:
    """Refuse an id, or an e-mail address, that is too long; it may be personal, so it is not shown."""
    if isinstance(value, str | int) and (length := len(str(value))) > LONGEST_ID:
        msg = f"{where} has {length} characters, Intercom takes {LONGEST_ID}: give the id or address of one object"
        raise ValueError(msg)


def check_instant(where: str, value: object) -> None:
    """Refuse a number that can only be of milliseconds."""
    if isinstance(value, int) and abs(value) >= MILLISECONDS:
        msg = f"{where} is {value}, which seems to be in milliseconds: give seconds, or an aware datetime"
        raise ValueError(msg)


def check_count(where: str, count: int, most: int, advice: str = "make several calls") -> None:
    """Refuse more than *most* of something."""
    if count > most:
        msg = f"{where} holds {count}, Intercom takes {most} in one call: {advice}"
        raise ValueError(msg)


def check_argument(name: str, value: object) -> None:
    """Check what is given under the API's *name* for it, as an argument of a call."""
    if (found := rule(name)) is not None:
        found(name, value, V2_0)


def rule(name: str, kind: str | None = None) -> Rule | None:
    """Return what checks the field called *name*, or one of that *kind*; None when anything is taken."""
    if kind is not None:
        return _KINDS[kind]
    if name in _IDS:
        return lambda where, value, _: check_id(where, value)
    return (lambda where, value, _: check_instant(where, value)) if _INSTANTS.fullmatch(name) else None


def _attributes(where: str, value: object, version: Version) -> None:
    """Check custom attributes: until 1.4 dollars are refused and values are single, later lists name other objects."""
    if not isinstance(value, Mapping):
        return
    wrong = ".$" if version < V2_0 else "."
    for name, each in cast("Mapping[object, object]", value).items():
        text = str(name)
        if len(text) > LONGEST_NAME:
            msg = f"{where}: the name {text[:20]!r}... has {len(text)} characters, a custom attribute's {LONGEST_NAME}"
            raise ValueError(msg)
        if (found := next((character for character in wrong if character in text), None)) is not None:
            msg = f"{where}: the name {text!r} holds {found!r}, which no custom attribute's name may: use '_'"
            raise ValueError(msg)
        if version < V2_0 and _is_nested(each):
            msg = f"{where}: {text!r} holds a {type(each).__name__}, 1.x takes single values: give each its own name"
            raise ValueError(msg)


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping | Sequence) and not isinstance(value, str | bytes | bytearray)


def _companies(where: str, value: object, version: Version) -> None:
    """Check the companies of a person, each with what to write to it."""
    for index, company in enumerate(cast("Sequence[object]", value) if _is_nested(value) else ()):
        for name, each in cast("Mapping[str, object]", company).items() if isinstance(company, Mapping) else ():
            found = rule(name, "attributes" if name == "custom_attributes" else None)
            if found is not None:
                found(f"{where}[{index}].{name}", each, version)


def _metadata(where: str, value: object, _: Version) -> None:
    check_count(where, len(cast("Mapping[object, object]", value)), MOST_METADATA, "leave some out")


def _attachments(where: str, value: object, version: Version) -> None:
    most = MOST_ATTACHED_EARLY if version < V2_0 else MOST_ATTACHED
    check_count(where, len(cast("Sequence[object]", value)), most, "send the rest in another reply")


def _history(where: str, value: object, _: Version) -> None:
    check_count(where, len(cast("Sequence[object]", value)), MOST_HISTORY, "give the last of them")


_IDS: Final = frozenset({"user_id", "email", "company_id", "external_id"})
#: By what a field's metadata has under ``limit``.
_KINDS: Final[Mapping[str, Rule]] = {
    "attributes": _attributes,
    "companies": _companies,
    "metadata": _metadata,
    "attachments": _attachments,
    "history": _history,
}
