"""Jobs: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.paging_clients import client, in_virtual_time, simulated
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async import JobClosedError, NotFoundError
from intercom_async.errors import ServerError
from intercom_async.limits import MOST_SUBMITTED
from intercom_async.models.data_events import NewEvent
from intercom_async.models.jobs import Job, JobItem, JobState
from intercom_async.models.leads import LeadChanges
from intercom_async.models.users import Identifiers, UserChanges
from intercom_async.transports.memory import json_response

ANY_1 = ("1.0", "1.1", "1.4")
#: With the keys of recorded answers, in their order.
RUNNING = {
    "app_id": "a1",
    "id": "job_8b16e280_9f29_11e5",
    "created_at": 1446033421,
    "updated_at": 1446033421,
    "completed_at": None,
    "name": "api_bulk_job",
    "closing_at": 1446034321,
    "state": "running",
    "links": {
        "error": "https://api.intercom.io/jobs/job_8b16e280_9f29_11e5/error",
        "self": "https://api.intercom.io/jobs/job_8b16e280_9f29_11e5",
    },
}
TASK = {
    "id": "task_1",
    "item_count": 2,
    "created_at": 1446033421,
    "started_at": 1446033709,
    "completed_at": 1446033709,
    "state": "completed",
}
COMPLETED = {**RUNNING, "completed_at": 1446048736, "updated_at": 1446048736, "state": "completed", "tasks": [TASK]}
FAILED = {
    "type": "job_item",
    "id": "i1",
    "method": "post",
    "data_type": "user",
    "updated_at": 1446033709,
    "error": {"code": "parameter_invalid", "message": "email is not valid"},
    "data": {"email": "x"},
}
SUBMITTED = {
    "id": "job_8b16e280_9f29_11e5",
    "state": JobState.RUNNING,
    "completed_at": None,
    "closing_at": datetime(2015, 10, 28, 12, 12, 1, tzinfo=UTC),
    "links.self_": "https://api.intercom.io/jobs/job_8b16e280_9f29_11e5",
    "tasks": None,
}
DONE = {"state": JobState.COMPLETED, "completed_at": datetime(2015, 10, 28, 16, 12, 16, tzinfo=UTC)}


def item(method: str, data_type: str, **data: object) -> dict[str, object]:
    """Return an item as it is sent."""
    return {"method": method, "data_type": data_type, "data": data}


@each(
    Case("submit_users",
         lambda c: c.jobs.submit_users(
             post=[UserChanges(user_id=1, name="Ann", signed_up_at=datetime(2024, 1, 2, tzinfo=UTC))],
             delete=[Identifiers(email="a@b.test"), Identifiers(id="u1")],
         ),
         Asked("POST", "/bulk/users", {}, {"items": [
             item("post", "user", user_id=1, name="Ann", signed_up_at=1704153600),
             item("delete", "user", email="a@b.test"), item("delete", "user", id="u1"),
         ]}), RUNNING, SUBMITTED, Job, ANY_1),
    Case("submit_users to a job",
         lambda c: c.jobs.submit_users(delete=[Identifiers(user_id="2")], job_id="job_1"),
         Asked("POST", "/bulk/users", {}, {"items": [item("delete", "user", user_id="2")], "job": {"id": "job_1"}}),
         RUNNING, SUBMITTED, Job, ANY_1),
    Case("submit_leads",
         lambda c: c.jobs.submit_leads(post=[LeadChanges(email="l@b.test")], delete=[Identifiers(id="l1")]),
         Asked("POST", "/bulk/contacts", {}, {"items": [
             item("post", "contact", email="l@b.test"), item("delete", "contact", id="l1"),
         ]}), RUNNING, SUBMITTED, Job, ANY_1),
    Case("submit_events",
         lambda c: c.jobs.submit_events(
             post=[NewEvent(event_name="bought", created_at=1704153600, user_id="1", metadata={"price": 5})],
             job_id="job_1",
         ),
         Asked("POST", "/bulk/events", {}, {
             "items": [item("post", "event", event_name="bought", created_at=1704153600, user_id="1",
                            metadata={"price": 5})],
             "job": {"id": "job_1"},
         }), RUNNING, SUBMITTED, Job, ANY_1),
    Case("retrieve", lambda c: c.jobs.retrieve("job_1"), Asked("GET", "/jobs/job_1"), COMPLETED, DONE, Job, ANY_1),
    Case("list_errors", lambda c: c.jobs.list_errors("job_1"), Asked("GET", "/jobs/job_1/error"),
         {"app_id": "a1", "job_id": "job_1", "pages": {}, "items": [FAILED]},
         {"id": "i1", "method": "post", "data_type": "user", "data": {"email": "x"},
          "error.code": "parameter_invalid", "error.message": "email is not valid"}, JobItem, ANY_1),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_a_job_tells_how_far_its_tasks_are() -> None:
    job = await Wire(COMPLETED, version="1.4").run(lambda c: c.jobs.retrieve("job_1"))
    (task,) = job.tasks
    started = datetime(2015, 10, 28, 12, 1, 49, tzinfo=UTC)
    assert (task.id, task.item_count, task.state, task.started_at) == ("task_1", 2, "completed", started)


async def test_every_page_of_errors_is_read() -> None:
    link = "https://api.intercom.io/jobs/job_1/error?page=2&per_page=1"
    first = {"pages": {"next": link, "page": 1, "per_page": 1, "total_pages": 2}, "items": [FAILED]}
    wire = Wire(first, {"pages": {}, "items": [{**FAILED, "id": "i2"}]}, version="1.4")
    found = await wire.run(lambda c: c.jobs.list_errors("job_1"))
    assert [each.id for each in found] == ["i1", "i2"]
    assert wire.asked == [
        Asked("GET", "/jobs/job_1/error"),
        Asked("GET", "/jobs/job_1/error", {"page": "2", "per_page": "1"}),
    ]


MANY = [UserChanges(user_id=number) for number in range(MOST_SUBMITTED)]
ONE = Identifiers(id="1")
EVENT = {"event_name": "x", "created_at": 1, "id": "1"}


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (lambda c: c.jobs.submit_users(), ValueError, "jobs.submit_users: give at least one item"),
        (lambda c: c.jobs.submit_events(post=[]), ValueError, "jobs.submit_events: give at least one item"),
        (lambda c: c.jobs.submit_users(post=MANY, delete=[ONE]), ValueError,
         "jobs.submit_users: the job holds 101, Intercom takes 100 in one call: submit the rest with its job_id"),
        (lambda c: c.jobs.submit_users(post=[LeadChanges()]), TypeError, "post takes UserChanges objects, not LeadC"),
        (lambda c: c.jobs.submit_leads(post=[{"email": "a"}]), TypeError, "post takes LeadChanges objects, not dict"),
        (lambda c: c.jobs.submit_leads(delete=["l1"]), TypeError, "delete takes Identifiers objects, not str"),
        (lambda c: c.jobs.submit_users(post=[UserChanges(user_id="a" * 256)]), ValueError, "user_id has 256"),
        (lambda c: c.jobs.submit_users(post=[UserChanges(custom_attributes={"a.b": 1})]), ValueError, "holds '.'"),
        (lambda c: c.jobs.submit_events(post=[NewEvent(**{**EVENT, "created_at": 1_704_153_600_000})]), ValueError,
         "NewEvent.created_at is 1704153600000"),
        (lambda c: c.jobs.submit_events(post=[NewEvent(**EVENT, metadata=dict.fromkeys("abcdefghijk"))]), ValueError,
         "NewEvent.metadata holds 11, Intercom takes 10"),
        (lambda c: c.jobs.retrieve(""), ValueError, "job_id must not be ''"),
    ],
)  # fmt: skip
async def test_what_cannot_be_submitted_is_refused_before_sending(call: Any, error: Any, told: str) -> None:
    wire = Wire(version="1.4")
    with pytest.raises(error, match=told):
        await wire.run(call)
    assert wire.asked == []


async def test_a_hundred_items_are_taken() -> None:
    wire = Wire(RUNNING, version="1.4")
    await wire.run(lambda c: c.jobs.submit_users(post=MANY))
    assert len(wire.asked[0].body["items"]) == 100


async def test_a_job_is_submitted_once() -> None:
    """A second try would be a second job."""
    wire = Wire(json_response(500, {}), version="1.4")
    with pytest.raises(ServerError) as caught:
        await wire.run(lambda c: c.jobs.submit_users(post=[UserChanges(user_id="1")]))
    assert caught.value.outcome_unknown


async def test_whether_2_x_has_jobs_is_in_no_source() -> None:
    """So the call is made."""
    wire = Wire(COMPLETED)
    assert (await wire.run(lambda c: c.jobs.retrieve("job_1"))).state == "completed"


@in_virtual_time
async def test_a_job_against_the_simulator() -> None:
    """From submission to what failed, and to its closing."""
    transport = simulated(2)
    c = client(transport, version="1.4")
    job = await c.jobs.submit_users(
        post=[UserChanges(user_id="new", email="new@b.test"), UserChanges(user_id="bad", email="no address")],
        delete=[Identifiers(user_id="u0"), Identifiers(user_id="nobody")],
    )
    assert job.state == JobState.RUNNING
    with pytest.raises(NotFoundError):
        await c.users.find(user_id="new")
    await c.core.clock.sleep(2)
    assert (await c.jobs.retrieve(job.id)).state == JobState.COMPLETED
    assert (await c.users.find(user_id="new")).email == "new@b.test"
    with pytest.raises(NotFoundError):
        await c.users.find(user_id="u0")
    failed = await c.jobs.list_errors(job.id).collect()
    assert [(each.method, each.data and each.data["user_id"], each.error and each.error.code) for each in failed] == [
        ("post", "bad", "parameter_invalid"),
        ("delete", "nobody", "not_found"),
    ]
    added = await c.jobs.submit_users(delete=[Identifiers(user_id="u1")], job_id=job.id)
    assert (added.id, added.state) == (job.id, JobState.RUNNING)
    await c.core.clock.sleep(900)
    with pytest.raises(JobClosedError, match="is closed"):
        await c.jobs.submit_users(delete=[Identifiers(user_id="new")], job_id=job.id)
