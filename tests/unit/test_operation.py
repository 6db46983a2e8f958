"""Operations and requests: paths that stay what they are, bounds by version, pickles."""

import copy
import pickle
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intercom_async.operation import DELETE, GET, PATCH, POST, PUT, Operation, Paging, Repeat, Request
from intercom_async.operations import BY_NAME, Contacts, DataAttributes, all_operations, find, when_identified
from intercom_async.versions import PREVIEW, V1_0, V1_4, V2_0, V2_7, V2_13, V2_16, ranged


class OddThings:
    """A service of its own."""

    moved = GET(
        ranged("/things/{thing_id}", (V2_7, "/new/{thing_id}")),
        since=V2_0,
        until=V2_13,
        paging=ranged(Paging.PAGE, (V2_7, Paging.CURSOR)),
        items=ranged("things", (V2_7, "data")),
    )
    two = PATCH("/a/{first}/b/{second}", since_known=False, since=V2_7, until=V2_7, until_known=False)
    plain = POST("/plain")


def test_rows_know_their_name() -> None:
    assert OddThings.moved.name == "odd_things.moved"
    assert repr(OddThings.plain) == "<Operation odd_things.plain: POST /plain>"
    assert repr(GET("/x")) == "<Operation GET: GET /x>"


def test_paths_are_filled_and_quoted() -> None:
    request = OddThings.two(first="a b@c%2F", second=7)
    assert request.path(V2_0) == "/a/a%20b%40c%252F/b/7"
    assert OddThings.plain().path(V2_0) == "/plain"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        *(("", "must not be ''"), ("  ", "must not be '  '"), (".", "must not be '.'"), ("..", "must not be '..'")),
        *((f"a{sign}b", "must not hold") for sign in "/?#\\\n\r\t\0\x1f\x7f\x80\x85\x9f\u2028\u2029\ud800\udfff"),
    ],
)
def test_parts_that_would_leave_the_path_are_refused(value: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"contacts.retrieve: contact_id {message}")):
        Contacts.retrieve(contact_id=value)


@pytest.mark.parametrize("value", [None, 1.5, True, b"a", ["a"]])
def test_parts_of_another_type_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match=r"contacts\.retrieve: contact_id must be text or an int, not "):
        Contacts.retrieve(contact_id=value)


def test_refusals_do_not_show_the_value() -> None:
    """An id that the user gave may be an e-mail address."""
    with pytest.raises(ValueError, match="must not hold") as caught:
        Contacts.retrieve(contact_id="ada@example.com/..")
    assert "ada" not in str(caught.value)


@pytest.mark.parametrize("params", [{}, {"id": "1"}, {"contact_id": "1", "other": "2"}])
def test_path_parameters_are_given_by_name_and_all(params: Mapping[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"contacts\.retrieve takes the path parameters \['contact_id'\]: missing or"):
        Contacts.retrieve(**params)


@given(first=st.text() | st.integers(), second=st.text())
@example(first="%2e%2e", second="%2F")
@example(first="...", second=".. ")
def test_a_path_keeps_its_number_of_parts(first: str | int, second: str) -> None:
    """Whatever is accepted stays one part each, in plain ASCII, and comes back when unquoted."""
    try:
        path = OddThings.two(first=first, second=second).path(V2_0)
    except ValueError:
        return
    parts = path.split("/")
    assert [parts[0], parts[1], parts[3]] == ["", "a", "b"]
    assert len(parts) == 5
    assert re.fullmatch(r"[A-Za-z0-9_.~%/-]*", path)
    assert (unquote(parts[2]), unquote(parts[4])) == (str(first), second)
    assert not {".", ".."} & set(parts)


def test_what_changed_goes_by_version() -> None:
    moved = OddThings.moved
    assert [moved(thing_id=1).path(version) for version in (V2_0, V2_7)] == ["/things/1", "/new/1"]
    assert [moved.paging_at(version) for version in (V2_0, V2_7)] == [Paging.PAGE, Paging.CURSOR]
    assert [moved.items_at(version) for version in (V2_0, V2_7)] == ["things", "data"]
    assert (Contacts.list.paging_at(V2_0), Contacts.list.items_at(V2_0)) == (Paging.CURSOR, "data")
    assert DataAttributes.list.items_at(V1_4) == "data_attributes"


def test_bounds_hold_where_they_are_sourced() -> None:
    available = [OddThings.moved.available_in(version) for version in (V1_4, V2_0, V2_13, V2_16, PREVIEW)]
    assert available == [False, True, True, False, False]
    assert all(OddThings.two.available_in(version) for version in (V1_0, V2_7, PREVIEW))
    assert OddThings.plain.available_in(V1_0)


def test_specs_begin_at_2_7() -> None:
    assert OddThings.plain.in_specs
    assert OddThings.two.in_specs
    assert not find("users.list").in_specs


def test_what_may_be_sent_twice() -> None:
    """By method unless the row says otherwise; a rule looks at the request."""
    repeats = [helper("/a").repeat for helper in (GET, PUT, DELETE, POST, PATCH)]
    assert repeats == [Repeat.ALWAYS] * 3 + [Repeat.NEVER] * 2
    assert [GET("/a").may_repeat(None), POST("/a").may_repeat({})] == [True, False]
    assert Contacts.create.may_repeat({"external_id": "1"})


@pytest.mark.parametrize(
    ("body", "identified"),
    [
        ({"external_id": "1", "role": "lead"}, True),
        ({"email": "a@b.c"}, True),
        ({"email": "a@b.c", "role": "user"}, True),
        ({"email": "a@b.c", "role": "lead"}, False),
        ({"name": "a"}, False),
        ({"email": None, "external_id": ""}, False),
        ({}, False),
    ],
)
def test_when_a_second_creation_is_a_conflict(body: dict[str, Any], *, identified: bool) -> None:
    assert when_identified(body) is identified


@pytest.mark.parametrize("body", [None, [1], "text"])
def test_a_body_that_is_no_object_identifies_nobody(body: Any) -> None:
    assert not Contacts.create.may_repeat(body)


def test_every_row_is_found_by_name_and_pickles_to_itself() -> None:
    for operation in all_operations():
        assert find(operation.name) is operation
        assert pickle.loads(pickle.dumps(operation)) is operation
        assert copy.deepcopy(operation) is operation
    assert len(BY_NAME) == len(list(all_operations()))


def test_operations_without_a_name_pickle_by_value() -> None:
    """What ``client.request("GET", "/new/path")`` makes."""
    mine = Operation("GET", "/x/{y}", since=V2_0, repeat=Repeat.ALWAYS, page_size=(1, None))
    assert pickle.loads(pickle.dumps(mine)) == mine
    assert hash(mine) == hash(copy.deepcopy(mine))
    assert mine != Operation("GET", "/x/{y}")


def test_requests_pickle_compare_and_show_no_values() -> None:
    request = Contacts.update(contact_id="c1", query={"a": 1}, json={"email": "ada@example.com"})
    assert pickle.loads(pickle.dumps(request)) == request
    assert copy.deepcopy(request) == request
    assert repr(request) == "Request(operation=<Operation contacts.update: PUT /contacts/{contact_id}>)"
    assert isinstance(attrs.evolve(request, json=None), Request)
