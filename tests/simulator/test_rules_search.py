"""Rules of searching that a client can observe, each with its source."""

from typing import Any, Final

import pytest
from support.simulator_calls import Api, ManualClock

from intercom_async.simulator.people import Person

CIARAN: Final = "991267459"
DAY: Final = 86_400
#: The example of the documentation: 2020-01-01 at 9:00 and at 0:00 UTC.
NINE: Final = 1_577_869_200
MIDNIGHT: Final = 1_577_836_800
#: Every search with filters, the key of what it finds, how many it gives at once, and a version that has it.
SEARCHES: Final = (
    ("/contacts/search", "data", 50, "2.16"),
    ("/companies/search", "data", 15, "Preview"),
    ("/conversations/search", "conversations", 20, "2.16"),
    ("/tickets/search", "tickets", 20, "2.16"),
)


def where(field: str, operator: str, value: object) -> dict[str, object]:
    return {"field": field, "operator": operator, "value": value}


def contact(api: Api, name: str, created_at: int, **fields: object) -> None:
    """Add a user who was made at some time."""
    api.simulator.world.add_person(Person(name, created_at, created_at, external_id=name, fields=fields))


@pytest.fixture
def january() -> Api:
    """A workspace in UTC with people around the example of the documentation."""
    api = Api(ManualClock(NINE + 10 * DAY))
    for name, at in {
        "before": MIDNIGHT - 1, "first": MIDNIGHT, "nine": NINE, "after nine": NINE + 1,
        "last": MIDNIGHT + DAY - 1, "next": MIDNIGHT + DAY,
    }.items():  # fmt: skip
        contact(api, name, at)
    return api


@pytest.fixture
def crowd(api: Api) -> Api:
    """More of each kind than a search gives at once."""
    kind = api.contact(external_id="0")["id"]
    for number in range(1, 60):
        person = f"p{number:02}"
        contact(api, person, 1_700_000_000)
        if number <= 25:
            api.company(f"c{number}", kind)
            api.simulator.add_conversation(person, "Hello")
            api.post("/tickets", {"ticket_type_id": "1", "contacts": [{"id": kind}]})
    return api


def test_the_example_of_the_documentation(january: Api) -> None:
    """behaviour.md 5: up to 2.16 the value is cut to its day, and > begins with the next; Preview compares instants."""
    for version in ("2.0", "2.7", "2.16"):
        assert january.found(("created_at", ">", NINE), version=version) == {"next"}
        assert january.found(("created_at", "=", NINE), version=version) == {"first", "nine", "after nine", "last"}
        assert january.found(("created_at", "<", NINE), version=version) == {"before"}
    assert january.found(("created_at", ">", NINE), version="Preview") == {"after nine", "last", "next"}
    assert january.found(("created_at", "=", NINE), version="Preview") == {"nine"}


def test_answers_and_orders_keep_the_second(january: Api) -> None:
    """behaviour.md 5: only the filter is of days: what is found is sorted by and shows the full instant."""
    sort = {"field": "created_at", "order": "ascending"}
    found = january.post("/contacts/search", {"query": where("created_at", "=", NINE), "sort": sort}).body["data"]
    assert [each["created_at"] for each in found] == [MIDNIGHT, NINE, NINE + 1, MIDNIGHT + DAY - 1]


def test_a_date_of_the_workspace_s_own_is_a_day_in_preview_too() -> None:
    """behaviour.md 5: date attributes by UTC day, > from the next and < before it; no other operators."""
    api = Api(timezone="Asia/Tokyo")
    api.attribute("renewal", "date")
    for name, renewal in (("before", MIDNIGHT - 1), ("day", NINE), ("next", MIDNIGHT + DAY)):
        api.contact(external_id=name, custom_attributes={"renewal": renewal})
    name = "custom_attributes.renewal"
    for operator, expected in {"=": {"day"}, ">": {"next"}, "<": {"before"}}.items():
        assert api.found((name, operator, NINE), version="Preview") == expected
    for operator in ("!=", ">=", "<=", "IN", "NIN", "~"):
        query = where(name, operator, [NINE] if operator.endswith("IN") else NINE)
        result = api.post("/contacts/search", {"query": query}, version="Preview")
        assert result.problem == (400, "parameter_invalid"), operator


def test_what_is_not_set_is_not_equal(api: Api) -> None:
    """behaviour.md 5: != also matches unset: of every type that has the operator."""
    types = {"string": "x", "integer": 5, "float": 0.5, "boolean": True}
    for data_type in types:
        api.attribute(data_type, data_type)
    api.contact(external_id="set", custom_attributes=types)
    api.contact(external_id="unset")
    for data_type, value in types.items():
        for version in ("2.16", "Preview"):
            assert api.found((f"custom_attributes.{data_type}", "!=", value), version=version) == {"unset"}
            assert api.found((f"custom_attributes.{data_type}", "NIN", [value]), version=version) == {"unset"}


def test_the_owner_is_a_number_or_text_by_version(api: Api) -> None:
    """behaviour.md 5: the field tables: owner_id is an Integer up to 2.15 and in Preview, a String in 2.16."""
    api.contact(external_id="1", owner_id=CIARAN)
    api.contact(external_id="2")
    for version in ("2.7", "2.15", "2.16", "Preview"):
        text = version == "2.16"
        for value in (CIARAN, int(CIARAN)):
            assert api.found(("owner_id", "=", value), version=version) == {"1"}
            assert api.found(("owner_id", "!=", value), version=version) == {"2"}
        taken, refused = (("^", CIARAN[:3]), (">", 5)) if text else ((">", 5), ("^", CIARAN[:3]))
        assert api.found(("owner_id", *taken), version=version) == {"1"}
        answer = api.post("/contacts/search", {"query": where("owner_id", *refused)}, version=version)
        assert answer.problem == (400, "parameter_invalid")


def test_the_misspelt_field_is_searched(api: Api) -> None:
    """behaviour.md 5: typos of the documentation are fields: andoid_sdk_version."""
    contact(api, "1", 1_700_000_000, android_sdk_version="14.2")
    contact(api, "2", 1_700_000_000)
    for version in ("2.7", "2.16", "Preview"):
        assert api.found(("andoid_sdk_version", "=", "14.2"), version=version) == {"1"}


def test_what_has_several_values_is_text(api: Api) -> None:
    """behaviour.md 5: contact_ids, teammate_ids, tag_ids and segment_id are Strings with the operators of strings."""
    person = api.contact(external_id="1")["id"]
    number = api.simulator.add_conversation(person, "Hello")
    api.simulator.tag_conversation(number, "VIP")
    for field, operator, value, count in (
        ("contact_ids", "~", person[3:9].upper(), 1),
        ("contact_ids", "^", person[:5], 1),
        ("contact_ids", "$", person[:5] + "x", 0),
        ("contact_ids", "!~", person[3:9], 0),
        ("tag_ids", "^", "1", 1),
        ("teammate_ids", "~", "9", 0),
        ("teammate_ids", "!~", "9", 1),
        ("teammate_ids", "~", None, 0),
    ):
        body = api.post("/conversations/search", {"query": where(field, operator, value)}).body
        assert body["total_count"] == count, (field, operator, value)
    assert api.found(("segment_id", "^", "no segment")) == set()


def test_words_of_the_first_message_are_found_one_by_one(api: Api) -> None:
    """behaviour.md 5: source.body is tokenised: = matches single words only."""
    api.simulator.add_conversation(api.contact(external_id="1")["id"], "I need support")
    for value, count in {"support": 1, "need": 1, "need support": 0, "I need support": 0, "supp": 0}.items():
        body = api.post("/conversations/search", {"query": where("source.body", "=", value)}).body
        assert body["total_count"] == count, value


def test_an_attribute_of_tickets_is_named_by_a_number(api: Api) -> None:
    """behaviour.md 5: ticket_attribute.{id}; live (Intercom-OpenAPI#139): a name there is refused with its own code."""
    for name in ("ticket_attribute.Size", "ticket_attribute.{id}", "ticket_attribute."):
        result = api.post("/tickets/search", {"query": where(name, "=", "x")})
        assert result.problem == (400, "field_not_found")
        assert result.message == "The requested ticket attribute ID is not a valid integer"


def test_inner_groups_hold_fifteen_too(api: Api) -> None:
    """behaviour.md 5: at most 15 filters in each AND or OR group."""
    for count, status in ((15, 200), (16, 400)):
        inner = {"operator": "OR", "value": [where("name", "=", "x")] * count}
        query = {"operator": "AND", "value": [where("role", "=", "user"), inner]}
        assert api.post("/contacts/search", {"query": query}).status == status


def test_sizes_of_pages(crowd: Api) -> None:
    """behaviour.md 5: per_page is at most 150; each search has its own default."""
    for path, key, default, version in SEARCHES:
        query = where("created_at", ">", 1)
        body = crowd.post(path, {"query": query}, version=version).body
        assert (len(body[key]), body["pages"]["per_page"]) == (default, default), path
        all_of_them = crowd.post(path, {"query": query, "pagination": {"per_page": 150}}, version=version).body
        assert len(all_of_them[key]) == all_of_them["total_count"] > default
        refused = crowd.post(path, {"query": query, "pagination": {"per_page": 151}}, version=version)
        assert refused.problem == (400, "parameter_invalid")


def test_a_cursor_goes_with_its_sort(crowd: Api) -> None:
    """behaviour.md 3: a cursor holds the sort value: in an order of another type it is none that was given."""
    for path, _, _, version in SEARCHES:
        body: dict[str, object] = {"query": where("created_at", ">", 1), "sort": {"field": "created_at"}}
        answer = crowd.post(path, {**body, "pagination": {"per_page": 1}}, version=version).body
        body["pagination"] = {"starting_after": answer["pages"]["next"]["starting_after"]}
        assert crowd.post(path, body, version=version).status == 200
        body["sort"] = {"field": "company_id" if version == "Preview" else "id"}
        assert crowd.post(path, body, version=version).problem == (400, "client_error"), path


def test_the_default_order_of_companies(api: Api) -> None:
    """behaviour.md 5: descending by last_request_at; by another field in either order."""
    person = api.contact(external_id="1")["id"]
    for number in (2, 3, 1):
        company = api.company(f"c{number}", person, name=f"Company {4 - number}")
        kept = api.simulator.world.companies.get(company["id"])
        assert kept is not None
        api.simulator.world.companies.change(kept, {"last_request_at": 1_600_000_000 + number}, {}, 1_700_000_000)
    query = where("created_at", ">", 1)
    for sort, expected in (
        (None, "321"),
        ({"field": "last_request_at", "order": "ascending"}, "123"),
        ({"field": "name", "order": "ascending"}, "321"),
        ({"field": "name"}, "123"),
    ):
        found = api.post("/companies/search", {"query": query, "sort": sort}, version="Preview").body["data"]
        assert [each["company_id"] for each in found] == [f"c{number}" for number in expected], sort


def test_merged_people_are_not_found(api: Api) -> None:
    """behaviour.md 5: whoever was merged into somebody is found no longer, whatever is asked; the other one is."""
    lead = api.contact(role="lead", email="ann@b.c")["id"]
    user = api.contact(external_id="u", email="ann@b.c")["id"]
    assert api.post("/contacts/merge", {"from": lead, "into": user}).status == 200
    for query in (where("email", "=", "ann@b.c"), where("updated_at", ">", 1), where("id", "IN", [lead, user])):
        for version in ("2.16", "Preview"):
            found = api.post("/contacts/search", {"query": query}, version=version).body["data"]
            assert [each["id"] for each in found] == [user]


def test_searches_of_every_kind_lag(api: Api) -> None:
    """behaviour.md 5: what is new may be missing from searches, not from lists; what changed is found at once."""
    api.simulator.world.index_lag = 60
    person = api.contact(external_id="1", name="Ann")["id"]
    api.company("c1", person)
    api.simulator.add_conversation(person, "Hello")
    api.post("/tickets", {"ticket_type_id": "1", "contacts": [{"id": person}]})

    def totals() -> list[Any]:
        query = where("created_at", ">", 1)
        answers = [api.post(path, {"query": query}, version=version).body for path, _, _, version in SEARCHES]
        return [body["total_count"] for body in answers]

    assert totals() == [0, 0, 0, 0]
    assert api.get("/contacts").body["total_count"] == 1
    api.clock.time += 60
    assert totals() == [1, 1, 1, 1]
    api.put(f"/contacts/{person}", {"name": "Bea"})
    assert api.found(("name", "=", "Bea")) == {"1"}
