"""Drive a server with python-intercom 5.0.1, asynchronous; prints one line of JSON a call: its name and its error.

Run by test_official_clients.py in that client's own environment: python driver_5_0_1.py BASE_URL TOKEN
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable
from typing import Any

import intercom as i

CIARAN = "991267459"
#: More items than any list here has.
ENDLESS = 100
#: Events are listed for 90 days.
NOW = int(time.time()) - 60


def say(line: dict[str, object]) -> None:
    """Print one line of JSON."""
    sys.stdout.write(json.dumps(line) + "\n")


async def call(name: str, awaitable: Awaitable[Any]) -> Any:
    """Await one call and print what became of it."""
    error = None
    value = None
    try:
        value = await awaitable
    except Exception as raised:  # noqa: BLE001 - whatever the client raises is the finding
        error = f"{type(raised).__name__}: {raised}"
    say({"call": name, "error": error})
    return value


async def check(name: str, expected: object, actual: object) -> None:
    """Compare what calls gave and print it as a call."""

    async def compared() -> None:
        if expected != actual:
            msg = f"expected {expected!r}, got {actual!r}"
            raise AssertionError(msg)

    await call(name, compared())


async def walk(pager: Any, name: str) -> list[str]:
    """Read a pager to its end and return the ids; one that has given a hundred is taken to be endless."""

    async def ids() -> list[str]:
        seen = []
        async for item in await pager:
            seen.append(item.id)
            if len(seen) == ENDLESS:
                msg = "does not end"
                raise RecursionError(msg)
        return seen

    return await call(name, ids()) or []


def one(field: str, operator: str, value: object) -> i.SingleFilterSearchRequest:
    return i.SingleFilterSearchRequest(field=field, operator=operator, value=value)


def all_of(*filters: i.SingleFilterSearchRequest) -> i.MultipleFilterSearchRequest:
    return i.MultipleFilterSearchRequest(operator="AND", value=list(filters))


async def contacts(client: i.AsyncIntercom) -> list[str]:
    """Create, read, change, search, page, archive, merge and delete people; return the ids of three that stay."""
    people = client.contacts
    made = []
    for number in range(5):
        request = i.CreateContactRequestWithEmail(email=f"p{number}@example.com", name=f"Person {number}")
        made.append((await call("contacts.create", people.create(request=request))).id)
    by_id = i.CreateContactRequestWithExternalId(external_id="ext-1", name="External")
    made.append((await call("contacts.create", people.create(request=by_id))).id)
    lead = await call("contacts.create", people.create(request=i.CreateContactRequestWithRole(role="lead")))
    await call("contacts.find", people.find(made[0]))
    await call("contacts.show_contact_by_external_id", people.show_contact_by_external_id("ext-1"))
    changed = await call("contacts.update", people.update(made[0], name="Renamed", owner_id=int(CIARAN)))
    await check("contacts.update: name", "Renamed", changed and changed.name)
    listed = await walk(people.list(per_page=2), "contacts.list: paging")
    await check("contacts.list: everybody once", sorted([*made, lead.id]), sorted(listed))
    query = all_of(one("role", "=", "user"), one("name", "~", "Person"))
    paging = i.StartingAfterPaging(per_page=2)
    found = await walk(people.search(query=query, pagination=paging), "contacts.search: paging")
    await check("contacts.search: everybody once", sorted(made[1:5]), sorted(found))
    await walk(people.search(query=one("email", "=", "p1@example.com")), "contacts.search")
    await call("contacts.archive", people.archive(made[4]))
    await call("contacts.unarchive", people.unarchive(made[4]))
    await call("contacts.merge_lead_in_user", people.merge_lead_in_user(lead_id=lead.id, contact_id=made[0]))
    await call("contacts.list_attached_segments", people.list_attached_segments(made[0]))
    subscribed = {"subscription_id": "1", "consent_type": "opt_out"}
    await call("contacts.attach_subscription", people.attach_subscription(made[0], **subscribed))
    await call("contacts.list_attached_subscriptions", people.list_attached_subscriptions(made[0]))
    await call("contacts.detach_subscription", people.detach_subscription(made[0], "1"))
    await call("contacts.block_contact", people.block_contact(made[3]))
    await call("contacts.delete", people.delete(made[4]))
    return made[:3]


async def companies(client: i.AsyncIntercom, people: list[str]) -> None:
    """Create, change, read, page, scroll, attach and delete companies."""
    made = []
    for number in range(5):
        request = i.CreateOrUpdateCompanyRequest(company_id=f"c{number}", name=f"Company {number}", plan="Pro")
        made.append((await call("companies.create_or_update", client.companies.create_or_update(request=request))).id)
    await call("companies.find", client.companies.find(made[0]))
    change = i.UpdateCompanyRequestBody(name="Renamed")
    await call("companies.update", client.companies.update(made[0], request=change))
    await call("companies.retrieve: company_id", client.companies.retrieve(company_id="c1"))
    await call("companies.retrieve: name", client.companies.retrieve(name="Company 2"))
    for company in made:
        await call("companies.attach_contact", client.companies.attach_contact(people[0], company_id=company))
    await call("companies.list_attached_contacts", client.companies.list_attached_contacts(made[0]))
    await call("companies.list_attached_segments", client.companies.list_attached_segments(made[0]))
    attached = await walk(
        client.contacts.list_attached_companies(people[0], per_page=2), "contacts.list_attached_companies: paging"
    )
    await check("contacts.list_attached_companies: each once", sorted(made), sorted(attached))
    listed = await walk(client.companies.list(per_page=2), "companies.list: paging")
    await check("companies.list: each once", sorted(made), sorted(listed))
    scrolled = await walk(client.companies.scroll(), "companies.scroll")
    await check("companies.scroll: each once", sorted(made), sorted(scrolled))
    await call("companies.detach_contact", client.companies.detach_contact(people[0], made[4]))
    await call("companies.delete", client.companies.delete(made[4]))


async def conversations(client: i.AsyncIntercom, people: list[str]) -> str:
    """Write, answer, manage, find, page and delete conversations; return the id of one that stays."""
    talks = client.conversations
    who = i.conversations.CreateConversationRequestFrom(type="user", id=people[0])
    for number in range(4):
        await call("conversations.create", talks.create(from_=who, body=f"Hello {number}"))
    listed = await walk(talks.list(per_page=2), "conversations.list: paging")
    await check("conversations.list: each once", 4, len(set(listed)))
    first, last = listed[0], listed[-1]
    await call("conversations.find", talks.find(first, display_as="plaintext"))
    await call("conversations.update", talks.update(first, read=True, title="Named"))
    reply = i.AdminReplyConversationRequest(message_type="comment", body="Yes?", admin_id=CIARAN)
    answered = await call("conversations.reply: admin", talks.reply(first, request=reply))
    reply = i.ContactReplyIntercomUserIdRequest(body="No.", intercom_user_id=people[0])
    await call("conversations.reply: contact", talks.reply(first, request=reply))
    kinds = i.conversations
    for change in (
        kinds.ConversationsManageRequestBody_Assignment(type="admin", admin_id=CIARAN, assignee_id=CIARAN),
        kinds.ConversationsManageRequestBody_Snoozed(admin_id=CIARAN, snoozed_until=2_000_000_000),
        kinds.ConversationsManageRequestBody_Open(admin_id=CIARAN),
        kinds.ConversationsManageRequestBody_Close(admin_id=CIARAN, body="Bye"),
    ):
        await call(f"conversations.manage: {change.message_type}", talks.manage(first, request=change))
    joining = i.conversations.AttachContactToConversationRequestCustomerIntercomUserId(intercom_user_id=people[1])
    attached = talks.attach_contact_as_admin(first, admin_id=CIARAN, customer=joining)
    await call("conversations.attach_contact_as_admin", attached)
    detached = talks.detach_contact_as_admin(first, people[1], admin_id=CIARAN)
    await call("conversations.detach_contact_as_admin", detached)
    found = await walk(
        talks.search(query=one("created_at", ">", 1), pagination=i.StartingAfterPaging(per_page=2)),
        "conversations.search: paging",
    )
    await check("conversations.search: each once", sorted(listed), sorted(found))
    parts = answered.conversation_parts.conversation_parts if answered else []
    await check("conversations.reply: the part is there", "<p>Yes?</p>", parts[-1].body if parts else None)
    redaction = i.RedactConversationRequest_ConversationPart(conversation_id=first, conversation_part_id=parts[-1].id)
    await call("conversations.redact_conversation_part", talks.redact_conversation_part(request=redaction))
    await call("conversations.delete_conversation", talks.delete_conversation(int(last)))
    return first


async def tickets(client: i.AsyncIntercom, people: list[str]) -> str:
    """Describe, create, answer, change, convert, find, page and delete tickets; return the id of one that stays."""
    request = i.CreateTicketTypeRequest(name="Bug", category="Customer", description="What breaks")
    kind = await call("ticket_types.create", client.ticket_types.create(request=request))
    await call("ticket_types.list", client.ticket_types.list())
    await call("ticket_types.get", client.ticket_types.get(kind.id))
    await call("ticket_states.list", client.ticket_states.list_ticket_states())
    who = [i.CreateTicketRequestContactsItemId(id=people[0])]
    made = [
        (await call("tickets.create", client.tickets.create(ticket_type_id=kind.id, contacts=who))).id for _ in range(4)
    ]
    await call("tickets.get", client.tickets.get(made[0]))
    changed = client.tickets.update(made[0], ticket_attributes={"_default_title_": "Broken"}, is_shared=True)
    await call("tickets.update", changed)
    reply = i.AdminReplyTicketRequest(message_type="comment", body="Looking", admin_id=CIARAN)
    await call("tickets.reply", client.tickets.reply(made[0], request=reply))
    found = await walk(
        client.tickets.search(query=one("created_at", ">", 1), pagination=i.StartingAfterPaging(per_page=2)),
        "tickets.search: paging",
    )
    await check("tickets.search: each once", sorted(made), sorted(found))
    who = i.conversations.CreateConversationRequestFrom(type="user", id=people[1])
    written = await call("conversations.create", client.conversations.create(from_=who, body="It breaks"))
    talk = int(written.conversation_id)
    converted = client.conversations.convert_to_ticket(talk, ticket_type_id=kind.id)
    await call("conversations.convert_to_ticket", converted)
    job = await call(
        "tickets.enqueue_create_ticket",
        client.tickets.enqueue_create_ticket(
            ticket_type_id=kind.id, contacts=[i.CreateTicketRequestContactsItemId(id=people[0])]
        ),
    )
    await call("jobs.status", client.jobs.status(job.id))
    await call("tickets.delete_ticket", client.tickets.delete_ticket(made[3]))
    return made[0]


async def articles(client: i.AsyncIntercom) -> None:
    """Write, read, change, page, search and delete articles."""
    made = []
    for number in range(3):
        request = i.CreateArticleRequest(title=f"Article {number}", author_id=int(CIARAN), state="published")
        made.append((await call("articles.create", client.articles.create(request=request))).id)
    await call("articles.find", client.articles.find(int(made[0])))
    await call("articles.update", client.articles.update(int(made[0]), title="Renamed", body="<p>x</p>"))
    listed = await walk(client.articles.list(per_page=2), "articles.list: paging")
    await check("articles.list: each once", sorted(made), sorted(listed))
    await call("articles.search", client.articles.search(phrase="Article", state="published"))
    await call("articles.delete", client.articles.delete(int(made[2])))


async def tags(client: i.AsyncIntercom, people: list[str], conversation: str, ticket: str) -> None:
    """Make a tag, put it on everything that takes tags, take it off and delete it."""
    request = i.CreateOrUpdateTagRequest(name="VIP")
    tag = (await call("tags.create", client.tags.create(request=request))).id
    people_of = i.TagMultipleUsersRequest(name="VIP", users=[i.TagMultipleUsersRequestUsersItem(id=people[0])])
    await call("tags.create: users", client.tags.create(request=people_of))
    company_of = i.TagCompanyRequest(name="VIP", companies=[i.TagCompanyRequestCompaniesItem(company_id="c0")])
    await call("tags.create: companies", client.tags.create(request=company_of))
    taken = i.UntagCompanyRequest(
        name="VIP", companies=[i.UntagCompanyRequestCompaniesItem(company_id="c0", untag=True)]
    )
    await call("tags.create: untag companies", client.tags.create(request=taken))
    await call("tags.list", client.tags.list())
    await call("tags.find", client.tags.find(tag))
    await call("tags.tag_contact", client.tags.tag_contact(people[1], tag_id=tag))
    await call("contacts.list_attached_tags", client.contacts.list_attached_tags(people[1]))
    by = {"tag_id": tag, "admin_id": CIARAN}
    await call("tags.tag_conversation", client.tags.tag_conversation(conversation, **by))
    await call("tags.tag_ticket", client.tags.tag_ticket(ticket, **by))
    await call("tags.untag_ticket", client.tags.untag_ticket(ticket, tag, admin_id=CIARAN))
    await call("tags.untag_conversation", client.tags.untag_conversation(conversation, tag, admin_id=CIARAN))
    for person in people[:2]:
        await call("tags.untag_contact", client.tags.untag_contact(person, tag))
    await call("tags.delete", client.tags.delete(tag))


async def notes_and_events(client: i.AsyncIntercom, people: list[str]) -> None:
    """Write notes and events on people and read them."""
    made = [
        (await call("notes.create", client.notes.create(people[0], body=f"Note {number}", admin_id=CIARAN))).id
        for number in range(3)
    ]
    await call("notes.find", client.notes.find(int(made[0])))
    listed = await walk(client.notes.list(people[0], per_page=2), "notes.list: paging")
    await check("notes.list: each once", sorted(made), sorted(listed))
    for number in range(2):
        event = i.CreateDataEventRequestWithId(
            id=people[0], event_name="ordered", created_at=NOW + number, metadata={"price": "5"}
        )
        await call("events.create", client.events.create(request=event))
    of_one = client.events.list(type="user", intercom_user_id=people[0])
    read = await call("events.list", of_one)
    await check("events.list: each once", 2, len(read.events or ()) if read else 0)
    summary = client.events.list(type="user", intercom_user_id=people[0], summary=True)
    await call("events.list: summary", summary)


async def the_rest(client: i.AsyncIntercom) -> None:
    """Read what every workspace has."""
    await call("admins.identify", client.admins.identify())
    await call("admins.list", client.admins.list())
    await call("admins.find", client.admins.find(int(CIARAN)))
    await call("teams.list", client.teams.list())
    await call("segments.list", client.segments.list())
    await call("subscription_types.list", client.subscription_types.list())
    await call("data_attributes.list", client.data_attributes.list(model="contact"))
    await call("help_centers.list", client.help_centers.list())


async def main(base_url: str, token: str) -> None:
    """Run the whole scenario."""
    client = i.AsyncIntercom(token=token, base_url=base_url)
    people = await contacts(client)
    await companies(client, people)
    conversation = await conversations(client, people)
    ticket = await tickets(client, people)
    await articles(client)
    await tags(client, people, conversation, ticket)
    await notes_and_events(client, people)
    await the_rest(client)
    say({"end": True})


asyncio.run(main(*sys.argv[1:]))
