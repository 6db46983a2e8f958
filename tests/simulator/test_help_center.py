"""Collections, sections, help centers and redirects: as the versions know them, and the refusals."""

from typing import Any

import pytest
from support.simulator_calls import Api

from intercom_async.simulator.help_centers import HelpCenter

START = 1_700_000_000
CIARAN = 991267459
PATH = "/help_center/collections"
REDIRECTS = "/help_center/help_centers/1/redirects"


def group(api: Api, version: str = "2.16", **fields: object) -> Any:
    return api.post(PATH, {"name": "News", **fields}, version=version)


def section(api: Api, parent: object, **fields: object) -> Any:
    return api.post("/help_center/sections", {"name": "Old", "parent_id": parent, **fields}, version="2.9")


def center(api: Api) -> HelpCenter:
    found = api.simulator.world.shelf(HelpCenter).get("1")
    assert found is not None
    return found


def ids(result: Any) -> list[str]:
    return [each["id"] for each in result.body["data"]]


@pytest.mark.parametrize(
    ("version", "own"), [("2.9", {"type": "collection"}), ("2.10", {"parent_id": None}), ("2.16", {"parent_id": None})]
)
def test_a_collection_is_made_changed_and_deleted(api: Api, version: str, own: dict[str, object]) -> None:
    """Recorded examples: create, read, update and delete a collection; it says what it is in from 2.10 on."""
    body = group(api, version, description="x").body
    assert body == {
        "id": "1", "workspace_id": "simulatr", "name": "News", "url": "http://help-center.test/simulatr/collection-1",
        "order": 1, "created_at": START, "updated_at": START, "description": "x", "icon": "book-bookmark",
        "help_center_id": 1, **own,
    }  # fmt: skip
    assert api.get(f"{PATH}/1", version=version).body == body
    api.clock.time += 5
    changed = api.put(f"{PATH}/1", {"name": "Other"}, version=version).body
    assert changed == {**body, "name": "Other", "updated_at": START + 5}
    assert api.delete(f"{PATH}/1", version=version).body == {"id": "1", "object": "collection", "deleted": True}
    for result in (api.get(f"{PATH}/1"), api.put(f"{PATH}/1", {}), api.delete(f"{PATH}/1")):
        assert (result.problem, result.message) == ((404, "not_found"), "Resource Not Found")


def test_a_wrong_collection_is_refused(api: Api) -> None:
    """behaviour.md 4.3, recorded example: Name is a required parameter."""
    for body in ({"description": "x"}, {"name": " "}):
        result = api.post(PATH, body)
        assert (result.problem, result.message) == ((400, "parameter_not_found"), "Name is a required parameter.")
    wrong = (("name", 5), ("description", []), ("translated_content", "x"), ("parent_id", {}), ("help_center_id", []))
    for name, value in wrong:
        assert group(api, **{name: value}).problem == (400, "parameter_invalid")
    assert group(api, parent_id=9).status == group(api, help_center_id=9).status == 404
    assert api.get(PATH).body["data"] == []


def test_collections_stand_in_others_from_2_10_on(api: Api) -> None:
    """Changelog 2.10: sections became collections with a parent; the last changed comes first."""
    outer = group(api).body["id"]
    inner = group(api, parent_id=outer).body
    assert (inner["parent_id"], inner["help_center_id"]) == (outer, None)
    assert ids(api.get(PATH)) == ["2", "1"]
    assert ids(api.get(PATH, version="2.9")) == ["1"]
    assert ids(api.get("/help_center/sections", version="2.9")) == ["2"]
    assert api.get(f"{PATH}/2", version="2.9").status == 404
    assert api.get("/help_center/sections/1", version="2.9").status == 404
    assert group(api, "2.9", parent_id=outer).body["type"] == "collection"
    assert api.get(f"{PATH}/3").body["parent_id"] is None
    assert api.put(f"{PATH}/3", {"parent_id": "2"}).body["parent_id"] == "2"
    api.put(f"{PATH}/3", {"parent_id": None}, version="2.9")
    assert api.get(f"{PATH}/3").body["parent_id"] == "2"
    for loop in ("1", "3"):
        assert api.put(f"{PATH}/1", {"name": "x", "parent_id": loop}).problem == (400, "parameter_invalid")
    assert api.put(f"{PATH}/2", {"parent_id": None}).body["parent_id"] is None
    assert api.get(f"{PATH}/1").body["name"] == "News"


def test_with_a_collection_go_those_in_it_but_no_articles(api: Api) -> None:
    outer = group(api).body["id"]
    inner = group(api, parent_id=outer).body["id"]
    given = {"title": "How", "author_id": CIARAN, "parent_ids": [int(inner)]}
    assert api.post("/articles", given).body["parent_ids"] == [2]
    api.delete(f"{PATH}/{outer}")
    assert api.get(PATH).body["total_count"] == 0
    assert api.get("/articles/1").body["parent_ids"] == []


def test_sections_until_2_9(api: Api) -> None:
    """Recorded examples: the parent is text where a section was written, a number where it is read."""
    parent = int(group(api).body["id"])
    body = section(api, parent).body
    assert body == {
        "id": "2", "workspace_id": "simulatr", "name": "Old", "url": "http://help-center.test/simulatr/collection-2",
        "order": 1, "created_at": START, "updated_at": START, "type": "section", "parent_id": "1",
    }  # fmt: skip
    assert api.get("/help_center/sections/2", version="2.9").body == {**body, "parent_id": 1}
    other = int(group(api).body["id"])
    changed = api.put("/help_center/sections/2", {"name": "Older", "parent_id": other}, version="2.9").body
    assert (changed["name"], changed["parent_id"]) == ("Older", str(other))
    assert api.put("/help_center/sections/2", {}, version="2.9").body["parent_id"] == str(other)
    for problem in (section(api, 9), section(api, None), section(api, 1, name="")):
        assert problem.status in {400, 404}
    deleted = api.delete("/help_center/sections/2", version="2.9").body
    assert deleted == {"id": "2", "object": "section", "deleted": True}
    assert api.get("/help_center/sections", version="2.9").body["data"] == []
    result = api.get("/help_center/sections", version="2.10")
    assert result.problem == (400, "intercom_version_invalid")


def test_what_groups_are_called_in_several_languages(api: Api) -> None:
    """API docs: translated_content of multilingual help centers; the default language is the name itself."""
    center(api).locales = ("en", "fr")
    said = {"fr": {"name": "Nouvelles", "description": "?"}, "de": {"name": "Neues"}, "en": {"description": "x"}}
    body = group(api, translated_content=said).body
    assert (body["name"], body["description"], body["default_locale"]) == ("News", "x", "en")
    assert body["translated_content"] == {
        "type": "group_translated_content",
        "en": {"type": "group_content", "name": "News", "description": "x"},
        "fr": {"type": "group_content", "name": "Nouvelles", "description": "?"},
    }
    changed = api.put(f"{PATH}/1", {"translated_content": {"fr": {"name": "Infos"}}}).body["translated_content"]
    assert changed["fr"] == {"type": "group_content", "name": "Infos", "description": "?"}
    old = section(api, 1, translated_content={"fr": {"name": "Vieux"}}).body
    assert old["translated_content"]["fr"] == {"type": "group_content", "name": "Vieux"}
    assert api.put(f"{PATH}/1", {"translated_content": {"fr": 5}}).problem == (400, "parameter_invalid")


@pytest.mark.parametrize(("version", "new"), [("2.1", {}), ("2.16", {"default": True, "locales": ["en"]})])
def test_the_help_center(api: Api, version: str, new: dict[str, object]) -> None:
    """Recorded example: retrieve a help center; from 2.16 on with its languages."""
    body = api.get("/help_center/help_centers/1", version=version).body
    assert body == {
        "id": "1", "workspace_id": "simulatr", "created_at": START, "updated_at": START, "identifier": "simulatr",
        "website_turned_on": False, "display_name": "Intercom Help Center", "custom_domain": None,
        "url": "http://help-center.test/simulatr", **new,
    }  # fmt: skip
    assert api.get("/help_center/help_centers", version=version).body == {"type": "list", "data": [body]}
    assert api.get("/help_center/help_centers/9").problem == (404, "not_found")
    center(api).domain = "help.x.test"
    assert api.get("/help_center/help_centers/1").body["url"] == "https://help.x.test"


def redirect(api: Api, **fields: object) -> Any:
    given = {"from_url": "http://help-center.test/simulatr/old", "locale": "fr", "target_type": "article"}
    return api.post(REDIRECTS, {**given, "target_id": "1", **fields})


def test_a_url_is_redirected(api: Api) -> None:
    """Recorded examples: create, list, read and delete; an article leads to a language that it has."""
    api.post("/articles", {"title": "How", "author_id": CIARAN})
    group(api)
    body = redirect(api).body
    assert body == {
        "id": "1", "type": "help_center_redirect", "from_url": "http://help-center.test/simulatr/old", "locale": "en",
        "help_center_id": "1", "target_type": "article", "target_id": "1", "created_at": START, "updated_at": START,
    }  # fmt: skip
    to_group = {"from_url": "http://help-center.test/simulatr/g", "target_type": "collection", "locale": "fr"}
    assert redirect(api, **to_group).body["locale"] == "fr"
    page = api.get(REDIRECTS).body
    assert ([each["id"] for each in page["data"]], page["pages"]["per_page"]) == (["2", "1"], 50)
    assert api.get(f"{REDIRECTS}?per_page=251").status == 400
    assert api.get(f"{REDIRECTS}/1").body == body
    assert api.delete(f"{REDIRECTS}/1").body == {"id": "1", "object": "help_center_redirect", "deleted": True}
    for result in (api.get(f"{REDIRECTS}/1"), api.delete(f"{REDIRECTS}/1"), api.get(REDIRECTS.replace("1", "9"))):
        assert (result.problem, result.message) == ((404, "not_found"), "Resource not found")


@pytest.mark.parametrize(
    ("fields", "status", "code", "told"),
    [
        ({"from_url": None}, 400, "parameter_not_found", "from_url is required"),
        ({"locale": ""}, 400, "parameter_not_found", "locale is required"),
        ({"target_id": None}, 400, "parameter_not_found", "target_id is required"),
        ({"target_type": "x"}, 400, "parameter_invalid", "target_type must be 'article' or 'collection'"),
        ({"from_url": "http://x.test/old"}, 422, "data_invalid",
         "from_url must be an absolute URL within this help center's URL space"),
        ({}, 409, "resource_conflict", "A redirect with that URL already exists"),
        ({"from_url": "http://help-center.test/simulatr/b", "target_id": "9"}, 404, "not_found", "Resource not found"),
        ({"from_url": "http://help-center.test/simulatr/b", "target_type": "collection"}, 404, "not_found",
         "Resource not found"),
    ],
)  # fmt: skip
def test_a_wrong_redirect_is_refused(api: Api, fields: dict[str, object], status: int, code: str, told: str) -> None:
    """behaviour.md 4.3, recorded examples, to the letter."""
    api.post("/articles", {"title": "How", "author_id": CIARAN})
    redirect(api)
    result = redirect(api, **fields)
    assert (result.problem, result.message) == ((status, code), told)
    assert api.get(REDIRECTS).body["total_count"] == 1


def test_what_is_in_another_help_center(api: Api) -> None:
    """An article is in the help centers of its collections; their redirects and searches see no other."""
    shelf = api.simulator.world.shelf(HelpCenter)
    other = HelpCenter(id="2", identifier="b", name="B", created_at=START, locales=("en", "de"))
    shelf.add(other)
    there = group(api, help_center_id=2).body
    inner = group(api, parent_id=there["id"]).body
    given = {"title": "How", "author_id": CIARAN, "state": "published", "parent_ids": [int(inner["id"])]}
    assert api.post("/articles", given).body["url"] == "http://help-center.test/b/en/articles/1-how"
    assert api.get("/articles/search?help_center_id=2").body["total_count"] == 1
    assert api.get("/articles/search?help_center_id=1").body["total_count"] == 0
    assert redirect(api).status == 404
    assert redirect(api, target_type="collection", target_id=inner["id"]).status == 404
    body = {"from_url": "http://help-center.test/b/x", "locale": "en", "target_type": "collection", "target_id": "2"}
    assert api.post(REDIRECTS.replace("1", "2"), body).status == 200
    assert api.get(f"{REDIRECTS}/1").status == 404
