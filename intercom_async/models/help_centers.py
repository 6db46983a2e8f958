"""Help centers: where articles are shown, and what leads there."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class HelpCenter(Model):
    """A site with collections and articles."""

    id: Id
    workspace_id: Id | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: The part of its URL that names it.
    identifier: str | None = None
    website_turned_on: bool | None = None
    #: Only teammates see it.
    display_name: str | None = None
    #: With its own domain where it has one.
    url: str | None = None
    custom_domain: str | None = None
    #: Whether it is the workspace's default one, and its languages; from 2.16 on.
    default: bool | None = None
    locales: tuple[str, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class HelpCenterRedirect(Model):
    """A URL that leads to an article or a collection."""

    type: Literal["help_center_redirect"] = "help_center_redirect"
    id: Id
    from_url: str | None = None
    #: The language that it leads to: perhaps not the one asked for, where the article lacks that.
    locale: str | None = None
    help_center_id: Id | None = None
    #: ``article`` or ``collection``.
    target_type: str | None = None
    target_id: Id | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
