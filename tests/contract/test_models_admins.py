"""The models of admins, teams, activities and data attributes against every recorded answer and published schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.spec_files import Answered, check_answer, named, specs

from intercom_async import operations as ops
from intercom_async.models.activity_logs import ActivityLog
from intercom_async.models.admins import Admin, CurrentAdmin, Team
from intercom_async.models.common import either
from intercom_async.models.data_attributes import DataAttribute
from intercom_async.operation import Operation

ANSWERS = [
    Answered(ops.Admins.me, CurrentAdmin),
    Answered(ops.Admins.list, Admin),
    Answered(ops.Admins.retrieve, Admin),
    Answered(ops.Admins.set_away, Admin),
    Answered(ops.Admins.list_activity_logs, ActivityLog),
    Answered(ops.Admins.search_activity_logs, ActivityLog),
    Answered(ops.Teams.list, Team),
    Answered(ops.Teams.retrieve, Team),
    Answered(ops.DataAttributes.list, DataAttribute),
    Answered(ops.DataAttributes.create, DataAttribute),
    Answered(ops.DataAttributes.update, DataAttribute),
]


def test_every_recorded_answer_decodes_and_encodes_back(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    count = sum(answered.check_examples(api_facts) for answered in ANSWERS)
    record_property("admins, teams, activities and attributes in recorded answers, decoded and encoded back", count)


@pytest.mark.parametrize("answered", ANSWERS, ids=named)
def test_every_declared_property_has_a_field(answered: Answered, api_facts: Path) -> None:
    assert answered.check_properties(api_facts)


def test_kinds_of_activities_are_recorded_as_text(api_facts: Path) -> None:
    row = ops.Admins.list_activity_log_event_types
    bodies = [body for spec in specs(api_facts) for _, body in spec.examples(row)]
    assert bodies
    assert all(isinstance(each, str) for body in bodies for each in body[row.items])


@pytest.mark.parametrize(
    ("name", "model", "key", "count"),
    [
        ("docs_admin", Admin, None, 1),
        ("docs_admin_away_response", Admin, None, 1),
        ("docs_admin_list_v1_0_with_team", either(Admin, Team), "admins", 3),
        ("docs_team_list", Team, "teams", 2),
        ("docs_activity_logs", ActivityLog, "activity_logs", 1),
        ("docs_data_attributes_customer_v1_0", DataAttribute, "data_attributes", 3),
        ("docs_data_attributes_v1_4", DataAttribute, "data_attributes", 3),
    ],
)
def test_documented_answers_of_1_x_decode_and_encode_back(
    *, api_facts: Path, name: str, model: Any, key: str | None, count: int
) -> None:
    body = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    assert check_answer(name, body, model, key) == count


@pytest.mark.parametrize(
    ("row", "declared"),
    [
        (ops.Admins.set_away, {"away_mode_enabled", "away_mode_reassign", "away_status_reason_id"}),
        (
            ops.Admins.search_activity_logs,
            {"created_at_after", "created_at_before", "event_types", "page", "per_page"},
        ),
        (
            ops.DataAttributes.create,
            {"name", "model", "data_type", "description", "options", "messenger_writable"},
        ),
        (ops.DataAttributes.update, {"archived", "description", "options", "messenger_writable"}),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_files_declare_nothing_more_to_send(api_facts: Path, row: Operation, declared: set[str]) -> None:
    """Each of these is an argument of the method, which the tests of the service compare with what is sent."""
    found = {name for spec in specs(api_facts) for name in spec.properties(spec.request(row))}
    assert found == declared
