"""Bulk jobs of contacts and companies: submitting them, and carrying out their items; jobs.py knows when."""

from collections.abc import Mapping
from typing import Final

import attrs

from ..bodies.jobs import bulk_job_body
from ..call import Call, Problem, Reply, as_object, is_list, is_object
from ..fields import Fields
from ..finding import objects
from ..jobs import Item, Job, Task
from ..memberships import read_memberships, write_memberships
from ..people import Person
from ..routes import Handler, Routes
from ..world import World
from . import companies, contacts

routes: Final = Routes()

#: Items that one call may submit.
MOST: Final = 100
_SINGLE: Final = {"contacts": "contact", "companies": "company"}
_CONTACT: Final = frozenset(
    {"external_id", "email", "name", "phone", "avatar", "owner_id", "unsubscribed_from_emails", "language_override",
     "custom_attributes"}
)  # fmt: skip
_COMPANY: Final = frozenset(
    {"name", "plan", "size", "website", "industry", "custom_attributes", "remote_created_at", "monthly_spend",
     "update_last_request_at"}
)  # fmt: skip
#: What an item may set; the rest of it is ignored.
_TAKEN: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("contacts", "create"): _CONTACT | {"role", "signed_up_at", "last_seen_at"},
    ("contacts", "update"): _CONTACT,
    ("companies", "create"): _COMPANY | {"company_id"},
    ("companies", "update"): _COMPANY,
}
_WRITES: Final[Mapping[tuple[str, str], Handler]] = {
    ("contacts", "create"): contacts.create,
    ("contacts", "update"): contacts.update,
    ("contacts", "delete"): contacts.delete,
    ("companies", "create"): companies.create_or_update,
    ("companies", "update"): companies.update,
    ("companies", "delete"): companies.delete,
}


@routes("contacts.bulk_create", writes=True)
def create_contacts(world: World, call: Call) -> Reply:
    """Take contacts to create."""
    return _submitted(world, call, "contacts", "create")


@routes("contacts.bulk_update", writes=True)
def update_contacts(world: World, call: Call) -> Reply:
    """Take contacts to change."""
    return _submitted(world, call, "contacts", "update")


@routes("contacts.bulk_delete", writes=True)
def delete_contacts(world: World, call: Call) -> Reply:
    """Take contacts to delete."""
    return _submitted(world, call, "contacts", "delete")


@routes("contacts.retrieve_bulk_job")
def retrieve_contacts_job(world: World, call: Call) -> Reply:
    """Answer a bulk job of contacts."""
    return Reply(bulk_job_body(call, _job(world, call.params["job_id"], "contacts")))


@routes("companies.bulk_create", writes=True)
def create_companies(world: World, call: Call) -> Reply:
    """Take companies to create or change."""
    return _submitted(world, call, "companies", "create")


@routes("companies.bulk_update", writes=True)
def update_companies(world: World, call: Call) -> Reply:
    """Take companies to change."""
    return _submitted(world, call, "companies", "update")


@routes("companies.bulk_delete", writes=True)
def delete_companies(world: World, call: Call) -> Reply:
    """Take companies to delete."""
    return _submitted(world, call, "companies", "delete")


@routes("companies.retrieve_bulk_job")
def retrieve_companies_job(world: World, call: Call) -> Reply:
    """Answer a bulk job of companies."""
    return Reply(bulk_job_body(call, _job(world, call.params["job_id"], "companies")))


def carry_out(world: World, call: Call, item: Item) -> None:
    """Carry out one item."""
    write, taken = _WRITES[item.data_type, item.method], _TAKEN.get((item.data_type, item.method), frozenset[str]())
    params = {f"{_SINGLE[item.data_type]}_id": str(item.data.get("id"))}
    body = {name: value for name, value in item.data.items() if name in taken}
    write_one = attrs.evolve(call, params=params, body=body)
    if item.data_type == "companies" or item.method == "delete":
        write(world, write_one)
        return
    updates = item.method == "update"
    whole = attrs.evolve(call, body=item.data if updates else _without_removal(item.data))
    memberships = read_memberships(world, whole, world.people.get(params["contact_id"]) if updates else None)
    answered = as_object(write(world, write_one).body, "The answer")
    (person,) = world.people.all_of([str(answered["id"])])
    write_memberships(world, whole, person, memberships)
    _tag(world, call, person, item)


def _without_removal(contact: Mapping[str, object]) -> dict[str, object]:
    """Return a contact to create, whose companies there is no use to remove."""
    given = contact.get("companies")
    kept = {} if given is None else {"companies": [{**each, "remove": None} for each in objects(given, "companies")]}
    return {**contact, **kept}


def _tag(world: World, call: Call, person: Person, item: Item) -> None:
    """Put tags on a contact and take others off; what is no tag is skipped."""
    given = item.data.get("tags")
    chosen = given if is_object(given) else {}
    for name in ("add", "remove") if item.method == "update" else ("add",):
        listed = chosen.get(name)
        for each in listed if is_list(listed) else []:
            tag = world.tags.get(str(each.get("id"))) if is_object(each) else None
            if tag is not None and name == "add":
                world.put_tag(person.id, tag, at=call.second, by=world.admins[0].id)
            elif tag is not None:
                world.take_tag(person.id, tag, at=call.second)
    world.people.touch()


def _submitted(world: World, call: Call, kind: str, method: str) -> Reply:
    items = tuple(Item(world.ids.uuid(), method, kind, data) for data in _items(call, kind, method))
    job_id = (Fields(call.body).part("job") or Fields({})).identifier("id")
    if job_id is None:
        job = world.jobs.open(None, kind, new_id=f"job_v2_{world.jobs.count + 1}", now=call.now)
    else:
        job = _job(world, job_id, kind)
        if call.now >= job.closing_at:
            raise Problem(403, "forbidden", f"job {job_id} is closed for new task updates")
    world.jobs.submit(job, Task(f"task_v2_{job.id.rpartition('_')[2]}_{len(job.tasks) + 1}", call, items))
    return Reply(bulk_job_body(call, job), 202)


def _items(call: Call, kind: str, method: str) -> list[dict[str, object]]:
    given = call.body.get(kind)
    if given is None:
        raise Problem(422, "field_not_found", f"{kind} field must be supplied")
    if not is_list(given):
        raise Problem(422, "type_mismatch", f"{kind} must be an array")
    if len(given) > MOST:
        raise Problem(422, "parameter_invalid", f"maximum number of {kind} per request is {MOST}")
    found = [each for each in given if is_object(each)]
    if len(found) != len(given):
        raise Problem(422, "type_mismatch", f"each {_SINGLE[kind]} must be an object")
    if method != "create" and any(not each.get("id") for each in found):
        raise Problem(422, "field_not_found", f"{kind} must be identified by id")
    return found


def _job(world: World, job_id: str, kind: str) -> Job:
    job = world.jobs.find(job_id)
    if job is None or job.data_type != kind:
        raise Problem(404, "job_not_found", f"job {job_id} not found")
    return job
