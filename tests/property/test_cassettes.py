"""Any exchange: nothing secret of it is on its cassette, and it comes back as it was."""

import asyncio
import base64
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import attrs
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.testing.values import TIMEOUT
from intercom_async.transports.base import Transport
from intercom_async.transports.memory import MemoryTransport
from intercom_async.transports.replay import RecordingTransport, ReplayTransport

STAND_IN = re.compile(r"user-\d+@example\.com")


@attrs.frozen
class Made:
    """Exchanges and every secret that was put into them."""

    exchanges: list[tuple[HttpRequest, HttpResponse]]
    token: str
    people: list[str]


@attrs.frozen
class Place:
    """Where a secret goes: the number of the secret and the text around it."""

    number: int
    before: str = ""
    after: str = ""

    def fill(self, secrets: list[str]) -> str:
        return f"{self.before}{secrets[self.number % len(secrets)]}{self.after}"


@attrs.frozen
class Plan:
    """One exchange without its secrets."""

    method: str
    path: list[Place]
    query: list[tuple[Place, Place]]
    header: Place
    #: Of the request and of the answer: JSON, or a text in some form.
    bodies: tuple[Any, Any]

    def fill(self, secrets: list[str], token: str) -> tuple[HttpRequest, HttpResponse]:
        path = "/".join(quote(part.fill(secrets), safe="") for part in self.path)
        query = "&".join(f"{quote(a.fill(secrets))}={quote(b.fill(secrets), safe='')}" for a, b in self.query)
        header = "".join(filter(str.isprintable, self.header.fill(secrets)))
        asked, answered = (filled_body(body, secrets) for body in self.bodies)
        given = Headers([("Authorization", f"Bearer {token}"), ("X-Given", header)])
        request = HttpRequest(self.method, f"https://h.invalid/{path}?{query}", given, asked)
        return request, HttpResponse(200, Headers([("X-Given", header), ("Set-Cookie", token)]), answered)


FORMS: Mapping[str, Callable[[str], bytes]] = {
    "text": str.encode,
    "quoted": lambda text: quote(text).encode(),
    "binary": lambda text: b"\xff" + text.encode(),
}


def filled_body(body: Any, secrets: list[str]) -> bytes:
    if isinstance(body, tuple) and body[0] in FORMS:
        return FORMS[body[0]](body[1].fill(secrets))
    return json.dumps([filled(body, secrets)]).encode()


def filled(value: Any, secrets: list[str]) -> Any:
    if isinstance(value, Place):
        return value.fill(secrets)
    if isinstance(value, list):
        return [filled(item, secrets) for item in value]
    if isinstance(value, dict):
        return {name.fill(secrets): filled(item, secrets) for name, item in value.items()}
    return value


def plans(places: SearchStrategy[Place], *, forms: bool) -> SearchStrategy[list[Plan]]:
    leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | places
    bodies = st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(places, inner, max_size=3),
        max_leaves=6,
    )
    if forms:
        bodies |= st.tuples(st.sampled_from([*FORMS]), places)
    parts, pairs = st.lists(places, max_size=2), st.lists(st.tuples(places, places), max_size=2)
    methods = st.sampled_from(["GET", "POST"])
    return st.lists(st.builds(Plan, methods, parts, pairs, places, st.tuples(bodies, bodies)), min_size=1, max_size=3)


def made(plans: list[Plan], people: list[str], token: str, *, loose: bool) -> Made:
    secrets = [*people, token] if loose else people
    return Made([plan.fill(secrets, token) for plan in plans], token, people)


numbers = st.integers(0, 4)
noise = st.text(st.characters(codec="utf-8"), max_size=8)
anywhere = st.builds(Place, numbers) | st.builds(Place, numbers, noise, noise)
apart = st.builds(Place, numbers) | st.builds(Place, numbers, st.just("to "), st.just(" ok"))
#: Never a number: one in a body may be the same by chance.
tokens = st.text(st.sampled_from("abcXYZ019-._~+/="), min_size=12, max_size=40).map("Z{}".format)
anybody = st.emails().filter(lambda address: not address.lower().endswith("example.com"))
plain = st.from_regex(r"[a-z]{1,8}[0-9]?@[a-z]{1,8}\.(org|ie)", fullmatch=True)


def crowd(people: SearchStrategy[str]) -> SearchStrategy[list[str]]:
    return st.lists(people, min_size=1, max_size=4)


def through(transport: Transport, made: Made) -> list[HttpResponse]:
    async def main() -> list[HttpResponse]:
        return [await transport.send(request, timeout=TIMEOUT, max_bytes=10**6) for request, _ in made.exchanges]

    return asyncio.run(main())


def record(made: Made, path: Path) -> str:
    answers = [response for _, response in made.exchanges]
    assert through(RecordingTransport(MemoryTransport.script(answers), path), made) == answers
    return path.read_text("utf-8")


def strings(value: object) -> Iterator[str]:
    """Every text in a JSON value, decoded."""
    if isinstance(value, dict):
        if "base64" in value:
            yield base64.b64decode(value["base64"]).decode("latin-1")
        for name, inner in value.items():
            yield from (name, *strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    else:
        yield str(value)


@given(made=st.builds(lambda *parts: made(*parts, loose=True), plans(anywhere, forms=True), crowd(anybody), tokens))
def test_no_secret_is_on_a_cassette(made: Made) -> None:
    """Wherever it stood, whatever stood around it, however it was written."""
    with tempfile.TemporaryDirectory() as folder:
        written = record(made, Path(folder) / "cassette.jsonl")
    for line in written.split("\n")[:-1]:
        everything = [written, *strings(json.loads(line))]
        for text in (form.lower() for found in everything for form in (found, unquote(found))):
            assert not [token for token in [made.token] if token.lower() in text]
            assert not [person for person in made.people if person.lower() in text]


@given(made=st.builds(lambda *parts: made(*parts, loose=False), plans(apart, forms=False), crowd(plain), tokens))
def test_what_was_recorded_comes_back(made: Made) -> None:
    """With one stand-in for each person, the same in every exchange, and nothing else changed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cassette.jsonl"
        record(made, path)
        replay = ReplayTransport(path)
        again = through(replay, made)
        replay.assert_all_used()
    people: dict[str, str] = {}
    for (_, before), after in zip(made.exchanges, again, strict=True):
        old = [*strings(json.loads(before.body)), before.headers["x-given"]]
        new = [*strings(json.loads(after.body)), after.headers["x-given"]]
        for one, other in zip(old, new, strict=True):
            for person in made.people:
                if person in one.split():
                    [stand_in] = STAND_IN.findall(other)
                    assert people.setdefault(person, stand_in) == stand_in
                    assert other == one.replace(person, stand_in)
                    break
            else:
                assert one == other
    assert len({*people.values()}) == len(people)
