"""Audiences: groups of people that content is for."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Predicate(Model):
    """What is asked of a person; made, it can be written, too."""

    #: Such as ``company.name`` or ``custom_attributes.plan``.
    attribute: str | None = None
    #: Of the attribute, such as ``string`` or ``role``.
    type: str | None = None
    #: Such as ``eq`` or ``contains``.
    comparison: str | None = None
    value: object | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Audience(Model):
    """A group of people, by what they have in common."""

    type: Literal["audience"] = "audience"
    id: Id
    name: str | None = None
    predicates: tuple[Predicate, ...] | None = None
    #: What is asked of the role.
    role_predicates: tuple[Predicate, ...] | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
