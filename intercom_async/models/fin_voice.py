"""Phone calls that Fin answers."""

from collections.abc import Mapping
from typing import Any

import attrs

from .common import Id, Model


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FinVoiceCall(Model):
    """A phone call of another provider that Fin answers."""

    id: Id
    app_id: Id | None = None
    user_phone_number: str | None = None
    #: ``registered``, ``in-progress``, or how it ended.
    status: str | None = None
    #: None until Intercom knows the call.
    intercom_call_id: Id | None = None
    #: The id that the provider gave.
    external_call_id: Id | None = None
    intercom_conversation_id: Id | None = None
    call_transcript: tuple[Mapping[str, Any], ...] | None = attrs.field(default=None, hash=False)
    #: At most 256 characters; empty when there is none.
    call_summary: str | None = None
    intent: tuple[Mapping[str, Any], ...] | None = attrs.field(default=None, hash=False)
