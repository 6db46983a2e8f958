"""Notes about users, contacts and companies."""

from typing import Final

from ...versions import V2_0
from ..bodies.attached import note_body, shows_note
from ..call import Call, Reply, as_object, missing, not_found
from ..finding import company_of_path, contact_of_path, named_person, visible
from ..lists import Numbered, numbered
from ..notes import Note
from ..routes import Routes
from ..world import World
from ..writing import as_id, text

routes: Final = Routes()


@routes("notes.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one note."""
    note = world.notes.get(call.params["note_id"])
    if note is None or not shows_note(note, call.version):
        raise not_found()
    return Reply(note_body(world, note, call.version))


@routes("notes.list")
def list_notes(world: World, call: Call) -> Reply:
    """Answer a page of the notes about the user that id, user_id or email names, in 1.x."""
    if not {"id", "user_id", "email"} & call.query.keys():
        raise missing("user_id", "id, user_id or email is required")
    person = visible(named_person(world, call.query))
    return _list(world, call, world.notes.about(person.id), numbered(call, default=50))


@routes("notes.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Write a note about the user that the body names, in 1.x; the official client of then names it beside the text."""
    beside = {key: value for key in ("user_id", "email") if (value := call.body.get(key)) is not None}
    if call.body.get("user") is None and not beside:
        raise missing("user")
    given = beside if call.body.get("user") is None else as_object(call.body["user"], "user")
    person = visible(named_person(world, given))
    return _written(world, call, "contact", person.id)


@routes("contacts.list_notes")
def list_contact_notes(world: World, call: Call) -> Reply:
    """Answer a page of the notes about a contact."""
    person = contact_of_path(world, call)
    return _list(world, call, world.notes.about(person.id), numbered(call, default=50))


@routes("contacts.create_note", writes=True)
def create_contact_note(world: World, call: Call) -> Reply:
    """Write a note about a contact."""
    return _written(world, call, "contact", contact_of_path(world, call).id)


@routes("companies.list_notes")
def list_company_notes(world: World, call: Call) -> Reply:
    """Answer a page of the notes about a company."""
    company = company_of_path(world, call)
    return _list(world, call, world.notes.about(company.id), numbered(call, default=50))


@routes("companies.create_note", writes=True)
def create_company_note(world: World, call: Call) -> Reply:
    """Write a note about a company."""
    return _written(world, call, "company", company_of_path(world, call).id)


def _written(world: World, call: Call, about: str, about_id: str) -> Reply:
    if call.body.get("body") is None:
        raise missing("body")
    words = str(text(call.body["body"], "body"))
    admin = world.admin(as_id(call.body.get("admin_id"), "admin_id") or world.admins[0].id)
    if admin is None:
        raise not_found()
    note = world.notes.add(about, about_id, author_id=admin.id, text=words, now=call.second)
    return Reply(note_body(world, note, call.version))


def _list(world: World, call: Call, notes: list[Note], page: Numbered) -> Reply:
    """Answer one page; 1.x leaves ``pages`` empty when there is one only."""
    items = [note_body(world, note, call.version) for note in page.cut(notes)]
    pages = page.pages(call, len(notes))
    if call.version >= V2_0:
        return Reply({"type": "list", "data": items, "total_count": len(notes), "pages": pages})
    several = len(notes) > page.size
    return Reply({"type": "note.list", "notes": items, "total_count": len(notes), "pages": pages if several else {}})
