"""Fin, the AI agent: what it is told, and what it answers at once; its words come by webhook or as an event stream."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .attachments import AttachmentFile
from .common import Changes, FlagChange, Id, Model, TextChange


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinUserErrors(Model):
    """Why attributes of a user or a conversation were not written, by their names."""

    attributes: Mapping[str, object] | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinErrors(Model):
    """Which attributes were not written."""

    user: FinUserErrors | None = None
    conversation: FinUserErrors | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinConversation(Model):
    """How far Fin has come with a conversation."""

    #: The id that you gave.
    conversation_id: Id | None = None
    #: Only of a conversation that was begun by escalating.
    intercom_conversation_id: Id | None = None
    user_id: Id | None = None
    #: Only where a procedure was run.
    procedure_id: Id | None = None
    #: Such as ``thinking``, ``awaiting_user_reply``, ``escalated`` or ``complete``.
    status: str | None = None
    #: As ISO 8601 with milliseconds, unlike most instants.
    created_at_ms: str | None = None
    errors: FinErrors | None = None
    #: Where Fin's words come as server-sent events; holds a secret, and is good for three minutes.
    sse_subscription_url: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinRating(Model):
    """What a customer thought of a conversation with Fin."""

    conversation_id: Id | None = None
    #: ``terrible``, ``bad``, ``ok``, ``good`` or ``amazing``.
    rating: str | None = None
    status: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinCapability(Model):
    """Something that Fin can do for a user."""

    #: ``procedure``, which has an id and a name, or such as ``reply`` and ``ask``.
    type: str | None = None
    id: Id | None = None
    name: str | None = None
    description: str | None = None
    #: Which call does it.
    endpoint: str | None = None
    method: str | None = None


def _iso(value: datetime | str | Unset) -> str | Unset:
    """Return an instant as ISO 8601 with milliseconds."""
    if not isinstance(value, datetime):
        return value
    if value.utcoffset() is None:
        msg = f"FinMessage.timestamp is a naive datetime ({value.isoformat()}): give it a time zone, such as tzinfo=UTC"
        raise ValueError(msg)
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinMessage(Changes):
    """What was said; plain text or HTML."""

    author: Literal["user", "agent", "fin"]
    body: str
    #: An aware datetime, or ISO 8601; the same message within five minutes is taken for one by it.
    timestamp: str | Unset = attrs.field(default=UNSET, converter=_iso)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinUser(Changes):
    """Whom Fin talks to; made unless there is a user with that `external_id`."""

    #: The id that you gave.
    id: str | int
    name: TextChange = UNSET
    email: TextChange = UNSET
    #: At most ten.
    attributes: Mapping[str, object] | Unset = attrs.field(default=UNSET, hash=False, metadata={"limit": "metadata"})


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinMetadata(Changes):
    """What Fin is to know of a conversation."""

    #: At most the last ten messages.
    history: Sequence[FinMessage] | Unset = attrs.field(default=UNSET, hash=False, metadata={"limit": "history"})
    #: At most ten.
    attributes: Mapping[str, object] | Unset = attrs.field(default=UNSET, hash=False, metadata={"limit": "metadata"})


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinSettings(Changes):
    """How Fin is to answer."""

    #: Whether it may ask back and escalate; it does unless told.
    follow_up_questions: FlagChange = UNSET
    #: Whether it writes as in e-mails.
    email: FlagChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinFile(AttachmentFile):
    """A file to show to Fin."""

    type: Literal["file"] = "file"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinLink(Changes):
    """A public URL to show to Fin."""

    url: str
    type: Literal["url"] = "url"
