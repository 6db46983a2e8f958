"""Content of all kinds: what a search finds, and what bulk actions change."""

from typing import Any
from urllib.parse import urlencode

import pytest
from support.simulator_calls import Api

from intercom_async import Intercom
from intercom_async.models.content import ContentFilter, ContentId, ContentTags
from intercom_async.models.content_snippets import ContentSnippetChanges
from intercom_async.simulator import Simulator, SimulatorTransport
from intercom_async.simulator.help_centers import HelpCenter

CIARAN = 991267459


@pytest.fixture
def full(api: Api) -> Api:
    """Return a workspace with an article, a snippet and a page, each one hundred seconds after the one before."""
    api.post("/audiences", {"name": "VIP"})
    for name in ("red", "blue"):
        api.post("/tags", {"name": name})
    api.post("/folders", {"folder": {"name": "Docs"}}, version="Preview")
    article = {"title": "Refunds", "body": "How to pay", "author_id": CIARAN, "owner_id": CIARAN, "folder_id": 1}
    api.post("/internal_articles", article, version="Preview")
    api.post("/internal_articles/1/tags", {"id": "1"})
    api.clock.time += 100
    snippet = {"title": "Reset", "body_markdown": "Press **it**", "locale": "fr", "ai_copilot_availability": True}
    api.post("/content_snippets", snippet)
    api.post("/content_snippets/1/tags", {"id": "2"})
    api.clock.time += 100
    api.post("/ai/content_import_sources", {"sync_behavior": "api", "url": "https://x.test"})
    page = {"title": "Pay", "html": "<p>x</p>", "locale": "en", "source_id": 1, "external_id": "a1"}
    api.post("/ai/external_pages", page)
    return api


def found(api: Api, **query: object) -> list[str]:
    result = api.get(f"/content/search?{urlencode(query)}")
    assert result.status == 200, result.body
    return [each["type"] for each in result.body["data"]]


ARTICLE, SNIPPET, PAGE = "internal_article", "content_snippet", "external_content"


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ({}, [PAGE, SNIPPET, ARTICLE]),
        ({"query": "PAY"}, [PAGE, ARTICLE]),
        ({"query": "press"}, [SNIPPET]),
        ({"states": "published,draft"}, [PAGE, SNIPPET, ARTICLE]),
        ({"states": "draft"}, []),
        ({"locales": "fr,de"}, [SNIPPET]),
        ({"tag_ids": "1,2"}, [SNIPPET, ARTICLE]),
        ({"tag_ids": "1", "tag_operator": "NIN"}, [PAGE, SNIPPET]),
        ({"any_tag_ids": "2"}, [SNIPPET]),
        ({"folder_ids": "1", "folder_entity_type": "folder"}, [ARTICLE]),
        ({"content_types": "snippet,internal_article"}, [SNIPPET, ARTICLE]),
        ({"copilot_state": "on"}, [PAGE, SNIPPET]),
        ({"fin_service_state": "off", "fin_sales_state": "off"}, [SNIPPET, ARTICLE]),
        ({"created_by_ids": f"{CIARAN},5", "last_updated_by_ids": CIARAN}, [PAGE, SNIPPET, ARTICLE]),
        ({"created_by_ids": "5"}, []),
        ({"created_at_after": 1_700_000_100, "updated_at_before": 1_700_000_100}, [SNIPPET]),
    ],
)
def test_a_search_finds_what_fits_all_of_it(full: Api, query: dict[str, object], types: list[str]) -> None:
    """behaviour.md 9 (spec breakage): the last changed first, instants included."""
    assert found(full, **query) == types


def test_a_search_answers_in_pages_with_links(full: Api) -> None:
    """behaviour.md 3: links to both neighbours; numbers below 1 are the first page."""
    body = full.get("/content/search?per_page=1&page=2").body
    assert body["data"] == [{"type": SNIPPET, "id": "1", "title": "Reset"}]
    assert body["total_count"] == 3
    assert body["pages"]["next"].endswith("per_page=1&page=3")
    assert body["pages"]["prev"].endswith("per_page=1&page=1")
    first = full.get("/content/search?page=-5").body["pages"]
    assert (first["page"], first["per_page"], first["next"], first["prev"]) == (1, 10, None, None)


@pytest.mark.parametrize(
    "query",
    [
        {"per_page": "51"}, {"per_page": "x"}, {"page": "x"}, {"query": "x" * 501}, {"states": "gone"},
        {"content_types": "poem"}, {"tag_ids": "1", "tag_operator": "="}, {"folder_ids": "1"},
        {"copilot_state": "maybe"}, {"created_at_after": "today"},
    ],
)  # fmt: skip
def test_a_wrong_search_is_422(api: Api, query: dict[str, str]) -> None:
    """behaviour.md 4.3, recorded example: 422 data_invalid."""
    assert api.get(f"/content/search?{urlencode(query)}").problem == (422, "data_invalid")


EVERYTHING = [{"type": each, "id": "1"} for each in (ARTICLE, SNIPPET, PAGE, "file_source_content")]


def bulk(api: Api, action: object, content: object = EVERYTHING, **details: object) -> Any:
    return api.post("/content/bulk_actions", {"action": action, "content_ids": content, **details})


def test_a_bulk_action_is_taken_on(full: Api) -> None:
    """Recorded example: 202; content without drafts is left out of publishing."""
    result = bulk(full, "publish")
    assert (result.status, result.body) == (202, {"type": "content_bulk_action", "status": "queued"})
    assert bulk(full, "unpublish").status == 202
    assert len(found(full)) == 3


def test_much_is_deleted_at_once(full: Api) -> None:
    """API docs: but for what other systems keep."""
    bulk(full, "delete")
    assert found(full) == [PAGE]


def test_who_may_use_it_is_switched(full: Api) -> None:
    """API docs: what is left out stays."""
    bulk(full, "set_availability", EVERYTHING[:2], availability={"ai_agent": True, "sales_agent": None})
    assert found(full, fin_service_state="on") == [PAGE, SNIPPET, ARTICLE]
    assert found(full, copilot_state="on") == [PAGE, SNIPPET]


def test_whom_it_is_for_is_changed(full: Api) -> None:
    full.post("/audiences", {"name": "B"})

    def audiences() -> list[int]:
        return full.get("/content_snippets/1").body["audience_ids"]

    bulk(full, "set_audience", audience={"add_segment_ids": [1, "2"]})
    assert audiences() == [1, 2]
    bulk(full, "set_audience", audience={"remove_segment_ids": [1]})
    assert audiences() == [2]
    bulk(full, "set_audience", audience={"add_segment_ids": [1], "remove_all": True})
    assert audiences() == [1]
    assert bulk(full, "set_audience", audience={"remove_segment_ids": [9]}).problem == (422, "parameter_invalid")


def test_tags_are_put_on_and_taken_off(full: Api) -> None:
    bulk(full, "update_tags", tags={"add_tag_ids": [2], "remove_tag_ids": ["1"]})
    assert found(full, tag_ids="2") == [PAGE, SNIPPET, ARTICLE]
    assert found(full, tag_ids="1") == []


def test_at_most_a_hundred_tags_are_taken(full: Api) -> None:
    """API docs: 100 different ones."""
    for number in range(100):
        full.post("/tags", {"name": str(number)})
    tags = {"add_tag_ids": list(range(1, 101))}
    assert bulk(full, "update_tags", tags=tags).status == 202
    assert bulk(full, "update_tags", tags={**tags, "remove_tag_ids": [101]}).problem == (422, "parameter_invalid")


@pytest.mark.parametrize(
    ("action", "content", "details", "code"),
    [
        (None, EVERYTHING, {}, "parameter_not_found"),
        ("burn", EVERYTHING, {}, "parameter_invalid"),
        ("publish", [], {}, "parameter_not_found"),
        ("publish", "x", {}, "parameter_invalid"),
        ("publish", EVERYTHING * 251, {}, "parameter_invalid"),
        ("publish", [{"type": "poem", "id": "1"}], {}, "parameter_invalid"),
        ("publish", [{"type": ARTICLE, "id": []}], {}, "parameter_invalid"),
        ("set_availability", EVERYTHING, {}, "parameter_not_found"),
        ("set_availability", EVERYTHING, {"availability": {"ai_agent": 1}}, "parameter_invalid"),
        ("set_audience", EVERYTHING, {"audience": 5}, "parameter_invalid"),
        ("update_tags", EVERYTHING, {"tags": {}}, "parameter_not_found"),
        ("update_tags", EVERYTHING, {"tags": {"add_tag_ids": [9]}}, "parameter_invalid"),
    ],
)
def test_a_wrong_bulk_action_is_422(
    api: Api, action: object, content: object, details: dict[str, object], code: str
) -> None:
    assert bulk(api, action, content, **details).problem == (422, code)


@pytest.fixture
def translated(api: Api) -> Api:
    """Return a workspace with one article, published in English and a draft in French."""
    center = api.simulator.world.shelf(HelpCenter).get("1")
    assert center is not None
    center.locales = ("en", "fr")
    french = {"fr": {"title": "Salut", "body": "Bonjour"}}
    article = {"title": "Hi", "body": "Hello", "author_id": CIARAN, "state": "published", "translated_content": french}
    api.post("/articles", article)
    return api


def languages(api: Api) -> dict[str, str]:
    """Return the ids of the only article in each language."""
    (article,) = api.get("/content/search").body["data"]
    return {each["locale"]: each["id"] for each in article["contents"]}


def test_an_article_is_found_with_all_of_its_languages(translated: Api) -> None:
    """Recorded example: one row, with one entry for each language."""
    (article,) = translated.get("/content/search?query=bonjour").body["data"]
    titles = [(each["type"], each["locale"], each["title"]) for each in article.pop("contents")]
    assert article == {"type": "article", "id": "1", "title": "Hi"}
    assert titles == [("article_content", "en", "Hi"), ("article_content", "fr", "Salut")]
    for query in ({"states": "published"}, {"states": "draft"}, {"locales": "fr"}, {"content_types": "article"}):
        assert found(translated, **query) == ["article"]
    assert found(translated, query="ciao") == []


def state(api: Api) -> dict[str, str]:
    """Return in which languages the only article is published."""
    body = api.get("/articles/1").body["translated_content"]
    return {locale: body[locale]["state"] for locale in ("en", "fr")}


def test_an_article_is_published_in_one_language(translated: Api) -> None:
    """API docs: publishing is for articles in a language, and for nothing else."""
    french = [{"type": "article_content", "id": languages(translated)["fr"]}]
    bulk(translated, "publish", french)
    assert state(translated) == {"en": "published", "fr": "published"}
    bulk(translated, "unpublish", [*french, {"type": "article", "id": "1"}])
    assert state(translated) == {"en": "published", "fr": "draft"}


def test_an_article_is_deleted_language_by_language(translated: Api) -> None:
    ids = languages(translated)
    bulk(translated, "delete", [{"type": "article_content", "id": ids["en"]}])
    assert languages(translated) == {"fr": ids["fr"]}
    bulk(translated, "delete", [{"type": "article_content", "id": ids["fr"]}])
    assert found(translated) == []


def test_tags_are_on_the_article_and_the_rest_on_its_languages(translated: Api) -> None:
    """API docs: what an action is not for is left out."""
    translated.post("/tags", {"name": "red"})
    translated.post("/audiences", {"name": "VIP"})
    both = [{"type": "article_content", "id": languages(translated)["en"]}, {"type": "article", "id": "1"}]
    bulk(translated, "update_tags", both[:1], tags={"add_tag_ids": [1]})
    assert found(translated, tag_ids="1") == []
    bulk(translated, "update_tags", both, tags={"add_tag_ids": [1]})
    assert found(translated, tag_ids="1") == ["article"]
    bulk(translated, "set_availability", both, availability={"copilot": False})
    assert found(translated, copilot_state="on") == []
    bulk(translated, "set_audience", both, audience={"add_segment_ids": [1]})
    assert translated.get("/articles/1").body["audience_ids"] == [1]
    translated.delete("/audiences/1")
    assert translated.get("/articles/1").body["audience_ids"] == []


async def test_a_client_writes_finds_and_tags_it() -> None:
    """Over two pages of each list, by the numbers at the top of one and the links of the other."""
    simulator = Simulator(limit=None)
    async with Intercom("test-token", transport=SimulatorTransport(simulator), drift="all", rate_limit=None) as client:
        tag = await client.tags.create_or_update(name="red")
        for number in range(60):
            await client.content_snippets.create(ContentSnippetChanges(title=str(number), body_markdown="x"))
        listed = [each.id async for each in client.content_snippets.list()]
        assert len(set(listed)) == 60
        some = [ContentId(type="content_snippet", id=each) for each in listed[:55]]
        await client.content.bulk_action("update_tags", some, tags=ContentTags(add_tag_ids=[tag.id]))
        wanted = ContentFilter(tag_ids=[tag.id], locales=["en"])
        assert {each.id async for each in client.content.search("x", matching=wanted)} == set(listed[:55])
        assert client.drift.report() == []
