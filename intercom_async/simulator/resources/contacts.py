"""Contacts: users and leads as 2.x shows them."""

from itertools import islice
from typing import Final

from ...versions import V2_16, Version
from ..call import Call, Problem, Reply, invalid
from ..pages import Cursor, bad_cursor, cursor_arguments, cursor_pages, encode_cursor
from ..people import ROLES, Changes, Person, apply
from ..routes import Routes
from ..search import search
from ..world import World
from ..writing import CONTACT_FIELDS, read_changes

routes: Final = Routes()


@routes("contacts.list")
def list_contacts(world: World, call: Call) -> Reply:
    """Answer a page of everybody, newest first."""
    cursor, per_page = cursor_arguments(call.query, default=10, maximum=150)
    try:
        people = list(islice(world.people.in_order("created_at", after=cursor.key, descending=True), per_page + 1))
    except TypeError:
        raise bad_cursor() from None
    shown = people[:per_page]
    last = shown[-1] if len(people) > per_page else None
    following = encode_cursor(last.created_at, last.id, cursor.page + 1) if last else None
    total = world.people.count(*ROLES)
    return _page(world, call, shown, following, cursor=cursor, per_page=per_page, total=total)


@routes("contacts.search")
def search_contacts(world: World, call: Call) -> Reply:
    """Answer a page of those who match a query."""
    found = search(world, call)
    last = found.people[-1] if found.more else None
    following = encode_cursor(found.sorted_by.value(last), last.id, found.cursor.page + 1) if last else None
    return _page(world, call, found.people, following, cursor=found.cursor, per_page=found.per_page, total=found.total)


@routes("contacts.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a contact; one with the same identity is a conflict."""
    changes = read_changes(world, call, CONTACT_FIELDS, "external_id")
    role = changes.role or "user"
    _check_identity(world, call, None, role, changes)
    person = new_person(world, call, role, changes)
    return Reply(contact(world, person, call.version))


@routes("contacts.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one contact."""
    return Reply(contact(world, _existing(world, call), call.version))


@routes("contacts.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change what the body names of one contact."""
    person = _existing(world, call)
    changes = read_changes(world, call, CONTACT_FIELDS, "external_id")
    _check_identity(world, call, person, changes.role or person.role, changes)
    world.people.change(person, changes, call.second)
    return Reply(contact(world, person, call.version))


@routes("contacts.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one contact, archived or not, for good."""
    person = _existing(world, call, archived=True)
    world.people.delete(person)
    return Reply(_reference(person, deleted=True))


@routes("contacts.archive", writes=True)
def archive(world: World, call: Call) -> Reply:
    """Archive one contact; doing so again changes nothing."""
    person = _existing(world, call, archived=True)
    world.people.archive(person, archived=True)
    return Reply(_reference(person, archived=True))


@routes("contacts.unarchive", writes=True)
def unarchive(world: World, call: Call) -> Reply:
    """Bring one contact back; doing so again changes nothing."""
    person = _existing(world, call, archived=True)
    world.people.archive(person, archived=False)
    return Reply(_reference(person, archived=False))


def new_person(world: World, call: Call, role: str, changes: Changes) -> Person:
    """Make and index a person."""
    person = Person(world.ids.object_id(call.now), call.second, call.second, role)
    apply(person, changes)
    world.people.add(person)
    return person


def _existing(world: World, call: Call, *, archived: bool = False) -> Person:
    """Return the contact that the path names; only some operations see an archived one."""
    person = world.people.get(call.params["contact_id"])
    if person is None or (person.archived and not archived):
        raise Problem(404, "not_found", "User Not Found")
    return person


def _check_identity(world: World, call: Call, person: Person | None, role: str, changes: Changes) -> None:
    """Refuse a user without identity and an identity that somebody else has; leads may share an e-mail."""
    external_id, email = changes.after(person, "external_id"), changes.after(person, "email")
    if person is None and not (external_id or email or "role" in call.body):
        raise invalid("A contact needs an email, an external_id or a role")
    if role == "user" and not (external_id or email):
        raise invalid("A contact of role user needs an email or an external_id")
    if call.body.get("email_verified") is not None and not call.body.get("email"):
        raise invalid("email_verified needs an email in the same request", "email_verified")
    others = [] if external_id is None else [world.people.with_external_id(external_id)]
    if role == "user" and email is not None:
        others += [other for other in world.people.with_email(email) if other.role == "user"]
    for other in others:
        if other is not None and other is not person:
            which = "An archived" if other.archived else "A"
            raise Problem(409, "conflict", f"{which} contact matching those details already exists with id={other.id}")


def _page(
    world: World,
    call: Call,
    people: list[Person],
    next_cursor: str | None,
    *,
    cursor: Cursor,
    per_page: int,
    total: int,
) -> Reply:
    pages = cursor_pages(page=cursor.page, per_page=per_page, total=total, next_cursor=next_cursor)
    data = [contact(world, person, call.version) for person in people]
    return Reply({"type": "list", "data": data, "total_count": total, "pages": pages})


def _reference(person: Person, **state: bool) -> dict[str, object]:
    return {"type": "contact", "id": person.id, "external_id": person.external_id, **state}


def _attached(person: Person, what: str) -> dict[str, object]:
    """Return an empty list of what may be attached to a contact."""
    return {"type": "list", "data": [], "url": f"/contacts/{person.id}/{what}", "total_count": 0, "has_more": False}


def _names(prefix: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}_{name}" for name in names)


_DEVICE: Final = ("app_name", "app_version", "device", "os_version", "sdk_version", "last_seen_at")
#: Attributes in the order of the recorded bodies, null unless set.
_BEFORE_LOCATION: Final = (
    "signed_up_at", "last_seen_at", "last_replied_at", "last_contacted_at", "last_email_opened_at",
    "last_email_clicked_at", "language_override", "browser", "browser_version", "browser_language", "os",
)  # fmt: skip
_AFTER_LOCATION: Final = _names("android", *_DEVICE) + _names("ios", *_DEVICE)
_LAST: Final = (*_names("utm", "campaign", "content", "medium", "source", "term"), "referrer", "enabled_push_messaging")
_LOCATION: Final = ("country", "region", "city", "country_code", "continent_code")


def contact(world: World, person: Person, version: Version) -> dict[str, object]:
    """Return *person* as 2.x shows a contact."""
    get = person.fields.get
    owner = get("owner_id")
    return {
        "type": "contact",
        "id": person.id,
        "workspace_id": world.app_id,
        "external_id": person.external_id,
        "role": person.role,
        "email": person.email,
        "phone": get("phone"),
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
        "location": {"type": "location", **dict.fromkeys(_LOCATION)},
        **dict.fromkeys(_AFTER_LOCATION),
        "custom_attributes": person.custom,
        "tags": _attached(person, "tags"),
        "notes": _attached(person, "notes"),
        "companies": _attached(person, "companies"),
        "opted_out_subscription_types": _attached(person, "subscriptions"),
        "opted_in_subscription_types": _attached(person, "subscriptions"),
        **dict.fromkeys(_LAST),
    }
