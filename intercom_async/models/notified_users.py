"""What notifications of 1.x are about that holds a user or a lead."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Model, Reference
from .leads import Lead
from .tags import Tag
from .users import User


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserTagging(Model):
    """A tag that was put on a user, or taken off; the topic says which."""

    type: Literal["user_tag"] = "user_tag"
    created_at: datetime | None = None
    tag: Tag | None = None
    user: User | None = None
    #: Who did it.
    admin: Reference | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class LeadTagging(Model):
    """A tag that was put on a lead, or taken off; the topic says which."""

    type: Literal["contact_tag"] = "contact_tag"
    created_at: datetime | None = None
    tag: Tag | None = None
    contact: Lead | None = None
    #: Who did it.
    admin: Reference | None = None
