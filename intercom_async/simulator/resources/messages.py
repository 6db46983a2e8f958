"""Messages: what teammates write to people, and people to teammates; either begins a conversation."""

import re
from collections.abc import Mapping
from typing import Final

from ...versions import PREVIEW, V2_0, V2_7, V2_14
from ..bodies.admins import author_body
from ..call import Call, Problem, Reply, as_object, invalid, is_list, missing, not_found
from ..conversations import Attachment, Message
from ..conversing import begin, customer, teammate
from ..finding import named_person, objects, visible
from ..people import Changes, Person
from ..rich_text import from_html, from_plain
from ..routes import Routes
from ..wording import said_at
from ..world import World
from ..writing import as_id, text, truth
from .visitors import converted

routes: Final = Routes()

#: The types of those who write to the workspace.
PEOPLE: Final = ("user", "contact", "lead")
#: The kinds of messages by what they are called in a body; 1.x knows the first two names.
_KINDS: Final = {"inapp": "inapp", "email": "email", "in_app": "inapp", "conversation": "inapp"}
#: What text messages may not hold: the carriers refuse links.
_LINK: Final = re.compile(r"https?://", re.IGNORECASE)


@routes("messages.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Send a message: a teammate's begins no conversation in 2.x until it is answered, a customer's at once."""
    if call.body.get("from") is None:
        raise missing("from")
    sender = as_object(call.body["from"], "from")
    if sender.get("type") == "admin":
        return _by_teammate(world, call, sender)
    if sender.get("type") in PEOPLE:
        return by_customer(world, call, sender)
    raise invalid(f"from must be of type admin, {', '.join(PEOPLE)}", "from")


def by_customer(
    world: World,
    call: Call,
    sender: Mapping[str, object],
    *,
    subject: str = "",
    attachments: tuple[Attachment, ...] = (),
) -> Reply:
    """Let a customer begin a conversation, and answer its first message."""
    body = _body(call)
    person = _writer(world, call, sender)
    author, said = customer(person.id), from_plain(body)
    source = Message(world.conversations.message_id(), author, said, subject, attachments=attachments)
    at = _at(call)
    conversation = begin(world, source, [person.id], now=at)
    return Reply({
        "type": "user_message",
        "id": source.id,
        "created_at": at,
        "body": body,
        "message_type": "inapp",
        **({"conversation_id": conversation.id} if call.version >= V2_0 else {}),
    })  # fmt: skip


def _by_teammate(world: World, call: Call, sender: Mapping[str, object]) -> Reply:
    kind, body = _kind(call), _body(call)
    given = _text(call, "subject")
    if kind == "email" and not given:
        raise Problem(422, "parameter_not_found", "No subject supplied for email message")
    if kind == "sms" and _LINK.search(body):
        raise invalid("Invalid SMS message body")
    admin = world.admin(as_id(sender.get("id"), "from") or "")
    if admin is None:
        raise not_found("Admin for admin_id not found", "admin_not_found")
    people = _recipients(world, call, kind)
    source = Message(
        world.conversations.message_id(), teammate(admin.id), from_html(body), given or "",
        channel="conversation" if kind == "inapp" else kind, delivered_as="admin_initiated",
    )  # fmt: skip
    at = _at(call)
    begin(world, source, [person.id for person in people], now=at, outbound=not _in_the_inbox(call))
    template = {"template": _text(call, "template")} if call.version < V2_7 else {}
    no_subject = body if call.version >= V2_0 else ""
    return Reply({
        "type": "admin_message",
        "id": source.id,
        "created_at": at,
        "subject": given or no_subject,
        "body": body,
        "message_type": kind,
        **template,
        "owner": author_body(admin),
    })  # fmt: skip


def _at(call: Call) -> int:
    at = said_at(call)
    return call.second if at is None else at


def _in_the_inbox(call: Call) -> bool:
    """Say whether the message is to be a conversation before it is answered."""
    wanted = call.body.get("create_conversation_without_contact_reply") if call.version >= V2_0 else None
    return wanted is not None and truth(wanted, "create_conversation_without_contact_reply") is True


def _kind(call: Call) -> str:
    kinds = {**_KINDS, "sms": "sms"} if call.version >= PREVIEW else _KINDS
    names = list(kinds) if call.version >= V2_0 else list(kinds)[:2]
    name = call.body.get("message_type")
    if name not in names:
        raise invalid(f"message_type must be one of {', '.join(names)}", "message_type")
    if _text(call, "template") not in {None, "plain", "personal"}:
        raise invalid("template must be plain or personal", "template")
    return kinds[str(name)]


def _text(call: Call, name: str) -> str | None:
    value = call.body.get(name)
    return None if value is None else str(text(value, name))


def _body(call: Call) -> str:
    body = _text(call, "body")
    if not body:
        raise invalid("Body is required")
    return body


def _writer(world: World, call: Call, sender: Mapping[str, object]) -> Person:
    """Return who writes; a visitor becomes a lead with it."""
    person = named_person(world, sender)
    if person is None and sender.get("type") == "contact":
        ids = {key: as_id(sender.get(key), key) for key in ("id", "user_id")}
        visitor = world.visitors.find(visitor_id=ids["id"], user_id=ids["user_id"])
        if visitor is not None:
            return converted(world, call, visitor, Changes("lead"))
    return visible(person)


def _recipients(world: World, call: Call, kind: str) -> list[Person]:
    """Return who is written to: one, or from 2.14 on several with whom a copy goes to."""
    to = call.body.get("to")
    if to is None:
        raise missing("to")
    several = call.version >= V2_14
    given = objects(to, "to") if several and is_list(to) else [as_object(to, "to")]
    copies = call.body.get("cc") if several else None
    if copies is not None:
        given += objects(copies, "cc") if is_list(copies) else [as_object(copies, "cc")]
    if not given:
        raise missing("to")
    people = [_recipient(world, call, each) for each in given]
    if kind == "email" and any(person.fields.get("unsubscribed_from_emails") for person in people):
        raise Problem(403, "forbidden", "This user is unsubscribed from emails")
    return people


def _recipient(world: World, call: Call, given: Mapping[str, object]) -> Person:
    """Return one who is written to; somebody new is not found for a while."""
    person = visible(named_person(world, given))
    if person.created_at > call.now - world.index_lag:
        raise not_found("User Not Found")
    return person
