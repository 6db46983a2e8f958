"""Whom and what a call names: people, companies, teammates and conversations, in paths, queries and bodies."""

from collections.abc import Mapping
from typing import Final

from ..versions import V2_0, V2_16
from .call import Call, Problem, is_list, is_object, missing, not_found
from .companies import Company
from .conversations import Conversation
from .people import Person
from .team import Admin
from .world import World
from .writing import as_id


def contact_of_path(world: World, call: Call, *, archived: bool = False) -> Person:
    """Return the contact that the path names; only some operations see an archived one."""
    person = world.people.get(call.params["contact_id"])
    if person is None or (person.archived and not archived):
        raise not_found("User Not Found")
    return person


def refuse_merged(call: Call, survivor: str | None) -> None:
    """Refuse to show a merged contact: from 2.16 on with a link to the *survivor*, before as if never there."""
    if survivor is not None and call.version >= V2_16:
        message = "This contact has been merged. See the 'Link' header for the canonical contact."
        link = ("Link", f'</contacts/{survivor}>; rel="canonical"')
        raise Problem(410, "contact_merged", message, headers=(link,))


def company_of_path(world: World, call: Call) -> Company:
    """Return the company that the path names."""
    return existing(world.companies.get(call.params["company_id"]))


def existing(company: Company | None) -> Company:
    """Return *company*; 404 when there is none."""
    if company is None:
        raise not_found("Company Not Found", "company_not_found")
    return company


def visible(person: Person | None, role: str | None = None) -> Person:
    """Return *person* unless archived or of another role; 404 then."""
    if person is None or person.archived or role not in {None, person.role}:
        raise not_found("Contact Not Found" if role == "lead" else "User Not Found")
    return person


def several(code: str = "unique_user_constraint") -> Problem:
    """Return the 409 for an e-mail that does not name one user."""
    message = "Multiple existing users match this email address - must be more specific using user_id"
    return Problem(409, code, message)


def users_with_email(world: World, email: str) -> list[Person]:
    """Return the users with an e-mail who are not archived."""
    found = world.people.with_email(email.lower())
    return [person for person in found if person.role == "user" and not person.archived]


def named_person(world: World, given: Mapping[str, object], *, id_key: str = "id") -> Person | None:
    """Return whom *given* names by Intercom's id, else the customer's, else e-mail; None when nobody is so called."""
    if (intercom_id := as_id(given.get(id_key), id_key)) is not None:
        return world.people.get(intercom_id)
    if (user_id := as_id(given.get("user_id"), "user_id")) is not None:
        return world.people.with_external_id(user_id)
    email = as_id(given.get("email"), "email")
    found = [] if email is None else users_with_email(world, email)
    if len(found) > 1:
        raise several()
    return found[0] if found else None


def objects(value: object, name: str) -> list[dict[str, object]]:
    """Return a list of JSON objects, refusing anything else."""
    if not is_list(value):
        raise Problem(400, "parameter_invalid", f"{name} must be a list", name)
    found = [item for item in value if is_object(item)]
    if len(found) != len(value):
        raise Problem(400, "parameter_invalid", f"{name} must hold JSON objects", name)
    return found


def acting_admin(world: World, call: Call) -> Admin:
    """Return the teammate whom ``admin_id`` of the body names, who needs a seat of the inbox."""
    admin_id = as_id(call.body.get("admin_id"), "admin_id")
    if admin_id is None:
        raise missing("admin_id")
    admin = world.admin(admin_id)
    if admin is None:
        raise not_found("Admin for admin_id not found", "admin_not_found")
    if not admin.inbox_seat:
        raise Problem(403, "action_forbidden", "This admin does not have Inbox access permissions")
    return admin


def conversation_of_path(world: World, call: Call, message: str = "Resource Not Found") -> Conversation:
    """Return the conversation that the path names; 2.x sees an outbound message only when it was answered."""
    conversation = conversation_with(world, call, call.params["conversation_id"])
    if conversation is None:
        raise not_found(message)
    return conversation


def conversation_with(world: World, call: Call, conversation_id: str | None) -> Conversation | None:
    """Return the conversation with this id, if the version of *call* sees it."""
    conversation = world.conversations.get(conversation_id or "")
    return None if conversation is None or (conversation.outbound and call.version >= V2_0) else conversation


#: How a call names somebody who takes part in conversations.
CUSTOMER_KEYS: Final = ("intercom_user_id", "user_id", "email")


def named_customer(world: World, given: Mapping[str, object]) -> Person:
    """Return the user or lead whom *given* names by one of `CUSTOMER_KEYS`."""
    if all(given.get(key) is None for key in CUSTOMER_KEYS):
        raise missing("intercom_user_id", "intercom_user_id, user_id or email is required")
    return visible(named_person(world, given, id_key="intercom_user_id"))
