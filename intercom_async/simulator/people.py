"""The people of the simulated workspace: stored once, seen as contacts from 2.0 on and as users in 1.x."""

import heapq
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from .ordered import By, Key, Ordered

ROLES: Final = ("user", "lead")
#: What lists and searches may be sorted by without sorting everything.
SORTED_BY: Final = ("id", "created_at", "updated_at", "signed_up_at", "last_seen_at")


@attrs.define(eq=False, weakref_slot=False)
class Person:
    """One user or lead; holds only what was set, answers add the defaults."""

    id: str
    created_at: int
    updated_at: int
    role: str = "user"
    external_id: str | None = None
    email: str | None = None
    archived: bool = False
    #: What 1.x shows as ``user_id`` of a lead, made by the server.
    lead_id: str | None = None
    #: Standard attributes that were set, under their 2.x names.
    fields: dict[str, object] = attrs.Factory(dict[str, object])
    custom: dict[str, object] = attrs.Factory(dict[str, object])

    def value(self, name: str) -> object:
        """Return the standard attribute *name*, None when it is not set."""
        return getattr(self, name) if name in _OWN else self.fields.get(name)


_OWN: Final = frozenset({"id", "created_at", "updated_at", "role", "external_id", "email"})


@attrs.frozen
class Changes:
    """What a write sets on a person; a value of None clears it, a name that is absent stays."""

    role: str | None = None
    identity: dict[str, str | None] = attrs.Factory(dict[str, str | None])
    fields: dict[str, object] = attrs.Factory(dict[str, object])
    custom: dict[str, object] = attrs.Factory(dict[str, object])

    def after(self, person: Person | None, name: str) -> str | None:
        """Return the ``external_id`` or ``email`` that *person*, None for a new one, has after this change."""
        before: str | None = getattr(person, name) if person else None
        return self.identity.get(name, before)


class People:
    """Everybody of the workspace, with indexes by id, external id and e-mail and in the usual sort orders."""

    __slots__ = ("_by_email", "_by_external_id", "_by_id", "_ordered", "revision")

    def __init__(self) -> None:
        #: Counts the changes, so that what was computed from the people can be kept until the next.
        self.revision: int = 0
        self._by_id: dict[str, Person] = {}
        self._by_external_id: dict[str, Person] = {}
        self._by_email: dict[str, tuple[Person, ...]] = {}
        self._ordered = {(role, name): Ordered[Person](By(name)) for role in ROLES for name in SORTED_BY}

    def __len__(self) -> int:
        return len(self._by_id)

    def count(self, *roles: str) -> int:
        """Return how many are not archived and have one of *roles*."""
        return sum(len(self._ordered[role, "id"]) for role in roles)

    def get(self, person_id: str) -> Person | None:
        """Return the person with this id, archived or not."""
        return self._by_id.get(person_id)

    def all_of(self, person_ids: Iterable[str]) -> list[Person]:
        """Return the people with these ids, all of which exist."""
        return [self._by_id[person_id] for person_id in person_ids]

    def with_external_id(self, external_id: str) -> Person | None:
        """Return the person with this external id or, for a lead, with this id of the server's, archived or not."""
        return self._by_external_id.get(external_id)

    def with_email(self, email: str) -> tuple[Person, ...]:
        """Return everybody with this lower-case e-mail, archived or not, in the order they got it."""
        return self._by_email.get(email, ())

    def in_order(
        self, name: str, *, roles: Iterable[str] = ROLES, after: Key | None = None, descending: bool = False
    ) -> Iterator[Person]:
        """Yield those who are not archived by one of `SORTED_BY`, beginning behind the key *after*."""
        orders = (self._ordered[role, name] for role in roles)
        parts = [part.below(after) if descending else part.above(after) for part in orders if part]
        if len(parts) == 1:  # which need not be compared with anybody
            return parts[0]
        return heapq.merge(*parts, key=By(name).function(), reverse=descending)

    def between(self, name: str, first: float, after: float) -> Iterator[Person]:
        """Yield those who are not archived and whose instant *name* is from *first* to before *after*, by roles."""
        for role in ROLES:
            yield from self._ordered[role, name].between(first, after)

    def add(self, person: Person) -> None:
        """Add somebody new."""
        self.revision += 1
        self._by_id[person.id] = person
        self._index_identity(person)
        self._index(person, SORTED_BY)

    def change(self, person: Person, changes: Changes, now: int) -> None:
        """Apply *changes* to *person* and note the time of the update."""
        self.revision += 1
        role_changes = changes.role not in {None, person.role}
        moved = SORTED_BY if role_changes else [n for n in SORTED_BY if n == "updated_at" or n in changes.fields]
        self._unindex(person, moved)
        self._unindex_identity(person)
        person.updated_at = now
        apply(person, changes)
        self._index_identity(person)
        self._index(person, moved)

    def archive(self, person: Person, *, archived: bool) -> None:
        """Hide *person* from lists and searches, or show them again."""
        self.revision += 1
        self._unindex(person, SORTED_BY)
        person.archived = archived
        self._index(person, SORTED_BY)

    def delete(self, person: Person) -> None:
        """Forget *person*."""
        self.revision += 1
        self._unindex(person, SORTED_BY)
        self._unindex_identity(person)
        del self._by_id[person.id]

    def touch(self) -> None:
        """Note that something changed that searches look at, such as a tag."""
        self.revision += 1

    def _index(self, person: Person, names: Iterable[str]) -> None:
        if not person.archived:
            for name in names:
                self._ordered[person.role, name].add(person)

    def _unindex(self, person: Person, names: Iterable[str]) -> None:
        if not person.archived:
            for name in names:
                self._ordered[person.role, name].remove(person)

    def _index_identity(self, person: Person) -> None:
        if person.external_id is not None:
            self._by_external_id[person.external_id] = person
        if person.lead_id is not None:
            self._by_external_id[person.lead_id] = person
        if person.email is not None:
            self._by_email[person.email] = (*self._by_email.get(person.email, ()), person)

    def _unindex_identity(self, person: Person) -> None:
        if person.external_id is not None:
            del self._by_external_id[person.external_id]
        if person.lead_id is not None:
            del self._by_external_id[person.lead_id]
        if person.email is not None:
            others = tuple(other for other in self._by_email.pop(person.email) if other is not person)
            if others:
                self._by_email[person.email] = others


def apply(person: Person, changes: Changes) -> None:
    """Set on *person* what *changes* says."""
    person.role = changes.role or person.role
    person.lead_id = person.lead_id if person.role == "lead" else None
    person.external_id = changes.after(person, "external_id")
    person.email = changes.after(person, "email")
    for target, values in ((person.fields, changes.fields), (person.custom, changes.custom)):
        for name, value in values.items():
            if value is None:
                target.pop(name, None)
            else:
                target[name] = value
