"""Custom objects: what a workspace keeps beside people and companies."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CustomObjectInstance(Model):
    """One object of a type that the workspace made up."""

    #: The name that the workspace gave to the type, such as ``Order``.
    type: str | None = None
    id: Id
    #: The id that you gave.
    external_id: Id | None = None
    #: When it was created and changed at yours.
    external_created_at: datetime | None = None
    external_updated_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    custom_attributes: Mapping[str, object] | None = attrs.field(default=None, hash=False)
