"""No recorded or documented value is refused by the limits that the client checks before sending."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from support.spec_files import specs

from intercom_async import operations as ops
from intercom_async.limits import MOST_TAGGED, check_argument, check_count, rule
from intercom_async.models.companies import CompanyChanges
from intercom_async.models.contacts import ContactChanges
from intercom_async.models.data_events import NewEvent
from intercom_async.models.visitors import VisitorChanges
from intercom_async.operation import Operation
from intercom_async.versions import V1_0, Version
from intercom_async.wire import json_ready


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every object in a body."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


def accepted(body: Any, version: Version) -> int:
    """Check every id, instant and custom attribute in *body*; return how many values that were."""
    attributes = rule("custom_attributes", "attributes")
    assert attributes is not None
    count = 0
    for each in objects(body):
        for name, value in each.items():
            check_argument(name, value)
            count += 1
            if name == "custom_attributes":
                attributes(name, value, version)
    return count


def test_everything_in_the_documented_answers_of_1_x_is_accepted(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    paths = sorted((api_facts / "fixtures" / "v1").glob("docs_*.json"))
    count = sum(accepted(json.loads(path.read_text(encoding="utf-8")), V1_0) for path in paths)
    assert len(paths) >= 40
    record_property("values in documented answers of 1.x that the limits take", count)


def test_everything_in_the_recorded_bodies_is_accepted(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    """Requests and answers of every operation of every version."""
    count = 0
    for spec in specs(api_facts):
        rows = (row for path in spec.content["paths"].values() for row in path.values() if isinstance(row, dict))
        for row in rows:
            bodies = [row.get("requestBody", {}), *row.get("responses", {}).values()]
            content = (each for body in bodies for each in body.get("content", {}).values())
            examples = (example["value"] for each in content for example in each.get("examples", {}).values())
            count += sum(accepted(example, spec.version) for example in examples)
    assert count
    record_property("values in recorded bodies that the limits take", count)


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (ops.Contacts.create, ContactChanges),
        (ops.Contacts.update, ContactChanges),
        (ops.Companies.create_or_update, CompanyChanges),
        (ops.Companies.update, CompanyChanges),
        (ops.Visitors.update, VisitorChanges),
        (ops.DataEvents.create, NewEvent),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_recorded_requests_are_sent_as_they_are(api_facts: Path, row: Operation, changes: Any) -> None:
    """As changes, in the version that recorded them; what they lack of an event is given."""
    needed = {"event_name": "x", "created_at": 1, "id": "1"} if changes is NewEvent else {}
    found = [(spec, body) for spec in specs(api_facts) for _, body in spec.requests(row) if isinstance(body, dict)]
    assert found or row is ops.DataEvents.create
    for spec, body in found:
        missing = {} if {"id", "user_id", "email"} & body.keys() else needed
        whole = {**missing, **{key: needed[key] for key in ("event_name", "created_at") if key in needed}, **body}
        declared = {name: value for name, value in whole.items() if name in changes.__slots__}
        assert json_ready(changes(**declared), version=spec.version) == declared


def test_recorded_tagging_is_within_the_limit(api_facts: Path) -> None:
    bodies = [body for spec in specs(api_facts) for _, body in spec.requests(ops.Tags.create_or_update)]
    assert bodies
    for body in bodies:
        for name in ("users", "companies"):
            check_count(name, len(body.get(name, ())), MOST_TAGGED)
