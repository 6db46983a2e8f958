"""Addresses from which a workspace writes."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class EmailSetting(Model):
    """An address from which the workspace writes."""

    type: Literal["email_setting"] = "email_setting"
    id: Id
    email: str | None = None
    verified: bool | None = None
    domain: str | None = None
    brand_id: Id | None = None
    forwarding_enabled: bool | None = None
    #: None when nothing was ever forwarded.
    forwarded_email_last_received_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
