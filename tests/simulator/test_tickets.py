"""Tickets: made at once or later, read, changed, given another type and deleted, in the shapes of each version."""

from typing import Any

import pytest
from support.simulator_calls import Api, Result

from intercom_async.simulator.tickets import Ticket

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
VERSIONS = ("2.9", "2.10", "2.11", "2.12", "2.13", "2.14", "2.15", "2.16", "Preview")
BUGS = "1"


def kind(api: Api, category: str = "Customer", name: str = "Other") -> str:
    """Make a type and return its id."""
    return api.post("/ticket_types", {"name": name, "category": category}).body["id"]


def made(api: Api, *, version: str = "2.16", **fields: object) -> Result:
    """Make a ticket, of Ann's unless told."""
    if "contacts" not in fields and not api.simulator.world.people.with_external_id("u1"):
        api.contact(external_id="u1", email="ann@x.test")
    body = {"ticket_type_id": BUGS, "contacts": [{"external_id": "u1"}], **fields}
    return api.post("/tickets", body, version=version)


def put(api: Api, ticket: str, *, version: str = "2.16", **body: object) -> Result:
    return api.put(f"/tickets/{ticket}", body, version=version)


def parts(body: dict[str, Any]) -> list[str]:
    return [part["part_type"] for part in body["ticket_parts"]["ticket_parts"]]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_ticket_is_made_read_and_found(api: Api, version: str) -> None:
    """behaviour.md 9 (ticket): a new ticket, in the shape of its version."""
    given = {"_default_title_": "Help", "_default_description_": "It broke"}
    body = made(api, version=version, ticket_attributes=given).body
    assert api.get(f"/tickets/{body['id']}", version=version).body == body
    assert (body["id"], body["type"], body["ticket_attributes"]) == ("1", "ticket", given)
    assert body["ticket_type"]["name"] == "Bug Report"
    nobody = "0" if version in VERSIONS[:7] else 0
    assert (body["admin_assignee_id"], body["team_assignee_id"]) == (nobody, nobody)
    state = {"type": "ticket_state", "id": "1", "category": "submitted"}
    labels = {"internal_label": "Submitted", "external_label": "Submitted"}
    early = version in VERSIONS[:3]
    assert body["ticket_state"] == ("submitted" if early else {**state, **labels})
    assert ("ticket_state_internal_label" in body) is early
    (contact,) = body["contacts"]["contacts"]
    person = api.simulator.world.people.with_external_id("u1")
    assert person is not None
    first = {"id": person.id, "role": "user"}
    assert contact == (first if version == "2.9" else {"type": "contact", "id": person.id, "external_id": "u1"})
    newer = {"ticket_id", "category", "open", "linked_objects", "is_shared"}
    assert newer & body.keys() == (set() if version == "2.9" else newer)
    assert "snoozed_until" not in body
    (part,) = body["ticket_parts"]["ticket_parts"]
    assert (part["part_type"], part["ticket_state"], part["previous_ticket_state"]) == (
        "ticket_state_updated_by_admin", "submitted", "submitted",
    )  # fmt: skip
    assert part["author"]["name"] == ("Operator" if early else "Fin")
    assert ("app_package_code" in part) is (version not in VERSIONS[:4])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"ticket_type_id": None}, (400, "parameter_not_found")),
        ({"ticket_type_id": 99}, (404, "not_found")),
        ({"ticket_type_id": [1]}, (400, "parameter_invalid")),
        ({"contacts": None}, (400, "parameter_not_found")),
        ({"contacts": "u1"}, (400, "parameter_invalid")),
        ({"contacts": ["u1"]}, (400, "parameter_invalid")),
        ({"contacts": [{"external_id": "u1"}, {"external_id": "u1"}]}, (400, "parameter_invalid")),
        ({"contacts": [{}]}, (404, "not_found")),
        ({"contacts": [{"id": "x"}]}, (404, "not_found")),
        ({"contacts": [{"external_id": "x"}]}, (404, "not_found")),
        ({"contacts": [{"email": "x"}]}, (400, "parameter_invalid")),
        ({"ticket_attributes": "x"}, (400, "parameter_invalid")),
        ({"ticket_attributes": {"Colour": "red"}}, (400, "parameter_invalid")),
        ({"ticket_attributes": {"_default_title_": 5}}, (400, "parameter_invalid")),
        ({"company_id": "x"}, (404, "company_not_found")),
        ({"created_at": 2_000_000_000}, (400, "parameter_invalid")),
        ({"assignment": "x"}, (400, "parameter_invalid")),
        ({"assignment": {"admin_assignee_id": "1"}}, (404, "assignee_not_found")),
        ({"assignment": {"team_assignee_id": "1"}}, (404, "assignee_not_found")),
        ({"conversation_to_link_id": "1"}, (400, "parameter_invalid")),
    ],
)
@pytest.mark.parametrize("path", ["/tickets", "/tickets/enqueue"])
def test_what_cannot_be_made_is_refused_at_once(
    api: Api, change: dict[str, object], problem: tuple[int, str], path: str
) -> None:
    """Also what would be made later; nothing is kept of it."""
    api.contact(external_id="u1")
    body = {"ticket_type_id": BUGS, "contacts": [{"external_id": "u1"}], **change}
    assert api.post(path, body).problem == problem
    assert api.get("/tickets/1").problem == (404, "ticket_not_found")
    assert api.get("/jobs/status/1").problem == (404, "job_not_found")


def test_a_new_address_makes_a_lead_and_a_known_one_none(api: Api) -> None:
    """Specification: an e-mail that nobody has makes a contact."""
    ann = api.contact(email="ann@x.test")["id"]
    known = made(api, contacts=[{"email": "Ann@x.test"}]).body["contacts"]["contacts"]
    assert [each["id"] for each in known] == [ann]
    (new,) = made(api, contacts=[{"email": "new@x.test"}]).body["contacts"]["contacts"]
    assert api.get(f"/contacts/{new['id']}").body["role"] == "lead"
    assert made(api, contacts=[{"id": ann}]).status == 200


@pytest.mark.parametrize("version", ["2.11", "2.12"])
def test_a_company_is_given_by_the_id_of_the_version(api: Api, version: str) -> None:
    """Specification: until 2.11 the customer's id of it."""
    company = api.company("acme")
    good, bad = ("acme", company["id"]) if version == "2.11" else (company["id"], "acme")
    ticket = made(api, version=version, company_id=good, created_at=1_600_000_000).body
    assert ticket["created_at"] == 1_600_000_000
    kept = api.simulator.world.shelf(Ticket).get(ticket["id"])
    assert kept is not None
    assert kept.company_id == company["id"]
    assert made(api, version=version, company_id=bad).problem == (404, "company_not_found")


def test_what_a_type_needs_must_be_given(api: Api) -> None:
    """behaviour.md 4.3, recorded example: missing required ticket attributes."""
    attribute = {
        "name": "Size",
        "description": "",
        "data_type": "list",
        "list_items": "S, L",
        "required_to_create": True,
    }
    size = api.post("/ticket_types/1/attributes", attribute).body
    small, large = (each["id"] for each in size["input_options"]["list_options"])
    result = made(api)
    assert (result.problem, result.message) == ((400, "parameter_invalid"), "Missing required ticket attributes")
    assert made(api, ticket_attributes={"Size": None}).message == "Missing required ticket attributes"
    assert made(api, ticket_attributes={"Size": "S"}).problem == (400, "parameter_invalid")
    ticket = made(api, ticket_attributes={"Size": small}).body
    assert ticket["ticket_attributes"]["Size"] == "S"
    changed = put(api, ticket["id"], ticket_attributes={"Size": large}).body
    value = changed["ticket_parts"]["ticket_parts"][-1]["updated_attribute_data"]["value"]
    assert value == {"type": "value", "id": large, "label": "L"}


@pytest.mark.parametrize(
    ("data_type", "good", "bad"),
    [
        ("string", "x", 5),
        ("integer", 5, True),
        ("decimal", 1.5, "1"),
        ("boolean", False, 0),
        ("datetime", 1_700_000_000, False),
        ("datetime", "2023-11-14T00:00:00Z", 1.5),
        ("files", [1], "x"),
    ],
)
def test_values_are_of_the_type_of_their_attribute(api: Api, data_type: str, good: object, bad: object) -> None:
    body = {"name": "A", "description": "", "data_type": data_type}
    api.post("/ticket_types/1/attributes", body)
    ticket = made(api, ticket_attributes={"A": good}).body
    assert ticket["ticket_attributes"]["A"] == good
    assert put(api, ticket["id"], ticket_attributes={"A": bad}).problem == (400, "parameter_invalid")
    cleared = put(api, ticket["id"], ticket_attributes={"A": None}).body
    assert cleared["ticket_attributes"]["A"] is None
    part = cleared["ticket_parts"]["ticket_parts"][-1]
    assert part["updated_attribute_data"]["value"] == {"type": "value", "id": "", "label": ""}
    assert (
        "updated_attribute_data" not in api.get("/tickets/1", version="2.13").body["ticket_parts"]["ticket_parts"][-1]
    )


def test_an_archived_attribute_is_not_shown(api: Api) -> None:
    ticket = made(api, ticket_attributes={"_default_title_": "x"}).body
    api.put("/ticket_types/1/attributes/1", {"archived": True})
    assert set(api.get(f"/tickets/{ticket['id']}").body["ticket_attributes"]) == {"_default_description_"}
    assert put(api, ticket["id"], ticket_attributes={"_default_title_": "y"}).problem == (400, "parameter_invalid")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_change_is_a_part(api: Api, version: str) -> None:
    """behaviour.md 1.4 (2.12, 2.14): attributes, state, assignment and rest, by the words of each version."""
    ticket = made(api, version=version).body["id"]
    later = version not in VERSIONS[:5]
    who = {"admin_id": CIARAN, "assignee_id": int(ADA)}
    state = {"state": "in_progress"} if version in VERSIONS[:3] else {"ticket_state_id": 2}
    body = put(
        api, ticket, version=version, ticket_attributes={"_default_title_": "Help"}, **state,
        **(who if later else {"assignment": who}), snoozed_until=1_700_000_500, is_shared=True,
    ).body  # fmt: skip
    assert parts(body)[1:] == [
        "ticket_attribute_updated_by_admin", "ticket_state_updated_by_admin", "assignment", "snoozed",
    ]  # fmt: skip
    moved = body["ticket_parts"]["ticket_parts"][2]
    assert (moved["previous_ticket_state"], moved["ticket_state"]) == ("submitted", "in_progress")
    assigned = body["ticket_parts"]["ticket_parts"][3]
    assert (assigned["assigned_to"], assigned["author"]["id"]) == ({"type": "admin", "id": ADA}, CIARAN)
    assert str(body["admin_assignee_id"]) == ADA
    assert body.get("snoozed_until", 1_700_000_500) == 1_700_000_500
    assert body.get("is_shared", True) is True
    assert body.get("previous_ticket_state_id") == ("1" if version in {"2.16", "Preview"} else None)
    again = put(api, ticket, version=version, ticket_attributes={"_default_title_": "Help"}, **state).body
    assert parts(again) == parts(body)


@pytest.mark.parametrize(
    ("version", "change", "problem"),
    [
        ("2.11", {"state": "submitted"}, (400, "parameter_invalid")),
        ("2.12", {"ticket_state_id": 0}, (400, "ticket_state_id_invalid")),
        ("2.16", {"ticket_state_id": "x"}, (400, "ticket_state_id_invalid")),
        ("2.13", {"assignment": {"admin_id": "123"}}, (404, "assignee_not_found")),
        ("2.13", {"assignment": {"admin_id": CIARAN, "assignee_id": "456"}}, (404, "assignee_not_found")),
        ("2.14", {"admin_id": 123}, (404, "assignee_not_found")),
        ("2.14", {"assignee_id": 456}, (404, "assignee_not_found")),
        ("2.16", {"open": "x"}, (400, "parameter_invalid")),
        ("2.16", {"snoozed_until": "x"}, (400, "parameter_invalid")),
        ("2.16", {"is_shared": 1}, (400, "parameter_invalid")),
        ("2.16", {"company_id": "x"}, (404, "company_not_found")),
        ("2.16", {"ticket_attributes": {"Colour": 1}}, (400, "parameter_invalid")),
    ],
)
def test_a_wrong_change_changes_nothing(
    api: Api, version: str, change: dict[str, object], problem: tuple[int, str]
) -> None:
    """behaviour.md 4.3, recorded examples: an assignee or a state that is none."""
    made(api)
    before = api.get("/tickets/1").body
    given = {**change, "ticket_attributes": change.get("ticket_attributes", {"_default_title_": "x"})}
    assert put(api, "1", version=version, **given).problem == problem
    assert api.get("/tickets/1").body == before
    assert put(api, "9", **change).problem == (404, "ticket_not_found")


def test_a_state_that_is_none_is_told_of_in_recorded_words(api: Api) -> None:
    made(api)
    message = "Ticket state id is not valid or is not associated with the ticket type"
    assert put(api, "1", ticket_state_id=0).message == message
    assert put(api, "1", assignee_id=456).message == "Assignee not found"


def test_a_ticket_goes_to_a_teammate_a_team_and_nobody(api: Api) -> None:
    made(api, assignment={"admin_assignee_id": int(CIARAN), "team_assignee_id": SUPPORT})
    assert api.get("/tickets/1").body["admin_assignee_id"] == int(CIARAN)
    for assignee, admin, team in ((ADA, ADA, SUPPORT), (0, "0", "0"), (SUPPORT, "0", SUPPORT)):
        body = put(api, "1", assignee_id=assignee).body
        assert (body["admin_assignee_id"], body["team_assignee_id"]) == (int(admin), int(team))
    part = body["ticket_parts"]["ticket_parts"][-1]
    assert (part["assigned_to"], part["author"]["type"]) == ({"type": "team", "id": SUPPORT}, "bot")


def test_a_ticket_is_closed_opened_and_rests_for_a_while(api: Api) -> None:
    """Specification: closing also ends a rest; recorded: a time that has passed is a day from now."""
    company = api.company("acme")["id"]
    made(api)
    assert put(api, "1", snoozed_until=int(api.clock.time) + 100, company_id=company).body["snoozed_until"]
    assert "snoozed_until" not in put(api, "1", snoozed_until=None, company_id=None).body
    assert put(api, "1", snoozed_until=5).body["snoozed_until"] == int(api.clock.time) + 86_400
    closed = put(api, "1", open=False, snoozed_until=5).body
    assert (closed["open"], "snoozed_until" in closed) == (False, False)
    opened = put(api, "1", open=True, snoozed_until=int(api.clock.time) + 10).body
    assert (opened["open"], "snoozed_until" in opened) == (True, True)
    assert parts(put(api, "1", open=True).body)[1:] == [
        "snoozed", "unsnoozed", "snoozed", "close", "open", "snoozed",
    ]  # fmt: skip
    api.clock.time += 11
    assert "snoozed_until" not in api.get("/tickets/1").body
    assert parts(put(api, "1", snoozed_until=None).body)[-1] == "snoozed"


def test_a_deleted_ticket_is_gone(api: Api) -> None:
    """behaviour.md 9 (delete): id, object and deleted."""
    made(api)
    assert api.delete("/tickets/1").body == {"id": "1", "object": "ticket", "deleted": True}
    again = api.delete("/tickets/1")
    assert (again.problem, again.message) == ((404, "ticket_not_found"), "Ticket not found")
    assert made(api).body["id"] == "2"


def test_the_contact_of_a_ticket_may_go_or_be_merged(api: Api) -> None:
    lead = api.contact(role="lead", email="ann@x.test")["id"]
    made(api, contacts=[{"id": lead}])
    user = api.contact(email="ann@x.test", external_id="u1")["id"]
    api.post("/contacts/merge", {"from": lead, "into": user})
    assert [each["id"] for each in api.get("/tickets/1").body["contacts"]["contacts"]] == [user]
    api.delete(f"/contacts/{user}")
    assert api.get("/tickets/1").body["contacts"]["contacts"] == []


def test_another_type_keeps_what_both_have(api: Api) -> None:
    """behaviour.md 9 (ticket): what has the same name and type is kept; the state is text, as recorded."""
    other = kind(api)
    for type_id, items in ((BUGS, "S,L"), (other, "L,XL")):
        attribute = {"name": "Size", "description": "", "data_type": "list", "list_items": items}
        api.post(f"/ticket_types/{type_id}/attributes", attribute)
        api.post(f"/ticket_types/{type_id}/attributes", {"name": "Age", "description": "", "data_type": "integer"})
    types = {each["id"]: each for each in api.get("/ticket_types").body["data"]}
    sizes = {
        type_id: {each["label"]: each["id"] for each in types[type_id]["ticket_type_attributes"]["data"][2]
                  ["input_options"]["list_options"]}
        for type_id in (BUGS, other)
    }  # fmt: skip
    given = {"_default_title_": "a", "_default_description_": "b", "Size": sizes[BUGS]["L"]}
    made(api, ticket_attributes=given)
    body = {"ticket_type_id": other, "ticket_state_id": 3, "ticket_attributes": {"_default_title_": "c"}}
    changed = api.post("/tickets/1/change_type", body).body
    assert changed["ticket_attributes"] == {
        "_default_title_": "c", "_default_description_": "b", "Size": "L", "Age": None,
    }  # fmt: skip
    assert (changed["ticket_type"]["id"], changed["ticket_state"]) == (other, "waiting_on_customer")
    assert changed["ticket_state_external_label"] == "Waiting on you"
    assert api.get("/tickets/1").body["previous_ticket_state_id"] == "1"
    body = {"ticket_type_id": BUGS, "ticket_state_id": 3, "ticket_attributes": {"Size": sizes[BUGS]["S"]}}
    back = api.post("/tickets/1/change_type", body).body
    assert back["ticket_attributes"]["Size"] == "S"
    assert api.get("/tickets/1").body["previous_ticket_state_id"] == "1"


def test_a_list_item_that_the_other_type_lacks_is_lost(api: Api) -> None:
    other = kind(api)
    small = ""
    for type_id, items in ((other, "L"), (BUGS, "S")):
        attribute = {"name": "Size", "description": "", "data_type": "list", "list_items": items}
        small = api.post(f"/ticket_types/{type_id}/attributes", attribute).body["input_options"]["list_options"][0][
            "id"
        ]
    made(api, ticket_attributes={"Size": small})
    body = {"ticket_type_id": other, "ticket_state_id": "1"}
    assert api.post("/tickets/1/change_type", body).body["ticket_attributes"]["Size"] is None


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"ticket_state_id": "1"}, "ticket_type_id is a required parameter"),
        ({"ticket_type_id": "2"}, "ticket_state_id is a required parameter"),
        ({"ticket_type_id": "1", "ticket_state_id": "1"}, "Cannot change to the same ticket type"),
        ({"ticket_type_id": "2", "ticket_state_id": "9"}, "Ticket custom state doesn't belong to the new ticket type"),
        ({"ticket_type_id": "2", "ticket_state_id": "1", "ticket_attributes": {"Priority": 1}},
         "Extra attributes provided that are not found on ticket type: Priority"),
        ({"ticket_type_id": "3", "ticket_state_id": "1"}, "Cannot change to a ticket type of another category"),
    ],
)  # fmt: skip
def test_another_type_is_refused_in_recorded_words(api: Api, body: dict[str, object], message: str) -> None:
    kind(api)
    kind(api, "Tracker")
    made(api)
    result = api.post("/tickets/1/change_type", body)
    assert (result.status, result.message) == (400, message)
    missing = api.post("/tickets/9/change_type", body)
    assert (missing.problem, missing.message) == ((404, "not_found"), "Resource Not Found")


def test_a_ticket_may_be_made_later(api: Api) -> None:
    """Recorded examples: the job before and after, of which the first says where to ask."""
    api.contact(external_id="u1")
    body = {"ticket_type_id": BUGS, "contacts": [{"external_id": "u1"}]}
    jobs = [api.post("/tickets/enqueue", body).body for _ in range(2)]
    pending = {
        "type": "job", "id": "1", "status": "pending", "url": "https://api.intercom.test/jobs/status/1",
        "resource_type": "ticket", "resource_id": None, "resource_url": None,
    }  # fmt: skip
    assert jobs == [pending, {**pending, "id": "2", "url": pending["url"].replace("/1", "/2")}]
    assert api.get("/jobs/status/1").body == pending
    assert api.get("/tickets/1").status == 404
    api.clock.time += 2
    done = {"type": "job", "id": "1", "status": "success", "resource_type": "ticket", "resource_id": "1"}
    assert api.get("/jobs/status/1").body == {**done, "resource_url": "https://api.intercom.test/tickets/1"}
    assert api.get("/jobs/status/2").body["resource_id"] == "2"
    assert api.get("/tickets/1").body["created_at"] == int(api.clock.time)
    result = api.get("/jobs/status/3")
    assert (result.problem, result.message) == ((404, "job_not_found"), "Job Not Found")


def test_what_was_enqueued_may_fail(api: Api) -> None:
    """Its contact was deleted meanwhile."""
    person = api.contact(external_id="u1")["id"]
    api.post("/tickets/enqueue", {"ticket_type_id": BUGS, "contacts": [{"external_id": "u1"}]})
    api.delete(f"/contacts/{person}")
    api.clock.time += 5
    job = api.get("/jobs/status/1").body
    assert (job["status"], job["resource_id"], "url" in job) == ("failed", None, True)
