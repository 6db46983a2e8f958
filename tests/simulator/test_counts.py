"""Counts: computed from what is there, in the documented shapes."""

from typing import Any

import pytest
from support.simulator_calls import Api

CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"


@pytest.fixture
def full(api: Api) -> Api:
    """Two users, one of them seen lately, a lead, two companies, tags, and conversations in every state."""
    api.contact(external_id="1", last_seen_at=1_699_999_000)
    api.contact(external_id="2")
    api.lead(email="l@b.c")
    api.company("c1", name="Acme", last_request_at=1_699_999_000)
    api.company("c2")
    api.company("c3", name="Empty")
    for user_id, company in (("1", "c1"), ("2", "c1"), ("2", "c2")):
        api.user(user_id=user_id, companies=[{"company_id": company}])
    lead = api.get("/contacts", version="1.4").body["contacts"][0]["id"]
    for name, tagged in (("VIP", {"user_id": "1"}), ("VIP", {"id": lead}), ("new", {"user_id": "2"})):
        api.post("/tags", {"name": name, "users": [tagged]}, version="1.4")
    api.post("/tags", {"name": "VIP", "companies": [{"company_id": "c2"}]}, version="1.4")
    moves: tuple[tuple[str, dict[str, object]], ...] = (
        ("assignment", {"assignee_id": CIARAN}), ("assignment", {"assignee_id": CIARAN}), ("close", {}),
        ("assignment", {"assignee_id": SUPPORT}), ("snoozed", {"snoozed_until": 1_800_000_000}),
    )  # fmt: skip
    for number, (kind, more) in enumerate(moves):
        conversation = api.simulator.add_conversation(lead, "Hi")
        body = {"type": "admin", "admin_id": ADA, "message_type": kind, **more}
        api.post(f"/conversations/{conversation}/reply", body, version="1.4")
        if number == 1:
            api.post(f"/conversations/{conversation}/reply", {**body, "message_type": "close"}, version="1.4")
    return api


def counted(api: Api, query: str, version: str = "1.4") -> Any:
    result = api.get(f"/counts{query}", version=version)
    assert result.status == 200, result.body
    return result.body


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.6"])
def test_the_whole_workspace(full: Api, version: str) -> None:
    """v1.md 7 (Count): companies without people are left out, as in lists."""
    assert counted(full, "", version) == {
        "type": "count.hash", "company": {"count": 2}, "user": {"count": 2}, "lead": {"count": 1},
        "tag": {"count": 2}, "segment": {"count": 4},
    }  # fmt: skip


def test_conversations_by_state(full: Api) -> None:
    """API docs: open counts the snoozed ones too, and what is open is assigned or not."""
    expected = {"open": 3, "closed": 2, "assigned": 2, "unassigned": 1}
    assert counted(full, "?type=conversation") == {"type": "count", "conversation": expected}


def test_conversations_by_teammate(full: Api) -> None:
    """API docs: conversation admin counts."""
    assert counted(full, "?type=conversation&count=admin") == {
        "type": "count",
        "conversation": {
            "admin": [
                {"id": CIARAN, "name": "Ciaran Lee", "open": 1, "closed": 1},
                {"id": ADA, "name": "Ada Byrne", "open": 0, "closed": 0},
            ]
        },
    }


def test_users_and_companies_by_what_they_have(full: Api) -> None:
    """API docs: users by segment and tag have no pages, companies by segment and by user empty ones."""
    assert counted(full, "?type=user&count=segment") == {
        "type": "count", "user": {"segment": [{"Active": 1}, {"New": 2}]},
    }  # fmt: skip
    assert counted(full, "?type=user&count=tag") == {"type": "count", "user": {"tag": [{"VIP": 1}, {"new": 1}]}}
    assert counted(full, "?type=company&count=segment") == {
        "type": "count", "company": {"segment": [{"Active companies": 1}]}, "pages": {},
    }  # fmt: skip
    users = [{"Acme": 2, "remote_company_id": "c1"}, {"": 1, "remote_company_id": "c2"}]
    assert counted(full, "?type=company&count=user") == {"type": "count", "company": {"user": users}, "pages": {}}


def test_companies_by_tag_come_in_pages(full: Api) -> None:
    """v1.md 3: pages nested twice, the next one by URL."""
    first = counted(full, "?type=company&count=tag&per_page=1")
    assert first["company"] == {"tag": [{"VIP": 1}]}
    following = first["pages"]["pages"]["next"]
    assert following == "https://api.intercom.test/counts?type=company&count=tag&per_page=1&page=2"
    assert first["pages"] == {
        "pages": {"type": "pages", "next": following, "page": 1, "per_page": 1, "total_pages": 2}
    }  # fmt: skip
    second = counted(full, following.partition("/counts")[2])
    assert (second["company"], second["pages"]["pages"]["next"]) == ({"tag": [{"new": 0}]}, None)


@pytest.mark.parametrize("query", ["type=user", "count=tag", "type=lead&count=tag", "type=conversation&count=user"])
def test_other_counts_are_not_there(api: Api, query: str) -> None:
    assert api.get(f"/counts?{query}", version="1.4").problem == (400, "parameter_invalid")


def test_counts_follow_what_happens(full: Api) -> None:
    """Closing one conversation and deleting its customer changes the numbers at once."""
    number = full.get("/conversations?sort=created_at&order=asc", version="1.4").body["conversations"][0]["id"]
    body = {"type": "admin", "admin_id": ADA, "message_type": "close"}
    full.post(f"/conversations/{number}/reply", body, version="1.4")
    assert counted(full, "?type=conversation")["conversation"] == {
        "open": 2, "closed": 3, "assigned": 1, "unassigned": 1,
    }  # fmt: skip
    full.clock.time = 1_800_000_000
    assert counted(full, "?type=conversation")["conversation"]["open"] == 2
    lead = full.get("/contacts", version="1.4").body["contacts"][0]["id"]
    full.delete(f"/contacts/{lead}", version="1.4")
    assert counted(full, "?type=conversation")["conversation"] == {
        "open": 0, "closed": 0, "assigned": 0, "unassigned": 0,
    }  # fmt: skip
    assert counted(full, "")["lead"] == {"count": 0}
