"""Contacts in bodies: users and leads as 2.x shows them."""

import functools
from typing import Final

import attrs

from ...versions import PREVIEW, V1_4, V2_0, V2_4, V2_6, V2_8, V2_10, V2_12, V2_16, Version
from ..call import Call
from ..people import Person
from ..world import World
from .attached import short_list


def _names(prefix: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}_{name}" for name in names)


_DEVICE: Final = ("app_name", "app_version", "device", "os_version", "sdk_version", "last_seen_at")
#: Attributes in the order of the recorded bodies, null unless set.
_BEFORE_LOCATION: Final = (
    "signed_up_at", "last_seen_at", "last_replied_at", "last_contacted_at", "last_email_opened_at",
    "last_email_clicked_at", "language_override", "browser", "browser_version", "browser_language", "os",
)  # fmt: skip
_AFTER_LOCATION: Final = _names("android", *_DEVICE) + _names("ios", *_DEVICE)
_FROM_2_4: Final = (*_names("utm", "campaign", "content", "medium", "source", "term"), "referrer")
_UNSET_BEFORE_LOCATION: Final = dict.fromkeys(_BEFORE_LOCATION)
_UNSET_AFTER_LOCATION: Final = dict.fromkeys(_AFTER_LOCATION)
_LOCATION: Final = ("country", "region", "city")
_LOCATION_FROM_2_4: Final = ("country_code", "continent_code")


@attrs.frozen
class _Shape:
    """What a version shows of a contact."""

    text_owner: bool
    formatted_phone: bool
    #: Where somebody is: the names in the body and those of the attributes.
    location: tuple[tuple[str, str], ...]
    #: Attributes behind the attached lists.
    last: dict[str, None]
    #: Attributes that are shown under their own names.
    as_set: frozenset[str]
    consents: tuple[str, ...]
    typed_companies: bool


@functools.cache
def _shape(version: Version) -> _Shape:
    last = (_FROM_2_4 if version >= V2_4 else ()) + (("enabled_push_messaging",) if version >= V2_12 else ())
    return _Shape(
        text_owner=version >= V2_16,
        formatted_phone=version >= PREVIEW,
        location=tuple(
            (name, f"location.{name}") for name in _LOCATION + (_LOCATION_FROM_2_4 if version >= V2_4 else ())
        ),
        last=dict.fromkeys(last),
        as_set=frozenset({*_BEFORE_LOCATION, *_AFTER_LOCATION, *last}),
        consents=("opt_out", "opt_in") if version >= V2_6 else (),
        typed_companies=version >= V2_8,
    )


def contact_body(world: World, call: Call, person: Person) -> dict[str, object]:
    """Return *person* as the version of *call* shows a contact."""
    shape, get = _shape(call.version), person.fields.get
    owner = get("owner_id")
    body: dict[str, object] = {
        "type": "contact",
        "id": person.id,
        "workspace_id": world.app_id,
        "external_id": person.external_id,
        "role": person.role,
        "email": person.email,
        "phone": get("phone"),
        **({"formatted_phone": get("phone")} if shape.formatted_phone else {}),
        "name": get("name"),
        "avatar": get("avatar"),
        "owner_id": owner if owner is None or shape.text_owner else int(str(owner)),
        "social_profiles": {"type": "list", "data": []},
        "has_hard_bounced": False,
        "marked_email_as_spam": False,
        "unsubscribed_from_emails": get("unsubscribed_from_emails", False),
        "created_at": person.created_at,
        "updated_at": person.updated_at,
        **_UNSET_BEFORE_LOCATION,
        "location": {"type": "location", **{name: get(stored) for name, stored in shape.location}},
        **_UNSET_AFTER_LOCATION,
        "custom_attributes": visible_custom(world, person, call.version),
        **_attached(world, person, shape),
        **shape.last,
        **_merge_history(world, call, person),
    }
    for name in person.fields.keys() & shape.as_set:  # few are set: to ask for each costs more
        body[name] = get(name)
    return body


def visible_custom(world: World, person: Person, version: Version) -> dict[str, object]:
    """Return custom attributes; from 1.4 on without the archived ones."""
    hidden = world.attributes.archived("contact")
    if hidden.isdisjoint(person.custom) or version < V1_4:
        return person.custom
    return {name: value for name, value in person.custom.items() if name not in hidden}


def _attached(world: World, person: Person, shape: _Shape) -> dict[str, object]:
    own = person.id
    lists: dict[str, object] = {
        "tags": short_list(own, "tags", "tag", [applied.tag.id for applied in world.tags.on(own)]),
        "notes": short_list(own, "notes", "note", [note.id for note in world.notes.about(own)]),
        "companies": short_list(
            own, "companies", "company", world.companies.ids_of_person(own), typed=shape.typed_companies
        ),
    }
    for consent in shape.consents:
        ids = [each.id for each in world.subscriptions.of(own) if each.consent_type == consent]
        lists[_CONSENT_KEYS[consent]] = short_list(own, "subscriptions", "subscription", ids)
    return lists


_CONSENT_KEYS: Final = {"opt_out": "opted_out_subscription_types", "opt_in": "opted_in_subscription_types"}


def _merge_history(world: World, call: Call, person: Person) -> dict[str, object]:
    if person.role != "user" or not call.flag("include_merge_history") or call.version < V2_16:
        return {}
    return {"merge_history": merge_history(world, person)[::-1]}


def merge_history(world: World, person: Person) -> list[dict[str, object]]:
    """Return who was merged into *person*, oldest first."""
    return [
        {
            "type": "merge_history",
            "source_contact_id": merge.source_id,
            "source_contact_role": merge.source_role,
            "merged_at": merge.at,
        }
        for merge in world.merges.into(person.id)
    ]


def reference_body(person: Person, version: Version, **state: bool) -> dict[str, object]:
    """Return the short body of a contact that was archived, unarchived, deleted or blocked."""
    if V2_0 <= version < V2_10:
        return {"id": person.id, "object": "contact", **state}
    return {"type": "contact", "id": person.id, "external_id": person.external_id, **state}
