"""Objects kept in the order of a sort key, in buckets: cheap at a million."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar

import attrs

T = TypeVar("T")

#: Whether there is a value, the value (0 when there is none) and the id: what has no value comes first.
Key: TypeAlias = tuple[bool, object, str]

#: Of a bucket; one that grew to twice this is split.
BUCKET_SIZE: Final = 1000


def key_of(value: object, item_id: str) -> Key:
    """Return the sort key of an object whose attribute has *value*."""
    return (False, 0, item_id) if value is None else (True, value, item_id)


class Valued(Protocol):
    """What has an id and attributes that it is sorted by."""

    id: str

    def value(self, name: str, /) -> object:
        """Return the attribute *name*, None when it is not set."""
        ...


@attrs.frozen
class By:
    """Sorts by the attribute *name*; can be saved, which a function made on the way cannot."""

    name: str
    #: Whether ids are numbers: of those with the same value the one with the lower number comes first.
    numbered: bool = False

    def function(self) -> Callable[[Valued], Key]:
        """Return what gives the sort key of an object: a function, which costs less than this object's method."""
        name = self.name
        if self.numbered:
            return lambda item: key_of(item.value(name), item.id.zfill(20))
        return lambda item: key_of(item.value(name), item.id)


@attrs.frozen
class Latest(Collection[T]):
    """Everything in an order, the last of it first."""

    _order: "Ordered[T]"

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[T]:
        return self._order.below(None)

    def __contains__(self, item: object) -> bool:
        return any(each is item for each in self)


class Ordered(Generic[T]):
    """A sorted collection of objects whose key is unique; an object must be removed before its key changes."""

    __slots__ = ("_buckets", "_key", "by")

    def __init__(self, by: "By | Callable[[T], Key]") -> None:
        #: What it was made with.
        self.by: Final = by
        self._key: Final[Callable[[Any], Key]] = by.function() if isinstance(by, By) else by
        self._buckets: list[list[T]] = []

    def __len__(self) -> int:
        return sum(map(len, self._buckets))

    def __bool__(self) -> bool:
        return bool(self._buckets)

    def __iter__(self) -> Iterator[T]:
        for bucket in self._buckets:
            yield from bucket

    def _last(self, bucket: list[T]) -> Key:
        return self._key(bucket[-1])

    def add(self, item: T) -> None:
        """Put *item* where its key belongs."""
        key = self._key(item)
        if not self._buckets:
            self._buckets.append([item])
            return
        at = len(self._buckets) - 1
        if key > self._last(self._buckets[at]):  # what is new usually comes last
            self._buckets[at].append(item)
        else:
            at = bisect_left(self._buckets, key, key=self._last)
            insort(self._buckets[at], item, key=self._key)
        bucket = self._buckets[at]
        if len(bucket) >= 2 * BUCKET_SIZE:
            self._buckets[at : at + 1] = [bucket[:BUCKET_SIZE], bucket[BUCKET_SIZE:]]

    def remove(self, item: T) -> None:
        """Take *item* out; it must be in."""
        key = self._key(item)
        at = bisect_left(self._buckets, key, key=self._last)
        bucket = self._buckets[at]
        del bucket[bisect_left(bucket, key, key=self._key)]
        if not bucket:
            del self._buckets[at]

    def above(self, key: Key | None) -> Iterator[T]:
        """Yield what comes after *key*, lowest first; everything when it is None."""
        first = 0 if key is None else bisect_right(self._buckets, key, key=self._last)
        for at in range(first, len(self._buckets)):
            bucket = self._buckets[at]
            begin = 0 if key is None or at > first else bisect_right(bucket, key, key=self._key)
            yield from bucket[begin:]

    def between(self, first: float, after: float) -> Iterator[T]:
        """Yield what has a number from *first* to before *after*, lowest first."""
        for item in self.above((True, first, "")):
            if self._key(item) >= (True, after, ""):
                return
            yield item

    def below(self, key: Key | None) -> Iterator[T]:
        """Yield what comes before *key*, highest first; everything when it is None."""
        first = len(self._buckets) - 1
        if key is not None:
            first = min(bisect_left(self._buckets, key, key=self._last), first)
        for at in range(first, -1, -1):
            bucket = self._buckets[at]
            end = len(bucket) if key is None or at < first else bisect_left(bucket, key, key=self._key)
            yield from reversed(bucket[:end])
