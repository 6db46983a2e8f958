"""What type checkers know of searches, of what changed, and of notifications."""

from datetime import datetime
from typing import assert_type

from intercom_async import F, Intercom
from intercom_async.models.contacts import Contact
from intercom_async.models.conversations import Conversation
from intercom_async.models.notifications import Notification
from intercom_async.models.tickets import Ticket
from intercom_async.pagination import Paginator
from intercom_async.webhooks import decode_notification


async def searches(client: Intercom, since: datetime) -> None:
    """Each list knows what it is of."""
    assert_type(client.contacts.search(F.email.is_in(["a@x.test"])), Paginator[Contact])
    assert_type(client.contacts.updated_since(since), Paginator[Contact])
    assert_type(client.conversations.updated_since(since, query=F.open == True, overlap=300), Paginator[Conversation])  # noqa: E712  # builds a filter
    assert_type(client.tickets.updated_since(1_700_000_000, query={"field": "open"}), Paginator[Ticket])
    async for ticket in client.tickets.updated_since(since, per_page=150, resume=None):
        assert_type(ticket, Ticket)
    assert_type(await client.contacts.retrieve("1", follow_merged=True), Contact)


def notifications(body: bytes) -> str | None:
    """What a notification is about is told by its class."""
    notification = decode_notification(body)
    assert_type(notification, Notification)
    match notification.item:
        case Conversation(id=conversation_id):
            return conversation_id
        case _:
            return notification.topic
