"""From what happened to the topics of webhooks, and the object that each is about, as a version shows it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..versions import V2_0, V2_5, V2_7, V2_9, V2_15, Version
from .articles import Article
from .bodies.attached import subscription_body, tag_body
from .call import Call
from .conversations import Conversation, Part
from .events import Event
from .happenings import Happening
from .notice_view import Body, Notice, Rule, Rules, View
from .other_notices import OTHERS
from .people import Person
from .tags import Tag
from .tickets import Ticket, TicketPart
from .topics import name_at
from .world import World

#: What is no topic: somebody asked for a ping of one subscription.
PINGED: Final = "subscription.pinged"


def notices(world: World, call: Call, happened: list[Happening]) -> Iterator[Notice]:
    """Yield the topics of what happened, as the version of *call* has them; what is gone by now is not told."""
    view = View(world, call)
    created = {id(each.subject) for each in happened if each.kind in {"person.created", "company.created"}}
    for each in happened:
        if each.kind in {"person.updated", "company.updated"} and id(each.subject) in created:
            continue
        if not each.kind.endswith(".deleted") and _gone(world, each.subject):
            continue
        rule = _rule(world, call.version, each)
        for topic, item in () if rule is None else rule(view, each.subject, each.other):
            name = name_at(call.version, topic)
            if name is not None:
                yield name, item


def _rule(world: World, version: Version, happening: Happening) -> Rule | None:
    """Return what tells of something; from 2.9 on what happens in a ticket happens in no conversation."""
    subject = happening.subject
    if isinstance(subject, Conversation) and version >= V2_9 and world.shelf(Ticket).get(subject.id) is not None:
        return _OF_TICKET.get(happening.kind)
    return _TABLE.get(happening.kind)


def _gone(world: World, subject: object) -> bool:
    if isinstance(subject, Person):
        return world.people.get(subject.id) is not subject
    if isinstance(subject, Conversation):
        return world.conversations.get(subject.id) is not subject
    return isinstance(subject, Article) and world.shelf(Article).get(subject.id) is not subject


def _person_created(view: View, person: Person, _: object) -> Iterator[Notice]:
    yield f"contact.{person.role}.created", view.person(person)


def _person_updated(view: View, person: Person, before: tuple[str, str | None]) -> Iterator[Notice]:
    role, email = before
    body = view.person(person)
    if person.role != role:
        yield "contact.lead.signed_up", body
    else:
        yield f"contact.{role}.updated", body
    if person.email not in {None, email}:
        yield ("contact.lead.added_email" if role == "lead" and email is None else "contact.email.updated"), body


def _person_archived(view: View, person: Person, _: object) -> Iterator[Notice]:
    topic = "contact.archived" if person.archived else "contact.unarchive"
    yield topic, {"type": "contact", **_identity(view, person), "archived": person.archived}


def _person_deleted(view: View, person: Person, _: object) -> Iterator[Notice]:
    kind = "user" if view.call.version < V2_0 and person.role == "user" else "contact"
    yield "contact.deleted", {"type": kind, **_identity(view, person), "deleted": True}


def _identity(view: View, person: Person) -> Body:
    key = "external_id" if view.call.version >= V2_0 else "user_id"
    return {"id": person.id, key: person.external_id}


def _merged(view: View, person: Person, source_id: str) -> Iterator[Notice]:
    yield "contact.merged", {**view.person(person), "merged_from": {"type": "contact", "id": source_id}}


def _tagged(view: View, person_id: str, change: tuple[Tag, int, bool]) -> Iterator[Notice]:
    tag, at, put_on = change
    person, conversation = view.world.people.get(person_id), view.world.conversations.get(person_id)
    if person is not None:
        old_user = view.call.version < V2_5 and person.role == "user"
        kind, key = ("user_tag", "user") if old_user else ("contact_tag", "contact")
        item = {"type": kind, "created_at": at, "tag": tag_body(tag), key: view.person(person)}
        yield f"contact.{person.role}.tag.{'created' if put_on else 'deleted'}", item
    if conversation is not None and put_on:
        last = conversation.parts[-1] if conversation.parts else None
        yield "conversation_part.tag.created", view.conversation(conversation, last)


def _company_written(topic: str) -> Rule:
    def rule(view: View, company: Any, _: object) -> Iterator[Notice]:
        yield topic, view.company(company)

    return rule


def _company_deleted(_view: View, company: Any, _: object) -> Iterator[Notice]:
    yield "company.deleted", {"type": "company", "id": company.id, "deleted": True}


def _membership(topic: str) -> Rule:
    def rule(view: View, person: Person, company: Any) -> Iterator[Notice]:
        yield topic, {"company": view.company(company), "contact": view.person(person)}

    return rule


def _began(view: View, conversation: Conversation, _: object) -> Iterator[Notice]:
    by_customer = conversation.source.author.kind == "person"
    topic = "conversation.user.created" if by_customer else "conversation.admin.single.created"
    yield topic, view.conversation(conversation)


#: What parts of conversations tell, by their kind and by who did it; None for whoever it was.
_PARTS: Final[Mapping[tuple[str, str | None], str]] = {
    ("comment", "person"): "user.replied",
    ("open", "person"): "user.replied",
    ("quick_reply", "person"): "user.replied",
    ("comment", "admin"): "admin.replied",
    ("quick_reply", "admin"): "admin.replied",
    ("comment", "bot"): "operator.replied",
    ("note", None): "admin.noted",
    ("assignment", None): "admin.assigned",
    ("assign_and_reopen", None): "admin.open.assigned",
    ("assign_and_unsnooze", None): "admin.open.assigned",
    ("open", "admin"): "admin.opened",
    ("close", None): "admin.closed",
    ("snoozed", None): "admin.snoozed",
    ("unsnoozed", None): "admin.unsnoozed",
    ("timer_unsnooze", None): "admin.unsnoozed",
    ("conversation_rating_changed", None): "rating.added",
}


def _said(view: View, conversation: Conversation, part: Part) -> Iterator[Notice]:
    topic = _PARTS.get((part.kind, part.author.kind)) or _PARTS.get((part.kind, None))
    if topic is not None:
        yield f"conversation.{topic}", view.conversation(conversation, part)


def _about_conversation(topic: str) -> Rule:
    def rule(view: View, conversation: Conversation, part: Part | None) -> Iterator[Notice]:
        yield topic, view.conversation(conversation, part)

    return rule


def _participant(topic: str) -> Rule:
    def rule(view: View, conversation: Conversation, person_id: str) -> Iterator[Notice]:
        person = view.world.people.get(person_id)
        if person is not None:
            yield topic, {"conversation": view.bare_conversation(conversation), "contact": view.person(person)}

    return rule


def _ticket_created(view: View, ticket: Ticket, _: object) -> Iterator[Notice]:
    yield "ticket.created", view.ticket(ticket)


_TICKET_PARTS: Final[Mapping[tuple[str, str | None], str]] = {
    ("comment", "person"): "contact.replied",
    ("quick_reply", "person"): "contact.replied",
    ("comment", "admin"): "admin.replied",
    ("quick_reply", "admin"): "admin.replied",
    ("note", None): "note.created",
    ("ticket_state_updated_by_admin", None): "state.updated",
    ("ticket_attribute_updated_by_admin", None): "attribute.updated",
}


def _ticket_part(view: View, ticket: Ticket, part: TicketPart) -> Iterator[Notice]:
    topic = _TICKET_PARTS.get((part.kind, part.author.kind)) or _TICKET_PARTS.get((part.kind, None))
    if topic is None and part.assigned_to is not None and part.assigned_to.kind in {"admin", "team"}:
        topic = f"{part.assigned_to.kind}.assigned"
    if topic is not None:
        yield f"ticket.{topic}", _with_part(view, ticket, part)
    if part.kind == "close" and view.call.version >= V2_15:
        yield "ticket.closed", {"ticket": view.ticket(ticket)}
    if part.states is not None and part.states[1] == "resolved":
        # Until 2.14 it was told as closed, and in this shape, when it was resolved.
        yield ("ticket.resolved" if view.call.version >= V2_15 else "ticket.closed"), view.ticket(ticket)


def _with_part(view: View, ticket: Ticket, part: TicketPart) -> Body:
    return {"type": "ticket_ticket_part", "ticket": view.ticket(ticket), "ticket_part": view.ticket_part(part)}


def _said_in_ticket(view: View, conversation: Conversation, part: Part) -> Iterator[Notice]:
    """Yield that the conversation of a ticket was rated; what is said and done there is a part of the ticket too."""
    if part.kind != "conversation_rating_changed":
        return
    (ticket,) = (each for each in view.world.shelf(Ticket) if each.id == conversation.id)
    told = TicketPart(part.id, part.kind, part.author, part.created_at)
    yield "ticket.rating.provided", _with_part(view, ticket, told)


def _ticket_participant(topic: str) -> Rule:
    def rule(view: View, conversation: Conversation, person_id: str) -> Iterator[Notice]:
        person, ticket = view.world.people.get(person_id), view.world.shelf(Ticket).get(conversation.id)
        if person is not None and ticket is not None:
            yield topic, {"ticket": view.bare_ticket(ticket), "contact": view.person(person)}

    return rule


def _event(_view: View, person: Person, event: Event) -> Iterator[Notice]:
    whose = {"email": person.email, "intercom_user_id": person.id, "user_id": person.external_id or person.lead_id}
    item = {"type": "event", "id": event.id, "event_name": event.name, "created_at": event.created_at, **whose}
    yield "event.created", {**item, "metadata": event.metadata}


def _signed_up(view: View, person: Person, _: object) -> Iterator[Notice]:
    if person.role == "user":
        yield "visitor.signed_up", view.user(person)


def _subscribed(view: View, person: Person, change: tuple[Any, bool]) -> Iterator[Notice]:
    """Yield that somebody chose of one type of messages."""
    subscription, wanted = change
    verb = "subscribe" if wanted else "unsubscribe"
    types = {"type": "list", "data": [subscription_body(subscription)]}
    yield f"granular.{verb}", _subscription(view, person, f"granular_{verb}", types)


def _emails(view: View, person: Person, wanted: bool) -> Iterator[Notice]:
    """Yield that somebody wants e-mails, or none."""
    verb = "subscribe" if wanted else "unsubscribe"
    nested = view.call.version >= V2_7
    types: Body = {"type": "list", "data": []}
    shown = _subscription(view, person, f"contact_{verb}", types) if nested else view.person(person)
    yield f"contact.{verb}d", shown


def _subscription(view: View, person: Person, kind: str, types: Body) -> Body:
    shown = view.person(person)
    return {"type": kind, "contact": shown, "subscription_types": types, "created_at": view.call.second}


#: What is told of what happened; the kinds are those of `World.tell`.
_TABLE: Final[Rules] = {
    **OTHERS,
    "person.created": _person_created,
    "person.updated": _person_updated,
    "person.archived": _person_archived,
    "person.deleted": _person_deleted,
    "person.merged": _merged,
    "person.subscribed": _subscribed,
    "person.emails": _emails,
    "tag.changed": _tagged,
    "visitor.converted": _signed_up,
    "company.created": _company_written("company.created"),
    "company.updated": _company_written("company.updated"),
    "company.deleted": _company_deleted,
    "company.attached": _membership("company.contact.attached"),
    "company.detached": _membership("company.contact.detached"),
    "conversation.began": _began,
    "conversation.part": _said,
    "conversation.joined": _participant("conversation.contact.attached"),
    "conversation.left": _participant("conversation.contact.detached"),
    "conversation.redacted": _about_conversation("conversation_part.redacted"),
    "conversation.read": _about_conversation("conversation.read"),
    "conversation.priority": _about_conversation("conversation.priority.updated"),
    "conversation.company": _about_conversation("conversation.company.updated"),
    "ticket.created": _ticket_created,
    "ticket.part": _ticket_part,
    "event.tracked": _event,
}
#: The same of what happens in conversations that were made tickets.
_OF_TICKET: Final[Rules] = {
    "conversation.part": _said_in_ticket,
    "conversation.joined": _ticket_participant("ticket.contact.attached"),
    "conversation.left": _ticket_participant("ticket.contact.detached"),
}
