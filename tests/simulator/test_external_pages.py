"""External pages and the sources that they come from."""

from typing import Any

import pytest
from support.simulator_calls import Api

from intercom_async.simulator.knowledge import ExternalPage

SOURCES = "/ai/content_import_sources"
PAGES = "/ai/external_pages"
TEXTS = {"title": "T", "html": "<p>x</p>", "url": "https://x.test/1", "locale": "en", "external_id": "a1"}


def source(api: Api, version: str = "2.16", **body: object) -> Any:
    return api.post(SOURCES, {"sync_behavior": "api", "url": "https://x.test", **body}, version=version)


def page(api: Api, version: str = "2.16", **body: object) -> Any:
    return api.post(PAGES, {**TEXTS, "source_id": 1, **body}, version=version)


def test_a_source_is_made_changed_and_deleted(api: Api) -> None:
    """Recorded examples: ids are numbers; audiences stand in answers from 2.16 on."""
    early = {
        "id": 1, "type": "content_import_source", "last_synced_at": 1_700_000_000, "status": "active",
        "url": "https://x.test", "sync_behavior": "api", "created_at": 1_700_000_000, "updated_at": 1_700_000_000,
    }  # fmt: skip
    assert source(api, "2.12", audience_ids=[5]).body == early
    assert api.get(f"{SOURCES}/1").body == {**early, "audience_ids": []}
    api.post("/audiences", {"name": "VIP"})
    body = {"sync_behavior": "api", "url": "u", "status": "deactivated", "audience_ids": 1}
    changed = api.put(f"{SOURCES}/1", body).body
    assert (changed["url"], changed["status"], changed["audience_ids"]) == ("u", "deactivated", [1])
    assert api.get(SOURCES).body["data"] == [changed]
    gone = api.delete(f"{SOURCES}/1")
    assert (gone.status, gone.body) == (204, None)
    assert api.get(f"{SOURCES}/1").problem == (404, "not_found")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"sync_behavior": None}, (400, "parameter_not_found")),
        ({"sync_behavior": "manual"}, (400, "parameter_invalid")),
        ({"url": ""}, (400, "parameter_not_found")),
        ({"status": "asleep"}, (400, "parameter_invalid")),
        ({"audience_ids": [9]}, (404, "parameter_invalid")),
    ],
)
def test_a_wrong_source_is_refused(api: Api, body: dict[str, object], problem: tuple[int, str]) -> None:
    assert source(api, **body).problem == problem


def test_a_page_is_made_read_changed_and_deleted(api: Api) -> None:
    """Recorded examples: Fin may use a new page, and what is deleted has no text any more."""
    source(api)
    made = page(api).body
    assert made == {
        "id": "1", "type": "external_page", "title": "T", "html": "<p>x</p>", "url": "https://x.test/1",
        "ai_agent_availability": True, "ai_copilot_availability": True, "ai_sales_agent_availability": True,
        "fin_availability": True, "locale": "en", "source_id": 1, "external_id": "a1", "created_at": 1_700_000_000,
        "updated_at": 1_700_000_000, "last_ingested_at": 1_700_000_000,
    }  # fmt: skip
    assert api.get(f"{PAGES}/1").body == made
    assert page(api, external_id="a2").body["id"] == "2"
    assert [each["id"] for each in api.get(PAGES).body["data"]] == ["2", "1"]
    assert api.delete(f"{PAGES}/1").body == {**made, "html": ""}
    assert api.get(f"{PAGES}/1").problem == (404, "not_found")


def test_the_same_external_id_changes_the_page(api: Api) -> None:
    """API docs: instead of a second page; what is not given stays."""
    source(api)
    page(api, ai_agent_availability=False)
    again = page(api, title="B").body
    assert (again["id"], again["title"], again["ai_agent_availability"]) == ("1", "B", False)
    assert again["fin_availability"] is False


def test_one_switch_is_for_all_before_preview(api: Api) -> None:
    """OpenAPI files: changes take `fin_availability` everywhere, the others in Preview alone."""
    source(api)
    page(api, ai_sales_agent_availability=False)
    body = {**TEXTS, "source_id": "1", "fin_availability": False, "ai_copilot_availability": True}
    early = api.put(f"{PAGES}/1", body).body
    assert (early["ai_agent_availability"], early["ai_copilot_availability"]) == (False, False)
    late = api.put(f"{PAGES}/1", {**body, "ai_sales_agent_availability": False}, version="Preview").body
    assert (late["ai_agent_availability"], late["ai_copilot_availability"]) == (False, True)
    assert (early["ai_sales_agent_availability"], late["ai_sales_agent_availability"]) == (True, False)
    del body["fin_availability"], body["external_id"]
    assert api.put(f"{PAGES}/1", body).body["external_id"] == "a1"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"external_id": None}, (400, "parameter_not_found")),
        ({"title": None}, (400, "parameter_not_found")),
        ({"html": None}, (400, "parameter_not_found")),
        ({"locale": None}, (400, "parameter_not_found")),
        ({"locale": "fr"}, (400, "parameter_invalid")),
        ({"source_id": None}, (400, "parameter_not_found")),
        ({"source_id": 9}, (404, "not_found")),
    ],
)
def test_a_wrong_page_is_refused(api: Api, body: dict[str, object], problem: tuple[int, str]) -> None:
    source(api)
    assert page(api, **body).problem == problem
    assert api.get(PAGES).body["data"] == []


def test_a_page_need_not_have_a_url(api: Api) -> None:
    """OpenAPI files: it may be left out of the request, and the schema of the answer has no null."""
    source(api)
    assert "url" not in page(api, url=None).body


def test_pages_follow_their_source(api: Api) -> None:
    """API docs: they get its audiences when that is asked for, and are deleted with it."""
    source(api)
    source(api)
    page(api, url=None)
    page(api, source_id=2)
    api.post("/audiences", {"name": "VIP"})
    body = {"sync_behavior": "api", "url": "u", "audience_ids": ["1"]}
    api.put(f"{SOURCES}/1", body)
    (first, second) = api.simulator.world.shelf(ExternalPage)
    assert first.audience_ids == []
    api.put(f"{SOURCES}/1", {**body, "apply_audience_to_existing_content": True})
    assert (first.audience_ids, second.audience_ids) == (["1"], [])
    api.delete(f"{SOURCES}/1")
    assert [each["source_id"] for each in api.get(PAGES).body["data"]] == [2]
