"""What is looked at to answer a list or a search: as much as is shown, not everybody there is."""

from collections.abc import Iterator

import pytest
from support.simulator_calls import Api

from intercom_async.simulator.companies import Company
from intercom_async.simulator.conversations import Conversation
from intercom_async.simulator.filters import Filter
from intercom_async.simulator.people import People, Person
from intercom_async.simulator.tickets import Ticket

#: So many of each that looking at all of them shows; two buckets of the sorted indexes are full.
MANY = 3000


@pytest.fixture(scope="module")
def full() -> Api:
    """A workspace with many people, companies, conversations and tickets."""
    api = Api(limit=None)
    world = api.simulator.world
    states = api.contact(email="first@b.c")
    ticket_type = api.post("/tickets", {"ticket_type_id": "1", "contacts": [{"id": states["id"]}]})
    assert ticket_type.status == 200
    first = next(iter(world.shelf(Ticket)))
    for number in range(MANY):
        person = Person(
            f"p{number:05}", number, number, external_id=f"x{number}", email=f"e{number}@b.c",
            fields={"last_seen_at": number},
        )  # fmt: skip
        world.add_person(person)
        company = Company(f"c{number:05}", f"k{number}", number, number, {"last_request_at": number})
        world.companies.add(company)
        world.attach(person, company)
        api.simulator.add_conversation(person.id, "Hello")
        world.shelf(Ticket).add(Ticket(f"t{number}", "1", first.kind, first.state, number, number, [person.id]))
    api.get("/conversations")
    return api


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What filters looked at, and whose sort keys were taken."""
    seen: list[object] = []
    matches = Filter.matches

    def counted(self: Filter, item: object) -> bool:
        seen.append(item)
        return matches(self, item)

    monkeypatch.setattr(Filter, "matches", counted)
    for kind in (Person, Company, Conversation):
        value = kind.value

        def noted(self: object, name: str, value: object = value) -> object:
            seen.append(self)
            return value(self, name)  # type: ignore[operator]  # a method of the class

        monkeypatch.setattr(kind, "value", noted)
    return seen


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/contacts/search", ("id", "p00007")),
        ("/contacts/search", ("external_id", "x7")),
        ("/contacts/search", ("email", "e7@b.c")),
        ("/conversations/search", ("id", "10000000007")),
        ("/conversations/search", ("contact_ids", "p00007")),
        ("/tickets/search", ("id", "t7")),
        ("/companies/search", ("company_id", "k7")),
    ],
)
@pytest.mark.parametrize("operator", ["=", "IN"])
def test_a_search_by_identity_looks_at_who_has_it(
    full: Api, looks: list[object], path: str, asked: tuple[str, str], operator: str
) -> None:
    field, value = asked
    query = {"field": field, "operator": operator, "value": value if operator == "=" else [value]}
    found = full.post(path, {"query": query}, version="Preview" if path.startswith("/companies") else "2.16")
    assert (found.status, found.body["total_count"]) == (200, 1)
    assert len(looks) < 100


@pytest.mark.parametrize(
    ("path", "version"),
    [
        ("/contacts?per_page=5", "2.16"),
        ("/companies?per_page=5", "2.16"),
        ("/companies/list?per_page=5", "2.16"),
        ("/companies?company_id=k7", "2.16"),
        ("/contacts/find_by_external_id/x7", "2.16"),
        ("/conversations?per_page=5", "2.16"),
        ("/users?per_page=5", "1.4"),
        ("/users?user_id=x7", "1.4"),
        ("/users?email=e7@b.c", "1.4"),
        ("/companies?per_page=5", "1.4"),
        ("/conversations?per_page=5", "1.4"),
    ],
)
def test_a_list_in_its_own_order_looks_at_a_page(full: Api, looks: list[object], path: str, version: str) -> None:
    method = "POST" if path.startswith("/companies/list") else "GET"
    assert full.call(method, path, version=version).status == 200
    assert len(looks) < 300


def test_a_search_by_time_looks_at_that_day(full: Api, looks: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    """An instant of the default sort is found from its own index."""
    asked: list[str] = []
    between = People.between

    def noted(self: People, name: str, first: float, after: float) -> Iterator[Person]:
        asked.append(name)
        return between(self, name, first, after)

    monkeypatch.setattr(People, "between", noted)
    query = {"field": "last_seen_at", "operator": "=", "value": 1_600_000_000}
    assert full.post("/contacts/search", {"query": query}).body["total_count"] == 0
    assert asked == ["last_seen_at"]
    assert len(looks) < 100


def test_a_company_without_people_is_not_found_by_its_id_either(api: Api) -> None:
    """The index finds no more than looking at all would."""
    api.company("acme")
    query = {"field": "company_id", "operator": "=", "value": "acme"}
    assert api.post("/companies/search", {"query": query}, version="Preview").body["total_count"] == 0
