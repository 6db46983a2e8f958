"""The lists of conversations: sorted, filtered, and in pages by number and by cursor."""

from typing import Any

import pytest
from support.simulator_calls import Api

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
OLD = ("1.0", "1.1", "1.2", "1.3", "1.4")


@pytest.fixture
def ann(api: Api) -> str:
    return api.contact(email="ann@b.c", external_id="ann")["id"]


def listed(api: Api, query: str = "", version: str = "1.4") -> list[str]:
    result = api.get(f"/conversations{query}", version=version)
    assert result.status == 200, result.body
    return [each["id"] for each in result.body["conversations"]]


def reply(api: Api, conversation_id: str, kind: str, **body: object) -> Any:
    given = {"type": "admin", "message_type": kind, "admin_id": CIARAN, **body}
    return api.post(f"/conversations/{conversation_id}/reply", given, version="1.4")


@pytest.fixture
def three(api: Api, ann: str) -> dict[str, str]:
    """Three conversations, ten seconds apart: one answered, one closed, one that waits."""
    numbers = {}
    for name in ("answered", "closed", "waits"):
        numbers[name] = api.simulator.add_conversation(ann, name)
        api.clock.time += 10
    reply(api, numbers["closed"], "close")
    api.clock.time += 10
    reply(api, numbers["answered"], "comment", body="Yes?")
    return numbers


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.0", "2.5"])
def test_sorting_all(api: Api, three: dict[str, str], version: str) -> None:
    """v1.md 3: list conversations; a bad order is ascending, and waiting_since leaves out who does not wait."""
    answered, closed, waits = three.values()
    for query, expected in (
        ("", [answered, closed, waits]),
        ("?order=asc", [waits, closed, answered]),
        ("?sort=created_at", [waits, closed, answered]),
        ("?sort=created_at&order=asc", [answered, closed, waits]),
        ("?sort=created_at&order=down", [answered, closed, waits]),
        ("?sort=waiting_since", [waits]),
        ("?sort=unknown", [answered, closed, waits]),
    ):
        assert listed(api, query, version) == expected, query


@pytest.mark.parametrize("version", OLD)
def test_filters_by_teammate(api: Api, three: dict[str, str], version: str) -> None:
    """v1.md 3: list conversations; with a filter, order is the field and sort the direction."""
    answered, closed, waits = three.values()
    api.clock.time += 10
    reply(api, waits, "assignment", assignee_id=SUPPORT)
    reply(api, closed, "assignment", assignee_id=CIARAN)
    reply(api, closed, "close")
    for query, expected in (
        (f"&admin_id={CIARAN}", [closed, answered]),
        (f"&admin_id={CIARAN}&order=created_at&sort=asc", [answered, closed]),
        (f"&admin_id={CIARAN}&order=created_at", [closed, answered]),
        (f"&admin_id={CIARAN}&order=asc&sort=created_at", [answered, closed]),
        (f"&admin_id={CIARAN}&open=true", [answered]),
        (f"&admin_id={CIARAN}&open=false", [closed]),
        (f"&admin_id={SUPPORT}", [waits]),
        (f"&id={SUPPORT}", [waits]),  # python-intercom 3.1.0 and its tests of the live API
        (f"&admin_id={ADA}", []),
        ("&admin_id=nobody", []),
    ):
        assert listed(api, f"?type=admin{query}", version) == expected, query
    reply(api, waits, "assignment", assignee_id=0)
    assert listed(api, "?type=admin&admin_id=nobody", version) == [waits]


def test_filters_by_customer(api: Api, three: dict[str, str], ann: str) -> None:
    """API docs: list conversations; a user by any id, a lead by Intercom's, and the unread ones alone."""
    lead = api.lead()["id"]
    other = api.simulator.add_conversation(lead, "Hi")
    everything = [three[name] for name in ("answered", "closed", "waits")]
    for named in (f"intercom_user_id={ann}", "user_id=ann", "email=ann@b.c"):
        assert listed(api, f"?type=user&{named}") == everything
    assert listed(api, f"?type=user&intercom_user_id={lead}") == [other]
    assert listed(api, "?type=user&user_id=ann&unread=true") == [three["answered"]]
    assert listed(api, "?type=user&user_id=ann&unread=false") == everything
    api.put(f"/conversations/{three['answered']}", {"read": True}, version="1.4")
    assert listed(api, "?type=user&user_id=ann&unread=true") == []


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("type=x", (400, "parameter_invalid")),
        ("type=admin", (400, "parameter_not_found")),
        ("type=admin&admin_id=1", (404, "admin_not_found")),
        ("type=user", (400, "parameter_not_found")),
        ("type=user&user_id=x", (404, "not_found")),
        ("type=user&email=x@b.c", (404, "not_found")),
        ("page=0", (400, "parameter_invalid")),
    ],
)
def test_what_cannot_be_listed(api: Api, query: str, problem: tuple[int, str]) -> None:
    assert api.get(f"/conversations?{query}", version="1.4").problem == problem


def test_filters_are_ignored_from_2_0_on(api: Api, three: dict[str, str]) -> None:
    """API docs: 2.0 has searches instead; unknown parameters are ignored."""
    assert len(listed(api, "?type=admin&admin_id=nobody", "2.0")) == 3


@pytest.mark.parametrize("version", ["1.4", "2.5"])
def test_pages_by_number(api: Api, three: dict[str, str], version: str) -> None:
    """behaviour.md 3 and v1.md 3: 20 a page, the next one by URL; behind the last an empty page."""
    page = api.get("/conversations", version=version).body["pages"]
    assert page == {"type": "pages", "next": None, "page": 1, "per_page": 20, "total_pages": 1}
    first = api.get("/conversations?per_page=2&sort=created_at&order=asc", version=version).body
    assert first["pages"]["total_pages"] == 2
    assert first.get("total_count") == (3 if version == "2.5" else None)
    following = first["pages"]["next"].removeprefix("https://api.intercom.test")
    assert following == "/conversations?per_page=2&sort=created_at&order=asc&page=2"
    second = api.get(following, version=version).body
    assert second["pages"]["next"] is None
    assert [each["id"] for each in (*first["conversations"], *second["conversations"])] == list(three.values())
    assert listed(api, "?page=9", version) == []


@pytest.mark.parametrize("version", ["2.6", "2.16"])
def test_pages_by_cursor_from_2_6_on(api: Api, three: dict[str, str], version: str) -> None:
    """behaviour.md 3: changelog 2.6; 20 a page, at most 150, the last changed first."""
    first = api.get("/conversations?per_page=2", version=version).body
    assert first["total_count"] == 3
    following = first["pages"]["next"]
    assert following["page"] == 2
    path = f"/conversations?per_page=2&starting_after={following['starting_after']}"
    second = api.get(path, version=version).body
    assert "next" not in second["pages"]
    found = [each["id"] for each in (*first["conversations"], *second["conversations"])]
    assert found == [three["answered"], three["closed"], three["waits"]]
    assert api.get("/conversations?per_page=151", version=version).problem == (400, "parameter_invalid")
    assert api.get("/conversations?starting_after=x", version=version).problem == (400, "client_error")


def test_a_cursor_of_another_list_is_refused(api: Api, ann: str) -> None:
    """behaviour.md 3: recorded example of contacts: Invalid starting_after param."""
    api.simulator.add_conversation(ann, "Hi")
    for _ in range(2):
        api.contact(role="lead", name="x")
    query = {"field": "name", "operator": "=", "value": "x"}
    asked = {"query": query, "pagination": {"per_page": 1}, "sort": {"field": "name", "order": "ascending"}}
    cursor = api.post("/contacts/search", asked).body["pages"]["next"]["starting_after"]
    assert api.get(f"/conversations?starting_after={cursor}").problem == (400, "client_error")
