"""Articles: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links, refused

from intercom_async import from_dict
from intercom_async.models.articles import (
    Article,
    ArticleChanges,
    ArticleContentChanges,
    ArticleHighlights,
    ArticleVersion,
)
from intercom_async.models.common import DeletedObject
from intercom_async.models.tags import Tag

OLD = ("2.1", "2.7", "2.15")
ALL = (*OLD, "2.16", "Preview")
NEW = ("2.16", "Preview")
ARTICLE = {"id": "1", "type": "article", "title": "Hi", "author_id": 9, "state": "published", "parent_ids": [3, 4]}
FOUND = {"id": "1", "title": "Hi", "author_id": "9", "parent_ids": ("3", "4")}
TAG = {"type": "tag", "id": "5", "name": "VIP", "applied_at": None, "applied_by": None}
VERSION = {"type": "article_version", "id": "301", "article_id": "1", "author_id": "9", "from_version_id": None}
LISTED = {"type": "list", "total_count": 1, "pages": {"type": "pages", "page": 1, "per_page": 25, "total_pages": 1}}
SEARCHED = {**LISTED, "data": {"articles": [ARTICLE], "highlights": []}}


def written(line: str, changes: ArticleChanges, body: dict[str, Any], *versions: str) -> Case:
    """Return what changes write."""
    return Case(line, lambda c: c.articles.update(1, changes), Asked("PUT", "/articles/1", {}, body), ARTICLE, FOUND,
                Article, versions)  # fmt: skip


@each(
    Case("list", lambda c: c.articles.list(), Asked("GET", "/articles"), {**LISTED, "data": [ARTICLE]}, FOUND, Article,
         ALL),
    Case("list, in large pages", lambda c: c.articles.list(per_page=60), Asked("GET", "/articles", {"per_page": "60"}),
         {**LISTED, "data": [ARTICLE]}, FOUND, Article, ALL),
    Case("search", lambda c: c.articles.search(phrase="Getting started"),
         Asked("GET", "/articles/search", {"phrase": "Getting started"}), SEARCHED, FOUND, Article, ("2.10", *NEW)),
    Case("search, all filters",
         lambda c: c.articles.search(phrase="a", state="all", help_center_id=7, highlight=True, per_page=5),
         Asked("GET", "/articles/search",
               {"phrase": "a", "state": "all", "help_center_id": "7", "highlight": "true", "per_page": "5"}),
         SEARCHED, FOUND, Article, NEW),
    Case("create", lambda c: c.articles.create(ArticleChanges(title="Hi", author_id="9", parent_id="3",
                                                              parent_type="collection")),
         Asked("POST", "/articles", {}, {"title": "Hi", "author_id": 9, "parent_id": 3, "parent_type": "collection"}),
         ARTICLE, FOUND, Article, ALL),
    Case("retrieve", lambda c: c.articles.retrieve(1), Asked("GET", "/articles/1"), ARTICLE, FOUND, Article, ALL),
    written("update", ArticleChanges(title="Hi", description=None, body="<p>x</p>", state="draft", extra={"new": 1}),
            {"title": "Hi", "description": None, "body": "<p>x</p>", "state": "draft", "new": 1}, *ALL),
    written("update, in other languages",
            ArticleChanges(translated_content={
                "fr": ArticleContentChanges(title="Salut", author_id="9", state="published"),
                "pt-BR": {"title": "Oi", "author_id": 9}, "type": "article_translated_content",
            }),
            {"translated_content": {
                "fr": {"title": "Salut", "author_id": 9, "state": "published"},
                "pt-BR": {"title": "Oi", "author_id": 9}, "type": "article_translated_content",
            }}, *ALL),
    written("update, no longer in other languages", ArticleChanges(translated_content=None),
            {"translated_content": None}, *ALL),
    written("update, for Fin",
            ArticleChanges(body_markdown="# Hi", audience_ids=["1", 2], parent_ids=[], ai_chatbot_availability=True,
                           ai_copilot_availability=False, ai_sales_agent_availability=True),
            {"body_markdown": "# Hi", "audience_ids": [1, 2], "parent_ids": [], "ai_chatbot_availability": True,
             "ai_copilot_availability": False, "ai_sales_agent_availability": True}, *NEW),
    written("update, published later",
            ArticleChanges(state="published", scheduled_publish_at=datetime(2026, 12, 31, 17, tzinfo=UTC)),
            {"state": "published", "scheduled_publish_at": "2026-12-31T17:00:00Z"}, *NEW),
    written("update, unpublished later",
            ArticleChanges(scheduled_unpublish_at=datetime(2026, 12, 31, 17, tzinfo=timezone(timedelta(hours=2)))),
            {"scheduled_unpublish_at": "2026-12-31T15:00:00Z"}, *NEW),
    written("update, published later by seconds", ArticleChanges(scheduled_publish_at=1798736400),
            {"scheduled_publish_at": "2026-12-31T17:00:00Z"}, *NEW),
    written("update, not published later", ArticleChanges(scheduled_publish_at=None, scheduled_unpublish_at=None),
            {"scheduled_publish_at": None, "scheduled_unpublish_at": None}, *NEW),
    written("update, in a folder", ArticleChanges(parent_ids=["18", 19], folder_id="6", parent_id="18"),
            {"parent_ids": [18, 19], "folder_id": 6, "parent_id": "18"}, "Preview"),
    Case("delete", lambda c: c.articles.delete("1"), Asked("DELETE", "/articles/1"),
         {"id": "1", "object": "article", "deleted": True}, {"id": "1", "object": "article", "deleted": True},
         DeletedObject, ALL),
    Case("attach_tag", lambda c: c.articles.attach_tag(1, "5"), Asked("POST", "/articles/1/tags", {}, {"id": "5"}), TAG,
         {"id": "5", "name": "VIP", "applied_at": None}, Tag, NEW),
    Case("attach_tag in a name", lambda c: c.articles.attach_tag(1, "5", admin_id=9),
         Asked("POST", "/articles/1/tags", {}, {"id": "5", "admin_id": 9}), TAG, {"id": "5"}, Tag, NEW),
    Case("detach_tag", lambda c: c.articles.detach_tag(1, 5), Asked("DELETE", "/articles/1/tags/5"), TAG, {"id": "5"},
         Tag, NEW),
    Case("list_versions", lambda c: c.articles.list_versions(1), Asked("GET", "/articles/1/versions"),
         {**LISTED, "data": [VERSION]}, {"id": "301", "from_version_id": None}, ArticleVersion, NEW),
    Case("list_versions in one language", lambda c: c.articles.list_versions(1, locale="fr", per_page=2),
         Asked("GET", "/articles/1/versions", {"locale": "fr", "per_page": "2"}), {**LISTED, "data": [VERSION]},
         {"author_id": "9"}, ArticleVersion, NEW),
    Case("retrieve_version", lambda c: c.articles.retrieve_version(1, "301"), Asked("GET", "/articles/1/versions/301"),
         {**VERSION, "body": "<p>x</p>"}, {"article_id": "1", "body": "<p>x</p>"}, ArticleVersion, NEW),
    Case("retrieve_version in one language", lambda c: c.articles.retrieve_version(1, 301, locale="fr"),
         Asked("GET", "/articles/1/versions/301", {"locale": "fr"}), VERSION, {"id": "301"}, ArticleVersion, NEW),
    Case("retrieve_draft", lambda c: c.articles.retrieve_draft(1), Asked("GET", "/articles/1/draft"),
         {**ARTICLE, "has_unpublished_changes": True, "draft_updated_at": 60},
         {"has_unpublished_changes": True, "draft_updated_at": datetime(1970, 1, 1, 0, 1, tzinfo=UTC)}, Article, NEW),
    Case("update_draft", lambda c: c.articles.update_draft(1, ArticleChanges(title="Hi", author_id="9")),
         Asked("PUT", "/articles/1/draft", {}, {"title": "Hi", "author_id": 9}), ARTICLE, FOUND, Article, NEW),
    Case("publish_draft", lambda c: c.articles.publish_draft(1), Asked("POST", "/articles/1/draft/publish"), ARTICLE,
         FOUND, Article, NEW),
    Case("publish_draft in some languages", lambda c: c.articles.publish_draft(1, locales=["en", "fr"]),
         Asked("POST", "/articles/1/draft/publish", {}, {"locales": ["en", "fr"]}), ARTICLE, FOUND, Article, NEW),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_what_an_article_says_is_read_by_language() -> None:
    """The fields of the languages, those of languages with a region too; an unknown language is kept."""
    said = {"type": None, "fr": {"type": "article_content", "title": "Salut", "author_id": 9}, "pt-BR": {"title": "Oi"}}
    wire = Wire({**ARTICLE, "default_locale": "en", "translated_content": {**said, "xx": {"title": "?"}, "de": None}})
    content = (await wire.run(lambda c: c.articles.retrieve(1))).translated_content
    assert (content.fr.title, content.fr.author_id, content.pt_br.title, content.de) == ("Salut", "9", "Oi", None)
    assert content.by_language() == {"fr": content.fr, "pt-BR": content.pt_br}
    assert content.extra == {"xx": {"title": "?"}}


async def test_a_search_is_read_page_by_page_and_tells_where_the_phrase_stands() -> None:
    """The list stands inside an object; beside it is what is highlighted, in the body that a page keeps."""
    marked = {
        "article_id": "1",
        "highlighted_title": [{"type": "highlight", "text": "Hi"}],
        "highlighted_summary": [[{"type": "plain", "text": "Say "}, {"type": "highlight", "text": "hi"}]],
    }
    pages = links("/articles/search", "data", [ARTICLE], [{**ARTICLE, "id": "2"}], phrase="hi")
    bodies = [{**page, "data": {"articles": page["data"], "highlights": [marked]}} for page in pages]
    wire = Wire(*bodies)
    read = [page async for page in wire.client.articles.search(phrase="hi", highlight=True).pages()]
    assert [article.id for page in read for article in page.items] == ["1", "2"]
    assert wire.asked[1].query == {"phrase": "hi", "highlight": "true", "page": "2", "per_page": "1"}
    found = from_dict(ArticleHighlights, read[0].response.value["data"]["highlights"][0])
    assert [part.text for part in found.highlighted_title or ()] == ["Hi"]
    assert [[(part.type, part.text) for part in line] for line in found.highlighted_summary or ()] == [
        [("plain", "Say "), ("highlight", "hi")]
    ]


@pytest.mark.parametrize(
    ("changes", "version", "told"),
    [
        ({"body_markdown": "x", "audience_ids": []}, "2.15", "body_markdown and audience_ids came with 2.16, this is"),
        ({"state": "published", "scheduled_publish_at": 5}, "2.14", "scheduled_publish_at came with 2.16"),
        ({"parent_ids": [1]}, "2.14", "parent_ids came with 2.16"),
        ({"folder_id": 1}, "2.16", "folder_id came with Preview, this is 2.16"),
        ({"body": "x", "body_markdown": "x"}, "2.16", "body and body_markdown exclude each other"),
        ({"scheduled_publish_at": 5, "scheduled_unpublish_at": 6}, "2.16", "exclude each other"),
    ],
)
async def test_what_would_be_ignored_or_refused_is_not_sent(changes: Any, version: str, told: str) -> None:
    """An older version would publish at once what was to be published later."""
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=f"articles.create: .*{told}"):
        await wire.run(lambda c: c.articles.create(ArticleChanges(**changes)))
    assert wire.asked == []


@pytest.mark.parametrize(
    ("call", "version"),
    [
        (lambda c: c.articles.list(), "1.4"),
        (lambda c: c.articles.search(phrase="a"), "2.9"),
        (lambda c: c.articles.update_draft(1, ArticleChanges()), "2.15"),
        (lambda c: c.articles.attach_tag(1, 5), "2.15"),
        (lambda c: c.articles.list_versions(1), "2.14"),
    ],
)
async def test_a_version_without_it_is_refused(call: Any, version: str) -> None:
    assert (await refused(call, version)).operation.startswith("articles.")
