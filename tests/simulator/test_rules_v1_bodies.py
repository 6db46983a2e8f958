"""What bodies of 1.x show, what each of its versions changed, and the limits of what they hold: one test for a rule."""

from collections.abc import Iterator
from typing import Any

import pytest
from support.simulator_calls import Api

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"
START = 1_700_000_000
OLD = ["1.0", "1.1", "1.2", "1.3", "1.4"]


@pytest.fixture
def ann(api: Api) -> str:
    return str(api.user(user_id="25", email="ann@b.c", name="Ann")["id"])


def reply(api: Api, number: str, kind: str, version: str = "1.4", **body: object) -> Any:
    given = {"type": "admin", "message_type": kind, "admin_id": CIARAN, **body}
    result = api.post(f"/conversations/{number}/reply", given, version=version)
    assert result.status == 200, result.body
    return result.body


def test_a_user_is_the_documented_one(api: Api) -> None:
    """v1.md 7 (User): typed wrappers around lists, {} for no place, null for missing scalars, segments always empty."""
    changes = {"signed_up_at": 5, "last_request_at": 6, "custom_attributes": {"a": 1}, "owner_id": CIARAN}
    companies = [{"company_id": "6", "name": "Acme", "plan": "Pro"}]
    body = api.user(user_id="25", email="u@b.c", name="U", phone="+1", companies=companies, **changes)
    (company,) = body["companies"]["companies"]
    api.post("/tags", {"name": "VIP", "users": [{"id": body["id"]}]}, version="1.4")
    tags = [{"type": "tag", "id": "1", "name": "VIP"}]
    nulls = ["pseudonym", "referrer", "do_not_track", "last_seen_ip", "user_agent_data"]
    nulls += [f"utm_{name}" for name in ("campaign", "content", "medium", "source", "term")]
    assert api.get(f"/users/{body['id']}", version="1.4").body == {
        "type": "user", "id": body["id"], "user_id": "25", "anonymous": False, "email": "u@b.c", "phone": "+1",
        "name": "U", "avatar": {"type": "avatar", "image_url": None}, "app_id": "simulatr",
        "companies": {"type": "company.list", "companies": [company]}, "location_data": {}, "last_request_at": 6,
        "created_at": START, "remote_created_at": 5, "signed_up_at": 5, "updated_at": START, "session_count": 0,
        "social_profiles": {"type": "social_profile.list", "social_profiles": []}, "owner_id": CIARAN,
        "unsubscribed_from_emails": False, "marked_email_as_spam": False, "has_hard_bounced": False,
        "tags": {"type": "tag.list", "tags": tags}, "segments": {"type": "segment.list", "segments": []},
        "custom_attributes": {"a": 1}, **dict.fromkeys(nulls),
    }  # fmt: skip


def test_a_lead_has_the_fields_of_a_user(api: Api, ann: str) -> None:
    """v1.md 7 (Lead): a contact that is anonymous and has a user_id that the server made; a lead in conversations."""
    lead = api.lead(name="Lee")
    user = api.get(f"/users/{ann}", version="1.4").body
    assert lead.keys() == user.keys()
    assert (lead["type"], lead["anonymous"], len(lead["user_id"])) == ("contact", True, 36)
    number = api.simulator.add_conversation(lead["id"], "Hi")
    assert api.get(f"/conversations/{number}", version="1.4").body["user"] == {"type": "lead", "id": lead["id"]}


def test_a_company_is_the_documented_one(api: Api) -> None:
    """v1.md 7 (Company): absent while unset, the plan as an object; what a user shows of it is short."""
    fields = {"name": "Acme", "plan": "Pro", "monthly_spend": 49, "last_request_at": 7, "size": 5}
    body = api.post("/companies", {"company_id": "6", **fields}, version="1.4").body
    assert body == {
        "type": "company", "company_id": "6", "id": body["id"], "app_id": "simulatr", "name": "Acme",
        "remote_created_at": START, "created_at": START, "updated_at": START, "last_request_at": 7, "size": 5,
        "monthly_spend": 49, "session_count": 0, "user_count": 0, "tags": {"type": "tag.list", "tags": []},
        "segments": {"type": "segment.list", "segments": body["segments"]["segments"]},
        "plan": {"type": "plan", "id": "1", "name": "Pro"}, "custom_attributes": {},
    }  # fmt: skip
    assert all(segment.keys() == {"type", "id"} for segment in body["segments"]["segments"])
    bare = api.post("/companies", {"company_id": "7"}, version="1.4").body
    assert (bare["plan"], bare.keys() & {"size", "website", "industry", "last_request_at"}) == ({}, set())
    (shown,) = api.user(user_id="1", companies=[{"company_id": "6"}])["companies"]["companies"]
    assert shown == {"type": "company", "company_id": "6", "id": body["id"], "name": "Acme"}


def ids(value: Any) -> Iterator[tuple[str, object]]:
    """Yield everything in a body that is an id."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "id":
                yield str(value.get("type")), member
            yield from ids(member)
    elif isinstance(value, list):
        for item in value:
            yield from ids(item)


def test_ids_are_text(api: Api, ann: str) -> None:
    """v1.md 7: every id but the optional ones of attributes, and the lists of ids of teams and teammates."""
    lead = api.lead(name="Lee", companies=[{"company_id": "6"}])["id"]
    api.post("/tags", {"name": "VIP", "users": [{"id": ann}]}, version="1.4")
    api.post("/notes", {"user": {"id": ann}, "body": "x"}, version="1.4")
    api.post("/events", {"event_name": "e", "created_at": START, "id": ann}, version="1.4")
    number = api.simulator.add_conversation(ann, "Hi")
    reply(api, number, "comment", body="x")
    api.simulator.rate_conversation(number, 5)
    for path in (
        "/users", "/contacts", "/companies", "/tags", "/segments", "/admins", "/teams", "/me", "/conversations",
        f"/conversations/{number}", f"/notes?id={ann}", f"/events?type=user&intercom_user_id={ann}",
        f"/users/{ann}", f"/contacts/{lead}",
    ):  # fmt: skip
        result = api.get(path, version="1.4")
        assert result.status == 200, result.body
        found = dict.fromkeys(ids(result.body))
        assert found, path
        assert all(isinstance(each, str) or kind == "nobody_admin" for kind, each in found), path
    team = api.get(f"/teams/{SUPPORT}", version="1.4").body
    assert team["admin_ids"] == [int(CIARAN), int(ADA)]
    assert api.get(f"/admins/{CIARAN}", version="1.4").body["team_ids"] == [int(SUPPORT)]


def test_a_message_says_its_channel_from_1_1_on(api: Api, ann: str) -> None:
    """v1.md 2 (1.1): the type was conversation_message, and is the channel; delivered_as and sent_at came with it."""
    for channel in ("conversation", "push", "facebook", "twitter", "email"):
        number = api.simulator.add_conversation(ann, "Hi", channel=channel)
        for version in OLD:
            body = api.get(f"/conversations/{number}", version=version).body
            newer = version != "1.0"
            message = body["conversation_message"]
            assert message["type"] == (channel if newer else "conversation_message")
            assert ("delivered_as" in message, "sent_at" in body, "customer_first_reply" in body) == (newer,) * 3


def test_a_part_is_the_documented_one(api: Api, ann: str) -> None:
    """v1.md 7 (Part): who it was assigned to, if it was; oldest first, with a count."""
    number = api.simulator.add_conversation(ann, "Hi")
    api.clock.time += 5
    reply(api, number, "note", body="1")
    body = reply(api, number, "assignment", assignee_id=ADA, body="2")
    listed = body["conversation_parts"]
    assert (listed["type"], listed["total_count"]) == ("conversation_part.list", 2)
    author = {"type": "admin", "id": CIARAN, "name": "Ciaran Lee", "email": "ciaran@example.com"}
    first: dict[str, Any] = {
        "type": "conversation_part", "id": "700000001", "part_type": "note", "body": "<p>1</p>",
        "created_at": START + 5, "updated_at": START + 5, "notified_at": START + 5, "assigned_to": None,
        "author": author, "attachments": [], "external_id": None,
    }  # fmt: skip
    assigned = {"part_type": "assignment", "assigned_to": {"type": "admin", "id": ADA}}
    second: dict[str, Any] = {**first, "id": "700000002", "body": "<p>2</p>", **assigned}
    assert listed["conversation_parts"] == [first, second]


def test_no_statistics_in_1_x(api: Api, ann: str) -> None:
    """v1.md 7 (Conversation): what 2.x measures is not there, nor is its source."""
    number = api.simulator.add_conversation(ann, "Hi")
    later = {"statistics", "source", "contacts", "teammates", "priority", "title", "first_contact_reply", "topics"}
    for version in OLD:
        assert not later & api.get(f"/conversations/{number}", version=version).body.keys()


def test_an_event_may_have_metadata_of_any_name(api: Api, ann: str) -> None:
    """v1.md 7 (Event): metadata may itself have a type; without any there is no such key."""
    api.post("/events", {"event_name": "a", "created_at": START, "id": ann, "metadata": {"type": "x"}}, version="1.4")
    api.post("/events", {"event_name": "b", "created_at": START - 1, "id": ann}, version="1.4")
    first, second = api.get(f"/events?type=user&intercom_user_id={ann}", version="1.4").body["events"]
    whose = {"email": "ann@b.c", "intercom_user_id": ann, "user_id": "25"}
    expected = {"type": "event", "id": first["id"], "event_name": "a", "created_at": START, **whose}
    assert first == {**expected, "metadata": {"type": "x"}}
    assert second == {**expected, "id": second["id"], "event_name": "b", "created_at": START - 1}


def test_activity_logs_came_with_1_2(api: Api) -> None:
    """v1.md 2 (1.2): GET /admins/activity_logs."""
    path = "/admins/activity_logs?created_at_after=1"
    statuses = [api.get(path, version=version).status for version in OLD]
    assert statuses == [400, 400, 200, 200, 200]


def test_the_old_lists_of_attributes_end_with_1_3(api: Api) -> None:
    """v1.md 2 (1.4): /data_attributes?model= in the place of two paths."""
    for version in OLD:
        newer = version == "1.4"
        for kind in ("customer", "company"):
            old = api.get(f"/data_attributes/{kind}", version=version)
            new = api.get(f"/data_attributes?model={kind}", version=version)
            assert (old.status, new.status) == ((400, 200) if newer else (200, 400))
            body = (new if newer else old).body
            assert body["type"] == "data_attribute.list"
            assert {item.get("model") for item in body["data_attributes"]} == ({kind} if newer else {None})


def test_a_user_has_at_most_250_custom_attributes(api: Api) -> None:
    """v1.md 9: one more is custom_data_limit_reached, and nothing of that write is kept; companies have 100."""
    values = {f"a{number}": number for number in range(250)}
    assert len(api.user(user_id="1", custom_attributes=values)["custom_attributes"]) == 250
    over = {"user_id": "1", "name": "x", "custom_attributes": {"one": 1}}
    assert api.post("/users", over, version="1.4").problem == (400, "custom_data_limit_reached")
    assert api.get("/users?user_id=1", version="1.4").body["name"] is None
    known = {f"b{number}": number for number in range(100)}
    assert api.post("/companies", {"company_id": "1", "custom_attributes": known}, version="1.4").status == 200
    over = {"company_id": "1", "custom_attributes": {"more": 1}}
    assert api.post("/companies", over, version="1.4").problem == (400, "custom_data_limit_reached")


def test_names_and_texts_have_their_lengths(api: Api) -> None:
    """v1.md 9: names of attributes up to 190 characters, values, user_id and email up to 255."""
    for fields, good in (
        ({"custom_attributes": {"n" * 190: 1}}, True),
        ({"custom_attributes": {"n" * 191: 1}}, False),
        ({"custom_attributes": {"v": "x" * 255}}, True),
        ({"custom_attributes": {"v": "x" * 256}}, False),
        ({"user_id": "u" * 255}, True),
        ({"user_id": "u" * 256}, False),
        ({"email": "e" * 249 + "@x.com"}, True),
        ({"email": "e" * 250 + "@x.com"}, False),
    ):
        result = api.post("/users", {"user_id": "1", **fields}, version="1.4")
        assert (result.status == 200) is good, fields
