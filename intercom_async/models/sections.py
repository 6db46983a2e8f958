"""Sections: what collections were ordered in until 2.9."""

from datetime import datetime
from typing import Literal

import attrs

from .collections import GroupTranslations
from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Section(Model):
    """A part of a collection; in several languages `name` is of the default one."""

    type: Literal["section"] = "section"
    id: Id
    workspace_id: Id | None = None
    name: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    url: str | None = None
    icon: str | None = None
    #: Its place among its neighbours, from 0 on.
    order: int | None = None
    #: The collection that it is in; a number or text, always text here.
    parent_id: Id | None = None
    #: Where the help center has several languages.
    default_locale: str | None = None
    translated_content: GroupTranslations | None = None
