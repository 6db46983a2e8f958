"""Run the Python blocks of a Markdown document as one program that may await at its top level."""

import ast
import asyncio
import inspect
import re
from pathlib import Path
from typing import Any, Final

from sybil import Example
from sybil.evaluators.python import pad
from sybil.parsers.markdown import CodeBlockParser, SkipParser
from sybil.typing import Parser

_RUNNER: Final = "__runner__"


def evaluate(example: Example) -> None:
    """Run one block in its document's namespace, on the document's event loop when it awaits.

    A block that does not await runs without a running loop, so that it may call ``asyncio.run``.
    """
    source = pad(example.parsed, example.line + example.parsed.line_offset)
    code = compile(source, example.path, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    outcome = eval(code, example.namespace)
    if inspect.iscoroutine(outcome):
        example.namespace[_RUNNER].run(outcome)


def parsers() -> list[Parser]:
    """Return what finds the blocks: ``python`` ones run, and ``<!-- skip: next -->`` above one leaves it out."""
    return [CodeBlockParser("python", evaluate), SkipParser()]


def set_up(namespace: dict[str, Any]) -> None:
    """Give a document the event loop that its blocks share."""
    namespace[_RUNNER] = asyncio.Runner()


def tear_down(namespace: dict[str, Any]) -> None:
    """Cancel what the document left running and close its loop."""
    namespace.pop(_RUNNER).close()


def blocks_of(path: Path) -> dict[str, str]:
    """Return the Python blocks of a document by the file name in their first line, the first without one as ``""``."""
    found: dict[str, str] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        name = re.match(r"# (\w+\.py)\n", block)
        found.setdefault(name[1] if name else "", block)
    return found
