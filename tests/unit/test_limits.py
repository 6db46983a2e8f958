"""What is refused before anything is sent since Intercom would refuse or misread it, and what just fits."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from intercom_async import F
from intercom_async.limits import LONGEST_ID, LONGEST_NAME, MILLISECONDS
from intercom_async.models.common import Changes
from intercom_async.models.companies import CompanyChanges
from intercom_async.models.contacts import ContactChanges
from intercom_async.models.data_events import NewEvent
from intercom_async.models.leads import LeadChanges
from intercom_async.models.users import Identifiers, UserChanges
from intercom_async.models.visitors import VisitorChanges
from intercom_async.query import check_query
from intercom_async.services.base import given, one_of
from intercom_async.versions import V1_0, V1_4, V2_0, V2_16, Version
from intercom_async.wire import json_ready

OLD: Final = (UserChanges, LeadChanges, VisitorChanges, CompanyChanges)
EVERY: Final = (*OLD, ContactChanges)
LONG: Final = "a" * (LONGEST_ID + 1)
each_old = pytest.mark.parametrize("cls", OLD, ids=lambda cls: cls.__name__)
each = pytest.mark.parametrize("cls", EVERY, ids=lambda cls: cls.__name__)


def refused(value: object, told: str, version: Version = V1_4) -> None:
    """Encode *value* as the core does and expect it to be refused."""
    with pytest.raises(ValueError, match=told):
        json_ready(value, version=version)


def attributes(cls: Any, version: Version, **custom: object) -> Any:
    """Return the custom attributes as they would be sent."""
    return json_ready(cls(custom_attributes=custom), version=version)["custom_attributes"]


@each
@pytest.mark.parametrize("version", [V1_0, V1_4, V2_0, V2_16])
def test_a_dot_is_in_no_name(cls: type[Changes], version: Version) -> None:
    told = rf"{cls.__name__}\.custom_attributes: the name 'plan\.name' holds '\.', which no .* may: use '_'"
    refused(cls(custom_attributes={"plan.name": 1}), told, version)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # each of them has it


@each
@pytest.mark.parametrize("version", [V1_0, V1_4])
def test_a_dollar_is_in_no_name_of_1_x(cls: Any, version: Version) -> None:
    refused(cls(custom_attributes={"a": 1, "spent_$": 1}), r"the name 'spent_\$' holds '\$'", version)


@each
def test_currency_symbols_are_in_names_from_2_0_on(cls: Any) -> None:
    assert attributes(cls, V2_0, **{"spent_$": 1}) == {"spent_$": 1}


@each
@pytest.mark.parametrize("version", [V1_0, V2_16])
def test_names_have_a_length(cls: Any, version: Version) -> None:
    just = "a" * LONGEST_NAME
    assert attributes(cls, version, **{just: 1}) == {just: 1}
    told = r"the name 'aaaaaaaaaaaaaaaaaaaa'\.\.\. has 191 characters, a custom attribute's 190"
    refused(cls(custom_attributes={just + "a": 1}), told, version)


@each_old
@pytest.mark.parametrize(("value", "kind"), [({"a": 1}, "dict"), ([1], "list"), ((), "tuple")])
def test_values_are_single_in_1_x(cls: Any, value: object, kind: str) -> None:
    told = rf"{cls.__name__}\.custom_attributes: 'plan' holds a {kind}, 1\.x takes single values: give each its own"
    refused(cls(custom_attributes={"plan": value}), told)


@each
@pytest.mark.parametrize("value", [["21"], {"type": "Order.list", "instances": []}])
def test_values_name_other_objects_from_2_0_on(cls: Any, value: object) -> None:
    """As recorded: a contact is linked with objects by a list of their ids."""
    assert attributes(cls, V2_0, order=value) == {"order": value}


@each
def test_single_values_of_every_kind_are_taken(cls: Any) -> None:
    """Long text too: it was stored, and cannot be filtered by."""
    values = {"a": "x" * 300, "b": 1, "c": 1.5, "d": True, "e": None, "f_at": MILLISECONDS}
    assert attributes(cls, V1_4, **values, g=datetime(2024, 1, 2, tzinfo=UTC)) == {**values, "g": 1704153600}


@each
def test_no_attributes_are_taken(cls: Any) -> None:
    assert json_ready(cls(custom_attributes=None), version=V1_4) == {"custom_attributes": None}


@pytest.mark.parametrize("cls", [UserChanges, LeadChanges])
@pytest.mark.parametrize(
    ("company", "told"),
    [
        ({"company_id": LONG}, r"companies\[1\]\.company_id has 256 characters"),
        ({"company_id": "1", "custom_attributes": {"a.b": 1}}, r"companies\[1\]\.custom_attributes: the name 'a\.b'"),
        ({"company_id": "1", "remote_created_at": MILLISECONDS}, r"companies\[1\]\.remote_created_at is 100000000000"),
    ],
)
def test_what_is_written_to_a_persons_companies(cls: Any, company: dict[str, object], told: str) -> None:
    refused(cls(companies=[{"company_id": "0", "name": "A"}, company]), told)


def test_companies_that_are_no_objects_are_for_the_server_to_refuse() -> None:
    assert json_ready(UserChanges(companies=["acme"]), version=V1_4) == {"companies": ["acme"]}  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]  # untyped callers


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (UserChanges(user_id=LONG), "UserChanges.user_id"),
        (UserChanges(email=LONG), "UserChanges.email"),
        (LeadChanges(user_id=LONG), "LeadChanges.user_id"),
        (VisitorChanges(user_id=LONG), "VisitorChanges.user_id"),
        (CompanyChanges(company_id=LONG), "CompanyChanges.company_id"),
        (ContactChanges(external_id=LONG), "ContactChanges.external_id"),
        (ContactChanges(external_id=10**LONGEST_ID), "ContactChanges.external_id"),
        (Identifiers(email=LONG), "Identifiers.email"),
        (NewEvent(event_name="x", created_at=1, user_id=LONG), "NewEvent.user_id"),
    ],
)
@pytest.mark.parametrize("nested", [False, True])
def test_ids_have_a_length(changes: Changes, field: str, *, nested: bool) -> None:
    """Wherever they stand in a body; they may be personal, so they are not shown."""
    told = f"{field} has 256 characters, Intercom takes 255: give the id or address of one object"
    refused({"items": [{"data": changes}]} if nested else changes, f"^{told}$")


@pytest.mark.parametrize("name", ["user_id", "email", "company_id", "external_id"])
def test_ids_in_arguments_have_a_length(name: str) -> None:
    just = LONG[1:]
    assert given(**{name: just, "other": LONG}) == {name: just, "other": LONG}
    for call in (given, lambda **fields: one_of("x", **fields)):
        with pytest.raises(ValueError, match=f"{name} has 256 characters"):
            call(**{name: LONG})


@pytest.mark.parametrize(
    "changes",
    [
        UserChanges(signed_up_at=MILLISECONDS),
        UserChanges(last_request_at=-MILLISECONDS),
        ContactChanges(last_seen_at=MILLISECONDS),
        CompanyChanges(remote_created_at=MILLISECONDS),
        NewEvent(event_name="x", created_at=MILLISECONDS, id="1"),
    ],
)
def test_instants_are_in_seconds(changes: Changes) -> None:
    refused(changes, r"\w+_at is -?100000000000, which seems to be in milliseconds: give seconds, or an aware datetime")


def test_instants_far_ahead_are_taken() -> None:
    """A datetime cannot be misread; of seconds the last before the year 5138 is taken."""
    far = datetime(9999, 1, 1, tzinfo=UTC)
    assert json_ready(UserChanges(signed_up_at=far)) == {"signed_up_at": int(far.timestamp())}
    assert json_ready(UserChanges(signed_up_at=MILLISECONDS - 1)) == {"signed_up_at": MILLISECONDS - 1}


@pytest.mark.parametrize("name", ["created_at", "created_at_after", "created_at_before", "snoozed_until"])
def test_instants_in_arguments_are_in_seconds(name: str) -> None:
    assert given(**{name: 1704153600}, count=MILLISECONDS, at_id=MILLISECONDS)[name] == 1704153600
    with pytest.raises(ValueError, match=f"{name} is 1704153600000, which seems to be in milliseconds"):
        given(**{name: 1_704_153_600_000})


MS: Final = 1_704_153_600_000


@pytest.mark.parametrize(
    "make",
    [
        lambda: F.created_at > MS,
        lambda: F.last_seen_at.is_in([1, MS]),
        lambda: check_query({"field": "created_at", "operator": ">", "value": MS}),
        lambda: check_query({"operator": "AND", "value": [{"field": "signed_up_at", "operator": "=", "value": MS}]}),
    ],
)
def test_filters_by_instants_are_in_seconds(make: Any) -> None:
    with pytest.raises(ValueError, match=r"the filter on \w+_at is 1704153600000, which seems to be in milliseconds"):
        make()


def test_other_filters_take_any_number() -> None:
    """Whether a custom attribute is an instant is the workspace's affair."""
    for query in (F.custom_attributes.seen_at > MS, F.monthly_spend > MS, F.created_at > MS // 1000):
        check_query(query)
        check_query(query.as_query())


def test_what_is_not_declared_is_sent_as_it_is() -> None:
    """The way out, should a limit be wrong."""
    extra = {"user_id": LONG, "custom_attributes": {"a.b": {"c": [1]}}, "signed_up_at": MS}
    assert json_ready(UserChanges(extra=extra), version=V1_4) == extra
