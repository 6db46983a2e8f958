"""What a transport is: it carries one request to the server, exactly once, and brings the answer."""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Final, Protocol

import attrs

from ..errors import ClientClosedError, ResponseTooLargeError
from ..http import BodyStream, Headers, HttpRequest, HttpResponse, Timeout

#: Credentials before the host, and everything after the path.
_HIDDEN: Final = re.compile(r"(?<=//)[^/?#]*@|[?#].*", re.DOTALL)


@attrs.frozen
class HttpStream:
    """One HTTP answer whose body is read while it arrives."""

    status: int
    headers: Headers
    #: Decompressed pieces of the body; can be read once, inside the ``async with`` that gave it.
    chunks: AsyncIterator[bytes] = attrs.field(repr=False)


class Transport(Protocol):
    """Carries requests; every error it raises is a `TransportError` that says whether the request may have left.

    One call makes at most one request on the wire: no retry, no redirect followed, no cookie kept. Being cancelled
    gives the connection back or closes it. After `aclose` the other methods raise `ClientClosedError`.
    """

    async def send(self, request: HttpRequest, *, timeout: Timeout, max_bytes: int) -> HttpResponse:
        """Send *request* and read the whole answer, decompressed, up to *max_bytes* (`ResponseTooLargeError`)."""
        ...

    def stream(self, request: HttpRequest, *, timeout: Timeout) -> AbstractAsyncContextManager[HttpStream]:
        """Send *request* and give the answer as soon as its headers are there, however long its body."""
        ...

    async def aclose(self) -> None:
        """Close every connection that this transport made; may be called again."""
        ...


async def pieces(body: BodyStream) -> AsyncGenerator[bytes]:
    """Produce *body*, refusing one that is not as long as it says."""
    left = body.length
    async for piece in body.open():
        if left is not None:
            left -= len(piece)
            if left < 0:
                msg = f"the request's body is longer than its length of {body.length} bytes"
                raise ValueError(msg)
        yield piece
    if left:
        msg = f"the request's body is {left} bytes shorter than its length of {body.length}"
        raise ValueError(msg)


def describe(request: HttpRequest) -> str:
    """Name *request* in an error or a log: without query, credentials, headers and body."""
    return f"{request.method} {_HIDDEN.sub('', request.url)}"


def closed() -> ClientClosedError:
    """Return what a transport raises when it is used after `Transport.aclose`."""
    return ClientClosedError("The client is closed: make a new one, or close this one after its last call.")


def too_large(request: HttpRequest, max_bytes: int) -> ResponseTooLargeError:
    """Return what a transport raises when an answer's body is larger than *max_bytes*."""
    msg = f"{describe(request)}: the answer is larger than {max_bytes} bytes; raise max_response_bytes or stream it"
    return ResponseTooLargeError(msg)
