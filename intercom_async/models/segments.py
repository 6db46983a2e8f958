"""Segments: groups of people or companies by rule."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Segment(Model):
    """A group by rule; inside a company it may be only its id."""

    type: Literal["segment"] = "segment"
    id: Id
    name: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: ``contact`` or ``user``; in 1.x ``user`` or ``lead``.
    person_type: str | None = None
    #: How many it holds, only when asked for.
    count: int | None = None
