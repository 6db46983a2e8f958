"""``import contacts`` against the simulator on a socket: what it prints, writes and returns."""

import csv
import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.bulk_files import TOKEN, command, people_csv, wait_until
from support.served import served

from intercom_async.__main__ import main
from intercom_async.simulator import Fault, FaultKind, Simulator


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(token=TOKEN, limit=100_000, window=1.0)


@pytest.fixture
def url(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with served(simulator) as base_url:
        monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", TOKEN)
        monkeypatch.setenv("INTERCOM_BASE_URL", base_url)
        yield base_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def run(*arguments: str | Path) -> int:
    return main(["import", "contacts", *map(str, arguments)])


def test_all_rows_done_is_0(url: str, file: Path, simulator: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    """People read stderr, programs stdout; the journal stays, no rejects file appears."""
    people_csv(file, 30, repeated=5)
    assert run(file, "--json") == 0
    captured = capsys.readouterr()
    summary = json.loads(captured.out)
    assert summary.pop("seconds") > 0
    assert summary == {
        "rows": 30, "done": 30, "created": 25, "updated": 5, "rejected": 0, "resumed": 0, "rejects": None,
    }  # fmt: skip
    assert "30 rows: 25 created, 5 updated, 0 rejected" in captured.err
    assert len(simulator.world.people) == 25
    assert sorted(path.name for path in file.parent.iterdir()) == ["people.csv", "people.csv.journal"]


def test_human_output_is_all_on_stderr(url: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people_csv(file, 3)
    assert run(file) == 0
    assert capsys.readouterr().out == ""


def test_rejected_rows_are_6_and_stand_in_a_file_that_can_be_imported(
    url: str, file: Path, simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each rejected row as it was, with its number, the reason, and Intercom's request id when Intercom refused it."""
    file.write_bytes(
        'E-mail;Name;Owner\r\na@x.org;"Zoë\nÖ";\r\nnobody;B;\r\nc@x.org;C;17\r\nd@x.org;D\r\n'.encode("utf-8-sig")
    )
    assert run(file, "--json") == 6
    rejects = file.with_name("people.csv.rejects.csv")
    assert json.loads(capsys.readouterr().out)["rejects"] == str(rejects)
    with rejects.open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    shape, owner, ragged = sorted(rows)
    assert header == ["rejected_row", "rejected_reason", "rejected_request_id", "E-mail", "Name", "Owner"]
    assert shape == ["2", "column 'E-mail': 'nobody' is not an e-mail address", "", "nobody", "B", ""]
    assert owner[0] == "3"
    assert "not a member of the workspace" in owner[1]
    assert owner[2] in {entry.request_id for entry in simulator.log() if entry.status == 400}
    assert ragged == ["4", "the row has 2 cells, the header 3", "", "d@x.org", "D"]

    rejects.write_text(rejects.read_text("utf-8").replace("nobody", "b@x.org").replace(",17", ",").replace(",D", ",D,"))
    assert run(rejects) == 0
    assert len(simulator.world.people) == 4


def test_running_it_again_does_nothing_twice(
    url: str, file: Path, simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    people_csv(file, 10, bad=2)
    assert run(file) == 6
    written = len(list(simulator.writes()))
    rejects = file.with_name("people.csv.rejects.csv")
    before = rejects.read_bytes()
    rejects.unlink()
    assert run(file, "--json") == 6
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["resumed"] == 12
    assert len(list(simulator.writes())) == written
    assert rejects.read_bytes() == before


def test_rejects_of_an_earlier_run_go_when_there_are_none_any_more(url: str, file: Path) -> None:
    people_csv(file, 3)
    rejects = file.with_name("people.csv.rejects.csv")
    rejects.write_text("old")
    assert run(file) == 0
    assert not rejects.exists()


def test_rejects_of_an_earlier_run_stay_when_this_one_cannot_begin(url: str, file: Path) -> None:
    file.write_text("email,Plan\na@x.org,pro\n")
    rejects = file.with_name("people.csv.rejects.csv")
    rejects.write_text("old")
    assert run(file) == 1
    assert rejects.read_text() == "old"


def test_json_lines(url: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = file.with_suffix(".jsonl")
    lines.write_text('{"email": "a@x.org"}\n{"email": "nobody", "name": "Ö"}\n[1]\n', "utf-8")
    assert run(lines, "--json") == 6
    rejects = file.with_name("people.jsonl.rejects.jsonl")
    shape, array = (json.loads(line) for line in rejects.read_text("utf-8").splitlines())
    assert shape == {
        "rejected_row": 2,
        "rejected_reason": "column 'email': 'nobody' is not an e-mail address",
        "rejected_request_id": None,
        "email": "nobody",
        "name": "Ö",
    }
    assert array["line"] == "[1]\n"


def test_options_reach_the_import(url: str, file: Path, simulator: Simulator, tmp_path: Path) -> None:
    file.write_bytes("Work|Alter|Plan|Note\na@x.org|7|pro|Zoë\n||free|\n".encode("cp1252"))
    arguments = [
        *("--map", "Work=email", "--map", "Note=name", "--map", "Alter=", "--delimiter", "|", "--encoding", "cp1252"),
        *("--create-attributes", "--allow-leads", "--archived", "unarchive", "--empty", "clear", "--concurrency", "2"),
        *("--journal", tmp_path / "j", "--rejects", tmp_path / "r", "--api-version", "2.15", "--base-url", url),
    ]
    assert run(file, *arguments) == 0
    assert (tmp_path / "j").exists()
    user = next(simulator.world.people.in_order("id", roles=["user"]))
    assert (user.email, user.fields["name"], user.custom) == ("a@x.org", "Zoë", {"Plan": "pro"})
    assert simulator.world.people.count("lead") == 1
    assert {entry.version for entry in simulator.log()} == {"2.15"}


PROBLEMS = [
    (b"email,name\na@x.org,Zo\xeb\n", [], 1, "byte 21 (0xeb) is not utf-8 text"),
    (b'email,name\na@x.org,A\nb@x.org,"B"x\n', [], 1, "broken quoting in row 2"),
    (b"a@x.org,Ann\n", [], 1, "has no header"),
    (b"", [], 1, "is empty"),
    (b"email,mail\na@x.org,b@x.org\n", [], 1, "'email' and 'mail' are both mapped to email"),
    (b"name\nAnn\n", [], 1, "no column is the external_id or the email"),
    (b"email,Plan,Seats\na@x.org,pro,1\n", [], 1, "no such custom attributes: 'Plan', 'Seats'"),
    (b"email\na@x.org\n", ["--map", "nonsense"], 2, "'nonsense' is no mapping"),
    (b"email\na@x.org\n", ["--encoding", "utf-9"], 1, "unknown encoding 'utf-9'"),
    (b"email\na@x.org\n", ["--concurrency", "0"], 1, "concurrency must be at least 1"),
    (b"email\na@x.org\n", ["--api-version", "1.4"], 1, "exists from 2.0, not in 1.4; use users.create_or_update"),
    (b"email\na@x.org\n", ["--base-url", "http://example.com"], 1, "must use https"),
]


@pytest.mark.parametrize(("data", "options", "code", "message"), PROBLEMS, ids=[message for *_, message in PROBLEMS])
def test_what_cannot_be_imported_is_one_line_on_stderr(
    url: str,
    file: Path,
    simulator: Simulator,
    capsys: pytest.CaptureFixture[str],
    *,
    data: bytes,
    options: list[str],
    code: int,
    message: str,
) -> None:
    file.write_bytes(data)
    assert run(file, *options) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
    assert len(captured.err.splitlines()) == 1
    assert list(simulator.writes()) == []


def test_file_that_is_not_there_is_wrong_usage(url: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file) == 2
    assert "there is no file" in capsys.readouterr().err


@pytest.mark.parametrize("token", [None, "", "two words", "refused"])
def test_token_that_does_not_serve_is_3(
    url: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], token: str | None
) -> None:
    people_csv(file, 3)
    monkeypatch.delenv("INTERCOM_ACCESS_TOKEN")
    if token is not None:
        monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", token)
    assert run(file) == 3
    error = capsys.readouterr().err
    assert "token" in error.lower()
    assert "two words" not in error


def test_keyboard_interrupt_outside_the_import_is_130(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people_csv(file, 1)

    def interrupted(self: Path) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "is_file", interrupted)
    assert run(file) == 130


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_in_good_order_and_the_same_command_goes_on(
    url: str, file: Path, simulator: Simulator, capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    """Rows under way are finished, so that not one is written twice; handlers are as before."""
    people_csv(file, 300)
    simulator.faults.replace([Fault(kind=FaultKind.DELAY, seconds=0.02)])

    def send_in_the_middle() -> None:
        if wait_until(lambda: len(simulator.world.people) >= 40):
            os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    sender = threading.Thread(target=send_in_the_middle)
    sender.start()
    assert run(file, "--json", "--concurrency", "10") == 130
    sender.join()
    assert signal.getsignal(number) is before
    captured = capsys.readouterr()
    first = json.loads(captured.out)
    assert "the same command goes on from here" in captured.err
    assert 40 <= first["done"] == len(simulator.world.people) < 300
    simulator.faults.replace([])
    assert run(file, "--json") == 0
    second = json.loads(capsys.readouterr().out)
    assert (second["created"], second["resumed"]) == (300, first["done"])
    assert len(list(simulator.writes())) == 300


def test_second_signal_kills(url: str, file: Path, simulator: Simulator) -> None:
    """The first waits for the calls under way, which here hang; the second does not."""
    people_csv(file, 20)
    simulator.faults.replace([Fault(kind=FaultKind.DELAY, seconds=60)])
    process = command("import", "contacts", file, url=url)
    assert wait_until(lambda: list(simulator.writes()))
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == -signal.SIGINT
    process.communicate()
