"""Data events: what people did, once each, and how often."""

import bisect
from collections.abc import Mapping
from typing import Final

import attrs

#: Seconds for which single events can be listed.
LISTED_FOR: Final = 90 * 86_400
#: Metadata keys of an event; further ones are ignored.
MAX_METADATA: Final = 10


@attrs.frozen
class Event:
    """One event."""

    id: str
    name: str
    created_at: int
    #: Milliseconds, unique for each event of a person: where a page of a list begins.
    stamp: int
    metadata: Mapping[str, object]


@attrs.define
class Summary:
    """How often one event happened."""

    name: str
    first: int
    last: int
    count: int = 0

    def include(self, first: int, last: int, count: int) -> None:
        """Count some more."""
        self.first = min(self.first, first)
        self.last = max(self.last, last)
        self.count += count


def _stamp(event: Event) -> int:
    return event.stamp


class Events:
    """The events of everybody."""

    __slots__ = ("_events", "_summaries")

    def __init__(self) -> None:
        self._events: dict[str, list[Event]] = {}
        #: By person and by the name in lower case.
        self._summaries: dict[str, dict[str, Summary]] = {}

    def track(
        self, person_id: str, event_id: str, name: str, at: int | None, metadata: Mapping[str, object], *, now: int
    ) -> Event | None:
        """Note an event; None where the same one was noted with the same given time."""
        mine = self._events.setdefault(person_id, [])
        created_at = now if at is None else at
        same = self._second(mine, created_at)
        if at is not None and any(event.name.lower() == name.lower() for event in same):
            return None
        stamp = same[-1].stamp + 1 if same else created_at * 1000
        kept = dict(list(metadata.items())[:MAX_METADATA])
        event = Event(event_id, name, created_at, stamp, kept)
        bisect.insort(mine, event, key=_stamp)
        self.count(person_id, name, first=created_at, last=created_at)
        return event

    @staticmethod
    def _second(events: list[Event], second: int) -> list[Event]:
        first = bisect.bisect_left(events, second * 1000, key=_stamp)
        return events[first : bisect.bisect_left(events, (second + 1) * 1000, key=_stamp)]

    def count(self, person_id: str, name: str, *, first: int, last: int, count: int = 1) -> None:
        """Add to the summary of one event."""
        mine = self._summaries.setdefault(person_id, {})
        mine.setdefault(name.lower(), Summary(name, first, last)).include(first, last, count)

    def listed(self, person_id: str, *, now: int, before: int | None, size: int) -> tuple[list[Event], bool]:
        """Return a page of the events of the last 90 days, newest first, and whether more come."""
        mine = self._events.get(person_id, [])
        first = bisect.bisect_right(mine, (now - LISTED_FOR) * 1000, key=_stamp)
        end = len(mine) if before is None else bisect.bisect_left(mine, before, key=_stamp)
        begin = max(first, end - size)
        return mine[begin:end][::-1], begin > first

    def summaries(self, person_id: str) -> list[Summary]:
        """Return the summaries of one person."""
        return list(self._summaries.get(person_id, {}).values())

    def forget(self, person_id: str) -> None:
        """Drop the events of somebody deleted."""
        self._events.pop(person_id, None)
        self._summaries.pop(person_id, None)

    def move(self, source: str, target: str) -> None:
        """Let the events of one person be another one's."""
        for event in self._events.get(source, []):
            self.track(target, event.id, event.name, event.created_at, event.metadata, now=event.created_at)
        self.forget(source)
