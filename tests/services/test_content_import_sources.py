"""Content import sources: the exact request of every method and what its answer becomes."""

from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links

from intercom_async.models.content_import_sources import ContentImportSource

ANY = ("2.12", "2.14", "2.16", "Preview")
NEW = ("2.16", "Preview")
SOURCE = {
    "id": 33,
    "type": "content_import_source",
    "last_synced_at": 1734537259,
    "status": "active",
    "url": "https://x.test",
    "sync_behavior": "api",
    "created_at": 1734537259,
    "updated_at": 1734537259,
}
FIELDS = {"id": "33", "status": "active", "sync_behavior": "api", "last_synced_at.year": 2024, "audience_ids": None}
PATH = "/ai/content_import_sources"


@each(
    Case("list", lambda c: c.content_import_sources.list(), Asked("GET", PATH), links(PATH, "data", [SOURCE])[0],
         FIELDS, ContentImportSource, ANY),
    Case("create", lambda c: c.content_import_sources.create(url="https://x.test"),
         Asked("POST", PATH, {}, {"sync_behavior": "api", "url": "https://x.test"}), SOURCE, FIELDS,
         ContentImportSource, ANY),
    Case("create for some", lambda c: c.content_import_sources.create(url="u", status="active", audience_ids=["5", 6]),
         Asked("POST", PATH, {}, {"sync_behavior": "api", "url": "u", "status": "active", "audience_ids": [5, 6]}),
         {**SOURCE, "audience_ids": [5, 6]}, {"audience_ids": ("5", "6")}, ContentImportSource, NEW),
    Case("retrieve", lambda c: c.content_import_sources.retrieve(33), Asked("GET", f"{PATH}/33"), SOURCE, FIELDS,
         ContentImportSource, ANY),
    Case("update",
         lambda c: c.content_import_sources.update("33", url="u", sync_behavior="manual", status="deactivated"),
         Asked("PUT", f"{PATH}/33", {}, {"sync_behavior": "manual", "url": "u", "status": "deactivated"}), SOURCE,
         FIELDS, ContentImportSource, ANY),
    Case("update for one",
         lambda c: c.content_import_sources.update(
             33, url="u", audience_ids="5", apply_audience_to_existing_content=True),
         Asked("PUT", f"{PATH}/33", {}, {"sync_behavior": "api", "url": "u", "audience_ids": 5,
                                         "apply_audience_to_existing_content": True}),
         SOURCE, FIELDS, ContentImportSource, NEW),
    Case("update for all", lambda c: c.content_import_sources.update(33, url="u", audience_ids=None),
         Asked("PUT", f"{PATH}/33", {}, {"sync_behavior": "api", "url": "u", "audience_ids": None}), SOURCE, FIELDS,
         ContentImportSource, NEW),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_delete_answers_nothing() -> None:
    wire = Wire(None)
    assert await wire.run(lambda c: c.content_import_sources.delete(33)) is None
    assert wire.asked == [Asked("DELETE", f"{PATH}/33")]


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.content_import_sources.create(url="u", audience_ids=5),
        lambda c: c.content_import_sources.update(33, url="u", apply_audience_to_existing_content=True),
    ],
)
async def test_audiences_came_with_2_16(call: Any) -> None:
    wire = Wire(version="2.14")
    with pytest.raises(ValueError, match=r"came with 2\.16, this is 2\.14"):
        await wire.run(call)
    assert wire.asked == []
