"""A listing that is stopped after any page and resumed elsewhere gives what an uninterrupted one gives."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.paging_clients import client, simulated
from support.virtual_time import run

from intercom_async import F, Intercom, Paginator

LISTS: dict[str, Callable[..., Paginator[Any]]] = {
    "cursor": lambda c, **more: c.contacts.list(**more),
    "search": lambda c, **more: c.contacts.search(F.role == "user", sort_by="created_at", order="ascending", **more),
    "pages": lambda c, **more: c.users.list(order="asc", **more),
}


@pytest.mark.parametrize("kind", LISTS)
@settings(max_examples=40)
@given(people=st.integers(0, 30), sizes=st.lists(st.integers(1, 12), min_size=1, max_size=4), data=st.data())
def test_resuming_equals_going_on(kind: str, people: int, sizes: list[int], data: st.DataObject) -> None:
    """Over any number of stops, page sizes and a round trip through JSON in between."""

    async def main() -> None:
        transport = simulated(people)
        whole = await LISTS[kind](_new(transport, kind)).collect()
        found: list[Any] = []
        checkpoint: Any = None
        for size in sizes:
            stop = data.draw(st.integers(1, 4))
            pages = LISTS[kind](_new(transport, kind), per_page=size, resume=checkpoint).pages()
            async for page in pages:
                found += page.items
                checkpoint = json.loads(json.dumps(page.checkpoint))
                stop -= 1
                if not stop:
                    break
        found += await LISTS[kind](_new(transport, kind), per_page=5, resume=checkpoint).prefetch(2).collect()
        assert [each.id for each in found] == [each.id for each in whole]
        assert len(whole) == people

    run(main())


def _new(transport: Any, kind: str) -> Intercom:
    """Make a client as another process would."""
    return client(transport, version="1.4" if kind == "pages" else "2.16")
