"""Counts: the exact request of every method and what its answer becomes."""

from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async import to_dict
from intercom_async.models.counts import (
    AdminConversations,
    CompanyUsers,
    ConversationCounts,
    NamedCount,
    WorkspaceCounts,
)

#: No source says when they went.
ANY = ("1.0", "1.4", "2.0", "2.16")
APP = {"type": "count.hash", "company": {"count": 55}, "user": {"count": 5}, "lead": {"count": 17}}
STATES = {"assigned": 1, "closed": 15, "open": 3, "unassigned": 2}
WASH = {"id": 1, "name": "Wash", "open": 0, "closed": 1}


@each(
    Case("of all", lambda c: c.counts.retrieve(), Asked("GET", "/counts"), APP,
         {"company.count": 55, "user.count": 5, "lead.count": 17, "tag": None}, WorkspaceCounts, ANY),
    Case("of conversations", lambda c: c.counts.retrieve_conversations(),
         Asked("GET", "/counts", {"type": "conversation"}), {"type": "count", "conversation": STATES},
         {f"conversation.{state}": count for state, count in STATES.items()}, ConversationCounts, ANY),
    Case("by admin", lambda c: c.counts.list_conversations_by_admin(),
         Asked("GET", "/counts", {"type": "conversation", "count": "admin"}),
         {"type": "count", "conversation": {"admin": [WASH]}}, {"id": "1", "name": "Wash", "open": 0, "closed": 1},
         AdminConversations, ANY),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(
    ("call", "kind", "count", "model"),
    [
        (lambda c: c.counts.list_users_by_segment(), "user", "segment", NamedCount),
        (lambda c: c.counts.list_users_by_tag(), "user", "tag", NamedCount),
        (lambda c: c.counts.list_users_by_company(), "company", "user", CompanyUsers),
        (lambda c: c.counts.list_companies_by_segment(), "company", "segment", NamedCount),
        (lambda c: c.counts.list_companies_by_tag(), "company", "tag", NamedCount),
    ],
)
@pytest.mark.parametrize("version", ANY)
async def test_a_number_comes_with_the_name_of_its_group(
    *, call: Any, kind: str, count: str, model: type[NamedCount], version: str
) -> None:
    """On the wire the name is the key; it comes back so."""
    groups = [{"VIP": 3}, {"name": 0}]
    wire = Wire({"type": "count", kind: {count: groups}}, version=version)
    found = await wire.run(call)
    assert [(type(each), each.name, each.count) for each in found] == [(model, "VIP", 3), (model, "name", 0)]
    assert [to_dict(each) for each in found] == groups
    assert wire.asked == [Asked("GET", "/counts", {"type": kind, "count": count})]


async def test_companies_are_counted_with_the_ids_that_you_gave() -> None:
    wire = Wire(
        {"type": "count", "company": {"user": [{"Acme": 7, "remote_company_id": 6}]}, "pages": {}}, version="1.4"
    )
    (found,) = await wire.run(lambda c: c.counts.list_users_by_company())
    assert (found.name, found.count, found.remote_company_id) == ("Acme", 7, "6")


async def test_companies_by_tag_go_on_where_the_pages_are_nested_twice() -> None:
    link = "https://api.intercom.io/counts?type=company&count=tag&page=2&per_page=2"
    last = {"type": "pages", "next": None, "page": 2, "per_page": 2, "total_pages": 2}
    bodies = [
        {
            "type": "count",
            "company": {"tag": [{"a": 1}, {"b": 2}]},
            "pages": {"pages": {**last, "next": link, "page": 1}},
        },
        {"type": "count", "company": {"tag": [{"c": 3}]}, "pages": {"pages": last}},
    ]
    wire = Wire(*bodies, version="1.4")
    found = await wire.run(lambda c: c.counts.list_companies_by_tag(per_page=2))
    assert [(each.name, each.count) for each in found] == [("a", 1), ("b", 2), ("c", 3)]
    query = {"type": "company", "count": "tag", "per_page": "2"}
    assert wire.asked == [Asked("GET", "/counts", query), Asked("GET", "/counts", {**query, "page": "2"})]


@pytest.mark.parametrize(
    ("group", "name", "count"), [(NamedCount(extra={"a": "many"}), "a", None), (NamedCount(), None, None)]
)
def test_a_count_that_is_none_has_none(group: NamedCount, name: str | None, count: int | None) -> None:
    assert (group.name, group.count) == (name, count)
