"""Visitors: people who looked and left nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, IdChange, TextChange
from .users import PersonFields


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Visitor(PersonFields):
    """A person who looked and left nothing; ``user_id`` is one that Intercom made."""

    untyped: ClassVar[bool] = True

    type: Literal["visitor"] = "visitor"
    _last_request_at: datetime | None = attrs.field(default=None, metadata={"key": "last_request_at"})
    #: The same as the documents spell it.
    _las_request_at: datetime | None = attrs.field(default=None, metadata={"key": "las_request_at"})

    @property
    def last_request_at(self) -> datetime | None:
        """When the visitor was last seen, under either of the names that it is given by."""
        return self._last_request_at or self._las_request_at


@attrs.frozen(kw_only=True, repr=False, eq=False)
class VisitorChanges(Changes):
    """What to write to a visitor, found by `id` or `user_id`, one of them."""

    id: IdChange = UNSET
    user_id: IdChange = UNSET
    name: TextChange = UNSET
    #: Makes a lead of the visitor.
    email: TextChange = UNSET
    #: By name; what is not named stays, None removes. From 2.0 on the attributes must exist.
    custom_attributes: Mapping[str, object] | Unset | None = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "attributes"}
    )
    unsubscribed_from_emails: FlagChange = UNSET
    last_seen_user_agent: TextChange = UNSET
    #: Until 1.1.
    last_seen_ip: TextChange = UNSET
