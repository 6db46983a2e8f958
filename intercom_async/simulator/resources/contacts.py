"""Contacts: users and leads of 2.x, one by one, in lists and in searches."""

from itertools import islice
from typing import Final

from ...versions import V2_6, V2_13
from ..bodies.contacts import contact_body, contact_json, reference_body
from ..call import Call, Problem, Reply, invalid, not_found
from ..finding import contact_of_path, refuse_merged
from ..pages import Cursor, bad_cursor, cursor_arguments, cursor_pages, encode_cursor
from ..people import ROLES, Changes, Person, apply
from ..routes import Routes
from ..search import CONTACTS, search
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
    return contact_page(
        world, call, shown, following, cursor=cursor, per_page=per_page, total=world.people.count(*ROLES)
    )


@routes("contacts.search")
def search_contacts(world: World, call: Call) -> Reply:
    """Answer a page of those who match a query."""
    found = search(world, call, CONTACTS)
    last = found.items[-1] if found.more else None
    following = encode_cursor(found.sorted_by.value(last), last.id, found.cursor.page + 1) if last else None
    return contact_page(
        world, call, found.items, following, cursor=found.cursor, per_page=found.per_page, total=found.total
    )


@routes("contacts.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a contact; one with the same identity is a conflict."""
    changes = read_changes(world, call, CONTACT_FIELDS, "external_id")
    role = changes.role or "user"
    _check_identity(world, call, None, role, changes)
    person = new_person(world, call, role, changes)
    return Reply(contact_body(world, call, person))


@routes("contacts.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one contact; for one that was merged, a link to whom into, from 2.16 on."""
    refuse_merged(call, world.merges.survivor(call.params["contact_id"]))
    return Reply(contact_json(world, call, contact_of_path(world, call)))


@routes("contacts.find")
def find(world: World, call: Call) -> Reply:
    """Answer the user with an external id; leads are not found."""
    external_id = call.params["external_id"]
    refuse_merged(call, world.merges.survivor_of_external_id(external_id))
    person = world.people.with_external_id(external_id)
    if person is None or person.archived or person.role != "user":
        raise not_found("User Not Found")
    return Reply({**contact_body(world, call, person), **_formatted_phone(call, person)})


@routes("contacts.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change what the body names of one contact."""
    person = contact_of_path(world, call)
    changes = read_changes(world, call, CONTACT_FIELDS, "external_id")
    _check_identity(world, call, person, changes.role or person.role, changes)
    world.change_person(person, changes, call.second)
    return Reply({**contact_body(world, call, person), **_formatted_phone(call, person)})


def _formatted_phone(call: Call, person: Person) -> dict[str, object]:
    """Return what two answers of 2.13 have beside a contact."""
    return {"formatted_phone": person.fields.get("phone")} if call.version == V2_13 else {}


@routes("contacts.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one contact for good; from 2.6 on an archived one as well."""
    person = contact_of_path(world, call, archived=call.version >= V2_6)
    world.delete_person(person, call.second)
    return Reply(reference_body(person, call.version, deleted=True))


@routes("contacts.archive", writes=True)
def archive(world: World, call: Call) -> Reply:
    """Archive one contact; doing so again changes nothing."""
    person = contact_of_path(world, call, archived=True)
    world.archive_person(person, archived=True)
    return Reply(reference_body(person, call.version, archived=True))


@routes("contacts.unarchive", writes=True)
def unarchive(world: World, call: Call) -> Reply:
    """Bring one contact back, unless it was blocked; doing so again changes nothing."""
    person = contact_of_path(world, call, archived=True)
    if person.id in world.blocked:
        raise Problem(409, "not_restorable", "The contact is blocked and cannot be restored")
    world.archive_person(person, archived=False)
    return Reply(reference_body(person, call.version, archived=False))


@routes("contacts.block", writes=True)
def block(world: World, call: Call) -> Reply:
    """Block one contact, who is archived with it."""
    person = contact_of_path(world, call, archived=True)
    world.archive_person(person, archived=True)
    world.blocked.add(person.id)
    return Reply(reference_body(person, call.version, blocked=True))


def new_person(world: World, call: Call, role: str, changes: Changes) -> Person:
    """Make and index a person."""
    person = Person(world.ids.object_id(call.now), call.second, call.second, role)
    person.lead_id = world.ids.uuid() if role == "lead" else None
    apply(person, changes)
    world.add_person(person)
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


def contact_page(
    world: World,
    call: Call,
    people: list[Person],
    next_cursor: str | None,
    *,
    cursor: Cursor,
    per_page: int,
    total: int,
) -> Reply:
    """Return one page of contacts."""
    pages = cursor_pages(page=cursor.page, per_page=per_page, total=total, next_cursor=next_cursor)
    data = [contact_body(world, call, person) for person in people]
    return Reply({"type": "list", "data": data, "total_count": total, "pages": pages})
