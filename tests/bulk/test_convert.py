"""Turning rows into changes, or into the reason against them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import attrs
import pytest

from intercom_async.bulk.columns import Columns
from intercom_async.bulk.convert import Converter, Refused, Writable, fingerprint, identity
from intercom_async.bulk.sources import SourceRow
from intercom_async.models.contacts import ContactChanges

TYPES = {"Plan": "string", "Seats": "integer", "Score": "float", "VIP": "boolean", "Renewal": "date", "Order": "list"}
CONVERTER = Converter(Columns({"Intern": ""}), TYPES)


def converted(values: Mapping[str, object] | ContactChanges, **options: bool) -> Writable | Refused:
    return attrs.evolve(CONVERTER, **options).convert(SourceRow(1, values, None))


def changes_of(values: Mapping[str, object] | ContactChanges, **options: bool) -> ContactChanges:
    found = converted(values, **options)
    assert isinstance(found, Writable), found
    return found.changes


def reason_of(values: Mapping[str, object] | ContactChanges, **options: bool) -> str:
    found = converted(values, **options)
    assert isinstance(found, Refused), found
    return found.reason


def test_every_kind_of_cell() -> None:
    row = {
        "User ID": " 17 ",
        "E-mail": " Zoe@X.org ",
        "First name": "Zoë",
        "Last name": "Ö",
        "Phone": "+353 1",
        "Signed up": "2024-12-31",
        "Last seen": "1735685940",
        "Owner": 991,
        "Unsubscribed": "yes",
        "Language": "",
        "Intern": "left out",
        "Plan": "pro",
        "Seats": "3",
        "Score": "1.5",
        "VIP": "no",
        "Renewal": "2025-01-01T00:00:00+01:00",
        "Order": ["a"],
    }
    assert changes_of(row) == ContactChanges(
        external_id="17",
        email="Zoe@X.org",
        name="Zoë Ö",
        phone="+353 1",
        signed_up_at=1735603200,
        last_seen_at=1735685940,
        owner_id="991",
        unsubscribed_from_emails=True,
        custom_attributes={
            "Plan": "pro", "Seats": 3, "Score": 1.5, "VIP": False, "Renewal": 1735686000, "Order": ["a"],
        },
    )  # fmt: skip


def test_empty_cells_leave_alone_and_none_clears() -> None:
    row = {"email": "a@x.org", "phone": " ", "name": None, "Plan": "", "Seats": None}
    assert changes_of(row) == ContactChanges(email="a@x.org", name=None, custom_attributes={"Seats": None})


def test_empty_cells_clear_when_asked_but_never_an_identity() -> None:
    row = {"User ID": "17", "email": "", "role": "", "phone": "", "First name": " ", "Last name": "", "Plan": ""}
    cleared = ContactChanges(external_id="17", phone=None, name=None, custom_attributes={"Plan": None})
    assert changes_of(row, clear_empty=True) == cleared
    assert changes_of(row) == ContactChanges(external_id="17")


@pytest.mark.parametrize(
    ("first", "last", "name"), [("Ann", "", "Ann"), ("", "Ode", "Ode"), (None, "Ode", "Ode"), (None, None, None)]
)
def test_name_is_what_there_is_of_its_parts(first: str | None, last: str | None, name: str | None) -> None:
    found = changes_of({"email": "a@x.org", "First name": first, "Last name": last})
    assert found == ContactChanges(email="a@x.org", name=name)


def test_changes_are_checked_like_rows_and_keep_what_they_have() -> None:
    moment = datetime(2024, 12, 31, tzinfo=UTC)
    given = ContactChanges(
        email="a@x.org", name=None, signed_up_at=moment, custom_attributes={"Seats": 2}, extra={"new": 1}
    )
    assert changes_of(given) == attrs.evolve(given, signed_up_at=1735603200)


def test_custom_attributes_come_as_an_object_too() -> None:
    found = changes_of({"email": "a@x.org", "custom_attributes": {"Seats": "2"}, "Plan": "pro"})
    assert found.custom_attributes == {"Seats": 2, "Plan": "pro"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"email": "nobody"}, "column 'email': 'nobody' is not an e-mail address"),
        ({"email": "a@x.org", "Signed up": "soon"}, "column 'Signed up': 'soon' is not a date"),
        ({"email": "a@x.org", "Unsubscribed": "maybe"}, "column 'Unsubscribed': 'maybe' is not true or false"),
        ({"email": "a@x.org", "Seats": "many"}, "column 'Seats': 'many' is not a whole number"),
        ({"email": "a@x.org", "Score": "1,5"}, "column 'Score': '1,5' is not a number"),
        ({"email": "a@x.org", "VIP": "2"}, "column 'VIP': '2' is not true or false"),
        ({"email": "a@x.org", "Renewal": "31.12.2024"}, "column 'Renewal': '31.12.2024' is not a date"),
        ({"email": "a@x.org", "Tier": "x"}, "column 'Tier': the workspace has no custom attribute 'Tier'"),
        ({"email": "a@x.org", "custom_attributes": {"Tier": 1}}, "column 'custom_attributes.Tier': the workspace has"),
        ({"email": "a@x.org", "custom_attributes": [1]}, "column 'custom_attributes': [1] is not an object"),
        ({"email": "a@x.org", "Mail": "b@x.org"}, "'email' and 'Mail' are both mapped to email"),
        ({"name": "Ann"}, "no identity"),
        ({"email": "", "User ID": " "}, "no identity"),
        ({"email": "a@x.org", "role": "lead"}, "no identity"),
    ],
)
def test_rows_that_cannot_be_written_say_which_column_and_value(row: dict[str, object], reason: str) -> None:
    assert reason in reason_of(row)


def test_row_that_could_not_be_read_keeps_its_problem() -> None:
    assert CONVERTER.convert(SourceRow(1, None, [], "ragged")) == Refused("ragged")


def test_row_that_breaks_while_it_is_read_is_refused() -> None:
    """A mapping of the caller's may fail in its own way: the row is refused, the import goes on."""

    class Broken(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            msg = "broken mapping"
            raise ValueError(msg)

        def __iter__(self) -> Iterator[str]:
            return iter(["email"])

        def __len__(self) -> int:
            return 1

    assert "broken mapping" in reason_of(Broken())


def test_leads_are_written_when_allowed() -> None:
    """A row without identity becomes a lead, a lead with an e-mail address stays one; neither has a key."""
    for row in ({"name": "Ann"}, {"name": "Ann", "email": "a@x.org", "role": "lead"}):
        found = converted(row, allow_leads=True)
        assert isinstance(found, Writable)
        assert found.keys == ()
        assert found.changes.role == "lead"
    assert "no identity" in reason_of({"name": "Ann", "role": "user"}, allow_leads=True)


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        (ContactChanges(external_id="A", email="A@x.org"), ("id:A", "mail:a@x.org")),
        (ContactChanges(external_id=17), ("id:17",)),
        (ContactChanges(email="A@x.org", role="user"), ("mail:a@x.org",)),
        (ContactChanges(external_id="A", email="A@x.org", role="lead"), ("id:A",)),
        (ContactChanges(email=None, external_id=""), ()),
    ],
)
def test_identity(changes: ContactChanges, keys: tuple[str, ...]) -> None:
    assert identity(changes) == keys


def test_fingerprint_tells_rows_apart_and_fits_a_database() -> None:
    marks = {fingerprint(row, keys) for row in range(100) for keys in ((), ("id:1",), ("id:1", "mail:a@x.org"))}
    assert len(marks) == 300
    assert all(-(2**63) <= mark < 2**63 for mark in marks)
