"""Data events: noting, leaving out doubles, listing by URL, and summaries."""

from typing import Any

import pytest
from support.simulator_calls import Api

NOW = 1_700_000_000
DAY = 86_400


@pytest.fixture
def user(api: Api) -> str:
    return str(api.contact(email="a@b.c", external_id="1")["id"])


def track(api: Api, name: str = "looked", at: int | None = NOW, **fields: object) -> Any:
    dated = {} if at is None else {"created_at": at}
    return api.post("/events", {"event_name": name, "user_id": "1", **dated, **fields})


def listed(api: Api, query: str = "user_id=1", version: str = "2.16") -> Any:
    return api.get(f"/events?type=user&{query}", version=version)


@pytest.mark.parametrize("version", ["1.0", "2.16"])
def test_an_event_is_accepted_without_a_body(api: Api, user: str, version: str) -> None:
    """API docs: create an event; 202 and nothing, by id, user_id or email."""
    for named in ({"id": user}, {"user_id": "1"}, {"email": "A@b.c"}):
        result = api.post("/events", {"event_name": "x", "created_at": NOW, **named}, version=version)
        assert (result.status, result.body) == (202, None)
    lead = api.lead()
    assert api.post("/events", {"event_name": "x", "created_at": NOW, "id": lead["id"]}).status == 202
    assert listed(api, f"intercom_user_id={lead['id']}").body["user_id"] == lead["user_id"]


def test_doubles_are_left_out(api: Api, user: str) -> None:
    """behaviour.md 4.5: de-duplication by person, name and given time; the answer is the same 202."""
    for _ in range(2):
        assert track(api).status == 202
    track(api, "LOOKED")
    track(api, at=NOW + 1)
    track(api, "bought")
    assert [event["event_name"] for event in listed(api).body["events"]] == ["looked", "bought", "looked"]
    for _ in range(2):
        track(api, "undated", None)
    names = [event["event_name"] for event in listed(api).body["events"]]
    assert names.count("undated") == 2


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"created_at": 1, "user_id": "1"}, (400, "parameter_not_found")),
        ({"event_name": 5, "created_at": 1, "user_id": "1"}, (400, "parameter_invalid")),
        ({"event_name": "x", "created_at": 1}, (400, "parameter_not_found")),
        ({"event_name": "x", "created_at": "yesterday", "user_id": "1"}, (400, "parameter_invalid")),
        ({"event_name": "x", "created_at": 10**15, "user_id": "1"}, (400, "parameter_invalid")),
        ({"event_name": "x", "created_at": 1, "user_id": "1", "metadata": [1]}, (400, "parameter_invalid")),
        ({"event_name": "x", "created_at": 1, "user_id": "nobody"}, (404, "not_found")),
    ],
)
def test_what_is_no_event(api: Api, user: str, body: dict[str, object], problem: tuple[int, str]) -> None:
    """behaviour.md 4.2: create an event; 404 about somebody unknown."""
    assert api.post("/events", body).problem == problem


def test_names_and_metadata_are_cut(api: Api, user: str) -> None:
    """behaviour.md 2: the first ten metadata keys count; dots and dollars become hyphens."""
    track(api, "a.b$c", metadata={f"k{number}": number for number in range(12)})
    (event,) = listed(api).body["events"]
    assert event["event_name"] == "a-b-c"
    assert list(event["metadata"]) == [f"k{number}" for number in range(10)]
    track(api, "bare")
    assert "metadata" not in listed(api).body["events"][0]


@pytest.mark.parametrize("version", ["1.4", "2.16"])
def test_a_list_goes_on_by_url(api: Api, user: str, version: str) -> None:
    """behaviour.md 3 and v1.md 3: newest first, `pages` has only `next` with another `before`, and ends empty."""
    for number in range(5):
        track(api, f"e{number}", NOW - number // 2)
    body = listed(api, "user_id=1&per_page=2", version).body
    assert (body["type"], body["email"], body["intercom_user_id"], body["user_id"]) == (
        "event.list",
        "a@b.c",
        user,
        "1",
    )
    names = [event["event_name"] for event in body["events"]]
    while body["pages"]:
        assert list(body["pages"]) == ["next"]
        body = api.get(body["pages"]["next"].removeprefix("https://api.intercom.test"), version=version).body
        names += [event["event_name"] for event in body["events"]]
    assert names == ["e1", "e0", "e3", "e2", "e4"]


def test_only_90_days_are_listed_and_all_is_counted(api: Api, user: str) -> None:
    """behaviour.md 2: events are listable for 90 days; summaries include what is older."""
    track(api, at=NOW - 90 * DAY)
    track(api, at=NOW - 90 * DAY + 1)
    assert [event["created_at"] for event in listed(api).body["events"]] == [NOW - 90 * DAY + 1]
    (summary,) = listed(api, "user_id=1&summary=true").body["events"]
    assert summary["count"] == 2


def test_the_summary(api: Api, user: str) -> None:
    """v1.md 7 (EventSummary): event summaries; ISO times, with Z in the 1.x pages and +00:00 in the 2.x files."""
    track(api, at=NOW)
    track(api, "Looked", at=NOW - 5)
    summary = {"name": "looked", "first": "2023-11-14T22:13:15.000", "last": "2023-11-14T22:13:20.000"}
    for version, zone in (("1.4", "Z"), ("2.16", "+00:00")):
        body = listed(api, f"intercom_user_id={user}&summary=true", version).body
        shown = {**summary, "first": summary["first"] + zone, "last": summary["last"] + zone}
        assert body == {
            "type": "event.summary", "email": "a@b.c", "intercom_user_id": user, "user_id": "1",
            "events": [{**shown, "count": 2, "description": None}],
        }  # fmt: skip


def test_summaries_can_be_added_to(api: Api, user: str) -> None:
    """OpenAPI files: create event summaries; 200 without a body, one object or a list."""
    given = {"event_name": "bought", "count": 3, "first": NOW - 10, "last": NOW - 5}
    result = api.post("/events/summaries", {"user_id": "1", "event_summaries": given})
    assert (result.status, result.body) == (200, None)
    api.post("/events/summaries", {"user_id": "1", "event_summaries": [{"event_name": "Bought"}]})
    (summary,) = listed(api, "user_id=1&summary=true").body["events"]
    assert (summary["name"], summary["count"], summary["last"]) == ("bought", 4, "2023-11-14T22:13:20.000+00:00")
    for bad in ({}, {"event_summaries": 5}, {"event_summaries": {"event_name": "x", "count": 0}}):
        assert api.post("/events/summaries", {"user_id": "1", **bad}).status == 400
    assert api.post("/events/summaries", {"user_id": "9", "event_summaries": given}).status == 404
    assert listed(api).body["events"] == []


def test_whose_events_must_be_said(api: Api, user: str) -> None:
    """API docs: list events; type=user and one identifier."""
    assert api.get("/events?user_id=1").problem == (400, "parameter_not_found")
    assert api.get("/events?type=user").problem == (400, "parameter_not_found")
    assert listed(api, "email=x@b.c").problem == (404, "not_found")
