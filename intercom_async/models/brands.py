"""Brands under which a workspace writes."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Brand(Model):
    """A brand."""

    type: Literal["brand"] = "brand"
    #: That of the workspace for its default brand.
    id: Id
    name: str | None = None
    is_default: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    help_center_id: Id | None = None
    #: Of the `EmailSetting` from which it writes.
    default_address_settings_id: Id | None = None
