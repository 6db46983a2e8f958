"""What a test asks of the log: which calls there were."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import ClassVar, Final

from .records import LogEntry


class _Anything:
    """Equals whatever it is compared with."""

    __slots__ = ()
    # What equals everything has no hash.
    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleMethodOverride]

    def __eq__(self, other: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "ANY"


#: Stands in an expected body for what does not matter.
ANY: Final = _Anything()
#: Calls that a failure shows.
_SHOWN: Final = 20


def of_operation(entries: Iterable[LogEntry], operation: str) -> Iterator[LogEntry]:
    """Yield the calls of *operation*, in which ``*`` stands for anything."""
    return (entry for entry in entries if fnmatchcase(entry.operation or "", operation))


def assert_called(
    entries: Iterable[LogEntry], operations: Collection[str], operation: str, *, times: int | None, body: object
) -> list[LogEntry]:
    """Return the calls of *operation* with *body*, `AssertionError` when there are not as many as *times*."""
    __tracebackhide__ = True  # pytest shows the test's own line
    if not any(fnmatchcase(name, operation) for name in operations):
        nearest = ", ".join(get_close_matches(operation, operations)) or "names such as contacts.create"
        msg = f"the simulator has no operation {operation!r}: there are {nearest}"
        raise ValueError(msg)
    log = list(entries)
    named = list(of_operation(log, operation))
    found = named if body is ANY else [entry for entry in named if entry.json_body() == body]
    if found if times is None else len(found) == times:
        return found
    wanted = "at least 1 call" if times is None else f"{times} call{'' if times == 1 else 's'}"
    sent = "" if body is ANY else f" with the body {body!r}"
    lines = [f"expected {wanted} of {operation}{sent}, the log has {len(found)}:"]
    lines += [_line(entry, bodies=body is not ANY) for entry in (named or log)[-_SHOWN:]]
    raise AssertionError("\n  ".join(lines) if log else f"expected {wanted} of {operation}{sent}, nothing was called")


def _line(entry: LogEntry, *, bodies: bool) -> str:
    status = "no answer" if entry.status is None else entry.status
    sent = f" {entry.json_body()!r}" if bodies else ""
    return f"{entry.number} {entry.operation or '?'} ({entry.method} {entry.path}): {status}{sent}"
