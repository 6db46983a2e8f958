"""Visitors."""

from typing import Literal

from .. import operations as ops
from ..models.common import either
from ..models.contacts import Contact
from ..models.leads import Lead
from ..models.people import Person, UpdatedVisitor
from ..models.users import Identifiers, User
from ..models.visitors import Visitor, VisitorChanges
from ..unset import UNSET, Unset
from ..versions import V2_0
from .base import Service, given, one_of


class Visitors(Service):
    """Read, change, convert and delete visitors, the people who looked and left nothing."""

    __slots__ = ()

    async def find(self, *, user_id: str | int) -> Visitor:
        """Fetch one visitor by the user id that Intercom made for it."""
        return await self._fetch(ops.Visitors.find(query=one_of("visitors.find", user_id=user_id)), Visitor)

    async def retrieve(self, visitor_id: str | int) -> Visitor:
        """Fetch one visitor by its id; not documented after 2.6."""
        return await self._fetch(ops.Visitors.retrieve(visitor_id=visitor_id), Visitor)

    async def update(self, changes: VisitorChanges) -> UpdatedVisitor:
        """Change the visitor with the id or the user id in *changes*; an e-mail makes a `Lead` of them in 1.x."""
        one_of("visitors.update", id=changes.id, user_id=changes.user_id)
        return await self._fetch(ops.Visitors.update(json=changes), either(Visitor, Lead))

    async def convert(
        self, visitor: Identifiers, *, to: Literal["user", "lead"], user: Identifiers | Unset = UNSET
    ) -> Person:
        """Make a user or a lead of a visitor, or merge the visitor into *user* where there is one.

        A user needs *user*. The answer is a `User` or a `Lead` in 1.x and a `Contact` from 2.0 on.
        """
        if to == "user" and user is UNSET:
            msg = "visitors.convert: to='user' needs user=Identifiers(...), who the visitor becomes"
            raise ValueError(msg)
        request = ops.Visitors.convert(json=given(visitor=visitor, user=user, type=to))
        if self._core.config.version < V2_0:  # where "contact" is the type of a lead
            return await self._fetch(request, either(User, Lead))
        return await self._fetch(request, either(User, Lead, Contact))

    async def delete(self, visitor_id: str | int) -> Visitor:
        """Delete a visitor by its id; not documented after 2.6."""
        return await self._fetch(ops.Visitors.delete(visitor_id=visitor_id), Visitor)

    async def delete_by_user_id(self, user_id: str | int) -> Visitor:
        """Delete a visitor by its user id: experimental, one list of operations of 1.x alone has it."""
        query = one_of("visitors.delete_by_user_id", user_id=user_id)
        return await self._fetch(ops.Visitors.delete_by_user_id(query=query), Visitor)
