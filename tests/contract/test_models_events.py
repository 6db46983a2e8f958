"""The models of data events against every recorded answer and every published schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.spec_files import Answered, check_answer, named, specs

from intercom_async import operations as ops
from intercom_async.models.data_events import DataEvent, EventSummary
from intercom_async.operation import Operation

#: The files describe GET /events as a summary alone; what lists events they have only as a schema.
ANSWERS = [Answered(ops.DataEvents.summarize, EventSummary)]


def test_every_recorded_answer_decodes_and_encodes_back(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    count = sum(answered.check_examples(api_facts) for answered in ANSWERS)
    record_property("event summaries in recorded answers, decoded and encoded back", count)


@pytest.mark.parametrize("answered", ANSWERS, ids=named)
def test_every_declared_property_has_a_field(answered: Answered, api_facts: Path) -> None:
    assert answered.check_properties(api_facts)


def test_every_declared_property_of_an_event_has_a_field(api_facts: Path) -> None:
    schemas = [(spec, spec.content["components"]["schemas"]["data_event"]) for spec in specs(api_facts)]
    assert [missing for spec, schema in schemas for missing in spec.lacking(schema, DataEvent)] == []
    assert all(spec.properties(schema) for spec, schema in schemas)


@pytest.mark.parametrize(
    ("name", "model", "key", "count"),
    [("docs_event_list", DataEvent, "events", 2), ("docs_event_summary", EventSummary, None, 1)],
)
def test_documented_answers_of_1_x_decode_and_encode_back(
    *, api_facts: Path, name: str, model: Any, key: str | None, count: int
) -> None:
    body = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    assert check_answer(name, body, model, key) == count


@pytest.mark.parametrize(
    ("row", "declared"),
    [
        (ops.DataEvents.create, {"event_name", "created_at", "user_id", "id", "email", "metadata"}),
        (ops.DataEvents.create_summaries, {"user_id", "event_summaries"}),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_files_declare_nothing_more_to_send(api_facts: Path, row: Operation, declared: set[str]) -> None:
    """Each of these is an argument of the method, which the tests of the service compare with what is sent."""
    assert all(set(spec.properties(spec.request(row))) == declared for spec in specs(api_facts))
