"""Custom objects: written by external id, found by either, listed by type."""

import pytest
from support.simulator_calls import Api

PATH = "/custom_object_instances/Order"
NOW = 1_700_000_000


def test_an_object_is_made_changed_and_deleted(api: Api) -> None:
    """behaviour.md 9 (tag, custom objects): writing the same external id changes the object."""
    made = api.post(PATH, {"external_id": 1, "external_created_at": 5, "custom_attributes": {"n": "A", "sum": 9.5}})
    assert made.body == {
        "id": "1", "type": "Order", "custom_attributes": {"n": "A", "sum": 9.5}, "external_id": "1",
        "external_created_at": 5, "external_updated_at": None, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    api.clock.time += 5
    changed = api.post(
        PATH, {"external_id": "1", "external_created_at": None, "custom_attributes": {"n": None, "sum": 1}}
    ).body
    assert (changed["id"], changed["custom_attributes"], changed["updated_at"]) == ("1", {"sum": 1}, NOW + 5)
    assert changed["external_created_at"] is None
    assert api.get(f"{PATH}/1").body == api.get(f"{PATH}?external_id=1").body == changed
    assert api.delete(f"{PATH}/1").body == {"id": "1", "object": "Order", "deleted": True}
    gone = api.get(f"{PATH}/1")
    assert (gone.problem, gone.message) == ((404, "not_found"), "Custom object instance not found")
    api.post(PATH, {"external_id": "x"})
    assert api.get(f"{PATH}/x").body["id"] == "2"
    assert api.delete(f"{PATH}?external_id=x").body == {"id": "2", "object": "Order", "deleted": True}
    assert api.get(PATH).body["data"] == []


def test_objects_without_an_external_id_are_others_each_time(api: Api) -> None:
    """OpenAPI files: the schema has no null for the id, so it is left out."""
    made = [api.post(PATH, {}).body for _ in range(2)]
    assert [each["id"] for each in made] == ["1", "2"]
    assert "external_id" not in made[0]


def test_types_know_nothing_of_each_other(api: Api) -> None:
    """behaviour.md 4.3, recorded example: the type that does not exist."""
    api.post(PATH, {"external_id": "1"})
    api.post("/custom_object_instances/Car", {"external_id": "2"})
    assert api.get("/custom_object_instances/Car/1").problem == (404, "not_found")
    assert [each["id"] for each in api.get("/custom_object_instances/Car").body["data"]] == ["2"]
    unknown = api.get("/custom_object_instances/Boat")
    assert (unknown.problem, unknown.message) == ((404, "not_found"), "Custom object type `Boat` not found")


def test_a_list_comes_in_pages_newest_first(api: Api) -> None:
    """behaviour.md 3: from 2.16 on; the pages have a URL, as recorded."""
    for number in range(3):
        api.post(PATH, {"external_id": number, "custom_attributes": {"buyer": f"c{number}"}})
    page = api.get(f"{PATH}?per_page=2").body
    assert [each["id"] for each in page["data"]] == ["3", "2"]
    assert (page["type"], page["total_count"], page["pages"]["total_pages"]) == ("list", 3, 2)
    assert page["pages"]["next"].endswith(f"{PATH}?per_page=2&page=2")
    for name in ("references_contact_id", "references_conversation_id"):
        assert [each["id"] for each in api.get(f"{PATH}?{name}=c1").body["data"]] == ["2"]
    assert api.get(f"{PATH}?per_page=151").problem == (400, "parameter_invalid")


@pytest.mark.parametrize("version", ["2.13", "2.15"])
def test_before_2_16_an_external_id_is_needed(api: Api, version: str) -> None:
    api.post(PATH, {"external_id": "1"}, version=version)
    assert api.get(f"{PATH}?external_id=1", version=version).body["id"] == "1"
    assert api.get(PATH, version=version).problem == (400, "parameter_not_found")
    assert api.get(PATH, version="2.12").problem == (400, "intercom_version_invalid")


@pytest.mark.parametrize(
    "body",
    [
        {"external_id": [1]}, {"external_id": True}, {"external_created_at": "2024"}, {"external_updated_at": 10**17},
        {"custom_attributes": "x"},
    ],
)  # fmt: skip
def test_a_wrong_write_is_400(api: Api, body: dict[str, object]) -> None:
    assert api.post(PATH, body).problem == (400, "parameter_invalid")
    assert api.get(PATH).problem == (404, "not_found")
