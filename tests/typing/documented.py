"""Types of each of the 57 operations in the document of API 1.x, under its name there; checked, never run."""

from datetime import datetime
from typing import assert_never, assert_type

from intercom_async import Intercom, Person
from intercom_async.models.activity_logs import ActivityLog
from intercom_async.models.admins import Admin, CurrentAdmin, Team
from intercom_async.models.companies import Company, CompanyChanges, DeletedCompany
from intercom_async.models.contacts import Contact
from intercom_async.models.conversation_people import ConversationCustomers
from intercom_async.models.conversations import Conversation
from intercom_async.models.counts import WorkspaceCounts
from intercom_async.models.data_attributes import DataAttribute
from intercom_async.models.data_events import DataEvent
from intercom_async.models.leads import Lead, LeadChanges
from intercom_async.models.messages import AdminMessage, Correspondent, Message, UserMessage
from intercom_async.models.notes import Note
from intercom_async.models.people import UpdatedVisitor
from intercom_async.models.replies import AdminReply, ContactReply, Customer
from intercom_async.models.segments import Segment
from intercom_async.models.tags import SavedTag, Tag
from intercom_async.models.users import Identifiers, User, UserChanges
from intercom_async.models.visitors import Visitor, VisitorChanges
from intercom_async.pagination import Paginator
from intercom_async.scroll import Scroll


async def users(c: Intercom, changes: UserChanges) -> None:
    """create_user, create_update_user, get_user, find_user, list_users, scroll_users, archive_user."""
    assert_type(await c.users.create_or_update(changes), User)
    assert_type(await c.users.retrieve("1"), User | Lead)
    assert_type(await c.users.find(user_id=25), User)
    assert_type(await c.users.find(email="a@b.test"), User)
    assert_type(c.users.list(email="a@b.test"), Paginator[User | Lead])
    assert_type(c.users.scroll(), Scroll[User])
    assert_type(await c.users.archive(email="a@b.test"), User)


async def leads(c: Intercom, changes: LeadChanges) -> None:
    """create_lead, update_lead, get_lead, list_leads, scroll_leads, convert_lead, delete_lead, delete_lead_by_id."""
    assert_type(await c.leads.create_or_update(changes), Lead)
    assert_type(await c.leads.retrieve("1"), Lead)
    assert_type(c.leads.list(phone="+1"), Paginator[Lead])
    assert_type(c.leads.scroll(), Scroll[Lead])
    assert_type(await c.leads.convert(Identifiers(id="1"), user=Identifiers(email="a@b.test")), User)
    assert_type(await c.leads.delete_by_user_id("1"), Lead)
    assert_type(await c.leads.delete("1"), Lead)


async def visitors(c: Intercom, changes: VisitorChanges) -> None:
    """get_visitor, update_visitor, convert_visitor, delete_visitor, delete_visitor_by_id."""
    assert_type(await c.visitors.retrieve("1"), Visitor)
    assert_type(await c.visitors.find(user_id="1"), Visitor)
    assert_type(await c.visitors.update(changes), UpdatedVisitor)
    assert_type(await c.visitors.update(changes), Visitor | Lead)
    assert_type(await c.visitors.convert(Identifiers(id="1"), to="lead"), Person)
    assert_type(await c.visitors.convert(Identifiers(id="1"), to="lead"), User | Lead | Contact)
    assert_type(await c.visitors.delete_by_user_id("1"), Visitor)
    assert_type(await c.visitors.delete("1"), Visitor)


async def companies(c: Intercom, changes: CompanyChanges) -> None:
    """The eight of companies.

    create_company, update_company, get_company, list_companies, scroll_companies, list_users_for_company,
    delete_company_by_id, delete_company.
    """
    assert_type(await c.companies.create_or_update(changes), Company)
    assert_type(await c.companies.retrieve("1"), Company)
    assert_type(await c.companies.find(name="Acme"), Company)
    assert_type(c.companies.list(tag_id=7), Paginator[Company])
    assert_type(c.companies.scroll(), Scroll[Company])
    assert_type(c.companies.list_users("1"), Paginator[User | Lead])
    assert_type(c.companies.list_users_by_company_id("6"), Paginator[User | Lead])
    assert_type(await c.companies.delete("1"), DeletedCompany)
    assert_type(await c.companies.delete_by_company_id("6"), DeletedCompany)


async def conversations(c: Intercom, reply: AdminReply, customer: Customer) -> None:
    """The seven of conversations.

    list_conversations, get_conversation, mark_conversation_as_read, post_reply, post_reply_to_last_conversation,
    add_customer_to_conversation, delete_customer_to_conversation.
    """
    assert_type(c.conversations.list(sort="updated_at"), Paginator[Conversation])
    assert_type(await c.conversations.retrieve("1"), Conversation)
    assert_type(await c.conversations.mark_as_read("1"), Conversation)
    assert_type(await c.conversations.reply("1", reply), Conversation)
    assert_type(await c.conversations.reply_to_last(ContactReply(user_id=25, body="Hi")), Conversation)
    assert_type(await c.conversations.reply_to_last(reply, customer=customer), Conversation)
    assert_type(await c.conversations.attach_contact("1", customer, admin_id=7), ConversationCustomers)
    assert_type(await c.conversations.detach_contact("1", "2", admin_id=7), ConversationCustomers)


async def writing(c: Intercom, whom: Correspondent) -> None:
    """post_message, create_note, create_event, create_tag, update_tag, delete_tag."""
    assert_type(await c.messages.create(AdminMessage(admin_id=7, to=whom, body="Hi")), Message)
    assert_type(await c.messages.create(UserMessage(sender=whom, body="Hi")), Message)
    assert_type(await c.notes.create(body="x", user_id=25, admin_id=7), Note)
    assert_type(await c.data_events.create(event_name="bought", created_at=1, user_id=25), None)
    assert_type(await c.tags.create_or_update(name="VIP"), SavedTag)
    assert_type(await c.tags.create_or_update(name="VIP", tag_id="7"), SavedTag)
    assert_type(await c.tags.delete("7"), None)


async def reading(c: Intercom, since: datetime) -> None:
    """The nine that read what is attached to people and companies.

    get_note, list_notes_for_user, list_tags, get_segment, list_segments, list_events_for_user, get_count,
    list_data_attributes_for_customers, list_data_attributes_for_companies.
    """
    assert_type(await c.notes.retrieve("1"), Note)
    assert_type(c.notes.list(user_id=25), Paginator[Note])
    assert_type(c.tags.list(), Paginator[Tag])
    assert_type(await c.segments.retrieve("1", include_count=True), Segment)
    assert_type(c.segments.list(of="company"), Paginator[Segment])
    assert_type(c.data_events.list(email="a@b.test"), Paginator[DataEvent])
    assert_type(await c.counts.retrieve(), WorkspaceCounts)
    assert_type(c.data_attributes.list_for_customers(include_archived=True), Paginator[DataAttribute])
    assert_type(c.data_attributes.list_for_companies(), Paginator[DataAttribute])
    assert_type(c.admins.list_activity_logs(created_at_after=since), Paginator[ActivityLog])


async def teammates(c: Intercom) -> None:
    """The seven of teammates.

    get_current_admin_and_app, get_admin, list_admins, set_admin_away, list_activity_logs_for_admin, get_team,
    list_teams.
    """
    assert_type(await c.admins.me(), CurrentAdmin)
    assert_type(await c.admins.retrieve(7), Admin)
    assert_type(c.admins.list(display_avatar=True), Paginator[Admin | Team])
    assert_type(await c.admins.set_away(7, away_mode_enabled=True, away_mode_reassign=False), Admin)
    assert_type(c.admins.list_activity_logs(created_at_after=1, created_at_before=2), Paginator[ActivityLog])
    assert_type(await c.teams.retrieve(7), Team)
    assert_type(c.teams.list(), Paginator[Team])


def by_class(person: Person) -> str | None:
    """Who somebody is goes by their class; all have been asked for then."""
    if isinstance(person, Contact):
        assert_type(person, Contact)
        return person.external_id
    if isinstance(person, Lead):
        return person.email
    assert_type(person, User)
    return person.user_id


def by_type(person: User | Lead | Team) -> str | None:
    """Or by their type, which is a literal."""
    match person.type:
        case "user":
            return "user"
        case "contact" | "lead":
            return "lead"
        case "team":
            return None
        case _ as never:
            assert_never(never)


def by_pattern(person: UpdatedVisitor) -> datetime | None:
    """Or by a pattern."""
    match person:
        case Visitor(name=None):
            return None
        case Visitor():
            return person.last_request_at
        case Lead(updated_at=changed):
            return changed
