"""The answer of a list by page numbers, as articles, help centers and news have it."""

from collections.abc import Callable, Collection
from typing import TypeVar

from .call import Call, Reply
from .lists import numbered

T = TypeVar("T")


def listed(call: Call, items: Collection[T], show: Callable[[T], object], *, default: int, maximum: int = 150) -> Reply:
    """Return the page of *items* that *call* asks for, each as *show* has it; the last links to no other."""
    page = numbered(call, default=default, maximum=maximum)
    data = [show(item) for item in page.cut(items)]
    return Reply({"type": "list", "pages": page.linked(call, len(items)), "total_count": len(items), "data": data})


def deleted(object_id: str, kind: str) -> Reply:
    """Return the answer to a deletion."""
    return Reply({"id": object_id, "object": kind, "deleted": True})
