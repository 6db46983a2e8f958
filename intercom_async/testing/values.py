"""Cases that every transport passes, with sockets or without: values, errors, closing and cancellation."""

import asyncio
import enum
import traceback
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Final, TypeAlias

import attrs
import pytest

from ..errors import ClientClosedError, ConnectionLostError, ResponseTooLargeError, TransportError
from ..http import Body, BodyStream, Headers, HttpRequest, HttpResponse, Timeout
from ..transports.base import Transport
from .server import Arrivals

TOKEN: Final = "dG9rOnNlY3JldA"
E_MAIL: Final = "ada%40example.org"
BODY: Final = b'{"name": "Ada Lovelace"}'
SECRETS: Final = (TOKEN, E_MAIL, "Lovelace")
TIMEOUT: Final = Timeout(connect=5, read=5)
PLENTY: Final = 2**20


class Fault(enum.Enum):
    """What may come instead of an answer."""

    #: The connection breaks before any of the answer.
    BREAK = enum.auto()
    #: Nothing comes, ever.
    HOLD = enum.auto()


Answer: TypeAlias = HttpResponse | Fault


@attrs.frozen
class Served:
    """A transport and what stands at its other end."""

    transport: Transport
    #: Scheme, host and port to ask.
    url: str
    #: What arrived there.
    requests: Arrivals

    def request(self, method: str = "GET", path: str = f"/contacts?email={E_MAIL}", body: Body = None) -> HttpRequest:
        """Make a request that holds every kind of secret."""
        headers = [("Authorization", f"Bearer {TOKEN}"), ("X-Kept", "one")]
        if body is not None:
            headers.append(("Content-Type", "application/json"))
        return HttpRequest(method, self.url + path, Headers(headers), body)

    async def send(self, request: HttpRequest | None = None, *, max_bytes: int = PLENTY) -> HttpResponse:
        """Send *request*, or any."""
        return await self.transport.send(request or self.request(), timeout=TIMEOUT, max_bytes=max_bytes)

    async def download(self) -> list[bytes]:
        """Stream any request's answer to its end."""
        async with self.transport.stream(self.request(), timeout=TIMEOUT) as stream:
            return [chunk async for chunk in stream.chunks]


def shown(error: BaseException) -> str:
    """Give everything of *error* that a log may show, its causes included."""
    return f"{error} {error!r} {''.join(traceback.format_exception(error))}"


def assert_discreet(error: TransportError) -> None:
    """Check that *error* says which request it was and holds nothing secret."""
    text = shown(error)
    assert "/contacts" in str(error)
    assert not [secret for secret in SECRETS if secret in text]


async def two_pieces() -> AsyncIterator[bytes]:
    """Produce the body in two pieces."""
    yield BODY[:5]
    yield BODY[5:]


class ValueCases:
    """Subclass it with `serve`; each test is a promise that every `Transport` makes.

    The tests are coroutines: pytest-asyncio runs them with ``asyncio_mode = "auto"``.
    """

    __slots__ = ()

    def serve(self, *answers: Answer) -> AbstractAsyncContextManager[Served]:
        """Give a transport whose requests get *answers*, in turn; close it afterwards."""
        msg = f"{type(self).__name__} must define serve(*answers), a context manager that gives a Served"
        raise NotImplementedError(msg)

    async def test_status_headers_and_body_arrive_as_they_are(self) -> None:
        """Names keep their order and may come more than once."""
        headers = [("X-Many", "1"), ("Content-Type", "text/plain"), ("X-Many", "2")]
        async with self.serve(HttpResponse(418, Headers(headers), b"\x00tea")) as served:
            response = await served.send()
        assert (response.status, response.body) == (418, b"\x00tea")
        assert [pair for pair in response.headers.pairs if pair[0] in {"X-Many", "Content-Type"}] == headers
        assert response.headers.get_all("x-many") == ("1", "2")

    @pytest.mark.parametrize("status", [200, 204])
    async def test_an_answer_may_be_empty(self, status: int) -> None:
        empty = HttpResponse(status, Headers())
        async with self.serve(empty, empty) as served:
            assert (await served.send()).body == b""
            assert await served.download() == []

    @pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
    async def test_a_request_arrives_as_it_is(self, method: str) -> None:
        async with self.serve(HttpResponse(200, Headers())) as served:
            await served.send(served.request(method, "/a%2Fb/%C3%A9%7E?x=%20&y=a%2Bb", BODY))
        [received] = served.requests
        assert (received.method, received.target) == (method, "/a%2Fb/%C3%A9%7E?x=%20&y=a%2Bb")
        assert received.body == BODY
        assert received.headers["authorization"] == f"Bearer {TOKEN}"
        assert received.headers["x-kept"] == "one"
        assert received.headers.get_all("content-type") == ("application/json",)

    @pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
    async def test_no_body_has_no_type(self, method: str) -> None:
        async with self.serve(HttpResponse(200, Headers())) as served:
            await served.send(served.request(method))
        [received] = served.requests
        assert received.body == b""
        assert "content-type" not in received.headers

    @pytest.mark.parametrize("length", [None, len(BODY)])
    async def test_a_body_may_be_produced_while_it_is_sent(self, length: int | None) -> None:
        opened: list[None] = []

        def produce() -> AsyncIterator[bytes]:
            opened.append(None)
            return two_pieces()

        async with self.serve(HttpResponse(200, Headers())) as served:
            await served.send(served.request("POST", body=BodyStream(produce, length)))
        assert served.requests[0].body == BODY
        assert len(opened) == 1

    @pytest.mark.parametrize("length", [len(BODY) - 1, len(BODY) + 1, 0])
    async def test_a_body_of_another_length_than_it_says_is_refused(self, length: int) -> None:
        """Cutting it, or waiting for the rest, would hide the mistake."""
        async with self.serve(HttpResponse(200, Headers())) as served:
            with pytest.raises(ValueError, match="the request's body is"):
                await served.send(served.request("POST", body=BodyStream(two_pieces, length)))

    async def test_what_a_body_raises_comes_back_as_it_is(self) -> None:
        """The caller's own mistake is no failure of the connection."""

        async def broken() -> AsyncIterator[bytes]:
            yield BODY[:5]
            raise OSError(5, "cannot read the file")

        async with self.serve(HttpResponse(200, Headers())) as served:
            with pytest.raises(OSError, match="cannot read the file") as caught:
                await served.send(served.request("POST", body=BodyStream(broken)))
        assert not isinstance(caught.value, TransportError)

    async def test_a_redirect_is_an_answer_like_another(self) -> None:
        redirect = HttpResponse(302, Headers([("Location", "/elsewhere")]))
        async with self.serve(redirect, HttpResponse(200, Headers())) as served:
            response = await served.send()
        assert (response.status, response.headers["location"]) == (302, "/elsewhere")
        assert len(served.requests) == 1

    async def test_no_cookie_is_kept(self) -> None:
        cookie = HttpResponse(200, Headers([("Set-Cookie", "session=1; Path=/")]))
        async with self.serve(cookie, cookie) as served:
            await served.send()
            await served.send()
        assert "cookie" not in served.requests[1].headers

    async def test_a_body_may_have_the_largest_size_and_no_more(self) -> None:
        answer = HttpResponse(200, Headers(), BODY)
        async with self.serve(answer, answer, answer) as served:
            assert (await served.send(max_bytes=len(BODY))).body == BODY
            with pytest.raises(ResponseTooLargeError, match=f"larger than {len(BODY) - 1} bytes") as caught:
                await served.send(max_bytes=len(BODY) - 1)
            assert_discreet(caught.value)
            assert (await served.send()).body == BODY

    async def test_a_stream_gives_status_headers_and_the_whole_body(self) -> None:
        answer = HttpResponse(206, Headers([("X-Many", "1"), ("X-Many", "2")]), BODY)
        async with (
            self.serve(answer) as served,
            served.transport.stream(served.request(), timeout=TIMEOUT) as stream,
        ):
            assert stream.status == 206
            assert stream.headers.get_all("x-many") == ("1", "2")
            assert b"".join([chunk async for chunk in stream.chunks]) == BODY

    async def test_a_stream_may_be_left_before_its_end(self) -> None:
        async with self.serve(HttpResponse(200, Headers(), BODY), HttpResponse(200, Headers(), b"next")) as served:
            async with served.transport.stream(served.request(), timeout=TIMEOUT):
                pass
            assert (await served.send()).body == b"next"

    async def test_an_error_inside_a_stream_is_the_callers(self) -> None:
        async with self.serve(HttpResponse(200, Headers(), BODY)) as served:
            with pytest.raises(LookupError, match="mine"):
                async with served.transport.stream(served.request(), timeout=TIMEOUT):
                    raise LookupError("mine")

    async def test_a_broken_connection_is_said_to_have_carried_the_request(self) -> None:
        async with self.serve(Fault.BREAK, Fault.BREAK, HttpResponse(200, Headers(), b"next")) as served:
            with pytest.raises(ConnectionLostError) as caught:
                await served.send(served.request("POST", body=BODY))
            assert caught.value.sent
            assert_discreet(caught.value)
            with pytest.raises(ConnectionLostError):
                await served.download()
            assert (await served.send()).body == b"next"

    async def test_a_call_can_be_cancelled(self) -> None:
        async with self.serve(Fault.HOLD, HttpResponse(200, Headers(), b"next")) as served:
            call = asyncio.create_task(served.send())
            await served.requests.reach(1)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert (await served.send()).body == b"next"

    async def test_a_stream_can_be_cancelled(self) -> None:
        async with self.serve(Fault.HOLD, HttpResponse(200, Headers(), b"next")) as served:
            call = asyncio.create_task(served.download())
            await served.requests.reach(1)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert (await served.send()).body == b"next"

    async def test_it_may_be_closed_twice(self) -> None:
        async with self.serve(HttpResponse(200, Headers())) as served:
            await served.send()
            await served.transport.aclose()
            await served.transport.aclose()

    async def test_it_may_be_closed_unused(self) -> None:
        async with self.serve() as served:
            await served.transport.aclose()

    async def test_use_after_closing_says_so(self) -> None:
        async with self.serve(HttpResponse(200, Headers())) as served:
            await served.send()
            await served.transport.aclose()
            with pytest.raises(ClientClosedError, match="is closed"):
                await served.send()
            with pytest.raises(ClientClosedError, match="is closed"):
                await served.download()
        assert len(served.requests) == 1
