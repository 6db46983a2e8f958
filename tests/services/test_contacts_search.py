"""Contacts that are searched, that changed, that were merged away, and their owners: the exact requests."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from support.paging_clients import client, in_virtual_time, simulated
from support.wire_calls import Asked, Wire, cursors

from intercom_async import F, Intercom
from intercom_async.errors import ContactMergedError, NotFoundError
from intercom_async.models.bulk_jobs import BulkContactChanges, NewBulkContact
from intercom_async.models.contacts import ContactChanges
from intercom_async.query import Filter
from intercom_async.transports.memory import json_response

ADA = {"type": "contact", "id": "p1", "created_at": 1, "updated_at": 1_700_000_000}


def merged(link: str | None) -> Any:
    """Return the answer about a contact that was merged away."""
    body = {"type": "error.list", "errors": [{"code": "contact_merged", "message": "merged"}]}
    return json_response(410, body, headers={} if link is None else {"Link": link})


def to(contact_id: str) -> Any:
    """Return the answer about a contact that was merged into *contact_id*."""
    return merged(f'</contacts/{contact_id}>; rel="canonical"')


@pytest.mark.parametrize("version", ["2.16", "Preview"])
async def test_a_merged_contact_is_followed_when_asked(version: str) -> None:
    """Through three merges, with the same query; what the link names beside the id is not used."""
    answers = [to("b"), merged('<https://evil.test/contacts/c>; rel="canonical"'), to("p1"), ADA]
    wire = Wire(answers[0], *answers[2:], version=version)
    found = await wire.run(lambda c: c.contacts.retrieve("a", follow_merged=True, include_merge_history=True))
    assert found.id == "p1"
    assert wire.asked == [Asked("GET", f"/contacts/{each}", {"include_merge_history": "true"}) for each in "ab"] + [
        Asked("GET", "/contacts/p1", {"include_merge_history": "true"})
    ]
    wire = Wire(answers[1], ADA)
    assert (await wire.run(lambda c: c.contacts.retrieve("a", follow_merged=True))).id == "p1"
    assert wire.asked == [Asked("GET", "/contacts/a"), Asked("GET", "/contacts/c")]


@pytest.mark.parametrize(
    ("answers", "follow", "into"),
    [
        ([to("b")], False, "b"),
        ([to("b"), to("c"), to("d"), to("e")], True, "e"),
        ([to("b"), to("a"), to("b"), to("a")], True, "a"),
        ([merged(None)], True, None),
        ([merged("</companies/b>")], True, None),
    ],
    ids=["not asked", "four merges", "a loop", "no link", "another link"],
)
async def test_following_ends(answers: list[Any], follow: bool, into: str | None) -> None:
    """With the error, which says where the contact went."""
    wire = Wire(*answers)
    with pytest.raises(ContactMergedError) as caught:
        await wire.run(lambda c: c.contacts.retrieve("a", follow_merged=follow))
    assert caught.value.merged_into == into
    assert len(wire.asked) == len(answers)


@in_virtual_time
async def test_the_simulator_sends_one_on() -> None:
    """From a lead to the user that it became."""
    contacts = client(simulated()).contacts
    lead = await contacts.create(ContactChanges(role="lead", email="ada@x.test"))
    user = await contacts.create(ContactChanges(role="user", email="ada@x.test", external_id="70"))
    await contacts.merge(lead.id, into=user.id)
    assert (await contacts.retrieve(lead.id, follow_merged=True)).id == user.id
    with pytest.raises(ContactMergedError, match="410"):
        await contacts.retrieve(lead.id)


async def test_other_errors_are_not_followed() -> None:
    """Until 2.15 a merged contact is just not there."""
    wire = Wire(json_response(404, {"type": "error.list", "errors": [{"code": "not_found"}]}), version="2.15")
    with pytest.raises(NotFoundError):
        await wire.run(lambda c: c.contacts.retrieve("a", follow_merged=True))


@pytest.mark.parametrize(
    ("version", "owner", "sent"),
    [
        ("2.0", "321", 321),
        ("2.15", 321, 321),
        ("2.15", "no number", "no number"),
        ("2.16", 321, "321"),
        ("Preview", "321", "321"),
        ("2.14", None, None),
    ],
)
async def test_the_owner_is_sent_in_the_type_of_the_version(version: str, owner: Any, sent: object) -> None:
    """A number until 2.15, text from 2.16 on; None clears it in all."""
    changes = ContactChanges(owner_id=owner)
    calls: list[tuple[Callable[[Intercom], Any], list[Any]]] = [
        (lambda c: c.contacts.create(changes), [ADA]),
        (lambda c: c.contacts.update("p1", changes), [ADA]),
        (lambda c: c.contacts.upsert(changes), [_conflict(), ADA]),
    ]
    for call, answers in calls:
        wire = Wire(*answers, version=version)
        await wire.run(call)
        assert [each.body for each in wire.asked] == [{"owner_id": sent}] * len(answers)


async def test_the_owner_is_text_in_bulk() -> None:
    """Which there is in Preview alone."""
    wire = Wire({"type": "contacts.bulk.job", "id": "j"}, {"type": "contacts.bulk.job", "id": "j"}, version="Preview")
    await wire.client.contacts.bulk_create([NewBulkContact(email="a@x.test", owner_id=321)])
    await wire.client.contacts.bulk_update([BulkContactChanges(id="p1", owner_id=321)])
    sent: list[Any] = [each.body for each in wire.asked]
    assert [body["contacts"][0]["owner_id"] for body in sent] == ["321", "321"]


async def test_an_owner_that_is_none_is_refused() -> None:
    wire = Wire()
    with pytest.raises(TypeError, match="owner_id must be"):
        await wire.run(lambda c: c.contacts.create(ContactChanges(owner_id=True)))


def _conflict() -> Any:
    message = "A contact matching those details already exists with id=p1"
    return json_response(409, {"type": "error.list", "errors": [{"code": "conflict", "message": message}]})


@attrs.frozen
class Search:
    """A search, and a filter of it that is refused."""

    call: Callable[[Intercom, Any], Any]
    path: str
    query: Filter


@pytest.mark.parametrize(
    "search",
    [
        Search(lambda c, query: c.contacts.search(query), "/contacts/search", F.tag_id.is_in(["7"])),
        Search(lambda c, query: c.contacts.updated_since(5, query=query), "/contacts/search", F.tag_id > 7),
        Search(lambda c, query: c.companies.search(query), "/companies/search", F.created_at.is_in([7])),
        Search(lambda c, query: c.conversations.search(query), "/conversations/search", F.created_at >= 7),
        Search(lambda c, query: c.conversations.updated_since(5, query=query), "/conversations/search", F.state > 7),
        Search(lambda c, query: c.tickets.search(query), "/tickets/search", F.updated_at >= 7),
        Search(lambda c, query: c.tickets.updated_since(5, query=query), "/tickets/search", F.open.contains("7")),
    ],
)
async def test_what_intercom_would_refuse_is_not_sent(search: Search) -> None:
    """By each search; as a plain mapping it is sent."""
    key = "data" if search.path.startswith(("/contacts", "/companies")) else search.path.split("/")[1]
    wire = Wire({"type": "list", key: []}, version="Preview")
    with pytest.raises(ValueError, match=r"\.search: .* takes = != .*in Preview, not"):
        search.call(wire.client, search.query)
    assert await wire.run(lambda c: search.call(c, search.query.as_query())) == []
    assert [each.path for each in wire.asked] == [search.path]


async def test_updated_since_asks_for_whole_days_in_an_order_that_stays() -> None:
    pages = cursors([ADA, {**ADA, "id": "old", "updated_at": 1_699_999_999}], [{**ADA, "id": "p2"}, ADA])
    wire = Wire(*pages)
    found = await wire.run(lambda c: c.contacts.updated_since(1_700_000_000, query=F.role == "user", per_page=2))
    assert [each.id for each in found] == ["p1", "p2"]
    body = {
        "query": {
            "operator": "AND",
            "value": [
                {"field": "role", "operator": "=", "value": "user"},
                {
                    "operator": "OR",
                    "value": [
                        {"field": "updated_at", "operator": operator, "value": 1_700_000_000} for operator in ("=", ">")
                    ],
                },
            ],
        },
        "sort": {"field": "created_at", "order": "ascending"},
    }
    assert [each.body for each in wire.asked] == [
        {**body, "pagination": {"per_page": 2, **more}} for more in ({}, {"starting_after": "c1"})
    ]


async def test_updated_since_without_a_query() -> None:
    wire = Wire({"type": "list", "data": [ADA]})
    assert [each.id for each in await wire.run(lambda c: c.contacts.updated_since(1_700_000_000, overlap=60))] == ["p1"]
    assert [part["value"] for part in wire.asked[0].body["query"]["value"]] == [1_699_999_940] * 2  # type: ignore[index]  # pyright: ignore[reportIndexIssue, reportUnknownVariableType]  # a body
