"""How every list really pages: each row of the published table, in the first and the last version that it holds for."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import attrs
import pytest
from support.crowded import Place, crowded, places, shape
from support.scene import Scene
from support.simulator_calls import BASE, Result

Count = Callable[[str, object], None]

#: What a list gives at most that nobody knows the maximum of: "for any API", and what one program asks companies for.
_MOST: Final = {"?": 150, "60?": 60, "50/60?": 60}
#: Where the last page has ``next`` as null in a recording, or in none that shows a last page; elsewhere it is absent.
_NULL_AT_THE_END: Final = frozenset({
    *("listActivityLogs", "retrieveCompany", "listAllCompanies", "listCompanyNotes", "listCompaniesForAContact"),
    *("listNotes", "searchContent", "listDeletedConversationIds", "listMacros", "listDataConnectors"),
    *("listDataConnectorExecutionResults", "getWhatsAppMessageStatus", "searchActivityLogs"),
})  # fmt: skip
#: The lists by cursor that number no pages.
_UNNUMBERED: Final = frozenset({
    *("listMacros", "listDataConnectors", "listDataConnectorExecutionResults", "getWhatsAppMessageStatus"),
    "ListContactActivities",
})  # fmt: skip
#: Where the page must be counted by whoever reads: no link leads on.
_UNLINKED: Final = frozenset({"listSideConversations", "searchActivityLogs"})
#: Rows without a recorded body, and what the schema has that the table leaves out.
_TYPES: Final = {"/away_status_reasons": "list", "/export/reporting_data/get_datasets": "list", "/events": "event.list"}

#: The styles that are read by the same steps.
_PAGED: Final = ("page_query", "page_query_top_level", "page_body", "cursor_query", "search_body", "next_cursor")

#: What asks for a page: a size, and which page as the style has it.
Turn = dict[str, object]


@attrs.frozen
class Listing:
    """One list in one version."""

    scene: Scene
    row: Mapping[str, str]
    version: str

    @property
    def style(self) -> str:
        return self.row["style_real"]

    @property
    def place(self) -> Place:
        key = (self.row["method"], shape(self.row["path"]))
        return places(self.scene).get(key, Place(self.row["path"]))

    def ask(self, turn: Turn | None = None) -> Result:
        """Ask for a page: by the query, or by the body where the style says so."""
        path, body = self.place.path, self.place.body
        if self.style == "search_body":
            body = {**(body or {}), "pagination": turn or {}}
        elif self.style == "page_body":
            body = {**(body or {}), **(turn or {})}
        elif turn:
            path += ("&" if "?" in path else "?") + urlencode(turn)
        return self.scene.api.call(self.row["method"], path, body, version=self.version)

    def read(self, turn: Turn | None = None) -> Any:
        """Ask for a page that there is."""
        result = self.ask(turn)
        assert result.status == 200, result.body
        return result.body

    def items(self, body: Any) -> list[Any]:
        """Return what is under the recorded key."""
        if self.row["envelope_key"] == "(top-level array)":
            return list(body)
        for key in self.row["envelope_key"].split("."):
            body = body[key]
        return list(body)

    def numbers(self, body: Any) -> Mapping[str, Any]:
        """Return what counts the pages."""
        if self.style == "page_query_top_level":
            return {key: body[key] for key in ("page", "per_page", "total_pages")}
        return {} if self.style in {"next_cursor", "none"} else body["pages"]

    def turn_after(self, body: Any, turn: Turn, size: int) -> Turn | None:
        """Return what asks for the page behind *body*; None when it says that it is the last."""
        if self.style == "next_cursor":
            assert body["has_more"] is ("next_cursor" in body)
            return {**turn, "cursor": body["next_cursor"]} if body["has_more"] else None
        numbers = self.numbers(body)
        if self.style in {"cursor_query", "search_body"}:
            following = numbers.get("next")
            if following is None:
                return None
            numbered = self.row["operationId"] not in _UNNUMBERED
            assert set(following) == ({"starting_after", "page"} if numbered else {"starting_after"})
            return {**turn, "starting_after": following["starting_after"]}
        page = numbers["page"]
        linked = {**turn, "page": page + 1, "per_page": size}
        last = page >= numbers["total_pages"]
        if self.style == "page_query" and self.row["operationId"] not in _UNLINKED and not last:
            address, _, query = numbers["next"].partition("?")
            assert address == BASE + self.place.path.partition("?")[0]
            assert set(urlencode(linked).split("&")) <= set(query.split("&"))
        return None if last else linked

    def walk(self, turn: Turn, size: int) -> Iterator[Any]:
        """Yield the pages from the first to the last."""
        following: Turn | None = turn
        for _ in range(100):
            body = self.read(following)
            yield body
            following = self.turn_after(body, turn, size)
            if following is None:
                return
        pytest.fail(f"{told(self)} does not end")


def listings(facts: Path, scene: Scene, *styles: str) -> Iterator[Listing]:
    """Yield the lists of these styles in the first and the last version of each row."""
    with (facts / "pagination.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["style_real"] in styles]
    for row in rows:
        versions = row["versions"].split()
        for version in dict.fromkeys((versions[0], versions[-1])):
            yield Listing(scene, row, version)


@pytest.fixture(scope="module")
def scene(api_facts: Path) -> Scene:
    """A workspace with more of everything than a page shows."""
    del api_facts
    return crowded()


def told(listing: Listing) -> str:
    return f"{listing.row['method']} {listing.row['path']} at {listing.version}"


def check_envelope(listing: Listing, body: Any) -> None:
    """The type of the list, the key of its items and whether it says how many there are."""
    listing.items(body)
    if listing.row["envelope_key"] != "(top-level array)":
        expected = listing.row["envelope_type"] or _TYPES.get(listing.row["path"])
        if listing.style == "next_url":
            expected = _TYPES[listing.row["path"]]
        assert body.get("type") == expected, told(listing)
        assert ("total_count" in body) is (listing.row["has_total_count"] == "True"), told(listing)


def check_numbers(listing: Listing, body: Any, size: int) -> None:
    """What counts the pages, of one that is not the last."""
    numbers, name = listing.numbers(body), listing.row["operationId"]
    keys = {"page", "per_page", "total_pages"}
    if listing.style == "next_cursor":
        return
    if listing.style != "page_query_top_level":
        keys |= {"type", "next"}
        assert numbers["type"] == "pages", told(listing)
    if name in _UNNUMBERED:
        keys -= {"page", "total_pages"} if name != "getWhatsAppMessageStatus" else {"page"}
    keys -= {"next"} if name == "listSideConversations" else set()
    keys |= {"prev"} if name == "searchContent" else set()
    assert numbers.keys() == keys, told(listing)
    assert int(numbers["per_page"]) == size, told(listing)


def check_end(listing: Listing, body: Any) -> None:
    """The last page, or one behind it: ``next`` is null or absent as it was recorded."""
    if listing.style in {"page_query", "cursor_query", "search_body", "page_body"}:
        absent = listing.row["operationId"] not in _NULL_AT_THE_END
        assert ("next" not in listing.numbers(body)) is absent, told(listing)
        assert listing.numbers(body).get("next") is None, told(listing)


def check_walk(listing: Listing, size: int) -> list[Any]:
    """Read the list to its end and return what is on it: each once, and as many as every page says."""
    pages = list(listing.walk({}, size))
    assert len(pages) > 1, told(listing)
    for page in pages:
        check_envelope(listing, page)
    for page in pages[:-1]:
        check_numbers(listing, page, size)
        assert len(listing.items(page)) == size, told(listing)
    check_end(listing, pages[-1])
    assert 0 < len(listing.items(pages[-1])) <= size, told(listing)
    found = [item for page in pages for item in listing.items(page)]
    assert len({json.dumps(item) for item in found}) == len(found), told(listing)
    assert all(page.get("total_count", len(found)) == len(found) for page in pages), told(listing)
    return found


def check_sizes(listing: Listing, found: list[Any]) -> None:
    """A size of one's own, the largest one and one that is too large."""
    maximum = listing.row["real_max"]
    most = _MOST[maximum] if maximum in _MOST else int(maximum)
    two = listing.read({"per_page": 2})
    assert listing.items(two) == found[:2], told(listing)
    check_numbers(listing, two, 2)
    assert listing.numbers(two).get("total_pages", -(-len(found) // 2)) == -(-len(found) // 2), told(listing)
    assert listing.items(listing.read({"per_page": most})) == found[:most], told(listing)
    assert listing.ask({"per_page": most + 1}).status in {400, 422}, told(listing)


def test_every_paged_row_pages_as_it_really_does(api_facts: Path, scene: Scene, record_property: Count) -> None:
    """behaviour.md 3 and pagination.csv: size, envelope, numbers, links, maximum, last page and a page past the end."""
    seen = 0
    for listing in listings(api_facts, scene, *_PAGED):
        found = check_walk(listing, int(listing.row["real_default"]))
        check_sizes(listing, found)
        if listing.style.startswith("page_"):
            behind = listing.read({"page": 99})
            assert listing.items(behind) == [], told(listing)
            check_envelope(listing, behind)
            check_end(listing, behind)
        seen += 1
    record_property("paged lists read to the end, one in each version", seen)


def test_every_list_without_pages_ignores_them(api_facts: Path, scene: Scene, record_property: Count) -> None:
    """behaviour.md 3 and pagination.csv: live, GET /admins?per_page=1 still returned every admin."""
    seen = 0
    for listing in listings(api_facts, scene, "none"):
        whole = listing.read()
        check_envelope(listing, whole)
        assert listing.items(whole), told(listing)
        assert "pages" not in whole, told(listing)
        assert listing.items(listing.read({"per_page": 1, "page": 2})) == listing.items(whole), told(listing)
        seen += 1
    record_property("lists without pages that ignore per_page and page", seen)


def test_events_are_paged_by_a_url_alone(api_facts: Path, scene: Scene) -> None:
    """behaviour.md 3 and pagination.csv, next_url: `pages` has `next` only, and nothing on the last page."""
    for listing in listings(api_facts, scene, "next_url"):
        path, sizes = listing.place.path, list[int]()
        while path:
            body = scene.api.get(path, version=listing.version).body
            check_envelope(listing, body)
            sizes.append(len(listing.items(body)))
            following = body["pages"].get("next")
            assert body["pages"] == ({"next": following} if following else {})
            assert following is None or following.startswith(f"{BASE}/events?type=user&")
            path = following and following.removeprefix(BASE)
        assert len(sizes) == 2, told(listing)
        assert sizes[0] == 50, told(listing)


def test_companies_are_scrolled(api_facts: Path, scene: Scene) -> None:
    """behaviour.md 3 and pagination.csv, scroll: of 100, with one token, until a page is empty."""
    for listing in listings(api_facts, scene, "scroll"):
        first = listing.read({"per_page": 1})
        assert (first["type"], first["pages"], first["total_count"]) == (listing.row["envelope_type"], None, None)
        assert 50 < len(listing.items(first)) <= int(listing.row["real_default"])
        last = listing.read({"scroll_param": first["scroll_param"]})
        assert listing.items(last) == []


def test_the_table_has_no_other_style(api_facts: Path) -> None:
    """No row is left out by the tests above."""
    with (api_facts / "pagination.csv").open(newline="", encoding="utf-8") as file:
        styles = {row["style_real"] for row in csv.DictReader(file)}
    assert styles == {*_PAGED, "none", "next_url", "scroll"}
