"""The topics of webhooks: their names, also those until 2.4."""

from typing import Final

from ..versions import PREVIEW, V2_5, Version


def _each(prefix: str, names: str) -> frozenset[str]:
    return frozenset(f"{prefix}.{name}" for name in names.split())


#: Every topic that a webhook can be told of; `UNCAUSED` are never sent here.
TOPICS: Final[frozenset[str]] = frozenset[str]().union(
    ("ping", "event.created", "api.request.completed", "job.completed", "visitor.signed_up"),
    ("data_connector.execution.completed", "procedure.hitl_notification.created"),
    _each("admin", "added_to_workspace away_mode_updated activity_log_event.created removed_from_workspace"),
    _each("admin", "logged_in logged_out"),
    _each("article", "created updated published unpublished deleted"),
    _each("audience", "created updated deleted member_added member_removed"),
    _each("call", "started ended transcription_available recording_available"),
    _each("content_import_source", "created updated deleted"),
    _each("content_snippet", "created updated deleted"),
    _each("company", "created updated deleted contact.attached contact.detached"),
    _each("contact", "archived deleted email.updated merged subscribed unarchive unsubscribed"),
    _each("contact.lead", "added_email created signed_up tag.created tag.deleted updated"),
    _each("contact.user", "created tag.created tag.deleted updated"),
    _each("contact", "created added_email signed_up tag.created tag.deleted"),
    _each("user", "created deleted email.updated unsubscribed tag.created tag.deleted"),
    _each("conversation.admin", "assigned closed noted open.assigned opened replied single.created snoozed unsnoozed"),
    _each("conversation", "operator.replied deleted priority.updated rating.added read user.created user.replied"),
    _each("conversation", "contact.attached contact.detached company.updated"),
    _each("conversation_part", "redacted tag.created"),
    _each("content_stat", "banner carousel chat checklist custom_bot email news_item post push series series.webhook"),
    _each("content_stat", "sms survey tooltip_group tour"),
    _each("granular", "subscribe unsubscribe"),
    _each("ticket", "created state.updated note.created admin.assigned team.assigned contact.attached"),
    _each("ticket", "contact.detached attribute.updated admin.replied contact.replied closed rating.provided resolved"),
)

#: What the topics of contacts were called until 2.4; the others came with 2.5.
_BEFORE: Final = {
    "contact.deleted": "user.deleted",
    "contact.email.updated": "user.email.updated",
    "contact.lead.added_email": "contact.added_email",
    "contact.lead.created": "contact.created",
    "contact.lead.signed_up": "contact.signed_up",
    "contact.lead.tag.created": "contact.tag.created",
    "contact.lead.tag.deleted": "contact.tag.deleted",
    "contact.unsubscribed": "user.unsubscribed",
    "contact.user.created": "user.created",
    "contact.user.tag.created": "user.tag.created",
    "contact.user.tag.deleted": "user.tag.deleted",
}


#: The topics of Preview alone.
_OF_PREVIEW: Final = ("audience.", "content_import_source.", "procedure.")

#: Topics, as patterns, that nothing in the simulator causes, with the reason.
UNCAUSED: Final = {
    "admin.added_to_workspace": "teammates are invited in the app",
    "admin.removed_from_workspace": "teammates are removed in the app",
    "admin.logged_*": "teammates log in to the app",
    "conversation.operator.replied": "Fin and workflows answer nobody here",
    "content_stat.*": "campaigns are sent by the app, and read by people",
}


def name_at(version: Version, topic: str) -> str | None:
    """Return what *version* calls a topic; None for one that came later."""
    if version < PREVIEW and topic.startswith(_OF_PREVIEW):
        return None
    if version < V2_5 and topic.startswith("granular."):
        return None
    if version >= V2_5 or not topic.startswith("contact."):
        return topic
    return _BEFORE.get(topic)
