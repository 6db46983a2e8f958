"""Messages."""

from collections.abc import Sequence
from typing import Any

from .. import operations as ops
from ..models.message_statuses import MessageStatus
from ..models.messages import AdminMessage, Message, UserMessage
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from ..versions import V2_14
from .base import Service, named_at, one_of


class Messages(Service):
    """Send messages outside a conversation, and see what became of those that rulesets sent by WhatsApp."""

    __slots__ = ()

    async def create(self, message: AdminMessage | UserMessage) -> Message:
        """Send a message of a teammate, or of a user or lead, which begins a conversation.

        Somebody who was just created may take a moment until messages arrive.
        """
        body = self._of_admin(message) if isinstance(message, AdminMessage) else self._of_person(message)
        return await self._fetch(ops.Messages.create(json=body), Message)

    def list_statuses(
        self, ruleset_id: str | int, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None
    ) -> Paginator[MessageStatus]:
        """Iterate over what became of the messages that a ruleset sent by WhatsApp."""
        request = ops.Messages.list_statuses(query=one_of("messages.list_statuses", ruleset_id=ruleset_id))
        return self._iterate(request, MessageStatus, per_page=per_page, resume=resume)

    async def retrieve_status(self, message_id: str) -> MessageStatus:
        """Tell what became of one message, by the id that WhatsApp gave."""
        request = ops.Messages.retrieve_status(query=one_of("messages.retrieve_status", message_id=message_id))
        return await self._fetch(request, MessageStatus)

    def _of_admin(self, message: AdminMessage) -> dict[str, Any]:
        version = self._core.config.version
        several = [name for name in ("cc", "bcc") if getattr(message, name) is not UNSET]
        several += ["several in to"] if isinstance(message.to, Sequence) else []
        if several and version < V2_14:
            msg = f"messages.create: {' and '.join(several)} came with 2.14, this is {version}: send several messages"
            raise ValueError(msg)
        body = self._ready(message)
        needed = {"email": ("subject", "body"), "whatsapp": ("template", "components")}
        for name in needed.get(message.message_type, ("body",)):
            if not body.get(name):
                msg = f"messages.create: message_type {message.message_type!r} needs {name}"
                raise ValueError(msg)
        return {"from": {"type": "admin", "id": body.pop("admin_id")}, **body, "to": named_at(version, body["to"])}

    def _of_person(self, message: UserMessage) -> dict[str, Any]:
        body = self._ready(message)
        if not body["body"].strip():
            msg = "messages.create: a message of a person needs body"
            raise ValueError(msg)
        return {"from": named_at(self._core.config.version, body.pop("sender")), **body}
