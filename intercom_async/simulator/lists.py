"""Pages of what a list shows: by number and by scroll."""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Final, Protocol, TypeVar

import attrs

from .call import Call, Problem, invalid, not_found
from .ordered import Key, key_of
from .pages import bad_cursor, cursor_arguments, encode_cursor, url_pages
from .world import World

#: How many objects page numbers reach.
REACHABLE: Final = 10_000
#: How many objects a list gives at once whose own maximum nobody knows: the documentation's "for any API".
_MOST: Final = 150
_SCROLL_PAGE: Final = 100


class Identified(Protocol):
    """What has an id."""

    id: str


T = TypeVar("T")
I = TypeVar("I", bound=Identified)  # noqa: E741 - a type


@attrs.frozen
class Numbered:
    """Which page a call asks for by its number."""

    number: int
    size: int

    @property
    def first(self) -> int:
        """How many objects stand before it."""
        return (self.number - 1) * self.size

    def cut(self, items: Iterable[T]) -> list[T]:
        """Return the page of *items*; none when there are not so many, or behind what page numbers reach."""
        return list(islice(items, min(self.first, REACHABLE), min(self.first + self.size, REACHABLE)))

    def pages(self, call: Call, total: int) -> dict[str, object]:
        """Return the ``pages`` of the answer; ``next`` is null on the last page."""
        return url_pages(call, page=self.number, per_page=self.size, total=total)

    def linked(self, call: Call, total: int) -> dict[str, object]:
        """Return the ``pages`` of the answer; ``next`` is absent on the last page."""
        pages = self.pages(call, total)
        return {key: value for key, value in pages.items() if value is not None}

    def at_top(self, data: list[dict[str, object]], total: int) -> dict[str, object]:
        """Return the whole answer of a list that has no ``pages``."""
        pages = math.ceil(total / self.size)
        numbers = {"total_count": total, "page": self.number, "per_page": self.size, "total_pages": pages}
        return {"type": "list", "data": data, **numbers}


def numbered(call: Call, *, default: int, maximum: int | None = _MOST) -> Numbered:
    """Read which page the query of *call* asks for."""
    return Numbered(call.page_number("page", 1), call.page_number("per_page", default, maximum))


def after(
    call: Call, items: Iterable[I], key: Callable[[I], int | str], *, default: int, maximum: int | None = 150
) -> tuple[list[I], dict[str, object]]:
    """Return the page of *items* that the cursor of *call* asks for, the highest *key* first, and its ``pages``.

    The newer lists with cursors number no pages.
    """
    cursor, size = cursor_arguments(call.query, default=default, maximum=maximum)
    keyed = sorted(((key_of(key(item), item.id), item) for item in items), key=itemgetter(0), reverse=True)
    try:
        rest = [item for place, item in keyed if cursor.key is None or place < cursor.key]
    except TypeError:
        raise bad_cursor() from None
    shown = rest[:size]
    pages: dict[str, object] = {"type": "pages", "next": None, "per_page": size}
    if len(rest) > size:
        last = shown[-1]
        pages["next"] = {"starting_after": encode_cursor(key(last), last.id, cursor.page + 1)}
    return shown, pages


def scrolled(
    world: World, call: Call, resource: str, behind: Callable[[Key | None], Iterator[I]]
) -> tuple[list[I], str]:
    """Return the next objects of the scroll and its token; every call moves on, also one whose answer was lost.

    A scroll over nothing is a 404; *behind* gives the objects behind a key in the order of their ids.
    """
    token = call.query.get("scroll_param", "")
    if not token and next(behind(None), None) is None:
        raise not_found("scroll parameter not found")
    current = world.scrolls.enter(resource, token, now=call.now, new_token=world.ids.uuid())
    items = list(islice(behind(current.position), _SCROLL_PAGE))
    if items:
        current.position = key_of(items[-1].id, items[-1].id)
    else:
        world.scrolls.end()
    return items, current.token


def refuse_deep(page: Numbered, *, of_leads: bool = False) -> None:
    """Refuse a page behind what page numbers reach, as 1.x does: that of leads in words of its own."""
    if page.first < REACHABLE:
        return
    if of_leads:
        raise invalid("'page' not found on model")
    raise Problem(400, "bad_request", "page limit reached, please use scroll API")
