"""behaviour.md 6 and 8, what the tests of the resources leave: files that are not there, failures, shapes, expiry."""

import base64
import io
import tarfile
from typing import Any

import pytest
from support.simulator_calls import BASE, Api, request

from intercom_async.http import HttpResponse
from intercom_async.simulator.exports import LASTS, let_fail
from intercom_async.simulator.resources.bulk_jobs import MOST

NOW = 1_700_000_000
CIARAN = "991267459"
OF_APP = "?app_id=simulatr&client_id=c"


def begin_content(api: Api) -> dict[str, Any]:
    """Begin an export of something that a teammate sent."""
    to = {"type": "lead", "id": api.contact(role="lead")["id"]}
    sent = {"from": {"type": "admin", "id": CIARAN}, "to": to, "message_type": "inapp", "body": "Hi"}
    assert api.post("/messages", sent).status == 200
    return api.post("/export/content/data", {"created_at_after": NOW, "created_at_before": NOW}).body


def begin_reporting(api: Api, **changes: object) -> dict[str, Any]:
    asked = {"dataset_id": "conversation", "attribute_ids": ["conversation_id"], "start_time": NOW, "end_time": NOW}
    return api.post("/export/reporting_data/enqueue", {**asked, **changes}).body


def content(api: Api, job: str) -> HttpResponse:
    return download(api, f"/download/content/data/{job}")


def reporting(api: Api, job: str) -> HttpResponse:
    return download(api, f"/download/reporting_data/{job}?app_id=simulatr")


def download(api: Api, path: str) -> HttpResponse:
    return api.simulator.handle(request("GET", path, Accept="application/octet-stream"))


def test_there_is_no_file_before_an_export_is_ready_and_after_two_days(api: Api) -> None:
    """behaviour.md 6: 404 before ready and after expiry; the words of each are those of the examples."""
    jobs = {"content": begin_content(api)["job_identifier"], "reporting": begin_reporting(api)["job_identifier"]}
    words = {
        "content": "The requested resource does not exist.",
        "reporting": f"Export job not found for identifier: {jobs['reporting']}",
    }
    for seconds, there in ((0, False), (2, False), (1, True), (LASTS - 1, True), (1, False)):
        api.clock.time += seconds
        for kind, read in (("content", content), ("reporting", reporting)):
            file = read(api, jobs[kind])
            assert file.status == (200 if there else 404), (kind, api.clock.time)
            assert there or words[kind].encode() in file.body
    assert LASTS == 2 * 24 * 3600


def test_an_export_begins_as_pending(api: Api) -> None:
    """behaviour.md 8: an identifier, pending, and an empty address and expiry, of both kinds of exports."""
    for begun in (begin_content(api), begin_reporting(api)):
        assert begun == {
            "job_identifier": begun["job_identifier"], "status": "pending", "download_url": "",
            "download_expires_at": "",
        }  # fmt: skip


def test_an_export_may_fail(api: Api) -> None:
    """behaviour.md 8: failed is among the statuses of both kinds of exports; there is no file then."""
    jobs = [begin_content(api)["job_identifier"], begin_reporting(api)["job_identifier"]]
    for job in jobs:
        let_fail(api.simulator.world, job)
    api.clock.time += 3
    paths = f"/export/content/data/{jobs[0]}", f"/export/reporting_data/{jobs[1]}{OF_APP}"
    for job, path, read in zip(jobs, paths, (content, reporting), strict=True):
        assert api.get(path).body == {
            "job_identifier": job, "status": "failed", "download_url": "", "download_expires_at": ""
        }  # fmt: skip
        assert read(api, job).status == 404
    assert begin_content(api)["status"] == "pending"  # a failed one is in nobody's way
    with pytest.raises(ValueError, match="no export 'x'"):
        let_fail(api.simulator.world, "x")


def test_a_reporting_export_over_nothing_is_complete(api: Api) -> None:
    """behaviour.md 8: its statuses are pending, in_progress, complete and failed; the file has its columns alone."""
    job = begin_reporting(api)["job_identifier"]
    seen = list[str]()
    for _ in range(4):
        seen.append(api.get(f"/export/reporting_data/{job}{OF_APP}").body["status"])
        api.clock.time += 1
    assert seen == ["pending", "in_progress", "in_progress", "complete"]
    with tarfile.open(fileobj=io.BytesIO(reporting(api, job).body)) as archive:
        member = archive.extractfile("conversation.csv")
        assert member is not None
        assert member.read() == b"conversation_id\n"


def test_datasets_are_one_list(api: Api) -> None:
    """behaviour.md 8: the list of datasets has no pages."""
    body = api.get("/export/reporting_data/get_datasets?per_page=1").body
    assert (sorted(body), body["type"], len(body["data"])) == (["data", "type"], "list", 2)


def test_files_come_with_whatever_is_said(api: Api) -> None:
    """behaviour.md 6: parts return their attachments, whose addresses are signed and expire; also those of tickets."""
    ann = api.contact(email="a@b.c")["id"]
    number = api.simulator.add_conversation(ann, "Hi")
    ticket = api.post("/tickets", {"ticket_type_id": "1", "contacts": [{"id": ann}]}).body["id"]
    file = {"content_type": "image/png", "name": "a b.png", "data": base64.b64encode(b"hello").decode()}
    said = {"type": "admin", "admin_id": CIARAN, "body": "x", "attachment_files": [file]}
    for path, kind in ((f"/conversations/{number}", "comment"), (f"/tickets/{ticket}", "note")):
        answer = api.post(
            f"{path}/reply", {**said, "message_type": kind, "attachment_urls": ["https://x.y/b.png"]}
        ).body
        part = answer if kind == "note" else answer["conversation_parts"]["conversation_parts"][-1]
        (shown,) = part["attachments"]
        assert sorted(shown) == ["content_type", "filesize", "height", "name", "type", "url", "width"]
        assert (shown["type"], shown["name"], shown["filesize"]) == ("upload", "a b.png", 5)
        assert shown["url"].startswith("https://downloads.intercomcdn.com/i/o/")
        assert f"/a%20b.png?expires={NOW + 86_400}&signature=" in shown["url"]


def test_the_states_of_bulk_jobs(api: Api) -> None:
    """behaviour.md 8: 202, a type, and completed_with_errors where an item failed; 100 items at most."""
    assert MOST == 100
    for kind, good, bad in (("contacts", {"email": "a@b.c"}, {"email": "x"}), ("companies", {"company_id": "1"}, {})):
        states = list[str]()
        for item in (good, bad):
            result = api.post(f"/{kind}/bulk", {kind: [item]}, version="Preview")
            assert (result.status, result.body["type"]) == (202, f"{kind}.bulk.job")
            assert result.body["url"] == f"{BASE}/{kind}/bulk/{result.body['id']}"
            api.clock.time += 2
            states.append(api.get(f"/{kind}/bulk/{result.body['id']}", version="Preview").body["state"])
        assert states == ["completed", "completed_with_errors"]
