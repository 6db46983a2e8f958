"""Lists page by page: pure rules for what comes next, and the one iterator over them."""

import hashlib
import json
from collections.abc import AsyncIterator, Generator, Iterator, Mapping, Sized
from contextlib import aclosing
from copy import copy
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar, cast, get_args

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
from .versions import DEFAULT_VERSION, Version
from .wire import json_ready

if TYPE_CHECKING:
    from .read_ahead import Spool

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

#: What a checkpoint is; JSON-safe.
Checkpoint = dict[str, Any]

#: What says where in a list a page is, and not what is listed.
_WHERE: Final = frozenset({"page", "per_page", "starting_after", "cursor"})

#: How many objects a page list gives at most.
_MOST_BY_PAGE: Final = 10_000
_STALE_PAGE: Final = ("page limit", "'page' not found")


def _length(items: Sized) -> str:
    return f"<{len(items)}>"


@attrs.frozen(kw_only=True)
class Page(Generic[T_co]):
    """One page of a list."""

    #: Shown by their number: reprs end in logs.
    items: tuple[T_co, ...] = attrs.field(repr=_length)
    #: How many objects the whole list has, None when the server does not say.
    total_count: int | None
    #: Where to go on after this page, for ``resume=``: JSON-safe, good in another process too; None for a scroll.
    checkpoint: Checkpoint | None = attrs.field(repr=False)
    #: The answer that brought the page; its value is the JSON body (None for a scroll, which reads ahead).
    response: Response[Any] = attrs.field(repr=False)


def with_page_size(
    request: Request, paging: Paging, per_page: int | Unset, version: Version = DEFAULT_VERSION
) -> Request:
    """Return *request* asking for pages of *per_page*, or of the largest known size when that is not given."""
    name, largest = request.operation.name, request.operation.page_size_at(version)[1]
    if isinstance(per_page, Unset):
        if largest is None or paging in {Paging.NONE, Paging.SCROLL}:
            return request
        per_page = largest
    if isinstance(per_page, bool) or not isinstance(per_page, int):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        msg = f"{name}: per_page must be an int, not {type(per_page).__name__}"
        raise TypeError(msg)
    if per_page < 1:
        msg = f"{name}: per_page must be at least 1, not {per_page}"
        raise ValueError(msg)
    if largest is not None and per_page > largest:
        msg = f"{name}: per_page must be at most {largest}, not {per_page}"
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

    A dot in *key* leads into an object. A body in which none of these is found is a `DecodeError`: taken for the end,
    it would lose objects silently.
    """
    if isinstance(body, list):
        return cast("list[object]", body)
    if not isinstance(body, dict):
        msg = f"expected a list, got {'an empty answer' if body is None else type(body).__name__}"
        raise DecodeError(msg)
    content = cast("dict[str, object]", body)
    if key is not None and "." in key:
        outer, _, inner = key.partition(".")
        return items_of(content.get(outer), inner)
    named = [content[name] for name in (key, "data") if name is not None and name in content]
    if "id" in content and not any(isinstance(value, list) for value in named):
        return [content]
    for value in (*named, *content.values()):
        if isinstance(value, list):
            return cast("list[object]", value)
    if None in named:
        return []
    msg = f"expected a list under {key or 'data'!r}, found none"
    raise DecodeError(msg)


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
    #: The list's size as every page so far gave it, None when they differ or do not say.
    total: int | Unset | None = UNSET
    longest_page: int = 0
    visited: set[str] = attrs.field(factory=set[str])

    def take(self, page: int, total: int | None) -> None:
        self.count += page
        self.longest_page = max(self.longest_page, page)
        self.total = total if self.total in {UNSET, total} else None

    def go_on(self, position: Mapping[str, object]) -> None:
        """Refuse to ask for a page that was asked for before."""
        mark = json.dumps(position, sort_keys=True, default=str)
        if mark in self.visited:
            msg = f"{self.name}: the server gave the same next page twice, after {self.count} objects"
            raise PaginationStalledError(msg)
        self.visited.add(mark)

    def shortfall(self) -> PageLimitError | None:
        """Return what is wrong with an end a page or more before the total of every page, or at the server's limit."""
        total = self.total
        if not isinstance(total, int) or not self.longest_page:
            return None
        missing = total - self.count
        if missing >= self.longest_page or (missing > 0 and total > _MOST_BY_PAGE):
            return self.limit(f"ended after {self.count} of {total}")
        return None

    def limit(self, problem: str) -> PageLimitError:
        """Return the error for a list that cannot be read further by page."""
        msg = f"{self.name}: {problem}: page lists end at 10,000; use scroll() or search() to read everything"
        return PageLimitError(msg)

    @property
    def so_far(self) -> Checkpoint:
        """What a checkpoint keeps of it."""
        total = None if isinstance(self.total, Unset) else self.total
        return {"count": self.count, "total": total, "page": self.longest_page}


@attrs.frozen
class _Fetched:
    """A page that is not decoded yet."""

    items: list[object]
    total: int | None
    checkpoint: Checkpoint
    response: Response[Any]


class _Listing(Generic[T]):
    """One reading of a list, from its beginning or a checkpoint to its end."""

    __slots__ = ("_core", "_first", "_identity", "_key", "_model", "_next", "_paging", "_path", "_progress", "_short")

    def __init__(self, core: Core, request: Request, model: type[T], resume: Checkpoint | None) -> None:
        operation, version = request.operation, core.config.version
        self._core = core
        self._model = model
        self._first = request
        self._next: Request | None = request
        self._paging = operation.paging_at(version)
        self._key = operation.items_at(version)
        self._path = request.path(version)
        self._identity = identity(core, request)
        self._progress = _Progress(operation.name)
        #: What is raised behind the last page, when the list is not whole.
        self._short: PageLimitError | None = None
        if resume is not None:
            self._go_on_from(resume)

    def _go_on_from(self, resume: Checkpoint) -> None:
        progress = self._progress
        progress.count, progress.total, progress.longest_page = resume["count"], resume["total"], resume["page"]
        self._move(resume["next"])

    def _move(self, position: Position) -> None:
        """Make the page at *position* the next one."""
        if position is not None:
            self._progress.go_on(position)
            self._next = at_position(self._first, self._paging, position)
            return
        self._next = None
        self._short = self._progress.shortfall() if self._paging in NUMBERED else None

    async def next_page(self) -> Page[T] | None:
        """Fetch and decode the next page, None at the end."""
        fetched = await self._fetch()
        return None if fetched is None else self.decoded(fetched)

    async def aclose(self) -> None:
        """Do nothing: between two pages nothing is under way."""

    async def fetch_ahead(self, most: int, spool: "Spool[_Fetched]") -> None:
        """Fetch every page into *spool*, no more than *most* ahead."""
        await spool.below(most)
        while (fetched := await self._fetch()) is not None:
            spool.put(fetched)
            await spool.below(most)

    async def _fetch(self) -> _Fetched | None:
        request, progress = self._next, self._progress
        if request is None:
            if self._short is not None:
                raise self._short
            return None
        try:
            answer = await self._core.send(request, lambda body: (items_of(body, self._key), body))
        except BadRequestError as error:
            if progress.count and _is_page_limit(error):
                raise progress.limit(f"{error.message} after {progress.count} objects") from error
            raise
        items, body = answer.value
        total = _count(body)
        progress.take(len(items), total)
        position = self._after(request, body, empty=not items)
        self._move(position)
        checkpoint = {**self._identity, "next": position, **progress.so_far}
        return _Fetched(items, total, checkpoint, attrs.evolve(answer, value=body))

    def _after(self, request: Request, body: object, *, empty: bool) -> Position:
        """Return where the list goes on after *body*, the answer to *request*."""
        paging = self._paging
        position = next_position(body, self._path, paging)
        if empty and paging in ENDED_BY_EMPTY:
            position = None
        if position is None or paging not in NUMBERED:
            return position
        # A number of a page means something only together with their size.
        asked = request.query if paging is not Paging.PAGE_BODY else cast("Mapping[str, Any]", request.json or {})
        return {**{name: asked[name] for name in ("per_page",) if name in asked}, **position}

    def decoded(self, fetched: _Fetched) -> Page[T]:
        """Decode the objects of a page."""
        items = decoded(self._core, self._model, fetched.items, self._key, fetched.response)
        return Page(items=items, total_count=fetched.total, checkpoint=fetched.checkpoint, response=fetched.response)


def decoded(
    core: Core, model: type[T], bodies: list[object], key: str | None, response: Response[Any]
) -> tuple[T, ...]:
    """Return *bodies*, which came with *response*, as models."""
    try:
        return tuple(core.codec.decode_items(model, bodies, path=f"$.{key or 'data'}"))
    except DecodeError as error:
        raise DecodeError(error.problem, path=error.path, status=response.status, body=response.body) from error


def identity(core: Core, request: Request) -> Checkpoint:
    """Return what a checkpoint of this list is bound to."""
    version = core.config.version
    query = fingerprint(request, request.path(version))
    return {"operation": request.operation.name, "version": version.text, "query": query}


def checked_checkpoint(core: Core, request: Request, resume: object) -> Checkpoint:
    """Return *resume*, refusing what is no checkpoint of this list."""
    name = request.operation.name
    if not isinstance(resume, dict):
        msg = f"{name}: a checkpoint is an object, not {type(resume).__name__}"
        raise CheckpointError(msg)
    checkpoint = cast("Checkpoint", resume)
    for key, own in identity(core, request).items():
        if checkpoint.get(key) != own:
            msg = f"{name}: the checkpoint is of another {key}: {checkpoint.get(key)!r}"
            raise CheckpointError(msg)
    numbers = [checkpoint.get(key) for key in ("count", "page")]
    whole = all(type(number) is int and number >= 0 for number in numbers)
    if not whole or type(checkpoint.get("total", "")) not in {int, type(None)} or not _is_position(checkpoint):
        msg = f"{name}: the checkpoint is damaged"
        raise CheckpointError(msg)
    return checkpoint


def _is_position(checkpoint: Checkpoint) -> bool:
    position: object = checkpoint.get("next", "")
    if position is None:
        return True
    values = cast("dict[object, object]", position) if isinstance(position, dict) else {}
    return bool(values) and all(isinstance(name, str) and type(each) in {str, int} for name, each in values.items())


class _Source(Protocol[T_co]):
    """Where the pages of one iteration come from."""

    async def next_page(self) -> Page[T_co] | None:
        """Return the next page, None after the last."""
        ...

    async def aclose(self) -> None:
        """End what is under way."""
        ...


class PageIterator(AsyncIterator[Page[T]], Generic[T]):
    """The pages of a list, once. One that is left early and forgotten leaves nothing behind; `aclose` says so."""

    __slots__ = ("_busy", "_source")

    def __init__(self, source: _Source[T]) -> None:
        self._source: _Source[T] | None = source
        self._busy = False

    async def __anext__(self) -> Page[T]:
        if self._busy:
            msg = "two tasks read one iterator at once: give each its own, or read in one and share what it gives"
            raise RuntimeError(msg)
        page: Page[T] | None = None
        self._busy = True
        try:
            if self._source is not None:
                page = await self._source.next_page()
        finally:
            self._busy = False
            if page is None:
                await self.aclose()
        if page is None:
            raise StopAsyncIteration
        return page

    async def aclose(self) -> None:
        """End the iteration and what it has under way; may be called again."""
        source, self._source = self._source, None
        if source is not None:
            await source.aclose()


class ItemIterator(AsyncIterator[T], Generic[T]):
    """The objects of a list, once; `aclose` as with its pages."""

    __slots__ = ("_items", "_pages")

    def __init__(self, pages: PageIterator[T]) -> None:
        self._pages = pages
        self._items: Iterator[T] = iter(())

    async def __anext__(self) -> T:
        while True:
            for item in self._items:
                return item
            self._items = iter((await anext(self._pages)).items)

    async def aclose(self) -> None:
        """End the iteration and what it has under way; may be called again."""
        self._items = iter(())
        await self._pages.aclose()


class Paginator(Generic[T]):
    """A list that is read when it is iterated over, page by page.

    ``async for`` gives the objects, `pages` the pages, ``await`` the first page, `collect` a list. Each iteration
    starts anew; nothing is sent before.
    """

    __slots__ = ("_ahead", "_core", "_model", "_request", "_resume")

    def __init__(self, core: Core, request: Request, model: type[T], *, resume: Checkpoint | None = None) -> None:
        self._core = core
        self._request = request
        self._model = model
        self._resume = None if resume is None else checked_checkpoint(core, request, resume)
        self._ahead = 0

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {_name(self._model)} by {self._request.operation.name}>"

    def __aiter__(self) -> ItemIterator[T]:
        return ItemIterator(self.pages())

    def __await__(self) -> Generator[Any, None, Page[T]]:
        return self._first_page().__await__()

    async def _first_page(self) -> Page[T]:
        async with aclosing(self._pages(0)) as pages:
            async for page in pages:
                return page
        msg = f"{self._request.operation.name}: there is no page, the list was at its end"
        raise PaginationError(msg)

    async def collect(self, *, limit: int | None = None) -> list[T]:
        """Return the objects as a list, at most *limit* of them; no page is fetched beyond that."""
        found: list[T] = []
        if limit is not None and limit <= 0:
            return found
        async with aclosing(self._pages(self._ahead if limit is None else 0)) as pages:
            async for page in pages:
                found += page.items
                if limit is not None and len(found) >= limit:
                    return found[:limit]
        return found

    def pages(self) -> PageIterator[T]:
        """Iterate over the pages."""
        return self._pages(self._ahead)

    def prefetch(self, pages: int) -> "Paginator[T]":
        """Return the same list, but fetching up to *pages* of it before they are asked for, one at a time.

        The next page is asked for as soon as its position is known, before the objects of the last one are decoded.
        """
        if isinstance(pages, bool) or pages < 1:
            msg = f"prefetch takes at least one page, not {pages!r}"
            raise ValueError(msg)
        ahead = copy(self)
        ahead._ahead = pages  # noqa: SLF001  # another instance of this class
        return ahead

    def _pages(self, ahead: int) -> PageIterator[T]:
        listing = _Listing(self._core, self._request, self._model, self._resume)
        if not ahead:
            return PageIterator(listing)
        from .read_ahead import ReadAhead

        return PageIterator(ReadAhead(lambda spool: listing.fetch_ahead(ahead, spool), listing.decoded, "look-ahead"))


def _name(model: Any) -> str:
    return getattr(model, "__name__", None) or " | ".join(member.__name__ for member in get_args(model))


def _count(body: object) -> int | None:
    total = cast("dict[str, Any]", body).get("total_count") if isinstance(body, dict) else None
    return total if isinstance(total, int) else None


def _is_page_limit(error: ApiError) -> bool:
    message = (error.message or "").lower()
    return any(text in message for text in _STALE_PAGE)
