"""Leads of 1.x: the leads among the contacts of 2.x."""

import re

import pytest
from support.simulator_calls import Api

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OLD = "1.4"


def test_a_lead_needs_nothing_and_gets_a_user_id(api: Api) -> None:
    """v1.md 7 (Lead): create a lead; anonymous, of type contact, with a user_id that the server made."""
    lead = api.lead()
    assert (lead["type"], lead["anonymous"], lead["session_count"], lead["signed_up_at"]) == ("contact", True, 0, None)
    assert UUID.fullmatch(lead["user_id"])
    assert api.get(f"/contacts/{lead['id']}", version=OLD).body == lead
    assert api.get(f"/contacts?user_id={lead['user_id']}", version=OLD).body == lead


def test_a_lead_is_a_contact_of_2_x(api: Api) -> None:
    """behaviour.md 1.4 (2.0): the same people, both ways."""
    old, new = api.lead(email="a@b.c", name="Lee"), api.contact(role="lead")
    body = api.get(f"/contacts/{old['id']}").body
    assert (body["role"], body["email"], body["name"], body["external_id"]) == ("lead", "a@b.c", "Lee", None)
    assert UUID.fullmatch(api.get(f"/contacts/{new['id']}", version=OLD).body["user_id"])


def test_an_update_names_id_or_user_id(api: Api) -> None:
    """API docs: update a lead; an e-mail does not identify one."""
    lead = api.lead(email="a@b.c")
    assert api.lead(id=lead["id"], name="A")["id"] == lead["id"]
    changed = api.lead(user_id=lead["user_id"], phone="+1")
    assert (changed["name"], changed["phone"], changed["user_id"]) == ("A", "+1", lead["user_id"])
    assert api.lead(email="a@b.c")["id"] != lead["id"]
    for unknown in ({"id": "x"}, {"user_id": "x"}, {"id": api.user(email="u@b.c")["id"]}):
        result = api.post("/contacts", unknown, version=OLD)
        assert (result.problem, result.message) == ((404, "not_found"), "Contact Not Found")


def test_leads_are_listed_by_email_and_phone(api: Api) -> None:
    """behaviour.md 1.4: 1.2; phone is ignored before."""
    first, second = api.lead(email="a@b.c"), api.lead(phone="+1")
    api.user(email="a@b.c", phone="+1")

    def listed(query: str, version: str = OLD) -> list[str]:
        body = api.get(f"/contacts?{query}", version=version).body
        assert (body["type"], body["limited"]) == ("contact.list", False)
        return [lead["id"] for lead in body["contacts"]]

    assert listed("order=asc") == [first["id"], second["id"]]
    assert listed("email=A@b.c") == [first["id"]]
    assert listed("phone=%2B1") == [second["id"]]
    assert len(listed("phone=%2B1", "1.1")) == 2
    assert listed("created_since=1&per_page=1&order=asc") == [first["id"]]


def test_leads_are_scrolled(api: Api) -> None:
    """v1.md 4: iterate over leads; under contacts, in the one scroll of the workspace."""
    assert api.get("/contacts/scroll", version=OLD).status == 404
    api.user(email="a@b.c")
    assert api.get("/contacts/scroll", version=OLD).status == 404
    leads = [api.lead()["id"] for _ in range(2)]
    body = api.get("/contacts/scroll", version=OLD).body
    assert [lead["id"] for lead in body["contacts"]] == leads
    assert api.get("/users/scroll", version=OLD).problem == (400, "scroll_exists")
    after = api.get(f"/contacts/scroll?scroll_param={body['scroll_param']}", version=OLD).body
    assert (after["type"], after["contacts"]) == ("contact.list", [])


def test_a_lead_becomes_a_user(api: Api) -> None:
    """API docs: convert a lead; the e-mail is kept, the lead's user_id is not."""
    lead = api.lead(email="a@b.c")
    body = {"contact": {"user_id": lead["user_id"]}, "user": {"user_id": "25"}}
    user = api.post("/contacts/convert", body, version=OLD).body
    assert (user["type"], user["id"], user["user_id"], user["email"]) == ("user", lead["id"], "25", "a@b.c")
    assert api.get(f"/contacts?user_id={lead['user_id']}", version=OLD).status == 404
    other = api.lead()
    body = {"contact": {"id": other["id"]}, "user": {"email": "New@b.c"}}
    assert api.post("/contacts/convert", body, version=OLD).body["email"] == "new@b.c"


def test_a_lead_is_merged_into_a_user_who_exists(api: Api) -> None:
    """API docs: convert a lead; the lead is deleted, what it had goes over, its identifiers do not."""
    user = api.user(user_id="25", name="U")
    lead = api.lead(email="l@b.c", phone="+1", name="L", companies=[{"company_id": "c1"}])
    api.post("/tags", {"name": "VIP", "users": [{"id": lead["id"]}]})
    body = {"contact": {"id": lead["id"]}, "user": {"user_id": "25"}}
    merged = api.post("/contacts/convert", body, version=OLD).body
    assert (merged["id"], merged["name"], merged["phone"], merged["user_id"]) == (user["id"], "U", "+1", "25")
    assert [company["company_id"] for company in merged["companies"]["companies"]] == ["c1"]
    assert [tag["name"] for tag in merged["tags"]["tags"]] == ["VIP"]
    assert api.get(f"/contacts/{lead['id']}", version=OLD).message == "Contact Not Found"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, (400, "parameter_not_found")),
        ({"contact": {"id": "x"}, "user": {"user_id": "1"}}, (404, "not_found")),
        ({"contact": {"id": "LEAD"}}, (400, "parameter_not_found")),
        ({"contact": {"id": "LEAD"}, "user": {}}, (400, "parameter_not_found")),
        ({"contact": {"id": "LEAD"}, "user": {"id": "x"}}, (404, "not_found")),
    ],
)
def test_what_cannot_be_converted(api: Api, body: dict[str, dict[str, str]], problem: tuple[int, str]) -> None:
    """v1.md 6: convert a lead; 404 Contact Not Found."""
    lead = api.lead()["id"]
    if body.get("contact") == {"id": "LEAD"}:
        body = {**body, "contact": {"id": lead}}
    assert api.post("/contacts/convert", body, version=OLD).problem == problem


def test_a_lead_is_deleted_by_either_id(api: Api) -> None:
    """API docs: delete a lead; the answer is the lead."""
    first, second = api.lead(), api.lead()
    assert api.delete(f"/contacts/{first['id']}", version=OLD).body == first
    assert api.delete(f"/contacts?user_id={second['user_id']}", version=OLD).body == second
    assert api.get("/contacts", version=OLD).body["contacts"] == []
    assert api.delete(f"/contacts/{first['id']}", version=OLD).problem == (404, "not_found")
    assert api.delete("/contacts", version=OLD).problem == (400, "parameter_not_found")
    assert api.get(f"/contacts/{api.user(email='a@b.c')['id']}", version=OLD).status == 404
