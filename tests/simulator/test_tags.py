"""Tags: making, renaming and deleting them, and tagging users, companies and contacts."""

from typing import Any

import pytest
from support.simulator_calls import Api


def tag(api: Api, version: str = "2.15", **body: object) -> Any:
    return api.post("/tags", body, version=version)


@pytest.mark.parametrize(("version", "kind", "key"), [("1.0", "tag.list", "tags"), ("2.0", "list", "data")])
def test_names_are_found_whatever_their_case(api: Api, version: str, kind: str, key: str) -> None:
    """behaviour.md 4.5: POST /tags finds or creates by name."""
    body = {"type": "tag", "id": "1", "name": "VIP"}
    assert tag(api, version, name="VIP").body == body
    assert tag(api, version, name="vip").body == body
    assert api.get("/tags", version=version).body == {"type": kind, key: [body]}


def test_an_id_renames(api: Api) -> None:
    """behaviour.md 4.3: create or update a tag; not to a name in use, and 404 for an unknown one."""
    tag(api, name="a")
    assert tag(api, name="B", id=1).body == {"type": "tag", "id": "1", "name": "B"}
    assert tag(api, name="a").body["id"] == "2"
    assert tag(api, name="b", id="2").problem == (400, "parameter_invalid")
    assert tag(api, name="b", id="1").body["name"] == "b"
    assert tag(api, name="x", id="9").problem == (404, "not_found")


@pytest.mark.parametrize("body", [{"test": "invalid"}, {"name": " "}, {"name": "x", "users": [], "companies": []}])
def test_a_wrong_write_is_400(api: Api, body: dict[str, object]) -> None:
    """behaviour.md 4.3, recorded example: invalid tag parameters; users and companies exclude each other."""
    result = tag(api, **body)
    assert result.problem == (400, "parameter_invalid")
    assert result.message == "invalid tag parameters"


@pytest.mark.parametrize("users", ["x", ["x"]])
def test_what_is_tagged_is_a_list_of_objects(api: Api, users: object) -> None:
    """API docs: tag users."""
    assert tag(api, name="x", users=users).problem == (400, "parameter_invalid")


def test_users_and_leads_are_tagged_by_each_of_their_names(api: Api) -> None:
    """API docs: tag users; id, user_id or email, and leads by id."""
    people = [api.user(user_id="1"), api.user(email="a@b.c"), api.lead(name="Lee")]
    users = [{"user_id": "1"}, {"email": "A@b.c"}, {"id": people[2]["id"]}]
    assert tag(api, "1.4", name="VIP", users=users).body == {"type": "tag", "id": "1", "name": "VIP"}
    listed = api.get("/users?tag_id=1", version="1.4").body["users"]
    assert {person["id"] for person in listed} == {person["id"] for person in people}
    assert listed[0]["tags"] == {"type": "tag.list", "tags": [{"type": "tag", "id": "1", "name": "VIP"}]}
    tag(api, "1.4", name="VIP", users=[{"user_id": "1", "untag": True}])
    assert api.get("/users?tag_id=1", version="1.4").body["total_count"] == 2


def test_companies_are_tagged_and_untagged(api: Api) -> None:
    """API docs: tag companies; id or company_id, and from 2.16 on the answer says what was tagged."""
    company = api.company("c1")
    result = tag(api, "2.16", name="VIP", companies=[{"company_id": "c1"}])
    expected = {
        "type": "tag",
        "id": "1",
        "name": "VIP",
        "users": [],
        "companies": [{"id": company["id"], "tagged": True}],
    }
    assert result.body == expected
    shown = api.get(f"/companies/{company['id']}").body["tags"]["tags"]
    assert shown == [{"type": "tag", "id": "1", "name": "VIP"}]
    gone = tag(api, "2.16", name="VIP", companies=[{"id": company["id"], "untag": True}])
    assert gone.body["companies"] == [{"id": company["id"], "tagged": False}]
    assert api.get(f"/companies/{company['id']}").body["tags"]["tags"] == []


def test_tagging_what_does_not_exist_changes_nothing(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: Company Not Found and User Not Found; not even the tag is made."""
    result = tag(api, name="x", companies=[{"company_id": "123"}])
    assert (result.problem, result.message) == ((404, "company_not_found"), "Company Not Found")
    result = tag(api, name="x", users=[{"id": "123"}])
    assert (result.problem, result.message) == ((404, "not_found"), "User Not Found")
    assert tag(api, name="x", companies=[{}]).problem == (404, "company_not_found")
    assert api.get("/tags").body["data"] == []


def test_a_contact_is_tagged_and_untagged(api: Api) -> None:
    """API docs: attach a tag to a contact; who applied it when, repeating keeps that."""
    path = f"/contacts/{api.contact(email='a@b.c')['id']}/tags"
    tag(api, name="VIP")
    applied = {
        "type": "tag", "id": "1", "name": "VIP", "applied_at": 1_700_000_000,
        "applied_by": {"type": "admin", "id": "991267459"},
    }  # fmt: skip
    assert api.post(path, {"id": 1}).body == applied
    api.clock.time += 5
    assert api.post(path, {"id": "1"}).body == applied
    assert api.get(path).body == {"type": "list", "data": [applied]}
    assert api.found(("tag_id", "=", "1")) == {None}
    assert api.delete(f"{path}/1").body == applied
    assert api.found(("tag_id", "=", "1")) == set()
    assert api.delete(f"{path}/1").problem == (404, "not_found")
    for result in (api.post(path, {"id": "123"}), api.delete(f"{path}/123")):
        assert (result.problem, result.message) == ((404, "not_found"), "Resource Not Found")
    assert api.post(path, {}).problem == (400, "parameter_not_found")
    assert api.post("/contacts/x/tags", {"id": 1}).message == "User Not Found"


def test_a_contact_shows_ten_of_its_tags(api: Api) -> None:
    """Recorded contacts: short lists of ten, with where the rest is."""
    person = api.contact(email="a@b.c")["id"]
    for number in range(11):
        tag(api, name=f"t{number}", users=[{"id": person}])
    tags = api.get(f"/contacts/{person}").body["tags"]
    assert tags["data"][0] == {"type": "tag", "id": "1", "url": "/tags/1"}
    assert (len(tags["data"]), tags["total_count"], tags["has_more"]) == (10, 11, True)
    assert tags["url"] == f"/contacts/{person}/tags"


def test_a_deleted_tag_is_gone_everywhere(api: Api) -> None:
    """Recorded example: DELETE /tags/{id} answers 200 without a body."""
    person = api.contact(email="a@b.c")["id"]
    tag(api, name="VIP", users=[{"id": person}])
    assert api.get("/tags/1").body == {"type": "tag", "id": "1", "name": "VIP"}
    result = api.delete("/tags/1")
    assert (result.status, result.body) == (200, None)
    for again in (api.delete("/tags/1"), api.get("/tags/1")):
        assert (again.problem, again.message) == ((404, "not_found"), "Resource Not Found")
    assert api.get(f"/contacts/{person}/tags").body["data"] == []
    assert tag(api, name="VIP").body["id"] == "2"


def test_a_tag_that_a_segment_asks_for_cannot_be_deleted(api: Api) -> None:
    """behaviour.md 1.4 and 4.3: tag_has_dependent_objects names the segments; before 2.5 it was deleted."""
    person = api.contact(email="a@b.c", external_id="1")["id"]
    tag(api, name="VIP", users=[{"id": person}])
    world = api.simulator.world
    (vip,) = world.tags
    segment = world.segments.add_by_tag("Seg 1", vip, now=5)
    assert segment.id in [each["id"] for each in api.get(f"/contacts/{person}/segments").body["data"]]
    result = api.delete("/tags/1")
    assert result.problem == (400, "tag_has_dependent_objects")
    assert result.message == "Unable to delete Tag with dependent objects. Segments: Seg 1."
    assert api.delete("/tags/1", version="2.4").status == 200
