"""Everything that changed since an instant, though searches may know days alone: the query, and what of it counts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from math import floor, isfinite
from typing import Any, Final, cast

from .instants import to_datetime
from .limits import check_instant
from .query import MOST_IN_GROUP, Query, check_query
from .wire import json_ready, seconds

#: Longer than any day: clocks that are set back make some of 25 hours, or of 26.
_TWO_DAYS: Final = 2 * 24 * 60 * 60
#: By what the search is sorted. Pages follow each other by the place of the last object in the order: one whose place
#: moves between two pages, as it would by ``updated_at``, comes twice or not at all. Nothing moves a creation, and
#: what is created meanwhile comes last.
SORT: Final[Mapping[str, str]] = {"field": "created_at", "order": "ascending"}


def since(where: str, instant: datetime | int, overlap: float) -> int:
    """Return the second from which on changes are wanted: that of *instant*, less *overlap* seconds."""
    if not (isfinite(overlap) and overlap >= 0):
        msg = f"{where}: overlap is a number of seconds to look back, not {overlap!r}"
        raise ValueError(msg)
    check_instant(f"{where}: instant", instant)
    second = instant if type(instant) is int else seconds(instant, f"{where}: instant")
    return floor(second - overlap)


def changed_query(query: Query | None, second: int) -> Mapping[str, Any]:
    """Return the query for what matches *query* and may have changed in *second* or later.

    Where a day is all that is compared, ``>`` begins with the next one, in the workspace's time zone: ``=`` has the
    rest. Where seconds are, the two together are exact.
    """
    at = {"field": "updated_at", "operator": "=", "value": second}
    later = {"field": "updated_at", "operator": ">", "value": second}
    either = _group("OR", at, later)
    if query is None:
        return either
    given: Mapping[str, Any] = json_ready(query)
    if _depth(given) < _DEEPEST_WITH_GROUP:
        return _group("AND", given, either)
    parts: list[object] = given["value"]
    if given["operator"] == "AND":
        return _checked(_group("AND", *parts, either))
    # One group more would be too deep. The day before, and one more, reach as far back in a single filter.
    earlier = {"field": "updated_at", "operator": ">", "value": second - _TWO_DAYS}
    return _checked(_group("OR", *(_group("AND", *_members("AND", part), earlier) for part in _flat(parts))))


#: A query of fewer groups than this can be put into a group beside another.
_DEEPEST_WITH_GROUP: Final = 2


def _flat(parts: Iterable[object]) -> Iterator[object]:
    """Yield the parts of an OR, for an OR among them its own."""
    for part in parts:
        yield from _members("OR", part)


def _members(operator: str, part: object) -> Sequence[object]:
    """Return what a group of that *operator* joins; any other part is taken for the only one."""
    group = cast("dict[str, Any]", part) if _depth(part) else {}
    return group["value"] if group.get("operator") == operator else (part,)


def _group(operator: str, *parts: object) -> Mapping[str, Any]:
    return {"operator": operator, "value": list(parts)}


def _depth(query: object) -> int:
    """Return how many groups deep *query* is."""
    content = cast("dict[str, Any]", query) if isinstance(query, dict) else {}
    if content.get("operator") not in {"AND", "OR"} or not isinstance(content.get("value"), list):
        return 0
    return 1 + max(map(_depth, content["value"]), default=0)


def _checked(query: Mapping[str, Any]) -> Mapping[str, Any]:
    """Refuse a query that the bound made too large."""
    try:
        check_query(query)
    except ValueError as exc:
        msg = f"updated_since: with the bound on updated_at {exc}; a group of your query takes {MOST_IN_GROUP - 1}"
        raise ValueError(msg) from exc
    return query


def changed_since(second: int) -> Callable[[object], bool]:
    """Return what says whether an object changed in *second* or later; one that does not say when is taken."""
    first = to_datetime(second)

    def changed(item: object) -> bool:
        at: datetime | None = getattr(item, "updated_at", None)
        return at is None or at >= first

    return changed
