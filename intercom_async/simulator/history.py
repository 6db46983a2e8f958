"""What became of people: whom they were merged into, and the feed of what happened to them."""

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final

import attrs

#: Activities that the feed holds; older ones fall out.
REMEMBERED: Final = 100_000
#: How many merges a link to the surviving contact follows.
MAX_HOPS: Final = 3


@attrs.frozen
class Merge:
    """One person who was merged into another."""

    number: int
    source_id: str
    source_role: str
    target_id: str
    at: int


class Merges:
    """All merges, by either person."""

    __slots__ = ("_by_external_id", "_by_source", "_into")

    def __init__(self) -> None:
        self._by_source: dict[str, Merge] = {}
        self._by_external_id: dict[str, Merge] = {}
        self._into: dict[str, list[Merge]] = {}

    def add(self, source_id: str, source_role: str, external_id: str | None, target_id: str, at: int) -> None:
        """Note a merge."""
        merge = Merge(len(self._by_source) + 1, source_id, source_role, target_id, at)
        self._by_source[source_id] = merge
        if external_id is not None:
            self._by_external_id[external_id] = merge
        self._into.setdefault(target_id, []).append(merge)

    def into(self, target_id: str) -> list[Merge]:
        """Return who was merged into a person, oldest first."""
        return self._into.get(target_id, [])

    def survivor(self, person_id: str) -> str | None:
        """Return the id of whom somebody was merged into in the end; None for somebody who never was."""
        return self._follow(self._by_source.get(person_id))

    def survivor_of_external_id(self, external_id: str) -> str | None:
        """Return the same for the external id of somebody who was merged."""
        return self._follow(self._by_external_id.get(external_id))

    def _follow(self, merge: Merge | None) -> str | None:
        survivor = None
        for _ in range(MAX_HOPS):
            if merge is None:
                break
            survivor = merge.target_id
            merge = self._by_source.get(survivor)
        return survivor


@attrs.frozen
class Activity:
    """One thing that happened to a person."""

    number: int
    kind: str
    at: int
    person_id: str
    external_id: str | None
    role: str | None
    source_id: str | None = None
    target_id: str | None = None
    failure: str | None = None

    @property
    def id(self) -> str:
        """The time in milliseconds and a number; later ones sort after earlier ones of the same time."""
        return f"{self.at * 1000}.{self.number:06x}"


class Activities:
    """The newest activities, in the order in which they happened."""

    __slots__ = ("_count", "_feed")

    def __init__(self) -> None:
        self._count = 0
        self._feed: deque[Activity] = deque(maxlen=REMEMBERED)

    def note(
        self,
        kind: str,
        at: int,
        person_id: str,
        *,
        external_id: str | None = None,
        role: str | None = None,
        merged: tuple[str, str] | None = None,
        failure: str | None = None,
    ) -> None:
        """Note one activity; *merged* are source and target of a merge."""
        self._count += 1
        source, target = merged or (None, None)
        self._feed.append(Activity(self._count, kind, at, person_id, external_id, role, source, target, failure))

    def after(self, number: int) -> Iterator[Activity]:
        """Yield the activities numbered above *number*."""
        first = self._count - len(self._feed) + 1
        return islice(self._feed, max(number + 1 - first, 0), None)
