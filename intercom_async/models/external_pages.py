"""External pages: pages outside Intercom that Fin and Copilot answer from."""

from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET
from .common import Changes, FlagChange, Id, IdChange, Model, TextChange


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ExternalPage(Model):
    """A page outside Intercom."""

    type: Literal["external_page"] = "external_page"
    id: Id
    title: str | None = None
    html: str | None = None
    #: Where Fin sends people who want to read more.
    url: str | None = None
    ai_agent_availability: bool | None = None
    ai_copilot_availability: bool | None = None
    ai_sales_agent_availability: bool | None = None
    #: Deprecated: the three above say it.
    fin_availability: bool | None = None
    locale: str | None = None
    source_id: Id | None = None
    #: The id that you gave, unique in its source.
    external_id: Id | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    last_ingested_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ExternalPageChanges(Changes):
    """What to write to an external page, all of it each time; a change needs `url`, a new page `external_id`."""

    title: str
    html: str
    #: Of the `ContentImportSource` that it belongs to.
    source_id: str | int
    locale: str = "en"
    url: TextChange = UNSET
    external_id: IdChange = UNSET
    #: What may use it; changes take these two in Preview alone.
    ai_agent_availability: FlagChange = UNSET
    ai_copilot_availability: FlagChange = UNSET
    #: In Preview.
    ai_sales_agent_availability: FlagChange = UNSET
    #: What changes take instead of the three above; not for a new page.
    fin_availability: FlagChange = UNSET
