"""Downloads: the calls that they make, what they tell of a file, and how they read and save it; over memory."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.core_calls import EPOCH, GOOD, OnePool, StillClock, Wired, error, wired

from intercom_async.core import Core
from intercom_async.downloads import Download, Transcript
from intercom_async.errors import (
    AuthenticationError,
    ConnectionFailedError,
    ConnectionLostError,
    DeadlineExceededError,
    DecodeError,
    FileUnavailableError,
    NotFoundError,
    RedirectRefusedError,
    ResponseTooLargeError,
    ServerError,
)
from intercom_async.hooks import Hooks
from intercom_async.http import Headers, HttpRequest, HttpResponse, Timeout
from intercom_async.operation import GET
from intercom_async.rate_limit.gate import Gate
from intercom_async.transports.base import HttpStream
from intercom_async.transports.memory import MemoryTransport

ZIP = b"PK\x03\x04" + b"x" * 20


class Files:
    """A row of a table for tests."""

    download = GET("/files/{file_id}")


def answer(body: bytes, status: int = 200, **headers: str) -> HttpResponse:
    return HttpResponse(status, Headers((name.replace("_", "-"), value) for name, value in headers.items()), body)


def moved(to: str, status: int = 302) -> HttpResponse:
    return answer(b"", status, location=to)


def file(given: Wired | Core, kind: Callable[..., Any] = Download) -> Any:
    core = given.core if isinstance(given, Wired) else given
    return kind(core, Files.download(file_id="1"), "application/octet-stream")


async def whole(download: Download) -> bytes:
    async with download:
        return b"".join([piece async for piece in download])


async def test_a_file_is_asked_for_as_the_api_wants_it() -> None:
    """With the token, the version and its own Accept, by the same headers every time."""
    w = wired([answer(ZIP), answer(ZIP)])
    assert [await whole(file(w)), await whole(file(w))] == [ZIP, ZIP]
    first, second = w.transport.requests
    assert (first.method, first.url) == ("GET", "https://api.intercom.io/files/1")
    assert first.headers["accept"] == "application/octet-stream"
    assert first.headers["authorization"].startswith("Bearer ")
    assert first.headers["intercom-version"] == "2.16"
    assert first.headers is second.headers


@pytest.mark.parametrize(
    ("body", "kind"),
    [(ZIP, "zip"), (b"PK\x05\x06" + b"\0" * 18, "zip"), (b"\x1f\x8b\x08\0", "gzip"), (b"id,name\n", None), (b"", None)],
)
async def test_archives_are_known_by_their_first_bytes(body: bytes, kind: str | None) -> None:
    """Before and after they are read, whatever their type is said to be."""
    download = file(wired([answer(body, content_type="Application/Octet-Stream; x=y")]))
    async with download:
        assert download.kind == kind
        assert b"".join([piece async for piece in download]) == body
    assert (download.kind, download.content_type) == (kind, "application/octet-stream")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("attachment; filename=transcription_data-2025-07-17.txt", "transcription_data-2025-07-17.txt"),
        ('attachment; filename="a b \\"c\\".zip"; size=3', 'a b "c".zip'),
        ("attachment; filename=x; filename*=UTF-8''%e2%82%ac%20rates.csv", "€ rates.csv"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ("attachment; filename*=utf-8'en'..%2f..%5cevil%00.exe", "evil.exe"),
        ('attachment; filename=".."', None),
        ('attachment; filename=""', None),
        ("attachment", None),
        (None, None),
    ],
)
async def test_the_name_of_a_file_has_no_folders(value: str | None, name: str | None) -> None:
    headers: dict[str, Any] = {} if value is None else {"content_disposition": value}
    async with file(wired([answer(ZIP, **headers)])) as download:
        assert download.filename == name


@pytest.mark.parametrize(
    ("headers", "size"),
    [
        ({"content_length": "24"}, 24),
        ({}, None),
        ({"content_length": "x"}, None),
        ({"content_length": "9", "content_encoding": "gzip"}, None),
    ],
)
async def test_the_size_is_told_unless_it_is_another_when_decompressed(
    headers: dict[str, Any], size: int | None
) -> None:
    async with file(wired([answer(ZIP, **headers)])) as download:
        assert download.size == size


async def test_saving_opens_writes_and_names(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"old")
    download = file(wired([answer(ZIP)]))
    assert await download.save(str(path)) == path
    assert path.read_bytes() == ZIP
    assert [each.name for each in tmp_path.iterdir()] == ["a.zip"]
    assert download.content_type is None


async def test_an_empty_file_is_saved_as_one(tmp_path: Path) -> None:
    async with file(wired([answer(b"")])) as download:
        await download.save(tmp_path / "empty")
    assert (tmp_path / "empty").read_bytes() == b""


async def test_what_was_read_in_part_cannot_be_saved(tmp_path: Path) -> None:
    """Nor opened again; nor looked at before it is open; nor read when it is closed."""
    download = file(wired([answer(ZIP)]))
    with pytest.raises(RuntimeError, match="was not opened yet"):
        _ = download.kind
    async with download:
        assert await anext(download) == ZIP
        with pytest.raises(RuntimeError, match="read in part"):
            await download.save(tmp_path / "a")
    with pytest.raises(RuntimeError, match="is not open"):
        await anext(download)
    with pytest.raises(RuntimeError, match="opened before"):
        await download.save(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
    assert repr(download) == "<Download of files.download>"


async def test_errors_of_the_api_are_its_classes() -> None:
    """And a file that is not there yet leaves nothing to close."""
    download = file(wired([error(404, "not_found", "Object not found.")]))
    with pytest.raises(NotFoundError) as caught:
        await whole(download)
    assert (caught.value.code, caught.value.operation) == ("not_found", "files.download")
    await download.__aexit__(None, None, None)


async def test_a_call_is_tried_again_until_it_begins() -> None:
    """After a 5xx, a lost connection and a 429, as any other call; the tries and the end are told."""
    told: list[Any] = []
    hooks = Hooks(response=lambda record: told.append((record.attempt, record.status, record.error)))
    lost = ConnectionLostError("cut")
    w = wired([error(503), lost, error(429, retry_after="3"), answer(ZIP)], hooks=hooks)
    assert await whole(file(w)) == ZIP
    assert w.sent == 4
    assert told == [
        (1, 503, "ServerError"), (2, None, "ConnectionLostError"), (3, 429, "RateLimitError"), (4, 200, None)
    ]  # fmt: skip


async def test_the_last_error_is_raised_with_its_tries() -> None:
    w = wired([error(503)] * 4)
    with pytest.raises(ServerError) as caught:
        await whole(file(w))
    assert len(caught.value.attempts) == 4


async def test_a_refused_token_is_renewed_once() -> None:
    tokens = iter(["one", "two"])
    w = wired([error(401, "unauthorized"), answer(ZIP)], token=lambda: next(tokens))
    assert await whole(file(w)) == ZIP
    assert w.tokens == ["one", "two"]


async def test_the_quota_counts_it_when_it_begins() -> None:
    """Nobody waits for a long transfer to end before the next call knows the window."""
    clock = StillClock()
    gate = Gate(clock)
    limits: dict[str, Any] = {
        "x_ratelimit_limit": "10",
        "x_ratelimit_remaining": "9",
        "x_ratelimit_reset": str(EPOCH + 10),
    }
    w = wired([answer(ZIP, **limits), GOOD], limiter=gate, clock=clock)
    async with file(w):
        snapshot = gate.snapshot()
        assert (snapshot.limit, snapshot.in_flight) == (10, 0)


class Pieces(MemoryTransport):
    """Gives a body in pieces that a test makes, and counts how many are open."""

    def __init__(self, *bodies: Callable[[], AsyncIterator[bytes]]) -> None:
        super().__init__(lambda _: answer(b"", self.status))
        self.status = 200
        self.bodies = list(bodies)
        self.open = 0

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:
        async with super().stream(request, timeout=timeout) as given:
            self.open += 1
            try:
                yield HttpStream(given.status, given.headers, self.bodies.pop(0)())
            finally:
                self.open -= 1


def pieced(*bodies: Callable[[], AsyncIterator[bytes]], **config: Any) -> tuple[Core, Pieces]:
    transport = Pieces(*bodies)
    return attrs.evolve(wired([], **config).core, pool=OnePool(transport)), transport


async def cut_early() -> AsyncIterator[bytes]:
    yield b""
    raise ConnectionLostError("cut")


async def cut_late() -> AsyncIterator[bytes]:
    yield ZIP
    raise ConnectionLostError("cut")


async def small() -> AsyncIterator[bytes]:
    for byte in ZIP:
        yield b""
        yield bytes([byte])


async def test_a_connection_that_breaks_before_the_first_byte_is_tried_again() -> None:
    """Pieces may be of any size; empty ones are not given on."""
    core, transport = pieced(cut_early, small)
    async with file(core) as download:
        assert download.kind == "zip"
        pieces = [piece async for piece in download]
    assert b"".join(pieces) == ZIP
    assert all(pieces)
    assert (len(transport.requests), transport.open) == (2, 0)


async def test_a_connection_that_breaks_later_is_the_callers(tmp_path: Path) -> None:
    """The tries so far and this one are told; nothing is left of the file."""
    told: list[Any] = []
    core, transport = pieced(cut_early, cut_late, hooks=Hooks(response=lambda record: told.append(record.error)))
    with pytest.raises(ConnectionLostError) as caught:
        await file(core).save(tmp_path / "a.zip")
    assert [each.error for each in caught.value.attempts] == ["ConnectionLostError", "ConnectionLostError"]
    assert told == ["ConnectionLostError", "ConnectionLostError"]
    assert (list(tmp_path.iterdir()), transport.open) == ([], 0)


async def test_a_large_file_is_written_piece_by_piece(tmp_path: Path) -> None:
    """And one that is left in the middle, after something was written, is gone with its part."""
    stuck = asyncio.Event()

    async def large() -> AsyncIterator[bytes]:
        for number in range(20):
            yield bytes([number]) * 100_000

    async def stalling() -> AsyncIterator[bytes]:
        async for piece in large():
            yield piece
        stuck.set()
        await asyncio.Event().wait()

    core, transport = pieced(large, stalling)
    path = await file(core).save(tmp_path / "a")
    assert path.read_bytes() == b"".join([piece async for piece in large()])
    task = asyncio.create_task(file(core).save(tmp_path / "b"))
    await stuck.wait()
    (part,) = tmp_path.glob("b.*.part")
    assert part.stat().st_size > 0
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ([each.name for each in tmp_path.iterdir()], transport.open) == (["a"], 0)


async def test_a_write_that_comes_after_the_end_does_nothing(tmp_path: Path) -> None:
    """A thread cannot be cancelled: what it does later must not bring the part file back."""
    from intercom_async.downloads import PartFile

    part = PartFile(tmp_path / "a")
    part.discard()
    part.write(b"x")
    part.finish(b"y")
    assert list(tmp_path.iterdir()) == []
    done = PartFile(tmp_path / "b")
    done.finish(b"z")
    done.discard()
    assert [each.name for each in tmp_path.iterdir()] == ["b"]


async def test_the_deadline_bounds_the_transfer() -> None:
    """Also when the answer begins in time, and when it was never to begin."""

    async def endless() -> AsyncIterator[bytes]:
        yield ZIP
        await asyncio.Event().wait()

    async def silent() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    core, transport = pieced(endless, silent, deadline=0.05)
    async with file(core) as download:
        assert await anext(download) == ZIP
        with pytest.raises(DeadlineExceededError, match=r"deadline of 0\.05 s"):
            await anext(download)
    with pytest.raises(DeadlineExceededError):
        await whole(file(core))
    assert transport.open == 0


async def test_a_timeout_that_is_not_the_deadline_stays_what_it_is() -> None:
    async def late() -> AsyncIterator[bytes]:
        yield ZIP
        raise TimeoutError

    core, _ = pieced(late, deadline=60)
    with pytest.raises(TimeoutError) as caught:
        await whole(file(core))
    assert type(caught.value) is TimeoutError


async def test_leaving_early_ends_the_transfer() -> None:
    """Without a word of an error, and without a generator for others to clean up."""
    told: list[Any] = []
    ended: list[str] = []

    async def watched() -> AsyncIterator[bytes]:
        try:
            yield ZIP
            yield ZIP
        finally:
            ended.append("closed")

    core, transport = pieced(watched, hooks=Hooks(response=lambda record: told.append((record.status, record.error))))
    async with file(core) as download:
        async for _ in download:
            break
    assert (ended, told, transport.open) == (["closed"], [(200, None)], 0)


async def test_a_redirect_is_followed_without_the_token() -> None:
    """Nor anything else that is meant for the API; relative addresses and several hops work."""
    answers = [moved("https://files.test/a?sign=1", 301), moved("/b", 307), moved("c?d=e", 308), answer(ZIP)]
    w = wired(answers, headers={"X-Proxy-Key": "k"}, user_agent_suffix="me")
    assert await whole(file(w)) == ZIP
    first, *others = w.transport.requests
    assert "x-proxy-key" in first.headers
    urls = ["https://files.test/a?sign=1", "https://files.test/b", "https://files.test/c?d=e"]
    assert [each.url for each in others] == urls
    assert all(set(each.headers) == {"accept", "user-agent"} for each in others)
    assert others[0].headers["user-agent"].endswith(" me")
    assert others[0].headers["accept"] == "*/*"


@pytest.mark.parametrize("base", ["https://api.intercom.io/x", "/x"])
async def test_not_even_the_api_gets_the_token_from_a_redirect(base: str) -> None:
    """Where an answer leads carries its own permission, or none."""
    w = wired([moved(base), answer(ZIP)])
    await whole(file(w))
    assert "authorization" not in w.transport.requests[1].headers


@pytest.mark.parametrize(
    "location",
    [
        "http://files.test/a", "//files.test:x/a", "ftp://files.test/a", "https://user:pass@files.test/a", "",
        "https://files.test/a b", "https://[::1", "https://files.test/é",
    ],
)  # fmt: skip
async def test_an_address_that_others_could_read_is_refused(location: str) -> None:
    w = wired([moved(location)])
    with pytest.raises(RedirectRefusedError, match="not followed"):
        await whole(file(w))
    assert w.sent == 1


async def test_this_machine_needs_no_https() -> None:
    w = wired([moved("http://127.0.0.1:9/a"), moved("http://localhost/b"), answer(ZIP)])
    assert await whole(file(w)) == ZIP


async def test_a_fourth_hop_is_refused() -> None:
    w = wired([moved(f"https://files.test/{number}") for number in range(4)])
    with pytest.raises(RedirectRefusedError, match="more than 3"):
        await whole(file(w))
    assert w.sent == 4


async def test_where_the_file_is_kept_may_fail() -> None:
    """Intercom is asked for another address; a 401 there does not cost the token, nor a 429 the quota."""
    asked: list[str] = []

    def token() -> str:
        asked.append("token")
        return "t"

    there = moved("https://files.test/a?secret=1")
    late: list[HttpResponse | Exception] = [
        there,
        answer(b"<Error/>", 403),
        there,
        ConnectionFailedError("down"),
        there,
        answer(b"", 401),
    ]
    w = wired([*late, there, answer(b"", 429)], token=token)
    with pytest.raises(FileUnavailableError, match="429") as caught:
        await whole(file(w))
    assert "secret" not in str(caught.value)
    assert (w.sent, len(caught.value.attempts), asked) == (8, 4, ["token"])
    again = wired([*late[:2], there, answer(ZIP)])
    assert await whole(file(again)) == ZIP


async def test_an_error_is_not_read_without_end() -> None:
    """Something that answers 401 and never stops talking."""

    async def talk() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1000

    core, transport = pieced(talk)
    transport.status = 401
    with pytest.raises(AuthenticationError):
        await whole(file(core))
    assert transport.open == 0


ENTRIES: list[dict[str, str]] = [{"role": "user", "text": "Hi"}, {}]


@pytest.mark.parametrize(
    ("body", "content_type", "read"),
    [
        (b"[00:00:03] Teammate 1: \xe2\x82\xac", "text/plain", "[00:00:03] Teammate 1: €"),
        ("Grüße".encode("latin-1"), 'text/plain; charset="iso-8859-1"', "Grüße"),
        ("Grüße".encode(), "text/plain; charset=nonsense", "Grüße"),
        (b"\xff", "text/plain", "\ufffd"),
        (b"plain", None, "plain"),
        (json.dumps(ENTRIES).encode(), "application/json; charset=utf-8", tuple(ENTRIES)),
        (b"{}", "application/json", tuple(ENTRIES[1:])),
        (b"[]", "application/json", ()),
    ],
)
async def test_a_transcript_is_what_its_type_says(body: bytes, content_type: str | None, read: object) -> None:
    headers: dict[str, Any] = {} if content_type is None else {"content_type": content_type}
    assert await file(wired([answer(body, **headers)]), Transcript).read() == read
    async with file(wired([answer(body, **headers)]), Transcript) as transcript:
        assert await transcript.read() == read


@pytest.mark.parametrize("body", [b"[1]", b"no", b"[" * 100_000])
async def test_a_transcript_that_is_no_list_of_objects_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(DecodeError, match=r"files.download: expected a list of objects"):
        await file(wired([answer(body, content_type="application/json")]), Transcript).read()


async def test_a_transcript_is_held_only_so_large() -> None:
    w = wired([answer(b"x" * 101)], max_response_bytes=100)
    with pytest.raises(ResponseTooLargeError, match="100 bytes"):
        await file(w, Transcript).read()
