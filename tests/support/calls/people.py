"""Calls about people and what belongs to them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from intercom_async import Intercom
from intercom_async.models.messages import AdminMessage, Correspondent, UserMessage, WhatsAppRecipient
from intercom_async.models.users import Identifiers

from ..scene import CIARAN, EVENT, FILES, Scene
from ..simulator_calls import Result

#: One call of every operation that the files have.
CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "admins.me": lambda s: s.get("/me"),
    "admins.list": lambda s: s.get("/admins?display_avatar=true"),
    "admins.retrieve": lambda s: s.get("/admins/991267460"),
    "admins.set_away": lambda s: s.put(
        "/admins/991267460/away",
        {"away_mode_enabled": True, "away_mode_reassign": True, "away_status_reason_id": 12345},
    ),
    "admins.list_activity_logs": lambda s: s.get("/admins/activity_logs?created_at_after=1"),
    "admins.search_activity_logs": lambda s: s.post("/admins/activity_logs/search", {"created_at_after": 1}),
    "admins.list_activity_log_event_types": lambda s: s.get("/admins/activity_log_event_types"),
    "companies.list_all": lambda s: s.post("/companies/list"),
    "companies.list": lambda s: s.get("/companies?tag_id=1"),
    "companies.search": lambda s: s.post(
        "/companies/search", {"query": {"field": "name", "operator": "=", "value": "Acme"}}
    ),
    "companies.scroll": lambda s: s.get("/companies/scroll"),
    "companies.retrieve": lambda s: s.get(f"/companies/{s.company}"),
    "companies.create_or_update": lambda s: s.post("/companies", {"company_id": "c2", "name": "B"}),
    "companies.update": lambda s: s.put(f"/companies/{s.company}", {"name": "B"}),
    "companies.delete": lambda s: s.delete(f"/companies/{s.company}"),
    "companies.list_contacts": lambda s: s.get(f"/companies/{s.company}/contacts"),
    "companies.list_segments": lambda s: s.get(f"/companies/{s.company}/segments"),
    "companies.list_notes": lambda s: s.get(f"/companies/{s.company}/notes"),
    "companies.create_note": lambda s: s.post(f"/companies/{s.company}/notes", {"body": "x"}),
    "contacts.list": lambda s: s.get("/contacts?per_page=1"),
    "contacts.search": lambda s: s.post(
        "/contacts/search", {"query": {"field": "tag_id", "operator": "=", "value": "1"}}
    ),
    "contacts.create": lambda s: s.post("/contacts", {"email": "n@b.c"}),
    "contacts.retrieve": lambda s: s.get(f"/contacts/{s.user}?include_merge_history=true"),
    "contacts.find": lambda s: s.get("/contacts/find_by_external_id/u1"),
    "contacts.update": lambda s: s.put(f"/contacts/{s.user}", {"name": "B"}),
    "contacts.delete": lambda s: s.delete(f"/contacts/{s.user}"),
    "contacts.archive": lambda s: s.post(f"/contacts/{s.user}/archive"),
    "contacts.unarchive": lambda s: s.post(f"/contacts/{s.user}/unarchive"),
    "contacts.block": lambda s: s.post(f"/contacts/{s.user}/block"),
    "contacts.merge": lambda s: s.post("/contacts/merge", {"from": s.lead, "into": s.user}),
    "contacts.preview_merge": lambda s: s.post("/contacts/merge/preview", {"from": s.lead, "into": s.user}),
    "contacts.list_merge_history": lambda s: s.get(f"/contacts/{s.user}/merge_history?per_page=1"),
    "contacts.list_activities": lambda s: s.get("/contacts/activities?per_page=4"),
    "contacts.list_companies": lambda s: s.get(f"/contacts/{s.user}/companies"),
    "contacts.attach_company": lambda s: s.post(f"/contacts/{s.lead}/companies", {"id": s.company}),
    "contacts.detach_company": lambda s: s.delete(f"/contacts/{s.user}/companies/{s.company}"),
    "contacts.list_tags": lambda s: s.get(f"/contacts/{s.user}/tags"),
    "contacts.attach_tag": lambda s: s.post(f"/contacts/{s.lead}/tags", {"id": 1}),
    "contacts.detach_tag": lambda s: s.delete(f"/contacts/{s.user}/tags/1"),
    "contacts.list_segments": lambda s: s.get(f"/contacts/{s.user}/segments"),
    "contacts.list_subscriptions": lambda s: s.get(f"/contacts/{s.user}/subscriptions"),
    "contacts.attach_subscription": lambda s: s.post(
        f"/contacts/{s.lead}/subscriptions", {"id": 2, "consent_type": "opt_in"}
    ),
    "contacts.detach_subscription": lambda s: s.delete(f"/contacts/{s.user}/subscriptions/1"),
    "contacts.list_notes": lambda s: s.get(f"/contacts/{s.user}/notes"),
    "contacts.create_note": lambda s: s.post(f"/contacts/{s.user}/notes", {"body": "x"}),
    "conversations.list": lambda s: s.get("/conversations?per_page=1"),
    "conversations.retrieve": lambda s: s.get(f"/conversations/{s.conversation}"),
    "conversations.mark_as_read": lambda s: s.put(f"/conversations/{s.conversation}", {"read": True}),
    "conversations.update": lambda s: s.put(
        f"/conversations/{s.conversation}", {"read": True, "custom_attributes": {"issue_type": "Billing", "urgent": 1}}
    ),
    "conversations.reply": lambda s: s.post(
        f"/conversations/{s.conversation}/reply",
        {"type": "user", "message_type": "comment", "intercom_user_id": s.lead, "body": "x"},
    ),
    "conversations.assign": lambda s: s.manage("assignment", assignee_id=int(CIARAN)),
    "conversations.close": lambda s: s.manage("close", body="Bye"),
    "conversations.open": lambda s: s.manage("open"),
    "conversations.snooze": lambda s: s.manage("snoozed", snoozed_until=1_800_000_000),
    "conversations.run_assignment_rules": lambda s: s.post(f"/conversations/{s.conversation}/run_assignment_rules"),
    "conversations.attach_contact": lambda s: s.post(
        f"/conversations/{s.conversation}/customers", {"admin_id": CIARAN, "customer": {"intercom_user_id": s.user}}
    ),
    "conversations.detach_contact": lambda s: s.api.call(
        "DELETE", f"/conversations/{s.conversation}/customers/{s.user}", {"admin_id": CIARAN}, version=s.version
    ),
    "data_attributes.list": lambda s: s.get("/data_attributes"),
    "data_attributes.create": lambda s: s.post(
        "/data_attributes", {"name": "x", "model": "contact", "data_type": "string", "description": "x"}
    ),
    "data_attributes.update": lambda s: s.put("/data_attributes/2", {"description": "x"}),
    "data_events.create": lambda s: s.post("/events", {**EVENT, "email": "a@b.c"}),
    "data_events.summarize": lambda s: s.get(f"/events?type=user&intercom_user_id={s.user}&summary=true"),
    "data_events.create_summaries": lambda s: s.post(
        "/events/summaries",
        {"user_id": "u1", "event_summaries": {"event_name": "x", "count": 1, "first": 1, "last": 1}},
    ),
    "messages.create": lambda s: s.post(
        "/messages",
        {
            "from": {"type": "admin", "id": int(CIARAN)},
            "to": {"type": "user", "id": s.user},
            "message_type": "email",
            "subject": "Hey",
            "body": "x",
            "template": "plain",
        },
    ),
    "notes.retrieve": lambda s: s.get(f"/notes/{s.note}"),
    "segments.list": lambda s: s.get("/segments?include_count=true"),
    "segments.retrieve": lambda s: s.get(f"/segments/{s.api.get('/segments').body['segments'][0]['id']}"),
    "tags.list": lambda s: s.get("/tags"),
    "tags.retrieve": lambda s: s.get("/tags/1"),
    "tags.create_or_update": lambda s: s.post("/tags", {"name": "vip", "users": [{"id": s.user}]}),
    "tags.delete": lambda s: s.delete("/tags/1"),
    "teams.list": lambda s: s.get("/teams"),
    "teams.retrieve": lambda s: s.get("/teams/814865"),
    "visitors.find": lambda s: s.get(f"/visitors?user_id={s.visitor_user_id}"),
    "visitors.update": lambda s: s.put("/visitors", {"id": s.visitor, "name": "Wi"}),
    "visitors.convert": lambda s: s.post(
        "/visitors/convert", {"visitor": {"id": s.visitor}, "user": {"email": "v@b.c"}, "type": "user"}
    ),
}

ELSEWHERE: Final = {
    "companies.find": "GET /companies has the schema of a list; one company is answered for company_id and name",
    "data_attributes.list_for_companies": "from 2.0 on data_attributes.list with a model",
    "data_events.list": "GET /events has the schema of the summary; the list is event.list",
}

WAIVERS: Final[Mapping[tuple[str, str, str], tuple[tuple[str, ...], str]]] = {
    ("data_event_summary_item", "description", "null but not nullable"): (FILES, "the documented 1.x body has null"),
    ("starting_after_paging", "page", "undeclared"): (FILES, "the live API answers {page, starting_after}"),
    ("starting_after_paging", "per_page", "required but absent"): (("2.11",), "as above; only 2.11 requires it"),
    ("cursor_pages", "per_page", "string but schema integer"): (FILES, "the documented sample of a size that was sent"),
    ("conversation", "custom_attributes", "undeclared"): (
        ("2.7", "2.8", "2.9", "2.10", "2.12"),
        "they came with 2.3, and the neighbouring files have them",
    ),
    ("conversation_list_item", "custom_attributes", "undeclared"): (
        ("2.7", "2.8", "2.9", "2.10", "2.12", "2.13"),
        "as above",
    ),
    ("conversation_teammates", "admins", "undeclared"): (FILES, "what Intercom's own clients read"),
    ("conversation_teammates", "teammates", "required but absent"): (("2.11",), "as above; only 2.11 requires it"),
    ("admin", "avatar", "string but schema object"): (("2.11",), "text in every other file"),
}

LACKING: Final[Mapping[tuple[str, str], str]] = {
    ("companies.list_notes", ".data[].author"): "the example mixes whole and short authors; all others are short",
    ("contacts.list_activities", ".data[].failure_reason"): "nothing failed",
    ("contacts.preview_merge", ".reasons"): "the merge is allowed",
    ("contacts.preview_merge", ".summary.reassignments.tickets"): "there are no tickets",
    ("contacts.preview_merge", ".summary.reassignments.phone_calls"): "there are no calls",
    **{
        (f"conversations.{name}", f"{path}.{key}"): "nobody looks after the quality of answers"
        for name, path in (("list", ".conversations[]"), ("retrieve", ""))
        for key in ("monitor_evaluations", "scorecards")
    },
    **{
        ("conversations.retrieve", f".conversation_parts.conversation_parts[].{place}"): reason
        for place, reason in (
            ("event_details.action", "there are no custom actions"),
            ("event_details.call_id", "there are no calls"),
            ("tags[]", "parts are not tagged"),
            ("translations", "nothing is translated"),
        )
    },
    **{
        ("conversations.retrieve", f".source.{key}"): "no e-mail came from outside"
        for key in ("email_message_metadata", "recipients", "reply_to")
    },
    ("messages.create", ".conversation_id"): "a teammate's message is no conversation yet; those of customers are",
    ("data_events.summarize", ".pages"): "the example mixes list and summary",
    ("tags.create_or_update", ".companies[]"): "users are tagged, not companies",
}

UNASKED: Final = {
    ("data_events.create_summaries", "event_summaries"): "what it holds are arguments of their own",
    **{
        (f"data_events.{name}", parameter): "each method has its own; a person is given by user_id, email or id"
        for name in ("list", "summarize")
        for parameter in ("type", "summary", "filter")
    },
}
UNFIELDED: Final = {
    **{
        ("companies.find", name): "GET /companies has the schema of a list; one is answered for company_id and name"
        for name in ("data", "pages", "total_count")
    },
    **{
        ("data_events.list", name): "GET /events has the schema of the summary; the list is event.list"
        for name in ("count", "description", "first", "last", "name")
    },
}
UNSENT: Final = {
    ("contacts.create_note", "successful_response"): "says the id of the path again",
    ("companies.update", "bad_request"): "a field that companies do not have",
    ("data_attributes.update", "too_few_options_in_list"): "one option where a list belongs",
}


def _message(client: Intercom, body: dict[str, Any]) -> object:
    """Send what a teammate or a person writes."""
    fields = dict(body)
    sender = fields.pop("from")
    if sender["type"] != "admin":
        return client.messages.create(UserMessage(sender=Correspondent(**sender), **fields))
    to = fields.pop("to")
    several = {name: _recipient(fields.pop(name)) for name in ("cc", "bcc") if name in fields}
    return client.messages.create(AdminMessage(admin_id=sender["id"], to=_recipient(to), **fields, **several))


def _recipient(given: Any) -> Any:
    if isinstance(given, list):
        return [Correspondent(**each) for each in given]
    return Correspondent(**given) if "type" in given else WhatsAppRecipient(**given)


def _attribute(body: dict[str, Any]) -> dict[str, Any]:
    """Say options as the values that they are."""
    options = body.get("options")
    if isinstance(options, list):
        return {**body, "options": [option["value"] for option in options]}
    return body


SENT: Final[Mapping[str, Callable[..., object]]] = {
    "contacts.attach_company": lambda client, body: client.contacts.attach_company("1", body["id"]),
    "contacts.attach_subscription": lambda client, body: client.contacts.attach_subscription(
        "1", body["id"], consent_type=body["consent_type"]
    ),
    "contacts.attach_tag": lambda client, body: client.contacts.attach_tag("1", body["id"]),
    "contacts.merge": lambda client, body: client.contacts.merge(
        body["from"], **{name: value for name, value in body.items() if name != "from"}
    ),
    "contacts.preview_merge": lambda client, body: client.contacts.preview_merge(
        body["from"], **{name: value for name, value in body.items() if name != "from"}
    ),
    "data_attributes.create": lambda client, body: client.data_attributes.create(**_attribute(body)),
    "data_attributes.update": lambda client, body: client.data_attributes.update("1", **_attribute(body)),
    "messages.create": _message,
    "tags.create_or_update": lambda client, body: client.tags.create_or_update(
        **{"tag_id" if name == "id" else name: value for name, value in body.items()}
    ),
    "visitors.convert": lambda client, body: client.visitors.convert(
        Identifiers(**body["visitor"]), to=body["type"], user=Identifiers(**body["user"])
    ),
}
