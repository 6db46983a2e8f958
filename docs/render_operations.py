"""Write docs/operations.md from the table: python docs/render_operations.py."""

from collections.abc import Iterator
from pathlib import Path

from intercom_async.operation import Operation
from intercom_async.operations import SERVICES, all_operations
from intercom_async.versions import DEFAULT_VERSION, V1_4, V2_0

PAGE = Path(__file__).with_name("operations.md")

_HEAD = """# Operations

Every method that calls Intercom, with the API versions that have it. Rendered from the table of operations; `?` marks a
bound that no source confirms, which the client does not enforce. What is *experimental* stands in one list of
operations of 1.x alone, in no page of Intercom's and in no recording: it may not work.

[Names in the document of 1.x](#names-in-the-document-of-1x) at the end lead from those to the methods.
"""

_NAMES = """## Names in the document of 1.x

The document of API 1.x names 57 operations. What is one call with several uses there is a method for each use here; the
others of them stand under *also*. [Moving to 2.x](moving_to_2x.md) shows what replaces them as code that runs.

| name | method | also | from 2.0 on |
| --- | --- | --- | --- |
"""


def render() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *(line for service in SERVICES for line in _section(service)), _NAMES + _names()])


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


def _names() -> str:
    rows = sorted((name, row) for row in all_operations() for name in row.documented_as)
    return "".join(f"| {name} | `{row.name}` | {_uses(row)} | {_later(row)} |\n" for name, row in rows)


def _uses(row: Operation) -> str:
    """Return the other methods that make the same call of 1.x."""
    path = row.path_at(V1_4)
    same = (other for other in all_operations() if (other.method, other.path_at(V1_4)) == (row.method, path))
    uses = [other for other in same if not other.documented_as and other.available_in(V1_4)]
    return ", ".join(f"`{other.name}`" for other in uses)


def _later(row: Operation) -> str:
    if row.until is None:
        return "the same"
    return f"{row.instead}" if row.until < V2_0 else f"the same, until {row.until}?; {row.instead}"


def _span(row: Operation) -> str:
    since = f"{row.since or '1.0'}{'' if row.since_known else '?'}"
    if row.until is None:
        return f"from {since}"
    return f"{since} to {row.until}{'' if row.until_known else '?'}"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
