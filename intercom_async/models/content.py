"""Content whatever its kind: what a search finds, and what is done to many at once."""

from collections.abc import Sequence
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, InstantChange, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FoundArticleContent(Model):
    """An article in one language."""

    type: str | None = None
    id: Id | None = None
    title: str | None = None
    locale: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FoundContent(Model):
    """Content that a search found."""

    #: ``article``, ``internal_article``, ``content_snippet``, ``external_content`` or ``file_source_content``.
    type: str | None = None
    id: Id | None = None
    title: str | None = None
    #: Of an article: one for each language.
    contents: tuple[FoundArticleContent, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentFilter(Changes):
    """Which content a search shall find: what fits all that is given here."""

    states: Sequence[Literal["published", "draft"]] | Unset = attrs.field(default=UNSET, hash=False)
    #: Such as ``en``.
    locales: Sequence[str] | Unset = attrs.field(default=UNSET, hash=False)
    #: With any of these tags or, with the operator NIN, with none of them.
    tag_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    tag_operator: Literal["IN", "NIN"] | Unset = UNSET
    #: With any of these tags, whatever the operator.
    any_tag_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    folder_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    #: What `folder_ids` are ids of; there are only folders.
    folder_entity_type: Literal["folder"] | Unset = UNSET
    #: These instead of all: ``article``, ``internal_article``, ``snippet``, ``external_content``,
    #: ``file_source_content``.
    content_types: Sequence[str] | Unset = attrs.field(default=UNSET, hash=False)
    #: Whether Copilot, Fin and the sales agent may use it.
    copilot_state: Literal["on", "off"] | Unset = UNSET
    fin_service_state: Literal["on", "off"] | Unset = UNSET
    fin_sales_state: Literal["on", "off"] | Unset = UNSET
    #: Ids of teammates.
    created_by_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    last_updated_by_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    #: The instants themselves included.
    created_at_after: InstantChange = UNSET
    created_at_before: InstantChange = UNSET
    updated_at_after: InstantChange = UNSET
    updated_at_before: InstantChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentId(Changes):
    """One piece of content: most actions take an article in one language, ``article_content``, tags the article."""

    type: Literal[
        "article", "article_content", "content_snippet", "external_content", "file_source_content", "internal_article"
    ]
    id: str | int


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentAvailability(Changes):
    """What may use content; what is left out stays."""

    ai_agent: FlagChange = UNSET
    copilot: FlagChange = UNSET
    sales_agent: FlagChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentAudience(Changes):
    """Whom content is for."""

    add_segment_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    remove_segment_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    #: Whether to remove all of them.
    remove_all: FlagChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentTags(Changes):
    """Tags, which must exist, to put on content and to take off, together at most 100."""

    add_tag_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    remove_tag_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentBulkAction(Model):
    """A bulk action that was taken on; there is nothing that tells when it is done."""

    type: str | None = None
    #: ``queued``.
    status: str | None = None
