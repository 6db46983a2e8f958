"""The search language: filters with operators by the type of their field, in groups nested at most twice."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, TypeAlias

import attrs

from ..versions import PREVIEW
from .attributes import CONTACT_STANDARD
from .call import Call, Problem, as_object, invalid, is_list, whole
from .people import Person
from .world import World

Getter: TypeAlias = Callable[[Person], object]

_SETS: Final = frozenset({"IN", "NIN"})
_ORDERING: Final = frozenset({">", "<", ">=", "<="})
_EQUALITY: Final = frozenset({"=", "!="})
_OPERATORS: Final[Mapping[str, frozenset[str]]] = {
    "string": _EQUALITY | _SETS | {"~", "!~", "^", "$"},
    "boolean": _EQUALITY | _SETS,
    "integer": _EQUALITY | _SETS | _ORDERING,
    "float": _EQUALITY | _SETS | _ORDERING,
    "date": frozenset({"=", ">", "<"}),
    "datetime": _EQUALITY | _ORDERING,
    "tag": _EQUALITY,
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

    def matches(self, person: Person) -> bool:
        """Say whether *person* is found by this."""
        found = self.field.value(person)
        if self.span is not None:
            return isinstance(found, int | float) and self.span[0] <= found < self.span[1]
        if self.values is not None:
            return (found in self.values) is (self.operator == "IN")
        return _COMPARE[self.operator](found, self.value)


@attrs.frozen
class Group:
    """Several filters or groups, of which all or one must match."""

    operator: str
    members: "tuple[Filter | Group, ...]"

    def matches(self, person: Person) -> bool:
        """Say whether *person* is found by this."""
        decide = all if self.operator == "AND" else any
        return decide(member.matches(person) for member in self.members)


Node: TypeAlias = Filter | Group


def _contains(found: object, part: object) -> bool:
    return isinstance(found, str) and str(part).lower() in found.lower()


def _begins(found: object, part: object) -> bool:
    return isinstance(found, str) and found.lower().startswith(str(part).lower())


def _ends(found: object, part: object) -> bool:
    return isinstance(found, str) and found.lower().endswith(str(part).lower())


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


_FLAGS: Final = ("unsubscribed_from_emails", "marked_email_as_spam", "has_hard_bounced")
_STANDARD: Final[Mapping[str, tuple[str, Getter]]] = {
    **{name: (data_type, _plain(name)) for name, _, _, data_type, _ in CONTACT_STANDARD},
    **{name: ("boolean", _truth(name)) for name in _FLAGS},
    "owner_id": ("string", _plain("owner_id")),
    "email_domain": ("string", _email_domain),
    "formatted_phone": ("string", _plain("phone")),
    "ios_app_device": ("string", _plain("ios_device")),
    "andoid_sdk_version": ("string", _plain("android_sdk_version")),
    # nobody has tags or is in a segment yet
    "tag_id": ("tag", _plain("tag_id")),
    "segment_id": ("string", _plain("segment_id")),
}


def field_of(world: World, call: Call, name: object) -> Field:
    """Return the field called *name*; 400 when contacts have none of that name."""
    text = str(name)
    if text.startswith("custom_attributes."):
        attribute = world.attributes.named("contact", text.removeprefix("custom_attributes."))
        if attribute is not None:
            custom = attribute.name
            return Field(text, attribute.data_type, lambda person: person.custom.get(custom))
    elif text in _STANDARD:
        data_type, value = _STANDARD[text]
        exact = data_type == "date" and call.version >= PREVIEW
        return Field(text, "datetime" if exact else data_type, value)
    raise Problem(400, "invalid_field", f"Field '{text}' is not searchable")


def parse_query(world: World, call: Call, value: object, depth: int = 0) -> Node:
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
        return Group(str(operator), tuple(parse_query(world, call, item, depth + 1) for item in members))
    if not {"field", "operator", "value"} <= query.keys():
        raise invalid("A filter needs a field, an operator and a value", "query")
    return _filter(world, call, query)


def _filter(world: World, call: Call, query: Mapping[str, object]) -> Filter:
    field = field_of(world, call, query["field"])
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
    if field.data_type == "datetime" and isinstance(checked, int) and operator != "!=":
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
    return str(read).lower() if field.name == "email" else read


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
    "boolean": _boolean,
    "integer": _number,
    "float": _number,
    "date": whole,
    "datetime": whole,
}


def indexed(world: World, node: Node) -> "Iterable[Person] | None":
    """Return a superset of those whom *node* finds, from the indexes; None when every person must be looked at."""
    if isinstance(node, Filter):
        return _indexed_filter(world, node)
    parts = [indexed(world, member) for member in node.members]
    known = [list(part) for part in parts if part is not None]
    if node.operator == "AND":
        return min(known, key=len) if known else None
    return [person for part in known for person in part] if len(known) == len(parts) else None


def _indexed_filter(world: World, node: Filter) -> "Iterable[Person] | None":
    people, name = world.people, node.field.name
    if node.span is not None and name in {"created_at", "updated_at", "signed_up_at", "last_seen_at"}:
        return people.between(name, *node.span)
    values = (node.value,) if node.values is None else node.values
    if node.operator not in {"=", "IN"} or name not in {"id", "external_id", "email"} or None in values:
        return None
    if name == "email":
        return [person for value in values for person in people.with_email(str(value))]
    look_up = people.get if name == "id" else people.with_external_id
    return [person for value in values if (person := look_up(str(value))) is not None]
