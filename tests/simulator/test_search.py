"""The search language against people whose answers are known."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from support.simulator_calls import Api, ManualClock

DAY = 86_400
NOON = 1_700_049_600  # 2023-11-15 12:00 UTC


@pytest.fixture
def people() -> Api:
    """Three people, created on three days at noon."""
    api = Api(ManualClock(NOON))
    api.attribute("plan")
    api.attribute("seats", "integer")
    api.attribute("score", "float")
    api.attribute("vip", "boolean")
    api.attribute("renewal", "date")
    api.contact(
        external_id="1",
        email="Ada@Example.com",
        name="Ada Lovelace",
        phone="+441",
        custom_attributes={"plan": "pro", "seats": 5, "score": 1.5, "vip": True, "renewal": NOON},
    )
    api.clock.time += DAY
    api.contact(external_id="2", email="bob@example.org", name="Bob", unsubscribed_from_emails=True, last_seen_at=NOON)
    api.clock.time += DAY
    api.contact(external_id="3", role="lead", custom_attributes={"plan": "free", "seats": 50, "score": 9.0})
    return api


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("email", "=", "ADA@example.com", "1"),
        ("email", "=", "nobody@example.com", ""),
        ("email", "!=", "ada@example.com", "23"),
        ("email", "=", None, "3"),
        ("email", "!=", None, "12"),
        ("email", "IN", ["ada@example.com", "bob@example.org"], "12"),
        ("email", "NIN", ["ada@example.com"], "23"),
        ("email", "IN", [None], "3"),
        ("email", "~", "EXAMPLE", "12"),
        ("email", "!~", "example.com", "23"),
        ("email", "^", "ada", "1"),
        ("email", "$", ".org", "2"),
        ("email_domain", "=", "example.com", "1"),
        ("external_id", "=", 2, "2"),
        ("external_id", "IN", ["1", "3", "9"], "13"),
        ("role", "=", "lead", "3"),
        ("name", "~", "love", "1"),
        ("formatted_phone", "=", "+441", "1"),
        ("unsubscribed_from_emails", "=", True, "2"),
        ("unsubscribed_from_emails", "=", "false", "13"),
        ("unsubscribed_from_emails", "!=", None, "2"),
        ("has_hard_bounced", "IN", [False], "123"),
        ("tag_id", "=", "5", ""),
        ("tag_id", "!=", "5", "123"),
        ("segment_id", "=", "5", ""),
        ("custom_attributes.plan", "=", "pro", "1"),
        ("custom_attributes.plan", "!=", "pro", "23"),
        ("custom_attributes.seats", ">", 5, "3"),
        ("custom_attributes.seats", ">=", "5", "13"),
        ("custom_attributes.seats", "<", 50, "1"),
        ("custom_attributes.seats", "<=", 50, "13"),
        ("custom_attributes.seats", "=", 5.0, "1"),
        ("custom_attributes.seats", "IN", [5, 50], "13"),
        ("custom_attributes.score", ">", "1.4", "13"),
        ("custom_attributes.vip", "=", True, "1"),
        ("custom_attributes.renewal", "=", NOON + 3600, "1"),
        ("created_at", "=", NOON, "1"),
        ("created_at", ">", str(NOON), "23"),
        ("created_at", "<", NOON + DAY, "1"),
        ("updated_at", ">", NOON - DAY, "123"),
        ("last_seen_at", "=", None, "13"),
        ("signed_up_at", ">", 0, ""),
        ("browser", "=", "Chrome", ""),
    ],
)
def test_operators(people: Api, field: str, operator: str, value: object, expected: str) -> None:
    """behaviour.md 5: search contacts; accepted fields and operators."""
    assert people.found((field, operator, value)) == set(expected)


def test_an_id_is_found(people: Api) -> None:
    known = people.post("/contacts/search", {"query": {"field": "external_id", "operator": "=", "value": "1"}}).body[
        "data"
    ][0]
    assert people.found(("id", "=", known["id"])) == {"1"}


@pytest.mark.parametrize(
    ("field", "operator"),
    [
        ("created_at", "!="),
        ("created_at", ">="),
        ("created_at", "<="),
        ("created_at", "IN"),
        ("created_at", "~"),
        ("custom_attributes.renewal", "!="),
        ("email", ">"),
        ("unsubscribed_from_emails", ">"),
        ("tag_id", "IN"),
        ("custom_attributes.seats", "~"),
        ("email", "=="),
    ],
)
def test_an_operator_that_the_type_lacks_is_400(people: Api, field: str, operator: str) -> None:
    """behaviour.md 5: search contacts; operators by type."""
    query = {"field": field, "operator": operator, "value": [1]}
    assert people.post("/contacts/search", {"query": query}).problem == (400, "parameter_invalid")


@pytest.mark.parametrize("field", ["nonsense", "custom_attributes.nonsense", "ticket_state"])
def test_an_unknown_field_is_400(people: Api, field: str) -> None:
    """behaviour.md 5: an unknown field is invalid_field."""
    query = {"field": field, "operator": "=", "value": "x"}
    assert people.post("/contacts/search", {"query": query}).problem == (400, "invalid_field")


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("created_at", "=", "foobar"),
        ("created_at", "=", True),
        ("created_at", ">", 10**18),
        ("email", "=", ["x"]),
        ("email", "IN", "x"),
        ("unsubscribed_from_emails", "=", "maybe"),
        ("custom_attributes.score", "=", "many"),
        ("custom_attributes.score", "=", [1]),
    ],
)
def test_a_value_of_another_type_is_400(people: Api, field: str, operator: str, value: object) -> None:
    """behaviour.md 5: search contacts; the value has to match the accepted type."""
    query = {"field": field, "operator": operator, "value": value}
    assert people.post("/contacts/search", {"query": query}).problem == (400, "parameter_invalid")


def one(name: str) -> dict[str, object]:
    return {"field": "external_id", "operator": "=", "value": name}


def group(operator: str, *members: object) -> dict[str, object]:
    return {"operator": operator, "value": list(members)}


def test_groups_nest_twice_and_hold_fifteen(people: Api) -> None:
    """behaviour.md 5: search contacts; nesting and limitations."""
    nested = group("AND", group("OR", one("1"), one("2")), group("OR", one("2"), one("3")))
    body = people.post("/contacts/search", {"query": nested}).body
    assert [person["external_id"] for person in body["data"]] == ["2"]
    assert people.post("/contacts/search", {"query": group("OR", *[one("1")] * 15)}).body["total_count"] == 1
    for query in (
        group("AND", nested),
        group("OR", *[one("1")] * 16),
        group("AND"),
        {"operator": "AND", "value": one("1")},
    ):
        assert people.post("/contacts/search", {"query": query}).problem == (400, "parameter_invalid")


@pytest.mark.parametrize("query", [None, [], "x", {}, {"field": "email"}, {"operator": "NOT", "value": []}])
def test_a_query_that_is_none_is_400(people: Api, query: object) -> None:
    assert people.post("/contacts/search", {"query": query}).problem == (400, "parameter_invalid")


def test_the_query_is_required(people: Api) -> None:
    assert people.post("/contacts/search", {}).problem == (400, "parameter_not_found")


def test_days_are_those_of_the_workspace_up_to_2_16() -> None:
    """behaviour.md 5: days of timestamps begin at midnight of the workspace's zone, summer time too."""
    zone = ZoneInfo("America/Los_Angeles")
    api = Api(timezone="America/Los_Angeles")
    for name, moment in {
        "before": datetime(2023, 3, 11, 23, 59, tzinfo=zone),
        "first": datetime(2023, 3, 12, 0, 0, tzinfo=zone),
        "last": datetime(2023, 3, 12, 23, 59, tzinfo=zone),
        "after": datetime(2023, 3, 13, 0, 0, tzinfo=zone),
    }.items():
        api.clock.time = moment.timestamp()
        api.contact(external_id=name)
    asked = int(datetime(2023, 3, 12, 15, 0, tzinfo=zone).timestamp())
    assert api.found(("created_at", "=", asked)) == {"first", "last"}
    assert api.found(("created_at", ">", asked)) == {"after"}
    assert api.found(("created_at", "<", asked)) == {"before"}


def test_preview_compares_to_the_second_and_dates_by_utc_day() -> None:
    """behaviour.md 5: searching for timestamp fields in Preview; != also finds what is not set."""
    api = Api(ManualClock(NOON), timezone="America/Los_Angeles")
    api.attribute("renewal", "date")
    midnight = NOON + DAY // 2
    for name, renewal in (("1", midnight - 1), ("2", midnight), ("3", None)):
        api.contact(external_id=name, custom_attributes={"renewal": renewal})
        api.clock.time += 1
    for operator, expected in {"=": "2", "!=": "13", ">": "3", "<": "1", ">=": "23", "<=": "12"}.items():
        assert api.found(("created_at", operator, NOON + 1), version="Preview") == set(expected), operator
    assert api.found(("last_seen_at", "!=", 5), version="Preview") == {"1", "2", "3"}
    assert api.found(("custom_attributes.renewal", "=", midnight), version="Preview") == {"2"}
    assert api.found(("custom_attributes.renewal", "=", midnight), version="2.16") == {"1", "2"}


EVERYBODY = {"field": "role", "operator": "IN", "value": ["user", "lead"]}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (None, ["2", "3", "1"]),
        ({"field": "last_request_at"}, ["2", "3", "1"]),
        ({"field": "created_at"}, ["3", "2", "1"]),
        ({"field": "created_at", "order": "ascending"}, ["1", "2", "3"]),
        ({"field": "name", "order": "ascending"}, ["3", "1", "2"]),
        ({"field": "custom_attributes.seats", "order": "descending"}, ["3", "1", "2"]),
    ],
)
def test_sorting(people: Api, sort: object, expected: list[str]) -> None:
    """behaviour.md 5: search contacts; descending by last_request_at by default, who has no value comes last."""
    seen: list[str] = []
    pagination: dict[str, object] = {"per_page": 1}
    while pagination:
        body = people.post("/contacts/search", {"query": EVERYBODY, "sort": sort, "pagination": pagination}).body
        seen += [person["external_id"] for person in body["data"]]
        assert body["total_count"] == 3
        pagination = {**body["pages"]["next"], "per_page": 1} if "next" in body["pages"] else {}
    assert seen == expected


def test_a_bad_sort_is_400(people: Api) -> None:
    """behaviour.md 5: search contacts; invalid_sort_order since 2.16, before that it was ignored."""
    body = {"query": EVERYBODY, "sort": {"field": "created_at", "order": "desc"}}
    result = people.post("/contacts/search", body)
    assert result.problem == (400, "invalid_sort_order")
    assert result.message == "Invalid sort order 'desc'. Must be one of: ascending, descending"
    old = people.post("/contacts/search", body, version="2.15")
    assert [person["external_id"] for person in old.body["data"]] == ["3", "2", "1"]
    assert people.post("/contacts/search", {**body, "sort": {"field": "x"}}).problem == (400, "invalid_field")


def test_changes_show_at_once_unless_the_index_lags() -> None:
    """behaviour.md 5: search contacts; a new contact may be missing for minutes."""
    prompt, late = Api(), Api(index_lag=60)
    for api in (prompt, late):
        assert api.found(("name", "=", "A")) == set()
        api.contact(external_id="1", name="A")
    assert prompt.found(("name", "=", "A")) == {"1"}
    assert late.found(("name", "=", "A")) == set()
    late.clock.time += 60
    assert late.found(("name", "=", "A")) == {"1"}


def test_archived_people_are_not_found(people: Api) -> None:
    """behaviour.md 5: search contacts."""
    known = people.post("/contacts/search", {"query": one("1")}).body["data"][0]
    people.post(f"/contacts/{known['id']}/archive")
    assert people.found(("external_id", "=", "1")) == set()
    assert people.found(("created_at", ">", 0)) == {"2", "3"}


def test_an_index_gives_the_same_as_looking_at_everybody() -> None:
    """Equality and ranges are looked up; with many people the look-up is taken, with few everybody is looked at."""
    api = Api()
    for number in range(40):
        api.clock.time += DAY
        api.contact(external_id=str(number), email=f"{number % 20}@b.c", role="lead", name=str(number % 2))
    last = int(api.clock.time)
    assert api.found(("email", "=", "3@b.c")) == {"3", "23"}
    assert api.found(("email", "=", "3@b.c"), ("name", "=", "1"), ("external_id", "=", "23")) == {"23"}
    assert api.found(("created_at", ">", last - 3 * DAY)) == {"37", "38", "39"}
    assert api.found(("created_at", ">", last - 3 * DAY), ("name", "=", "1")) == {"37", "39"}
    assert len(api.found(("created_at", "<", last))) == 39
    assert api.found(("name", "=", "1"), ("role", "=", "user")) == set()
    either = {"query": group("OR", one("3"), one("5"), {"field": "name", "operator": "=", "value": "x"})}
    assert api.post("/contacts/search", either).body["total_count"] == 2


def test_only_recent_searches_are_kept(people: Api) -> None:
    """The matches of many different searches do not pile up."""
    for number in range(40):
        people.found(("name", "=", str(number)))
    assert len(people.simulator.world.searches) == 16
