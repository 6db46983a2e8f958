"""Conversations: what people and teammates write to each other, in every version of the API."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Literal

import attrs

from ..unset import UNSET, Unset
from .common import Changes, FlagChange, Id, IdChange, Model, TextChange
from .companies import Company
from .conversation_insights import (
    AiAgent,
    AiTopics,
    ConversationRating,
    ConversationStatistics,
    MonitorEvaluation,
    SalesAgent,
    Scorecard,
    SlaApplied,
    Topics,
)
from .conversation_parts import ConversationParts, ConversationSource
from .conversation_people import Assignee, ConversationContacts, ConversationPerson, ConversationTeammates
from .tags import Tag

#: An instant after this stands for none: nobody waits.
_NEVER: Final = datetime(3000, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FirstReply(Model):
    """The first answer of the person to whom a conversation was sent."""

    #: The channel.
    type: str | None = None
    url: str | None = None
    created_at: datetime | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationTags(Model):
    """The tags of a conversation; in lists from 1.1 on."""

    type: str | None = None
    tags: tuple[Tag, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class LinkedObject(Model):
    """A conversation or ticket that a conversation is linked to."""

    type: str | None = None
    id: Id | None = None
    category: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class LinkedObjects(Model):
    """What a conversation is linked to; from 2.10 on."""

    type: str | None = None
    data: tuple[LinkedObject, ...] | None = None
    total_count: int | None = None
    has_more: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationChannel(Model):
    """Where a conversation began, and where it goes on; from 2.16 on."""

    initial: str | None = None
    current: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ExternalReference(Model):
    """What a conversation is elsewhere; from 2.16 on."""

    type: str | None = None
    id: Id | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Conversation(Model):
    """What people and teammates wrote to each other, and what became of it; lists leave out the parts."""

    type: Literal["conversation"] = "conversation"
    id: Id
    #: From 2.2 on.
    title: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: As it was sent: in old versions an instant of the year 4018 when nobody waits.
    _waiting_since: datetime | None = attrs.field(default=None, metadata={"key": "waiting_since"})
    snoozed_until: datetime | None = None
    open: bool | None = None
    #: ``open``, ``closed`` or ``snoozed``.
    state: str | None = None
    read: bool | None = None
    #: Until 2.15 ``priority`` or ``not_priority``; from 2.16 on ``none``, ``low``, ``medium``, ``high`` or ``urgent``.
    priority: str | None = None
    tags: ConversationTags | None = None
    conversation_rating: ConversationRating | None = None
    conversation_parts: ConversationParts | None = None

    #: In 1.x: the message that began it, who wrote or was written to, and all of them in a group conversation.
    conversation_message: ConversationSource | None = None
    user: ConversationPerson | None = None
    customers: tuple[ConversationPerson, ...] | None = None
    customer_first_reply: FirstReply | None = None
    sent_at: datetime | None = None
    first_action_at: datetime | None = None
    last_action_at: datetime | None = None
    #: Until 2.1.
    assignee: Assignee | None = None

    #: From 2.0 on: what began it, and who is in it.
    source: ConversationSource | None = None
    contacts: ConversationContacts | None = None
    teammates: ConversationTeammates | None = None
    first_contact_reply: FirstReply | None = None
    #: From 2.2 on. Where nobody is assigned None until 2.15, and later ``"0"``, but None still where two were merged.
    admin_assignee_id: Id | None = None
    team_assignee_id: Id | None = None
    #: From 2.3 on, by name; values may be custom objects.
    custom_attributes: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    #: From 2.3 on.
    topics: Topics | None = None
    sla_applied: SlaApplied | None = None
    statistics: ConversationStatistics | None = None
    #: From 2.10 on.
    linked_objects: LinkedObjects | None = None
    #: As it was sent; from 2.9 on.
    ticket: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    #: From 2.11 on.
    ai_agent_participated: bool | None = None
    ai_agent: AiAgent | None = None
    #: From 2.15 on.
    company: Company | None = None
    #: From 2.16 on.
    sales_agent_participated: bool | None = None
    sales_agent: SalesAgent | None = None
    channel: ConversationChannel | None = None
    external_references: tuple[ExternalReference, ...] | None = None
    monitor_evaluations: tuple[MonitorEvaluation, ...] | None = None
    scorecards: tuple[Scorecard, ...] | None = None
    #: Preview; in 2.16 only where two were merged.
    ai_topics: AiTopics | None = None

    @property
    def waiting_since(self) -> datetime | None:
        """Since when somebody waits for an answer; None when nobody does, in every version."""
        since = self._waiting_since
        return None if since is None or since > _NEVER else since


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConversationChanges(Changes):
    """What to write to a conversation, from 2.3 on."""

    read: FlagChange = UNSET
    #: From 2.13 on.
    title: TextChange = UNSET
    #: By name; the attributes must exist. A custom object is given by a list of ids.
    custom_attributes: Mapping[str, object] | Unset | None = attrs.field(default=UNSET, hash=False)
    #: The company that it is about; from 2.14 on.
    company_id: IdChange = UNSET
    #: Preview.
    priority: TextChange = UNSET
    #: Who changes the priority.
    admin_id: IdChange = UNSET
