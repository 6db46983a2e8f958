"""Files and functions that a reader can hold, each with a word on what it is for."""

import ast
from pathlib import Path
from typing import Final

import pytest
from support.source import MODULES, ROOT, Module

MAX_FILE: Final = 500
MAX_FUNCTION: Final = 40
#: The table has a line for each of 320 operations.
LONG_FILES: Final = {"intercom_async/operations.py"}
#: ``module:function`` that may be longer, with the reason.
LONG_FUNCTIONS: Final[dict[str, str]] = {
    "bulk.service:upsert_contacts": "half of it is the parameters and what they mean",
    "cli.imports:contacts": "its parameters are the command's options with their help",
    "client:__init__": "a parameter for each setting of a client",
}
#: Names that say nothing of what is inside.
EMPTY_NAMES: Final = {"util", "utils", "helper", "helpers", "misc"}

FILES: Final = [
    path
    for folder in (".ci", "benchmarks", "examples", "intercom_async", "requirements", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]


def _functions(module: Module) -> dict[str, int]:
    """Return the length of each function, without decorators."""
    return {
        f"{module.name}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_too_long(path: Path) -> None:
    if str(path.relative_to(ROOT)) not in LONG_FILES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, f"{path.relative_to(ROOT)} has no module docstring"


def test_no_file_has_an_empty_name() -> None:
    assert [str(path) for path in FILES if EMPTY_NAMES & {path.stem, path.parent.name}] == []


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_no_function_is_too_long(module: Module) -> None:
    long = {name: lines for name, lines in _functions(module).items() if lines > MAX_FUNCTION}
    assert long.keys() <= LONG_FUNCTIONS.keys(), long


def test_every_long_function_is_long() -> None:
    """A function that was shortened leaves the list."""
    lengths = {name: lines for module in MODULES.values() for name, lines in _functions(module).items()}
    assert [name for name in LONG_FUNCTIONS if lengths.get(name, 0) <= MAX_FUNCTION] == []
