"""Cases that every transport with sockets passes, against a server that counts requests and cuts bytes."""

import asyncio
import gzip
import importlib.util
import random
import threading
import tracemalloc
import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest

from ..errors import (
    ClientClosedError,
    ConnectionFailedError,
    ConnectionLostError,
    ConnectTimeoutError,
    ReadTimeoutError,
    ResponseTooLargeError,
)
from ..http import BodyStream, Headers, HttpResponse, Timeout
from ..transports.base import Transport
from .server import Behaviour, Exchange, RawServer, chunked_head, http_answer, raw_server_in_thread
from .values import BODY, PLENTY, TIMEOUT, Answer, Fault, Served, ValueCases, assert_discreet

#: Long enough for loopback, short enough to wait for.
SOON: Final = 0.05
METHODS: Final = ["GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"]


def behaviour(answer: Answer) -> Behaviour:
    """Do on the wire what *answer* says."""

    async def act(exchange: Exchange) -> None:
        if answer is Fault.BREAK:
            exchange.reset()
        elif isinstance(answer, HttpResponse):
            await exchange.answer(answer.status, answer.body, answer.headers.pairs)
        else:
            await exchange.hold()

    return act


def writing(*parts: bytes, reset: bool = False, hold: bool = False) -> Behaviour:
    """Write *parts*, then end the connection, by a reset or in good order, or stay silent."""

    async def act(exchange: Exchange) -> None:
        for part in parts:
            await exchange.write(part)
        if hold:
            await exchange.hold()
        elif reset:
            exchange.reset()
        else:
            exchange.close()

    return act


CUT: Final = {
    "before the headers": writing(),
    "before the headers, reset": writing(reset=True),
    "inside the headers": writing(b"HTTP/1.1 200 OK\r\nContent-Le"),
    "after the headers, reset": writing(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", reset=True),
    "inside a sized body": writing(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"),
    "inside a chunk": writing(chunked_head(), b"9\r\nfour"),
    "between chunks": writing(chunked_head(), b"4\r\nfour\r\n"),
    "after chunks, reset": writing(chunked_head(), b"4\r\nfour\r\n", reset=True),
    "damaged gzip": writing(
        http_answer(200, b"not gzip at all", [("Content-Encoding", "gzip"), ("Connection", "close")])
    ),
    "damaged chunks": writing(chunked_head(), b"zz\r\nLovelace\r\n"),
    "no HTTP": writing(b"+OK Lovelace\r\n\r\n"),
}


class SocketCases(ValueCases):
    """Subclass it with `make` and `make_narrow`; as with `ValueCases`, each test is a promise."""

    __slots__ = ()

    def make(self) -> Transport:
        """Make a transport, perhaps outside an event loop."""
        msg = f"{type(self).__name__} must define make(), which gives a new transport"
        raise NotImplementedError(msg)

    def make_narrow(self) -> Transport:
        """Make a transport that has one connection at a time."""
        msg = f"{type(self).__name__} must define make_narrow(), which gives a new transport with one connection"
        raise NotImplementedError(msg)

    @asynccontextmanager
    async def serve(self, *answers: Answer) -> AsyncGenerator[Served]:
        async with self.narrow(*(behaviour(answer) for answer in answers)) as (served, _):
            yield served

    @asynccontextmanager
    async def narrow(self, *behaviours: Behaviour) -> AsyncGenerator[tuple[Served, RawServer]]:
        """Serve *behaviours* in turn, over one connection at a time: one that is not given back blocks the next."""
        async with RawServer(behaviours) as server:
            transport = self.make_narrow()
            yield Served(transport, server.url, server.requests), server
            await transport.aclose()

    @asynccontextmanager
    async def wide(self, *behaviours: Behaviour) -> AsyncGenerator[tuple[Served, RawServer]]:
        """Serve *behaviours* in turn to a transport as users have it."""
        async with RawServer(behaviours) as server:
            transport = self.make()
            yield Served(transport, server.url, server.requests), server
            await transport.aclose()

    # What may go wrong on the way

    @pytest.mark.parametrize("cut", CUT.values(), ids=CUT)
    @pytest.mark.parametrize("method", ["GET", "POST"])
    async def test_an_answer_that_is_cut_is_lost(self, method: str, cut: Behaviour) -> None:
        """Never taken for a whole one, and one request on the wire whatever the method."""
        async with self.narrow(cut) as (served, _):
            with pytest.raises(ConnectionLostError) as caught:
                await served.send(served.request(method, body=BODY if method == "POST" else None))
            assert caught.value.sent
            assert_discreet(caught.value)
            assert len(served.requests) == 1
            assert (await served.send()).body == b"ok"

    async def test_a_stream_that_is_cut_is_lost_after_what_came(self) -> None:
        async with (
            self.narrow(writing(chunked_head(), b"4\r\nfour\r\n")) as (served, _),
            served.transport.stream(served.request(), timeout=TIMEOUT) as stream,
        ):
            chunks = aiter(stream.chunks)
            assert await anext(chunks) == b"four"
            with pytest.raises(ConnectionLostError) as caught:
                await anext(chunks)
            assert_discreet(caught.value)

    async def test_nobody_listening_is_no_connection(self) -> None:
        async with self.wide() as (served, server):
            pass
        transport = self.make()
        with pytest.raises(ConnectionFailedError) as caught:
            await Served(transport, server.url, served.requests).send()
        await transport.aclose()
        assert not caught.value.sent
        assert not isinstance(caught.value, ConnectTimeoutError)
        assert_discreet(caught.value)

    async def test_a_server_without_tls_is_no_connection_for_https(self) -> None:
        async with RawServer(greeting=b"220 mail ready\r\n") as server:
            transport = self.make()
            with pytest.raises(ConnectionFailedError) as caught:
                await Served(transport, server.url.replace("http:", "https:"), server.requests).send()
            await transport.aclose()
        assert_discreet(caught.value)

    async def test_a_connection_that_is_not_made_in_time(self) -> None:
        """The server accepts and leaves the TLS handshake unanswered."""
        async with RawServer() as server:
            transport = self.make()
            served = Served(transport, server.url.replace("http:", "https:"), server.requests)
            with pytest.raises(ConnectTimeoutError) as caught:
                await transport.send(served.request(), timeout=Timeout(SOON, 5), max_bytes=PLENTY)
            await transport.aclose()
        assert not caught.value.sent
        assert isinstance(caught.value, TimeoutError)
        assert_discreet(caught.value)

    async def test_a_connection_that_does_not_become_free_in_time(self) -> None:
        async with self.narrow(behaviour(Fault.HOLD)) as (served, _):
            first = asyncio.create_task(served.send())
            await served.requests.reach(1)
            with pytest.raises(ConnectTimeoutError) as caught:
                await served.transport.send(served.request(), timeout=Timeout(SOON, 5), max_bytes=PLENTY)
            assert_discreet(caught.value)
            first.cancel()
            await asyncio.wait([first])
            assert len(served.requests) == 1

    @pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"], ids=["head", "body"])
    async def test_a_server_that_falls_silent(self, start: bytes) -> None:
        async with self.narrow(writing(start, hold=True)) as (served, _):
            with pytest.raises(ReadTimeoutError) as caught:
                await served.transport.send(served.request(), timeout=Timeout(5, SOON), max_bytes=PLENTY)
            assert caught.value.sent
            assert isinstance(caught.value, TimeoutError)
            assert_discreet(caught.value)
            assert (await served.send()).body == b"ok"
            assert len(served.requests) == 2

    async def test_a_stream_that_falls_silent(self) -> None:
        async with (
            self.narrow(writing(chunked_head(), b"4\r\nfour\r\n", hold=True)) as (served, _),
            served.transport.stream(served.request(), timeout=Timeout(5, SOON)) as stream,
        ):
            with pytest.raises(ReadTimeoutError) as caught:
                [chunk async for chunk in stream.chunks]
            assert_discreet(caught.value)

    # One request on the wire

    @pytest.mark.parametrize("method", METHODS)
    @pytest.mark.parametrize("cut", [writing(), writing(reset=True)], ids=["closed", "reset"])
    async def test_a_fresh_connection_that_breaks_is_not_used_for_a_second_try(
        self, cut: Behaviour, method: str
    ) -> None:
        async with self.wide(cut) as (served, server):
            with pytest.raises(ConnectionLostError):
                await served.send(served.request(method))
            assert len(served.requests) == 1
            assert server.connections == 1

    @pytest.mark.parametrize("method", METHODS)
    async def test_a_kept_connection_that_breaks_is_not_followed_by_a_second_try(self, method: str) -> None:
        """The server closes a kept connection as the next request comes in: it may have been read."""
        async with self.wide(behaviour(HttpResponse(200, Headers())), writing()) as (served, server):
            await served.send()
            with pytest.raises(ConnectionLostError):
                await served.send(served.request(method, body=BODY if method in {"PUT", "POST", "PATCH"} else None))
            assert [received.connection for received in served.requests] == [1, 1]
            assert server.connections == 1

    async def test_connections_are_kept(self) -> None:
        async with self.wide() as (served, server):
            for _ in range(3):
                await served.send()
                await served.download()
            assert len(served.requests) == 6
            assert server.connections == 1

    # Bodies

    @pytest.mark.parametrize("size", [0, 1, 300_000])
    async def test_gzip_is_undone(self, size: int) -> None:
        body = b"a" * size
        answer = behaviour(HttpResponse(200, Headers([("Content-Encoding", "gzip")]), gzip.compress(body)))
        async with self.wide(answer, answer) as (served, _):
            assert (await served.send()).body == body
            assert b"".join(await served.download()) == body
        assert "gzip" in served.requests[0].headers["accept-encoding"]

    async def test_only_what_can_be_undone_is_asked_for(self) -> None:
        async with self.wide() as (served, _):
            await served.send()
        asked = {name.strip() for name in served.requests[0].headers["accept-encoding"].split(",")}
        assert asked <= {"gzip", "deflate", "br", "zstd"}
        assert ("br" in asked) <= any(importlib.util.find_spec(name) is not None for name in ("brotli", "brotlicffi"))

    @pytest.mark.parametrize("times", [1, 40])
    async def test_a_body_in_pieces_is_whole(self, times: int) -> None:
        pieces = b"".join(b"6\r\npiece;\r\n" for _ in range(times))
        answer = writing(chunked_head([("Connection", "close")]), pieces, b"0\r\n\r\n")
        async with self.wide(answer, answer) as (served, _):
            assert (await served.send()).body == b"piece;" * times
            assert b"".join(await served.download()) == b"piece;" * times

    async def test_a_body_that_says_it_is_too_large_is_not_read(self) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {PLENTY + 1}\r\n\r\n".encode()
        async with self.narrow(writing(head, hold=True)) as (served, _):
            with pytest.raises(ResponseTooLargeError) as caught:
                await served.send()
            assert_discreet(caught.value)
            assert (await served.send()).body == b"ok"

    async def test_a_body_that_grows_too_large_is_not_read_on(self) -> None:
        """It never ends: only a transport that stops reading gets anywhere."""

        async def endless(exchange: Exchange) -> None:
            await exchange.write(chunked_head())
            while True:
                await exchange.chunk(b"x" * 65_536)

        async with self.narrow(endless) as (served, _):
            with pytest.raises(ResponseTooLargeError) as caught:
                await served.send()
            assert_discreet(caught.value)
            assert (await served.send()).body == b"ok"

    async def test_a_bomb_is_not_unpacked(self) -> None:
        """64 MiB of zeros in 64 kB: memory stays near the limit."""
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        bomb = b"".join([*(packer.compress(bytes(PLENTY)) for _ in range(64)), packer.flush()])
        async with self.narrow(behaviour(HttpResponse(200, Headers([("Content-Encoding", "gzip")]), bomb))) as (
            served,
            _,
        ):
            tracemalloc.start()
            try:
                with pytest.raises(ResponseTooLargeError) as caught:
                    await served.send()
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
            assert peak < 8 * PLENTY
            assert_discreet(caught.value)
            assert (await served.send()).body == b"ok"

    @pytest.mark.parametrize("packed", [False, True])
    async def test_a_large_body_arrives_whole(self, packed: bool) -> None:
        """It comes long after its headers; a body of exactly the largest size is no more than that."""
        body = random.Random(2).randbytes(8 * PLENTY)
        headers = Headers([("Content-Encoding", "gzip")] if packed else [])
        answer = behaviour(HttpResponse(200, headers, gzip.compress(body, 1) if packed else body))
        async with self.narrow(answer) as (served, _):
            assert (await served.send(max_bytes=len(body))).body == body
            assert (await served.send()).body == b"ok"
            assert {received.connection for received in served.requests} == {1}

    async def test_a_large_download_arrives_in_pieces(self) -> None:
        async with self.wide(behaviour(HttpResponse(200, Headers(), b"x" * 8 * PLENTY))) as (served, _):
            chunks = await served.download()
        assert sum(map(len, chunks)) == 8 * PLENTY
        assert max(map(len, chunks)) < PLENTY

    async def test_a_download_that_is_left_is_broken_off(self) -> None:
        async def endless(exchange: Exchange) -> None:
            await exchange.write(chunked_head())
            while True:
                await exchange.chunk(b"x" * 65_536)

        async with self.narrow(endless) as (served, server):
            async with served.transport.stream(served.request(), timeout=TIMEOUT) as stream:
                assert await anext(aiter(stream.chunks))
            await server.closed_by_client()
            with pytest.raises(ConnectionLostError):
                await anext(aiter(stream.chunks))
            assert (await served.send()).body == b"ok"

    async def test_a_large_body_is_sent_whole(self) -> None:
        body = b"0123456789abcdef" * (PLENTY // 8)
        async with self.wide() as (served, _):
            await served.send(served.request("POST", body=body))
        assert served.requests[0].body == body
        assert served.requests[0].headers["content-length"] == str(len(body))

    @pytest.mark.parametrize(("length", "name"), [(4, "content-length"), (None, "transfer-encoding")])
    async def test_a_produced_body_is_framed_by_its_length(self, length: int | None, name: str) -> None:
        async def produce() -> AsyncIterator[bytes]:
            yield b"fo"
            yield b"ur"

        async with self.wide() as (served, _):
            await served.send(served.request("POST", body=BodyStream(produce, length)))
        framing = {"content-length", "transfer-encoding"} & set(served.requests[0].headers)
        assert framing == {name}
        assert served.requests[0].body == b"four"

    # Cancelling and closing

    async def test_a_cancelled_download_is_broken_off(self) -> None:
        async with self.narrow(writing(chunked_head(), b"4\r\nfour\r\n", hold=True)) as (served, server):
            got = asyncio.Event()

            async def download() -> None:
                async with served.transport.stream(served.request(), timeout=TIMEOUT) as stream:
                    async for _ in stream.chunks:
                        got.set()

            call = asyncio.create_task(download())
            await got.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            await server.closed_by_client()
            assert (await served.send()).body == b"ok"

    async def test_a_cancelled_wait_for_a_connection_sends_nothing(self) -> None:
        async with self.narrow(behaviour(Fault.HOLD)) as (served, _):
            first = asyncio.create_task(served.send())
            await served.requests.reach(1)
            second = asyncio.create_task(served.send())
            await asyncio.sleep(0)
            second.cancel()
            first.cancel()
            await asyncio.wait([first, second])
            assert first.cancelled()
            assert second.cancelled()
            assert (await served.send()).body == b"ok"
            assert len(served.requests) == 2

    @pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"], ids=["head", "body"])
    async def test_closing_ends_the_calls_under_way(self, start: bytes) -> None:
        async with self.narrow(writing(start, hold=True)) as (served, server):
            reading = asyncio.create_task(served.send())
            await served.requests.reach(1)
            queued = asyncio.create_task(served.send())
            await asyncio.sleep(0)
            await served.transport.aclose()
            with pytest.raises(ConnectionLostError):
                await reading
            with pytest.raises(ClientClosedError):
                await queued
            await server.closed_by_client()
            assert len(served.requests) == 1

    async def test_closing_closes_the_kept_connections(self) -> None:
        async with self.wide() as (served, server):
            await served.send()
            assert server.open == 1
            await served.transport.aclose()
            await server.closed_by_client()

    # Event loops

    @pytest.mark.parametrize("close", [True, False])
    def test_it_serves_one_loop_after_another(self, close: bool) -> None:
        """A warning of anything left open is an error here; not closed, the connections end with their loop."""
        transport = self.make()

        async def call(server: RawServer, *, last: bool) -> bytes:
            served = Served(transport, server.url, server.requests)
            response = await served.send()
            await served.download()
            if last:
                await transport.aclose()
            return response.body

        with raw_server_in_thread() as server:
            assert [asyncio.run(call(server, last=close and n == 2)) for n in range(3)] == [b"ok"] * 3
        assert len(server.requests) == 6
        assert server.connections == 3

    def test_it_serves_two_loops_at_once_and_closes_both(self) -> None:
        transport = self.make()
        ready, done = threading.Event(), threading.Event()

        async def elsewhere(server: RawServer) -> None:
            await Served(transport, server.url, server.requests).send()
            ready.set()
            await asyncio.to_thread(done.wait)

        async def here(server: RawServer) -> None:
            served = Served(transport, server.url, server.requests)
            await served.send()
            await asyncio.to_thread(ready.wait)
            assert server.open == 2
            await transport.aclose()

        with raw_server_in_thread() as server:
            thread = threading.Thread(target=lambda: asyncio.run(elsewhere(server)))
            thread.start()
            asyncio.run(here(server))
            server.wait_until_idle()
            done.set()
            thread.join()
        assert server.connections == 2
