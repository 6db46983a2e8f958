"""Tickets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from .. import operations as ops
from ..models.common import DeletedObject
from ..models.conversations import Conversation
from ..models.jobs import JobStatus
from ..models.replies import ContactReply
from ..models.tags import Tag
from ..models.tickets import AdminTicketReply, NewTicket, Ticket, TicketChanges, TicketPart
from ..pagination import Checkpoint, Paginator
from ..query import Query
from ..unset import UNSET, Unset
from ..versions import V2_10, V2_11, V2_12, V2_13, V2_14, V2_16, Version
from .base import Service, given, given_from, with_numbers

#: Since when which fields can be written.
_NEW: Final[Mapping[str, Version]] = {
    "created_at": V2_11,
    "skip_notifications": V2_13,
    "conversation_to_link_id": V2_14,
    "assignment": V2_14,
}
_CHANGED: Final[Mapping[str, Version]] = {
    "ticket_state_id": V2_12,
    "company_id": V2_12,
    "skip_notifications": V2_13,
}
_REPLIED: Final[Mapping[str, Version]] = {
    "reply_options": V2_10,
    "attachment_urls": V2_10,
    "cross_post": V2_10,
    "created_at": V2_11,
    "skip_notifications": V2_13,
    "attachment_files": V2_16,
}
#: What a reply of each kind needs.
_NEEDED: Final[Mapping[str, str]] = {"comment": "body", "note": "body", "quick_reply": "reply_options"}


class Tickets(Service):
    """Search, make, change, answer, link and tag tickets; ids are those of the API, not those that the inbox shows."""

    __slots__ = ()

    def search(
        self,
        query: Query,
        *,
        sort_by: str | Unset = UNSET,
        order: Literal["ascending", "descending"] | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Ticket]:
        """Iterate over the tickets that match *query*, with their parts.

        By ``category`` they are found as ``request`` (of customers), ``task`` (of the back office) or ``tracker``, by
        an attribute under ``ticket_attribute.`` and its id. By ``ticket_state`` nothing can be searched. One ``is_in``
        of more than 150 ids is asked for in several searches, each sorted for itself.
        """
        sort = UNSET if sort_by is UNSET and order is UNSET else given(field=sort_by, order=order)
        request = ops.Tickets.search(json=given(query=query, sort=sort))
        return self._search(request, Ticket, per_page=per_page, resume=resume)

    def updated_since(
        self,
        instant: datetime | int,
        *,
        query: Query | None = None,
        overlap: float = 0.0,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Ticket]:
        """Iterate over the tickets that match *query* and changed at *instant* or later, each once, oldest first.

        As `Contacts.updated_since`, which says what *overlap* is for.
        """
        return self._updated_since(
            ops.Tickets.search, Ticket, instant, query=query, overlap=overlap, per_page=per_page, resume=resume
        )

    async def create(self, ticket: NewTicket) -> Ticket:
        """Make a ticket."""
        return await self._fetch(ops.Tickets.create(json=self._new("tickets.create", ticket)), Ticket)

    async def enqueue(self, ticket: NewTicket) -> JobStatus:
        """Have a ticket made some time later, if nothing is wrong with it; `jobs.retrieve_status` tells when."""
        return await self._fetch(ops.Tickets.enqueue(json=self._new("tickets.enqueue", ticket)), JobStatus)

    async def retrieve(self, ticket_id: str | int) -> Ticket:
        """Fetch one ticket with its parts."""
        return await self._fetch(ops.Tickets.retrieve(ticket_id=ticket_id), Ticket)

    async def update(self, ticket_id: str | int, changes: TicketChanges) -> Ticket:
        """Change what *changes* gives; each change is a part of the ticket."""
        where, version = "tickets.update", self._core.config.version
        body = self._since(where, self._ready(changes), _CHANGED)
        if "state" in body and version >= V2_12:
            msg = (
                f"{where}: state ended with 2.11, this is {version}: give ticket_state_id, as ticket_states.list has it"
            )
            raise ValueError(msg)
        if version < V2_14:
            assignment = {name: body.pop(name) for name in ("admin_id", "assignee_id") if name in body}
            body |= {"assignment": assignment} if assignment else {}
        return await self._fetch(ops.Tickets.update(ticket_id=ticket_id, json=with_numbers(body, "admin_id")), Ticket)

    async def delete(self, ticket_id: str | int) -> DeletedObject:
        """Delete a ticket for good."""
        return await self._fetch(ops.Tickets.delete(ticket_id=ticket_id), DeletedObject)

    async def reply(
        self,
        ticket_id: str | int,
        reply: AdminTicketReply | ContactReply,
        *,
        skip_notifications: bool | Unset = UNSET,
    ) -> TicketPart:
        """Write in a ticket, as a teammate or as its contact, and return what was written as a part.

        Contacts cannot write in tickets of the back office and in trackers. In 2.9 there are only notes of teammates.
        """
        body = self._reply("tickets.reply", reply) | given(skip_notifications=skip_notifications)
        json = self._since("tickets.reply", body, _REPLIED)
        return await self._fetch(ops.Tickets.reply(ticket_id=ticket_id, json=json), TicketPart)

    async def change_type(
        self,
        ticket_id: str | int,
        *,
        ticket_type_id: str | int,
        ticket_state_id: str | int,
        ticket_attributes: Mapping[str, object] | Unset = UNSET,
    ) -> Ticket:
        """Give a ticket another type of the same category; attributes of the same name and data type are kept."""
        body = given(
            ticket_type_id=ticket_type_id, ticket_state_id=ticket_state_id, ticket_attributes=ticket_attributes
        )
        return await self._fetch(ops.Tickets.change_type(ticket_id=ticket_id, json=body), Ticket)

    async def link_conversation(self, ticket_id: str | int, conversation_id: str | int) -> Conversation:
        """Link a conversation, perhaps one that was converted to a ticket, to a tracker; each has one, at most."""
        request = ops.Tickets.link_conversation(ticket_id=ticket_id, json={"conversation_id": conversation_id})
        return await self._fetch(request, Conversation)

    async def unlink_conversation(self, ticket_id: str | int, conversation_id: str | int) -> Conversation:
        """Undo the link of a conversation to a tracker."""
        request = ops.Tickets.unlink_conversation(ticket_id=ticket_id, conversation_id=conversation_id)
        return await self._fetch(request, Conversation)

    async def attach_tag(self, ticket_id: str | int, tag_id: str | int, *, admin_id: str | int) -> Tag:
        """Let *admin_id* put a tag on a ticket."""
        json = given(id=tag_id, admin_id=admin_id)
        return await self._fetch(ops.Tickets.attach_tag(ticket_id=ticket_id, json=json), Tag)

    async def detach_tag(self, ticket_id: str | int, tag_id: str | int, *, admin_id: str | int) -> Tag:
        """Let *admin_id* take a tag off a ticket."""
        request = ops.Tickets.detach_tag(ticket_id=ticket_id, tag_id=tag_id, json=given(admin_id=admin_id))
        return await self._fetch(request, Tag)

    def _since(self, where: str, body: dict[str, Any], fields: Mapping[str, Version]) -> dict[str, Any]:
        """Return *body*, refusing those of *fields* that came after the version."""
        for name, since in fields.items():
            given_from(since, self._core.config.version, where, **{name: body.get(name, UNSET)})
        return body

    def _new(self, where: str, ticket: NewTicket) -> dict[str, Any]:
        return self._since(where, self._ready(ticket), _NEW)

    def _reply(self, where: str, reply: AdminTicketReply | ContactReply) -> dict[str, Any]:
        """Return the body of a reply, refusing one that lacks what its kind needs or that the version has not."""
        kind, version = reply.message_type, self._core.config.version
        by_admin = isinstance(reply, AdminTicketReply)
        if version < V2_10 and not (by_admin and kind == "note"):
            msg = f"{where}: in {version} only notes of teammates: other replies came with 2.10"
            raise ValueError(msg)
        body = self._ready(reply)
        if body.get(_NEEDED[kind]) is None:
            msg = f"{where}: message_type {kind!r} needs {_NEEDED[kind]}"
            raise ValueError(msg)
        return {"type": "admin" if by_admin else "user", **body}
