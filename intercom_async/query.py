"""Filters for searches: pleasant to write, refused before sending where Intercom would refuse them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final, TypeAlias, Union, cast

import attrs

from .limits import check_instant

#: How deep groups of filters may be nested, and how many filters a group may hold.
DEEPEST: Final = 2
MOST_IN_GROUP: Final = 15

Value: TypeAlias = str | int | float | bool | datetime | None


class Operator(StrEnum):
    """How a field is compared."""

    EQUALS = "="
    NOT_EQUALS = "!="
    IN = "IN"
    NOT_IN = "NIN"
    GREATER = ">"
    LESS = "<"
    GREATER_OR_EQUAL = ">="
    LESS_OR_EQUAL = "<="
    CONTAINS = "~"
    NOT_CONTAINS = "!~"
    STARTS_WITH = "^"
    ENDS_WITH = "$"


@attrs.frozen
class Condition:
    """One comparison: ``F.email == "ada@example.com"``."""

    field: str
    operator: Operator
    #: May be personal data: never shown.
    value: Value | tuple[Value, ...] = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        for value in self.value if isinstance(self.value, tuple) else (self.value,):
            _check_value(self.field, value)

    def as_query(self) -> dict[str, Any]:
        """Return it as Intercom takes it."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"field": self.field, "operator": self.operator.value, "value": value}

    @property
    def depth(self) -> int:
        """How many groups deep it is."""
        return 0

    def __and__(self, other: "Filter") -> "Group":
        return _join("AND", self, other)

    def __or__(self, other: "Filter") -> "Group":
        return _join("OR", self, other)

    def __bool__(self) -> bool:
        return _no_truth()


@attrs.frozen
class Group:
    """Filters of which all (AND) or any (OR) must hold."""

    operator: str
    filters: tuple["Filter", ...]

    def __attrs_post_init__(self) -> None:
        if not self.filters:
            msg = "a group needs at least one filter"
            raise ValueError(msg)
        _check_size(len(self.filters))
        _check_depth(self.depth)

    def as_query(self) -> dict[str, Any]:
        """Return it as Intercom takes it."""
        return {"operator": self.operator, "value": [each.as_query() for each in self.filters]}

    @property
    def depth(self) -> int:
        """How many groups deep it is."""
        return 1 + max(each.depth for each in self.filters)

    def __and__(self, other: "Filter") -> "Group":
        return _join("AND", self, other)

    def __or__(self, other: "Filter") -> "Group":
        return _join("OR", self, other)

    def __bool__(self) -> bool:
        return _no_truth()


#: What a search takes besides a plain mapping.
Filter = Condition | Group
Query: TypeAlias = Union[Mapping[str, object], Condition, Group]  # noqa: UP007  # read at run time by attrs and docs


def _check_size(filters: int) -> None:
    if filters > MOST_IN_GROUP:
        msg = f"a group takes at most {MOST_IN_GROUP} filters, not {filters}: use is_in() or split it"
        raise ValueError(msg)


def _check_depth(depth: int) -> None:
    if depth > DEEPEST:
        msg = f"filters may be nested {DEEPEST} groups deep, not {depth}: search twice, or filter what comes"
        raise ValueError(msg)


def _no_truth() -> bool:
    msg = "a filter has no truth value: join filters with & and |, not with 'and', 'or' or a chained comparison"
    raise TypeError(msg)


def _join(operator: str, left: "Filter", right: "Filter") -> Group:
    """Join two filters, flat where they are of one kind."""
    parts: list[Filter] = []
    for each in (left, right):
        if not isinstance(each, Condition | Group):  # pyright: ignore[reportUnnecessaryIsInstance]  # untyped callers
            msg = f"a filter is joined with another filter, not with {type(each).__name__}"  # type: ignore[unreachable]  # as above
            raise TypeError(msg)
        parts += each.filters if isinstance(each, Group) and each.operator == operator else (each,)
    return Group(operator, tuple(parts))


def check_query(query: Query) -> None:
    """Refuse a plain mapping that Intercom would refuse for its shape."""
    if isinstance(query, Condition | Group):
        return
    if not isinstance(query, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        msg = f"a query must be a filter or a mapping, not {type(query).__name__}"  # type: ignore[unreachable]
        raise TypeError(msg)
    _check_level(query, 0)


def _check_value(field: object, value: object) -> None:
    """Refuse milliseconds for one of Intercom's own instants; what a custom attribute holds is not known."""
    name = str(field)
    if name.endswith("_at") and not name.startswith("custom_attributes."):
        check_instant(f"the filter on {name}", value)


def _check_level(query: Mapping[str, object], depth: int) -> None:
    parts = query.get("value")
    if query.get("operator") not in {"AND", "OR"} or not isinstance(parts, list | tuple):
        _check_value(query.get("field"), parts)
        return
    filters = cast("Sequence[object]", parts)
    _check_depth(depth + 1)
    _check_size(len(filters))
    for each in filters:
        if isinstance(each, Condition | Group):
            _check_depth(depth + 1 + each.depth)
        elif isinstance(each, Mapping):
            _check_level(cast("Mapping[str, object]", each), depth + 1)


def _several(values: Iterable[Value]) -> tuple[Value, ...]:
    if isinstance(values, str):
        msg = "is_in() and not_in() take several values, not one text: use == and !="
        raise TypeError(msg)
    return tuple(values)


class Field:
    """A field to filter by; further names are reached with a dot: ``F.custom_attributes.plan``."""

    __slots__ = ("_path",)
    # Comparing builds a filter, so a field cannot be a key of a dict.
    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleMethodOverride]

    def __init__(self, path: str = "") -> None:
        self._path = path

    def __getattr__(self, name: str) -> "Field":
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> "Field":
        return Field(f"{self._path}.{name}" if self._path else name)

    def _compare(self, operator: Operator, value: Value | tuple[Value, ...]) -> Condition:
        if not self._path:
            msg = "name a field first: F.email == ..."
            raise TypeError(msg)
        return Condition(self._path, operator, value)

    def __eq__(self, value: object) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare(Operator.EQUALS, cast("Value", value))

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare(Operator.NOT_EQUALS, cast("Value", value))

    def __gt__(self, value: Value) -> Condition:
        return self._compare(Operator.GREATER, value)

    def __lt__(self, value: Value) -> Condition:
        return self._compare(Operator.LESS, value)

    def __ge__(self, value: Value) -> Condition:
        return self._compare(Operator.GREATER_OR_EQUAL, value)

    def __le__(self, value: Value) -> Condition:
        return self._compare(Operator.LESS_OR_EQUAL, value)

    def is_in(self, values: Iterable[Value]) -> Condition:
        """Match any of *values*."""
        return self._compare(Operator.IN, _several(values))

    def not_in(self, values: Iterable[Value]) -> Condition:
        """Match none of *values*."""
        return self._compare(Operator.NOT_IN, _several(values))

    def contains(self, text: str) -> Condition:
        """Match where *text* stands anywhere in the field."""
        return self._compare(Operator.CONTAINS, text)

    def not_contains(self, text: str) -> Condition:
        """Match where *text* stands nowhere in the field."""
        return self._compare(Operator.NOT_CONTAINS, text)

    def starts_with(self, text: str) -> Condition:
        """Match where the field begins with *text*."""
        return self._compare(Operator.STARTS_WITH, text)

    def ends_with(self, text: str) -> Condition:
        """Match where the field ends with *text*."""
        return self._compare(Operator.ENDS_WITH, text)


#: The start of every filter: ``F.role == "user"``, ``F.created_at > since``.
F: Final = Field()
