"""Lists page by page: pure rules for what comes next, and the one iterator over them."""

import hashlib
import json
from collections.abc import AsyncIterator, Generator, Mapping
from typing import Any, Final, Generic, TypeVar, cast, get_args

import attrs

from .core import Core
from .errors import (
    ApiError,
    BadRequestError,
    CheckpointError,
    DecodeError,
    PageLimitError,
    PaginationError,
    PaginationStalledError,
)
from .operation import Paging, Request
from .positions import ENDED_BY_EMPTY, NUMBERED, Position, next_position, whole
from .response import Response
from .unset import UNSET, Unset
from .wire import json_ready

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

#: What a checkpoint is; JSON-safe.
Checkpoint = dict[str, Any]

_STALE_PAGE: Final = ("page limit", "'page' not found")

#: What says where in a list a page is, and not what is listed.
_WHERE: Final = frozenset({"page", "per_page", "starting_after", "cursor"})


@attrs.frozen(kw_only=True)
class Page(Generic[T_co]):
    """One page of a list."""

    items: tuple[T_co, ...]
    #: How many objects the whole list has, None when the server does not say.
    total_count: int | None
    #: Where to go on after this page, for ``resume=``: JSON-safe, good in another process too; None for a scroll.
    checkpoint: Checkpoint | None = attrs.field(repr=False)
    #: The answer that brought the page; its value is the JSON body (None for a scroll, which reads ahead).
    response: Response[Any] = attrs.field(repr=False)


def with_page_size(request: Request, paging: Paging, per_page: int | Unset) -> Request:
    """Return *request* asking for pages of *per_page*, or of the largest known size when that is not given."""
    largest = request.operation.page_size[1]
    if isinstance(per_page, Unset):
        if largest is None or paging in {Paging.NONE, Paging.SCROLL}:
            return request
        per_page = largest
    if isinstance(per_page, bool) or per_page < 1:
        msg = f"{request.operation.name}: per_page must be at least 1, not {per_page!r}"
        raise ValueError(msg)
    if largest is not None and per_page > largest:
        msg = f"{request.operation.name}: per_page must be at most {largest}, not {per_page}"
        raise ValueError(msg)
    return at_position(request, paging, {"per_page": per_page})


def at_position(request: Request, paging: Paging, position: Mapping[str, object]) -> Request:
    """Return *request* for the page at *position*."""
    if paging is Paging.SEARCH:
        body = cast("Mapping[str, Any]", request.json)
        return attrs.evolve(request, json={**body, "pagination": {**body.get("pagination", {}), **position}})
    if paging is Paging.PAGE_BODY:
        here = {name: whole(value) or value for name, value in position.items() if name in _WHERE}
        return attrs.evolve(request, json={**cast("Mapping[str, Any]", request.json or {}), **here})
    if paging is Paging.NEXT_URL and not position.keys() <= _WHERE:
        return attrs.evolve(request, query=position)  # the link may name what is listed in another way
    return attrs.evolve(request, query={**request.query, **position})


def items_of(body: object, key: str | None) -> list[object]:
    """Return the items in a list's body: under *key*, else wherever a list is; a single object is a list of one.

    A dot in *key* leads into an object.
    """
    if body is None:
        return []
    if isinstance(body, list):
        return cast("list[object]", body)
    if not isinstance(body, dict):
        msg = f"expected a list, got {type(body).__name__}"
        raise DecodeError(msg)
    content = cast("dict[str, object]", body)
    if key is not None and "." in key:
        outer, _, inner = key.partition(".")
        return items_of(content.get(outer), inner)
    if key is not None and key in content and content[key] is None:
        return []
    for value in (content.get(key or "data"), content.get("data"), *content.values()):
        if isinstance(value, list):
            return cast("list[object]", value)
    return [content] if "id" in content else []


def fingerprint(request: Request, path: str) -> str:
    """Return a short hash of what is listed, without where in it."""
    body: Any = json_ready(request.json)
    if isinstance(body, dict):
        listed = cast("dict[str, Any]", body).items()
        body = {key: value for key, value in listed if key not in {"pagination", "per_page"}}
    query = {name: str(value) for name, value in request.query.items() if value is not UNSET and name != "per_page"}
    text = json.dumps([path, query, body], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@attrs.define
class _Progress:
    """How far a listing has come, to see that it goes on and ends where it should."""

    name: str
    count: int = 0
    totals: set[int | None] = attrs.field(factory=set[int | None])
    visited: set[str] = attrs.field(factory=set[str])
    longest_page: int = 0

    def take(self, page: int, total: int | None) -> None:
        self.count += page
        self.longest_page = max(self.longest_page, page)
        self.totals.add(total)

    def go_on(self, position: Mapping[str, object]) -> None:
        """Refuse to ask for a page that was asked for before."""
        mark = json.dumps(position, sort_keys=True, default=str)
        if mark in self.visited:
            msg = f"{self.name}: the server gave the same next page twice, after {self.count} objects"
            raise PaginationStalledError(msg)
        self.visited.add(mark)

    def check_end(self) -> None:
        """Refuse an end that comes a page or more before the total that every page named."""
        total = next(iter(self.totals)) if len(self.totals) == 1 else None
        if total is not None and self.longest_page and self.count + self.longest_page <= total:
            raise self.limit(f"ended after {self.count} of {total}")

    def limit(self, problem: str) -> PageLimitError:
        """Return the error for a list that cannot be read further by page."""
        msg = f"{self.name}: {problem}: page lists end at 10,000; use scroll() or search() to read everything"
        return PageLimitError(msg)


class Paginator(Generic[T]):
    """A list that is read when it is iterated over, page by page.

    ``async for`` gives the objects, `pages` the pages, ``await`` the first page, `collect` a list. Each iteration
    starts anew; nothing is sent before.
    """

    __slots__ = ("_core", "_model", "_request", "_resume")

    def __init__(self, core: Core, request: Request, model: type[T], *, resume: Checkpoint | None = None) -> None:
        self._core = core
        self._request = request
        self._model = model
        self._resume = self._checked(resume) if resume is not None else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {_name(self._model)} by {self._request.operation.name}>"

    def __aiter__(self) -> AsyncIterator[T]:
        return self._items()

    def __await__(self) -> Generator[Any, None, Page[T]]:
        return self._first().__await__()

    async def _first(self) -> Page[T]:
        async for page in self.pages():
            return page
        msg = f"{self._request.operation.name}: the checkpoint is at the end of the list, there is no page after it"
        raise PaginationError(msg)

    async def _items(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item

    async def collect(self, *, limit: int | None = None) -> list[T]:
        """Return the objects as a list, at most *limit* of them; no page is fetched beyond that."""
        found: list[T] = []
        if limit is not None and limit <= 0:
            return found
        async for page in self.pages():
            found += page.items
            if limit is not None and len(found) >= limit:
                return found[:limit]
        return found

    async def pages(self) -> AsyncIterator[Page[T]]:
        """Iterate over the pages."""
        operation, version = self._request.operation, self._core.config.version
        paging, path = operation.paging_at(version), self._request.path(version)
        progress = _Progress(operation.name)
        request: Request | None = self._request
        if self._resume is not None:
            progress.count = self._resume["count"]
            position = self._resume["next"]
            request = None if position is None else at_position(self._request, paging, position)
        while request is not None:
            response = await self._fetch(request, progress)
            items = self._decode(response.value, operation.items_at(version))
            total = _count(response.value)
            progress.take(len(items), total)
            position = next_position(response.value, path, paging)
            if not items and paging in ENDED_BY_EMPTY:
                position = None
            if position is None and paging in NUMBERED and self._resume is None:
                progress.check_end()
            elif position is not None:
                progress.go_on(position)
            checkpoint = self._checkpoint(position, progress.count)
            yield Page(items=items, total_count=total, checkpoint=checkpoint, response=response)
            request = None if position is None else at_position(self._request, paging, position)

    async def _fetch(self, request: Request, progress: _Progress) -> Response[Any]:
        try:
            return await self._core.send(request, _as_is)
        except BadRequestError as error:
            if progress.count and _is_page_limit(error):
                raise progress.limit(f"{error.message} after {progress.count} objects") from error
            raise

    def _decode(self, body: object, key: str | None) -> tuple[T, ...]:
        return tuple(self._core.codec.decode_items(self._model, items_of(body, key), path=f"$.{key or 'data'}"))

    def _checkpoint(self, position: Position, count: int) -> Checkpoint:
        position = dict(position) if position is not None else None
        return {**self._identity(), "next": position, "count": count}

    def _identity(self) -> Checkpoint:
        version = self._core.config.version
        path = self._request.path(version)
        query = fingerprint(self._request, path)
        return {"operation": self._request.operation.name, "version": version.text, "query": query}

    def _checked(self, resume: Checkpoint) -> Checkpoint:
        """Refuse a checkpoint of another listing."""
        for key, own in self._identity().items():
            if resume.get(key) != own:
                msg = f"{self._request.operation.name}: the checkpoint is of another {key}: {resume.get(key)!r}"
                raise CheckpointError(msg)
        position, count = resume.get("next"), resume.get("count")
        if not isinstance(count, int) or not (position is None or isinstance(position, dict)):
            msg = f"{self._request.operation.name}: the checkpoint is damaged"
            raise CheckpointError(msg)
        return resume


def _name(model: Any) -> str:
    return getattr(model, "__name__", None) or " | ".join(member.__name__ for member in get_args(model))


def _as_is(body: Any) -> Any:
    return body


def _count(body: object) -> int | None:
    total = cast("dict[str, Any]", body).get("total_count") if isinstance(body, dict) else None
    return total if isinstance(total, int) else None


def _is_page_limit(error: ApiError) -> bool:
    message = (error.message or "").lower()
    return any(text in message for text in _STALE_PAGE)
