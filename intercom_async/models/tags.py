"""Tags: labels on people, companies and conversations."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model, Reference


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Tag(Model):
    """A label."""

    type: Literal["tag"] = "tag"
    id: Id
    name: str | None = None
    #: When and by whom, where the tag stands on something.
    applied_at: datetime | None = None
    applied_by: Reference | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TagList(Model):
    """The tags on something."""

    type: str | None = None
    tags: tuple[Tag, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Tagged(Model):
    """What tagging did to one user or company."""

    id: Id
    #: Whether it has the tag now.
    tagged: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SavedTag(Tag):
    """A tag as it was created, renamed, applied or taken off."""

    #: Those that the call named, from 2.16 on.
    users: tuple[Tagged, ...] | None = None
    companies: tuple[Tagged, ...] | None = None
