"""Where the workspace keeps the objects of one kind, in the order in which they were made."""

from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Generic, Self, TypeVar

import attrs

from .ordered import By, Latest, Ordered

if TYPE_CHECKING:
    from .world import World


@attrs.define
class Kept:
    """What a shelf keeps: has an id, and knows what every workspace has of its kind from the start."""

    #: What lists and searches sort its kind by; it may change only inside `Shelf.changing`.
    sorted_by: ClassVar[tuple[By, ...]] = ()

    id: str

    @classmethod
    def initial(cls, world: "World") -> Iterable[Self]:
        """Return what a new workspace has."""
        del world
        return ()


K = TypeVar("K", bound=Kept)


class Shelf(Generic[K]):
    """Every object of one kind, by id, and in the orders that its kind is sorted by."""

    __slots__ = ("_count", "_items", "_ordered")

    def __init__(self, items: Iterable[K] = (), first_id: int = 1, sorted_by: Iterable[By] = ()) -> None:
        self._items: dict[str, K] = {}
        self._ordered = {by.name: Ordered[K](by) for by in sorted_by}
        for item in items:
            self.add(item)
        self._count = max([first_id - 1, *(int(each) for each in self._items if each.isdecimal())])

    def next_id(self) -> str:
        """Return a number that no object had before, as text."""
        self._count += 1
        return str(self._count)

    def add(self, item: K) -> K:
        """Keep *item*, in the place of one with its id, and return it."""
        if self._ordered:
            self._unsort(self._items.get(item.id))
            self._sort(item)
        self._items[item.id] = item
        return item

    def get(self, item_id: str) -> K | None:
        """Return the object with this id."""
        return self._items.get(item_id)

    def discard(self, item_id: str) -> K | None:
        """Forget the object with this id, and return it."""
        item = self._items.pop(item_id, None)
        self._unsort(item)
        return item

    @contextmanager
    def changing(self, item: K) -> Generator[K]:
        """Let the block change what *item* is sorted by; one that is not kept yet may change freely."""
        kept = item if self._items.get(item.id) is item else None
        self._unsort(kept)
        try:
            yield item
        finally:
            if kept is not None:
                self._sort(kept)

    def in_order(self, name: str) -> Iterator[K]:
        """Yield all by what their kind is sorted by, lowest first."""
        return iter(self._ordered[name])

    def latest(self, name: str) -> Collection[K]:
        """Return all by what their kind is sorted by, highest first."""
        return Latest(self._ordered[name])

    def between(self, name: str, first: float, after: float) -> Iterator[K]:
        """Yield those whose instant *name* is from *first* to before *after*."""
        return self._ordered[name].between(first, after)

    def __iter__(self) -> Iterator[K]:
        return iter(self._items.values())

    def __reversed__(self) -> Iterator[K]:
        return reversed(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def _sort(self, item: K) -> None:
        for part in self._ordered.values():
            part.add(item)

    def _unsort(self, item: K | None) -> None:
        if item is not None:
            for part in self._ordered.values():
                part.remove(item)
