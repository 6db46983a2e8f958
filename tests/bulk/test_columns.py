"""Matching columns with the fields of a contact."""

import pytest

from intercom_async.bulk.columns import ALIASES, Column, Columns, clashes, parse_map
from intercom_async.bulk.errors import ColumnError


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("E-mail", "email"),
        ("E-Mail Address", "email"),
        ("mail", "email"),
        ("User ID", "external_id"),
        ("external_id", "external_id"),
        ("ID", "external_id"),
        ("Full name", "name"),
        ("First Name", "first_name"),
        ("Surname", "last_name"),
        ("Phone number", "phone"),
        ("Signed up at", "signed_up_at"),
        ("Last seen", "last_seen_at"),
        ("Owner", "owner_id"),
        ("Unsubscribed from emails", "unsubscribed_from_emails"),
        ("Language", "language_override"),
        ("custom_attributes", "custom_attributes"),
    ],
)
def test_usual_names_are_known(name: str, field: str) -> None:
    assert Columns()[name] == Column(name, field)


def test_field_is_known_by_its_own_name() -> None:
    assert all(Columns()[field].field == field for field in ALIASES)


def test_other_columns_are_custom_attributes() -> None:
    columns = Columns({"Tarif": "plan", "Alt": "custom_attributes.email", "Foto": "avatar", "Intern": ""})
    assert columns["Seats"] == Column("Seats", attribute="Seats")
    assert columns["custom_attributes.plan"].attribute == "plan"
    assert columns["Tarif"].attribute == "plan"
    assert columns["Alt"].attribute == "email"
    assert columns["Foto"].field == "avatar"
    assert columns["Intern"].target is None


def test_columns_of_a_rejects_file_are_left_out() -> None:
    assert Columns()["rejected_reason"].target is None


@pytest.mark.parametrize(
    ("mapping", "header", "pair"),
    [
        ({}, ["E-mail", "Mail"], "'E-mail' and 'Mail' are both mapped to email"),
        ({"Work": "email"}, ["email", "Work"], "'email' and 'Work' are both mapped to email"),
        ({}, ["email", "Plan", "custom_attributes.Plan"], "both mapped to Plan"),
        ({}, ["email", "Plan", "Plan"], "'Plan' and 'Plan' are both mapped to Plan"),
        ({}, ["email", "Name", "First name"], "'Name' and 'First name' are both mapped to first_name"),
        ({}, ["email", "Last name", "Name"], "'Last name' and 'Name' are both mapped to name"),
    ],
)
def test_two_columns_for_one_field_are_refused(mapping: dict[str, str], header: list[str], pair: str) -> None:
    with pytest.raises(ColumnError) as caught:
        Columns(mapping).of_header(header, identity_needed=True)
    assert pair in str(caught.value)


def test_attribute_may_have_the_name_of_a_field() -> None:
    columns = Columns({"Alt": "custom_attributes.email"}).of_header(["email", "Alt"], identity_needed=True)
    assert [column.target for column in columns] == ["email", "custom_attributes.email"]


def test_first_and_last_name_are_no_clash() -> None:
    clashes([Columns()["First name"], Columns()["Last name"], Columns()["rejected_row"], Columns()["rejected_reason"]])


def test_mapped_columns_must_exist() -> None:
    with pytest.raises(ColumnError, match="lacks: 'Mial'; it has 'Mail', 'Name'"):
        Columns({"Mial": "email"}).of_header(["Mail", "Name"], identity_needed=True)


def test_file_without_identity_is_refused_unless_leads_are_allowed() -> None:
    with pytest.raises(ColumnError, match="no column is the external_id or the email; the file has 'Name', 'Plan'"):
        Columns().of_header(["Name", "Plan"], identity_needed=True)
    assert len(Columns().of_header(["Name", "Plan"], identity_needed=False)) == 2


def test_map_entries() -> None:
    assert parse_map(["E-mail=email", " a=b = plan ", "Intern="]) == {"E-mail": "email", "a=b": "plan", "Intern": ""}


@pytest.mark.parametrize(
    ("entries", "why"),
    [(["email"], "no mapping"), (["=email"], "no mapping"), (["A=email", "A=name"], "'A' is mapped twice")],
)
def test_map_entries_that_are_none(entries: list[str], why: str) -> None:
    with pytest.raises(ColumnError, match=why):
        parse_map(entries)
