"""Visitors: whom `Simulator.add_visitor` made; found, changed, converted by version, and deleted."""

import pytest
from support.simulator_calls import Api


@pytest.fixture
def visitor(api: Api) -> str:
    return api.simulator.add_visitor(user_id="v-1")


def test_a_visitor_is_the_recorded_one(api: Api, visitor: str) -> None:
    """behaviour.md 9 (visitor.last_request_at): an empty e-mail, signed up when made, nothing else."""
    body = api.get("/visitors?user_id=v-1", version="2.7").body
    expected = {
        "type": "visitor", "id": visitor, "user_id": "v-1", "anonymous": True, "email": "", "phone": None, "name": None,
        "pseudonym": None, "avatar": {"type": "avatar", "image_url": None}, "app_id": "simulatr",
        "companies": {"type": "company.list", "companies": []}, "location_data": {}, "last_request_at": None,
        "created_at": 1_700_000_000, "remote_created_at": 1_700_000_000, "signed_up_at": 1_700_000_000,
        "updated_at": 1_700_000_000, "session_count": 0,
        "social_profiles": {"type": "social_profile.list", "social_profiles": []}, "owner_id": None,
        "unsubscribed_from_emails": False, "marked_email_as_spam": False, "has_hard_bounced": False,
        "tags": {"type": "tag.list", "tags": []}, "segments": {"type": "segment.list", "segments": []},
        "custom_attributes": {}, "referrer": None, "utm_campaign": None, "utm_content": None, "utm_medium": None,
        "utm_source": None, "utm_term": None, "do_not_track": None,
    }  # fmt: skip
    assert body == expected
    assert api.get(f"/visitors/{visitor}", version="2.6").body == expected
    assert api.get(f"/visitors/{visitor}", version="1.0").body["user_agent_data"] is None


def test_an_unknown_visitor_is_404(api: Api) -> None:
    """behaviour.md 4.3, recorded example: Visitor Not Found; and the user_id is needed."""
    for result in (
        api.get("/visitors?user_id=x"),
        api.get("/visitors/x"),
        api.put("/visitors", {"user_id": "x"}),
        api.delete("/visitors/x"),
        api.post("/visitors/convert", {"type": "lead", "visitor": {}}),
    ):
        assert (result.problem, result.message) == ((404, "not_found"), "Visitor Not Found")
    assert api.get("/visitors").problem == (400, "parameter_not_found")
    assert api.put("/visitors", {"name": "x"}).problem == (400, "parameter_not_found")
    assert api.delete("/visitors").problem == (400, "parameter_not_found")


def test_a_visitor_is_updated_by_either_id(api: Api, visitor: str) -> None:
    """API docs: update a visitor; name and custom attributes."""
    api.attribute("plan")
    api.clock.time += 5
    body = api.put("/visitors", {"id": visitor, "name": "Gareth Bale", "custom_attributes": {"plan": "x"}}).body
    assert (body["name"], body["custom_attributes"], body["updated_at"]) == (
        "Gareth Bale",
        {"plan": "x"},
        1_700_000_005,
    )
    body = api.put("/visitors", {"user_id": "v-1", "custom_attributes": {"plan": None}, "email": "a@b.c"}).body
    assert (body["type"], body["name"], body["custom_attributes"], body["email"]) == ("visitor", "Gareth Bale", {}, "")


def test_an_email_makes_a_lead_in_1_x(api: Api, visitor: str) -> None:
    """API docs of 1.x: update a visitor; the answer is the lead, and the visitor is gone."""
    body = api.put("/visitors", {"id": visitor, "email": "A@b.c", "name": "A"}, version="1.4").body
    assert (body["type"], body["id"], body["email"], body["user_id"]) == ("contact", visitor, "a@b.c", "v-1")
    assert api.get("/visitors?user_id=v-1", version="1.4").status == 404
    assert api.get(f"/contacts/{visitor}").body["role"] == "lead"


@pytest.mark.parametrize(("version", "kind"), [("1.4", "contact"), ("2.16", "contact")])
def test_a_visitor_becomes_a_lead(api: Api, visitor: str, version: str, kind: str) -> None:
    """API docs: convert a visitor; a lead of 1.x, a contact of role lead from 2.0 on."""
    body = api.post("/visitors/convert", {"visitor": {"id": visitor}, "type": "lead"}, version=version).body
    assert (body["type"], body["id"]) == (kind, visitor)
    assert body.get("role", "lead") == "lead"
    assert body.get("user_id", "v-1") == "v-1"
    assert api.get("/visitors?user_id=v-1").status == 404


def test_a_visitor_becomes_a_user(api: Api, visitor: str) -> None:
    """Recorded example: with the e-mail given, no external id, signed up when first seen."""
    api.clock.time += 1
    body = {"visitor": {"user_id": "v-1"}, "user": {"email": "foo@bar.com"}, "type": "user"}
    user = api.post("/visitors/convert", body).body
    shown = {name: user[name] for name in ("type", "id", "role", "email", "external_id", "created_at", "updated_at")}
    assert shown == {
        "type": "contact", "id": visitor, "role": "user", "email": "foo@bar.com", "external_id": None,
        "created_at": 1_700_000_000, "updated_at": 1_700_000_001,
    }  # fmt: skip
    assert user["signed_up_at"] == 1_700_000_000


def test_a_visitor_is_merged_into_a_user_who_exists(api: Api) -> None:
    """API docs: convert a visitor; the visitor is deleted and the user answered, as a user in 1.x."""
    user = api.user(user_id="25")
    api.simulator.add_visitor(email="v@b.c", name="Vi")
    body = {"visitor": {"email": "v@b.c"}, "user": {"user_id": "25"}, "type": "user"}
    merged = api.post("/visitors/convert", body, version="1.4").body
    assert (merged["type"], merged["id"], merged["name"], merged["email"]) == ("user", user["id"], "Vi", None)
    assert api.post("/visitors/convert", body).status == 404


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"type": "admin"}, (400, "parameter_invalid")),
        ({"visitor": None}, (400, "parameter_not_found")),
        ({"user": None}, (400, "parameter_not_found")),
        ({"user": {}}, (400, "parameter_not_found")),
        ({"user": {"id": "x"}}, (404, "not_found")),
    ],
)
def test_what_cannot_be_converted(api: Api, visitor: str, changes: dict[str, object], problem: tuple[int, str]) -> None:
    """API docs: convert a visitor; type, visitor and user are needed."""
    body = {"type": "user", "visitor": {"id": visitor}, "user": {"email": "a@b.c"}, **changes}
    assert api.post("/visitors/convert", body).problem == problem


def test_a_visitor_is_deleted_by_either_id(api: Api, visitor: str) -> None:
    """API docs of 1.x: delete a visitor; the answer is the visitor."""
    assert api.delete(f"/visitors/{visitor}", version="1.0").body["type"] == "visitor"
    api.simulator.add_visitor(user_id="v-2")
    assert api.delete("/visitors?user_id=v-2", version="1.4").body["user_id"] == "v-2"
    assert api.get("/visitors?user_id=v-2").status == 404
