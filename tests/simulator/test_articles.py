"""Articles: writing, publishing, staging, scheduling, tagging and finding them, in one language and several."""

from typing import Any

import pytest
from support.paging_clients import client, simulated
from support.simulator_calls import Api
from support.spec_files import leftovers
from support.virtual_time import run

from intercom_async import from_dict
from intercom_async.errors import NotFoundError
from intercom_async.models.articles import ArticleChanges, ArticleContentChanges, ArticleHighlights
from intercom_async.simulator.help_centers import HelpCenter

CIARAN, ADA = 991267459, 991267460
START = 1_700_000_000
HOUR = 3600
STATISTICS = {
    "type": "article_statistics", "views": 0, "conversations": 0, "reactions": 0, "happy_reaction_percentage": 0,
    "neutral_reaction_percentage": 0, "sad_reaction_percentage": 0,
}  # fmt: skip


def article(api: Api, version: str = "2.16", **fields: object) -> Any:
    given = {"title": "How", "author_id": CIARAN, "state": "published", **fields}
    return api.post("/articles", given, version=version)


def with_french(api: Api) -> Api:
    center = api.simulator.world.shelf(HelpCenter).get("1")
    assert center is not None
    center.locales = ("en", "fr")
    return api


def group(api: Api, version: str = "2.16", **fields: object) -> int:
    return int(api.post("/help_center/collections", {"name": "News", **fields}, version=version).body["id"])


@pytest.mark.parametrize("version", ["2.1", "2.9", "2.12", "2.13", "2.15", "2.16", "Preview"])
def test_an_article_as_each_version_shows_it(api: Api, version: str) -> None:
    """behaviour.md 9 (article): create an article; without parent_id from 2.16 on, with tags from 2.13 on."""
    parent = group(api, version)
    body = article(api, version, body="Body", description="About", parent_id=parent, parent_type="collection",
                   translated_content={"fr": {"title": "Salut"}}).body  # fmt: skip
    old = {"parent_id": parent, "parent_type": "collection"}
    new = {
        "body_markdown": "Body\n", "has_unpublished_changes": False, "draft_updated_at": None, "audience_ids": [],
        "ai_chatbot_availability": True, "ai_copilot_availability": True, "ai_sales_agent_availability": True,
        "created_by_id": CIARAN, "updated_by_id": CIARAN, "exclude_from_article_suggestions": False,
        "help_center_audience": "everyone", "scheduled_publish_at": None, "scheduled_unpublish_at": None,
    }  # fmt: skip
    newest = version in {"2.16", "Preview"}
    fin = {"fin_involvements": 0, "fin_resolutions": 0, "fin_resolution_rate": 0}
    assert body == {
        "id": "1", "type": "article", "workspace_id": "simulatr", "parent_ids": [parent],
        "statistics": {**STATISTICS, **(fin if newest else {})}, "title": "How", "description": "About",
        "body": '<p class="no-margin">Body</p>', "author_id": CIARAN, "state": "published", "created_at": START,
        "updated_at": START, "url": "http://help-center.test/simulatr/en/articles/1-how",
        **(new if newest else old),
        **({"tags": {"type": "tag.list", "tags": []}} if version not in {"2.1", "2.9", "2.12"} else {}),
        **({"folder_id": None} if version == "Preview" else {}),
    }  # fmt: skip
    assert api.get("/articles/1", version=version).body == body
    (listed,) = api.get("/articles", version=version).body["data"]
    assert listed == {key: value for key, value in body.items() if key != "statistics"}


def test_what_a_section_was_is_a_collection_later(api: Api) -> None:
    """behaviour.md 1.4 (2.10): sections became collections with a parent; articles say so."""
    inner = group(api, parent_id=group(api))
    article(api, parent_id=inner)
    assert api.get("/articles/1", version="2.9").body["parent_type"] == "section"
    assert api.get("/articles/1", version="2.10").body["parent_type"] == "collection"


def test_an_article_needs_a_title_and_an_author_who_is_a_teammate(api: Api) -> None:
    """behaviour.md 4.3, recorded example: without author_id, in the body or in the default language's content."""
    result = api.post("/articles", {"title": "How"})
    assert result.problem == (400, "parameter_not_found")
    assert result.message == "author_id must be in the main body or default locale translated_content object"
    assert api.post("/articles", {"title": " ", "author_id": CIARAN}).problem == (400, "parameter_not_found")
    assert article(api, author_id=5).problem == (400, "parameter_invalid")
    said = {"en": {"title": "How", "author_id": str(CIARAN)}}
    assert api.post("/articles", {"translated_content": said}).body["title"] == "How"
    assert api.get("/articles").body["total_count"] == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"title": 5}, 400), ({"state": "live"}, 400), ({"body": "a", "body_markdown": "b"}, 400),
        ({"parent_id": 9}, 404), ({"parent_ids": [9]}, 404), ({"parent_ids": 9}, 400), ({"audience_ids": [9]}, 404),
        ({"translated_content": []}, 400), ({"translated_content": {"en": 5}}, 400), ({"author_id": True}, 400),
    ],
)  # fmt: skip
def test_a_wrong_write_changes_nothing(api: Api, fields: dict[str, object], status: int) -> None:
    before = article(api).body
    assert api.put("/articles/1", {"description": "x", **fields}).status == status
    assert api.get("/articles/1").body == before
    assert article(api, **fields).status == status
    assert api.get("/articles").body["total_count"] == 1


def test_an_article_is_changed_and_deleted(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: update and delete an article; 404 for one that is not there."""
    one, two = group(api), group(api)
    article(api, parent_id=one)
    api.clock.time += 5
    changed = api.put("/articles/1", {"title": "Why", "body": "", "author_id": ADA, "parent_ids": [one, two]}).body
    assert (changed["title"], changed["body"], changed["author_id"]) == ("Why", "", ADA)
    assert (changed["parent_ids"], changed["updated_at"]) == ([one, two], START + 5)
    assert api.put("/articles/1", {"parent_id": None}).body["parent_ids"] == []
    assert api.get("/articles/1", version="2.15").body["parent_type"] is None
    assert api.delete("/articles/1").body == {"id": "1", "object": "article", "deleted": True}
    for result in (api.get("/articles/1"), api.put("/articles/1", {}), api.delete("/articles/1")):
        assert (result.problem, result.message) == ((404, "not_found"), "Resource Not Found")
    assert article(api).body["id"] == "2"


def test_what_came_later_is_ignored_before(api: Api) -> None:
    """Until 2.15 there is no Markdown, nothing for Fin and nothing that happens later; folders are of Preview."""
    later = {"body_markdown": "x", "parent_ids": [9], "audience_ids": [9], "ai_chatbot_availability": False}
    article(api, "2.15", **later, scheduled_publish_at="x", folder_id=9)
    shown = api.get("/articles/1").body
    assert (shown["state"], shown["body"], shown["ai_chatbot_availability"]) == ("published", "", True)
    assert article(api, "2.16", folder_id=9).status == 200
    assert article(api, "Preview", folder_id=9).status == 400


def test_markdown_becomes_html(api: Api) -> None:
    """API docs of 2.16: body_markdown instead of body."""
    body = article(api, body_markdown="# Hi\n\nSay it").body
    assert (body["body"], body["body_markdown"]) == ('<h1>Hi</h1>\n<p class="no-margin">Say it</p>', "# Hi\n\nSay it")


def test_the_last_changed_comes_first_page_by_page(api: Api) -> None:
    """behaviour.md 3: articles in descending order of updated_at; 25 on a page, with the next one as a URL."""
    for number in range(30):
        article(api, title=f"t{number}")
    api.clock.time += 5
    api.put("/articles/3", {"title": "New"})
    first = api.get("/articles").body
    assert [each["id"] for each in first["data"][:3]] == ["3", "30", "29"]
    assert (first["total_count"], first["pages"]["per_page"], first["pages"]["total_pages"]) == (30, 25, 2)
    second = api.get(first["pages"]["next"].removeprefix("https://api.intercom.test")).body
    assert (len(second["data"]), "next" in second["pages"]) == (5, False)


def test_a_draft_is_staged_and_published(api: Api) -> None:
    """API docs of 2.16: the live article stays until the draft is published."""
    article(api, body="Old")
    api.clock.time += 5
    staged = api.put("/articles/1/draft", {"title": "Why", "ai_chatbot_availability": False, "state": "draft"}).body
    assert (staged["title"], staged["state"], staged["draft_updated_at"]) == ("Why", "published", START + 5)
    assert staged["has_unpublished_changes"] is True
    assert api.get("/articles/1/draft").body == staged
    live = api.get("/articles/1").body
    assert (live["title"], live["has_unpublished_changes"], live["ai_chatbot_availability"]) == ("How", True, True)
    api.put("/articles/1", {"description": "More"})
    assert api.get("/articles/1").body["description"] == ""
    published = api.post("/articles/1/draft/publish").body
    assert (published["title"], published["description"]) == ("Why", "More")
    assert (published["has_unpublished_changes"], published["draft_updated_at"]) == (False, None)
    assert "statistics" not in published


def test_a_draft_that_cannot_be(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: an unpublished article, no draft, and no pending changes in a language."""
    article(api, state="draft")
    result = api.put("/articles/1/draft", {"title": "x"})
    assert (result.problem, result.message) == (
        (422, "parameter_invalid"), "Article must be published before a draft can be staged",
    )  # fmt: skip
    for path in ("/articles/1/draft", "/articles/9/draft", "/articles/9/versions"):
        assert (api.get(path).problem, api.get(path).message) == ((404, "not_found"), "Object not found")
    result = api.post("/articles/1/draft/publish", {})
    assert (result.problem, result.message) == ((422, "parameter_invalid"), "Article has no draft to publish")
    api.put("/articles/1", {"state": "published"})
    api.put("/articles/1/draft", {"title": "x"})
    result = api.post("/articles/1/draft/publish", {"locales": ["en", "fr"]})
    assert result.message == "Cannot publish a draft for locale(s) without pending changes: fr"
    assert api.post("/articles/1/draft/publish", {"locales": "en"}).problem == (422, "parameter_invalid")


def test_an_article_is_unpublished_and_published(api: Api) -> None:
    """API docs: state; a draft has no URL, and stays one when it is edited."""
    article(api)
    assert api.put("/articles/1", {"state": "draft"}).body["url"] is None
    assert api.put("/articles/1", {"title": "Why"}).body["state"] == "draft"
    shown = api.put("/articles/1", {"state": "published"}).body
    assert (shown["state"], shown["url"]) == ("published", "http://help-center.test/simulatr/en/articles/1-why")


def test_versions_tell_what_an_article_said(api: Api) -> None:
    """Recorded examples: newest first without bodies; one by itself is whole."""
    article(api, body="Old")
    article(api)
    api.clock.time += 5
    api.put("/articles/1", {"title": "Why", "author_id": ADA})
    page = api.get("/articles/1/versions").body
    newest, oldest = page["data"]
    assert newest == {
        "type": "article_version", "id": "3", "article_id": "1", "title": "Why", "description": "",
        "author_id": str(ADA), "created_by_id": str(CIARAN), "created_via": "api", "from_version_id": "1",
        "state": "published", "created_at": START + 5,
    }  # fmt: skip
    assert (oldest["id"], oldest["state"], oldest["from_version_id"]) == ("1", "draft", None)
    assert page["total_count"] == 2
    whole = api.get("/articles/1/versions/1?locale=en").body
    assert (whole["body"], whole["body_markdown"]) == ('<p class="no-margin">Old</p>', "Old\n")
    assert whole["updated_at"] == START
    for path in ("/articles/1/versions/2", "/articles/1/versions/9", "/articles/2/versions/1"):
        assert api.get(path).message == "Object not found"
    result = api.get("/articles/1/versions?locale=fr")
    assert (result.problem, result.message) == ((400, "parameter_invalid"), "Unknown locale")
    api.delete("/articles/1")
    assert api.get("/articles/1/versions/1").status == 404


def test_an_article_is_published_later(api: Api) -> None:
    """behaviour.md 9 (timestamps): an ISO 8601 time in, unix seconds out; then it is published."""
    body = article(api, scheduled_publish_at="2023-11-14T23:13:20Z").body
    assert (body["state"], body["scheduled_publish_at"]) == ("draft", START + HOUR)
    api.clock.time += HOUR
    body = api.get("/articles/1").body
    assert (body["state"], body["updated_at"], body["scheduled_publish_at"]) == ("published", START + HOUR, None)


def test_a_published_article_changes_later(api: Api) -> None:
    """API docs of 2.16: with a time the edit does not go live at once; taking the time back leaves it staged."""
    article(api)
    body = api.put("/articles/1", {"title": "Why", "scheduled_publish_at": "2023-11-15T00:13:20+01:00"}).body
    assert (body["title"], body["has_unpublished_changes"]) == ("How", True)
    assert api.put("/articles/1", {"scheduled_publish_at": None}).body["scheduled_publish_at"] is None
    api.clock.time += 2 * HOUR
    assert api.get("/articles").body["data"][0]["title"] == "How"


def test_an_article_is_unpublished_later(api: Api) -> None:
    """A time without a zone is taken for UTC; at most one of both is pending."""
    article(api)
    body = api.put("/articles/1", {"scheduled_publish_at": "2023-11-14T23:13:20"}).body
    assert body["scheduled_publish_at"] == START + HOUR
    body = api.put("/articles/1", {"scheduled_unpublish_at": "2023-11-14T23:13:20"}).body
    assert (body["scheduled_publish_at"], body["scheduled_unpublish_at"]) == (None, START + HOUR)
    api.clock.time += HOUR
    body = api.get("/articles/search?state=draft").body["data"]["articles"][0]
    assert (body["state"], body["scheduled_unpublish_at"]) == ("draft", None)


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"state": "draft", "scheduled_publish_at": "2024-01-01T00:00:00Z"}, "scheduled_publish_at",
         "Cannot schedule a publish while setting state to draft"),
        ({"scheduled_publish_at": "2024-01-01T00:00:00Z", "scheduled_unpublish_at": "2024-01-01T00:00:00Z"},
         "scheduled_unpublish_at", "Cannot set scheduled_publish_at and scheduled_unpublish_at in the same request"),
        ({"state": "draft", "scheduled_unpublish_at": "2024-01-01T00:00:00Z"}, "scheduled_unpublish_at",
         "Cannot schedule unpublish for an article that has never been published"),
        ({"scheduled_publish_at": "2023-11-14T22:13:20Z"}, "scheduled_publish_at",
         "scheduled_publish_at must be in the future"),
        ({"scheduled_publish_at": ""}, "scheduled_publish_at", "scheduled_publish_at must be an ISO 8601 timestamp"),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused(api: Api, fields: dict[str, object], field: str, told: str) -> None:
    """Recorded examples of Preview, and what its documentation says of the times themselves."""
    result = article(api, **fields)
    assert (result.problem, result.body["errors"][0]["field"], result.message) == (
        (400, "parameter_invalid"), field, told,
    )  # fmt: skip


def test_an_article_is_tagged_and_untagged(api: Api) -> None:
    """Recorded examples: apply and remove a tag; it stands in the article."""
    article(api)
    api.post("/tags", {"name": "VIP"})
    applied = {
        "type": "tag", "id": "1", "name": "VIP", "applied_at": START, "applied_by": {"type": "admin", "id": str(ADA)},
    }  # fmt: skip
    assert api.post("/articles/1/tags", {"id": "1", "admin_id": str(ADA)}).body == applied
    assert api.get("/articles/1").body["tags"] == {"type": "tag.list", "tags": [applied]}
    removed = api.delete("/articles/1/tags/1").body
    assert removed == {"type": "tag", "id": "1", "name": "VIP", "applied_at": None, "applied_by": None}
    for result in (api.post("/articles/1/tags", {"id": "9"}), api.delete("/articles/1/tags/1")):
        assert (result.problem, result.message) == ((404, "tag_not_found"), "Tag not found")
    result = api.post("/articles/9/tags", {"id": "1"})
    assert (result.problem, result.message) == ((404, "article_not_found"), "Article not found")
    api.post("/articles/1/tags", {"id": "1"})
    api.delete("/tags/1")
    assert api.get("/articles/1").body["tags"]["tags"] == []


def test_a_phrase_is_found_and_marked(api: Api) -> None:
    """API docs: search articles; phrase, state, help center and highlight."""
    article(api, title="How to Say hi", description="Nothing", body="<p>One says HI.</p><p>Not here</p>")
    article(api, title="Other", state="draft")
    body = api.get("/articles/search?phrase=say&highlight=true").body
    (found,) = body["data"]["articles"]
    assert (found["id"], "statistics" in found, body["pages"]["per_page"]) == ("1", False, 10)
    assert body["data"]["highlights"] == [{
        "article_id": "1",
        "highlighted_title": [
            {"type": "plain", "text": "How to "}, {"type": "highlight", "text": "Say"}, {"type": "plain", "text": " hi"}
        ],
        "highlighted_summary": [[
            {"type": "plain", "text": "One "}, {"type": "highlight", "text": "say"}, {"type": "plain", "text": "s HI."}
        ]],
    }]  # fmt: skip
    assert api.get("/articles/search?phrase=say").body["data"]["highlights"] == []
    for query, ids in (("", ["2", "1"]), ("state=draft", ["2"]), ("state=published&help_center_id=1", ["1"])):
        assert [each["id"] for each in api.get(f"/articles/search?{query}").body["data"]["articles"]] == ids
    assert api.get("/articles/search?help_center_id=9").body["total_count"] == 0
    assert api.get("/articles/search?state=live").problem == (400, "parameter_invalid")


def test_several_languages(api: Api) -> None:
    """API docs: multilingual help centers; each language has its own content, state and drafts."""
    said = {"fr": {"title": "Salut", "ai_chatbot_availability": False}, "de": {"title": "Hallo"}}
    body = article(with_french(api), translated_content=said).body
    content = body["translated_content"]
    assert (body["default_locale"], list(content)) == ("en", ["type", "en", "fr"])
    assert content["type"] == "article_translated_content"
    assert (content["fr"]["type"], content["fr"]["title"], content["fr"]["state"]) == (
        "article_content", "Salut", "draft",
    )  # fmt: skip
    assert (content["fr"]["author_id"], content["en"]["title"]) == (CIARAN, "How")
    assert (content["fr"]["ai_chatbot_availability"], content["en"]["ai_chatbot_availability"]) == (False, True)
    changed = api.put("/articles/1", {"translated_content": {"fr": {"state": "published"}, "en": {"title": "Why"}}})
    assert changed.body["title"] == "Why"
    assert changed.body["translated_content"]["fr"]["url"].endswith("/fr/articles/1-salut")
    assert [each["id"] for each in api.get("/articles/1/versions?locale=fr").body["data"]] == ["2"]
    assert api.get("/articles/1/versions/2?locale=en").status == 404
    assert api.get("/articles/search?phrase=salut").body["total_count"] == 1


def test_the_languages_of_a_draft_to_publish_are_named(api: Api) -> None:
    """behaviour.md 4.3, recorded example: locales must be specified where there are several."""
    article(with_french(api), translated_content={"fr": {"title": "Salut", "state": "published"}})
    api.put("/articles/1/draft", {"translated_content": {"fr": {"title": "Pourquoi"}}})
    assert api.get("/articles/1").body["has_unpublished_changes"] is False
    api.put("/articles/1/draft", {"title": "Why"})
    for body in (None, {"locales": []}):
        result = api.post("/articles/1/draft/publish", body)
        assert (result.problem, result.message) == (
            (422, "parameter_not_found"), "locales must be specified to publish a draft on a multilingual workspace",
        )  # fmt: skip
    content = api.post("/articles/1/draft/publish", {"locales": ["fr"]}).body["translated_content"]
    assert (content["fr"]["title"], content["en"]["title"]) == ("Pourquoi", "How")
    assert (content["fr"]["has_unpublished_changes"], content["en"]["has_unpublished_changes"]) == (False, True)


def test_an_audience_of_the_article_is_one_of_all_its_languages(api: Api) -> None:
    """API docs of 2.16: audience_ids at the top win over those of a language; a list without any takes all away."""
    predicates = [{"attribute": "role", "type": "string", "comparison": "eq", "value": "user"}]
    audience = api.post("/audiences", {"name": "All", "predicates": predicates}).body
    wanted = [int(audience["id"])]
    said = {"fr": {"title": "Salut", "audience_ids": []}}
    body = article(with_french(api), audience_ids=wanted, translated_content=said).body
    assert [body["translated_content"][locale]["audience_ids"] for locale in ("en", "fr")] == [wanted, wanted]
    assert api.put("/articles/1", {"audience_ids": []}).body["audience_ids"] == []


@pytest.mark.parametrize("version", ["2.1", "2.10", "2.16", "Preview"])
def test_a_round_through_the_client(version: str) -> None:
    """What the simulator answers is what the models expect: nothing is left over."""

    async def main() -> None:
        async with client(simulated(), version=version) as intercom:
            new = ArticleChanges(title="How", author_id=str(CIARAN), state="published")
            made = await intercom.articles.create(new)
            assert list(leftovers(made)) == []
            changes = ArticleChanges(translated_content={"en": ArticleContentChanges(title="Why")})
            assert (await intercom.articles.update(made.id, changes)).title == "Why"
            assert [each.id async for each in intercom.articles.list()] == [made.id]
            if version != "2.1":
                (page,) = [page async for page in intercom.articles.search(phrase="w", highlight=True).pages()]
                (marks,) = page.response.value["data"]["highlights"]
                assert from_dict(ArticleHighlights, marks).article_id == page.items[0].id
            assert (await intercom.articles.delete(made.id)).deleted is True
            with pytest.raises(NotFoundError):
                await intercom.articles.retrieve(made.id)

    run(main())
