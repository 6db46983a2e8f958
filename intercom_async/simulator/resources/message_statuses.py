"""What became of messages that rulesets sent by WhatsApp; what is missing is told in a shape of its own."""

import math
from typing import Final

import attrs

from ..call import Call, Reply, not_found, whole
from ..lists import after
from ..routes import Routes
from ..shelf import Kept
from ..world import World

routes: Final = Routes()


@attrs.define
class Delivery(Kept):
    """One message."""

    ruleset_id: str
    user_id: str
    conversation_id: str
    status: str
    created_at: int
    updated_at: int

    @property
    def message_id(self) -> str:
        """The id that WhatsApp gave."""
        return f"wamid_{self.id}"


def broadcast(world: World, ruleset_id: str, user_id: str, conversation_id: str, *, status: str, at: int) -> str:
    """Let a ruleset have sent somebody a message, and return the id that WhatsApp gave."""
    shelf = world.shelf(Delivery)
    return shelf.add(Delivery(shelf.next_id(), ruleset_id, user_id, conversation_id, status, at, at)).message_id


@routes("messages.list_statuses")
def list_statuses(world: World, call: Call) -> Reply:
    """Answer a page of what a ruleset sent, newest first."""
    ruleset_id = call.query.get("ruleset_id")
    if not ruleset_id:
        return _missing(call, "ruleset_id")
    found = [each for each in world.shelf(Delivery) if each.ruleset_id == ruleset_id]
    shown, pages = after(call, found, lambda each: each.created_at, default=50, maximum=100)
    size = whole(pages["per_page"]) or 1
    number = whole(ruleset_id)
    return Reply({
        "type": "list",
        "ruleset_id": ruleset_id if number is None else number,
        "pages": {**pages, "total_pages": math.ceil(len(found) / size)},
        "total_count": len(found),
        "events": [
            {"id": each.id, "user_id": each.user_id, **_body(each), "whatsapp_message_id": each.message_id}
            for each in shown
        ],
    })  # fmt: skip


@routes("messages.retrieve_status")
def retrieve_status(world: World, call: Call) -> Reply:
    """Answer what became of one message."""
    message_id = call.query.get("message_id")
    if not message_id:
        return _missing(call, "message_id")
    delivery = next((each for each in world.shelf(Delivery) if each.message_id == message_id), None)
    if delivery is None:
        raise not_found("Whatsapp message not found", "whatsapp_message_not_found")
    error = {"message": "Message delivery failed", "details": "Recipient phone number not on WhatsApp"}
    failed = {"error": error} if delivery.status == "failed" else {}
    return Reply({**_body(delivery), "message_id": delivery.message_id, **failed})


def _missing(call: Call, name: str) -> Reply:
    return Reply({"type": "error", "request_id": call.request_id, "message": f"{name} is required"}, 400)


def _body(delivery: Delivery) -> dict[str, object]:
    return {
        "conversation_id": delivery.conversation_id,
        "status": delivery.status,
        "type": "broadcast_outbound",
        "created_at": delivery.created_at,
        "updated_at": delivery.updated_at,
        "template_name": "appointment_reminder",
    }
