"""Content snippets: short texts that Fin and Copilot answer from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, Model, TextChange


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentSnippet(Model):
    """A short text."""

    type: Literal["content_snippet"] = "content_snippet"
    id: Id
    title: str | None = None
    locale: str | None = None
    #: The text as blocks, each with its ``type``, and as Markdown.
    json_blocks: tuple[Mapping[str, object], ...] | None = attrs.field(default=None, hash=False)
    body_markdown: str | None = None
    #: 1 or 0; deprecated: `ai_chatbot_availability` and `ai_copilot_availability` say the same.
    chatbot_availability: int | None = None
    copilot_availability: int | None = None
    ai_chatbot_availability: bool | None = None
    ai_copilot_availability: bool | None = None
    ai_sales_agent_availability: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: For whom Fin may use it, everybody when there are none.
    audience_ids: tuple[Id, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentSnippetChanges(Changes):
    """What to write to a snippet; a new one needs a title and a text."""

    title: TextChange = UNSET
    #: The text as blocks such as ``{"type": "paragraph", "text": "Hi"}`` or as Markdown: not both.
    json_blocks: Sequence[Mapping[str, object]] | Unset = attrs.field(default=UNSET, hash=False)
    body_markdown: TextChange = UNSET
    #: ``en`` when it is left out.
    locale: TextChange = UNSET
    #: For whom Fin may use it, an empty list for everybody.
    audience_ids: Sequence[str | int] | Unset | None = attrs.field(default=UNSET, hash=False)
    ai_chatbot_availability: FlagChange = UNSET
    ai_copilot_availability: FlagChange = UNSET
    ai_sales_agent_availability: FlagChange = UNSET
