"""The people who take part in a conversation: adding and removing them."""

from collections.abc import Mapping
from typing import Final

from ..bodies.parts import customers
from ..call import Call, Problem, Reply, as_object, invalid, missing, not_found
from ..conversations import Author, Conversation
from ..conversing import customer, join, leave, teammate
from ..finding import acting_admin, conversation_of_path, named_customer
from ..people import Changes, Person
from ..routes import Routes
from ..world import World
from ..writing import email_address
from .contacts import new_person

routes: Final = Routes()


@routes("conversations.attach_contact", writes=True)
def attach_contact(world: World, call: Call) -> Reply:
    """Add somebody to a conversation, by a teammate or by somebody who takes part; an unknown e-mail makes a lead."""
    conversation = conversation_of_path(world, call)
    by = _acting(world, call, conversation)
    if call.body.get("customer") is None:
        raise missing("customer")
    person = _added(world, call, as_object(call.body["customer"], "customer"))
    join(world, conversation, person.id, by, now=call.second)
    return Reply({"customers": customers(world, conversation)})


@routes("conversations.detach_contact", writes=True)
def detach_contact(world: World, call: Call) -> Reply:
    """Remove somebody from a conversation, by a teammate; the last one stays."""
    conversation = conversation_of_path(world, call)
    admin = acting_admin(world, call)
    person_id = call.params["contact_id"]
    if person_id not in conversation.customers:
        raise not_found("User Not Found")
    if len(conversation.customers) == 1:
        raise Problem(422, "parameter_invalid", "Removing the last customer is not allowed")
    leave(world, conversation, person_id, teammate(admin.id), now=call.second)
    return Reply({"customers": customers(world, conversation)})


def _acting(world: World, call: Call, conversation: Conversation) -> Author:
    if call.body.get("admin_id") is not None:
        return teammate(acting_admin(world, call).id)
    person = named_customer(world, call.body)
    if person.id not in conversation.customers:
        raise not_found()
    return customer(person.id)


def _added(world: World, call: Call, given: Mapping[str, object]) -> Person:
    """Return who is to be added, who must have an e-mail."""
    by_id = given.get("intercom_user_id") is not None or given.get("user_id") is not None
    email = None if by_id else email_address(given.get("email"))
    if email is None:
        person = named_customer(world, given)
        if person.email is None:
            raise invalid("The customer has no email", "customer")
        return person
    known = [person for person in world.people.with_email(email) if not person.archived]
    known.sort(key=lambda person: person.role != "user")
    return known[0] if known else new_person(world, call, "lead", Changes(identity={"email": email}))
