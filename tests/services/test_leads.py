"""Leads: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links, refused

from intercom_async.errors import ServerError
from intercom_async.models.leads import Lead, LeadChanges
from intercom_async.models.users import Identifiers, User
from intercom_async.scroll import Scroll
from intercom_async.transports.memory import json_response

ANY_1 = ("1.0", "1.1", "1.2", "1.3", "1.4")


def lead(number: int = 1, **fields: object) -> dict[str, Any]:
    """Return a lead as 1.x answers it."""
    return {
        "type": "contact",
        "id": f"5811f6bbe6b4704ddfa84a{number:02}",
        "user_id": f"u{number}",
        "anonymous": True,
        "email": "obrien@truth.test",
        "name": "O&#39;Brien",
        "companies": {"type": "company.list", "companies": [{"type": "company", "id": "c1", "company_id": "6"}]},
        "last_request_at": 1477660267,
        "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "7", "name": "vip"}]},
        "segments": {"type": "segment.list", "segments": [{"type": "segment", "id": "s1"}]},
        "custom_attributes": {"monthly_spend": 155.5},
        **fields,
    }


FIELDS = {
    "id": "5811f6bbe6b4704ddfa84a01",
    "user_id": "u1",
    "anonymous": True,
    "last_request_at": datetime(2016, 10, 28, 13, 11, 7, tzinfo=UTC),
    "companies.type": "company.list",
    "custom_attributes": {"monthly_spend": 155.5},
}
CHANGES = LeadChanges(id="l1", email="a@b.test", last_request_at=datetime(2024, 1, 2, tzinfo=UTC), name=None)
SENT = {"id": "l1", "email": "a@b.test", "last_request_at": 1704153600, "name": None}
USER = {"type": "user", "id": "5811f6bbe6b4704ddfa84a01", "user_id": "25", "email": "obrien@truth.test"}


@each(
    Case("create_or_update", lambda c: c.leads.create_or_update(CHANGES), Asked("POST", "/contacts", {}, SENT), lead(),
         FIELDS, Lead, ANY_1),
    Case("create a lead nobody knows anything of", lambda c: c.leads.create_or_update(LeadChanges()),
         Asked("POST", "/contacts", {}, {}), lead(email=None), {"email": None}, Lead, ("1.4",)),
    Case("retrieve", lambda c: c.leads.retrieve("l1"), Asked("GET", "/contacts/l1"), lead(), FIELDS, Lead, ANY_1),
    Case("find", lambda c: c.leads.find(user_id="u1"), Asked("GET", "/contacts", {"user_id": "u1"}), lead(), FIELDS,
         Lead, ANY_1),
    Case("a lead by its newer type", lambda c: c.leads.retrieve(1), Asked("GET", "/contacts/1"), lead(type="lead"),
         {"type": "lead"}, Lead, ("1.4",)),
    Case("convert", lambda c: c.leads.convert(Identifiers(user_id="u1"), user=Identifiers(email="a@b.test")),
         Asked("POST", "/contacts/convert", {}, {"contact": {"user_id": "u1"}, "user": {"email": "a@b.test"}}), USER,
         {"user_id": "25"}, User, ANY_1),
    Case("delete", lambda c: c.leads.delete("l1"), Asked("DELETE", "/contacts/l1"), lead(), FIELDS, Lead, ANY_1),
    Case("delete_by_user_id", lambda c: c.leads.delete_by_user_id("u1"),
         Asked("DELETE", "/contacts", {"user_id": "u1"}), lead(), FIELDS, Lead, ANY_1),
    Case("list by e-mail", lambda c: c.leads.list(email="a+b@c.test"),
         Asked("GET", "/contacts", {"email": "a+b@c.test", "per_page": "60"}),
         {"type": "contact.list", "contacts": [lead()], "total_count": 1, "limited": False,
          "pages": {"type": "pages", "next": None, "page": 1, "per_page": 60, "total_pages": 1}}, FIELDS, Lead, ANY_1),
    Case("list by phone and age", lambda c: c.leads.list(phone="+353", created_since=7, order="asc", per_page=5),
         Asked("GET", "/contacts", {"phone": "+353", "created_since": "7", "order": "asc", "per_page": "5"}),
         {"contacts": [lead()], "pages": {}}, FIELDS, Lead, ("1.2", "1.4")),
    Case("list by segment", lambda c: c.leads.list(segment_id="s1"),
         Asked("GET", "/contacts", {"segment_id": "s1", "per_page": "60"}), {"contacts": [lead()]}, FIELDS, Lead,
         ANY_1),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_list_reads_every_page() -> None:
    """And a listing goes on from a checkpoint."""
    wire = Wire(*links("/contacts", "contacts", [lead(1)], [lead(2)], tag_id=7, per_page=1), version="1.4")
    found = await wire.run(lambda c: c.leads.list(tag_id=7, per_page=1))
    assert [each.user_id for each in found] == ["u1", "u2"]
    asked = [{"tag_id": "7", "per_page": "1"}, {"tag_id": "7", "per_page": "1", "page": "2"}]
    assert wire.asked == [Asked("GET", "/contacts", query) for query in asked]
    wire = Wire(*links("/contacts", "contacts", [lead(1)], [lead(2)], tag_id=7, per_page=1), version="1.4")
    page = await wire.client.leads.list(tag_id=7, per_page=1)
    (last,) = await wire.client.leads.list(tag_id=7, per_page=1, resume=page.checkpoint).collect()
    assert last.user_id == "u2"


async def test_scroll_reads_until_an_empty_page() -> None:
    pages = [{"contacts": [lead(n)], "scroll_param": "p", "pages": None, "total_count": 0} for n in (1, 2)]
    wire = Wire(*pages, {"contacts": [], "scroll_param": "p"}, version="1.0")
    scroll = wire.client.leads.scroll()
    assert isinstance(scroll, Scroll)
    assert [each.user_id async for each in scroll] == ["u1", "u2"]
    following = Asked("GET", "/contacts/scroll", {"scroll_param": "p"})
    assert wire.asked == [Asked("GET", "/contacts/scroll"), following, following]


@pytest.mark.parametrize(
    ("changes", "unknown"),
    [(LeadChanges(id="l1"), False), (LeadChanges(user_id="u1"), False), (LeadChanges(email="a@b.test"), True)],
)
async def test_only_a_write_to_a_lead_that_exists_may_be_repeated(changes: LeadChanges, *, unknown: bool) -> None:
    """A creation that failed on the way may have made a lead; a second would make another."""
    wire = Wire(json_response(500, {}), version="1.4")
    with pytest.raises(ServerError) as caught:
        await wire.run(lambda c: c.leads.create_or_update(changes))
    assert caught.value.outcome_unknown is unknown


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda c: c.leads.list(tag_id=1, segment_id=2), "leads.list: tag_id and segment_id exclude each other"),
        (lambda c: c.leads.find(user_id=""), "leads.find: give exactly one of user_id, not user_id without a value"),
        (lambda c: c.leads.delete_by_user_id(" "), "leads.delete_by_user_id: give exactly one of user_id"),
        (lambda c: c.leads.convert(Identifiers(), user=Identifiers(id=1)), "Identifiers: give id, user_id or email"),
        (lambda c: c.leads.convert(Identifiers(id=1), user=Identifiers(email="")), "at least one of them"),
    ],
)
async def test_what_names_nobody_or_too_much_is_refused(call: Any, told: str) -> None:
    wire = Wire(version="1.4")
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


@pytest.mark.parametrize(
    ("call", "instead"),
    [
        (lambda c: c.leads.create_or_update(CHANGES), "contacts.create or contacts.update"),
        (lambda c: c.leads.retrieve("l1"), "contacts.retrieve"),
        (lambda c: c.leads.find(user_id="u1"), "contacts.search"),
        (lambda c: c.leads.list(), "contacts.list or contacts.search"),
        (lambda c: c.leads.scroll(), "contacts.list"),
        (lambda c: c.leads.convert(Identifiers(id=1), user=Identifiers(id=2)), "contacts.merge"),
        (lambda c: c.leads.delete("l1"), "contacts.delete"),
        (lambda c: c.leads.delete_by_user_id("u1"), "contacts.delete"),
    ],
)
@pytest.mark.parametrize("version", ["2.0", "2.16", "Preview"])
async def test_from_2_0_on_contacts_have_it(call: Any, version: str, instead: str) -> None:
    assert (await refused(call, version)).instead == instead
