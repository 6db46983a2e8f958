"""Messages."""

from collections.abc import Sequence
from typing import Any

from .. import operations as ops
from ..models.messages import AdminMessage, Message, UserMessage
from ..unset import UNSET
from ..versions import V2_14
from .base import Service, named_at


class Messages(Service):
    """Send messages outside a conversation."""

    __slots__ = ()

    async def create(self, message: AdminMessage | UserMessage) -> Message:
        """Send a message of a teammate, or of a user or lead, which begins a conversation.

        Somebody who was just created may take a moment until messages arrive.
        """
        body = self._of_admin(message) if isinstance(message, AdminMessage) else self._of_person(message)
        return await self._fetch(ops.Messages.create(json=body), Message)

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
