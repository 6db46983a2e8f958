"""Notifications: every topic becomes its model, and goes back as it came."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from intercom_async.codec import from_dict, to_dict
from intercom_async.errors import DecodeError
from intercom_async.models.admins import Admin
from intercom_async.models.articles import Article
from intercom_async.models.audiences import Audience
from intercom_async.models.calls import Call
from intercom_async.models.companies import Company
from intercom_async.models.contacts import Contact
from intercom_async.models.content_import_sources import ContentImportSource
from intercom_async.models.content_snippets import ContentSnippet
from intercom_async.models.conversation_parts import ConversationPart
from intercom_async.models.conversations import Conversation
from intercom_async.models.data_events import DataEvent
from intercom_async.models.jobs import JobStatus
from intercom_async.models.leads import Lead
from intercom_async.models.notifications import (
    ApiRequest,
    AudienceMembership,
    ConnectorExecution,
    ItemStatus,
    Notification,
    Ping,
)
from intercom_async.models.notified_activities import LoggedActivity
from intercom_async.models.notified_people import (
    CompanyContact,
    ContactSubscription,
    ContactTagging,
    ContentStatEvent,
    ConversationContact,
    MergedContact,
)
from intercom_async.models.notified_procedures import HumanInputRequest
from intercom_async.models.notified_tickets import TicketEvent
from intercom_async.models.notified_users import LeadTagging, UserTagging
from intercom_async.models.tickets import Ticket
from intercom_async.models.users import User
from intercom_async.models.visitors import Visitor
from intercom_async.webhooks import TOPICS, decode_notification

ISO = "2026-01-10T04:11:14.436+00:00"
INSTANT = datetime(2026, 1, 10, 4, 11, 14, 436_000, UTC)
CONTACT: dict[str, Any] = {
    "type": "contact", "id": "c1", "workspace_id": "w1", "external_id": "70", "role": "user", "owner_id": 5,
    "created_at": ISO, "updated_at": ISO, "signed_up_at": None, "tags": {"type": "list", "data": [], "has_more": False},
}  # fmt: skip
LEAD: dict[str, Any] = {
    "type": "contact",
    "id": "l1",
    "user_id": "u-1",
    "anonymous": True,
    "pseudonym": "Azure Bus",
    "created_at": ISO,
}
USER: dict[str, Any] = {**LEAD, "type": "user", "id": "u1", "anonymous": False, "last_request_at": ISO}
COMPANY: dict[str, Any] = {
    "type": "company",
    "id": "co1",
    "company_id": "6",
    "plan_id": None,
    "tag_ids": [],
    "created_at": ISO,
}
TAG: dict[str, Any] = {"type": "tag", "id": "7", "name": "vip"}
PART: dict[str, Any] = {
    "type": "conversation_part",
    "id": "9",
    "part_type": "comment",
    "body": "<p>Hi</p>",
    "created_at": 1768031790,
}
CONVERSATION: dict[str, Any] = {
    "type": "conversation", "id": "215", "created_at": 1768031789, "waiting_since": None,
    "statistics": {"type": "conversation_statistics", "first_contact_reply_at": "2026-01-10T07:56:29.000Z"},
    "conversation_parts": {"type": "conversation_part.list", "conversation_parts": [PART], "total_count": 1},
}  # fmt: skip
TICKET: dict[str, Any] = {
    "type": "ticket",
    "id": "33",
    "ticket_id": "66",
    "admin_assignee_id": "0",
    "created_at": 1768113868,
}
TICKET_PART: dict[str, Any] = {
    "type": "ticket_part",
    "id": "37",
    "part_type": "note",
    "body": "<p>x</p>",
    "created_at": 1768113868,
}
ODD_TICKET: dict[str, Any] = {
    "type": "ticket",
    "id": 33,
    "url": "https://x.test",
    "ticket_type": "Tickets",
    "state": "submitted",
}
SUBSCRIBED: dict[str, Any] = {
    "type": "granular_subscribe", "contact": CONTACT, "created_at": 1768023535,
    "subscription_types": {"type": "list", "data": [{"type": "subscription", "id": "1", "content_types": ["email"]}]},
}  # fmt: skip
STAT: dict[str, Any] = {
    "type": "content_stat.series", "created_at": "2022-10-11T15:01:07.000Z", "contact": CONTACT, "company": COMPANY,
    "content_stat": {
        "id": 1, "content_type": "series", "stat_type": "receipt", "series_title": None, "node_id": 3,
        "tags": {"type": "list", "has_more": False, "data": [], "total_count": 0},
        "answers": [{"answered_at": "2022-10-11T15:01:07.000Z", "question_id": "4", "response": ["a", 5]}],
    },
}  # fmt: skip
REQUEST: dict[str, Any] = {
    "type": "api.request.completed", "request_id": "0003", "timestamp": 1779078713, "response": {"status": 200},
    "request": {"method": "GET", "path": "/admins", "ip_address": "192.0.2.1", "user_agent": "curl/8"},
    "authentication": {"method": "oauth", "token_id": "t", "oauth_client_id": "o", "app_package_code": "z"},
    "admin": {"id": "1", "email": "a@x.test"},
}  # fmt: skip
QUESTION: dict[str, Any] = {
    "type": "procedure.hitl_notification", "app_id": "w1", "conversation_id": "215", "step_id": "s",
    "attributes_to_collect": [{"type": "data_attribute", "identifier": "i", "options": [{"id": "o", "label": "O"}]}],
    "expires_at": 1700086400, "assign_to": {"type": "team", "id": "8", "name": "Support"}, "recent_messages": [PART],
}  # fmt: skip
ACTIVITY: dict[str, Any] = {
    "type": "admin_activity_log_event", "id": "f", "performed_by": {"type": "admin", "id": "1", "ip": "192.0.2.1"},
    "metadata": {"enabled": False}, "created_at": 1768016203, "activity_type": "app_name_change",
}  # fmt: skip
EXECUTION: dict[str, Any] = {
    "type": "data_connector.execution",
    "id": "9",
    "http_status": 400,
    "completed_at": ISO,
    "success": False,
}
ADMIN: dict[str, Any] = {"type": "admin", "id": 1, "team_ids": [9], "avatar": {"type": "avatar", "image_url": None}}
ARTICLE: dict[str, Any] = {
    "type": "article",
    "id": "15",
    "parent_ids": [1],
    "author_id": 10,
    "created_at": "2026-05-16T14:57:26.000Z",
}


def envelope(topic: object, item: object, **more: object) -> dict[str, Any]:
    """Return a notification as it is sent."""
    return {
        "type": "notification_event", "app_id": "w1", "data": {"type": "notification_event_data", "item": item},
        "links": {}, "id": "notif_1", "topic": topic, "delivery_status": "pending", "delivery_attempts": 1,
        "delivered_at": 0, "first_sent_at": 1768018294, "created_at": 1768018294, "self": None, **more,
    }  # fmt: skip


def gone(kind: str, **more: object) -> dict[str, object]:
    """Return what is told of an object that was deleted."""
    return {"type": kind, "id": "1", "deleted": True, **more}


CASES: list[tuple[str, Mapping[str, object], type]] = [
    ("ping", {"type": "ping", "message": "something"}, Ping),
    ("admin.away_mode_updated", ADMIN, Admin),
    ("admin.activity_log_event.created", ACTIVITY, LoggedActivity),
    ("article.published", ARTICLE, Article),
    ("article.deleted", ARTICLE, Article),
    ("article.deleted", gone("article"), ItemStatus),
    ("audience.created", {"type": "audience", "id": "1", "name": "VIP", "created_at": 1717200000}, Audience),
    ("audience.deleted", gone("audience"), ItemStatus),
    (
        "audience.member_added",
        {"type": "audience_membership", "audience_id": "1", "content": {"type": "article_content", "id": "4"}},
        AudienceMembership,
    ),
    ("call.ended", {"type": "call", "id": "1", "conversation_id": "215"}, Call),
    ("content_import_source.created", {"type": "content_import_source", "id": 33}, ContentImportSource),
    ("content_import_source.deleted", gone("content_import_source", id=33), ItemStatus),
    ("content_snippet.updated", {"type": "content_snippet", "id": "3"}, ContentSnippet),
    ("company.created", COMPANY, Company),
    ("company.deleted", gone("company"), ItemStatus),
    ("company.contact.attached", {"company": COMPANY, "contact": CONTACT}, CompanyContact),
    ("company.contact.detached", COMPANY, Company),
    ("contact.user.created", CONTACT, Contact),
    ("contact.lead.updated", CONTACT, Contact),
    ("contact.archived", {"id": "c1", "external_id": None, "type": "contact", "archived": True}, ItemStatus),
    ("contact.archived", CONTACT, Contact),
    ("contact.deleted", gone("contact"), ItemStatus),
    ("contact.merged", {**CONTACT, "merged_from": {"type": "contact", "id": "c2"}}, MergedContact),
    ("contact.subscribed", {**SUBSCRIBED, "type": "contact_subscribe"}, ContactSubscription),
    ("contact.unsubscribed", CONTACT, Contact),
    ("contact.user.tag.created", {"type": "contact_tag", "tag": TAG, "contact": CONTACT}, ContactTagging),
    ("contact.created", LEAD, Lead),
    ("contact.created", CONTACT, Contact),
    ("contact.signed_up", USER, User),
    ("contact.tag.created", {"type": "contact_tag", "created_at": 1, "tag": TAG, "contact": LEAD}, LeadTagging),
    ("contact.tag.deleted", {"type": "contact_tag", "tag": TAG, "contact": CONTACT}, ContactTagging),
    ("user.tag.created", {"type": "user_tag", "user": USER, "tag": TAG, "admin": {"type": "admin"}}, UserTagging),
    ("user.created", USER, User),
    ("user.unsubscribed", LEAD, Lead),
    ("user.deleted", gone("user", user_id="25"), ItemStatus),
    ("visitor.signed_up", USER, User),
    ("visitor.signed_up", {**LEAD, "type": "visitor"}, Visitor),
    ("granular.unsubscribe", SUBSCRIBED, ContactSubscription),
    ("conversation.user.replied", CONVERSATION, Conversation),
    ("conversation.deleted", {"type": "conversation", "conversation_id": "215"}, ItemStatus),
    (
        "conversation.contact.attached",
        {"conversation": {"parts": [], "model": {"id": 215}}, "contact": CONTACT},
        ConversationContact,
    ),
    ("conversation.contact.detached", CONVERSATION, Conversation),
    ("conversation_part.redacted", CONVERSATION, Conversation),
    ("conversation_part.tag.created", PART, ConversationPart),
    ("content_stat.series", STAT, ContentStatEvent),
    ("event.created", {"type": "event", "id": "e", "event_name": "invited", "ext_metadata": {}}, DataEvent),
    ("job.completed", {"type": "job", "id": "j", "status": "success", "resource_id": "20"}, JobStatus),
    ("api.request.completed", REQUEST, ApiRequest),
    ("ticket.created", TICKET, Ticket),
    ("ticket.resolved", TICKET, Ticket),
    ("ticket.closed", {"ticket": TICKET}, TicketEvent),
    ("ticket.note.created", {"type": "t", "ticket": TICKET, "ticket_part": TICKET_PART}, TicketEvent),
    ("ticket.contact.attached", {"ticket": ODD_TICKET, "contact": CONTACT}, TicketEvent),
    ("data_connector.execution.completed", EXECUTION, ConnectorExecution),
    ("procedure.hitl_notification.created", QUESTION, HumanInputRequest),
]


def with_text_ids(value: Any, key: str = "") -> Any:
    """Return JSON with the numbers under ids as text, as models have them."""
    if isinstance(value, dict):
        return {name: with_text_ids(each, name) for name, each in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [with_text_ids(each, key.removesuffix("s")) for each in cast("list[Any]", value)]
    return str(value) if type(value) is int and (key == "id" or key.endswith("_id")) else value


@pytest.mark.parametrize(("topic", "item", "kind"), CASES, ids=[f"{each[0]}-{each[2].__name__}" for each in CASES])
def test_a_topic_becomes_its_model_and_goes_back(topic: str, item: Mapping[str, object], kind: type) -> None:
    body = envelope(topic, item)
    notification = decode_notification(json.dumps(body).encode())
    assert type(notification.item) is kind
    assert not notification.extra
    assert not notification.unfit
    result: Any = to_dict(notification)
    assert json.dumps(with_text_ids(result)) == json.dumps(with_text_ids(body))
    assert decode_notification(body) == notification


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_topic_takes_an_item_of_any_shape(topic: str) -> None:
    """Each has a model that exists; what the item lacks or has too much of makes no error."""
    odd: list[dict[str, Any]] = [
        {},
        {"type": "new", "id": "1", "what": {"is": ["new"]}, "deleted": "yes"},
        {"contact": 5, "ticket": []},
    ]
    for item in odd:
        assert to_dict(decode_notification(envelope(topic, item))) == envelope(topic, item)


@pytest.mark.parametrize("item", [CONTACT, None, "text", 5, ["a"], {}], ids=repr)
@pytest.mark.parametrize("topic", ["some.future.topic", None, 5, ["ping"]])
def test_the_item_of_an_unknown_topic_stays_as_it_is(topic: object, item: object) -> None:
    notification = decode_notification(json.dumps(envelope(topic, item)))
    assert notification.item == item
    assert to_dict(notification) == envelope(topic, item)


def test_the_envelope() -> None:
    notification = decode_notification(envelope("ping", {"type": "ping"}, id=None, created_at=1768018294))
    assert (notification.id, notification.app_id, notification.topic) == (None, "w1", "ping")
    assert notification.created_at == datetime(2026, 1, 10, 4, 11, 34, tzinfo=UTC)
    assert notification.delivered_at == datetime(1970, 1, 1, tzinfo=UTC)
    assert (notification.delivery_attempts, notification.delivery_status) == (1, "pending")
    assert (notification.links, notification.self_) == ({}, None)


@pytest.mark.parametrize("data", [None, {}, {"item": None}, 5, {"item": "text"}], ids=repr)
def test_a_notification_without_an_item(data: Any) -> None:
    body = {"type": "notification_event", "topic": "ping", "data": data}
    notification = decode_notification(body)
    assert notification.item == ("text" if data == {"item": "text"} else None)
    assert to_dict(notification) == body


def test_instants_that_are_text_are_instants() -> None:
    """Wherever they stand; the text itself is kept, and what is none leaves the field empty."""
    stat: Any = decode_notification(envelope("content_stat.series", STAT)).item
    assert stat.created_at == datetime(2022, 10, 11, 15, 1, 7, tzinfo=UTC)
    assert stat.content_stat.answers[0].answered_at == stat.created_at
    assert (stat.contact.created_at, stat.contact.unfit["created_at"]) == (INSTANT, ISO)
    assert (stat.contact.signed_up_at, stat.company.created_at) == (None, INSTANT)
    conversation: Any = decode_notification(envelope("conversation.read", CONVERSATION)).item
    assert conversation.statistics.first_contact_reply_at == datetime(2026, 1, 10, 7, 56, 29, tzinfo=UTC)
    bodies = {"created_at": "2026-01-10T04:11:14", "updated_at": "soon", "last_seen_at": [1], "last_replied_at": 5}
    contact: Any = decode_notification(envelope("contact.user.updated", {**CONTACT, **bodies})).item
    assert contact.created_at == datetime(2026, 1, 10, 4, 11, 14, tzinfo=UTC)
    assert (contact.updated_at, contact.last_seen_at) == (None, None)
    assert contact.last_replied_at == datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)


def test_what_is_told_in_another_shape_is_kept() -> None:
    """A ticket beside a contact has its type as text, and its id as a number."""
    event: Any = decode_notification(
        envelope("ticket.contact.attached", {"ticket": ODD_TICKET, "contact": CONTACT})
    ).item
    assert (event.ticket.id, event.ticket.ticket_type, event.ticket.unfit) == ("33", None, {"ticket_type": "Tickets"})
    assert event.ticket.extra == {"url": "https://x.test", "state": "submitted"}


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000, "{", b"[]", b"5", b"null"], ids=range(8))
def test_what_is_no_notification_is_a_decode_error(body: bytes | str) -> None:
    with pytest.raises(DecodeError):
        decode_notification(body)


def test_from_dict_leaves_the_item_as_it_is() -> None:
    """It decodes any model by its declaration alone."""
    assert from_dict(Notification, envelope("contact.user.created", CONTACT)).item == CONTACT


def test_importing_loads_no_model_of_an_item() -> None:
    code = "import sys, intercom_async.webhooks as w; print(sorted(m for m in sys.modules if '_async.models.' in m))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['intercom_async.models.common', 'intercom_async.models.notifications']"
