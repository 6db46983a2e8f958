"""Exports that end early: what the same call makes of what they left."""

import asyncio
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.exporting import TOKEN, Workspace, finish, stop_after

from intercom_async import Intercom
from intercom_async.bulk.errors import ExportError, ExportLockedError, ExportMismatchError
from intercom_async.bulk.export_files import ExportFile
from intercom_async.bulk.export_layouts import FileKind
from intercom_async.errors import CheckpointError, IntercomError
from intercom_async.query import F
from intercom_async.simulator import Fault, FaultKind

PEOPLE = 14


def full() -> Workspace:
    workspace = Workspace()
    workspace.attribute("plan")
    workspace.contacts(PEOPLE, custom_attributes={"plan": 'pro, or "not"\n'})
    return workspace


@pytest.fixture
def workspace() -> Workspace:
    return full()


def part(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def note(path: Path) -> Path:
    return path.with_name(path.name + ".part.json")


async def begin(workspace: Workspace, path: Path, *, pages: int = 2, **options: Any) -> None:
    """Leave a part file."""
    async with workspace.client(**options) as client:
        export = client.bulk.export_contacts(per_page=3)
        stop_after(export, pages)
        progress = await export.write_to(path)
    assert not progress.complete
    assert progress.rows == 3 * pages


async def whole(workspace: Workspace, path: Path) -> bytes:
    """Return what an export without interruption writes."""
    other = path.with_name(f"whole-{path.name}")
    async with workspace.client() as client:
        await finish(client.bulk.export_contacts(per_page=3), other)
    return other.read_bytes()


async def go_on(workspace: Workspace, path: Path) -> int:
    """Export to the end and return how many objects came from before."""
    async with workspace.client() as client:
        return (await finish(client.bulk.export_contacts(per_page=3), path)).resumed


NAMES = ["a.jsonl", "a.csv", "a.jsonl.gz", "a.csv.gz"]


@attrs.frozen
class Cut:
    """How one run ends early: after how many pages, how, and how many bytes were written after its last note."""

    pages: int
    lost: bool
    written_after: int


CUTS = st.builds(Cut, st.integers(1, 4), st.booleans(), st.sampled_from([0, 10, 100_000]))


async def run_until(workspace: Workspace, path: Path, cut: Cut, per_page: int) -> None:
    if cut.lost:
        workspace.simulator.faults.replace([Fault(kind=FaultKind.DROP, path="/contacts", after=cut.pages)])
    async with workspace.client() as client:
        export = client.bulk.export_contacts(per_page=per_page)
        if not cut.lost:
            stop_after(export, cut.pages)
        try:
            await export.write_to(path)
        except IntercomError:
            assert cut.lost
    workspace.simulator.faults.replace([])
    if part(path).exists():
        with part(path).open("ab") as file:
            file.write(b"x" * cut.written_after)


@settings(max_examples=40)
@given(name=st.sampled_from(NAMES), per_page=st.integers(2, 6), cuts=st.lists(CUTS, max_size=3))
def test_an_export_cut_anywhere_and_resumed_is_the_uninterrupted_one(name: str, per_page: int, cuts: list[Cut]) -> None:
    """Byte for byte, and no page is asked for twice but the one that was lost."""
    broken = full()

    async def main(folder: Path) -> tuple[bytes, bytes]:
        async with broken.client() as client:
            await finish(client.bulk.export_contacts(per_page=per_page), folder / f"whole-{name}")
        for cut in cuts:
            await run_until(broken, folder / name, cut, per_page)
        async with broken.client() as client:
            progress = await finish(client.bulk.export_contacts(per_page=per_page), folder / name)
        assert progress.rows == PEOPLE
        assert progress.discarded == 0
        return (folder / f"whole-{name}").read_bytes(), (folder / name).read_bytes()

    with tempfile.TemporaryDirectory() as folder:
        expected, found = asyncio.run(main(Path(folder)))
    assert found == expected


@pytest.mark.parametrize("name", NAMES)
async def test_pages_before_are_not_asked_for_again(workspace: Workspace, tmp_path: Path, name: str) -> None:
    """Nor are the columns: they stay as they are in what is written."""
    path = tmp_path / name
    await begin(workspace, path, pages=3)
    before = workspace.requests
    assert await go_on(workspace, path) == 9
    assert workspace.requests - before == 2  # of 5 pages
    assert path.read_bytes() == await whole(workspace, path)


async def test_an_attribute_that_is_new_since_stands_in_other(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    await begin(workspace, path, pages=1)
    workspace.attribute("new")
    last = workspace.call("GET", "/contacts?per_page=50", None)["data"][-1]
    workspace.call("PUT", f"/contacts/{last['id']}", {"custom_attributes": {"new": "5"}})
    assert await go_on(workspace, path) == 3
    rows = path.read_text("utf-8").splitlines()
    assert "custom_attributes.new" not in rows[0]
    assert '"{""custom_attributes"":{""new"":""5""}}"' in rows[-1]


async def test_an_error_keeps_what_was_written(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    workspace.simulator.faults.replace([Fault(kind=FaultKind.DROP, after=3, path="/contacts")])
    async with workspace.client() as client:
        with pytest.raises(IntercomError):
            await client.bulk.export_contacts(per_page=3).write_to(path)
    workspace.simulator.faults.replace([])
    assert await go_on(workspace, path) == 9
    assert path.read_bytes() == await whole(workspace, path)


async def test_a_kill_before_the_first_page_was_written_begins_anew(workspace: Workspace, tmp_path: Path) -> None:
    """With the note there and the part file not, not whole, or whole."""
    path = tmp_path / "a.csv"
    await begin(workspace, path, pages=1)
    state = json.loads(note(path).read_bytes())
    first = {**state, "rows": 0, "size": 0, "checkpoint": None}
    for content in (None, b"", b"type,", b"something"):
        note(path).write_text(json.dumps(first))
        part(path).unlink(missing_ok=True)
        if content is not None:
            part(path).write_bytes(content)
        assert await go_on(workspace, path) == 0
        assert path.read_bytes() == await whole(workspace, path)


async def test_a_kill_between_page_and_note_writes_the_page_again(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    await begin(workspace, path, pages=1)
    earlier = note(path).read_bytes()
    await begin_more(workspace, path)
    note(path).write_bytes(earlier)
    note(path).with_name(note(path).name + ".new").write_bytes(b'{"kind":')
    assert await go_on(workspace, path) == 3
    assert path.read_bytes() == await whole(workspace, path)


async def begin_more(workspace: Workspace, path: Path) -> None:
    async with workspace.client() as client:
        export = client.bulk.export_contacts(per_page=3)
        stop_after(export, 1)
        assert not (await export.write_to(path)).complete


async def test_a_kill_after_the_last_page_only_puts_the_file_in_place(workspace: Workspace, tmp_path: Path) -> None:
    """Found at its end, the list is not asked for again."""
    path = tmp_path / "a.jsonl"
    async with workspace.client() as client:
        export = client.bulk.export_contacts(per_page=10)
        left: dict[Path, bytes] = {}
        export.on_progress = lambda progress: left.update(
            {} if progress.complete else {each: each.read_bytes() for each in tmp_path.iterdir()}
        )
        await finish(export, path)
    expected = path.read_bytes()
    path.unlink()
    for each, content in left.items():
        each.write_bytes(content)
    before = workspace.requests
    assert await go_on(workspace, path) == PEOPLE
    assert path.read_bytes() == expected
    assert workspace.requests == before


async def test_a_kill_between_the_file_and_its_note_begins_anew(workspace: Workspace, tmp_path: Path) -> None:
    """The file is complete: the next export is another."""
    path = tmp_path / "a.jsonl"
    await begin(workspace, path)
    left = note(path).read_bytes()
    await go_on(workspace, path)
    note(path).write_bytes(left)
    assert await go_on(workspace, path) == 0
    assert path.read_bytes() == await whole(workspace, path)


async def test_cancelled_while_a_page_is_written_goes_on_after_it(workspace: Workspace, tmp_path: Path) -> None:
    """The thread finishes page and note; nothing of the export stays open."""
    path = tmp_path / "a.jsonl"
    async with workspace.client() as client:
        export = client.bulk.export_contacts(per_page=3)
        task = asyncio.create_task(export.write_to(path))
        export.on_progress = lambda progress: task.cancel() if progress.rows == 6 else None
        with pytest.raises(asyncio.CancelledError):
            await task
    resumed = await go_on(workspace, path)
    assert resumed in {6, 9}
    assert path.read_bytes() == await whole(workspace, path)


async def test_scrolls_begin_anew_and_say_so(tmp_path: Path) -> None:
    """What was written is counted as discarded."""
    workspace = Workspace()
    workspace.companies(250)
    path = tmp_path / "a.csv"
    async with workspace.client() as client:
        export = client.bulk.export_companies()
        assert not export.resumable
        stop_after(export, 1)
        first = await export.write_to(path)
        assert (first.rows, first.complete) == (100, False)
        told: list[tuple[int, int]] = []
        again = client.bulk.export_companies(on_progress=lambda now: told.append((now.discarded, now.rows)))
        progress = await finish(again, path)
    assert told[0] == (100, 0)
    assert (progress.discarded, progress.resumed, progress.rows) == (100, 0, 250)
    assert len(path.read_text("utf-8").splitlines()) == 251


MISMATCHES: dict[str, tuple[str, dict[str, Any], Callable[[Intercom], Any]]] = {
    "version": ("version was 2.16, is now 2.15", {"version": "2.15"}, lambda client: client.bulk.export_contacts()),
    "server": ("server was https", {"region": "eu"}, lambda client: client.bulk.export_contacts()),
    "operation": ("operation was contacts.list", {}, lambda client: client.bulk.export_contacts(F.email == "a@x.org")),
    "filter": ("the filter is another", {}, lambda client: client.bulk.export_contacts(include_merge_history=True)),
    "content": ("content was contacts, is now companies", {}, lambda client: client.bulk.export_companies()),
}


@pytest.mark.parametrize(("text", "options", "other"), MISMATCHES.values(), ids=MISMATCHES)
async def test_another_exports_part_file_is_refused(
    workspace: Workspace, tmp_path: Path, text: str, options: dict[str, Any], other: Callable[[Intercom], Any]
) -> None:
    """The error names what differs and nothing of a filter; with *restart* the part file is discarded."""
    path = tmp_path / "a.jsonl"
    await begin(workspace, path)
    before = part(path).read_bytes(), note(path).read_bytes()
    async with workspace.client(**options) as client:
        with pytest.raises(ExportMismatchError, match=text) as caught:
            await other(client).write_to(path)
        assert "a@x.org" not in str(caught.value)
        assert caught.value.path == part(path)
        assert caught.value.differs
        assert (part(path).read_bytes(), note(path).read_bytes()) == before
        assert (await finish(other(client), path, restart=True)).resumed == 0


async def test_another_format_under_the_same_name_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    await begin(workspace, tmp_path / "a.jsonl")
    part(tmp_path / "a.jsonl").rename(part(tmp_path / "a.csv"))
    note(tmp_path / "a.jsonl").rename(note(tmp_path / "a.csv"))
    async with workspace.client() as client:
        with pytest.raises(ExportMismatchError, match="format was jsonl, is now csv"):
            await client.bulk.export_contacts().write_to(tmp_path / "a.csv")


async def test_another_workspace_is_refused_before_a_row_of_it_is_written(tmp_path: Path) -> None:
    """Nothing but the objects themselves tells: the token may have been renewed."""
    own, other = full(), full()
    other.simulator.world.app_id = "other"
    path = tmp_path / "a.jsonl"
    await begin(own, path)
    before = part(path).read_bytes()
    async with other.client() as client:
        with pytest.raises(ExportMismatchError, match="the workspace was simulatr, is now other"):
            await client.bulk.export_contacts(per_page=3).write_to(path)
    assert part(path).read_bytes() == before
    assert await go_on(own, path) == 6


async def test_a_part_file_of_nobody_is_not_overwritten(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    part(path).write_text("mine")
    async with workspace.client() as client:
        with pytest.raises(ExportError, match="no note beside it"):
            await client.bulk.export_contacts().write_to(path)
        assert part(path).read_text() == "mine"
        await finish(client.bulk.export_contacts(), path, restart=True)


@pytest.mark.parametrize(
    "text",
    [
        b"", b"[]", b"{}", b"\xff", b'{"kind": "other"}', b'{"kind": "intercom-async export 1"}',
        b'{"kind": "intercom-async export 1", "columns": [], "binding": 1}',
        b'{"kind": "intercom-async export 1", "columns": [{"a": 1}], "binding": {}}',
        b'{"kind": "intercom-async export 1", "columns": [], "binding": {}, "rows": "1"}',
        b'{"kind": "intercom-async export 1", "columns": [], "binding": {}, "checkpoint": 1}',
        b'{"kind": "intercom-async export 1", "columns": [], "binding": {}, "surprise": 1}',
    ],
)  # fmt: skip
async def test_a_damaged_note_is_refused(workspace: Workspace, tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "a.jsonl"
    await begin(workspace, path)
    note(path).write_bytes(text)
    async with workspace.client() as client:
        with pytest.raises(ExportError, match="no note of an export, or damaged"):
            await client.bulk.export_contacts().write_to(path)
        await finish(client.bulk.export_contacts(), path, restart=True)


async def test_a_part_file_that_lost_bytes_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    await begin(workspace, path)
    part(path).write_bytes(part(path).read_bytes()[:-1])
    async with workspace.client() as client:
        with pytest.raises(ExportError, match="shorter than its export noted"):
            await client.bulk.export_contacts().write_to(path)


async def test_a_checkpoint_that_was_changed_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    await begin(workspace, path)
    state = json.loads(note(path).read_bytes())
    state["checkpoint"]["operation"] = "users.list"
    note(path).write_text(json.dumps(state))
    async with workspace.client() as client:
        with pytest.raises(CheckpointError):
            await client.bulk.export_contacts().write_to(path)


@pytest.mark.parametrize("name", ["none/a.jsonl", "folder.csv"])
async def test_a_place_where_no_file_can_be_is_refused_at_once(workspace: Workspace, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    before = workspace.requests
    async with workspace.client() as client:
        with pytest.raises(ExportError, match="cannot be written"):
            await client.bulk.export_contacts().write_to(tmp_path / name)
    assert workspace.requests == before


async def test_two_exports_of_one_file_do_not_mix(workspace: Workspace, tmp_path: Path) -> None:
    """The second is refused while the first goes on, and afterwards is one of its own."""
    path = tmp_path / "a.jsonl"
    await begin(workspace, path, pages=1)
    binding = json.loads(note(path).read_bytes())["binding"]
    async with workspace.client() as client:
        async with ExportFile(path, FileKind("jsonl", compressed=False), binding, restart=False):
            for restart in (True, False):
                with pytest.raises(ExportLockedError, match="another export is writing it"):
                    await client.bulk.export_contacts().write_to(path, restart=restart)
        await finish(client.bulk.export_contacts(per_page=3), path)
    assert path.read_bytes() == await whole(workspace, path)


async def test_two_exports_that_begin_at_once_do_not_mix(tmp_path: Path) -> None:
    kind = FileKind("jsonl", compressed=False)
    async with (
        ExportFile(tmp_path / "a.jsonl", kind, {}, restart=False) as one,
        ExportFile(tmp_path / "a.jsonl", kind, {}, restart=False) as other,
    ):
        await one.append([{"id": "1"}], None)
        with pytest.raises(ExportLockedError):
            await other.append([{"id": "2"}], None)
        await one.append([{"id": "3"}], None)
        await one.finish()
    assert (tmp_path / "a.jsonl").read_bytes() == b'{"id":"1"}\n{"id":"3"}\n'


@pytest.mark.parametrize("platform", ["win32", "linux"])
async def test_without_locks_an_export_works_all_the_same(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    """Windows has none of these, and some network file systems refuse them."""
    import fcntl

    def refuse(_file: object, _operation: int) -> None:
        raise OSError(95, "Operation not supported")

    path = tmp_path / "a.jsonl"
    await begin(workspace, path)
    monkeypatch.setattr(fcntl, "flock", refuse)
    monkeypatch.setattr("sys.platform", platform)
    assert await go_on(workspace, path) == 6


async def test_the_disk_being_full_keeps_what_was_noted(workspace: Workspace, tmp_path: Path) -> None:
    """An error of the disk is the caller's to see; the note says nothing that is not there."""
    path = tmp_path / "a.jsonl"
    await begin(workspace, path)
    note(path).with_name(note(path).name + ".new").mkdir()
    async with workspace.client() as client:
        with pytest.raises(IsADirectoryError):
            await client.bulk.export_contacts(per_page=3).write_to(path)
    note(path).with_name(note(path).name + ".new").rmdir()
    assert await go_on(workspace, path) == 6
    assert path.read_bytes() == await whole(workspace, path)


@pytest.mark.parametrize(
    "error", [ExportMismatchError(Path("a.part"), differs=["x was 1, is now 2"]), ExportLockedError("in use")]
)
def test_errors_are_of_the_package(error: IntercomError) -> None:
    assert isinstance(error, ExportError)


def test_no_secret_is_noted(workspace: Workspace, tmp_path: Path) -> None:
    asyncio.run(begin(workspace, tmp_path / "a.jsonl"))
    assert TOKEN.encode() not in note(tmp_path / "a.jsonl").read_bytes()
