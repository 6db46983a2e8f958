"""Contacts of API 2.0 and later."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

from .. import operations as ops
from ..errors import ContactConflictError, ContactMergedError, NotFoundError
from ..limits import check_id
from ..models.contacts import (
    Contact,
    ContactActivity,
    ContactChanges,
    ContactStatus,
    MergeHistoryItem,
    MergePreview,
    Upserted,
)
from ..pagination import Checkpoint, Paginator
from ..query import Query
from ..unset import UNSET, Unset
from ..versions import V2_16
from .base import LazyModels, Service, given, with_numbers
from .bulk_items import check_ignored, check_kind, identified, job_body, with_tags

if TYPE_CHECKING:
    from ..models import banners, bulk_jobs, companies, notes, segments, subscriptions, tags
else:  # most programs need one of them or none, and making them all takes as long as the client
    banners, bulk_jobs, companies, notes, segments, subscriptions, tags = (
        LazyModels(name) for name in ("banners", "bulk_jobs", "companies", "notes", "segments", "subscriptions", "tags")
    )

#: Through how many merges `Contacts.retrieve` follows a contact.
MOST_MERGES: Final = 3
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
        minutes after it was created. One ``is_in`` of more than 150 ids, external ids or e-mail addresses is asked for
        in several searches, each sorted for itself.
        """
        sort = UNSET if sort_by is UNSET and order is UNSET else given(field=sort_by, order=order)
        request = ops.Contacts.search(
            query=given(include_merge_history=include_merge_history), json=given(query=query, sort=sort)
        )
        return self._search(request, Contact, per_page=per_page, resume=resume)

    def updated_since(
        self,
        instant: datetime | int,
        *,
        query: Query | None = None,
        overlap: float = 0.0,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Contact]:
        """Iterate over the contacts that match *query* and changed at *instant* or later, each once, oldest first.

        Exact to the second in every version, in no order of change. A search finds a change only minutes later: who
        asks again and again gives the instant at which the asking before began, and for *overlap* the seconds to look
        back from there, such as 300; what comes twice so has the same ``updated_at``.
        """
        return self._updated_since(
            ops.Contacts.search, Contact, instant, query=query, overlap=overlap, per_page=per_page, resume=resume
        )

    async def create(self, changes: ContactChanges) -> Contact:
        """Create a contact; `ContactConflictError` with the id when a user with that identity exists."""
        return await self._fetch(ops.Contacts.create(json=self._written(changes)), Contact)

    async def retrieve(
        self,
        contact_id: str | int,
        *,
        follow_merged: bool = False,
        include_merge_history: bool | Unset = UNSET,
    ) -> Contact:
        """Fetch one contact; from 2.16 on one that was merged into another is a `ContactMergedError`.

        With *follow_merged* it is the contact that it was merged into, through three merges at most.
        """
        query = given(include_merge_history=include_merge_history)
        hops = MOST_MERGES if follow_merged else 0
        while True:
            try:
                return await self._fetch(ops.Contacts.retrieve(contact_id=contact_id, query=query), Contact)
            except ContactMergedError as merged:
                into = merged.merged_into
                if into is None or not hops:
                    raise
                contact_id, hops = into, hops - 1

    async def find(self, external_id: str | int, *, include_merge_history: bool | Unset = UNSET) -> Contact:
        """Fetch the user with the id that you gave; leads are not found by it."""
        check_id("contacts.find: external_id", external_id)
        query = given(include_merge_history=include_merge_history)
        return await self._fetch(ops.Contacts.find(external_id=external_id, query=query), Contact)

    async def update(
        self, contact_id: str | int, changes: ContactChanges, *, include_merge_history: bool | Unset = UNSET
    ) -> Contact:
        """Change what *changes* gives; custom attributes are merged."""
        query = given(include_merge_history=include_merge_history)
        json = self._written(changes)
        return await self._fetch(ops.Contacts.update(contact_id=contact_id, query=query, json=json), Contact)

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
        self, conflict: ContactConflictError, contact_id: str | int, changes: ContactChanges, archived: ArchivedPolicy
    ) -> Upserted | None:
        """Write to the contact that exists; None when it is gone and another is to be created."""
        try:
            if conflict.archived and archived == "recreate":
                await self.delete(contact_id)
                return None
            if conflict.archived:
                await self.unarchive(contact_id)
            request = ops.Contacts.update(contact_id=contact_id, json=self._written(changes))
            response = await self._send(request, Contact)
        except NotFoundError:
            return None  # deleted since
        date, created_at = response.headers.get("date"), response.value.created_at
        made_here = _made_by_lost_try(conflict, created_at, date, response.seconds)
        return Upserted(contact=response.value, created=made_here)

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
    ) -> "Paginator[companies.Company]":
        """Iterate over the companies that a contact belongs to."""
        request = ops.Contacts.list_companies(contact_id=contact_id)
        return self._iterate(request, companies.Company, per_page=per_page, resume=resume)

    async def attach_company(self, contact_id: str | int, company_id: str | int) -> "companies.Company":
        """Let a contact belong to a company, given by Intercom's id; a contact may belong to 1,000."""
        request = ops.Contacts.attach_company(contact_id=contact_id, json={"id": company_id})
        return await self._fetch(request, companies.Company)

    async def detach_company(self, contact_id: str | int, company_id: str | int) -> "companies.Company":
        """Let a contact no longer belong to a company, given by Intercom's id."""
        request = ops.Contacts.detach_company(contact_id=contact_id, company_id=company_id)
        return await self._fetch(request, companies.Company)

    def list_tags(self, contact_id: str | int) -> "Paginator[tags.Tag]":
        """Iterate over the tags on a contact."""
        return self._iterate(ops.Contacts.list_tags(contact_id=contact_id), tags.Tag)

    async def attach_tag(self, contact_id: str | int, tag_id: str | int) -> "tags.Tag":
        """Put a tag on a contact."""
        request = ops.Contacts.attach_tag(contact_id=contact_id, json={"id": tag_id})
        return await self._fetch(request, tags.Tag)

    async def detach_tag(self, contact_id: str | int, tag_id: str | int) -> "tags.Tag":
        """Take a tag off a contact."""
        return await self._fetch(ops.Contacts.detach_tag(contact_id=contact_id, tag_id=tag_id), tags.Tag)

    def list_segments(self, contact_id: str | int) -> "Paginator[segments.Segment]":
        """Iterate over the segments that a contact is in."""
        return self._iterate(ops.Contacts.list_segments(contact_id=contact_id), segments.Segment)

    def list_subscriptions(self, contact_id: str | int) -> "Paginator[subscriptions.SubscriptionType]":
        """Iterate over the subscription types that a contact chose: opted in to, or out of where that is the choice."""
        return self._iterate(ops.Contacts.list_subscriptions(contact_id=contact_id), subscriptions.SubscriptionType)

    async def attach_subscription(
        self, contact_id: str | int, subscription_id: str | int, *, consent_type: Literal["opt_in", "opt_out"]
    ) -> "subscriptions.SubscriptionType":
        """Opt a contact in to, or out of, the messages of a subscription type, as that type's *consent_type* says."""
        json = {"id": subscription_id, "consent_type": consent_type}
        request = ops.Contacts.attach_subscription(contact_id=contact_id, json=json)
        return await self._fetch(request, subscriptions.SubscriptionType)

    async def detach_subscription(
        self, contact_id: str | int, subscription_id: str | int
    ) -> "subscriptions.SubscriptionType":
        """Take back what a contact chose for a subscription type."""
        request = ops.Contacts.detach_subscription(contact_id=contact_id, subscription_id=subscription_id)
        return await self._fetch(request, subscriptions.SubscriptionType)

    def list_notes(
        self, contact_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> "Paginator[notes.Note]":
        """Iterate over the notes about a contact."""
        request = ops.Contacts.list_notes(contact_id=contact_id)
        return self._iterate(request, notes.Note, per_page=per_page, resume=resume)

    async def create_note(
        self, contact_id: str | int, *, body: str, admin_id: str | int | Unset = UNSET
    ) -> "notes.Note":
        """Write a note about a contact."""
        request = ops.Contacts.create_note(contact_id=contact_id, json=given(body=body, admin_id=admin_id))
        return await self._fetch(request, notes.Note)

    def list_banners(self, contact_id: str | int) -> "Paginator[banners.Banner]":
        """Iterate over the banners that a contact is to see now; each counts as shown by that."""
        return self._iterate(ops.Contacts.list_banners(contact_id=contact_id), banners.Banner)

    async def dismiss_banner(self, contact_id: str | int, view_id: str | int) -> "banners.DismissedBanner":
        """Let a contact see a banner no longer, in the Messenger neither; *view_id* is that of the banner."""
        request = ops.Contacts.dismiss_banner(contact_id=contact_id, view_id=view_id)
        return await self._fetch(request, banners.DismissedBanner)

    async def bulk_create(
        self, contacts: "Sequence[bulk_jobs.NewBulkContact]", *, job_id: str | Unset = UNSET
    ) -> "bulk_jobs.BulkJob":
        """Create at most 100 contacts some time later, each that exists failing, in a new job or one that is open.

        A job that takes no more is a `PermissionDeniedError`; one with failures ends as ``completed_with_errors``.
        """
        where = "contacts.bulk_create"
        check_kind(where, "contacts", contacts, bulk_jobs.NewBulkContact)
        check_ignored(where, contacts, "email_verified")
        items = [with_tags(self._ready(self._written(each))) for each in contacts]
        return await self._fetch(
            ops.Contacts.bulk_create(json=job_body(where, "contacts", items, job_id)), bulk_jobs.BulkJob
        )

    async def bulk_update(
        self, contacts: "Sequence[bulk_jobs.BulkContactChanges]", *, job_id: str | Unset = UNSET
    ) -> "bulk_jobs.BulkJob":
        """Change at most 100 contacts some time later, in a new job or one that is open."""
        where = "contacts.bulk_update"
        check_kind(where, "contacts", contacts, bulk_jobs.BulkContactChanges)
        check_ignored(where, contacts, "role", "email_verified", "signed_up_at", "last_seen_at")
        items = [with_tags(self._ready(self._written(each))) for each in contacts]
        return await self._fetch(
            ops.Contacts.bulk_update(json=job_body(where, "contacts", items, job_id)), bulk_jobs.BulkJob
        )

    async def bulk_delete(
        self, contact_ids: Sequence[str | int], *, job_id: str | Unset = UNSET
    ) -> "bulk_jobs.BulkJob":
        """Delete at most 100 contacts for good some time later, in a new job or one that is open."""
        body = job_body("contacts.bulk_delete", "contacts", identified(contact_ids), job_id)
        return await self._fetch(ops.Contacts.bulk_delete(json=body), bulk_jobs.BulkJob)

    async def retrieve_bulk_job(self, job_id: str) -> "bulk_jobs.BulkJob":
        """Fetch a bulk job of contacts, with how far its tasks have come."""
        return await self._fetch(ops.Contacts.retrieve_bulk_job(job_id=job_id), bulk_jobs.BulkJob)

    def _written(self, changes: ContactChanges) -> ContactChanges:
        """Return *changes* with the owner as the version takes it: a number until 2.15, text from 2.16 on."""
        owner = changes.owner_id
        if isinstance(owner, bool) or not isinstance(owner, str | int):
            return changes  # clearing it, leaving it, or what will be refused
        if self._core.config.version >= V2_16:
            return attrs.evolve(changes, owner_id=str(owner))
        return attrs.evolve(changes, **with_numbers({"owner_id": owner}, "owner_id"))


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
