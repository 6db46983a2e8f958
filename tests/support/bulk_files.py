"""CSV files for imports, and commands run in a process of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

TOKEN = "test-token"


def people_csv(path: Path, rows: int, *, repeated: int = 0, bad: int = 0) -> None:
    """Write *rows* people, the last of them *repeated* ones of the first, with *bad* rows after that."""
    lines = ["User ID,E-mail,Name"]
    for number in range(rows):
        person = number if number < rows - repeated else number - (rows - repeated)
        lines.append(f"p{person},p{person}@x.org,row {number + 1}")
    lines += [f"b{number},nobody,bad" for number in range(bad)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def wait_until(condition: Callable[[], object], *, seconds: float = 20.0) -> bool:
    """Wait until *condition* holds; say whether it does, as it may not when what it waits for has failed."""
    end = time.monotonic() + seconds
    while not (met := bool(condition())) and time.monotonic() < end:
        time.sleep(0.002)
    return met


def command(*arguments: str | Path, url: str, token: str | None = TOKEN) -> "subprocess.Popen[bytes]":
    """Start ``python -m intercom_async`` with *arguments* against the server at *url*."""
    variables = {**os.environ, "INTERCOM_BASE_URL": url}
    if token is not None:
        variables["INTERCOM_ACCESS_TOKEN"] = token
    return subprocess.Popen(
        [sys.executable, "-m", "intercom_async", *map(str, arguments)],
        env=variables,
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
