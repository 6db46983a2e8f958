"""The pyreqwest transport: the cases of every transport with sockets, and what is pyreqwest's alone."""

import asyncio
import importlib
import math
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from pyreqwest.exceptions import ReadError
from support.loopback_tls import CERTIFICATE, server_tls

from intercom_async.errors import (
    ClientClosedError,
    ConnectionFailedError,
    ConnectionLostError,
    MissingExtraError,
    ReadTimeoutError,
    ResponseTooLargeError,
)
from intercom_async.http import BodyStream, Headers, HttpRequest, HttpResponse, Timeout
from intercom_async.testing.server import RawServer, chunked_head
from intercom_async.testing.sockets import SOON, SocketCases, behaviour, writing
from intercom_async.testing.values import BODY, PLENTY, TIMEOUT, Fault, Served, assert_discreet, two_pieces
from intercom_async.transports.pyreqwest import PyreqwestTransport
from intercom_async.transports.pyreqwest_upload import Upload

HALF = writing(chunked_head(), b"4\r\nfour\r\n", hold=True)


class TestPyreqwestTransport(SocketCases):
    """What pyreqwest does otherwise is said by four cases of its own, in place of those of the same names."""

    def make(self) -> PyreqwestTransport:
        return PyreqwestTransport()

    def make_narrow(self) -> PyreqwestTransport:
        return PyreqwestTransport(connections=1)

    async def test_status_headers_and_body_arrive_as_they_are(self) -> None:
        """Names come in lower case and the values of one name together: that is how pyreqwest keeps them."""
        headers = Headers([("X-Many", "1"), ("Content-Type", "text/plain"), ("X-Many", "2")])
        async with self.serve(HttpResponse(418, headers, b"\x00tea")) as served:
            response = await served.send()
        assert (response.status, response.body) == (418, b"\x00tea")
        known = [pair for pair in response.headers.pairs if pair[0] != "content-length"]
        assert known == [("x-many", "1"), ("x-many", "2"), ("content-type", "text/plain")]
        assert response.headers.get_all("X-Many") == ("1", "2")
        assert response.headers["X-MANY"] == "1"

    @pytest.mark.parametrize("length", [PLENTY + 1, 2 * 65_536])
    async def test_a_body_that_says_it_is_too_large_is_not_read(self, length: int) -> None:
        """But for its first 64 KiB, which pyreqwest reads before it gives the headers."""
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode()
        async with self.narrow(writing(head, bytes(65_536), hold=True)) as (served, server):
            with pytest.raises(ResponseTooLargeError) as caught:
                await served.send(max_bytes=100_000)
            assert_discreet(caught.value)
            await server.closed_by_client()
            assert (await served.send()).body == b"ok"

    @pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"], ids=["head", "body"])
    async def test_closing_ends_the_calls_under_way(self, start: bytes) -> None:
        """At once; only the connection stays until the time to read is over, which pyreqwest cannot break off."""
        async with self.narrow(writing(start, hold=True)) as (served, server):
            call = served.transport.send(served.request(), timeout=Timeout(5, 10 * SOON), max_bytes=PLENTY)
            reading = asyncio.create_task(call)
            await served.requests.reach(1)
            queued = asyncio.create_task(served.send())
            await asyncio.sleep(0)
            await served.transport.aclose()
            with pytest.raises(ConnectionLostError):
                await reading
            with pytest.raises(ClientClosedError):
                await queued
            assert server.open == 1
            await server.closed_by_client()
            assert len(served.requests) == 1

    async def test_a_stream_that_falls_silent(self) -> None:
        """After what came; longer than elsewhere, since for pyreqwest the time to read begins with the request."""
        async with (
            self.narrow(HALF) as (served, server),
            served.transport.stream(served.request(), timeout=Timeout(5, 10 * SOON)) as stream,
        ):
            assert await anext(stream.chunks) == b"four"
            with pytest.raises(ReadTimeoutError) as caught:
                await anext(stream.chunks)
            assert_discreet(caught.value)
            await server.closed_by_client()


@asynccontextmanager
async def serving(transport: PyreqwestTransport, *answers: HttpResponse | Fault) -> AsyncGenerator[Served]:
    async with RawServer([behaviour(answer) for answer in answers]) as server, aclosing(transport):
        yield Served(transport, server.url, server.requests)


async def test_a_body_that_says_it_is_too_large_and_does_not_come_takes_the_time_to_read() -> None:
    """Which is what happens where the headers alone would do."""
    silent = writing(f"HTTP/1.1 200 OK\r\nContent-Length: {PLENTY + 1}\r\n\r\n".encode(), hold=True)
    async with RawServer([silent]) as server, aclosing(PyreqwestTransport()) as transport:
        request = Served(transport, server.url, server.requests).request()
        with pytest.raises(ReadTimeoutError):
            await transport.send(request, timeout=Timeout(5, SOON), max_bytes=PLENTY)
        async with transport.stream(request, timeout=TIMEOUT) as stream:
            assert stream.status == 200


# What it is built with


def test_without_pyreqwest_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreqwest.client", None)
    monkeypatch.delitem(sys.modules, "intercom_async.transports.pyreqwest")
    with pytest.raises(MissingExtraError, match=r"pip install 'intercom-async\[pyreqwest\]'"):
        importlib.import_module("intercom_async.transports.pyreqwest")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"connections": 0}, "1 or more, not 0"),
        ({"authorities": b"Lovelace"}, "certificates in PEM"),
        ({"proxy": "proxy.example"}, "a URL like"),
        ({"proxy": "ftp://proxy.example"}, "a URL like"),
        ({"proxy": "http://ada:Lovelace@[::1"}, "a URL like"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused_at_once(options: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        PyreqwestTransport(**options)
    assert "Lovelace" not in str(caught.value)


async def test_the_environment_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with serving(PyreqwestTransport()) as served:
        assert (await served.send()).body == b"ok"


@pytest.mark.parametrize("fault", [None, Fault.BREAK, Fault.HOLD], ids=str)
async def test_no_connection_stays_taken(fault: Fault | None) -> None:
    """After an answer, a break and a cancelled call alike."""
    transport = PyreqwestTransport(connections=7)
    async with serving(transport, *([fault] if fault else [])) as served:
        call = asyncio.create_task(served.send())
        await served.requests.reach(1)
        if fault is Fault.HOLD:
            call.cancel()
        await asyncio.wait([call])
        [pool] = transport._loops.held
        assert pool.free == 7
        assert not pool._calls
        assert not pool.reading


@pytest.mark.parametrize("timeout", [Timeout(None, None), Timeout(math.inf, 1e300)], ids=str)
async def test_a_timeout_may_be_endless(timeout: Timeout) -> None:
    async with serving(PyreqwestTransport(connections=1), Fault.HOLD, HttpResponse(200, Headers(), BODY)) as served:
        held = asyncio.create_task(served.send())
        await served.requests.reach(1)
        queued = asyncio.create_task(served.transport.send(served.request(), timeout=timeout, max_bytes=PLENTY))
        await asyncio.sleep(0)
        held.cancel()
        assert (await queued).body == BODY


async def test_of_many_timeouts_few_keep_connections() -> None:
    """Each has a client of its own, since pyreqwest's have theirs for good; equal ones share it."""
    async with RawServer() as server, aclosing(PyreqwestTransport()) as transport:
        for seconds in [*range(1, 20), 19]:
            request = HttpRequest("GET", server.url, Headers())
            await transport.send(request, timeout=Timeout(5, seconds), max_bytes=PLENTY)
        [pool] = transport._loops.held
        assert len(pool._clients) == 8
        assert server.connections == 19


async def test_headers_are_prepared_once_and_not_kept_for_ever() -> None:
    async with serving(PyreqwestTransport()) as served:
        request = served.request()
        for _ in range(3):
            await served.send(request)
        [pool] = served.transport._loops.held
        assert len(pool._wire_headers) == 1
        for _ in range(70):
            await served.send()
        assert len(pool._wire_headers) <= 64


# Headers and addresses


async def test_a_header_beyond_ascii_is_sent_and_left_out_of_the_answer() -> None:
    """Where it is not text for pyreqwest, the others are there all the same."""
    answer = HttpResponse(200, Headers([("X-Name", "Zoë"), ("X-Other", "1")]), b"ok")
    async with serving(PyreqwestTransport(), answer) as served:
        response = await served.send(HttpRequest("GET", served.url, Headers([("X-Name", "Zoë")])))
    assert served.requests[0].headers["x-name"].encode("latin-1").decode() == "Zoë"
    assert "x-name" not in response.headers
    assert response.headers["x-other"] == "1"
    assert response.headers.pairs == (("x-other", "1"), ("content-length", "2"))


@pytest.mark.parametrize(
    ("url", "header"),
    [
        ("http://127.0.0.1:1/contacts", "Lovelace\r\nX-Other: 1"),
        ("/contacts?name=Lovelace", "1"),
        ("http://[::1/contacts?name=Lovelace", "1"),
        ("ftp://127.0.0.1/contacts?name=Lovelace", "1"),
    ],
)
async def test_what_cannot_be_sent_is_refused_and_not_shown(url: str, header: str) -> None:
    async with aclosing(PyreqwestTransport()) as transport:
        with pytest.raises(ConnectionFailedError, match="the request cannot be sent") as caught:
            await transport.send(HttpRequest("GET", url, Headers([("X", header)])), timeout=TIMEOUT, max_bytes=PLENTY)
        assert_discreet(caught.value)


async def test_a_host_that_does_not_exist() -> None:
    """A name so long that nobody has to be asked for it."""
    async with aclosing(PyreqwestTransport()) as transport, RawServer() as server:
        with pytest.raises(ConnectionFailedError, match=r"cannot find the host \(.+\)") as caught:
            await Served(transport, f"http://{'a' * 64}.invalid", server.requests).send()
        assert_discreet(caught.value)


async def test_nobody_listening_is_said_with_its_reason() -> None:
    async with RawServer() as server:
        pass
    async with aclosing(PyreqwestTransport()) as transport:
        with pytest.raises(ConnectionFailedError, match=r"cannot connect \([^()]+\)$"):
            await Served(transport, server.url, server.requests).send()


async def test_a_proxy_is_asked_for_the_whole_address() -> None:
    async with RawServer() as server, aclosing(PyreqwestTransport(proxy=server.url)) as transport:
        response = await Served(transport, "http://intercom.invalid", server.requests).send()
    assert response.body == b"ok"
    assert server.requests[0].target.startswith("http://intercom.invalid/contacts")


async def test_a_proxy_that_refuses_is_no_connection() -> None:
    """And its credentials are not shown."""
    async with RawServer([behaviour(HttpResponse(403, Headers()))]) as server:
        proxy = server.url.replace("//", "//ada:Lovelace@")
        async with aclosing(PyreqwestTransport(proxy=proxy)) as transport:
            with pytest.raises(ConnectionFailedError, match="the proxy refused") as caught:
                await Served(transport, "https://intercom.invalid", server.requests).send()
    assert server.requests[0].method == "CONNECT"
    assert "proxy-authorization" in server.requests[0].headers
    assert_discreet(caught.value)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_that_is_away_is_no_connection(scheme: str) -> None:
    async with RawServer() as server:
        pass
    async with aclosing(PyreqwestTransport(proxy=server.url)) as transport:
        with pytest.raises(ConnectionFailedError, match="cannot connect to the proxy") as caught:
            await Served(transport, f"{scheme}://intercom.invalid", server.requests).send()
    assert_discreet(caught.value)


async def test_tls_trusts_the_given_authorities_beside_the_systems(tmp_path: Path) -> None:
    async with RawServer(tls=server_tls(tmp_path)) as server:
        async with aclosing(PyreqwestTransport(authorities=CERTIFICATE)) as transport:
            assert (await Served(transport, server.url, server.requests).send()).body == b"ok"
        async with aclosing(PyreqwestTransport()) as transport:
            with pytest.raises(ConnectionFailedError, match=r"cannot agree on TLS \(invalid peer certificate"):
                await Served(transport, server.url, server.requests).send()
    assert len(server.requests) == 1


async def test_a_system_without_certificates_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    async with serving(PyreqwestTransport()) as served:
        with pytest.raises(ConnectionFailedError, match="No CA certificates"):
            await served.send()


# Bodies that are produced


@pytest.mark.parametrize("error", [TimeoutError("mine"), ReadError("mine", {"causes": None})], ids=repr)
async def test_what_a_body_raises_is_never_taken_for_the_connections(error: Exception) -> None:
    """Not even when it is what the connection could raise: the body may come from another download."""

    async def produce() -> AsyncIterator[bytes]:
        yield b"1"
        raise error

    async with serving(PyreqwestTransport()) as served:
        with pytest.raises(type(error), match="mine"):
            await served.send(served.request("POST", body=BodyStream(produce)))


async def test_a_body_may_be_produced_for_a_download() -> None:
    async with serving(PyreqwestTransport()) as served:
        request = served.request("POST", body=BodyStream(two_pieces, len(BODY)))
        async with served.transport.stream(request, timeout=TIMEOUT) as stream:
            assert [chunk async for chunk in stream.chunks] == [b"ok"]
    assert served.requests[0].body == BODY


async def test_a_body_that_says_it_is_empty_and_is_not_is_never_sent() -> None:
    async def produce() -> AsyncIterator[bytes]:
        yield b"1"

    async with serving(PyreqwestTransport()) as served:
        with pytest.raises(ValueError, match="longer than its length of 0"):
            await served.send(served.request("POST", body=BodyStream(produce, 0)))
        assert (await served.send(served.request("POST", body=BodyStream(nothing, 0)))).body == b"ok"
    [received] = served.requests
    assert received.headers["content-length"] == "0"


async def nothing() -> AsyncIterator[bytes]:
    yield b""


async def test_pieces_may_be_empty() -> None:
    async def produce() -> AsyncIterator[bytes]:
        for piece in (b"", b"fo", b"", b"ur", b""):
            yield piece

    async with serving(PyreqwestTransport()) as served:
        for length in (4, None):
            await served.send(served.request("POST", body=BodyStream(produce, length)))
    assert [received.body for received in served.requests] == [b"four", b"four"]


async def test_who_still_asks_after_the_call_is_refused() -> None:
    """An end would make what was sent so far a whole body; whether pyreqwest asks then is a matter of moments."""
    upload = await Upload.of(BodyStream(two_pieces, None))
    assert await anext(upload)
    await upload.aclose()
    with pytest.raises(ConnectionAbortedError, match="the call is over"):
        await anext(upload)


async def test_cancelling_ends_the_producer_and_breaks_the_request_off() -> None:
    """What was sent of the body must not look like all of it."""
    ended = asyncio.Event()
    asked = asyncio.Event()

    async def produce() -> AsyncIterator[bytes]:
        yield b"1"
        asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with RawServer() as server, aclosing(PyreqwestTransport()) as transport:
        served = Served(transport, server.url, server.requests)
        call = asyncio.create_task(served.send(served.request("POST", body=BodyStream(produce))))
        await asked.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert ended.is_set()
        await server.closed_by_client()
        assert not server.requests


async def test_an_answer_before_the_end_of_the_body_ends_the_body() -> None:
    """The server sees that something is missing."""
    got = bytearray()
    done = asyncio.Event()

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.extend(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 413 Words\r\nContent-Length: 2\r\n\r\nno")
        with suppress(ConnectionError):
            while block := await reader.read(1000):
                got.extend(block)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        done.set()

    async def produce() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1000
            await asyncio.sleep(0)

    async with (
        await asyncio.start_server(refuse, "127.0.0.1", 0) as server,
        aclosing(PyreqwestTransport()) as transport,
    ):
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        request = HttpRequest("POST", url, Headers(), BodyStream(produce))
        assert (await transport.send(request, timeout=TIMEOUT, max_bytes=PLENTY)).status == 413
        await done.wait()
    assert b"x" in got
    assert not got.endswith(b"\r\n0\r\n\r\n")
