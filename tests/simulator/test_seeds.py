"""The workspace ``demo``: who and what is in it, the same each time, and made without a trace."""

import json
from typing import Any

import pytest
from support.simulator_calls import Api, ManualClock

from intercom_async.simulator import Fault, FaultKind, Simulator
from intercom_async.simulator.seeds import SEEDS, fill

NOW = 1_760_000_000.0


@pytest.fixture
def shop() -> Api:
    api = Api(ManualClock(NOW))
    fill(api.simulator)
    return api


def test_people_and_their_companies(shop: Api) -> None:
    """Users with names, companies, tags, events and notes, and leads of whom less is known."""
    users = shop.found(("role", "=", "user"))
    assert users == {str(number) for number in range(1001, 1021)}
    assert shop.get("/contacts").body["total_count"] == 24
    aoife = shop.get("/contacts/find_by_external_id/1001").body
    assert (aoife["name"], aoife["email"]) == ("Aoife Brennan", "aoife@liffey-couriers.example.com")
    assert aoife["custom_attributes"] == {"bikes": 1, "newsletter": False}
    (company,) = shop.get(f"/contacts/{aoife['id']}/companies").body["data"]
    assert (company["name"], company["plan"]["name"], company["user_count"]) == ("Liffey Couriers", "Fleet", 2)
    assert [tag["name"] for tag in shop.get(f"/contacts/{aoife['id']}/tags").body["data"]] == ["VIP"]
    assert shop.post("/companies/list", {}).body["total_count"] == 6
    (event,) = shop.get("/events?type=user&user_id=1019").body["events"]
    assert event["event_name"] == "order-placed"
    katrin = shop.get("/contacts/find_by_external_id/1003").body["id"]
    assert shop.get(f"/contacts/{katrin}/notes").body["total_count"] == 1


def test_conversations_with_replies_and_notes(shop: Api) -> None:
    listed = shop.get("/conversations?per_page=50").body["conversations"]
    states = [each["state"] for each in sorted(listed, key=lambda each: each["created_at"])]
    assert states == ["closed"] * 7 + ["snoozed"] + ["open"] * 4
    whole = [shop.get(f"/conversations/{each['id']}").body for each in listed]
    kinds = {part["part_type"] for each in whole for part in each["conversation_parts"]["conversation_parts"]}
    assert kinds >= {"comment", "note", "close", "assignment", "snoozed", "conversation_rating_changed"}
    assert sum(each["conversation_rating"] is not None for each in whole) == 4
    authors = {each["source"]["author"]["type"] for each in whole}
    assert authors == {"user", "lead"}
    assert all(each["created_at"] < NOW and each["updated_at"] <= NOW for each in whole)
    assert len({each["created_at"] // 86_400 for each in whole}) > 8


def test_tickets_of_two_types_and_articles_in_collections(shop: Api) -> None:
    query = {"field": "created_at", "operator": ">", "value": 0}
    tickets = shop.post("/tickets/search", {"query": query}).body["tickets"]
    assert {each["ticket_type"]["name"] for each in tickets} == {"Bug Report", "Return"}
    assert {each["ticket_state"]["category"] for each in tickets} == {
        "submitted", "in_progress", "waiting_on_customer", "resolved",
    }  # fmt: skip
    returned = next(each for each in tickets if each["ticket_attributes"].get("Order number") == "B-1047")
    assert returned["ticket_attributes"]["Items"] == 2
    articles = shop.get("/articles?per_page=50").body["data"]
    collections = {each["id"]: each for each in shop.get("/help_center/collections").body["data"]}
    assert sorted(each["state"] for each in articles) == ["draft", *["published"] * 7]
    assert {str(each["parent_ids"][0]) for each in articles} == collections.keys()
    assert sum(each["parent_id"] is not None for each in collections.values()) == 1


def test_it_is_the_same_each_time() -> None:
    """The same seed and time give the same workspace, also the same ids; another seed gives others."""

    def saved(seed: str = "demo") -> str:
        simulator = Simulator(clock=ManualClock(NOW))
        fill(simulator, seed=seed)
        return json.dumps(simulator.save_state())

    assert saved() == saved()
    assert saved() != saved("another")


def test_nobody_notices_how_it_was_made() -> None:
    """Log, quota, faults and webhooks know nothing of it, and settings of the workspace stay."""
    clock = ManualClock(NOW)
    kept: dict[str, Any] = {"index_lag": 5.0, "timezone": "Asia/Tokyo", "region": "AU", "without": ["read_tickets"]}
    api = Api(clock, limit=1, faults=[Fault(kind=FaultKind.STATUS, status=500)], **kept)
    api.simulator.webhooks.subscribe("https://x.test", "secret")
    fill(api.simulator)
    assert api.simulator.report().log_length == 0
    assert api.simulator.webhooks.next_due is None
    assert api.simulator.clock.now() == clock.time == NOW
    world = api.simulator.world
    for _ in range(2):
        assert (world.index_lag, world.timezone, world.region) == (5.0, "Asia/Tokyo", "AU")
        assert world.lacks == {"read_tickets"}
        api.simulator.reset()
    assert api.get("/contacts").status == 500
    api.simulator.hear()
    assert api.simulator.webhooks.next_due is None


def test_it_can_be_written_to(shop: Api) -> None:
    """New objects get ids of their own."""
    made = shop.contact(email="new@x.test")
    assert shop.get("/contacts").body["total_count"] == 25
    assert shop.get(f"/contacts/{made['id']}").body["created_at"] == NOW
    assert shop.contact(role="lead")["id"] != made["id"]


def test_a_workspace_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="no workspace called 'empty': give one of demo"):
        fill(Simulator(), "empty")
    assert list(SEEDS) == ["demo"]


def test_a_seed_that_the_api_refuses_says_so(shop: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in the data is no half-filled workspace."""
    monkeypatch.setattr("intercom_async.simulator.demo_data.TAGS", (None,))
    before = shop.simulator.save_state()
    with pytest.raises(RuntimeError, match="POST /tags of the seed was answered 400"):
        fill(shop.simulator)
    assert shop.simulator.save_state() == before
