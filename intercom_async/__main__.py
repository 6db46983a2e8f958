"""The command line: ``python -m intercom_async`` and ``intercom-async``."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that *arguments*, by default the process's, name; return its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    from .cli.plain import COMMANDS, run

    if given and given[0] in COMMANDS:
        return run(given)
    from .cli.app import run as run_any

    return run_any(given)


if __name__ == "__main__":
    sys.exit(main())
