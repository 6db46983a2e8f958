"""Lists as a program reads them: pages, objects, the first page, a list; what ends them and what must not."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import pytest
from support.paging_clients import (
    client,
    contacts,
    external_ids,
    in_virtual_time,
    other_tasks,
    pages_of,
    read_and_fail,
    read_into,
    scripted,
    simulated,
    users,
)
from support.virtual_time import run

from intercom_async import BadRequestError, DecodeError, F, Intercom, PageLimitError, PaginationStalledError
from intercom_async.models.leads import Lead
from intercom_async.models.users import User
from intercom_async.transports.memory import json_response


@in_virtual_time
async def test_every_way_to_read_gives_the_same_objects() -> None:
    transport = simulated(25)
    paginator = client(transport).contacts.list(per_page=10)
    ids = external_ids(25)[::-1]
    assert [each.external_id async for each in paginator] == ids
    assert [each.external_id for each in await paginator.collect()] == ids
    pages = [page async for page in paginator.pages()]
    assert [each.external_id for page in pages for each in page.items] == ids
    assert [len(page.items) for page in pages] == [10, 10, 5]
    first = await paginator
    assert [each.external_id for each in first.items] == ids[:10]
    assert first.total_count == 25
    assert first.response.value["pages"]["total_pages"] == 3
    assert first.response.status == 200


@in_virtual_time
async def test_nothing_is_sent_before_it_is_read() -> None:
    transport = simulated(3)
    paginator = client(transport).contacts.list()
    iterator = aiter(paginator)
    pages = paginator.pages()
    assert transport.requests == []
    await anext(iterator)
    await anext(pages)
    assert len(transport.requests) == 2


@in_virtual_time
async def test_each_iteration_starts_anew() -> None:
    transport = simulated(3)
    paginator = client(transport).contacts.list(per_page=1)
    async for _ in paginator:
        break
    assert [each.external_id async for each in paginator] == ["u2", "u1", "u0"]
    assert [each.query.get("starting_after") is None for each in transport.wire] == [True, True, False, False]


@pytest.mark.parametrize(
    ("limit", "pages", "size"), [(None, 3, 5), (1, 1, 1), (2, 1, 2), (3, 2, 3), (0, 0, 0), (99, 3, 5)]
)
def test_no_page_is_fetched_beyond_the_limit(limit: int | None, pages: int, size: int) -> None:
    async def main() -> None:
        transport = simulated(5)
        found = await client(transport).contacts.list(per_page=2).collect(limit=limit)
        assert (len(found), len(transport.requests)) == (size, pages)

    run(main())


@pytest.mark.parametrize("way", ["objects", "pages", "exception"])
def test_leaving_early_leaves_nothing(way: str) -> None:
    """No task, and nothing to close, one turn of the loop after ``break`` or an exception."""

    async def main() -> None:
        paginator = client(simulated(5)).contacts.list(per_page=1)
        if way == "pages":
            async for _ in paginator.pages():
                break
        elif way == "objects":
            async for _ in paginator:
                break
        else:
            with pytest.raises(LookupError):
                await read_and_fail(paginator)
        await asyncio.sleep(0)
        assert other_tasks() == set()

    run(main())


@in_virtual_time
async def test_a_closed_iterator_gives_nothing_more() -> None:
    transport = simulated(5)
    paginator = client(transport).contacts.list(per_page=1)
    async with aclosing(aiter(paginator)) as items:
        await anext(items)
    assert [each async for each in items] == []
    pages = paginator.pages()
    await pages.aclose()
    await pages.aclose()
    assert [each async for each in pages] == []
    assert len(transport.requests) == 1


@in_virtual_time
async def test_two_tasks_cannot_read_one_iterator_at_once() -> None:
    """Both would get the same page."""
    pages = (
        client(
            simulated(
                5,
            ),
        )
        .contacts.list(per_page=1)
        .pages()
    )
    first, second = await asyncio.gather(anext(pages), anext(pages), return_exceptions=True)
    assert isinstance(second, RuntimeError)
    assert not isinstance(first, BaseException)


@in_virtual_time
async def test_an_iterator_ends_with_its_error() -> None:
    """What failed is not tried again behind the reader's back."""
    transport = pages_of([contacts(1, following={"starting_after": "x"}), json_response(400, {})])
    pages = client(transport).contacts.list().pages()
    await anext(pages)
    with pytest.raises(BadRequestError):
        await anext(pages)
    assert [each async for each in pages] == []
    assert len(transport.requests) == 2


@pytest.mark.parametrize(
    ("call", "where", "size"),
    [
        (lambda c: c.contacts.list(), "query", 150),
        (lambda c: c.contacts.search(F.role == "user"), "body", 150),
        (lambda c: c.with_options(version="1.4").users.list(), "query", 60),
        (lambda c: c.contacts.list(per_page=7), "query", 7),
    ],
    ids=["contacts", "search", "users", "chosen"],
)
def test_pages_are_asked_for_in_the_known_maximum(call: Callable[[Intercom], Any], where: str, size: int) -> None:
    """The server's default of 10 contacts a page would take fifteen times the quota."""

    async def main() -> None:
        transport = simulated(1)
        await call(client(transport))
        (sent,) = transport.wire
        assert int(sent.query["per_page"] if where == "query" else sent.body["pagination"]["per_page"]) == size

    run(main())


@pytest.mark.parametrize("size", [0, 151])
def test_a_wrong_page_size_is_refused_before_anything_is_sent(size: int) -> None:
    transport = pages_of([])
    with pytest.raises(ValueError, match="per_page"):
        Intercom("t", transport=transport).contacts.list(per_page=size)
    assert transport.requests == []


@in_virtual_time
async def test_a_link_to_another_host_sends_nothing_there() -> None:
    """Only its query is taken: the request, and the token, go to the configured host."""
    evil = "https://evil.example/users?page=2&per_page=1"
    transport = pages_of([users(1, following=evil), users(2)])
    c = client(transport, version="1.4", base_url="https://api.eu.intercom.io")
    assert [user.id async for user in c.users.list()] == ["1", "2"]
    assert [each.url for each in transport.requests] == [
        "https://api.eu.intercom.io/users?per_page=60",
        "https://api.eu.intercom.io/users?per_page=1&page=2",
    ]


@in_virtual_time
async def test_sizes_and_shapes_come_in_many_forms() -> None:
    """A page size as text, a bare list, a list of null and a single object are pages too."""
    bodies: list[Any] = [
        {**contacts(1, following={"starting_after": "a"}), "pages": {"per_page": "5", "next": {"starting_after": "a"}}},
        contacts(2),
        [{"type": "contact", "id": "3"}],
        {"type": "list", "data": None},
        {"type": "contact", "id": "4", "social_profiles": {"data": []}},
    ]
    c = client(pages_of(bodies))
    assert [[each.id async for each in c.contacts.list()] for _ in range(4)] == [["1", "2"], ["3"], [], ["4"]]


@pytest.mark.parametrize(
    "body", [json_response(200, None), json_response(200, {"type": "list"}), json_response(200, "x")]
)
def test_an_answer_that_is_no_list_is_an_error_not_the_end(body: Any) -> None:
    async def main() -> None:
        c = client(pages_of([contacts(1, following={"starting_after": "x"}), body]))
        with pytest.raises(DecodeError, match=r"contacts\.list: expected a list"):
            await c.contacts.list().collect()

    run(main())


@in_virtual_time
async def test_an_object_that_is_none_is_an_error_with_its_place() -> None:
    c = client(pages_of([{"data": [{"type": "contact", "id": "1"}, 7]}]))
    with pytest.raises(DecodeError) as caught:
        await c.contacts.list()
    assert caught.value.path == "$.data[1]"
    assert caught.value.status == 200
    assert b"contact" in caught.value.body


@pytest.mark.parametrize("cycle", [1, 2, 5])
def test_a_server_that_goes_in_circles_is_found_out(cycle: int) -> None:
    """A cursor that was followed before is not followed again, however long the circle."""

    async def main() -> None:
        numbers = iter(range(100))
        transport = scripted(lambda _: contacts(n := next(numbers), following={"starting_after": f"c{n % cycle}"}))
        with pytest.raises(PaginationStalledError, match=r"contacts\.list: the server gave the same next page twice"):
            await client(transport).contacts.list().collect()
        assert len(transport.requests) == cycle + 1

    run(main())


@in_virtual_time
async def test_a_page_list_that_links_to_itself_is_found_out() -> None:
    transport = scripted(lambda _: users(1, following="/users?page=2"))
    with pytest.raises(PaginationStalledError):
        await client(transport, version="1.4").users.list().collect()
    assert len(transport.requests) == 2


@in_virtual_time
async def test_the_limit_of_page_lists_is_an_error_that_says_what_to_do() -> None:
    """At 10,000 users 1.x answers 400."""
    transport = simulated(10_061)
    paginator = client(transport, version="1.4").users.list()
    found: list[User] = []
    with pytest.raises(PageLimitError, match=r"after 100\d\d objects.*use scroll\(\) or search\(\)") as caught:
        await read_into(found, paginator)
    assert [each.user_id for each in found] == external_ids(10_061)[::-1][: len(found)]
    assert len(found) >= 10_000
    assert isinstance(caught.value.__cause__, BadRequestError)
    assert len(transport.requests) == 168


@pytest.mark.parametrize("message", ["page limit reached, please use scroll API", "'page' not found on model User"])
def test_both_messages_of_the_limit_are_known(message: str) -> None:
    async def main() -> None:
        errors = {"type": "error.list", "errors": [{"code": "parameter_invalid", "message": message}]}
        transport = pages_of(
            [users(1, following="/users?page=2"), json_response(400, errors), json_response(400, errors)]
        )
        c = client(transport, version="1.4")
        with pytest.raises(PageLimitError):
            await c.users.list().collect()
        with pytest.raises(BadRequestError):  # the first page: something else is wrong
            await c.users.list().collect()

    run(main())


@in_virtual_time
async def test_a_list_that_ends_a_page_short_of_its_total_is_an_error() -> None:
    """As companies do at 10,000: 200 with an empty list, which would pass for the end."""
    bodies = [
        users(1, 2, following="/users?page=2", total_count=5),
        users(3, 4, following="/users?page=3", total_count=5),
    ]
    short = [*bodies[:1], users(following="/users?page=3", total_count=5)]
    with pytest.raises(PageLimitError, match="ended after 2 of 5"):
        await client(pages_of(short), version="1.4").users.list().collect()
    whole = [*bodies, users(5, total_count=5)]
    assert len(await client(pages_of(whole), version="1.4").users.list().collect()) == 5
    one_deleted = [*bodies, users(total_count=5)]
    assert len(await client(pages_of(one_deleted), version="1.4").users.list().collect()) == 4


@in_virtual_time
async def test_the_page_at_which_a_list_ends_short_is_given_before_the_error() -> None:
    """The first page alone is one too; a checkpoint of the last leads to the error again."""
    body = users(1, 2, total_count=9)
    transport = scripted(lambda _: body)
    listed = client(transport, version="1.4").users.list()
    page = await listed
    assert [each.id for each in page.items] == ["1", "2"]
    for paginator in (listed, listed.prefetch(1)):
        found: list[User | Lead] = []
        with pytest.raises(PageLimitError, match="ended after 2 of 9"):
            await read_into(found, paginator)
        assert [each.id for each in found] == ["1", "2"]
    with pytest.raises(PageLimitError, match="ended after 2 of 9"):
        await client(transport, version="1.4").users.list(resume=page.checkpoint).collect()
    assert len(transport.requests) == 3


@pytest.mark.parametrize("totals", [(50, 51), (None, None), (50, None)])
def test_a_total_that_moves_or_is_missing_proves_nothing(totals: tuple[int | None, int | None]) -> None:
    async def main() -> None:
        first, second = totals
        bodies = [users(1, 2, following="/users?page=2", total_count=first), users(3, total_count=second)]
        assert len(await client(pages_of(bodies), version="1.4").users.list().collect()) == 3

    run(main())


@in_virtual_time
async def test_an_empty_page_ends_a_page_list_whatever_it_links_to() -> None:
    transport = pages_of([users(1, following="/users?page=2"), users(following="/users?page=3")])
    assert len(await client(transport, version="1.4").users.list().collect()) == 1


@in_virtual_time
async def test_an_empty_page_with_a_cursor_is_not_the_end() -> None:
    transport = pages_of([contacts(following={"starting_after": "x"}), contacts(1)])
    assert len(await client(transport).contacts.list().collect()) == 1


@in_virtual_time
async def test_a_list_without_paging_follows_nothing() -> None:
    transport = pages_of([{"type": "list", "data": [], "pages": {"next": {"starting_after": "x"}}}])
    assert await client(transport).data_attributes.list().collect() == []


@in_virtual_time
async def test_the_number_of_a_page_keeps_its_size() -> None:
    transport = pages_of([users(1, following={"page": 2}), users(2)])
    await client(transport, version="1.4").users.list(per_page=9).collect()
    assert [each.url.partition("?")[2] for each in transport.requests] == ["per_page=9", "per_page=9&page=2"]


@in_virtual_time
async def test_reprs_show_no_personal_data() -> None:
    transport = scripted(lambda _: {"data": [{"type": "contact", "id": "1", "email": "ada@example.com"}]})
    paginator = client(transport).contacts.search(F.email == "ada@example.com")
    page = await paginator
    assert repr(page) == "Page(items=<1>, total_count=None)"
    assert repr(paginator) == "<Paginator of Contact by contacts.search>"
    assert "ada" not in repr(page.response)


@in_virtual_time
async def test_a_search_repeats_its_query_on_every_page() -> None:
    transport = simulated(3)
    query = F.role == "user"
    found = client(transport).contacts.search(query, sort_by="created_at", order="ascending", per_page=2)
    assert len(await found.collect()) == 3
    bodies = [each.body for each in transport.wire]
    cursor = bodies[1]["pagination"].pop("starting_after")
    assert cursor
    assert bodies[0] == bodies[1] == {
        "query": {"field": "role", "operator": "=", "value": "user"},
        "sort": {"field": "created_at", "order": "ascending"},
        "pagination": {"per_page": 2},
    }  # fmt: skip


@in_virtual_time
async def test_a_cancelled_reader_leaves_nothing() -> None:
    transport = simulated(5, latency=5.0)
    reader = asyncio.ensure_future(client(transport).contacts.list(per_page=1).collect())
    await asyncio.sleep(12)
    reader.cancel()
    await asyncio.gather(reader, return_exceptions=True)
    assert reader.cancelled()
    assert len(transport.requests) == 3
    assert other_tasks() == set()
