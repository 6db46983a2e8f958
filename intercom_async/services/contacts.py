"""Contacts of API 2.0 and later."""

from email.utils import parsedate_to_datetime
from typing import Any, Literal, TypeAlias

from .. import operations as ops
from ..errors import ContactConflictError, NotFoundError
from ..models.companies import Company
from ..models.contacts import (
    Contact,
    ContactActivity,
    ContactChanges,
    ContactStatus,
    MergeHistoryItem,
    MergePreview,
    Upserted,
)
from ..models.notes import Note
from ..models.segments import Segment
from ..models.subscriptions import SubscriptionType
from ..models.tags import Tag
from ..pagination import Checkpoint, Paginator
from ..query import Query, check_query
from ..response import Response
from ..unset import UNSET, Unset
from .base import Service, given

#: What an upsert does when the contact exists but is archived.
ArchivedPolicy: TypeAlias = Literal["fail", "unarchive", "recreate"]


class Contacts(Service):
    """Read, write, search, merge and archive users and leads, and attach companies, tags and subscriptions."""

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

    async def retrieve(self, contact_id: str | int, *, include_merge_history: bool | Unset = UNSET) -> Contact:
        """Fetch one contact; one that was merged into another is a `ContactMergedError` from 2.16 on."""
        query = given(include_merge_history=include_merge_history)
        return await self._fetch(ops.Contacts.retrieve(contact_id=contact_id, query=query), Contact)

    async def find(self, external_id: str | int, *, include_merge_history: bool | Unset = UNSET) -> Contact:
        """Fetch the user with the id that you gave; leads are not found by it."""
        query = given(include_merge_history=include_merge_history)
        return await self._fetch(ops.Contacts.find(external_id=external_id, query=query), Contact)

    async def update(
        self, contact_id: str | int, changes: ContactChanges, *, include_merge_history: bool | Unset = UNSET
    ) -> Contact:
        """Change what *changes* gives; custom attributes are merged."""
        return (await self._update(contact_id, changes, include_merge_history)).value

    async def _update(
        self, contact_id: str | int, changes: ContactChanges, include_merge_history: bool | Unset = UNSET
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
        self, conflict: ContactConflictError, contact_id: str | int, changes: ContactChanges, archived: ArchivedPolicy
    ) -> Upserted | None:
        """Write to the contact that exists; None when it was removed for another to be created."""
        if conflict.archived and archived == "recreate":
            await self.delete(contact_id)
            return None
        if conflict.archived:
            await self.unarchive(contact_id)
        response = await self._update(contact_id, changes)
        return Upserted(contact=response.value, created=_made_by_lost_try(conflict, response))

    async def archive(self, contact_id: str | int) -> ContactStatus:
        """Archive a contact: hidden, but kept."""
        return await self._fetch(ops.Contacts.archive(contact_id=contact_id), ContactStatus)

    async def unarchive(self, contact_id: str | int) -> ContactStatus:
        """Bring an archived contact back."""
        return await self._fetch(ops.Contacts.unarchive(contact_id=contact_id), ContactStatus)

    async def delete(self, contact_id: str | int) -> ContactStatus:
        """Delete a contact for good."""
        return await self._fetch(ops.Contacts.delete(contact_id=contact_id), ContactStatus)

    async def block(self, contact_id: str | int) -> ContactStatus:
        """Block a contact; its conversations are archived."""
        return await self._fetch(ops.Contacts.block(contact_id=contact_id), ContactStatus)

    async def merge(
        self,
        lead_id: str | int,
        *,
        into: str | int,
        skip_duplicate_validation: bool | Unset = UNSET,
        include_merge_history: bool | Unset = UNSET,
    ) -> Contact:
        """Merge a lead into a user for good and return that user; the lead's id leads nowhere then.

        From 2.16 on they must share an e-mail, a phone number or an external id unless *skip_duplicate_validation*.
        """
        json = {"from": lead_id, **given(into=into, skip_duplicate_validation=skip_duplicate_validation)}
        request = ops.Contacts.merge(query=given(include_merge_history=include_merge_history), json=json)
        return await self._fetch(request, Contact)

    async def preview_merge(
        self, lead_id: str | int, *, into: str | int, skip_duplicate_validation: bool | Unset = UNSET
    ) -> MergePreview:
        """Tell what `merge` would do, or why it would be refused; nothing is changed."""
        json = {"from": lead_id, **given(into=into, skip_duplicate_validation=skip_duplicate_validation)}
        return await self._fetch(ops.Contacts.preview_merge(json=json), MergePreview)

    def list_merge_history(
        self,
        contact_id: str | int,
        *,
        order: Literal["asc", "desc"] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[MergeHistoryItem]:
        """Iterate over what was merged into a user; a lead is a `NotFoundError`."""
        request = ops.Contacts.list_merge_history(contact_id=contact_id, query=given(order=order))
        return self._iterate(request, MergeHistoryItem, per_page=per_page, resume=resume)

    def list_activities(
        self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[ContactActivity]:
        """Iterate over what happened to all contacts, oldest first: created, changed role, merged, deleted."""
        return self._iterate(ops.Contacts.list_activities(), ContactActivity, per_page=per_page, resume=resume)

    def list_companies(
        self, contact_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[Company]:
        """Iterate over the companies that a contact belongs to."""
        request = ops.Contacts.list_companies(contact_id=contact_id)
        return self._iterate(request, Company, per_page=per_page, resume=resume)

    async def attach_company(self, contact_id: str | int, company_id: str | int) -> Company:
        """Let a contact belong to a company, given by Intercom's id; a contact may belong to 1,000."""
        request = ops.Contacts.attach_company(contact_id=contact_id, json={"id": company_id})
        return await self._fetch(request, Company)

    async def detach_company(self, contact_id: str | int, company_id: str | int) -> Company:
        """Let a contact no longer belong to a company, given by Intercom's id."""
        request = ops.Contacts.detach_company(contact_id=contact_id, company_id=company_id)
        return await self._fetch(request, Company)

    def list_tags(self, contact_id: str | int) -> Paginator[Tag]:
        """Iterate over the tags on a contact."""
        return self._iterate(ops.Contacts.list_tags(contact_id=contact_id), Tag)

    async def attach_tag(self, contact_id: str | int, tag_id: str | int) -> Tag:
        """Put a tag on a contact."""
        request = ops.Contacts.attach_tag(contact_id=contact_id, json={"id": tag_id})
        return await self._fetch(request, Tag)

    async def detach_tag(self, contact_id: str | int, tag_id: str | int) -> Tag:
        """Take a tag off a contact."""
        return await self._fetch(ops.Contacts.detach_tag(contact_id=contact_id, tag_id=tag_id), Tag)

    def list_segments(self, contact_id: str | int) -> Paginator[Segment]:
        """Iterate over the segments that a contact is in."""
        return self._iterate(ops.Contacts.list_segments(contact_id=contact_id), Segment)

    def list_subscriptions(self, contact_id: str | int) -> Paginator[SubscriptionType]:
        """Iterate over the subscription types that a contact chose: opted in to, or out of where that is the choice."""
        return self._iterate(ops.Contacts.list_subscriptions(contact_id=contact_id), SubscriptionType)

    async def attach_subscription(
        self, contact_id: str | int, subscription_id: str | int, *, consent_type: Literal["opt_in", "opt_out"]
    ) -> SubscriptionType:
        """Opt a contact in to, or out of, the messages of a subscription type, as that type's *consent_type* says."""
        json = {"id": subscription_id, "consent_type": consent_type}
        request = ops.Contacts.attach_subscription(contact_id=contact_id, json=json)
        return await self._fetch(request, SubscriptionType)

    async def detach_subscription(self, contact_id: str | int, subscription_id: str | int) -> SubscriptionType:
        """Take back what a contact chose for a subscription type."""
        request = ops.Contacts.detach_subscription(contact_id=contact_id, subscription_id=subscription_id)
        return await self._fetch(request, SubscriptionType)

    def list_notes(
        self, contact_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[Note]:
        """Iterate over the notes about a contact."""
        request = ops.Contacts.list_notes(contact_id=contact_id)
        return self._iterate(request, Note, per_page=per_page, resume=resume)

    async def create_note(self, contact_id: str | int, *, body: str, admin_id: str | int | Unset = UNSET) -> Note:
        """Write a note about a contact."""
        request = ops.Contacts.create_note(contact_id=contact_id, json=given(body=body, admin_id=admin_id))
        return await self._fetch(request, Note)


def _made_by_lost_try(conflict: ContactConflictError, response: Response[Any]) -> bool:
    """Say whether the contact that a creation ran into was made by an earlier try of it that went unanswered."""
    lost = [attempt for attempt in conflict.attempts[:-1] if attempt.status is None]
    date, created_at = response.headers.get("date"), response.value.created_at
    if not lost or date is None or created_at is None:
        return bool(lost)
    age = (parsedate_to_datetime(date) - created_at).total_seconds()
    since_first_try = conflict.attempts[-1].started + conflict.attempts[-1].seconds + response.seconds
    return bool(age <= since_first_try + 2.0)  # both clocks are the server's, cut to whole seconds
