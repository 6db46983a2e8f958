"""What became of messages that were sent by WhatsApp."""

from datetime import datetime

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DeliveryError(Model):
    """Why a message was not delivered."""

    message: str | None = None
    details: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class MessageStatus(Model):
    """What became of a message that was sent by WhatsApp."""

    #: ``broadcast_outbound``.
    type: str | None = None
    #: Of the event; only in lists.
    id: Id | None = None
    conversation_id: Id | None = None
    #: Who got it; only in lists.
    user_id: Id | None = None
    #: ``sent``, ``delivered``, ``read`` or ``failed``.
    status: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: The id that WhatsApp gave; in lists the first of these, of one message the other.
    whatsapp_message_id: Id | None = None
    message_id: Id | None = None
    template_name: str | None = None
    #: Only where it failed.
    error: DeliveryError | None = None
