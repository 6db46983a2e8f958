"""Types of every service method; checked, never run."""

from datetime import UTC, datetime
from typing import assert_type

from intercom_async import F, Intercom
from intercom_async.models.admins import App, CurrentAdmin, Team
from intercom_async.models.contacts import Contact, ContactChanges, ContactStatus, Upserted
from intercom_async.models.data_attributes import DataAttribute
from intercom_async.models.data_events import NewEvent
from intercom_async.models.jobs import Job, JobItem
from intercom_async.models.leads import Lead, LeadChanges
from intercom_async.models.users import Identifiers, User, UserChanges
from intercom_async.models.webhook_subscriptions import WebhookSubscription
from intercom_async.pagination import Paginator
from intercom_async.scroll import Scroll
from intercom_async.services.admins import Admins
from intercom_async.services.contacts import ArchivedPolicy, Contacts
from intercom_async.services.data_attributes import DataAttributes
from intercom_async.services.jobs import Jobs
from intercom_async.services.subscriptions import Subscriptions
from intercom_async.services.teams import Teams
from intercom_async.services.users import Users


async def admins(client: Intercom) -> None:
    """Teammates."""
    assert_type(client.admins, Admins)
    me = await client.admins.me()
    assert_type(me, CurrentAdmin)
    assert_type(me.app, App | None)


async def contacts(client: Intercom, policy: ArchivedPolicy) -> None:
    """People from 2.0 on."""
    assert_type(client.contacts, Contacts)
    changes = ContactChanges(email="a@example.com", owner_id=7, signed_up_at=datetime.now(UTC), name=None)
    contact = await client.contacts.create(changes)
    assert_type(contact, Contact)
    assert_type(contact.id, str)
    assert_type(contact.created_at, datetime | None)
    assert_type(await client.contacts.retrieve("1", include_merge_history=True), Contact)
    assert_type(await client.contacts.update("1", changes), Contact)
    assert_type(await client.contacts.upsert(changes), Upserted)
    assert_type((await client.contacts.upsert(changes, archived=policy)).created, bool)
    assert_type(await client.contacts.archive("1"), ContactStatus)
    assert_type(await client.contacts.unarchive("1"), ContactStatus)
    assert_type(await client.contacts.delete("1"), ContactStatus)
    assert_type(client.contacts.list(), Paginator[Contact])
    query = (F.role == "user") & (F.created_at > datetime.now(UTC)) | F.custom_attributes.plan.is_in(["a", "b"])
    assert_type(client.contacts.search(query, sort_by="name", order="descending"), Paginator[Contact])
    assert_type(client.contacts.search({"field": "role", "operator": "=", "value": "lead"}), Paginator[Contact])


async def data_attributes(client: Intercom) -> None:
    """Attributes of contacts and companies."""
    assert_type(client.data_attributes, DataAttributes)
    assert_type(client.data_attributes.list(model="contact"), Paginator[DataAttribute])
    made = await client.data_attributes.create(name="a", model="company", data_type="options", options=["x", "y"])
    assert_type(made, DataAttribute)
    assert_type(made.options, tuple[str, ...] | None)
    assert_type(await client.data_attributes.update(1, archived=True, description=None), DataAttribute)


async def jobs(client: Intercom) -> None:
    """Many writes at once."""
    assert_type(client.jobs, Jobs)
    who = Identifiers(user_id=1)
    job = await client.jobs.submit_users(post=[UserChanges(user_id=1)], delete=[who])
    assert_type(job, Job)
    assert_type(await client.jobs.submit_leads(post=(LeadChanges(name="x"),), job_id=job.id), Job)
    event = NewEvent(event_name="x", created_at=datetime.now(UTC), email="a@example.com")
    assert_type(await client.jobs.submit_events(post=[event]), Job)
    assert_type(await client.jobs.retrieve(job.id), Job)
    assert_type(client.jobs.list_errors(job.id), Paginator[JobItem])


async def subscriptions(client: Intercom) -> None:
    """Where notifications are sent."""
    assert_type(client.subscriptions, Subscriptions)
    assert_type(client.subscriptions.list(), Paginator[WebhookSubscription])
    made = await client.subscriptions.create(url="https://example.org", topics=["company"], event_names=("x",))
    assert_type(made, WebhookSubscription)
    assert_type(made.topics, tuple[str, ...] | None)
    assert_type(await client.subscriptions.retrieve(made.id), WebhookSubscription)
    assert_type(await client.subscriptions.update(made.id, hub_secret=None, active=False), WebhookSubscription)
    assert_type(await client.subscriptions.delete(made.id), None)
    assert_type(await client.subscriptions.ping(made.id), None)


async def teams(client: Intercom) -> None:
    """Groups of teammates."""
    assert_type(client.teams, Teams)
    assert_type(client.teams.list(), Paginator[Team])
    assert_type(await client.teams.retrieve(1), Team)


async def users(client: Intercom) -> None:
    """People of 1.x."""
    assert_type(client.users, Users)
    assert_type(await client.users.create_or_update(UserChanges(user_id=1)), User)
    assert_type(await client.users.retrieve("1"), User | Lead)
    assert_type(await client.users.find(user_id=1), User)
    assert_type(client.users.list(sort="updated_at", order="asc", tag_id=1), Paginator[User | Lead])
    assert_type(client.users.scroll(), Scroll[User])
    assert_type(await client.users.archive(email="a@example.com"), User)
