"""What is looked at to answer a list or a search: as much as is shown, not everybody there is."""

from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from support.simulator_calls import Api

from intercom_async.simulator.articles import Article, ArticleVersion, Content
from intercom_async.simulator.companies import Company
from intercom_async.simulator.conversations import Conversation, Conversations
from intercom_async.simulator.filters import Filter
from intercom_async.simulator.help_centers import Collection, default_center
from intercom_async.simulator.ordered import Ordered
from intercom_async.simulator.people import People, Person
from intercom_async.simulator.phone_calls import PhoneCall
from intercom_async.simulator.shelf import Shelf
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
        fields: dict[str, object] = {"last_request_at": number, "name": f"Company {number % 1500}"}
        company = Company(f"c{number:05}", f"k{number}", number, number, fields)
        world.companies.add(company)
        world.attach(person, company)
        api.simulator.add_conversation(person.id, "Hello")
        api.clock.time += 1
        world.shelf(Ticket).add(Ticket(f"t{number}", "1", first.kind, first.state, number, number, [person.id]))
    _publish(api)
    return api


def _publish(api: Api) -> None:
    """Add many articles, collections and phone calls."""
    world = api.simulator.world
    for number in range(MANY):
        each = str(100 + number)
        version = ArticleVersion(
            id=each, article_id=each, locale="en", title="x", author_id="1", created_by="1", created_at=1
        )
        content = Content(latest=version, created_at=1, updated_at=number, created_by="1", updated_by="1")
        world.shelf(Article).add(Article(id=each, contents={"en": content}))
        group = Collection(id=each, name="x", help_center_id="1", order=1, created_at=1, updated_at=number)
        world.shelf(Collection).add(group)
        world.shelf(PhoneCall).add(PhoneCall(each, "p00001", number, 5))


@attrs.define
class Looks:
    """What was looked at: by filters, for sort keys, and on the way through everything of a kind."""

    filtered: list[object] = attrs.Factory(list[object])
    compared: list[object] = attrs.Factory(list[object])
    passed: list[object] = attrs.Factory(list[object])

    @property
    def count(self) -> int:
        return len(self.filtered) + len(self.compared) + len(self.passed)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    """Notes every object that is looked at from now on."""
    seen = Looks()

    def note_first(kind: type, name: str, kept: list[object], at: int) -> None:
        function: Any = getattr(kind, name)

        def noted(*args: Any) -> object:
            kept.append(args[at])
            return function(*args)

        monkeypatch.setattr(kind, name, noted)

    def note_each(kind: type, name: str) -> None:
        function: Any = getattr(kind, name)

        def noted(*args: Any) -> Iterator[object]:
            for each in function(*args):
                seen.passed.append(each)
                yield each

        monkeypatch.setattr(kind, name, noted)

    note_first(Filter, "matches", seen.filtered, 1)
    for sorted_kind in (Person, Company, Conversation, Ticket, Article, Collection, PhoneCall):
        note_first(sorted_kind, "value", seen.compared, 0)
    walked: tuple[tuple[type, tuple[str, ...]], ...] = (
        (Ordered, ("__iter__", "above", "below")),
        (Shelf, ("__iter__", "__reversed__")),
        (Conversations, ("__iter__",)),
    )
    for kind, names in walked:
        for name in names:
            note_each(kind, name)
    return seen


#: In which version each search is asked.
PREVIEW = frozenset({"/companies/search"})


def search(api: Api, path: str, query: object, **body: object) -> Any:
    result = api.post(path, {"query": query, **body}, version="Preview" if path in PREVIEW else "2.16")
    assert result.status == 200, result.body
    return result.body


def items(body: Any) -> list[Any]:
    return next(body[key] for key in ("data", "conversations", "tickets") if key in body)


@pytest.mark.parametrize(
    ("path", "asked", "total"),
    [
        ("/contacts/search", ("id", "p00007"), 1),
        ("/contacts/search", ("external_id", "x7"), 1),
        ("/contacts/search", ("email", "E7@b.c"), 1),
        ("/contacts/search", ("external_id", "nobody"), 0),
        ("/conversations/search", ("id", "10000000007"), 1),
        ("/conversations/search", ("contact_ids", "p00007"), 1),
        ("/tickets/search", ("id", "t7"), 1),
        ("/companies/search", ("company_id", "k7"), 1),
        ("/companies/search", ("name", "Company 7"), 2),
    ],
)
def test_a_search_by_identity_looks_at_who_has_it(
    full: Api, looks: Looks, path: str, asked: tuple[str, str], total: int
) -> None:
    """By itself, as one of several, and with another filter."""
    field, value = asked
    alone = {"field": field, "operator": "=", "value": value}
    several = {"field": field, "operator": "IN", "value": [value, "x"]}
    other = {"field": "updated_at", "operator": ">", "value": -90_000}
    for query in (alone, several, {"operator": "AND", "value": [alone, other]}):
        assert search(full, path, query)["total_count"] == total, query
    assert looks.count < 100


@pytest.mark.parametrize(
    ("path", "version", "count"),
    [
        ("/contacts?per_page=5", "2.16", 5),
        ("/companies?per_page=5", "2.16", 5),
        ("/companies/list?per_page=5", "2.16", 5),
        ("/companies?company_id=k7", "2.16", 0),
        ("/contacts/find_by_external_id/x7", "2.16", 0),
        ("/conversations?per_page=5", "2.16", 5),
        ("/conversations?per_page=5", "2.5", 5),
        ("/conversations?per_page=5&sort=created_at&order=asc", "2.0", 5),
        ("/companies/c00007/contacts", "2.16", 1),
        ("/users?per_page=5", "1.4", 5),
        ("/users?per_page=5&sort=last_request_at", "1.4", 5),
        ("/users?user_id=x7", "1.4", 0),
        ("/users?email=e7@b.c", "1.4", 1),
        ("/users?created_since=1", "1.4", 1),
        ("/articles?per_page=5", "2.16", 5),
        ("/help_center/collections?per_page=5", "2.16", 5),
        ("/calls?per_page=5", "2.16", 5),
        ("/contacts?per_page=5", "1.4", 0),
        ("/contacts?email=e7@b.c", "1.4", 0),
        ("/companies?per_page=5", "1.4", 5),
        ("/conversations?per_page=5", "1.4", 5),
        ("/conversations?type=user&intercom_user_id=p00007", "1.4", 1),
    ],
)
def test_a_list_in_its_own_order_looks_at_a_page(full: Api, looks: Looks, path: str, version: str, count: int) -> None:
    method = "POST" if path.startswith("/companies/list") else "GET"
    answer = full.call(method, path, version=version)
    assert answer.status == 200
    keys = [key for key, value in answer.body.items() if str(value).startswith("[{")]
    assert sum(len(answer.body[key]) for key in keys if "id" in answer.body[key][0]) == count
    assert looks.count < 100


@pytest.mark.parametrize(
    ("path", "field", "unset"),
    [
        ("/contacts/search", "tag_id", "5"),
        ("/companies/search", "tag_id", "5"),
        ("/conversations/search", "tag_ids", "5"),
        ("/tickets/search", "teammate_ids", "5"),
    ],
)
def test_the_default_sort_takes_no_sort_keys(full: Api, looks: Looks, path: str, field: str, unset: str) -> None:
    """What no index finds is filtered once, in an order that is there; further pages are cut from what was found."""
    query = {"field": field, "operator": "!=", "value": unset}
    body = search(full, path, query, pagination={"per_page": 5})
    assert body["total_count"] >= MANY
    assert len(looks.filtered) == body["total_count"]
    assert len(looks.compared) < 100
    times = [each["updated_at"] for each in items(body)]
    assert times == sorted(times, reverse=True)
    cursor = body["pages"]["next"]["starting_after"]
    further = search(full, path, query, pagination={"per_page": 5, "starting_after": cursor})
    assert [each["updated_at"] for each in items(further)] < times
    assert len(looks.compared) < 200
    if path != "/tickets/search":  # some of whose fields change with time
        assert len(looks.filtered) == body["total_count"]


@pytest.mark.parametrize(
    ("path", "field", "newest"),
    [
        ("/companies/search", "last_request_at", MANY),
        ("/conversations/search", "created_at", 1_700_000_000 + MANY),
        ("/conversations/search", "updated_at", 1_700_000_000 + MANY),
        ("/conversations/search", "waiting_since", 1_700_000_000 + MANY),
        ("/tickets/search", "created_at", 1_700_000_000),
        ("/tickets/search", "updated_at", 1_700_000_000),
    ],
)
def test_a_search_for_the_newest_looks_at_them(full: Api, looks: Looks, path: str, field: str, newest: int) -> None:
    """As those do that ask for what changed since they last asked."""
    query = {"field": field, "operator": ">", "value": newest - 6}
    assert search(full, path, query)["total_count"] in {1, 5}
    assert looks.count < 100


def test_a_search_by_time_looks_at_that_day(full: Api, looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert looks.count < 100


def test_a_company_without_people_is_not_found_by_its_id_either(api: Api) -> None:
    """The index finds no more than looking at all would."""
    api.company("acme")
    query = {"field": "company_id", "operator": "=", "value": "acme"}
    assert api.post("/companies/search", {"query": query}, version="Preview").body["total_count"] == 0


def test_a_customer_s_conversations_have_the_order_of_all(api: Api) -> None:
    """v1.md 3: sort and order are swapped with a filter; by waiting, those alone that wait."""
    person = api.contact(external_id="1")["id"]
    numbers: list[str] = []
    for body in ("First", "Second", "Third"):
        numbers.append(api.simulator.add_conversation(person, body))
        api.clock.time += 1
    done = {"type": "admin", "admin_id": "991267459", "message_type": "close"}
    assert api.post(f"/conversations/{numbers[1]}/reply", done, version="1.4").status == 200
    waiting = [numbers[2], numbers[0]]
    for path, expected in (
        ("/conversations?type=user&user_id=1&order=created_at&sort=asc", numbers),
        ("/conversations?type=user&user_id=1", [numbers[1], *waiting]),
        ("/conversations?type=user&user_id=1&order=waiting_since&sort=desc", waiting),
        ("/conversations?type=admin&admin_id=nobody&order=waiting_since&sort=desc", waiting),
        ("/conversations?sort=waiting_since&order=desc", waiting),
        ("/conversations?sort=waiting_since&order=asc", waiting[::-1]),
    ):
        found = api.get(path, version="1.4").body["conversations"]
        assert [each["id"] for each in found] == expected, path


NEW = 1_700_000_000


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/contacts/search", [("email", "IN", ["e7@b.c", "e9@b.c"]), ("last_seen_at", "<", 86_400), ("id", "=", "x")]),
        ("/companies/search", [("name", "IN", ["Company 7", "x"]), ("company_id", "=", "k1"), *[
            ("last_request_at", operator, 5) for operator in ("=", "!=", "<")]]),
        ("/conversations/search", [("contact_ids", "IN", ["p00007", "x"]), *[
            (field, operator, NEW + second)
            for field in ("created_at", "updated_at", "waiting_since")
            for operator, second in (("=", 7), (">", 2990), (">=", 2990), ("<", 9), ("<=", 9), ("!=", 9))]]),
        ("/tickets/search", [("id", "IN", ["t7", "x"]), *[
            (field, operator, value)
            for field in ("created_at", "updated_at")
            for operator, value in (("=", 7), (">", 2990), (">=", 2990), ("<", 9), ("<=", 9), ("!=", 9))]]),
    ],
)  # fmt: skip
def test_an_index_finds_what_looking_at_all_finds(full: Api, path: str, asked: list[tuple[str, str, object]]) -> None:
    """With another filter, of which no index knows, all are looked at; nothing but the way to it differs."""
    unknown = {"field": "tag_ids" if path.startswith("/conv") else "tag_id", "operator": "=", "value": "5"}
    if path == "/tickets/search":
        unknown = {"field": "open", "operator": "=", "value": False}
    for field, operator, value in asked:
        query = {"field": field, "operator": operator, "value": value}
        size = {"per_page": 150}
        looked_up = search(full, path, query, pagination=size)
        looked_at = search(full, path, {"operator": "OR", "value": [query, unknown]}, pagination=size)
        assert looked_up["total_count"] == looked_at["total_count"], (field, operator)
        assert [each["id"] for each in items(looked_up)] == [each["id"] for each in items(looked_at)]


def test_what_is_written_stays_in_order(api: Api) -> None:
    """After each write every order holds everything once, as sorting would: nothing changes behind its back."""
    world = api.simulator.world
    default_center(world).locales = ("en", "fr")
    person = api.contact(external_id="1")["id"]
    number = api.simulator.add_conversation(person, "Hello")
    tracker = api.post("/ticket_types", {"name": "Tracker", "category": "Tracker"}).body["id"]
    other = api.post("/ticket_types", {"name": "Other", "category": "Customer"}).body["id"]
    note = {"type": "admin", "admin_id": "991267459", "message_type": "note", "body": "x"}
    made = {"contacts": [{"id": person}]}
    article = {"title": "x", "author_id": 991267459, "state": "published", "translated_content": {"fr": {"title": "y"}}}
    for method, path, body in (
        *[("POST", "/tickets", {**made, "ticket_type_id": kind}) for kind in ("1", "1", tracker)],
        ("PUT", "/tickets/1", {"open": False, "ticket_attributes": {"_default_title_": "x"}}),
        ("PUT", "/tickets/2", {"assignee_id": "991267459", "ticket_state_id": "3"}),
        ("POST", "/tickets/1/reply", note),
        ("POST", "/tickets/2/change_type", {"ticket_type_id": other, "ticket_state_id": "2"}),
        ("POST", f"/conversations/{number}/convert", {"ticket_type_id": "1"}),
        ("POST", f"/conversations/{number}/reply", note),
        ("POST", f"/tickets/{number}/reply", note),
        ("POST", "/conversations", {"from": {"type": "user", "id": person}, "body": "Again"}),
        ("POST", "/tickets/3/linked_conversations", {"conversation_id": "10000000002"}),
        ("DELETE", "/tickets/3/linked_conversations/10000000002", None),
        ("DELETE", "/tickets/2", None),
        *[("POST", "/articles", article)] * 3,
        ("PUT", "/articles/1", {"title": "z"}),
        ("PUT", "/articles/2/draft", {"title": "z"}),
        ("POST", "/articles/2/draft/publish", {"locales": ["en"]}),
        ("PUT", "/articles/2", {"scheduled_unpublish_at": "2023-11-14T22:15:10Z"}),
        ("GET", "/articles", None),
        (
            "POST",
            "/content/bulk_actions",
            {"action": "unpublish", "content_ids": [{"type": "article_content", "id": 1}]},
        ),
        ("POST", "/content/bulk_actions", {"action": "delete", "content_ids": [{"type": "article_content", "id": 1}]}),
        ("DELETE", "/articles/3", None),
        *[("POST", "/help_center/collections", {"name": "x"})] * 2,
        ("PUT", "/help_center/collections/1", {"name": "y"}),
        ("DELETE", "/help_center/collections/2", None),
    ):
        api.clock.time += 5
        assert api.call(method, path, body).status < 300, path
        for kind in (Ticket, Article, Collection):
            for by in kind.sorted_by:
                in_order = list(world.shelf(kind).in_order(by.name))
                assert in_order == sorted(world.shelf(kind), key=by.function()), (path, by)
    assert [len(world.shelf(kind)) for kind in (Ticket, Article, Collection)] == [3, 2, 1]
