"""Showing how far an import is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ..bulk.results import Progress
from .exits import say

if TYPE_CHECKING:
    from rich.console import Console

#: Seconds between two lines.
_EVERY: Final = 10.0


def summary(progress: Progress) -> str:
    """Say in one line how the rows ended so far."""
    of = f" of {progress.total:,}" if progress.total is not None and progress.total != progress.done else ""
    before = f" ({progress.resumed:,} of them by an earlier run)" if progress.resumed else ""
    return (
        f"{progress.done:,}{of} rows: {progress.created:,} created, {progress.updated:,} updated, "
        f"{progress.rejected:,} rejected{before}"
    )


class Lines:
    """Says `summary` every ten seconds."""

    __slots__ = ("_monotonic", "_next")

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._next = monotonic() + _EVERY

    def __call__(self, progress: Progress) -> None:
        """Say how far the import is, when it is time."""
        now = self._monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            say(summary(progress))


@contextmanager
def bar(console: "Console") -> Generator[Callable[[Progress], None]]:
    """Show a bar while the block runs; gives what is told of the progress."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("[green]{task.fields[created]} created[/] {task.fields[updated]} updated"),
        TextColumn("[red]{task.fields[rejected]} rejected[/]"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        task = bars.add_task("rows", total=None, created=0, updated=0, rejected=0)

        def show(progress: Progress) -> None:
            bars.update(
                task,
                completed=progress.done,
                total=progress.total,
                created=progress.created,
                updated=progress.updated,
                rejected=progress.rejected,
            )

        yield show


@contextmanager
def shown() -> Generator[Callable[[Progress], None]]:
    """Give what shows progress as stderr can take it."""
    if sys.stderr.isatty():
        from rich.console import Console

        with bar(Console(stderr=True)) as show:
            yield show
    else:
        yield Lines()
