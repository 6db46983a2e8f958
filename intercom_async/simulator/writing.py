"""What a write of a person may hold: reads the fields of a body and refuses wrong values."""

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from ..versions import V2_0
from .attributes import check_value, inferred_type
from .call import Call, as_object, invalid
from .people import ROLES, Changes
from .world import World

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")


def text(value: object, name: str) -> object:
    """Take text."""
    if not isinstance(value, str):
        raise invalid(f"{name} must be a string", name)
    return value


def instant(value: object, name: str) -> object:
    """Take whole seconds."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(f"{name} must be a UNIX timestamp in seconds", name)
    return value


def truth(value: object, name: str) -> object:
    """Take true or false."""
    if not isinstance(value, bool):
        raise invalid(f"{name} must be true or false", name)
    return value


Rule: TypeAlias = tuple[str, Callable[[object, str], object]]

#: By the name in a 2.x body.
CONTACT_FIELDS: Final[Mapping[str, Rule]] = {
    "name": ("name", text),
    "phone": ("phone", text),
    "avatar": ("avatar", text),
    "signed_up_at": ("signed_up_at", instant),
    "last_seen_at": ("last_seen_at", instant),
    "unsubscribed_from_emails": ("unsubscribed_from_emails", truth),
}

#: By the name in a 1.x body.
USER_FIELDS: Final[Mapping[str, Rule]] = {
    "name": ("name", text),
    "phone": ("phone", text),
    "signed_up_at": ("signed_up_at", instant),
    "last_request_at": ("last_seen_at", instant),
    "unsubscribed_from_emails": ("unsubscribed_from_emails", truth),
}


def read_changes(world: World, call: Call, rules: Mapping[str, Rule], external_id: str) -> Changes:
    """Read what the body of *call* changes; *external_id* is what that is called in this version."""
    body = call.body
    identity: dict[str, str | None] = {}
    if external_id in body:
        identity["external_id"] = as_id(body[external_id], external_id)
    if "email" in body:
        identity["email"] = _email(body["email"])
    fields: dict[str, object] = {}
    for name, (stored, rule) in rules.items():
        if name in body:
            value = body[name]
            fields[stored] = None if value is None else rule(value, name)
    if "owner_id" in body:
        fields["owner_id"] = _owner(world, body["owner_id"])
    custom = body.get("custom_attributes")
    return Changes(_role(call), identity, fields, {} if custom is None else _custom(world, call, custom))


def as_id(value: object, name: str) -> str | None:
    """Return an id that came as text or as a number; None for null and for empty text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise invalid(f"{name} must be a string", name)
    if len(str(value)) > 255:
        raise invalid(f"{name} is longer than 255 characters", name)
    return str(value)


def _email(value: object) -> str | None:
    found = as_id(value, "email")
    if found is None:
        return None
    if isinstance(value, int) or not _EMAIL.fullmatch(found):
        raise invalid("email is not a valid email address", "email")
    return found.lower()


def _owner(world: World, value: object) -> str | None:
    found = as_id(value, "owner_id")
    if found is not None and all(admin.id != found for admin in world.admins):
        raise invalid("The owner specified is not a member of the workspace")
    return found


def _role(call: Call) -> str | None:
    role = call.body.get("role") if call.version >= V2_0 else None
    if role is None:
        return None
    if role not in ROLES:
        raise invalid("role must be either user or lead", "role")
    return str(role)


def _custom(world: World, call: Call, value: object) -> dict[str, object]:
    """Check custom attributes; 1.x makes the unknown ones, from 2.0 on they are refused."""
    given = as_object(value, "custom_attributes")
    checked: dict[str, object] = {}
    new: list[tuple[str, object]] = []
    for name, item in given.items():
        attribute = world.attributes.named("contact", name)
        if attribute is None and call.version >= V2_0:
            raise invalid(f"Custom attribute '{name}' does not exist")
        if attribute is not None and attribute.archived:
            raise invalid(f"Custom attribute '{name}' is archived")
        if attribute is None and item is None:
            continue
        if attribute is None:
            check_value(name, item)
            world.attributes.check_new(name, "contact")
            new.append((name, item))
        elif item is not None:
            attribute.check(item)
        checked[attribute.name if attribute else name] = item
    for name, item in new:
        data_type = inferred_type(name, item)
        world.attributes.create(name, "contact", data_type, now=call.second, admin_id=world.admins[0].id)
    return checked
