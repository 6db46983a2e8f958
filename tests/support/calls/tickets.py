"""Calls about tickets, their types and states, and the jobs that make them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from intercom_async import Intercom
from intercom_async.models.replies import ContactReply
from intercom_async.models.tickets import AdminTicketReply, TicketChanges

from ..proofs import construct


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
