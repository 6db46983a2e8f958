"""Cursors and pages: opaque, without state, and wrong when the sort field moves meanwhile, as the API's are."""

import base64
import binascii
import json
import math
from collections.abc import Mapping
from urllib.parse import urlencode

import attrs

from .call import Call, Problem, encode_json, is_list, positive
from .ordered import Key, key_of


@attrs.frozen
class Cursor:
    """Where a page begins: behind the item with this key."""

    key: Key | None = None
    #: Counts pages from 1; only shown.
    page: int = 1


def bad_cursor() -> Problem:
    """Return the 400 for a cursor that no answer gave."""
    message = "Invalid starting_after param. Please try again using a starting_after value from a paginated response"
    return Problem(400, "client_error", message)


def decode_cursor(text: object) -> Cursor:
    """Read a cursor that `encode_cursor` made; None is the first page."""
    if text is None or text == "":
        return Cursor()
    try:
        value: object = json.loads(base64.b64decode(str(text), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise bad_cursor() from None
    if not is_list(value) or len(value) != 3:
        raise bad_cursor()
    sort_value, item_id, page = value
    if not isinstance(item_id, str) or not isinstance(page, int) or isinstance(sort_value, dict | list):
        raise bad_cursor()
    return Cursor(key_of(sort_value, item_id), page)


def encode_cursor(sort_value: object, item_id: str, page: int) -> str:
    """Return the cursor behind an item, for page number *page*."""
    return base64.b64encode(encode_json([sort_value, item_id, page]).encode(), altchars=b"-_").decode()


def cursor_pages(*, page: int, per_page: int, total: int, next_cursor: str | None) -> dict[str, object]:
    """Return the ``pages`` of a cursor list; ``next`` is absent on the last page."""
    following = {} if next_cursor is None else {"next": {"page": page + 1, "starting_after": next_cursor}}
    return {
        "type": "pages",
        **following,
        "page": page,
        "per_page": per_page,
        "total_pages": math.ceil(total / per_page),
    }


def url_pages(call: Call, *, page: int, per_page: int, total: int) -> dict[str, object]:
    """Return the ``pages`` of a page-number list, whose ``next`` is a URL or null."""
    pages = math.ceil(total / per_page)
    query = urlencode({**call.query, "per_page": per_page, "page": page + 1})
    following = f"{call.base_url}{call.path}?{query}" if page < pages else None
    return {"type": "pages", "next": following, "page": page, "per_page": per_page, "total_pages": pages}


def cursor_arguments(given: Mapping[str, object], *, default: int, maximum: int | None) -> tuple[Cursor, int]:
    """Read ``starting_after`` and ``per_page`` from a query or a ``pagination`` object."""
    size = given.get("per_page")
    per_page = positive(default if size is None else size, "per_page", maximum)
    return decode_cursor(given.get("starting_after")), per_page
