"""Calls about conversations that 2.x has and 1.x has not, and about the attributes of conversations."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from intercom_async import Intercom
from intercom_async.models.messages import Correspondent
from intercom_async.models.new_conversations import NewConversation
from intercom_async.models.replies import AdminReply, ContactReply, Customer, QuickReply

from ..scene import CIARAN, FILES, Scene
from ..simulator_calls import Result

_ATTRIBUTES: Final = "/conversations/attributes"


def _here(s: Scene) -> str:
    return f"/conversations/{s.conversation}"


def _sizes(s: Scene) -> dict[str, Any]:
    """Make an attribute that is a list of three."""
    options = [{"label": each} for each in "SML"]
    return s.post(_ATTRIBUTES, {"name": "size", "data_type": "list", "options": options}).body


def _option(s: Scene) -> str:
    sizes = _sizes(s)
    return f"{_ATTRIBUTES}/{sizes['id']}/options/{sizes['options'][0]['id']}"


def _attributes(s: Scene) -> Result:
    """List one of each type that has something of its own."""
    _sizes(s)
    s.post(_ATTRIBUTES, {"name": "plan", "data_type": "string"})
    leads_to = {"type": "many", "object_type_id": "Order"}
    s.post(_ATTRIBUTES, {"name": "orders", "data_type": "relationship", "reference": leads_to})
    return s.get(_ATTRIBUTES)


def _tag(s: Scene) -> str:
    return s.post("/tags", {"name": "urgent"}).body["id"]


def _tagged(s: Scene) -> str:
    """Tag the conversation, and return where the tag stands."""
    tag_id = _tag(s)
    s.post(f"{_here(s)}/tags", {"id": tag_id, "admin_id": CIARAN})
    return f"{_here(s)}/tags/{tag_id}"


def _deleted(s: Scene) -> Result:
    """List one deleted conversation of two."""
    for _ in range(2):
        s.delete(f"/conversations/{s.api.simulator.add_conversation(s.user, 'Hi')}")
    return s.get("/conversations/deleted?per_page=1")


def _part(s: Scene) -> str:
    """Return the id of the first thing that was said in the conversation."""
    parts = s.get(_here(s)).body["conversation_parts"]["conversation_parts"]
    return next(part["id"] for part in parts if part["body"])


def _handled(s: Scene) -> Result:
    s.api.simulator.handle_conversation(s.conversation, "paused", "Away")
    s.api.simulator.handle_conversation(s.conversation, "resumed")
    return s.get(f"{_here(s)}/handling_events")


def _aside(s: Scene) -> Result:
    s.api.simulator.add_side_conversation(s.conversation, "Internal note about this issue")
    return s.get(f"{_here(s)}/side_conversations")


def _mark(s: Scene, **body: object) -> Result:
    given = {"experimental": True, "secret": "hmac", **body}
    return s.put(f"{_here(s)}/conversation_parts/{_part(s)}", given)


def _both_marks(s: Scene) -> Result:
    """Say what became of a part, and that a teammate saw it."""
    _mark(s, send_state="sent", info_message="Delivered")
    return _mark(s, seen=True, admin_id=CIARAN)


#: One call of every operation that the files have.
CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "conversations.create": lambda s: s.post(
        "/conversations", {"from": {"type": "user", "id": s.user}, "body": "Hello there"}
    ),
    "conversations.search": lambda s: s.post(
        "/conversations/search",
        {
            "query": {"operator": "AND", "value": [{"field": "created_at", "operator": ">", "value": "1306054154"}]},
            "pagination": {"per_page": 1},
        },
    ),
    "conversations.delete": lambda s: s.delete(_here(s)),
    "conversations.list_deleted": _deleted,
    "conversations.convert": lambda s: s.post(f"{_here(s)}/convert", {"ticket_type_id": "1"}),
    "conversations.merge": lambda s: s.post(
        f"{_here(s)}/merge", {"merge_into_conversation_id": int(s.api.simulator.add_conversation(s.user, "Hi"))}
    ),
    "conversations.list_handling_events": _handled,
    "conversations.list_side_conversations": _aside,
    "conversations.redact": lambda s: s.post(
        "/conversations/redact",
        {"type": "conversation_part", "conversation_id": s.conversation, "conversation_part_id": _part(s)},
    ),
    "conversations.update_part": _both_marks,
    "conversations.attach_tag": lambda s: s.post(f"{_here(s)}/tags", {"id": _tag(s), "admin_id": CIARAN}),
    "conversations.detach_tag": lambda s: s.api.call("DELETE", _tagged(s), {"admin_id": CIARAN}, version=s.version),
    "conversation_attributes.list": _attributes,
    "conversation_attributes.create": lambda s: s.post(_ATTRIBUTES, {"name": "plan", "data_type": "string"}),
    "conversation_attributes.retrieve": lambda s: s.get(
        f"{_ATTRIBUTES}/{s.post(_ATTRIBUTES, {'name': 'x', 'data_type': 'string'}).body['id']}"
    ),
    "conversation_attributes.update": lambda s: s.put(
        f"{_ATTRIBUTES}/{s.post(_ATTRIBUTES, {'name': 'x', 'data_type': 'string'}).body['id']}", {"name": "y"}
    ),
    "conversation_attributes.delete": lambda s: s.delete(
        f"{_ATTRIBUTES}/{s.post(_ATTRIBUTES, {'name': 'x', 'data_type': 'string'}).body['id']}"
    ),
    "conversation_attributes.create_option": lambda s: s.post(
        f"{_ATTRIBUTES}/{_sizes(s)['id']}/options", {"label": "High"}
    ),
    "conversation_attributes.update_option": lambda s: s.put(_option(s), {"label": "Renamed"}),
    "conversation_attributes.delete_option": lambda s: s.delete(_option(s)),
}

#: What a conversation is measured by is null until it happens.
_NOT_YET: Final = (
    *("time_to_assignment", "time_to_admin_reply", "time_to_first_close", "time_to_last_close"),
    *("median_time_to_reply", "first_assignment_at", "first_admin_reply_at", "first_close_at", "last_assignment_at"),
    *("last_assignment_admin_reply_at", "last_admin_reply_at", "last_close_at", "last_closed_by_id", "handling_time"),
)
WAIVERS: Final[Mapping[tuple[str, str, str], tuple[tuple[str, ...], str]]] = {
    ("conversation_statistics", name, "null but not nullable"): (
        FILES[FILES.index("2.13") :] if name == "handling_time" else FILES,
        "it did not happen yet",
    )
    for name in _NOT_YET
}

#: What the schema of the answer to adding and removing somebody has; every recorded answer has ``customers`` alone.
_OF_A_CONVERSATION: Final = (
    *("admin_assignee_id", "ai_agent", "ai_agent_participated", "ai_topics", "channel", "company", "contacts"),
    *("conversation_parts", "conversation_rating", "created_at", "custom_attributes", "external_references"),
    *("first_contact_reply", "id", "linked_objects", "monitor_evaluations", "open", "priority", "read"),
    *("sales_agent", "sales_agent_participated", "scorecards", "sla_applied", "snoozed_until", "source", "state"),
    *("statistics", "tags", "team_assignee_id", "teammates", "title", "type", "updated_at", "waiting_since"),
)
#: What the schema of the list has until 2.12 but in 2.11.
_OF_NEWS: Final = (
    *("body", "cover_image_url", "deliver_silently", "labels", "name", "newsfeed_assignments", "reactions"),
    *("sender_id", "workspace_id"),
)

UNFIELDED: Final = {
    **{("conversations.list", name): "of news: every recorded list has conversations" for name in _OF_NEWS},
    **{
        (f"conversations.{row}", name): "every recorded answer has customers alone"
        for row in ("attach_contact", "detach_contact")
        for name in _OF_A_CONVERSATION
    },
}
UNSENT: Final = {
    ("conversations.detach_contact", "detach_a_contact_from_a_group_conversation"): (
        "has the body of adding somebody; who is removed stands in the path"
    ),
}


def _create(client: Intercom, body: dict[str, Any]) -> object:
    fields = dict(body)
    sender = Correspondent(**fields.pop("from"))
    return client.conversations.create(NewConversation(sender=sender, **fields))


def _manage(client: Intercom, body: dict[str, Any]) -> object:
    """Do what the message_type says."""
    fields = dict(body)
    kind, by = fields.pop("message_type"), fields.pop("type", None)
    if kind == "assignment":
        return client.conversations.assign("1", assignee_type=by, **fields)
    method = {"close": "close", "open": "open", "snoozed": "snooze"}[kind]
    return getattr(client.conversations, method)("1", **fields)


def _reply(client: Intercom, body: dict[str, Any]) -> object:
    fields = dict(body)
    if "reply_options" in fields:
        fields["reply_options"] = [QuickReply(**option) for option in fields["reply_options"]]
    writer = AdminReply if fields.pop("type") == "admin" else ContactReply
    return client.conversations.reply("1", writer(**fields))


def _attach_contact(client: Intercom, body: dict[str, Any]) -> object:
    return client.conversations.attach_contact("1", Customer(**body["customer"]), admin_id=body["admin_id"])


SENT: Final[Mapping[str, Callable[..., object]]] = {
    "conversations.create": _create,
    **{f"conversations.{name}": _manage for name in ("assign", "close", "open", "snooze")},
    "conversations.reply": _reply,
    "conversations.attach_contact": _attach_contact,
    "conversations.redact": lambda client, body: client.conversations.redact(
        **{name: value for name, value in body.items() if name != "type"}
    ),
    "conversations.update_part": lambda client, body: client.conversations.update_part(
        "1", "2", **{name: value for name, value in body.items() if name != "experimental"}
    ),
    "conversations.attach_tag": lambda client, body: client.conversations.attach_tag(
        "1", body["id"], admin_id=body["admin_id"]
    ),
}

LACKING: Final[Mapping[tuple[str, str], str]] = {
    ("conversations.merge", ".ai_topics"): "no other example of 2.16 has it, and it came with Preview",
    ("conversations.search", ".conversations[].monitor_evaluations"): "nobody looks after the quality of answers",
    ("conversations.search", ".conversations[].scorecards"): "as above",
    ("conversations.update_part", ".translations"): "nothing is translated",
}
