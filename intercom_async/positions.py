"""Where a list goes on after a page: pure rules over the answer's body."""

from collections.abc import Mapping
from typing import Any, Final, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from .errors import PaginationError
from .operation import Paging

#: Where a list goes on: parameters to set, in the query or the body, as the list has it; None at its end.
Position = Mapping[str, object] | None

#: Lists that go by numbers of pages.
NUMBERED: Final = frozenset({Paging.PAGE, Paging.PAGE_BODY, Paging.PAGE_TOP_LEVEL})
#: Lists that an empty page ends, whatever it says: past their end some go on linking to empty pages.
ENDED_BY_EMPTY: Final = NUMBERED | {Paging.NEXT_URL, Paging.NONE}


def next_position(body: object, path: str, paging: Paging = Paging.NONE) -> Position:
    """Return where the list at *path* goes on after the page *body*, None at its end: the body decides how.

    *paging*, as the table has it, decides only what the body leaves open.
    """
    if not isinstance(body, dict):
        return None
    content = cast("dict[str, Any]", body)
    pages = _pages_of(content)
    if "next" in pages:
        return _sized(_from_next(pages["next"], path, paging), pages)
    if content.get("next_cursor"):
        return {"cursor": content["next_cursor"]} if content.get("has_more") is not False else None
    numbers = pages or content
    return _sized(_after_number(numbers), numbers) if paging in NUMBERED else None


def _pages_of(content: dict[str, Any]) -> dict[str, Any]:
    """Return what *content* tells of its pages, which counts of tags nest once more."""
    pages = content.get("pages")
    inner = cast("dict[str, Any]", pages).get("pages", pages) if isinstance(pages, dict) else None
    return cast("dict[str, Any]", inner) if isinstance(inner, dict) else {}


def _from_next(after: object, path: str, paging: Paging) -> Position:
    """Return what the ``next`` of a page says: a link, or an object with a cursor, a number or both."""
    if isinstance(after, str) and after:
        return _from_link(after, path)
    if not isinstance(after, dict):
        return None
    given = cast("dict[str, Any]", after)
    names = ("page", "starting_after") if paging is Paging.PAGE_BODY else ("starting_after", "page")
    name = next((name for name in names if given.get(name)), None)
    return None if name is None else {name: given[name]}


def _from_link(link: str, path: str) -> Position:
    """Return the parameters of a link to the next page.

    Only they are taken from it: the request goes to the configured host and the same path whatever host the link
    names, so that the token goes nowhere else and a regional host or a proxy is kept.
    """
    try:
        parts = urlsplit(link)
    except ValueError as exc:
        msg = f"the next page of {path!r} is given by a link that is none: {exc}"
        raise PaginationError(msg) from exc
    if unquote(parts.path).rstrip("/") != unquote(path).rstrip("/"):
        msg = f"the next page is said to be at another path, {parts.path!r} instead of {path!r}"
        raise PaginationError(msg)
    if not parts.query:
        msg = f"the link to the next page of {path!r} does not say where that is"
        raise PaginationError(msg)
    return dict(parse_qsl(parts.query, keep_blank_values=True))


def _after_number(numbers: dict[str, Any]) -> Position:
    """Return the number of the page after the one that has *numbers*."""
    page, last = whole(numbers.get("page")), whole(numbers.get("total_pages"))
    return None if page is None or last is None or page >= last else {"page": page + 1}


def _sized(position: Position, numbers: dict[str, Any]) -> Position:
    """Return *position* with the size of pages: the number of one means nothing without it."""
    size = whole(numbers.get("per_page"))
    if position is None or "page" not in position or "per_page" in position or size is None:
        return position
    return {**position, "per_page": size}


def whole(value: object) -> int | None:
    """Return a whole number, which some lists give as text; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
