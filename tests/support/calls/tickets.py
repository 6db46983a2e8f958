"""Calls about tickets, their types and states, and the jobs that make them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from intercom_async import Intercom
from intercom_async.models.replies import ContactReply
from intercom_async.models.tickets import AdminTicketReply, TicketChanges
from intercom_async.versions import V2_14, Version

from ..proofs import construct
from ..scene import CIARAN, Scene
from ..simulator_calls import Result

#: The type that every workspace has.
BUGS: Final = "1"


def ticket(s: Scene, type_id: str = BUGS, **fields: object) -> str:
    """Make a ticket with a description and return its id."""
    given = {"contacts": [{"id": s.user}], "ticket_attributes": {"_default_description_": "x"}, **fields}
    return s.api.post("/tickets", {"ticket_type_id": type_id, **given}).body["id"]


def tracker(s: Scene) -> str:
    """Make a ticket of a new type of trackers and return its id."""
    return ticket(s, s.api.post("/ticket_types", {"name": "Outage", "category": "Tracker"}).body["id"])


def told(s: Scene) -> str:
    """Return a ticket to which everything has happened that its parts can tell of."""
    made = ticket(s)
    s.api.put(f"/tickets/{made}", {"ticket_attributes": {"_default_title_": "x"}, "ticket_state_id": "2"})
    s.api.put(f"/tickets/{made}", {"admin_id": int(CIARAN), "assignee_id": CIARAN, "snoozed_until": 1_800_000_000})
    say(s, made)
    return made


def say(s: Scene, ticket_id: str) -> Result:
    """Write a note with a file in a ticket."""
    said = {"type": "admin", "admin_id": CIARAN, "message_type": "note", "body": "x"}
    return s.post(f"/tickets/{ticket_id}/reply", {**said, "attachment_urls": ["https://x.y/z.png"]})


def update(s: Scene) -> Result:
    """Change everything of a ticket."""
    body = {"ticket_attributes": {"_default_title_": "x"}, "open": True, "snoozed_until": 1_800_000_000}
    who = {"admin_id": CIARAN, "assignee_id": CIARAN}
    newer = {**who, "ticket_state_id": "2"}
    older = {"assignment": who, "state": "in_progress", "ticket_state_id": "2"}
    return s.put(f"/tickets/{ticket(s)}", {**body, **(newer if Version(s.version) >= V2_14 else older)})


def linked(s: Scene) -> tuple[str, Result]:
    """Link the conversation to a tracker."""
    made = tracker(s)
    return made, s.post(f"/tickets/{made}/linked_conversations", {"conversation_id": s.conversation})


def enqueued(s: Scene) -> str:
    """Have a ticket made, and return the job's id."""
    job = s.api.post("/tickets/enqueue", {"ticket_type_id": BUGS, "contacts": [{"id": s.user}]}).body["id"]
    s.api.clock.time += 10
    return job


def another_type(s: Scene) -> Result:
    """Change the type of a ticket."""
    other = s.api.post("/ticket_types", {"name": "Question"}).body["id"]
    return s.post(f"/tickets/{ticket(s)}/change_type", {"ticket_type_id": other, "ticket_state_id": "1"})


CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "jobs.retrieve_status": lambda s: s.get(f"/jobs/status/{enqueued(s)}"),
    "ticket_states.list": lambda s: s.get("/ticket_states"),
    "ticket_types.list": lambda s: s.get("/ticket_types"),
    "ticket_types.create": lambda s: s.post("/ticket_types", {"name": "Question", "description": "x"}),
    "ticket_types.retrieve": lambda s: s.get(f"/ticket_types/{BUGS}"),
    "ticket_types.update": lambda s: s.put(f"/ticket_types/{BUGS}", {"name": "Bug"}),
    "ticket_types.create_attribute": lambda s: s.post(
        f"/ticket_types/{BUGS}/attributes", {"name": "Size", "description": "x", "data_type": "string"}
    ),
    "ticket_types.update_attribute": lambda s: s.put(f"/ticket_types/{BUGS}/attributes/1", {"description": "x"}),
    "tickets.search": lambda s: s.post(
        "/tickets/search",
        {"query": {"field": "id", "operator": "=", "value": told(s)}, "pagination": {"per_page": 5}},
    ),
    "tickets.create": lambda s: s.post(
        "/tickets",
        {
            "ticket_type_id": BUGS,
            "contacts": [{"id": s.user}],
            "ticket_attributes": {"_default_title_": "x", "_default_description_": "x"},
        },
    ),
    "tickets.enqueue": lambda s: s.post("/tickets/enqueue", {"ticket_type_id": 1, "contacts": [{"id": s.user}]}),
    "tickets.retrieve": lambda s: s.get(f"/tickets/{told(s)}"),
    "tickets.update": update,
    "tickets.delete": lambda s: s.delete(f"/tickets/{ticket(s)}"),
    "tickets.reply": lambda s: say(s, ticket(s)),
    "tickets.change_type": another_type,
    "tickets.link_conversation": lambda s: linked(s)[1],
    "tickets.unlink_conversation": lambda s: s.delete(f"/tickets/{linked(s)[0]}/linked_conversations/{s.conversation}"),
    "tickets.attach_tag": lambda s: s.post(f"/tickets/{ticket(s)}/tags", {"id": 1, "admin_id": int(CIARAN)}),
    "tickets.detach_tag": lambda s: untag(s, ticket(s)),
}


def untag(s: Scene, ticket_id: str) -> Result:
    """Take off the tag that was put on."""
    s.api.post(f"/tickets/{ticket_id}/tags", {"id": "1", "admin_id": CIARAN})
    return s.api.call("DELETE", f"/tickets/{ticket_id}/tags/1", {"admin_id": CIARAN}, version=s.version)


def _updated(client: Intercom, body: Mapping[str, Any]) -> Any:
    """Send the assignment of before 2.14 from the same fields as that of later versions."""
    given = {**body, **body.get("assignment", {})}
    given.pop("assignment", None)
    return client.tickets.update("1", construct(TicketChanges, given))


def _replied(client: Intercom, body: Mapping[str, Any]) -> Any:
    """Send what the type says: a teammate's reply or a contact's."""
    kind = {"admin": AdminTicketReply, "user": ContactReply}[body["type"]]
    return client.tickets.reply("1", construct(kind, {name: body[name] for name in body if name != "type"}))


SENT: Final[Mapping[str, Callable[[Intercom, Mapping[str, Any]], Any]]] = {
    "tickets.update": _updated,
    "tickets.reply": _replied,
    "tickets.attach_tag": lambda client, body: client.tickets.attach_tag("1", body["id"], admin_id=body["admin_id"]),
}

WAIVERS: Final[Mapping[tuple[str, str, str], tuple[tuple[str, ...], str]]] = {
    (schema, "type", "not in the enumeration"): (("2.11",), "recorded answers have list, as the other files say")
    for schema in ("ticket_type_attribute_list", "ticket_type_list")
}

LACKING: Final[Mapping[tuple[str, str], str]] = {("tickets.reply", ".translations"): "nothing is translated"}
