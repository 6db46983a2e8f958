"""Leads of API 1.x."""

from typing import Literal

from .. import operations as ops
from ..models.leads import Lead, LeadChanges
from ..models.users import Identifiers, User
from ..pagination import Checkpoint, Paginator
from ..scroll import SPOOL_LIMIT, Scroll
from ..unset import UNSET, Unset
from ..versions import V1_2
from .base import Service, at_most_one, given, given_from, one_of


class Leads(Service):
    """Read, write, convert and delete leads, the people without an account, in API 1.0 to 1.4."""

    __slots__ = ()

    async def create_or_update(self, changes: LeadChanges) -> Lead:
        """Write the lead with that id or user id; without either each call creates one, whatever its e-mail."""
        return await self._fetch(ops.Leads.create_or_update(json=changes), Lead)

    async def retrieve(self, lead_id: str | int) -> Lead:
        """Fetch one lead by its id."""
        return await self._fetch(ops.Leads.retrieve(lead_id=lead_id), Lead)

    async def find(self, *, user_id: str | int) -> Lead:
        """Fetch one lead by the user id that Intercom made for it."""
        return await self._fetch(ops.Leads.find(query=one_of("leads.find", user_id=user_id)), Lead)

    def list(
        self,
        *,
        email: str | Unset = UNSET,
        phone: str | Unset = UNSET,
        tag_id: str | int | Unset = UNSET,
        segment_id: str | int | Unset = UNSET,
        created_since: int | Unset = UNSET,
        order: Literal["asc", "desc"] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Lead]:
        """Iterate over leads, newest first; *created_since* counts days. Lists end at 10,000: use `scroll` for all.

        Several leads may have one e-mail. *phone* came with 1.2.
        """
        query = {
            **given(email=email, created_since=created_since, order=order),
            **given_from(V1_2, self._core.config.version, "leads.list", phone=phone),
            **at_most_one("leads.list", tag_id=tag_id, segment_id=segment_id),
        }
        return self._iterate(ops.Leads.list(query=query), Lead, per_page=per_page, resume=resume)

    def scroll(self, *, spool_limit: int = SPOOL_LIMIT) -> Scroll[Lead]:
        """Iterate over all leads, each once; a workspace has one scroll at a time, so this waits in line.

        Pages that you do not take at once wait in a temporary file of at most *spool_limit* bytes; 0 is for none.
        """
        return Scroll(self._core, ops.Leads.scroll(), Lead, spool_limit=spool_limit)

    async def convert(self, lead: Identifiers, *, user: Identifiers) -> User:
        """Merge a lead, given by id or user id, into *user*, or make it that user when there is none."""
        return await self._fetch(ops.Leads.convert(json={"contact": lead, "user": user}), User)

    async def delete(self, lead_id: str | int) -> Lead:
        """Delete a lead by its id."""
        return await self._fetch(ops.Leads.delete(lead_id=lead_id), Lead)

    async def delete_by_user_id(self, user_id: str | int) -> Lead:
        """Delete a lead by the user id that Intercom made for it."""
        query = one_of("leads.delete_by_user_id", user_id=user_id)
        return await self._fetch(ops.Leads.delete_by_user_id(query=query), Lead)
