"""Showing how far an export is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ..bulk.exports import ExportProgress
from .exits import say

if TYPE_CHECKING:
    from rich.console import Console

#: Seconds between two lines.
_EVERY: Final = 10.0


def summary(progress: ExportProgress) -> str:
    """Say in one line how many objects were exported so far."""
    of = f" of {progress.total:,}" if progress.total is not None and not progress.complete else ""
    before = f" ({progress.resumed:,} of them by an earlier run)" if progress.resumed else ""
    return f"{progress.rows:,}{of} exported, {progress.size:,} bytes{before}"


class Lines:
    """Says `summary` every ten seconds."""

    __slots__ = ("_monotonic", "_next")

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._next = monotonic() + _EVERY

    def __call__(self, progress: ExportProgress) -> None:
        """Say how far the export is, when it is time."""
        now = self._monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            say(summary(progress))


@contextmanager
def bar(console: "Console") -> Generator[Callable[[ExportProgress], None]]:
    """Show a bar while the block runs; gives what is told of the progress."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("objects", total=None)

        def show(progress: ExportProgress) -> None:
            bars.update(task, completed=progress.rows, total=progress.total)

        yield show


@contextmanager
def shown() -> Generator[Callable[[ExportProgress], None]]:
    """Give what shows progress as stderr can take it."""
    if sys.stderr.isatty():
        from rich.console import Console

        with bar(Console(stderr=True)) as show:
            yield show
    else:
        yield Lines()
