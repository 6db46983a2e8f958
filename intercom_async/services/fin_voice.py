"""Phone calls that Fin answers."""

from collections.abc import Mapping
from typing import Literal

from .. import operations as ops
from ..models.fin_voice import FinVoiceCall
from ..pagination import Paginator
from ..unset import UNSET, Unset
from .base import Service, given


class FinVoice(Service):
    """Hand phone calls of another provider to Fin, and read what became of them.

    Until Intercom knows the call that was registered, reading it is a `NotFoundError`.
    """

    __slots__ = ()

    async def register(
        self,
        *,
        phone_number: str,
        call_id: str | int,
        source: Literal["five9", "zoom_phone", "aws_connect"] | Unset = UNSET,
        data: Mapping[str, object] | Unset | None = UNSET,
    ) -> FinVoiceCall:
        """Tell of a call from a number such as ``+353832345678``, by the id that its provider gave.

        The *source* is ``aws_connect`` when it is left out. One that was told of is a `ConflictError`.
        """
        body = given(phone_number=phone_number, call_id=call_id, source=source, data=data)
        return await self._fetch(ops.FinVoice.register(json=body), FinVoiceCall)

    async def retrieve(self, call_id: str | int) -> FinVoiceCall:
        """Fetch one call by the id that registering it gave."""
        return await self._fetch(ops.FinVoice.retrieve(call_id=call_id), FinVoiceCall)

    def list_by_conversation(self, conversation_id: str | int) -> Paginator[FinVoiceCall]:
        """Iterate over the calls that belong to a conversation."""
        request = ops.FinVoice.list_by_conversation(conversation_id=conversation_id)
        return self._iterate(request, FinVoiceCall)

    async def find_by_external_id(self, external_id: str | int) -> FinVoiceCall:
        """Fetch the call with the id that its provider gave."""
        return await self._fetch(ops.FinVoice.find_by_external_id(external_id=external_id), FinVoiceCall)

    async def find_by_phone_number(self, phone_number: str) -> FinVoiceCall:
        """Fetch the last call from a number such as ``+353832345678``."""
        return await self._fetch(ops.FinVoice.find_by_phone_number(phone_number=phone_number), FinVoiceCall)
