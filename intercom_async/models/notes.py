"""Notes: what teammates wrote about people and companies."""

from datetime import datetime
from typing import Literal

import attrs

from .admins import Admin
from .common import Id, Model, Reference


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Note(Model):
    """A note."""

    type: Literal["note"] = "note"
    id: Id
    created_at: datetime | None = None
    #: As HTML.
    body: str | None = None
    author: Admin | None = None
    #: Whom it is about: a contact or a company, in 1.x a user.
    contact: Reference | None = None
    company: Reference | None = None
    user: Reference | None = None
