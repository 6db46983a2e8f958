"""Fin: conversations with it, procedures that it runs, and what users thought of it.

It thinks when it is written to, and has answered and asks for a rating `_ANSWERS_AFTER` seconds later.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Self

import attrs

from ..attributes import Attribute
from ..call import Call, Problem, Reply
from ..conversation_attributes import ConversationAttribute
from ..conversations import Message
from ..conversing import begin, customer
from ..fields import Fields
from ..instants import iso_milliseconds
from ..people import Changes, Person
from ..rich_text import from_plain
from ..routes import Routes
from ..shelf import Kept
from ..world import World
from ..writing import email_address
from .contacts import new_person

routes: Final = Routes()

_ANSWERS_AFTER: Final = 2
#: Seconds for which a rating is taken.
_RATED_WITHIN: Final = 86_400
_MOST: Final = 10
_RATINGS: Final = frozenset({"terrible", "bad", "ok", "good", "amazing"})
_EVENTS: Final = "https://realtime.intercom.test/event-stream?channels=fin_agent_api"


@attrs.define
class Session(Kept):
    """A conversation with Fin, by the id that the customer gave."""

    person_id: str
    written_at: int
    #: Since when a teammate has it; None while Fin has.
    escalated_at: int | None = None
    rating: str | None = None
    remark: str | None = None


@attrs.define
class Procedure(Kept):
    """What Fin does step by step."""

    name: str
    description: str
    live: bool = True
    #: Whether the API may start it.
    triggered: bool = True

    @classmethod
    def initial(cls, world: World) -> Iterable[Self]:
        """Return the procedure that every workspace has."""
        del world
        return (cls("12345", "Reset password", "Walk the user through resetting their password."),)


@routes("fin.start", writes=True)
def start(world: World, call: Call) -> Reply:
    """Let Fin take part in a conversation."""
    fields = Fields(call.body, 400)
    conversation_id = _needed(fields, "conversation_id")
    _check_message(fields)
    return _told(world, call, fields, conversation_id)


@routes("fin.reply", writes=True)
def reply(world: World, call: Call) -> Reply:
    """Take what the user replied."""
    fields = Fields(call.body, 400)
    conversation_id = _needed(fields, "conversation_id")
    _check_message(fields)
    if world.shelf(Session).get(conversation_id) is None:
        raise fields.wrong("conversation_id", "Conversation not found")
    return _told(world, call, fields, conversation_id)


@routes("fin.ask", writes=True)
def ask(world: World, call: Call) -> Reply:
    """Take a question in a new conversation."""
    fields = Fields(call.body, 400)
    conversation_id = _new(world, fields)
    _check_message(fields)
    return _told(world, call, fields, conversation_id)


@routes("fin.run_procedure", writes=True)
def run_procedure(world: World, call: Call) -> Reply:
    """Run a procedure in a new conversation."""
    fields = Fields(call.body, 400)
    conversation_id = _new(world, fields)
    procedure = world.shelf(Procedure).get(call.params["procedure_id"])
    if procedure is None:
        raise fields.wrong("procedure_id", "Procedure not found")
    if not procedure.live:
        raise fields.wrong("procedure_id", "Procedure is not live")
    if not procedure.triggered:
        raise fields.wrong("procedure_id", "Procedure does not have an API trigger")
    return _told(world, call, fields, conversation_id, procedure_id=procedure.id)


@routes("fin.list_capabilities", writes=True)
def list_capabilities(world: World, call: Call) -> Reply:
    """Answer what Fin can do for a user, who is made or changed."""
    _user(world, call, Fields(call.body, 400))
    procedures = [
        {
            "type": "procedure",
            "id": each.id,
            "name": each.name,
            "description": each.description,
            "endpoint": f"/fin/procedures/{each.id}/run",
            "method": "POST",
        }
        for each in world.shelf(Procedure)
    ]
    actions = [
        {"type": name, "description": description, "endpoint": f"/fin/{name}", "method": "POST"}
        for name, description in (
            ("reply", "Reply to an in-progress Fin conversation."),
            ("ask", "Ask Fin a single, self-contained question."),
        )
    ]
    return Reply({"version": call.version.text, "capabilities": [*procedures, *actions]})


@routes("fin.escalate", writes=True)
def escalate(world: World, call: Call) -> Reply:
    """Hand a conversation, or a user in a new one, to a teammate."""
    fields = Fields(call.body, 400)
    conversation_id = fields.identifier("conversation_id")
    if conversation_id is None and fields.part("user") is None:
        raise fields.wrong("conversation_id", "Either conversation_id or user must be provided")
    if conversation_id is None:
        words = fields.text("message") or "Requesting human support"
        person, _ = _user(world, call, fields)
        source = Message(world.conversations.message_id(), customer(person.id), from_plain(words))
        begun = begin(world, source, [person.id], now=call.second)
        return Reply({"intercom_conversation_id": begun.id, "status": "escalated"})
    session = world.shelf(Session).get(conversation_id)
    if session is None:
        raise fields.wrong("conversation_id", "Conversation not found")
    session.escalated_at = call.second
    return Reply({"conversation_id": session.id, "status": "escalated", "sse_subscription_url": _events(session)})


@routes("fin.submit_csat", writes=True)
def submit_csat(world: World, call: Call) -> Reply:
    """Take a rating; a remark is taken once, and locks it."""
    session = world.shelf(Session).get(str(call.body.get("conversation_id")))
    if session is None:
        return _refused("external_conversation_id", "Conversation not found for the given external_conversation_id")
    rating, remark = call.body.get("rating"), call.body.get("remark")
    if not isinstance(rating, str) or rating not in _RATINGS:
        return _refused("rating", "Rating isn't an option")
    if remark is not None and not isinstance(remark, str):
        return _refused("remark", "Remark must be text")
    closed = _why_closed(session, call.second, rating, remark)
    if closed is not None:
        return _refused("base", closed)
    session.rating, session.remark = rating, remark or session.remark
    return Reply({"conversation_id": session.id, "rating": session.rating, "status": "rated"})


def _why_closed(session: Session, now: int, rating: str, remark: str | None) -> str | None:
    """Say why a conversation cannot be rated so; None when it can."""
    if now < session.written_at + _ANSWERS_AFTER or session.escalated_at is not None:
        return "No rating survey found for this conversation"
    if now > session.written_at + _RATED_WITHIN:
        return "The rating window for this conversation has closed"
    if session.remark is not None and (rating != session.rating or remark not in {None, session.remark}):
        return "This rating can no longer be changed because a remark has already been submitted"
    return None


def _refused(field: str, message: str) -> Reply:
    """Return an error in the shape that ratings have alone."""
    return Reply({"errors": {field: message}}, 422)


def _needed(fields: Fields, name: str) -> str:
    value = fields.identifier(name)
    if value is None:
        raise fields.wrong(name, f"{name} is required")
    return value


def _new(world: World, fields: Fields) -> str:
    """Read the id of a conversation that is to be new."""
    conversation_id = fields.identifier("conversation_id")
    if conversation_id is None:
        raise fields.wrong("conversation_id", "External Conversation ID is required")
    if world.shelf(Session).get(conversation_id) is not None:
        message = "Fin session already exists for this conversation. Please use /reply to continue the conversation."
        raise fields.wrong("conversation_id", message)
    return conversation_id


def _check_message(fields: Fields) -> None:
    """Refuse what nobody can have said."""
    message = fields.part("message")
    if message is None:
        raise fields.wrong("message", "message is required")
    _needed(message, "body")
    if message.choice("author", ("user", "agent", "fin")) is None:
        raise fields.wrong("author", "author is required")
    if len(fields.items("attachments") or []) > _MOST:
        raise fields.wrong("attachments", f"Cannot send more than {_MOST} attachments")


def _told(world: World, call: Call, fields: Fields, conversation_id: str, **shown: object) -> Reply:
    """Let Fin think about what it was told."""
    metadata = fields.part("conversation_metadata") or Fields({}, 400)
    if len(metadata.items("history") or []) > _MOST:
        raise fields.wrong("history", f"Conversation history cannot contain more than {_MOST} items")
    known = {each.name for each in world.shelf(ConversationAttribute)}
    about = [name for name in _attributes(metadata) if name not in known]
    person, wrong = _user(world, call, fields)
    errors = {
        "user": {"attributes": {name: f"User attribute '{name}' does not exist" for name in wrong}},
        "conversation": {"attributes": {name: f"Conversation attribute '{name}' does not exist" for name in about}},
    }
    found = {kind: each for kind, each in errors.items() if each["attributes"]}
    session = world.shelf(Session).add(Session(conversation_id, person.id, call.second))
    return Reply({
        "conversation_id": session.id,
        "user_id": person.external_id or person.lead_id,
        **shown,
        "status": "thinking",
        "created_at_ms": iso_milliseconds(call.now),
        **({"errors": found} if found else {}),
        "sse_subscription_url": _events(session),
    })  # fmt: skip


def _events(session: Session) -> str:
    return f"{_EVENTS}:{session.id}&accessToken=none&rewind=2m"


def _attributes(fields: Fields) -> Mapping[str, object]:
    """Return the attributes in an object."""
    given = (fields.part("attributes") or Fields({})).values
    if len(given) > _MOST:
        raise Problem(400, "parameter_invalid", f"Cannot update more than {_MOST} attributes at once.")
    return given


def _checked(attribute: Attribute, value: object) -> object:
    if value is not None:
        attribute.check(value)
    return value


def _user(world: World, call: Call, fields: Fields) -> tuple[Person, list[str]]:
    """Return the user whom a body names, made or changed by it, and which attributes there are none of."""
    user = fields.part("user")
    external_id = None if user is None else user.identifier("id")
    if user is None or external_id is None:
        raise fields.wrong("user", "User ID is required")
    given = _attributes(user)
    found = {name: world.attributes.named("contact", name) for name in given}
    known = {name: _checked(each, given[name]) for name, each in found.items() if each is not None}
    name, email = user.text("name"), email_address(user.values.get("email"))
    changes = Changes(None, {} if email is None else {"email": email}, {} if name is None else {"name": name}, known)
    person = world.people.with_external_id(external_id)
    if person is None:
        new = attrs.evolve(changes, identity={**changes.identity, "external_id": external_id})
        return new_person(world, call, "user", new), [each for each in given if each not in known]
    world.change_person(person, changes, call.second)
    return person, [each for each in given if each not in known]
