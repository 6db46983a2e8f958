"""Lines of exported files: what is read back is what was written."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intercom_async.bulk.export_layouts import (
    CsvLayout,
    ExportColumn,
    FileKind,
    JsonLinesLayout,
    attribute_column,
    field_columns,
    file_kind,
)
from intercom_async.models.companies import Company
from intercom_async.models.contacts import Contact
from intercom_async.models.leads import Lead
from intercom_async.models.users import User

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.lists(st.dictionaries(st.text(), JSON, max_size=6), max_size=4)
COLUMNS = (
    ExportColumn("id", instant=False),
    ExportColumn("created_at", instant=True),
    ExportColumn("tags", instant=False),
    attribute_column("plan", "string"),
    attribute_column("renewal", "date"),
)


def rows(objects: list[dict[str, Any]], columns: tuple[ExportColumn, ...] = COLUMNS) -> list[dict[str, str]]:
    layout = CsvLayout(columns)
    text = (layout.header() + layout.lines(objects)).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def row(body: dict[str, Any]) -> dict[str, str]:
    """Return the cells that are not empty."""
    (found,) = rows([body])
    return {name: value for name, value in found.items() if value}


@given(OBJECTS)
def test_json_lines_hold_everything(objects: list[dict[str, Any]]) -> None:
    """Unknown fields, order and big numbers too; a line ends nowhere but at its end."""
    lines = JsonLinesLayout().lines(objects).split(b"\n")
    assert lines.pop() == b""
    found = [json.loads(line) for line in lines]
    assert found == objects
    assert [list(each) for each in found] == [list(each) for each in objects]


def test_json_lines_are_readable_and_hold_half_surrogates() -> None:
    lines = JsonLinesLayout().lines([{"name": "Zoë 李"}, {"name": "\ud83d"}])
    assert lines == '{"name":"Zoë 李"}\n{"name":"\\ud83d"}\n'.encode()


def test_json_lines_have_no_header() -> None:
    assert JsonLinesLayout().header() == b""


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "id": st.text(),
                "tags": JSON,
                "unknown": JSON,
                "custom_attributes": JSON
                | st.fixed_dictionaries({}, optional={"plan": st.text(), "mystery": JSON, "renewal": JSON}),
            },
        ),
        min_size=1,
        max_size=4,
    )
)
def test_csv_loses_nothing(objects: list[dict[str, Any]]) -> None:
    """What has a column stands there, what has none in ``other``; only nothing, null and empty text look the same."""
    for body, cells in zip(objects, rows(objects), strict=True):
        other = json.loads(cells["other"] or "{}")
        assert cells["id"] == body.get("id", "")
        tags = body.get("tags")
        assert cells["tags"] == "" if tags is None else cells["tags"] == tags or json.loads(cells["tags"]) == tags
        assert ("unknown" in other) == ("unknown" in body)
        assert other.get("unknown") == body.get("unknown")
        custom = body.get("custom_attributes")
        if not isinstance(custom, dict):
            assert other.get("custom_attributes") == custom
            continue
        left = {name: value for name, value in custom.items() if name not in {"plan", "renewal"}}
        assert other.get("custom_attributes", {}) == left
        if isinstance(plan := custom.get("plan"), str):
            assert cells["custom_attributes.plan"] == plan


def test_csv_cells() -> None:
    """Instants in ISO 8601, nested values as JSON, numbers and truth as JSON writes them."""
    assert row(
        {
            "id": 7,
            "created_at": 1_735_689_540,
            "tags": {"data": [{"id": "é"}]},
            "custom_attributes": {"plan": True, "renewal": 1_735_689_600, "seats": 2.5},
        }
    ) == {
        "id": "7",
        "created_at": "2024-12-31T23:59:00Z",
        "tags": '{"data":[{"id":"é"}]}',
        "custom_attributes.plan": "true",
        "custom_attributes.renewal": "2025-01-01T00:00:00Z",
        "other": '{"custom_attributes":{"seats":2.5}}',
    }


@pytest.mark.parametrize("value", ["2024-12-31", 10**18, 1.5, True, -(10**18)])
def test_what_is_no_instant_stays_as_it_came(value: object) -> None:
    assert row({"created_at": value}) == {"created_at": value if isinstance(value, str) else json.dumps(value)}


def test_csv_text_that_needs_quotes() -> None:
    assert row({"id": 'a,"b"\r\nc\rd', "tags": "\ud83d"}) == {"id": 'a,"b"\r\nc\rd', "tags": "\\ud83d"}


@pytest.mark.parametrize(
    ("model", "first", "instants"),
    [
        (Contact, ["type", "id", "external_id", "workspace_id", "role", "email"], {"created_at", "last_seen_at"}),
        (User, ["id", "user_id", "email"], {"created_at", "last_request_at"}),
        (Lead, ["id", "user_id", "email"], {"created_at", "last_request_at"}),
        (Company, ["type", "id", "company_id"], {"created_at", "remote_created_at"}),
    ],
)
def test_columns_are_the_fields_of_the_model_in_order(model: Any, first: list[str], instants: set[str]) -> None:
    columns = list(field_columns(model))
    names = [column.name for column in columns]
    assert names[: len(first)] == first
    assert len(set(names)) == len(names)
    assert not {"extra", "unfit", "keys_received", "custom_attributes"} & set(names)
    assert instants <= {column.name for column in columns if column.instant}
    assert not {"id", "email", "tags", "name"} & {column.name for column in columns if column.instant}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jsonl", FileKind("jsonl", compressed=False)),
        ("a.b.NDJSON", FileKind("jsonl", compressed=False)),
        ("a.csv", FileKind("csv", compressed=False)),
        ("a.csv.gz", FileKind("csv", compressed=True)),
        ("a.jsonl.GZ", FileKind("jsonl", compressed=True)),
    ],
)
def test_the_name_says_the_format(name: str, kind: FileKind) -> None:
    assert file_kind(Path("folder.txt") / name) == kind


@pytest.mark.parametrize("name", ["a", "a.json", "a.gz", "csv", "a.csv.zip"])
def test_a_name_that_says_no_format_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="does not say the format"):
        file_kind(Path(name))
