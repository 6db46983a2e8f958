"""Content snippets: the exact request of every method and what its answer becomes."""

import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.errors import UnprocessableEntityError
from intercom_async.models.content_snippets import ContentSnippet, ContentSnippetChanges
from intercom_async.models.tags import Tag
from intercom_async.transports.memory import json_response

ANY = ("2.16", "Preview")
BLOCKS = [{"type": "paragraph", "text": "Go to Settings."}]
SNIPPET = {
    "type": "content_snippet",
    "id": "123",
    "title": "Reset",
    "locale": "en",
    "json_blocks": BLOCKS,
    "body_markdown": "# Reset\n\nGo to Settings.\n",
    "chatbot_availability": 1,
    "copilot_availability": 0,
    "ai_chatbot_availability": True,
    "ai_copilot_availability": False,
    "ai_sales_agent_availability": True,
    "created_at": 1663597223,
    "updated_at": 1663597223,
    "audience_ids": [1, 2],
}
FIELDS = {"id": "123", "json_blocks": tuple(BLOCKS), "chatbot_availability": 1, "audience_ids": ("1", "2")}
TAG = {"type": "tag", "id": "7", "name": "vip", "applied_at": 1663597223, "applied_by": {"type": "admin", "id": "9"}}


def page(number: int, *items: object) -> dict[str, object]:
    return {"type": "list", "data": items, "total_count": 2, "page": number, "per_page": 1, "total_pages": 2}


@each(
    Case("create",
         lambda c: c.content_snippets.create(
             ContentSnippetChanges(title="Reset", json_blocks=BLOCKS, locale="en", audience_ids=["1", 2])),
         Asked("POST", "/content_snippets", {},
               {"title": "Reset", "json_blocks": BLOCKS, "locale": "en", "audience_ids": [1, 2]}),
         SNIPPET, FIELDS, ContentSnippet, ANY),
    Case("retrieve", lambda c: c.content_snippets.retrieve(123), Asked("GET", "/content_snippets/123"), SNIPPET,
         FIELDS, ContentSnippet, ANY),
    Case("update",
         lambda c: c.content_snippets.update(
             "123", ContentSnippetChanges(body_markdown="x", ai_sales_agent_availability=False, audience_ids=None)),
         Asked("PUT", "/content_snippets/123", {},
               {"body_markdown": "x", "ai_sales_agent_availability": False, "audience_ids": None}),
         SNIPPET, FIELDS, ContentSnippet, ANY),
    Case("tag", lambda c: c.content_snippets.attach_tag("123", 7, admin_id="9"),
         Asked("POST", "/content_snippets/123/tags", {}, {"id": "7", "admin_id": "9"}), TAG, {"id": "7"}, Tag, ANY),
    Case("take the tag off", lambda c: c.content_snippets.detach_tag("123", 7),
         Asked("DELETE", "/content_snippets/123/tags/7"), {**TAG, "applied_at": None, "applied_by": None},
         {"applied_by": None}, Tag, ANY),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize("version", ANY)
async def test_the_list_goes_by_the_numbers_at_its_top(version: str) -> None:
    """In pages as large as they can be, unless told."""
    wire = Wire(page(1, SNIPPET), page(2, {**SNIPPET, "id": "124"}), version=version)
    assert [each.id for each in await wire.run(lambda c: c.content_snippets.list())] == ["123", "124"]
    asked = [dict(each.query) for each in wire.asked]
    assert asked[0] == {"per_page": "50"}
    assert asked[1]["page"] == "2"


async def test_delete_answers_nothing() -> None:
    wire = Wire(None)
    assert await wire.run(lambda c: c.content_snippets.delete(123)) is None
    assert wire.asked == [Asked("DELETE", "/content_snippets/123")]


async def test_a_snippet_that_a_procedure_needs_stays() -> None:
    """Recorded example: 422 with its own code."""
    error = {"code": "content_has_procedure_dependencies", "message": "Content snippet has dependent procedures"}
    wire = Wire(json_response(422, {"type": "error.list", "errors": [error]}))
    with pytest.raises(UnprocessableEntityError) as caught:
        await wire.run(lambda c: c.content_snippets.delete("123"))
    assert caught.value.code == "content_has_procedure_dependencies"


@pytest.mark.parametrize("name", ["create", "update"])
async def test_the_text_is_given_once(name: str) -> None:
    wire = Wire()
    changes = ContentSnippetChanges(json_blocks=BLOCKS, body_markdown="x")
    arguments = ("123", changes) if name == "update" else (changes,)
    with pytest.raises(ValueError, match=f"content_snippets.{name}: json_blocks and body_markdown exclude each other"):
        await wire.run(lambda c: getattr(c.content_snippets, name)(*arguments))
    assert wire.asked == []
