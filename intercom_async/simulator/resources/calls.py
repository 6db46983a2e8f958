"""Phone calls: read them, what was recorded of them, and what was said in them."""

from datetime import UTC, datetime
from typing import Final

from ...versions import PREVIEW
from ..call import Call, Problem, Reply, is_list, not_found
from ..kept_files import keep
from ..lists import numbered
from ..phone_calls import PhoneCall, call_body
from ..routes import Routes
from ..world import World

routes: Final = Routes()

_MOST: Final = 20
#: What was said where nobody wrote it down.
_SILENCE: Final[list[dict[str, object]]] = [{}]


@routes("calls.list")
def list_calls(world: World, call: Call) -> Reply:
    """Answer a page of all calls, the newest first."""
    page = numbered(call, default=25, maximum=25)
    found = world.shelf(PhoneCall).latest("started_at")
    data = [_body(each, call) for each in page.cut(found)]
    return Reply({"type": "list", "data": data, "total_count": len(found), "pages": page.linked(call, len(found))})


@routes("calls.search")
def search(world: World, call: Call) -> Reply:
    """Answer the calls of some conversations, with what was said."""
    ids = call.body.get("conversation_ids")
    if not is_list(ids) or not 1 <= len(ids) <= _MOST:
        raise Problem(400, "conversation_id_limit_exceeded", "A list of up to 20 conversation IDs is required")
    wanted = {str(each) for each in ids}
    found = [
        {
            **_body(each, call),
            "transcript": each.lines or _SILENCE,
            "transcript_status": "completed" if each.transcript else None,
        }
        for each in world.shelf(PhoneCall)
        if each.conversation_id in wanted
    ]
    return Reply({"type": "list", "data": found})


@routes("calls.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one call."""
    return Reply(_body(_of_path(world, call), call))


@routes("calls.download_recording", answers="*/*")
def download_recording(world: World, call: Call) -> Reply:
    """Lead to the recording, which is kept elsewhere."""
    phone_call = _of_path(world, call, "Recording Not Found")
    if phone_call.recording is None:
        raise not_found("Recording Not Found")
    address = keep(world, call, phone_call.recording, "audio/wav", f"recording-{phone_call.id}.wav")
    return Reply(None, 302, (("Location", address),))


@routes("calls.download_transcript", answers="text/plain")
def download_transcript(world: World, call: Call) -> Reply:
    """Answer what was said as a text file; a list with nothing in it where nobody wrote that down."""
    phone_call = _of_path(world, call)
    if not phone_call.transcript:
        return Reply(_SILENCE)
    day = datetime.fromtimestamp(phone_call.ended_at, UTC).date()
    disposition = ("Content-Disposition", f"attachment; filename=transcription_data-{day}.txt")
    return Reply(phone_call.text.encode(), headers=(disposition,), content_type="text/plain")


def _of_path(world: World, call: Call, message: str = "Not Found") -> PhoneCall:
    phone_call = world.shelf(PhoneCall).get(call.params["call_id"])
    if phone_call is None:
        raise not_found(message)
    return phone_call


def _body(phone_call: PhoneCall, call: Call) -> dict[str, object]:
    return call_body(phone_call, call, times=call.version >= PREVIEW)
