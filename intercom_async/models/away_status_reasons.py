"""Reasons why teammates are away."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AwayStatusReason(Model):
    """Why a teammate may be away."""

    type: Literal["away_status_reason"] = "away_status_reason"
    #: What `client.admins.set_away` takes.
    id: Id
    label: str | None = None
    emoji: str | None = None
    #: Its place among the others.
    order: int | None = None
    deleted: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
