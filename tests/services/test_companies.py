"""Companies: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, cursors, each, links, refused

from intercom_async import F, to_dict
from intercom_async.errors import NotFoundError
from intercom_async.models.companies import Company, CompanyChanges, DeletedCompany
from intercom_async.models.contacts import Contact
from intercom_async.models.leads import Lead
from intercom_async.models.notes import Note
from intercom_async.models.segments import Segment
from intercom_async.models.users import User
from intercom_async.transports.memory import json_response

ANY_1 = ("1.0", "1.1", "1.2", "1.3", "1.4")
ANY_2 = ("2.0", "2.7", "2.16", "Preview")


def company(number: int = 1, **fields: object) -> dict[str, Any]:
    """Return a company as 2.x answers it."""
    times = {"remote_created_at": 1717020676, "created_at": 1717020677, "updated_at": 1717020678}
    return {
        "type": "company",
        "company_id": f"acme-{number}",
        "id": f"6657a8046abd0160d35d1e{number:02}",
        "app_id": "w1",
        "name": f"Acme {number}",
        **times,
        "monthly_spend": 0,
        "session_count": 0,
        "user_count": 4,
        "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "7", "name": "vip"}]},
        "segments": {"type": "segment.list", "segments": []},
        "plan": {},
        "custom_attributes": {"paid": True},
        **fields,
    }


def note(number: int = 1) -> dict[str, Any]:
    """Return a note about a company."""
    author = {"type": "admin", "id": "9", "name": "Ada", "email": "ada@x.test"}
    about = {"type": "company", "id": "c1"}
    return {
        "type": "note",
        "id": str(number),
        "created_at": 1733932587,
        "company": about,
        "author": author,
        "body": "a",
    }


SEGMENT = {"type": "segment", "id": "s1", "name": "Active", "created_at": 1456237005, "person_type": "user"}
FIELDS = {
    "id": "6657a8046abd0160d35d1e01",
    "company_id": "acme-1",
    "user_count": 4,
    "custom_attributes": {"paid": True},
}
CHANGES = CompanyChanges(company_id="acme-1", plan="Pro", size=85, remote_created_at=datetime(2024, 1, 2, tzinfo=UTC))
SENT = {"company_id": "acme-1", "plan": "Pro", "size": 85, "remote_created_at": 1704153600}


@each(
    Case(
        "retrieve", lambda c: c.companies.retrieve("c1"), Asked("GET", "/companies/c1"), company(), FIELDS, Company,
        (*ANY_1, *ANY_2),
    ),
    Case(
        "find by id", lambda c: c.companies.find(company_id="acme-1"),
        Asked("GET", "/companies", {"company_id": "acme-1"}),
        company(), {**FIELDS, "created_at": datetime(2024, 5, 29, 22, 11, 17, tzinfo=UTC)}, Company, (*ANY_1, *ANY_2),
    ),
    Case(
        "find by name", lambda c: c.companies.find(name="Acme & Söhne"),
        Asked("GET", "/companies", {"name": "Acme & Söhne"}), company(), FIELDS, Company, ("1.0", "2.16"),
    ),
    Case(
        "create_or_update", lambda c: c.companies.create_or_update(CHANGES), Asked("POST", "/companies", {}, SENT),
        company(plan={"type": "plan", "id": "10", "name": "Pro"}), {**FIELDS, "plan.name": "Pro"}, Company,
        (*ANY_1, *ANY_2),
    ),
    Case(
        "update", lambda c: c.companies.update("c1", CompanyChanges(website=None, monthly_spend=49)),
        Asked("PUT", "/companies/c1", {}, {"website": None, "monthly_spend": 49}),
        company(monthly_spend=49), {"monthly_spend": 49}, Company, ("2.4", "2.16"),
    ),
    Case(
        "delete", lambda c: c.companies.delete("c1"), Asked("DELETE", "/companies/c1"),
        {"id": "c1", "object": "company", "deleted": True}, {"id": "c1", "object": "company", "deleted": True},
        DeletedCompany, ("1.3", "2.16"),
    ),
    Case(
        "delete, as 2.1 says it", lambda c: c.companies.delete("c1"), Asked("DELETE", "/companies/c1"),
        {"id": "c1", "object": "company", "deleted": "true"}, {"deleted": "true"}, DeletedCompany, ("2.1",),
    ),
    Case(
        "delete_by_company_id", lambda c: c.companies.delete_by_company_id("acme"),
        Asked("DELETE", "/companies", {"company_id": "acme"}),
        {"id": "c1", "object": "company", "deleted": True}, {"id": "c1", "deleted": True}, DeletedCompany,
        ("1.3", "1.4"),
    ),
    Case(
        "list_segments", lambda c: c.companies.list_segments("c1"), Asked("GET", "/companies/c1/segments"),
        {"type": "list", "data": [SEGMENT]}, {"id": "s1", "person_type": "user"}, Segment, ("2.2", "2.16"),
    ),
    Case(
        "create_note", lambda c: c.companies.create_note("c1", body="a", admin_id=9),
        Asked("POST", "/companies/c1/notes", {}, {"body": "a", "admin_id": 9}), note(),
        {"id": "1", "company.id": "c1", "author.name": "Ada", "body": "a"}, Note,
    ),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_list_reads_every_page_at_1_x() -> None:
    """In the largest pages that companies are known to come in, on this host whatever the link names."""
    pages = links("/companies", "companies", [company(1), company(2)], [company(3, plan="Pro")], per_page=60)
    wire = Wire(*pages, version="1.4")
    found = await wire.run(lambda c: c.companies.list(order="asc"))
    assert [each.name for each in found] == ["Acme 1", "Acme 2", "Acme 3"]
    assert found[2].plan == "Pro"
    assert wire.asked == [
        Asked("GET", "/companies", {"order": "asc", "per_page": "60"}),
        Asked("GET", "/companies", {"order": "asc", "per_page": "60", "page": "2"}),
    ]


@pytest.mark.parametrize("version", ANY_2)
async def test_list_all_asks_for_its_pages_in_the_query(version: str) -> None:
    """A POST without a body."""
    pages = links("/companies/list", "data", [company(1), company(2)], [company(3)], per_page=2, order="desc")
    wire = Wire(*pages, version=version)
    found = await wire.run(lambda c: c.companies.list_all(order="desc", per_page=2))
    assert [each.id for each in found] == [company(number)["id"] for number in (1, 2, 3)]
    assert wire.asked == [
        Asked("POST", "/companies/list", {"order": "desc", "per_page": "2"}),
        Asked("POST", "/companies/list", {"order": "desc", "per_page": "2", "page": "2"}),
    ]


@pytest.mark.parametrize(("version", "key"), [("1.0", "companies"), ("2.16", "data")])
async def test_list_by_tag_or_segment_reads_every_page(version: str, key: str) -> None:
    pages = links("/companies", key, [company(1)], [company(2)], tag_id=7, per_page=60)
    wire = Wire(*pages, version=version)
    assert [each.name for each in await wire.run(lambda c: c.companies.list(tag_id=7))] == ["Acme 1", "Acme 2"]
    assert wire.asked == [
        Asked("GET", "/companies", {"tag_id": "7", "per_page": "60"}),
        Asked("GET", "/companies", {"tag_id": "7", "per_page": "60", "page": "2"}),
    ]
    wire = Wire({key: [company()], "pages": None}, version=version)
    await wire.run(lambda c: c.companies.list(segment_id="s1"))
    assert wire.asked == [Asked("GET", "/companies", {"segment_id": "s1", "per_page": "60"})]


async def test_search_reads_every_page() -> None:
    wire = Wire(*cursors([company(1)], [company(2)]), version="Preview")
    found = await wire.run(lambda c: c.companies.search(F.name == "Acme", sort_by="name", order="ascending"))
    assert [each.name for each in found] == ["Acme 1", "Acme 2"]
    body = {
        "query": {"field": "name", "operator": "=", "value": "Acme"},
        "sort": {"field": "name", "order": "ascending"},
    }
    assert wire.asked == [
        Asked("POST", "/companies/search", {}, body),
        Asked("POST", "/companies/search", {}, {**body, "pagination": {"starting_after": "c1"}}),
    ]


async def test_search_without_order_sends_none() -> None:
    wire = Wire(*cursors([]), version="Preview")
    query = {"field": "name", "operator": "=", "value": "Acme"}
    assert await wire.run(lambda c: c.companies.search(query, per_page=5)) == []
    assert wire.asked == [Asked("POST", "/companies/search", {}, {"query": query, "pagination": {"per_page": 5}})]


@pytest.mark.parametrize(("version", "key"), [("1.0", "companies"), ("1.4", "companies"), ("2.16", "data")])
async def test_scroll_reads_until_a_page_is_empty(version: str, key: str) -> None:
    rest = {"pages": None, "total_count": None, "scroll_param": "p1"}
    wire = Wire({key: [company(1)], **rest}, {key: [company(2)], **rest}, {key: [], **rest}, version=version)
    assert [each.name for each in await wire.run(lambda c: c.companies.scroll())] == ["Acme 1", "Acme 2"]
    following = Asked("GET", "/companies/scroll", {"scroll_param": "p1"})
    assert wire.asked == [Asked("GET", "/companies/scroll"), following, following]


async def test_a_workspace_without_companies_scrolls_over_none() -> None:
    """The first call answers 404 there."""
    wire = Wire(json_response(404, {"type": "error.list", "errors": [{"code": "not_found"}]}))
    assert await wire.run(lambda c: c.companies.scroll()) == []
    assert wire.asked == [Asked("GET", "/companies/scroll")]


async def test_list_contacts_reads_every_page() -> None:
    pages = cursors([{"type": "contact", "id": "p1", "role": "user"}], [{"type": "contact", "id": "p2"}])
    wire = Wire(*pages)
    found = await wire.run(lambda c: c.companies.list_contacts("c1", per_page=1))
    assert [(type(each), each.id) for each in found] == [(Contact, "p1"), (Contact, "p2")]
    assert wire.asked == [
        Asked("GET", "/companies/c1/contacts", {"per_page": "1"}),
        Asked("GET", "/companies/c1/contacts", {"per_page": "1", "starting_after": "c1"}),
    ]


async def test_list_users_gives_users_and_leads() -> None:
    people = [{"type": "user", "id": "u1"}, {"type": "contact", "id": "l1"}]
    wire = Wire(*links("/companies/c1/users", "users", people[:1], people[1:], per_page=60), version="1.4")
    found = await wire.run(lambda c: c.companies.list_users("c1"))
    assert [(type(each), each.id) for each in found] == [(User, "u1"), (Lead, "l1")]
    assert wire.asked == [
        Asked("GET", "/companies/c1/users", {"per_page": "60"}),
        Asked("GET", "/companies/c1/users", {"per_page": "60", "page": "2"}),
    ]


async def test_list_users_by_company_id_gives_users_and_leads() -> None:
    """As documented, without pages."""
    people = [{"type": "user", "id": "u1"}, {"type": "contact", "id": "l1"}]
    wire = Wire({"type": "user.list", "total_count": 2, "users": people}, version="1.0")
    found = await wire.run(lambda c: c.companies.list_users_by_company_id(6, per_page=50))
    assert [(type(each), each.id) for each in found] == [(User, "u1"), (Lead, "l1")]
    assert wire.asked == [Asked("GET", "/companies", {"type": "user", "company_id": "6", "per_page": "50"})]


async def test_list_notes_reads_every_page() -> None:
    wire = Wire(*links("/companies/c1/notes", "data", [note(1)], [note(2)], per_page=1))
    found = await wire.run(lambda c: c.companies.list_notes("c1", per_page=1))
    assert [(type(each), each.id) for each in found] == [(Note, "1"), (Note, "2")]
    assert wire.asked == [
        Asked("GET", "/companies/c1/notes", {"per_page": "1"}),
        Asked("GET", "/companies/c1/notes", {"per_page": "1", "page": "2"}),
    ]


@pytest.mark.parametrize(
    ("call", "version", "instead"),
    [
        (lambda c: c.companies.list_all(), "1.4", "companies.list"),
        (lambda c: c.companies.search({}), "2.16", "companies.list"),
        (lambda c: c.companies.update("c1", CompanyChanges()), "2.3", "companies.create_or_update"),
        (lambda c: c.companies.list_contacts("c1"), "1.4", "companies.list_users"),
        (lambda c: c.companies.list_users("c1"), "2.0", "companies.list_contacts"),
        (
            lambda c: c.companies.list_users_by_company_id("6"),
            "2.0",
            "companies.find, then companies.list_contacts",
        ),
        (lambda c: c.companies.list_segments("c1"), "2.1", None),
        (lambda c: c.companies.list_notes("c1"), "2.14", None),
        (lambda c: c.companies.create_note("c1", body="a"), "2.15", None),
    ],
)
async def test_a_version_without_it_refuses_before_sending(call: Any, version: str, instead: str | None) -> None:
    assert (await refused(call, version)).instead == instead


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda c: c.companies.find(), "companies.find: give exactly one of company_id, name, not none"),
        (lambda c: c.companies.find(company_id="1", name="a"), "company_id, name, not company_id and name"),
        (lambda c: c.companies.find(name=""), "company_id, name, not name without a value"),
        (lambda c: c.companies.list(tag_id="1", segment_id="2"), "companies.list: tag_id and segment_id exclude"),
        (lambda c: c.companies.list_users_by_company_id(""), "company_id without a value"),
        (lambda c: c.companies.list_all(per_page=61), "at most 60"),
    ],
)
async def test_what_names_no_company_or_two_is_refused_before_sending(call: Any, told: str) -> None:
    """Without its filter, GET /companies would answer something else."""
    wire = Wire()
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


async def test_a_company_that_is_not_there_is_an_error() -> None:
    wire = Wire(json_response(404, {"type": "error.list", "errors": [{"code": "company_not_found", "message": "no"}]}))
    with pytest.raises(NotFoundError):
        await wire.run(lambda c: c.companies.retrieve("c1"))


async def test_a_whole_company_as_the_answer_to_its_deletion_loses_nothing() -> None:
    """Nobody has recorded what the experimental deletion answers: it may be the company."""
    wire = Wire(company(), version="1.4")
    deleted = await wire.run(lambda c: c.companies.delete_by_company_id("acme"))
    assert type(deleted) is DeletedCompany
    assert to_dict(deleted) == company()


@pytest.mark.parametrize("company_id", ["", " ", None])
async def test_deleting_by_company_id_names_one(company_id: Any) -> None:
    """Without one the server might take it for all."""
    wire = Wire(version="1.4")
    with pytest.raises(ValueError, match=r"companies\.delete_by_company_id: give exactly one of company_id"):
        await wire.run(lambda c: c.companies.delete_by_company_id(company_id))
    assert wire.asked == []
