"""Calls about people and what belongs to them."""

from collections.abc import Callable, Mapping
from typing import Final

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
    ("conversation", "custom_attributes", "undeclared"): (
        ("2.7", "2.8", "2.9", "2.10", "2.12"),
        "they came with 2.3, and the neighbouring files have them",
    ),
    ("conversation_list_item", "custom_attributes", "undeclared"): (("2.13",), "as above"),
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
