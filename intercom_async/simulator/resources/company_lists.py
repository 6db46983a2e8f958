"""The lists of companies: pages by number, the scroll, and the search of Preview."""

from collections.abc import Callable, Iterator
from typing import Final

from ...versions import V2_0, Version
from ..bodies.companies import company_body
from ..call import Call, Problem, Reply, invalid
from ..companies import Company
from ..lists import numbered, refuse_deep, scrolled
from ..pages import cursor_pages, encode_cursor
from ..routes import Routes
from ..search import COMPANIES, search
from ..world import World

routes: Final = Routes()

_BY: Final = ("tag_id", "segment_id")


def _envelope(version: Version) -> tuple[str, str]:
    """Return the ``type`` of a list and the key of its items."""
    return ("list", "data") if version >= V2_0 else ("company.list", "companies")


@routes("companies.list_all")
def list_all(world: World, call: Call) -> Reply:
    """Answer a page of the companies that have people, in 2.x; the page stands in the query."""
    return _page(world, call, _in_order(world, call), total=len(world.companies), default=15)


@routes("companies.list")
def list_companies(world: World, call: Call) -> Reply:
    """Answer a page of the companies that have people, of those with a tag or in a segment when one is asked for."""
    if all(key in call.query for key in _BY):
        raise invalid("tag_id and segment_id exclude each other")
    default = 15 if call.version >= V2_0 else 50
    if not any(key in call.query for key in _BY):
        return _page(world, call, _in_order(world, call), total=len(world.companies), default=default)
    matches = _condition(world, call)
    found = [company for company in _in_order(world, call) if matches(company)]
    return _page(world, call, iter(found), total=len(found), default=default)


@routes("companies.scroll")
def scroll(world: World, call: Call) -> Reply:
    """Answer the next companies of the scroll; those without people are left out."""
    companies, token = scrolled(world, call, "companies", lambda after: world.companies.in_order("id", after=after))
    kind, key = _envelope(call.version)
    items = [company_body(world, call, company) for company in companies]
    return Reply({"type": kind, key: items, "pages": None, "total_count": None, "scroll_param": token})


@routes("companies.search")
def search_companies(world: World, call: Call) -> Reply:
    """Answer a page of the companies that match a query."""
    found = search(world, call, COMPANIES)
    cursor, per_page = found.cursor, found.per_page
    last = found.items[-1] if found.more else None
    following = encode_cursor(found.sorted_by.value(last), last.id, cursor.page + 1) if last else None
    return Reply({
        "type": "list",
        "data": [company_body(world, call, company) for company in found.items],
        "total_count": found.total,
        "pages": cursor_pages(page=cursor.page, per_page=per_page, total=found.total, next_cursor=following),
    })  # fmt: skip


def _in_order(world: World, call: Call) -> Iterator[Company]:
    order = call.query.get("order", "desc")
    if order not in {"asc", "desc"}:
        raise Problem(400, "bad_request", "order must be asc or desc")
    return world.companies.in_order("last_request_at", descending=order == "desc")


def _condition(world: World, call: Call) -> Callable[[Company], bool]:
    if "tag_id" in call.query:
        return lambda company: world.tags.has(company.id, call.query["tag_id"])
    segment = world.segments.get(call.query["segment_id"])
    return lambda company: segment is not None and world.segments.matches(segment, company, call.second)


def _page(world: World, call: Call, companies: Iterator[Company], *, total: int, default: int) -> Reply:
    """Answer one page; behind the 10,000th company there is nothing in 2.x and an error in 1.x."""
    page = numbered(call, default=default, maximum=60)
    if call.version < V2_0:
        refuse_deep(page)
    shown = page.cut(companies)
    kind, key = _envelope(call.version)
    pages = page.pages(call, total)
    return Reply({
        "type": kind,
        key: [company_body(world, call, company) for company in shown],
        "pages": pages if shown else {**pages, "next": None},
        "total_count": total,
    })  # fmt: skip
