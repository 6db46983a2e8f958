"""Exports, recordings, transcripts and catalogs of the simulator, by plain calls."""

import csv
import gzip
import io
import json
import tarfile
import zipfile
from typing import Any

import pytest
from support.simulator_calls import BASE, Api, Result, request

from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.simulator.exports import LASTS
from intercom_async.simulator.kept_files import LASTS as ADDRESS_LASTS

NOW = 1_700_000_000
OCTETS = {"Accept": "application/octet-stream"}
CIARAN = "991267459"


def raw(api: Api, path: str, **options: Any) -> HttpResponse:
    return api.simulator.handle(request("GET", path, **options))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@pytest.fixture
def api() -> Api:
    """A workspace in which a teammate wrote to Ann, who answered, and to Lee, who did not."""
    api = Api()
    ann = api.contact(email="ann@b.c", external_id="u1")["id"]
    lee = api.contact(role="lead")["id"]
    for person, kind in ((ann, "user"), (lee, "lead")):
        body = {"from": {"type": "admin", "id": CIARAN}, "to": {"type": kind, "id": person}, "message_type": "email"}
        assert api.post("/messages", {**body, "subject": "Hey", "body": "x", "template": "plain"}).status == 200
    conversation = api.simulator.world.conversations.of_person(ann)[0]
    reply = {"type": "user", "message_type": "comment", "intercom_user_id": ann, "body": "Yes"}
    assert api.post(f"/conversations/{conversation.id}/reply", reply, version="1.4").status == 200
    api.simulator.add_conversation(ann, "Hi")
    return api


def begun(api: Api, after: int = NOW, before: int = NOW, **options: Any) -> Result:
    return api.post("/export/content/data", {"created_at_after": after, "created_at_before": before}, **options)


def test_a_content_export_takes_time_and_is_there_for_two_days(api: Api) -> None:
    """behaviour.md 8: its statuses; the link lives for two days."""
    job = begun(api).body["job_identifier"]
    seen: list[tuple[object, ...]] = []
    for seconds in (0, 1, 2, LASTS):
        api.clock.time += seconds
        state = api.get(f"/export/content/data/{job}").body
        file = raw(api, f"/download/content/data/{job}", **OCTETS)
        seen.append((state["status"], state["download_url"], state["download_expires_at"], file.status))
    url, end = f"{BASE}/download/content/data/{job}", str(NOW + 3 + LASTS)
    assert seen == [
        ("pending", "", "", 404), ("in_progress", "", "", 404), ("completed", url, end, 200), ("completed", "", "", 404)
    ]  # fmt: skip


def test_its_archive_holds_who_received_and_who_answered(api: Api) -> None:
    """behaviour.md 6 and 8: a zip of CSVs, or gzip; by the time of sending, inclusive; not what customers began."""
    job = begun(api).body["job_identifier"]
    api.clock.time += 5
    file = raw(api, f"/download/content/data/{job}", **OCTETS)
    assert file.headers["content-type"] == "application/octet-stream"
    with zipfile.ZipFile(io.BytesIO(file.body)) as archive:
        assert archive.namelist() == ["receipts_20231114_221320.csv", "replies_20231114_221320.csv"]
        receipts, replies = (rows(archive.read(name)) for name in archive.namelist())
    assert [row["email"] for row in receipts] == ["ann@b.c", ""]
    assert [(row["user_external_id"], row["content_title"]) for row in replies] == [("u1", "Hey")]
    api.simulator.world.content_archive = "gzip"
    again = raw(api, f"/download/content/data/{job}", **OCTETS).body
    assert rows(gzip.decompress(again)) == receipts


def test_an_export_over_nothing_has_no_data(api: Api) -> None:
    """behaviour.md 6 and 8: a statistic without rows has no file; no_data where none has any."""
    job = begun(api, NOW + 1, NOW + 2).body["job_identifier"]
    api.clock.time += 5
    assert api.get(f"/export/content/data/{job}").body["status"] == "no_data"
    assert raw(api, f"/download/content/data/{job}", **OCTETS).status == 404


def test_one_content_export_at_a_time(api: Api) -> None:
    """behaviour.md 2 and 8: one pending job; cancel gives canceled, but not of one that is over."""
    job = begun(api).body["job_identifier"]
    second = begun(api)
    assert second.problem == (429, "rate_limit_exceeded")
    assert second.message == "Exceeded rate limit of 1 pending message data export jobs"
    assert api.post(f"/export/cancel/{job}").body["status"] == "canceled"
    other = begun(api).body["job_identifier"]
    api.clock.time += 5
    assert api.post(f"/export/cancel/{other}").body["status"] == "completed"
    assert begun(api).status == 200
    assert api.get(f"/export/content/data/{job}").body["status"] == "canceled"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"created_at_before": 1}, (400, "parameter_not_found")),
        ({"created_at_after": "x", "created_at_before": 1}, (400, "parameter_invalid")),
        ({"created_at_after": True, "created_at_before": 1}, (400, "parameter_invalid")),
        ({"created_at_after": 2, "created_at_before": 1}, (400, "parameter_invalid")),
    ],
)
def test_a_content_export_needs_two_instants(api: Api, body: dict[str, object], problem: tuple[int, str]) -> None:
    """behaviour.md 8: created_at_after and created_at_before."""
    assert api.post("/export/content/data", body).problem == problem


def test_files_have_to_be_asked_for_as_files(api: Api) -> None:
    """behaviour.md 6: downloads need Accept: application/octet-stream; and nothing else may be asked for so."""
    job = begun(api).body["job_identifier"]
    api.clock.time += 5
    assert api.get(f"/download/content/data/{job}", Accept="application/json").problem == (
        406,
        "media_type_not_acceptable",
    )
    assert api.get("/me", **OCTETS).problem == (406, "media_type_not_acceptable")
    assert raw(api, f"/download/content/data/{job}", Accept="application/*").status == 200
    assert api.get("/export/content/data/none").problem == (404, "not_found")


def enqueued(api: Api, version: str = "2.16", **changes: Any) -> Result:
    asked = {"dataset_id": "conversation", "attribute_ids": ["conversation_id"], "start_time": NOW, "end_time": NOW}
    body = {name: value for name, value in (asked | changes).items() if value is not None}
    return api.post("/export/reporting_data/enqueue", body, version=version)


def exported(api: Api, version: str = "2.16", **changes: Any) -> list[dict[str, str]]:
    """Export a dataset and return its rows."""
    job = enqueued(api, version, **changes).body["job_identifier"]
    api.clock.time += 5
    state = api.get(f"/export/reporting_data/{job}?app_id=simulatr&client_id=c").body
    assert state["status"] == "complete"
    file = raw(api, f"/download/reporting_data/{job}?app_id=simulatr", **OCTETS)
    assert file.body[:2] == b"\x1f\x8b"
    with tarfile.open(fileobj=io.BytesIO(file.body)) as archive:
        (name,) = archive.getnames()
        member = archive.extractfile(name)
        assert member is not None
        assert name == f"{changes.get('dataset_id', 'conversation')}.csv"
        return rows(member.read())


def test_a_reporting_export_holds_the_columns_that_were_asked_for(api: Api) -> None:
    """behaviour.md 6: a .tgz; OpenAPI files: the columns asked for, until 2.14 only what a user answered."""
    world = api.simulator.world
    begun_by_teammate = world.conversations.in_order("created_at")
    quiet = next(each for each in begun_by_teammate if each.first_reply is None)
    quiet.outbound = False
    found = exported(api, attribute_ids=["conversation_id", "conversation.channel"])
    assert [set(row) for row in found] == [{"conversation_id", "conversation.channel"}] * 3
    assert quiet.id in {row["conversation_id"] for row in found}
    assert len(exported(api, "2.14")) == 2
    assert exported(api, start_time=1, end_time=2) == []


def test_calls_are_a_dataset(api: Api) -> None:
    person = api.simulator.world.conversations.get("10000000001")
    assert person is not None
    api.simulator.add_call(person.customers[0], seconds=10)
    asked: dict[str, Any] = {"dataset_id": "call", "attribute_ids": ["direction"], "start_time": NOW - 10}
    assert exported(api, **asked) == [{"direction": "inbound"}]
    assert exported(api, **asked, end_time=NOW - 11) == []


def test_attributes_have_two_ids(api: Api) -> None:
    """behaviour.md 8: Preview wants qualified_id; both from 2.16 on."""
    for version, keys in (("2.14", {"id", "name"}), ("2.16", {"id", "name", "qualified_id"})):
        (first, _) = api.get("/export/reporting_data/get_datasets", version=version).body["data"]
        assert {frozenset(each) for each in first["attributes"]} == {frozenset(keys)}
    short, long = ["conversation_id"], ["conversation.conversation_id"]
    statuses = {
        (version, ids[0]): enqueued(api, version, attribute_ids=ids).status
        for version in ("2.14", "2.16", "Preview")
        for ids in (short, long)
    }
    assert statuses == {
        ("2.14", short[0]): 200, ("2.14", long[0]): 400, ("2.16", short[0]): 200, ("2.16", long[0]): 200,
        ("Preview", short[0]): 400, ("Preview", long[0]): 200,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dataset_id": None}, "'dataset_id' is a required parameter"),
        ({"dataset_id": "imaginary"}, "imaginary is not a valid dataset_id"),
        ({"dataset_id": {}}, "{} is not a valid dataset_id"),
        ({"attribute_ids": None}, "'attribute_ids' is a required parameter"),
        ({"attribute_ids": []}, "attribute_ids must contain at least one attribute_id"),
        ({"attribute_ids": "not an array"}, "'attribute_ids' not an array must be of type Array"),
        (
            {"attribute_ids": ["conversation_id", "non_existent"]},
            "attribute_ids invalid for conversation dataset: non_existent",
        ),
        ({"end_time": None}, "'end_time' is a required parameter"),
        ({"start_time": "x"}, "'start_time' must be of type Integer"),
    ],
)
def test_a_reporting_export_says_what_is_wrong(api: Api, changes: dict[str, Any], message: str) -> None:
    result = enqueued(api, **changes)
    assert (*result.problem, result.message) == (400, "bad_request", message)


def test_five_reporting_exports_at_a_time(api: Api) -> None:
    """behaviour.md 2 and 8: five pending jobs, then 429."""
    assert [enqueued(api).status for _ in range(6)] == [200] * 5 + [429]
    assert enqueued(api).message == "Exceeded rate limit of 5 pending reporting dataset export jobs"
    api.clock.time += 5
    assert enqueued(api).status == 200


def test_a_reporting_export_belongs_to_an_app(api: Api) -> None:
    """behaviour.md 8: app_id and client_id are asked for in the query."""
    job = enqueued(api).body["job_identifier"]
    assert api.get(f"/export/reporting_data/{job}?client_id=c").problem == (400, "parameter_not_found")
    other = api.get(f"/export/reporting_data/{job}?app_id=x&client_id=c")
    assert (other.status, other.message) == (404, f"Export job not found for identifier: {job}")
    assert raw(api, f"/download/reporting_data/{job}?app_id=simulatr", **OCTETS).status == 404
    assert api.get("/export/reporting_data/none?app_id=simulatr&client_id=c").status == 404


def called(api: Api, **settings: Any) -> str:
    return api.simulator.add_call(api.contact(role="lead")["id"], **settings)


def test_calls_are_listed_newest_first_and_found_by_conversation() -> None:
    api = Api()
    ids = [called(api, seconds=seconds, conversation_id="7") for seconds in (90, 10, 20)]
    page = api.get("/calls?per_page=2").body
    assert [each["id"] for each in page["data"]] == [ids[1], ids[2]]
    assert (page["total_count"], page["pages"]["total_pages"]) == (3, 2)
    found = api.post("/calls/search", {"conversation_ids": [7, "8"]}).body["data"]
    assert [each["id"] for each in found] == ids
    assert found[0]["transcript"] == [{}]
    assert api.post("/calls/search", {"conversation_ids": ["8"]}).body["data"] == []
    for ids_given in ([], ["1"] * 21, "7", None):
        result = api.post("/calls/search", {"conversation_ids": ids_given})
        assert result.problem == (400, "conversation_id_limit_exceeded")


def test_only_preview_tells_how_long_it_took() -> None:
    api = Api()
    call_id = called(api, seconds=90)
    assert "duration" not in api.get(f"/calls/{call_id}").body
    body = api.get(f"/calls/{call_id}", version="Preview").body
    assert (body["duration"], body["talk_time"], body["queue_time"], body["hold_time"]) == (90, 87, 3, None)
    assert (body["recording_url"], body["transcription_url"]) == (None, None)
    assert api.get("/calls/99").problem == (404, "not_found")


def test_somebody_unknown_cannot_have_called() -> None:
    with pytest.raises(ValueError, match="no person 'x'"):
        Api().simulator.add_call("x")


def test_a_transcript_is_text_or_a_list_with_nothing_in_it() -> None:
    """behaviour.md 6: text/plain with Content-Disposition, or JSON with one empty object when there is none."""
    api = Api()
    said = (("Teammate 1", "Hello"), ("User", "Hi"))
    answer = raw(api, f"/calls/{called(api, transcript=said)}/transcript", Accept="text/plain")
    assert answer.body.decode() == '[00:00:03] Teammate 1: "Hello"\n[00:00:09] User: "Hi"'
    assert answer.headers["content-disposition"] == "attachment; filename=transcription_data-2023-11-14.txt"
    assert answer.headers["content-type"] == "text/plain"
    assert api.get(f"/calls/{called(api)}/transcript", Accept="text/plain, application/json").body == [{}]
    assert api.get("/calls/99/transcript", Accept="text/plain").problem == (404, "not_found")


def follow(api: Api, location: str, **headers: str) -> HttpResponse:
    return api.simulator.handle(HttpRequest("GET", location, Headers(headers.items())))


def test_a_recording_is_kept_elsewhere_for_a_while() -> None:
    """behaviour.md 6: 302 to a signed address, which the token spoils; 404 "Recording Not Found"."""
    api = Api()
    call_id = called(api, recording=b"RIFF")
    answer = raw(api, f"/calls/{call_id}/recording", Accept="application/json")
    location = answer.headers["location"]
    assert (answer.status, answer.body) == (302, b"")
    assert location.startswith("https://files.api.intercom.test/_files/")
    kept = follow(api, location)
    assert (kept.status, kept.body, kept.headers["content-type"]) == (200, b"RIFF", "audio/wav")
    assert follow(api, location, Authorization="Bearer test-token").status == 400
    assert follow(api, location.partition("?")[0]).status == 403
    api.clock.time += ADDRESS_LASTS
    assert follow(api, location).status == 403
    for missing in (called(api), "99"):
        result = api.get(f"/calls/{missing}/recording")
        assert (result.status, result.message) == (404, "Recording Not Found")


CONNECTOR = "/ecommerce/connectors/42939/catalog"


def form(**fields: object) -> bytes:
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"'
        + ('; filename="c.json"\r\nContent-Type: application/json' if name == "catalog" else "")
        + f"\r\n\r\n{value}\r\n"
        for name, value in fields.items()
    ]
    return ("".join(parts) + "--b--\r\n").encode()


def upload(api: Api, body: bytes, path: str = CONNECTOR) -> Result:
    return api.post(path, body, version="Preview", Content_Type="multipart/form-data; boundary=b")


def products(*ids: str) -> str:
    return json.dumps([{"id": each} for each in ids])


def test_a_whole_catalog_begins_a_sync() -> None:
    """behaviour.md 6: multipart/form-data; recorded examples: nothing else is taken during the sync."""
    api = Api()
    body = form(catalog=products("1"))
    first = upload(api, body)
    assert (first.status, first.body["status"]) == (202, "processing")
    second = upload(api, body)
    assert second.problem == (409, "sync_in_progress")
    api.clock.time += 5
    assert upload(api, body).status == 202


def test_a_catalog_in_parts() -> None:
    """behaviour.md 6: import_job_id and part_number; a part that is sent again replaces itself, the sync takes all."""
    from intercom_async.simulator.resources.ecommerce import Connector

    api = Api()
    first = upload(api, form(catalog=products("1"), finalize="false")).body
    job = first["import_job_id"]
    assert first["next_part_number"] == 2
    for ids in (("2", "x"), ("2",)):
        part = form(catalog=products(*ids), finalize="false", import_job_id=job, part_number=2)
        assert upload(api, part).body == {"import_job_id": job, "next_part_number": 3}
    assert upload(api, form(catalog=products("3"), import_job_id=job)).body["next_part_number"] == 4
    late = upload(api, form(catalog="[]", import_job_id=job, part_number=6))
    assert (*late.problem, late.message) == (422, "invalid_part_number", "Expected part 4, got 6")
    for number in ("0", "x"):
        assert upload(api, form(catalog="[]", import_job_id=job, part_number=number)).problem[0] == 422
    taken = upload(api, form(catalog="[]", finalize="false"))
    assert taken.message == "A multipart upload is already in progress. Use import_job_id to continue."
    done = upload(api, form(finalize="true", import_job_id=job))
    assert (done.status, done.body["import_job_id"]) == (202, job)
    connector = api.simulator.world.shelf(Connector).get("42939")
    assert connector is not None
    assert connector.products == [{"id": "1"}, {"id": "2"}, {"id": "3"}]
    assert upload(api, form(finalize="true", import_job_id=job)).problem == (404, "upload_session_not_found")


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (form(finalize="true"), 422, "Include import_job_id to continue an existing upload session."),
        (form(catalog="[]", part_number=2), 422, "Include import_job_id to continue an existing upload session."),
        (form(x="1"), 400, "catalog file is required"),
        (form(catalog="{}"), 422, "catalog must be a JSON array"),
        (form(catalog="no"), 422, "catalog must be a JSON array"),
        (form(catalog="[1]"), 422, "each item in the catalog array must be a JSON object"),
        (form(catalog="[]").replace(b'; filename="c.json"', b""), 400, "catalog must be an uploaded file"),
        (form(catalog="[]", import_job_id="x"), 404, "No active upload session found for the provided import_job_id."),
        (b"no form", 400, "The request body is no valid form"),
        (b"--b\r\n\r\nnameless\r\n--b--\r\n", 400, "catalog file is required"),
    ],
)
def test_a_catalog_says_what_is_wrong(body: bytes, status: int, message: str) -> None:
    """Recorded examples: what is no catalog, and no part of one."""
    result = upload(Api(), body)
    assert (result.status, result.message) == (status, message)


def test_a_catalog_has_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """behaviour.md 6: 99 MB a part; and what there is no connector for, or what JSON cannot say."""
    api = Api()
    assert upload(api, form(catalog="[]"), CONNECTOR.replace("42939", "1")).problem == (404, "import_source_not_found")
    assert api.post(CONNECTOR, {"finalize": "x"}, version="Preview").message == "catalog file is required"
    assert api.post(CONNECTOR, None, version="Preview").message == "catalog file is required"
    monkeypatch.setattr("intercom_async.simulator.resources.ecommerce.LARGEST", 1)
    assert upload(api, form(catalog="[]")).problem == (422, "payload_too_large")
