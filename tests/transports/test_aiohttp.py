"""The aiohttp transport: the cases of every transport with sockets, and what is aiohttp's alone."""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver

from intercom_async.errors import ClientClosedError, ConnectionFailedError
from intercom_async.http import Headers, HttpRequest, HttpResponse, Timeout
from intercom_async.testing.server import RawServer, chunked_head
from intercom_async.testing.sockets import SocketCases, behaviour, writing
from intercom_async.testing.values import PLENTY, TIMEOUT, Fault, Served, assert_discreet
from intercom_async.transports.aiohttp import AiohttpTransport


def narrow_connector() -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(limit=1)


class TestAiohttpTransport(SocketCases):
    def make(self) -> AiohttpTransport:
        return AiohttpTransport()

    def make_narrow(self) -> AiohttpTransport:
        return AiohttpTransport(connector=narrow_connector)


@asynccontextmanager
async def serving(transport: AiohttpTransport, *answers: HttpResponse | Fault) -> AsyncGenerator[Served]:
    async with RawServer([behaviour(answer) for answer in answers]) as server, aclosing(transport):
        yield Served(transport, server.url, server.requests)


# What it is built with


def test_a_connector_is_refused_where_a_maker_is_due() -> None:
    async def make() -> None:
        async with narrow_connector() as connector:
            given: Any = connector
            with pytest.raises(TypeError, match="must be a function that makes one"):
                AiohttpTransport(connector=given)

    asyncio.run(make())


async def test_a_session_with_a_connector_is_refused() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(ValueError, match="give one of them"):
            AiohttpTransport(session=session, connector=narrow_connector)


async def test_its_session_keeps_no_cookies_and_has_its_own_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed aiodns or a proxy in the environment changes nothing."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setattr("aiohttp.connector.DefaultResolver", aiohttp.AsyncResolver)
    transport = AiohttpTransport()
    async with serving(transport) as served:
        assert (await served.send()).body == b"ok"
        [held] = transport._loops.held
        assert isinstance(held.session.cookie_jar, aiohttp.DummyCookieJar)
        assert isinstance(held.session.connector, aiohttp.TCPConnector)
        assert type(held.session.connector._resolver) is aiohttp.ThreadedResolver
        assert not held.session.trust_env


@pytest.mark.parametrize("fault", [None, Fault.BREAK, Fault.HOLD], ids=str)
async def test_no_connection_stays_acquired(fault: Fault | None) -> None:
    """After an answer, a break and a cancelled call alike."""
    transport = AiohttpTransport()
    async with serving(transport, *([fault] if fault else [])) as served:
        call = asyncio.create_task(served.send())
        await served.requests.reach(1)
        if fault is Fault.HOLD:
            call.cancel()
        await asyncio.wait([call])
        [held] = transport._loops.held
        assert held.session.connector is not None
        assert not held.session.connector._acquired


async def test_timeouts_and_headers_are_made_once_for_each_object() -> None:
    """Many different ones are forgotten again, and each request gets its own."""
    transport = AiohttpTransport()
    async with serving(transport) as served:
        for number in range(70):
            request = HttpRequest("GET", served.url, Headers([("X-Number", str(number))]))
            for _ in range(2):
                await transport.send(request, timeout=Timeout(5, 5 + number), max_bytes=PLENTY)
        [held] = transport._loops.held
        assert len(held._prepared) <= 64
        assert len(transport._timeouts._made) <= 64
    assert [received.headers["x-number"] for received in served.requests[::2]] == [str(n) for n in range(70)]


# The way to the server


class NoSuchHost(AbstractResolver):
    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
        raise OSError(-2, "Name or service not known")

    async def close(self) -> None:
        pass


class Refusing(aiohttp.BaseConnector):
    """Fails to connect with the given error."""

    def __init__(self, error: Any) -> None:
        super().__init__()
        self._error = error

    async def _create_connection(self, req: aiohttp.ClientRequest, traces: Any, timeout: Any) -> Any:
        raise self._error(req.connection_key)


def certificate_error(key: Any) -> Exception:
    return aiohttp.ClientConnectorCertificateError(key, ssl.SSLCertVerificationError(1, "self-signed certificate"))


def fingerprint_error(key: Any) -> Exception:
    return aiohttp.ServerFingerprintMismatch(b"1", b"2", "intercom.invalid", 443)


@pytest.mark.parametrize(
    ("connector", "words"),
    [
        (lambda: aiohttp.TCPConnector(resolver=NoSuchHost()), r"cannot find the host \(.+\)"),
        (lambda: Refusing(certificate_error), r"cannot agree on TLS \(self-signed certificate\)"),
        (lambda: Refusing(fingerprint_error), "another fingerprint"),
    ],
    ids=["host", "certificate", "fingerprint"],
)
async def test_each_way_not_to_connect_has_its_words(connector: Any, words: str) -> None:
    async with aclosing(AiohttpTransport(connector=connector)) as transport, RawServer() as server:
        with pytest.raises(ConnectionFailedError, match=words) as caught:
            await Served(transport, "https://intercom.invalid", server.requests).send()
        assert_discreet(caught.value)


@pytest.mark.parametrize("url", ["ftp://intercom.invalid/contacts?email=ada%40example.org", "http:///contacts?x=1"])
async def test_an_address_that_cannot_be_asked(url: str) -> None:
    async with aclosing(AiohttpTransport()) as transport:
        with pytest.raises(ConnectionFailedError, match="address") as caught:
            await transport.send(HttpRequest("GET", url, Headers()), timeout=TIMEOUT, max_bytes=PLENTY)
        assert_discreet(caught.value)


async def test_a_proxy_is_asked_for_the_whole_address() -> None:
    async with RawServer() as server, aclosing(AiohttpTransport(proxy=server.url)) as transport:
        response = await Served(transport, "http://intercom.invalid", server.requests).send()
    assert response.body == b"ok"
    assert server.requests[0].target.startswith("http://intercom.invalid/contacts")


async def test_a_proxy_that_refuses_is_no_connection() -> None:
    """And its credentials are not shown."""
    async with RawServer([behaviour(HttpResponse(403, Headers()))]) as server:
        proxy = server.url.replace("//", "//ada:Lovelace@")
        async with aclosing(AiohttpTransport(proxy=proxy)) as transport:
            with pytest.raises(ConnectionFailedError, match="the proxy refused") as caught:
                await Served(transport, "https://intercom.invalid", server.requests).send()
    assert server.requests[0].method == "CONNECT"
    assert "proxy-authorization" in server.requests[0].headers
    assert_discreet(caught.value)


async def test_a_proxy_that_is_away_is_no_connection() -> None:
    async with RawServer() as server:
        pass
    async with aclosing(AiohttpTransport(proxy=server.url)) as transport:
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
        transport = AiohttpTransport(ssl=anonymous_tls(ssl.PROTOCOL_TLS_CLIENT))
        served = Served(transport, server.url, server.requests)
        assert server.url.startswith("https:")
        assert (await served.send()).body == b"ok"
        await transport.aclose()
        await server.closed_by_client()


# A session that was given


async def test_a_given_session_is_used_as_it_is_and_never_closed() -> None:
    seen: list[str] = []

    async def watch(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        seen.append(request.method)
        return await handler(request)

    async with aiohttp.ClientSession(headers={"X-Own": "1"}, middlewares=[watch], raise_for_status=True) as session:
        async with serving(AiohttpTransport(session=session), HttpResponse(404, Headers(), b"no")) as served:
            assert (await served.send()).body == b"no"
            assert b"".join(await served.download()) == b"ok"
        assert not session.closed
        with pytest.raises(ClientClosedError):
            await served.send()
    assert seen == ["GET", "GET"]
    assert served.requests[0].headers["x-own"] == "1"


async def test_reading_a_download_twice_at_once_is_a_mistake() -> None:
    async with (
        RawServer([writing(chunked_head(), hold=True)]) as server,
        aclosing(AiohttpTransport()) as transport,
        transport.stream(HttpRequest("GET", server.url, Headers()), timeout=TIMEOUT) as stream,
    ):
        first = asyncio.ensure_future(anext(stream.chunks))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="another coroutine"):
            await anext(stream.chunks)
        first.cancel()
        await asyncio.wait([first])
