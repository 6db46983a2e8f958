"""Checkpoints: a listing goes on in another process where it stopped, and refuses what is not its own."""

import json
from typing import Any

import pytest
from support.paging_clients import client, in_virtual_time, pages_of, simulated, users
from support.virtual_time import run

from intercom_async import CheckpointError, F, Intercom, PageLimitError, PaginationError, PaginationStalledError
from intercom_async.transports.memory import MemoryTransport


def _offline(version: str = "2.16") -> Intercom:
    return Intercom("t", transport=MemoryTransport.script([]), version=version, rate_limit=None)


def _checkpoint(**changes: Any) -> Any:
    """Return a good checkpoint of ``contacts.list()`` at 2.16, changed."""

    async def main() -> Any:
        return (await client(simulated(3)).contacts.list(per_page=1)).checkpoint

    return {key: value for key, value in {**run(main()), **changes}.items() if value is not ...}


def test_a_checkpoint_is_json() -> None:
    checkpoint = _checkpoint()
    assert json.loads(json.dumps(checkpoint)) == checkpoint
    assert checkpoint["operation"] == "contacts.list"
    assert checkpoint["version"] == "2.16"
    assert (checkpoint["count"], checkpoint["total"], checkpoint["page"]) == (1, 3, 1)
    assert set(checkpoint["next"]) == {"starting_after"}


@pytest.mark.parametrize(
    ("what", "resume"),
    [
        ("operation", lambda c: _offline().contacts.search(F.role == "user", resume=c)),
        ("version", lambda c: _offline("2.15").contacts.list(resume=c)),
        ("query", lambda c: _offline().contacts.list(include_merge_history=True, resume=c)),
    ],
)
def test_a_checkpoint_of_another_list_is_refused_at_once(what: str, resume: Any) -> None:
    with pytest.raises(CheckpointError, match=f"of another {what}"):
        resume(_checkpoint())


def test_a_checkpoint_of_another_search_is_refused() -> None:
    async def main() -> None:
        c = client(simulated(3))
        page = await c.contacts.search(F.role == "user", per_page=1)
        with pytest.raises(CheckpointError, match="of another query"):
            c.contacts.search(F.role == "lead", resume=page.checkpoint)
        assert c.contacts.search(F.role == "user", per_page=2, resume=page.checkpoint)

    run(main())


@pytest.mark.parametrize(
    "changes",
    [
        {"next": ...},
        {"next": "cursor"},
        {"next": {}},
        {"next": {"starting_after": None}},
        {"next": {"starting_after": ["x"]}},
        {"next": {1: "x"}},
        {"count": ...},
        {"count": "1"},
        {"count": -1},
        {"count": True},
        {"page": None},
        {"total": ...},
        {"total": "3"},
    ],
    ids=str,
)
def test_a_damaged_checkpoint_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(CheckpointError, match=r"contacts\.list: the checkpoint is damaged"):
        _offline().contacts.list(resume=_checkpoint(**changes))


@pytest.mark.parametrize("resume", ["text", ["list"], 7, {}])
def test_what_is_no_checkpoint_is_refused(resume: Any) -> None:
    with pytest.raises(CheckpointError):
        _offline().contacts.list(resume=resume)


@in_virtual_time
async def test_at_the_end_there_is_nothing_more() -> None:
    transport = simulated(3)
    c = client(transport)
    pages = [page async for page in c.contacts.list(per_page=2).pages()]
    at_end = c.contacts.list(per_page=2, resume=pages[-1].checkpoint)
    sent = len(transport.requests)
    assert await at_end.collect() == []
    with pytest.raises(PaginationError, match="there is no page"):
        await at_end
    assert len(transport.requests) == sent


@in_virtual_time
async def test_another_page_size_may_be_chosen_on_the_way() -> None:
    c = client(simulated(10))
    page = await c.contacts.list(per_page=3)
    rest = await c.contacts.list(per_page=4, resume=page.checkpoint).collect()
    assert [each.external_id for each in (*page.items, *rest)] == [f"u{n}" for n in range(9, -1, -1)]


@in_virtual_time
async def test_a_page_number_goes_on_with_the_size_that_it_counts_in() -> None:
    c = client(simulated(10), version="1.4")
    page = await c.users.list(per_page=3)
    rest = await c.users.list(per_page=4, resume=page.checkpoint).collect()
    assert [each.user_id for each in (*page.items, *rest)] == [f"u{n}" for n in range(9, -1, -1)]


@in_virtual_time
async def test_a_short_end_is_noticed_after_resuming_too() -> None:
    """What was listed before counts, and so does the total that it gave."""
    bodies = [users(1, 2, following="/users?page=2", total_count=9), users(total_count=9)]
    c = client(pages_of(bodies), version="1.4")
    page = await c.users.list()
    with pytest.raises(PageLimitError, match="ended after 2 of 9"):
        await c.users.list(resume=page.checkpoint).collect()


@in_virtual_time
async def test_a_circle_is_noticed_where_it_was_resumed() -> None:
    transport = pages_of([users(n, following="/users?page=2") for n in range(3)])
    c = client(transport, version="1.4")
    page = await c.users.list()
    with pytest.raises(PaginationStalledError):
        await c.users.list(resume=page.checkpoint).collect()
    assert len(transport.requests) == 2


def test_a_scroll_cannot_be_resumed() -> None:
    """It has no place to go on from; its pages have no checkpoint."""
    with pytest.raises(TypeError, match="resume"):
        _offline("1.4").users.scroll(resume={})  # what is refused

    async def main() -> None:
        assert (await client(simulated(1), version="1.4").users.scroll()).checkpoint is None

    run(main())
