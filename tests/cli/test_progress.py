"""Showing progress: lines elsewhere, a bar on a terminal."""

import io
import sys

import pytest
from rich.console import Console

from intercom_async.bulk.results import Progress
from intercom_async.cli.progress import Lines, bar, shown, summary


def test_summary() -> None:
    assert summary(Progress(9000, 300, 60, total=9360)) == "9,360 rows: 9,000 created, 300 updated, 60 rejected"
    assert summary(Progress(1, 0, 0, total=5)) == "1 of 5 rows: 1 created, 0 updated, 0 rejected"
    assert summary(Progress(1, 2, 0, 3)) == ("3 rows: 1 created, 2 updated, 0 rejected (3 of them by an earlier run)")


def test_lines_come_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    now = 100.0
    lines = Lines(lambda: now)
    for second in range(35):
        now = 100.0 + second
        lines(Progress(created=second))
    printed = capsys.readouterr()
    assert [line.split()[0] for line in printed.err.splitlines()] == ["10", "20", "30"]
    assert printed.out == ""


def test_bar_shows_the_counts_and_is_gone_at_the_end() -> None:
    out = io.StringIO()
    with bar(Console(file=out, force_terminal=True, width=100)) as show:
        show(Progress(created=3, updated=1, rejected=2, total=10))
    text = out.getvalue()
    assert "6/10" in text
    assert "3 created" in text
    assert "2 rejected" in text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "escapes"), [(Terminal(), True), (io.StringIO(), False)], ids=["terminal", "file"])
def test_stderr_decides_which(stream: io.StringIO, *, escapes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with shown() as show:
        show(Progress(created=1, total=2))
    assert bool(stream.getvalue()) == escapes
