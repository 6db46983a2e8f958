"""Contacts of API 2.0 and later."""

from email.utils import parsedate_to_datetime
from typing import Any, Literal, TypeAlias

from .. import operations as ops
from ..errors import ContactConflictError, NotFoundError
from ..models.contacts import Contact, ContactChanges, ContactStatus, Upserted
from ..pagination import Checkpoint, Paginator
from ..query import Query, check_query
from ..response import Response
from ..unset import UNSET, Unset
from .base import Service, given

#: What an upsert does when the contact exists but is archived.
ArchivedPolicy: TypeAlias = Literal["fail", "unarchive", "recreate"]


class Contacts(Service):
    """Read, write, search and archive users and leads."""

    __slots__ = ()

    def list(
        self,
        *,
        include_merge_history: bool | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Contact]:
        """Iterate over all contacts, newest first."""
        request = ops.Contacts.list(query=given(include_merge_history=include_merge_history))
        return self._iterate(request, Contact, per_page=per_page, resume=resume)

    def search(
        self,
        query: Query,
        *,
        sort_by: str | Unset = UNSET,
        order: Literal["ascending", "descending"] | Unset = UNSET,
        include_merge_history: bool | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Contact]:
        """Iterate over the contacts that match *query*, by default those seen last first.

        Up to 2.16 instants are compared by calendar day in the workspace's time zone. A contact may be found only
        minutes after it was created.
        """
        check_query(query)
        sort = UNSET if sort_by is UNSET and order is UNSET else given(field=sort_by, order=order)
        request = ops.Contacts.search(
            query=given(include_merge_history=include_merge_history), json=given(query=query, sort=sort)
        )
        return self._iterate(request, Contact, per_page=per_page, resume=resume)

    async def create(self, changes: ContactChanges) -> Contact:
        """Create a contact; `ContactConflictError` with the id when a user with that identity exists."""
        return await self._fetch(ops.Contacts.create(json=changes), Contact)

    async def retrieve(self, contact_id: str, *, include_merge_history: bool | Unset = UNSET) -> Contact:
        """Fetch one contact; one that was merged into another is a `ContactMergedError` from 2.16 on."""
        query = given(include_merge_history=include_merge_history)
        return await self._fetch(ops.Contacts.retrieve(contact_id=contact_id, query=query), Contact)

    async def update(
        self, contact_id: str, changes: ContactChanges, *, include_merge_history: bool | Unset = UNSET
    ) -> Contact:
        """Change what *changes* gives; custom attributes are merged."""
        return (await self._update(contact_id, changes, include_merge_history)).value

    async def _update(
        self, contact_id: str, changes: ContactChanges, include_merge_history: bool | Unset = UNSET
    ) -> Response[Contact]:
        query = given(include_merge_history=include_merge_history)
        request = ops.Contacts.update(contact_id=contact_id, query=query, json=changes)
        return await self._core.send(request, self._decoder(Contact))

    async def upsert(self, changes: ContactChanges, *, archived: ArchivedPolicy = "fail") -> Upserted:
        """Create the contact or, where one with its external id or e-mail exists, update that one.

        An archived one is an error (``"fail"``), unarchived and updated, or deleted for good and created anew. Where
        an unanswered try was the one that created it, it counts as created.
        """
        if archived not in {"fail", "unarchive", "recreate"}:
            msg = f"contacts.upsert: archived must be 'fail', 'unarchive' or 'recreate', not {archived!r}"
            raise ValueError(msg)
        last_chance = False
        while True:
            try:
                return Upserted(contact=await self.create(changes), created=True)
            except ContactConflictError as conflict:
                contact_id = conflict.contact_id
                if contact_id is None or (conflict.archived and archived == "fail") or last_chance:
                    raise
                try:
                    done = await self._resolve(conflict, contact_id, changes, archived)
                except NotFoundError:
                    done = None  # deleted since: create it after all
                if done is not None:
                    return done
                last_chance = archived != "recreate" or not conflict.archived

    async def _resolve(
        self, conflict: ContactConflictError, contact_id: str, changes: ContactChanges, archived: ArchivedPolicy
    ) -> Upserted | None:
        """Write to the contact that exists; None when it was removed for another to be created."""
        if conflict.archived and archived == "recreate":
            await self.delete(contact_id)
            return None
        if conflict.archived:
            await self.unarchive(contact_id)
        response = await self._update(contact_id, changes)
        return Upserted(contact=response.value, created=_made_by_lost_try(conflict, response))

    async def archive(self, contact_id: str) -> ContactStatus:
        """Archive a contact: hidden, but kept."""
        return await self._fetch(ops.Contacts.archive(contact_id=contact_id), ContactStatus)

    async def unarchive(self, contact_id: str) -> ContactStatus:
        """Bring an archived contact back."""
        return await self._fetch(ops.Contacts.unarchive(contact_id=contact_id), ContactStatus)

    async def delete(self, contact_id: str) -> ContactStatus:
        """Delete a contact for good."""
        return await self._fetch(ops.Contacts.delete(contact_id=contact_id), ContactStatus)


def _made_by_lost_try(conflict: ContactConflictError, response: Response[Any]) -> bool:
    """Say whether the contact that a creation ran into was made by an earlier try of it that went unanswered."""
    lost = [attempt for attempt in conflict.attempts[:-1] if attempt.status is None]
    date, created_at = response.headers.get("date"), response.value.created_at
    if not lost or date is None or created_at is None:
        return bool(lost)
    age = (parsedate_to_datetime(date) - created_at).total_seconds()
    since_first_try = conflict.attempts[-1].started + conflict.attempts[-1].seconds + response.seconds
    return bool(age <= since_first_try + 2.0)  # both clocks are the server's, cut to whole seconds
