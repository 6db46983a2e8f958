"""Calls: the exact request of every method and what its answer becomes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each, links, refused

from intercom_async import Intercom
from intercom_async.downloads import Download, Transcript
from intercom_async.errors import NotFoundError
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.models.calls import Call, CallWithTranscript
from intercom_async.simulator import Simulator, SimulatorTransport
from intercom_async.transports.memory import MemoryTransport

VERSIONS = ("2.14", "2.16", "Preview")
CALL = {
    "type": "call", "id": 123, "conversation_id": "456", "admin_id": "789", "contact_id": "6762f0dd",
    "state": "completed",
    "initiated_at": 1734537437, "answered_at": 1734537440, "ended_at": 1734537530, "call_type": "phone",
    "direction": "outbound", "phone": "+15551234567", "fin_recording_url": None, "duration": 90, "hold_time": None,
}  # fmt: skip
SAID = {"speaker": "User", "text": "Hi"}
SEARCHED = {"conversation_ids": ["64619700005694", "7"]}


@each(
    Case("retrieve", lambda c: c.calls.retrieve(123), Asked("GET", "/calls/123"), CALL,
         {"id": "123", "initiated_at": datetime(2024, 12, 18, 15, 57, 17, tzinfo=UTC), "duration": 90}, Call, VERSIONS),
    Case("search", lambda c: c.calls.search(["64619700005694", 7]), Asked("POST", "/calls/search", {}, SEARCHED),
         {"type": "list", "data": [{**CALL, "transcript": [SAID], "transcript_status": "completed"}]},
         {"id": "123", "transcript": (SAID,), "transcript_status": "completed"}, CallWithTranscript, VERSIONS),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_all_calls_are_read_in_pages_of_25() -> None:
    wire = Wire(*links("/calls", "data", [{**CALL, "id": number} for number in range(25)], [CALL], per_page=25))
    found = await wire.run(lambda c: c.calls.list())
    assert len(found) == 26
    assert wire.asked[0] == Asked("GET", "/calls", {"per_page": "25"})
    with pytest.raises(ValueError, match="per_page"):
        wire.client.calls.list(per_page=26)


@pytest.mark.parametrize("ids", [[], "123", [str(number) for number in range(21)]])
def test_a_search_takes_1_to_20_conversations(ids: Any) -> None:
    wire = Wire()
    with pytest.raises(ValueError, match=r"calls\.search: conversation_ids"):
        wire.client.calls.search(ids)
    assert wire.asked == []


async def test_earlier_versions_have_no_calls() -> None:
    error = await refused(lambda c: c.calls.retrieve(1), "2.13")
    assert error.operation == "calls.retrieve"


@pytest.mark.parametrize(
    ("what", "kind", "path", "accept"),
    [
        ("download_recording", Download, "/calls/7/recording", "*/*"),
        ("download_transcript", Transcript, "/calls/7/transcript", "text/plain, application/json"),
    ],
)
async def test_files_of_a_call_are_asked_for(what: str, kind: type[Download], path: str, accept: str) -> None:
    asked: list[HttpRequest] = []

    def answer(request: HttpRequest) -> HttpResponse:
        asked.append(request)
        return HttpResponse(200, Headers([("Content-Type", "text/plain")]), b"x")

    client = Intercom("t", transport=MemoryTransport(answer), base_url="https://x.test")
    download = getattr(client.calls, what)(7)
    assert type(download) is kind
    async with download as file:
        assert [piece async for piece in file] == [b"x"]
    (request,) = asked
    assert (request.method, request.url, request.headers["accept"]) == ("GET", f"https://x.test{path}", accept)


async def test_recordings_and_transcripts_of_a_workspace(tmp_path: Path) -> None:
    """The whole way: a redirect, text, and a list with nothing in it."""
    simulator = Simulator()
    client = Intercom("test-token", transport=SimulatorTransport(simulator))
    person: Mapping[str, Any] = (await client.request("POST", "/contacts", json={"role": "lead"})).value
    said = simulator.add_call(person["id"], recording=b"RIFF", transcript=[("User", "Hi")])
    silent = simulator.add_call(person["id"])
    assert (await client.calls.download_recording(said).save(tmp_path / "a.wav")).read_bytes() == b"RIFF"
    async with client.calls.download_recording(said) as recording:
        assert (recording.filename, recording.content_type) == (f"recording-{said}.wav", "audio/wav")
    assert await client.calls.download_transcript(said).read() == '[00:00:03] User: "Hi"'
    assert await client.calls.download_transcript(silent).read() == ({},)
    with pytest.raises(NotFoundError, match="Recording Not Found"):
        await client.calls.download_recording(silent).save(tmp_path / "b.wav")
    assert [each.id async for each in client.calls.list()] == [silent, said]
