"""Conversations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias, overload

from .. import operations as ops
from ..models.common import DeletedObject
from ..models.conversation_events import DeletedConversation, HandlingEvent, SideConversation
from ..models.conversation_parts import ConversationPart
from ..models.conversation_people import ConversationCustomers
from ..models.conversations import Conversation, ConversationChanges
from ..models.messages import Message
from ..models.new_conversations import NewConversation
from ..models.replies import AdminReply, ContactReply, Customer
from ..models.tags import Tag
from ..models.tickets import Ticket
from ..pagination import Checkpoint, Paginator
from ..query import Query
from ..unset import UNSET, Unset
from ..versions import PREVIEW, V2_0, V2_6, V2_11, V2_14, V2_16
from .base import Service, given, given_from, named_at, one_of, with_numbers

Sort: TypeAlias = Literal["created_at", "updated_at", "waiting_since"]
Order: TypeAlias = Literal["asc", "desc"]
DisplayAs: TypeAlias = Literal["plaintext"]

#: What a reply of each kind needs.
_NEEDED: Final[Mapping[str, str]] = {
    "comment": "body",
    "note": "body",
    "quick_reply": "reply_options",
    "assignment": "assignee_id",
    "snoozed": "snoozed_until",
}
#: What was a reply until 1.4 and is a call of its own since.
_MANAGING: Final[Mapping[str, str]] = {"assignment": "assign", "close": "close", "open": "open", "snoozed": "snooze"}


class Conversations(Service):
    """Begin, read, search, answer, assign, close, snooze, tag, merge, convert and delete conversations."""

    __slots__ = ()

    def list(
        self,
        *,
        sort: Sort | Unset = UNSET,
        order: Order | Unset = UNSET,
        display_as: DisplayAs | Unset = UNSET,
        include_monitors: bool | Unset = UNSET,
        include_scorecards: bool | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Conversation]:
        """Iterate over all conversations, without their parts, the last changed first.

        *sort*, *order* and *display_as* are for versions until 2.5; by ``waiting_since`` those that nobody waits in
        are left out. Monitors and scorecards are Preview.
        """
        early, version = given(sort=sort, order=order, display_as=display_as), self._core.config.version
        if early and version >= V2_6:
            msg = f"conversations.list: {' and '.join(early)} ended with 2.5: search conversations to sort them"
            raise ValueError(msg)
        included = given_from(
            PREVIEW,
            version,
            "conversations.list",
            include_monitors=include_monitors,
            include_scorecards=include_scorecards,
        )
        request = ops.Conversations.list(query={**early, **included})
        return self._iterate(request, Conversation, per_page=per_page, resume=resume)

    def filter(
        self,
        *,
        admin_id: str | int | Unset = UNSET,
        intercom_user_id: str | int | Unset = UNSET,
        user_id: str | int | Unset = UNSET,
        email: str | Unset = UNSET,
        open: bool | Unset = UNSET,  # noqa: A002  # the API's own name
        unread: bool | Unset = UNSET,
        sort: Sort | Unset = UNSET,
        order: Order | Unset = UNSET,
        display_as: DisplayAs | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Conversation]:
        """Iterate over the conversations of one teammate, user or lead in 1.x; leads go by *intercom_user_id*.

        *admin_id* ``"nobody"`` is for those that nobody is assigned to. With *admin_id* those that are *open* can be
        asked for, or closed; with a person those that are *unread*.
        """
        ids = {"intercom_user_id": intercom_user_id, "user_id": user_id, "email": email}
        who = one_of("conversations.filter", admin_id=admin_id, **ids)
        kind = "admin" if "admin_id" in who else "user"
        wrong = given(unread=unread) if kind == "admin" else given(open=open)
        if wrong:
            msg = f"conversations.filter: {' '.join(wrong)} does not go with {' '.join(who)}"
            raise ValueError(msg)
        # With a filter the server takes the field to sort by as order, and the direction as sort.
        query = given(type=kind, **who, open=open, unread=unread, order=sort, sort=order, display_as=display_as)
        return self._iterate(ops.Conversations.filter(query=query), Conversation, per_page=per_page, resume=resume)

    def search(
        self,
        query: Query,
        *,
        sort_by: str | Unset = UNSET,
        order: Literal["ascending", "descending"] | Unset = UNSET,
        include_monitors: bool | Unset = UNSET,
        include_scorecards: bool | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Conversation]:
        """Iterate over the conversations that match *query*, without their parts.

        Instants are compared by the second; ``source.body`` is compared word by word. Monitors and scorecards are
        there from 2.16 on. One ``is_in`` of more than 150 ids is asked for in several searches, each sorted for itself.
        """
        sort = UNSET if sort_by is UNSET and order is UNSET else given(field=sort_by, order=order)
        included = given_from(
            V2_16,
            self._core.config.version,
            "conversations.search",
            include_monitors=include_monitors,
            include_scorecards=include_scorecards,
        )
        request = ops.Conversations.search(query=included, json=given(query=query, sort=sort))
        return self._search(request, Conversation, per_page=per_page, resume=resume)

    def updated_since(
        self,
        instant: datetime | int,
        *,
        query: Query | None = None,
        overlap: float = 0.0,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[Conversation]:
        """Iterate over the conversations that match *query* and changed at *instant* or later, each once, oldest first.

        As `Contacts.updated_since`, which says what *overlap* is for.
        """
        return self._updated_since(
            ops.Conversations.search,
            Conversation,
            instant,
            query=query,
            overlap=overlap,
            per_page=per_page,
            resume=resume,
        )

    async def create(self, conversation: NewConversation) -> Message:
        """Let a user, lead or visitor begin a conversation, and return its first message, which has its id."""
        version, where = self._core.config.version, "conversations.create"
        given_from(V2_11, version, where, created_at=conversation.created_at)
        given_from(V2_16, version, where, brand_id=conversation.brand_id)
        body = self._ready(conversation)
        json = {"from": named_at(version, body.pop("sender")), **body}
        return await self._fetch(ops.Conversations.create(json=json), Message)

    async def retrieve(
        self,
        conversation_id: str | int,
        *,
        display_as: DisplayAs | Unset = UNSET,
        include_translations: bool | Unset = UNSET,
        include_email_history: bool | Unset = UNSET,
        include_monitors: bool | Unset = UNSET,
        include_scorecards: bool | Unset = UNSET,
    ) -> Conversation:
        """Fetch one conversation with its newest 500 parts, oldest first.

        Bodies are HTML unless *display_as* asks for plain text. Translations are there from 2.14 on; what an e-mail
        answered, monitors and scorecards are Preview.
        """
        version, where = self._core.config.version, "conversations.retrieve"
        query = {
            **given(display_as=display_as),
            **given_from(V2_14, version, where, include_translations=include_translations),
            **given_from(
                PREVIEW,
                version,
                where,
                include_email_history=include_email_history,
                include_monitors=include_monitors,
                include_scorecards=include_scorecards,
            ),
        }
        return await self._fetch(ops.Conversations.retrieve(conversation_id=conversation_id, query=query), Conversation)

    async def mark_as_read(self, conversation_id: str | int) -> Conversation:
        """Mark a conversation as read."""
        request = ops.Conversations.mark_as_read(conversation_id=conversation_id, json={"read": True})
        return await self._fetch(request, Conversation)

    async def update(
        self,
        conversation_id: str | int,
        changes: ConversationChanges,
        *,
        display_as: DisplayAs | Unset = UNSET,
    ) -> Conversation:
        """Change what *changes* gives, from 2.3 on."""
        request = ops.Conversations.update(
            conversation_id=conversation_id, query=given(display_as=display_as), json=changes
        )
        return await self._fetch(request, Conversation)

    async def delete(self, conversation_id: str | int, *, retain_metrics: bool | Unset = UNSET) -> DeletedObject:
        """Delete a conversation for good; from 2.16 on *retain_metrics* says whether reports still count it."""
        where = "conversations.delete"
        query = given_from(V2_16, self._core.config.version, where, retain_metrics=retain_metrics)
        request = ops.Conversations.delete(conversation_id=conversation_id, query=query)
        return await self._fetch(request, DeletedObject)

    def list_deleted(
        self,
        *,
        order: Order | Unset = UNSET,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[DeletedConversation]:
        """Iterate over what is left of the deleted conversations, by default the last deleted first."""
        request = ops.Conversations.list_deleted(query=given(order=order))
        return self._iterate(request, DeletedConversation, per_page=per_page, resume=resume)

    async def convert(
        self,
        conversation_id: str | int,
        *,
        ticket_type_id: str | int,
        ticket_state_id: str | int | Unset = UNSET,
        attributes: Mapping[str, object] | Unset = UNSET,
    ) -> Ticket:
        """Make a ticket of a customer's type out of a conversation; its id stays, its *attributes* go by name.

        With which state it begins can be said from 2.16 on.
        """
        where = "conversations.convert"
        json = {
            **given(ticket_type_id=ticket_type_id, attributes=attributes),
            **given_from(V2_16, self._core.config.version, where, ticket_state_id=ticket_state_id),
        }
        return await self._fetch(ops.Conversations.convert(conversation_id=conversation_id, json=json), Ticket)

    async def merge(self, conversation_id: str | int, *, merge_into_conversation_id: str | int) -> Conversation:
        """Merge a conversation into another, which is returned; the first is closed and linked to it."""
        json = with_numbers(given(merge_into_conversation_id=merge_into_conversation_id), "merge_into_conversation_id")
        return await self._fetch(ops.Conversations.merge(conversation_id=conversation_id, json=json), Conversation)

    def list_handling_events(self, conversation_id: str | int) -> Paginator[HandlingEvent]:
        """Iterate over when teammates paused and resumed work on a conversation."""
        return self._iterate(ops.Conversations.list_handling_events(conversation_id=conversation_id), HandlingEvent)

    def list_side_conversations(
        self, conversation_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[SideConversation]:
        """Iterate over what teammates said to each other beside a conversation."""
        request = ops.Conversations.list_side_conversations(conversation_id=conversation_id)
        return self._iterate(request, SideConversation, per_page=per_page, resume=resume)

    async def redact(
        self,
        conversation_id: str | int,
        *,
        conversation_part_id: str | int | Unset = UNSET,
        source_id: str | int | Unset = UNSET,
    ) -> Conversation:
        """Take away for good what one part said, or what the conversation began with.

        A part must have words, and a source must be of a contact.
        """
        what = one_of("conversations.redact", conversation_part_id=conversation_part_id, source_id=source_id)
        kind = "source" if "source_id" in what else "conversation_part"
        json = {"type": kind, **given(conversation_id=conversation_id), **what}
        return await self._fetch(ops.Conversations.redact(json=json), Conversation)

    async def update_part(
        self,
        conversation_id: str | int,
        part_id: str | int,
        *,
        secret: str,
        send_state: str | Unset = UNSET,
        info_message: str | Unset = UNSET,
        seen: bool | Unset = UNSET,
        admin_id: str | int | Unset = UNSET,
    ) -> ConversationPart:
        """Say what became of a part in a channel of yours, or that a teammate saw it; experimental.

        The first takes *send_state* and *info_message*, the second *seen* and *admin_id*. *secret* is an HMAC secret
        that Intercom gives besides the token.
        """
        where = "conversations.update_part"
        (what,) = one_of(where, send_state=send_state, seen=seen)
        needed, other = ("info_message", "admin_id") if what == "send_state" else ("admin_id", "info_message")
        beside = given(info_message=info_message, admin_id=admin_id)
        if needed not in beside or other in beside:
            msg = f"{where}: {what} goes with {needed}, and without {other}"
            raise ValueError(msg)
        json = given(send_state=send_state, seen=seen, **beside, experimental=True, secret=secret)
        request = ops.Conversations.update_part(conversation_id=conversation_id, part_id=part_id, json=json)
        return await self._fetch(request, ConversationPart)

    async def attach_tag(self, conversation_id: str | int, tag_id: str | int, *, admin_id: str | int) -> Tag:
        """Put a tag on a conversation, on behalf of an admin."""
        json = given(id=tag_id, admin_id=admin_id)
        return await self._fetch(ops.Conversations.attach_tag(conversation_id=conversation_id, json=json), Tag)

    async def detach_tag(self, conversation_id: str | int, tag_id: str | int, *, admin_id: str | int) -> Tag:
        """Take a tag off a conversation, on behalf of an admin."""
        request = ops.Conversations.detach_tag(
            conversation_id=conversation_id, tag_id=tag_id, json={"admin_id": admin_id}
        )
        return await self._fetch(request, Tag)

    async def reply(self, conversation_id: str | int, reply: AdminReply | ContactReply) -> Conversation:
        """Write in a conversation, as a teammate or as a person, and return it with its parts."""
        json = self._reply("conversations.reply", reply)
        return await self._fetch(ops.Conversations.reply(conversation_id=conversation_id, json=json), Conversation)

    @overload
    async def reply_to_last(self, reply: ContactReply) -> Conversation: ...

    @overload
    async def reply_to_last(self, reply: AdminReply, *, customer: Customer) -> Conversation: ...

    async def reply_to_last(
        self, reply: AdminReply | ContactReply, *, customer: Customer | Unset = UNSET
    ) -> Conversation:
        """Write in the last conversation of a person: who writes, or of *customer* when a teammate does."""
        json = self._reply("conversations.reply_to_last", reply)
        if isinstance(reply, AdminReply) is isinstance(customer, Unset):
            msg = "conversations.reply_to_last: customer goes with an AdminReply, to say whose conversation"
            raise ValueError(msg)
        if not isinstance(customer, Unset):
            json |= self._ready(customer)
        return await self._fetch(ops.Conversations.reply_to_last(json=json), Conversation)

    async def assign(
        self,
        conversation_id: str | int,
        *,
        admin_id: str | int,
        assignee_id: str | int,
        assignee_type: Literal["admin", "team"] = "admin",
        body: str | Unset = UNSET,
    ) -> Conversation:
        """Let *admin_id* assign a conversation to an admin or a team, or with *assignee_id* 0 to nobody.

        1.x finds teams by their id alone; later *assignee_type* says which it is. *body* goes into the conversation:
        Intercom's pages disagree on whether only teammates see it, so write nothing there that the person must not.
        """
        kind = "admin" if self._core.config.version < V2_0 else assignee_type
        json = given(message_type="assignment", type=kind, admin_id=admin_id, assignee_id=assignee_id, body=body)
        return await self._fetch(ops.Conversations.assign(conversation_id=conversation_id, json=json), Conversation)

    async def close(
        self, conversation_id: str | int, *, admin_id: str | int, body: str | Unset = UNSET
    ) -> Conversation:
        """Close a conversation, with a last word to the person where *body* is given."""
        json = given(message_type="close", type="admin", admin_id=admin_id, body=body)
        return await self._fetch(ops.Conversations.close(conversation_id=conversation_id, json=json), Conversation)

    async def open(self, conversation_id: str | int, *, admin_id: str | int) -> Conversation:
        """Open a conversation that is closed or snoozed."""
        json = given(message_type="open", **self._by_admin(), admin_id=admin_id)
        return await self._fetch(ops.Conversations.open(conversation_id=conversation_id, json=json), Conversation)

    async def snooze(
        self, conversation_id: str | int, *, admin_id: str | int, snoozed_until: datetime | int
    ) -> Conversation:
        """Let a conversation rest until an instant, when it opens by itself."""
        json = given(message_type="snoozed", **self._by_admin(), admin_id=admin_id, snoozed_until=snoozed_until)
        return await self._fetch(ops.Conversations.snooze(conversation_id=conversation_id, json=json), Conversation)

    async def run_assignment_rules(self, conversation_id: str | int) -> Conversation:
        """Assign a conversation as the rules of the workspace say; experimental in 1.x, and gone after 2.11."""
        request = ops.Conversations.run_assignment_rules(conversation_id=conversation_id)
        return await self._fetch(request, Conversation)

    async def attach_contact(
        self,
        conversation_id: str | int,
        customer: Customer,
        *,
        admin_id: str | int | Unset = UNSET,
        by: Customer | Unset = UNSET,
    ) -> ConversationCustomers:
        """Let somebody take part in a conversation, on behalf of an admin or, with *by*, of one who already does.

        Somebody given by an id needs an e-mail address; an address that nobody has makes a lead.
        """
        actor = one_of("conversations.attach_contact", admin_id=admin_id, by=by)
        json = {**(actor if isinstance(by, Unset) else self._ready(by)), "customer": customer}
        request = ops.Conversations.attach_contact(conversation_id=conversation_id, json=json)
        return await self._fetch(request, ConversationCustomers)

    async def detach_contact(
        self, conversation_id: str | int, contact_id: str | int, *, admin_id: str | int
    ) -> ConversationCustomers:
        """Take somebody, given by Intercom's id, out of a group conversation; the last one cannot be."""
        request = ops.Conversations.detach_contact(
            conversation_id=conversation_id, contact_id=contact_id, json={"admin_id": admin_id}
        )
        return await self._fetch(request, ConversationCustomers)

    def _by_admin(self) -> dict[str, object]:
        """Return the type that 1.x wants beside an admin's id, and later versions do not."""
        return {"type": "admin"} if self._core.config.version < V2_0 else {}

    def _reply(self, where: str, reply: AdminReply | ContactReply) -> dict[str, Any]:
        """Return the body of a reply, refusing one that lacks what its kind needs or that the version has not."""
        kind, version = reply.message_type, self._core.config.version
        managing = _MANAGING.get(kind)
        if managing and version >= V2_0:
            msg = f"{where}: message_type {kind!r} is of 1.x: call conversations.{managing} in {version}"
            raise ValueError(msg)
        if kind == "quick_reply" and version < V2_0:
            msg = f"{where}: message_type 'quick_reply' is not in {version}: send a comment"
            raise ValueError(msg)
        body = self._ready(reply)
        needed = _NEEDED.get(kind)
        if needed is not None and body.get(needed) is None:
            msg = f"{where}: message_type {kind!r} needs {needed}"
            raise ValueError(msg)
        return {"type": "admin" if isinstance(reply, AdminReply) else "user", **body}
