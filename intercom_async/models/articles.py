"""Articles: what a help center holds, in one language or several."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, IdChange, InstantChange, Model, TextChange
from .tags import TagList
from .translations import Translations


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ArticleStatistics(Model):
    """How an article is used, in all of its languages."""

    type: Literal["article_statistics"] = "article_statistics"
    views: int | None = None
    #: Of these two every recorded answer has the first, the documentation the second: conversations begun there.
    conversations: int | None = None
    conversions: int | None = None
    reactions: int | None = None
    #: Of all reactions, in percent.
    happy_reaction_percentage: float | None = None
    neutral_reaction_percentage: float | None = None
    sad_reaction_percentage: float | None = None
    #: In how many conversations Fin used it, how many of these that resolved, and that in percent; from 2.16 on.
    fin_involvements: int | None = None
    fin_resolutions: int | None = None
    fin_resolution_rate: float | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ArticleContent(Model):
    """What an article says in one language."""

    type: Literal["article_content"] | None = "article_content"
    title: str | None = None
    description: str | None = None
    #: As HTML, and from 2.16 on as Markdown.
    body: str | None = None
    body_markdown: str | None = None
    author_id: Id | None = None
    #: ``published`` or ``draft``.
    state: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    url: str | None = None
    #: Whether a draft is staged on top of what is published, and when it was edited last; from 2.16 on.
    has_unpublished_changes: bool | None = None
    draft_updated_at: datetime | None = None
    #: For whom Fin answers from it, all where that is empty, and where Fin may; from 2.16 on.
    audience_ids: tuple[Id, ...] | None = None
    ai_chatbot_availability: bool | None = None
    ai_copilot_availability: bool | None = None
    ai_sales_agent_availability: bool | None = None
    #: Teammates; from 2.16 on.
    created_by_id: Id | None = None
    updated_by_id: Id | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ArticleTranslations(Translations):
    """What an article says, a field for each language; a language that this package does not know is in `extra`."""

    type: Literal["article_translated_content"] | None = "article_translated_content"
    ar: ArticleContent | None = None
    bg: ArticleContent | None = None
    bs: ArticleContent | None = None
    ca: ArticleContent | None = None
    cs: ArticleContent | None = None
    da: ArticleContent | None = None
    de: ArticleContent | None = None
    el: ArticleContent | None = None
    en: ArticleContent | None = None
    es: ArticleContent | None = None
    et: ArticleContent | None = None
    fi: ArticleContent | None = None
    fr: ArticleContent | None = None
    he: ArticleContent | None = None
    hr: ArticleContent | None = None
    hu: ArticleContent | None = None
    id: ArticleContent | None = None
    it: ArticleContent | None = None
    ja: ArticleContent | None = None
    ko: ArticleContent | None = None
    lt: ArticleContent | None = None
    lv: ArticleContent | None = None
    mn: ArticleContent | None = None
    nb: ArticleContent | None = None
    nl: ArticleContent | None = None
    pl: ArticleContent | None = None
    pt: ArticleContent | None = None
    ro: ArticleContent | None = None
    ru: ArticleContent | None = None
    sl: ArticleContent | None = None
    sr: ArticleContent | None = None
    sv: ArticleContent | None = None
    tr: ArticleContent | None = None
    vi: ArticleContent | None = None
    pt_br: ArticleContent | None = attrs.field(default=None, metadata={"key": "pt-BR"})
    zh_cn: ArticleContent | None = attrs.field(default=None, metadata={"key": "zh-CN"})
    zh_tw: ArticleContent | None = attrs.field(default=None, metadata={"key": "zh-TW"})

    def by_language(self) -> dict[str, ArticleContent]:
        """Return what the article says by language as the API writes it, such as ``pt-BR``."""
        return self._said()


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Article(Model):
    """An article; where it has several languages, what is not in `translated_content` is of the default one."""

    type: Literal["article"] = "article"
    id: Id
    workspace_id: Id | None = None
    title: str | None = None
    description: str | None = None
    #: As HTML, and from 2.16 on as Markdown.
    body: str | None = None
    body_markdown: str | None = None
    author_id: Id | None = None
    #: ``published`` or ``draft``.
    state: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: None while it is a draft.
    url: str | None = None
    #: The collections that it stands in; until 2.15 the first of them, and whether that is a ``collection`` or, until
    #: 2.9, a ``section``.
    parent_ids: tuple[Id, ...] | None = None
    parent_id: Id | None = None
    parent_type: str | None = None
    #: Where the help center has several languages.
    default_locale: str | None = None
    translated_content: ArticleTranslations | None = None
    #: From 2.13 on.
    tags: TagList | None = None
    #: Where the article is read, created or changed by itself; lists and searches leave it out.
    statistics: ArticleStatistics | None = None
    #: Whether a draft is staged on top of what is published, and when it was edited last; from 2.16 on.
    has_unpublished_changes: bool | None = None
    draft_updated_at: datetime | None = None
    #: When it will be published, or be a draft again; at most one of them, from 2.16 on.
    scheduled_publish_at: datetime | None = None
    scheduled_unpublish_at: datetime | None = None
    #: For whom Fin answers from it, all where that is empty, and where Fin may; from 2.16 on.
    audience_ids: tuple[Id, ...] | None = None
    ai_chatbot_availability: bool | None = None
    ai_copilot_availability: bool | None = None
    ai_sales_agent_availability: bool | None = None
    #: Teammates; from 2.16 on.
    created_by_id: Id | None = None
    updated_by_id: Id | None = None
    #: Whether Fin never suggests it, and who sees it: ``everyone``, ``restricted`` and others; from 2.16 on.
    exclude_from_article_suggestions: bool | None = None
    help_center_audience: str | None = None
    #: Only in Preview.
    folder_id: Id | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ArticleVersion(Model):
    """What an article said at one time."""

    type: Literal["article_version"] = "article_version"
    id: Id
    article_id: Id | None = None
    title: str | None = None
    description: str | None = None
    #: As HTML and as Markdown; a list of versions leaves them out, as the time of the last change.
    body: str | None = None
    body_markdown: str | None = None
    author_id: Id | None = None
    created_by_id: Id | None = None
    #: ``web``, ``api`` or others.
    created_via: str | None = None
    #: The version before; None for the first.
    from_version_id: Id | None = None
    #: ``published`` for the one that is live, else ``draft``.
    state: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class HighlightedText(Model):
    """A piece of text in which something was looked for."""

    #: ``highlight`` for what was found, ``plain`` for what is around it.
    type: str | None = None
    text: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ArticleHighlights(Model):
    """Where in an article something was found; a search gives them beside the articles when asked."""

    article_id: Id
    highlighted_title: tuple[HighlightedText, ...] | None = None
    #: Pieces of the description and the body, each in parts.
    highlighted_summary: tuple[tuple[HighlightedText, ...], ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ArticleContentChanges(Changes):
    """What to write of an article in one language."""

    title: TextChange = UNSET
    description: TextChange = UNSET
    #: As HTML, or from 2.16 on as Markdown.
    body: TextChange = UNSET
    body_markdown: TextChange = UNSET
    author_id: IdChange = UNSET
    #: ``published`` or ``draft``.
    state: TextChange = UNSET
    #: From 2.16 on.
    audience_ids: Sequence[str | int] | Unset | None = attrs.field(default=UNSET, hash=False)
    ai_chatbot_availability: FlagChange = UNSET
    ai_copilot_availability: FlagChange = UNSET
    ai_sales_agent_availability: FlagChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ArticleChanges(Changes):
    """What to write to an article; a new one needs a title and an author.

    Where it has several languages, what is not in `translated_content` is of the default one.
    """

    title: TextChange = UNSET
    description: TextChange = UNSET
    #: As HTML, or from 2.16 on instead as Markdown.
    body: TextChange = UNSET
    body_markdown: TextChange = UNSET
    #: A teammate.
    author_id: IdChange = UNSET
    #: ``published`` or ``draft``, as which a new one begins.
    state: TextChange = UNSET
    #: The collection to put it in, and ``collection`` or, until 2.9, ``section``.
    parent_id: IdChange = UNSET
    parent_type: TextChange = UNSET
    #: All collections to put it in, instead of these two: from 2.16 on, documented in Preview alone. The folder: only
    #: in Preview.
    parent_ids: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    folder_id: IdChange = UNSET
    #: By language, such as ``fr`` or ``pt-BR``; one that is not named stays.
    translated_content: Mapping[str, ArticleContentChanges | Mapping[str, object]] | Unset | None = attrs.field(
        default=UNSET, hash=False
    )
    #: For whom Fin may answer from it in all languages, all where that is empty; from 2.16 on, as what follows.
    audience_ids: Sequence[str | int] | Unset | None = attrs.field(default=UNSET, hash=False)
    ai_chatbot_availability: FlagChange = UNSET
    ai_copilot_availability: FlagChange = UNSET
    ai_sales_agent_availability: FlagChange = UNSET
    #: When to publish it, with the state ``published``, or to make it a draft again: one of them; None cancels.
    scheduled_publish_at: InstantChange = UNSET
    scheduled_unpublish_at: InstantChange = UNSET
