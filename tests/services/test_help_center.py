"""Collections, sections, help centers and redirects: the exact request of every method and what is answered."""

from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links, refused

from intercom_async.errors import ConflictError
from intercom_async.models.collections import Collection, GroupContentChanges
from intercom_async.models.common import DeletedObject
from intercom_async.models.help_centers import HelpCenter, HelpCenterRedirect
from intercom_async.models.sections import Section
from intercom_async.transports.memory import json_response

OLD = ("2.1", "2.7", "2.9")
LATE = ("2.10", "2.16", "Preview")
NEW = ("2.16", "Preview")
GROUP = {"id": "3", "name": "News", "created_at": 60, "parent_id": "2", "help_center_id": 7}
IN_FRENCH = {"name": "Nouvelles", "description": "?"}
SECTION = {"id": "4", "type": "section", "name": "Old", "parent_id": 3, "order": 1}
CENTER = {"id": "7", "workspace_id": "w", "identifier": "help", "website_turned_on": False, "locales": ["en"]}
REDIRECT = {
    "id": "26", "type": "help_center_redirect", "from_url": "http://x.test/help/old", "locale": "en",
    "help_center_id": "7", "target_type": "article", "target_id": "11",
}  # fmt: skip
LISTED = {"type": "list", "total_count": 1, "pages": {"type": "pages", "page": 1, "per_page": 20, "total_pages": 1}}
REDIRECTS = "/help_center/help_centers/7/redirects"
TO_ARTICLE = {"from_url": "http://x.test/help/old", "locale": "en", "target_type": "article", "target_id": "11"}


def deleted(line: str, call: Any, path: str, kind: str, *versions: str) -> Case:
    """Return what deleting asks and gives."""
    answer = {"id": "3", "object": kind, "deleted": True}
    return Case(line, call, Asked("DELETE", path), answer, answer, DeletedObject, versions)


@each(
    Case("collections.list", lambda c: c.collections.list(), Asked("GET", "/help_center/collections"),
         {**LISTED, "data": [GROUP]}, {"id": "3", "name": "News"}, Collection, (*OLD, *LATE)),
    Case("collections.create", lambda c: c.collections.create(name="News", description="x"),
         Asked("POST", "/help_center/collections", {}, {"name": "News", "description": "x"}), GROUP, {"id": "3"},
         Collection, (*OLD, *LATE)),
    Case("collections.create elsewhere",
         lambda c: c.collections.create(name="News", parent_id="2", help_center_id="7",
                                        translated_content={"fr": GroupContentChanges(name="Nouvelles")}),
         Asked("POST", "/help_center/collections", {}, {
             "name": "News", "parent_id": "2", "help_center_id": 7,
             "translated_content": {"fr": {"name": "Nouvelles"}},
         }), GROUP, {"parent_id": "2", "help_center_id": "7"}, Collection, LATE),
    Case("collections.retrieve", lambda c: c.collections.retrieve(3), Asked("GET", "/help_center/collections/3"),
         {**GROUP, "translated_content": {"pt-BR": IN_FRENCH}}, {"translated_content.pt_br.name": "Nouvelles"},
         Collection, (*OLD, *LATE)),
    Case("collections.update", lambda c: c.collections.update("3", name="News", parent_id=None),
         Asked("PUT", "/help_center/collections/3", {}, {"name": "News", "parent_id": None}), GROUP, {"id": "3"},
         Collection, LATE),
    Case("collections.update in other languages",
         lambda c: c.collections.update("3", description="x", translated_content={"fr": IN_FRENCH}),
         Asked("PUT", "/help_center/collections/3", {}, {"description": "x", "translated_content": {"fr": IN_FRENCH}}),
         GROUP, {"id": "3"}, Collection, (*OLD, *LATE)),
    deleted("collections.delete", lambda c: c.collections.delete(3), "/help_center/collections/3", "collection",
            *OLD, *LATE),
    Case("sections.list", lambda c: c.sections.list(per_page=5),
         Asked("GET", "/help_center/sections", {"per_page": "5"}), {**LISTED, "data": [SECTION]},
         {"id": "4", "parent_id": "3"}, Section, OLD),
    Case("sections.create", lambda c: c.sections.create(name="Old", parent_id="3"),
         Asked("POST", "/help_center/sections", {}, {"name": "Old", "parent_id": 3}), SECTION, {"name": "Old"}, Section,
         OLD),
    Case("sections.retrieve", lambda c: c.sections.retrieve(4), Asked("GET", "/help_center/sections/4"),
         {**SECTION, "translated_content": {"fr": {"name": "Vieux"}}}, {"translated_content.fr.name": "Vieux"},
         Section, OLD),
    Case("sections.update",
         lambda c: c.sections.update(4, name="Old", parent_id=3, translated_content={"fr": {"name": "Vieux"}}),
         Asked("PUT", "/help_center/sections/4", {},
               {"name": "Old", "parent_id": 3, "translated_content": {"fr": {"name": "Vieux"}}}),
         SECTION, {"order": 1}, Section, OLD),
    deleted("sections.delete", lambda c: c.sections.delete(4), "/help_center/sections/4", "section", *OLD),
    Case("help_centers.list", lambda c: c.help_centers.list(), Asked("GET", "/help_center/help_centers"),
         {"type": "list", "data": [CENTER]}, {"id": "7", "locales": ("en",)}, HelpCenter, (*OLD, *LATE)),
    Case("help_centers.retrieve", lambda c: c.help_centers.retrieve(7), Asked("GET", "/help_center/help_centers/7"),
         CENTER, {"identifier": "help"}, HelpCenter, (*OLD, *LATE)),
    Case("help_centers.list_redirects", lambda c: c.help_centers.list_redirects(7),
         Asked("GET", REDIRECTS, {"per_page": "250"}), {**LISTED, "data": [REDIRECT]}, {"id": "26", "target_id": "11"},
         HelpCenterRedirect, NEW),
    Case("help_centers.create_redirect",
         lambda c: c.help_centers.create_redirect(7, from_url="http://x.test/help/old", locale="en",
                                                  target_type="article", target_id=11),
         Asked("POST", REDIRECTS, {}, TO_ARTICLE), REDIRECT, {"locale": "en"}, HelpCenterRedirect, NEW),
    Case("help_centers.retrieve_redirect", lambda c: c.help_centers.retrieve_redirect(7, 26),
         Asked("GET", f"{REDIRECTS}/26"), REDIRECT, {"help_center_id": "7"}, HelpCenterRedirect, NEW),
    deleted("help_centers.delete_redirect", lambda c: c.help_centers.delete_redirect("7", "3"), f"{REDIRECTS}/3",
            "help_center_redirect", *NEW),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_collections_are_read_page_by_page() -> None:
    """Their next page is a URL, of another host than the one asked."""
    wire = Wire(*links("/help_center/collections", "data", [GROUP], [{**GROUP, "id": "4"}]))
    assert [each.id for each in await wire.run(lambda c: c.collections.list())] == ["3", "4"]
    assert wire.asked[1] == Asked("GET", "/help_center/collections", {"page": "2", "per_page": "1"})


async def test_the_languages_of_a_collection_and_of_a_section() -> None:
    """By the names that the API has for them; what is null is not said."""
    said = {"type": "group_translated_content", "fr": IN_FRENCH, "zh-CN": {"name": "?"}, "id": {"name": "Berita"}}
    for call in (lambda c: c.collections.retrieve(3), lambda c: c.sections.retrieve(4)):
        wire = Wire({**SECTION, "type": None, "translated_content": {**said, "de": None}}, version="2.7")
        content = (await wire.run(call)).translated_content
        assert content.by_language() == {"fr": content.fr, "id": content.id, "zh-CN": content.zh_cn}
        assert content.fr.description == "?"


async def test_until_2_9_no_collection_stands_in_another() -> None:
    """There are sections for that; what would be ignored is not sent."""
    wire = Wire(version="2.9")
    for method in ("create", "update"):
        with pytest.raises(ValueError, match=f"collections.{method}: parent_id came with 2.10, this is 2.9"):
            await (
                wire.client.collections.create(name="a", parent_id=1)
                if method == "create"
                else wire.client.collections.update(3, parent_id=1)
            )
    assert wire.asked == []


async def test_a_url_that_leads_somewhere_is_a_conflict() -> None:
    error = {"code": "resource_conflict", "message": "A redirect with that URL already exists"}
    wire = Wire(json_response(409, {"type": "error.list", "errors": [error]}))
    with pytest.raises(ConflictError, match="already exists") as caught:
        await wire.run(lambda c: c.help_centers.create_redirect(7, **TO_ARTICLE))
    assert caught.value.code == "resource_conflict"


async def test_sections_ended_with_2_9() -> None:
    """The refusal says what to call instead."""
    refusal = await refused(lambda c: c.sections.list(), "2.10")
    assert "collections.list" in str(refusal)
    assert (await refused(lambda c: c.help_centers.list_redirects(7), "2.15")).operation.startswith("help_centers.")
