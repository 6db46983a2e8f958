"""Leads: the people without an account of API 1.x, called contacts there, and contacts with a role from 2.0 on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, IdChange, InstantChange, TextChange
from .users import PersonFields


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Lead(PersonFields):
    """A person without an account; ``user_id`` is one that Intercom made."""

    #: ``contact``; inside conversations also ``lead``.
    type: Literal["contact", "lead"] = "contact"
    last_request_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class LeadChanges(Changes):
    """What to write to a lead, found by `id`, else `user_id`; without either, and by an e-mail, a new one is made."""

    id: IdChange = UNSET
    user_id: IdChange = UNSET
    email: TextChange = UNSET
    phone: TextChange = UNSET
    name: TextChange = UNSET
    last_request_at: InstantChange = UNSET
    custom_attributes: Mapping[str, object] | Unset | None = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "attributes"}
    )
    #: Each by ``company_id``, with what to write to it; ``remove: True`` detaches it.
    companies: Sequence[Mapping[str, object]] | Unset = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "companies"}
    )
    unsubscribed_from_emails: FlagChange = UNSET
    last_seen_user_agent: TextChange = UNSET
