"""The memory transport: the cases of every transport, and its script."""

import asyncio
import json

import attrs
import pytest
from support.in_memory import MemoryCases

from intercom_async.errors import ConnectionLostError, ReadTimeoutError
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.testing.values import TIMEOUT
from intercom_async.transports.base import Transport, describe
from intercom_async.transports.memory import MemoryTransport, json_response

REQUEST = HttpRequest("GET", "https://api.intercom.io/me?x=1", Headers())


async def send(transport: Transport, request: HttpRequest = REQUEST) -> HttpResponse:
    return await transport.send(request, timeout=TIMEOUT, max_bytes=1000)


class TestMemoryTransport(MemoryCases):
    pass


async def test_a_handler_may_be_a_plain_function() -> None:
    transport = MemoryTransport(lambda request: HttpResponse(200, Headers(), request.method.encode()))
    assert (await send(transport)).body == b"GET"
    assert transport.requests == [REQUEST]


async def test_what_a_handler_raises_is_raised() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        raise ReadTimeoutError("silence")

    with pytest.raises(ReadTimeoutError, match="silence"):
        await send(MemoryTransport(answer))


async def test_a_script_gives_its_answers_in_turn() -> None:
    """Responses, exceptions and handlers of one request."""
    transport = MemoryTransport.script(
        [
            json_response(200, {"n": 1}),
            ConnectionLostError("broken"),
            lambda request: HttpResponse(201, request.headers),
        ]
    )
    assert (await send(transport)).body == b'{"n": 1}'
    with pytest.raises(ConnectionLostError, match="broken"):
        await send(transport)
    assert (await send(transport)).status == 201
    assert len(transport.requests) == 3


async def test_a_script_that_is_used_up_names_the_request_and_no_secret() -> None:
    transport = MemoryTransport.script([json_response(200, 1)])
    await send(transport)
    with pytest.raises(AssertionError, match=r"^GET https://api\.intercom\.io/me has no answer: .* 1 are used up$"):
        await send(transport)


def test_it_serves_any_loop() -> None:
    transport = MemoryTransport.script([json_response(200, 1)] * 2)
    assert [asyncio.run(send(transport)).status for _ in range(2)] == [200, 200]


def test_a_json_response_has_its_type_unless_told() -> None:
    response = json_response(404, {"type": "error.list", "name": "Zoë"}, headers={"X-Request-Id": "r1"})
    assert json.loads(response.body) == {"type": "error.list", "name": "Zoë"}
    assert response.headers.pairs == (("Content-Type", "application/json; charset=utf-8"), ("X-Request-Id", "r1"))
    other = json_response(200, {}, headers={"content-type": "application/problem+json"})
    assert other.headers.get_all("Content-Type") == ("application/problem+json",)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://ada:pw@host:8443/a/b?email=x#y", "GET https://host:8443/a/b"),
        ("https://host?email=a@b", "GET https://host"),
        ("https://host/find/a@b\n?q", "GET https://host/find/a@b\n"),
        ("/contacts#x", "GET /contacts"),
    ],
)
def test_a_request_is_described_without_credentials_and_query(url: str, words: str) -> None:
    assert describe(attrs.evolve(REQUEST, url=url)) == words
