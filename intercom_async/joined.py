"""Several lists as one: in their order, each object once, perhaps only some of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import attrs

from .core import Core
from .operation import Request
from .pagination import Checkpoint, Page, PageIterator, Paginator

T = TypeVar("T")


def _every(_item: object) -> bool:
    return True


class JoinedPaginator(Paginator[T], Generic[T]):
    """Objects of several lists, one list after the other, each object once; it is read as any other.

    One of several lists has no checkpoint, as what came already cannot be told from one; nor has it a total count.
    """

    __slots__ = ("_keep", "_requests")

    def __init__(
        self,
        core: Core,
        requests: Sequence[Request],
        model: type[T],
        *,
        keep: Callable[[T], bool] = _every,
        resume: Checkpoint | None = None,
    ) -> None:
        if resume is not None and len(requests) > 1:
            msg = f"{requests[0].operation.name}: a list that is joined from {len(requests)} cannot be resumed"
            raise TypeError(msg)
        super().__init__(core, requests[0], model, resume=resume)
        self._requests = requests
        self._keep = keep

    def _pages(self, ahead: int) -> PageIterator[T]:
        lists = (Paginator(self._core, request, self._model, resume=self._resume) for request in self._requests)
        pages = ((each.prefetch(ahead) if ahead else each).pages() for each in lists)
        return PageIterator(_Joined(pages, self._keep, resumable=len(self._requests) == 1))


class _Joined(Generic[T]):
    """The pages of several lists, without what came before or is not wanted."""

    __slots__ = ("_keep", "_lists", "_pages", "_resumable", "_seen")

    def __init__(self, lists: Iterable[PageIterator[T]], keep: Callable[[T], bool], *, resumable: bool) -> None:
        self._lists: Iterator[PageIterator[T]] = iter(lists)
        self._pages: PageIterator[T] | None = None
        self._keep = keep
        self._resumable = resumable
        self._seen: set[object] = set()

    async def next_page(self) -> Page[T] | None:
        """Fetch the next page, of the next list where one is at its end; None at the end of the last."""
        while True:
            page = None if self._pages is None else await anext(self._pages, None)
            if page is not None:
                return self._sifted(page)
            self._pages = next(self._lists, None)
            if self._pages is None:
                return None

    async def aclose(self) -> None:
        """End the list that is being read; no other is begun."""
        self._lists = iter(())
        if self._pages is not None:
            await self._pages.aclose()

    def _sifted(self, page: Page[T]) -> Page[T]:
        items = tuple(item for item in page.items if self._keep(item) and self._is_new(item))
        checkpoint = page.checkpoint if self._resumable else None
        return attrs.evolve(page, items=items, total_count=None, checkpoint=checkpoint)

    def _is_new(self, item: T) -> bool:
        """Say whether *item* did not come before; one without an id counts as new."""
        identity: object = getattr(item, "id", None)
        if not identity:
            return True
        before = len(self._seen)
        self._seen.add(identity)
        return len(self._seen) > before
