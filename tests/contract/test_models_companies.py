"""The models of companies against every recorded answer and every published schema."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.spec_files import Answered, check_answer, named, specs

from intercom_async import operations as ops
from intercom_async.models.common import either
from intercom_async.models.companies import Company, CompanyChanges, DeletedCompany
from intercom_async.models.contacts import Contact
from intercom_async.models.leads import Lead
from intercom_async.models.notes import Note
from intercom_async.models.segments import Segment
from intercom_async.models.users import User
from intercom_async.operation import Operation
from intercom_async.wire import json_ready

ANSWERS = [
    # The files describe GET /companies as a list only: companies.find, one company, has no answer of its own there.
    Answered(ops.Companies.list, Company),
    Answered(ops.Companies.list_all, Company),
    Answered(ops.Companies.scroll, Company),
    Answered(ops.Companies.search, Company),
    Answered(ops.Companies.retrieve, Company),
    Answered(ops.Companies.create_or_update, Company),
    Answered(ops.Companies.update, Company),
    Answered(ops.Companies.delete, DeletedCompany),
    Answered(ops.Companies.list_contacts, Contact),
    Answered(ops.Companies.list_segments, Segment),
    Answered(ops.Companies.list_notes, Note),
    Answered(ops.Companies.create_note, Note),
    Answered(ops.Contacts.list_companies, Company),
    Answered(ops.Contacts.attach_company, Company),
    Answered(ops.Contacts.detach_company, Company),
]


def test_every_recorded_answer_decodes_and_encodes_back(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    count = sum(answered.check_examples(api_facts) for answered in ANSWERS)
    record_property("objects of companies in recorded answers, decoded and encoded back", count)


@pytest.mark.parametrize("answered", ANSWERS, ids=named)
def test_every_declared_property_has_a_field(answered: Answered, api_facts: Path) -> None:
    assert answered.check_properties(api_facts)


@pytest.mark.parametrize(
    ("name", "model", "key"),
    [
        ("docs_company_v1_created", Company, None),
        ("docs_company_list_plan_string", Company, "companies"),
        ("docs_company_deleted_stub", DeletedCompany, None),
        ("docs_company_users", either(User, Lead), "users"),
    ],
)
def test_documented_answers_of_1_x_decode_and_encode_back(
    api_facts: Path, name: str, model: object, key: str | None
) -> None:
    body = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    assert check_answer(name, body, model, key) == 1


@pytest.mark.parametrize("row", [ops.Companies.create_or_update, ops.Companies.update], ids=lambda row: row.name)
def test_every_recorded_request_can_be_made(api_facts: Path, row: Operation) -> None:
    """What they set has a field, what is wrong on purpose goes through `extra`, and it is sent as it was."""
    bodies = [body for spec in specs(api_facts) for _, body in spec.requests(row)]
    assert bodies
    for body in bodies:
        known = {name: value for name, value in body.items() if name != "test"}
        changes = CompanyChanges(**known, extra={name: value for name, value in body.items() if name == "test"})
        assert json_ready(changes) == body


def test_every_property_of_a_request_has_a_field(api_facts: Path) -> None:
    rows = (ops.Companies.create_or_update, ops.Companies.update)
    declared = {name for spec in specs(api_facts) for row in rows for name in spec.properties(spec.request(row))}
    assert declared == set(CompanyChanges.__slots__) - {"extra"}
