"""Everything that changed since an instant, each once: whatever the day, the zone, the query, and while it changes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.paging_clients import Counted, client, in_virtual_time, simulated
from support.virtual_time import VirtualClock, run

from intercom_async import F
from intercom_async.models.replies import ContactReply
from intercom_async.models.tickets import NewTicket, Ticket, TicketChanges, TicketParticipant
from intercom_async.query import Filter
from intercom_async.simulator.people import Changes, Person

HOUR = 3600
#: Days of 25, 23, 25, 26, 24.5 and 24 hours, at the edges of the map too.
DAYS = [
    ("Europe/Berlin", "2023-10-29"),
    ("Europe/Berlin", "2024-03-31"),
    ("America/New_York", "2023-11-05"),
    ("Antarctica/Troll", "2023-10-29"),
    ("Australia/Lord_Howe", "2024-04-07"),
    ("Pacific/Kiritimati", "2023-10-29"),
    ("Pacific/Pago_Pago", "2023-10-29"),
]
QUERIES: list[Filter | None] = [
    None,
    F.role == "user",
    (F.role == "user") & ((F.name != "gone") | (F.name == "gone")),
    (F.role == "lead") | ((F.role == "user") & (F.external_id != "nobody")),
]


@attrs.frozen
class Case:
    """A workspace of people who changed at some time, and what happens while it is read."""

    zone: str
    instant: int
    version: str
    query: Filter | None
    per_page: int
    #: Seconds from the instant to the last change of each.
    changes: list[int]
    #: Before which request who changes; a number beyond the people makes somebody new.
    meanwhile: list[tuple[int, int]]

    @property
    def now(self) -> int:
        """The time at which the reading begins."""
        return self.instant + 4 * 24 * HOUR


@st.composite
def cases(draw: st.DrawFn) -> Case:
    zone, day = draw(st.sampled_from(DAYS))
    midnight = int(datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).timestamp())
    instant = midnight + draw(st.integers(-2 * HOUR, 27 * HOUR))
    span = st.one_of(st.integers(-3 * 24 * HOUR, 3 * 24 * HOUR), st.integers(-2, 2))
    changes = draw(st.lists(span, max_size=9))
    return Case(
        zone,
        instant,
        draw(st.sampled_from(["2.0", "2.16", "Preview"])),
        draw(st.sampled_from(QUERIES)),
        draw(st.integers(1, 4)),
        changes,
        draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10)), max_size=5)),
    )


def _people(transport: Counted, case: Case) -> list[Person]:
    """Add the people of *case*, created in another order than changed."""
    world = transport.simulator.world
    people: list[Person] = []
    for number, change in enumerate(case.changes):
        created = case.instant - 5 * 24 * HOUR + (number * 7919) % 1000
        person = Person(world.ids.object_id(created), created, case.instant + change, external_id=f"u{number}")
        world.add_person(person)
        people.append(person)
    return people


async def _read(case: Case) -> None:
    clock = VirtualClock(case.now)
    transport = simulated(clock=clock, timezone=case.zone)
    people, world = _people(transport, case), transport.simulator.world
    due = {person.id for person in people if person.updated_at >= case.instant}
    touched: set[str] = set()

    def change(_request: object) -> None:
        asked, now = len(transport.requests) - 1, int(clock.now())
        for _, number in (each for each in case.meanwhile if each[0] == asked):
            if number < len(people):
                person = people[number]
                world.people.change(person, Changes(fields={"name": f"n{asked}"}), now)
            else:
                person = Person(world.ids.object_id(now), now, now, external_id=f"new{asked}-{number}")
                world.add_person(person)
            touched.add(person.id)

    transport.before = change
    reader = client(transport, clock=clock, version=case.version)
    found = await reader.contacts.updated_since(case.instant, query=case.query, per_page=case.per_page).collect()
    ids = [each.id for each in found]
    assert len(ids) == len(set(ids))
    assert due <= set(ids) <= due | touched
    assert all(each.updated_at is not None and each.updated_at.timestamp() >= case.instant for each in found)
    assert [each.created_at for each in found] == sorted(each.created_at for each in found if each.created_at)
    transport.before = None
    again = await reader.contacts.updated_since(case.now, query=case.query).collect()
    assert {each.id for each in again} == touched


@settings(max_examples=120, deadline=None)
@given(cases())
def test_it_misses_nothing_and_gives_nothing_else(case: Case) -> None:
    """Who changed by then is found exactly once; who changes meanwhile, by then or by asking from the beginning on."""
    run(_read(case))


@in_virtual_time
async def test_an_overlap_finds_what_the_index_took_up_late() -> None:
    """Asking again from when the asking before began, somebody who was not in the index yet is lost without it."""
    transport = simulated(index_lag=120.0)
    clock = transport.simulator.clock
    contacts = client(transport, clock=clock).contacts
    now = int(clock.now())
    world = transport.simulator.world
    world.add_person(Person(world.ids.object_id(now), now, now, external_id="late"))
    await clock.sleep(60)
    began = int(clock.now())
    assert await contacts.updated_since(began - 3600).collect() == []
    await clock.sleep(90)
    assert await contacts.updated_since(began).collect() == []
    assert [each.external_id for each in await contacts.updated_since(began, overlap=300).collect()] == ["late"]


@in_virtual_time
async def test_it_goes_on_from_a_checkpoint() -> None:
    """Of one search there is one, though nothing says how many objects it has."""
    transport = simulated(5)
    contacts = client(transport).contacts
    since = int(transport.simulator.clock.now())
    pages = contacts.updated_since(since, per_page=2).pages()
    first = await anext(pages)
    await pages.aclose()
    assert (len(first.items), first.total_count) == (2, None)
    rest = contacts.updated_since(since, per_page=2, resume=first.checkpoint)
    found = {each.id for each in first.items} | {each.id async for each in rest}
    assert len(found) == 5


@pytest.mark.parametrize("query", QUERIES, ids=["all", "one filter", "two groups", "an or of two groups"])
def test_the_last_second_of_a_day_of_25_hours(query: Filter | None) -> None:
    """A day less than it begins on the same day."""
    midnight = int(datetime(2023, 10, 30, tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
    run(_read(Case("Europe/Berlin", midnight - 1, "2.16", query, 2, [-1, 0, 1], [])))


@in_virtual_time
async def test_conversations_that_changed_meanwhile_come_once() -> None:
    """One is answered before each page: it comes where it stands by its creation, or by asking again."""
    transport = simulated(1, limit=None)
    simulator, clock = transport.simulator, transport.simulator.clock
    person = simulator.world.people.with_external_id("u0")
    assert person is not None
    ids: list[str] = []
    for _ in range(5):
        ids.append(simulator.add_conversation(person.id, "Hello"))
        await clock.sleep(60)
    conversations = client(transport, clock=clock).conversations
    since = int(clock.now()) - 200  # the last three
    pages = conversations.updated_since(since, per_page=1, query=F.open == True).pages()  # noqa: E712  # builds a filter
    found: list[str] = []
    touched, began = set[str](), int(clock.now())
    async for page in pages:
        found += [each.id for each in page.items]
        await clock.sleep(1)
        touched.add(ids[len(found) % 5])
        await conversations.reply(ids[len(found) % 5], ContactReply(body="More", intercom_user_id=person.id))
    assert len(found) == len(set(found))
    assert set(ids[2:]) <= set(found) <= set(ids[2:]) | touched
    assert {each.id async for each in conversations.updated_since(began)} == touched


@in_virtual_time
async def test_tickets_that_changed() -> None:
    transport = simulated(1, limit=None)
    clock = transport.simulator.clock
    tickets = client(transport, clock=clock).tickets
    made: list[Ticket] = []
    for _ in range(3):
        made.append(await tickets.create(NewTicket(ticket_type_id="1", contacts=[TicketParticipant(external_id="u0")])))
        await clock.sleep(60)
    since = int(clock.now())
    await tickets.update(made[1].id, TicketChanges(open=False))
    assert [each.id for each in await tickets.updated_since(since).collect()] == [made[1].id]
    assert [each.id for each in await tickets.updated_since(since, overlap=90).collect()] == [made[1].id, made[2].id]
