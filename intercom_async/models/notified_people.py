"""What notifications are about that holds a contact: tags, subscriptions, merges, companies and statistics."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model, Reference, References
from .companies import Company
from .contacts import Contact
from .subscriptions import SubscriptionType
from .tags import Tag


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContactTagging(Model):
    """A tag that was put on a contact, or taken off; the topic says which."""

    type: Literal["contact_tag"] = "contact_tag"
    created_at: datetime | None = None
    tag: Tag | None = None
    contact: Contact | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SubscriptionTypes(Model):
    """Types of messages."""

    type: str | None = None
    data: tuple[SubscriptionType, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContactSubscription(Model):
    """A contact who subscribed to messages, or no longer wants them; the topic says which."""

    #: Such as ``contact_unsubscribe`` or ``granular_subscribe``.
    type: str | None = None
    contact: Contact | None = None
    #: None where it is about all e-mails of old versions.
    subscription_types: SubscriptionTypes | None = None
    created_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class MergedContact(Contact):
    """The contact that another was merged into."""

    #: The other one; not always told.
    merged_from: Reference | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CompanyContact(Model):
    """A contact who came to a company, or left it; the topic says which."""

    type: str | None = None
    company: Company | None = None
    contact: Contact | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationContact(Model):
    """A contact who came to a conversation, or left it; the topic says which."""

    type: str | None = None
    #: As it was sent, which is not as elsewhere: its id stands under ``model``.
    conversation: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    contact: Contact | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SurveyAnswer(Model):
    """An answer to a question of a survey."""

    answered_at: datetime | None = None
    question_id: Id | None = None
    question_text: str | None = None
    #: As it was given.
    response: object | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentStat(Model):
    """What somebody did with a message, or what became of it."""

    id: Id | None = None
    #: Such as ``email`` or ``series``.
    content_type: str | None = None
    content_id: Id | None = None
    content_title: str | None = None
    #: Such as ``receipt``, ``open`` or ``click``; which there are goes by the content.
    stat_type: str | None = None
    #: The message that the content belongs to, and the version of it.
    ruleset_id: Id | None = None
    ruleset_version_id: Id | None = None
    receipt_id: Id | None = None
    tags: References | None = None
    #: Where the content is part of a series.
    series_id: Id | None = None
    series_title: str | None = None
    node_id: Id | None = None
    #: Of a survey: the answer given, and once it is completed all of them.
    answer: SurveyAnswer | None = None
    answers: tuple[SurveyAnswer, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ContentStatEvent(Model):
    """Something that a contact did with a message, or that became of it."""

    #: As the topic, such as ``content_stat.email``.
    type: str | None = None
    created_at: datetime | None = None
    content_stat: ContentStat | None = None
    contact: Contact | None = None
    #: Where the message was for people of certain companies.
    company: Company | None = None
