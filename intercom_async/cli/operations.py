"""``intercom-async operations``: the table of what the API can do."""

import json
from collections.abc import Iterator

from ..operation import Operation, Repeat
from ..operations import all_operations
from ..versions import DEFAULT_VERSION, Version


def operations(*, api_version: str | None = None, as_json: bool = False) -> int:
    """Print every operation of the API, or those that one version has."""
    version = None if api_version is None else Version(api_version)
    rows = list(described(version))
    if as_json:
        print(json.dumps(rows, indent=1))
    else:
        width = max(len(str(row["name"])) for row in rows)
        for row in rows:
            mark = "  experimental" if row["experimental"] else ""
            print(f"{row['name']:{width}}  {row['method']:6} {row['path']}  {_span(row)}{mark}")
    return 0


def described(version: Version | None) -> Iterator[dict[str, object]]:
    """Yield the rows that *version* has, as it has them; None gives all, each as in the last version that has it."""
    for operation in all_operations():
        if version is None:
            yield _row(operation, operation.until or DEFAULT_VERSION)
        elif operation.available_in(version):
            yield _row(operation, version)


def _row(operation: Operation, version: Version) -> dict[str, object]:
    repeat = operation.repeat
    return {
        "name": operation.name,
        "method": operation.method,
        "path": operation.path_at(version),
        "since": None if operation.since is None else operation.since.text,
        "until": None if operation.until is None else operation.until.text,
        "paging": operation.paging_at(version).value,
        "items": operation.items_at(version),
        "repeat": repeat.value if isinstance(repeat, Repeat) else repeat.__name__,
        "documented_as": list(operation.documented_as),
        "specs": operation.in_specs,
        "experimental": operation.experimental,
    }


def _span(row: dict[str, object]) -> str:
    return f"{row['since'] or ''}-{row['until'] or ''}"
