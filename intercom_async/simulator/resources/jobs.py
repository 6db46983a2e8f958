"""Jobs: carrying out the writes of 1.x that were submitted, and making tickets, when their time has come."""

from collections.abc import Mapping
from typing import Final

import attrs

from ..bodies.jobs import item_body, job_body
from ..bodies.tickets import job_status
from ..call import Call, Problem, Reply, as_object, invalid, missing, not_found
from ..finding import objects
from ..jobs import BULK, Item, Task
from ..lists import numbered
from ..routes import Handler, Routes
from ..tickets import TicketJob, due
from ..world import World
from ..writing import as_id
from . import bulk_jobs, data_events, leads, tickets, users

routes: Final = Routes()

#: Items that one call may submit, and those that failed on one page.
MOST: Final = 100
_PAGE: Final = 50

_WRITES: Final[Mapping[str, Handler]] = {
    "user": users.create_or_update,
    "contact": leads.create_or_update,
    "event": data_events.create,
}


@routes("jobs.submit_users", writes=True)
def submit_users(world: World, call: Call) -> Reply:
    """Take users to write and to archive."""
    return _submitted(world, call, "user")


@routes("jobs.submit_leads", writes=True)
def submit_leads(world: World, call: Call) -> Reply:
    """Take leads to write and to delete."""
    return _submitted(world, call, "contact")


@routes("jobs.submit_events", writes=True)
def submit_events(world: World, call: Call) -> Reply:
    """Take events to note; they cannot be deleted."""
    return _submitted(world, call, "event")


@routes("jobs.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer a job with its tasks."""
    return Reply(job_body(world, call, world.jobs.get(call.params["job_id"]), tasks=True))


@routes("jobs.list_errors")
def list_errors(world: World, call: Call) -> Reply:
    """Answer a page of the items that failed; all on one page have no links."""
    job = world.jobs.get(call.params["job_id"])
    failed = list(job.failed())
    page = numbered(call, default=_PAGE, maximum=None)
    pages = page.pages(call, len(failed)) if len(failed) > page.size else {}
    shown = [item_body(task, item) for task, item in page.cut(failed)]
    return Reply({"app_id": world.app_id, "job_id": job.id, "pages": pages, "items": shown})


@routes("jobs.retrieve_status")
def retrieve_status(world: World, call: Call) -> Reply:
    """Answer how far the making of a ticket is."""
    job = world.shelf(TicketJob).get(call.params["job_id"])
    if job is None:
        raise not_found("Job Not Found", "job_not_found")
    return Reply(job_status(call, job))


def carry_out(world: World, now: float) -> None:
    """Carry out what was submitted or enqueued and whose time has come."""
    for task in world.jobs.due(now):
        call = attrs.evolve(task.call, now=float(task.completed_at))
        for item in task.items:
            try:
                _carry_out(world, call, item)
            except Problem as problem:
                item.problem = problem
    for job in due(world, now):
        tickets.carry_out(world, job)


def _submitted(world: World, call: Call, data_type: str) -> Reply:
    if call.body.get("items") is None:
        raise missing("items")
    given = objects(call.body["items"], "items")
    if not 0 < len(given) <= MOST:
        raise invalid(f"items must hold 1 to {MOST} items", "items")
    items = tuple(_item(world, item, data_type) for item in given)
    named = as_object(call.body.get("job") or {}, "job")
    job = world.jobs.open(as_id(named.get("id"), "id"), data_type, new_id=_new_id(world, "job"), now=call.now)
    world.jobs.submit(job, Task(_new_id(world, "task"), call, items))
    return Reply(job_body(world, call, job, tasks=False))


def _new_id(world: World, kind: str) -> str:
    return f"{kind}_{world.ids.uuid().replace('-', '_')}"


def _item(world: World, given: Mapping[str, object], data_type: str) -> Item:
    methods = {"post"} if data_type == "event" else {"post", "delete"}
    method = given.get("method")
    if method not in methods:
        raise invalid(f"method must be one of {', '.join(sorted(methods))}", "method")
    if given.get("data_type") != data_type:
        raise invalid(f"data_type must be {data_type}", "data_type")
    return Item(world.ids.uuid(), str(method), data_type, as_object(given.get("data"), "data"))


def _carry_out(world: World, call: Call, item: Item) -> None:
    if item.data_type in BULK:
        bulk_jobs.carry_out(world, call, item)
        return
    if item.method == "post":
        _WRITES[item.data_type](world, attrs.evolve(call, body=item.data))
        return
    intercom_id = as_id(item.data.get("id"), "id")
    by_id, by_query = (
        (users.archive_by_id, users.archive) if item.data_type == "user" else (leads.delete, leads.delete_by_user_id)
    )
    if intercom_id is not None:
        by_id(world, attrs.evolve(call, params={"user_id": intercom_id, "lead_id": intercom_id}))
        return
    named = {key: as_id(item.data.get(key), key) for key in ("user_id", "email")}
    by_query(world, attrs.evolve(call, query={key: value for key, value in named.items() if value is not None}))
