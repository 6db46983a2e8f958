"""The bodies that submit many items at once, to a new job or to one that is open."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..limits import MOST_SUBMITTED, check_count
from ..models.common import Changes
from ..unset import UNSET, Unset
from .base import given


def check_kind(where: str, name: str, items: Sequence[object], kind: type[Changes]) -> None:
    """Refuse items that are not of their *kind*."""
    wrong = next((each for each in items if not isinstance(each, kind)), None)
    if wrong is not None:
        msg = f"{where}: {name} takes {kind.__name__} objects, not {type(wrong).__name__}"
        raise TypeError(msg)


def check_ignored(where: str, items: Sequence[Changes], *names: str) -> None:
    """Refuse fields that the server would ignore."""
    for index, item in enumerate(items):
        found = [name for name in names if getattr(item, name) is not UNSET]
        if found:
            msg = f"{where}: item {index} gives {' and '.join(found)}, which this ignores: leave it out"
            raise ValueError(msg)


def job_body(where: str, key: str, items: Sequence[Mapping[str, Any]], job_id: str | Unset) -> dict[str, object]:
    """Return what submits *items*, to that job if one is given."""
    if not items:
        msg = f"{where}: give at least one item"
        raise ValueError(msg)
    check_count(f"{where}: the job", len(items), MOST_SUBMITTED, "submit the rest with its job_id")
    return given(**{key: items, "job": UNSET if isinstance(job_id, Unset) else {"id": job_id}})


def identified(ids: Sequence[str | int]) -> list[dict[str, object]]:
    """Return objects that are named by their *ids*."""
    return [{"id": each} for each in ids]


def with_tags(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a contact with its tags as objects."""
    tags = body.get("tags", {})
    named = {name: identified(ids) for name, ids in tags.items() if name in {"add", "remove"}}
    return {**body, "tags": {**tags, **named}} if tags else dict(body)
