"""Jobs of 1.x: submitted at once, carried out by the clock, and what failed."""

from typing import Any

import pytest
from support.simulator_calls import BASE, Api, Result

NOW = 1_700_000_000


def item(method: str = "post", data_type: str = "user", **data: object) -> dict[str, object]:
    """Return an item as clients send it."""
    return {"method": method, "data_type": data_type, "data": data}


def submit(api: Api, *items: object, kind: str = "users", version: str = "1.4", **body: object) -> Result:
    return api.post(f"/bulk/{kind}", {"items": list(items), **body}, version=version)


def job(api: Api, body: dict[str, Any]) -> dict[str, Any]:
    """Return the job that *body* answered, as it is now."""
    return api.get(f"/jobs/{body['id']}", version="1.4").body


def errors(api: Api, body: dict[str, Any], query: str = "") -> Any:
    return api.get(f"/jobs/{body['id']}/error{query}", version="1.4").body


def test_a_submitted_job_has_the_recorded_body(api: Api) -> None:
    """v1.md 7 (Job), 8: as users of the ruby and php clients published it; closed after 900 seconds."""
    body = submit(api, item(user_id="1")).body
    assert body["id"].startswith("job_")
    assert body == {
        "app_id": "simulatr", "id": body["id"], "created_at": NOW, "updated_at": NOW, "completed_at": None,
        "name": "api_bulk_job", "closing_at": NOW + 900, "state": "running",
        "links": {"error": f"{BASE}/jobs/{body['id']}/error", "self": f"{BASE}/jobs/{body['id']}"},
    }  # fmt: skip


def test_a_job_goes_on_by_the_clock(api: Api) -> None:
    """v1.md 7 (Job): its task waits, runs and is done; only then the users are there."""
    body = submit(api, item(user_id="1", name="Ann"), item(user_id="2")).body
    seen: list[tuple[object, ...]] = []
    for _ in range(4):
        now = job(api, body)
        (task,) = now["tasks"]
        people = api.get("/users", version="1.4").body["total_count"]
        seen.append((now["state"], task["state"], now["completed_at"], task["started_at"], people))
        api.clock.time += 1
    done = ("completed", "completed", NOW + 2, NOW + 1, 2)
    assert seen == [
        ("running", "pending", None, None, 0), ("running", "running", None, NOW + 1, 0), done, done
    ]  # fmt: skip
    assert api.get("/users?user_id=1", version="1.4").body["name"] == "Ann"
    assert (job(api, body)["updated_at"], job(api, body)["tasks"][0]["item_count"]) == (NOW + 2, 2)


def test_what_failed_is_in_the_feed(api: Api) -> None:
    """v1.md 8: GET /jobs/{id}/error; an item fails alone, and the feed of a good job stays empty."""
    body = submit(api, item(user_id="1"), item(email="none"), item("delete", user_id="9")).body
    assert errors(api, body) == {"app_id": "simulatr", "job_id": body["id"], "pages": {}, "items": []}
    api.clock.time += 2
    first, second = errors(api, body)["items"]
    assert first == {
        "type": "job_item", "id": first["id"], "method": "post", "data_type": "user", "updated_at": NOW + 2,
        "error": {"code": "parameter_invalid", "message": "email is not a valid email address"},
        "data": {"email": "none"},
    }  # fmt: skip
    assert (second["method"], second["error"]["code"]) == ("delete", "not_found")
    assert api.simulator.report().people == 1


def test_the_feed_comes_in_pages(api: Api) -> None:
    """v1.md 3: page URLs, and {} where all is on one page."""
    body = submit(api, *(item("delete", user_id=str(number)) for number in range(60))).body
    api.clock.time += 2
    page = errors(api, body)
    assert (len(page["items"]), page["pages"]["total_pages"]) == (50, 2)
    rest = api.get(page["pages"]["next"].removeprefix(BASE), version="1.4").body
    assert [each["data"]["user_id"] for each in rest["items"]] == [str(number) for number in range(50, 60)]
    assert rest["pages"]["next"] is None


@pytest.mark.parametrize("key", ["id", "user_id", "email"])
def test_users_are_archived(api: Api, key: str) -> None:
    """v1.md 7 (Job): the method delete; DELETE /users archives."""
    user = api.user(user_id="1", email="a@b.c")
    submit(api, item("delete", **{key: user[key]}))
    api.clock.time += 2
    assert api.get(f"/users/{user['id']}", version="1.4").status == 404
    assert api.post(f"/contacts/{user['id']}/unarchive").status == 200


@pytest.mark.parametrize("key", ["id", "user_id"])
def test_leads_are_written_and_deleted(api: Api, key: str) -> None:
    """v1.md 8: POST /bulk/contacts; leads are called contacts there."""
    lead = api.lead(name="Lee")
    written = [item(data_type="contact", email="l@b.c"), item("delete", "contact", **{key: lead[key]})]
    assert submit(api, *written, kind="contacts").status == 200
    api.clock.time += 2
    assert [each["email"] for each in api.get("/contacts", version="1.4").body["contacts"]] == ["l@b.c"]


def test_events_are_noted(api: Api) -> None:
    """v1.md 8: POST /bulk/events."""
    api.user(user_id="1")
    event = {"event_name": "bought", "created_at": NOW - 5, "user_id": "1"}
    lost = item(data_type="event", event_name="lost", user_id="2")
    submit(api, item(data_type="event", **event), lost, kind="events")
    api.clock.time += 2
    (noted,) = api.get("/events?type=user&user_id=1", version="1.4").body["events"]
    assert (noted["event_name"], noted["created_at"]) == ("bought", NOW - 5)


def test_items_are_added_until_the_job_closes(api: Api) -> None:
    """v1.md 6: job_closed of the official list; the status and words are those that 2.x was seen to answer with."""
    body = submit(api, item(user_id="1")).body
    api.clock.time += 5
    assert job(api, body)["state"] == "completed"
    added = submit(api, item(user_id="2"), job={"id": body["id"]}).body
    assert (added["id"], added["state"], added["closing_at"]) == (body["id"], "running", NOW + 900)
    assert [task["state"] for task in job(api, body)["tasks"]] == ["completed", "pending"]
    api.clock.time += 895
    assert job(api, body)["state"] == "completed"
    result = submit(api, item(user_id="3"), job={"id": body["id"]})
    assert (result.problem, result.message) == (
        (403, "job_closed"),
        f"job {body['id']} is closed for new task updates",
    )
    assert api.simulator.report().people == 2


def test_a_job_is_for_things_of_one_type(api: Api) -> None:
    body = submit(api, item(user_id="1")).body
    result = submit(api, item(data_type="contact", email="l@b.c"), kind="contacts", job={"id": body["id"]})
    assert result.code == "job_closed"


def test_items_are_read_in_the_version_of_their_call(api: Api) -> None:
    """Not in that of the call which comes when their time has come."""
    submit(api, item(user_id="1", unsubscribed_from_emails=None), version="1.2")
    body = submit(api, item(user_id="2", unsubscribed_from_emails=None), version="1.3").body
    api.clock.time += 2
    assert api.get("/contacts", version="2.16").body["total_count"] == 1
    assert errors(api, body)["items"][0]["error"]["code"] == "parameter_invalid"


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("users", {}, "parameter_not_found"),
        ("users", {"items": []}, "parameter_invalid"),
        ("users", {"items": [item(user_id="1")] * 101}, "parameter_invalid"),
        ("users", {"items": ["x"]}, "parameter_invalid"),
        ("users", {"items": [{"data_type": "user", "data": {}}]}, "parameter_invalid"),
        ("users", {"items": [item("put")]}, "parameter_invalid"),
        ("users", {"items": [item(data_type="event")]}, "parameter_invalid"),
        ("users", {"items": [{"method": "post", "data_type": "user"}]}, "parameter_invalid"),
        ("users", {"items": [item()], "job": 5}, "parameter_invalid"),
        ("users", {"items": [item()], "job": {"id": "job_1"}}, "not_found"),
        ("events", {"items": [item("delete", "event")]}, "parameter_invalid"),
    ],
)
def test_what_is_no_job(api: Api, kind: str, body: dict[str, Any], code: str) -> None:
    """Refused as a whole."""
    assert api.post(f"/bulk/{kind}", body, version="1.4").code == code
    assert api.get("/jobs/job_1", version="1.4").problem == (404, "not_found")
    assert api.get("/jobs/job_1/error", version="1.4").problem == (404, "not_found")
