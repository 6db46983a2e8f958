"""The people who take part in a conversation: adding and removing them, by whom, and what answers."""

from typing import Any

import pytest
from support.simulator_calls import Api

CIARAN = "991267459"


@pytest.fixture
def ann(api: Api) -> str:
    return api.contact(email="ann@b.c", external_id="ann")["id"]


@pytest.fixture
def number(api: Api, ann: str) -> str:
    return api.simulator.add_conversation(ann, "Hi")


def add(api: Api, number: str, version: str = "1.4", **body: object) -> Any:
    return api.post(f"/conversations/{number}/customers", body, version=version)


def remove(api: Api, number: str, person_id: str, version: str = "1.4", **body: object) -> Any:
    return api.call("DELETE", f"/conversations/{number}/customers/{person_id}", body, version=version)


def kinds(api: Api, number: str) -> list[tuple[str, str]]:
    body = api.get(f"/conversations/{number}", version="1.4").body
    return [(part["part_type"], part["author"]["id"]) for part in body["conversation_parts"]["conversation_parts"]]


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.0", "2.16"])
def test_a_teammate_adds_and_removes(api: Api, number: str, ann: str, version: str) -> None:
    """Documented 1.x answer: users and leads, without a type; DELETE has a JSON body."""
    lead = api.lead(email="lee@b.c")["id"]
    both = {"customers": [{"type": "user", "id": ann}, {"type": "lead", "id": lead}]}
    for _ in range(2):
        result = add(api, number, version, admin_id=CIARAN, customer={"intercom_user_id": lead})
        assert (result.status, result.body) == (200, both)
    assert api.get(f"/conversations/{number}", version="1.4").body["customers"] == both["customers"]
    result = remove(api, number, ann, version, admin_id=int(CIARAN))
    assert (result.status, result.body) == (200, {"customers": both["customers"][1:]})
    assert kinds(api, number) == [("participant_added", CIARAN), ("participant_removed", CIARAN)]
    assert api.get(f"/conversations?type=user&intercom_user_id={ann}", version="1.4").body["conversations"] == []


def test_a_customer_adds_another(api: Api, number: str, ann: str) -> None:
    """API docs: adding to group conversations as customer; only somebody who takes part may."""
    bob = api.user(user_id="bob", email="bob@b.c")["id"]
    result = add(api, number, user_id="bob", customer={"user_id": "bob"})
    assert (result.problem, result.message) == ((404, "not_found"), "Resource Not Found")
    assert add(api, number, email="ann@b.c", customer={"user_id": "bob"}).body["customers"][1]["id"] == bob
    assert kinds(api, number) == [("participant_added", ann)]


def test_an_unknown_email_makes_a_lead(api: Api, number: str) -> None:
    """API docs: customers without an email; a known one names a user before a lead."""
    for _ in range(2):
        customers = add(api, number, admin_id=CIARAN, customer={"email": "New@b.c"}).body["customers"]
        assert [each["type"] for each in customers] == ["user", "lead"]
    lead = customers[1]["id"]
    assert api.get(f"/contacts/{lead}", version="1.4").body["email"] == "new@b.c"
    user = api.user(user_id="new", email="new@b.c")["id"]
    assert add(api, number, admin_id=CIARAN, customer={"email": "new@b.c"}).body["customers"][2]["id"] == user


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"customer": {"email": "n@b.c"}}, (400, "parameter_not_found")),
        ({"user_id": "x", "customer": {"email": "n@b.c"}}, (404, "not_found")),
        ({"admin_id": "1", "customer": {"email": "n@b.c"}}, (404, "admin_not_found")),
        ({"admin_id": CIARAN}, (400, "parameter_not_found")),
        ({"admin_id": CIARAN, "customer": "x"}, (400, "parameter_invalid")),
        ({"admin_id": CIARAN, "customer": {}}, (400, "parameter_not_found")),
        ({"admin_id": CIARAN, "customer": {"email": "n"}}, (400, "parameter_invalid")),
        ({"admin_id": CIARAN, "customer": {"user_id": "x"}}, (404, "not_found")),
        ({"admin_id": CIARAN, "customer": {"user_id": "silent"}}, (400, "parameter_invalid")),
    ],
)
def test_who_cannot_be_added(api: Api, number: str, body: dict[str, object], problem: tuple[int, str]) -> None:
    """API docs: a customer named by an id needs an e-mail."""
    api.user(user_id="silent")
    assert add(api, number, **body).problem == problem
    assert len(api.get(f"/conversations/{number}", version="1.4").body["customers"]) == 1


def test_who_cannot_be_removed(api: Api, number: str, ann: str) -> None:
    """behaviour.md 4.3, recorded examples: somebody who takes no part, the last one, and by nobody."""
    other = api.contact(email="b@b.c")["id"]
    result = remove(api, number, other, admin_id=CIARAN)
    assert (result.problem, result.message) == ((404, "not_found"), "User Not Found")
    result = remove(api, number, ann, "2.16", admin_id=CIARAN)
    assert (result.problem, result.message) == (
        (422, "parameter_invalid"),
        "Removing the last customer is not allowed",
    )
    add(api, number, admin_id=CIARAN, customer={"email": "b@b.c"})
    assert remove(api, number, ann).problem == (400, "parameter_not_found")
    api.simulator.world.admins[0].inbox_seat = False
    assert remove(api, number, ann, admin_id=CIARAN).problem == (403, "action_forbidden")
    assert add(api, number, admin_id=CIARAN, customer={"email": "c@b.c"}).problem == (403, "action_forbidden")
    assert len(api.get(f"/conversations/{number}").body["contacts"]["contacts"]) == 2
