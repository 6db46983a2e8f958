"""Merging contacts: who may be merged, what goes over, what is left, and what Preview shows of it."""

from typing import Any

import pytest
from support.simulator_calls import Api

NEW = "https://api.intercom.test"


def merge(api: Api, source: str, target: str, version: str = "2.16", **body: object) -> Any:
    return api.post("/contacts/merge", {"from": source, "into": target, **body}, version=version)


def pair(api: Api, **fields: object) -> tuple[str, str]:
    """Return a lead and a user with one e-mail."""
    lead = api.contact(role="lead", email="a@b.c", **fields)
    return lead["id"], api.contact(email="a@b.c", external_id="u")["id"]


def test_the_user_takes_over_what_it_lacks(api: Api) -> None:
    """API docs: merge a lead and a user; tags, notes, companies, events and subscriptions go over."""
    api.attribute("plan")
    lead, user = pair(api, name="L", phone="+1", custom_attributes={"plan": "x"})
    api.put(f"/contacts/{user}", {"name": "U"})
    api.company("c1", lead)
    api.company("c2", user)
    for person, tag in ((lead, "a"), (lead, "b"), (user, "b")):
        api.post("/tags", {"name": tag, "users": [{"id": person}]})
    for person in (lead, user):
        api.post(f"/contacts/{person}/notes", {"body": "x"})
        api.post("/events", {"event_name": "looked", "created_at": 1_699_999_000, "id": person})
    api.post("/events", {"event_name": "bought", "created_at": 1_699_999_000, "id": lead})
    api.post(f"/contacts/{lead}/subscriptions", {"id": "2", "consent_type": "opt_in"})
    api.clock.time += 5
    body = merge(api, lead, user).body
    assert (body["id"], body["name"], body["phone"], body["role"]) == (user, "U", "+1", "user")
    assert body["custom_attributes"] == {"plan": "x"}
    assert (body["tags"]["total_count"], body["notes"]["total_count"], body["companies"]["total_count"]) == (2, 2, 2)
    assert body["opted_in_subscription_types"]["total_count"] == 1
    assert api.get("/notes/1").body["contact"]["id"] == user
    events = api.get(f"/events?type=user&intercom_user_id={user}").body["events"]
    assert sorted(event["event_name"] for event in events) == ["bought", "looked"]
    assert api.get("/contacts").body["total_count"] == 1


def test_a_user_without_email_takes_the_leads(api: Api) -> None:
    """API docs: merge a lead and a user."""
    lead, user = api.contact(role="lead", email="l@b.c")["id"], api.contact(external_id="u")["id"]
    assert merge(api, lead, user, skip_duplicate_validation=True).body["email"] == "l@b.c"


def test_only_duplicates_are_merged_from_2_16(api: Api) -> None:
    """behaviour.md 4.3: invalid_merge at 2.16 unless the check is skipped; before, any lead and user."""
    lead, user = api.contact(role="lead", email="l@b.c")["id"], api.contact(email="u@b.c")["id"]
    result = merge(api, lead, user)
    assert result.problem == (400, "invalid_merge")
    assert result.message.startswith("Contacts can only be merged when they are duplicates")
    assert merge(api, lead, user, skip_duplicate_validation="yes").problem == (400, "parameter_invalid")
    assert merge(api, lead, user, version="2.15").status == 200


@pytest.mark.parametrize(("version", "status"), [("2.0", 404), ("2.15", 404), ("2.16", 410), ("Preview", 410)])
def test_a_merged_contact_links_to_the_survivor(api: Api, version: str, status: int) -> None:
    """behaviour.md 4.3: 410 with a Link from 2.16 on, 404 before; lists and searches leave it out."""
    lead, user = pair(api, external_id="l")
    merge(api, lead, user)
    result = api.get(f"/contacts/{lead}", version=version)
    assert result.status == status
    if status == 410:
        assert result.code == "contact_merged"
        assert result.message == "This contact has been merged. See the 'Link' header for the canonical contact."
        assert result.headers["Link"] == f'</contacts/{user}>; rel="canonical"'
        by_external_id = api.get("/contacts/find_by_external_id/l", version=version)
        assert (by_external_id.status, by_external_id.headers["Link"]) == (410, result.headers["Link"])
    assert api.found(("email", "=", "a@b.c")) == {"u"}


def test_a_link_follows_three_merges(api: Api) -> None:
    """behaviour.md 4.3: up to three hops; a user who became a lead may be merged on."""
    people = [api.contact(email="a@b.c", external_id="0")["id"]]
    people.insert(0, api.contact(role="lead", email="a@b.c")["id"])
    for number in range(4):
        assert merge(api, people[-2], people[-1]).status == 200
        api.put(f"/contacts/{people[-1]}", {"role": "lead"})
        people.append(api.contact(email="a@b.c", external_id=f"x{number}")["id"])
    assert api.get(f"/contacts/{people[0]}").headers["Link"] == f'</contacts/{people[3]}>; rel="canonical"'
    assert api.get(f"/contacts/{people[1]}").headers["Link"] == f'</contacts/{people[4]}>; rel="canonical"'


def test_what_cannot_be_merged(api: Api) -> None:
    """API docs: merge a lead and a user; from is a lead and into a user, both exist."""
    lead, user = pair(api)
    assert merge(api, user, lead).problem == (400, "parameter_invalid")
    assert merge(api, user, user).problem == (400, "parameter_invalid")
    assert merge(api, "x", user).problem == (404, "not_found")
    assert merge(api, lead, "x").problem == (404, "not_found")
    assert api.post("/contacts/merge", {"from": lead}).problem == (400, "parameter_not_found")


def test_the_history_of_merges(api: Api) -> None:
    """behaviour.md 3: list merge history; newest first, a cursor at the top level that is absent at the end."""
    user = api.contact(email="a@b.c")["id"]
    leads = []
    for _ in range(3):
        api.clock.time += 1
        leads.append(api.contact(role="lead", email="a@b.c")["id"])
        merge(api, leads[-1], user)
    path = f"/contacts/{user}/merge_history"
    first = api.get(f"{path}?per_page=2").body
    assert first["data"][0] == {
        "type": "merge_history", "source_contact_id": leads[2], "source_contact_role": "lead",
        "merged_at": 1_700_000_003,
    }  # fmt: skip
    assert first["has_more"] is True
    second = api.get(f"{path}?per_page=2&cursor={first['next_cursor']}").body
    assert [item["source_contact_id"] for item in second["data"]] == [leads[0]]
    assert second.keys() == {"type", "data", "has_more"}
    assert api.get(f"{path}?order=asc").body["data"][0]["source_contact_id"] == leads[0]
    for cursor in ("!", "e", "eA==", "LTE="):
        assert api.get(f"{path}?cursor={cursor}").problem == (400, "client_error")
    for nobody in ("x", api.contact(role="lead")["id"]):
        result = api.get(f"/contacts/{nobody}/merge_history")
        assert (result.problem, result.message) == ((404, "not_found"), "Contact not found")


def test_a_contact_shows_its_history_when_asked(api: Api) -> None:
    """API docs: include_merge_history, for users from 2.16 on."""
    lead, user = pair(api)
    merge(api, lead, user)
    ask = "?include_merge_history=true"
    (entry,) = api.get(f"/contacts/{user}{ask}").body["merge_history"]
    assert entry["source_contact_id"] == lead
    assert api.get(f"/contacts{ask}").body["data"][0]["merge_history"] == [entry]
    for path, version in ((f"/contacts/{user}", "2.16"), (f"/contacts/{user}{ask}", "2.15")):
        assert "merge_history" not in api.get(path, version=version).body
    other = api.contact(role="lead")["id"]
    assert "merge_history" not in api.get(f"/contacts/{other}{ask}").body


def preview(api: Api, source: str, target: str, **body: object) -> Any:
    sent = {"from": source, "into": target, **body}
    return api.post("/contacts/merge/preview", sent, version="Preview").body


def test_a_preview_changes_nothing(api: Api) -> None:
    """Recorded example in Preview: adopted, discarded and merged attributes, and counts of what would move."""
    api.attribute("plan")
    lead, user = pair(api, name="Jo", phone="+1555", custom_attributes={"plan": "x"})
    api.put(f"/contacts/{user}", {"phone": "+1999"})
    api.company("c1", lead, name="Beta")
    api.company("c2", user, name="Acme")
    api.post("/tags", {"name": "a", "users": [{"id": lead}]})
    before = api.get(f"/contacts/{lead}").body
    body = preview(api, lead, user)
    changes = body["summary"]["attribute_changes"]
    assert sorted(changes["attributes"], key=lambda change: change["field"]) == [
        {"field": "companies", "outcome": "merged", "from_value": ["Beta"], "into_value": ["Acme"],
         "new_into_value": ["Acme", "Beta"]},
        {"field": "custom_attributes.plan", "outcome": "adopted", "from_value": "x", "new_into_value": "x"},
        {"field": "name", "outcome": "adopted", "from_value": "Jo", "new_into_value": "Jo"},
        {"field": "phone", "outcome": "discarded", "from_value": "+1555", "into_value": "+1999",
         "new_into_value": "+1999"},
    ]  # fmt: skip
    assert changes["total_count"] == 4
    assert body["summary"]["reassignments"] == {"tags": {"from": 1, "into": 0}}
    assert api.get(f"/contacts/{lead}").body == before


def test_a_preview_says_why_not(api: Api) -> None:
    """API docs: preview a merge; the two codes that can happen here."""
    lead, user = api.contact(role="lead", email="l@b.c")["id"], api.contact(email="u@b.c")["id"]
    blocked = preview(api, lead, user)
    assert blocked["allowed"] is False
    assert blocked["reasons"][0]["code"] == "no_shared_identifier"
    assert preview(api, user, lead)["reasons"][0]["code"] == "invalid_merge_role_pair"
    assert preview(api, lead, user, skip_duplicate_validation=True)["allowed"] is True


def test_the_feed_of_what_happened(api: Api) -> None:
    """Recorded example in Preview: oldest first, without what is not known."""
    lead, user = pair(api)
    merge(api, user, lead)
    api.put(f"/contacts/{lead}", {"role": "user", "email": "l@b.c"})
    api.put(f"/contacts/{lead}", {"role": "lead", "email": "a@b.c"})
    merge(api, lead, user)
    api.delete(f"/contacts/{user}")
    feed: list[dict[str, Any]] = []
    query = "per_page=3"
    while query:
        body = api.get(f"/contacts/activities?{query}", version="Preview").body
        feed += body["data"]
        following = body["pages"].get("next")
        query = f"per_page=3&starting_after={following['starting_after']}" if following else ""
    assert [item["event_type"].removeprefix("contact.") for item in feed] == [
        "created", "created", "merge_failed", "role_updated", "role_updated", "merged", "deleted",
    ]  # fmt: skip
    assert feed[2]["failure_reason"] == "Merge source_user cannot have role='user_role'"
    assert feed[5] == {
        "type": "contact_activity", "id": feed[5]["id"], "event_type": "contact.merged", "contact_id": user,
        "external_id": "u", "role": "user", "merge_source_id": lead, "merge_target_id": user,
        "created_at": 1_700_000_000,
    }  # fmt: skip
    assert feed[0].keys() == {"type", "id", "event_type", "contact_id", "role", "created_at"}
    assert api.get("/contacts/activities?starting_after=x", version="Preview").problem == (400, "client_error")
    assert api.get("/contacts/activities").problem == (400, "intercom_version_invalid")


def test_a_failed_merge_of_no_duplicates_is_in_the_feed(api: Api) -> None:
    """API docs: contact activities; merge_failed with a reason."""
    lead, user = api.contact(role="lead", email="l@b.c")["id"], api.contact(email="u@b.c")["id"]
    merge(api, lead, user)
    last = api.get("/contacts/activities", version="Preview").body["data"][-1]
    assert (last["event_type"], last["failure_reason"]) == ("contact.merge_failed", "duplicate validation failed")
