"""What a write of a person may hold: reads the fields of a body and refuses wrong values."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from ..versions import V1_4, V2_0, V2_13, V2_15
from .attributes import check_value, inferred_type
from .call import Call, as_object, invalid
from .custom_objects import instances_of
from .people import ROLES, Changes
from .world import World

#: The highest number that a company's attributes take.
MAX_INTEGER: Final = 2**31 - 1
#: ISO 639-1.
_LANGUAGES: Final = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo"
    " es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka"
    " kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng"
    " nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su"
    " sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
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


def whole_number(value: object, name: str) -> object:
    """Take a number and cut what is behind the point."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise invalid(f"{name} must be a number", name)
    if abs(value) > MAX_INTEGER:
        raise invalid(f"{name} must be at most {MAX_INTEGER}", name)
    return int(value)


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
    "last_seen_ip": ("last_seen_ip", text),
    "last_seen_user_agent": ("user_agent_data", text),
    "unsubscribed_from_emails": ("unsubscribed_from_emails", truth),
}

#: By the name in a body; the same in all versions.
COMPANY_FIELDS: Final[Mapping[str, Rule]] = {
    "name": ("name", text),
    "plan": ("plan", text),
    "size": ("size", whole_number),
    "website": ("website", text),
    "industry": ("industry", text),
    "remote_created_at": ("remote_created_at", instant),
    "monthly_spend": ("monthly_spend", whole_number),
    "last_request_at": ("last_request_at", instant),
}


def read_changes(world: World, call: Call, rules: Mapping[str, Rule], external_id: str | None) -> Changes:
    """Read what the body of *call* changes; *external_id* is what that is called, None where it cannot be set."""
    body = call.body
    identity: dict[str, str | None] = {}
    if external_id is not None and external_id in body:
        identity["external_id"] = as_id(body[external_id], external_id)
    if "email" in body:
        identity["email"] = email_address(body["email"])
    fields = read_fields(body, rules)
    if "owner_id" in body and call.version >= V1_4:
        fields["owner_id"] = _owner(world, body["owner_id"])
    if "language_override" in body and call.version >= V2_15:
        fields["language_override"] = _language(body["language_override"])
    return Changes(_role(call), identity, fields, read_custom(world, call, body, "contact"))


def read_fields(body: Mapping[str, object], rules: Mapping[str, Rule]) -> dict[str, object]:
    """Read what *body* sets of the attributes that *rules* name."""
    return {
        stored: None if body[name] is None else rule(body[name], name)
        for name, (stored, rule) in rules.items()
        if name in body
    }


def as_id(value: object, name: str) -> str | None:
    """Return an id that came as text or as a number; None for null and for empty text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise invalid(f"{name} must be a string", name)
    if len(str(value)) > 255:
        raise invalid(f"{name} is longer than 255 characters", name)
    return str(value)


def email_address(value: object) -> str | None:
    """Return an e-mail address in lower case; None for null and for empty text."""
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


def _language(value: object) -> object:
    """Return the code of a language; None for null and for a code that is none of ISO 639-1."""
    code = None if value is None else str(text(value, "language_override"))
    return code if code in _LANGUAGES.split() else None


def _role(call: Call) -> str | None:
    role = call.body.get("role") if call.version >= V2_0 else None
    if role is None:
        return None
    if role not in ROLES:
        raise invalid("role must be either user or lead", "role")
    return str(role)


def read_custom(world: World, call: Call, body: Mapping[str, object], model: str) -> dict[str, object]:
    """Read the custom attributes of *body*; 1.x makes the unknown ones, from 2.0 on they are refused."""
    if body.get("custom_attributes") is None:
        return {}
    given = as_object(body["custom_attributes"], "custom_attributes")
    strict = call.version >= V1_4
    led = _associations(world, given) if model == "contact" and call.version >= V2_13 else {}
    checked = dict(led)
    new: list[tuple[str, object]] = []
    for name, item in given.items():
        if name in led:
            continue
        attribute = world.attributes.named(model, name)
        if attribute is None and call.version >= V2_0:
            raise invalid(f"Custom attribute '{name}' does not exist")
        if attribute is not None and attribute.archived:
            raise invalid(f"Custom attribute '{name}' is archived")
        if attribute is None and item is None:
            continue
        if attribute is None:
            check_value(name, item)
            world.attributes.check_new(name, model, strict=strict)
            new.append((name, item))
        elif item is not None:
            attribute.check(item)
        checked[attribute.name if attribute else name] = item
    world.attributes.associate(led)
    for name, item in new:
        data_type = inferred_type(name, item)
        world.attributes.create(name, model, data_type, now=call.second, admin_id=world.admins[0].id, strict=strict)
    return checked


def _associations(world: World, given: Mapping[str, object]) -> dict[str, object]:
    """Return what of a contact is the ids of custom objects, or null where there may be such ids."""
    known = world.attributes.associations
    free = {name: item for name, item in given.items() if world.attributes.named("contact", name) is None}
    return {name: item for name, item in free.items() if (name in known if item is None else instances_of(world, item))}
