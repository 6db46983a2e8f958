"""Bulk jobs of contacts and companies, and banners: the exact requests and what the answers become."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, refused

from intercom_async.errors import ServerError
from intercom_async.models.banners import Banner, DismissedBanner
from intercom_async.models.bulk_jobs import (
    BulkCompanyChanges,
    BulkCompanyLink,
    BulkContactChanges,
    BulkJob,
    BulkTags,
    NewBulkContact,
)
from intercom_async.models.companies import CompanyChanges
from intercom_async.models.contacts import ContactChanges
from intercom_async.models.jobs import JobState
from intercom_async.transports.memory import json_response

ONLY = ("Preview",)
TASK = {
    "id": "task_v2_1", "item_count": 3, "state": "pending", "created_at": 1, "started_at": None, "completed_at": None,
}  # fmt: skip
JOB = {
    "id": "job_v2_1", "type": "contacts.bulk.job", "state": "running", "created_at": 1, "updated_at": 2,
    "completed_at": None, "tasks": [TASK], "url": "https://api.intercom.io/contacts/bulk/job_v2_1",
}  # fmt: skip
KNOWN = {
    "id": "job_v2_1", "state": JobState.RUNNING, "completed_at": None, "updated_at": datetime.fromtimestamp(2, UTC),
}  # fmt: skip
BANNER = {
    "type": "banner", "id": "4", "view_id": "64", "title": "Hi", "body": "<p>Hi!</p>", "style": "inline",
    "position": "top", "show_dismiss_button": True, "created_at": 1, "client_targeting": None,
    "action": {"type": "reaction", "reaction_set": [{"index": 0, "unicode_emoticon": "x"}]},
}  # fmt: skip
IN_JOB = {"job": {"id": "job_v2_1"}}


def sent(line: str, call: Any, method: str, path: str, body: object, *, kind: str = "contacts") -> Case:
    """Return what submits a job."""
    answer = {**JOB, "type": f"{kind}.bulk.job"}
    return Case(line, call, Asked(method, path, {}, body), answer, {**KNOWN, "type": answer["type"]}, BulkJob, ONLY)


@each(
    sent("create contacts",
         lambda c: c.contacts.bulk_create([
             NewBulkContact(email="a@x.test", role="user", signed_up_at=5, custom_attributes={"plan": "pro"},
                            companies=[BulkCompanyLink(company_id=6, name="Blue")], tags=BulkTags(add=["123", 4])),
             NewBulkContact(external_id="2"),
         ]), "POST", "/contacts/bulk",
         {"contacts": [{"email": "a@x.test", "role": "user", "signed_up_at": 5, "custom_attributes": {"plan": "pro"},
                        "companies": [{"company_id": 6, "name": "Blue"}], "tags": {"add": [{"id": "123"}, {"id": 4}]}},
                       {"external_id": "2"}]}),
    sent("create contacts in a job", lambda c: c.contacts.bulk_create([NewBulkContact(email="a")], job_id="job_v2_1"),
         "POST", "/contacts/bulk", {"contacts": [{"email": "a"}], **IN_JOB}),
    sent("update contacts",
         lambda c: c.contacts.bulk_update([
             BulkContactChanges(id="c1", name=None, companies=[BulkCompanyLink(company_id="7", remove=True)],
                                tags=BulkTags(add=[1], remove=[2], extra={"new": True}))
         ], job_id="job_v2_1"), "PUT", "/contacts/bulk",
         {"contacts": [{"id": "c1", "name": None, "companies": [{"company_id": "7", "remove": True}],
                        "tags": {"add": [{"id": 1}], "remove": [{"id": 2}], "new": True}}], **IN_JOB}),
    sent("delete contacts", lambda c: c.contacts.bulk_delete(["c1", 2]), "POST", "/contacts/bulk/delete",
         {"contacts": [{"id": "c1"}, {"id": 2}]}),
    sent("retrieve a job of contacts", lambda c: c.contacts.retrieve_bulk_job("job_v2_1"), "GET",
         "/contacts/bulk/job_v2_1", None),
    sent("create companies",
         lambda c: c.companies.bulk_create([CompanyChanges(company_id="a", update_last_request_at=True)]),
         "POST", "/companies/bulk", {"companies": [{"company_id": "a", "update_last_request_at": True}]},
         kind="companies"),
    sent("update companies",
         lambda c: c.companies.bulk_update([BulkCompanyChanges(id="5", name="B")], job_id="job_v2_1"),
         "PUT", "/companies/bulk", {"companies": [{"id": "5", "name": "B"}], **IN_JOB}, kind="companies"),
    sent("delete companies", lambda c: c.companies.bulk_delete(["5"], job_id="job_v2_1"), "POST",
         "/companies/bulk/delete", {"companies": [{"id": "5"}], **IN_JOB}, kind="companies"),
    sent("retrieve a job of companies", lambda c: c.companies.retrieve_bulk_job("job_v2_1"), "GET",
         "/companies/bulk/job_v2_1", None, kind="companies"),
    Case("list banners", lambda c: c.contacts.list_banners("c1"), Asked("GET", "/contacts/c1/banners"),
         {"type": "list", "data": [BANNER]},
         {"view_id": "64", "action.type": "reaction", "action.label": None, "show_dismiss_button": True}, Banner,
         ("2.16", "Preview")),
    Case("dismiss a banner", lambda c: c.contacts.dismiss_banner("c1", 64),
         Asked("POST", "/contacts/c1/banners/64/dismiss"),
         {"type": "banner_dismiss", "view_id": "64", "dismissed": True}, {"view_id": "64", "dismissed": True},
         DismissedBanner, ("2.16", "Preview")),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (lambda c: c.contacts.bulk_create([]), ValueError, "contacts.bulk_create: give at least one item"),
        (lambda c: c.contacts.bulk_delete(list(range(101))), ValueError, "holds 101, Intercom takes 100 .* its job_id"),
        (lambda c: c.companies.bulk_delete([]), ValueError, "companies.bulk_delete: give at least one"),
        (
            lambda c: c.contacts.bulk_create([NewBulkContact(email="a", email_verified=True)]),
            ValueError, "item 0 gives email_verified, which this ignores",
        ),
        (
            lambda c: c.contacts.bulk_update([BulkContactChanges(id=1), BulkContactChanges(id=2, role="user")]),
            ValueError, "item 1 gives role",
        ),
        (
            lambda c: c.companies.bulk_update([BulkCompanyChanges(id=1, company_id="a")]),
            ValueError, "item 0 gives company_id",
        ),
        (
            lambda c: c.contacts.bulk_create([ContactChanges(email="a")]),
            TypeError, "contacts takes NewBulkContact objects, not ContactChanges",
        ),
        (lambda c: c.contacts.bulk_update([{"id": "1"}]), TypeError, "takes BulkContactChanges objects, not dict"),
        (lambda c: c.companies.bulk_create([{"company_id": "1"}]), TypeError, "takes CompanyChanges objects, not dict"),
        (lambda c: c.companies.bulk_update([CompanyChanges(name="a")]), TypeError, "takes BulkCompanyChanges objects"),
    ],
)  # fmt: skip
async def test_what_no_server_would_take_is_refused_before_sending(call: Any, error: Any, told: str) -> None:
    wire = Wire(version="Preview")
    with pytest.raises(error, match=told):
        await wire.run(call)
    assert wire.asked == []


async def test_a_job_before_preview_is_refused() -> None:
    await refused(lambda c: c.contacts.bulk_delete(["1"]), "2.16")
    await refused(lambda c: c.companies.bulk_update([BulkCompanyChanges(id=1)]), "2.16")


async def test_a_job_is_submitted_once() -> None:
    """Updating by PUT begins another job each time."""
    wire = Wire(json_response(502, {}), version="Preview")
    with pytest.raises(ServerError) as caught:
        await wire.run(lambda c: c.contacts.bulk_update([BulkContactChanges(id=1)]))
    assert caught.value.outcome_unknown
    assert len(wire.asked) == 1
