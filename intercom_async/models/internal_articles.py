"""Internal articles: what teammates and Fin read, and customers do not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, IdChange, Model, TextChange
from .tags import TagList


@attrs.frozen(kw_only=True, repr=False, eq=False)
class InternalArticle(Model):
    """An article for teammates."""

    type: Literal["internal_article"] = "internal_article"
    id: Id
    title: str | None = None
    #: As HTML, and from 2.16 on also as Markdown.
    body: str | None = None
    body_markdown: str | None = None
    owner_id: Id | None = None
    author_id: Id | None = None
    locale: str | None = None
    #: In Preview; None for one in no folder.
    folder_id: Id | None = None
    #: For whom Fin may use it, everybody when there are none; this and the next three from 2.16 on.
    audience_ids: tuple[Id, ...] | None = None
    ai_chatbot_availability: bool | None = None
    ai_copilot_availability: bool | None = None
    ai_sales_agent_availability: bool | None = None
    #: In Preview.
    tags: TagList | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class InternalArticleChanges(Changes):
    """What to write to an internal article; a new one needs title, owner and author."""

    title: TextChange = UNSET
    #: As HTML or, from 2.16 on, as Markdown: not both.
    body: TextChange = UNSET
    body_markdown: TextChange = UNSET
    author_id: IdChange = UNSET
    owner_id: IdChange = UNSET
    locale: TextChange = UNSET
    #: In Preview; None takes it out of its folder.
    folder_id: IdChange = UNSET
    #: For whom Fin may use it, an empty list for everybody; this and the next three from 2.16 on.
    audience_ids: Sequence[str | int] | Unset | None = attrs.field(default=UNSET, hash=False)
    ai_chatbot_availability: FlagChange = UNSET
    ai_copilot_availability: FlagChange = UNSET
    ai_sales_agent_availability: FlagChange = UNSET
