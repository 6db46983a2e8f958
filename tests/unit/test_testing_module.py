"""What the package offers for the tests of others: its names, what loading it costs, and its cases for transports."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.source import ROOT

from intercom_async import testing
from intercom_async.http import Headers
from intercom_async.testing.server import Arrivals, Exchange, RawServer, Received
from intercom_async.testing.sockets import SocketCases
from intercom_async.testing.values import ValueCases
from intercom_async.transports.memory import MemoryTransport, json_response


def test_it_has_what_a_test_needs_in_one_place() -> None:
    assert {"MemoryTransport", "RecordingTransport", "ReplayTransport", "Simulator", "SimulatorTransport"} <= {
        *testing.__all__
    }
    assert testing.MemoryTransport is MemoryTransport
    assert testing.json_response is json_response


def test_it_loads_neither_pytest_nor_a_server() -> None:
    """A program may use the memory transport or a cassette at run time, too."""
    code = "import sys, intercom_async.testing; print({'pytest', 'aiohttp', 'httpx2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ValueCases().serve(), r"ValueCases must define serve\(\*answers\)"),
        (lambda: SocketCases().make(), r"SocketCases must define make\(\)"),
        (lambda: SocketCases().make_narrow(), r"SocketCases must define make_narrow\(\)"),
    ],
    ids=["serve", "make", "make_narrow"],
)
def test_cases_without_a_transport_say_what_is_missing(call: Callable[[], object], words: str) -> None:
    with pytest.raises(NotImplementedError, match=words):
        call()


OWN_SUITE = '''
"""Somebody's own transport under the cases of the package."""

from contextlib import asynccontextmanager

import pytest
from intercom_async.testing import MemoryTransport
from intercom_async.testing.server import Arrivals, Received
from intercom_async.testing.values import Served, ValueCases


class Forgetful(MemoryTransport):
    async def aclose(self):
        pass


class TestForgetful(ValueCases):
    @asynccontextmanager
    async def serve(self, *answers):
        arrivals, left = Arrivals(), iter(answers)

        def answer(request):
            arrivals.append(Received(request.method, request.url, request.headers, b""))
            return next(left)

        yield Served(Forgetful(answer), "http://x", arrivals)
'''


def test_the_cases_find_what_is_wrong_with_a_transport(tmp_path: Path) -> None:
    """Run as users run them: in a folder of their own, by a pytest that knows of nothing here."""
    (tmp_path / "test_own.py").write_text(OWN_SUITE, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n", encoding="utf-8")
    chosen = "test_use_after_closing or test_it_may_be_closed_unused"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-k", chosen]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "FAILED test_own.py::TestForgetful::test_use_after_closing_says_so" in done.stdout, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout


# The server of the cases


RECEIVED = Received("GET", "/", Headers(), b"")


async def test_arrivals_can_be_waited_for() -> None:
    arrivals = Arrivals()
    second = asyncio.create_task(arrivals.reach(2))
    for _ in range(2):
        await asyncio.sleep(0)
        assert not second.done()
        arrivals.append(RECEIVED)
    await second
    await arrivals.reach(2)


async def send(server: RawServer, text: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(text)
    answer = await reader.read(500)
    writer.close()
    await writer.wait_closed()
    return answer


async def test_the_server_does_not_hide_what_a_behaviour_raised() -> None:
    """Else the mistake of a test would look like one of the transport."""

    async def wrong(exchange: Exchange) -> None:
        raise LookupError("mine")

    server = RawServer([wrong])
    with pytest.raises(LookupError, match="mine"):
        async with server:
            assert await send(server, b"GET / HTTP/1.1\r\n\r\n") == b""


async def test_a_test_that_fails_fails_with_its_own_error() -> None:
    async def wrong(exchange: Exchange) -> None:
        raise LookupError("mine")

    async def case() -> None:
        async with RawServer([wrong]) as server:
            await send(server, b"GET / HTTP/1.1\r\n\r\n")
            raise KeyError

    with pytest.raises(KeyError):
        await case()
