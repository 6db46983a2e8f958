"""The 57 names in the document of API 1.x: each a row of the table, callable where it exists and nowhere else."""

import ast
import csv
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from support.documented import CALLS, Scene, documented_names
from support.virtual_time import run

from intercom_async.errors import ApiError, UnsupportedOperationError
from intercom_async.operation import Operation
from intercom_async.operations import all_operations
from intercom_async.versions import V1_0, V1_3, V1_4, V2_0, Version

VERSIONS: Final = tuple(
    map(Version, (*(f"1.{minor}" for minor in range(5)), *(f"2.{minor}" for minor in range(17)), "Preview"))
)
ROWS: Final[Mapping[str, Operation]] = {name: row for row in all_operations() for name in row.documented_as}
#: The program whose types are checked.
TYPED: Final = Path(__file__).parents[1] / "typing" / "documented.py"

each_name = pytest.mark.parametrize("name", CALLS)


def _is_beyond(row: Operation, version: Version) -> bool:
    """Say whether *version* lies outside the row's bounds, wherever they come from."""
    return (row.since is not None and version < row.since) or (row.until is not None and version > row.until)


def test_every_documented_name_is_one_row(api_facts: Path, record_property: Callable[[str, object], None]) -> None:
    documented = documented_names(api_facts)
    rows = [(name, row.name) for row in all_operations() for name in row.documented_as]
    assert len(documented) == 57
    assert sorted(name for name, _ in rows) == sorted(documented)
    assert sorted(CALLS) == sorted(documented)
    record_property("names of the document of 1.x, each one row of the table", len(documented))


def facts(api_facts: Path) -> Iterator[dict[str, str]]:
    """Yield what is known of each operation of 1.x."""
    with (api_facts / "operations_v1.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def shape(path: str) -> str:
    """Return a path without the names of its parameters, which are ours."""
    return re.sub(r"\{\w+\}", "{}", path)


def path_in(paths: str, version: Version) -> str:
    """Return the path in a version: one for all, or ``1.0-1.3:/a|1.4+:/b``."""
    if ":" not in paths:
        return paths
    ranges = (part.split(":") for part in paths.split("|"))
    return next(path for span, path in ranges if span.endswith("+") or version <= Version(span.split("-")[1]))


def test_methods_paths_and_bounds_are_the_known_ones(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    """A bound with a question mark has no source: it is marked so and does not keep a call from the server."""
    unknown, known = 0, list(facts(api_facts))
    assert sorted(fact["operation"] for fact in known) == sorted(ROWS)
    for fact in known:
        row = ROWS[fact["operation"]]
        assert row.method == fact["method"], row
        for version in (V1_0, V1_3, V1_4):
            assert shape(row.path_at(version)) == shape(path_in(fact["path"], version)), row
        since = f"{row.since or V1_0}{'' if row.since_known else '?'}"
        until = f"{row.until or ''}{'' if row.until_known else '?'}"
        assert (since, until) == (fact["since"], fact["until"]), row
        if since.endswith("?"):
            unknown += 1
            assert all(row.available_in(version) for version in VERSIONS if row.since is None or version <= row.since)
        if until.endswith("?"):
            unknown += 1
            assert all(row.available_in(version) for version in VERSIONS if row.until is None or version >= row.until)
    record_property("bounds without a source, marked and passed by the gate", unknown)


def test_type_checkers_are_asked_about_each() -> None:
    """What a call of each row gives is stated in a program that mypy and pyright check."""
    program = ast.parse(TYPED.read_text(encoding="utf-8"))
    asserted = {
        f"{call.func.value.attr}.{call.func.attr}"
        for assertion in ast.walk(program)
        if isinstance(assertion, ast.Call) and ast.unparse(assertion.func) == "assert_type"
        for call in ast.walk(assertion.args[0])
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Attribute)
    }
    assert {row.name for row in ROWS.values()} <= asserted


@each_name
def test_it_can_be_called_in_every_version_that_has_it(name: str) -> None:
    """Through its method, against the simulator: it goes out as this row, and something good comes back."""
    row = ROWS[name]
    for version in VERSIONS:
        if not _is_beyond(row, version):
            run(_called(name, row, version))


async def _called(name: str, row: Operation, version: Version) -> None:
    scene = Scene(version.text)
    before = scene.transport.simulator.records.count
    await scene.run(CALLS[name])
    entries = list(scene.transport.simulator.log(before))
    assert entries, (name, version)
    assert {(entry.operation, entry.version) for entry in entries} == {(row.name, version.text)}, (name, version)
    assert all(entry.status in {200, 202} for entry in entries), (name, version)


@each_name
def test_it_is_refused_before_any_io_in_every_version_that_has_not_got_it(name: str) -> None:
    """Where a source says so, and with what replaces it; where none says so, the server is asked."""
    row = ROWS[name]
    for version in VERSIONS:
        if _is_beyond(row, version):
            run(_refused(name, row, version))


async def _refused(name: str, row: Operation, version: Version) -> None:
    scene = Scene(version.text)
    if row.available_in(version):
        with suppress(ApiError):
            await scene.run(CALLS[name])
        assert scene.transport.requests, (name, version)
        return
    with pytest.raises(UnsupportedOperationError) as caught:
        await scene.run(CALLS[name])
    assert scene.transport.requests == []
    assert (caught.value.operation, caught.value.instead) == (row.name, row.instead)
    assert caught.value.instead or version < V2_0
