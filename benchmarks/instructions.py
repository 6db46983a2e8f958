"""How many instructions do a page of 150 contacts and one call in memory take? Exact, whatever else the machine does.

python benchmarks/instructions.py                    count the files as they are
python benchmarks/instructions.py --compare A B      count two commits, with this file's work
python benchmarks/instructions.py --pieces           count what the pieces of a call in memory take
python benchmarks/instructions.py --record           count the commit checked out, into instructions.json
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import attrs
from measuring import Bench, Spread

HERE: Final = Path(__file__).resolve().parent
RECORD: Final = HERE / "instructions.json"
_COLLECTED: Final = re.compile(r"Collected : (\d+)")


@attrs.frozen
class Amount:
    """How much of one kind of work is counted."""

    work: str
    #: Done before, so that caches are full and the interpreter has specialised its code.
    before: int
    counted: int
    what: str


AMOUNTS: Final = (
    Amount("call", 300, 500, "one call in memory"),
    Amount("page", 3, 4, "a page of 150 contacts, bytes to objects"),
    Amount("dicts", 3, 4, "the same page with orjson.loads"),
)
#: The same call without one of its pieces, and what that piece is.
PIECES: Final = (
    (Amount("unlimited", 300, 500, "a call without a rate limiter"), "the rate limiter"),
    (Amount("undecoded", 300, 500, "a call that answers a dict"), "from a dict to objects"),
    (Amount("by_hand", 300, 500, "request, answer and JSON by hand"), "request, answer and JSON by hand"),
)


class CannotCountError(Exception):
    """Says why nothing can be counted here."""


def count(amount: Amount, tree: Path) -> int:
    """Return the instructions of *amount*'s work, done once with the package in *tree*, net of what counting takes."""
    idle = _idle(amount.work, tree)
    return round((_collected(amount, tree) - idle) / amount.counted)


@cache
def _idle(work: str, tree: Path) -> int:
    """Return what turning the counting on and off takes."""
    nothing = Amount(work, 1, 0, "")
    _run([], nothing, tree)  # compiles: memory is laid out in another way by a program that does, which costs 0.1 %
    return _collected(nothing, tree)


def _collected(amount: Amount, tree: Path) -> int:
    valgrind, control = shutil.which("valgrind"), shutil.which("callgrind_control")
    if valgrind is None or control is None:
        msg = "valgrind is not installed"
        raise CannotCountError(msg)
    callgrind = [valgrind, "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={os.devnull}"]
    report = _run(callgrind, amount, tree, "--control", control)
    found = _COLLECTED.search(report)
    if found is None:
        msg = f"callgrind gave no count: {report[-500:]}"
        raise CannotCountError(msg)
    return int(found[1])


def _run(under: list[str], amount: Amount, tree: Path, *options: str) -> str:
    """Run the work *under* another program and return what came on stderr."""
    command = [*under, sys.executable, str(HERE / "in_memory.py"), amount.work, str(amount.before), str(amount.counted)]
    # The same environment for both sides of a comparison, and the same order of every set.
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(tree), "PYTHONHASHSEED": "0"}
    done = subprocess.run([*command, *options], env=environment, cwd=tree, capture_output=True, text=True, check=False)
    if done.returncode:
        msg = f"{command} ended with status {done.returncode}: {done.stderr[-500:]}"
        raise CannotCountError(msg)
    return done.stderr


@contextmanager
def checked_out(revision: str) -> Generator[Path]:
    """Check *revision* out into a folder of its own while the block runs; all such folders' names are equally long."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        _git("worktree", "add", "--quiet", "--detach", str(tree), revision)
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=HERE, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def compare(first: str, second: str) -> None:
    """Print what each kind of work takes in both commits, and the ratio."""
    with checked_out(first) as one, checked_out(second) as other:
        for amount in AMOUNTS:
            before, after = count(amount, one), count(amount, other)
            print(f"{amount.what}: {first} {before:,}, {second} {after:,}: x {after / before:.4f}", flush=True)


def record() -> None:
    """Write what the commit that is checked out takes into the file of records, in the place of an older count."""
    with checked_out("HEAD") as tree:
        counts = {amount.work: count(amount, tree) for amount in AMOUNTS}
    entry = {"commit": _git("rev-parse", "HEAD"), "python": platform.python_version(), "msgspec": _msgspec(), **counts}
    known: list[dict[str, object]] = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else []
    same = ("commit", "python", "msgspec")
    kept = [each for each in known if any(each[name] != entry[name] for name in same)]
    RECORD.write_text(json.dumps([*kept, entry], indent=1) + "\n", encoding="utf-8")
    print(json.dumps(entry))


def pieces() -> None:
    """Print what each piece of a call takes, and what is left for all the rest."""
    whole = rest = count(AMOUNTS[0], HERE.parent)
    print(f"{AMOUNTS[0].what}: {whole:,}", flush=True)
    for amount, piece in PIECES:
        found = count(amount, HERE.parent)
        taken = found if amount.work == "by_hand" else whole - found
        rest -= taken
        print(f"{piece}: {taken:,} ({taken / whole:.0%})", flush=True)
    print(f"building the request, headers, retries, hooks, checking the answer: {rest:,} ({rest / whole:.0%})")


def _msgspec() -> str | None:
    try:
        return version("msgspec")
    except PackageNotFoundError:
        return None


def instructions(bench: Bench) -> None:
    """Report what each kind of work takes with the files as they are."""
    for amount in AMOUNTS[: bench.size(len(AMOUNTS), 1)]:
        small = attrs.evolve(amount, before=2, counted=3)
        found = count(small if bench.smoke else amount, HERE.parent)
        spread = Spread(found, found, found)
        bench.figure(8, f"instructions, {amount.what}", "intercom_async", "", spread, unit="instructions", rounds=1)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON lines to stdout")
    parser.add_argument("--smoke", action="store_true", help="tiny numbers: only try that it runs")
    parser.add_argument("--rounds", type=int, help="taken and not used: counts are exact")
    parser.add_argument("--compare", nargs=2, metavar=("A", "B"), help="two commits")
    parser.add_argument("--pieces", action="store_true", help="what the pieces of a call take")
    parser.add_argument("--record", action="store_true", help="write the commit's counts into instructions.json")
    given = parser.parse_args()
    bench = Bench(1, given.smoke, given.json)
    try:
        if given.compare:
            compare(*given.compare)
        elif given.pieces:
            pieces()
        elif given.record:
            record()
        else:
            instructions(bench)
    except CannotCountError as reason:
        bench.skip("instructions", str(reason))


if __name__ == "__main__":
    main()
