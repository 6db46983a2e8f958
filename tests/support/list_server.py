"""A server of one list in any of the shapes that Intercom gives lists, and a client to read it with."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import attrs

from intercom_async import Intercom
from intercom_async import operations as ops
from intercom_async.http import HttpRequest, HttpResponse
from intercom_async.models.common import Reference
from intercom_async.operation import GET, Paging, Request
from intercom_async.pagination import Checkpoint, Paginator, with_page_size
from intercom_async.transports.memory import MemoryTransport, json_response
from intercom_async.unset import UNSET, Unset

HOST: Final = "https://api.intercom.io"
AUDIENCES: Final = GET("/audiences", paging=Paging.PAGE_TOP_LEVEL, items="data", page_size=(50, 50))
COUNTS: Final = GET("/counts", paging=Paging.PAGE, items="company.tag")


@attrs.frozen
class Asked:
    """What a request for a page says: where in the list, how many, and of what."""

    path: str
    where: Mapping[str, Any]
    listed: Mapping[str, Any]

    @property
    def page(self) -> int:
        """The number of the page."""
        return int(self.where.get("page", 1))

    @property
    def size(self) -> int:
        """How many objects a page has."""
        return int(self.where.get("per_page", 20))


@attrs.frozen
class Cut:
    """One page of the list."""

    items: list[object]
    total: int
    asked: Asked
    start: int

    @property
    def end(self) -> int:
        """Where the next page starts."""
        return self.start + len(self.items)

    @property
    def more(self) -> bool:
        """Whether there is another."""
        return self.end < self.total

    def link(self, **where: object) -> str:
        """Return a link to a page of the same list, on a host that the client does not know."""
        return f"{HOST}{self.asked.path}?{urlencode({**self.asked.listed, **where})}"

    def next_link(self) -> str | None:
        """Return a link to the next page by its number."""
        return self.link(page=self.asked.page + 1, per_page=self.asked.size) if self.more else None

    def numbers(self, kind: type = int) -> dict[str, object]:
        """Return which page this is of how many."""
        pages = -(-self.total // self.asked.size)
        return {"page": kind(self.asked.page), "per_page": kind(self.asked.size), "total_pages": kind(pages)}


_WHERE: Final = {"page", "per_page", "starting_after", "cursor", "before"}


@attrs.frozen
class Shape:
    """One way to give a list in pages."""

    name: str
    request: Request
    #: Where the page starts that a request asks for.
    start: Callable[[Asked], int]
    #: The body of a page.
    body: Callable[[Cut], dict[str, object]]
    version: str = "2.16"


def _by_number(asked: Asked) -> int:
    return (asked.page - 1) * asked.size


def _by(name: str, prefix: str = "c") -> Callable[[Asked], int]:
    return lambda asked: int(str(asked.where.get(name, f"{prefix}0")).removeprefix(prefix))


def _cursor(cut: Cut) -> dict[str, object]:
    following = {"page": cut.asked.page + 1, "starting_after": f"c{cut.end}"}
    return {"data": cut.items, "total_count": cut.total, "pages": {"next": following} if cut.more else {}}


def _numbered(key: str, following: Callable[[Cut], dict[str, object]], kind: type = int) -> Callable[[Cut], Any]:
    return lambda cut: {key: cut.items, "pages": {**cut.numbers(kind), **following(cut)}}


def _object(cut: Cut) -> dict[str, object]:
    return {"next": {"page": cut.asked.page + 1} if cut.more else None}


def _cursor_too(cut: Cut) -> dict[str, object]:
    # As the files describe it, though only the number can be sent.
    return {"next": {"page": cut.asked.page + 1, "starting_after": "no"}} if cut.more else {}


def _events(cut: Cut) -> dict[str, object]:
    """Link by other names than were asked with, as the server does, and beside it to what came since."""
    assert cut.asked.listed in ({"type": "user", "email": "a@b.c"}, {"type": "user", "intercom_user_id": "u 1"})
    person = {"type": "user", "intercom_user_id": "u 1", "per_page": cut.asked.size}
    pages = {"since": f"{HOST}/events?{urlencode({**person, 'since': 9})}"}
    if cut.more:
        pages["next"] = f"{HOST}/events?{urlencode({**person, 'before': cut.end})}"
    return {"type": "event.list", "events": cut.items, "pages": pages}


def _merges(cut: Cut) -> dict[str, object]:
    return {"data": cut.items, "has_more": cut.more, "next_cursor": f"c{cut.end}" if cut.more else None}


def _counts(cut: Cut) -> dict[str, object]:
    pages = {"pages": {"type": "pages", "next": cut.next_link(), **cut.numbers()}}
    return {"type": "count", "company": {"tag": cut.items}, "pages": pages}


_LOGS: Final = ops.Admins.search_activity_logs(json={"created_at_after": 1, "event_types": ["role_change"]})

SHAPES: Final = {
    shape.name: shape
    for shape in (
        Shape("cursor_query", ops.Contacts.list(query={"tag": "t"}), _by("starting_after"), _cursor),
        Shape("search_body", ops.Contacts.search(json={"query": {}}), _by("starting_after"), _cursor),
        Shape(
            "page_query by link",
            ops.Users.list(query={"tag_id": "7"}),
            _by_number,
            _numbered("users", lambda cut: {"next": cut.next_link()}),
            "1.4",
        ),
        Shape("page_query by object", ops.Companies.list_all(), _by_number, _numbered("data", _object)),
        Shape(
            "page_query by number",
            ops.Admins.list_activity_logs(query={"created_at_after": 1}),
            _by_number,
            _numbered("activity_logs", lambda _: {}, str),
        ),
        Shape(
            "page_body by link", _LOGS, _by_number, _numbered("activity_logs", lambda cut: {"next": cut.next_link()})
        ),
        Shape("page_body by object", _LOGS, _by_number, _numbered("activity_logs", _cursor_too)),
        Shape("page_body by number", _LOGS, _by_number, _numbered("activity_logs", lambda _: {})),
        Shape(
            "next_url", ops.DataEvents.list(query={"type": "user", "email": "a@b.c"}), _by("before", ""), _events, "1.0"
        ),
        Shape("next_cursor", ops.Contacts.list_merge_history(contact_id="c1"), _by("cursor"), _merges),
        Shape(
            "page_query_top_level",
            AUDIENCES(query={"kind": "k"}),
            _by_number,
            lambda cut: {"data": cut.items, "total_count": cut.total, **cut.numbers()},
        ),
        Shape("nested pages", COUNTS(query={"type": "company", "count": "tag"}), _by_number, _counts, "1.4"),
    )
}


class ListServer:
    """Answers requests for the pages of a list of *size* objects, whose ids are "0", "1" and so on."""

    def __init__(self, shape: Shape, size: int) -> None:
        self.shape = shape
        self.ids = [str(number) for number in range(size)]
        self.asked: list[Asked] = []

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request, which must name the list as the first one did."""
        asked = _read(request)
        if not self.asked and self.shape.name != "next_url":
            self.listed = asked.listed
        assert self.shape.name == "next_url" or asked.listed == self.listed
        self.asked.append(asked)
        start = self.shape.start(asked)
        items: list[object] = [{"id": each} for each in self.ids[start : start + asked.size]]
        return json_response(200, self.shape.body(Cut(items, len(self.ids), asked, start)))

    def client(self) -> Intercom:
        """Return a client of this server."""
        transport = MemoryTransport(self)
        return Intercom("t", version=self.shape.version, transport=transport, rate_limit=None, retry=None)

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[Reference]:
        """Return the list as a client reads it."""
        core = self.client().core
        paging = self.shape.request.operation.paging_at(core.config.version)
        return Paginator(core, with_page_size(self.shape.request, paging, per_page), Reference, resume=resume)


def _read(request: HttpRequest) -> Asked:
    """Take a request apart; of a search only the part for paging tells where."""
    url = urlsplit(request.url)
    given: dict[str, Any] = dict(parse_qsl(url.query, strict_parsing=bool(url.query)))
    if request.body is not None:
        body = json.loads(request.body)  # type: ignore[arg-type]  # never a stream here
        given |= {**body, **body.get("pagination", {})}
        assert all(isinstance(given[name], int) for name in ("page", "per_page") if name in given)
    where = {name: value for name, value in given.items() if name in _WHERE}
    listed = {name: value for name, value in given.items() if name not in {*_WHERE, "pagination"}}
    return Asked(url.path, where, listed)


def ids(items: Sequence[Reference]) -> list[str | None]:
    """Return the ids of what was listed."""
    return [item.id for item in items]
