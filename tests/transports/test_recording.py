"""Recording: the cases of every transport, and what stands on a cassette."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from support.cassettes import OK, ROOT, ask, record, send
from support.in_memory import MemoryCases

from intercom_async.http import BodyStream, Headers, HttpRequest, HttpResponse
from intercom_async.testing.values import TOKEN
from intercom_async.transports.base import Transport
from intercom_async.transports.memory import MemoryTransport, json_response
from intercom_async.transports.replay import RecordingTransport, ReplayTransport


class TestRecordingTransport(MemoryCases):
    """It changes nothing of what goes through it."""

    @pytest.fixture(autouse=True)
    def _cassette(self, tmp_path: Path) -> None:
        self.path = tmp_path / "cassette.jsonl"

    def wrap(self, transport: Transport) -> Transport:
        return RecordingTransport(transport, self.path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cassette.jsonl"


# What stands on a cassette


async def test_a_line_reads_like_the_exchange(path: Path) -> None:
    answer = json_response(200, {"id": "1", "name": "Zoë"}, headers={"X-Request-Id": "r1", "Content-Length": "9"})
    [line] = await record(path, (ask("POST", "/contacts?a=1&a=2&b", {"name": "Zoë"}, Accept="*/*"), answer))
    assert line == {
        "request": {
            "method": "POST",
            "path": "/contacts",
            "query": [["a", "1"], ["a", "2"], ["b", ""]],
            "headers": [["Authorization", "[redacted]"], ["Accept", "*/*"]],
            "body": {"json": {"name": "Zoë"}},
        },
        "response": {
            "status": 200,
            "headers": [["Content-Type", "application/json; charset=utf-8"], ["X-Request-Id", "r1"]],
            "body": {"json": {"id": "1", "name": "Zoë"}},
        },
        "error": None,
    }
    assert "Zoë" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (b"", None),
        (b"plain Zo\xc3\xab", {"text": "plain Zoë"}),
        (b"12.50", {"text": "12.50"}),
        (b'{"a": 1, "a": 2}', {"text": '{"a": 1, "a": 2}'}),
        (b"[1e999]", {"text": "[1e999]"}),
        (b"[" * 100_000, {"text": "[" * 100_000}),
        (b'{"a": ', {"text": '{"a": '}),
        (b"\xff\xfe", {"base64": "//4="}),
        (b'["\\ud800"]', {"json": ["\ud800"]}),
    ],
    ids=["empty", "text", "number", "name twice", "infinite", "deep", "cut", "binary", "half a pair"],
)
async def test_a_body_stands_there_as_it_reads_best_and_comes_back(path: Path, body: bytes, content: object) -> None:
    [line] = await record(path, (ask(), HttpResponse(200, Headers(), body)))
    assert line["response"]["body"] == content
    assert (await send(ReplayTransport(path), ask())).body == body


PEOPLE = {
    "whole": ({"email": "ada@example.org"}, {"email": "user-1@example.com"}),
    "in another case": (["Ada@Example.org", "ada@example.org"], ["user-1@example.com", "user-1@example.com"]),
    "inside a text": (["Ada <ada@example.org>, o'hara@x.ie."], ["Ada <user-1@example.com>, user-2@example.com."]),
    "in HTML": (
        ["<a href='mailto:a@x.ie'>a@x.ie</a>"],
        ["<a href='mailto:user-1@example.com'>user-1@example.com</a>"],
    ),
    "in a link": (
        {"next": "https://h/c?email=ada%2Bb%40x.ie&p=2", "of": "ada+b@x.ie"},
        {"next": "https://h/c?email=user-1%40example.com&p=2", "of": "user-1@example.com"},
    ),
    "as a name": ({"ada@x.ie": 1}, {"user-1@example.com": 1}),
    "unusual": (
        ["a/b!c@x.ie", "to ?#@x.ie", "jörg@exämple.de"],
        ["user-1@example.com", "to user-2@example.com", "user-3@example.com"],
    ),
    "at an address": (["ada@[127.0.0.1]"], ["user-1@example.com"]),
    "nobody": (["@ada", "5 @ 3", "a @b", 7, None, True], ["@ada", "5 @ 3", "a @b", 7, None, True]),
}


@pytest.mark.parametrize(("body", "written"), PEOPLE.values(), ids=PEOPLE)
async def test_people_have_stand_ins(path: Path, body: object, written: object) -> None:
    [line] = await record(path, (ask(), json_response(200, body)))
    assert line["response"]["body"] == {"json": written}


async def test_a_person_is_the_same_everywhere(path: Path) -> None:
    """In path, query, header and body, of request and answer, of every exchange."""
    body = {"email": "bob@x.ie", "cc": "ada@x.ie"}
    [one, other] = await record(
        path,
        (ask("GET", "/v/ada%40x.ie?email=ada%40x.ie", **{"X-For": "ada@x.ie"}), json_response(200, body)),
        (HttpRequest("POST", ROOT, Headers(), b"mail {bob\\u0040x.ie, a%40x.ie"), OK),
    )
    assert one["request"]["path"] == "/v/user-1@example.com"
    assert one["request"]["query"] == [["email", "user-1@example.com"]]
    assert one["request"]["headers"][1] == ["X-For", "user-1@example.com"]
    assert one["response"]["body"] == {"json": {"email": "user-2@example.com", "cc": "user-1@example.com"}}
    assert other["request"]["body"] == {"text": "mail {user-2\\u0040example.com, user-3%40example.com"}


async def test_tokens_are_redacted_wherever_they_stand(path: Path) -> None:
    jwt = "eyJhbGciOiJI.eyJzdWIiOi.c2lnbmF0dXJl"
    secrets = {"access_token": "abcdefgh/1", "client_secret": "short", "code": "c0de-of-auth", "type": "Bearer"}
    cookies = {"Set-Cookie": "session=abc", "X-Hub-Signature": "sha1=0", "X-Echo": f"{TOKEN} abcdefgh%2F1"}
    answer = json_response(200, [TOKEN, jwt], headers=cookies)
    lines = await record(
        path,
        (ask("POST", f"/echo/{TOKEN}?t={TOKEN}&token=abcdefghi", secrets), answer),
        (ask("POST", "/x", {"code": "c", "n": "abcdefgh/1", "token": 5}), json_response(200, ["Bearer a1b2c3d4e5"])),
        (HttpRequest("POST", ROOT, Headers(), b"client_secret=abc&x=1 dG9rOmFiY2RlZmdo"), OK),
    )
    first, second, third = lines
    assert first["request"]["path"] == "/echo/[redacted]"
    assert first["request"]["query"] == [["t", "[redacted]"], ["token", "[redacted]"]]
    redacted = dict.fromkeys(["access_token", "client_secret", "code"], "[redacted]")
    assert first["request"]["body"] == {"json": {**redacted, "type": "Bearer"}}
    assert [value for _, value in first["response"]["headers"][1:]] == [*["[redacted]"] * 2, "[redacted] [redacted]"]
    assert first["response"]["body"] == {"json": ["[redacted]"] * 2}
    # a short secret is taken out of its own place alone; a code beside one is one
    assert second["request"]["body"] == {"json": {"code": "[redacted]", "n": "[redacted]", "token": 5}}
    assert second["response"]["body"] == {"json": ["Bearer [redacted]"]}
    assert third["request"]["body"] == {"text": "client_secret=[redacted]&x=1 [redacted]"}


async def test_the_code_of_an_error_is_no_secret(path: Path) -> None:
    body = {"type": "error.list", "errors": [{"code": "not_found"}]}
    [line] = await record(path, (ask(), json_response(404, body)))
    assert line["response"]["body"] == {"json": body}


async def test_a_secret_in_a_body_that_is_no_text_is_found(path: Path) -> None:
    [line] = await record(path, (ask(), HttpResponse(200, Headers(), b"\xff ada@x.ie")))
    assert line["response"]["body"] == {"base64": "/yB1c2VyLTFAZXhhbXBsZS5jb20="}


async def test_own_rules_go_first(path: Path) -> None:
    def no_phones(text: str) -> str:
        return text.replace("+3531", "+0")

    [line] = await record(path, (ask("GET", "/p/+3531"), json_response(200, {"phone": "+3531"})), scrub=[no_phones])
    assert line["request"]["path"] == "/p/+0"
    assert line["response"]["body"] == {"json": {"phone": "+0"}}
    assert (await send(ReplayTransport(path, scrub=[no_phones]), ask("GET", "/p/+3531"))).status == 200


async def test_a_recording_begins_anew_and_each_exchange_is_there_at_once(path: Path) -> None:
    path.write_text("old\n")
    recording = RecordingTransport(MemoryTransport(lambda request: OK), path)
    assert path.read_bytes() == b""
    for count in (1, 2):
        await send(recording, ask())
        assert path.read_bytes().count(b"\n") == count


async def produce() -> AsyncIterator[bytes]:
    yield b'{"a":'
    yield b"1}"


async def test_a_produced_body_is_written_down_as_it_was_sent(path: Path) -> None:
    recording = RecordingTransport(MemoryTransport(lambda request: OK), path)
    await send(recording, HttpRequest("POST", ROOT, Headers(), BodyStream(produce, 7)))
    assert json.loads(path.read_text())["request"]["body"] == {"json": {"a": 1}}
    produced = HttpRequest("POST", ROOT, Headers(), BodyStream(produce))
    assert (await send(ReplayTransport(path), produced)).status == 200
