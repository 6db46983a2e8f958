"""How commands end: exit codes, and the one line on stderr that says what went wrong."""

import sys
from collections.abc import Callable
from typing import Final

from ..errors import AuthenticationError, IntercomError

OK: Final = 0
ERROR: Final = 1
USAGE: Final = 2
AUTH: Final = 3
#: A bulk command that did not do everything: some rows were rejected.
PARTIAL: Final = 6
INTERRUPTED: Final = 130


class CommandError(IntercomError):
    """A command cannot do what it was asked; carries its exit code."""

    def __init__(self, problem: str, *, code: int = ERROR) -> None:
        self.code = code
        super().__init__(problem)


def say(text: str) -> None:
    """Print a line for people."""
    print(text, file=sys.stderr, flush=True)


def guarded(command: Callable[[], int]) -> int:
    """Run *command* and return its exit code; what it raises on purpose becomes a line and a code."""
    try:
        return command()
    except KeyboardInterrupt:
        return INTERRUPTED
    except (IntercomError, ValueError, OSError) as exc:
        say(f"error: {exc}")
        if isinstance(exc, CommandError):
            return exc.code
        return AUTH if isinstance(exc, AuthenticationError) else ERROR
