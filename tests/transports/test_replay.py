"""Replaying: the cases of every transport, and which exchange of a cassette answers."""

import asyncio
import json
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from support.cassettes import OK, ROOT, ask, record, send
from support.in_memory import URL

from intercom_async import Intercom
from intercom_async.errors import ConnectionLostError, ReadTimeoutError, ResponseTooLargeError
from intercom_async.http import BodyStream, Headers, HttpRequest, HttpResponse, Timeout
from intercom_async.models.contacts import ContactChanges
from intercom_async.simulator import Simulator, SimulatorTransport
from intercom_async.testing.server import Arrivals, Received
from intercom_async.testing.values import BODY, TIMEOUT, TOKEN, Answer, Fault, Served, ValueCases
from intercom_async.transports.base import HttpStream, Transport
from intercom_async.transports.memory import MemoryTransport, json_response
from intercom_async.transports.replay import RecordingTransport, ReplayTransport


class Watched:
    """Notes what arrives at *inner*; a call that nothing answers holds here, since no cassette has one."""

    def __init__(self, inner: Transport, answers: tuple[Answer, ...]) -> None:
        self.requests = Arrivals()
        self._inner = inner
        self._left = iter(answers)

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:
        await self._arrive(request)
        return await self._inner.send(request, timeout=timeout, max_bytes=max_bytes)

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:
        await self._arrive(request)
        async with self._inner.stream(request, timeout=timeout) as stream:
            yield stream

    async def aclose(self) -> None:
        self._left = iter([None] * 9)
        await self._inner.aclose()

    async def _arrive(self, request: HttpRequest) -> None:
        if (following := next(self._left)) is None:
            return
        body = request.body or b""
        if isinstance(body, BodyStream):
            body = b"" if body.length is not None and body.length != len(BODY) else BODY
        self.requests.append(Received(request.method, request.url.removeprefix(URL), request.headers, body))
        if following is Fault.HOLD:
            await asyncio.Event().wait()


class TestReplayTransport(ValueCases):
    """The cassette is one of these answers recorded; what a body's producer does is seen by the transport alone."""

    @asynccontextmanager
    async def serve(self, *answers: Answer) -> AsyncGenerator[Served]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "cassette.jsonl"
            given = [answer for answer in answers if answer is not Fault.HOLD]
            error = ConnectionLostError("GET /contacts: the connection broke")
            inner = MemoryTransport.script([error if isinstance(answer, Fault) else answer for answer in given])
            recording = RecordingTransport(inner, path)
            for _ in given:
                with suppress(ConnectionLostError):
                    await recording.send(HttpRequest("GET", URL, Headers()), timeout=TIMEOUT, max_bytes=10**9)
            transport = Watched(ReplayTransport(path, match=()), answers)
            yield Served(transport, URL, transport.requests)
            await transport.aclose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cassette.jsonl"


# Errors and streams


@pytest.mark.parametrize("error", [ReadTimeoutError("GET /me: silence"), ConnectionLostError("broke")], ids=repr)
async def test_an_error_comes_again(path: Path, error: Exception) -> None:
    [line] = await record(path, (ask(), error))
    assert line["response"] is None
    with pytest.raises(type(error), match=str(error)):
        await send(ReplayTransport(path), ask())


class Breaking(MemoryTransport):
    """Breaks after its answer's first piece, or before its headers."""

    __slots__ = ()

    @asynccontextmanager
    async def stream(self, request: HttpRequest, *, timeout: Timeout) -> AsyncGenerator[HttpStream]:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"four"
            raise ConnectionLostError("in the middle")

        if "early" in request.url:
            raise ReadTimeoutError("too early")
        yield HttpStream(200, Headers(), chunks())


async def download(transport: Transport, request: HttpRequest, limit: int = 9) -> list[bytes]:
    chunks: list[bytes] = []
    async with transport.stream(request, timeout=TIMEOUT) as stream:
        async for chunk in stream.chunks:
            chunks.append(chunk)
            if len(chunks) == limit:
                break
    return chunks


async def test_a_stream_that_broke_breaks_again_in_its_place(path: Path) -> None:
    recording = RecordingTransport(Breaking(lambda request: OK), path)
    with pytest.raises(ReadTimeoutError):
        await download(recording, ask("GET", "/early"))
    with pytest.raises(ConnectionLostError):
        await download(recording, ask("GET", "/late"))
    assert await download(recording, ask("GET", "/left"), 1) == [b"four"]
    replay = ReplayTransport(path)
    with pytest.raises(ReadTimeoutError, match="too early"):
        await download(replay, ask("GET", "/early"))
    async with replay.stream(ask("GET", "/late"), timeout=TIMEOUT) as stream:
        assert await anext(aiter(stream.chunks)) == b"four"
        with pytest.raises(ConnectionLostError, match="in the middle"):
            await anext(aiter(stream.chunks))
    assert await download(replay, ask("GET", "/left")) == [b"four"]
    replay.assert_all_used()


async def test_a_stream_replays_what_was_sent_and_the_other_way_round(path: Path) -> None:
    await record(path, (ask(), HttpResponse(200, Headers(), b"body")))
    assert await download(ReplayTransport(path), ask()) == [b"body"]


async def test_a_limit_holds_on_replay(path: Path) -> None:
    await record(path, (ask(), HttpResponse(200, Headers(), b"body")))
    with pytest.raises(ResponseTooLargeError):
        await send(ReplayTransport(path), ask(), 3)


async def test_an_unknown_error_or_none_at_all_is_a_lost_connection(path: Path) -> None:
    [line] = await record(path, (ask(), ConnectionLostError("broke")))
    errors = ({"type": "X", "message": "x"}, None)
    path.write_text("".join(json.dumps({**line, "error": error}) + "\n" for error in errors))
    replay = ReplayTransport(path)
    for words in ("x", "nothing was recorded"):
        with pytest.raises(ConnectionLostError, match=words):
            await send(replay, ask())


# Which exchange answers


async def answers(replay: ReplayTransport, *requests: HttpRequest) -> list[int]:
    return [(await send(replay, request)).status for request in requests]


async def test_equal_requests_are_answered_in_their_order(path: Path) -> None:
    await record(path, *((ask("GET", target), json_response(status, 1)) for target, status in
                         [("/a", 201), ("/b", 202), ("/a", 203)]))  # fmt: skip
    replay = ReplayTransport(path)
    assert await answers(replay, ask("GET", "/b"), ask("GET", "/a")) == [202, 201]
    with pytest.raises(AssertionError, match=r"^1 of the 3 exchanges of .* were not used: 3 \(GET /a\)$"):
        replay.assert_all_used()
    assert await answers(replay, ask("GET", "/a")) == [203]
    replay.assert_all_used()


async def test_the_last_one_may_repeat(path: Path) -> None:
    await record(path, (ask(), json_response(201, 1)), (ask(), json_response(202, 1)))
    assert await answers(ReplayTransport(path, repeat=True), *[ask()] * 4) == [201, 202, 202, 202]


@pytest.mark.parametrize(
    ("recorded", "asked"),
    [
        (ask("GET", "/a?x=1&y=2"), ask("GET", "/a?y=2&x=1")),
        (ask("POST", "/a", {"a": 1, "b": [{}]}), HttpRequest("POST", ROOT + "/a", Headers(), b'{"b":[{}],\n"a":1}')),
        (ask("GET", "/a%7Eb"), ask("GET", "/a~b")),
        (ask("GET", "/a", Accept="x"), HttpRequest("GET", "http://127.0.0.1:8080/a", Headers())),
    ],
    ids=["order of the query", "order and spaces of JSON", "quoting", "host and headers"],
)
async def test_what_means_the_same_fits(path: Path, recorded: HttpRequest, asked: HttpRequest) -> None:
    await record(path, (recorded, OK))
    assert (await send(ReplayTransport(path), asked)).status == 200


DIFFERENT: Mapping[str, tuple[HttpRequest, str]] = {
    "method": (ask("PUT", "/contacts/1?p=2", {"a": {"b": [1, 2]}}), "differs in method"),
    "path": (ask("POST", "/contacts/2?p=2", {"a": {"b": [1, 2]}}), "differs in path"),
    "query": (ask("POST", "/contacts/1?p=3&q=1", {"a": {"b": [1, 2]}}), r"differs in query \(p, q\)"),
    "value": (ask("POST", "/contacts/1?p=2", {"a": {"b": [1, 3]}}), r"differs in body \(at \$\.a\.b\[1\]\)"),
    "length": (ask("POST", "/contacts/1?p=2", {"a": {"b": [1]}}), r"differs in body \(at \$\.a\.b\[1\]\)"),
    "name": (ask("POST", "/contacts/1?p=2", {"a": {}}), r"differs in body \(at \$\.a\.b\)"),
    "none": (ask("POST", "/contacts/1?p=2"), "differs in body"),
    "kind": (HttpRequest("POST", f"{ROOT}/contacts/1?p=2", Headers(), b"a"), "differs in body"),
    "true": (ask("POST", "/contacts/1?p=2", {"a": {"b": [True, 2]}}), r"differs in body \(at \$\.a\.b\[0\]\)"),
    "root": (ask("POST", "/contacts/1?p=2", [1]), r"differs in body \(at \$\)"),
    "several": (ask("POST", "/contacts/1", {"a": 1}), r"differs in query \(p\), body \(at \$\.a\)"),
}


@pytest.mark.parametrize(("asked", "words"), DIFFERENT.values(), ids=DIFFERENT)
async def test_what_fits_nothing_names_the_nearest(path: Path, asked: HttpRequest, words: str) -> None:
    await record(
        path, (ask(), OK), (ask("POST", "/contacts/1?p=2", {"a": {"b": [1, 2]}}), OK), (ask("GET", "/tags"), OK)
    )
    near = f"^{asked.method} /contacts/. has no answer in .*: the nearest, number 2 of 3, POST /contacts/1, {words}$"
    with pytest.raises(AssertionError, match=near):
        await send(ReplayTransport(path), asked)


async def test_the_order_of_one_name_counts(path: Path) -> None:
    await record(path, (ask("GET", "/a?x=1&x=2"), OK))
    with pytest.raises(AssertionError, match=r"differs in query \(order\)$"):
        await send(ReplayTransport(path), ask("GET", "/a?x=2&x=1"))


async def test_what_is_used_says_so(path: Path) -> None:
    await record(path, (ask(), OK))
    replay = ReplayTransport(path)
    await send(replay, ask())
    with pytest.raises(AssertionError, match=r"number 1 of 1, GET /me, has answered already: .* repeat=True$"):
        await send(replay, ask())


async def test_an_empty_cassette_says_so(path: Path) -> None:
    await record(path)
    with pytest.raises(AssertionError, match=r"^GET /me has no answer in .*, which is empty: record it$"):
        await send(ReplayTransport(path), ask())


async def test_a_complaint_shows_no_secret(path: Path) -> None:
    await record(path, (ask("POST", "/v/bob@x.ie", {"bob@x.ie": 1}), OK))
    asked = ask("POST", f"/v/ada%40x.ie/{TOKEN}?ada%40x.ie=1", {"ada@x.ie": {"name": "Lovelace"}})
    with pytest.raises(AssertionError) as caught:
        await send(ReplayTransport(path), asked)
    assert "POST /v/<>/[redacted] has no answer" in str(caught.value)
    assert not [secret for secret in (TOKEN, "x.ie", "Lovelace", "61646140") if secret in str(caught.value)]


async def test_what_counts_can_be_chosen(path: Path) -> None:
    await record(path, (ask("POST", "/a?x=1", {"at": 1}), OK))
    assert await answers(ReplayTransport(path, match=["method", "path"]), ask("POST", "/a?x=2", {"at": 2})) == [200]
    wrong: Any = ["method", "headers"]
    with pytest.raises(ValueError, match="match must be some of method, path, query, body, not headers"):
        ReplayTransport(path, match=wrong)


async def test_the_code_that_was_recorded_replays_with_its_own_addresses(path: Path) -> None:
    """And with the stand-ins that it reads in answers."""
    await record(
        path,
        (ask("GET", "/v?email=ada@x.ie"), json_response(200, ["bob@x.ie"])),
        (ask("POST", "/v", ["bob@x.ie", "to ada@x.ie"]), OK),
    )
    replay = ReplayTransport(path)
    [bob] = json.loads((await send(replay, ask("GET", "/v?email=ada@x.ie"))).body)
    assert bob == "user-2@example.com"
    assert (await send(replay, ask("POST", "/v", [bob, "to ADA@x.ie"]))).status == 200


@pytest.mark.parametrize(
    "asked", [["bob@x.ie", "bob@x.ie"], ["cy@x.ie", "ada@x.ie"]], ids=["one for two", "another than before"]
)
async def test_addresses_may_not_change_who_is_who(path: Path, asked: list[str]) -> None:
    await record(path, (ask("GET", "/v?email=ada@x.ie"), OK), (ask("POST", "/v", ["ada@x.ie", "bob@x.ie"]), OK))
    replay = ReplayTransport(path)
    await send(replay, ask("GET", "/v?email=ada@x.ie"))
    with pytest.raises(AssertionError, match=r"number 2 of 2, POST /v, has the e-mail addresses of other people$"):
        await send(replay, ask("POST", "/v", asked))


async def test_a_token_that_was_sent_once_is_known_afterwards(path: Path) -> None:
    """As when it was recorded: also where nothing says that it is one."""
    requests = [ask("POST", "/a", {"access_token": "abcdefgh1"}), ask("GET", "/a/abcdefgh1")]
    await record(path, *((request, OK) for request in requests))
    assert await answers(ReplayTransport(path), *requests) == [200, 200]


# The file


async def test_a_last_line_that_a_crash_cut_is_left_out(path: Path) -> None:
    await record(path, (ask(), OK), (ask(), OK))
    path.write_bytes(path.read_bytes()[:-20])
    replay = ReplayTransport(path)
    await send(replay, ask())
    replay.assert_all_used()


@pytest.mark.parametrize("line", ["no JSON", "[]", "{}"])
async def test_a_file_that_is_no_cassette_says_where(path: Path, line: str) -> None:
    await record(path, (ask(), OK))
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(ValueError, match=r"^line 2 of .* is no recorded exchange: record it again$"):
        ReplayTransport(path)


async def test_a_program_runs_again_without_the_workspace(path: Path) -> None:
    """The same code against the simulator and against what was recorded of it."""

    def client(transport: Transport) -> AbstractAsyncContextManager[Intercom]:
        return Intercom("secret-token", transport=transport, rate_limit=None)

    async def program(intercom: Intercom) -> list[str | None]:
        for name in ("ada", "bob"):
            await intercom.contacts.create(ContactChanges(email=f"{name}@example.org", name=name))
        return [contact.email async for contact in intercom.contacts.list(per_page=1)]

    simulator = Simulator(token="secret-token")
    async with client(RecordingTransport(SimulatorTransport(simulator), path)) as intercom:
        recorded = await program(intercom)
    replay = ReplayTransport(path)
    async with client(replay) as intercom:
        replayed = await program(intercom)
    replay.assert_all_used()
    people = {"ada@example.org": "user-1@example.com", "bob@example.org": "user-2@example.com"}
    assert replayed == [people[email or ""] for email in recorded]
    assert not [secret for secret in ("secret-token", "example.org") if secret in path.read_text()]
