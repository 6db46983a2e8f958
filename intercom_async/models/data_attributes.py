"""Data attributes: what contacts and companies have, standard and custom."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DataAttribute(Model):
    """One attribute of contacts or companies."""

    type: Literal["data_attribute"] = "data_attribute"
    #: Only of custom attributes.
    id: Id | None = None
    #: ``contact`` (``customer`` in 1.x) or ``company``.
    model: str | None = None
    name: str | None = None
    #: With its path: ``custom_attributes.plan``.
    full_name: str | None = None
    label: str | None = None
    description: str | None = None
    #: ``string``, ``integer``, ``float``, ``boolean`` or ``date``.
    data_type: str | None = None
    options: tuple[str, ...] | None = None
    api_writable: bool | None = None
    messenger_writable: bool | None = None
    ui_writable: bool | None = None
    custom: bool | None = None
    archived: bool | None = None
    admin_id: Id | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
