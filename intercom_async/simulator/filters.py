"""The search language: filters with operators by the type of their field, in groups nested at most twice."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain, islice
from typing import Any, Final, TypeAlias, TypeVar, cast

import attrs

from ..versions import PREVIEW, V2_16
from .attributes import COMPANY_STANDARD, CONTACT_STANDARD
from .call import Call, Problem, as_object, invalid, is_list, whole
from .companies import Company
from .people import Person
from .world import World

T = TypeVar("T")

#: What is searched is a person or a company.
Getter: TypeAlias = Callable[[Any], object]

_SETS: Final = frozenset({"IN", "NIN"})
_ORDERING: Final = frozenset({">", "<", ">=", "<="})
_EQUALITY: Final = frozenset({"=", "!="})
_TEXT: Final = frozenset({"~", "!~", "^", "$"})
_OPERATORS: Final[Mapping[str, frozenset[str]]] = {
    "string": _EQUALITY | _SETS | _TEXT,
    "words": _EQUALITY | _SETS | _TEXT,
    "boolean": _EQUALITY | _SETS,
    "integer": _EQUALITY | _SETS | _ORDERING,
    "float": _EQUALITY | _SETS | _ORDERING,
    "date": frozenset({"=", ">", "<"}),
    "datetime": _EQUALITY | _ORDERING,
    "moment": _EQUALITY | {">", "<"},
    "second": _EQUALITY | _SETS | _ORDERING,
    "tag": _EQUALITY,
    "set": _EQUALITY | _SETS | _TEXT,
}
_MAX_DEPTH: Final = 2
_MAX_GROUP: Final = 15


@attrs.frozen
class Field:
    """What can be searched: its name, its type and how to get it."""

    name: str
    data_type: str
    value: Getter = attrs.field(eq=False)


@attrs.frozen
class Filter:
    """One comparison; for a moment in time, *span* are the seconds that match: from the first to before the second."""

    field: Field
    operator: str
    value: object
    #: What IN and NIN were given.
    values: frozenset[object] | None = None
    span: tuple[float, float] | None = None

    def matches(self, item: object) -> bool:
        """Say whether *item* is found by this."""
        found = self.field.value(item)
        if self.span is not None:
            return isinstance(found, int | float) and self.span[0] <= found < self.span[1]
        if self.values is not None and isinstance(found, frozenset):
            return bool(self.values & found) is (self.operator == "IN")
        if self.values is not None:
            return (found in self.values) is (self.operator == "IN")
        if isinstance(found, frozenset) and self.operator in _TEXT:
            return self._matches_text(cast("frozenset[object]", found))
        if isinstance(found, frozenset):  # what has several values, or none
            has = self.value in found if self.value is not None else not found
            return has is (self.operator == "=")
        return _COMPARE[self.operator](found, self.value)

    def _matches_text(self, words: frozenset[object]) -> bool:
        """Say whether a part of a word is found in one of *words*, or in none where that is asked for."""
        decide = all if self.operator == "!~" else any
        return decide(_COMPARE[self.operator](word, self.value) for word in words)

    def indexed(self, look_up: "LookUp") -> Iterable[Any] | None:
        """Return a superset of what this finds; None when everything must be looked at."""
        return look_up(self)


@attrs.frozen
class Group:
    """Several filters or groups, of which all or one must match."""

    operator: str
    members: "tuple[Filter | Group, ...]"

    def matches(self, item: object) -> bool:
        """Say whether *item* is found by this."""
        decide = all if self.operator == "AND" else any
        return decide(member.matches(item) for member in self.members)

    def indexed(self, look_up: "LookUp") -> Iterable[Any] | None:
        """Return a superset of what this finds; None when everything must be looked at."""
        parts = [member.indexed(look_up) for member in self.members]
        known = [part for part in parts if part is not None]
        if self.operator == "AND":
            return _shortest(known)
        return chain.from_iterable(known) if len(known) == len(parts) else None


Node: TypeAlias = Filter | Group
#: Finds a superset of what one filter finds.
LookUp: TypeAlias = Callable[[Filter], Iterable[Any] | None]
FieldOf: TypeAlias = Callable[[World, Call, object], Field]


def _shortest(parts: list[Iterable[Any]]) -> list[Any] | None:
    """Return the shortest of *parts*, no further into the others than it is long; None when there are none."""
    read = [(iter(part), list[Any]()) for part in parts]
    while read:
        for rest, items in read:
            before = len(items)
            items.extend(islice(rest, 1))
            if len(items) == before:
                return items
    return None


def _contains(found: object, part: object) -> bool:
    return isinstance(found, str) and isinstance(part, str) and part.lower() in found.lower()


def _begins(found: object, part: object) -> bool:
    return isinstance(found, str) and isinstance(part, str) and found.lower().startswith(part.lower())


def _ends(found: object, part: object) -> bool:
    return isinstance(found, str) and isinstance(part, str) and found.lower().endswith(part.lower())


def _above(found: object, limit: object) -> bool:
    return isinstance(found, int | float) and isinstance(limit, int | float) and found > limit


def _below(found: object, limit: object) -> bool:
    return isinstance(found, int | float) and isinstance(limit, int | float) and found < limit


_COMPARE: Final[Mapping[str, Callable[[object, object], bool]]] = {
    "=": lambda found, value: found == value,
    "!=": lambda found, value: found != value,
    "~": _contains,
    "!~": lambda found, part: not _contains(found, part),
    "^": _begins,
    "$": _ends,
    ">": _above,
    "<": _below,
    ">=": lambda found, limit: _above(found, limit) or found == limit,
    "<=": lambda found, limit: _below(found, limit) or found == limit,
}


def _plain(name: str) -> Getter:
    return lambda person: person.value(name)


def _truth(name: str) -> Getter:
    return lambda person: person.value(name) is True


def _email_domain(person: Person) -> object:
    return person.email.rpartition("@")[2] if person.email else None


def _owner_number(person: Person) -> object:
    return whole(person.value("owner_id"))


_FLAGS: Final = ("unsubscribed_from_emails", "marked_email_as_spam", "has_hard_bounced")
_STANDARD: Final[Mapping[str, tuple[str, Getter]]] = {
    **{name: (data_type, _plain(name)) for name, _, _, data_type, _ in CONTACT_STANDARD},
    **{name: ("boolean", _truth(name)) for name in _FLAGS},
    "email_domain": ("string", _email_domain),
    "formatted_phone": ("string", _plain("phone")),
    "ios_app_device": ("string", _plain("ios_device")),
    "andoid_sdk_version": ("string", _plain("android_sdk_version")),
}


def contact_field(world: World, call: Call, name: object) -> Field:
    """Return the field of contacts called *name*; 400 when they have none of that name."""
    text = str(name)
    if text.startswith("custom_attributes."):
        if custom := _custom_field(world, "contact", text):
            return custom
    elif text in _ATTACHED:
        return _attached_field(world, call, text)
    elif text == "owner_id":
        as_text = V2_16 <= call.version < PREVIEW
        return Field(text, "string" if as_text else "integer", _plain(text) if as_text else _owner_number)
    elif text in _STANDARD:
        data_type, value = _STANDARD[text]
        exact = data_type == "date" and call.version >= PREVIEW
        return Field(text, "datetime" if exact else data_type, value)
    raise Problem(400, "invalid_field", f"Field '{text}' is not searchable")


def company_field(world: World, call: Call, name: object) -> Field:
    """Return the field of companies called *name*; 400 when that is not searchable."""
    text = str(name)
    if text.startswith("custom_attributes."):
        if custom := _custom_field(world, "company", text):
            return custom
    elif text == "tag_id":
        return _attached_field(world, call, text)
    elif text == "user_count":
        return Field(text, "integer", world.companies.count)
    elif text in _COMPANY:
        return Field(text, _COMPANY[text], _company_value(text))
    raise Problem(400, "invalid_field", f"{text} is not a valid search field")


#: What a company has of itself, and what an answer shows without it being set.
_COMPANY_TYPES: Final = {"date": "moment", "float": "integer"}
_COMPANY: Final = {
    name: _COMPANY_TYPES.get(data_type, data_type)
    for name, _, data_type, _ in COMPANY_STANDARD
    if name in {"company_id", "name", "created_at", "updated_at", "remote_created_at", "last_request_at"}
    or name in {"monthly_spend", "session_count"}
}


def _company_value(name: str) -> Getter:
    if name in {"monthly_spend", "session_count"}:
        return lambda company: company.value(name) or 0
    if name == "remote_created_at":
        return lambda company: company.value(name) or company.created_at
    return lambda company: company.value(name)


def _custom_field(world: World, model: str, text: str) -> Field | None:
    attribute = world.attributes.named(model, text.removeprefix("custom_attributes."))
    if attribute is None:
        return None
    custom = attribute.name
    return Field(text, attribute.data_type, lambda item: item.custom.get(custom))


#: What one may have several of.
_ATTACHED: Final = {"tag_id": "tag", "segment_id": "set"}


def _attached_field(world: World, call: Call, name: str) -> Field:
    def tags(item: Person | Company) -> object:
        return frozenset(applied.tag.id for applied in world.tags.on(item.id))

    def segments(item: Person | Company) -> object:
        return frozenset(segment.id for segment in world.segments.of(item, call.second))

    return Field(name, _ATTACHED[name], tags if name == "tag_id" else segments)


def parse_query(world: World, call: Call, value: object, field_of: FieldOf, depth: int = 0) -> Node:
    """Read a query, refusing what the API refuses."""
    query = as_object(value, "query")
    operator = query.get("operator")
    if operator in {"AND", "OR"}:
        members = query.get("value")
        if depth >= _MAX_DEPTH:
            raise invalid(f"Queries can be nested at most {_MAX_DEPTH} times", "query")
        if not is_list(members) or not members:
            raise invalid(f"{operator} needs a list of filters as its value", "query")
        if len(members) > _MAX_GROUP:
            raise invalid(f"{operator} takes at most {_MAX_GROUP} filters, not {len(members)}", "query")
        return Group(str(operator), tuple(parse_query(world, call, item, field_of, depth + 1) for item in members))
    if not {"field", "operator", "value"} <= query.keys():
        raise invalid("A filter needs a field, an operator and a value", "query")
    return _filter(world, call, query, field_of(world, call, query["field"]))


def _filter(world: World, call: Call, query: Mapping[str, object], field: Field) -> Filter:
    operator = str(query["operator"])
    if operator not in _OPERATORS[field.data_type]:
        raise invalid(f"Operator '{operator}' is not supported for field '{field.name}'", field.name)
    value = query["value"]
    if operator in _SETS:
        if not is_list(value):
            raise invalid(f"Operator '{operator}' needs an array as its value", field.name)
        return Filter(field, operator, None, frozenset(_value(field, item) for item in value))
    checked = _value(field, value)
    if field.data_type == "date" and isinstance(checked, int):
        zone = UTC if call.version >= PREVIEW else world.zone
        return Filter(field, operator, checked, span=_days(operator, checked, zone))
    if field.data_type in {"datetime", "moment", "second"} and isinstance(checked, int) and operator != "!=":
        return Filter(field, operator, checked, span=_seconds(operator, checked))
    return Filter(field, operator, checked)


def _seconds(operator: str, second: int) -> tuple[float, float]:
    """Return the span of seconds that a comparison with one second matches."""
    low = {"=": second, ">": second + 1, ">=": second}.get(operator, -float("inf"))
    high = {"=": second + 1, "<": second, "<=": second + 1}.get(operator, float("inf"))
    return low, high


def _days(operator: str, second: int, zone: tzinfo) -> tuple[float, float]:
    """Return the span of seconds that a comparison with the day of *second* matches."""
    try:
        midnight = datetime.fromtimestamp(second, zone).replace(hour=0, minute=0, second=0, fold=0)
        first, after = midnight.timestamp(), (midnight + timedelta(days=1)).timestamp()
    except (OverflowError, ValueError, OSError):
        raise invalid(f"{second} is no UNIX timestamp in seconds") from None
    return {"=": (first, after), ">": (after, float("inf"))}.get(operator, (-float("inf"), first))


def _value(field: Field, value: object) -> object:
    """Return *value* in the type of *field*; null asks for what is not set."""
    if value is None:
        return False if field.data_type == "boolean" else None
    read = _READ[field.data_type](value)
    if read is None:
        raise invalid(f"The value for field '{field.name}' must be of type {field.data_type}", field.name)
    return str(read).lower() if field.name == "email" or field.data_type == "words" else read


def _text(value: object) -> object:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _boolean(value: object) -> object:
    return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value))


def _number(value: object) -> object:
    if isinstance(value, float):
        return value
    if not isinstance(value, str):
        return whole(value)
    try:
        return float(value)
    except ValueError:
        return None


_READ: Final[Mapping[str, Callable[[object], object]]] = {
    "string": _text,
    "tag": _text,
    "set": _text,
    "words": _text,
    "boolean": _boolean,
    "integer": _number,
    "float": _number,
    "date": whole,
    "datetime": whole,
    "moment": whole,
    "second": whole,
}


def looked_up(node: Filter, by: Mapping[str, Callable[[str], Iterable[T | None]]]) -> list[T] | None:
    """Return what *node* finds by the value of one of the fields in *by*; None when it asks for something else."""
    values = (node.value,) if node.values is None else node.values
    look_up = by.get(node.field.name)
    if look_up is None or node.operator not in {"=", "IN"} or None in values:
        return None
    return [item for value in values for item in look_up(str(value)) if item is not None]
