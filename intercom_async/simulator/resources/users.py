"""Users: people with an account in 1.x."""

from typing import Final

from ...versions import V1_1, V1_2, V1_3
from ..bodies.users import user_body
from ..call import Call, Problem, Reply, invalid, missing
from ..finding import named_person, several, users_with_email, visible
from ..memberships import read_memberships, write_memberships
from ..people import Changes, Person
from ..routes import Routes
from ..world import World
from ..writing import USER_FIELDS, as_id, read_changes
from .contacts import new_person
from .people_lists import people_by_email, people_list, people_scroll

routes: Final = Routes()


@routes("users.create_or_update", writes=True)
def create_or_update(world: World, call: Call) -> Reply:
    """Update the user that id, user_id or email names, in that order, or make a new one."""
    if call.version >= V1_3 and call.body.get("unsubscribed_from_emails", ...) is None:
        raise invalid("unsubscribed_from_emails must be true or false", "unsubscribed_from_emails")
    changes = read_changes(world, call, USER_FIELDS, "user_id")
    if call.body.get("update_last_request_at") is True:
        changes.fields["last_seen_at"] = call.second
    person = _named(world, call, changes)
    holder = world.people.with_external_id(changes.identity.get("external_id") or "")
    if holder is not None and holder is not person:
        raise Problem(409, "conflict", "Another user has this user_id")
    if person is not None and person.archived:
        raise Problem(409, "not_restorable", "The user is archived and cannot be written")
    if call.body.get("new_session") is True:
        changes.fields["session_count"] = int(str(person.fields.get("session_count", 0) if person else 0)) + 1
    memberships = read_memberships(world, call, person)
    if person is None:
        person = new_person(world, call, "user", changes)
    else:
        world.change_person(person, changes, call.second)
    write_memberships(world, call, person, memberships)
    return Reply(user_body(world, person, call.version))


@routes("users.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one user or lead by Intercom's id."""
    return Reply(user_body(world, visible(world.people.get(call.params["user_id"])), call.version))


@routes("users.find", when=lambda call: "user_id" in call.query or "email" in call.query)
def find(world: World, call: Call) -> Reply:
    """Answer the user with a user_id; for an e-mail one user in 1.0 and a list from 1.1 on."""
    if "user_id" in call.query:
        person = visible(world.people.with_external_id(call.query["user_id"]))
        return Reply(user_body(world, person, call.version))
    if call.version >= V1_1:
        return people_by_email(world, call, ("user",) if call.version >= V1_2 else ("user", "lead"))
    found = users_with_email(world, call.query["email"])
    if len(found) > 1:
        raise several("conflict")
    return Reply(user_body(world, visible(found[0] if found else None), call.version))


@routes("users.list")
def list_users(world: World, call: Call) -> Reply:
    """Answer a page of the users."""
    return people_list(world, call, "user")


@routes("users.scroll")
def scroll(world: World, call: Call) -> Reply:
    """Answer the next users of the scroll."""
    return people_scroll(world, call, "user")


@routes("users.archive", writes=True)
def archive(world: World, call: Call) -> Reply:
    """Archive the user that user_id or email names."""
    if not {"user_id", "email"} & call.query.keys():
        raise missing("user_id", "user_id or email is required")
    given = {key: call.query[key] for key in ("user_id", "email") if key in call.query}
    return _archived(world, call, named_person(world, given))


@routes("users.archive_by_id", writes=True)
def archive_by_id(world: World, call: Call) -> Reply:
    """Archive the user with Intercom's id."""
    return _archived(world, call, world.people.get(call.params["user_id"]))


@routes("users.request_deletion", writes=True)
def request_deletion(world: World, call: Call) -> Reply:
    """Delete a user for good, archived or not; the answer is the number of the request."""
    intercom_id = as_id(call.body.get("intercom_user_id"), "intercom_user_id")
    if intercom_id is None:
        raise missing("intercom_user_id")
    person = world.people.get(intercom_id) or visible(None)
    world.delete_person(person, call.second)
    world.deletion_requests += 1
    return Reply({"id": world.deletion_requests})


def _archived(world: World, call: Call, person: Person | None) -> Reply:
    person = visible(person)
    world.archive_person(person, archived=True)
    return Reply(user_body(world, person, call.version))


def _named(world: World, call: Call, changes: Changes) -> Person | None:
    """Return whom a write is about, None for somebody new."""
    intercom_id = as_id(call.body.get("id"), "id")
    if intercom_id is not None:
        return visible(world.people.get(intercom_id))
    external_id, email = changes.identity.get("external_id"), changes.identity.get("email")
    if not external_id and not email:
        raise invalid("A user needs a user_id or an email")
    person = world.people.with_external_id(external_id) if external_id else None
    if person is not None or not email:
        return person
    found = users_with_email(world, email)
    if external_id:  # whoever has another user_id is another user
        found = [person for person in found if person.external_id is None]
    if len(found) > 1:
        raise several()
    return found[0] if found else None
