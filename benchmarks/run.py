"""Run every benchmark in turn, print as it goes, and write results.md, results.json and the plots."""

import argparse
import json
import platform
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from os import cpu_count
from pathlib import Path
from typing import Any, Final

import attrs
import plots
from measuring import ROUNDS, Figure, bounds, number

HERE: Final = Path(__file__).parent
#: No script takes as long; one that does hangs.
_LONGEST: Final = 600
#: A script of a question ends like this.
_RUNS: Final = re.compile(r"^    (?:measuring\.)?run\(\w+\)$", re.MULTILINE)
#: What is compared, and what decides how fast each is.
_PACKAGES: Final = (
    "intercom-async", "aiohttp", "attrs", "cattrs", "httpx", "httpx2", "msgspec", "orjson", "pydantic", "pyreqwest",
    "python-intercom",
)  # fmt: skip
_WORDS: Final = {"aim": "aim reached", "goal": "reached", "missed": "**missed**", "": ""}


@attrs.frozen
class Ran:
    """What one script printed, and how it ended."""

    script: str
    lines: Sequence[Mapping[str, Any]]
    #: None when all went well.
    failure: str | None
    seconds: float

    @property
    def figures(self) -> list[Figure]:
        """The finished figures."""
        return [Figure.from_json(line) for line in self.lines if line["kind"] == "figure"]


def scripts() -> list[Path]:
    """Return every script that answers a question."""
    return [path for path in sorted(HERE.glob("*.py")) if _RUNS.search(path.read_text(encoding="utf-8"))]


def run(script: Path, options: Sequence[str]) -> Ran:
    """Run *script*; what it says to people goes on to stderr as it comes."""
    began = time.monotonic()
    lines: list[Mapping[str, Any]] = []
    failure = None
    command = [sys.executable, str(script), "--json", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        timer = threading.Timer(_LONGEST, process.kill)
        timer.start()
        try:
            assert process.stdout is not None
            lines += map(json.loads, process.stdout)
        except ValueError as error:
            failure = f"printed what is no JSON line: {error}"
        finally:
            timer.cancel()
    if process.returncode:
        status = process.returncode
        ended = f"exit status {status}" if status > 0 else f"ended by {signal.Signals(-status).name}"
        failure = failure or ended
    return Ran(script.stem, lines, failure, time.monotonic() - began)


def machine() -> dict[str, str]:
    """Return what the figures were measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = re.findall(r"^model name\s*: (.*)$", cpuinfo.read_text(encoding="utf-8"), re.MULTILINE)
        model = names[0] if names else model
    return {
        "processor": model,
        "cores": str(cpu_count()),
        "system": f"{platform.system()} {platform.release()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def versions() -> dict[str, str]:
    """Return the version of everything that is compared."""
    found: dict[str, str] = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def row(figure: Figure) -> str:
    """Return *figure* as a row of the table."""
    low, median, high = map(number, attrs.astuple(figure.spread))
    unit = "" if figure.unit == "x" else f" {figure.unit}"
    goal = figure.goal
    columns = (
        str(figure.question), figure.what, figure.candidate, figure.reference, f"{low} / **{median}** / {high}{unit}",
        str(figure.rounds),
        "" if goal is None else bounds(attrs.evolve(goal, aim=None)),
        "" if goal is None or goal.aim is None else f"{goal.aim:g}",
        _WORDS[figure.reached],
    )  # fmt: skip
    return f"| {' | '.join(columns)} |"


_HEAD: Final = """\
| # | what | candidate | divided by | min / **median** / max | rounds | goal | aim | |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""


def table(figures: Iterable[Figure]) -> str:
    """Return *figures* as a table, by question."""
    return _HEAD + "".join(f"{row(figure)}\n" for figure in sorted(figures, key=lambda each: each.question))


_MEANING: Final = (
    "[README.md](README.md) says what each figure means. They are ratios within one run on one machine: compare those, "
    "never the seconds of two machines."
)


def document(about: Mapping[str, Any], ran: Sequence[Ran]) -> str:
    """Return results.md."""
    figures = [figure for each in ran for figure in each.figures]
    with_goal = [figure for figure in figures if figure.goal is not None]
    reached = sum(figure.reached != "missed" for figure in with_goal)
    written = f"Written by `make bench` on {about['date']}, in {about['seconds'] / 60:.0f} min."
    parts = [
        "# Results",
        f"{written} {_MEANING}",
        "\n".join(f"- {name}: {text}" for name, text in about["machine"].items()),
        "Versions: " + ", ".join(f"{name} {text}" for name, text in about["versions"].items()) + ".",
        f"{reached} of {len(with_goal)} goals reached.",
        "![CPU of a call and calls a second, by how many go at once](calls.svg)",
        "![CPU of a page and memory of a contact](pages.svg)",
        "## Figures with a goal",
        table(with_goal),
        "## Beside them",
        table(figure for figure in figures if figure.goal is None),
    ]
    notes = [f"- {line['text']}" for each in ran for line in each.lines if line["kind"] == "note"]
    skips = [
        f"- without {line['candidate']}: {line['reason']}"
        for each in ran
        for line in each.lines
        if line["kind"] == "skip"
    ]
    failures = [f"- **{each.script} failed**: {each.failure}" for each in ran if each.failure]
    if found := failures + skips + notes:
        parts += ["## Notes", "\n".join(found)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def write(folder: Path, about: Mapping[str, Any], ran: Sequence[Ran]) -> None:
    """Write the results, for people and for machines, and the plots that there are numbers for."""
    folder.mkdir(parents=True, exist_ok=True)
    results = {**about, "scripts": {each.script: {"failure": each.failure, "lines": each.lines} for each in ran}}
    (folder / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (folder / "results.md").write_text(document(about, ran), encoding="utf-8")
    plots.write(folder, results)


def main() -> int:
    """Run what the command line says; 1 when a script failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scripts", nargs="*", help="only these, such as 'call decode'; then nothing is overwritten")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds that count (default %(default)s)")
    parser.add_argument("--smoke", action="store_true", help="only try that everything runs; nothing is overwritten")
    parser.add_argument("--output", type=Path, help="folder for the results (default: this one, for a full run)")
    given = parser.parse_args()
    found = [path for path in scripts() if not given.scripts or path.stem in given.scripts]
    options = ["--smoke"] if given.smoke else [f"--rounds={given.rounds}"]
    began = time.monotonic()
    ran: list[Ran] = []
    for path in found:
        print(f"\n{path.stem}", file=sys.stderr, flush=True)
        ran.append(run(path, options))
        print(f"  {ran[-1].failure or 'done'} after {ran[-1].seconds:.0f} s", file=sys.stderr, flush=True)
    about = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "seconds": time.monotonic() - began,
        "machine": machine(),
        "versions": versions(),
    }
    whole = not given.scripts and not given.smoke
    if (folder := given.output or (HERE if whole else None)) is not None:
        write(folder, about, ran)
    figures = [figure for each in ran for figure in each.figures if figure.goal is not None]
    print(table(figures))
    for each in ran:
        if each.failure:
            print(f"{each.script} failed: {each.failure}")
    return int(any(each.failure for each in ran))


if __name__ == "__main__":
    sys.exit(main())
