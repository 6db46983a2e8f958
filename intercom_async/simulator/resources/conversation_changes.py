"""What becomes of conversations: merged, made a ticket, redacted and tagged, and what is beside them."""

from typing import Final

import attrs

from ...versions import V2_16
from ..bodies.attached import applied_body
from ..bodies.conversations import conversation_body
from ..bodies.parts import part_body
from ..bodies.tickets import ticket_body
from ..call import Call, Problem, Reply, invalid, missing, not_found, whole
from ..conversations import Conversation, HandlingEvent, Part, SideConversation
from ..conversing import BOT, change_part, merge, redact_part, redact_source
from ..finding import acting_admin, conversation_of_path, conversation_with
from ..instants import iso
from ..lists import numbered
from ..routes import Routes
from ..tags import Tag
from ..ticket_attributes import read_attributes
from ..tickets import CUSTOMER, Ticket, convert
from ..world import World
from ..writing import as_id, text, truth
from .tickets import state_of_body, type_named

routes: Final = Routes()


@routes("conversations.merge", writes=True)
def merge_conversation(world: World, call: Call) -> Reply:
    """Merge one conversation into another, and answer that one."""
    source = conversation_of_path(world, call)
    target_id = whole(call.body.get("merge_into_conversation_id"))
    if target_id is None:
        raise invalid("merge_into_conversation_id must be a valid integer conversation ID")
    target = conversation_with(world, call, str(target_id))
    if target is source:
        raise _merge_failed("Cannot merge a conversation into itself")
    if target is None:
        raise _merge_failed("Primary conversation not found")
    if source.merged_into is not None:
        raise _merge_failed("Secondary conversation has already been merged")
    merge(world, source, target, now=call.second)
    return Reply(conversation_body(world, call, target))


def _merge_failed(message: str) -> Problem:
    return Problem(422, "merge_failed", message)


@routes("conversations.convert", writes=True)
def convert_conversation(world: World, call: Call) -> Reply:
    """Make a ticket of one conversation, of a type that customers have."""
    conversation = conversation_of_path(world, call)
    type_id = as_id(call.body.get("ticket_type_id"), "ticket_type_id")
    if type_id is None:
        raise missing("ticket_type_id", "ticket_type_id is a required parameter")
    kind = type_named(world, type_id)
    if kind.category != CUSTOMER:
        raise invalid("Ticket type is not a customer ticket type")
    if world.shelf(Ticket).get(conversation.id) is not None:
        raise invalid("Conversation is a ticket already")
    attributes = read_attributes(world, kind, call.body.get("attributes"))
    state = state_of_body(world, call) if call.version >= V2_16 else None
    ticket = convert(world, conversation, kind, by=BOT, now=call.second, attributes=attributes, state=state)
    return Reply(ticket_body(world, call, ticket))


@routes("conversations.redact", writes=True)
def redact(world: World, call: Call) -> Reply:
    """Take away what one part says, or what a contact began a conversation with."""
    kind = call.body.get("type")
    if kind not in ("conversation_part", "source"):
        raise invalid("type must be conversation_part or source", "type")
    conversation = conversation_with(world, call, _needed_id(call, "conversation_id"))
    wanted = _needed_id(call, "source_id" if kind == "source" else "conversation_part_id")
    if kind == "source" and conversation is not None and conversation.source.id == wanted:
        if conversation.source.author.kind != "person":
            raise _not_redactable()
        redact_source(world, conversation, now=call.second)
        return Reply(conversation_body(world, call, conversation))
    part = _part(conversation, wanted) if kind == "conversation_part" else None
    if conversation is None or part is None:
        message = "Conversation part or message not found"
        raise not_found(message, "conversation_part_or_message_not_found")
    if part.body is None:
        raise _not_redactable()
    redact_part(world, conversation, part, now=call.second)
    return Reply(conversation_body(world, call, conversation))


def _not_redactable() -> Problem:
    return Problem(400, "conversation_part_not_redactable", "Conversation part is not redactable")


def _needed_id(call: Call, name: str) -> str:
    found = as_id(call.body.get(name), name)
    if found is None:
        raise missing(name)
    return found


def _part(conversation: Conversation | None, part_id: str) -> Part | None:
    parts = () if conversation is None else conversation.parts
    return next((part for part in parts if part.id == part_id), None)


@routes("conversations.update_part", writes=True)
def update_part(world: World, call: Call) -> Reply:
    """Note what became of a part in a channel elsewhere, or that a teammate saw it; any secret will do."""
    if call.body.get("experimental") is not True or not call.body.get("secret"):
        raise Problem(403, "forbidden", "Forbidden request")
    conversation = conversation_of_path(world, call)
    part = _part(conversation, call.params["part_id"])
    if part is None:
        raise not_found()
    if call.body.get("send_state") is not None:
        for name in ("send_state", "info_message"):
            text(call.body.get(name), name)
        changed = attrs.evolve(part, send_state=str(call.body["send_state"]), updated_at=call.second)
    else:
        if truth(call.body.get("seen"), "seen") is not True:
            raise invalid("seen must be true", "seen")
        acting_admin(world, call)
        changed = attrs.evolve(part, seen=True, updated_at=call.second)
    change_part(world, conversation, changed, now=call.second)
    return Reply(part_body(world, changed, call.version, str))


@routes("conversations.attach_tag", writes=True)
def attach_tag(world: World, call: Call) -> Reply:
    """Tag one conversation, by a teammate."""
    conversation = conversation_of_path(world, call, "Conversation not found")
    tag = _tag(world, as_id(call.body.get("id"), "id"))
    applied = world.put_tag(conversation.id, tag, at=call.second, by=acting_admin(world, call).id)
    world.conversations.touch()
    return Reply(applied_body(applied))


@routes("conversations.detach_tag", writes=True)
def detach_tag(world: World, call: Call) -> Reply:
    """Take a tag off one conversation, by a teammate."""
    conversation = conversation_of_path(world, call, "Conversation not found")
    tag = _tag(world, call.params["tag_id"])
    acting_admin(world, call)
    applied = world.tags.remove(conversation.id, tag)
    if applied is None:
        raise _no_tag()
    world.conversations.touch()
    return Reply(applied_body(applied))


def _tag(world: World, tag_id: str | None) -> Tag:
    tag = world.tags.get(tag_id or "")
    if tag is None:
        raise _no_tag()
    return tag


def _no_tag() -> Problem:
    return not_found("Tag not found", "tag_not_found")


@routes("conversations.list_handling_events")
def list_handling_events(world: World, call: Call) -> Reply:
    """Answer when teammates paused and resumed work on one conversation."""
    events = conversation_of_path(world, call).handling
    return Reply({"handling_events": [_event(world, event) for event in events]})


def _event(world: World, event: HandlingEvent) -> dict[str, object]:
    admin = world.admin(event.admin_id)
    named = {"name": "", "email": None} if admin is None else {"name": admin.name, "email": admin.email}
    return {
        "teammate": {"type": "admin", "id": int(event.admin_id), **named},
        "type": event.kind,
        "timestamp": iso(event.at),
        **({} if event.reason is None else {"reason": event.reason}),
    }


@routes("conversations.list_side_conversations")
def list_side_conversations(world: World, call: Call) -> Reply:
    """Answer a page of what teammates said to each other beside one conversation; no link leads on."""
    sides = conversation_of_path(world, call).sides
    page = numbered(call, default=25, maximum=50)
    pages = page.pages(call, len(sides))
    del pages["next"]
    return Reply({
        "type": "side_conversation.list",
        "side_conversations": [_side(world, call, side) for side in page.cut(sides)],
        "total_count": len(sides),
        "pages": pages,
    })  # fmt: skip


def _side(world: World, call: Call, side: SideConversation) -> dict[str, object]:
    return {
        "side_conversation_id": side.id,
        "conversation_parts": [part_body(world, part, call.version, str) for part in side.parts],
        "total_count": len(side.parts),
    }
