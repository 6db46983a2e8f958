"""Benchmarks still run; how long anything takes is not judged here."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

pytest.importorskip("orjson", reason="what every benchmark compares with")

pytestmark = pytest.mark.timeout(300)  # seconds of a machine that is busy with the other tests

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
#: As run.py finds them: scripts that answer a question end with that.
SCRIPTS = [
    path
    for path in sorted(BENCHMARKS.glob("*.py"))
    if re.search(r"^    (measuring\.)?run\(\w+\)$", path.read_text(encoding="utf-8"), re.MULTILINE)
]
KINDS = {"figure", "series", "note", "skip"}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a Python script as users do: neither asyncio's debug mode nor a measurement of coverage slows it."""
    hidden = ("PYTHONDEVMODE", "PYTHONASYNCIODEBUG", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, env=environment)


def lines_of(ran: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_all_questions_have_a_script() -> None:
    """A pattern that finds nothing would make every other test here pass."""
    assert {"call", "decode", "iterate"} <= {path.stem for path in SCRIPTS}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_prints_figures(script: Path) -> None:
    """With tiny numbers and one round, each script ends well, having printed nothing but JSON lines with a figure."""
    lines = lines_of(run(script, "--smoke", "--json"))
    figures = [line for line in lines if line["kind"] == "figure"]
    assert {line["kind"] for line in lines} <= KINDS
    assert figures
    for figure in figures:
        spread = figure["spread"]
        assert 0 <= spread["low"] <= spread["median"] <= spread["high"]
        assert figure["question"] in range(1, 10)
        assert figure["reached"] in ({"aim", "goal", "missed"} if figure["goal"] else {""})


def test_people_get_words() -> None:
    """Without --json a script says what it measured, against what, and whether that reaches the goal."""
    ran = run(BENCHMARKS / "decode.py", "--smoke")
    assert ran.returncode == 0, ran.stderr
    said = (
        r"^A page of 150, CPU: intercom_async against orjson\.loads [\d.,]+ x \[.* to .*\], at most 3, aim 2\.5: \w+$"
    )
    assert re.search(said, ran.stdout, re.MULTILINE)


GOOD = """
import measuring
async def script(bench):
    turns = await bench.take_turns({"fast": lambda: 4, "slow": lambda: sum(range(200_000)) * 0 + 4})
    bench.figure(1, "Work", "slow", "fast", turns.cpu("slow", "fast"), goal=measuring.at_least(1, 1.5))
    bench.note("as expected")
    bench.skip("other", "it is not there")
if __name__ == "__main__":
    measuring.run(script)
"""
BAD = """
import measuring
async def script(bench):
    raise SystemExit(3)
if __name__ == "__main__":
    measuring.run(script)
"""


def test_one_failure_does_not_stop_the_others(tmp_path: Path) -> None:
    """A script that fails is named as failed and makes the status 1; what the others found is in the results."""
    for name in ("run.py", "plots.py", "measuring.py"):
        shutil.copy(BENCHMARKS / name, tmp_path)
    (tmp_path / "a_bad.py").write_text(BAD, encoding="utf-8")
    (tmp_path / "b_good.py").write_text(GOOD, encoding="utf-8")
    ran = run(tmp_path / "run.py", "--rounds", "2")
    assert ran.returncode == 1, ran.stderr
    assert "a_bad failed: exit status 3" in ran.stdout
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "**a_bad failed**: exit status 3" in text
    assert "- without other: it is not there" in text
    assert "- as expected" in text
    assert re.search(
        r"^\| 1 \| Work \| slow \| fast \| .* \| 2 \| at least 1 \| 1\.5 \| aim reached \|$", text, re.MULTILINE
    )
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["scripts"]["b_good"]["failure"] is None


def test_plots_are_drawn_from_what_was_measured(tmp_path: Path) -> None:
    """A run writes both plots as SVG that any reader of XML takes, ours in them."""
    ran = run(BENCHMARKS / "run.py", "call", "decode", "--smoke", "--output", tmp_path)
    assert ran.returncode == 0, ran.stderr
    for name in ("calls.svg", "pages.svg"):
        drawing = ET.parse(tmp_path / name)
        assert "intercom_async" in {text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")}
