"""Notifications: what Intercom tells a webhook, and the objects that are known from there alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model, Reference


@attrs.frozen(kw_only=True, repr=False, eq=False)
class NotificationData(Model):
    """What holds the object that a notification is about."""

    type: str | None = None
    #: A model of what the topic is about; for an unknown topic as it was sent.
    item: object | None = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Notification(Model):
    """Something that happened, as a webhook is told; it may come again, and not in order: go by its `id`.

    Until 2.14 bodies are HTML, later plain text. Instants that are sent as text, as most of contacts, articles and
    statistics are until 2.14, are instants here; the text stands in `unfit` of the object, and goes back when encoded.
    """

    type: Literal["notification_event"] = "notification_event"
    #: None for some pings.
    id: Id | None = None
    #: Such as ``conversation.user.created``; an open set.
    topic: str | None = None
    #: The workspace.
    app_id: Id | None = None
    created_at: datetime | None = None
    #: 1 for the first.
    delivery_attempts: int | None = None
    first_sent_at: datetime | None = None
    delivery_status: str | None = None
    #: As it was sent: 1970 while it is not delivered.
    delivered_at: datetime | None = None
    self_: str | None = attrs.field(default=None, metadata={"key": "self"})
    links: Mapping[str, object] | None = attrs.field(default=None, hash=False)
    data: NotificationData | None = None

    @property
    def item(self) -> object | None:
        """The object that it is about: a model, or for an unknown topic a mapping."""
        return None if self.data is None else self.data.item


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Ping(Model):
    """What only tells that the webhook is reached."""

    type: Literal["ping"] = "ping"
    message: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ItemStatus(Model):
    """What is told of an object that was deleted, archived or unarchived: which it is, and that."""

    type: str | None = None
    id: Id | None = None
    #: Instead of `id`, of a conversation.
    conversation_id: Id | None = None
    external_id: Id | None = None
    user_id: Id | None = None
    company_id: Id | None = None
    object: str | None = None
    deleted: bool | None = None
    archived: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class RequestSent(Model):
    """A request to the API."""

    method: str | None = None
    path: str | None = None
    ip_address: str | None = None
    user_agent: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class RequestAuthentication(Model):
    """On whose behalf a request was sent."""

    method: str | None = None
    token_id: Id | None = None
    oauth_client_id: Id | None = None
    app_package_code: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class RequestOutcome(Model):
    """What a request was answered."""

    status: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class RequestAdmin(Model):
    """The teammate whose token a request had."""

    id: Id | None = None
    email: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ApiRequest(Model):
    """A request to the API that was carried out."""

    type: Literal["api.request.completed"] = "api.request.completed"
    request_id: Id | None = None
    timestamp: datetime | None = None
    request: RequestSent | None = None
    authentication: RequestAuthentication | None = None
    response: RequestOutcome | None = None
    admin: RequestAdmin | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AudienceMembership(Model):
    """Content that was put into an audience, or taken out of it."""

    type: Literal["audience_membership"] = "audience_membership"
    audience_id: Id | None = None
    #: Such as of type ``article_content`` or ``content_snippet``.
    content: Reference | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ConnectorExecution(Model):
    """How a data connector did its work once."""

    type: Literal["data_connector.execution"] = "data_connector.execution"
    id: Id | None = None
    app_id: Id | None = None
    #: The data connector.
    action_id: Id | None = None
    action_name: str | None = None
    success: bool | None = None
    #: 0 where there is none.
    http_status: int | None = None
    #: Such as ``third_party_error``; None where it succeeded.
    error_type: str | None = None
    execution_time_ms: int | None = None
    completed_at: datetime | None = None
    #: Such as ``workflow``, ``custom_bot``, ``answer`` or ``inbox``, and which one.
    source_type: str | None = None
    source_id: Id | None = None
    conversation_id: Id | None = None
    user_id: Id | None = None
    admin_id: Id | None = None
