"""Types of files, exports and calls; checked, never run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, assert_type

from intercom_async import Download, Intercom
from intercom_async.downloads import Transcript
from intercom_async.models.attachments import AttachmentFile
from intercom_async.models.calls import Call, CallWithTranscript
from intercom_async.models.ecommerce import CatalogUpload
from intercom_async.models.exports import DataExport, Dataset
from intercom_async.pagination import Paginator


async def check_downloads(client: Intercom) -> None:
    download = client.content_exports.download("j")
    assert_type(download, Download)
    assert_type(await download.save("a.zip"), Path)
    async with download as file:
        assert_type(file, Download)
        assert_type(file.kind, Literal["zip", "gzip"] | None)
        assert_type([piece async for piece in file], list[bytes])
    transcript = client.calls.download_transcript(7)
    assert_type(transcript, Transcript)
    assert_type(await transcript.read(), str | tuple[Mapping[str, object], ...])
    assert_type(client.calls.download_recording(7), Download)
    assert_type(client.reporting_exports.download("j", app_id="a"), Download)


async def check_exports(client: Intercom) -> None:
    exports = client.content_exports
    assert_type(await exports.create(created_at_after=1, created_at_before=2), DataExport)
    assert_type(await exports.run(created_at_after=1, created_at_before=2), Download | None)
    assert_type(await exports.run(created_at_after=1, created_at_before=2, path=Path("a")), Path | None)
    reports = client.reporting_exports
    assert_type(reports.list_datasets(), Paginator[Dataset])
    assert_type(
        await reports.run(
            dataset_id="d", attribute_ids=["a"], start_time=1, end_time=2, app_id="a", client_id="c", wait_for_turn=True
        ),
        Download | None,
    )
    assert_type(
        await reports.run(
            dataset_id="d", attribute_ids=("a",), start_time=1, end_time=2, app_id="a", client_id="c", path="a"
        ),
        Path | None,
    )


async def check_calls_and_uploads(client: Intercom) -> None:
    assert_type(client.calls.list(), Paginator[Call])
    assert_type(client.calls.search([1, "2"]), Paginator[CallWithTranscript])
    assert_type(await client.ecommerce.upload_catalog(1, b"[]", finalize=False), CatalogUpload)
    assert_type(AttachmentFile.from_bytes(b"x", name="a"), AttachmentFile)
    assert_type(await AttachmentFile.from_path("a"), AttachmentFile)
