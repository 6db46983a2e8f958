"""The phone calls of the simulated workspace, with what was recorded and said."""

from typing import TYPE_CHECKING, ClassVar

import attrs

from .call import Call
from .ordered import By
from .shelf import Kept

if TYPE_CHECKING:
    from .world import World

#: Seconds that a caller waited.
_QUEUED = 3


@attrs.define
class PhoneCall(Kept):
    """One phone call that is over."""

    sorted_by: ClassVar[tuple[By, ...]] = (By("started_at", numbered=True),)

    customer_id: str
    ended_at: int
    #: How long it took, with the waiting.
    seconds: int
    #: ``inbound`` or ``outbound``.
    direction: str = "inbound"
    conversation_id: str | None = None
    admin_id: str | None = None
    phone: str | None = None
    #: A WAV file.
    recording: bytes | None = None
    #: Who said what.
    transcript: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> object:
        """Return what it is sorted by."""
        return getattr(self, name)

    @property
    def started_at(self) -> int:
        """When somebody dialled."""
        return self.ended_at - self.seconds

    @property
    def talk_time(self) -> int:
        """Seconds of talking."""
        return max(self.seconds - _QUEUED, 0)

    @property
    def lines(self) -> list[dict[str, object]]:
        """What was said, one entry for each time that somebody spoke."""
        return [
            {"speaker": who, "text": text, "start_time": _QUEUED + 6 * index}
            for index, (who, text) in enumerate(self.transcript)
        ]

    @property
    def text(self) -> str:
        """What was said, as a file."""
        spoken = ((index, who, text) for index, (who, text) in enumerate(self.transcript))
        return "\n".join(f'[{_clock(_QUEUED + 6 * index)}] {who}: "{text}"' for index, who, text in spoken)


def keep_call(world: "World", phone_call: PhoneCall) -> PhoneCall:
    """Keep a phone call that is over, under a new id."""
    phone_call.id = world.shelf(PhoneCall).next_id()
    world.tell("phone_call.over", phone_call)
    return world.shelf(PhoneCall).add(phone_call)


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


def call_body(phone_call: PhoneCall, call: Call, *, times: bool) -> dict[str, object]:
    """Return a phone call as the API shows it, with the *times* that Preview adds."""
    at = f"{call.base_url}/calls/{phone_call.id}"
    body: dict[str, object] = {
        "type": "call",
        "id": phone_call.id,
        "conversation_id": phone_call.conversation_id,
        "admin_id": phone_call.admin_id,
        "contact_id": phone_call.customer_id,
        "state": "completed",
        "initiated_at": phone_call.started_at,
        "answered_at": phone_call.started_at + _QUEUED,
        "ended_at": phone_call.ended_at,
        "created_at": phone_call.started_at,
        "updated_at": phone_call.ended_at,
        "recording_url": None if phone_call.recording is None else f"{at}/recording",
        "transcription_url": f"{at}/transcript" if phone_call.transcript else None,
        "call_type": "phone",
        "direction": phone_call.direction,
        "ended_reason": "answered",
        "phone": phone_call.phone,
        "fin_recording_url": None,
        "fin_transcription_url": None,
    }
    if times:
        talked = {"talk_time": phone_call.talk_time, "queue_time": _QUEUED, "hold_time": None}
        body |= {"duration": phone_call.seconds, **talked}
    return body
