"""From what happened to the topics of webhooks, and the object that each is about, as a version shows it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import attrs

from ..versions import V2_0, V2_5, V2_7, V2_9, V2_15
from .bodies.admins import admin_body
from .bodies.attached import subscription_body, tag_body
from .bodies.companies import company_body
from .bodies.contacts import contact_body
from .bodies.conversations import conversation_body
from .bodies.parts import part_body
from .bodies.tickets import job_status, said_body, ticket_body
from .bodies.users import user_body
from .call import Call, Reply, as_object
from .conversations import Conversation, Part
from .events import Event
from .happenings import Happening
from .people import Person
from .resources import articles, audiences, content_import_sources, content_snippets
from .rich_text import to_plain
from .routes import Handler
from .tags import Tag
from .tickets import Ticket, TicketPart
from .topics import name_at
from .world import World

Body: TypeAlias = dict[str, Any]
#: A topic and what it is about.
Notice: TypeAlias = tuple[str, Body]


@attrs.frozen
class _View:
    """The workspace as a version shows it at one time."""

    world: World
    #: A call of that version, at that time.
    call: Call

    def dated(self, body: Body) -> Body:
        """Return a body with its instants as text, as those of people, companies and articles are until 2.14."""
        if self.call.version >= V2_15:
            return body
        return {key: _iso(value) if key.endswith("_at") else value for key, value in body.items()}

    def person(self, person: Person) -> Body:
        """Return somebody."""
        if self.call.version < V2_0:
            return self.dated(user_body(self.world, person, self.call.version))
        return self.dated(contact_body(self.world, self.call, person))

    def words(self, text: str) -> str:
        """Return what was said: HTML until 2.14, then plain text."""
        return text if self.call.version < V2_15 else to_plain(text)

    def conversation(self, conversation: Conversation, part: Part | None = None) -> Body:
        """Return a conversation with the part that it is about alone."""
        version = self.call.version
        query = {} if version < V2_15 else {"display_as": "plaintext"}
        body: Body = conversation_body(self.world, attrs.evolve(self.call, query=query), conversation, measured=True)
        if body.get("statistics"):
            body["statistics"] = self.dated(body["statistics"])
        shown = [] if part is None else [part_body(self.world, part, version, self.words)]
        listed = {"type": "conversation_part.list", "conversation_parts": shown, "total_count": len(shown)}
        return {**body, "conversation_parts": listed}

    def ticket(self, ticket: Ticket) -> Body:
        """Return a ticket."""
        return ticket_body(self.world, self.call, ticket)


def _iso(value: object) -> object:
    if not isinstance(value, int):
        return value
    return datetime.fromtimestamp(value, UTC).isoformat(timespec="milliseconds")


def notices(world: World, call: Call, happened: list[Happening]) -> Iterator[Notice]:
    """Yield the topics of what happened, as the version of *call* has them; what is gone by now is not told."""
    view = _View(world, call)
    created = {id(each.subject) for each in happened if each.kind in {"person.created", "company.created"}}
    for each in happened:
        if each.kind in {"person.updated", "company.updated"} and id(each.subject) in created:
            continue
        if not each.kind.endswith(".deleted") and _gone(world, each.subject):
            continue
        if each.kind.startswith("conversation.") and call.version >= V2_9 and _is_ticket(world, each.subject):
            continue
        for topic, item in _TABLE[each.kind](view, each.subject, each.other):
            name = name_at(call.version, topic)
            if name is not None:
                yield name, item


def _gone(world: World, subject: object) -> bool:
    if isinstance(subject, Person):
        return world.people.get(subject.id) is not subject
    if isinstance(subject, Conversation):
        return world.conversations.get(subject.id) is not subject
    return False


def _is_ticket(world: World, subject: object) -> bool:
    """Say whether a conversation was converted, which tells of a ticket alone from 2.9 on."""
    return isinstance(subject, Conversation) and world.shelf(Ticket).get(subject.id) is not None


def _person_created(view: _View, person: Person, _: object) -> Iterator[Notice]:
    yield f"contact.{person.role}.created", view.person(person)


def _person_updated(view: _View, person: Person, before: tuple[str, str | None]) -> Iterator[Notice]:
    role, email = before
    body = view.person(person)
    if person.role != role:
        yield "contact.lead.signed_up", body
    else:
        yield f"contact.{role}.updated", body
    if person.email not in {None, email}:
        yield ("contact.lead.added_email" if role == "lead" and email is None else "contact.email.updated"), body


def _person_archived(view: _View, person: Person, _: object) -> Iterator[Notice]:
    topic = "contact.archived" if person.archived else "contact.unarchive"
    yield topic, {"type": "contact", **_identity(view, person), "archived": person.archived}


def _person_deleted(view: _View, person: Person, _: object) -> Iterator[Notice]:
    kind = "user" if view.call.version < V2_0 and person.role == "user" else "contact"
    yield "contact.deleted", {"type": kind, **_identity(view, person), "deleted": True}


def _identity(view: _View, person: Person) -> Body:
    key = "external_id" if view.call.version >= V2_0 else "user_id"
    return {"id": person.id, key: person.external_id}


def _merged(view: _View, person: Person, source_id: str) -> Iterator[Notice]:
    yield "contact.merged", {**view.person(person), "merged_from": {"type": "contact", "id": source_id}}


def _tagged(view: _View, person_id: str, change: tuple[Tag, int, bool]) -> Iterator[Notice]:
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


def _company_written(topic: str) -> "Rule":
    def rule(view: _View, company: Any, _: object) -> Iterator[Notice]:
        yield topic, view.dated(company_body(view.world, view.call, company))

    return rule


def _company_deleted(_view: _View, company: Any, _: object) -> Iterator[Notice]:
    yield "company.deleted", {"type": "company", "id": company.id, "company_id": company.company_id, "deleted": True}


def _membership(topic: str) -> "Rule":
    def rule(view: _View, person: Person, company: Any) -> Iterator[Notice]:
        shown = view.dated(company_body(view.world, view.call, company))
        yield topic, {"type": "company_contact", "company": shown, "contact": view.person(person)}

    return rule


def _began(view: _View, conversation: Conversation, _: object) -> Iterator[Notice]:
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


def _said(view: _View, conversation: Conversation, part: Part) -> Iterator[Notice]:
    topic = _PARTS.get((part.kind, part.author.kind)) or _PARTS.get((part.kind, None))
    if topic is not None:
        yield f"conversation.{topic}", view.conversation(conversation, part)


def _about_conversation(topic: str) -> "Rule":
    def rule(view: _View, conversation: Conversation, part: Part | None) -> Iterator[Notice]:
        yield topic, view.conversation(conversation, part)

    return rule


def _participant(topic: str) -> "Rule":
    def rule(view: _View, conversation: Conversation, person_id: str) -> Iterator[Notice]:
        person = view.world.people.get(person_id)
        if person is not None:
            shown = view.conversation(conversation, conversation.parts[-1])
            yield topic, {"type": "conversation_contact", "conversation": shown, "contact": view.person(person)}

    return rule


def _ticket_created(view: _View, ticket: Ticket, _: object) -> Iterator[Notice]:
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


def _ticket_part(view: _View, ticket: Ticket, part: TicketPart) -> Iterator[Notice]:
    topic = _TICKET_PARTS.get((part.kind, part.author.kind)) or _TICKET_PARTS.get((part.kind, None))
    if part.assigned_to is not None and part.assigned_to.kind in {"admin", "team"}:
        topic = f"{part.assigned_to.kind}.assigned"
    body = view.ticket(ticket)
    if topic is not None:
        said = said_body(view.world, part, view.call.version)
        yield f"ticket.{topic}", {"type": "ticket_ticket_part", "ticket": body, "ticket_part": said}
    if part.kind == "close":
        yield "ticket.closed", {"ticket": body}
    if part.states is not None and part.states[1] == "resolved":
        yield "ticket.resolved", body


def _event(_view: _View, person: Person, event: Event) -> Iterator[Notice]:
    whose = {"email": person.email, "intercom_user_id": person.id, "user_id": person.external_id or person.lead_id}
    item = {"type": "event", "id": event.id, "event_name": event.name, "created_at": event.created_at, **whose}
    yield "event.created", {**item, "metadata": event.metadata}


def _job(view: _View, job: Any, _: object) -> Iterator[Notice]:
    yield "job.completed", job_status(view.call, job)


def _signed_up(view: _View, person: Person, _: object) -> Iterator[Notice]:
    yield "visitor.signed_up", view.person(person)


def _subscribed(view: _View, person: Person, change: tuple[Any, bool]) -> Iterator[Notice]:
    subscription, wanted = change
    topic = "contact.subscribed" if wanted else "contact.unsubscribed"
    if view.call.version < V2_7:
        yield topic, view.person(person)
        return
    kind = "contact_subscribe" if wanted else "contact_unsubscribe"
    types = {"type": "list", "data": [subscription_body(subscription)]}
    shown = view.person(person)
    yield topic, {"type": kind, "contact": shown, "subscription_types": types, "created_at": view.call.second}


def _article(topic: str) -> "Rule":
    def rule(view: _View, article: Any, _: object) -> Iterator[Notice]:
        yield topic, _read(view, articles.retrieve, "article_id", article.id)

    return rule


#: What calls about content do: how one is read, and what its id is called in paths.
_CONTENT: Final[Mapping[str, tuple[str, Handler, str]]] = {
    "articles": ("article", articles.retrieve, "article_id"),
    "audiences": ("audience", audiences.retrieve, "audience_id"),
    "content_import_sources": ("content_import_source", content_import_sources.retrieve, "source_id"),
    "content_snippets": ("content_snippet", content_snippets.retrieve, "snippet_id"),
}
_DONE: Final = {"create": "created", "update": "updated", "publish_draft": "updated", "delete": "deleted"}


def _called(view: _View, call: Call, reply: Reply) -> Iterator[Notice]:
    """Yield what follows from the call alone."""
    service, _, verb = str(call.operation).partition(".")
    if service in _CONTENT and verb in _DONE:
        kind, handler, parameter = _CONTENT[service]
        object_id = call.params.get(parameter) or str(as_object(reply.body, "The answer")["id"])
        if verb == "delete":
            yield f"{kind}.deleted", {"type": kind, "id": object_id, "deleted": True}
        else:
            yield f"{kind}.{_DONE[verb]}", _read(view, handler, parameter, object_id)
    elif call.operation == "admins.set_away":
        admin = next(each for each in view.world.admins if each.id == call.params["admin_id"])
        yield "admin.away_mode_updated", admin_body(view.world, admin, view.call.version)
    elif call.operation == "conversations.delete":
        yield "conversation.deleted", {"type": "conversation", "conversation_id": call.params["conversation_id"]}


def _read(view: _View, handler: Handler, parameter: str, object_id: str) -> Body:
    """Return what reading an object answers."""
    reply = handler(view.world, attrs.evolve(view.call, params={parameter: object_id}))
    return view.dated(dict(as_object(reply.body, "The answer")))


Rule: TypeAlias = Callable[[_View, Any, Any], Iterator[Notice]]

#: What is told of what happened; the kinds are those of `World.tell`.
_TABLE: Final[Mapping[str, Rule]] = {
    "call.done": _called,
    "person.created": _person_created,
    "person.updated": _person_updated,
    "person.archived": _person_archived,
    "person.deleted": _person_deleted,
    "person.merged": _merged,
    "person.subscribed": _subscribed,
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
    "job.completed": _job,
    "article.published": _article("article.published"),
    "article.unpublished": _article("article.unpublished"),
}
