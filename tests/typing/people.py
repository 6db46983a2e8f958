"""What type checkers see of answers that may be one of several models."""

from typing import assert_type

from intercom_async import Intercom
from intercom_async.models.admins import Admin, Team
from intercom_async.models.common import either
from intercom_async.models.contacts import Contact
from intercom_async.models.leads import Lead
from intercom_async.models.users import Identifiers, User
from intercom_async.models.visitors import Visitor
from intercom_async.pagination import Paginator


async def people(client: Intercom) -> None:
    """Lists and answers are of each model that they may hold."""
    assert_type(client.users.list(email="a@b.test"), Paginator[User | Lead])
    assert_type(await client.users.retrieve("1"), User | Lead)
    assert_type(await client.leads.list().collect(), list[Lead])
    assert_type(client.admins.list(), Paginator[Admin | Team])
    assert_type(client.admins.list_activity_log_event_types(), Paginator[str])
    assert_type(await client.visitors.find(user_id="1"), Visitor)
    assert_type(await client.visitors.convert(Identifiers(id="1"), to="lead"), User | Lead | Contact)
    assert_type(await client.data_events.create(event_name="x", created_at=1, id="1"), None)
    async for person in client.users.list(tag_id=7):
        assert_type(person.email, str | None)


assert_type(either(User, Lead), type[User | Lead])
assert_type(either(User, Lead, Contact), type[User | Lead | Contact])
