"""Contacts in bodies: users and leads as 2.x shows them."""

from json.encoder import encode_basestring_ascii
from typing import Final

import attrs

from ...versions import PREVIEW, V1_4, V2_0, V2_4, V2_6, V2_8, V2_10, V2_12, V2_13, V2_16, Version
from ..call import PLAIN_JSON, Call, encode_json
from ..custom_objects import association_body
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
#: What of what was set a body shows under its own name in every version.
_AS_SET: Final = frozenset({"phone", "name", "avatar", "unsubscribed_from_emails", *_BEFORE_LOCATION, *_AFTER_LOCATION})
#: What most contacts have; anything else is sought among all members.
_USUAL: Final = frozenset(
    {
        *("id", "workspace_id", "external_id", "role", "email", "phone", "name", "created_at", "updated_at"),
        *("formatted_phone", "unsubscribed_from_emails", "signed_up_at", "last_seen_at", "custom_attributes"),
    }
)
#: No name of a member: where the attached lists are.
_LISTS: Final = "the attached lists"
#: Stands for somebody's id.
_ANYBODY: Final = "\0"
_ANYBODY_JSON: Final = encode_json(_ANYBODY)[1:-1]


@attrs.frozen
class _Shape:
    """What a version shows of a contact."""

    text_owner: bool
    formatted_phone: bool
    #: Where somebody is: the names in the body and those of the attributes.
    location: tuple[tuple[str, str], ...]
    #: Attributes that are shown under their own names.
    as_set: frozenset[str]
    #: The attached lists: the key in the body, what is in the URL, the type, and whether the items show it.
    lists: tuple[tuple[str, str, str, bool], ...]
    #: A contact without anything, in the order of the recorded bodies.
    blank: dict[str, object]
    #: The same members as JSON.
    blank_json: dict[str, str]
    #: The same JSON in fewer pieces: `_USUAL` by their names, and what stands between them under names of no member.
    usual_json: dict[str, str]
    #: The attached lists when they are empty, as JSON, cut where the contact's id is.
    empty_json: tuple[str, ...]


#: By the text of a version, whose hash takes longer than all of the look-up.
_shapes: Final[dict[str, _Shape]] = {}


def _shape(version: Version) -> _Shape:
    shape = _shapes.get(version.text)
    if shape is None:
        shape = _shapes[version.text] = _new_shape(version)
    return shape


def _new_shape(version: Version) -> _Shape:
    last = (_FROM_2_4 if version >= V2_4 else ()) + (("enabled_push_messaging",) if version >= V2_12 else ())
    location = _LOCATION + (_LOCATION_FROM_2_4 if version >= V2_4 else ())
    consents = ("opted_out_subscription_types", "opted_in_subscription_types") if version >= V2_6 else ()
    lists = (
        ("tags", "tags", "tag", True),
        ("notes", "notes", "note", True),
        ("companies", "companies", "company", version >= V2_8),
        *((key, "subscriptions", "subscription", True) for key in consents),
    )
    blank: dict[str, object] = {
        "type": "contact",
        **dict.fromkeys(("id", "workspace_id", "external_id", "role", "email", "phone")),
        **({"formatted_phone": None} if version >= PREVIEW else {}),
        **dict.fromkeys(("name", "avatar", "owner_id")),
        "social_profiles": {"type": "list", "data": []},
        **dict.fromkeys(("has_hard_bounced", "marked_email_as_spam", "unsubscribed_from_emails"), False),
        **dict.fromkeys(("created_at", "updated_at", *_BEFORE_LOCATION)),
        "location": {"type": "location", **dict.fromkeys(location)},
        **dict.fromkeys(_AFTER_LOCATION),
        "custom_attributes": {},
        **{key: short_list(_ANYBODY, what, kind, ()) for key, what, kind, _ in lists},
        **dict.fromkeys(last),
    }
    blank_json = {name: _member(name, value) for name, value in blank.items()}
    empty = ",".join(blank_json[key] for key, *_ in lists)
    return _Shape(
        text_owner=version >= V2_16,
        formatted_phone=version >= PREVIEW,
        location=tuple((name, f"location.{name}") for name in location),
        as_set=frozenset({*_AS_SET, *last}),
        lists=lists,
        blank=blank,
        blank_json=blank_json,
        usual_json=_in_fewer_pieces({name: text for name, text in blank_json.items() if _ANYBODY_JSON not in text}),
        empty_json=tuple(empty.split(_ANYBODY_JSON)),
    )


def _member(name: str, value: object) -> str:
    return f'"{name}":{encode_json(value)}'


def _in_fewer_pieces(members: dict[str, str]) -> dict[str, str]:
    """Return *members* with those between `_USUAL` joined, and an empty place for the attached lists."""
    pieces: dict[str, str] = {}
    between = ""
    for name, text in members.items():
        between = "" if name in _USUAL else between or f"behind {name}"
        pieces[between or name] = f"{pieces[between]},{text}" if between in pieces else text
        if name == "custom_attributes":
            pieces[_LISTS] = ""
    return pieces


def contact_body(world: World, call: Call, person: Person) -> dict[str, object]:
    """Return *person* as the version of *call* shows a contact."""
    shape = _shape(call.version)
    attached = _attached(world, person.id)
    return {
        **shape.blank,
        **_known(world, person, shape),
        "custom_attributes": visible_custom(world, person, call.version),
        **{
            key: short_list(person.id, what, kind, attached.get(key, ()), typed=typed)
            for key, what, kind, typed in shape.lists
        },
        **_merge_history(world, call, person),
    }


def contact_json(world: World, call: Call, person: Person) -> bytes:
    """Return the same as JSON, in a small part of the time that it takes to make a body and encode it."""
    shape, own, plain = _shape(call.version), person.id, PLAIN_JSON.get
    known, attached = _known(world, person, shape), _attached(world, own)
    usual = not attached and person.fields.keys() <= shape.usual_json.keys()
    members = (shape.usual_json if usual else shape.blank_json).copy()
    for name, value in known.items():
        members[name] = f'"{name}":{plain(type(value), encode_json)(value)}'
    if custom := visible_custom(world, person, call.version):
        encoded = ((name, plain(type(value), encode_json)(value)) for name, value in custom.items())
        values = ",".join([f"{encode_basestring_ascii(name)}:{text}" for name, text in encoded])
        members["custom_attributes"] = f'"custom_attributes":{{{values}}}'
    if usual:
        members[_LISTS] = own.join(shape.empty_json)
    else:
        for key, what, kind, typed in shape.lists:
            members[key] = _member(key, short_list(own, what, kind, attached.get(key, ()), typed=typed))
    if call.query:
        history = _merge_history(world, call, person)
        members |= {name: _member(name, value) for name, value in history.items()}
    return f"{{{','.join(members.values())}}}".encode()


def _known(world: World, person: Person, shape: _Shape) -> dict[str, object]:
    """Return what *person* has of the members that hold one value, and where they are."""
    known: dict[str, object] = {
        "id": person.id,
        "workspace_id": world.app_id,
        "external_id": person.external_id,
        "role": person.role,
        "email": person.email,
        "created_at": person.created_at,
        "updated_at": person.updated_at,
    }
    fields = person.fields
    for name, value in fields.items():
        if name in shape.as_set:
            known[name] = value
        elif name == "owner_id":
            known[name] = value if shape.text_owner else int(str(value))
        elif name.startswith("location."):
            known["location"] = {"type": "location", **{key: fields.get(stored) for key, stored in shape.location}}
    if shape.formatted_phone:
        known["formatted_phone"] = fields.get("phone")
    return known


def visible_custom(world: World, person: Person, version: Version) -> dict[str, object]:
    """Return custom attributes; from 1.4 on without the archived ones, from 2.13 on with custom objects."""
    special = world.attributes.special
    if special.isdisjoint(person.custom):
        return person.custom
    hidden = world.attributes.archived("contact") if version >= V1_4 else frozenset[str]()
    hidden |= world.attributes.associations if version < V2_13 else frozenset()
    shown = {name: value for name, value in person.custom.items() if name not in hidden}
    return {name: association_body(world, value) if name in special else value for name, value in shown.items()}


def _attached(world: World, person_id: str) -> dict[str, list[str]]:
    """Return the ids of all that is attached to somebody, by the keys of a body; nothing where there is none."""
    attached: dict[str, list[str]] = {}
    if tags := world.tags.on(person_id):
        attached["tags"] = [applied.tag.id for applied in tags]
    if notes := world.notes.about(person_id):
        attached["notes"] = [note.id for note in notes]
    if companies := world.companies.ids_of_person(person_id):
        attached["companies"] = companies
    for each in world.subscriptions.of(person_id):
        attached.setdefault(_CONSENT_KEYS[each.consent_type], []).append(each.id)
    return attached


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
