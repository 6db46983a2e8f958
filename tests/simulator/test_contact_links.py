"""What is attached to contacts: companies and subscriptions; blocking; finding by external id."""

import pytest
from support.simulator_calls import Api


def test_a_company_is_attached_and_detached(api: Api) -> None:
    """behaviour.md 9 (contact companies): under `data`; attaching answers the company, and both sides show it."""
    person, company = api.contact(email="a@b.c")["id"], api.company("c1", name="Acme")
    path = f"/contacts/{person}/companies"
    for _ in range(2):
        assert api.post(path, {"id": company["id"]}).body == {**company, "user_count": 1}
    body = api.get(path).body
    assert [each["id"] for each in body["data"]] == [company["id"]]
    assert body["pages"] == {"type": "pages", "next": None, "page": 1, "per_page": 50, "total_pages": 1}
    shown = api.get(f"/contacts/{person}").body["companies"]
    assert shown["data"] == [{"type": "company", "id": company["id"], "url": f"/companies/{company['id']}"}]
    user = api.get(f"/users/{person}", version="1.4").body["companies"]["companies"]
    assert user == [{"type": "company", "company_id": "c1", "id": company["id"], "name": "Acme"}]
    assert api.delete(f"{path}/{company['id']}").body == company
    assert api.delete(f"{path}/{company['id']}").problem == (404, "company_not_found")
    assert api.get(path).body["total_count"] == 0


def test_what_cannot_be_attached(api: Api) -> None:
    """behaviour.md 4.3, recorded examples: company not specified, Company Not Found."""
    path = f"/contacts/{api.contact(email='a@b.c')['id']}/companies"
    result = api.post(path)
    assert (result.problem, result.message) == ((400, "parameter_not_found"), "company not specified")
    assert api.post(path, {"id": "123"}).problem == (404, "company_not_found")
    assert api.delete(f"{path}/123").problem == (404, "company_not_found")
    assert api.post("/contacts/x/companies", {"id": "123"}).message == "User Not Found"


def test_a_contact_has_at_most_1000_companies(api: Api) -> None:
    """behaviour.md 1.4 and 2: contact_company_limit_exceeded; one that is attached may be attached again."""
    api.simulator.quota.limit = None
    user = api.user(user_id="1", companies=[{"company_id": number} for number in range(1000)])
    path = f"/contacts/{user['id']}/companies"
    known = api.get("/companies?company_id=5").body["id"]
    assert api.post(path, {"id": known}).status == 200
    result = api.post(path, {"id": api.company("new")["id"]})
    assert result.problem == (400, "contact_company_limit_exceeded")
    assert result.message == "Contact has reached the maximum of 1000 company associations"
    over = api.post("/users", {"user_id": "1", "companies": [{"company_id": "newer"}]}, version="1.4")
    assert over.problem == (400, "contact_company_limit_exceeded")
    assert api.get("/companies?company_id=newer").status == 404
    page = api.get(f"{path}?per_page=60&page=17").body
    assert (len(page["data"]), page["pages"]["next"]) == (40, None)


def test_companies_of_a_contact_have_a_type_from_2_8(api: Api) -> None:
    """OpenAPI files: the short list in a contact."""
    person = api.contact(email="a@b.c")["id"]
    api.company("c1", person)
    for version, typed in (("2.7", False), ("2.8", True)):
        (item,) = api.get(f"/contacts/{person}", version=version).body["companies"]["data"]
        assert ("type" in item) is typed


def test_a_1_x_write_makes_changes_and_removes_companies(api: Api) -> None:
    """API docs: companies and users; by company_id or id, with attributes, and `remove` detaches."""
    user = api.user(user_id="1", companies=[{"company_id": 6, "name": "Serenity", "custom_attributes": {"n": 5}}])
    assert [company["name"] for company in user["companies"]["companies"]] == ["Serenity"]
    company = api.get("/companies?company_id=6").body
    assert (company["custom_attributes"], company["user_count"]) == ({"n": 5}, 1)
    api.user(user_id="1", companies=[{"id": company["id"], "plan": "Pro"}])
    assert api.get("/companies?company_id=6").body["plan"]["name"] == "Pro"
    gone = api.user(user_id="1", companies=[{"company_id": "6", "remove": True}, {"company_id": "x", "remove": True}])
    assert gone["companies"]["companies"] == []
    assert api.get("/companies?company_id=x").status == 404
    for bad, problem in (
        ("x", (400, "parameter_invalid")),
        ([{}], (400, "parameter_invalid")),
        ([{"id": "x"}], (404, "company_not_found")),
        ([{"company_id": "7", "size": "big"}], (400, "parameter_invalid")),
    ):
        assert api.post("/users", {"user_id": "2", "companies": bad}, version="1.4").problem == problem
    assert api.get("/users?user_id=2", version="1.4").status == 404


def test_a_deleted_contact_leaves_its_companies(api: Api) -> None:
    """Neither counts nor lists show somebody who is gone, archived before or not."""
    people = [api.contact(email=f"{number}@b.c")["id"] for number in range(2)]
    company = api.company("c1", *people)["id"]
    api.post(f"/contacts/{people[0]}/archive")
    assert api.get(f"/companies/{company}").body["user_count"] == 1
    for person in people:
        api.delete(f"/contacts/{person}")
    assert api.get(f"/companies/{company}").body["user_count"] == 0
    assert api.get(f"/companies/{company}/contacts").body["data"] == []


def test_subscriptions_are_chosen_and_given_back(api: Api) -> None:
    """API docs: subscriptions of a contact; only explicit choices are shown, by kind in the contact."""
    person = api.contact(email="a@b.c")["id"]
    path = f"/contacts/{person}/subscriptions"
    body = api.post(path, {"id": 2, "consent_type": "opt_in"}).body
    translation = {"name": "Announcements", "description": "What is new", "locale": "en"}
    assert body == {
        "type": "subscription", "id": "2", "state": "live", "consent_type": "opt_in",
        "default_translation": translation, "translations": [translation], "content_types": ["sms_message"],
    }  # fmt: skip
    api.post(path, {"id": "1", "consent_type": "opt_out"})
    assert [each["id"] for each in api.get(path).body["data"]] == ["2", "1"]
    contact = api.get(f"/contacts/{person}").body
    assert contact["opted_in_subscription_types"]["data"][0]["id"] == "2"
    assert contact["opted_out_subscription_types"]["data"][0]["id"] == "1"
    assert api.delete(f"{path}/2").body == body
    for result in (api.delete(f"{path}/2"), api.delete(f"{path}/9"), api.post(path, {"id": "invalid_id"})):
        assert (result.problem, result.message) == ((404, "not_found"), "Resource Not Found")
    assert api.post(path, {"id": "1", "consent_type": "x"}).problem == (400, "parameter_invalid")


def test_a_blocked_contact_is_archived_for_good(api: Api) -> None:
    """behaviour.md 4.3: a blocked contact is not_restorable; blocking came with 2.13."""
    person = api.contact(email="a@b.c", external_id="1")["id"]
    path = f"/contacts/{person}"
    assert api.post(f"{path}/block", version="2.12").problem == (400, "intercom_version_invalid")
    for _ in range(2):
        expected = {"type": "contact", "id": person, "external_id": "1", "blocked": True}
        assert api.post(f"{path}/block", version="2.13").body == expected
    assert api.get(path).status == 404
    assert api.post(f"{path}/unarchive").problem == (409, "not_restorable")
    assert api.delete(path).status == 200


def test_a_user_is_found_by_external_id(api: Api) -> None:
    """API docs: find a contact by external id, since 2.13; users only, and not archived ones."""
    user = api.contact(external_id="70", phone="+1")
    api.contact(role="lead", external_id="71")
    path = "/contacts/find_by_external_id"
    assert api.get(f"{path}/70").body == user
    assert api.get(f"{path}/70", version="2.13").body["formatted_phone"] == "+1"
    assert api.get(f"{path}/71").message == "User Not Found"
    api.post(f"/contacts/{user['id']}/archive")
    assert api.get(f"{path}/70").problem == (404, "not_found")


@pytest.mark.parametrize(("version", "status"), [("2.5", 404), ("2.6", 200)])
def test_archived_contacts_are_deleted_from_2_6(api: Api, version: str, status: int) -> None:
    """behaviour.md 1.4: 2.6."""
    person = api.contact(email="a@b.c")["id"]
    api.post(f"/contacts/{person}/archive")
    assert api.delete(f"/contacts/{person}", version=version).status == status
