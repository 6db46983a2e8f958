"""Tickets: requests that are tracked, in every version of the API."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import attrs

from ..unset import UNSET, Unset
from .attachments import AttachmentFile
from .common import Changes, FlagChange, Id, IdChange, InstantChange, Model, TextChange, check_identity
from .conversation_parts import Attachment
from .conversation_people import Assignee, Author, ContactReference
from .conversations import LinkedObjects
from .replies import QuickReply
from .ticket_types import TicketState, TicketType


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketContacts(Model):
    """The contacts of a ticket."""

    type: str | None = None
    contacts: tuple[ContactReference, ...] | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ChangedAttribute(Model):
    """The attribute that a part changed."""

    type: str | None = None
    id: Id | None = None
    label: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttributeValue(Model):
    """What an attribute was set to; files are lists of their ids and names."""

    type: str | None = None
    id: object | None = attrs.field(default=None, hash=False)
    label: object | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttributeUpdate(Model):
    """How a part changed an attribute."""

    attribute: ChangedAttribute | None = None
    value: AttributeValue | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketPart(Model):
    """Something written in a ticket, or something that happened to it."""

    type: Literal["ticket_part"] = "ticket_part"
    id: Id
    #: Such as ``comment``, ``note`` or ``ticket_state_updated_by_admin``; an open set.
    part_type: str | None = None
    #: As HTML; None where nothing was written.
    body: str | None = None
    #: The categories of the states, where the part changed it.
    ticket_state: str | None = None
    previous_ticket_state: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: To whom the ticket was assigned by it; None where that did not change.
    assigned_to: Assignee | None = None
    author: Author | None = None
    attachments: tuple[Attachment, ...] | None = None
    external_id: Id | None = None
    redacted: bool | None = None
    #: The app that made it; from 2.13 on, and only where one did.
    app_package_code: str | None = None
    #: Where the part changed an attribute; from 2.14 on.
    updated_attribute_data: AttributeUpdate | None = None
    #: By language, with ``original`` naming the first; Preview.
    translations: Mapping[str, object] | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketParts(Model):
    """The parts of a ticket, oldest first, at most 500."""

    type: str | None = None
    ticket_parts: tuple[TicketPart, ...] | None = None
    total_count: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Ticket(Model):
    """A request that is tracked; what a search finds has its parts, too."""

    type: Literal["ticket"] = "ticket"
    #: What every call takes.
    id: Id
    #: What the inbox and the Messenger show; from 2.10 on.
    ticket_id: Id | None = None
    #: ``Customer``, ``Back-office`` or ``Tracker``; from 2.10 on.
    category: str | None = None
    #: By name; ``_default_title_`` and ``_default_description_`` are there from the start.
    ticket_attributes: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    #: An object from 2.12 on, before that its category as text; `state_category` is the same in every version.
    ticket_state: TicketState | str | None = None
    #: Up to 2.11, and in what changing the type answers.
    ticket_state_internal_label: str | None = None
    ticket_state_external_label: str | None = None
    #: From 2.16 on; None where the state never changed.
    previous_ticket_state_id: Id | None = None
    ticket_type: TicketType | None = None
    contacts: TicketContacts | None = None
    #: ``"0"`` where nobody is assigned; sent as text up to 2.15 and as a number since.
    admin_assignee_id: Id | None = None
    team_assignee_id: Id | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: These two from 2.10 on; snoozed only where there is an instant.
    open: bool | None = None
    snoozed_until: datetime | None = None
    #: From 2.10 on.
    linked_objects: LinkedObjects | None = None
    ticket_parts: TicketParts | None = None
    #: Whether contacts see it.
    is_shared: bool | None = None

    @property
    def state_category(self) -> str | None:
        """``submitted``, ``in_progress``, ``waiting_on_customer`` or ``resolved``, in every version."""
        state = self.ticket_state
        return state.category if isinstance(state, TicketState) else state


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketParticipant(Changes):
    """Whose ticket it is, by exactly one of these; an e-mail address that nobody has makes a contact."""

    id: str | int | Unset = UNSET
    external_id: str | int | Unset = UNSET
    email: str | Unset = UNSET

    def __attrs_post_init__(self) -> None:
        check_identity("TicketParticipant", id=self.id, external_id=self.external_id, email=self.email)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketAssignment(Changes):
    """To whom a new ticket goes; nobody when both are left out."""

    admin_assignee_id: IdChange = UNSET
    team_assignee_id: IdChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NewTicket(Changes):
    """A ticket to make."""

    ticket_type_id: str | int
    #: One contact.
    contacts: Sequence[TicketParticipant] = attrs.field(hash=False)
    #: By name; of a list the id of the item.
    ticket_attributes: Mapping[str, object] | Unset = attrs.field(default=UNSET, hash=False)
    #: Up to 2.11 the id that you gave, from 2.12 on the one of Intercom's.
    company_id: IdChange = UNSET
    #: Now when it is left out; from 2.11 on.
    created_at: InstantChange = UNSET
    #: Whether nobody is told; from 2.13 on.
    skip_notifications: FlagChange = UNSET
    #: These two from 2.14 on. A conversation may be linked to a back-office ticket or to a tracker.
    conversation_to_link_id: IdChange = UNSET
    assignment: TicketAssignment | Unset = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class TicketChanges(Changes):
    """What to write to a ticket."""

    #: By name; of a list the id of the item.
    ticket_attributes: Mapping[str, object] | Unset = attrs.field(default=UNSET, hash=False)
    #: Up to 2.11: ``in_progress``, ``waiting_on_customer`` or ``resolved``.
    state: TextChange = UNSET
    #: From 2.12 on.
    ticket_state_id: IdChange = UNSET
    #: The id of Intercom's, None for no company; from 2.12 on.
    company_id: IdChange = UNSET
    #: Whether it is open, and until when it rests, which closing ends; 2.9 takes these two and does nothing.
    open: FlagChange = UNSET
    snoozed_until: InstantChange = UNSET
    #: Whether contacts see it.
    is_shared: FlagChange = UNSET
    #: Who does this, and to whom the ticket goes, an admin or a team; 0 for nobody.
    admin_id: IdChange = UNSET
    assignee_id: IdChange = UNSET
    #: Whether nobody is told; from 2.13 on.
    skip_notifications: FlagChange = UNSET


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AdminTicketReply(Changes):
    """What a teammate writes in a ticket; in 2.9 only notes."""

    admin_id: str | int
    #: A ``note`` is seen by teammates alone.
    message_type: Literal["comment", "note", "quick_reply"] = "comment"
    #: May hold HTML. A comment and a note need one.
    body: TextChange = UNSET
    #: What a quick reply offers.
    reply_options: Sequence[QuickReply] | Unset = attrs.field(default=UNSET, hash=False)
    #: Of images, at most 10.
    attachment_urls: Sequence[str] | Unset = attrs.field(default=UNSET, hash=False, metadata={"limit": "attachments"})
    #: At most 10, instead of URLs; from 2.16 on.
    attachment_files: Sequence[AttachmentFile] | Unset = attrs.field(
        default=UNSET, hash=False, metadata={"limit": "attachments"}
    )
    #: Now when it is left out; from 2.11 on.
    created_at: InstantChange = UNSET
    #: Whether a note in a back-office ticket is written in the linked conversations, too.
    cross_post: FlagChange = UNSET
