"""Folders: the exact request of every method and what its answer becomes."""

from support.wire_calls import Asked, Case, check, each, links, refused

from intercom_async.models.common import DeletedObject
from intercom_async.models.folders import Folder

FOLDER = {
    "id": 6,
    "name": "Docs",
    "description": None,
    "emoji": "📚",
    "parent_folder_id": 5,
    "content_count": 3,
    "created_at": 1672928359,
    "updated_at": 1672928610,
}
FIELDS = {"id": "6", "name": "Docs", "description": None, "parent_folder_id": "5", "content_count": 3}
PREVIEW = ("Preview",)


@each(
    Case("list", lambda c: c.folders.list(), Asked("GET", "/folders", {"per_page": "150"}),
         links("/folders", "data", [FOLDER])[0], FIELDS, Folder, PREVIEW),
    Case("list those in one", lambda c: c.folders.list(parent_folder_id="5", per_page=2),
         Asked("GET", "/folders", {"parent_folder_id": "5", "per_page": "2"}),
         links("/folders", "data", [FOLDER])[0], FIELDS, Folder, PREVIEW),
    Case("create", lambda c: c.folders.create(name="Docs", emoji="📚", parent_folder_id="5"),
         Asked("POST", "/folders", {}, {"folder": {"name": "Docs", "emoji": "📚", "parent_folder_id": 5}}), FOLDER,
         FIELDS, Folder, PREVIEW),
    Case("retrieve", lambda c: c.folders.retrieve("6"), Asked("GET", "/folders/6"), FOLDER, FIELDS, Folder, PREVIEW),
    Case("move to the top", lambda c: c.folders.update(6, name="B", description="x", parent_folder_id=None),
         Asked("PUT", "/folders/6", {}, {"folder": {"name": "B", "description": "x", "parent_folder_id": None}}),
         {**FOLDER, "parent_folder_id": None}, {"parent_folder_id": None}, Folder, PREVIEW),
    Case("delete", lambda c: c.folders.delete(6), Asked("DELETE", "/folders/6"),
         {"id": 6, "object": "folder", "deleted": True}, {"id": "6", "object": "folder", "deleted": True},
         DeletedObject, PREVIEW),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_only_preview_has_folders() -> None:
    assert "Preview" in str(await refused(lambda c: c.folders.list(), "2.16"))
