"""External pages: the exact request of every method and what its answer becomes."""

from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links

from intercom_async.models.external_pages import ExternalPage, ExternalPageChanges
from intercom_async.operations import ExternalPages

ANY = ("2.12", "2.16", "Preview")
PAGE = {
    "id": "5",
    "type": "external_page",
    "title": "Test",
    "html": "<p>x</p>",
    "url": "https://x.test",
    "ai_agent_availability": True,
    "ai_copilot_availability": True,
    "ai_sales_agent_availability": False,
    "fin_availability": True,
    "locale": "en",
    "source_id": 12,
    "external_id": "abc",
    "created_at": 1736201414,
    "updated_at": 1736201414,
    "last_ingested_at": 1736201414,
}
FIELDS = {"id": "5", "source_id": "12", "ai_sales_agent_availability": False, "last_ingested_at.year": 2025}
WRITTEN = {"title": "Test", "html": "<p>x</p>", "source_id": 12, "locale": "en"}
PATH = "/ai/external_pages"


def changes(**fields: Any) -> ExternalPageChanges:
    return ExternalPageChanges(title="Test", html="<p>x</p>", source_id="12", **fields)


@each(
    Case("list", lambda c: c.external_pages.list(), Asked("GET", PATH), links(PATH, "data", [PAGE])[0], FIELDS,
         ExternalPage, ANY),
    Case("create",
         lambda c: c.external_pages.create(
             changes(external_id="abc", url="u", ai_agent_availability=True, ai_copilot_availability=False)),
         Asked("POST", PATH, {}, {**WRITTEN, "external_id": "abc", "url": "u", "ai_agent_availability": True,
                                  "ai_copilot_availability": False}),
         PAGE, FIELDS, ExternalPage, ANY),
    Case("create for the sales agent",
         lambda c: c.external_pages.create(changes(external_id="abc", ai_sales_agent_availability=True)),
         Asked("POST", PATH, {}, {**WRITTEN, "external_id": "abc", "ai_sales_agent_availability": True}), PAGE, FIELDS,
         ExternalPage, ("Preview",)),
    Case("retrieve", lambda c: c.external_pages.retrieve(5), Asked("GET", f"{PATH}/5"), PAGE, FIELDS, ExternalPage,
         ANY),
    Case("update", lambda c: c.external_pages.update("5", changes(url="u", fin_availability=False)),
         Asked("PUT", f"{PATH}/5", {}, {**WRITTEN, "url": "u", "fin_availability": False}), PAGE, FIELDS, ExternalPage,
         ANY),
    Case("update one by one", lambda c: c.external_pages.update("5", changes(ai_agent_availability=False)),
         Asked("PUT", f"{PATH}/5", {}, {**WRITTEN, "ai_agent_availability": False}), PAGE, FIELDS, ExternalPage,
         ("Preview",)),
    Case("delete", lambda c: c.external_pages.delete(5), Asked("DELETE", f"{PATH}/5"), {**PAGE, "html": ""},
         {"html": ""}, ExternalPage, ANY),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda c: c.external_pages.create(changes(fin_availability=True)), "fin_availability is for changes only"),
        (lambda c: c.external_pages.create(changes(ai_sales_agent_availability=True)), "came with Preview"),
        (
            lambda c: c.external_pages.update(5, changes(ai_agent_availability=True, ai_copilot_availability=True)),
            "ai_agent_availability and ai_copilot_availability came with Preview",
        ),
    ],
)
async def test_what_the_version_lacks_is_refused_before_sending(call: Any, told: str) -> None:
    wire = Wire()
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


def test_a_page_with_its_own_id_can_be_sent_again() -> None:
    """API docs: a page with that id in that source is changed instead."""
    assert ExternalPages.create.may_repeat({**WRITTEN, "external_id": "abc"})
    assert not ExternalPages.create.may_repeat(WRITTEN)
