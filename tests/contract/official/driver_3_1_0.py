"""Drive a server of API 1.x with python-intercom 3.1.0, synchronous; prints one line of JSON a call.

Run by test_official_clients.py in that client's own environment: python driver_3_1_0.py BASE_URL TOKEN
"""

import json
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from intercom.client import Client

CIARAN = "991267459"
#: More items than any list here has.
ENDLESS = 100
#: Events are listed for 90 days.
NOW = int(time.time()) - 60


def say(line: dict[str, object]) -> None:
    """Print one line of JSON."""
    sys.stdout.write(json.dumps(line) + "\n")


def call(name: str, function: Callable[[], Any]) -> Any:
    """Make one call and print what became of it."""
    error = None
    value = None
    try:
        value = function()
    except Exception as raised:  # noqa: BLE001 - whatever the client raises is the finding
        error = f"{type(raised).__name__}: {raised}"
    say({"call": name, "error": error})
    return value


def check(name: str, expected: object, actual: object) -> None:
    """Compare what calls gave and print it as a call."""

    def compare() -> None:
        if expected != actual:
            msg = f"expected {expected!r}, got {actual!r}"
            raise AssertionError(msg)

    call(name, compare)


def walk(items: Iterable[Any], name: str) -> list[str]:
    """Read a list to its end and return the ids; one that has given a hundred is taken to be endless."""

    def ids() -> list[str]:
        seen = [item.id for item in islice(items, ENDLESS)]
        if len(seen) == ENDLESS:
            msg = "does not end"
            raise RecursionError(msg)
        return seen

    return call(name, ids) or []


def people(client: Client) -> list[Any]:
    """Create, read, change, page, scroll and delete users and leads; return the users that stay."""
    users = client.users
    made = [
        call("users.create", lambda n=n: users.create(user_id=f"u{n}", email=f"u{n}@example.com", name=f"User {n}"))
        for n in range(5)
    ]
    call("users.find: id", lambda: users.find(id=made[0].id))
    found = call("users.find: user_id", lambda: users.find(user_id="u1"))
    check("users.find: the same", made[1].id, found and found.id)
    walk(users.find_all(email="u2@example.com"), "users.find_all: email")
    found.name = "Renamed"
    found.custom_attributes["plan"] = "pro"
    changed = call("users.save", lambda: users.save(found))
    check("users.save: name", "Renamed", changed and changed.name)
    check("users.save: custom attribute", "pro", changed and changed.custom_attributes.get("plan"))
    call("users.load", lambda: users.load(made[2]))
    walk(users.all(), "users.all")
    listed = walk(users.find_all(per_page=2), "users.find_all: paging")
    check("users.find_all: everybody once", sorted(user.id for user in made), sorted(listed))
    scrolled = walk(users.scroll(), "users.scroll")
    check("users.scroll: everybody once", sorted(user.id for user in made), sorted(scrolled))
    call("users.delete", lambda: users.delete(made.pop()))
    lead = call("leads.create", lambda: client.leads.create(email="lead@example.com", name="Lead"))
    lead.name = "Named"
    call("leads.save", lambda: client.leads.save(lead))
    call("leads.find", lambda: client.leads.find(id=lead.id))
    call("leads.load", lambda: client.leads.load(lead))
    walk(client.leads.all(), "leads.all")
    call("leads.convert", lambda: client.leads.convert(lead, made[0]))
    gone = call("leads.create", lambda: client.leads.create(name="Gone"))
    call("leads.delete", lambda: client.leads.delete(gone))
    return made


def companies(client: Client, users: list[Any]) -> None:
    """Create, read, change, page and delete companies."""
    made = [
        call("companies.create", lambda n=n: client.companies.create(company_id=f"c{n}", name=f"Company {n}"))
        for n in range(3)
    ]
    belongs = [{"company_id": f"c{number}"} for number in range(3)]  # else lists leave them out
    call("users.create: companies", lambda: client.users.create(id=users[0].id, companies=belongs))
    found = call("companies.find: company_id", lambda: client.companies.find(company_id="c1"))
    call("companies.find: name", lambda: client.companies.find(name="Company 2"))
    call("companies.find: id", lambda: client.companies.find(id=made[0].id))
    found.name = "Renamed"
    call("companies.save", lambda: client.companies.save(found))
    call("companies.load", lambda: client.companies.load(made[0]))
    listed = walk(client.companies.find_all(per_page=2), "companies.find_all: paging")
    check("companies.find_all: each once", sorted(each.id for each in made), sorted(listed))
    walk(client.companies.all(), "companies.all")
    members = walk(client.companies.users(made[0].id), "companies.users")
    check("companies.users: who belongs", [users[0].id], members)
    call("companies.delete", lambda: client.companies.delete(made[2]))


def tags(client: Client, users: list[Any]) -> None:
    """Make a tag, put it on users and companies, find them by it and take it off."""
    tag = call("tags.create", lambda: client.tags.create(name="VIP"))
    call("tags.tag: users", lambda: client.tags.tag(name="VIP", users=[{"id": users[0].id}, {"user_id": "u1"}]))
    call("tags.tag: companies", lambda: client.tags.tag(name="VIP", companies=[{"company_id": "c0"}]))
    walk(client.tags.all(), "tags.all")
    tagged = walk(client.users.by_tag(tag.id), "users.by_tag")
    check("users.by_tag: who has it", sorted(user.id for user in users[:2]), sorted(tagged))
    check("companies.by_tag: one", 1, len(walk(client.companies.by_tag(tag.id), "companies.by_tag")))
    call("tags.untag: users", lambda: client.tags.untag(name="VIP", users=[{"id": users[0].id}]))
    call("tags.untag: companies", lambda: client.tags.untag(name="VIP", companies=[{"company_id": "c0"}]))
    tag.name = "Important"
    call("tags.save", lambda: client.tags.save(tag))


def notes_and_events(client: Client, users: list[Any]) -> None:
    """Write notes and events on users and read them."""
    made = [
        call("notes.create", lambda n=n: client.notes.create(body=f"Note {n}", email="u0@example.com"))
        for n in range(3)
    ]
    made += [
        call("notes.create: user", lambda n=n: client.notes.create(body=f"Note {n}", user={"user_id": "u0"}))
        for n in range(3)
    ]
    known = [note for note in made if note is not None]
    call("notes.find", lambda: client.notes.find(id=known[0].id))
    call("notes.load", lambda: client.notes.load(known[0]))
    listed = walk(client.notes.find_all(user_id="u0", per_page=2), "notes.find_all: paging")
    check("notes.find_all: each once", sorted(str(note.id) for note in known), sorted(str(each) for each in listed))
    for number in range(3):
        call(
            "events.create",
            lambda n=number: client.events.create(
                event_name="ordered", created_at=NOW + n, email="u0@example.com", metadata={"price": 5}
            ),
        )
    read = call(
        "events.find_all: paging",
        lambda: [event.event_name for event in client.events.find_all(type="user", email="u0@example.com", per_page=2)],
    )
    check("events.find_all: each once", ["ordered"] * 3, read)


def conversations(client: Client, users: list[Any]) -> None:
    """Send messages, answer, assign, close, open and read conversations."""
    contact = {"type": "user", "id": users[0].id}
    for number in range(3):
        call(
            "messages.create: user",
            lambda n=number: client.messages.create(**{"from": contact, "body": f"Hello {n}"}),
        )
    call(
        "messages.create: admin",
        lambda: client.messages.create(
            **{
                "message_type": "inapp",
                "from": {"type": "admin", "id": CIARAN},
                "to": {"type": "user", "user_id": "u1"},
                "body": "Hello",
            }
        ),
    )
    listed = walk(client.conversations.find_all(per_page=2), "conversations.find_all: paging")
    check("conversations.find_all: each once", 4, len(set(listed)))
    of_user = {"type": "user", "user_id": "u0"}
    walk(client.conversations.find_all(**of_user), "conversations.find_all: of a user")
    walk(client.conversations.find_all(type="admin", id=CIARAN, open=True), "conversations.find_all: of an admin")
    number = min(listed)
    talk = call("conversations.find", lambda: client.conversations.find(id=number))
    call("conversations.load", lambda: client.conversations.load(talk))
    answer = {"id": number, "message_type": "comment", "body": "x"}
    call(
        "conversations.reply: admin",
        lambda: client.conversations.reply(type="admin", admin_id=CIARAN, **answer),
    )
    call(
        "conversations.reply: user",
        lambda: client.conversations.reply(type="user", email="u0@example.com", **answer),
    )
    by = {"id": number, "admin_id": CIARAN}
    call("conversations.assign", lambda: client.conversations.assign(assignee_id=CIARAN, **by))
    call("conversations.close", lambda: client.conversations.close(**by))
    call("conversations.open", lambda: client.conversations.open(**by))
    talk.read = True
    call("conversations.save", lambda: client.conversations.save(talk))
    call("conversations.mark_read", lambda: client.conversations.mark_read(number))


def the_rest(client: Client) -> None:
    """Count, read what every workspace has, submit many items and subscribe."""
    walk(client.admins.all(), "admins.all")
    walk(client.segments.all(), "segments.all")
    call("counts.for_app", client.counts.for_app)
    call("counts.for_type: conversation", lambda: client.counts.for_type(type="conversation"))
    call("counts.for_type: conversation, admin", lambda: client.counts.for_type(type="conversation", count="admin"))
    for count in ("segment", "tag"):
        call(f"counts.for_type: user, {count}", lambda c=count: client.counts.for_type(type="user", count=c))
    job = call(
        "users.submit_bulk_job",
        lambda: client.users.submit_bulk_job(create_items=[{"user_id": "b1"}], delete_items=[{"user_id": "b2"}]),
    )
    if job is not None:
        call("jobs.find", lambda: client.jobs.find(id=job.id))
        call("jobs.errors", lambda: client.jobs.errors(id=job.id))
    made = call(
        "subscriptions.create",
        lambda: client.subscriptions.create(url="https://example.com/hook", topics=["user.created"]),
    )
    call("subscriptions.find", lambda: client.subscriptions.find(id=made.id))
    walk(client.subscriptions.all(), "subscriptions.all")
    call("subscriptions.delete", lambda: client.subscriptions.delete(made))


def main(base_url: str, token: str) -> None:
    """Run the whole scenario."""
    client = Client(personal_access_token=token)
    client.base_url = base_url
    users = people(client)
    companies(client, users)
    tags(client, users)
    notes_and_events(client, users)
    conversations(client, users)
    the_rest(client)
    check("client.rate_limit_details", {"limit", "remaining", "reset_at"}, set(client.rate_limit_details))
    say({"end": True})


main(*sys.argv[1:])
