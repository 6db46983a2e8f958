"""Conversations: lists by version, one of them, what may be changed of it, and the assignment rules."""

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Final

import attrs

from ...versions import PREVIEW, V2_0, V2_3, V2_6, V2_13, V2_14, V2_16
from ..attributes import check_value
from ..bodies.conversations import conversation_body
from ..call import Call, Reply, as_object, invalid, is_list, missing, not_found
from ..conversation_attributes import refuse_doubles
from ..conversation_search import CONVERSATIONS
from ..conversations import NOBODY, SORTED_BY, Assignee, Conversation, Deleted
from ..conversing import run_rules, set_attributes
from ..filters import Filter
from ..finding import conversation_of_path, existing, named_customer
from ..lists import numbered
from ..ordered import By
from ..pages import bad_cursor, cursor_arguments, cursor_pages, encode_cursor
from ..permissions import READ_TICKETS
from ..routes import Routes
from ..search import Kind, search
from ..tickets import Ticket
from ..wording import read_words
from ..world import World
from ..writing import as_id, text, truth
from .messages import PEOPLE, by_customer

routes: Final = Routes()

#: What may be changed since when, beside the custom attributes.
_SINCE: Final = {"read": V2_3, "title": V2_13, "company_id": V2_14, "priority": PREVIEW}
_PRIORITIES: Final = ("none", "low", "medium", "high", "urgent")


@routes("conversations.list")
def list_conversations(world: World, call: Call) -> Reply:
    """Answer a page of all, the last changed first unless told otherwise; from 2.6 on by cursor."""
    if call.version >= V2_6:
        return _by_cursor(world, call)
    name, descending = _order(call.query.get("sort"), call.query.get("order", "desc"))
    if name == "waiting_since":
        waiting = [each for each in world.conversations.between(name, -math.inf, math.inf) if each.open]
        return _by_page(world, call, waiting[::-1] if descending else waiting)
    found = world.conversations.in_order(name, descending=descending)
    total = world.conversations.begun if call.version >= V2_0 else len(world.conversations)
    return _by_page(world, call, found, total)


@routes("conversations.filter", when=lambda call: "type" in call.query)
def filter_conversations(world: World, call: Call) -> Reply:
    """Answer a page of those of a teammate, of nobody or of a customer; here sort and order are swapped."""
    name, descending = _order(call.query.get("order"), call.query.get("sort", "desc"))
    if call.query["type"] == "user":
        mine = _of_customer(world, call)
        found = sorted(mine, key=By(name).function(), reverse=descending)
        return _by_page(world, call, _waiting_only(name, found))
    if call.query["type"] != "admin":
        raise invalid("type must be admin or user", "type")
    matches = _of_teammate(world, call)
    everything = world.conversations.in_order(name, descending=descending)
    return _by_page(world, call, _waiting_only(name, filter(matches, everything)))


@routes("conversations.search")
def search_conversations(world: World, call: Call) -> Reply:
    """Answer a page of those that match a query, without their parts."""
    found = search(world, call, _searched(world))
    last = found.items[-1] if found.more else None
    following = encode_cursor(found.sorted_by.value(last), last.id, found.cursor.page + 1) if last else None
    return Reply({
        "type": "conversation.list",
        "pages": cursor_pages(
            page=found.cursor.page, per_page=found.per_page, total=found.total, next_cursor=following
        ),
        "total_count": found.total,
        "conversations": [conversation_body(world, call, each, whole=False, measured=True) for each in found.items],
    })  # fmt: skip


@routes("conversations.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Let somebody begin a conversation; a visitor becomes a lead with it."""
    if call.body.get("from") is None:
        raise missing("from")
    sender = as_object(call.body["from"], "from")
    if sender.get("type") not in PEOPLE:
        raise invalid(f"from must be of type {', '.join(PEOPLE)}", "from")
    if call.version >= V2_16:
        as_id(call.body.get("brand_id"), "brand_id")
    subject = call.body.get("subject")
    words = read_words(call, by_customer=True, needed=True)
    given = "" if subject is None else str(text(subject, "subject"))
    return by_customer(world, call, sender, subject=given, attachments=words.attachments)


@routes("conversations.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete one conversation for good; its id stays, and its metrics unless told otherwise."""
    conversation = conversation_of_path(world, call)
    retained = call.version < V2_16 or call.query.get("retain_metrics", "").lower() != "false"
    world.conversations.delete(conversation)
    world.conversations.deleted.append(Deleted(conversation.id, call.second, retained))
    world.tags.forget(conversation.id)
    return Reply({"id": conversation.id, "object": "conversation", "deleted": True})


@routes("conversations.list_deleted")
def list_deleted(world: World, call: Call) -> Reply:
    """Answer a page of the ids of those that were deleted, the last first unless told otherwise."""
    deleted = world.conversations.deleted
    page = numbered(call, default=20, maximum=60)
    return Reply({
        "type": "conversations.list",
        "total_count": len(deleted),
        "pages": page.pages(call, len(deleted)),
        "conversations": [
            {"type": "conversation", "id": each.id, "metrics_retained": each.metrics_retained, "deleted_at": each.at}
            for each in page.cut(deleted if call.query.get("order") == "asc" else reversed(deleted))
        ],
    })  # fmt: skip


@routes("conversations.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one conversation with its parts."""
    return Reply(conversation_body(world, call, conversation_of_path(world, call), measured=True))


@routes("conversations.update", writes=True, when=lambda call: call.version >= V2_3 and set(call.sent()) != {"read"})
def update(world: World, call: Call) -> Reply:
    """Change what the body names: read, custom attributes, later title and company, and in Preview the priority."""
    conversation = conversation_of_path(world, call)
    given = {name: call.body[name] for name, since in _SINCE.items() if name in call.body and call.version >= since}
    read = conversation.read if given.get("read") is None else truth(given["read"], "read") is True
    title = None if given.get("title") is None else str(text(given["title"], "title"))
    priority = given.get("priority") or conversation.priority
    company_id = as_id(given.get("company_id", conversation.company_id), "company_id")
    custom = _custom(call)
    if custom:
        refuse_doubles(world)
    if priority not in _PRIORITIES:
        raise invalid(f"priority must be one of {', '.join(_PRIORITIES)}", "priority")
    if "company_id" in given and company_id is not None:
        existing(world.companies.get(company_id))
    _tell(world, conversation, read, str(priority), company_id)
    with world.conversations.changing(conversation, call.second):
        conversation.read, conversation.priority, conversation.company_id = read, str(priority), company_id
        conversation.title = title if "title" in given else conversation.title
    set_attributes(world, conversation, custom, now=call.second)
    return Reply(conversation_body(world, call, conversation))


@routes("conversations.mark_as_read", writes=True)
def mark_as_read(world: World, call: Call) -> Reply:
    """Mark one conversation as read, or as unread."""
    conversation = conversation_of_path(world, call)
    if call.body.get("read") is None:
        raise missing("read")
    read = truth(call.body["read"], "read") is True
    _tell(world, conversation, read, conversation.priority, conversation.company_id)
    with world.conversations.changing(conversation, call.second):
        conversation.read = read
    return Reply(conversation_body(world, call, conversation))


@routes("conversations.run_assignment_rules", writes=True)
def run_assignment_rules(world: World, call: Call) -> Reply:
    """Assign one conversation by the workspace's rules."""
    conversation = conversation_of_path(world, call)
    run_rules(world, conversation, now=call.second)
    return Reply(conversation_body(world, call, conversation))


def _tell(world: World, conversation: Conversation, read: object, priority: str, company_id: str | None) -> None:
    """Tell what is about to change."""
    if read and not conversation.read:
        world.tell("conversation.read", conversation)
    if priority != conversation.priority:
        world.tell("conversation.priority", conversation)
    if company_id != conversation.company_id:
        world.tell("conversation.company", conversation)


def _order(field: str | None, direction: str) -> tuple[str, bool]:
    """Return what to sort by, and whether the highest comes first: what is no direction is ascending, no error."""
    return field if field in SORTED_BY else "updated_at", direction == "desc"


def _waiting_only(name: str, found: Iterable[Conversation]) -> Iterable[Conversation]:
    """Leave out, where the order is that of waiting, whatever waits for nobody."""
    if name != "waiting_since":
        return found
    return (each for each in found if each.waiting_since is not None and each.open)


def _of_customer(world: World, call: Call) -> list[Conversation]:
    """Return the conversations of one customer, the unread ones alone when told."""
    unread = call.flag("unread")
    person = named_customer(world, call.query)
    return [each for each in world.conversations.of_person(person.id) if not (unread and each.read)]


def _of_teammate(world: World, call: Call) -> Callable[[Conversation], bool]:
    """Return what asks for one assignee, open or closed when told; python-intercom 3.1.0 calls it id."""
    admin_id = call.query.get("admin_id") or call.query.get("id")
    if not admin_id:
        raise missing("admin_id")
    assignee = NOBODY if admin_id == "nobody" else _assignee(world, admin_id)
    open_or_not = {"true": True, "false": False}.get(call.query.get("open", "").lower())
    return lambda each: each.assignee == assignee and open_or_not in {None, each.open}


def _assignee(world: World, assignee_id: str) -> Assignee:
    if world.admin(assignee_id) is not None:
        return Assignee("admin", assignee_id)
    if world.team(assignee_id) is not None:
        return Assignee("team", assignee_id)
    raise not_found("Admin for admin_id not found", "admin_not_found")


def _by_page(world: World, call: Call, found: Iterable[Conversation], total: int | None = None) -> Reply:
    """Answer one page, having counted all unless the *total* is known; 1.x says nothing of how many there are."""
    page = numbered(call, default=20, maximum=None)
    new = call.version >= V2_0
    if READ_TICKETS in world.lacks:
        found, total = _without_tickets(world, found), None
    begun: Iterable[Conversation] = (each for each in found if not (each.outbound and new))
    if total is None:
        begun = list(begun)
        total = len(begun)
    shown = islice(begun, page.first, page.first + page.size)
    return Reply({
        "type": "conversation.list",
        "pages": page.pages(call, total),
        **({"total_count": total} if new else {}),
        "conversations": [conversation_body(world, call, each, whole=False, measured=True) for each in shown],
    })  # fmt: skip


def _by_cursor(world: World, call: Call) -> Reply:
    cursor, per_page = cursor_arguments(call.query, default=20, maximum=150)
    found: Iterable[Conversation] = world.conversations.in_order("updated_at", after=cursor.key, descending=True)
    total = world.conversations.begun
    if READ_TICKETS in world.lacks:
        found = _without_tickets(world, found)
        total -= sum(world.conversations.get(each.id) is not None for each in world.shelf(Ticket))
    try:
        begun = list(islice((each for each in found if not each.outbound), per_page + 1))
    except TypeError:
        raise bad_cursor() from None
    shown = begun[:per_page]
    last = shown[-1] if len(begun) > per_page else None
    following = encode_cursor(last.updated_at, last.id, cursor.page + 1) if last else None
    pages = cursor_pages(page=cursor.page, per_page=per_page, total=total, next_cursor=following)
    if "per_page" in call.query:  # goes back as it came: as text
        pages["per_page"] = call.query["per_page"]
    return Reply({
        "type": "conversation.list",
        "pages": pages,
        "total_count": total,
        "conversations": [conversation_body(world, call, each, whole=False, measured=True) for each in shown],
    })  # fmt: skip


def _without_tickets(world: World, found: Iterable[Conversation]) -> Iterable[Conversation]:
    """Leave out those that are tickets, as an app sees them that may not read tickets."""
    tickets = world.shelf(Ticket)
    return (each for each in found if tickets.get(each.id) is None)


def _searched(world: World) -> Kind[Conversation]:
    """Return what a search looks at."""
    if READ_TICKETS not in world.lacks:
        return CONVERSATIONS

    def in_order(world: World, name: str) -> Iterable[Conversation]:
        return _without_tickets(world, CONVERSATIONS.in_order(world, name))

    def indexed(world: World, node: Filter) -> Iterable[Conversation] | None:
        found = CONVERSATIONS.indexed(world, node)
        return None if found is None else _without_tickets(world, found)

    return attrs.evolve(CONVERSATIONS, in_order=in_order, indexed=indexed, kept=False)


def _custom(call: Call) -> Mapping[str, object]:
    """Read the custom attributes of a body; a list holds the ids of custom objects."""
    given = call.body.get("custom_attributes")
    custom = as_object({} if given is None else given, "custom_attributes")
    for name, value in custom.items():
        for each in value if is_list(value) else [value]:
            if each is not None:
                check_value(name, each)
    return custom
