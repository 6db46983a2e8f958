"""What notifications about procedures of Fin hold: a question to a human."""

from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model
from .conversation_parts import ConversationPart


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttributeOption(Model):
    """A value that an attribute may have."""

    id: Id | None = None
    label: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttributeToCollect(Model):
    """An attribute that the answer must give."""

    type: str | None = None
    #: Given back as it is.
    identifier: str | None = None
    name: str | None = None
    label: str | None = None
    #: ``string``, ``integer``, ``decimal``, ``boolean``, ``list`` or ``datetime``.
    data_type: str | None = None
    #: Of a list.
    options: tuple[AttributeOption, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class RequestAssignee(Model):
    """Whom a question is for."""

    #: ``admin`` or ``team``.
    type: str | None = None
    id: Id | None = None
    name: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class HumanInputRequest(Model):
    """A question that a procedure of Fin puts to a human, and waits for."""

    type: Literal["procedure.hitl_notification"] = "procedure.hitl_notification"
    app_id: Id | None = None
    conversation_id: Id | None = None
    #: Given back with the answer.
    step_id: Id | None = None
    procedure_name: str | None = None
    hitl_question: str | None = None
    attributes_to_collect: tuple[AttributeToCollect, ...] | None = None
    #: Where the answer is sent.
    callback_url: str | None = None
    #: None without an end.
    expires_at: datetime | None = None
    #: ``priority`` or ``not_priority``.
    priority: str | None = None
    assign_to: RequestAssignee | None = None
    conversation_url: str | None = None
    #: The last five that are no notes.
    recent_messages: tuple[ConversationPart, ...] | None = None
