"""Snippets: written as blocks or Markdown, read, tagged, listed and deleted."""

import pytest
from support.simulator_calls import Api

BLOCKS = [{"type": "paragraph", "text": "Go to Settings."}]


def test_one_is_written_read_changed_and_deleted(api: Api) -> None:
    """Recorded examples: the title heads the Markdown of blocks, and 1 and 0 stand beside true and false."""
    made = api.post("/content_snippets", {"title": "Reset", "json_blocks": BLOCKS, "ai_chatbot_availability": True})
    assert (made.status, made.body) == (201, {
        "type": "content_snippet", "id": "1", "title": "Reset", "locale": "en", "json_blocks": BLOCKS,
        "body_markdown": "# Reset\n\nGo to Settings.\n", "chatbot_availability": 1, "copilot_availability": 0,
        "ai_chatbot_availability": True, "ai_copilot_availability": False, "ai_sales_agent_availability": False,
        "audience_ids": [], "created_at": 1_700_000_000, "updated_at": 1_700_000_000,
    })  # fmt: skip
    assert api.get("/content_snippets/1").body == made.body
    changed = api.put("/content_snippets/1", {"title": "B"}).body
    assert changed["body_markdown"] == "# B\n\nGo to Settings.\n"
    written = api.put("/content_snippets/1", {"body_markdown": "# Hi\n\nYou\n"}).body
    assert written["body_markdown"] == "# Hi\n\nYou\n"
    assert [each["text"] for each in written["json_blocks"]] == ["# Hi", "You"]
    gone = api.delete("/content_snippets/1")
    assert (gone.status, gone.body) == (204, None)
    for again in (
        api.get("/content_snippets/1"),
        api.put("/content_snippets/1", {}),
        api.delete("/content_snippets/1"),
    ):
        assert (again.problem, again.message) == ((404, "not_found"), "Content snippet not found")


@pytest.mark.parametrize(
    ("body", "status", "code", "message"),
    [
        ({"json_blocks": BLOCKS}, 422, "validation_error", "Title is required"),
        ({"title": "x"}, 422, "validation_error", "Either json_blocks or body_markdown is required"),
        ({"title": "x", "json_blocks": BLOCKS, "body_markdown": "x"}, 422, "validation_error",
         "json_blocks and body_markdown are mutually exclusive"),
        ({"title": "x", "json_blocks": ["x"]}, 422, "parameter_invalid", "json_blocks must hold JSON objects"),
        ({"title": "x", "body_markdown": "x", "audience_ids": 999}, 404, "parameter_invalid",
         "audience_ids contains unknown audience IDs: 999"),
        ({"title": "x", "body_markdown": "x", "locale": "xx1"}, 422, "validation_error",
         "The language is not currently supported for Fin"),
    ],
)  # fmt: skip
def test_a_wrong_one_is_refused(api: Api, body: dict[str, object], status: int, code: str, message: str) -> None:
    """Recorded examples: an unknown audience and a language that Fin does not speak."""
    result = api.post("/content_snippets", body)
    assert (result.problem, result.message) == ((status, code), message)
    assert api.get("/content_snippets").body["data"] == []


def test_the_list_has_its_numbers_at_the_top(api: Api) -> None:
    """behaviour.md 3: no ``pages``; at most 50 in a page."""
    for number in range(3):
        api.post("/content_snippets", {"title": str(number), "body_markdown": "x"})
    body = api.get("/content_snippets?per_page=2&page=2").body
    assert [each["title"] for each in body.pop("data")] == ["2"]
    assert body == {"type": "list", "total_count": 3, "page": 2, "per_page": 2, "total_pages": 2}
    assert api.get("/content_snippets?per_page=51").problem == (400, "parameter_invalid")


def test_they_are_tagged(api: Api) -> None:
    """Recorded examples; articles for teammates show what else may go wrong."""
    api.post("/content_snippets", {"title": "x", "body_markdown": "x"})
    api.post("/tags", {"name": "VIP"})
    assert api.post("/content_snippets/1/tags", {"id": "1"}).body["applied_at"] == 1_700_000_000
    assert api.delete("/content_snippets/1/tags/1").body["applied_by"] is None
    for missing in (api.post("/content_snippets/5/tags", {"id": "1"}), api.delete("/content_snippets/5/tags/1")):
        assert (missing.problem, missing.message) == ((404, "content_snippet_not_found"), "Content snippet not found")
