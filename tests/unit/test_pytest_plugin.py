"""The pytest plugin as users have it: in a folder of their own, by a pytest of their own."""

import os
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

from support.markdown import blocks_of

from intercom_async import pytest_plugin

ROOT = Path(pytest_plugin.__file__).parents[1]
#: Nobody's plugins but those that are named.
ALONE = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}


def run_pytest(folder: Path, *arguments: str) -> str:
    """Run pytest with the plugin in *folder*, and return what it says."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-p",
        "intercom_async.pytest_plugin",
        *arguments,
    ]
    ended = subprocess.run(command, cwd=folder, env=ALONE, capture_output=True, text=True, timeout=50, check=False)
    return ended.stdout + ended.stderr


def test_tests_get_a_workspace_and_a_client_of_their_own(tmp_path: Path) -> None:
    """No plugin for asyncio is needed, and the quota of one test is not that of the next."""
    (tmp_path / "test_mine.py").write_text(
        "import asyncio, time\n"
        "import pytest\n"
        "from intercom_async.testing import Fault\n"
        "@pytest.mark.parametrize('number', range(3))\n"
        "def test_it(intercom_client, intercom_simulator, number):\n"
        "    async def main():\n"
        "        await intercom_client.tags.create_or_update(name='vip')\n"
        "        return [tag.id async for tag in intercom_client.tags.list()]\n"
        "    begun = time.monotonic()\n"
        "    intercom_simulator.faults.replace([Fault(kind='rate_limited', times=3)])\n"
        "    assert asyncio.run(main()) == ['1']\n"
        "    assert intercom_simulator.clock.now() > 1_750_000_020\n"
        "    assert time.monotonic() - begun < 5\n"
        "    intercom_simulator.assert_called('tags.*', times=5)\n",
        encoding="utf-8",
    )
    assert "3 passed" in run_pytest(tmp_path, "-W", "error")


def test_a_failed_assertion_is_readable(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(
        "def test_it(intercom_simulator):\n    intercom_simulator.assert_called('contacts.create', times=1)\n",
        encoding="utf-8",
    )
    said = run_pytest(tmp_path)
    assert "AssertionError: expected 1 call of contacts.create, nothing was called" in said
    assert "fnmatch" not in said


def test_the_page_about_testing_shows_what_passes(tmp_path: Path) -> None:
    """The test file of docs/testing.md runs as it stands there, with its conftest.py."""
    files = blocks_of(ROOT / "docs" / "testing.md")
    assert sorted(files) == ["", "conftest.py", "test_greet.py"]
    for name, text in files.items():
        (tmp_path / (name or "greeting.py")).write_text(text, encoding="utf-8")
    arguments = (
        "-p",
        "pytest_asyncio.plugin",
        "-o",
        "asyncio_mode=auto",
        "-o",
        "asyncio_default_fixture_loop_scope=function",
    )
    said = run_pytest(tmp_path, *arguments)
    assert "4 passed" in said


def test_loading_it_loads_nothing_that_takes_time() -> None:
    """Every test run of everybody who has the package installed loads the plugin."""
    heavy = {"aiohttp", "attrs", "cattrs", "intercom_async.client", "intercom_async.simulator", "pytest_asyncio"}
    code = f"import sys, intercom_async.pytest_plugin; print({heavy} & set(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", code], env=ALONE, capture_output=True, text=True, timeout=50, check=True
    )
    assert ended.stdout.strip() == "set()"


def test_pytest_finds_it_by_its_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ((name, value),) = project["entry-points"]["pytest11"].items()
    assert EntryPoint(name, value, "pytest11").load() is pytest_plugin
