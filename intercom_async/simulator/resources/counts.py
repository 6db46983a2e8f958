"""Counts: of the whole workspace, and of people, companies and conversations by what they have."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..call import Call, Reply, invalid
from ..companies import Company
from ..conversations import NOBODY
from ..lists import numbered
from ..people import Person
from ..routes import Condition, Routes
from ..world import World

routes: Final = Routes()


def _asked(kind: str, count: str | None = None) -> Condition:
    return lambda call: (call.query.get("type"), call.query.get("count")) == (kind, count)


@routes("counts.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer how much of everything the workspace has."""
    if "type" in call.query or "count" in call.query:
        raise invalid("There are no counts of this type", "type")
    counts = {
        "company": len(world.companies),
        "user": world.people.count("user"),
        "lead": world.people.count("lead"),
        "tag": sum(1 for _ in world.tags),
        "segment": sum(1 for _ in world.segments),
    }
    return Reply({"type": "count.hash", **{name: {"count": count} for name, count in counts.items()}})


@routes("counts.retrieve_conversations", when=_asked("conversation"))
def retrieve_conversations(world: World, _: Call) -> Reply:
    """Answer how many conversations are open, snoozed ones too, and how many of those are somebody's."""
    everything = list(world.conversations.in_order("created_at"))
    opened = [each for each in everything if each.open]
    unassigned = sum(each.assignee == NOBODY for each in opened)
    counts = {
        "assigned": len(opened) - unassigned,
        "closed": len(everything) - len(opened),
        "open": len(opened),
        "unassigned": unassigned,
    }
    return Reply({"type": "count", "conversation": counts})


@routes("counts.list_conversations_by_admin", when=_asked("conversation", "admin"))
def list_conversations_by_admin(world: World, _: Call) -> Reply:
    """Answer how many open and closed conversations each teammate has."""
    found = Counter((each.admin_id, each.open) for each in world.conversations.in_order("created_at"))
    items = [
        {"id": admin.id, "name": admin.name, "open": found[admin.id, True], "closed": found[admin.id, False]}
        for admin in world.admins
    ]
    return _counted("conversation", "admin", items)


@routes("counts.list_users_by_segment", when=_asked("user", "segment"))
def list_users_by_segment(world: World, call: Call) -> Reply:
    """Answer how many users are in each of their segments."""
    return _counted("user", "segment", _by_segment(world, call, list(_users(world)), "contact"))


@routes("counts.list_users_by_tag", when=_asked("user", "tag"))
def list_users_by_tag(world: World, _: Call) -> Reply:
    """Answer how many users have each tag."""
    return _counted("user", "tag", _by_tag(world, list(_users(world))))


@routes("counts.list_users_by_company", when=_asked("company", "user"))
def list_users_by_company(world: World, _: Call) -> Reply:
    """Answer how many people each company has."""
    items = [
        {str(company.value("name") or ""): world.companies.count(company), "remote_company_id": company.company_id}
        for company in world.companies.in_order("id")
    ]
    return _counted("company", "user", items, pages={})


@routes("counts.list_companies_by_segment", when=_asked("company", "segment"))
def list_companies_by_segment(world: World, call: Call) -> Reply:
    """Answer how many companies are in each of their segments."""
    items = _by_segment(world, call, list(world.companies.in_order("id")), "company")
    return _counted("company", "segment", items, pages={})


@routes("counts.list_companies_by_tag", when=_asked("company", "tag"))
def list_companies_by_tag(world: World, call: Call) -> Reply:
    """Answer a page of how many companies have each tag; its ``pages`` stand one level deeper than usual."""
    page = numbered(call, default=50, maximum=None)
    items = _by_tag(world, list(world.companies.in_order("id")))
    return _counted("company", "tag", page.cut(items), pages={"pages": page.pages(call, len(items))})


def _users(world: World) -> Iterator[Person]:
    return world.people.in_order("id", roles=("user",))


def _by_segment(
    world: World, call: Call, subjects: Iterable[Person] | Iterable[Company], model: str
) -> list[dict[str, object]]:
    segments = [each for each in world.segments if (each.model, each.person_type) == (model, "user")]
    return [
        {segment.name: sum(world.segments.matches(segment, subject, call.second) for subject in subjects)}
        for segment in segments
    ]


def _by_tag(world: World, subjects: Iterable[Person] | Iterable[Company]) -> list[dict[str, object]]:
    return [{tag.name: sum(world.tags.has(subject.id, tag.id) for subject in subjects)} for tag in world.tags]


def _counted(
    kind: str, by: str, items: Sequence[Mapping[str, object]], *, pages: dict[str, object] | None = None
) -> Reply:
    return Reply({"type": "count", kind: {by: items}, **({} if pages is None else {"pages": pages})})
