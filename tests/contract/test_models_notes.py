"""The model of notes against every recorded answer and every published schema."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.spec_files import Answered, check_answer, named

from intercom_async import operations as ops
from intercom_async.models.notes import Note

# Notes about companies are with the companies.
ANSWERS = [
    Answered(ops.Notes.retrieve, Note),
    Answered(ops.Contacts.list_notes, Note),
    Answered(ops.Contacts.create_note, Note),
]


def test_every_recorded_answer_decodes_and_encodes_back(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    count = sum(answered.check_examples(api_facts) for answered in ANSWERS)
    record_property("objects of notes in recorded answers, decoded and encoded back", count)


@pytest.mark.parametrize("answered", ANSWERS, ids=named)
def test_every_declared_property_has_a_field(answered: Answered, api_facts: Path) -> None:
    assert answered.check_properties(api_facts)


@pytest.mark.parametrize(("name", "key", "count"), [("docs_note_view", None, 1), ("docs_note_list", "notes", 2)])
def test_documented_answers_of_1_x_decode_and_encode_back(
    api_facts: Path, name: str, key: str | None, count: int
) -> None:
    body = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    assert check_answer(name, body, Note, key) == count
