"""The models of tags and segments against every recorded answer and every published schema."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.spec_files import Answered, check_answer, named

from intercom_async import operations as ops
from intercom_async.models.common import Model
from intercom_async.models.segments import Segment
from intercom_async.models.tags import SavedTag, Tag

# Deleting a tag is left out: its answer is empty.
ANSWERS = [
    Answered(ops.Tags.list, Tag),
    Answered(ops.Tags.retrieve, Tag),
    Answered(ops.Tags.create_or_update, SavedTag),
    Answered(ops.Contacts.list_tags, Tag),
    Answered(ops.Contacts.attach_tag, Tag),
    Answered(ops.Contacts.detach_tag, Tag),
    Answered(ops.Segments.list, Segment),
    Answered(ops.Segments.retrieve, Segment),
    Answered(ops.Contacts.list_segments, Segment),
]


def test_every_recorded_answer_decodes_and_encodes_back(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    count = sum(answered.check_examples(api_facts) for answered in ANSWERS)
    record_property("objects of tags and segments in recorded answers, decoded and encoded back", count)


@pytest.mark.parametrize("answered", ANSWERS, ids=named)
def test_every_declared_property_has_a_field(answered: Answered, api_facts: Path) -> None:
    assert answered.check_properties(api_facts)


@pytest.mark.parametrize(
    ("name", "model", "key", "count"),
    [
        ("docs_tag", SavedTag, None, 1),
        ("docs_tag_list_int_ids", Tag, "tags", 3),
        ("docs_segment_list_counts", Segment, "segments", 2),
    ],
)
def test_documented_answers_of_1_x_decode_and_encode_back(
    *, api_facts: Path, name: str, model: type[Model], key: str | None, count: int
) -> None:
    body = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    assert check_answer(name, body, model, key) == count
