"""Content of all kinds: the exact request of the search and the bulk action, and what their answers become."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links

from intercom_async.models.content import (
    ContentAudience,
    ContentAvailability,
    ContentBulkAction,
    ContentFilter,
    ContentId,
    ContentTags,
    FoundContent,
)

ANY = ("2.16", "Preview")
ARTICLE = {
    "type": "article",
    "id": 345,
    "title": "Billing",
    "contents": [{"type": "article_content", "id": "678", "title": "Facturation", "locale": "fr"}],
}
SNIPPET = {"type": "content_snippet", "id": "123", "title": "Billing"}
QUEUED = {"type": "content_bulk_action", "status": "queued"}
CONTENT = [ContentId(type="article_content", id=1), ContentId(type="article_content", id="2")]
SENT = [{"type": "article_content", "id": "1"}, {"type": "article_content", "id": "2"}]
EVERYTHING = ContentFilter(
    states=["published", "draft"],
    locales=("en", "fr"),
    tag_ids=["1", 2],
    tag_operator="NIN",
    any_tag_ids=[3],
    folder_ids=[4, "5"],
    content_types=["article", "snippet"],
    copilot_state="on",
    fin_service_state="off",
    fin_sales_state="on",
    created_by_ids=[6],
    last_updated_by_ids=[7],
    created_at_after=datetime(2024, 5, 6, tzinfo=UTC),
    created_at_before=2_000_000_000,
    updated_at_after=1,
    updated_at_before=2,
)


def found(item: object) -> dict[str, object]:
    return links("/content/search", "data", [item])[0]


def bulk(line: str, call: Any, **body: object) -> Case:
    """Return what a bulk action sends."""
    asked = Asked("POST", "/content/bulk_actions", {}, body)
    return Case(line, call, asked, QUEUED, {"status": "queued"}, ContentBulkAction, ANY)


@each(
    Case("the latest", lambda c: c.content.search(), Asked("GET", "/content/search", {"per_page": "50"}),
         found(SNIPPET), {"type": "content_snippet", "id": "123", "contents": None}, FoundContent, ANY),
    Case("by words", lambda c: c.content.search("billing", per_page=5),
         Asked("GET", "/content/search", {"query": "billing", "per_page": "5"}), found(ARTICLE),
         {"id": "345", "title": "Billing"}, FoundContent, ANY),
    Case("by everything", lambda c: c.content.search("x", matching=EVERYTHING),
         Asked("GET", "/content/search", {
             "query": "x", "states": "published,draft", "locales": "en,fr", "tag_ids": "1,2", "tag_operator": "NIN",
             "any_tag_ids": "3", "folder_ids": "4,5", "folder_entity_type": "folder",
             "content_types": "article,snippet", "copilot_state": "on", "fin_service_state": "off",
             "fin_sales_state": "on", "created_by_ids": "6", "last_updated_by_ids": "7",
             "created_at_after": "1714953600", "created_at_before": "2000000000", "updated_at_after": "1",
             "updated_at_before": "2", "per_page": "50"}),
         found(ARTICLE), {"id": "345"}, FoundContent, ANY),
    Case("by what is not known yet", lambda c: c.content.search(matching=ContentFilter(extra={"mood": "good"})),
         Asked("GET", "/content/search", {"mood": "good", "per_page": "50"}), found(ARTICLE), {"id": "345"},
         FoundContent),
    bulk("publish", lambda c: c.content.bulk_action("publish", CONTENT), action="publish", content_ids=SENT),
    bulk("delete",
         lambda c: c.content.bulk_action("delete", [ContentId(type="internal_article", id=3)]),
         action="delete", content_ids=[{"type": "internal_article", "id": "3"}]),
    bulk("availability",
         lambda c: c.content.bulk_action(
             "set_availability", CONTENT, availability=ContentAvailability(ai_agent=True, copilot=False)),
         action="set_availability", content_ids=SENT, availability={"ai_agent": True, "copilot": False}),
    bulk("audience",
         lambda c: c.content.bulk_action(
             "set_audience", CONTENT, audience=ContentAudience(add_segment_ids=["100"], remove_all=True)),
         action="set_audience", content_ids=SENT, audience={"add_segment_ids": [100], "remove_all": True}),
    bulk("tags",
         lambda c: c.content.bulk_action(
             "update_tags", [ContentId(type="article", id="1")], tags=ContentTags(remove_tag_ids=["200", 201])),
         action="update_tags", content_ids=[{"type": "article", "id": "1"}], tags={"remove_tag_ids": [200, 201]}),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_an_article_says_in_which_languages_it_is() -> None:
    wire = Wire(found(ARTICLE))
    (article,) = await wire.run(lambda c: c.content.search("x"))
    assert [(each.id, each.locale, each.title) for each in article.contents] == [("678", "fr", "Facturation")]


async def test_the_search_follows_its_links_with_its_filter() -> None:
    wire = Wire(*links("/content/search", "data", [SNIPPET], [ARTICLE], states="draft"))
    wanted = ContentFilter(states=["draft"])
    assert len(await wire.run(lambda c: c.content.search(matching=wanted))) == 2
    assert wire.asked[1].query["states"] == "draft"
    assert wire.asked[1].query["page"] == "2"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda c: c.content.search("x" * 501), "query holds 501, Intercom takes 500"),
        (lambda c: c.content.search(matching=ContentFilter(tag_ids=[])), "tag_ids must hold at least one value"),
        (lambda c: c.content.search(matching=ContentFilter(tag_operator="NIN")), "tag_operator says how .* give both"),
        (lambda c: c.content.search(matching=ContentFilter(locales=["en,fr"])), "locales must hold .* a comma"),
        (lambda c: c.content.search(matching=ContentFilter(locales=[""])), "locales must hold .* empty"),
        (lambda c: c.content.search(matching=ContentFilter(created_at_after=10**12)), "in milliseconds"),
        (lambda c: c.content.bulk_action("publish", CONTENT * 501), "content_ids holds 1002, Intercom takes 1000"),
        (lambda c: c.content.bulk_action("burn", CONTENT), "action must be one of publish, .*, not 'burn'"),
        (lambda c: c.content.bulk_action("set_audience", CONTENT), "set_audience takes audience .*, not nothing"),
        (
            lambda c: c.content.bulk_action("delete", CONTENT, tags=ContentTags(add_tag_ids=[1])),
            "delete takes nothing beside the content, not tags",
        ),
        (
            lambda c: c.content.bulk_action("publish", [*CONTENT, ContentId(type="internal_article", id=1)]),
            "publish would leave out internal_article: it takes article_content",
        ),
        (
            lambda c: c.content.bulk_action(
                "update_tags", [ContentId(type="article", id=1)], tags=ContentTags(add_tag_ids=[])
            ),
            "tags names none",
        ),
        (
            lambda c: c.content.bulk_action(
                "update_tags",
                [ContentId(type="article", id=1)],
                tags=ContentTags(add_tag_ids=range(60), remove_tag_ids=range(50, 110)),
            ),
            "tags holds 110, Intercom takes 100",
        ),
    ],
)
async def test_what_would_be_refused_or_left_out_is_not_sent(call: Any, told: str) -> None:
    """Too much of something, empty lists that would ask for everything, and content that an action skips."""
    wire = Wire()
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []
