"""Phone calls, and what was said in them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Call(Model):
    """A phone call."""

    type: Literal["call"] = "call"
    id: Id
    conversation_id: Id | None = None
    admin_id: Id | None = None
    contact_id: Id | None = None
    state: str | None = None
    initiated_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    #: Where the API has them: `calls.download_recording` and `calls.download_transcript` read them.
    recording_url: str | None = None
    transcription_url: str | None = None
    call_type: str | None = None
    #: ``inbound`` or ``outbound``.
    direction: str | None = None
    ended_reason: str | None = None
    #: The number at the other end, in E.164 format.
    phone: str | None = None
    #: Of the part of the call that Fin answered.
    fin_recording_url: str | None = None
    fin_transcription_url: str | None = None
    #: These four in seconds; Preview.
    duration: int | None = None
    talk_time: int | None = None
    queue_time: int | None = None
    hold_time: int | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class CallWithTranscript(Call):
    """A phone call as a search finds it."""

    #: One entry for each time that somebody spoke; what is in them is not documented.
    transcript: tuple[Mapping[str, object], ...] | None = attrs.field(default=None, hash=False)
    transcript_status: str | None = None
