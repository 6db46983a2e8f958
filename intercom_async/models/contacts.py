"""Contacts: the people of API 2.0 and later."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

import attrs

from ..unset import UNSET, Unset
from .common import (
    Avatar,
    Changes,
    FlagChange,
    Id,
    IdChange,
    InstantChange,
    Model,
    References,
    SocialProfile,
    TextChange,
)


class ContactRole(StrEnum):
    """What a contact is; an open set when read."""

    USER = "user"
    LEAD = "lead"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SocialProfiles(Model):
    """The social profiles of a contact."""

    type: str | None = None
    data: tuple[SocialProfile, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContactLocation(Model):
    """Where a contact was last seen."""

    type: str | None = None
    country: str | None = None
    region: str | None = None
    city: str | None = None
    country_code: str | None = None
    continent_code: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class MergeHistoryItem(Model):
    """A contact that was merged into another."""

    type: str | None = None
    source_contact_id: Id | None = None
    source_contact_role: str | None = None
    merged_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Contact(Model):
    """A user or a lead of a workspace."""

    untyped: ClassVar[bool] = True

    type: Literal["contact"] = "contact"
    id: Id
    #: The id that you gave.
    external_id: Id | None = None
    workspace_id: Id | None = None
    #: ``user`` or ``lead``; see `ContactRole`.
    role: str | None = None
    email: str | None = None
    email_domain: str | None = None
    phone: str | None = None
    formatted_phone: str | None = None
    name: str | None = None
    #: The admin who owns the account; a number before 2.16, text from then on, always text here.
    owner_id: Id | None = None
    #: A URL, or an object in some versions.
    avatar: str | Avatar | None = None
    social_profiles: SocialProfiles | None = None
    has_hard_bounced: bool | None = None
    marked_email_as_spam: bool | None = None
    unsubscribed_from_emails: bool | None = None
    unsubscribed_from_sms: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    signed_up_at: datetime | None = None
    last_seen_at: datetime | None = None
    last_replied_at: datetime | None = None
    last_contacted_at: datetime | None = None
    last_email_opened_at: datetime | None = None
    last_email_clicked_at: datetime | None = None
    language_override: str | None = None
    browser: str | None = None
    browser_version: str | None = None
    browser_language: str | None = None
    os: str | None = None
    location: ContactLocation | None = None
    android_app_name: str | None = None
    android_app_version: str | None = None
    android_device: str | None = None
    android_os_version: str | None = None
    android_sdk_version: str | None = None
    android_last_seen_at: datetime | None = None
    ios_app_name: str | None = None
    ios_app_version: str | None = None
    ios_device: str | None = None
    ios_os_version: str | None = None
    ios_sdk_version: str | None = None
    ios_last_seen_at: datetime | None = None
    custom_attributes: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    #: The first ten of each, with the path to the rest.
    tags: References | None = None
    notes: References | None = None
    companies: References | None = None
    opted_out_subscription_types: References | None = None
    opted_in_subscription_types: References | None = None
    utm_campaign: str | None = None
    utm_content: str | None = None
    utm_medium: str | None = None
    utm_source: str | None = None
    utm_term: str | None = None
    referrer: str | None = None
    sms_consent: bool | None = None
    enabled_push_messaging: bool | None = None
    #: Only when asked for, from 2.16 on.
    merge_history: tuple[MergeHistoryItem, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContactStatus(Model):
    """What archiving, unarchiving, blocking or deleting a contact answers."""

    type: str | None = None
    id: Id
    external_id: Id | None = None
    #: ``contact``, instead of `type` until 2.9.
    object: str | None = None
    archived: bool | None = None
    deleted: bool | None = None
    blocked: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContactChanges(Changes):
    """What to write to a contact. A user needs an e-mail or an external id."""

    role: TextChange = UNSET
    external_id: IdChange = UNSET
    email: TextChange = UNSET
    #: Whether the address is known to be the contact's; only in Preview.
    email_verified: FlagChange = UNSET
    phone: TextChange = UNSET
    name: TextChange = UNSET
    #: The URL of a picture.
    avatar: TextChange = UNSET
    signed_up_at: InstantChange = UNSET
    last_seen_at: InstantChange = UNSET
    #: The id of an admin.
    owner_id: IdChange = UNSET
    unsubscribed_from_emails: FlagChange = UNSET
    language_override: TextChange = UNSET
    #: By name; what is not named stays, None removes. From 2.0 on the attributes must exist.
    custom_attributes: Mapping[str, object] | Unset | None = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "attributes"}
    )


@attrs.frozen(kw_only=True)
class Upserted:
    """What an upsert did."""

    contact: Contact
    #: Whether the contact is new; otherwise it was updated.
    created: bool


class ContactEvent(StrEnum):
    """What may have happened to a contact; an open set when read."""

    CREATED = "contact.created"
    ROLE_UPDATED = "contact.role_updated"
    DELETED = "contact.deleted"
    MERGED = "contact.merged"
    MERGE_FAILED = "contact.merge_failed"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContactActivity(Model):
    """Something that happened to a contact."""

    type: Literal["contact_activity"] = "contact_activity"
    id: Id
    #: See `ContactEvent`.
    event_type: str | None = None
    contact_id: Id | None = None
    external_id: Id | None = None
    #: The role after it.
    role: str | None = None
    #: Of merges: who was merged into whom, and what stood against it.
    merge_source_id: Id | None = None
    merge_target_id: Id | None = None
    failure_reason: str | None = None
    created_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttributeChange(Model):
    """What a merge would do to one attribute."""

    field: str | None = None
    #: ``adopted``, ``discarded`` or ``merged``.
    outcome: str | None = None
    #: What the lead has, the user has, and the user would have.
    from_value: object | None = attrs.field(default=None, hash=False)
    into_value: object | None = attrs.field(default=None, hash=False)
    new_into_value: object | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttributeChanges(Model):
    """What a merge would do to the attributes of the user."""

    attributes: tuple[AttributeChange, ...] | None = None
    total_count: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Reassignment(Model):
    """How many objects of one kind are on either side of a merge."""

    #: On the lead; they would move to the user.
    from_: int | None = attrs.field(default=None, metadata={"key": "from"})
    #: On the user already.
    into: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Reassignments(Model):
    """How many objects are on either side of a merge."""

    conversations: Reassignment | None = None
    tickets: Reassignment | None = None
    phone_calls: Reassignment | None = None
    tags: Reassignment | None = None
    notes: Reassignment | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class MergeSummary(Model):
    """What a merge would change."""

    attribute_changes: AttributeChanges | None = None
    reassignments: Reassignments | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class MergeObstacle(Model):
    """Why a merge would be refused."""

    #: Such as ``no_shared_identifier``.
    code: str | None = None
    message: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class MergePreview(Model):
    """What a merge would do, or why it would be refused."""

    allowed: bool | None = None
    summary: MergeSummary | None = None
    reasons: tuple[MergeObstacle, ...] | None = None
