"""The companies in a 1.x write of a person: made or changed, attached or detached on the way."""

from collections.abc import Mapping

import attrs

from .call import Call, Problem, invalid
from .companies import MAXIMUM, Company
from .finding import existing, objects
from .people import Person
from .world import World
from .writing import COMPANY_FIELDS, as_id, read_custom, read_fields


@attrs.frozen
class Membership:
    """What a write says of one company."""

    company_id: str
    fields: dict[str, object]
    custom: dict[str, object]
    remove: bool


def read_memberships(world: World, call: Call, person: Person | None) -> list[Membership]:
    """Read and check the ``companies`` of the body of *call*, which is about *person*."""
    value = call.body.get("companies")
    if value is None:
        return []
    read = [_membership(world, call, item) for item in objects(value, "companies")]
    added = {each.company_id for each in read if not each.remove}
    mine = {company.company_id for company in world.companies.of_person(person.id)} if person else set[str]()
    check_limit(len(mine | added))
    return read


def _membership(world: World, call: Call, item: Mapping[str, object]) -> Membership:
    company_id = as_id(item.get("company_id"), "company_id")
    own_id = as_id(item.get("id"), "id")
    if company_id is None and own_id is None:
        raise invalid("A company needs a company_id", "companies")
    if company_id is None:
        company_id = existing(world.companies.get(str(own_id))).company_id
    fields = read_fields(item, COMPANY_FIELDS)
    return Membership(company_id, fields, read_custom(world, call, item, "company"), item.get("remove") is True)


def write_memberships(world: World, call: Call, person: Person, memberships: list[Membership]) -> None:
    """Carry out what was read."""
    for each in memberships:
        company = world.companies.with_company_id(each.company_id)
        if company is None and not each.remove:
            company = new_company(world, call, each.company_id)
        if company is None:
            continue
        if each.fields or each.custom:
            world.companies.change(company, each.fields, each.custom, call.second)
            world.tell("company.updated", company)
        if each.remove:
            world.detach(person, company)
        else:
            world.attach(person, company)


def new_company(world: World, call: Call, company_id: str) -> Company:
    """Make and index a company without any attributes."""
    company = Company(world.ids.object_id(call.now), company_id, call.second, call.second)
    world.companies.add(company)
    world.tell("company.created", company)
    return company


def check_limit(companies: int) -> None:
    """Refuse more companies than one contact may have."""
    if companies > MAXIMUM:
        message = f"Contact has reached the maximum of {MAXIMUM} company associations"
        raise Problem(400, "contact_company_limit_exceeded", message)
