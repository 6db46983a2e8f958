"""The query for what changed since an instant, and what counts of what it finds."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

from intercom_async import F
from intercom_async.query import Group
from intercom_async.updated_since import changed_query, changed_since, since

S = 1_700_000_000
AT, LATER = ({"field": "updated_at", "operator": operator, "value": S} for operator in ("=", ">"))
EITHER = {"operator": "OR", "value": [AT, LATER]}
EARLIER = {"field": "updated_at", "operator": ">", "value": S - 172_800}
A, B, C = (F[name] == 1 for name in "abc")
PA, PB, PC = (each.as_query() for each in (A, B, C))


def both(*parts: object) -> dict[str, Any]:
    return {"operator": "AND", "value": list(parts)}


def any_of(*parts: object) -> dict[str, Any]:
    return {"operator": "OR", "value": list(parts)}


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        (None, EITHER),
        (A, both(PA, EITHER)),
        (A & B, both(both(PA, PB), EITHER)),
        (A | B, both(any_of(PA, PB), EITHER)),
        ({"operator": "AND", "value": [A, PB]}, both(both(PA, PB), EITHER)),
        (A & (B | C), both(PA, any_of(PB, PC), EITHER)),
        (A | (B & C), any_of(both(PA, EARLIER), both(PB, PC, EARLIER))),
        (
            {"operator": "OR", "value": [PA, any_of(PB, PC)]},
            any_of(both(PA, EARLIER), both(PB, EARLIER), both(PC, EARLIER)),
        ),
        ({"operator": "OR", "value": ["odd", any_of(PB)]}, any_of(both("odd", EARLIER), both(PB, EARLIER))),
        ({"operator": "AND", "value": "odd"}, both({"operator": "AND", "value": "odd"}, EITHER)),
        (Group("AND", (A,) * 15), both(both(*[PA] * 15), EITHER)),
    ],
)
def test_the_bound_is_put_where_it_is_not_too_deep(query: Any, sent: object) -> None:
    """Beside a query of one group; into one of two."""
    assert changed_query(query, S) == sent


@pytest.mark.parametrize(
    "query", [Group("AND", (*(A,) * 14, B | C)), A | Group("AND", (B,) * 15)], ids=["beside", "within"]
)
def test_a_group_that_is_full_is_refused(query: Group) -> None:
    with pytest.raises(ValueError, match=r"at most 15 filters, not 16: .*; a group of your query takes 14"):
        changed_query(query, S)


@pytest.mark.parametrize(
    ("instant", "overlap", "second"),
    [
        (S, 0, S),
        (S, 300, S - 300),
        (S, 0.5, S - 1),
        (datetime.fromtimestamp(S, UTC), 0, S),
        (datetime.fromtimestamp(S, UTC) + timedelta(seconds=0.9), 0, S),
        (datetime.fromtimestamp(S, timezone(timedelta(hours=9))), 60, S - 60),
    ],
)
def test_parts_of_a_second_look_back_further(instant: datetime | int, overlap: float, second: int) -> None:
    """Answers have whole seconds: what changed within this one must not be lost."""
    assert since("contacts.updated_since", instant, overlap) == second


@pytest.mark.parametrize(
    ("instant", "overlap", "error", "message"),
    [
        (datetime(2024, 1, 1), 0, ValueError, "naive datetime"),  # noqa: DTZ001  # the test's point
        (S * 1000, 0, ValueError, "milliseconds"),
        (True, 0, TypeError, "aware datetime, not bool"),
        ("2024-01-01", 0, TypeError, "aware datetime, not str"),
        (S, -1, ValueError, "overlap is a number of seconds to look back, not -1"),
        (S, float("nan"), ValueError, "not nan"),
        (S, float("inf"), ValueError, "not inf"),
    ],
)
def test_what_is_no_instant_or_no_overlap_is_refused(
    instant: Any, overlap: float, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=rf"contacts\.updated_since: .*{message}"):
        since("contacts.updated_since", instant, overlap)


@attrs.frozen
class Changed:
    """Something with an instant of change."""

    updated_at: datetime | None


def test_what_changed_in_that_second_or_later_counts() -> None:
    """And what does not say when."""
    keep = changed_since(S)
    first = datetime.fromtimestamp(S, UTC)
    moments = [first, first + timedelta(days=1), None, first - timedelta(seconds=1)]
    assert [keep(Changed(each)) for each in moments] == [True, True, True, False]
    assert keep(object())
