"""Contacts in bodies: users and leads as 2.x shows them."""

from typing import Final

from ...versions import PREVIEW, V1_4, V2_0, V2_4, V2_6, V2_10, V2_12, V2_16, Version
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
_LOCATION: Final = ("country", "region", "city")
_LOCATION_FROM_2_4: Final = ("country_code", "continent_code")


def contact_body(world: World, call: Call, person: Person) -> dict[str, object]:
    """Return *person* as the version of *call* shows a contact."""
    version, get = call.version, person.fields.get
    owner = get("owner_id")
    formatted = {"formatted_phone": get("phone")} if version >= PREVIEW else {}
    location = _LOCATION + (_LOCATION_FROM_2_4 if version >= V2_4 else ())
    return {
        "type": "contact",
        "id": person.id,
        "workspace_id": world.app_id,
        "external_id": person.external_id,
        "role": person.role,
        "email": person.email,
        "phone": get("phone"),
        **formatted,
        "name": get("name"),
        "avatar": get("avatar"),
        "owner_id": owner if owner is None or version >= V2_16 else int(str(owner)),
        "social_profiles": {"type": "list", "data": []},
        "has_hard_bounced": False,
        "marked_email_as_spam": False,
        "unsubscribed_from_emails": get("unsubscribed_from_emails", False),
        "created_at": person.created_at,
        "updated_at": person.updated_at,
        **{name: get(name) for name in _BEFORE_LOCATION},
        "location": {"type": "location", **{name: get(f"location.{name}") for name in location}},
        **{name: get(name) for name in _AFTER_LOCATION},
        "custom_attributes": visible_custom(world, person, version),
        **_attached(world, person, version),
        **({name: get(name) for name in _FROM_2_4} if version >= V2_4 else {}),
        **({"enabled_push_messaging": get("enabled_push_messaging")} if version >= V2_12 else {}),
        **_merge_history(world, call, person),
    }


def visible_custom(world: World, person: Person, version: Version) -> dict[str, object]:
    """Return custom attributes; from 1.4 on without the archived ones."""
    hidden = world.attributes.archived("contact") if version >= V1_4 else frozenset[str]()
    if hidden.isdisjoint(person.custom):
        return person.custom
    return {name: value for name, value in person.custom.items() if name not in hidden}


def _attached(world: World, person: Person, version: Version) -> dict[str, object]:
    chosen = world.subscriptions.of(person.id)
    lists = [
        ("tags", "tags", "tag", [applied.tag.id for applied in world.tags.on(person.id)]),
        ("notes", "notes", "note", [note.id for note in world.notes.about(person.id)]),
        ("companies", "companies", "company", [company.id for company in world.companies.of_person(person.id)]),
    ]
    for consent in ("opt_out", "opt_in") if version >= V2_6 else ():
        ids = [each.id for each in chosen if each.consent_type == consent]
        lists.append((f"{consent.replace('opt_', 'opted_')}_subscription_types", "subscriptions", "subscription", ids))
    return {key: short_list(person.id, what, kind, ids, version) for key, what, kind, ids in lists}


def _merge_history(world: World, call: Call, person: Person) -> dict[str, object]:
    if call.version < V2_16 or person.role != "user" or not call.flag("include_merge_history"):
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
