"""Users: people with an account as 1.x shows them."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, TypeAlias

from ...versions import V1_1, V1_2, V1_3
from ..call import Call, Problem, Reply, invalid
from ..pages import url_pages
from ..people import Changes, Person, key_of
from ..routes import Routes
from ..world import World
from ..writing import USER_FIELDS, as_id, read_changes
from .contacts import new_person

routes: Final = Routes()

#: How many users page numbers reach.
_REACHABLE: Final = 10_000
_SCROLL_PAGE: Final = 100
_SORTS: Final = {
    "created_at": "created_at",
    "last_request_at": "last_seen_at",
    "signed_up_at": "signed_up_at",
    "updated_at": "updated_at",
}


@routes("users.create_or_update", writes=True)
def create_or_update(world: World, call: Call) -> Reply:
    """Update the user that id, user_id or email names, in that order, or make a new one."""
    if call.version >= V1_3 and call.body.get("unsubscribed_from_emails", ...) is None:
        raise invalid("unsubscribed_from_emails must be true or false", "unsubscribed_from_emails")
    changes = read_changes(world, call, USER_FIELDS, "user_id")
    if call.body.get("update_last_request_at") is True:
        changes.fields["last_seen_at"] = call.second
    person = _named(world, call, changes)
    holder = world.people.with_external_id(changes.identity.get("external_id") or "")
    if holder is not None and holder is not person:
        raise Problem(409, "conflict", "Another user has this user_id")
    if call.body.get("new_session") is True:
        changes.fields["session_count"] = int(str(person.fields.get("session_count", 0) if person else 0)) + 1
    if person is None:
        person = new_person(world, call, "user", changes)
    elif person.archived:
        raise Problem(409, "not_restorable", "The user is archived and cannot be written")
    else:
        world.people.change(person, changes, call.second)
    return Reply(user(world, person))


@routes("users.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one user or lead by Intercom's id."""
    return Reply(user(world, _visible(world.people.get(call.params["user_id"]))))


@routes("users.find", when=lambda call: "user_id" in call.query or "email" in call.query)
def find(world: World, call: Call) -> Reply:
    """Answer the user with a user_id; for an e-mail one user in 1.0 and a list from 1.1 on."""
    if "user_id" in call.query:
        return Reply(user(world, _visible(world.people.with_external_id(call.query["user_id"]))))
    roles = ("user", "lead") if V1_1 <= call.version < V1_2 else ("user",)
    found = [p for p in world.people.with_email(call.query["email"].lower()) if p.role in roles and not p.archived]
    if call.version >= V1_1:
        return _list(world, call, iter(found), total=len(found))
    if len(found) > 1:
        raise _several("conflict")
    return Reply(user(world, _visible(found[0] if found else None)))


@routes("users.list")
def list_users(world: World, call: Call) -> Reply:
    """Answer a page of the users, by default the newest first."""
    sort = _SORTS.get(call.query.get("sort", "created_at"))
    order = call.query.get("order", "desc")
    if sort is None or order not in {"asc", "desc"}:
        raise Problem(400, "bad_request", f"sort must be one of {', '.join(_SORTS)} and order asc or desc")
    users = world.people.in_order(sort, roles=("user",), descending=order == "desc")
    conditions = _conditions(call)
    if not conditions:
        return _list(world, call, users, total=world.people.count("user"))
    matching = [person for person in users if all(condition(person) for condition in conditions)]
    return _list(world, call, iter(matching), total=len(matching))


@routes("users.scroll")
def scroll(world: World, call: Call) -> Reply:
    """Answer the next users of the scroll; every call moves on, also one whose answer was lost."""
    token = call.query.get("scroll_param", "")
    if not token and not world.people.count("user"):
        raise Problem(404, "not_found", "scroll parameter not found")
    current = world.scrolls.enter("users", token, now=call.now, new_token=world.ids.uuid())
    behind = world.people.in_order("id", roles=("user",), after=current.position)
    users = list(islice(behind, _SCROLL_PAGE))
    if users:
        current.position = key_of(users[-1].id, users[-1].id)
    else:
        world.scrolls.end()
    return Reply({
        "type": "user.list",
        "users": [user(world, person) for person in users],
        "scroll_param": current.token,
        "pages": None,
        "total_count": 0,
        "limited": False,
    })  # fmt: skip


@routes("users.archive", writes=True)
def archive(world: World, call: Call) -> Reply:
    """Archive the user that user_id or email names."""
    if "user_id" in call.query:
        person = world.people.with_external_id(call.query["user_id"])
    elif "email" in call.query:
        found = _users_with_email(world, call.query["email"].lower())
        if len(found) > 1:
            raise _several()
        person = found[0] if found else None
    else:
        raise Problem(400, "parameter_not_found", "user_id or email is required")
    person = _visible(person)
    world.people.archive(person, archived=True)
    return Reply(user(world, person))


def _visible(person: Person | None) -> Person:
    if person is None or person.archived:
        raise Problem(404, "not_found", "User Not Found")
    return person


def _several(code: str = "unique_user_constraint") -> Problem:
    message = "Multiple existing users match this email address - must be more specific using user_id"
    return Problem(409, code, message)


def _users_with_email(world: World, email: str) -> list[Person]:
    return [person for person in world.people.with_email(email) if person.role == "user" and not person.archived]


def _named(world: World, call: Call, changes: Changes) -> Person | None:
    """Return whom a write is about, None for somebody new."""
    intercom_id = as_id(call.body.get("id"), "id")
    if intercom_id is not None:
        return _visible(world.people.get(intercom_id))
    external_id, email = changes.identity.get("external_id"), changes.identity.get("email")
    if not external_id and not email:
        raise invalid("A user needs a user_id or an email")
    person = world.people.with_external_id(external_id) if external_id else None
    if person is not None or not email:
        return person
    found = _users_with_email(world, email)
    if external_id:  # whoever has another user_id is another user
        found = [person for person in found if person.external_id is None]
    if len(found) > 1:
        raise _several()
    return found[0] if found else None


Condition: TypeAlias = Callable[[Person], bool]


def _conditions(call: Call) -> list[Condition]:
    """Return what the filters of a list ask of a user."""
    conditions: list[Condition] = []
    if "created_since" in call.query:
        oldest = call.second - 86_400 * call.page_number("created_since", 1)
        conditions.append(lambda person: person.created_at >= oldest)
    if "phone" in call.query:
        conditions.append(lambda person: person.fields.get("phone") == call.query["phone"])
    if "tag_id" in call.query or "segment_id" in call.query:  # nobody has tags or is in a segment yet
        conditions.append(lambda _: False)
    return conditions


def _list(world: World, call: Call, users: Iterator[Person], *, total: int) -> Reply:
    page, per_page = call.page_number("page", 1), call.page_number("per_page", 50, 60)
    first = (page - 1) * per_page
    if first >= _REACHABLE:
        raise invalid("page limit reached, please use scroll API", "page")
    shown = islice(users, first, first + per_page)
    return Reply({
        "type": "user.list",
        "users": [user(world, person) for person in shown],
        "total_count": total,
        "limited": False,
        "pages": url_pages(call, page=page, per_page=per_page, total=total),
    })  # fmt: skip


def user(world: World, person: Person) -> dict[str, object]:
    """Return *person* as 1.x shows a user or a lead."""
    get = person.fields.get
    return {
        "type": "user" if person.role == "user" else "contact",
        "id": person.id,
        "user_id": person.external_id,
        "anonymous": person.role == "lead",
        "email": person.email,
        "phone": get("phone"),
        "name": get("name"),
        "pseudonym": None,
        "avatar": {"type": "avatar", "image_url": get("avatar")},
        "app_id": world.app_id,
        "companies": {"type": "company.list", "companies": []},
        "location_data": {},
        "last_request_at": get("last_seen_at"),
        "created_at": person.created_at,
        "remote_created_at": get("signed_up_at"),
        "signed_up_at": get("signed_up_at"),
        "updated_at": person.updated_at,
        "session_count": get("session_count", 0),
        "social_profiles": {"type": "social_profile.list", "social_profiles": []},
        "owner_id": get("owner_id"),
        "unsubscribed_from_emails": get("unsubscribed_from_emails", False),
        "marked_email_as_spam": False,
        "has_hard_bounced": False,
        "tags": {"type": "tag.list", "tags": []},
        "segments": {"type": "segment.list", "segments": []},
        "custom_attributes": person.custom,
        **dict.fromkeys(_NULLS),
    }


_NULLS: Final = (
    "referrer", "utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term", "do_not_track", "last_seen_ip",
    "user_agent_data",
)  # fmt: skip
