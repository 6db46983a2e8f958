"""Content import sources: where external pages come from."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentImportSource(Model):
    """Where external pages come from."""

    type: Literal["content_import_source"] = "content_import_source"
    id: Id
    #: The root of its pages.
    url: str | None = None
    #: ``api``, ``automatic`` or ``manual``.
    sync_behavior: str | None = None
    #: ``active`` or ``deactivated``.
    status: str | None = None
    #: For whom Fin may use its pages, everybody when there are none; from 2.16 on.
    audience_ids: tuple[Id, ...] | None = None
    last_synced_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
