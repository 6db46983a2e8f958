"""Jobs, connectors, custom objects, hours and Fin through the real client: what one call leaves, another finds."""

from typing import Any

import pytest
from support.paging_clients import client, in_virtual_time, simulated

from intercom_async import Intercom
from intercom_async.errors import ConflictError, PermissionDeniedError, UnprocessableEntityError
from intercom_async.models.bulk_jobs import BulkContactChanges, BulkTags, NewBulkContact
from intercom_async.models.data_connectors import DataConnectorChanges, NewDataConnector
from intercom_async.models.fin import FinMessage, FinUser
from intercom_async.models.jobs import JobState
from intercom_async.models.office_hours import OpenInterval


def preview(**settings: Any) -> Intercom:
    """Return a client of Preview for a new workspace with one user."""
    return client(simulated(1, **settings), version="Preview")


@in_virtual_time
async def test_a_bulk_job_is_carried_out() -> None:
    """From submission to what it wrote, what failed, and its closing."""
    c = preview()
    tag = await c.tags.create_or_update(name="vip")
    job = await c.contacts.bulk_create([NewBulkContact(external_id="new", tags=BulkTags(add=[tag.id, "99"]))])
    assert (job.state, job.tasks and job.tasks[0].state) == (JobState.RUNNING, JobState.PENDING)
    await c.core.clock.sleep(2)
    assert (await c.contacts.retrieve_bulk_job(job.id)).state == JobState.COMPLETED
    made = await c.contacts.find("new")
    assert [each.name for each in await c.contacts.list_tags(made.id).collect()] == ["vip"]
    changes = [BulkContactChanges(id=made.id, name="Ada"), BulkContactChanges(id="nobody", name="x")]
    again = await c.contacts.bulk_update(changes, job_id=job.id)
    assert (again.id, len(again.tasks or ())) == (job.id, 2)
    await c.core.clock.sleep(2)
    assert (await c.contacts.retrieve_bulk_job(job.id)).state == JobState.COMPLETED_WITH_ERRORS
    assert (await c.contacts.find("new")).name == "Ada"
    await c.core.clock.sleep(900)
    with pytest.raises(PermissionDeniedError, match="closed for new task updates"):
        await c.contacts.bulk_delete([made.id], job_id=job.id)


@in_virtual_time
async def test_lists_give_everything_whatever_their_pages() -> None:
    """By cursor without numbers, and by page with a URL; a checkpoint goes on where it was."""
    c = preview()
    for number in range(5):
        await c.data_connectors.create(NewDataConnector(name=f"c{number}"))
        await c.custom_object_instances.create_or_update("Order", external_id=number)
        await c.core.clock.sleep(1)
    assert [each.name for each in await c.data_connectors.list(per_page=2).collect()] == ["c4", "c3", "c2", "c1", "c0"]
    orders = c.custom_object_instances.list("Order", per_page=2)
    assert [each.external_id for each in await orders.collect()] == ["4", "3", "2", "1", "0"]
    first = await orders
    assert first.checkpoint is not None
    rest = c.custom_object_instances.list("Order", per_page=2, resume=first.checkpoint)
    assert [each.external_id for each in await rest.collect()] == ["2", "1", "0"]
    assert (await c.custom_object_instances.find("Order", 3)).external_id == "3"


@in_virtual_time
async def test_a_connector_goes_live() -> None:
    c = preview()
    connector = await c.data_connectors.create(NewDataConnector(name="Orders"))
    await c.data_connectors.update(connector.id, DataConnectorChanges(state="live"))
    with pytest.raises(ConflictError, match="must be in draft state"):
        await c.data_connectors.delete(connector.id)
    with pytest.raises(ValueError, match=r"start_ts is .* in milliseconds"):
        c.data_connectors.list_execution_results(connector.id, start_ts=1_700_000_000_000)


@in_virtual_time
async def test_hours_and_their_exceptions() -> None:
    c = preview()
    hours = [OpenInterval(start_minute=540, end_minute=1020)]
    schedule = await c.office_hours.create(name="S", time_zone_name="Europe/Dublin", time_intervals=hours)
    eve = await c.office_hours.create_exception(
        schedule.id, exception_date="2026-12-24", exception_type="custom_hours", time_intervals=hours
    )
    assert eve.time_intervals is not None
    assert eve.time_intervals[0].day_of_week == 3
    assert [each.id for each in await c.office_hours.list_exceptions(schedule.id).collect()] == [eve.id]
    with pytest.raises(UnprocessableEntityError):
        await c.office_hours.update(schedule.id, time_intervals=[OpenInterval(start_minute=1, end_minute=2)])


@in_virtual_time
async def test_fin_talks_to_a_user_and_is_rated() -> None:
    c = preview()
    message, user = FinMessage(author="user", body="How?"), FinUser(id="u0", attributes={"odd": 1})
    answer = await c.fin.start("e1", message=message, user=user)
    assert (answer.status, answer.user_id) == ("thinking", "u0")
    assert answer.errors is not None
    assert answer.errors.user is not None
    assert answer.errors.user.attributes == {"odd": "User attribute 'odd' does not exist"}
    with pytest.raises(UnprocessableEntityError, match="No rating survey"):
        await c.fin.submit_csat("e1", rating="good")
    await c.core.clock.sleep(2)
    assert (await c.fin.submit_csat("e1", rating="good")).status == "rated"
    assert [each.type for each in await c.fin.list_capabilities(user).collect()] == ["procedure", "reply", "ask"]
