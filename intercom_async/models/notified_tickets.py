"""What notifications about tickets hold beside the ticket."""

import attrs

from .common import Model
from .contacts import Contact
from .tickets import Ticket, TicketPart


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketEvent(Model):
    """Something that happened to a ticket, with the part or the contact that it is about."""

    #: Such as ``ticket_ticket_part``.
    type: str | None = None
    #: With a contact in a shape of its own: what does not fit stands in `unfit`.
    ticket: Ticket | None = None
    ticket_part: TicketPart | None = None
    contact: Contact | None = None
