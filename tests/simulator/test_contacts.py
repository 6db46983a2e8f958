"""Contacts: identities, fields, custom attributes, archiving, and the list with its cursors."""

import base64
import json

import pytest
from support.simulator_calls import Api

EXISTS = "A contact matching those details already exists with id="
ARCHIVED = "An archived contact matching those details already exists with id="


def test_a_new_contact_is_a_user_with_defaults(api: Api) -> None:
    """API docs: create a contact."""
    body = api.contact(email="Joe.Bloggs@Example.COM", name="Joe", external_id=70)
    assert body["role"] == "user"
    assert body["email"] == "joe.bloggs@example.com"
    assert body["external_id"] == "70"
    assert body["created_at"] == body["updated_at"] == 1_700_000_000
    assert len(body["id"]) == 24
    assert int(body["id"], 16)
    assert body["unsubscribed_from_emails"] is False
    assert body["tags"]["url"] == f"/contacts/{body['id']}/tags"
    assert api.get(f"/contacts/{body['id']}").body == body


@pytest.mark.parametrize(
    "fields", [{}, {"name": "x"}, {"role": "user"}, {"role": "user", "email": "", "external_id": None}]
)
def test_a_user_needs_an_identity(api: Api, fields: dict[str, object]) -> None:
    """behaviour.md 4.4: role user needs email or external_id, without a role one of them."""
    assert api.post("/contacts", fields).problem == (400, "parameter_invalid")


def test_a_lead_needs_none(api: Api) -> None:
    """API docs: create a contact."""
    assert api.contact(role="lead")["email"] is None


@pytest.mark.parametrize(
    "fields", [{"external_id": "7"}, {"external_id": 7}, {"email": "A@b.c"}, {"external_id": "8", "email": "a@b.c"}]
)
def test_a_known_identity_is_a_conflict_that_names_the_contact(api: Api, fields: dict[str, object]) -> None:
    """behaviour.md 4.4: 409 conflict with the id, also of an archived contact."""
    known = api.contact(external_id="7", email="a@b.c")
    result = api.post("/contacts", fields)
    assert result.problem == (409, "conflict")
    assert result.message == EXISTS + known["id"]
    api.post(f"/contacts/{known['id']}/archive")
    assert api.post("/contacts", fields).message == ARCHIVED + known["id"]


def test_leads_may_share_an_email_with_anybody(api: Api) -> None:
    """behaviour.md 4.4: only users' e-mails are unique."""
    api.contact(email="a@b.c")
    leads = {api.contact(role="lead", email="a@b.c")["id"] for _ in range(2)}
    assert len(leads) == 2
    assert api.post("/contacts", {"role": "lead", "external_id": "1"}).status == 200
    assert api.post("/contacts", {"role": "lead", "external_id": "1"}).status == 409


def test_an_email_is_free_when_its_last_user_is_gone(api: Api) -> None:
    """Leads with the same e-mail stay findable when one of them leaves."""
    first, second = (api.contact(role="lead", email="a@b.c") for _ in range(2))
    api.delete(f"/contacts/{first['id']}")
    query = {"query": {"field": "email", "operator": "=", "value": "a@b.c"}}
    assert [person["id"] for person in api.post("/contacts/search", query).body["data"]] == [second["id"]]
    user = api.contact(email="a@b.c")
    api.put(f"/contacts/{user['id']}", {"email": "b@b.c"})
    assert api.contact(email="a@b.c")["id"] != user["id"]


def test_a_lead_can_become_a_user(api: Api) -> None:
    """API docs: update a contact; then 1.x lists them as well."""
    lead = api.contact(role="lead", email="a@b.c")
    assert api.get("/users", version="1.4").body["users"] == []
    assert api.put(f"/contacts/{lead['id']}", {"role": "user"}).body["role"] == "user"
    assert [user["id"] for user in api.get("/users", version="1.4").body["users"]] == [lead["id"]]


def test_an_update_may_take_nobody_elses_identity(api: Api) -> None:
    """behaviour.md 4.4: one's own identity is no conflict."""
    api.contact(email="a@b.c", external_id="1")
    other = api.contact(email="b@b.c", external_id="2")
    assert api.put(f"/contacts/{other['id']}", {"email": "a@b.c"}).status == 409
    assert api.put(f"/contacts/{other['id']}", {"external_id": "1"}).status == 409
    assert api.put(f"/contacts/{other['id']}", {"email": "b@b.c", "external_id": 2}).status == 200
    assert api.put(f"/contacts/{other['id']}", {"email": None, "external_id": ""}).status == 400


def test_an_update_changes_what_it_names(api: Api) -> None:
    """API docs: update a contact; partial, null clears."""
    body = api.contact(email="a@b.c", name="A", phone="+1", signed_up_at=5, unsubscribed_from_emails=True)
    api.clock.time += 100
    result = api.put(f"/contacts/{body['id']}", {"name": "B", "phone": None, "custom_attributes": None, "nonsense": 1})
    changed = {name: value for name, value in result.body.items() if value != body[name]}
    assert changed == {"name": "B", "phone": None, "updated_at": 1_700_000_100}


@pytest.mark.parametrize(
    "fields",
    [
        {"name": 5},
        {"phone": ["+1"]},
        {"avatar": {}},
        {"signed_up_at": "2020-01-01"},
        {"last_seen_at": True},
        {"unsubscribed_from_emails": "yes"},
        {"email": "nonsense"},
        {"email": 5},
        {"external_id": {}},
        {"external_id": True},
        {"external_id": "x" * 256},
        {"role": "admin"},
        {"owner_id": "5"},
        {"custom_attributes": []},
        {"email_verified": True, "email": None, "external_id": "9"},
    ],
)
def test_wrong_values_are_400(api: Api, fields: dict[str, object]) -> None:
    """behaviour.md 4.2: 400 parameter_invalid."""
    assert api.post("/contacts", {"email": "a@b.c", **fields}).problem == (400, "parameter_invalid")


def test_the_owner_is_a_teammate(api: Api) -> None:
    """behaviour.md 4.4: 400 otherwise; owner_id is a number up to 2.15, text from 2.16 on."""
    result = api.post("/contacts", {"email": "a@b.c", "owner_id": 1})
    assert result.message == "The owner specified is not a member of the workspace"
    me = api.get("/me").body["id"]
    body = api.contact(email="a@b.c", owner_id=int(me))
    assert body["owner_id"] == me
    assert api.get(f"/contacts/{body['id']}", version="2.15").body["owner_id"] == int(me)
    assert api.get(f"/contacts/{body['id']}", version="Preview").body["owner_id"] == me


def test_custom_attributes_must_exist_from_2_0(api: Api) -> None:
    """behaviour.md 1.4: 2.0."""
    result = api.post("/contacts", {"email": "a@b.c", "custom_attributes": {"plan": "pro"}})
    assert result.problem == (400, "parameter_invalid")
    assert result.message == "Custom attribute 'plan' does not exist"
    api.attribute("plan")
    assert api.contact(email="a@b.c", custom_attributes={"plan": "pro"})["custom_attributes"] == {"plan": "pro"}


def test_custom_attributes_merge_and_null_removes(api: Api) -> None:
    """behaviour.md 4.5: PUT is partial, and merges custom attributes."""
    for name in ("a", "b", "c"):
        api.attribute(name, "integer")
    body = api.contact(email="a@b.c", custom_attributes={"a": 1, "b": 2})
    updated = api.put(f"/contacts/{body['id']}", {"custom_attributes": {"b": None, "c": 3}}).body
    assert updated["custom_attributes"] == {"a": 1, "c": 3}


@pytest.mark.parametrize(
    ("data_type", "good", "bad"),
    [
        ("string", ["", "x" * 255], [5, True, "x" * 256, ["x"], {}]),
        ("integer", [0, -5], ["5", 1.5, True]),
        ("float", [1.5, 2], ["1.5", False]),
        ("boolean", [True, False], [0, "true"]),
        ("date", [1_700_000_000], ["2023-11-14", 1.5]),
        ("datetime", [1_700_000_000], ["2023-11-14"]),
    ],
)
def test_custom_attributes_take_their_type(api: Api, data_type: str, good: list[object], bad: list[object]) -> None:
    """API docs: data attributes; the types."""
    api.attribute("x", data_type)
    body = api.contact(email="a@b.c")
    for value in good:
        updated = api.put(f"/contacts/{body['id']}", {"custom_attributes": {"x": value}}).body
        assert updated["custom_attributes"] == {"x": value}
    for value in bad:
        result = api.put(f"/contacts/{body['id']}", {"custom_attributes": {"x": value}})
        assert result.problem == (400, "parameter_invalid"), value


def test_a_list_attribute_takes_its_options(api: Api) -> None:
    """API docs: data attributes; values outside the list are refused."""
    api.attribute("size", "options", options=[{"value": "S"}, {"value": "L"}])
    assert api.contact(email="a@b.c", custom_attributes={"size": "S"})["custom_attributes"] == {"size": "S"}
    assert api.post("/contacts", {"email": "b@b.c", "custom_attributes": {"size": "M"}}).status == 400


def test_a_refused_write_changes_nothing(api: Api) -> None:
    """Nothing of a body is applied when a part of it is wrong."""
    api.attribute("n", "integer")
    body = api.contact(email="a@b.c", name="A")
    api.put(f"/contacts/{body['id']}", {"name": "B", "custom_attributes": {"n": "x"}})
    assert api.get(f"/contacts/{body['id']}").body == body


def test_delete_archive_and_unarchive_answer_short_bodies(api: Api) -> None:
    """behaviour.md 9 (contact delete): archived ones can be deleted since 2.6."""
    body = api.contact(email="a@b.c", external_id="1")
    reference = {"type": "contact", "id": body["id"], "external_id": "1"}
    path = f"/contacts/{body['id']}"
    assert api.post(f"{path}/archive").body == {**reference, "archived": True}
    assert api.post(f"{path}/archive").status == 200
    assert api.get(path).problem == (404, "not_found")
    assert api.put(path, {"name": "x"}).status == 404
    assert api.post(f"{path}/unarchive").body == {**reference, "archived": False}
    assert api.post(f"{path}/unarchive").status == 200
    assert api.get(path).body == body
    api.post(f"{path}/archive")
    assert api.delete(path).body == {**reference, "deleted": True}
    assert api.delete(path).problem == (404, "not_found")
    assert api.contact(email="a@b.c", external_id="1")["id"] != body["id"]


def listed(api: Api, query: str = "") -> tuple[list[str], list[dict[str, object]]]:
    """Follow the cursors of GET /contacts to the end: e-mails and the ``pages`` of each answer."""
    emails: list[str] = []
    pages: list[dict[str, object]] = []
    after = ""
    while True:
        body = api.get(f"/contacts?{query}{after}").body
        emails += [person["email"] for person in body["data"]]
        pages.append(body["pages"])
        following = body["pages"].get("next")
        if following is None:
            return emails, pages
        after = f"&starting_after={following['starting_after']}"


def test_the_list_has_everybody_once_by_cursor(api: Api) -> None:
    """behaviour.md 3: pagination; ten a page by default, `next` is absent at the end, archived people are not there."""
    for number in range(25):
        api.clock.time += number % 2
        body = api.contact(email=f"{number}@b.c", role="user" if number % 3 else "lead")
        if number in {3, 4}:
            api.post(f"/contacts/{body['id']}/archive")
    emails, pages = listed(api)
    assert emails == [f"{number}@b.c" for number in range(24, -1, -1) if number not in {3, 4}]
    assert [page["page"] for page in pages] == [1, 2, 3]
    assert pages[0]["total_pages"] == 3
    assert pages[0]["per_page"] == 10
    assert listed(api, "per_page=150")[0] == emails


def test_an_empty_list_is_as_recorded(api: Api) -> None:
    """API docs: list contacts, the example."""
    assert api.get("/contacts").body == {
        "type": "list",
        "data": [],
        "total_count": 0,
        "pages": {"type": "pages", "page": 1, "per_page": 10, "total_pages": 0},
    }


def test_cursors_are_base64_of_sort_value_id_and_page(api: Api) -> None:
    """behaviour.md 3: pagination; opaque, but this is what they hold."""
    people = [api.contact(email=f"{number}@b.c") for number in range(2)]
    cursor = api.get("/contacts?per_page=1").body["pages"]["next"]["starting_after"]
    assert json.loads(base64.b64decode(cursor)) == [1_700_000_000, people[1]["id"], 2]


@pytest.mark.parametrize(
    "value", ["x", "!", "W10=", "e30=", "WzEsMiwzXQ==", "WzEsIngiLCJ5Il0=", "W1tdLCJ4IiwxXQ==", "WyJ0IiwieCIsMV0="]
)
def test_a_bad_cursor_is_400(api: Api, value: str) -> None:
    """behaviour.md 3: pagination; code and message."""
    api.contact(email="a@b.c")
    for result in (
        api.get(f"/contacts?starting_after={value}"),
        api.post(
            "/contacts/search",
            {
                "query": {"field": "email", "operator": "~", "value": "b"},
                "sort": {"field": "created_at"},
                "pagination": {"starting_after": value},
            },
        ),
    ):
        assert result.problem == (400, "client_error")
        assert result.message.startswith("Invalid starting_after param. Please try again using a starting_after value")


@pytest.mark.parametrize("value", ["151", "0", "-1", "x", "1.5", ""])
def test_page_sizes_are_1_to_150(api: Api, value: str) -> None:
    """behaviour.md 3: pagination; at most 150 for any API."""
    assert api.get(f"/contacts?per_page={value}").problem == (400, "parameter_invalid")
    assert api.post("/contacts/search", {"query": {}, "pagination": {"per_page": value}}).status == 400
    assert api.post("/contacts/search", {"query": {}, "pagination": {"per_page": 0}}).code == "parameter_invalid"
