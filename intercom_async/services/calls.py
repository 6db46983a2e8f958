"""Calls."""

from collections.abc import Sequence
from typing import Final

from .. import operations as ops
from ..downloads import Download, Transcript
from ..limits import check_count
from ..models.calls import Call, CallWithTranscript
from ..pagination import Checkpoint, Paginator
from ..unset import UNSET, Unset
from .base import Service

#: Conversations whose calls one search finds.
_MOST: Final = 20


class Calls(Service):
    """Phone calls."""

    __slots__ = ()

    def list(self, *, per_page: int | Unset = UNSET, resume: Checkpoint | None = None) -> Paginator[Call]:
        """Iterate over all calls."""
        return self._iterate(ops.Calls.list(), Call, per_page=per_page, resume=resume)

    def search(self, conversation_ids: Sequence[str | int]) -> Paginator[CallWithTranscript]:
        """Iterate over the calls of at most 20 conversations, with what was said in them."""
        if isinstance(conversation_ids, str) or not conversation_ids:
            msg = "calls.search: conversation_ids must be a list of at least one id"
            raise ValueError(msg)
        check_count("calls.search: conversation_ids", len(conversation_ids), _MOST)
        body = {"conversation_ids": [str(each) for each in conversation_ids]}
        return self._iterate(ops.Calls.search(json=body), CallWithTranscript)

    async def retrieve(self, call_id: str | int) -> Call:
        """Fetch one call."""
        return await self._fetch(ops.Calls.retrieve(call_id=call_id), Call)

    def download_recording(self, call_id: str | int) -> Download:
        """Return the recording of a call, still to be read; it is kept outside the API, which gets no token there.

        It is a `NotFoundError` when there is none.
        """
        return Download(self._core, ops.Calls.download_recording(call_id=call_id), "*/*")

    def download_transcript(self, call_id: str | int) -> Transcript:
        """Return what was said in a call, still to be read: as text or as a list, whichever the server gives."""
        request = ops.Calls.download_transcript(call_id=call_id)
        return Transcript(self._core, request, "text/plain, application/json")
