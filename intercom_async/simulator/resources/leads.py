"""Leads: people without an account, whom 1.x calls contacts; the leads among the contacts of 2.x."""

from typing import Final

from ..bodies.users import user_body
from ..call import Call, Reply, as_object, missing
from ..finding import named_person, visible
from ..memberships import read_memberships, write_memberships
from ..merging import merged_changes
from ..people import Changes, Person
from ..routes import Routes
from ..world import World
from ..writing import USER_FIELDS, as_id, read_changes
from .contacts import new_person
from .people_lists import people_list, people_scroll

routes: Final = Routes()


@routes("leads.create_or_update", writes=True)
def create_or_update(world: World, call: Call) -> Reply:
    """Update the lead that id or user_id names, or make a new one; an e-mail names no lead."""
    named = {key: call.body[key] for key in ("id", "user_id") if call.body.get(key) is not None}
    person = visible(named_person(world, named), "lead") if named else None
    changes = read_changes(world, call, USER_FIELDS, None)
    memberships = read_memberships(world, call, person)
    if person is None:
        person = new_person(world, call, "lead", changes)
    else:
        world.change_person(person, changes, call.second)
    write_memberships(world, call, person, memberships)
    return _reply(world, call, person)


@routes("leads.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one lead by Intercom's id."""
    return _reply(world, call, _of_path(world, call))


@routes("leads.find", when=lambda call: "user_id" in call.query)
def find(world: World, call: Call) -> Reply:
    """Answer the lead with the user_id that the server made."""
    return _reply(world, call, visible(world.people.with_external_id(call.query["user_id"]), "lead"))


@routes("leads.list")
def list_leads(world: World, call: Call) -> Reply:
    """Answer a page of the leads, also those with an e-mail or a phone number."""
    return people_list(world, call, "lead")


@routes("leads.scroll")
def scroll(world: World, call: Call) -> Reply:
    """Answer the next leads of the scroll."""
    return people_scroll(world, call, "lead")


@routes("leads.convert", writes=True)
def convert(world: World, call: Call) -> Reply:
    """Merge a lead into a user, or make it one: its e-mail is kept, its user_id not."""
    lead = visible(named_person(world, _named(call, "contact")), "lead")
    given = _named(call, "user")
    if all(given.get(key) is None for key in ("id", "user_id", "email")):
        raise missing("user", "user needs an id, a user_id or an email")
    user = named_person(world, given)
    if user is not None and user is not lead:
        visible(user, "user")
        world.merge_people(lead, user, merged_changes(lead, user), call.second)
        return _reply(world, call, user)
    if given.get("id") is not None:
        visible(None)
    identity = {"external_id": as_id(given.get("user_id"), "user_id")}
    email = as_id(given.get("email"), "email")
    if email is not None:
        identity["email"] = email.lower()
    world.change_person(lead, Changes("user", identity), call.second)
    return _reply(world, call, lead)


@routes("leads.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one lead by Intercom's id."""
    return _deleted(world, call, _of_path(world, call))


@routes("leads.delete_by_user_id", writes=True)
def delete_by_user_id(world: World, call: Call) -> Reply:
    """Delete the lead with the user_id that the server made."""
    if "user_id" not in call.query:
        raise missing("user_id")
    return _deleted(world, call, visible(world.people.with_external_id(call.query["user_id"]), "lead"))


def _of_path(world: World, call: Call) -> Person:
    return visible(world.people.get(call.params["lead_id"]), "lead")


def _named(call: Call, key: str) -> dict[str, object]:
    if call.body.get(key) is None:
        raise missing(key)
    return dict(as_object(call.body[key], key))


def _deleted(world: World, call: Call, person: Person) -> Reply:
    body = user_body(world, person, call.version)
    world.delete_person(person, call.second)
    return Reply(body)


def _reply(world: World, call: Call, person: Person) -> Reply:
    return Reply(user_body(world, person, call.version))
