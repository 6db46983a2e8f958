"""Let Schemathesis look for answers of the simulator that contradict Intercom's files; run by hand.

    python tests/contract/schemathesis_run.py [SECONDS [SEED]]

The facts about the API come from INTERCOM_API_FACTS; the first run makes build/schemathesis. Schemathesis makes the
calls; an answer is wrong when it is a 5xx, a success that the file lacks, or contradicts its schema where neither a
recorded example nor a waiver of tests/support/calls does. With wrong answers it prints them and ends with 1.
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.calls import gathered  # noqa: E402 - only now can it be found
from support.json_schema import Schemas  # noqa: E402
from support.scene import Scene  # noqa: E402
from support.served import served  # noqa: E402
from support.simulator_calls import Api  # noqa: E402
from support.spec_errors import recorded_contradictions  # noqa: E402

REQUIREMENT: Final = "schemathesis==4.32.5"
FILES: Final = ("2.14", "2.16")
ENVIRONMENT: Final = ROOT / "build" / "schemathesis"


#: Schema, path and kind of problem, besides the waivers: what no recorded example shows, and why the file is wrong.
SPEC_ERRORS: Final[Mapping[tuple[str, str, str], str]] = {
    ("contact", "avatar", "string but schema object"): "the request takes a URL, and other files' examples answer it",
    ("contact", "email", "null but not nullable"): "the request needs no e-mail where it has an external_id or a role",
    ("custom_object_instance", "external_id", "null but not nullable"): "the request needs none",
}


def python() -> Path:
    """Return the interpreter that has Schemathesis, making its environment first."""
    found = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / "complete").exists():
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        subprocess.run([found, "-m", "pip", "install", "--quiet", REQUIREMENT], check=True)
        (ENVIRONMENT / "complete").touch()
    return found


def with_ids(document: dict[str, Any], scene: Scene) -> dict[str, Any]:
    """Return the file with path parameters of things that the workspace has: others give 404 only."""
    known = {
        "contact_id": scene.user,
        "company_id": scene.company,
        "conversation_id": scene.conversation,
        "note_id": scene.note,
        "tag_id": "1",
        "ticket_id": "1",
        "ticket_type_id": "1",
        "article_id": "1",
        "collection_id": "1",
        "admin_id": "991267459",
    }
    for item in document["paths"].values():
        described = [operation.get("parameters", ()) for operation in item.values() if isinstance(operation, dict)]
        for parameter in (each for parameters in (*described, item.get("parameters", ())) for each in parameters):
            if parameter.get("in") == "path" and (name := parameter["name"]) in known:
                parameter["schema"] = {"type": "string", "enum": [known[name]]}
                parameter.pop("example", None)
    return document


def wrong(answer: Mapping[str, Any], document: Mapping[str, Any], allowed: set[tuple[str, str, str]]) -> Iterator[str]:
    """Yield what is wrong with one answer."""
    where = f"{answer['method']} {answer['path']} {answer['status']}"
    if answer["status"] >= 500:
        yield f"{where}: {answer['sent']}"
        return
    responses = document["paths"][answer["path"]][answer["method"].lower()]["responses"]
    described = responses.get(str(answer["status"]))
    if described is None:
        if answer["status"] < 300 and any(status.startswith("2") for status in responses):
            yield f"{where}: the file has no such success"
        return
    schema = described.get("content", {}).get("application/json", {}).get("schema")
    if schema is None or not answer["type"].startswith("application/json") or not answer["body"]:
        return
    for each in Schemas(document).mismatches(json.loads(answer["body"]), schema, where):
        if (each.schema, each.path, each.kind) not in allowed:
            yield f"{where}: {each.schema} {each.path} {each.problem}"


def tried(file: str, seconds: float, seed: str) -> tuple[Counter[int], Counter[str]]:
    """Try one file; return how many answers of each status there were, and how often what was wrong."""
    facts = Path(os.environ.get("INTERCOM_API_FACTS", "../shared/api")).resolve()
    scene = Scene(file, Api(limit=None))
    document = with_ids(json.loads((facts / "spec" / f"{file}.json").read_text(encoding="utf-8")), scene)
    waivers = {place for place, (files, _) in gathered("WAIVERS").items() if file in files}
    allowed = recorded_contradictions(facts, file) | waivers | SPEC_ERRORS.keys()
    statuses: Counter[int] = Counter()
    problems: Counter[str] = Counter()
    with served(scene.api.simulator) as url, tempfile.NamedTemporaryFile("w", suffix=".json") as changed:
        json.dump(document, changed)
        changed.flush()
        arguments = [changed.name, url, "test-token", file, str(seconds), seed]
        driver = [python(), HERE / "schemathesis_driver.py", *arguments]
        with subprocess.Popen(driver, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                answer = json.loads(line)
                if "end" in answer:
                    continue
                statuses[answer["status"]] += 1
                problems.update(set(wrong(answer, document, allowed)))
        if process.returncode:
            msg = f"the driver ended with {process.returncode}"
            raise RuntimeError(msg)
    return statuses, problems


def main(seconds: str = "540", seed: str = "0") -> int:
    """Try every file in its share of the seconds and say what was found."""
    found: Counter[str] = Counter()
    for file in FILES:
        statuses, problems = tried(file, float(seconds) / len(FILES), seed)
        found.update(problems)
        sys.stdout.write(f"{file}: {sum(statuses.values())} answers, by status {dict(sorted(statuses.items()))}\n")
        sys.stdout.writelines(f"  {times} x {problem}\n" for problem, times in sorted(problems.items()))
        sys.stdout.flush()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
