"""Contacts, what is attached to them and their merges: the exact requests and what the answers become."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, cursors, each, links, refused

from intercom_async.errors import ContactMergedError
from intercom_async.models.companies import Company
from intercom_async.models.contacts import (
    Contact,
    ContactActivity,
    ContactEvent,
    ContactStatus,
    MergeHistoryItem,
    MergePreview,
)
from intercom_async.models.notes import Note
from intercom_async.models.segments import Segment
from intercom_async.models.subscriptions import SubscriptionType
from intercom_async.models.tags import Tag
from intercom_async.transports.memory import json_response

ANY_2 = ("2.0", "2.7", "2.16", "Preview")
FROM_2_13 = ("2.13", "2.16", "Preview")
ADA = {"type": "contact", "id": "p1", "external_id": "70", "role": "user", "created_at": 1734537439}
ADA_FIELDS = {"id": "p1", "external_id": "70", "created_at": datetime(2024, 12, 18, 15, 57, 19, tzinfo=UTC)}
ACME = {"type": "company", "id": "c1", "company_id": "acme", "name": "Acme", "plan": {}, "custom_attributes": {}}
VIP = {"type": "tag", "id": "7", "name": "vip", "applied_at": 1663597223, "applied_by": {"type": "admin", "id": "456"}}
VIP_FIELDS = {"name": "vip", "applied_at": datetime(2022, 9, 19, 14, 20, 23, tzinfo=UTC), "applied_by.id": "456"}
NEWS = {"name": "News", "description": "What is new", "locale": "en"}
SUBSCRIPTION = {
    "type": "subscription",
    "id": "16",
    "state": "live",
    "consent_type": "opt_in",
    "default_translation": NEWS,
    "translations": [NEWS],
    "content_types": ["email"],
}
CHOSEN = {
    "id": "16", "consent_type": "opt_in", "default_translation.name": "News", "content_types": ("email",)
}  # fmt: skip


def note(number: int = 1) -> dict[str, Any]:
    """Return a note about a contact."""
    author = {"type": "admin", "id": "9", "name": "Ada", "email": "ada@x.test"}
    about = {"type": "contact", "id": "p1"}
    return {
        "type": "note",
        "id": f"{number}",
        "created_at": 1733932587,
        "contact": about,
        "author": author,
        "body": "a",
    }


@each(
    Case("find", lambda c: c.contacts.find("70"), Asked("GET", "/contacts/find_by_external_id/70"), ADA, ADA_FIELDS,
         Contact, FROM_2_13),
    Case("find with its merges", lambda c: c.contacts.find("a b", include_merge_history=True),
         Asked("GET", "/contacts/find_by_external_id/a%20b", {"include_merge_history": "true"}),
         {**ADA, "merge_history": []}, {"merge_history": ()}, Contact),
    Case("block", lambda c: c.contacts.block("p1"), Asked("POST", "/contacts/p1/block"),
         {"type": "contact", "id": "p1", "external_id": "70", "blocked": True}, {"id": "p1", "blocked": True},
         ContactStatus, FROM_2_13),
    Case("merge", lambda c: c.contacts.merge("l1", into="p1"),
         Asked("POST", "/contacts/merge", {}, {"from": "l1", "into": "p1"}), ADA, ADA_FIELDS, Contact, ANY_2),
    Case("merge in spite of it all",
         lambda c: c.contacts.merge("l1", into="p1", skip_duplicate_validation=True, include_merge_history=True),
         Asked("POST", "/contacts/merge", {"include_merge_history": "true"},
               {"from": "l1", "into": "p1", "skip_duplicate_validation": True}), ADA, ADA_FIELDS, Contact),
    Case("preview_merge", lambda c: c.contacts.preview_merge("l1", into="p1", skip_duplicate_validation=False),
         Asked("POST", "/contacts/merge/preview", {},
               {"from": "l1", "into": "p1", "skip_duplicate_validation": False}),
         {"allowed": True, "summary": {
             "attribute_changes": {"attributes": [], "total_count": 3},
             "reassignments": {"tags": {"from": 3, "into": 4}}}},
         {"allowed": True, "summary.attribute_changes.total_count": 3, "summary.reassignments.tags.from_": 3,
          "summary.reassignments.tags.into": 4, "reasons": None}, MergePreview, ("Preview",)),
    Case("attach_company", lambda c: c.contacts.attach_company("p1", "c1"),
         Asked("POST", "/contacts/p1/companies", {}, {"id": "c1"}), ACME, {"id": "c1", "company_id": "acme"}, Company,
         ANY_2),
    Case("detach_company", lambda c: c.contacts.detach_company("p1", "c1"),
         Asked("DELETE", "/contacts/p1/companies/c1"), ACME, {"id": "c1", "name": "Acme"}, Company, ANY_2),
    Case("list_tags", lambda c: c.contacts.list_tags("p1"), Asked("GET", "/contacts/p1/tags"),
         {"type": "list", "data": [VIP]}, VIP_FIELDS, Tag, ANY_2),
    Case("attach_tag", lambda c: c.contacts.attach_tag("p1", 7),
         Asked("POST", "/contacts/p1/tags", {}, {"id": 7}), VIP, VIP_FIELDS, Tag, ANY_2),
    Case("detach_tag", lambda c: c.contacts.detach_tag("p1", 7), Asked("DELETE", "/contacts/p1/tags/7"), VIP,
         VIP_FIELDS, Tag, ANY_2),
    Case("list_segments", lambda c: c.contacts.list_segments("p1"), Asked("GET", "/contacts/p1/segments"),
         {"type": "list", "data": [{"type": "segment", "id": "s1", "name": "Active", "person_type": "user"}]},
         {"id": "s1", "name": "Active"}, Segment, ("2.2", "2.16")),
    Case("list_subscriptions", lambda c: c.contacts.list_subscriptions("p1"),
         Asked("GET", "/contacts/p1/subscriptions"), {"type": "list", "data": [SUBSCRIPTION]}, CHOSEN,
         SubscriptionType, ANY_2),
    Case("attach_subscription", lambda c: c.contacts.attach_subscription("p1", 16, consent_type="opt_in"),
         Asked("POST", "/contacts/p1/subscriptions", {}, {"id": 16, "consent_type": "opt_in"}), SUBSCRIPTION, CHOSEN,
         SubscriptionType, ANY_2),
    Case("detach_subscription", lambda c: c.contacts.detach_subscription("p1", 16),
         Asked("DELETE", "/contacts/p1/subscriptions/16"), SUBSCRIPTION, CHOSEN, SubscriptionType, ANY_2),
    Case("create_note", lambda c: c.contacts.create_note("p1", body="a"),
         Asked("POST", "/contacts/p1/notes", {}, {"body": "a"}), note(), {"id": "1", "contact.id": "p1"}, Note, ANY_2),
    Case("create_note as somebody", lambda c: c.contacts.create_note("p1", body="a", admin_id="9"),
         Asked("POST", "/contacts/p1/notes", {}, {"body": "a", "admin_id": "9"}), note(), {"author.id": "9"}, Note),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_a_merge_that_would_be_refused_says_why() -> None:
    obstacle = {"code": "no_shared_identifier", "message": "These contacts share nothing."}
    wire = Wire({"allowed": False, "reasons": [obstacle]}, version="Preview")
    preview = await wire.run(lambda c: c.contacts.preview_merge("l1", into="p1"))
    assert (preview.allowed, preview.summary) == (False, None)
    assert [each.code for each in preview.reasons] == ["no_shared_identifier"]
    assert wire.asked == [Asked("POST", "/contacts/merge/preview", {}, {"from": "l1", "into": "p1"})]


async def test_a_merge_tells_what_becomes_of_each_attribute() -> None:
    """Their values are of any kind."""
    change = {"field": "companies", "outcome": "merged", "from_value": ["B"], "into_value": "A", "new_into_value": 3}
    changes = {"attributes": [change], "total_count": 1}
    wire = Wire({"allowed": True, "summary": {"attribute_changes": changes}}, version="Preview")
    preview = await wire.run(lambda c: c.contacts.preview_merge("l1", into="p1"))
    (found,) = preview.summary.attribute_changes.attributes
    assert (found.field, found.outcome) == ("companies", "merged")
    assert (found.from_value, found.into_value, found.new_into_value) == (["B"], "A", 3)


async def test_a_contact_that_was_merged_away_is_an_error() -> None:
    """From 2.16 on the answer names the other contact in its headers."""
    body = {"type": "error.list", "errors": [{"code": "contact_merged", "message": "merged"}]}
    wire = Wire(json_response(410, body, headers={"Link": '</contacts/p2>; rel="canonical"'}))
    with pytest.raises(ContactMergedError):
        await wire.run(lambda c: c.contacts.find("70"))


async def test_list_merge_history_follows_its_cursor() -> None:
    """Which stands at the top level of the answer."""

    def item(number: int) -> dict[str, object]:
        times = {"source_contact_role": "lead", "merged_at": 1571672154}
        return {"type": "merge_history", "source_contact_id": f"l{number}", **times}

    pages = (
        {"type": "list", "data": [item(1)], "next_cursor": "abc=", "has_more": True},
        {"type": "list", "data": [item(2)], "next_cursor": None, "has_more": False},
    )
    wire = Wire(*pages)
    found = await wire.run(lambda c: c.contacts.list_merge_history("p1", order="asc"))
    assert [(type(each), each.source_contact_id) for each in found] == [
        (MergeHistoryItem, "l1"),
        (MergeHistoryItem, "l2"),
    ]
    assert found[0].merged_at == datetime(2019, 10, 21, 15, 35, 54, tzinfo=UTC)
    assert wire.asked == [
        Asked("GET", "/contacts/p1/merge_history", {"order": "asc", "per_page": "150"}),
        Asked("GET", "/contacts/p1/merge_history", {"order": "asc", "per_page": "150", "cursor": "abc="}),
    ]


async def test_list_activities_reads_every_page() -> None:
    created = {"type": "contact_activity", "id": "a1", "event_type": "contact.created", "contact_id": "p1"}
    failed = {
        "type": "contact_activity", "id": "a2", "event_type": "contact.merge_failed", "contact_id": "l1",
        "merge_source_id": "l1", "merge_target_id": "p1", "failure_reason": "no", "created_at": 1717000300,
    }  # fmt: skip
    wire = Wire(*cursors([created], [failed]), version="Preview")
    found = await wire.run(lambda c: c.contacts.list_activities())
    assert [(type(each), each.event_type) for each in found] == [
        (ContactActivity, ContactEvent.CREATED),
        (ContactActivity, ContactEvent.MERGE_FAILED),
    ]
    assert (found[1].merge_source_id, found[1].merge_target_id, found[1].failure_reason) == ("l1", "p1", "no")
    assert wire.asked == [
        Asked("GET", "/contacts/activities", {"per_page": "150"}),
        Asked("GET", "/contacts/activities", {"per_page": "150", "starting_after": "c1"}),
    ]


@pytest.mark.parametrize("version", ANY_2)
async def test_list_companies_reads_every_page(version: str) -> None:
    pages = links("/contacts/p1/companies", "data", [ACME], [{**ACME, "id": "c2"}], per_page=60)
    wire = Wire(*pages, version=version)
    found = await wire.run(lambda c: c.contacts.list_companies("p1"))
    assert [(type(each), each.id) for each in found] == [(Company, "c1"), (Company, "c2")]
    assert wire.asked == [
        Asked("GET", "/contacts/p1/companies", {"per_page": "60"}),
        Asked("GET", "/contacts/p1/companies", {"per_page": "60", "page": "2"}),
    ]


async def test_list_companies_finds_them_under_the_key_that_the_schemas_give_too() -> None:
    """Recorded bodies have ``data``, the schemas ``companies``."""
    wire = Wire({"type": "list", "companies": [ACME], "total_count": 1, "pages": None})
    assert [each.id for each in await wire.run(lambda c: c.contacts.list_companies("p1"))] == ["c1"]


@pytest.mark.parametrize("version", ANY_2)
async def test_list_notes_reads_every_page(version: str) -> None:
    wire = Wire(*links("/contacts/p1/notes", "data", [note(1)], [note(2)], per_page=1), version=version)
    found = await wire.run(lambda c: c.contacts.list_notes("p1", per_page=1))
    assert [(type(each), each.id) for each in found] == [(Note, "1"), (Note, "2")]
    assert wire.asked == [
        Asked("GET", "/contacts/p1/notes", {"per_page": "1"}),
        Asked("GET", "/contacts/p1/notes", {"per_page": "1", "page": "2"}),
    ]


@pytest.mark.parametrize(
    ("call", "version"),
    [
        (lambda c: c.contacts.find("70"), "2.12"),
        (lambda c: c.contacts.block("p1"), "2.12"),
        (lambda c: c.contacts.merge("l1", into="p1"), "1.4"),
        (lambda c: c.contacts.preview_merge("l1", into="p1"), "2.16"),
        (lambda c: c.contacts.list_merge_history("p1"), "2.15"),
        (lambda c: c.contacts.list_activities(), "2.16"),
        (lambda c: c.contacts.list_companies("p1"), "1.4"),
        (lambda c: c.contacts.attach_company("p1", "c1"), "1.4"),
        (lambda c: c.contacts.detach_company("p1", "c1"), "1.4"),
        (lambda c: c.contacts.list_tags("p1"), "1.4"),
        (lambda c: c.contacts.attach_tag("p1", "7"), "1.4"),
        (lambda c: c.contacts.detach_tag("p1", "7"), "1.4"),
        (lambda c: c.contacts.list_segments("p1"), "2.1"),
        (lambda c: c.contacts.list_notes("p1"), "1.4"),
        (lambda c: c.contacts.create_note("p1", body="a"), "1.4"),
    ],
)
async def test_a_version_without_it_refuses_before_sending(call: Any, version: str) -> None:
    error = await refused(call, version)
    assert error.since is not None
    assert error.since > error.version
