"""``export`` against the simulator on a socket: what it prints, writes and returns."""

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.bulk_files import TOKEN, command, wait_until
from support.exporting import Workspace
from support.served import served

from intercom_async.__main__ import main
from intercom_async.clock import SYSTEM_CLOCK
from intercom_async.simulator import Fault, FaultKind, Simulator


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(simulator=Simulator(token=TOKEN, limit=100_000, window=1.0, clock=SYSTEM_CLOCK))


@pytest.fixture
def url(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with served(workspace.simulator) as base_url:
        monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", TOKEN)
        monkeypatch.setenv("INTERCOM_BASE_URL", base_url)
        yield base_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.jsonl"


def run(kind: str, *arguments: str | Path) -> int:
    return main(["export", kind, *map(str, arguments)])


def rows_noted(file: Path) -> int:
    """Return how many objects the note beside a part file counts."""
    note = file.with_name(file.name + ".part.json")
    return json.loads(note.read_bytes())["rows"] if note.exists() else 0


def emails(file: Path) -> list[str]:
    return [json.loads(line)["email"] for line in file.read_text("utf-8").splitlines()]


def test_everything_is_0(url: str, workspace: Workspace, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """People read stderr, programs stdout; nothing but the file is left."""
    workspace.contacts(160)
    assert run("contacts", "-o", file, "--json") == 0
    captured = capsys.readouterr()
    summary = json.loads(captured.out)
    assert summary.pop("seconds") > 0
    assert summary == {
        "rows": 160, "resumed": 0, "discarded": 0, "total": 160, "size": file.stat().st_size, "complete": True,
        "file": str(file),
    }  # fmt: skip
    assert f"160 exported, {file.stat().st_size:,} bytes, in " in captured.err
    assert len(set(emails(file))) == 160
    assert list(file.parent.iterdir()) == [file]


def test_human_output_is_all_on_stderr(url: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("contacts", "--output", file) == 0
    assert capsys.readouterr().out == ""


def test_a_filter(url: str, workspace: Workspace, file: Path) -> None:
    workspace.contacts(12)
    query = {"field": "email", "operator": "~", "value": "p1"}
    assert run("contacts", "-o", file, "--filter", json.dumps(query)) == 0
    assert emails(file) == ["p1@x.org", "p10@x.org", "p11@x.org"]


@pytest.mark.parametrize("query", ["{", "[]", "1", json.dumps({"operator": "AND", "value": [{}] * 16})])
def test_a_filter_that_is_none_is_2(url: str, file: Path, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("contacts", "-o", file, "--filter", query) == 2
    assert "--filter takes a search's query as JSON" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["contacts", "users", "leads", "companies"])
def test_a_name_without_format_is_2(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(kind, "-o", tmp_path / "people.txt") == 2
    assert "end it with .jsonl or .csv" in capsys.readouterr().err


def test_users_leads_and_companies(url: str, workspace: Workspace, tmp_path: Path) -> None:
    """The version and the server may be options too."""
    workspace.call("POST", "/users", {"email": "user@x.org"}, "1.4")
    workspace.call("POST", "/contacts", {"email": "lead@x.org"}, "1.4")
    workspace.companies(1)
    version = ("--api-version", "1.4", "--base-url", url)
    assert run("users", "-o", tmp_path / "users.jsonl", *version) == 0
    assert run("leads", "-o", tmp_path / "leads.jsonl", *version) == 0
    assert run("companies", "-o", tmp_path / "companies.csv.gz") == 0
    assert emails(tmp_path / "users.jsonl") == ["user@x.org", "member@x.org"]
    assert emails(tmp_path / "leads.jsonl") == ["lead@x.org"]
    assert (tmp_path / "companies.csv.gz").read_bytes()[:2] == b"\x1f\x8b"


def test_without_a_token_is_3(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("contacts", "-o", file) == 3
    assert "no access token" in capsys.readouterr().err


def test_a_refused_token_is_3(url: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", "wrong")
    assert run("contacts", "-o", file) == 3
    assert list(file.parent.iterdir()) == []


def test_what_a_version_lacks_is_1(url: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("users", "-o", file) == 1
    assert "users.scroll exists until 1.4, not in 2.16; use contacts.list" in capsys.readouterr().err


def test_an_error_on_the_way_is_1_and_the_same_command_goes_on(
    url: str, workspace: Workspace, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.contacts(310)
    refused = Fault(kind=FaultKind.STATUS, status=403, after=1, path="/contacts")
    workspace.simulator.faults.replace([refused])
    assert run("contacts", "-o", file, "--json") == 1
    captured = capsys.readouterr()
    assert "not complete: the same command goes on from here" in captured.err
    assert "error: " in captured.err
    assert captured.out == ""
    workspace.simulator.faults.replace([])
    assert run("contacts", "-o", file, "--json") == 0
    captured = capsys.readouterr()
    assert "going on after 150\n" in captured.err
    assert "310 exported" in captured.err
    assert "(150 of them by an earlier run)" in captured.err
    assert json.loads(captured.out)["resumed"] == 150
    assert len(set(emails(file))) == len(emails(file)) == 310


def test_another_exports_part_file_is_1_and_restart_discards_it(
    url: str, workspace: Workspace, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.contacts(160)
    workspace.simulator.faults.replace([Fault(kind=FaultKind.STATUS, status=403, after=1, path="/contacts")])
    assert run("contacts", "-o", file) == 1
    workspace.simulator.faults.replace([])
    capsys.readouterr()
    assert run("contacts", "-o", file, "--api-version", "2.15") == 1
    assert "version was 2.16, is now 2.15" in capsys.readouterr().err
    assert run("contacts", "-o", file, "--api-version", "2.15", "--restart") == 0
    assert len(set(emails(file))) == 160


def test_a_scroll_begins_anew_and_says_so(
    url: str, workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.companies(101)
    file = tmp_path / "companies.csv"
    broken = Fault(kind=FaultKind.STATUS, status=403, after=1, path="/companies/scroll")
    workspace.simulator.faults.replace([broken])
    assert run("companies", "-o", file) == 1
    assert "the same command begins anew, since a scroll cannot be gone on with" in capsys.readouterr().err
    workspace.simulator.faults.replace([])
    workspace.simulator.world.scrolls.end()
    assert run("companies", "-o", file) == 0
    printed = capsys.readouterr().err
    assert printed.count("beginning anew: an earlier run had 100, but a scroll cannot be gone on with") == 1
    assert "101 exported" in printed
    assert len(file.read_text("utf-8").splitlines()) == 102


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_finishes_the_page_and_is_130(
    url: str, workspace: Workspace, file: Path, capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    """The same command goes on; no page is asked for twice; handlers are as before."""
    workspace.contacts(1000)
    workspace.simulator.faults.replace([Fault(kind=FaultKind.DELAY, seconds=0.05)])

    def send_in_the_middle() -> None:
        if wait_until(lambda: rows_noted(file) >= 300):
            os.kill(os.getpid(), number)

    def pages() -> int:
        return sum(entry.path == "/contacts" and entry.method == "GET" for entry in workspace.simulator.log())

    before = signal.getsignal(number)
    sender = threading.Thread(target=send_in_the_middle)
    sender.start()
    assert run("contacts", "-o", file, "--json") == 130
    sender.join()
    assert signal.getsignal(number) is before
    captured = capsys.readouterr()
    first = json.loads(captured.out)
    assert "not complete: the same command goes on from here" in captured.err
    assert not first["complete"]
    assert 300 <= first["rows"] == rows_noted(file) < 1000
    assert run("contacts", "-o", file, "--json") == 0
    second = json.loads(capsys.readouterr().out)
    assert (second["rows"], second["resumed"]) == (1000, first["rows"])
    assert pages() == 7
    assert len(set(emails(file))) == len(emails(file)) == 1000


def test_second_signal_kills(url: str, workspace: Workspace, file: Path) -> None:
    """The first waits for the page under way, which here hangs; the second does not."""
    workspace.contacts(1)
    workspace.simulator.faults.replace([Fault(kind=FaultKind.DELAY, seconds=60)])
    asked = len(list(workspace.simulator.log()))
    process = command("export", "contacts", "-o", file, url=url)
    assert wait_until(lambda: len(list(workspace.simulator.log())) > asked)
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == -signal.SIGINT
    process.communicate()
