"""Lists of companies: pages in both versions, filters, the cap, the scroll, and the search of Preview."""

from typing import Any

import pytest
from support.simulator_calls import Api


@pytest.fixture
def member(api: Api) -> str:
    """Somebody to belong to companies."""
    return str(api.contact(email="a@b.c")["id"])


def ids(body: dict[str, Any], key: str = "data") -> list[str]:
    return [company["company_id"] for company in body[key]]


def test_companies_without_people_are_not_listed(api: Api, member: str) -> None:
    """API docs: list companies; also when the last member leaves or is archived."""
    company = api.company("c1")
    assert api.post("/companies/list").body["total_count"] == 0
    path = f"/contacts/{member}"
    api.post(f"{path}/companies", {"id": company["id"]})
    assert ids(api.post("/companies/list").body) == ["c1"]
    api.post(f"{path}/archive")
    assert ids(api.post("/companies/list").body) == []
    api.post(f"{path}/unarchive")
    assert api.get(f"/companies/{company['id']}").body["user_count"] == 1
    assert api.delete(f"{path}/companies/{company['id']}").body["user_count"] == 0
    assert ids(api.post("/companies/list").body) == []


@pytest.mark.parametrize(
    ("method", "version", "kind", "key", "default"),
    [
        ("GET", "1.0", "company.list", "companies", 50),
        ("GET", "1.4", "company.list", "companies", 50),
        ("POST", "2.0", "list", "data", 15),
        ("POST", "2.16", "list", "data", 15),
        ("GET", "2.16", "list", "data", 15),
    ],
)
def test_a_page_links_to_the_next_by_url(
    *, api: Api, member: str, method: str, version: str, kind: str, key: str, default: int
) -> None:
    """behaviour.md 3: envelope by version, most recently requested first, page and per_page in the query."""
    for number in range(5):
        api.company(f"c{number}", member, last_request_at=1000 + number)
    path = "/companies/list" if method == "POST" else "/companies"
    assert api.call(method, path, version=version).body["pages"]["per_page"] == default
    body = api.call(method, f"{path}?per_page=3&order=desc", version=version).body
    assert (body["type"], body["total_count"]) == (kind, 5)
    assert ids(body, key) == ["c4", "c3", "c2"]
    assert body["pages"]["next"] == f"https://api.intercom.test{path}?per_page=3&order=desc&page=2"
    last = api.call(method, body["pages"]["next"].removeprefix("https://api.intercom.test"), version=version).body
    assert ids(last, key) == ["c1", "c0"]
    assert last["pages"]["next"] is None
    assert ids(api.call(method, f"{path}?order=asc", version=version).body, key)[0] == "c0"
    assert api.call(method, f"{path}?order=x", version=version).problem == (400, "bad_request")
    assert api.call(method, f"{path}?per_page=61", version=version).problem == (400, "parameter_invalid")
    behind = api.call(method, f"{path}?page=9", version=version).body
    assert (ids(behind, key), behind["pages"]["next"]) == ([], None)


@pytest.mark.parametrize(("version", "key"), [("1.4", "companies"), ("2.16", "data")])
def test_a_list_by_tag_or_segment(api: Api, member: str, version: str, key: str) -> None:
    """API docs: list companies by tag or segment; not by both."""
    tagged, active = api.company("c1", member), api.company("c2", member, last_request_at=1_699_999_000)
    api.post("/tags", {"name": "VIP", "companies": [{"id": tagged["id"]}]})
    segment = api.get(f"/companies/{active['id']}/segments").body["data"][0]["id"]
    assert ids(api.get("/companies?tag_id=1", version=version).body, key) == ["c1"]
    assert ids(api.get(f"/companies?segment_id={segment}", version=version).body, key) == ["c2"]
    for query in ("tag_id=9", "segment_id=9"):
        assert ids(api.get(f"/companies?{query}", version=version).body, key) == []
    assert api.get(f"/companies?tag_id=1&segment_id={segment}", version=version).status == 400


@pytest.mark.parametrize(("version", "kind", "key"), [("1.4", "company.list", "companies"), ("2.16", "list", "data")])
def test_the_scroll_has_every_company_with_people_once(
    *, api: Api, member: str, version: str, kind: str, key: str
) -> None:
    """behaviour.md 3: scroll over companies; 404 without any, pages and total_count null, ends on an empty page."""
    assert api.get("/companies/scroll", version=version).message == "scroll parameter not found"
    api.company("alone")
    expected = [api.company(f"c{number:03}", member)["company_id"] for number in range(101)]
    first = api.get("/companies/scroll", version=version).body
    assert (first["type"], first["pages"], first["total_count"]) == (kind, None, None)
    assert api.get("/users/scroll", version="1.4").problem == (400, "scroll_exists")
    path = f"/companies/scroll?scroll_param={first['scroll_param']}"
    second, third = (api.get(path, version=version).body for _ in range(2))
    assert ids(first, key) + ids(second, key) == expected
    assert third[key] == []
    assert api.get(path, version=version).status == 404


def search(api: Api, field: str, operator: str, value: object, **body: object) -> Any:
    query = {"field": field, "operator": operator, "value": value}
    return api.post("/companies/search", {"query": query, **body}, version="Preview")


def test_a_search_finds_companies_with_people(api: Api, member: str) -> None:
    """behaviour.md 5: search companies; instants by the second, and what lists leave out is not found."""
    attribute = {"name": "tier", "model": "company", "data_type": "string"}
    assert api.post("/data_attributes", attribute).status == 200
    first = api.company("c1", member, name="Acme", monthly_spend=5, custom_attributes={"tier": "gold"})
    api.company("c2", member, name="Beta", remote_created_at=10)
    api.company("c3", name="Acme 3")
    api.post("/tags", {"name": "VIP", "companies": [{"id": first["id"]}]})
    for field, operator, value, expected in (
        ("name", "~", "acme", ["c1"]),
        ("company_id", "=", "c2", ["c2"]),
        ("monthly_spend", ">", 4, ["c1"]),
        ("monthly_spend", "=", 0, ["c2"]),
        ("session_count", "=", 0, ["c2", "c1"]),
        ("user_count", "=", 1, ["c2", "c1"]),
        ("remote_created_at", "=", 10, ["c2"]),
        ("created_at", "<", 1_700_000_000, []),
        ("created_at", "=", "1700000000", ["c2", "c1"]),
        ("created_at", "!=", 5, ["c2", "c1"]),
        ("last_request_at", ">", 5, []),
        ("tag_id", "=", "1", ["c1"]),
        ("tag_id", "!=", "1", ["c2"]),
        ("tag_id", "=", None, ["c2"]),
        ("custom_attributes.tier", "=", "gold", ["c1"]),
    ):
        assert ids(search(api, field, operator, value).body) == expected, (field, operator, value)


def test_a_search_pages_and_sorts(api: Api, member: str) -> None:
    """behaviour.md 5: search companies; 15 by default, cursors in the body, sorted by any field but the tag."""
    for number in range(20):
        api.company(f"c{number:02}", member, name=f"{19 - number:02}")
    first = search(api, "name", "~", "", sort={"field": "name", "order": "ascending"}).body
    assert ids(first) == [f"c{number:02}" for number in range(19, 4, -1)]
    pagination = {"starting_after": first["pages"]["next"]["starting_after"], "per_page": 15}
    order = {"field": "name", "order": "ascending"}
    second = search(api, "name", "~", "", sort=order, pagination=pagination).body
    assert ids(second) == ["c04", "c03", "c02", "c01", "c00"]
    assert "next" not in second["pages"]
    assert search(api, "name", "~", "", sort={"field": "tag_id"}).problem == (400, "invalid_field")
    assert search(api, "name", "~", "", sort={"order": "up"}).problem == (400, "invalid_sort_order")


@pytest.mark.parametrize("field", ["segment_id", "plan.id", "plan.name", "custom_attributes.x", "size"])
def test_what_cannot_be_searched_is_400(api: Api, field: str) -> None:
    """behaviour.md 5: as recorded, segment_id is not a valid search field; plans neither."""
    result = search(api, field, "=", "x")
    assert result.problem == (400, "invalid_field")
    assert result.message == f"{field} is not a valid search field"


@pytest.mark.parametrize(("field", "operator"), [("created_at", "IN"), ("created_at", ">="), ("tag_id", "IN")])
def test_operators_that_a_field_does_not_take(api: Api, field: str, operator: str) -> None:
    """behaviour.md 5: search companies; IN and NIN not for dates and tags."""
    assert search(api, field, operator, [1]).problem == (400, "parameter_invalid")


def test_a_search_came_with_preview(api: Api) -> None:
    """OpenAPI files: POST /companies/search stands in Preview alone."""
    assert api.post("/companies/search", {}).problem == (400, "intercom_version_invalid")
