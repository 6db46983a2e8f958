"""Collections: what the articles of a help center are ordered in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

import attrs

from ..unset import UNSET
from .common import Changes, Id, Model, TextChange
from .translations import Translations


@attrs.frozen(kw_only=True, repr=False, eq=False)
class GroupContent(Model):
    """What a collection or section is called in one language."""

    type: Literal["group_content"] | None = "group_content"
    name: str | None = None
    #: Of collections alone.
    description: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class GroupTranslations(Translations):
    """What a collection or section is called, a field for each language; an unknown language is in `extra`."""

    type: Literal["group_translated_content"] | None = "group_translated_content"
    ar: GroupContent | None = None
    bg: GroupContent | None = None
    bs: GroupContent | None = None
    ca: GroupContent | None = None
    cs: GroupContent | None = None
    da: GroupContent | None = None
    de: GroupContent | None = None
    el: GroupContent | None = None
    en: GroupContent | None = None
    es: GroupContent | None = None
    et: GroupContent | None = None
    fi: GroupContent | None = None
    fr: GroupContent | None = None
    he: GroupContent | None = None
    hr: GroupContent | None = None
    hu: GroupContent | None = None
    id: GroupContent | None = None
    it: GroupContent | None = None
    ja: GroupContent | None = None
    ko: GroupContent | None = None
    lt: GroupContent | None = None
    lv: GroupContent | None = None
    mn: GroupContent | None = None
    nb: GroupContent | None = None
    nl: GroupContent | None = None
    pl: GroupContent | None = None
    pt: GroupContent | None = None
    ro: GroupContent | None = None
    ru: GroupContent | None = None
    sl: GroupContent | None = None
    sr: GroupContent | None = None
    sv: GroupContent | None = None
    tr: GroupContent | None = None
    vi: GroupContent | None = None
    pt_br: GroupContent | None = attrs.field(default=None, metadata={"key": "pt-BR"})
    zh_cn: GroupContent | None = attrs.field(default=None, metadata={"key": "zh-CN"})
    zh_tw: GroupContent | None = attrs.field(default=None, metadata={"key": "zh-TW"})

    def by_language(self) -> dict[str, GroupContent]:
        """Return what it is called by language as the API writes it, such as ``pt-BR``."""
        return self._said()


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Collection(Model):
    """What articles are ordered in; in several languages `name` and `description` are of the default one."""

    #: In answers until 2.9.
    type: Literal["collection"] = "collection"
    id: Id
    workspace_id: Id | None = None
    name: str | None = None
    description: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    url: str | None = None
    icon: str | None = None
    #: Its place among its neighbours, from 0 on.
    order: int | None = None
    #: Where the help center has several languages.
    default_locale: str | None = None
    translated_content: GroupTranslations | None = None
    #: The collection that it is in, from 2.10 on; until 2.9 these were sections.
    parent_id: Id | None = None
    help_center_id: Id | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class GroupContentChanges(Changes):
    """What a collection or section is to be called in one language."""

    name: TextChange = UNSET
    #: Of collections alone.
    description: TextChange = UNSET


#: What it is to be called by language, such as ``fr`` or ``pt-BR``.
GroupContents: TypeAlias = Mapping[str, GroupContentChanges | Mapping[str, object]]
