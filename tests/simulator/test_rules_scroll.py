"""The one scroll of a workspace, as clients see it: behaviour.md 3, v1.md 4."""

from itertools import permutations
from typing import Final

import pytest
from support.simulator_calls import Api, Result

PATHS: Final = ("/users/scroll", "/contacts/scroll", "/companies/scroll")
KEYS: Final = {"/users/scroll": "users", "/contacts/scroll": "contacts", "/companies/scroll": "companies"}


def scroll(api: Api, path: str, query: str = "", version: str = "1.4") -> Result:
    return api.get(f"{path}{query}", version=version)


@pytest.fixture
def one(api: Api) -> Api:
    """A workspace with one of each that is scrolled."""
    api.company("c", api.user(user_id="1")["id"])
    api.lead(email="a@b.c")
    return api


def test_one_scroll_is_open_over_all_three(one: Api) -> None:
    """v1.md 4: a second one is 400 scroll_exists, whatever it goes over, and no other list takes its parameter."""
    for mine, other in permutations(PATHS, 2):
        token = scroll(one, mine).body["scroll_param"]
        refused = scroll(one, other)
        assert refused.problem == (400, "scroll_exists")
        assert refused.message == "scroll already exists for this workspace"
        assert scroll(one, other, f"?scroll_param={token}").problem == (404, "not_found")
        assert scroll(one, mine, f"?scroll_param={token}").body[KEYS[mine]] == []


def test_the_name_of_the_parameter_is_scroll_param(one: Api) -> None:
    """v1.md 4: an empty one begins too; `scroll`, as the 1.x document has it, is unknown and ignored."""
    token = scroll(one, "/users/scroll", "?scroll_param=").body["scroll_param"]
    assert scroll(one, "/users/scroll", f"?scroll={token}").problem == (400, "scroll_exists")
    assert scroll(one, "/users/scroll", f"?scroll_param={token}").status == 200


def test_a_scroll_is_100_at_a_time(api: Api) -> None:
    """v1.md 3: its size is fixed."""
    for number in range(101):
        api.user(user_id=str(number))
    first = scroll(api, "/users/scroll", "?per_page=5").body
    assert len(first["users"]) == 100
    assert len(scroll(api, "/users/scroll", f"?scroll_param={first['scroll_param']}&per_page=5").body["users"]) == 1


@pytest.mark.parametrize(
    ("version", "path", "members"),
    [
        ("1.4", "/users/scroll", {"type": "user.list", "pages": None, "total_count": 0, "limited": False}),
        ("1.4", "/contacts/scroll", {"type": "contact.list", "pages": None, "total_count": 0, "limited": False}),
        ("1.4", "/companies/scroll", {"type": "company.list", "pages": None, "total_count": None}),
        ("2.0", "/companies/scroll", {"type": "list", "pages": None, "total_count": None}),
        ("Preview", "/companies/scroll", {"type": "list", "pages": None, "total_count": None}),
    ],
)
def test_a_scroll_says_nothing_of_how_many_there_are(
    one: Api, version: str, path: str, members: dict[str, object]
) -> None:
    """v1.md 4 and behaviour.md 3: pages and total_count are null, or 0 for people."""
    body = scroll(one, path, version=version).body
    key = "data" if version != "1.4" else KEYS[path]
    assert {name: value for name, value in body.items() if name not in {key, "scroll_param"}} == members


def test_a_refused_second_scroll_does_not_keep_the_first_alive(one: Api) -> None:
    """behaviour.md 3: a minute without use; who waits for its turn and asks again now and then gets it."""
    scroll(one, "/companies/scroll")
    for _ in range(2):
        one.clock.time += 25
        assert scroll(one, "/users/scroll").code == "scroll_exists"
    one.clock.time += 10
    assert scroll(one, "/users/scroll").status == 200
