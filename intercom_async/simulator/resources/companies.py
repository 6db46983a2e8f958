"""Companies, one by one, and who belongs to them."""

from itertools import islice
from typing import Final

from ...versions import V2_0
from ..bodies.attached import segment_body
from ..bodies.companies import company_body, deleted_company
from ..call import Call, Problem, Reply, missing
from ..companies import Company
from ..finding import company_of_path, existing
from ..memberships import new_company
from ..pages import bad_cursor, cursor_arguments, encode_cursor
from ..routes import Routes
from ..world import World
from ..writing import COMPANY_FIELDS, as_id, read_custom, read_fields
from .contacts import contact_page
from .people_lists import people_page

routes: Final = Routes()

_KNOWN: Final = frozenset({*COMPANY_FIELDS, "id", "company_id", "custom_attributes", "update_last_request_at"})


@routes("companies.create_or_update", writes=True)
def create_or_update(world: World, call: Call) -> Reply:
    """Update the company with a company_id, or make it."""
    _refuse_unknown(call)
    company_id = as_id(call.body.get("company_id"), "company_id")
    if company_id is None:
        raise missing("company_id", "company_id not specified")
    fields, custom = _read(world, call)
    company = world.companies.with_company_id(company_id)
    company = company or new_company(world, call, company_id)
    return _changed(world, call, company, fields, custom)


@routes("companies.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change what the body names of one company; its company_id stays."""
    company = company_of_path(world, call)
    _refuse_unknown(call)
    return _changed(world, call, company, *_read(world, call))


def _refuse_unknown(call: Call) -> None:
    for name in call.body:
        if name not in _KNOWN:
            raise Problem(400, "bad_request", f"bad '{name}' parameter")


def _read(world: World, call: Call) -> tuple[dict[str, object], dict[str, object]]:
    fields = read_fields(call.body, COMPANY_FIELDS)
    if call.body.get("update_last_request_at") is True:
        fields["last_request_at"] = call.second
    return fields, read_custom(world, call, call.body, "company")


def _changed(world: World, call: Call, company: Company, fields: dict[str, object], custom: dict[str, object]) -> Reply:
    world.companies.change(company, fields, custom, call.second)
    world.tell("company.updated", company)
    return Reply(company_body(world, call, company))


@routes("companies.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one company."""
    return Reply(company_body(world, call, company_of_path(world, call)))


def _asks_for_people(call: Call) -> bool:
    return call.version < V2_0 and call.query.get("type") == "user" and "company_id" in call.query


def _names_one(call: Call) -> bool:
    return ("company_id" in call.query or "name" in call.query) and not _asks_for_people(call)


@routes("companies.find", when=_names_one)
def find(world: World, call: Call) -> Reply:
    """Answer the company with a company_id or a name."""
    if "company_id" in call.query:
        company = existing(world.companies.with_company_id(call.query["company_id"]))
    else:
        company = existing(world.companies.with_name(call.query["name"]))
    return Reply(company_body(world, call, company))


@routes("companies.list_users_by_company_id", when=_asks_for_people)
def list_users_by_company_id(world: World, call: Call) -> Reply:
    """Answer a page of the users and leads of the company with a company_id."""
    return _people(world, call, existing(world.companies.with_company_id(call.query["company_id"])))


@routes("companies.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Archive one company, which detaches its people."""
    return _deleted(world, call, company_of_path(world, call))


@routes("companies.delete_by_company_id", writes=True)
def delete_by_company_id(world: World, call: Call) -> Reply:
    """Archive the company with a company_id."""
    if "company_id" not in call.query:
        raise missing("company_id")
    return _deleted(world, call, existing(world.companies.with_company_id(call.query["company_id"])))


def _deleted(world: World, call: Call, company: Company) -> Reply:
    world.delete_company(company)
    return Reply(deleted_company(company, call.version))


@routes("companies.list_users")
def list_users(world: World, call: Call) -> Reply:
    """Answer a page of a company's users and leads."""
    return _people(world, call, company_of_path(world, call))


@routes("companies.list_contacts")
def list_contacts(world: World, call: Call) -> Reply:
    """Answer a page of a company's contacts by cursor."""
    company = company_of_path(world, call)
    cursor, per_page = cursor_arguments(call.query, default=50, maximum=150)
    try:
        found = list(islice(world.companies.members(company, after=cursor.key), per_page + 1))
    except TypeError:
        raise bad_cursor() from None
    shown = found[:per_page]
    following = encode_cursor(shown[-1], shown[-1], cursor.page + 1) if len(found) > per_page else None
    people = world.people.all_of(shown)
    total = world.companies.count(company)
    return contact_page(world, call, people, following, cursor=cursor, per_page=per_page, total=total)


@routes("companies.list_segments")
def list_segments(world: World, call: Call) -> Reply:
    """Answer the segments that a company is in."""
    found = world.segments.of(company_of_path(world, call), call.second)
    return Reply({"type": "list", "data": [segment_body(segment, call.version) for segment in found]})


def _people(world: World, call: Call, company: Company) -> Reply:
    people = iter(world.people.all_of(world.companies.members(company)))
    return people_page(world, call, people, "user", total=world.companies.count(company), lone_pages=False)
