"""Messages: what a teammate sends to people, or somebody to the workspace."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .admins import Admin
from .common import Changes, FlagChange, Id, InstantChange, Model, TextChange, check_identity


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Message(Model):
    """A message that was sent."""

    type: Literal["admin_message", "user_message"] = "admin_message"
    #: Of the message; a conversation has another.
    id: Id
    created_at: datetime | None = None
    #: ``inapp`` or ``email``; from 2.14 on also others.
    message_type: str | None = None
    subject: str | None = None
    body: str | None = None
    template: str | None = None
    owner: Admin | None = None
    #: The conversation that it began, from 2.0 on; none where a teammate writes and nobody has answered.
    conversation_id: Id | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Correspondent(Changes):
    """Who writes or is written to: a user by exactly one of `id`, `user_id` and `email`, a lead by one of the ids.

    From 2.0 on contacts are users or leads by their role.
    """

    #: ``contact`` for a visitor.
    type: Literal["user", "lead", "contact"]
    id: str | int | Unset = UNSET
    user_id: str | int | Unset = UNSET
    email: str | Unset = UNSET

    def __attrs_post_init__(self) -> None:
        check_identity("Correspondent", id=self.id, user_id=self.user_id, email=self.email)
        if self.type == "lead" and self.email is not UNSET:
            msg = "Correspondent: give a lead by id or user_id: several leads may have one e-mail"
            raise ValueError(msg)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class WhatsAppRecipient(Changes):
    """Who is written to by WhatsApp."""

    phone: str | int
    name: str


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AdminMessage(Changes):
    """What a teammate sends; an e-mail needs a subject."""

    admin_id: str | int
    to: Correspondent | WhatsAppRecipient | Sequence[Correspondent] = attrs.field(hash=False)
    message_type: Literal["inapp", "email", "sms", "whatsapp"] = "inapp"
    #: May hold HTML; all but WhatsApp needs one.
    body: TextChange = UNSET
    subject: TextChange = UNSET
    #: How an e-mail looks: ``plain`` or ``personal``; with WhatsApp the name of a template.
    template: TextChange = UNSET
    #: From 2.14 on, as several in *to*.
    cc: Correspondent | Sequence[Correspondent] | Unset = attrs.field(default=UNSET, hash=False)
    bcc: Correspondent | Sequence[Correspondent] | Unset = attrs.field(default=UNSET, hash=False)
    #: Now when it is left out; from 2.11 on.
    created_at: InstantChange = UNSET
    #: Whether the conversation opens at once, and not when it is answered; from 2.0 on.
    create_conversation_without_contact_reply: FlagChange = UNSET
    #: What fills a template of WhatsApp, and its language.
    components: Sequence[Mapping[str, object]] | Unset = attrs.field(default=UNSET, hash=False)
    locale: TextChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UserMessage(Changes):
    """What a user or lead sends, which begins a conversation; a visitor who does so becomes a lead."""

    sender: Correspondent
    #: Plain text.
    body: str
    #: The page on which it was written; from 2.0 on.
    referer: TextChange = UNSET
