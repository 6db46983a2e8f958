"""The lists of people that users, leads and companies share in 1.x: filtered, in pages by URL, and by scroll."""

import math
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from ...versions import V1_2
from ..bodies.users import user_body
from ..call import Call, Problem, Reply, invalid
from ..finding import users_with_email
from ..lists import numbered, refuse_deep, scrolled
from ..ordered import By
from ..people import Person
from ..world import World

Condition: TypeAlias = Callable[[Person], bool]

_SORTS: Final = {
    "created_at": "created_at",
    "last_request_at": "last_seen_at",
    "signed_up_at": "signed_up_at",
    "updated_at": "updated_at",
}
#: The ``type`` of a list and the key of its items, by role.
_ENVELOPES: Final = {"user": ("user.list", "users"), "lead": ("contact.list", "contacts")}


def people_list(world: World, call: Call, role: str) -> Reply:
    """Answer a page of people, by default the newest first; by tag or segment both users and leads."""
    sort = _SORTS.get(call.query.get("sort", "created_at"))
    order = call.query.get("order", "desc")
    if sort is None or order not in {"asc", "desc"}:
        raise Problem(400, "bad_request", f"sort must be one of {', '.join(_SORTS)} and order asc or desc")
    conditions, both = _conditions(world, call)
    people = _candidates(world, call, sort, ("user", "lead") if both else (role,), descending=order == "desc")
    if not conditions:
        return people_page(world, call, people, role, total=world.people.count(role))
    matching = [person for person in people if all(condition(person) for condition in conditions)]
    return people_page(world, call, iter(matching), role, total=len(matching))


def _candidates(world: World, call: Call, sort: str, roles: tuple[str, ...], *, descending: bool) -> Iterator[Person]:
    """Yield those of *roles* in order, no others than have the e-mail or the age that a filter asks for."""
    if "email" in call.query:
        some = [person for person in world.people.with_email(call.query["email"].lower()) if not person.archived]
    elif "created_since" in call.query:
        some = list(world.people.between("created_at", _oldest(call), math.inf))
    else:
        return world.people.in_order(sort, roles=roles, descending=descending)
    mine = [person for person in some if person.role in roles]
    return iter(sorted(mine, key=By(sort).function(), reverse=descending))


def _oldest(call: Call) -> int:
    return call.second - 86_400 * call.page_number("created_since", 1)


def people_by_email(world: World, call: Call, roles: tuple[str, ...]) -> Reply:
    """Answer the people with an e-mail, as a list of users."""
    found = users_with_email(world, call.query["email"])
    if "lead" in roles:
        everybody = world.people.with_email(call.query["email"].lower())
        found = [person for person in everybody if not person.archived]
    return people_page(world, call, iter(found), "user", total=len(found))


def people_page(
    world: World, call: Call, people: Iterator[Person], role: str, *, total: int, lone_pages: bool = True
) -> Reply:
    """Answer the page of *people* that the query asks for, without ``pages`` where only one has them all if so told."""
    page = numbered(call, default=50, maximum=60)
    refuse_deep(page, of_leads=role == "lead")
    kind, key = _ENVELOPES[role]
    return Reply({
        "type": kind,
        key: [user_body(world, person, call.version) for person in page.cut(people)],
        "total_count": total,
        "limited": False,
        **({"pages": page.pages(call, total)} if lone_pages or total > page.size else {}),
    })  # fmt: skip


def people_scroll(world: World, call: Call, role: str) -> Reply:
    """Answer the next people of the scroll."""
    kind, key = _ENVELOPES[role]
    people, token = scrolled(world, call, key, lambda after: world.people.in_order("id", roles=(role,), after=after))
    return Reply({
        "type": kind,
        key: [user_body(world, person, call.version) for person in people],
        "scroll_param": token,
        "pages": None,
        "total_count": 0,
        "limited": False,
    })  # fmt: skip


def _conditions(world: World, call: Call) -> tuple[list[Condition], bool]:
    """Return what the filters of a list ask of somebody, and whether it is one of both users and leads."""
    query, conditions = call.query, list[Condition]()
    if "created_since" in query:
        oldest = _oldest(call)
        conditions.append(lambda person: person.created_at >= oldest)
    if "email" in query:
        conditions.append(lambda person: person.email == query["email"].lower())
    if "phone" in query and call.version >= V1_2:
        conditions.append(lambda person: person.fields.get("phone") == query["phone"])
    if "tag_id" in query and "segment_id" in query:
        raise invalid("tag_id and segment_id exclude each other")
    if "tag_id" in query:
        conditions.append(lambda person: world.tags.has(person.id, query["tag_id"]))
    segment = world.segments.get(query.get("segment_id", ""))
    if "segment_id" in query:
        conditions.append(lambda person: segment is not None and world.segments.matches(segment, person, call.second))
    return conditions, "tag_id" in query or "segment_id" in query
