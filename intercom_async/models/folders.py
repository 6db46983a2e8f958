"""Folders: what content is kept in."""

from datetime import datetime

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Folder(Model):
    """A folder."""

    id: Id
    name: str | None = None
    description: str | None = None
    emoji: str | None = None
    #: None at the top.
    parent_folder_id: Id | None = None
    #: How much is in it.
    content_count: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
