"""The commands that need no extra, and the entry point."""

import json
import os
import runpy
import signal
import socket
import sys
import threading
from collections.abc import Iterator

import pytest
from support.bulk_files import wait_until

from intercom_async.__main__ import main
from intercom_async.operation import Repeat
from intercom_async.operations import BY_NAME
from intercom_async.versions import DEFAULT_VERSION, Version


def rows_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["operations", "--json", *arguments]) == 0
    rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return rows


def test_every_operation_is_a_row_with_the_agreed_keys(capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(capsys)
    assert [row["name"] for row in rows] == list(BY_NAME)
    keys = ["name", "method", "path", "since", "until", "paging", "items", "repeat", "documented_as", "specs"]
    assert all(list(row) == [*keys, "experimental"] for row in rows)
    by_name = {row["name"]: row for row in rows}
    assert by_name["users.scroll"] == {
        "name": "users.scroll",
        "method": "GET",
        "path": "/users/scroll",
        "since": None,
        "until": "1.4",
        "paging": "scroll",
        "items": "users",
        "repeat": Repeat.NEVER.value,
        "documented_as": ["scroll_users"],
        "specs": False,
        "experimental": False,
    }
    assert by_name["contacts.create"]["repeat"] == "when_identified"
    assert by_name["contacts.create"]["since"] == "2.0"


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.16", "Preview"])
def test_one_versions_rows_are_what_it_has_as_it_has_them(capsys: pytest.CaptureFixture[str], version: str) -> None:
    at = Version(version)
    expected = {
        operation.name: (operation.path_at(at), operation.items_at(at))
        for operation in BY_NAME.values()
        if operation.available_in(at)
    }
    assert {row["name"]: (row["path"], row["items"]) for row in rows_of(capsys, "--api-version", version)} == expected


def test_operations_as_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["operations", "--api-version", DEFAULT_VERSION.text]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split() == ["contacts.search", "POST", "/contacts/search", "2.0-"] for line in lines)


def test_what_is_experimental_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["operations"]) == 0
    marked = [line.split() for line in capsys.readouterr().out.splitlines() if line.endswith("experimental")]
    assert marked == [
        ["companies.delete_by_company_id", "DELETE", "/companies", "1.3-1.4", "experimental"],
        ["visitors.delete_by_user_id", "DELETE", "/visitors", "-2.6", "experimental"],
    ]


def test_version_that_is_none_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["operations", "--api-version", "newest"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "unknown API version 'newest'" in captured.err


def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["simulate", "--port", "none"])
    assert caught.value.code == 2


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@pytest.fixture
def free_port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def test_simulate_says_where_it_listens_and_stops_on_sigterm(
    free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop_when_it_answers() -> None:
        if wait_until(lambda: answers(free_port)):
            os.kill(os.getpid(), signal.SIGTERM)

    stopper = threading.Thread(target=stop_when_it_answers)
    stopper.start()
    assert main(["simulate", "--port", str(free_port), "--token", "t", "--limit", "5/1s", "--seed", "x"]) == 0
    stopper.join()
    assert capsys.readouterr().out == f"listening on http://127.0.0.1:{free_port}\n"


def test_limit_that_cannot_be_read_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--token", "t", "--limit", "many"]) == 1
    assert "cannot read the limit 'many'" in capsys.readouterr().err


def test_other_commands_name_the_extra_when_it_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the extra the import is refused with what to install; the plain commands go on working."""
    monkeypatch.setitem(sys.modules, "cyclopts", None)
    assert main(["import", "contacts", "people.csv"]) == 1
    assert "pip install 'intercom-async[cli]'" in capsys.readouterr().err
    assert main(["operations", "--json"]) == 0


def test_package_runs_as_a_module(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["intercom-async", "operations", "--json"])
    monkeypatch.delitem(sys.modules, "intercom_async.__main__")
    # pytest rewrites what a plugin is part of, in a way that runpy cannot run.
    finders = [finder for finder in sys.meta_path if type(finder).__name__ != "AssertionRewritingHook"]
    monkeypatch.setattr(sys, "meta_path", finders)
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("intercom_async", run_name="__main__", alter_sys=True)
    assert caught.value.code == 0
    assert json.loads(capsys.readouterr().out)


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--version"], ["--help"], ["import", "contacts", "--help"], []):
        assert main(arguments) == 0
        assert capsys.readouterr().out
    with pytest.raises(SystemExit) as caught:
        main(["explode"])
    assert caught.value.code == 2
