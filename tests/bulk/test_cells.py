"""Reading single values."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intercom_async.bulk import cells
from intercom_async.bulk.cells import CellError


@pytest.mark.parametrize(
    ("parser", "value", "expected"),
    [
        (cells.text, " kept ", " kept "),
        (cells.text, 353871234567, "353871234567"),
        (cells.identifier, " 17 ", "17"),
        (cells.email, " Ann.O'Brien+x@Example.co.uk ", "Ann.O'Brien+x@Example.co.uk"),
        (cells.email, "zoë@bücher.example", "zoë@bücher.example"),
        (cells.role, " Lead ", "lead"),
        (cells.boolean, True, True),
        (cells.boolean, "YES", True),
        (cells.boolean, " f ", False),
        (cells.boolean, 0, False),
        (cells.integer, "-12", -12),
        (cells.integer, 7, 7),
        (cells.number, "1234.5", 1234.5),
        (cells.number, ".5", 0.5),
        (cells.number, "1e3", 1000.0),
        (cells.number, 3, 3),
        (cells.moment, "2024-12-31", 1735603200),
        (cells.moment, "2024-12-31T23:59:00+01:00", 1735685940),
        (cells.moment, "2024-12-31 22:59", 1735685940),
        (cells.moment, " 1735685940 ", 1735685940),
        (cells.moment, 1735685940, 1735685940),
        (cells.moment, datetime(2024, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=1))), 1735685940),
        (cells.moment, date(2024, 12, 31), 1735603200),
        (cells.moment, "0001-01-01", -62135596800),
        (cells.anything, [1], [1]),
        (cells.anything, date(2024, 12, 31), 1735603200),
    ],
)
def test_values_that_fit(parser: cells.Parser, value: object, expected: object) -> None:
    found = parser(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("parser", "value", "why"),
    [
        (cells.text, True, "True is not text"),
        (cells.text, 1.5, "is not text"),
        (cells.text, ["a"], "is not text"),
        (cells.identifier, "x" * 256, "has 256 characters, 255 at most"),
        (cells.email, "nobody", "is not an e-mail address"),
        (cells.email, "a@b", "is not an e-mail address"),
        (cells.email, "a b@x.org", "is not an e-mail address"),
        (cells.email, "a@x.org, b@x.org", "is not an e-mail address"),
        (cells.email, "Ann <a@x.org>", "is not an e-mail address"),
        (cells.email, "a@x..org", "is not an e-mail address"),
        (cells.role, "admin", "is no role"),
        (cells.boolean, "maybe", "is not true or false"),
        (cells.boolean, 2, "is not true or false"),
        (cells.boolean, 1.0, "is not true or false"),
        (cells.integer, "1.0", "is not a whole number"),
        (cells.integer, True, "is not a whole number"),
        (cells.integer, "١٢", "is not a whole number"),
        (cells.number, "1.234,5", "is not a number"),
        (cells.number, "1e999", "is not a number"),
        (cells.number, float("nan"), "is not a number"),
        (cells.number, False, "is not a number"),
        (cells.moment, "soon", "is not a date"),
        (cells.moment, "31/12/2024", "is not a date"),
        (cells.moment, "2024-02-30", "is not a date"),
        (cells.moment, 1735685940000, "is it in milliseconds?"),
        (cells.moment, datetime(2024, 12, 31), "has no time zone"),  # noqa: DTZ001 - what is refused
        (cells.moment, 1.5, "is not a whole number"),
        (cells.integer, "9" * 5000, "is not a whole number"),
        (cells.text, "a\ud800", "half of a surrogate pair"),
        (cells.anything, {1, 2}, "cannot be sent"),
    ],
)
def test_values_that_do_not_fit_say_why(parser: cells.Parser, value: object, why: str) -> None:
    with pytest.raises(CellError) as caught:
        parser(value)
    assert why in str(caught.value)


def test_long_values_are_cut_in_messages() -> None:
    with pytest.raises(CellError) as caught:
        cells.email("x" * 200)
    assert len(str(caught.value)) < 120


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_any_aware_datetime_is_the_same_moment_as_its_iso_text(moment: datetime) -> None:
    assert cells.moment(moment.isoformat()) == cells.moment(moment)
    assert datetime.fromtimestamp(cells.moment(moment), UTC) == moment.astimezone(UTC).replace(microsecond=0)


@given(st.text() | st.integers() | st.floats() | st.booleans() | st.none() | st.binary())
def test_any_value_is_either_read_or_refused_with_a_reason(value: object) -> None:
    """No parser lets another exception out, whatever a row holds."""
    for parser in (*cells.FIELD_PARSERS.values(), *cells.TYPE_PARSERS.values()):
        try:
            parser(value)
        except CellError as exc:
            assert str(exc)  # noqa: PT017 - either way is right
