"""Who may import whom; a new module fails here until it has a layer."""

import ast
import functools
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import attrs
import pytest
from support.source import MODULES, Module

#: A module imports from its own layer and those above it in this list; 3 and 4 stand side by side.
LAYERS: Final = {
    0: ["_version", "unset", "clock", "instants", "versions", "errors", "http"],
    1: ["forms", "limits", "operation", "operations", "models", "models.*"],
    2: [
        *["config", "auth", "retry", "rate_limit", "rate_limit.*", "codec", "json_codec", "drift", "hooks", "query"],
        *["decoders", "wire", "response", "streamed", "transports", "transports.base", "webhooks", "oauth", "identity"],
        *["search_rules", "updated_since"],
    ],
    3: [
        *["transports.aiohttp", "transports.cassette", "transports.httpx2", "transports.loops", "transports.memory"],
        *["transports.pyreqwest", "transports.pyreqwest_thread", "transports.pyreqwest_upload"],
        *["transports.read_timer", "transports.replay", "transports.scrubbing"],
    ],
    4: ["core", "downloads", "export_runs", "pagination", "joined", "positions", "scroll", "read_ahead", "spool_file"],
    5: ["services", "services.*"],
    6: ["client", "lazy_service", "service_attributes"],
    7: ["bulk", "bulk.*", "ext", "ext.*"],
    8: ["__init__", "__main__", "cli", "cli.*", "simulator", "simulator.*", "testing", "testing.*", "pytest_plugin"],
}
SIDE_BY_SIDE: Final = {3, 4}

#: What calls are made of, without the core itself.
_FOR_SERVICES: Final = ["downloads", "export_runs", "pagination", "scroll"]

#: All that these import of the package; the first pattern that fits a module counts.
ONLY: Final = {
    "models*": ["unset", "models.*"],
    "operations": ["operation", "versions"],
    "services.base": [*LAYERS[0], *LAYERS[1], *LAYERS[2], *LAYERS[4]],
    "services*": [*LAYERS[0], *LAYERS[1], "query", "response", *_FOR_SERVICES, "services.base", "services.bulk_items"],
    "simulator*": [*LAYERS[0], "operation", "operations", "transports.base", "simulator*"],
}

#: Who imports what is not the standard library's, when it runs; for annotations anyone may.
THIRD_PARTY: Final = {
    "attrs": ["*"],
    "cattrs": ["codec"],
    "backoff": ["retry"],
    "aiohttp": ["transports.aiohttp", "transports.read_timer", "simulator.server", "simulator.delivery"],
    "multidict": ["transports.aiohttp", "simulator.server"],  # what aiohttp's headers are
    "yarl": ["transports.aiohttp", "simulator.server"],  # what aiohttp's URLs are
    "httpx2": ["transports.httpx2"],
    "pyreqwest": ["transports.pyreqwest", "transports.pyreqwest_thread"],
    "msgspec": ["json_codec"],
    "orjson": ["json_codec"],
    "cyclopts": ["__main__", "cli*"],
    "rich": ["__main__", "cli*"],
    "pytest": ["testing.values", "testing.sockets", "pytest_plugin"],
}

#: Imports for annotations alone that go upwards, with the reason.
UPWARDS: Final = {
    ("service_attributes", "bulk.service"): "the type of client.bulk, which is imported when it is first used",
    ("errors", "operation"): "an error of a call names the request that failed",
}


@attrs.frozen
class Import:
    """One name that a module imports, absolute."""

    target: str
    line: int
    #: Under ``if TYPE_CHECKING``: never runs.
    typing_only: bool
    #: Inside a function: runs later, so it makes no cycle.
    deferred: bool


class _Imports(ast.NodeVisitor):
    """Collects the imports of one module."""

    def __init__(self, module: Module) -> None:
        parts = module.full_name.split(".")
        self.package = parts if module.is_package else parts[:-1]
        self.typing_only = self.deferred = False
        self.found: list[Import] = []

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = self.package[: len(self.package) - node.level + 1] if node.level else []
        source = ".".join([*base, *([node.module] if node.module else [])])
        for alias in node.names:
            target = f"{source}.{alias.name}"
            self._add(target if _module(target) in MODULES else source, node.lineno)

    def _add(self, target: str, line: int) -> None:
        self.found.append(Import(target, line, self.typing_only, self.deferred))

    def visit_If(self, node: ast.If) -> None:
        outer, self.typing_only = self.typing_only, self.typing_only or ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body:
            self.visit(statement)
        self.typing_only = outer
        for statement in node.orelse:
            self.visit(statement)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer, self.deferred = self.deferred, True
        self.generic_visit(node)
        self.deferred = outer

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - the name that ast.NodeVisitor calls


def _module(target: str) -> str:
    """Name a module of the package as `MODULES` does."""
    return "__init__" if target == "intercom_async" else target.removeprefix("intercom_async.")


@functools.cache
def _imports(module: Module) -> list[Import]:
    visitor = _Imports(module)
    visitor.visit(module.tree)
    return visitor.found


def _own(module: Module) -> Iterator[tuple[str, Import]]:
    """Yield what *module* imports of the package."""
    for found in _imports(module):
        if found.target.split(".")[0] == "intercom_async":
            yield _module(found.target), found


def _fits(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _layer(name: str) -> int:
    layers = [layer for layer, patterns in LAYERS.items() if _fits(name, patterns)]
    if len(layers) != 1:
        pytest.fail(f"{name} stands in layers {layers}: give it exactly one in LAYERS of {__file__}")
    return layers[0]


def test_each_module_imports_its_own_layer_and_below() -> None:
    """A module knows nothing of what is built on it."""
    layers = {name: _layer(name) for name in MODULES}
    wrong = [
        f"{module.name}:{found.line} (layer {own}) imports {target} (layer {layers[target]})"
        for module in MODULES.values()
        if (own := layers[module.name]) != max(LAYERS)
        for target, found in _own(module)
        if (layers[target] > own or (layers[target] != own and {own, layers[target]} == SIDE_BY_SIDE))
        and not (found.typing_only and (module.name, target) in UPWARDS)
    ]
    assert not wrong


def test_each_module_imports_only_what_its_kind_may() -> None:
    """Models, the table, services and the simulator each know few others by design."""
    wrong = []
    for module in MODULES.values():
        allowed = next((allowed for pattern, allowed in ONLY.items() if fnmatchcase(module.name, pattern)), ["*"])
        wrong += [
            f"{module.name}:{found.line} imports {target}, but may import only {', '.join(allowed)}"
            for target, found in _own(module)
            if not _fits(target, allowed)
        ]
    assert not wrong


def test_third_party_packages_stay_in_their_place() -> None:
    """Each dependency can be replaced in one file; a new one is declared here."""
    known = {*sys.stdlib_module_names, "intercom_async"}
    wrong = [
        f"{module.name}:{found.line} imports {package}, which is for {THIRD_PARTY.get(package, 'nobody')}"
        for module in MODULES.values()
        for found in _imports(module)
        if not found.typing_only
        and (package := found.target.split(".")[0]) not in known
        and not _fits(module.name, THIRD_PARTY.get(package, []))
    ]
    assert not wrong


def test_no_cycle() -> None:
    """What runs at import time forms no circle, also within one layer."""
    graph = {
        module.name: {target for target, found in _own(module) if not (found.typing_only or found.deferred)}
        for module in MODULES.values()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"modules import each other: {' -> '.join(error.args[1])}")


def test_every_exception_to_the_rules_is_needed() -> None:
    """An entry of UPWARDS that no import uses any more is deleted."""
    used = {(module.name, target) for module in MODULES.values() for target, _ in _own(module)}
    assert set(UPWARDS) <= used


def test_the_rules_see_every_kind_of_import(tmp_path: Path) -> None:
    """Relative, absolute, of a module or of a name in it, deferred and for annotations: each is resolved."""
    path = tmp_path / "contacts.py"
    path.write_text(
        "import aiohttp.web\n"
        "from .. import operations as ops\n"
        "from ..http import Headers\n"
        "from .base import Service\n"
        "if TYPE_CHECKING:\n    from intercom_async.client import Intercom\n"
        "async def later():\n    from ..transports import aiohttp\n",
        encoding="utf-8",
    )
    assert _imports(Module("services.contacts", path)) == [
        Import("aiohttp.web", 1, typing_only=False, deferred=False),
        Import("intercom_async.operations", 2, typing_only=False, deferred=False),
        Import("intercom_async.http", 3, typing_only=False, deferred=False),
        Import("intercom_async.services.base", 4, typing_only=False, deferred=False),
        Import("intercom_async.client", 6, typing_only=True, deferred=False),
        Import("intercom_async.transports.aiohttp", 8, typing_only=False, deferred=True),
    ]
