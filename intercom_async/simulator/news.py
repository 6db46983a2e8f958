"""News: what a workspace tells people, and its feeds."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from .shelf import Kept

if TYPE_CHECKING:
    from .world import World


@attrs.define(eq=False, kw_only=True)
class Newsfeed(Kept):
    """Where news is shown."""

    name: str
    created_at: int

    @classmethod
    def initial(cls, world: "World") -> "Iterable[Newsfeed]":
        """Return the two of every workspace."""
        names = ("Visitor Feed", "Customer Feed")
        return [cls(id=str(number), name=name, created_at=world.created_at) for number, name in enumerate(names, 1)]


@attrs.define(eq=False, kw_only=True)
class NewsItem(Kept):
    """A piece of news."""

    title: str
    sender_id: str
    body: str = ""
    live: bool = False
    silent: bool = False
    labels: list[str] = attrs.Factory(list[str])
    #: Emoji; where nobody chose, four that have no name.
    reactions: list[str | None] = attrs.Factory(lambda: [None] * 4)
    #: When it was published by the ids of feeds.
    feeds: dict[str, int] = attrs.Factory(dict[str, int])
    created_at: int
    updated_at: int
