"""Bulk jobs of contacts and companies: submitted at once, carried out by the clock; and banners."""

from typing import Any

import pytest
from support.simulator_calls import BASE, Api, Result

NOW = 1_700_000_000


def submit(api: Api, path: str, *items: object, method: str = "POST", **body: object) -> Result:
    """Submit items to ``/contacts/bulk`` and the like."""
    return api.call(method, path, {path.split("/")[1]: list(items), **body}, version="Preview")


def ended(api: Api, result: Result) -> str:
    """Let the job end and return its state."""
    assert result.status == 202, result.body
    api.clock.time += 2
    return api.get(result.body["url"].removeprefix(BASE), version="Preview").body["state"]


def test_a_job_goes_on_by_the_clock(api: Api) -> None:
    """behaviour.md 8: 202; recorded examples: running at once, its task pending."""
    body = submit(api, "/contacts/bulk", {"email": "a@b.c"}, {"external_id": "2", "unknown": True}).body
    path = f"/contacts/bulk/{body['id']}"
    task = {
        "id": "task_v2_1_1", "item_count": 2, "created_at": NOW, "started_at": None, "completed_at": None,
        "state": "pending",
    }  # fmt: skip
    assert body == {
        "id": "job_v2_1", "type": "contacts.bulk.job", "state": "running", "created_at": NOW, "updated_at": NOW,
        "completed_at": None, "tasks": [task], "url": f"{BASE}{path}",
    }  # fmt: skip
    api.clock.time += 1
    running = api.get(path, version="Preview").body
    assert (running["state"], running["tasks"][0]["state"], running["tasks"][0]["started_at"]) == (
        "running", "running", NOW + 1
    )  # fmt: skip
    assert api.get("/contacts").body["total_count"] == 0
    api.clock.time += 1
    done = api.get(path, version="Preview").body
    assert (done["state"], done["tasks"][0]["state"], done["completed_at"]) == ("completed", "completed", NOW + 2)
    assert api.get("/contacts").body["total_count"] == 2


def test_a_contact_comes_with_its_companies_and_tags(api: Api) -> None:
    """API docs: companies are made on the way, unknown tags are skipped, nothing is taken off by creating."""
    api.post("/tags", {"name": "vip"})
    contact = {
        "email": "a@b.c", "companies": [{"company_id": "6", "name": "Blue", "remove": True}],
        "tags": {"add": [{"id": "1"}, {"id": "99"}, "x"], "remove": [{"id": "1"}]},
    }  # fmt: skip
    assert ended(api, submit(api, "/contacts/bulk", contact)) == "completed"
    (person,) = api.get("/contacts").body["data"]
    assert [each["name"] for each in api.get(f"/contacts/{person['id']}/companies").body["data"]] == ["Blue"]
    assert [each["name"] for each in api.get(f"/contacts/{person['id']}/tags").body["data"]] == ["vip"]
    changes = {
        "id": person["id"], "name": "Ada", "role": "lead", "companies": [{"company_id": "6", "remove": True}],
        "tags": {"add": "x", "remove": [{"id": 1}]},
    }  # fmt: skip
    assert ended(api, submit(api, "/contacts/bulk", changes, method="PUT")) == "completed"
    changed = api.get(f"/contacts/{person['id']}").body
    assert (changed["name"], changed["role"], changed["companies"]["data"], changed["tags"]["data"]) == (
        "Ada", "user", [], []
    )  # fmt: skip
    assert ended(api, submit(api, "/contacts/bulk/delete", {"id": person["id"]})) == "completed"
    assert api.get(f"/contacts/{person['id']}").status == 404


def test_what_fails_fails_alone(api: Api) -> None:
    """behaviour.md 8: completed_with_errors; API docs: an existing contact is refused, also an archived one."""
    api.contact(email="a@b.c")
    items = [{"email": "a@b.c"}, {"email": "b@b.c"}, {"email": "c@b.c", "companies": ["x"]}]
    assert ended(api, submit(api, "/contacts/bulk", *items)) == "completed_with_errors"
    assert api.get("/contacts").body["total_count"] == 2
    assert ended(api, submit(api, "/contacts/bulk/delete", {"id": "x"})) == "completed_with_errors"
    assert ended(api, submit(api, "/contacts/bulk", {"id": "x"}, method="PUT")) == "completed_with_errors"


def test_companies_are_written_by_either_id(api: Api) -> None:
    """API docs: created by company_id, changed and deleted by id; an unknown id fails."""
    assert (
        ended(api, submit(api, "/companies/bulk", {"company_id": "a", "name": "A"}, {"company_id": "b"})) == "completed"
    )
    one = api.get("/companies?company_id=a").body
    changes: list[dict[str, Any]] = [{"id": one["id"], "name": "B", "company_id": "z"}, {"id": "x", "name": "C"}]
    assert ended(api, submit(api, "/companies/bulk", *changes, method="PUT")) == "completed_with_errors"
    assert api.get(f"/companies/{one['id']}").body["name"] == "B"
    assert api.get("/companies?company_id=z").status == 404
    assert ended(api, submit(api, "/companies/bulk/delete", {"id": one["id"]})) == "completed"
    assert api.get(f"/companies/{one['id']}").status == 404


def test_a_job_takes_more_until_it_closes(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: a closed job is 403, one that does not exist 404."""
    job = submit(api, "/contacts/bulk", {"email": "a@b.c"}).body
    again = submit(api, "/contacts/bulk", {"email": "b@b.c"}, job={"id": job["id"]})
    assert (again.status, again.body["id"], len(again.body["tasks"])) == (202, job["id"], 2)
    other = submit(api, "/companies/bulk", {"company_id": "a"}, job={"id": job["id"]})
    assert (other.problem, other.message) == ((404, "job_not_found"), "job job_v2_1 not found")
    assert api.get(f"/companies/bulk/{job['id']}", version="Preview").problem == (404, "job_not_found")
    assert api.get(f"/jobs/{job['id']}", version="1.4").problem == (404, "not_found")
    api.clock.time += 900
    closed = submit(api, "/contacts/bulk", {"email": "c@b.c"}, job={"id": job["id"]})
    assert (closed.problem, closed.message) == ((403, "forbidden"), "job job_v2_1 is closed for new task updates")
    assert submit(api, "/contacts/bulk", {"email": "c@b.c"}, job="x").problem == (422, "parameter_invalid")


@pytest.mark.parametrize(
    ("method", "path", "items", "code", "message"),
    [
        ("POST", "/contacts/bulk", None, "field_not_found", "contacts field must be supplied"),
        ("POST", "/companies/bulk", "x", "type_mismatch", "companies must be an array"),
        ("POST", "/companies/bulk", ["x"], "type_mismatch", "each company must be an object"),
        ("POST", "/contacts/bulk", [{}] * 101, "parameter_invalid", "maximum number of contacts per request is 100"),
        ("PUT", "/contacts/bulk", [{}], "field_not_found", "contacts must be identified by id"),
        ("POST", "/companies/bulk/delete", [{"id": ""}], "field_not_found", "companies must be identified by id"),
    ],
)
def test_a_wrong_job_is_422(*, api: Api, method: str, path: str, items: object, code: str, message: str) -> None:
    """behaviour.md 2 and 4.3, recorded examples: a hundred items at most, and the other mistakes."""
    result = api.call(method, path, {path.split("/")[1]: items}, version="Preview")
    assert (result.problem, result.message) == ((422, code), message)


def test_a_banner_is_shown_until_it_is_dismissed(api: Api) -> None:
    """behaviour.md 4.5, recorded examples; to each contact by itself, and dismissing twice changes nothing."""
    ann, bob = (api.contact(email=f"{name}@b.c")["id"] for name in ("ann", "bob"))
    (banner,) = api.get(f"/contacts/{ann}/banners").body["data"]
    assert banner == {
        "type": "banner", "id": "486517", "view_id": "1", "title": "Hi there",
        "body": '<p class="no-margin">Hi there!</p>', "style": "inline", "position": "top",
        "show_dismiss_button": True, "action": None, "client_targeting": None, "created_at": NOW,
    }  # fmt: skip
    api.clock.time += 1
    assert api.get(f"/contacts/{ann}/banners").body == {"type": "list", "data": [banner]}
    for _ in range(2):
        result = api.post(f"/contacts/{ann}/banners/1/dismiss")
        assert result.body == {"type": "banner_dismiss", "view_id": "1", "dismissed": True}
    assert api.get(f"/contacts/{ann}/banners").body["data"] == []
    assert len(api.get(f"/contacts/{bob}/banners").body["data"]) == 1
    assert api.post(f"/contacts/{bob}/banners/1/dismiss").message == "Resource Not Found"
    assert api.get("/contacts/x/banners").message == "User Not Found"
