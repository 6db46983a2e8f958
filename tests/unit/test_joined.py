"""Searches that become several: one list to the reader, each object once, nothing left behind."""

from contextlib import aclosing
from typing import Any

import pytest
from support.paging_clients import client, contacts, in_virtual_time, other_tasks, scripted, simulated

from intercom_async import F
from intercom_async.joined import JoinedPaginator
from intercom_async.search_rules import MOST_VALUES

IDS = [f"u{number}" for number in range(MOST_VALUES + 30)]
LATER = [f"v{number}" for number in range(MOST_VALUES)]


@in_virtual_time
async def test_a_long_list_of_ids_finds_all_of_them() -> None:
    """By several searches, one after the other, through each way to read."""
    transport = simulated(MOST_VALUES + 50)
    found = client(transport).contacts.search(F.external_id.is_in(IDS), sort_by="created_at", per_page=100)
    assert sorted(each.external_id or "" for each in await found.collect()) == sorted(IDS)
    sent = [(len(each.body["query"]["value"]), each.body["sort"]) for each in transport.wire]
    assert sent == [(150, {"field": "created_at"}), (150, {"field": "created_at"}), (30, {"field": "created_at"})]
    pages = [page async for page in found.pages()]
    assert [len(page.items) for page in pages] == [100, 50, 30]
    assert {(page.total_count, page.checkpoint) for page in pages} == {(None, None)}
    assert len((await found).items) == 100
    assert [each.external_id async for each in found.prefetch(2)] == [each.external_id async for each in found]
    assert len(await found.collect(limit=120)) == 120


@in_virtual_time
async def test_what_two_searches_find_comes_once() -> None:
    """An address in two cases finds one contact twice; what has no id cannot be told apart."""
    nameless = {"type": "list", "data": [{"type": "contact"}, {"type": "contact"}]}
    answers = iter([contacts("a", "b"), contacts("b", "c"), nameless])
    found = client(scripted(lambda _: next(answers))).contacts.search(F.email.is_in([*IDS, *LATER]))
    assert isinstance(found, JoinedPaginator)
    assert [each.id async for each in found] == ["a", "b", "c", "", ""]


@in_virtual_time
async def test_it_cannot_be_resumed() -> None:
    search: Any = client(simulated()).contacts.search
    with pytest.raises(TypeError, match=r"contacts\.search: a list that is joined from 2 cannot be resumed"):
        search(F.external_id.is_in(IDS), resume={"operation": "contacts.search"})


@in_virtual_time
async def test_leaving_early_leaves_nothing_behind() -> None:
    """Neither a task nor a search that was not begun; an end that nobody read to may be said twice."""
    transport = simulated(MOST_VALUES + 50)
    found = client(transport).contacts.search(F.external_id.is_in(IDS), per_page=10).prefetch(2)
    async with aclosing(aiter(found)) as items:
        await anext(items)
    assert other_tasks() == set()
    sent = len(transport.requests)
    await items.aclose()
    with pytest.raises(StopAsyncIteration):
        await anext(items)
    untouched = found.pages()
    await untouched.aclose()
    assert len(transport.requests) == sent
