"""The httpx2 transport: the cases of every transport with sockets, and what is httpx2's alone."""

import asyncio
import importlib
import logging
import os
import socket
import ssl
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import httpx2
import pytest

from intercom_async.errors import ClientClosedError, ConnectionFailedError, ConnectionLostError, MissingExtraError
from intercom_async.http import BodyStream, Headers, HttpRequest, HttpResponse
from intercom_async.testing.server import RawServer, chunked_head
from intercom_async.testing.sockets import SocketCases, behaviour, writing
from intercom_async.testing.values import PLENTY, SECRETS, TIMEOUT, Fault, Served, assert_discreet
from intercom_async.transports.httpx2 import Httpx2Transport


class TestHttpx2Transport(SocketCases):
    def make(self) -> Httpx2Transport:
        return Httpx2Transport()

    def make_narrow(self) -> Httpx2Transport:
        return Httpx2Transport(connections=1)


@asynccontextmanager
async def serving(transport: Httpx2Transport, *answers: HttpResponse | Fault) -> AsyncGenerator[Served]:
    async with RawServer([behaviour(answer) for answer in answers]) as server, aclosing(transport):
        yield Served(transport, server.url, server.requests)


# What it is built with


def test_without_httpx2_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx2", None)
    monkeypatch.delitem(sys.modules, "intercom_async.transports.httpx2")
    with pytest.raises(MissingExtraError, match=r"pip install 'intercom-async\[httpx2\]'"):
        importlib.import_module("intercom_async.transports.httpx2")


@pytest.mark.parametrize("options", [{"proxy": "http://127.0.0.1:9"}, {"ssl": False}], ids=["proxy", "ssl"])
async def test_a_client_stands_alone(options: dict[str, Any]) -> None:
    async with httpx2.AsyncClient() as client:
        with pytest.raises(ValueError, match="client stands alone"):
            Httpx2Transport(client, **options)


def test_no_connections_are_none() -> None:
    with pytest.raises(ValueError, match="1 or more, not 0"):
        Httpx2Transport(connections=0)


async def test_the_environment_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    async with serving(Httpx2Transport()) as served:
        assert (await served.send()).body == b"ok"


@pytest.mark.parametrize("fault", [None, Fault.BREAK, Fault.HOLD], ids=str)
async def test_no_connection_stays_taken(fault: Fault | None) -> None:
    """After an answer, a break and a cancelled call alike."""
    transport = Httpx2Transport(connections=7)
    async with serving(transport, *([fault] if fault else [])) as served:
        call = asyncio.create_task(served.send())
        await served.requests.reach(1)
        if fault is Fault.HOLD:
            call.cancel()
        await asyncio.wait([call])
        [pool] = transport._loops.held
        assert pool._free is not None
        assert pool._free._value == 7
        assert not pool._begun
        assert not pool._queued
        assert not pool._reading


async def test_a_header_may_hold_any_text() -> None:
    async with serving(Httpx2Transport(), HttpResponse(200, Headers([("X-Name", "Zoë")]))) as served:
        request = HttpRequest("GET", served.url, Headers([("X-Name", "Zoë")]))
        assert (await served.send(request)).headers["x-name"] == "Zoë"
    assert served.requests[0].headers["x-name"].encode("latin-1").decode() == "Zoë"


async def test_a_header_that_would_begin_another_is_refused_and_not_shown() -> None:
    async with serving(Httpx2Transport()) as served:
        request = HttpRequest("GET", f"{served.url}/contacts", Headers([("X-Name", "Lovelace\r\nX-Other: 1")]))
        with pytest.raises(ConnectionFailedError, match="cannot be written as HTTP") as caught:
            await served.send(request)
        assert_discreet(caught.value)
    assert not served.requests


# The way to the server


async def test_a_host_that_does_not_exist() -> None:
    async with aclosing(Httpx2Transport()) as transport, RawServer() as server:
        with pytest.raises(ConnectionFailedError, match=r"cannot find the host \(.+\)") as caught:
            await Served(transport, "https://intercom.invalid", server.requests).send()
        assert_discreet(caught.value)


async def test_nobody_listening_at_any_address_is_said_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each address of a name is tried; what the first of them said is the reason."""
    async with RawServer() as server:
        pass

    def resolve(*_: object, **__: object) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, server.port)) for host in ("127.0.0.1", "127.0.0.2")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    async with aclosing(Httpx2Transport()) as transport:
        with pytest.raises(ConnectionFailedError, match=r"cannot connect \(.+\)") as caught:
            await Served(transport, f"http://intercom.invalid:{server.port}", server.requests).send()
        assert_discreet(caught.value)


async def test_an_error_without_a_reason_has_its_words() -> None:
    """A transport inside a given client may raise httpx2's errors bare."""

    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("")

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(refuse)) as client, RawServer() as server:
        with pytest.raises(ConnectionFailedError, match=r"cannot connect$"):
            await Served(Httpx2Transport(client), "http://intercom.invalid", server.requests).send()


@pytest.mark.parametrize(
    "url", ["ftp://intercom.invalid/contacts?email=ada%40example.org", "http:///contacts?x=1", "http://x\n/contacts"]
)
async def test_an_address_that_cannot_be_asked(url: str) -> None:
    async with aclosing(Httpx2Transport()) as transport:
        with pytest.raises(ConnectionFailedError, match="address") as caught:
            await transport.send(HttpRequest("GET", url, Headers()), timeout=TIMEOUT, max_bytes=PLENTY)
        assert_discreet(caught.value)


async def test_a_proxy_is_asked_for_the_whole_address() -> None:
    async with RawServer() as server, aclosing(Httpx2Transport(proxy=server.url)) as transport:
        response = await Served(transport, "http://intercom.invalid", server.requests).send()
    assert response.body == b"ok"
    assert server.requests[0].target.startswith("http://intercom.invalid/contacts")


async def test_a_proxy_that_refuses_is_no_connection() -> None:
    """And its credentials are not shown."""
    async with RawServer([behaviour(HttpResponse(403, Headers()))]) as server:
        proxy = server.url.replace("//", "//ada:Lovelace@")
        async with aclosing(Httpx2Transport(proxy=proxy)) as transport:
            with pytest.raises(ConnectionFailedError, match="the proxy refused") as caught:
                await Served(transport, "https://intercom.invalid", server.requests).send()
    assert server.requests[0].method == "CONNECT"
    assert "proxy-authorization" in server.requests[0].headers
    assert_discreet(caught.value)


async def test_a_proxy_that_is_away_is_no_connection() -> None:
    async with RawServer() as server:
        pass
    async with aclosing(Httpx2Transport(proxy=server.url)) as transport:
        with pytest.raises(ConnectionFailedError, match="cannot connect to the proxy") as caught:
            await Served(transport, "https://intercom.invalid", server.requests).send()
    assert_discreet(caught.value)


def anonymous_tls(side: Any) -> ssl.SSLContext:
    """Make TLS that needs no certificate."""
    context = ssl.SSLContext(side)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("aNULL:@SECLEVEL=0")
    return context


async def test_tls_is_as_given_and_closes_at_once() -> None:
    async with RawServer(tls=anonymous_tls(ssl.PROTOCOL_TLS_SERVER)) as server:
        transport = Httpx2Transport(ssl=anonymous_tls(ssl.PROTOCOL_TLS_CLIENT))
        served = Served(transport, server.url, server.requests)
        assert server.url.startswith("https:")
        assert (await served.send()).body == b"ok"
        await transport.aclose()
        await server.closed_by_client()


async def test_closing_ends_a_call_that_is_being_connected() -> None:
    """It does not go on to send its request once the server gets round to TLS."""
    async with RawServer() as server:
        transport = Httpx2Transport()
        served = Served(transport, server.url.replace("http:", "https:"), server.requests)
        call = asyncio.create_task(served.send())
        await server.connected.wait()
        await transport.aclose()
        with pytest.raises(ConnectionLostError):
            await call
        await server.closed_by_client()
        assert not server.requests


@pytest.mark.parametrize("error", [TimeoutError("mine"), httpx2.ReadError("mine")], ids=repr)
async def test_what_a_body_raises_is_never_taken_for_the_connections(error: Exception) -> None:
    """Not even when it is what the connection could raise: the body may come from another download."""

    async def produce() -> AsyncIterator[bytes]:
        yield b"1"
        raise error

    async with serving(Httpx2Transport()) as served:
        with pytest.raises(type(error), match="mine"):
            await served.send(served.request("POST", body=BodyStream(produce)))


async def test_closing_once_more_while_calls_end_changes_nothing() -> None:
    transport = Httpx2Transport(connections=1)
    async with serving(transport, Fault.HOLD) as served:
        calls = [asyncio.create_task(served.send()) for _ in range(2)]
        await served.requests.reach(1)
        [pool] = transport._loops.held
        await transport.aclose()
        await pool.end_calls()
        await asyncio.sleep(0)
        await pool.end_calls()
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ConnectionLostError, ClientClosedError]


# A client that was given


async def test_a_given_client_is_used_as_it_is_and_never_closed(caplog: pytest.LogCaptureFixture) -> None:
    """Its headers and hooks serve; its auth, cookies and redirects would make another request of ours."""
    seen: list[str] = []

    async def watch(request: httpx2.Request) -> None:
        seen.append(request.method)

    client = httpx2.AsyncClient(
        headers={"X-Own": "1", "X-Kept": "zero"},
        cookies={"session": "1"},
        auth=("ada", "secret"),
        params={"page": "2"},
        follow_redirects=True,
        event_hooks={"request": [watch]},
        trust_env=False,
    )
    redirect = HttpResponse(302, Headers([("Location", "/elsewhere")]), b"no")
    async with client:
        async with serving(Httpx2Transport(client), redirect) as served:
            with caplog.at_level(logging.INFO, logger="httpx2"):
                assert (await served.send()).body == b"no"
                assert b"".join(await served.download()) == b"ok"
        assert not client.is_closed
        with pytest.raises(ClientClosedError):
            await served.send()
    assert seen == ["GET", "GET"]
    sent = served.requests[0].headers
    assert (sent["x-own"], sent["x-kept"], sent["authorization"]) == ("1", "one", "Bearer dG9rOnNlY3JldA")
    assert "cookie" not in sent
    assert "/contacts" in caplog.text
    assert not [secret for secret in SECRETS if secret in caplog.text]


async def test_what_a_given_client_logs_of_others_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    async with httpx2.AsyncClient(trust_env=False) as client, serving(Httpx2Transport(client)) as served:
        with caplog.at_level(logging.INFO, logger="httpx2"):
            await client.get(f"{served.url}/own?x=1")
            logging.getLogger("httpx2").info("plain")
    assert "/own?x=1" in caplog.text
    assert "plain" in caplog.text


async def test_closing_ends_the_calls_on_a_given_client_and_not_the_client() -> None:
    async with httpx2.AsyncClient(trust_env=False) as client, RawServer([behaviour(Fault.HOLD)]) as server:
        transport = Httpx2Transport(client)
        served = Served(transport, server.url, server.requests)
        call = asyncio.create_task(served.send())
        await served.requests.reach(1)
        await transport.aclose()
        with pytest.raises(ConnectionLostError):
            await call
        assert (await client.get(server.url)).text == "ok"


async def test_reading_a_download_twice_at_once_is_a_mistake() -> None:
    """The block may be left all the same, and its first reader fails."""
    async with (
        RawServer([writing(chunked_head(), hold=True)]) as server,
        aclosing(Httpx2Transport()) as transport,
    ):
        async with transport.stream(HttpRequest("GET", server.url, Headers()), timeout=TIMEOUT) as stream:
            first = asyncio.ensure_future(anext(stream.chunks))
            await asyncio.sleep(0)
            with pytest.raises(RuntimeError, match="already running"):
                await anext(stream.chunks)
        with pytest.raises(ConnectionLostError):
            await first


async def test_a_download_that_is_not_begun_ends_with_the_transport() -> None:
    async with RawServer([writing(chunked_head(), hold=True)]) as server:
        transport = Httpx2Transport()
        async with transport.stream(HttpRequest("GET", server.url, Headers()), timeout=TIMEOUT) as stream:
            await transport.aclose()
            with pytest.raises(ConnectionLostError):
                await anext(stream.chunks)
