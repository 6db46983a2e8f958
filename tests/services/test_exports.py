"""Exports of content and of datasets: the exact requests, and whole runs in virtual time."""

import asyncio
import gzip
import io
import logging
import tarfile
import zipfile
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.paging_clients import client, in_virtual_time, other_tasks
from support.virtual_time import VirtualClock, run
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async import Intercom
from intercom_async.downloads import Download
from intercom_async.errors import (
    DeadlineExceededError,
    ExportFailedError,
    NotFoundError,
    RateLimitError,
    ServerError,
)
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.models.exports import DataExport, Dataset
from intercom_async.simulator import Fault, FaultKind, Simulator, SimulatorTransport
from intercom_async.transports.memory import MemoryTransport, json_response

CONTENT = ("2.5", "2.7", "2.13", "2.16", "Preview")
REPORTING = ("2.14", "2.16", "Preview")
PENDING: dict[str, object] = {
    "job_identifier": "j1",
    "status": "pending",
    "download_url": "",
    "download_expires_at": "",
}
DATASET: dict[str, Any] = {
    "dataset_id": "conversation", "attribute_ids": ["conversation_id"], "start_time": 1717490000, "end_time": 1717510000
}  # fmt: skip
SPAN: dict[str, Any] = {
    "created_at_after": 1717002906,
    "created_at_before": datetime(2024, 5, 29, 22, 15, 6, tzinfo=UTC),
}


def with_a_folder(test: Callable[[Path], Coroutine[Any, Any, None]]) -> Callable[[Path], None]:
    """Make a test of a coroutine function that is given an empty folder: it runs in virtual time."""

    def call(tmp_path: Path) -> None:
        run(test(tmp_path))

    call.__name__, call.__doc__ = test.__name__, test.__doc__
    return call


APP: dict[str, Any] = {"app_id": "a1", "client_id": "c1"}
REAL_APP: dict[str, Any] = {"app_id": "simulatr", "client_id": "c"}


@each(
    Case("create", lambda c: c.content_exports.create(**SPAN),
         Asked("POST", "/export/content/data", {}, {"created_at_after": 1717002906, "created_at_before": 1717020906}),
         PENDING, {"job_identifier": "j1", "status": "pending", "download_url": ""}, DataExport, CONTENT),
    Case("retrieve", lambda c: c.content_exports.retrieve("j1"), Asked("GET", "/export/content/data/j1"), PENDING,
         {"job_identifier": "j1"}, DataExport, CONTENT),
    Case("cancel", lambda c: c.content_exports.cancel("j1"), Asked("POST", "/export/cancel/j1"),
         {**PENDING, "status": "canceled"}, {"status": "canceled"}, DataExport, CONTENT),
    Case("datasets", lambda c: c.reporting_exports.list_datasets(), Asked("GET", "/export/reporting_data/get_datasets"),
         {"type": "list", "data": [{"id": "conversation", "attributes": [{"id": "x", "qualified_id": "y.x"}]}]},
         {"id": "conversation"}, Dataset, REPORTING),
    Case("report", lambda c: c.reporting_exports.create(**DATASET),
         Asked("POST", "/export/reporting_data/enqueue", {}, DATASET), PENDING, {"status": "pending"}, DataExport,
         REPORTING),
    Case("how far", lambda c: c.reporting_exports.retrieve("j1", **APP),
         Asked("GET", "/export/reporting_data/j1", APP), {**PENDING, "status": "complete"}, {"status": "complete"},
         DataExport, REPORTING),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


def content_file(client: Intercom) -> Download:
    return client.content_exports.download("j1")


def report_file(client: Intercom) -> Download:
    return client.reporting_exports.download("j1", app_id="a1")


@pytest.mark.parametrize(
    ("make", "url"),
    [
        (content_file, "/download/content/data/j1"),
        (report_file, "/download/reporting_data/j1?app_id=a1"),
    ],
)
async def test_files_are_asked_for_as_files(make: Callable[[Intercom], Download], url: str) -> None:
    asked: list[HttpRequest] = []

    def answer(request: HttpRequest) -> HttpResponse:
        asked.append(request)
        return HttpResponse(200, Headers(), b"PK\x03\x04")

    async with make(Intercom("t", transport=MemoryTransport(answer), base_url="https://x.test")) as download:
        assert download.kind == "zip"
    assert [(each.url, each.headers["accept"]) for each in asked] == [
        (f"https://x.test{url}", "application/octet-stream")
    ]


async def test_a_naive_instant_is_refused() -> None:
    wire = Wire()
    asked: dict[str, Any] = {**DATASET, "start_time": datetime(2024, 1, 1)}  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="time zone"):
        await wire.client.reporting_exports.create(**asked)
    assert wire.asked == []


LOOK_FAILS = Fault(kind=FaultKind.STATUS, status=503, operation="content_exports.retrieve")


class Workspace:
    """A simulated workspace with one answered message, in the running loop's time."""

    def __init__(self, *, sent: bool = True, **options: Any) -> None:
        clock = VirtualClock()
        self.simulator = Simulator(clock=clock, index_lag=0)
        self.transport = SimulatorTransport(self.simulator)
        self.client = client(self.transport, **options)
        self.now = int(clock.now())
        self.sent = sent

    async def fill(self) -> None:
        body = {"role": "lead", "email": "a@b.c"}
        person = (await self.client.request("POST", "/contacts", json=body)).value
        self.simulator.add_conversation(person["id"], "Hi")
        if self.sent:
            self.simulator.add_conversation(person["id"], "x", subject="Hey", admin_id="991267459")

    async def content(self, **given: Any) -> Any:
        await self.fill()
        span: Any = {"created_at_after": self.now, "created_at_before": self.now + 1}
        run: Any = self.client.content_exports.run
        return await run(**span, **given)

    async def report(self, **given: Any) -> Any:
        await self.fill()
        asked: Any = {**DATASET, "start_time": self.now, "end_time": self.now, **REAL_APP, **given}
        run: Any = self.client.reporting_exports.run
        return await run(**asked)

    @property
    def operations(self) -> list[str]:
        """What was called but for what fills it."""
        return [each.operation or "" for each in self.simulator.log() if "contacts" not in (each.operation or "")]


@with_a_folder
async def test_a_content_export_from_beginning_to_file(tmp_path: Path) -> None:
    w = Workspace()
    path = await w.content(path=tmp_path / "a.zip")
    assert path == tmp_path / "a.zip"
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        assert b"a@b.c" in archive.read(name)
    looks = ["content_exports.retrieve"] * 2  # after 1 and 3 seconds
    assert w.operations == ["content_exports.create", *looks, "content_exports.download"]


@in_virtual_time
async def test_a_run_may_give_the_file_still_to_be_read() -> None:
    w = Workspace()
    w.simulator.world.content_archive = "gzip"
    download = await w.content()
    async with download:
        assert download.kind == "gzip"
        content = b"".join([piece async for piece in download])
    assert gzip.decompress(content).count(b"\n") == 2


@with_a_folder
async def test_a_reporting_export_from_beginning_to_file(tmp_path: Path) -> None:
    w = Workspace()
    path = await w.report(path=str(tmp_path / "a.tgz"))
    with tarfile.open(path) as archive:
        assert archive.getnames() == ["conversation.csv"]
    download = await w.report()
    async with download:
        with tarfile.open(fileobj=io.BytesIO(b"".join([piece async for piece in download]))) as archive:
            assert archive.getnames() == ["conversation.csv"]


@with_a_folder
async def test_nothing_to_export_is_no_error(tmp_path: Path) -> None:
    """And leaves no file."""
    assert await Workspace(sent=False).content(path=tmp_path / "a") is None
    assert await Workspace(sent=False).content() is None
    assert list(tmp_path.iterdir()) == []


@in_virtual_time
async def test_other_exports_are_waited_for_when_asked() -> None:
    """Else they are an error at once."""
    w = Workspace()
    await w.client.content_exports.create(created_at_after=1, created_at_before=2)
    with pytest.raises(RateLimitError) as caught:
        await w.content()
    assert caught.value.scope == "jobs"
    assert (await w.client.with_options().content_exports.run(
        created_at_after=1, created_at_before=2, wait_for_turn=True
    )) is None  # fmt: skip
    for _ in range(5):
        await w.client.reporting_exports.create(**DATASET)
    with pytest.raises(RateLimitError):
        await w.report()
    assert await w.report(wait_for_turn=True) is not None


@in_virtual_time
async def test_the_quota_of_calls_is_no_turn_to_wait_for() -> None:
    def answer(_: HttpRequest) -> HttpResponse:
        body = {"type": "error.list", "errors": [{"code": "rate_limit_exceeded", "message": "Exceeded rate limit"}]}
        return json_response(429, body)

    limited = client(MemoryTransport(answer), retry=None)
    with pytest.raises(RateLimitError) as caught:
        await limited.content_exports.run(created_at_after=1, created_at_before=2, wait_for_turn=True)
    assert caught.value.scope == "window"


@in_virtual_time
async def test_the_deadline_is_that_of_the_run() -> None:
    """It ends before a wait that would pass it, and in the middle of a call; the export is cancelled."""
    w = Workspace(deadline=2.5)
    with pytest.raises(DeadlineExceededError, match="would come after the deadline") as caught:
        await w.content()
    assert caught.value.retry_at is not None
    assert caught.value.retry_at.timestamp() == w.now + 3
    assert w.operations[-1] == "content_exports.cancel"
    other = Workspace(deadline=2)
    await other.client.content_exports.create(created_at_after=1, created_at_before=2)
    with pytest.raises(DeadlineExceededError):
        await other.content(wait_for_turn=True)

    slow = Workspace(deadline=2.5)
    slow.simulator.faults.replace([Fault(kind=FaultKind.DELAY, seconds=5, operation="content_exports.retrieve")])
    with pytest.raises(DeadlineExceededError, match=r"deadline of 2\.5 s"):
        await slow.content()
    assert slow.operations[-1] == "content_exports.cancel"
    assert other_tasks() == set()


@in_virtual_time
async def test_a_run_that_is_cancelled_cancels_its_export() -> None:
    """Also when it is cancelled again meanwhile, and when it was cancelled while the export was being made."""
    for seconds in (0.5, 4.0):
        w = Workspace()
        await w.fill()
        w.transport = SimulatorTransport(w.simulator, latency=1.0)
        w.client = client(w.transport)
        task = asyncio.create_task(w.client.content_exports.run(created_at_after=1, created_at_before=w.now + 1))
        await asyncio.sleep(seconds)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0.1)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert w.operations[-1] == "content_exports.cancel"
        assert other_tasks() == set()
        again = await w.client.content_exports.create(created_at_after=1, created_at_before=2)
        assert again.status == "pending"


async def reported(given: Intercom) -> None:
    run: Any = given.reporting_exports.run
    await run(**DATASET, **REAL_APP)


@in_virtual_time
async def test_a_reporting_export_goes_on_without_its_run() -> None:
    """The API cancels none; no task is left here, wherever the run is."""
    for seconds in (0.5, 4.0):
        w = Workspace()
        await w.fill()
        slow = client(SimulatorTransport(w.simulator, latency=1.0))
        task = asyncio.create_task(reported(slow))
        await asyncio.sleep(seconds)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert other_tasks() == set()


@in_virtual_time
async def test_a_look_that_fails_cancels_the_export() -> None:
    w = Workspace(retry=None)
    w.simulator.faults.replace([LOOK_FAILS])
    with pytest.raises(ServerError):
        await w.content()
    assert w.operations[-1] == "content_exports.cancel"


@pytest.mark.parametrize("failure", ["error", "silence"])
def test_what_cannot_be_cancelled_is_said(failure: str, caplog: pytest.LogCaptureFixture) -> None:
    """In the log, within seconds: the error that the caller gets is the one that ended the run."""

    async def main() -> float:
        w = Workspace(retry=None)
        kind, seconds = (FaultKind.STATUS, 0) if failure == "error" else (FaultKind.DELAY, 50)
        w.simulator.faults.replace(
            [LOOK_FAILS, Fault(kind=kind, seconds=seconds, status=500, operation="content_exports.cancel")]
        )
        began = asyncio.get_running_loop().time()
        with pytest.raises(ServerError, match="503"):
            await w.content()
        assert other_tasks() == set()
        return asyncio.get_running_loop().time() - began

    with caplog.at_level(logging.WARNING, "intercom_async.http"):
        assert run(main()) < 15
    assert "content_exports.run: the export was given up, and may go on" in caplog.text


def scripted(*answers: dict[str, object]) -> Intercom:
    return client(MemoryTransport.script([json_response(200, each) for each in answers]))


@in_virtual_time
async def test_an_export_that_ends_without_a_file_is_an_error() -> None:
    """Whatever that is called; statuses that nobody knows are none to wait for."""
    for status in ("failed", "canceled", "exploded", None):
        given = scripted(PENDING, {**PENDING, "status": "in_progress"}, {**PENDING, "status": status})
        with pytest.raises(ExportFailedError, match=f"export j1 ended as {status!r}") as caught:
            await given.content_exports.run(created_at_after=1, created_at_before=2)
        assert (caught.value.status, caught.value.job_identifier) == (status, "j1")


@in_virtual_time
async def test_an_answer_that_names_no_export_is_an_error() -> None:
    given = scripted({"status": "completed"})
    with pytest.raises(ExportFailedError, match="names no export"):
        await given.content_exports.run(created_at_after=1, created_at_before=2)


@in_virtual_time
async def test_looks_become_rarer() -> None:
    """An export of a quarter of an hour is asked for 36 times."""
    looks = 0

    def answer(request: HttpRequest) -> HttpResponse:
        nonlocal looks
        looks += request.method == "GET"
        done = asyncio.get_running_loop().time() > 900
        return json_response(200, {**PENDING, "status": "completed" if done else "pending"})

    assert await client(MemoryTransport(answer)).content_exports.run(created_at_after=1, created_at_before=2)
    assert looks == 36


async def test_a_file_that_is_not_there_yet_is_a_404(tmp_path: Path) -> None:
    simulator = Simulator()
    given = Intercom("test-token", transport=SimulatorTransport(simulator))
    job = await given.content_exports.create(created_at_after=1, created_at_before=2)
    assert job.job_identifier is not None
    with pytest.raises(NotFoundError):
        await given.content_exports.download(job.job_identifier).save(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
