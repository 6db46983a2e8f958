"""How notifications show what they are about, by version: much as the API does, some of it in shapes of their own."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import attrs

from ..versions import V1_4, V2_0, V2_15
from .away_reasons import reason_labels
from .bodies.admins import AVATAR, admin_body
from .bodies.companies import company_body
from .bodies.contacts import contact_body
from .bodies.conversations import conversation_body
from .bodies.parts import part_body
from .bodies.tickets import ticket_body, ticket_part_body
from .bodies.users import user_body
from .call import Call, as_object, is_object
from .conversations import Conversation, Part
from .people import Person
from .rich_text import to_plain
from .routes import Handler
from .team import Admin
from .tickets import Ticket, TicketPart, TypeAttribute
from .world import World

Body: TypeAlias = dict[str, Any]
#: A topic and what it is about.
Notice: TypeAlias = tuple[str, Body]

_INBOX: Final = "https://app.intercom.com/a"


@attrs.frozen
class View:
    """The workspace as a version shows it at one time."""

    world: World
    #: A call of that version, at that time.
    call: Call

    def dated(self, body: Body) -> Body:
        """Return a body with its instants as text, as those of people and companies are until 2.14."""
        return self._as_text(body, iso)

    def dated_in_utc(self, body: Body) -> Body:
        """Return the same as articles and statistics have them: with a Z."""
        return self._as_text(body, iso_z)

    def _as_text(self, body: Body, text: "Callable[[object], object]") -> Body:
        if self.call.version >= V2_15:
            return body
        return {key: text(value) if key.endswith("_at") else value for key, value in body.items()}

    def person(self, person: Person) -> Body:
        """Return somebody."""
        if self.call.version < V2_0:
            return self.dated(user_body(self.world, person, self.call.version))
        return self.dated(contact_body(self.world, self.call, person))

    def user(self, person: Person) -> Body:
        """Return somebody who was a visitor: as 1.x has users, in all versions, as recorded."""
        return self.dated(user_body(self.world, person, min(self.call.version, V1_4)))

    def company(self, company: Any) -> Body:
        """Return a company."""
        return self.dated(company_body(self.world, self.call, company))

    def words(self, text: str) -> str:
        """Return what was said: HTML until 2.14, then plain text."""
        return text if self.call.version < V2_15 else to_plain(text)

    def conversation(self, conversation: Conversation, part: Part | None = None) -> Body:
        """Return a conversation with the part that it is about alone."""
        query = {} if self.call.version < V2_15 else {"display_as": "plaintext"}
        body: Body = conversation_body(self.world, attrs.evolve(self.call, query=query), conversation, measured=True)
        if is_object(statistics := body.get("statistics")):
            body["statistics"] = self.dated_in_utc(statistics)
        shown = [] if part is None else [self.part(part)]
        listed = {"type": "conversation_part.list", "conversation_parts": shown, "total_count": len(shown)}
        return {**body, "conversation_parts": listed}

    def part(self, part: Part) -> Body:
        """Return one part of a conversation."""
        return part_body(self.world, part, self.call.version, self.words)

    def ticket(self, ticket: Ticket) -> Body:
        """Return a ticket."""
        body: Body = ticket_body(self.world, self.call, ticket)
        parts = body["ticket_parts"]
        return {**body, "ticket_parts": {**parts, "ticket_parts": [self._said(each) for each in parts["ticket_parts"]]}}

    def ticket_part(self, part: TicketPart) -> Body:
        """Return one part of a ticket."""
        return self._said(ticket_part_body(self.world, part, self.call.version))

    def _said(self, part: Body) -> Body:
        body = part.get("body")
        return {**part, "body": self.words(body)} if isinstance(body, str) else part

    def admin(self, admin: Admin) -> Body:
        """Return a teammate: with the id as a number and the reason for being away as text, as recorded."""
        labels = reason_labels(self.world)
        reason = "" if admin.away_reason is None else labels.get(admin.away_reason, "")
        body = admin_body(self.world, admin, self.call.version)
        body.pop("away_status_reason_id", None)
        seat = {"has_inbox_seat": admin.inbox_seat}
        return {**body, "id": int(admin.id), "job_title": None, "away_status_reason": reason, **seat, "avatar": AVATAR}

    def read(self, handler: Handler, parameter: str, object_id: str) -> Body:
        """Return what reading content answers."""
        reply = handler(self.world, attrs.evolve(self.call, params={parameter: object_id}))
        return self.dated_in_utc(dict(as_object(reply.body, "The answer")))

    def bare_conversation(self, conversation: Conversation) -> Body:
        """Return a conversation beside a contact, which comes as it is stored: with numbers, and instants as text."""
        part = conversation.parts[-1]
        begun, changed = iso_z(conversation.created_at), iso_z(conversation.updated_at)
        words = {"conversation_id": int(conversation.id), "body": part.body or "", "user_id": None, "deleted": False}
        said = {"id": int(part.id), **words, "created_at": iso_z(part.created_at), "updated_at": iso_z(part.created_at)}
        model = {
            "id": int(conversation.id),
            "user_id": next(iter(conversation.customers), None),
            "message_id": int(conversation.source.id),
            "created_at": begun,
            "updated_at": changed,
            "company_id": conversation.company_id or "-1",
            "read": conversation.read,
            "deleted": False,
            "delivery_state": "delivered",
            "sent_at": begun,
        }
        return {"parts": [said], "options": {"expand_for_notification": True}, "model": model}

    def bare_ticket(self, ticket: Ticket) -> Body:
        """Return a ticket beside a contact: its type and state as text, its id as a number, as recorded."""
        attributes = [
            each
            for each in self.world.shelf(TypeAttribute)
            if each.type_id == ticket.kind.id and not each.archived
        ]  # fmt: skip
        return {
            "type": "ticket",
            "id": int(ticket.id),
            "url": f"{_INBOX}/apps/{self.world.app_id}/conversations/{ticket.id}",
            "custom_attributes": {
                each.name: {"value": ticket.attributes.get(each.id), "type": each.data_type} for each in attributes
            },
            "state": ticket.state.category,
            "ticket_type": ticket.kind.name,
            "ticket_type_description": ticket.kind.description,
            "ticket_type_emoji": ticket.kind.icon,
            "ticket_custom_state_admin_label": ticket.state.internal_label,
            "ticket_custom_state_user_label": ticket.state.external_label,
        }

    def inbox_url(self, conversation_id: str) -> str:
        """Return where teammates read a conversation."""
        return f"{_INBOX}/inbox/{self.world.app_id}/inbox/shared/all/conversation/{conversation_id}"


#: From what it happened to, and what else took part, to what is told.
Rule: TypeAlias = Callable[[View, Any, Any], Iterator[Notice]]
Rules: TypeAlias = Mapping[str, Rule]


def _instant(value: object) -> datetime | None:
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int) else None


def iso(value: object) -> object:
    """Return a second as text with its offset; what is none as it is."""
    at = _instant(value)
    return value if at is None else at.isoformat(timespec="milliseconds")


def iso_z(value: object) -> object:
    """Return a second as text that ends with Z; what is none as it is."""
    at = _instant(value)
    return value if at is None else f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
