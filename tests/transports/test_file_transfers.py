"""Files over real sockets, with every transport: from the simulator's server, and from one that breaks and stalls."""

import asyncio
import tarfile
import time
import zipfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from intercom_async import Intercom
from intercom_async.errors import ConnectionLostError, DeadlineExceededError, ReadTimeoutError
from intercom_async.http import Timeout
from intercom_async.retry import RetryPolicy
from intercom_async.simulator import Fault, FaultKind, Simulator
from intercom_async.simulator.exports import ContentExport, ReportingExport
from intercom_async.simulator.resources.ecommerce import Connector
from intercom_async.simulator.server import serve
from intercom_async.testing.server import Exchange, RawServer, chunked_head
from intercom_async.testing.sockets import writing

SOON = 5
LARGE = bytes(range(256)) * 20_000

each_transport = pytest.mark.parametrize(
    "transport",
    [
        "aiohttp:AiohttpTransport",
        "httpx2:Httpx2Transport",
        "pyreqwest:PyreqwestTransport",
    ],
    ids=lambda name: name.partition(":")[0],
)


@asynccontextmanager
async def client(transport: str, url: str, **options: Any) -> AsyncGenerator[Intercom]:
    """Make a client over a transport, and close both."""
    module, _, name = transport.partition(":")
    made = getattr(import_module(f"intercom_async.transports.{module}"), name)()
    options = {"rate_limit": None, "retry": None, "version": "Preview", **options}
    try:
        async with Intercom("test-token", transport=made, base_url=url, **options) as given:
            yield given
    finally:
        await made.aclose()


def age(simulator: Simulator) -> None:
    """Let the exports be done."""
    for export in (*simulator.world.shelf(ContentExport), *simulator.world.shelf(ReportingExport)):
        export.created_at -= 5


@each_transport
async def test_exports_recordings_and_catalogs(transport: str, tmp_path: Path) -> None:
    """The whole way over the simulator's server: archives, a redirect to another host, and a form with a file."""
    simulator = Simulator()
    async with serve(simulator) as url, client(transport, url) as c:
        person = (await c.request("POST", "/contacts", json={"role": "lead", "email": "a@b.c"})).value["id"]
        simulator.add_conversation(person, "x", admin_id="991267459", subject="Hey")
        simulator.add_conversation(person, "Hi")
        call_id = simulator.add_call(person, recording=LARGE, transcript=[("User", "Grüße")])

        now = int(simulator.clock.now())
        job = (await c.content_exports.create(created_at_after=now - 9, created_at_before=now + 9)).job_identifier
        report = await c.reporting_exports.create(
            dataset_id="conversation", attribute_ids=["conversation.conversation_id"], start_time=1, end_time=now + 9
        )
        assert job is not None
        assert report.job_identifier is not None
        age(simulator)
        with zipfile.ZipFile(await c.content_exports.download(job).save(tmp_path / "a.zip")) as archive:
            assert len(archive.namelist()) == 1
        download = c.reporting_exports.download(report.job_identifier, app_id="simulatr")
        with tarfile.open(await download.save(tmp_path / "a.tgz")) as tar:
            assert tar.getnames() == ["conversation.csv"]

        async with c.calls.download_recording(call_id) as recording:
            assert (recording.filename, recording.size) == (f"recording-{call_id}.wav", len(LARGE))
            await recording.save(tmp_path / "a.wav")
        assert (tmp_path / "a.wav").read_bytes() == LARGE
        assert await c.calls.download_transcript(call_id).read() == '[00:00:03] User: "Grüße"'

        catalog = tmp_path / "c.json"
        catalog.write_bytes(b"[" + b" " * 700_000 + b'{"id": "1"}]')
        assert (await c.ecommerce.upload_catalog("42939", catalog)).status == "processing"
        connector = simulator.world.shelf(Connector).get("42939")
        assert connector is not None
        assert connector.products == [{"id": "1"}]


@each_transport
async def test_a_server_that_breaks_in_the_middle(transport: str, tmp_path: Path) -> None:
    """The error is told, and nothing stays of the file."""
    simulator = Simulator(faults=[Fault(kind=FaultKind.TRUNCATE, path="/download/*")])
    async with serve(simulator) as url, client(transport, url) as c:
        person = (await c.request("POST", "/contacts", json={"role": "lead", "email": "a@b.c"})).value["id"]
        simulator.add_conversation(person, "x", admin_id="991267459")
        now = int(simulator.clock.now())
        job = await c.content_exports.create(created_at_after=now - 9, created_at_before=now + 9)
        age(simulator)
        with pytest.raises(ConnectionLostError):
            await c.content_exports.download(job.job_identifier or "").save(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


#: The beginning of a file, more of it than one piece, and then nothing.
STALLING = writing(chunked_head(), b"%x\r\n%s\r\n" % (len(LARGE), LARGE), hold=True)


def wait_for_part(folder: Path) -> None:
    """Return once something was written."""
    end = time.monotonic() + SOON
    while not any(part.stat().st_size for part in folder.glob("a.*.part")):
        assert time.monotonic() < end
        time.sleep(0.005)


@each_transport
async def test_cancelling_in_the_middle_leaves_no_connection(transport: str, tmp_path: Path) -> None:
    """Nor a part of the file."""
    async with RawServer([STALLING]) as server, client(transport, server.url) as c:
        task = asyncio.create_task(c.content_exports.download("j").save(tmp_path / "a"))
        await asyncio.to_thread(wait_for_part, tmp_path)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await server.closed_by_client()
        assert list(tmp_path.iterdir()) == []


@each_transport
async def test_leaving_in_the_middle_leaves_no_connection(transport: str) -> None:
    async with RawServer([STALLING]) as server, client(transport, server.url) as c:
        async with c.content_exports.download("j") as download:
            async for piece in download:
                assert piece
                break
        await server.closed_by_client()


@each_transport
async def test_silence_and_the_deadline_end_a_transfer(transport: str) -> None:
    """The first by the timeout of the client, the second however much arrives."""
    silence = Timeout(read=0.2)
    async with RawServer([STALLING, STALLING]) as server:
        async with client(transport, server.url, timeout=silence) as c:
            async with c.content_exports.download("j") as download:
                with pytest.raises(ReadTimeoutError):
                    async for _ in download:
                        pass
            await server.closed_by_client()
        async with client(transport, server.url, deadline=0.5) as c:
            async with c.content_exports.download("j") as download:
                with pytest.raises(DeadlineExceededError):
                    async for _ in download:
                        pass
            await server.closed_by_client()


@each_transport
async def test_what_breaks_before_the_first_byte_is_asked_for_again(transport: str, tmp_path: Path) -> None:
    """Headers alone are no beginning; the connection of a good answer is used again."""

    async def cut(exchange: Exchange) -> None:
        await exchange.write(chunked_head())
        exchange.reset()

    async def good(exchange: Exchange) -> None:
        await exchange.answer(200, b"PK\x03\x04")

    policy = RetryPolicy(waits=lambda: (wait for wait in [None, 0.0, 0.0]))
    async with RawServer([cut, good, good]) as server, client(transport, server.url, retry=policy) as c:
        await c.content_exports.download("j").save(tmp_path / "a")
        await c.content_exports.download("j").save(tmp_path / "b")
        assert [each.connection for each in server.requests] == [1, 2, 2]
        assert {each.headers["accept"] for each in server.requests} == {"application/octet-stream"}
    assert (tmp_path / "b").read_bytes() == b"PK\x03\x04"
