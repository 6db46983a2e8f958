"""Every shape of a list: what asks for its next page, and where it ends."""

from typing import Any

import pytest
from support.list_server import COUNTS, HOST, SHAPES, ListServer, Shape, ids
from support.wire_calls import Asked, Wire

from intercom_async import operations as ops
from intercom_async.errors import CheckpointError, DecodeError, PageLimitError, PaginationError, PaginationStalledError
from intercom_async.models.admins import Admin, CurrentAdmin, Team
from intercom_async.models.common import Reference, UnknownObject, either
from intercom_async.operation import Paging, Request
from intercom_async.pagination import Paginator, at_position, items_of, with_page_size
from intercom_async.positions import next_position

each_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


async def read(request: Request, *answers: object, version: str = "2.16") -> tuple[list[Any], list[Asked]]:
    """Read the list that *request* begins from a server that gives *answers*."""
    wire = Wire(*answers, version=version)
    items = await wire.run(lambda client: Paginator(client.core, request, Reference))
    return ids(items), wire.asked


@each_shape
@pytest.mark.parametrize("size", [0, 1, 7, 8])
async def test_a_list_is_read_whole(shape: Shape, size: int) -> None:
    """In order, each object once, with no page asked for beyond the last; the server checks what every page names."""
    server = ListServer(shape, size)
    assert ids(await server.list(per_page=4).collect()) == server.ids
    assert len(server.asked) == max(1, -(-size // 4))


@each_shape
async def test_pages_are_as_large_as_the_server_gives(shape: Shape) -> None:
    """Where a maximum is known it is asked for, at the place where this list takes it."""
    server = ListServer(shape, 3)
    await server.list().collect()
    assert server.asked[0].where.get("per_page", None) in {
        shape.request.operation.page_size[1],
        str(shape.request.operation.page_size[1]) if shape.request.operation.page_size[1] else None,
    }


@each_shape
async def test_every_page_has_a_checkpoint_and_the_last_leads_nowhere(shape: Shape) -> None:
    server = ListServer(shape, 5)
    pages = [page async for page in server.list(per_page=2).pages()]
    checkpoints = [page.checkpoint for page in pages]
    assert [each["count"] for each in checkpoints if each] == [2, 4, 5]
    assert checkpoints[-1] is not None
    assert checkpoints[-1]["next"] is None
    rest = ListServer(shape, 5)
    assert ids(await rest.list(per_page=2, resume=checkpoints[0]).collect()) == server.ids[2:]
    assert await rest.list(per_page=2, resume=checkpoints[-1]).collect() == []
    assert len(rest.asked) == 2


@each_shape
async def test_a_checkpoint_of_another_list_is_refused(shape: Shape) -> None:
    page = await ListServer(shape, 5).list(per_page=2)
    other = next(other for other in SHAPES.values() if other.request.operation is not shape.request.operation)
    server = ListServer(other, 5)
    with pytest.raises(CheckpointError):
        server.list(resume=page.checkpoint)
    assert server.asked == []


async def test_pages_may_have_another_size_after_a_restart() -> None:
    """Also where the size stands in the body: it is no part of what is listed."""
    shape = SHAPES["page_body by link"]
    page = await ListServer(shape, 9).list(per_page=3)
    assert ids(await ListServer(shape, 9).list(resume=page.checkpoint).collect()) == [str(n) for n in range(3, 9)]


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        (
            ops.DataEvents.list(query={"type": "user", "user_id": "1"}),
            {"events": [{"id": "1"}], "pages": {"next": f"{HOST}/events?type=user&user_id=1&before=5"}},
        ),
        (
            ops.Contacts.list_merge_history(contact_id="c"),
            {"data": [{"id": "1"}], "has_more": True, "next_cursor": "x"},
        ),
        (
            ops.Admins.search_activity_logs(json={"created_at_after": 1}),
            {"activity_logs": [{"id": "1"}], "pages": {"page": "1", "per_page": "1", "total_pages": "9"}},
        ),
        (
            SHAPES["page_query_top_level"].request,
            {"data": [{"id": "1"}], "page": 1, "per_page": 1, "total_pages": 9, "total_count": 9},
        ),
    ],
)
async def test_a_list_that_goes_round_is_stopped(request_: Request, body: object) -> None:
    with pytest.raises(PaginationStalledError, match="same next page twice"):
        await read(request_, *[body] * 3)


@pytest.mark.parametrize("name", ["page_query by link", "page_query_top_level", "page_body by number"])
async def test_a_list_cut_at_its_limit_is_an_error(name: str) -> None:
    """An empty page ends a list by number; before the total that every page named, it is no end."""
    shape = SHAPES[name]
    key = shape.request.operation.items
    numbers = {"page": 1, "per_page": 2, "total_pages": 3}
    first = {key: [{"id": "1"}, {"id": "2"}], "total_count": 5, "pages": numbers, **numbers}
    past = {"page": 2, "per_page": 2, "total_pages": 3}
    second = {key: [], "total_count": 5, "pages": past, **past}
    with pytest.raises(PageLimitError, match="ended after 2 of 5: page lists end at 10,000"):
        await read(shape.request, first, second, version=shape.version)


async def test_an_empty_page_of_events_is_the_last() -> None:
    """Whatever it links to: what came before a time at which there was nothing is nothing."""
    link = f"{HOST}/events?type=user&user_id=1&before=5"
    request = ops.DataEvents.list(query={"type": "user", "user_id": "1"})
    found, asked = await read(request, {"type": "event.list", "events": [], "pages": {"next": link}})
    assert found == []
    assert len(asked) == 1


async def test_a_link_is_followed_with_exactly_its_parameters() -> None:
    """What the first request named the person by is not sent beside what the link names them by."""
    request = ops.DataEvents.list(query={"type": "user", "user_id": "1"})
    link = "http://elsewhere.test/events?type=user&intercom_user_id=a%20b%2Bc&before=144474756550&empty="
    last = {"type": "event.list", "events": [{"id": "2"}], "pages": {}}
    _, asked = await read(request, {"events": [{"id": "1"}], "pages": {"next": link}}, last)
    query = {"type": "user", "intercom_user_id": "a b+c", "before": "144474756550"}
    assert asked[1] == Asked("GET", "/events", query)


async def test_a_list_without_paging_that_gives_a_next_page_goes_on() -> None:
    """The body decides: a list that begins to page one day is not cut short in silence."""
    pages = {"type": "pages", "next": f"{HOST}/segments?page=2"}
    first = {"segments": [{"id": "1"}], "pages": pages}
    found, asked = await read(ops.Segments.list(), first, {"segments": [{"id": "2"}]})
    assert found == ["1", "2"]
    assert asked[1].query == {"page": "2"}


async def test_numbers_alone_do_not_lead_a_list_without_paging_on() -> None:
    """Some tell of pages and give everything at once."""
    body = {"segments": [{"id": "1"}], "pages": {"page": 1, "per_page": 1, "total_pages": 7}}
    assert await read(ops.Segments.list(), body) == (["1"], [Asked("GET", "/segments")])


@pytest.mark.parametrize(
    ("body", "paging", "position"),
    [
        (None, Paging.PAGE, None),
        ([], Paging.PAGE, None),
        ({}, Paging.PAGE, None),
        ({"pages": None}, Paging.PAGE, None),
        ({"pages": "?"}, Paging.CURSOR, None),
        ({"pages": {"next": None, "page": 1, "total_pages": 9}}, Paging.PAGE, None),
        ({"pages": {"next": ""}}, Paging.PAGE, None),
        ({"pages": {"next": 7}}, Paging.PAGE, None),
        ({"pages": {"next": {}}}, Paging.CURSOR, None),
        ({"pages": {"next": {"page": 2, "starting_after": "x"}}}, Paging.PAGE, {"starting_after": "x"}),
        ({"pages": {"next": {"page": 2, "starting_after": "x"}}}, Paging.PAGE_BODY, {"page": 2}),
        ({"pages": {"next": {"starting_after": "x"}}}, Paging.PAGE_BODY, {"starting_after": "x"}),
        ({"pages": {"next": {"page": 2, "starting_after": None}}}, Paging.CURSOR, {"page": 2}),
        ({"pages": {"next": f"{HOST}/x?page=2"}}, Paging.CURSOR, {"page": "2"}),
        ({"pages": {"next": f"{HOST}/x/?page=2"}}, Paging.PAGE, {"page": "2"}),
        ({"pages": {"page": 1, "total_pages": 2}}, Paging.PAGE, {"page": 2}),
        ({"pages": {"page": "1", "total_pages": "2", "per_page": "5"}}, Paging.PAGE, {"page": 2, "per_page": 5}),
        ({"pages": {"page": 2, "total_pages": 2}}, Paging.PAGE, None),
        ({"pages": {"page": True, "total_pages": 2}}, Paging.PAGE, None),
        ({"pages": {"page": 1, "total_pages": "many"}}, Paging.PAGE, None),
        ({"pages": {"page": 1, "total_pages": 2}}, Paging.CURSOR, None),
        ({"pages": {}, "page": 1, "total_pages": 2}, Paging.PAGE_TOP_LEVEL, {"page": 2}),
        ({"pages": {"pages": {"next": f"{HOST}/x?page=2"}}}, Paging.PAGE, {"page": "2"}),
        ({"pages": {"pages": None}}, Paging.PAGE, None),
        ({"next_cursor": "x"}, Paging.NEXT_CURSOR, {"cursor": "x"}),
        ({"next_cursor": "x", "has_more": True}, Paging.CURSOR, {"cursor": "x"}),
        ({"next_cursor": "x", "has_more": False}, Paging.NEXT_CURSOR, None),
        ({"next_cursor": None, "has_more": False}, Paging.NEXT_CURSOR, None),
    ],
)
def test_the_body_says_where_a_list_goes_on(body: object, paging: Paging, position: object) -> None:
    """Over what the table says wherever they differ."""
    assert next_position(body, "/x", paging) == position


@pytest.mark.parametrize("link", [f"{HOST}/y?page=2", "http://[/x?page=2", f"{HOST}/x"])
def test_a_link_to_something_else_is_refused(link: str) -> None:
    with pytest.raises(PaginationError, match="next page"):
        next_position({"pages": {"next": link}}, "/x", Paging.PAGE)


def test_links_to_paths_with_quoted_parts_are_known() -> None:
    assert next_position({"pages": {"next": f"{HOST}/x/a%3Ab?page=2"}}, "/x/a:b", Paging.PAGE) == {"page": "2"}


def test_a_position_goes_where_the_list_takes_it() -> None:
    """Into the query, the body or its part for paging; numbers in a body are numbers."""
    search = ops.Contacts.search(json={"query": 1, "pagination": {"per_page": 5}})
    logs = ops.Admins.search_activity_logs(json={"created_at_after": 1})
    page = {"page": "2", "per_page": "5", "created_at_after": "9"}
    events = ops.DataEvents.list(query={"type": "user", "email": "e"})
    assert at_position(search, Paging.SEARCH, {"starting_after": "x"}).json == {
        "query": 1,
        "pagination": {"per_page": 5, "starting_after": "x"},
    }
    assert at_position(logs, Paging.PAGE_BODY, page).json == {"created_at_after": 1, "page": 2, "per_page": 5}
    assert at_position(logs, Paging.PAGE_BODY, {"starting_after": "x"}).json == {
        "created_at_after": 1,
        "starting_after": "x",
    }
    assert at_position(events, Paging.NEXT_URL, {"page": "2"}).query == {"type": "user", "email": "e", "page": "2"}
    assert at_position(events, Paging.NEXT_URL, {"type": "user", "before": "1"}).query == {
        "type": "user",
        "before": "1",
    }


def test_the_size_of_pages_goes_where_the_list_takes_it() -> None:
    logs = ops.Admins.search_activity_logs(json={"created_at_after": 1})
    events = ops.DataEvents.list(query={"type": "user", "email": "e"})
    assert with_page_size(logs, Paging.PAGE_BODY, 7).json == {"created_at_after": 1, "per_page": 7}
    assert with_page_size(events, Paging.NEXT_URL, 7).query == {"type": "user", "email": "e", "per_page": 7}
    with pytest.raises(ValueError, match="at most 250, not 251"):
        with_page_size(logs, Paging.PAGE_BODY, 251)


def test_items_may_stand_inside_an_object() -> None:
    assert items_of({"company": {"tag": [{"VIP": 0}]}}, "company.tag") == [{"VIP": 0}]
    assert items_of({"company": {"tag": [1], "segment": [2]}}, "company.segment") == [2]
    with pytest.raises(DecodeError):
        items_of({"company": "?"}, "company.tag")


def test_a_list_shows_every_model_that_it_may_hold() -> None:
    """Its repr ends in logs; a union of models has no name of its own."""
    core = Wire().client.core
    assert repr(Paginator(core, ops.Admins.list(), either(Admin, Team))) == "<Paginator of Admin | Team by admins.list>"
    assert repr(Paginator(core, ops.Admins.list(), Admin)) == "<Paginator of Admin by admins.list>"


async def test_an_object_of_a_union_goes_by_its_type() -> None:
    """One of a type that no model has, or of none, keeps its fields aside; the last model of a type has it."""
    admins = [{"type": "team", "id": "1"}, {"type": "bot", "id": "3"}, {"id": "2"}, {"type": "admin", "id": "4"}]
    wire = Wire({"admins": admins}, version="1.0")
    found = await wire.run(lambda client: Paginator(client.core, ops.Admins.list(), either(Admin, Team, CurrentAdmin)))
    assert [type(each) for each in found] == [Team, UnknownObject, UnknownObject, CurrentAdmin]
    assert found[1].extra == {"id": "3"}


async def test_an_empty_page_ends_a_list_without_paging() -> None:
    pages = {"next": f"{HOST}/segments?page=2"}
    assert await read(ops.Segments.list(), {"segments": [], "pages": pages}) == ([], [Asked("GET", "/segments")])


async def test_counts_of_tags_are_read_over_all_their_pages() -> None:
    """The last of 203 documented pages is asked for as the first says."""
    pages = {"next": f"{HOST}/counts?type=company&count=tag&page=2&per_page=5", "page": 1, "per_page": 5}
    first = {"type": "count", "company": {"tag": [{"VIP": 0}]}, "pages": {"pages": {**pages, "total_pages": 203}}}
    last = {"type": "count", "company": {"tag": [{"new": 4}]}, "pages": {"pages": {"next": None}}}
    request = COUNTS(query={"type": "company", "count": "tag"})
    wire = Wire(first, last, version="1.4")
    found = await wire.run(lambda client: Paginator(client.core, request, UnknownObject))
    assert [each.extra for each in found] == [{"VIP": 0}, {"new": 4}]
    assert wire.asked[1].query == {"type": "company", "count": "tag", "page": "2", "per_page": "5"}
