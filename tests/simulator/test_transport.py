"""The in-process transport: values, delays on the clock, lost connections, closing."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from support.simulator_calls import Api, request
from support.virtual_time import VirtualClock, run

from intercom_async.errors import ClientClosedError, ConnectionLostError, ReadTimeoutError, ResponseTooLargeError
from intercom_async.http import BodyStream, HttpRequest, Timeout
from intercom_async.simulator import Fault, Simulator, SimulatorTransport

TIMEOUT = Timeout(connect=1.0, read=5.0)


async def send(transport: SimulatorTransport, asked: HttpRequest, max_bytes: int = 10**6):  # noqa: ANN201 - an answer
    return await transport.send(asked, timeout=TIMEOUT, max_bytes=max_bytes)


async def test_it_answers_what_the_simulator_answers(api: Api) -> None:
    response = await send(SimulatorTransport(api.simulator), request("GET", "/me"))
    assert response.status == 200
    assert b"Simulated workspace" in response.body


async def test_it_collects_streamed_bodies(api: Api) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"email":'
        yield b'"a@b.c"}'

    asked = request("POST", "/contacts")
    streamed = HttpRequest(asked.method, asked.url, asked.headers, BodyStream(pieces))
    assert (await send(SimulatorTransport(api.simulator), streamed)).status == 200
    assert api.simulator.report().people == 1


async def test_delays_pass_on_the_clock(api: Api) -> None:
    api.simulator.faults.replace([Fault(kind="delay", seconds=4.5)])
    assert (await send(SimulatorTransport(api.simulator, latency=0.5), request("GET", "/me"))).status == 200
    assert api.clock.slept == [0.5, 4.5]


async def test_an_answer_that_is_too_late_is_a_read_timeout(api: Api) -> None:
    """The call was carried out all the same."""
    api.simulator.faults.replace([Fault(kind="delay", seconds=60)])
    with pytest.raises(ReadTimeoutError):
        await send(SimulatorTransport(api.simulator), request("POST", "/contacts", {"email": "a@b.c"}))
    assert api.clock.slept[-1] == 5.0
    assert api.simulator.report().people == 1


async def test_without_a_read_timeout_it_waits(api: Api) -> None:
    api.simulator.faults.replace([Fault(kind="delay", seconds=600)])
    transport = SimulatorTransport(api.simulator)
    response = await transport.send(request("GET", "/me"), timeout=Timeout(read=None), max_bytes=10**6)
    assert response.status == 200


@pytest.mark.parametrize("kind", ["drop", "truncate"])
async def test_lost_connections_are_errors(api: Api, kind: str) -> None:
    api.simulator.faults.replace([Fault(kind=kind)])
    with pytest.raises(ConnectionLostError):
        await send(SimulatorTransport(api.simulator), request("GET", "/me"))


async def test_the_size_limit_holds(api: Api) -> None:
    with pytest.raises(ResponseTooLargeError):
        await send(SimulatorTransport(api.simulator), request("GET", "/me"), max_bytes=10)


async def test_streams_come_in_pieces_and_may_break(api: Api) -> None:
    transport = SimulatorTransport(api.simulator)
    async with transport.stream(request("GET", "/me"), timeout=TIMEOUT) as stream:
        whole = b"".join([piece async for piece in stream.chunks])
    assert (stream.status, whole[-1:]) == (200, b"}")
    api.simulator.faults.replace([Fault(kind="truncate")])
    pieces: list[bytes] = []
    async with transport.stream(request("GET", "/me"), timeout=TIMEOUT) as stream:
        with pytest.raises(ConnectionLostError):
            pieces.extend([piece async for piece in stream.chunks])


async def test_after_close_it_refuses(api: Api) -> None:
    transport = SimulatorTransport(api.simulator)
    await transport.aclose()
    await transport.aclose()
    with pytest.raises(ClientClosedError):
        await send(transport, request("GET", "/me"))


def test_calls_run_side_by_side_in_virtual_time() -> None:
    """Fifty calls of a tenth of a second each take a tenth of a second."""

    async def main() -> float:
        clock = VirtualClock()
        transport = SimulatorTransport(Simulator(clock=clock), latency=0.1)
        await asyncio.gather(*(send(transport, request("GET", "/me")) for _ in range(50)))
        return clock.monotonic()

    assert run(main()) == pytest.approx(0.1)
