"""Fin."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from .. import operations as ops
from ..limits import MOST_ATTACHED, check_count
from ..models.fin import (
    FinCapability,
    FinConversation,
    FinFile,
    FinLink,
    FinMessage,
    FinMetadata,
    FinRating,
    FinSettings,
    FinUser,
)
from ..pagination import Paginator
from ..unset import UNSET, Unset
from ..versions import PREVIEW
from .base import Service, given, given_from, one_of

#: What Fin is shown with a message.
Attachments: TypeAlias = Sequence[FinFile | FinLink] | Unset


class Fin(Service):
    """Let Fin, the AI agent, talk to your users through an interface of your own.

    Conversations and users go by the ids that you gave. Each call tells how far Fin is; what it says comes by webhook
    or from `FinConversation.sse_subscription_url`.
    """

    __slots__ = ()

    async def start(
        self,
        conversation_id: str | int,
        *,
        message: FinMessage,
        user: FinUser,
        attachments: Attachments = UNSET,
        conversation_metadata: FinMetadata | Unset = UNSET,
        settings: FinSettings | Unset = UNSET,
    ) -> FinConversation:
        """Let Fin take part in a conversation; *settings* came with Preview."""
        told = given(message=message, user=user, conversation_metadata=conversation_metadata)
        body = {"conversation_id": conversation_id, **told, **_attached("fin.start", attachments)}
        body |= self._settings("fin.start", settings)
        return await self._fetch(ops.Fin.start(json=body), FinConversation)

    async def reply(
        self,
        conversation_id: str | int,
        *,
        message: FinMessage,
        user: FinUser,
        attachments: Attachments = UNSET,
        settings: FinSettings | Unset = UNSET,
    ) -> FinConversation:
        """Give Fin the user's reply; *settings* came with Preview."""
        told = given(message=message, user=user)
        body = {"conversation_id": conversation_id, **told, **_attached("fin.reply", attachments)}
        body |= self._settings("fin.reply", settings)
        return await self._fetch(ops.Fin.reply(json=body), FinConversation)

    async def submit_csat(
        self,
        conversation_id: str | int,
        *,
        rating: Literal["terrible", "bad", "ok", "good", "amazing"],
        remark: str | Unset = UNSET,
    ) -> FinRating:
        """Tell what the user thought of a conversation, once Fin asked for it; a remark is given once and locks it."""
        body = {"conversation_id": conversation_id, **given(rating=rating, remark=remark)}
        return await self._fetch(ops.Fin.submit_csat(json=body), FinRating)

    async def ask(
        self,
        conversation_id: str | int,
        *,
        message: FinMessage,
        user: FinUser,
        conversation_metadata: FinMetadata | Unset = UNSET,
        attachments: Attachments = UNSET,
    ) -> FinConversation:
        """Ask Fin one question in a new conversation; it asks nothing back and runs no procedures."""
        told = given(message=message, user=user, conversation_metadata=conversation_metadata)
        body = {"conversation_id": conversation_id, **told, **_attached("fin.ask", attachments)}
        return await self._fetch(ops.Fin.ask(json=body), FinConversation)

    def list_capabilities(self, user: FinUser) -> Paginator[FinCapability]:
        """Iterate over what Fin can do for a user, who is made or changed by what *user* gives."""
        return self._iterate(ops.Fin.list_capabilities(json={"user": user}), FinCapability)

    async def escalate(
        self,
        *,
        conversation_id: str | int | Unset = UNSET,
        user: FinUser | Unset = UNSET,
        message: str | Unset = UNSET,
        context: str | Unset = UNSET,
    ) -> FinConversation:
        """Hand a conversation to a teammate, or a *user* in a new one, whose first words *message* are.

        *context* is a note for the teammate that the user does not see.
        """
        body = one_of("fin.escalate", conversation_id=conversation_id, user=user)
        body |= given(message=message, context=context)
        return await self._fetch(ops.Fin.escalate(json=body), FinConversation)

    async def run_procedure(
        self,
        procedure_id: str | int,
        conversation_id: str | int,
        *,
        user: FinUser,
        message: FinMessage | Unset = UNSET,
        conversation_metadata: FinMetadata | Unset = UNSET,
        settings: FinSettings | Unset = UNSET,
    ) -> FinConversation:
        """Run a procedure in a new conversation; of its metadata there is no history, of its settings only `email`."""
        told = given(user=user, message=message, conversation_metadata=conversation_metadata, settings=settings)
        request = ops.Fin.run_procedure(procedure_id=procedure_id, json={"conversation_id": conversation_id, **told})
        return await self._fetch(request, FinConversation)

    def _settings(self, where: str, settings: FinSettings | Unset) -> dict[str, object]:
        return given_from(PREVIEW, self._core.config.version, where, settings=settings)


def _attached(where: str, attachments: Attachments) -> dict[str, object]:
    """Return what is shown to Fin with a message, refusing too much of it."""
    if isinstance(attachments, Unset):
        return {}
    check_count(f"{where}: attachments", len(attachments), MOST_ATTACHED, "leave some out")
    return {"attachments": attachments}
