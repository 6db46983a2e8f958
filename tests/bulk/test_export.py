"""Exports through the real client against the simulator: all of everything, once, as it came."""

import asyncio
import csv
import gc
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from support.exporting import Workspace, finish, stop_after

from intercom_async.bulk.exports import Export, ExportProgress
from intercom_async.bulk.service import Bulk
from intercom_async.errors import AuthenticationError, UnsupportedOperationError
from intercom_async.http import Headers
from intercom_async.query import F
from intercom_async.rate_limit.base import Lane, RateLimitSnapshot


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


async def test_iterating_gives_every_object_as_it_came(workspace: Workspace) -> None:
    """Not as models: ids stay numbers where they are, unknown fields stay."""
    workspace.attribute("plan")
    workspace.contacts(7, custom_attributes={"plan": "pro"})
    seen: list[ExportProgress] = []
    async with workspace.client() as client:
        export = client.bulk.export_contacts(per_page=3, on_progress=seen.append)
        found = [body async for body in export]
    answered = workspace.call("GET", "/contacts?per_page=50", None)["data"]
    assert found == answered
    assert {body["external_id"] for body in found} == {f"p{number}" for number in range(7)}
    assert [(each.rows, each.total, each.complete) for each in seen] == [
        (3, 7, False), (6, 7, False), (7, 7, False), (7, 7, True),
    ]  # fmt: skip
    assert export.progress is seen[-1]


async def test_pages_are_as_large_as_the_server_gives_unless_told(workspace: Workspace) -> None:
    workspace.contacts(151)
    before = workspace.requests
    async with workspace.client() as client:
        assert len([body async for body in client.bulk.export_contacts()]) == 151
    assert workspace.requests == before + 2


@pytest.mark.parametrize("version", ["2.0", "2.16", "Preview"])
async def test_contacts_that_match(workspace: Workspace, tmp_path: Path, version: str) -> None:
    """Oldest first, whoever was seen meanwhile."""
    workspace.contacts(30)
    async with workspace.client(version=version) as client:
        progress = await finish(client.bulk.export_contacts(F.email.contains("p1"), per_page=4), tmp_path / "a.jsonl")
    assert progress.rows == progress.total == 11
    assert [body["external_id"] for body in lines(tmp_path / "a.jsonl")] == ["p1", *(f"p1{n}" for n in range(10))]


async def test_merge_history_on_request(workspace: Workspace) -> None:
    workspace.contacts(1)
    async with workspace.client() as client:
        plain = [body async for body in client.bulk.export_contacts()]
        full = [body async for body in client.bulk.export_contacts(include_merge_history=True)]
        searched = [b async for b in client.bulk.export_contacts(F.email == "p0@x.org", include_merge_history=True)]
    assert "merge_history" not in plain[0]
    assert "merge_history" in full[0]
    assert "merge_history" in searched[0]


def test_a_query_is_checked_at_once(workspace: Workspace) -> None:
    group: dict[str, Any] = {"operator": "AND", "value": [{}] * 16}
    with pytest.raises(ValueError, match="at most 15"):
        Bulk(workspace.client()).export_contacts(group)


@pytest.mark.parametrize("version", ["1.0", "1.3", "1.4"])
async def test_users_leads_and_companies_of_1_x(workspace: Workspace, tmp_path: Path, version: str) -> None:
    """By scroll, which gives no total; attributes come from where the version has them."""
    workspace.attribute("plan")
    workspace.attribute("tier", "date", model="company")
    for number in range(101):
        workspace.call("POST", "/users", {"user_id": f"u{number}", "custom_attributes": {"plan": "a"}}, "1.4")
    workspace.call("POST", "/contacts", {"email": "lead@x.org"}, "1.4")
    workspace.companies(2, custom_attributes={"tier": 1_735_689_600})
    async with workspace.client(version=version) as client:
        users = await finish(client.bulk.export_users(), tmp_path / "users.csv")
        leads = await finish(client.bulk.export_leads(), tmp_path / "leads.jsonl")
        companies = await finish(client.bulk.export_companies(), tmp_path / "companies.csv")
    assert (users.rows, leads.rows, companies.rows, users.total) == (102, 1, 2, None)
    rows = {row["user_id"]: row for row in table(tmp_path / "users.csv")}
    assert rows["u5"]["custom_attributes.plan"] == "a"
    assert lines(tmp_path / "leads.jsonl")[0]["email"] == "lead@x.org"
    assert {row["custom_attributes.tier"] for row in table(tmp_path / "companies.csv")} == {"2025-01-01T00:00:00Z"}


@pytest.mark.parametrize("name", ["export_users", "export_leads"])
async def test_what_a_version_lacks_leaves_no_file(workspace: Workspace, tmp_path: Path, name: str) -> None:
    async with workspace.client() as client:
        with pytest.raises(UnsupportedOperationError, match=r"until 1\.4"):
            await getattr(client.bulk, name)().write_to(tmp_path / "a.jsonl")
    assert list(tmp_path.iterdir()) == []


async def test_json_lines_hold_what_came(workspace: Workspace, tmp_path: Path) -> None:
    workspace.contacts(5)
    async with workspace.client() as client:
        progress = await finish(client.bulk.export_contacts(per_page=2), tmp_path / "a.jsonl")
    assert lines(tmp_path / "a.jsonl") == workspace.call("GET", "/contacts?per_page=50", None)["data"]
    assert progress == ExportProgress(rows=5, total=5, size=(tmp_path / "a.jsonl").stat().st_size, complete=True)


async def test_csv_has_a_column_for_each_custom_attribute(workspace: Workspace, tmp_path: Path) -> None:
    """In the workspace's order, archived ones left out."""
    workspace.attribute("plan")
    workspace.attribute("renewal", "date")
    old = workspace.attribute("old")
    workspace.attribute("of_companies", model="company")
    workspace.contacts(3, custom_attributes={"plan": "pro", "renewal": 1_735_689_600, "old": "x"})
    workspace.call("PUT", f"/data_attributes/{old}", {"archived": True})
    async with workspace.client() as client:
        await finish(client.bulk.export_contacts(), tmp_path / "a.csv")
    rows = table(tmp_path / "a.csv")
    assert list(rows[0])[-3:] == ["custom_attributes.plan", "custom_attributes.renewal", "other"]
    assert (rows[0]["custom_attributes.plan"], rows[0]["custom_attributes.renewal"]) == ("pro", "2025-01-01T00:00:00Z")
    assert rows[0]["created_at"] == "2023-11-14T22:13:20Z"


async def test_companies_from_2_0_on(workspace: Workspace, tmp_path: Path) -> None:
    workspace.companies(3)
    async with workspace.client() as client:
        await finish(client.bulk.export_companies(), tmp_path / "a.csv")
    assert {row["company_id"] for row in table(tmp_path / "a.csv")} == {"c0", "c1", "c2"}


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
async def test_compressed_files_hold_the_same(workspace: Workspace, tmp_path: Path, name: str) -> None:
    workspace.contacts(9)
    async with workspace.client() as client:
        await finish(client.bulk.export_contacts(per_page=4), tmp_path / name)
        progress = await finish(client.bulk.export_contacts(per_page=4), tmp_path / f"{name}.gz")
    compressed = (tmp_path / f"{name}.gz").read_bytes()
    assert gzip.decompress(compressed) == (tmp_path / name).read_bytes()
    assert len(compressed) == progress.size < (tmp_path / name).stat().st_size / 3


@pytest.mark.parametrize(("name", "content"), [("a.jsonl", b""), ("a.jsonl.gz", b""), ("a.csv", b"type,id,")])
async def test_nothing_to_export_is_a_file_too(workspace: Workspace, tmp_path: Path, name: str, content: bytes) -> None:
    """By list as by scroll; a CSV file has its header."""
    async with workspace.client() as client:
        await finish(client.bulk.export_contacts(), tmp_path / name)
        await finish(client.bulk.export_companies(), tmp_path / f"c{name}")
    for path in (tmp_path / name, tmp_path / f"c{name}"):
        data = path.read_bytes()
        found = gzip.decompress(data) if name.endswith("gz") else data
        assert found.startswith(content)
        assert len(found.splitlines()) == bool(content)


async def test_an_export_replaces_an_earlier_file_at_its_end(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("old")
    workspace.contacts(4)
    async with workspace.client() as client:
        export = client.bulk.export_contacts(per_page=2)
        stop_after(export, 1)
        assert not (await export.write_to(path)).complete
        assert path.read_text() == "old"
        await finish(client.bulk.export_contacts(per_page=2), path)
    assert len(lines(path)) == 4


async def test_stop_ends_after_the_page(workspace: Workspace) -> None:
    """The objects of the page under way are given; it was not everything."""
    workspace.contacts(9)
    async with workspace.client() as client:
        export = client.bulk.export_contacts(per_page=3)
        found = []
        async for body in export:
            found.append(body)
            export.stop()
    assert len(found) == 3
    assert not export.progress.complete


async def test_stop_on_the_last_page_is_complete(workspace: Workspace, tmp_path: Path) -> None:
    workspace.contacts(4)
    async with workspace.client() as client:
        export = client.bulk.export_contacts(per_page=2)
        stop_after(export, 2)
        await finish(export, tmp_path / "a.jsonl")
    assert export.stopped


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
async def test_stopped_before_it_began_sends_and_writes_nothing(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    async with workspace.client() as client:
        export = client.bulk.export_contacts()
        export.stop()
        assert await export.write_to(tmp_path / name) == ExportProgress()
    assert workspace.requests == 0
    assert list(tmp_path.iterdir()) == []


async def test_an_export_runs_once(workspace: Workspace, tmp_path: Path) -> None:
    async with workspace.client() as client:
        export = client.bulk.export_contacts()
        assert [body async for body in export] == []
        with pytest.raises(RuntimeError, match="export_contacts again"):
            aiter(export)
        with pytest.raises(RuntimeError, match="has run"):
            await export.write_to(tmp_path / "a.csv")


async def test_async_with_ends_a_scroll_that_is_left(workspace: Workspace) -> None:
    """No task stays behind that would keep the workspace's one scroll open."""
    workspace.companies(3)
    async with workspace.client() as client:
        async with client.bulk.export_companies() as export:
            objects = aiter(export)
            assert (await anext(objects))["type"] == "company"
        assert len(asyncio.all_tasks()) == 1
        await export.aclose()
        async with client.bulk.export_companies():
            pass  # not begun: nothing to end


async def test_leaving_the_loop_leaves_nothing_behind(workspace: Workspace) -> None:
    workspace.companies(3)

    async def first(export: Export) -> object:
        async for body in export:
            return body
        return None

    async with workspace.client() as client:
        assert await first(client.bulk.export_companies()) is not None
        gc.collect()
        await asyncio.sleep(0.01)
        assert len(asyncio.all_tasks()) == 1


async def test_progress_that_fails_does_not_end_the_export(
    workspace: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    workspace.contacts(2)

    def fail(_progress: ExportProgress) -> None:
        raise KeyError

    async with workspace.client() as client:
        await finish(client.bulk.export_contacts(on_progress=fail), tmp_path / "a.jsonl")
    assert "on_progress failed; the export goes on" in caplog.text


async def test_a_refused_token_leaves_what_was_there(workspace: Workspace, tmp_path: Path) -> None:
    """Not even with *restart* is anything discarded before there is something in its place."""
    workspace.contacts(4)
    path = tmp_path / "a.jsonl"
    async with workspace.client() as client:
        export = client.bulk.export_contacts(per_page=2)
        stop_after(export, 1)
        await export.write_to(path)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    async with workspace.client(token="wrong") as client:
        for restart in (True, False):
            with pytest.raises(AuthenticationError):
                await client.bulk.export_contacts().write_to(path, restart=restart)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


class Limiter:
    """Lets every call pass and notes how it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Lane, float | None]] = []

    def take(self, lane: Lane) -> None:
        """Let none pass at once."""

    async def acquire(self, lane: Lane, *, give_up_at: float | None = None) -> "Limiter":
        self.asked.append((lane, give_up_at))
        return self

    def answered(self, headers: Headers, *, refused: bool) -> None:
        pass

    def lost(self, *, sent: bool) -> None:
        pass

    def snapshot(self) -> RateLimitSnapshot:
        raise NotImplementedError


async def test_calls_go_by_the_bulk_lane_without_a_deadline(workspace: Workspace, tmp_path: Path) -> None:
    """The list of attributes too; the client's own deadline is for calls that somebody waits for."""
    limiter = Limiter()
    async with workspace.client(deadline=1.0, rate_limit=limiter) as client:
        await finish(client.bulk.export_contacts(), tmp_path / "a.csv")
    assert limiter.asked == [(Lane.BULK, None)] * 2
