"""Let Schemathesis look for answers of the simulator that contradict Intercom's files; run by hand.

    python tests/contract/schemathesis_run.py [--seconds 570] [--seed 0]    as much as the seconds allow
    python tests/contract/schemathesis_run.py --examples 3 [--seed 0]       the same calls whenever it is run

The facts about the API come from INTERCOM_API_FACTS; the first run makes build/schemathesis. Schemathesis makes the
calls; an answer is wrong when it is a 5xx, a success that the file lacks, or contradicts its schema where neither a
recorded example nor a waiver of tests/support/calls does. Wrong, too, is an operation that never succeeds. It prints
what it finds, and ends with 1 when anything is wrong.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, Final

import attrs

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from contract.schemathesis_seeds import METHODS, everything, seeds  # noqa: E402 - only now can it be found
from support.calls import gathered  # noqa: E402
from support.json_schema import Schemas  # noqa: E402
from support.served import served  # noqa: E402
from support.spec_errors import recorded_contradictions  # noqa: E402

from intercom_async.simulator import Simulator  # noqa: E402

FILES: Final = ("2.14", "2.16")
REQUIREMENTS: Final = ROOT / "requirements" / "schemathesis.txt"
ENVIRONMENT: Final = ROOT / "build" / "schemathesis"
#: No example is left out for lack of time: what is tried depends on the seed alone.
UNHURRIED: Final = 1e9

#: A schema, a path from it and a kind of problem.
Place = tuple[str, str, str]

#: Places that no recorded example shows, besides the waivers of tests/support/calls, and why the file is wrong.
SPEC_ERRORS: Final[Mapping[Place, str]] = {
    ("contact", "avatar", "string but schema object"): "behaviour.md 9: a URL or null, as the request takes it",
    ("contact", "email", "null but not nullable"): "v1.md 4: text or null; a contact may have an external_id or a role",
    **{
        ("data_event_list", name, "undeclared"): "the recorded answer of GET /events has it beside the pages of a list"
        for name in ("email", "intercom_user_id", "user_id")
    },
}

#: The place of a URL in a page-number list, whose next page the files take for a cursor: behaviour.md 3.
NEXT_URL: Final = ("starting_after_paging", "", "string but schema object")
#: Answers by operation and type whose schema stands elsewhere in the file: pagination.csv says when they are given.
OTHER_SCHEMAS: Final[Mapping[tuple[str, str], str]] = {
    ("GET /companies", "company"): "company",
    ("GET /events", "event.list"): "data_event_list",
    ("GET /custom_object_instances/{custom_object_type_identifier}", "Order"): "custom_object_instance",
}


class UnavailableError(Exception):
    """Schemathesis cannot be installed here."""


@attrs.frozen
class Problem:
    """What is wrong with an answer; where it is a contradiction, the place in the file."""

    text: str
    place: Place | None = None


@attrs.define
class Found:
    """What trying one file showed."""

    #: By operation, how many answers there were of each status.
    statuses: dict[str, Counter[int]] = attrs.Factory(dict[str, Counter[int]])
    problems: Counter[str] = attrs.Factory(Counter[str])
    waived: Counter[Place] = attrs.Factory(Counter[Place])

    def unsuccessful(self) -> list[str]:
        """Name the operations that answered no success."""
        return [name for name, statuses in self.statuses.items() if all(status >= 400 for status in statuses)]

    @property
    def total(self) -> Counter[int]:
        """How many answers of each status there were."""
        return sum(self.statuses.values(), Counter[int]())


def installed() -> Path:
    """Return the interpreter that has Schemathesis, making its environment where that is not of the locked versions."""
    python, complete = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "complete"
    locked = REQUIREMENTS.read_bytes()
    if complete.exists() and complete.read_bytes() == locked:
        return python
    venv.create(ENVIRONMENT, clear=True)
    how = "--disable-pip-version-check --no-input -q --timeout 10 --retries 2 --no-compile --no-deps --require-hashes"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", *how.split(), "--requirement", REQUIREMENTS]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if done.returncode and "DO NOT MATCH THE HASHES" not in done.stderr:
        msg = f"Schemathesis could not be installed, the package index is out of reach: {done.stderr[-300:]}"
        raise UnavailableError(msg)
    done.check_returncode()
    complete.write_bytes(locked)
    return python


def label(answer: Mapping[str, Any]) -> str:
    """Name the operation of an answer."""
    return f"{answer['method']} {answer['path']}"


def paged_by_url(facts: Path) -> set[str]:
    """Name the operations whose pages have a number, and so a URL of the next."""
    with (facts / "pagination.csv").open(newline="", encoding="utf-8") as file:
        return {label(row) for row in csv.DictReader(file) if row["style_real"].startswith("page_")}


def wrong(answer: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with one answer to an operation of the file."""
    status, where = answer["status"], f"{label(answer)} {answer['status']}"
    if status >= 500:
        yield Problem(f"{where}: {answer['sent']}")
        return
    responses = document["paths"][answer["path"]][answer["method"].lower()]["responses"]
    described = responses.get(str(status))
    if described is None:
        if status < 300 and any(each.startswith("2") for each in responses):
            yield Problem(f"{where}: the file has no such success")
        return
    schema = described.get("content", {}).get("application/json", {}).get("schema")
    if schema is None or not answer["length"]:  # behaviour.md 1.2: a body may be empty
        return
    if not answer["type"].startswith("application/json"):
        yield Problem(f"{where}: {answer['type']!r} instead of JSON")
        return
    body = json.loads(answer["body"])
    other = OTHER_SCHEMAS.get((label(answer), body.get("type") if isinstance(body, dict) else None))
    schema = {"$ref": f"#/components/schemas/{other}"} if other else schema
    for each in Schemas(document).mismatches(body, schema, where):
        yield Problem(f"{where}: {each.schema} {each.path} {each.problem}", (each.schema, each.path, each.kind))


def tried(facts: Path, file: str, *, seconds: float, examples: int, seed: str) -> Found:
    """Try one file; *facts* is the folder that has it."""
    document = json.loads((facts / "spec" / f"{file}.json").read_text(encoding="utf-8"))
    waivers = {place for place, (files, _) in gathered("WAIVERS").items() if file in files}
    allowed = recorded_contradictions(facts, file) | waivers | SPEC_ERRORS.keys()
    by_url = paged_by_url(facts)
    names = (f"{m.upper()} {path}" for path, item in document["paths"].items() for m in METHODS if m in item)
    found = Found({name: Counter() for name in names})
    for answer in _answers(file, document, seconds=seconds, examples=examples, seed=seed):
        name = label(answer)
        found.statuses[name][answer["status"]] += 1
        for problem in set(wrong(answer, document)):
            if problem.place in allowed or (problem.place == NEXT_URL and name in by_url):
                found.waived[problem.place] += 1
            else:
                found.problems[problem.text] += 1
    return found


def _answers(
    file: str, document: Mapping[str, Any], *, seconds: float, examples: int, seed: str
) -> Iterator[Mapping[str, Any]]:
    """Yield the answers of a simulator to what the driver makes of the file."""
    scene = everything(file)
    job = {
        "document": document,
        "seeds": {name: attrs.asdict(each) for name, each in seeds(document, file)},
        "workspace": json.dumps(scene.api.simulator.save_state()),
        "now": scene.api.clock.time,
        "known": {"intercom_user_id": scene.user, "contact_id": scene.user, "company_id": "c1"},
        "token": "test-token",
        "version": file,
        "seconds": seconds,
        "examples": examples,
        "seed": seed,
    }
    simulator = Simulator(limit=None, log_size=1)
    with served(simulator) as url, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "job.json")
        path.write_text(json.dumps({**job, "url": url}), encoding="utf-8")
        driver = [installed(), "-W", "ignore", HERE / "schemathesis_driver.py", path]
        # The order of a set of texts must not decide what is tried.
        environment = {"PATH": os.environ["PATH"], "NO_PROXY": "*", "PYTHONHASHSEED": "0"}
        environment["HYPOTHESIS_STORAGE_DIRECTORY"] = str(ENVIRONMENT / "hypothesis")  # what it knows of Unicode
        with subprocess.Popen(driver, stdout=subprocess.PIPE, text=True, cwd=folder, env=environment) as process:
            for line in process.stdout or ():
                yield json.loads(line)
    if process.returncode:
        msg = f"the driver ended with {process.returncode}"
        raise RuntimeError(msg)


def report(file: str, found: Found, out: IO[str], *, each: bool) -> bool:
    """Say what trying a file showed, with *each* for every operation; return whether all is well."""
    total, unsuccessful = found.total, found.unsuccessful()
    good = sum(times for status, times in total.items() if status < 400)
    out.write(
        f"{file}: {sum(total.values())} answers, {good} of them successes, by status {dict(sorted(total.items()))}; "
        f"{len(found.statuses) - len(unsuccessful)} of {len(found.statuses)} operations succeeded; "
        f"{sum(found.problems.values())} wrong, {sum(found.waived.values())} waived at {len(found.waived)} places\n"
    )
    if each:
        for name, statuses in sorted(found.statuses.items()):
            out.write(f"  {name}: {dict(sorted(statuses.items()))}\n")
        out.writelines(f"  waived {times} x {' '.join(place)}\n" for place, times in sorted(found.waived.items()))
    out.writelines(f"  never a success: {name}\n" for name in sorted(unsuccessful))
    out.writelines(f"  {times} x {problem}\n" for problem, times in sorted(found.problems.items()))
    out.flush()
    return not unsuccessful and not found.problems


def run(facts: Path, *, seconds: float = UNHURRIED, examples: int = 10_000, seed: str = "0") -> dict[str, Found]:
    """Try every file; for *seconds*, or, unhurried, with so many *examples* of what each operation takes."""
    installed()
    with ThreadPoolExecutor() as pool:  # what makes the calls up takes most of the time, in processes of its own
        tries = pool.map(lambda file: tried(facts, file, seconds=seconds, examples=examples, seed=seed), FILES)
        return dict(zip(FILES, tries, strict=True))


def main(*arguments: str) -> int:
    """Try every file and say what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=570.0)
    parser.add_argument("--examples", type=int)
    parser.add_argument("--seed", default="0")
    given = parser.parse_args(arguments)
    facts = Path(os.environ.get("INTERCOM_API_FACTS", ROOT.parent / "shared" / "api")).resolve()
    if given.examples is None:
        results = run(facts, seconds=given.seconds, seed=given.seed)
    else:
        results = run(facts, examples=given.examples, seed=given.seed)
    # A list: every file is reported, whatever is wrong with the first.
    well = [report(file, found, sys.stdout, each=given.examples is None) for file, found in results.items()]
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
