"""How lists page, as clients see it: behaviour.md 3 and 10, v1.md 3."""

from typing import Any, Final

import pytest
from support.simulator_calls import BASE, Api

from intercom_async.simulator import Fault
from intercom_async.simulator.companies import Company
from intercom_async.simulator.data_connectors import executed

CIARAN: Final = "991267459"
NOW: Final = 1_700_000_000
EVERYBODY: Final = {"field": "created_at", "operator": ">", "value": "0"}


def names(body: dict[str, Any]) -> list[str]:
    return [person["external_id"] for person in body["data"]]


@pytest.fixture
def three(api: Api) -> list[str]:
    """Make three people, a minute after each other, and return their ids."""
    people = list[str]()
    for number in range(3):
        people.append(api.contact(external_id=str(number))["id"])
        api.clock.time += 60
    return people


def searched(api: Api, field: str, order: str, pages: int, between: Any) -> list[str]:
    """Read so many pages of one person in an order, and let something happen after the first."""
    found, pagination = list[str](), dict[str, object]()
    for number in range(pages):
        asked = {"query": EVERYBODY, "sort": {"field": field, "order": order}}
        body = api.post("/contacts/search", {**asked, "pagination": {"per_page": 1, **pagination}}).body
        found += names(body)
        pagination = body["pages"].get("next", {})
        if number == 0:
            between()
    assert not pagination
    return found


def test_a_moving_field_shows_somebody_twice(api: Api, three: list[str]) -> None:
    """behaviour.md 3: cursors are stateless, so that changes between pages give duplicates."""
    found = searched(api, "updated_at", "ascending", 4, lambda: api.put(f"/contacts/{three[0]}", {"name": "x"}))
    assert found == ["0", "1", "2", "0"]


def test_a_moving_field_misses_somebody(api: Api, three: list[str]) -> None:
    """behaviour.md 3: cursors are stateless, so that changes between pages give misses."""
    found = searched(api, "updated_at", "descending", 2, lambda: api.put(f"/contacts/{three[0]}", {"name": "x"}))
    assert found == ["2", "1"]


def test_ids_do_not_move(api: Api, three: list[str]) -> None:
    """behaviour.md 3: clients that sort by id, ascending, read everybody once."""
    found = searched(api, "id", "ascending", 3, lambda: api.put(f"/contacts/{three[0]}", {"name": "x"}))
    assert found == ["0", "1", "2"]


def test_the_list_of_conversations_misses_what_moves(api: Api, three: list[str]) -> None:
    """behaviour.md 3: it is sorted by updated_at, by which paging loses some."""
    first, second = (api.simulator.add_conversation(three[0], "Hi") for _ in range(2))
    body = api.get("/conversations?per_page=1").body
    assert [each["id"] for each in body["conversations"]] == [second]
    api.clock.time += 5
    said = {"type": "admin", "message_type": "comment", "admin_id": CIARAN, "body": "x"}
    api.post(f"/conversations/{first}/reply", said)
    after = body["pages"]["next"]["starting_after"]
    assert api.get(f"/conversations?starting_after={after}").body["conversations"] == []


def test_a_search_does_not_go_to_a_page_by_number(api: Api, three: list[str]) -> None:
    """behaviour.md 3: pagination.page has no effect."""
    assert len(three) == 3
    body = api.post("/contacts/search", {"query": EVERYBODY, "pagination": {"per_page": 2, "page": 2}}).body
    assert (len(body["data"]), body["pages"]["page"], body["total_count"]) == (2, 1, 3)


@pytest.mark.parametrize(("version", "shown"), [("2.5", 5), ("2.6", "5"), ("2.16", "5")])
def test_the_size_of_a_page_of_conversations_comes_back_as_text(api: Api, version: str, shown: object) -> None:
    """behaviour.md 3: per_page may be a string in cursor lists, as in the documented sample; without one it is 20."""
    assert api.get("/conversations?per_page=5", version=version).body["pages"]["per_page"] == shown
    assert api.get("/conversations", version=version).body["pages"]["per_page"] == 20


def test_a_bad_cursor_is_refused_by_every_list(api: Api, three: list[str]) -> None:
    """behaviour.md 3: 400 client_error."""
    company = api.company("c", *three)["id"]
    api.post("/data_connectors", {"name": "x"})
    executed(api.simulator.world, "1", at=NOW)
    lists = (
        *("/contacts", "/conversations", f"/companies/{company}/contacts", "/contacts/activities", "/macros"),
        *("/data_connectors", "/data_connectors/1/execution_results"),
    )
    for path in lists:
        result = api.get(f"{path}?starting_after=x", version="Preview")
        assert result.problem == (400, "client_error"), path
        assert result.message.startswith("Invalid starting_after param. Please try again using a starting_after value")
    for kind in ("companies", "contacts", "conversations", "tickets"):
        asked = {"query": EVERYBODY, "pagination": {"starting_after": "x"}}
        assert api.post(f"/{kind}/search", asked, version="Preview").problem == (400, "client_error"), kind


def test_lists_without_pages_ignore_a_size(api: Api, three: list[str]) -> None:
    """behaviour.md 3 and v1.md 3: live, GET /admins?per_page=1 still returned every admin; `pages` is missing."""
    path = f"/contacts/{three[0]}"
    for name in ("a", "b"):
        api.post(f"{path}/tags", {"id": api.post("/tags", {"name": name}).body["id"]})
    always = ("/admins", "/tags", "/segments", "/teams")
    since = ("/data_attributes", "/subscription_types", "/ticket_states", f"{path}/tags", f"{path}/segments")
    for version, lists in (("1.4", always), ("2.16", (*always, *since))):
        for each in lists:
            whole = api.get(each, version=version).body
            assert api.get(f"{each}?per_page=1&page=2", version=version).body == whole
            assert len(whole) == 2, each  # the type, and everything
            assert all(whole.values()), each


def test_a_last_page_links_to_nothing(api: Api) -> None:
    """behaviour.md 3: `next` is null or absent, for each list as in its recordings."""
    for path in ("/companies", "/contacts/activities", "/macros", "/conversations/deleted", "/content/search"):
        assert api.get(path, version="Preview").body["pages"].get("next") is None, path
    null = ("/companies", "/admins/activity_logs?created_at_after=0", "/macros", "/content/search")
    absent = ("/articles", "/calls", "/contacts", "/conversations", "/help_center/collections", "/news/news_items")
    assert [api.get(path).body["pages"].get("next", "absent") for path in null] == [None] * len(null)
    assert [api.get(path).body["pages"].get("next", "absent") for path in absent] == ["absent"] * len(absent)


def test_sizes_over_the_maximum_are_refused(api: Api) -> None:
    """behaviour.md 3: 150 for any list, where its own maximum is not another one."""
    own = {"/calls": 25, "/data_connectors": 50, "/audiences": 50, "/conversations/deleted": 60, "/companies": 60}
    shared = ("/contacts", "/conversations", "/articles", "/help_center/collections", "/news/newsfeeds", "/macros")
    for path, most in {**own, **dict.fromkeys(shared, 150)}.items():
        assert api.get(f"{path}?per_page={most}").status == 200, path
        assert api.get(f"{path}?per_page={most + 1}").problem == (400, "parameter_invalid"), path


def test_companies_end_behind_10_000(api: Api, three: list[str]) -> None:
    """behaviour.md 3 and v1.md 3: page lists are capped; companies answer an empty list, and an error in 1.x."""
    companies = api.simulator.world.companies
    for number in range(10_001):
        company = Company(f"{number:024x}", f"c{number}", NOW, NOW)
        companies.add(company)
        companies.attach(three[0], company)
    last = api.post("/companies/list?per_page=60&page=167").body
    assert (len(last["data"]), last["total_count"], last["pages"]["total_pages"]) == (40, 10_001, 167)
    for version, status in (("2.0", 200), ("2.16", 200)):
        behind = api.post("/companies/list?per_page=60&page=168", version=version)
        assert (behind.status, behind.body["data"], behind.body["total_count"]) == (status, [], 10_001)
        assert behind.body["pages"]["next"] is None
    assert len(api.get("/companies?per_page=50&page=200", version="1.4").body["companies"]) == 50
    refused = api.get("/companies?per_page=50&page=201", version="1.4")
    assert (refused.problem, refused.message) == ((400, "bad_request"), "page limit reached, please use scroll API")


def test_leads_end_behind_10_000_in_other_words(api: Api) -> None:
    """behaviour.md 3: 400 parameter_invalid, 'page' not found on model."""
    assert api.get("/contacts?page=200", version="1.4").status == 200
    refused = api.get("/contacts?page=201", version="1.4")
    assert (refused.problem, refused.message) == ((400, "parameter_invalid"), "'page' not found on model")
    assert api.get("/users?page=201", version="1.4").problem == (400, "bad_request")


@pytest.fixture
def old(api: Api) -> dict[str, Any]:
    """Fill a workspace with two of everything that 1.x lists by pages, and return where."""
    users = [api.user(user_id=str(number))["id"] for number in range(2)]
    companies = [api.company(f"c{number}", *users)["id"] for number in range(2)]
    for number in range(2):
        api.lead(email="a@b.c")
        api.simulator.add_conversation(users[0], "Hi")
        api.post("/notes", {"user": {"user_id": "0"}, "body": "x"}, version="1.4")
        api.put(f"/admins/{CIARAN}/away", {"away_mode_enabled": number == 0, "away_mode_reassign": False})
        api.post("/events", {"event_name": "x", "created_at": NOW + number, "user_id": "0"}, version="1.4")
    return {
        "/users": ("user.list", "users", 50),
        "/contacts": ("contact.list", "contacts", 50),
        "/companies": ("company.list", "companies", 50),
        f"/companies/{companies[0]}/users": ("user.list", "users", None),
        "/conversations": ("conversation.list", "conversations", 20),
        "/admins/activity_logs?created_at_after=0": ("activity_log.list", "activity_logs", 20),
        "/notes?user_id=0": ("note.list", "notes", None),
    }


def test_lists_of_1_x_page_by_url(api: Api, old: dict[str, Any]) -> None:
    """v1.md 3: envelopes, sizes, absolute links, no total of conversations, and an empty page past the end."""
    for path, (kind, key, size) in old.items():
        joined = f"{path}&" if "?" in path else f"{path}?"
        whole = api.get(path, version="1.4").body
        assert (whole["type"], len(whole[key])) == (kind, 2), path
        assert size is None or whole["pages"]["per_page"] == size, path
        assert ("total_count" in whole) is (key not in {"conversations", "activity_logs"}), path
        first = api.get(f"{joined}per_page=1", version="1.4").body
        assert first["pages"]["next"] == f"{BASE}{joined}per_page=1&page=2"
        second = api.get(first["pages"]["next"].removeprefix(BASE), version="1.4").body
        assert first[key] + second[key] == whole[key], path
        assert second["pages"]["next"] is None
        behind = api.get(f"{joined}per_page=1&page=9", version="1.4")
        assert (behind.status, behind.body[key]) == (200, []), path


def test_one_page_of_notes_or_of_a_companys_users_has_no_numbers(api: Api, old: dict[str, Any]) -> None:
    """v1.md 3: `pages` is empty for notes and missing for the users of a company."""
    users = next(path for path in old if path.endswith("/users") and path != "/users")
    assert api.get("/notes?user_id=0", version="1.4").body["pages"] == {}
    assert "pages" not in api.get(users, version="1.4").body
    assert "pages" not in api.get("/companies?company_id=c0&type=user", version="1.4").body


def test_1_x_takes_60_people_at_once(api: Api) -> None:
    """v1.md 3: users and leads, 50 by default, 60 at most."""
    for path in ("/users", "/contacts"):
        assert api.get(f"{path}?per_page=60", version="1.4").status == 200
        assert api.get(f"{path}?per_page=61", version="1.4").problem == (400, "parameter_invalid")


def test_fifty_events_are_listed_at_once(api: Api) -> None:
    """v1.md 3: 50 by default; the link has `before` in milliseconds, and `pages` no numbers."""
    api.user(user_id="0")
    for number in range(51):
        api.post("/events", {"event_name": "x", "created_at": NOW - number, "user_id": "0"}, version="1.4")
    body = api.get("/events?type=user&user_id=0", version="1.4").body
    assert len(body["events"]) == 50
    assert body["pages"] == {"next": f"{BASE}/events?type=user&user_id=0&before={(NOW - 49) * 1000}"}
    assert api.get(body["pages"]["next"].removeprefix(BASE), version="1.4").body["pages"] == {}


def test_a_page_past_the_end_is_empty(api: Api, three: list[str]) -> None:
    """behaviour.md 10: pagers by number ask until a page is empty, which is never an error."""
    api.company("c", *three)
    paths = (
        "/companies",
        "/articles",
        "/help_center/collections",
        "/calls",
        "/audiences",
        f"/contacts/{three[0]}/notes",
    )
    for path in paths:
        result = api.get(f"{path}?page=77")
        assert (result.status, result.body["data"]) == (200, []), path


def test_every_answer_to_a_known_token_tells_the_quota() -> None:
    """behaviour.md 10: a client without the rate headers slows to one call a second."""
    api = Api(limit=6, faults=[Fault(kind="status", status=503, path="/tags")])
    answers = [
        api.get("/me"), api.get("/nothing"), api.get("/users"), api.get("/me", Accept="text/csv"),
        api.post("/contacts", b"{"), api.get("/tags"), api.get("/me"),
    ]  # fmt: skip
    assert [answer.status for answer in answers] == [200, 404, 400, 406, 400, 503, 429]
    for answer in answers:
        assert all(f"X-RateLimit-{name}" in answer.headers for name in ("Limit", "Remaining", "Reset")), answer.status


def test_ids_are_taken_as_numbers_and_as_text(api: Api, three: list[str]) -> None:
    """behaviour.md 10: in bodies and paths alike, as the recorded requests do both."""
    number = api.simulator.add_conversation(three[0], "Hi")
    tag, collection = api.post("/tags", {"name": "x"}).body["id"], api.post("/help_center/collections", {"name": "x"})
    for kind in (int, str):
        said = {"type": "admin", "message_type": "comment", "admin_id": kind(CIARAN), "body": "x"}
        ticket = {"ticket_type_id": kind("1"), "contacts": [{"id": three[0]}]}
        calls = (
            ("POST", f"/conversations/{number}/reply", said),
            ("POST", f"/conversations/{number}/tags", {"id": kind(tag), "admin_id": kind(CIARAN)}),
            ("POST", f"/contacts/{three[0]}/tags", {"id": kind(tag)}),
            ("POST", f"/contacts/{three[0]}/notes", {"body": "x", "admin_id": kind(CIARAN)}),
            ("POST", "/tickets", ticket),
            ("POST", "/articles", {"title": "x", "author_id": kind(CIARAN), "parent_id": kind(collection.body["id"])}),
            ("PUT", f"/contacts/{three[0]}", {"owner_id": kind(CIARAN)}),
        )
        for method, path, body in calls:
            assert api.call(method, path, body).status == 200, (path, body)


def test_an_export_is_asked_for_with_a_slash_at_the_end(api: Api) -> None:
    """behaviour.md 10: one old client sends one."""
    result = api.post("/export/content/data/", {"created_at_after": NOW - 9, "created_at_before": NOW})
    assert (result.status, result.body["status"]) == (200, "pending")
    assert api.get(f"/export/content/data/{result.body['job_identifier']}/").status == 200
