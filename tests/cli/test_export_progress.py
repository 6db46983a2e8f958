"""Showing the progress of exports: lines elsewhere, a bar on a terminal."""

import io
import sys

import pytest
from rich.console import Console

from intercom_async.bulk.exports import ExportProgress
from intercom_async.cli.export_progress import Lines, bar, shown, summary


def test_summary() -> None:
    assert summary(ExportProgress(9000, total=9360, size=1_234_567)) == "9,000 of 9,360 exported, 1,234,567 bytes"
    assert summary(ExportProgress(1, total=2, complete=True)) == "1 exported, 0 bytes"
    assert summary(ExportProgress(5, resumed=3)) == "5 exported, 0 bytes (3 of them by an earlier run)"


def test_lines_come_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    now = 100.0
    lines = Lines(lambda: now)
    for second in range(35):
        now = 100.0 + second
        lines(ExportProgress(second))
    printed = capsys.readouterr()
    assert [line.split()[0] for line in printed.err.splitlines()] == ["10", "20", "30"]
    assert printed.out == ""


def test_bar_shows_the_count() -> None:
    out = io.StringIO()
    with bar(Console(file=out, force_terminal=True, width=100)) as show:
        show(ExportProgress(6, total=10))
    assert "6/10" in out.getvalue()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "escapes"), [(Terminal(), True), (io.StringIO(), False)], ids=["terminal", "file"])
def test_stderr_decides_which(stream: io.StringIO, *, escapes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with shown() as show:
        show(ExportProgress(1, total=2))
    assert bool(stream.getvalue()) == escapes
