"""What importing costs: measured in a fresh interpreter, by what it has loaded afterwards."""

import os
import subprocess
import sys

import pytest
from support.source import MODULES, ROOT

_LOADED = """
import sys
before = set(sys.modules)
import {module}
print(*sorted(set(sys.modules) - before))
"""

# Importing a.b imports a first: what that has loaded of a's own is imported first by the same steps as a.
_EACH_ALONE = """
import importlib, sys, traceback
failed, done = [], set()
for name in sorted(sys.argv[1:]):
    if name in done:
        continue
    for loaded in [loaded for loaded in sys.modules if loaded.split(".")[0] == "intercom_async"]:
        del sys.modules[loaded]
    try:
        importlib.import_module(name)
    except BaseException:
        failed.append(f"{name}: {traceback.format_exc()}")
    done |= {loaded for loaded in sys.modules if loaded.startswith(f"{name}.")}
sys.exit("\\n".join(failed) or 0)
"""

_ALL = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def _run(code: str, *arguments: str, options: tuple[str, ...] = ()) -> str:
    """Run *code* in a new interpreter that measures no coverage, since that imports too."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-W", "error", *options, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _loads(module: str) -> set[str]:
    """Return the top-level packages that importing *module* loads."""
    return {name.split(".")[0] for name in _run(_LOADED.format(module=module)).split()}


def test_the_package_loads_no_asyncio_and_no_third_party_module() -> None:
    """A program that only names the package pays nothing for it."""
    loaded = _loads("intercom_async") - {"intercom_async"}
    assert "asyncio" not in loaded
    assert loaded <= sys.stdlib_module_names


def test_the_table_loads_attrs_alone() -> None:
    """Tools that read the table need neither codec nor HTTP."""
    loaded = _loads("intercom_async.operations") - {"intercom_async"}
    assert loaded - sys.stdlib_module_names <= {"attr", "attrs"}
    assert "asyncio" not in loaded


@pytest.mark.parametrize("part", range(2))
def test_every_module_imports_first(part: int) -> None:
    """No module relies on another having been imported before it; in parts, for they take a while.

    The many of models, services and the simulator have no cycle (test_layers.py) and look alike: one in ten is tried.
    """
    alike = ("models.", "services.", "simulator.")
    names = [module for module in MODULES.values() if not module.name.startswith(alike)]
    names += [module for module in MODULES.values() if module.name.startswith(alike)][::10]
    _run(_EACH_ALONE, *[module.full_name for module in names][part::2])


def test_every_module_imports_without_docstrings_and_assertions() -> None:
    _run(_ALL, *(module.full_name for module in MODULES.values()), options=("-OO",))
