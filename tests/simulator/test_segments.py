"""Segments: the lists by version, counts, and who is in which."""

import pytest
from support.simulator_calls import Api

DAY = 86_400


def test_segments_of_people_are_listed(api: Api) -> None:
    """API docs: list segments; company segments in 1.x when asked for, 2.x has no type."""
    people = ["Active", "New", "Active leads"]
    for version, query, expected in (
        ("1.0", "", people),
        ("1.4", "?type=company", ["Active companies"]),
        ("2.16", "?type=company", people),
    ):
        body = api.get(f"/segments{query}", version=version).body
        assert body["type"] == "segment.list"
        assert [segment["name"] for segment in body["segments"]] == expected


def test_leads_are_contacts_from_2_0_on(api: Api) -> None:
    """API docs: the person type is user or lead in 1.x, user or contact in 2.x."""
    for version, third in (("1.4", "lead"), ("2.0", "contact")):
        segments = api.get("/segments", version=version).body["segments"]
        assert [segment["person_type"] for segment in segments] == ["user", "user", third]


def test_counts_are_there_when_asked_for(api: Api) -> None:
    """API docs: list segments; include_count, only for segments of people."""
    api.contact(email="a@b.c", last_seen_at=1_699_999_000)
    api.contact(role="lead")
    body = api.get("/segments?include_count=true").body["segments"]
    assert {segment["name"]: segment["count"] for segment in body} == {"Active": 1, "New": 1, "Active leads": 0}
    assert "count" not in api.get("/segments").body["segments"][0]
    company = api.get("/segments?type=company&include_count=true", version="1.4").body["segments"][0]
    assert "count" not in company


def test_one_segment(api: Api) -> None:
    """API docs: retrieve a segment."""
    first = api.get("/segments").body["segments"][0]
    assert first.keys() == {"type", "id", "name", "created_at", "updated_at", "person_type"}
    assert api.get(f"/segments/{first['id']}").body == first
    assert api.get(f"/segments/{first['id']}?include_count=true").body["count"] == 0
    assert api.get("/segments/x").problem == (404, "not_found")


def test_segments_follow_what_people_do(api: Api) -> None:
    """API docs: segments of a contact; the rules are looked at when asked."""
    user = api.contact(email="a@b.c", external_id="u", last_seen_at=1_700_000_000)
    lead = api.contact(role="lead", external_id="l", last_seen_at=1_700_000_000)

    def names(person: str) -> list[str]:
        data = api.get(f"/contacts/{person}/segments").body["data"]
        return [segment["name"] for segment in data]

    assert (names(user["id"]), names(lead["id"])) == (["Active", "New"], ["Active leads"])
    active = api.get("/segments").body["segments"][0]["id"]
    assert api.found(("segment_id", "=", active)) == {"u"}
    assert api.found(("segment_id", "IN", [active, "x"])) == {"u"}
    assert api.found(("segment_id", "NIN", [active])) == {"l"}
    listed = api.get(f"/users?segment_id={active}", version="1.4").body["users"]
    assert [person["user_id"] for person in listed] == ["u"]
    api.clock.time += 2 * DAY
    assert names(user["id"]) == ["Active"]
    api.clock.time += 29 * DAY
    assert names(user["id"]) == []
    assert api.found(("segment_id", "=", active)) == set()


@pytest.mark.parametrize("path", ["/users", "/contacts"])
def test_a_list_by_an_unknown_segment_is_empty(api: Api, path: str) -> None:
    """API docs: list by tag or segment; both together exclude each other."""
    api.user(email="a@b.c")
    assert api.get(f"{path}?segment_id=x", version="1.4").body["total_count"] == 0
    assert api.get(f"{path}?segment_id=x&tag_id=1", version="1.4").problem == (400, "parameter_invalid")
