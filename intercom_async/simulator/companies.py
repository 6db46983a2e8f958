"""The companies of the simulated workspace, and who belongs to which."""

from collections.abc import Iterator
from typing import Final

import attrs

from .ordered import By, Key, Ordered, key_of

#: How many companies one person may belong to.
MAXIMUM: Final = 1000
#: What lists of companies are sorted by.
SORTED_BY: Final = ("id", "last_request_at")


@attrs.define(eq=False, weakref_slot=False)
class Company:
    """One company; holds only what was set, answers add the defaults."""

    id: str
    company_id: str
    created_at: int
    updated_at: int
    #: Standard attributes that were set.
    fields: dict[str, object] = attrs.Factory(dict[str, object])
    custom: dict[str, object] = attrs.Factory(dict[str, object])

    def value(self, name: str) -> object:
        """Return the standard attribute *name*, None when it is not set."""
        return getattr(self, name) if name in _OWN else self.fields.get(name)


_OWN: Final = frozenset({"id", "company_id", "created_at", "updated_at"})


def _id_key(person_id: str) -> Key:
    return key_of(person_id, person_id)


class Companies:
    """Every company, with indexes by both ids and by name, and its members; lists leave out companies without any."""

    __slots__ = ("_by_company_id", "_by_id", "_by_name", "_listed", "_members", "_of_person", "_plans", "revision")

    def __init__(self) -> None:
        #: Counts the changes.
        self.revision: int = 0
        self._by_id: dict[str, Company] = {}
        self._by_company_id: dict[str, Company] = {}
        self._by_name: dict[str, dict[str, Company]] = {}
        #: The ids of those members who are not archived.
        self._members: dict[str, Ordered[str]] = {}
        self._of_person: dict[str, dict[str, Company]] = {}
        self._listed = {name: Ordered[Company](By(name)) for name in SORTED_BY}
        self._plans: dict[str, str] = {}

    def __len__(self) -> int:
        """Count those that lists show."""
        return len(self._listed["id"])

    def get(self, company_id: str) -> Company | None:
        """Return the company with this id of Intercom's."""
        return self._by_id.get(company_id)

    def with_company_id(self, company_id: str) -> Company | None:
        """Return the company with this id of the customer's."""
        return self._by_company_id.get(company_id)

    def listed_with(self, company_id: str) -> Company | None:
        """Return the company with this id of the customer's, if lists show it."""
        company = self._by_company_id.get(company_id)
        return company if company is not None and self.count(company) else None

    def with_name(self, name: str) -> Company | None:
        """Return the oldest company of this name."""
        return next(iter(self._by_name.get(name, {}).values()), None)

    def listed_with_name(self, name: str) -> list[Company]:
        """Return the companies of this name that lists show."""
        return [company for company in self._by_name.get(name, {}).values() if self.count(company)]

    def between(self, first: float, after: float) -> Iterator[Company]:
        """Yield those that lists show and that were last seen from *first* to before *after*."""
        return self._listed["last_request_at"].between(first, after)

    def in_order(self, name: str, *, after: Key | None = None, descending: bool = False) -> Iterator[Company]:
        """Yield the companies that lists show by one of `SORTED_BY`, beginning behind the key *after*."""
        part = self._listed[name]
        return part.below(after) if descending else part.above(after)

    def plan_id(self, name: str) -> str:
        """Return the id of the plan called *name*, which is made by its first use."""
        return self._plans.setdefault(name, str(len(self._plans) + 1))

    def add(self, company: Company) -> None:
        """Add a new company."""
        self.revision += 1
        self._by_id[company.id] = self._by_company_id[company.company_id] = company
        self._members[company.id] = Ordered(_id_key)
        self._name(company)

    def change(self, company: Company, fields: dict[str, object], custom: dict[str, object], now: int) -> None:
        """Set what is given, None clears, and note the time of the update."""
        self._unlist(company)
        self._unname(company)
        company.updated_at = now
        for target, values in ((company.fields, fields), (company.custom, custom)):
            for name, value in values.items():
                if value is None:
                    target.pop(name, None)
                else:
                    target[name] = value
        self._name(company)
        self._list(company)

    def delete(self, company: Company) -> None:
        """Forget *company* and detach its members, who stay."""
        self._unlist(company)
        self._unname(company)
        del self._by_id[company.id], self._by_company_id[company.company_id], self._members[company.id]
        for companies in self._of_person.values():
            companies.pop(company.id, None)

    def members(self, company: Company, after: Key | None = None) -> Iterator[str]:
        """Yield the ids of the members who are not archived, in order, beginning behind the key *after*."""
        return self._members[company.id].above(after)

    def count(self, company: Company) -> int:
        """Return how many members are not archived."""
        return len(self._members[company.id])

    def of_person(self, person_id: str) -> list[Company]:
        """Return the companies of one person, in the order of attaching."""
        return list(self._of_person.get(person_id, {}).values())

    def ids_of_person(self, person_id: str) -> list[str]:
        """Return the ids of the companies of one person, in the order of attaching."""
        return list(self._of_person.get(person_id, ()))

    def attach(self, person_id: str, company: Company) -> bool:
        """Make somebody a member; false when they are one already."""
        mine = self._of_person.setdefault(person_id, {})
        if company.id in mine:
            return False
        mine[company.id] = company
        self._enter(person_id, company)
        return True

    def detach(self, person_id: str, company: Company) -> bool:
        """End a membership; false when there was none."""
        mine = self._of_person.get(person_id, {})
        if mine.pop(company.id, None) is None:
            return False
        self._leave(person_id, company)
        return True

    def hide(self, person_id: str) -> None:
        """Do not count an archived person."""
        for company in self.of_person(person_id):
            self._leave(person_id, company)

    def show(self, person_id: str) -> None:
        """Count a person who is archived no longer."""
        for company in self.of_person(person_id):
            self._enter(person_id, company)

    def forget(self, person_id: str) -> None:
        """Drop what is known of a deleted person who was hidden before."""
        self._of_person.pop(person_id, None)

    def _enter(self, person_id: str, company: Company) -> None:
        self._unlist(company)
        self._members[company.id].add(person_id)
        self._list(company)

    def _leave(self, person_id: str, company: Company) -> None:
        self._unlist(company)
        self._members[company.id].remove(person_id)
        self._list(company)

    def _list(self, company: Company) -> None:
        if self.count(company):
            for part in self._listed.values():
                part.add(company)

    def _unlist(self, company: Company) -> None:
        self.revision += 1
        if self.count(company):
            for part in self._listed.values():
                part.remove(company)

    def _name(self, company: Company) -> None:
        if "name" in company.fields:
            self._by_name.setdefault(str(company.fields["name"]), {})[company.id] = company

    def _unname(self, company: Company) -> None:
        if "name" in company.fields:
            del self._by_name[str(company.fields["name"])][company.id]
