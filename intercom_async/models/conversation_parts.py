"""What is written in a conversation and what happens to it: its source, its parts and what they hold."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model
from .conversation_people import Assignee, Author
from .tags import Tag


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Attachment(Model):
    """A file; its URL expires after half an hour."""

    type: str | None = None
    name: str | None = None
    url: str | None = None
    content_type: str | None = None
    filesize: int | None = None
    width: int | None = None
    height: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class EmailAddressHeader(Model):
    """One address of an e-mail, and the header that it stands in."""

    type: str | None = None
    email_address: str | None = None
    name: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class EmailMessageMetadata(Model):
    """What an e-mail has besides its text."""

    message_id: str | None = None
    subject: str | None = None
    email_address_headers: tuple[EmailAddressHeader, ...] | None = None
    #: The e-mails that it answers, where asked for.
    history: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class EmailRecipient(Model):
    """To whom the e-mail that began a conversation went."""

    type: str | None = None
    email: str | None = None
    #: Why it was not delivered.
    drop_reason: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ReplyToAddress(Model):
    """To which address an answer goes."""

    email: str | None = None
    name: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationSource(Model):
    """What began a conversation: a message of a person, a teammate or a campaign."""

    #: The channel, such as ``email``; in 1.0 always ``conversation_message``.
    type: str | None = None
    id: Id | None = None
    #: Who began it, such as ``customer_initiated``; from 1.1 on.
    delivered_as: str | None = None
    subject: str | None = None
    #: As HTML unless asked for otherwise.
    body: str | None = None
    author: Author | None = None
    attachments: tuple[Attachment, ...] | None = None
    #: The page on which it began.
    url: str | None = None
    redacted: bool | None = None
    #: From 2.16 on.
    recipients: tuple[EmailRecipient, ...] | None = None
    reply_to: tuple[ReplyToAddress, ...] | None = None
    email_message_metadata: EmailMessageMetadata | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class QuickReplyOption(Model):
    """An answer that a person may choose."""

    text: str | None = None
    uuid: str | None = None
    #: By language.
    translations: Mapping[str, object] | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class PartMetadata(Model):
    """The quick replies that a part offers, or the one that was chosen."""

    quick_reply_options: tuple[QuickReplyOption, ...] | None = None
    quick_reply_uuid: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class EventSubject(Model):
    """A thing that an event is about."""

    type: str | None = None
    name: str | None = None
    #: What a custom action or a workflow came to.
    result: str | None = None
    #: The value that an attribute had before.
    previous: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SlaDefinition(Model):
    """The times that a service level promises, in seconds."""

    first_reply_time: int | None = None
    next_reply_time: int | None = None
    resolution_time: int | None = None
    time_to_close: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class EventDetails(Model):
    """What happened, where a part tells of an event: which of these are there goes by the type of the part."""

    workflow: EventSubject | None = None
    event: EventSubject | None = None
    attribute: EventSubject | None = None
    value: EventSubject | None = None
    action: EventSubject | None = None
    tags_added: tuple[str, ...] | None = None
    tags_removed: tuple[str, ...] | None = None
    #: Until when it was snoozed, in words and as ISO 8601.
    until: str | None = None
    custom_until_time: str | None = None
    current_priority: str | None = None
    previous_priority: str | None = None
    sla_name: str | None = None
    sla_definition: SlaDefinition | None = None
    sla_target_type: str | None = None
    current_sla_status: str | None = None
    #: By target: ``status`` and ``seconds_remaining``.
    sla_states: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    call_id: Id | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationPart(Model):
    """Something written in a conversation, or something that happened to it."""

    type: Literal["conversation_part"] = "conversation_part"
    id: Id
    #: Such as ``comment``, ``note``, ``assignment``, ``close``; an open set. Before 2.6 many were ``comment``.
    part_type: str | None = None
    #: As HTML unless asked for otherwise; None where nothing was written.
    body: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    notified_at: datetime | None = None
    #: To whom the conversation was assigned by it; None where that did not change.
    assigned_to: Assignee | None = None
    author: Author | None = None
    attachments: tuple[Attachment, ...] | None = None
    external_id: Id | None = None
    redacted: bool | None = None
    email_message_metadata: EmailMessageMetadata | None = None
    #: From 2.13 on.
    metadata: PartMetadata | None = None
    #: The state of the conversation when it was made.
    state: str | None = None
    tags: tuple[Tag, ...] | None = None
    event_details: EventDetails | None = None
    #: The app that made it.
    app_package_code: str | None = None
    #: By language, with ``original`` naming the first.
    translations: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    #: What became of it in a channel of yours; Preview.
    external_reply_send_state: str | None = None
    seen_state: Mapping[str, object] | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationParts(Model):
    """The parts of a conversation, oldest first; no more than the newest 500, whatever `total_count` says."""

    type: str | None = None
    conversation_parts: tuple[ConversationPart, ...] | None = None
    total_count: int | None = None
