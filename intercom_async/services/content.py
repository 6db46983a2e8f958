"""Content whatever its kind."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, cast

from .. import operations as ops
from ..limits import LONGEST_CONTENT_QUERY, MOST_CONTENT, MOST_CONTENT_TAGS, check_count
from ..models.content import (
    ContentAudience,
    ContentAvailability,
    ContentBulkAction,
    ContentFilter,
    ContentId,
    ContentTags,
    FoundContent,
)
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service, given, with_numbers

Action: TypeAlias = Literal["publish", "unpublish", "delete", "set_availability", "set_audience", "update_tags"]

#: What each action needs beside the content.
_NEEDS: Final[Mapping[str, str]] = {
    "set_availability": "availability",
    "set_audience": "audience",
    "update_tags": "tags",
}
_PUBLISHED: Final = frozenset({"article_content"})
_WRITTEN: Final = frozenset({"article_content", "content_snippet", "file_source_content", "internal_article"})
#: What each action takes: the server leaves out other content without a word.
_TAKES: Final[Mapping[str, frozenset[str]]] = {
    "publish": _PUBLISHED,
    "unpublish": _PUBLISHED,
    "delete": _WRITTEN,
    "set_availability": _WRITTEN | {"external_content"},
    "set_audience": _WRITTEN | {"external_content"},
    "update_tags": (_WRITTEN - {"article_content"}) | {"article", "external_content"},
}


class Content(Service):
    """Search content of all kinds, and change much of it at once."""

    __slots__ = ()

    def search(
        self,
        query: str | Unset = UNSET,
        *,
        matching: ContentFilter | None = None,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[FoundContent]:
        """Iterate over the content with *query* in its title or text, that fits a filter; without both the latest."""
        if not isinstance(query, Unset):
            check_count("content.search: query", len(query), LONGEST_CONTENT_QUERY, "ask with fewer characters")
        fields = {} if matching is None else self._ready(matching)
        if "tag_operator" in fields and "tag_ids" not in fields:
            msg = "content.search: tag_operator says how to match tag_ids: give both"
            raise ValueError(msg)
        if "folder_ids" in fields:
            fields.setdefault("folder_entity_type", "folder")
        wanted = {name: _on_the_wire(f"content.search: {name}", value) for name, value in fields.items()}
        request = ops.Content.search(query={**given(query=query), **wanted})
        return self._iterate(request, FoundContent, per_page=per_page, resume=resume)

    async def bulk_action(
        self,
        action: Action,
        content_ids: Sequence[ContentId],
        *,
        availability: ContentAvailability | Unset = UNSET,
        audience: ContentAudience | Unset = UNSET,
        tags: ContentTags | Unset = UNSET,
    ) -> ContentBulkAction:
        """Do one thing to at most 1,000 pieces of content, some time later.

        ``publish`` and ``unpublish`` take articles in one language; ``delete`` is for ever and skips what other
        systems keep; ``set_availability``, ``set_audience`` and ``update_tags`` need the argument that says what.
        """
        check_count("content.bulk_action: content_ids", len(content_ids), MOST_CONTENT)
        details = given(availability=availability, audience=audience, tags=tags)
        if action not in _TAKES:
            msg = f"content.bulk_action: action must be one of {', '.join(_TAKES)}, not {action!r}"
            raise ValueError(msg)
        _check_details(action, set(details))
        _check_kinds(action, content_ids)
        body: dict[str, object] = {"action": action}
        body["content_ids"] = [{**self._ready(each), "id": str(each.id)} for each in content_ids]
        if not isinstance(availability, Unset):
            body["availability"] = availability
        if not isinstance(audience, Unset):
            body["audience"] = with_numbers(self._ready(audience), "add_segment_ids", "remove_segment_ids")
        if not isinstance(tags, Unset):
            body["tags"] = self._tags(tags)
        return await self._fetch(ops.Content.bulk_action(json=body), ContentBulkAction)

    def _tags(self, tags: ContentTags) -> dict[str, Any]:
        ready = with_numbers(self._ready(tags), "add_tag_ids", "remove_tag_ids")
        named = {tag_id for name in ("add_tag_ids", "remove_tag_ids") for tag_id in ready.get(name, ())}
        if not named:
            msg = "content.bulk_action: tags names none: give add_tag_ids or remove_tag_ids"
            raise ValueError(msg)
        check_count("content.bulk_action: tags", len(named), MOST_CONTENT_TAGS)
        return ready


def _on_the_wire(where: str, value: object) -> object:
    """Return a value of a query: a list is text with commas."""
    if not isinstance(value, list):
        return value
    texts = [str(each) for each in cast("list[object]", value)]
    if not texts or any("," in text or not text for text in texts):
        msg = f"{where} must hold at least one value, and none that is empty or holds a comma: leave it out to take all"
        raise ValueError(msg)
    return ",".join(texts)


def _check_details(action: str, details: set[str]) -> None:
    """Refuse an action without what it needs, or with what it ignores."""
    needed = _NEEDS.get(action)
    if details != ({needed} - {None}):
        found = " and ".join(sorted(details)) or "nothing"
        msg = f"content.bulk_action: {action} takes {needed or 'nothing'} beside the content, not {found}"
        raise ValueError(msg)


def _check_kinds(action: str, content_ids: Sequence[ContentId]) -> None:
    """Refuse content that the action would leave out."""
    takes = _TAKES[action]
    if wrong := sorted({each.type for each in content_ids} - takes):
        msg = f"content.bulk_action: {action} would leave out {', '.join(wrong)}: it takes {', '.join(sorted(takes))}"
        raise ValueError(msg)
