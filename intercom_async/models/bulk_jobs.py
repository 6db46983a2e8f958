"""Bulk jobs: many contacts or companies written at once, some time later, in Preview."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, Model, TextChange
from .companies import CompanyChanges
from .contacts import ContactChanges
from .jobs import JobTask


@attrs.frozen(kw_only=True, repr=False, eq=False)
class BulkJob(Model):
    """Many writes at once."""

    type: Literal["contacts.bulk.job", "companies.bulk.job"] = "contacts.bulk.job"
    id: Id
    #: See `jobs.JobState`; which items failed is told nowhere.
    state: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    completed_at: datetime | None = None
    tasks: tuple[JobTask, ...] | None = None
    #: Where the job can be read.
    url: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class BulkCompanyLink(Changes):
    """A company that a contact is to belong to, created unless it exists, or not."""

    #: The id that you gave.
    company_id: str | int
    name: TextChange = UNSET
    #: Whether the contact is to belong to it no longer; only when contacts are updated.
    remove: FlagChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class BulkTags(Changes):
    """The ids of tags to put on a contact, and to take off; those that do not exist are skipped."""

    add: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)
    #: Only when contacts are updated.
    remove: Sequence[str | int] | Unset = attrs.field(default=UNSET, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewBulkContact(ContactChanges):
    """A contact to create."""

    companies: Sequence[BulkCompanyLink] | Unset = attrs.field(default=UNSET, hash=False)
    tags: BulkTags | Unset = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class BulkContactChanges(ContactChanges):
    """What to write to a contact that exists; `role`, `signed_up_at` and `last_seen_at` stay as they are."""

    id: str | int
    companies: Sequence[BulkCompanyLink] | Unset = attrs.field(default=UNSET, hash=False)
    tags: BulkTags | Unset = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class BulkCompanyChanges(CompanyChanges):
    """What to write to a company that exists; its `company_id` stays as it is."""

    #: The id that Intercom gave.
    id: str | int
