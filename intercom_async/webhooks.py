"""Notifications of webhooks, from bytes to models: which topic is about what."""

import functools
import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias, cast

import attrs

from .codec import Codec
from .decoders import INTERNAL, members
from .errors import DecodeError
from .models.common import Model
from .models.notifications import ItemStatus, Notification

#: Where a model is: its module and its name; it is loaded when a notification is about it.
Place: TypeAlias = str
Item: TypeAlias = Mapping[str, Any]

_MINIMAL: Final = "notifications:ItemStatus"
_TAGGED: Final = ("notified_users:UserTagging", "notified_users:LeadTagging", "notified_people:ContactTagging")
_PERSON: Final = ("users:User", "visitors:Visitor", "leads:Lead", "contacts:Contact")
_GONE_PERSON: Final = (_MINIMAL, *_PERSON)
_SUBSCRIBED: Final = ("notified_people:ContactSubscription", *_PERSON)
_CONVERSATION: Final = ("conversation_parts:ConversationPart", "conversations:Conversation")
_IN_CONVERSATION: Final = ("notified_people:ConversationContact", "conversations:Conversation")
_IN_COMPANY: Final = ("notified_people:CompanyContact", "companies:Company")
_TICKET: Final = ("notified_tickets:TicketEvent", "tickets:Ticket")


def _each(prefix: str, names: str, *places: Place) -> dict[str, tuple[Place, ...]]:
    return {f"{prefix}.{name}": places for name in names.split()}


#: What the item of each topic may be: the first that takes it, else the last.
TOPICS: Final[Mapping[str, tuple[Place, ...]]] = {
    "ping": ("notifications:Ping",),
    "event.created": ("data_events:DataEvent",),
    "job.completed": ("jobs:JobStatus",),
    "api.request.completed": ("notifications:ApiRequest",),
    "data_connector.execution.completed": ("notifications:ConnectorExecution",),
    "procedure.hitl_notification.created": ("notified_procedures:HumanInputRequest",),
    "visitor.signed_up": _PERSON,
    "admin.activity_log_event.created": ("notified_activities:LoggedActivity",),
    **_each(
        "admin", "added_to_workspace away_mode_updated removed_from_workspace logged_in logged_out", "admins:Admin"
    ),
    **_each("article", "created updated published unpublished", "articles:Article"),
    **_each("article", "deleted", _MINIMAL, "articles:Article"),
    **_each("audience", "created updated", "audiences:Audience"),
    **_each("audience", "deleted", _MINIMAL, "audiences:Audience"),
    **_each("audience", "member_added member_removed", "notifications:AudienceMembership"),
    **_each("call", "started ended transcription_available recording_available", "calls:Call"),
    **_each("content_import_source", "created updated", "content_import_sources:ContentImportSource"),
    **_each("content_import_source", "deleted", _MINIMAL, "content_import_sources:ContentImportSource"),
    **_each("content_snippet", "created updated", "content_snippets:ContentSnippet"),
    **_each("content_snippet", "deleted", _MINIMAL, "content_snippets:ContentSnippet"),
    **_each("company", "created updated", "companies:Company"),
    **_each("company", "deleted", _MINIMAL, "companies:Company"),
    **_each("company", "contact.attached contact.detached", *_IN_COMPANY),
    **_each("contact", "email.updated lead.added_email lead.created lead.signed_up lead.updated", *_PERSON),
    **_each("contact", "user.created user.updated", *_PERSON),
    **_each("contact", "archived deleted unarchive", *_GONE_PERSON),
    **_each("contact", "merged", "notified_people:MergedContact"),
    **_each("contact", "subscribed unsubscribed", *_SUBSCRIBED),
    **_each("contact", "lead.tag.created lead.tag.deleted user.tag.created user.tag.deleted", *_TAGGED),
    # The names until 2.4, some of them leads of 1.x.
    **_each("contact", "created added_email signed_up", *_PERSON),
    **_each("contact", "tag.created tag.deleted", *_TAGGED),
    **_each("user", "created email.updated unsubscribed", *_PERSON),
    **_each("user", "deleted", *_GONE_PERSON),
    **_each("user", "tag.created tag.deleted", *_TAGGED),
    **_each("granular", "subscribe unsubscribe", *_SUBSCRIBED),
    **_each("conversation.admin", "assigned closed noted open.assigned opened replied", *_CONVERSATION),
    **_each("conversation.admin", "single.created snoozed unsnoozed replied.translated", *_CONVERSATION),
    **_each("conversation", "operator.replied priority.updated rating.added read", *_CONVERSATION),
    **_each("conversation", "user.created user.replied company.updated", *_CONVERSATION),
    **_each("conversation", "contact.attached contact.detached", *_IN_CONVERSATION),
    **_each("conversation", "deleted", _MINIMAL, *_CONVERSATION),
    **_each("conversation_part", "redacted tag.created", *_CONVERSATION),
    **_each(
        "content_stat",
        "banner carousel chat checklist custom_bot email news_item post push series series.webhook sms survey"
        " tooltip_group tour",
        "notified_people:ContentStatEvent",
    ),
    **_each("ticket", "created state.updated note.created admin.assigned team.assigned", *_TICKET),
    **_each("ticket", "contact.attached contact.detached attribute.updated admin.replied", *_TICKET),
    **_each("ticket", "admin.replied.translated contact.replied closed rating.provided resolved", *_TICKET),
}


def _has(*keys: str) -> Callable[[Item], bool]:
    return lambda item: all(isinstance(item.get(key), dict) for key in keys)


def _of_type(name: str) -> Callable[[Item], bool]:
    return lambda item: item.get("type") == name


def _is_lead(person: Item) -> bool:
    """Say whether *person* is a lead of 1.x: contacts of 2.0 and later have a role, and an ``external_id``."""
    return "role" not in person and "external_id" not in person and not {"user_id", "anonymous"}.isdisjoint(person)


_MINIMAL_KEYS: Final = frozenset(field.name for field in attrs.fields(ItemStatus)) - INTERNAL
#: Which items a model takes that is not the only one of a topic.
_TAKES: Final[Mapping[Place, Callable[[Item], bool]]] = {
    _MINIMAL: lambda item: item.keys() <= _MINIMAL_KEYS,
    "users:User": _of_type("user"),
    "visitors:Visitor": _of_type("visitor"),
    "leads:Lead": _is_lead,
    "notified_users:UserTagging": _has("user"),
    "notified_users:LeadTagging": lambda item: _has("contact")(item) and _is_lead(item["contact"]),
    "notified_people:ContactSubscription": _has("contact"),
    "notified_people:ConversationContact": _has("conversation", "contact"),
    "notified_people:CompanyContact": _has("company", "contact"),
    "notified_tickets:TicketEvent": _has("ticket"),
    "conversation_parts:ConversationPart": _of_type("conversation_part"),
}


def decode_notification(body: bytes | str | Mapping[str, object]) -> Notification:
    """Return the notification in the *body* of a webhook's request, or in what its JSON says; nothing of it is lost.

    Check the signature first: this does not. A body that is none is a `DecodeError`.
    """
    content: object = dict(body) if isinstance(body, Mapping) else _loads(body)
    if isinstance(content, dict):
        content = _prepared(cast("dict[str, Any]", content))
    notification = _codec().decode(Notification, content)
    for found in _models(notification):
        _read_instants(found)
    return notification


def _prepared(content: dict[str, Any]) -> dict[str, Any]:
    """Return *content* with its item as the model that its topic is about."""
    topic: object = content.get("topic")
    data: object = content.get("data")
    places = TOPICS.get(topic, ()) if isinstance(topic, str) else ()
    inner = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    item: object = inner.get("item")
    if not places or not isinstance(item, dict):
        return content
    model = _load(_place(places, cast("Item", item)))
    return {**content, "data": {**inner, "item": _codec().decode(model, cast("object", item))}}


def _loads(body: bytes | str) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as exc:
        msg = "expected the JSON of a notification, got something else"
        raise DecodeError(msg) from exc


def _place(places: tuple[Place, ...], item: Item) -> Place:
    return next((place for place in places[:-1] if _TAKES[place](item)), places[-1])


@functools.cache
def _load(place: Place) -> type[Model]:
    module, _, name = place.partition(":")
    return cast("type[Model]", getattr(importlib.import_module(f".models.{module}", __package__), name))


@functools.cache
def _codec() -> Codec:
    return Codec()


def _models(value: object) -> Iterator[Model]:
    """Yield every model in *value*."""
    if isinstance(value, Model):
        yield value
        for name in _fields(cast("Any", type(value))).values():
            yield from _models(getattr(value, name))
    elif isinstance(value, tuple):
        for each in cast("tuple[object, ...]", value):
            yield from _models(each)


@functools.cache
def _fields(model: Any, kind: type | None = None) -> Mapping[str, str]:
    """Return the name of each field of a model by its key in JSON, or of those that hold a *kind*."""
    declared = attrs.fields(attrs.resolve_types(model))
    wanted = (a for a in declared if a.name not in INTERNAL and (kind is None or kind in members(a.type)))
    return {a.metadata.get("key", a.name): a.name for a in wanted}


def _read_instants(model: Model) -> None:
    """Set the instants of *model* that were sent as text, which stays where it is encoded from."""
    if not model.unfit:
        return
    for key, name in _fields(cast("Any", type(model)), datetime).items():
        try:
            instant = datetime.fromisoformat(cast("str", model.unfit.get(key)))
        except (TypeError, ValueError):
            continue
        # Nobody has seen the object yet.
        object.__setattr__(model, name, instant if instant.tzinfo else instant.replace(tzinfo=UTC))
