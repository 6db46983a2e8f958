"""Searching people: the matches in their order, kept between pages, and the page that a cursor asks for."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Final

import attrs

from ..versions import V2_16
from .call import Call, Problem, as_object
from .filters import Field, field_of, indexed, parse_query
from .ordered import Key
from .pages import Cursor, bad_cursor, cursor_arguments
from .people import SORTED_BY, Person, key_of
from .world import World

#: Without ``sort``, those who were seen last come first.
_DEFAULT_SORT: Final = "last_seen_at"


@attrs.frozen
class Found:
    """One page of a search."""

    people: list[Person]
    cursor: Cursor
    per_page: int
    total: int
    more: bool
    #: By what the matches are sorted.
    sorted_by: Field


def search(world: World, call: Call) -> Found:
    """Return the page that the body of *call* asks for."""
    if "query" not in call.body:
        raise Problem(400, "parameter_not_found", "query is required", "query")
    cursor, per_page = cursor_arguments(_object(call, "pagination"), default=50, maximum=150)
    sorted_by, descending = _sort(world, call)

    def key(person: Person) -> Key:
        return key_of(sorted_by.value(person), person.id)

    matches = _matches(world, call, sorted_by, key)
    try:
        page, more = _slice(matches, cursor.key, per_page, key, descending=descending)
    except TypeError:
        raise bad_cursor() from None
    return Found(page, cursor, per_page, len(matches), more, sorted_by)


def _object(call: Call, name: str) -> dict[str, object]:
    value = call.body.get(name)
    return {} if value is None else dict(as_object(value, name))


def _sort(world: World, call: Call) -> tuple[Field, bool]:
    sort = _object(call, "sort")
    order = sort.get("order", "descending")
    if order not in {"ascending", "descending"} and call.version >= V2_16:
        message = f"Invalid sort order '{order}'. Must be one of: ascending, descending"
        raise Problem(400, "invalid_sort_order", message)
    name = sort.get("field", _DEFAULT_SORT)
    return field_of(world, call, _DEFAULT_SORT if name == "last_request_at" else name), order != "ascending"


def _matches(world: World, call: Call, sorted_by: Field, key: Callable[[Person], Key]) -> list[Person]:
    """Return everybody who matches, lowest sort key first."""
    query = parse_query(world, call, call.body["query"])
    kept = world.kept_search((query, sorted_by))
    if kept is not None:
        return kept
    newest = call.now - world.index_lag
    found = indexed(world, query)
    some = None if found is None else {person.id: person for person in found if not person.archived}
    if some is not None and len(some) < len(world.people) / 4:
        candidates = sorted(some.values(), key=key)
    elif sorted_by.name in SORTED_BY:
        candidates = list(world.people.in_order(sorted_by.name))
    else:
        candidates = sorted(world.people.in_order("id"), key=key)
    matches = [p for p in candidates if p.created_at <= newest and query.matches(p)]
    if not world.index_lag:
        world.keep_search((query, sorted_by), matches)
    return matches


def _slice(
    matches: list[Person], after: Key | None, size: int, key: Callable[[Person], Key], *, descending: bool
) -> tuple[list[Person], bool]:
    """Return the page behind the key *after* and whether more come."""
    if descending:
        end = len(matches) if after is None else bisect_left(matches, after, key=key)
        return matches[max(end - size, 0) : end][::-1], end > size
    begin = 0 if after is None else bisect_right(matches, after, key=key)
    return matches[begin : begin + size], begin + size < len(matches)
