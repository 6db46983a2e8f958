"""Types of conversations, messages and counts; checked, never run."""

from datetime import UTC, datetime
from typing import Literal, assert_type

from intercom_async import F, Intercom
from intercom_async.models.attachments import AttachmentFile
from intercom_async.models.common import DeletedObject, Reference
from intercom_async.models.conversation_attributes import (
    AttributeOption,
    ConversationAttribute,
    NewConversationAttribute,
)
from intercom_async.models.conversation_events import DeletedConversation, HandlingEvent, SideConversation
from intercom_async.models.conversation_parts import ConversationPart, ConversationSource
from intercom_async.models.conversation_people import (
    AdminReference,
    Assignee,
    ContactReference,
    ConversationCustomers,
    ConversationPerson,
    LeadReference,
    NobodyReference,
    TeamReference,
    UserReference,
)
from intercom_async.models.conversations import Conversation, ConversationChanges
from intercom_async.models.counts import (
    AdminConversations,
    CompanyUsers,
    ConversationCounts,
    NamedCount,
    WorkspaceCounts,
)
from intercom_async.models.messages import AdminMessage, Correspondent, Message, UserMessage, WhatsAppRecipient
from intercom_async.models.new_conversations import NewConversation
from intercom_async.models.replies import AdminReply, ContactReply, Customer, QuickReply
from intercom_async.models.tags import Tag
from intercom_async.models.tickets import Ticket
from intercom_async.pagination import Paginator
from intercom_async.services.conversations import Conversations
from intercom_async.services.counts import Counts
from intercom_async.services.messages import Messages


async def reading(client: Intercom) -> None:
    """Lists and single conversations."""
    assert_type(client.conversations, Conversations)
    assert_type(client.conversations.list(sort="waiting_since", order="asc"), Paginator[Conversation])
    assert_type(client.conversations.list(include_monitors=True, per_page=50), Paginator[Conversation])
    assert_type(client.conversations.filter(admin_id="nobody", open=True), Paginator[Conversation])
    assert_type(client.conversations.filter(user_id=7, unread=True, resume=None), Paginator[Conversation])
    assert_type(client.conversations.search((F.open == True) & F.tag_ids.is_in([7])), Paginator[Conversation])  # noqa: E712  # a filter
    assert_type(client.conversations.search({}, sort_by="id", order="ascending"), Paginator[Conversation])
    assert_type(client.conversations.list_deleted(order="asc"), Paginator[DeletedConversation])
    assert_type(client.conversations.list_handling_events(1), Paginator[HandlingEvent])
    assert_type(client.conversations.list_side_conversations("1", per_page=5), Paginator[SideConversation])
    assert_type(client.conversation_attributes.list(include_archived=True), Paginator[ConversationAttribute])
    found = await client.conversations.retrieve("1", display_as="plaintext")
    assert_type(found, Conversation)
    assert_type(found.id, str)
    assert_type(found.open, bool | None)
    assert_type(found.waiting_since, datetime | None)
    assert_type(found.conversation_message, ConversationSource | None)
    parts = found.conversation_parts and found.conversation_parts.conversation_parts
    for part in parts or ():
        assert_type(part, ConversationPart)
        assert_type(part.part_type, str | None)
        assert_type(part.assigned_to, Assignee | None)


async def writing(client: Intercom) -> None:
    """What changes one conversation gives it back."""
    assert_type(await client.conversations.mark_as_read(1), Conversation)
    new = NewConversation(sender=Correspondent(type="contact", user_id=7), body="a", created_at=1)
    assert_type(await client.conversations.create(new), Message)
    assert_type(await client.conversations.delete(1, retain_metrics=False), DeletedObject)
    assert_type(await client.conversations.convert(1, ticket_type_id=8, attributes={"a": 1}), Ticket)
    assert_type(await client.conversations.merge("1", merge_into_conversation_id=2), Conversation)
    assert_type(await client.conversations.redact("1", source_id=4), Conversation)
    assert_type(await client.conversations.update_part(1, "2", secret="a", seen=True, admin_id=9), ConversationPart)
    assert_type(await client.conversations.attach_tag("1", 7, admin_id=9), Tag)
    assert_type(await client.conversations.detach_tag(1, "7", admin_id="9"), Tag)
    made = NewConversationAttribute(name="a", data_type="list", options=[AttributeOption(label="b")])
    assert_type(await client.conversation_attributes.create(made), ConversationAttribute)
    assert_type(await client.conversations.update("1", ConversationChanges(title=None, company_id=7)), Conversation)
    written = AdminReply(admin_id=9, body="a", attachment_files=[AttachmentFile(name="a", content_type="b", data="c")])
    assert_type(await client.conversations.reply("1", written), Conversation)
    chosen = ContactReply(email="a@b.test", message_type="quick_reply", reply_options=[QuickReply(text="a", uuid="b")])
    assert_type(await client.conversations.reply("1", chosen), Conversation)
    assert_type(await client.conversations.reply_to_last(chosen), Conversation)
    assert_type(await client.conversations.reply_to_last(written, customer=Customer(user_id=7)), Conversation)
    assert_type(await client.conversations.assign("1", admin_id=9, assignee_id=0), Conversation)
    assert_type(await client.conversations.assign("1", admin_id=9, assignee_id=5, assignee_type="team"), Conversation)
    assert_type(await client.conversations.close("1", admin_id=9, body="a"), Conversation)
    assert_type(await client.conversations.open("1", admin_id=9), Conversation)
    assert_type(await client.conversations.snooze("1", admin_id=9, snoozed_until=datetime.now(UTC)), Conversation)
    assert_type(await client.conversations.run_assignment_rules("1"), Conversation)
    email = Customer(email="a@b.test")
    assert_type(await client.conversations.attach_contact("1", email, admin_id=9), ConversationCustomers)
    assert_type(await client.conversations.attach_contact("1", email, by=Customer(user_id=7)), ConversationCustomers)
    assert_type(await client.conversations.detach_contact("1", "2", admin_id=9), ConversationCustomers)


def told_apart(person: ConversationPerson, assignee: Assignee) -> str | None:
    """People and assignees are narrowed by class, or by their type."""
    match person:
        case UserReference(id=found) | LeadReference(id=found):
            assert_type(found, str)
        case ContactReference():
            assert_type(person.external_id, str | None)
        case Reference():
            assert_type(person.id, str | None)
    if isinstance(assignee, AdminReference | TeamReference):
        assert_type(assignee.type, Literal["admin", "team"])
        assert_type(assignee.id, str)
    elif isinstance(assignee, NobodyReference):
        assert_type(assignee.type, Literal["nobody_admin"])
    else:
        assert_type(assignee, Reference)
    return assignee.id


async def messages(client: Intercom) -> None:
    """Of teammates and of people."""
    assert_type(client.messages, Messages)
    ada = Correspondent(type="user", email="a@b.test")
    message = await client.messages.create(AdminMessage(admin_id=9, to=[ada], cc=ada, body="a", message_type="email"))
    assert_type(message, Message)
    assert_type(message.conversation_id, str | None)
    phone = WhatsAppRecipient(phone=5547999998888, name="Ada")
    await client.messages.create(AdminMessage(admin_id=9, to=phone, message_type="whatsapp", template="a"))
    assert_type(await client.messages.create(UserMessage(sender=ada, body="a")), Message)


async def counts(client: Intercom) -> None:
    """Each question has its own answer."""
    assert_type(client.counts, Counts)
    assert_type(await client.counts.retrieve(), WorkspaceCounts)
    assert_type(await client.counts.retrieve_conversations(), ConversationCounts)
    assert_type(client.counts.list_conversations_by_admin(), Paginator[AdminConversations])
    assert_type(client.counts.list_users_by_segment(), Paginator[NamedCount])
    assert_type(client.counts.list_users_by_tag(), Paginator[NamedCount])
    assert_type(client.counts.list_users_by_company(), Paginator[CompanyUsers])
    assert_type(client.counts.list_companies_by_segment(), Paginator[NamedCount])
    assert_type(client.counts.list_companies_by_tag(per_page=5), Paginator[NamedCount])
    async for group in client.counts.list_users_by_company():
        assert_type(group.name, str | None)
        assert_type(group.count, int | None)
        assert_type(group.remote_company_id, str | None)
