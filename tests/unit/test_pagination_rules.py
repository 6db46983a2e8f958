"""The pure rules of lists: what their items are, where they go on, how large their pages are."""

import math
from typing import Any

import pytest

from intercom_async import operations as ops
from intercom_async.errors import DecodeError, PaginationError
from intercom_async.operation import GET, Paging, Request
from intercom_async.pagination import at_position, fingerprint, items_of, next_position, with_page_size
from intercom_async.unset import UNSET
from intercom_async.versions import Version

ONE, TWO = {"id": "1"}, {"id": "2"}


@pytest.mark.parametrize(
    ("body", "key", "items"),
    [
        ({"data": [ONE, TWO]}, "data", [ONE, TWO]),
        ({"users": [ONE]}, "users", [ONE]),
        ({"type": "list", "data": [ONE]}, "users", [ONE]),
        ({"type": "list", "companies": [ONE]}, "users", [ONE]),
        ({"data": []}, None, []),
        ([ONE, TWO], "data", [ONE, TWO]),
        ({"data": None}, "data", []),
        ({"users": None, "pages": {}}, "users", []),
        ({"id": "1", "team_ids": [7], "data": {"a": 1}}, "users", [{"id": "1", "team_ids": [7], "data": {"a": 1}}]),
    ],
    ids=[
        "named", "of 1.x", "under data all the same", "under another key", "no key known", "bare", "null",
        "null of 1.x", "one object with lists in it",
    ],
)  # fmt: skip
def test_items_are_found_wherever_they_stand(body: object, key: str | None, items: list[object]) -> None:
    assert items_of(body, key) == items


@pytest.mark.parametrize("body", [None, "text", 3, True, {}, {"type": "list"}, {"data": {"articles": 1}}])
def test_what_holds_no_list_is_an_error(body: object) -> None:
    """Taking it for the end of the list would lose objects silently."""
    with pytest.raises(DecodeError, match="expected a list"):
        items_of(body, "users")


LINK = "https://api.intercom.io/users?per_page=50&page=2"


@pytest.mark.parametrize(
    ("following", "position"),
    [
        (None, None),
        ("", None),
        ({}, None),
        ({"starting_after": None}, None),
        ({"page": 2, "starting_after": "abc"}, {"starting_after": "abc"}),
        ({"starting_after": "abc"}, {"starting_after": "abc"}),
        ({"page": 3}, {"page": 3}),
        (LINK, {"per_page": "50", "page": "2"}),
        ("https://elsewhere.example/users/?page=2&tag_id=a%20b", {"page": "2", "tag_id": "a b"}),
        ("/users?page=2", {"page": "2"}),
        (7, None),
    ],
)
def test_the_body_decides_where_a_list_goes_on(following: object, position: Any) -> None:
    assert next_position({"users": [], "pages": {"next": following}}, "/users") == position


@pytest.mark.parametrize("body", [{}, {"pages": None}, {"pages": {}}, {"pages": "x"}, [], None])
def test_a_body_without_a_next_page_is_the_last(body: object) -> None:
    assert next_position(body, "/users") is None


def test_a_link_is_compared_by_its_unquoted_path() -> None:
    body = {"pages": {"next": "https://api.intercom.io/companies/a%2Db/users?page=2"}}
    assert next_position(body, "/companies/a-b/users") == {"page": "2"}


@pytest.mark.parametrize(
    "link", ["https://api.intercom.io/admins?page=2", "?page=2", "https://[bad/users?page=2", "/users"]
)
def test_a_link_to_something_else_is_an_error(link: str) -> None:
    with pytest.raises(PaginationError, match="next page"):
        next_position({"pages": {"next": link}}, "/users")


def _request(paging: Paging, largest: int | None) -> Request:
    return Request(GET("/x", paging=paging, page_size=(10, largest)), {}, {"a": 1}, {"query": {}})


@pytest.mark.parametrize(
    ("paging", "largest", "query"),
    [
        (Paging.CURSOR, 150, {"a": 1, "per_page": 150}),
        (Paging.CURSOR, None, {"a": 1}),
        (Paging.NONE, 150, {"a": 1}),
        (Paging.SCROLL, 100, {"a": 1}),
    ],
)
def test_pages_are_as_large_as_the_server_gives(paging: Paging, largest: int | None, query: dict[str, Any]) -> None:
    assert with_page_size(_request(paging, largest), paging, UNSET).query == query


def test_an_unknown_maximum_lets_any_size_pass() -> None:
    assert with_page_size(_request(Paging.PAGE, None), Paging.PAGE, 5_000).query == {"a": 1, "per_page": 5_000}


@pytest.mark.parametrize(("version", "query"), [("2.5", {}), ("2.6", {"per_page": 150}), ("2.16", {"per_page": 150})])
def test_the_largest_page_may_change_with_the_version(version: str, query: dict[str, Any]) -> None:
    request = with_page_size(ops.Conversations.list(), Paging.PAGE, UNSET, Version(version))
    assert request.query == query


@pytest.mark.parametrize("size", [0, -1, 151])
def test_a_page_size_that_the_server_refuses_is_refused_first(size: int) -> None:
    with pytest.raises(ValueError, match=r"contacts\.list: per_page must be at (least 1|most 150), not "):
        with_page_size(ops.Contacts.list(), Paging.CURSOR, size)


@pytest.mark.parametrize("size", [True, "50", 1.5, None, math.nan])
def test_a_page_size_is_an_int(size: Any) -> None:
    with pytest.raises(TypeError, match=r"contacts\.list: per_page must be an int, not "):
        with_page_size(ops.Contacts.list(), Paging.CURSOR, size)


def test_a_search_takes_its_position_in_the_body() -> None:
    """Query, sort and page size stay as they are."""
    search = Request(ops.Contacts.search, {}, {}, {"query": {"f": 1}, "pagination": {"per_page": 5}})
    moved = at_position(search, Paging.SEARCH, {"starting_after": "x"})
    assert moved.json == {"query": {"f": 1}, "pagination": {"per_page": 5, "starting_after": "x"}}
    assert moved.query == {}


def _print(json: object = None, /, **query: object) -> str:
    return fingerprint(Request(ops.Contacts.list, {}, query, json), "/contacts")


def test_a_fingerprint_tells_lists_apart_but_not_their_pages() -> None:
    """Page size and position are no part of what is listed; filters, sorting and paths are."""
    assert _print(per_page=5) == _print(per_page=150) == _print(left_out=UNSET) == _print()
    assert _print({"query": 1, "pagination": {"starting_after": "x"}}) == _print({"query": 1})
    different = [_print(), _print(a=1), _print(a=2), _print({"query": 1}), _print({"query": 2}), _print([1])]
    assert len({*different, fingerprint(ops.Contacts.list(), "/other")}) == 7
