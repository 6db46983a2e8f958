"""Write docs/operations.md from the table: python docs/render_operations.py."""

from collections.abc import Iterator
from pathlib import Path

from intercom_async.operation import Operation
from intercom_async.operations import SERVICES
from intercom_async.versions import DEFAULT_VERSION

PAGE = Path(__file__).with_name("operations.md")

_HEAD = """# Operations

Every method that calls Intercom, with the API versions that have it. Rendered from the table of operations; `?` marks a
bound that no source confirms, which the client does not enforce. What is *experimental* stands in one list of
operations of 1.x alone, in no page of Intercom's and in no recording: it may not work.
"""


def render() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *(line for service in SERVICES for line in _section(service))])


def _section(service: type) -> Iterator[str]:
    rows = [row for row in vars(service).values() if isinstance(row, Operation)]
    yield f"## {rows[0].name.partition('.')[0]}\n"
    yield f"{service.__doc__}\n"
    yield "| method | request | versions | names in the documentation of 1.x |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        names = ", ".join(row.documented_as)
        where = f"`{row.method} {row.path_at(row.until or DEFAULT_VERSION)}`"
        yield f"| `{row.name}` | {where} | {_span(row)}{', *experimental*' * row.experimental} | {names} |"
    yield ""


def _span(row: Operation) -> str:
    since = f"{row.since or '1.0'}{'' if row.since_known else '?'}"
    if row.until is None:
        return f"from {since}"
    return f"{since} to {row.until}{'' if row.until_known else '?'}"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
