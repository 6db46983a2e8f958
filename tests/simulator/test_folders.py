"""Folders: made, moved, listed and deleted when nothing is in them."""

from typing import Any

import pytest
from support.simulator_calls import Api


def make(api: Api, **fields: object) -> Any:
    return api.post("/folders", {"folder": fields}, version="Preview")


def put(api: Api, folder: int, **fields: object) -> Any:
    return api.put(f"/folders/{folder}", {"folder": fields}, version="Preview")


def test_a_folder_is_made_moved_and_deleted(api: Api) -> None:
    """OpenAPI file: ids are numbers, None is at the top."""
    made = make(api, name="Docs", emoji="x").body
    assert made == {
        "id": 1, "name": "Docs", "description": None, "emoji": "x", "parent_folder_id": None, "content_count": 0,
        "created_at": 1_700_000_000, "updated_at": 1_700_000_000,
    }  # fmt: skip
    assert make(api, name="Inner", parent_folder_id="1").body["parent_folder_id"] == 1
    api.clock.time += 5
    moved = put(api, 2, parent_folder_id=None, description="d").body
    assert (moved["parent_folder_id"], moved["description"], moved["updated_at"]) == (None, "d", 1_700_000_005)
    assert api.get("/folders/2", version="Preview").body == moved
    gone = api.delete("/folders/2", version="Preview").body
    assert gone == {"id": 2, "object": "folder", "deleted": True}
    assert api.get("/folders/2", version="Preview").message == "Folder not found"
    assert api.get("/folders/1", version="2.16").problem == (400, "intercom_version_invalid")


def test_a_folder_with_something_in_it_stays(api: Api) -> None:
    """behaviour.md 4.2, OpenAPI file: 422; folders count as content here."""
    for name, parent in (("a", None), ("b", 1)):
        make(api, name=name, parent_folder_id=parent)
    article = {"title": "x", "author_id": 991267459, "owner_id": 991267459, "folder_id": 2}
    api.post("/internal_articles", article, version="Preview")
    assert api.get("/folders/2", version="Preview").body["content_count"] == 1
    for folder in (1, 2):
        result = api.delete(f"/folders/{folder}", version="Preview")
        assert (result.status, result.message) == (422, "Folder contains content")


def test_the_list_may_be_of_one_folder(api: Api) -> None:
    for name, parent in (("a", None), ("b", 1), ("c", 2)):
        make(api, name=name, parent_folder_id=parent)
    everything = api.get("/folders?per_page=2", version="Preview").body
    assert ([each["name"] for each in everything["data"]], everything["total_count"]) == (["a", "b"], 3)
    inner = api.get("/folders?parent_folder_id=1", version="Preview").body
    assert [each["name"] for each in inner["data"]] == ["b"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "parameter_not_found"),
        ({"name": ""}, "parameter_not_found"),
        ({"name": 5}, "parameter_invalid"),
        ({"name": "x", "parent_folder_id": 9}, "parameter_invalid"),
        ({"name": "x", "emoji": []}, "parameter_invalid"),
    ],
)
def test_a_wrong_folder_is_400(api: Api, fields: dict[str, object], code: str) -> None:
    assert make(api, **fields).problem == (400, code)


def test_the_body_is_around_the_folder(api: Api) -> None:
    assert api.post("/folders", {"name": "x"}, version="Preview").problem == (400, "parameter_not_found")
    assert api.post("/folders", {"folder": "x"}, version="Preview").problem == (400, "parameter_invalid")


def test_no_folder_is_in_itself(api: Api) -> None:
    for name, parent in (("a", None), ("b", 1), ("c", 2)):
        make(api, name=name, parent_folder_id=parent)
    assert put(api, 1, parent_folder_id=3).problem == (400, "parameter_invalid")
    assert put(api, 3, parent_folder_id=1).status == 200
