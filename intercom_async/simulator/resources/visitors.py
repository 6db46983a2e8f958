"""Visitors: finding, changing, deleting them, and making them users or leads."""

from typing import Final

from ...versions import V2_0, Version
from ..bodies.contacts import contact_body
from ..bodies.users import user_body
from ..call import Call, Reply, as_object, invalid, missing, not_found
from ..finding import named_person, visible
from ..people import ROLES, Changes, Person, apply
from ..routes import Routes
from ..visitors import Visitor
from ..world import World
from ..writing import as_id, email_address, read_custom, text

routes: Final = Routes()


@routes("visitors.find")
def find(world: World, call: Call) -> Reply:
    """Answer the visitor with a user_id."""
    if "user_id" not in call.query:
        raise missing("user_id")
    return _reply(world, call, world.visitors.find(user_id=call.query["user_id"]))


@routes("visitors.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one visitor by Intercom's id."""
    return _reply(world, call, world.visitors.find(visitor_id=call.params["visitor_id"]))


@routes("visitors.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change the visitor that id or user_id names; in 1.x an e-mail makes a lead of the visitor."""
    ids = {key: as_id(call.body.get(key), key) for key in ("id", "user_id")}
    if not any(ids.values()):
        raise missing("id", "id or user_id is required")
    visitor = _existing(world.visitors.find(visitor_id=ids["id"], user_id=ids["user_id"]))
    name = visitor.name if call.body.get("name") is None else str(text(call.body["name"], "name"))
    email = email_address(call.body.get("email")) if call.version < V2_0 else None
    custom = read_custom(world, call, call.body, "contact")
    visitor.name, visitor.updated_at = name, call.second
    visitor.custom = {key: value for key, value in {**visitor.custom, **custom}.items() if value is not None}
    if email is None:
        return _reply(world, call, visitor)
    visitor.email = email
    return _person_reply(world, call, converted(world, call, visitor, Changes("lead")))


@routes("visitors.convert", writes=True)
def convert(world: World, call: Call) -> Reply:
    """Make a visitor a lead or a user; where the user exists, the visitor is merged into them and gone."""
    role = call.body.get("type")
    if role not in ROLES:
        raise invalid("type must be user or lead", "type")
    if call.body.get("visitor") is None:
        raise missing("visitor")
    named = as_object(call.body["visitor"], "visitor")
    ids = {key: as_id(named.get(key), key) for key in ("id", "user_id", "email")}
    visitor = _existing(world.visitors.find(visitor_id=ids["id"], user_id=ids["user_id"], email=ids["email"]))
    if role == "lead":
        return _person_reply(world, call, converted(world, call, visitor, Changes("lead")))
    if call.body.get("user") is None:
        raise missing("user")
    given = as_object(call.body["user"], "user")
    user = named_person(world, given)
    if user is not None:
        return _person_reply(world, call, _merged(world, call, visitor, visible(user, "user")))
    identity = {"external_id": as_id(given.get("user_id"), "user_id"), "email": email_address(given.get("email"))}
    if given.get("id") is not None:
        visible(None)
    if not any(identity.values()):
        raise missing("user", "user needs an id, a user_id or an email")
    return _person_reply(world, call, converted(world, call, visitor, Changes("user", identity)))


@routes("visitors.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one visitor by Intercom's id."""
    return _deleted(world, call, world.visitors.find(visitor_id=call.params["visitor_id"]))


@routes("visitors.delete_by_user_id", writes=True)
def delete_by_user_id(world: World, call: Call) -> Reply:
    """Delete the visitor with a user_id."""
    if "user_id" not in call.query:
        raise missing("user_id")
    return _deleted(world, call, world.visitors.find(user_id=call.query["user_id"]))


def _existing(visitor: Visitor | None) -> Visitor:
    if visitor is None:
        raise not_found("Visitor Not Found")
    return visitor


def _deleted(world: World, call: Call, visitor: Visitor | None) -> Reply:
    reply = _reply(world, call, visitor)
    world.visitors.delete(_existing(visitor))
    return reply


def converted(world: World, call: Call, visitor: Visitor, changes: Changes) -> Person:
    """Make the visitor a person with the same id."""
    person = Person(visitor.id, visitor.created_at, call.second, changes.role or "lead")
    person.email = visitor.email or None
    person.lead_id = visitor.user_id if person.role == "lead" else None
    person.fields = {"name": visitor.name} if visitor.name else {}
    if person.role == "user":
        person.fields["signed_up_at"] = visitor.created_at
    person.custom = visitor.custom
    apply(person, Changes(identity={key: value for key, value in changes.identity.items() if value is not None}))
    world.visitors.delete(visitor)
    world.add_person(person)
    world.tell("visitor.converted", person)
    return person


def _merged(world: World, call: Call, visitor: Visitor, user: Person) -> Person:
    taken = {name: value for name, value in visitor.custom.items() if name not in user.custom}
    fields: dict[str, object] = {"name": visitor.name} if visitor.name and "name" not in user.fields else {}
    world.visitors.delete(visitor)
    world.change_person(user, Changes(fields=fields, custom=taken), call.second)
    return user


def _person_reply(world: World, call: Call, person: Person) -> Reply:
    if call.version >= V2_0:
        return Reply(contact_body(world, call, person))
    return Reply(user_body(world, person, call.version))


def _reply(world: World, call: Call, visitor: Visitor | None) -> Reply:
    return Reply(visitor_body(world, _existing(visitor), call.version))


def visitor_body(world: World, visitor: Visitor, version: Version) -> dict[str, object]:
    """Return a visitor: the body of 1.x, in all versions."""
    person = Person(visitor.id, visitor.created_at, visitor.updated_at, "lead")
    person.lead_id = visitor.user_id
    person.fields = {"name": visitor.name, "signed_up_at": visitor.created_at}
    person.custom = visitor.custom
    body = user_body(world, person, version)
    body |= {"type": "visitor", "email": visitor.email, "pseudonym": visitor.pseudonym, "owner_id": None}
    if version >= V2_0:
        del body["last_seen_ip"], body["user_agent_data"]
    return body
