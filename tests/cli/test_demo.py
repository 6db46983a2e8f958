"""The demo: its people, its reading back, and that it notices what is wrong."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from support.bulk_files import TOKEN
from support.served import served

from intercom_async import Intercom
from intercom_async.__main__ import main
from intercom_async.bulk.results import Outcome
from intercom_async.bulk.sources import CsvFile
from intercom_async.cli import demo as demo_module
from intercom_async.cli.demo import Check, quota_share, table
from intercom_async.cli.demo_check import read_back
from intercom_async.cli.demo_people import HEADER, make_people
from intercom_async.simulator import Fault, FaultKind, Simulator, SimulatorTransport

KEYS = [
    "rows", "created", "updated", "rejected", "answers_429", "quota_share", "listed", "scrolled", "differences",
    "seconds",
]  # fmt: skip


def test_people_are_as_a_crm_exports_them(tmp_path: Path) -> None:
    """Byte order mark, line breaks in quotes, non-ASCII text, empty cells, known repeats and known bad rows."""
    people = make_people(10_000, 1)
    path = tmp_path / "people.csv"
    people.write(path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + ",".join(HEADER).encode() + b"\r\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert len(rows) == 10_000
    assert sum("\n" in cell for row in rows for cell in row) > 5_000
    assert sum(not cell.isascii() for row in rows for cell in row) > 5_000
    assert sum(not cell for row in rows for cell in row) > 10_000
    assert (len(people.expected), len(people.repeated), len(people.bad)) == (9_640, 300, 60)
    assert people.repeated.isdisjoint(people.bad)
    assert all(set(person.custom) <= {"Address", "Seats", "Renewal date"} for person in people.expected.values())
    assert any(person.external_id is None for person in people.expected.values())
    assert make_people(10_000, 1) == people
    assert make_people(10_000, 2) != people


async def imported(simulator: Simulator, rows: int, tmp_path: Path) -> Counter[Outcome]:
    people = make_people(rows, 1)
    path = tmp_path / "people.csv"
    people.write(path)
    async with Intercom(TOKEN, transport=SimulatorTransport(simulator)) as client:
        run = client.bulk.upsert_contacts(CsvFile(path), create_attributes=True)
        return Counter([result.outcome async for result in run])


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(token=TOKEN, limit=100_000, window=1.0)


async def test_reading_back_finds_nothing_wrong_when_nothing_is(simulator: Simulator, tmp_path: Path) -> None:
    people = make_people(300, 1)
    await imported(simulator, 300, tmp_path)
    async with Intercom(TOKEN, transport=SimulatorTransport(simulator)) as client:
        for alone in (True, False):
            found = await read_back(client, people.expected, alone=alone)
            assert (found.listed, found.scrolled) == (len(people.expected),) * 2
            assert found.differences == []


async def test_reading_back_finds_every_kind_of_difference(simulator: Simulator, tmp_path: Path) -> None:
    """A value changed, one of another type, an attribute too many, somebody missing, somebody unexpected."""
    people = make_people(300, 1)
    await imported(simulator, 300, tmp_path)
    everybody = list(simulator.world.people.in_order("id"))
    changed, removed = everybody[0], everybody[1]
    changed.fields["name"] = "somebody else"
    changed.custom |= {"Seats": 3.0, "Plan": "pro"}
    simulator.world.people.delete(removed)
    async with Intercom(TOKEN, transport=SimulatorTransport(simulator)) as client:
        await client.request("POST", "/contacts", json={"email": "stranger@example.com"})
        found = await read_back(client, people.expected, alone=True)
        shared = await read_back(client, people.expected, alone=False)
    key = changed.external_id or changed.email
    gone = removed.external_id or removed.email
    both = [line.rpartition(" (")[0] for line in found.differences]
    wanted = people.expected[str(key)].fields["name"]
    assert both.count(f"{key}: name is 'somebody else', not {wanted!r}") == 2
    assert sum(line.startswith(f"{key}: Seats is 3.0") for line in both) == 2
    assert both.count(f"{key}: Plan is 'pro', not None") == 2
    assert both.count(f"{gone}: missing") == 2
    assert both.count("stranger@example.com: unexpected") == 2
    assert found.listed == len(people.expected)
    assert shared.listed == len(people.expected) - 1
    assert not any("unexpected" in line for line in shared.differences)


def test_quota_share_counts_the_full_windows_only() -> None:
    def window(start: float, answered: int) -> dict[str, object]:
        return {"start": start, "answered": answered, "limit": 100, "rejected_429": 7}

    windows = [window(90.0, 1), window(100.0, 40), window(110.0, 98), window(120.0, 100), window(130.0, 3)]
    assert quota_share({"first_write": 104.0, "last_write": 131.5, "windows": windows}) == 0.99
    assert quota_share({"first_write": 104.0, "last_write": 112.0, "windows": windows}) is None
    assert quota_share({"first_write": None, "last_write": None, "windows": []}) is None


def test_table_marks_what_is_wrong() -> None:
    lines = table([Check("rows", 10_000, "10,000", True), Check("quota_share", None, ">= 0.97", False)]).splitlines()  # noqa: FBT003 - the class is a row
    assert lines[0].split() == ["figure", "value", "must", "be"]
    assert lines[1].split() == ["rows", "10,000", "10,000"]
    assert lines[2].split() == ["quota_share", "-", ">=", "0.97", "WRONG"]


def test_demo_against_a_simulator_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """The whole of it, small: a process for the simulator, one table, one line of JSON at the end."""
    assert main(["demo", "--rows", "200", "--json"]) == 0
    captured = capsys.readouterr()
    figures = json.loads(captured.out.splitlines()[-1])
    assert list(figures) == KEYS
    assert figures.pop("seconds") > 0
    assert figures == {
        "rows": 200, "created": 188, "updated": 6, "rejected": 6, "answers_429": 0, "quota_share": None,
        "listed": 188, "scrolled": 188, "differences": 0,
    }  # fmt: skip
    assert captured.out.count("differences") == 2
    assert "simulator at http://127.0.0.1:" in captured.err


@pytest.fixture
def workspace(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """A workspace behind INTERCOM_ACCESS_TOKEN, which to the demo is a real one."""
    with served(simulator) as url:
        monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", TOKEN)
        monkeypatch.setenv("INTERCOM_BASE_URL", url)
        yield simulator


def test_real_workspace_is_not_written_without_yes(workspace: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--rows", "200", "--json"]) == 2
    captured = capsys.readouterr()
    assert "188 contacts" in captured.err
    assert "--yes" in captured.err
    assert captured.out == ""
    assert list(workspace.log()) == []


def test_real_workspace_may_hold_others_and_has_no_count_of_its_own(
    workspace: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused calls are those that the client saw; here one, which makes the demo fail."""
    workspace.faults.replace(
        [Fault(kind=FaultKind.STATUS, status=429, code="rate_limit_exceeded", operation="contacts.create", times=1)]
    )
    assert main(["demo", "--rows", "100", "--yes", "--json", "--seed", "7"]) == 1
    first = capsys.readouterr()
    figures = json.loads(first.out.splitlines()[-1])
    assert (figures["answers_429"], figures["quota_share"]) == (1, None)
    assert (figures["created"], figures["listed"], figures["scrolled"]) == (91, 91, 91)
    assert "answers_429" in next(line for line in first.out.splitlines() if line.endswith("WRONG"))
    assert main(["demo", "--rows", "100", "--yes", "--json"]) == 0  # other people, beside the first
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["listed"] == 91


def test_differences_are_shown_and_fail(workspace: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    """The same people again, of whom one has a value too many: they exist, so that none is created."""
    assert main(["demo", "--rows", "100", "--yes", "--seed", "7"]) == 0
    next(workspace.world.people.in_order("id")).custom["Plan"] = "pro"
    assert main(["demo", "--rows", "100", "--yes", "--seed", "7"]) == 1
    captured = capsys.readouterr()
    wrong = [line.split()[0] for line in captured.out.splitlines() if line.endswith("WRONG")]
    assert wrong == ["created", "updated", "differences"]
    assert "difference: demo-7-" in captured.err
    assert "Plan is 'pro', not None" in captured.err


def test_too_few_rows_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--rows", "99"]) == 2
    assert "100 rows at least" in capsys.readouterr().err


def test_simulator_that_does_not_start_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo_module.sys, "executable", "/bin/false")
    assert main(["demo", "--rows", "100"]) == 1
    assert "the simulator did not start" in capsys.readouterr().err


def test_figures_have_the_agreed_keys() -> None:
    assert [field.name for field in attrs.fields(demo_module.Figures)] == KEYS
