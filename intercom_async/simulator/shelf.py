"""Where the workspace keeps the objects of one kind, in the order in which they were made."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Generic, Self, TypeVar

import attrs

if TYPE_CHECKING:
    from .world import World


@attrs.define
class Kept:
    """What a shelf keeps: has an id, and knows what every workspace has of its kind from the start."""

    id: str

    @classmethod
    def initial(cls, world: "World") -> Iterable[Self]:
        """Return what a new workspace has."""
        del world
        return ()


K = TypeVar("K", bound=Kept)


class Shelf(Generic[K]):
    """Every object of one kind, by id."""

    __slots__ = ("_count", "_items")

    def __init__(self, items: Iterable[K] = (), first_id: int = 1) -> None:
        self._items = {item.id: item for item in items}
        self._count = max([first_id - 1, *(int(each) for each in self._items if each.isdecimal())])

    def next_id(self) -> str:
        """Return a number that no object had before, as text."""
        self._count += 1
        return str(self._count)

    def add(self, item: K) -> K:
        """Keep *item*, and return it."""
        self._items[item.id] = item
        return item

    def get(self, item_id: str) -> K | None:
        """Return the object with this id."""
        return self._items.get(item_id)

    def discard(self, item_id: str) -> K | None:
        """Forget the object with this id, and return it."""
        return self._items.pop(item_id, None)

    def __iter__(self) -> Iterator[K]:
        return iter(self._items.values())

    def __reversed__(self) -> Iterator[K]:
        return reversed(self._items.values())

    def __len__(self) -> int:
        return len(self._items)
