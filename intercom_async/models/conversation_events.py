"""What else there is of conversations: who handled one when, what teammates said aside, and what was deleted."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model
from .conversation_parts import ConversationPart
from .conversation_people import Author


@attrs.frozen(kw_only=True, repr=False, eq=False)
class HandlingEvent(Model):
    """A teammate paused or resumed work on a conversation; from 2.15 on."""

    #: ``paused`` or ``resumed``.
    type: str | None = None
    #: Who did: an admin, a team or a bot.
    teammate: Author | None = None
    #: As ISO 8601, unlike most other instants.
    timestamp: str | None = None
    #: Such as ``Away``.
    reason: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SideConversation(Model):
    """What teammates said to each other beside a conversation; from 2.16 on."""

    side_conversation_id: Id
    conversation_parts: tuple[ConversationPart, ...] | None = None
    #: Of the parts.
    total_count: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DeletedConversation(Model):
    """What is left of a deleted conversation; from 2.16 on."""

    type: Literal["conversation"] = "conversation"
    id: Id
    #: Whether reports still count it.
    metrics_retained: bool | None = None
    deleted_at: datetime | None = None
