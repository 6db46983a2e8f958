"""Files and functions that a reader can hold, each with a word on what it is for."""

import ast
from typing import Final

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


def test_no_file_is_too_long() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FILE}.keys() == LONG_FILES


def test_every_file_says_what_it_is_for() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
    assert [str(path) for path, tree in trees.items() if not ast.get_docstring(tree)] == []


def test_no_file_has_an_empty_name() -> None:
    assert [str(path) for path in FILES if EMPTY_NAMES & {path.stem, path.parent.name}] == []


def test_no_function_is_too_long() -> None:
    """And one that was shortened leaves the list."""
    lengths = {name: lines for module in MODULES.values() for name, lines in _functions(module).items()}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FUNCTION}.keys() == LONG_FUNCTIONS.keys()
