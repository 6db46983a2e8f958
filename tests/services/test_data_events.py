"""Data events: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.errors import ServerError
from intercom_async.models.data_events import DataEvent, EventSummary, EventSummaryItem
from intercom_async.transports.memory import json_response

ANY = ("1.0", "1.4", "2.0", "2.7", "2.11", "2.16", "Preview")
EVENT = {
    "type": "event",
    "id": "e1",
    "event_name": "ordered-item",
    "created_at": 1391691571,
    "user_id": "314159",
    "intercom_user_id": "55a3b",
    "email": "pi@example.org",
    "metadata": {"type": "gift", "price": {"amount": 300, "currency": "eur"}},
}
FOUND = {
    "id": "e1",
    "event_name": "ordered-item",
    "created_at": datetime(2014, 2, 6, 12, 59, 31, tzinfo=UTC),
    "user_id": "314159",
    "metadata": {"type": "gift", "price": {"amount": 300, "currency": "eur"}},
}
ITEM = {
    "name": "updated-profile",
    "first": "2016-03-18T10:05:15.000Z",
    "last": "2016-03-18T13:28:38.000Z",
    "count": 5,
    "description": None,
}
SUMMARY = {"type": "event.summary", "email": "a@b.test", "intercom_user_id": "56e1", "user_id": "3", "events": [ITEM]}
READ = EventSummaryItem(name=ITEM["name"], first=ITEM["first"], last=ITEM["last"], count=5)


@each(
    Case("list by user id", lambda c: c.data_events.list(user_id="314159"),
         Asked("GET", "/events", {"type": "user", "user_id": "314159"}),
         {"type": "event.list", "events": [EVENT], "pages": {"since": "https://x.test/events?since=1"}}, FOUND,
         DataEvent, ANY),
    Case("list by Intercom's id", lambda c: c.data_events.list(intercom_user_id="55a3b", per_page=2),
         Asked("GET", "/events", {"type": "user", "intercom_user_id": "55a3b", "per_page": "2"}), {"events": [EVENT]},
         FOUND, DataEvent, ("1.0", "2.16")),
    Case("list by e-mail", lambda c: c.data_events.list(email="a+b@c.test"),
         Asked("GET", "/events", {"type": "user", "email": "a+b@c.test"}), {"events": [EVENT], "pages": {}}, FOUND,
         DataEvent, ("1.0", "2.16")),
    Case("summarize by user id", lambda c: c.data_events.summarize(user_id=3),
         Asked("GET", "/events", {"type": "user", "user_id": "3", "summary": "true"}), SUMMARY, {"user_id": "3"},
         EventSummary, ANY),
    Case("summarize by Intercom's id", lambda c: c.data_events.summarize(intercom_user_id="56e1"),
         Asked("GET", "/events", {"type": "user", "intercom_user_id": "56e1", "summary": "true"}),
         {**SUMMARY, "pages": {"next": "http://x.test/events?next page"}}, {"email": "a@b.test"}, EventSummary,
         ("2.16",)),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_a_summary_holds_what_was_done_how_often() -> None:
    wire = Wire(SUMMARY)
    summary = await wire.run(lambda c: c.data_events.summarize(email="a@b.test"))
    (item,) = summary.events
    assert (item.name, item.first, item.last, item.count) == (READ.name, READ.first, READ.last, READ.count)
    assert wire.asked == [Asked("GET", "/events", {"type": "user", "email": "a@b.test", "summary": "true"})]


CREATED = {"event_name": "ordered-item", "created_at": 1704153600}


@pytest.mark.parametrize("version", ANY)
@pytest.mark.parametrize(
    ("call", "sent"),
    [
        (
            lambda c: c.data_events.create(
                event_name="ordered-item", created_at=datetime(2024, 1, 2, 0, 0, 0, 999_999, UTC), user_id=7
            ),
            {**CREATED, "user_id": 7},
        ),
        (
            lambda c: c.data_events.create(
                event_name="ordered-item", created_at=1704153600, id="u1", metadata={"price": 1.5, "when": None}
            ),
            {**CREATED, "id": "u1", "metadata": {"price": 1.5, "when": None}},
        ),
        (
            lambda c: c.data_events.create(event_name="ordered-item", created_at=1704153600, email="a@b.test"),
            {**CREATED, "email": "a@b.test"},
        ),
    ],
)
async def test_create_sends_whole_seconds_and_gives_nothing(version: str, call: Any, sent: dict[str, object]) -> None:
    """The answer is 202 without content."""
    wire = Wire(None, version=version)
    assert await wire.run(call) is None
    assert wire.asked == [Asked("POST", "/events", {}, sent)]


async def test_a_failed_event_may_be_sent_again_and_a_summary_may_not() -> None:
    """Only the event has a time that makes a second one the same."""
    wire = Wire(json_response(500, {}), json_response(500, {}))
    with pytest.raises(ServerError) as caught:
        await wire.client.data_events.create(event_name="x", created_at=1, id="u1")
    assert not caught.value.outcome_unknown
    with pytest.raises(ServerError) as caught:
        await wire.client.data_events.create_summaries(user_id="3", event_name="x", count=2, first=1, last=2)
    assert caught.value.outcome_unknown


@pytest.mark.parametrize("version", ["2.0", "2.16"])
async def test_create_summaries_sends_one_summary(version: str) -> None:
    wire = Wire(None, version=version)
    first, last = datetime(2024, 1, 2, tzinfo=UTC), 1704153700
    done = await wire.run(
        lambda c: c.data_events.create_summaries(user_id="3", event_name="x", count=2, first=first, last=last)
    )
    assert done is None
    summary = {"event_name": "x", "count": 2, "first": 1704153600, "last": 1704153700}
    assert wire.asked == [Asked("POST", "/events/summaries", {}, {"user_id": "3", "event_summaries": summary})]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda c: c.data_events.create(event_name="x", created_at=1), "NewEvent: give exactly one of user_id, id, em"),
        (lambda c: c.data_events.create(event_name="x", created_at=1, id="1", email="a"), "give exactly one of"),
        (lambda c: c.data_events.create(event_name="x", created_at=1, user_id=""), "with a value"),
        (lambda c: c.data_events.create(event_name="x", created_at=1, email=None), "with a value"),
        (lambda c: c.data_events.create(event_name="x", created_at=1, user_id="a" * 256), "user_id has 256 characters"),
        (
            lambda c: c.data_events.create(event_name="x", id="1", created_at=1_704_153_600_000),
            "NewEvent.created_at is 1704153600000, which seems to be in milliseconds: give seconds",
        ),
        (lambda c: c.data_events.create(event_name="x", id="1", created_at=datetime(2024, 1, 2)), "naive"),  # noqa: DTZ001
        (
            lambda c: c.data_events.create(
                event_name="x", created_at=1, id="1", metadata=dict.fromkeys("abcdefghijk", 1)
            ),
            "NewEvent.metadata holds 11, Intercom takes 10",
        ),
        (
            lambda c: c.data_events.create_summaries(
                user_id="1", event_name="x", count=1, first=1, last=1_704_153_600_000
            ),
            "last is 1704153600000",
        ),
        (lambda c: c.data_events.list(), "data_events.list: give exactly one of user_id, intercom_user_id, email"),
        (lambda c: c.data_events.summarize(user_id="1", email="a"), "data_events.summarize"),
    ],
)
async def test_what_intercom_would_refuse_or_misread_is_not_sent(call: Any, told: str) -> None:
    wire = Wire()
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []


@pytest.mark.parametrize("fields", [{}, {"created_at": None}])
async def test_an_event_says_when_it_happened(fields: Any) -> None:
    """Without that a second try would be a second event."""
    wire = Wire()
    with pytest.raises(TypeError, match="created_at"):
        await wire.client.data_events.create(event_name="x", id="1", **fields)
    assert wire.asked == []


async def test_ten_keys_of_metadata_are_taken() -> None:
    wire = Wire(None)
    metadata = dict.fromkeys("abcdefghij", 1)
    await wire.run(lambda c: c.data_events.create(event_name="x", created_at=1, id="1", metadata=metadata))
    assert wire.asked[0].body["metadata"] == metadata


async def test_list_follows_the_link_as_it_is() -> None:
    """It names the person in its own way; `since` beside it leads to what is newer and is not followed."""
    link = "https://api.intercom.io/events?type=user&intercom_user_id=55a3b&before=144474756550"
    pages = {"next": link, "since": "https://api.intercom.io/events?type=user&intercom_user_id=55a3b&since=1"}
    wire = Wire({"events": [EVENT], "pages": pages}, {"events": [{**EVENT, "id": "e2"}], "pages": {}}, version="1.4")
    found = await wire.run(lambda c: c.data_events.list(user_id="314159"))
    assert [each.id for each in found] == ["e1", "e2"]
    assert wire.asked == [
        Asked("GET", "/events", {"type": "user", "user_id": "314159"}),
        Asked("GET", "/events", {"type": "user", "intercom_user_id": "55a3b", "before": "144474756550"}),
    ]
