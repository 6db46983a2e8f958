"""Segments: groups by rule, of which a workspace has a few from the beginning; the API only reads them."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import attrs

from .companies import Company
from .people import Person
from .tags import Tag, Tags

Subject: TypeAlias = Person | Company
#: Whether a person or a company belongs, at a time.
Rule: TypeAlias = Callable[[Subject, int], bool]

_DAY: Final = 86_400


@attrs.frozen
class Segment:
    """One segment."""

    id: str
    name: str
    created_at: int
    #: ``contact`` or ``company``.
    model: str
    #: ``user`` or ``contact``; what leads are called there.
    person_type: str
    rule: Rule = attrs.field(eq=False, repr=False)
    #: The tag that the rule asks for.
    tag_id: str | None = None


def _seen_lately(subject: Subject, now: int) -> bool:
    seen = subject.value("last_seen_at" if isinstance(subject, Person) else "last_request_at")
    return isinstance(seen, int) and seen >= now - 30 * _DAY


def _is_new(subject: Subject, now: int) -> bool:
    return subject.created_at >= now - _DAY


#: Name, model, person type, rule: those that every workspace begins with.
_SEEDED: Final[tuple[tuple[str, str, str, Rule], ...]] = (
    ("Active", "contact", "user", _seen_lately),
    ("New", "contact", "user", _is_new),
    ("Active leads", "contact", "contact", _seen_lately),
    ("Active companies", "company", "user", _seen_lately),
)


@attrs.frozen
class _HasTag:
    """The rule of a segment by tag."""

    tags: Tags
    tag_id: str

    def __call__(self, subject: Subject, now: int) -> bool:
        """Say whether *subject* has the tag."""
        del now
        return self.tags.has(subject.id, self.tag_id)


class Segments:
    """Every segment, and who is in which."""

    __slots__ = ("_by_id", "_tags")

    def __init__(self, tags: Tags, created_at: int) -> None:
        self._tags = tags
        self._by_id: dict[str, Segment] = {}
        for name, model, person_type, rule in _SEEDED:
            self.add(name, model=model, person_type=person_type, rule=rule, now=created_at)

    def __iter__(self) -> Iterator[Segment]:
        return iter(self._by_id.values())

    def get(self, segment_id: str) -> Segment | None:
        """Return the segment with this id."""
        return self._by_id.get(segment_id)

    def add(
        self,
        name: str,
        *,
        model: str = "contact",
        person_type: str = "user",
        rule: Rule,
        now: int,
        tag: Tag | None = None,
    ) -> Segment:
        """Make a segment as a teammate does in the app; one by *tag* keeps that tag from being deleted."""
        number = len(self._by_id) + 1
        segment_id = f"{now & 0xFFFFFFFF:08x}8618d37b45{number:06x}"
        tag_id = tag.id if tag else None
        self._by_id[segment_id] = Segment(segment_id, name, now, model, person_type, rule, tag_id)
        return self._by_id[segment_id]

    def add_by_tag(self, name: str, tag: Tag, *, now: int) -> Segment:
        """Make a segment of the users that have *tag*."""
        return self.add(name, rule=_HasTag(self._tags, tag.id), now=now, tag=tag)

    def using(self, tag: Tag) -> list[Segment]:
        """Return the segments whose rule asks for *tag*."""
        return [segment for segment in self if segment.tag_id == tag.id]

    def of(self, subject: Subject, now: int) -> list[Segment]:
        """Return the segments that a person or a company is in."""
        return [segment for segment in self if self.matches(segment, subject, now)]

    def matches(self, segment: Segment, subject: Subject, now: int) -> bool:
        """Say whether a person or a company is in *segment*."""
        if isinstance(subject, Company):
            return segment.model == "company" and segment.rule(subject, now)
        role = "user" if segment.person_type == "user" else "lead"
        return segment.model == "contact" and subject.role == role and segment.rule(subject, now)
