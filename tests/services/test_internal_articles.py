"""Internal articles: the exact request of every method and what its answer becomes."""

from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links

from intercom_async.models.common import DeletedObject
from intercom_async.models.internal_articles import InternalArticle, InternalArticleChanges
from intercom_async.models.tags import Tag

OLD = ("2.13", "2.14")
NEW = ("2.16", "Preview")
ARTICLE = {
    "type": "internal_article",
    "id": 39,
    "title": "Thanks",
    "body": "<p>Body</p>",
    "owner_id": 9,
    "author_id": 8,
    "locale": "en",
    "created_at": 1672928359,
    "updated_at": 1672928610,
}
FIELDS = {"id": "39", "title": "Thanks", "owner_id": "9", "author_id": "8", "created_at.year": 2023}
LATE = {
    **ARTICLE,
    "body_markdown": "Body\n",
    "folder_id": 6,
    "audience_ids": [1, 2],
    "ai_chatbot_availability": True,
    "ai_copilot_availability": False,
    "ai_sales_agent_availability": True,
    "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "7", "name": "vip"}]},
}
LATE_FIELDS = {**FIELDS, "folder_id": "6", "audience_ids": ("1", "2"), "ai_copilot_availability": False}
TAG = {"type": "tag", "id": "7", "name": "vip", "applied_at": 1663597223, "applied_by": {"type": "admin", "id": "9"}}


def pages(data: object) -> dict[str, Any]:
    return {"type": "list", "data": data, "total_count": 1, "pages": {"type": "pages", "page": 1, "total_pages": 1}}


@each(
    Case("list", lambda c: c.internal_articles.list(), Asked("GET", "/internal_articles"), pages([ARTICLE]), FIELDS,
         InternalArticle, (*OLD, *NEW)),
    Case("search", lambda c: c.internal_articles.search(folder_id=6, per_page=5),
         Asked("GET", "/internal_articles/search", {"folder_id": "6", "per_page": "5"}),
         pages({"internal_articles": [LATE]}), LATE_FIELDS, InternalArticle, (*OLD, *NEW)),
    Case("create",
         lambda c: c.internal_articles.create(
             InternalArticleChanges(title="Thanks", body="Body", owner_id="9", author_id=8, locale="en")),
         Asked("POST", "/internal_articles", {},
               {"title": "Thanks", "body": "Body", "owner_id": 9, "author_id": 8, "locale": "en"}),
         ARTICLE, FIELDS, InternalArticle, (*OLD, *NEW)),
    Case("create for some",
         lambda c: c.internal_articles.create(
             InternalArticleChanges(title="T", body_markdown="B", author_id="bot", audience_ids=("1", 2),
                                    ai_chatbot_availability=True)),
         Asked("POST", "/internal_articles", {},
               {"title": "T", "body_markdown": "B", "author_id": "bot", "audience_ids": [1, 2],
                "ai_chatbot_availability": True}),
         LATE, LATE_FIELDS, InternalArticle, NEW),
    Case("retrieve", lambda c: c.internal_articles.retrieve(39), Asked("GET", "/internal_articles/39"), LATE,
         LATE_FIELDS, InternalArticle, NEW),
    Case("update", lambda c: c.internal_articles.update("39", InternalArticleChanges(title="B")),
         Asked("PUT", "/internal_articles/39", {}, {"title": "B"}), ARTICLE, FIELDS, InternalArticle, (*OLD, *NEW)),
    Case("take it out of its folder",
         lambda c: c.internal_articles.update(39, InternalArticleChanges(folder_id=None, audience_ids=[])),
         Asked("PUT", "/internal_articles/39", {}, {"folder_id": None, "audience_ids": []}), LATE, LATE_FIELDS,
         InternalArticle, ("Preview",)),
    Case("delete", lambda c: c.internal_articles.delete(39), Asked("DELETE", "/internal_articles/39"),
         {"id": "39", "object": "internal_article", "deleted": True}, {"id": "39", "deleted": True}, DeletedObject,
         (*OLD, *NEW)),
    Case("tag", lambda c: c.internal_articles.attach_tag(39, 7),
         Asked("POST", "/internal_articles/39/tags", {}, {"id": "7"}), TAG, {"id": "7", "applied_by.id": "9"}, Tag,
         NEW),
    Case("tag in somebody's name", lambda c: c.internal_articles.attach_tag(39, "7", admin_id="9"),
         Asked("POST", "/internal_articles/39/tags", {}, {"id": "7", "admin_id": "9"}), TAG, {"id": "7"}, Tag, NEW),
    Case("take the tag off", lambda c: c.internal_articles.detach_tag(39, 7),
         Asked("DELETE", "/internal_articles/39/tags/7"), {**TAG, "applied_at": None, "applied_by": None},
         {"id": "7", "applied_at": None}, Tag, NEW),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_the_list_follows_its_links() -> None:
    wire = Wire(*links("/internal_articles", "data", [ARTICLE], [LATE]))
    assert [each.folder_id for each in await wire.run(lambda c: c.internal_articles.list())] == [None, "6"]


@pytest.mark.parametrize(
    ("fields", "version", "told"),
    [
        ({"body_markdown": "B"}, "2.14", "create: body_markdown came with 2.16, this is 2.14"),
        ({"audience_ids": [], "ai_copilot_availability": True}, "2.13", "audience_ids and ai_copilot_av.* with 2.16"),
        ({"folder_id": 6}, "2.16", "folder_id came with Preview"),
        ({"body": "<p>x</p>", "body_markdown": "x"}, "2.16", "create: body and body_markdown exclude each other"),
    ],
)
async def test_what_cannot_be_written_is_refused_before_sending(
    fields: dict[str, Any], version: str, told: str
) -> None:
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=told):
        await wire.run(lambda c: c.internal_articles.create(InternalArticleChanges(**fields)))
    assert wire.asked == []
