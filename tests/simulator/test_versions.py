"""What one person looks like from 1.0 to Preview, and how old versions delete people."""

import pytest
from support.simulator_calls import Api


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.4"])
def test_address_browser_and_place_until_1_1(api: Api, version: str) -> None:
    """v1.md 2 (1.2): from then on the keys are null, the coordinates gone."""
    fields = {"user_id": "1", "last_seen_ip": "1.2.3.4", "last_seen_user_agent": "Mozilla"}
    user = api.post("/users", fields, version="1.0").body
    person = api.simulator.world.people.get(user["id"])
    assert person is not None
    assert user["location_data"] == {}
    person.fields |= {"location.country": "Ireland", "location.city": "Dublin", "location.latitude": 53.3}
    body = api.get(f"/users/{user['id']}", version=version).body
    shown = version < "1.2"
    assert body["last_seen_ip"] == ("1.2.3.4" if shown else None)
    assert body["user_agent_data"] == ("Mozilla" if shown else None)
    assert ("latitude" in body["location_data"]) is shown
    assert (body["location_data"]["type"], body["location_data"]["city_name"]) == ("location_data", "Dublin")
    assert api.get(f"/contacts/{user['id']}").body["location"]["country"] == "Ireland"


def test_owners_came_with_1_4(api: Api) -> None:
    """behaviour.md 1.4: 1.4; before, a write ignores it and no body has it."""
    body = {"user_id": "1", "owner_id": "991267459"}
    old = api.post("/users", body, version="1.3").body
    assert "owner_id" not in old
    assert api.get(f"/users/{old['id']}", version="1.4").body["owner_id"] is None
    assert api.post("/users", body, version="1.4").body["owner_id"] == "991267459"


def test_a_null_subscription_is_an_error_from_1_3(api: Api) -> None:
    """behaviour.md 1.4: 1.3."""
    body = {"user_id": "1", "unsubscribed_from_emails": None}
    assert api.post("/users", body, version="1.2").status == 200
    assert api.post("/users", body, version="1.3").problem == (400, "parameter_invalid")


@pytest.mark.parametrize(("version", "good"), [("1.3", True), ("1.4", False)])
def test_names_of_custom_attributes_by_version(api: Api, version: str, *, good: bool) -> None:
    """behaviour.md 1.4: 1.4; before only dots and dollars are refused."""
    for name, expected in (("a/b!", good), ("a.b", False), ("a$b", version == "1.4"), ("plain", True), (" ", False)):
        result = api.post("/users", {"user_id": "1", "custom_attributes": {name: 1}}, version=version)
        assert (result.status == 200) is expected, name


def test_archived_attributes_leave_people_in_1_4(api: Api) -> None:
    """behaviour.md 1.4: 1.4; and they come back when unarchived."""
    api.attribute("plan")
    person = api.contact(email="a@b.c", custom_attributes={"plan": "pro"})["id"]

    def shown() -> list[bool]:
        paths = ((f"/users/{person}", "1.3"), (f"/users/{person}", "1.4"), (f"/contacts/{person}", "2.16"))
        return [bool(api.get(path, version=version).body["custom_attributes"]) for path, version in paths]

    api.put("/data_attributes/1", {"archived": True})
    assert shown() == [True, False, False]
    api.put("/data_attributes/1", {"archived": False})
    assert shown() == [True, True, True]


def test_attributes_are_listed_by_path_until_1_3(api: Api) -> None:
    """behaviour.md 1.4: 1.4; the items say nothing of their model before."""
    api.attribute("plan")
    customers = api.get("/data_attributes/customer", version="1.0").body
    assert customers["type"] == "data_attribute.list"
    named = {item["full_name"]: item for item in customers["data_attributes"]}
    assert "custom_attributes.plan" in named
    assert "model" not in named["custom_attributes.plan"]
    companies = api.get("/data_attributes/company", version="1.3").body["data_attributes"]
    assert "monthly_spend" in {item["full_name"] for item in companies}
    assert api.get("/data_attributes/customer", version="1.4").problem == (400, "intercom_version_invalid")


@pytest.mark.parametrize(("version", "writable"), [("2.10", True), ("2.11", False)])
def test_attributes_are_messenger_writable_by_default_until_2_10(api: Api, version: str, *, writable: bool) -> None:
    """behaviour.md 1.4: 2.11."""
    body = {"name": "x", "model": "contact", "data_type": "string"}
    assert api.post("/data_attributes", body, version=version).body["messenger_writable"] is writable


@pytest.mark.parametrize(
    ("key", "since"),
    [
        ("utm_campaign", "2.4"),
        ("referrer", "2.4"),
        ("opted_in_subscription_types", "2.6"),
        ("enabled_push_messaging", "2.12"),
        ("formatted_phone", "Preview"),
    ],
)
def test_keys_of_contacts_by_version(api: Api, key: str, since: str) -> None:
    """behaviour.md 9 (contact): changelogs and recorded examples."""
    person = api.contact(email="a@b.c")["id"]
    versions = ["2.0", "2.3", "2.4", "2.5", "2.6", "2.11", "2.12", "2.16", "Preview"]
    with_key = [v for v in versions if key in api.get(f"/contacts/{person}", version=v).body]
    assert with_key == versions[versions.index(since) :]


def test_country_codes_came_with_2_4(api: Api) -> None:
    """behaviour.md 1.4 (2.4): country and continent codes."""
    person = api.contact(email="a@b.c")["id"]
    for version, there in (("2.3", False), ("2.4", True)):
        assert ("country_code" in api.get(f"/contacts/{person}", version=version).body["location"]) is there


@pytest.mark.parametrize("version", ["2.7", "2.9"])
def test_short_answers_had_an_object_until_2_9(api: Api, version: str) -> None:
    """behaviour.md 9 (contact delete): {id, object} to 2.9, {type, id, external_id} from 2.10 on."""
    person = api.contact(email="a@b.c")["id"]
    path = f"/contacts/{person}"
    assert api.post(f"{path}/archive", version=version).body == {"id": person, "object": "contact", "archived": True}
    assert api.post(f"{path}/unarchive", version=version).body["archived"] is False
    assert api.delete(path, version=version).body == {"id": person, "object": "contact", "deleted": True}


def test_users_are_archived_by_id(api: Api) -> None:
    """v1.md 8: archive a user; DELETE /users/{id} as well."""
    user = api.user(user_id="1")
    assert api.delete(f"/users/{user['id']}", version="1.4").body == user
    assert api.delete(f"/users/{user['id']}", version="1.4").problem == (404, "not_found")
    assert api.post(f"/contacts/{user['id']}/unarchive").status == 200


def test_users_are_deleted_on_request(api: Api) -> None:
    """v1.md 8: the request has a number; archived ones too, for good."""
    first, second = api.user(user_id="1"), api.user(user_id="2")
    api.delete(f"/users/{second['id']}", version="1.4")
    for number, user in enumerate((first, second), 1):
        body = {"intercom_user_id": user["id"]}
        assert api.post("/user_delete_requests", body, version="1.4").body == {"id": number}
        assert api.post("/user_delete_requests", body, version="1.4").problem == (404, "not_found")
    assert api.post("/user_delete_requests", {}, version="1.4").problem == (400, "parameter_not_found")
    assert api.simulator.report().people == 0
