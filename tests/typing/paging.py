"""Types of lists: iterating, awaiting, collecting, looking ahead; checked, never run."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any, assert_type

from intercom_async import F, Intercom
from intercom_async.models.contacts import Contact
from intercom_async.models.users import User
from intercom_async.pagination import Checkpoint, ItemIterator, Page, PageIterator, Paginator
from intercom_async.response import Response
from intercom_async.scroll import Scroll, ScrollReport


async def listing(client: Intercom) -> None:
    """Every way to read a list knows what is in it."""
    paginator = client.contacts.list(per_page=50)
    assert_type(paginator, Paginator[Contact])
    assert_type(await paginator, Page[Contact])
    assert_type(await paginator.collect(), list[Contact])
    assert_type(await paginator.collect(limit=5), list[Contact])
    assert_type(paginator.prefetch(2), Paginator[Contact])
    assert_type(paginator.pages(), PageIterator[Contact])
    assert_type(aiter(paginator), ItemIterator[Contact])
    assert_type([contact.email async for contact in paginator], list[str | None])
    async for page in paginator.pages():
        assert_type(page, Page[Contact])
        assert_type(page.items, tuple[Contact, ...])
        assert_type(page.total_count, int | None)
        assert_type(page.checkpoint, Checkpoint | None)
        assert_type(page.response, Response[Any])
        client.contacts.list(resume=page.checkpoint)
    async with aclosing(paginator.pages()) as pages:
        assert_type(await anext(pages), Page[Contact])
    iterator: AsyncIterator[Contact] = aiter(paginator)
    assert_type(await anext(iterator), Contact)
    assert_type(client.contacts.search(F.email == "a@example.com"), Paginator[Contact])


async def scrolling(client: Intercom) -> None:
    """A scroll is a list with a report."""
    scroll = client.users.scroll()
    assert_type(scroll, Scroll[User])
    assert_type(await scroll.collect(), list[User])
    assert_type(scroll.report, ScrollReport)
    assert_type(scroll.report.waited, float)
    async for user in scroll:
        assert_type(user, User)


def wider(pages: Page[User]) -> Page[object]:
    """A page of users is a page of objects: pages only give."""
    return pages
