"""Articles for teammates: written, read, tagged, kept in folders and deleted."""

from typing import Any

import pytest
from support.simulator_calls import Api

CIARAN = 991267459
WRITTEN = {"title": "Thanks", "body": "<p>All of you</p>", "author_id": CIARAN, "owner_id": str(CIARAN)}


def write(api: Api, version: str = "2.16", **body: object) -> Any:
    return api.post("/internal_articles", {**WRITTEN, **body}, version=version)


def test_one_is_written_read_changed_and_deleted(api: Api) -> None:
    """Recorded examples: ids of teammates as numbers, and the Markdown of the text from 2.16 on."""
    written = write(api).body
    assert written == {
        "type": "internal_article", "id": "1", "title": "Thanks", "body": "<p>All of you</p>",
        "body_markdown": "All of you\n", "owner_id": CIARAN, "author_id": CIARAN, "locale": "en", "audience_ids": [],
        "ai_chatbot_availability": False, "ai_copilot_availability": False, "ai_sales_agent_availability": False,
        "created_at": 1_700_000_000, "updated_at": 1_700_000_000,
    }  # fmt: skip
    assert api.get("/internal_articles/1").body == written
    api.clock.time += 5
    body = {"title": None, "body_markdown": "# Hi\n", "ai_copilot_availability": True, "owner_id": 991267460}
    changed = api.put("/internal_articles/1", body).body
    assert changed["title"] == "Thanks"
    assert (changed["body"], changed["body_markdown"]) == ("<p># Hi</p>", "# Hi\n")
    assert (changed["owner_id"], changed["updated_at"] - changed["created_at"]) == (991267460, 5)
    assert changed["ai_copilot_availability"]
    assert api.delete("/internal_articles/1").body == {"id": "1", "object": "internal_article", "deleted": True}
    for again in (api.get("/internal_articles/1"), api.delete("/internal_articles/1")):
        assert (again.problem, again.message) == ((404, "not_found"), "Resource Not Found")


def test_early_versions_know_less(api: Api) -> None:
    """OpenAPI files: Markdown, audiences and Fin came with 2.16, folders and tags with Preview."""
    late = {"ai_chatbot_availability": True, "audience_ids": [99], "folder_id": 5, "body_markdown": 1}
    early = write(api, "2.14", **late)
    assert early.status == 200
    assert set(early.body) == {
        "type", "id", "title", "body", "owner_id", "author_id", "locale", "created_at", "updated_at"
    }  # fmt: skip
    assert api.get("/internal_articles/1").body["ai_chatbot_availability"] is False
    preview = api.get("/internal_articles/1", version="Preview").body
    assert (preview["folder_id"], preview["tags"]) == (None, {"type": "tag.list", "tags": []})


@pytest.mark.parametrize(
    ("body", "status", "code", "message"),
    [
        ({"author_id": None}, 400, "parameter_not_found",
         "author_id must be in the main body or default locale translated_content object"),
        ({"owner_id": None}, 400, "parameter_not_found",
         "owner_id must be in the main body or default locale translated_content object"),
        ({"title": " "}, 400, "parameter_not_found", "title is required"),
        ({"title": 5}, 400, "parameter_invalid", "title must be a string"),
        ({"owner_id": 5}, 400, "parameter_invalid", "owner_id is not a teammate of this workspace"),
        ({"body_markdown": "x"}, 400, "parameter_invalid", "body and body_markdown are mutually exclusive"),
        ({"audience_ids": [999, "x"]}, 404, "parameter_invalid",
         "audience_ids contains unknown audience IDs: 999, x"),
        ({"locale": "klingon"}, 422, "validation_error", "The language is not currently supported for Fin"),
        ({"ai_chatbot_availability": 1}, 400, "parameter_invalid", "ai_chatbot_availability must be true or false"),
        ({"folder_id": 7}, 400, "parameter_invalid", "Folder not found"),
    ],
)  # fmt: skip
def test_a_wrong_one_is_refused(api: Api, body: dict[str, object], status: int, code: str, message: str) -> None:
    """behaviour.md 4.3, recorded examples: no author, and unknown audiences; nothing is written then."""
    result = write(api, "Preview", **body)
    assert (result.problem, result.message) == ((status, code), message)
    assert api.get("/internal_articles").body["data"] == []


def test_they_are_tagged(api: Api) -> None:
    """Recorded examples: the tag with who applied it when, and without both when it is taken off."""
    write(api)
    api.post("/tags", {"name": "VIP"})
    applied = {"type": "tag", "id": "1", "name": "VIP", "applied_at": 1_700_000_000}
    mine = {**applied, "applied_by": {"type": "admin", "id": str(CIARAN)}}
    path = "/internal_articles/1/tags"
    assert api.post(path, {"id": "1"}).body == mine
    assert api.post(path, {"id": 1, "admin_id": "991267460"}).body == mine
    assert api.get("/internal_articles/1", version="Preview").body["tags"]["tags"] == [
        {"type": "tag", "id": "1", "name": "VIP"}
    ]
    off = api.delete(f"{path}/1")
    assert off.body == {"type": "tag", "id": "1", "name": "VIP", "applied_at": None, "applied_by": None}
    for missing in (api.delete(f"{path}/1"), api.delete(f"{path}/9"), api.post(path, {"id": "9"})):
        assert (missing.problem, missing.message) == ((404, "tag_not_found"), "Tag not found")
    assert api.post(path, {}).problem == (400, "parameter_not_found")
    assert api.post(path, {"id": "1", "admin_id": "5"}).problem == (404, "admin_not_found")
    for missing in (api.post("/internal_articles/5/tags", {"id": "1"}), api.delete("/internal_articles/5/tags/1")):
        assert (missing.problem, missing.message) == (
            (404, "internal_article_not_found"),
            "Internal article not found",
        )


def test_a_deleted_article_leaves_its_tags(api: Api) -> None:
    """Another object with its id has none of them."""
    write(api)
    api.post("/tags", {"name": "VIP"})
    api.post("/internal_articles/1/tags", {"id": "1"})
    api.delete("/internal_articles/1")
    assert api.delete("/tags/1").status == 200


def test_lists_go_by_page(api: Api) -> None:
    """behaviour.md 3: 25 in a page, 10 in one of a search, whose articles stand one level deeper."""
    for number in range(26):
        write(api, title=str(number))
    first = api.get("/internal_articles").body
    assert (len(first["data"]), first["total_count"], first["pages"]["total_pages"]) == (25, 26, 2)
    assert api.get("/internal_articles?page=2").body["data"][0]["title"] == "25"
    found = api.get("/internal_articles/search").body
    assert (found["total_count"], len(found["data"]["internal_articles"]), found["pages"]["per_page"]) == (26, 10, 10)


def test_a_folder_is_searched_with_those_in_it(api: Api) -> None:
    """OpenAPI file of Preview: all folders below; before only the folder itself."""
    folders = [
        api.post("/folders", {"folder": {"name": str(parent), "parent_folder_id": parent}}, version="Preview")
        for parent in (None, 1, 2)
    ]
    assert [each.body["id"] for each in folders] == [1, 2, 3]
    for folder in (1, 3, None):
        write(api, "Preview", folder_id=folder, title=str(folder))

    def titles(folder: str, version: str) -> list[str]:
        body = api.get(f"/internal_articles/search?folder_id={folder}", version=version).body
        return [each["title"] for each in body["data"]["internal_articles"]]

    assert titles("1", "Preview") == ["1", "3"]
    assert titles("1", "2.16") == ["1"]
    assert titles("9", "Preview") == []
