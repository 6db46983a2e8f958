"""What a client is made of: every option checked when it is given, the environment, and headers as they go out."""

import os
import platform
import ssl
from importlib.metadata import version as installed
from typing import Any

import aiohttp
import pytest
from support.paging_clients import pages_of

from intercom_async import Hooks, Intercom, Region, RetryPolicy, Timeout, Version
from intercom_async.http import REDACTED
from intercom_async.json_codec import STDLIB
from intercom_async.rate_limit.base import Lane
from intercom_async.rate_limit.gate import shared_gate
from intercom_async.retry import NO_RETRY

NONE: Any = None


def made(**options: Any) -> Intercom:
    return Intercom(**{"token": "t", **options})


SECRET = "s3cr3t"
BAD: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"token": ""}, ValueError, "access token is empty"),
    ({"token": "  "}, ValueError, "access token is empty"),
    ({"token": f"Bearer {SECRET}"}, ValueError, "without the word 'Bearer'"),
    ({"token": f"{SECRET}\nx"}, ValueError, "white space"),
    ({"token": f"{SECRET}é"}, ValueError, "cannot be sent in a header"),
    ({"token": SECRET.encode()}, TypeError, "token must be str, not bytes"),
    ({"version": "2"}, ValueError, "unknown API version '2'"),
    ({"version": 2.16}, TypeError, "version must be str, not float"),
    ({"region": "mars"}, ValueError, r"unknown region 'mars': use one of \['us', 'eu', 'au'\]"),
    ({"region": 1}, ValueError, "unknown region 1"),
    ({"region": "eu", "base_url": "https://x.example"}, ValueError, "give region or base_url, not both"),
    ({"base_url": 1}, ValueError, "base_url must be like"),
    ({"base_url": "api.intercom.io"}, ValueError, "base_url must be like"),
    ({"base_url": "ftp://api.intercom.io"}, ValueError, "base_url must be like"),
    ({"base_url": "https://api.intercom.io?x=1"}, ValueError, "base_url must be like"),
    ({"base_url": "https://api.intercom.io/ a"}, ValueError, "base_url must be like"),
    ({"base_url": "https://api.intercom.io:99999"}, ValueError, "base_url must be like"),
    ({"base_url": "https://api.intercom.io:0"}, ValueError, "base_url must be like"),
    ({"base_url": "https://[api"}, ValueError, "base_url must be like"),
    ({"base_url": f"https://user:{SECRET}@api.intercom.io"}, ValueError, "must not hold credentials"),
    ({"base_url": "http://api.intercom.io"}, ValueError, "must use https"),
    ({"base_url": "http://localhost.example.com"}, ValueError, "must use https"),
    ({"base_url": "http://10.0.0.1"}, ValueError, "must use https"),
    ({"timeout": 0}, ValueError, "connect must be more than 0"),
    ({"timeout": "5"}, TypeError, "connect must be seconds or None, not str"),
    ({"timeout": True}, TypeError, "connect must be seconds or None, not bool"),
    ({"timeout": float("nan")}, ValueError, "connect must be more than 0"),
    ({"deadline": 0}, ValueError, "deadline must be more than 0"),
    ({"deadline": "1"}, TypeError, "deadline must be seconds or None, not str"),
    ({"retry": 3}, TypeError, "retry must be RetryPolicy, not int"),
    ({"rate_limit": 100}, TypeError, r"rate_limit must be an object with acquire\(\), not int"),
    ({"rate_limit_key": ""}, ValueError, "rate_limit_key must not be empty"),
    ({"rate_limit_key": 1}, TypeError, "rate_limit_key must be str, not int"),
    ({"lane": "fast"}, ValueError, "lane must be 'interactive' or 'bulk', not 'fast'"),
    ({"transport": "http"}, TypeError, r"transport must be an object with send\(\), not str"),
    ({"session": "s"}, TypeError, r"session must be an object with request\(\), not str"),
    ({"connector": "c"}, TypeError, "connector must be a callable"),
    ({"proxy": "localhost:8080"}, ValueError, "proxy must be a URL"),
    ({"proxy": 8080}, TypeError, "proxy must be str, not int"),
    ({"headers": [("a", "b")]}, TypeError, "headers must be Mapping, not list"),
    ({"headers": {"X-A": 1}}, TypeError, "header X-A must be text, not int"),
    ({"headers": {1: "a"}}, TypeError, "the name of a header must be text, not int"),
    ({"headers": {"authorization": "x"}}, ValueError, "headers must not set authorization"),
    ({"headers": {"Intercom-Version": "2.0"}}, ValueError, "headers must not set Intercom-Version"),
    ({"headers": {"X-A": "a\r\nX-B: b"}}, ValueError, "header X-A holds characters"),
    ({"user_agent_suffix": "a\nb"}, ValueError, "user_agent_suffix holds characters"),
    ({"user_agent_suffix": 1}, TypeError, "user_agent_suffix must be text, not int"),
    ({"hooks": print}, TypeError, "hooks must be Hooks, not builtin_function_or_method"),
    ({"json": "fastest"}, ValueError, "json must be one of"),
    ({"json": 1}, TypeError, r"json must be an object with loads\(\), not int"),
    ({"drift": "none"}, ValueError, "drift must be 'sample' or 'all'"),
    ({"clock": 1.0}, TypeError, r"clock must be an object with sleep\(\), not float"),
    ({"max_response_bytes": 0}, ValueError, "max_response_bytes must be more than 0"),
    ({"max_response_bytes": "1"}, TypeError, "max_response_bytes must be a number of bytes, not str"),
]


@pytest.mark.parametrize(
    ("options", "kind", "message"), BAD, ids=[f"{n}={v!r}"[:50] for o, _, _ in BAD for n, v in [*o.items()][:1]]
)
def test_a_bad_option_is_one_clear_error(options: dict[str, Any], kind: type[Exception], message: str) -> None:
    """At once, and without showing what may be secret."""
    with pytest.raises(kind, match=message) as caught:
        made(**options)
    assert SECRET not in str(caught.value)


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@pytest.mark.parametrize(
    "beside", [{"session": object()}, {"connector": _tls}, {"proxy": "http://p:1"}, {"ssl": False}]
)
def test_a_transport_stands_alone(beside: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="transport= stands alone"):
        made(transport=pages_of([]), **beside)


async def test_a_session_has_its_connector() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(ValueError, match="session and connector exclude each other"):
            made(session=session, connector=aiohttp.TCPConnector)
        with pytest.raises(TypeError, match="connector must be a callable"):
            made(connector=session.connector)


GOOD: list[tuple[dict[str, Any], str, object]] = [
    ({}, "base_url", "https://api.intercom.io"),
    ({"region": "EU"}, "base_url", "https://api.eu.intercom.io"),
    ({"region": Region.AU}, "base_url", "https://api.au.intercom.io"),
    ({"base_url": "https://proxy.example/intercom/"}, "base_url", "https://proxy.example/intercom"),
    ({"base_url": "http://127.0.0.1:8080"}, "base_url", "http://127.0.0.1:8080"),
    ({"base_url": "http://[::1]:8080"}, "base_url", "http://[::1]:8080"),
    ({"base_url": "http://localhost"}, "base_url", "http://localhost"),
    ({}, "version", Version("2.16")),
    ({"version": "2.17"}, "version", Version("2.17")),
    ({"version": Version("1.0")}, "version", Version("1.0")),
    ({"version": "unstable"}, "version", Version("Preview")),
    ({"timeout": None}, "timeout", Timeout()),
    ({"timeout": 5}, "timeout", Timeout(connect=5, read=5)),
    ({"timeout": Timeout(connect=1, read=None)}, "timeout", Timeout(connect=1, read=None)),
    ({"deadline": 1.5}, "deadline", 1.5),
    ({}, "retry", RetryPolicy().attempts),
    ({"retry": None}, "retry", NO_RETRY),
    ({"lane": "bulk"}, "lane", Lane.BULK),
    ({"lane": Lane.BULK}, "lane", Lane.BULK),
    ({"headers": {"X-A": "b"}}, "headers", (("X-A", "b"),)),
    ({"max_response_bytes": 10}, "max_response_bytes", 10),
]


@pytest.mark.parametrize(("options", "name", "value"), GOOD)
def test_a_good_option_is_taken(options: dict[str, Any], name: str, value: object) -> None:
    found = getattr(made(**options).core.config, name)
    assert (found.attempts if isinstance(value, int) and name == "retry" else found) == value


def test_the_environment_is_read_when_a_client_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """And only then; what is given goes first."""
    with pytest.raises(ValueError, match="INTERCOM_ACCESS_TOKEN"):
        Intercom()
    monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", "from-environment")
    monkeypatch.setenv("INTERCOM_BASE_URL", "http://127.0.0.1:1")
    client = Intercom()
    monkeypatch.delenv("INTERCOM_ACCESS_TOKEN")
    monkeypatch.setenv("INTERCOM_BASE_URL", "")
    assert client.core.quota_key == made(token="from-environment").core.quota_key
    assert (client.base_url, client.version) == ("http://127.0.0.1:1", Version("2.16"))
    assert made().base_url == "https://api.intercom.io"
    monkeypatch.setenv("INTERCOM_BASE_URL", "http://elsewhere.example")
    assert made(region="eu").base_url == "https://api.eu.intercom.io"
    with pytest.raises(ValueError, match="must use https"):
        made()


def test_a_repr_shows_no_secret() -> None:
    assert repr(made(token=SECRET)) == "<Intercom 2.16 at https://api.intercom.io>"
    assert SECRET not in repr(made(token=SECRET).core)


def test_clients_of_one_token_share_a_quota() -> None:
    first, second, other, named = made(), made(), made(token="u"), made(rate_limit_key="team")
    assert first.core.limiter is second.core.limiter
    assert first.core.limiter is not other.core.limiter
    assert named.core.limiter is made(token="v", rate_limit_key="team").core.limiter
    assert named.core.limiter is shared_gate("team")
    assert made(rate_limit=None).core.limiter is None
    assert made(rate_limit=shared_gate("own")).core.limiter is shared_gate("own")


def test_a_codec_of_ones_own_is_taken() -> None:
    assert made(json=STDLIB).core.json is STDLIB


async def test_headers_go_out_as_expected() -> None:
    """A version always, a content type only with a body, the agent with its suffix."""
    transport = pages_of([{"type": "admin", "id": "1"}, {"type": "contact", "id": "1"}])
    client = made(transport=transport, user_agent_suffix="crm/2", headers={"X-Team": "growth"}, rate_limit=None)
    agent = f"intercom-async/{installed('intercom-async')} python/{platform.python_version()} crm/2"
    await client.admins.me()
    await client.request("POST", "/contacts", json={"email": "a@example.com"})
    expected = {
        "Accept": "application/json",
        "User-Agent": agent,
        "X-Team": "growth",
        "Intercom-Version": "2.16",
        "Authorization": "Bearer t",
    }
    plain, with_body = transport.requests
    assert dict(plain.headers.pairs) == expected
    assert dict(with_body.headers.pairs) == {**expected, "Content-Type": "application/json"}
    assert plain.body is None
    assert with_body.body is not None
    assert (REDACTED in repr(plain), "Bearer" in repr(plain)) == (True, False)


async def test_a_header_of_ones_own_replaces_the_agent() -> None:
    transport = pages_of([{"type": "admin", "id": "1"}])
    await made(transport=transport, headers={"User-Agent": "mine"}, rate_limit=None).admins.me()
    (sent,) = transport.requests
    assert sent.headers.get_all("User-Agent") == ("mine",)


async def test_a_provider_is_asked_when_a_token_is_needed() -> None:
    transport = pages_of([{"type": "admin", "id": "1"}] * 2)
    asked: list[int] = []

    async def provide() -> str:
        asked.append(1)
        return "provided"

    client = made(token=provide, transport=transport, rate_limit=None)
    assert asked == []
    await client.admins.me()
    await client.admins.me()
    assert asked == [1]
    assert {each.headers["authorization"] for each in transport.requests} == {"Bearer provided"}


async def test_differences_reach_the_hook() -> None:
    """One that raises harms nothing; each is counted too."""
    records: list[Any] = []

    def watch(record: Any) -> None:
        records.append(record)
        raise RuntimeError

    transport = pages_of([{"type": "admin", "id": "1", "avatar": ["not an avatar"]}])
    client = made(transport=transport, hooks=Hooks(drift=watch), rate_limit=None)
    admin = await client.admins.me()
    assert admin.unfit == {"avatar": ["not an avatar"]}
    assert [(each.model, each.field) for each in records] == [("CurrentAdmin", "avatar")]
    assert client.drift.report() == [(records[0], 1)]


async def test_every_answer_is_checked_when_that_is_asked_for() -> None:
    body = {"type": "admin", "id": "1", "name": 7}
    assert await _differences(body, drift="all") == 1
    assert await _differences(body) == 0


async def _differences(body: object, **options: Any) -> int:
    client = made(transport=pages_of([body]), rate_limit=None, **options)
    await client.admins.me()
    return len(client.drift.report())


def test_no_developers_token_is_in_sight() -> None:
    assert not [name for name in os.environ if name.startswith("INTERCOM_ACC")]
