"""Search filters: what they become, and what is refused before it is sent."""

from datetime import UTC, datetime
from typing import Any

import pytest

from intercom_async import F
from intercom_async.query import Condition, Field, Group, Operator, check_query

A, B, C = (F[name] == name for name in ("a", "b", "c"))


@pytest.mark.parametrize(
    ("condition", "operator", "value"),
    [
        (F.x == 1, "=", 1),
        (F.x != "a", "!=", "a"),
        (F.x > 1.5, ">", 1.5),
        (F.x < 1, "<", 1),
        (F.x >= 1, ">=", 1),
        (F.x <= 1, "<=", 1),
        (F.x == None, "=", None),  # noqa: E711  # builds a filter
        (F.x.is_in(["a", "b"]), "IN", ["a", "b"]),
        (F.x.not_in(value for value in (1, 2)), "NIN", [1, 2]),
        (F.x.contains("a"), "~", "a"),
        (F.x.not_contains("a"), "!~", "a"),
        (F.x.starts_with("a"), "^", "a"),
        (F.x.ends_with("a"), "$", "a"),
    ],
)
def test_every_operator(condition: Condition, operator: str, value: object) -> None:
    assert condition.as_query() == {"field": "x", "operator": operator, "value": value}
    assert condition.operator in Operator


def test_fields_are_named_with_dots_or_brackets() -> None:
    """Brackets for names that are no identifiers, or that are methods here."""
    assert (F.custom_attributes.plan == 1).field == "custom_attributes.plan"
    assert (F.custom_attributes["Signed up"] == 1).field == "custom_attributes.Signed up"
    assert (F["contains"] == 1).field == "contains"


def test_filters_join_flat() -> None:
    query = (A & B & C).as_query()
    assert query["operator"] == "AND"
    assert [each["field"] for each in query["value"]] == ["a", "b", "c"]
    assert Group("OR", (A, B, C)) == (A | (B | C))
    assert ((A & B) & (B & C)).filters == (A, B, B, C)


def test_filters_nest_two_deep() -> None:
    nested = A & (B | C)
    assert nested.depth == 2
    assert nested.as_query()["value"][1] == {"operator": "OR", "value": [B.as_query(), C.as_query()]}
    assert ((B | C) & A).depth == 2
    assert (nested | A if nested.depth < 2 else nested) is nested


def test_deeper_filters_are_refused() -> None:
    with pytest.raises(ValueError, match="filters may be nested 2 groups deep, not 3"):
        _ = A & (B | (A & C))
    with pytest.raises(ValueError, match="not 3"):
        _ = (A & (B | C)) | A


def test_a_group_takes_15_filters() -> None:
    fifteen = Group("AND", (A,) * 15)
    assert len(fifteen.as_query()["value"]) == 15
    with pytest.raises(ValueError, match="a group takes at most 15 filters, not 16: use is_in"):
        _ = fifteen & B


def test_a_group_needs_a_filter() -> None:
    with pytest.raises(ValueError, match="a group needs at least one filter"):
        Group("AND", ())


def test_a_filter_has_no_truth_value() -> None:
    for build in (lambda: A and B, lambda: (A & B) or C, lambda: not A, lambda: 1 < F.x < 5):
        with pytest.raises(TypeError, match=r"a filter has no truth value: join filters with & and \|"):
            build()


def test_filters_are_joined_with_filters_only() -> None:
    for other in ("text", True, {"field": "a"}):
        with pytest.raises(TypeError, match="a filter is joined with another filter, not with"):
            _ = A & other  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]  # the test's point
        with pytest.raises(TypeError, match="a filter is joined with another filter, not with"):
            _ = (A & B) | other  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]  # the test's point


def test_one_text_is_not_several_values() -> None:
    for method in (F.x.is_in, F.x.not_in):
        with pytest.raises(TypeError, match="take several values, not one text"):
            method("abc")


def test_a_field_must_be_named_and_is_no_key() -> None:
    with pytest.raises(TypeError, match="name a field first"):
        _ = F == 1
    with pytest.raises(TypeError, match="unhashable"):
        hash(F.x)
    with pytest.raises(AttributeError):
        _ = F.__wrapped__
    assert isinstance(F.x, Field)


def test_values_are_not_shown() -> None:
    assert "ada" not in repr((F.email == "ada@example.com") & (F.email != "ada@b.c"))


def test_conditions_compare_and_may_stand_in_sets() -> None:
    when = datetime(2024, 1, 1, tzinfo=UTC)
    assert {F.x == 1, F.x == 1, F.x > when, F.x.is_in([1])} == {F.x == 1, F.x > when, F.x.is_in([1])}


def group(*parts: Any, operator: str = "AND") -> dict[str, Any]:
    return {"operator": operator, "value": list(parts)}


PLAIN = {"field": "a", "operator": "=", "value": 1}


@pytest.mark.parametrize(
    "query",
    [
        A,
        A & B,
        PLAIN,
        {},
        group(PLAIN, group(PLAIN, operator="OR")),
        group(A, B | C),
        group(*[PLAIN] * 15),
        group("odd"),
    ],
)
def test_good_queries_pass(query: Any) -> None:
    check_query(query)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (group(group(group(PLAIN))), "filters may be nested 2 groups deep, not 3"),
        (group(group(A & B)), "filters may be nested 2 groups deep, not 3"),
        (group(A & (B | C)), "filters may be nested 2 groups deep, not 3"),
        (group(*[PLAIN] * 16), "a group takes at most 15 filters, not 16"),
        (group(group(*[PLAIN] * 16, operator="OR")), "a group takes at most 15 filters, not 16"),
        ({"operator": "OR", "value": (PLAIN,) * 16}, "a group takes at most 15 filters, not 16"),
    ],
)
def test_plain_queries_that_intercom_would_refuse_are_refused(query: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_query(query)


@pytest.mark.parametrize("query", [None, "a", 5, [PLAIN], F.x])
def test_what_is_no_query_is_refused(query: Any) -> None:
    with pytest.raises(TypeError, match="a query must be a filter or a mapping, not"):
        check_query(query)
