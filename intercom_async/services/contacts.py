"""Contacts of API 2.0 and later."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final, Literal, TypeAlias

from .. import operations as ops
from ..errors import ContactConflictError, NotFoundError
from ..models.contacts import Contact, ContactChanges, ContactStatus, Upserted
from ..pagination import Checkpoint, Paginator
from ..query import Query, check_query
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
        query = given(include_merge_history=include_merge_history)
        return await self._fetch(ops.Contacts.update(contact_id=contact_id, query=query, json=changes), Contact)

    async def upsert(self, changes: ContactChanges, *, archived: ArchivedPolicy = "fail") -> Upserted:
        """Create the contact or, where one with its external id or e-mail exists, update that one.

        An archived one is an error (``"fail"``), unarchived and updated, or deleted for good and created anew. Where
        an unanswered try was the one that created it, it counts as created.
        """
        if archived not in {"fail", "unarchive", "recreate"}:
            msg = f"contacts.upsert: archived must be 'fail', 'unarchive' or 'recreate', not {archived!r}"
            raise ValueError(msg)
        met: set[str] = set()
        while True:
            try:
                return Upserted(contact=await self.create(changes), created=True)
            except ContactConflictError as conflict:
                contact_id = conflict.contact_id
                if contact_id is None or contact_id in met or (conflict.archived and archived == "fail"):
                    raise
                met.add(contact_id)
                done = await self._resolve(conflict, contact_id, changes, archived)
            if done is not None:
                return done

    async def _resolve(
        self, conflict: ContactConflictError, contact_id: str, changes: ContactChanges, archived: ArchivedPolicy
    ) -> Upserted | None:
        """Write to the contact that exists; None when it is gone and another is to be created."""
        try:
            if conflict.archived and archived == "recreate":
                await self.delete(contact_id)
                return None
            if conflict.archived:
                await self.unarchive(contact_id)
            response = await self._send(ops.Contacts.update(contact_id=contact_id, json=changes), Contact)
        except NotFoundError:
            return None  # deleted since
        date, created_at = response.headers.get("date"), response.value.created_at
        made_here = _made_by_lost_try(conflict, created_at, date, response.seconds)
        return Upserted(contact=response.value, created=made_here)

    async def archive(self, contact_id: str) -> ContactStatus:
        """Archive a contact: hidden, but kept."""
        return await self._fetch(ops.Contacts.archive(contact_id=contact_id), ContactStatus)

    async def unarchive(self, contact_id: str) -> ContactStatus:
        """Bring an archived contact back."""
        return await self._fetch(ops.Contacts.unarchive(contact_id=contact_id), ContactStatus)

    async def delete(self, contact_id: str) -> ContactStatus:
        """Delete a contact for good."""
        return await self._fetch(ops.Contacts.delete(contact_id=contact_id), ContactStatus)


def _made_by_lost_try(
    conflict: ContactConflictError, created_at: datetime | None, date: str | None, since_conflict: float
) -> bool:
    """Say whether the contact that a creation ran into was made by an earlier try of it whose outcome is unknown.

    It was when it is no older than that try; *date* and *created_at* are of the server's clock, in whole seconds.
    """
    tries = conflict.attempts
    lost = [
        each
        for each in tries[:-1]
        if (each.status is None and each.error not in _NEVER_SENT) or (each.status or 0) >= 500
    ]
    if not lost or date is None or created_at is None:
        return bool(lost)
    age = (parsedate_to_datetime(date) - created_at).total_seconds()
    return age <= tries[-1].started + tries[-1].seconds - lost[0].started + since_conflict + 2.0


#: Errors of a try that cannot have created anything.
_NEVER_SENT: Final = frozenset({"ConnectionFailedError", "ConnectTimeoutError"})
