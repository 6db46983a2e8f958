"""Searches: which operators a field takes, in which version, and which are too long for one."""

from collections.abc import Mapping
from typing import Any

import pytest

from intercom_async import F
from intercom_async.query import Condition, Filter, Operator
from intercom_async.search_rules import IDENTITIES, MOST_VALUES, check_search, operators, parts
from intercom_async.versions import PREVIEW, V2_0, V2_14, V2_16, Version

CONTACTS, CONVERSATIONS, TICKETS, COMPANIES = (
    f"{name}.search" for name in ("contacts", "conversations", "tickets", "companies")
)
NEWER = Version("2.17")


@pytest.mark.parametrize(
    ("operation", "field", "version", "taken"),
    [
        (CONTACTS, "email", V2_0, "= != IN NIN ~ !~ ^ $"),
        (CONTACTS, "has_hard_bounced", V2_16, "= != IN NIN"),
        (CONTACTS, "owner_id", V2_14, "= != IN NIN > < >= <="),
        (CONTACTS, "owner_id", V2_16, "= != IN NIN ~ !~ ^ $"),
        (CONTACTS, "owner_id", NEWER, "= != IN NIN ~ !~ ^ $"),
        (CONTACTS, "owner_id", PREVIEW, "= != IN NIN > < >= <="),
        (CONTACTS, "updated_at", V2_0, "= > <"),
        (CONTACTS, "updated_at", NEWER, "= > <"),
        (CONTACTS, "updated_at", PREVIEW, "= != > < >= <="),
        (CONTACTS, "tag_id", PREVIEW, "= !="),
        (CONTACTS, "custom_attributes.plan", V2_16, ""),
        (CONTACTS, "new_field", V2_16, ""),
        (CONVERSATIONS, "created_at", V2_16, "= != IN NIN > <"),
        (CONVERSATIONS, "statistics.count_reopens", V2_14, "= != IN NIN > <"),
        (CONVERSATIONS, "source.body", V2_14, "= != IN NIN ~ !~ ^ $"),
        (CONVERSATIONS, "read", PREVIEW, "= != IN NIN"),
        (TICKETS, "created_at", V2_14, "= != IN NIN > < >= <="),
        (TICKETS, "updated_at", V2_14, "= != IN NIN > <"),
        (TICKETS, "admin_assignee_id", V2_16, "= != IN NIN ~ !~ ^ $"),
        (TICKETS, "admin_assignee_id", PREVIEW, "= != IN NIN > <"),
        (TICKETS, "ticket_attribute.7", V2_16, ""),
        (COMPANIES, "created_at", PREVIEW, "= != > <"),
        (COMPANIES, "monthly_spend", PREVIEW, "= != IN NIN > <"),
        (COMPANIES, "tag_id", PREVIEW, "= !="),
    ],
)
def test_what_a_field_takes(operation: str, field: str, version: Version, taken: str) -> None:
    """As the description of each search says; what it does not name may take anything."""
    assert " ".join(operators(operation, field, version)) == taken
    for operator in Operator:
        value = ("a",) if operator in {"IN", "NIN"} else 1
        condition = Condition(field, operator, value)
        if not taken or operator.value in taken.split():
            check_search(condition, operation, version)
        else:
            with pytest.raises(ValueError, match=f"^{operation}: {field} takes "):
                check_search(condition, operation, version)


@pytest.mark.parametrize(
    ("query", "version", "message"),
    [
        (
            F.updated_at >= 5,
            V2_16,
            "contacts.search: updated_at takes = > < in 2.16, not >=, which it takes in Preview",
        ),
        (F.tag_id.is_in(["7"]), V2_14, "contacts.search: tag_id takes = != in 2.14, not IN"),
        ((F.role == "user") & (F.name > "a"), V2_16, "contacts.search: name takes = != IN NIN ~ !~ ^ $ in 2.16, not >"),
        (
            {"operator": "OR", "value": [{"field": "name", "operator": "=", "value": "a"}, F.email < "b"]},
            V2_16,
            "contacts.search: email takes = != IN NIN ~ !~ ^ $ in 2.16, not <",
        ),
    ],
    ids=["date", "tag", "in a group", "in a mapping"],
)
def test_a_refusal_says_field_operator_and_version(query: Any, version: Version, message: str) -> None:
    """Wherever the filter stands."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # compared whole
        check_search(query, CONTACTS, version)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "query",
    [
        {"field": "updated_at", "operator": ">=", "value": 5},
        {"operator": "AND", "value": [{"field": "tag_id", "operator": "~", "value": "7"}]},
        {"operator": "AND", "value": "odd"},
        {"operator": "AND", "value": ["odd"]},
        {},
    ],
)
def test_plain_mappings_pass(query: Mapping[str, object]) -> None:
    """They are the way to send what these rules do not know."""
    check_search(query, CONTACTS, V2_16)


def test_the_shape_is_checked_too() -> None:
    with pytest.raises(ValueError, match="nested 2 groups deep"):
        check_search({"operator": "AND", "value": [(F.a == 1) & ((F.b == 1) | (F.c == 1))]}, CONTACTS, V2_16)
    with pytest.raises(TypeError, match=r"contacts\.search: IN on x takes several values"):
        check_search(Condition("x", Operator.IN, "abc"), CONTACTS, V2_16)


@pytest.mark.parametrize("field", sorted(IDENTITIES))
def test_a_long_is_in_on_an_identity_is_several_searches(field: str) -> None:
    values = [f"v{number}" for number in range(MOST_VALUES * 2 + 1)]
    searches: Any = parts(F[field].is_in([*values, *values]))
    pieces = [each.as_query()["value"] for each in searches]
    assert [len(piece) for piece in pieces] == [MOST_VALUES, MOST_VALUES, 1]
    assert [value for piece in pieces for value in piece] == values


LONG = tuple(f"v{number}" for number in range(MOST_VALUES + 1))


@pytest.mark.parametrize(
    "query",
    [
        F.email.is_in(LONG[1:]),
        F.email.is_in(LONG[1:] + LONG[1:]),
        F.name.is_in(LONG),
        F.email.not_in(LONG),
        F.email.is_in(LONG) & (F.role == "user"),
        {"field": "email", "operator": "IN", "value": LONG},
    ],
    ids=["short enough", "short without what is twice", "another field", "not in", "in a group", "a mapping"],
)
def test_everything_else_is_one_search_as_it_is(query: Filter) -> None:
    assert list(parts(query)) == [query]
