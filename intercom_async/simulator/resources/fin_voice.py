"""Phone calls that Fin answers: registered, known to Intercom `_KNOWN_AFTER` seconds later, and read by many names."""

import re
from collections.abc import Callable
from typing import Final

import attrs

from ..call import Call, Problem, Reply, not_found
from ..fields import Fields
from ..routes import Routes
from ..shelf import Kept
from ..world import World

routes: Final = Routes()

_KNOWN_AFTER: Final = 2
_SOURCES: Final = frozenset({"five9", "zoom_phone", "aws_connect"})
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{1,14}")
#: What stands for the workspace here, where it is a number.
_APP: Final = 12345


@attrs.define
class VoiceCall(Kept):
    """One call."""

    phone: str
    external_id: str
    registered_at: int
    #: The conversation that it became, None until then.
    conversation_id: str | None = None


def conversed(world: World, external_id: str, conversation_id: str) -> None:
    """Let a registered call belong to a conversation."""
    for call in world.shelf(VoiceCall):
        if call.external_id == external_id:
            call.conversation_id = conversation_id


@routes("fin_voice.register", writes=True)
def register(world: World, call: Call) -> Reply:
    """Take a call; one that is there is a conflict."""
    fields = Fields(call.body, 400)
    phone, external_id = fields.needed("phone_number"), fields.identifier("call_id")
    if external_id is None:
        raise fields.missing("call_id")
    if not _NUMBER.fullmatch(phone):
        raise fields.wrong("phone_number", "phone_number must be in E.164 format")
    fields.choice("source", _SOURCES)
    fields.part("data")
    shelf = world.shelf(VoiceCall)
    if any(each.external_id == external_id for each in shelf):
        raise Problem(409, "conflict", "This call has already been registered")
    return Reply(_body(call, shelf.add(VoiceCall(shelf.next_id(), phone, external_id, call.second))))


@routes("fin_voice.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one call."""
    return _found(world, call, lambda each: each.id == call.params["call_id"])


@routes("fin_voice.list_by_conversation")
def list_by_conversation(world: World, call: Call) -> Reply:
    """Answer the calls of a conversation, as a list without anything around it."""
    conversation_id = call.params["conversation_id"]
    return Reply([_body(call, each) for each in world.shelf(VoiceCall) if each.conversation_id == conversation_id])


@routes("fin_voice.find_by_external_id")
def find_by_external_id(world: World, call: Call) -> Reply:
    """Answer the call with the id of its provider."""
    return _found(world, call, lambda each: each.external_id == call.params["external_id"])


@routes("fin_voice.find_by_phone_number")
def find_by_phone_number(world: World, call: Call) -> Reply:
    """Answer the last call from a number."""
    return _found(world, call, lambda each: each.phone == call.params["phone_number"])


def _found(world: World, call: Call, wanted: Callable[[VoiceCall], bool]) -> Reply:
    """Answer the last call that is wanted, once it is known."""
    found = [each for each in world.shelf(VoiceCall) if wanted(each) and _is_known(each, call.second)]
    if not found:
        raise not_found()
    return Reply(_body(call, found[-1]))


def _is_known(voice_call: VoiceCall, now: int) -> bool:
    return now >= voice_call.registered_at + _KNOWN_AFTER


def _body(call: Call, voice_call: VoiceCall) -> dict[str, object]:
    known = _is_known(voice_call, call.second)
    return {
        "id": int(voice_call.id),
        "app_id": _APP,
        "user_phone_number": voice_call.phone,
        "status": "in-progress" if known else "registered",
        "intercom_call_id": f"9{voice_call.id}" if known else None,
        "external_call_id": voice_call.external_id,
        "intercom_conversation_id": voice_call.conversation_id,
        "call_transcript": [],
        "call_summary": "",
        "intent": [],
    }
