"""The custom attributes that rows need."""

from datetime import UTC, date, datetime

import pytest
from support.bulk_fakes import DataAttribute, FakeClient, refusal

from intercom_async.bulk.attributes import Tally, ensure
from intercom_async.bulk.columns import Columns
from intercom_async.bulk.errors import MissingAttributesError
from intercom_async.bulk.sources import SourceRow
from intercom_async.errors import BadRequestError, OutcomeUnknownError
from intercom_async.models.contacts import ContactChanges
from intercom_async.operations import DataAttributes


def inferred(values: list[object]) -> str:
    tally = Tally(Columns())
    for number, value in enumerate(values, 1):
        tally.see(SourceRow(number, {"email": "a@x.org", "Thing": value}, None))
    return tally.types()["Thing"]


@pytest.mark.parametrize(
    ("values", "data_type"),
    [
        (["true", "No", ""], "boolean"),
        ([True, False], "boolean"),
        (["1", "0", "-5"], "integer"),
        ([1, "2"], "integer"),
        (["1", "2.5"], "float"),
        ([1.0], "float"),
        (["2024-12-31", "2024-12-31T10:00:00Z"], "date"),
        ([date(2024, 12, 31), datetime(2024, 12, 31, tzinfo=UTC)], "date"),
        (["pro", "free"], "string"),
        (["02134", "10115"], "string"),
        (["+353871234567"], "string"),
        (["12345678901"], "string"),
        ([3_000_000_000], "string"),
        (["1e5x", "1-2-3-4"], "string"),
        (["", "  ", None], "string"),
        (["1", "true"], "string"),
        (["yes"] * 19 + ["maybe"], "boolean"),
        (["yes"] * 9 + ["maybe"], "string"),
    ],
)
def test_type_is_the_narrowest_that_nearly_all_values_fit(values: list[object], data_type: str) -> None:
    assert inferred(values) == data_type


def test_attributes_are_found_in_columns_and_in_objects() -> None:
    tally = Tally(Columns({"Intern": ""}))
    tally.expect(["Plan"])
    tally.see(SourceRow(1, {"email": "a@x.org", "Intern": "x", "custom_attributes": {"seats": 3}}, None))
    tally.see(SourceRow(2, ContactChanges(email="b@x.org", custom_attributes={"vip": True}), None))
    tally.see(SourceRow(3, {"custom_attributes": "broken"}, None))
    tally.see(SourceRow(4, None, None, "broken"))
    assert tally.types() == {"Plan": "string", "seats": "integer", "vip": "boolean"}


async def test_every_missing_attribute_is_listed_at_once() -> None:
    """Archived and standard ones do not count; one that differs by case alone is pointed out."""
    fake = FakeClient()
    fake.data_attributes.add(plan="string", seats="integer")
    fake.data_attributes.attributes += [
        DataAttribute("old", "string", archived=True),
        DataAttribute("email", "string", custom=False),
        DataAttribute(None, "string"),
    ]
    needed = {"Plan": "string", "seats": "string", "old": "date", "email": "string"}
    with pytest.raises(MissingAttributesError) as caught:
        await ensure(fake.client, needed, create=False)
    assert caught.value.names == ("Plan", "old", "email")
    assert "'Plan' (it has 'plan'), 'old', 'email'" in str(caught.value)
    assert "--create-attributes" in str(caught.value)


async def test_missing_attributes_are_created_and_existing_ones_keep_their_type() -> None:
    fake = FakeClient()
    fake.data_attributes.add(seats="float")
    fake.data_attributes.attributes.append(DataAttribute("note", None))
    types = await ensure(fake.client, {"seats": "integer", "renewal": "date"}, create=True)
    assert types == {"seats": "float", "renewal": "date", "note": "string"}
    assert fake.data_attributes.created == [("renewal", "date")]


async def test_creation_whose_answer_was_lost_is_looked_up() -> None:
    fake = FakeClient()
    request = DataAttributes.create(json={})
    fake.data_attributes.error_after = OutcomeUnknownError("no answer", request=request)
    assert await ensure(fake.client, {"renewal": "date"}, create=True) == {"renewal": "date"}


async def test_creation_that_is_refused_is_raised() -> None:
    fake = FakeClient()
    fake.data_attributes.error = refusal(message="Your name for this attribute must only contain ...")
    with pytest.raises(BadRequestError, match="Your name"):
        await ensure(fake.client, {"re.newal": "date"}, create=True)
