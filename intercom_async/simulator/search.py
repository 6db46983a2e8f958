"""Searching: the matches in their order, kept between pages, and the page that a cursor asks for."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final, Generic, Protocol, TypeVar

import attrs

from ..versions import V2_16
from .call import Call, Problem, as_object
from .companies import SORTED_BY as COMPANIES_SORTED_BY
from .companies import Company
from .filters import Field, FieldOf, Filter, company_field, contact_field, looked_up, parse_query
from .ordered import Key, key_of
from .pages import Cursor, bad_cursor, cursor_arguments
from .people import SORTED_BY, Person
from .world import World

#: Types of fields that may have several values, by which nothing is sorted.
_UNSORTED: Final = frozenset({"tag", "set", "words"})
#: Seconds after which a search is made anew: who is in a segment changes with time.
_KEPT_FOR: Final = 3600


class Searched(Protocol):
    """What can be searched."""

    id: str
    created_at: int


T = TypeVar("T", bound=Searched)


@attrs.frozen
class Kind(Generic[T]):
    """What is searched, and how."""

    field_of: FieldOf
    default_size: int
    maximum: int | None
    #: Without ``sort``, those with the highest of this come first.
    default_sort: str
    #: Orders in which all of them can be had without sorting, and how.
    sorted_by: Collection[str]
    in_order: Callable[[World, str], Iterable[T]]
    count: Callable[[World], int]
    #: A superset of what one filter finds, from the indexes; None when every object must be looked at.
    indexed: Callable[[World, Filter], Iterable[T] | None] = lambda _world, _filter: None
    #: Whether the matches are kept for the next pages, as long as no person and no company changes.
    kept: bool = True


def _people(world: World, node: Filter) -> Iterable[Person] | None:
    """Return a superset of the people whom *node* finds, by identity or by an instant."""
    people = world.people
    if node.span is not None and node.field.name in SORTED_BY:
        return people.between(node.field.name, *node.span)
    return looked_up(
        node,
        {
            "id": lambda person_id: [people.get(person_id)],
            "external_id": lambda external_id: [people.with_external_id(external_id)],
            "email": people.with_email,
        },
    )


def _companies(world: World, node: Filter) -> Iterable[Company] | None:
    """Return a superset of the companies that *node* finds, by identity, by name or by when they were last seen."""
    companies = world.companies
    if node.span is not None and node.field.name in COMPANIES_SORTED_BY:
        return companies.between(*node.span)
    return looked_up(
        node,
        {
            "company_id": lambda company_id: [companies.listed_with(company_id)],
            "name": companies.listed_with_name,
        },
    )


CONTACTS: Final = Kind[Person](
    contact_field,
    50,
    150,
    "last_seen_at",
    SORTED_BY,
    lambda world, name: world.people.in_order(name),
    lambda world: len(world.people),
    _people,
)

COMPANIES: Final = Kind[Company](
    company_field,
    15,
    150,
    "last_request_at",
    COMPANIES_SORTED_BY,
    lambda world, name: world.companies.in_order(name),
    lambda world: len(world.companies),
    _companies,
)


@attrs.frozen
class Found(Generic[T]):
    """One page of a search."""

    items: list[T]
    cursor: Cursor
    per_page: int
    total: int
    more: bool
    #: By what the matches are sorted.
    sorted_by: Field


def search(world: World, call: Call, kind: Kind[T]) -> Found[T]:
    """Return the page that the body of *call* asks for."""
    if "query" not in call.body:
        raise Problem(400, "parameter_not_found", "query is required", "query")
    pagination = _object(call, "pagination")
    cursor, per_page = cursor_arguments(pagination, default=kind.default_size, maximum=kind.maximum)
    sorted_by, descending = _sort(world, call, kind)

    def key(item: T) -> Key:
        return key_of(sorted_by.value(item), item.id)

    matches = _matches(world, call, kind, sorted_by, key)
    try:
        page, more = _slice(matches, cursor.key, per_page, key, descending=descending)
    except TypeError:
        raise bad_cursor() from None
    return Found(page, cursor, per_page, len(matches), more, sorted_by)


def _object(call: Call, name: str) -> dict[str, object]:
    value = call.body.get(name)
    return {} if value is None else dict(as_object(value, name))


def _sort(world: World, call: Call, kind: Kind[Any]) -> tuple[Field, bool]:
    sort = _object(call, "sort")
    order = sort.get("order", "descending")
    if order not in {"ascending", "descending"} and call.version >= V2_16:
        message = f"Invalid sort order '{order}'. Must be one of: ascending, descending"
        raise Problem(400, "invalid_sort_order", message)
    name = sort.get("field", "last_request_at")
    field = kind.field_of(world, call, kind.default_sort if name == "last_request_at" else name)
    if field.data_type in _UNSORTED:
        raise Problem(400, "invalid_field", f"{field.name} is not a valid sort field")
    return field, order != "ascending"


def _matches(world: World, call: Call, kind: Kind[T], sorted_by: Field, key: Callable[[T], Key]) -> list[T]:
    """Return everything that matches, lowest sort key first."""
    query = parse_query(world, call, call.body["query"], kind.field_of)
    key_of_search = (kind, query, sorted_by, call.version, call.second // _KEPT_FOR)
    kept = world.kept_search(key_of_search) if kind.kept else None
    if kept is not None:
        return kept
    newest = call.now - world.index_lag
    some = _few(query.indexed(lambda each: kind.indexed(world, each)), kind.count(world) / 4)
    if some is not None:
        candidates = sorted(some, key=key)
    elif sorted_by.name in kind.sorted_by:
        candidates = list(kind.in_order(world, sorted_by.name))
    else:
        candidates = sorted(kind.in_order(world, "id"), key=key)
    matches = [item for item in candidates if item.created_at <= newest and query.matches(item)]
    if kind.kept and not world.index_lag:
        world.keep_search(key_of_search, matches)
    return matches


def _few(found: Iterable[T] | None, limit: float) -> Collection[T] | None:
    """Return those *found* who are not archived, each once; None when they are not fewer than *limit*."""
    if found is None:
        return None
    some: dict[str, T] = {}
    for item in found:
        if not getattr(item, "archived", False):
            some[item.id] = item
        if len(some) >= limit:
            return None
    return some.values()


def _slice(
    matches: list[T], after: Key | None, size: int, key: Callable[[T], Key], *, descending: bool
) -> tuple[list[T], bool]:
    """Return the page behind the key *after* and whether more come."""
    if descending:
        end = len(matches) if after is None else bisect_left(matches, after, key=key)
        return matches[max(end - size, 0) : end][::-1], end > size
    begin = 0 if after is None else bisect_right(matches, after, key=key)
    return matches[begin : begin + size], begin + size < len(matches)
