"""The models of users, leads and visitors against every recorded answer and every published schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.spec_files import Answered, check_answer, named, specs

from intercom_async import operations as ops
from intercom_async.models.common import either
from intercom_async.models.contacts import Contact
from intercom_async.models.leads import Lead
from intercom_async.models.users import Identifiers, User, UserDeletionRequest
from intercom_async.models.visitors import Visitor, VisitorChanges
from intercom_async.wire import json_ready

ANSWERS = [
    Answered(ops.Visitors.find, Visitor),
    Answered(ops.Visitors.update, Visitor),
    Answered(ops.Visitors.convert, Contact),
]


def test_every_recorded_answer_decodes_and_encodes_back(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    count = sum(answered.check_examples(api_facts) for answered in ANSWERS)
    record_property("visitors in recorded answers, decoded and encoded back", count)


@pytest.mark.parametrize("answered", ANSWERS, ids=named)
def test_every_declared_property_has_a_field(answered: Answered, api_facts: Path) -> None:
    assert answered.check_properties(api_facts)


@pytest.mark.parametrize(
    ("name", "model", "key", "count"),
    [
        ("docs_user_v1_0_created", User, None, 1),
        ("docs_user_v1_4_model", User, None, 1),
        # Its page leaves out the type and more; what has no type keeps its fields aside.
        ("docs_users_by_email_v1_1", User, "users", 3),
        ("docs_users_by_email_none_v1_1", either(User, Lead), "users", 0),
        ("docs_users_page1", either(User, Lead), "users", 1),
        ("docs_users_scroll", User, "users", 1),
        ("docs_user_delete_request", UserDeletionRequest, None, 1),
        ("docs_lead_v1_4_model", Lead, None, 1),
        ("docs_leads_by_email", Lead, "contacts", 1),
    ],
)
def test_documented_answers_of_1_x_decode_and_encode_back(
    *, api_facts: Path, name: str, model: Any, key: str | None, count: int
) -> None:
    body = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    assert check_answer(name, body, model, key) == count


def test_every_recorded_change_of_a_visitor_can_be_made(api_facts: Path) -> None:
    """And everything that the files let a change say has a field."""
    row = ops.Visitors.update
    bodies = [body for spec in specs(api_facts) for _, body in spec.requests(row)]
    assert bodies
    for body in bodies:
        assert json_ready(VisitorChanges(**body)) == body
    declared = {name for spec in specs(api_facts) for name in spec.properties(spec.request(row))}
    assert declared <= set(VisitorChanges.__slots__)


def test_every_recorded_conversion_can_be_asked_for(api_facts: Path) -> None:
    bodies = [body for spec in specs(api_facts) for _, body in spec.requests(ops.Visitors.convert)]
    assert bodies
    for body in bodies:
        assert body == {
            "visitor": json_ready(Identifiers(**body["visitor"])),
            "user": json_ready(Identifiers(**body["user"])),
            "type": "user",
        }
    schemas = [spec.properties(spec.request(ops.Visitors.convert)) for spec in specs(api_facts)]
    assert {name for schema in schemas for name in schema} == {"visitor", "user", "type"}
    named_by = {name for schema in schemas for part in ("visitor", "user") for name in schema[part]["properties"]}
    assert named_by == set(Identifiers.__slots__) - {"extra"}
