"""The simulator over real HTTP on loopback: faults on the wire, stopping, and the command's run function."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import aiohttp
import pytest
from support.simulator_calls import ManualClock

from intercom_async.simulator import Fault, Simulator
from intercom_async.simulator.server import run_server, serve

HEADERS = {"Authorization": "Bearer test-token", "Intercom-Version": "2.16"}


@asynccontextmanager
async def session(simulator: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    async with serve(simulator) as url, aiohttp.ClientSession(url, headers=HEADERS) as client:
        yield client


async def raw(url: str, request: bytes) -> bytes:
    """Send *request* on a socket of its own and return everything that comes back."""
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        return await reader.read()
    finally:
        writer.close()


def bare(method: str, path: str) -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    return "".join([head, *(f"{name}: {value}\r\n" for name, value in HEADERS.items()), "\r\n"]).encode()


async def test_it_answers_over_http() -> None:
    simulator = Simulator()
    async with session(simulator) as client:
        async with client.post("/contacts", json={"email": "a@b.c"}) as answer:
            body = await answer.json()
            assert answer.status == 200
            assert answer.headers["X-RateLimit-Limit"] == "1667"
            assert answer.headers["X-Request-Id"]
        async with client.get(f"/contacts/{body['id']}?nonsense=%2F") as answer:
            assert await answer.json() == body
    assert simulator.report().statuses == {"200": 2}


async def test_links_lead_back_to_the_server() -> None:
    """behaviour.md 10: pages by URL can be followed as they stand."""
    async with session(Simulator()) as client:
        for number in range(3):
            await client.post("/contacts", json={"external_id": number})
        users: list[str] = []
        following = "/users?per_page=2"
        while following:
            async with client.get(following, headers={"Intercom-Version": "1.4"}) as answer:
                body = await answer.json()
            users += [user["user_id"] for user in body["users"]]
            following = body["pages"]["next"]
    assert users == ["2", "1", "0"]


async def test_duplicate_headers_reach_the_wire() -> None:
    async with session(Simulator(faults=[Fault(kind="duplicate_rate_headers")])) as client, client.get("/me") as answer:
        assert answer.headers.getall("X-RateLimit-Limit") == ["1667", "1667"]


async def test_there_is_one_date_and_it_is_the_simulators() -> None:
    """Date comes from the simulator's clock."""
    async with session(Simulator(clock=ManualClock())) as client, client.get("/me") as answer:
        assert answer.headers.getall("Date") == ["Tue, 14 Nov 2023 22:13:20 GMT"]


async def test_a_drop_resets_the_connection() -> None:
    simulator = Simulator(faults=[Fault(kind="drop", handled=True)])
    async with serve(simulator) as url:
        with pytest.raises(ConnectionResetError):
            await raw(url, bare("GET", "/me"))
    assert simulator.report().statuses == {"none": 1}


async def test_a_client_that_left_before_the_drop_is_no_error() -> None:
    """The call stays counted as one without an answer."""

    class Gate(ManualClock):
        reached, opened = asyncio.Event(), asyncio.Event()

        async def sleep(self, seconds: float) -> None:
            self.reached.set()
            await self.opened.wait()

    clock = Gate()
    simulator = Simulator(clock=clock, faults=[Fault(kind="delay", seconds=1), Fault(kind="drop")])
    async with serve(simulator) as url:
        asking = asyncio.ensure_future(raw(url, bare("GET", "/me")))
        await clock.reached.wait()
        asking.cancel()
        await asyncio.wait([asking])
        async with aiohttp.ClientSession(url) as client:  # one more round trip: the server has seen the other leave
            await client.get("/_simulator/report")
        clock.opened.set()
    assert simulator.report().statuses == {"none": 1}


async def test_a_truncated_body_ends_in_the_middle() -> None:
    """The length of the whole body is announced, half of it is sent."""
    async with serve(Simulator(faults=[Fault(kind="truncate")])) as url:
        head, _, body = (await raw(url, bare("GET", "/me"))).partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    assert head.startswith(b"HTTP/1.1 200 ")
    assert len(body) == length // 2
    assert body.startswith(b'{"type":"admin"')


async def test_a_delay_is_slept_on_the_simulators_clock() -> None:
    clock = ManualClock()
    async with session(Simulator(clock=clock, faults=[Fault(kind="delay", seconds=3600)])) as client:
        assert (await client.get("/me")).status == 200
    assert clock.slept == [3600]


async def test_an_empty_answer_has_no_body() -> None:
    async with session(Simulator(faults=[Fault(kind="empty")])) as client, client.get("/me") as answer:
        assert (answer.status, await answer.read()) == (200, b"")


async def test_faults_can_be_set_from_another_process() -> None:
    async with session(Simulator()) as client:
        await client.put("/_simulator/faults", json=[{"kind": "status", "status": 503, "times": 1}])
        assert [(await client.get("/me")).status for _ in range(2)] == [503, 200]
        report = await (await client.get("/_simulator/report")).json()
    assert report["statuses"] == {"200": 1, "503": 1}


async def test_stopping_frees_the_port() -> None:
    async with serve(Simulator()) as url:
        pass
    with pytest.raises(ConnectionRefusedError):
        await raw(url, b"")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_command(number: int) -> None:
    """It says where it listens, and ends without an error."""
    lines: list[str] = []

    def ready(line: str) -> None:
        lines.append(line)
        os.kill(os.getpid(), number)

    run_server(Simulator(limit=5, window=1), ready=ready)
    assert len(lines) == 1
    assert lines[0].startswith("listening on http://127.0.0.1:")


def test_the_command_prints_one_line_at_once() -> None:
    """A parent process that waits for the line gets it, and the options count."""
    command = [sys.executable, "-m", "intercom_async", "simulate", "--token", "secret", "--limit", "5/60s"]
    options = ["--region", "EU", "--app-version", "2.3", "--without", "read_content"]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            url = line.removeprefix("listening on ").strip()
            asked = bare("GET", "/me").replace(b"test-token", b"secret")
            head, _, body = asyncio.run(raw(url, asked)).partition(b"\r\n\r\n")
            search = asked.replace(b"/me", b"/content/search")
            missing = asyncio.run(raw(url, search.replace(b"Intercom-Version: 2.16\r\n", b"")))
            lacking = asyncio.run(raw(url, search))
        finally:
            process.terminate()
        rest = process.stdout.read()
    assert line == f"listening on {url}\n"
    assert b"X-RateLimit-Limit: 5" in head
    assert json.loads(body)["app"]["region"] == "EU"
    assert b"intercom_version_invalid" in missing
    assert b"(read_content)" in lacking
    assert (process.returncode, rest) == (0, "")


def test_the_workspace_is_read_from_a_file_and_written_at_the_end(tmp_path: Path) -> None:
    """Everything is there again when the server is started the next time."""
    path = tmp_path / "workspace.json"
    for expected in ([], ["a@b.c"]):
        seen: list[str | None] = []

        def ready(line: str, seen: list[str | None] = seen) -> None:
            def use() -> None:
                url = f"{line.removeprefix('listening on ')}/contacts"
                with urlopen(Request(url, headers=HEADERS), timeout=10) as answer:
                    seen.extend(person["email"] for person in json.load(answer)["data"])
                body = b'{"email": "a@b.c"}'
                sent = Request(url, body, {**HEADERS, "Content-Type": "application/json"})
                with suppress(HTTPError), urlopen(sent, timeout=10):  # the second time there is such a contact
                    pass
                os.kill(os.getpid(), signal.SIGINT)

            threading.Thread(target=use).start()

        run_server(Simulator(), ready=ready, state=path)
        assert seen == expected
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == 1
