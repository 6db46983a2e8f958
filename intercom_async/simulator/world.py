"""The simulated workspace: its people, attributes and teammates, and what stays between calls."""

import random
from collections import OrderedDict
from datetime import UTC, tzinfo
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs

from .attributes import Attributes
from .people import People, Person
from .scrolls import Scrolls

#: Searches whose results are kept for their next pages, as long as nobody changes.
_KEPT_SEARCHES: Final = 16


class Ids:
    """Makes ids that look like Intercom's; the same seed gives the same ids."""

    __slots__ = ("_count", "_machine", "_random")

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - ids of a simulator, no secrets
        self._machine = self._random.getrandbits(40)
        self._count = self._random.getrandbits(16)

    def object_id(self, now: float) -> str:
        """Return a new id of 24 hexadecimal digits; later ones sort after earlier ones."""
        self._count += 1
        return f"{int(now) & 0xFFFFFFFF:08x}{self._machine:010x}{self._count & 0xFFFFFF:06x}"

    def uuid(self) -> str:
        """Return a random UUID."""
        return str(UUID(int=self._random.getrandbits(128), version=4))


@attrs.frozen
class Admin:
    """A teammate."""

    id: str
    name: str
    email: str


def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else ZoneInfo(name)


@attrs.define
class World:
    """One workspace and all of its state."""

    ids: Ids
    timezone: str = "UTC"
    #: Seconds for which searches do not find somebody new.
    index_lag: float = 0.0
    app_id: str = "simulatr"
    #: Unix time at which the workspace was made.
    created_at: int = 1_700_000_000
    zone: tzinfo = attrs.Factory(lambda world: _zone(world.timezone), takes_self=True)
    people: People = attrs.Factory(People)
    attributes: Attributes = attrs.Factory(Attributes)
    scrolls: Scrolls = attrs.Factory(Scrolls)
    #: The first of them is who the token belongs to.
    admins: tuple[Admin, ...] = (
        Admin("991267459", "Ciaran Lee", "ciaran@example.com"),
        Admin("991267460", "Ada Byrne", "ada@example.com"),
    )
    #: The matches of recent searches with the revision of the people that they hold for.
    searches: OrderedDict[object, tuple[int, list[Person]]] = attrs.Factory(
        OrderedDict[object, tuple[int, list[Person]]]
    )

    def keep_search(self, key: object, matches: list[Person]) -> None:
        """Keep *matches* for the next pages of the search that *key* stands for."""
        self.searches[key] = (self.people.revision, matches)
        self.searches.move_to_end(key)
        while len(self.searches) > _KEPT_SEARCHES:
            self.searches.popitem(last=False)

    def kept_search(self, key: object) -> list[Person] | None:
        """Return the matches kept under *key* if they still hold."""
        revision, matches = self.searches.get(key, (-1, []))
        return matches if revision == self.people.revision else None
