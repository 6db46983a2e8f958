"""Scenes of a workspace, with the topics that webhooks are told of them."""

from support.simulator_calls import Api
from support.webhook_inbox import ADA, CIARAN, SUPPORT, person


def written(api: Api) -> str:
    """Let Ann write, and return the id of the conversation."""
    found = api.simulator.world.people.with_external_id("u1")
    sender = {"type": "user", "id": found.id if found else person(api)}
    return str(api.post("/conversations", {"from": sender, "body": "Help"}).body["conversation_id"])


def say(api: Api, conversation: str, path: str = "reply", **fields: object) -> None:
    body = {"message_type": "comment", "type": "admin", "admin_id": ADA, "body": "<p>Hello <b>Ann</b></p>", **fields}
    result = api.post(f"/conversations/{conversation}/{path}", body)
    assert result.status == 200, result.body


def ticket(api: Api, **fields: object) -> str:
    body = {"ticket_type_id": "1", "contacts": [{"id": person(api)}], **fields}
    return str(api.post("/tickets", body).body["id"])


def scene_of_people(api: Api) -> None:
    one = person(api)
    api.put(f"/contacts/{one}", {"name": "Anna"})
    api.put(f"/contacts/{one}", {"email": "anna@x.test"})
    lead = api.contact(role="lead")["id"]
    api.put(f"/contacts/{lead}", {"email": "lead@x.test"})
    api.put(f"/contacts/{lead}", {"role": "user"})
    tag = api.post("/tags", {"name": "vip"}).body["id"]
    api.post(f"/contacts/{one}/tags", {"id": tag})
    api.post(f"/contacts/{one}/tags", {"id": tag})  # has it already
    api.delete(f"/contacts/{one}/tags/{tag}")
    api.post(f"/contacts/{one}/archive")
    api.post(f"/contacts/{one}/archive")
    api.post(f"/contacts/{one}/unarchive")
    for consent in ("opt_out", "opt_in"):
        api.post(f"/contacts/{one}/subscriptions", {"id": "1", "consent_type": consent})
    api.delete(f"/contacts/{one}/subscriptions/1")
    for unsubscribed in (True, True, False):
        api.put(f"/contacts/{one}", {"unsubscribed_from_emails": unsubscribed})
    other = api.contact(role="lead", email="anna@x.test")["id"]
    api.post("/contacts/merge", {"from": other, "into": one})
    api.delete(f"/contacts/{one}")


PEOPLE = [
    "contact.user.created", "contact.user.updated", "contact.user.updated", "contact.email.updated",
    "contact.lead.created", "contact.lead.updated", "contact.lead.added_email", "contact.lead.signed_up",
    "contact.user.tag.created", "contact.user.tag.deleted", "contact.archived", "contact.unarchive",
    "granular.unsubscribe", "granular.subscribe", "granular.subscribe", "contact.user.updated", "contact.unsubscribed",
    "contact.user.updated", "contact.user.updated", "contact.subscribed", "contact.lead.created", "contact.merged",
    "contact.deleted",
]  # fmt: skip


def scene_of_companies(api: Api) -> None:
    one = person(api)
    company = api.company("6", one, name="Acme")["id"]
    api.company("6", one, name="Acme & Co")
    api.delete(f"/contacts/{one}/companies/{company}")
    api.delete(f"/companies/{company}")
    old = {"user_id": "u1", "companies": [{"company_id": "7"}]}
    api.user(**old)
    api.user(**{**old, "companies": [{"company_id": "7", "name": "Seven", "remove": True}]})


COMPANIES = [
    "contact.user.created", "company.created", "company.contact.attached", "company.updated",
    "company.contact.detached", "company.deleted",
    "contact.user.updated", "company.created", "company.contact.attached",
    "contact.user.updated", "company.updated", "company.contact.detached",
]  # fmt: skip


def scene_of_conversations(api: Api) -> None:
    number = written(api)
    say(api, number)
    say(api, number, type="user", user_id="u1", admin_id=None)
    say(api, number, message_type="note")
    say(api, number, "parts", message_type="assignment", assignee_id=SUPPORT)
    say(api, number, "parts", message_type="close")
    say(api, number, "parts", message_type="assignment", assignee_id=ADA)
    say(api, number, "parts", message_type="close")
    say(api, number, "parts", message_type="open")
    say(api, number, "parts", message_type="snoozed", snoozed_until=int(api.clock.time) + 60)
    api.clock.time += 60
    tag = api.post("/tags", {"name": "vip"}).body["id"]
    api.post(f"/conversations/{number}/tags", {"id": tag, "admin_id": ADA})
    api.delete(f"/conversations/{number}/tags/{tag}", body={"admin_id": ADA})
    other = person(api, external_id="u2", email="bob@x.test")
    api.post(f"/conversations/{number}/customers", {"admin_id": ADA, "customer": {"intercom_user_id": other}})
    api.delete(f"/conversations/{number}/customers/{other}", body={"admin_id": ADA})
    company = api.company("6")["id"]
    api.put(f"/conversations/{number}", {"company_id": company, "priority": "high", "read": True}, version="Preview")
    api.put(f"/conversations/{number}", {"read": True})
    api.put(f"/conversations/{number}", {"read": False, "custom_attributes": {"x": "y"}})
    api.post("/conversations/redact", {"type": "source", "conversation_id": number, "source_id": _source(api, number)})
    part = api.get(f"/conversations/{number}").body["conversation_parts"]["conversation_parts"][0]["id"]
    redaction = {"type": "conversation_part", "conversation_id": number, "conversation_part_id": part}
    api.post("/conversations/redact", redaction)
    api.post(f"/conversations/{number}/run_assignment_rules", version="2.11")
    api.delete(f"/conversations/{number}")
    sender = {"type": "admin", "id": ADA}
    message = {"message_type": "inapp", "body": "Hi", "from": sender, "to": {"type": "user", "id": other}}
    api.post("/messages", message)


def _source(api: Api, number: str) -> object:
    return api.get(f"/conversations/{number}").body["source"]["id"]


CONVERSATIONS = [
    "contact.user.created", "conversation.user.created", "conversation.admin.replied", "conversation.user.replied",
    "conversation.admin.noted", "conversation.admin.assigned", "conversation.admin.closed",
    "conversation.admin.open.assigned", "conversation.admin.closed", "conversation.admin.opened",
    "conversation.admin.snoozed", "conversation.admin.unsnoozed", "conversation_part.tag.created",
    "contact.user.created", "conversation.contact.attached", "conversation.contact.detached", "company.created",
    "conversation.read", "conversation.priority.updated", "conversation.company.updated",
    "conversation_part.redacted", "conversation_part.redacted", "conversation.deleted",
    "conversation.admin.single.created",
]  # fmt: skip


def scene_of_tickets(api: Api) -> None:
    number = ticket(api)
    note = {"message_type": "note", "type": "admin", "admin_id": ADA, "body": "x"}
    api.post(f"/tickets/{number}/reply", note)
    api.post(f"/tickets/{number}/reply", {**note, "message_type": "comment"})
    api.post(f"/tickets/{number}/reply", {"message_type": "comment", "type": "user", "user_id": "u1", "body": "x"})
    change = {"ticket_attributes": {"_default_title_": "T"}, "ticket_state_id": "2", "assignee_id": ADA}
    api.put(f"/tickets/{number}", {**change, "admin_id": ADA})
    api.put(f"/tickets/{number}", {"ticket_state_id": "4", "assignee_id": SUPPORT, "admin_id": ADA, "open": False})
    api.put(f"/tickets/{number}", {"assignee_id": "0", "admin_id": ADA})
    api.post("/tickets/enqueue", {"ticket_type_id": "1", "contacts": [{"external_id": "u1"}]})
    api.clock.time += 2


TICKETS = [
    "contact.user.created", "ticket.created", "ticket.note.created", "ticket.admin.replied", "ticket.contact.replied",
    "ticket.attribute.updated", "ticket.state.updated", "ticket.admin.assigned",
    "ticket.state.updated", "ticket.resolved", "ticket.team.assigned", "ticket.closed",
    "ticket.created", "job.completed",
]  # fmt: skip


def scene_of_content(api: Api) -> None:
    made = api.post("/articles", {"title": "How", "author_id": CIARAN, "state": "published"}).body["id"]
    api.put(f"/articles/{made}", {"title": "How to", "state": "draft"})
    api.delete(f"/articles/{made}")
    audience = api.post("/audiences", {"name": "All"}).body["id"]
    api.put(f"/audiences/{audience}", {"name": "Everybody"})
    api.delete(f"/audiences/{audience}")
    snippet = api.post("/content_snippets", {"title": "S", "body_markdown": "x"}).body["id"]
    api.put(f"/content_snippets/{snippet}", {"title": "T"})
    api.delete(f"/content_snippets/{snippet}")
    source = {"sync_behavior": "api", "url": "https://docs.example.test"}
    made = api.post("/ai/content_import_sources", source).body["id"]
    api.put(f"/ai/content_import_sources/{made}", {**source, "status": "deactivated"})
    api.delete(f"/ai/content_import_sources/{made}")


CONTENT = [
    "article.published", "article.created", "article.unpublished", "article.updated", "article.deleted",
    *(f"{kind}.{verb}" for kind in ("audience", "content_snippet", "content_import_source")
      for verb in ("created", "updated", "deleted")),
]  # fmt: skip


def scene_of_the_rest(api: Api) -> None:
    person(api)
    event = {"event_name": "invited", "user_id": "u1", "created_at": 1_700_000_000, "metadata": {"a": 1}}
    api.post("/events", event)
    api.post("/events", event)  # the same one
    for _ in range(2):
        api.put(f"/admins/{ADA}/away", {"away_mode_enabled": True, "away_mode_reassign": False})
    api.put(f"/admins/{ADA}/away", {"away_mode_enabled": True, "away_mode_reassign": True})
    for kind in ("lead", "user"):
        visitor = api.simulator.add_visitor(user_id=kind)
        user = {"user": {"email": "v@x.test"}} if kind == "user" else {}
        assert api.post("/visitors/convert", {"type": kind, "visitor": {"id": visitor}, **user}).status == 200


REST = [
    "contact.user.created", "event.created", "admin.activity_log_event.created", "admin.away_mode_updated",
    "admin.away_mode_updated", "contact.lead.created", "contact.user.created", "visitor.signed_up",
]  # fmt: skip

SCENES = [
    (scene_of_people, PEOPLE), (scene_of_companies, COMPANIES), (scene_of_conversations, CONVERSATIONS),
    (scene_of_tickets, TICKETS), (scene_of_content, CONTENT), (scene_of_the_rest, REST),
]  # fmt: skip
