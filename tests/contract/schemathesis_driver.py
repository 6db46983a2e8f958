"""Call a server with what Schemathesis makes of a file; prints one line of JSON an answer. See schemathesis_run.py.

python schemathesis_driver.py JOB

JOB is a JSON file. What Schemathesis makes up is made likely to succeed: with ids of things that there are, and with
parts of bodies that the server takes. It does not run where the simulator does, so it imports nothing of it.
"""

import json
import random
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET

#: In the workspace that they share, operations take turns in this order: make, change, read, delete.
ORDER: Final = ("POST", "PUT", "PATCH", "GET", "DELETE")
#: How often to make up what only an answer can tell, instead of half of the time.
CURSORS: Final = {"scroll_param": 0.1, "starting_after": 0.1}
#: Ids of one kind that are kept.
KEPT: Final = 20


def shape(path: str) -> str:
    """Return a path template without the names of its parameters."""
    return re.sub(r"\{\w+\}", "{}", path)


def is_id(key: str) -> bool:
    """Whether a member of a body is an id, or several."""
    return key in {"id", "from", "into"} or key.endswith(("_id", "_ids"))


def members(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every member of every object in *value*."""
    if isinstance(value, dict):
        yield from value.items()
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from members(inner)


def like(known: Any, made_up: Any) -> Any:
    """Return a known id in the type of a made-up one."""
    if isinstance(made_up, str) and isinstance(known, int):
        return str(known)
    if isinstance(made_up, int) and isinstance(known, str) and known.isdecimal():
        return int(known)
    return known


def without_headers(document: dict[str, Any]) -> dict[str, Any]:
    """Return the file without what would make tokens and versions up: they are ours."""
    document.pop("security", None)
    document["components"].pop("securitySchemes", None)
    for item in document["paths"].values():
        for described in (item, *item.values()):
            if isinstance(described, dict) and "parameters" in described:
                described["parameters"] = [each for each in described["parameters"] if each.get("in") != "header"]
    return document


class Driver:
    """Calls one server."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.url, self.seeds, self.first = job["url"], job["seeds"], job["seed"]
        self.examples, self.seconds = job["examples"], job["seconds"]
        self.workspace, self.now = job["workspace"], job["now"]
        self.headers = {"Authorization": f"Bearer {job['token']}", "Intercom-Version": job["version"]}
        self.session = requests.Session()
        schema = schemathesis.openapi.from_dict(without_headers(job["document"]))
        self.operations = [found.ok() for found in schema.get_all_operations()]
        self.known: dict[str, list[Any]] = {name: [value] for name, value in job["known"].items()}
        self.ids: dict[str, list[str]] = {}
        for label, each in self.seeds.items():
            self._keep_ids(label.partition(" ")[2], each["path"])
            for key, value in members(each["bodies"][:1]):
                if is_id(key) and key not in {"id", "from", "into"}:
                    self.known.setdefault(key, []).append(value)
        self.random = random.Random()
        self.phase = ""

    def _keep_ids(self, path: str, ids: dict[str, str]) -> None:
        for name, value in ids.items():
            self._keep_id(shape(path.partition(f"/{{{name}}}")[0]), value)

    def _keep_id(self, collection: str, value: str) -> None:
        kept = self.ids.setdefault(collection, [])
        if value not in kept:
            kept.append(value)
            del kept[:-KEPT]

    def run(self) -> None:
        """Try each operation in a workspace of its own, then all of them in one."""
        share = self.seconds / len(self.operations)
        self.phase = "apart"
        for operation in self.operations:
            own = self.seeds[operation.label]
            self._begin(own["workspace"], own["now"])
            self._try(operation, 0.7 * share, self.examples)
            # Where nothing can be wrong, Hypothesis looks for it long.
            if operation.body or operation.query:
                self._try(operation, 0.1 * share, max(1, self.examples // 3), GenerationMode.NEGATIVE)
        self.phase = "together"
        self._begin(self.workspace, self.now)
        for operation in sorted(self.operations, key=self._turn):
            self._advance()
            self._try(operation, 0.2 * share, max(1, self.examples // 2))

    @staticmethod
    def _turn(operation: Any) -> tuple[int, int]:
        return ORDER.index(operation.method.upper()), operation.path.count("/")

    def _begin(self, workspace: str, now: float) -> None:
        self._steer("state", workspace)
        self._steer("clock", json.dumps({"now": now, "stands": True}))

    def _advance(self) -> None:
        self._steer("clock", '{"advance": 1}')

    def _steer(self, page: str, body: str) -> None:
        self.session.put(f"{self.url}/_simulator/{page}", data=body, timeout=30).raise_for_status()

    def _try(self, operation: Any, share: float, count: int, mode: GenerationMode = GenerationMode.POSITIVE) -> None:
        self.random.seed(f"{self.first} {self.phase} {mode} {operation.label}")
        end = time.monotonic() + share
        made = 0

        # Hypothesis goes on making examples when nothing is done with them: only an exception ends it.
        @seed(self.first)
        @settings(
            phases=[Phase.generate],
            max_examples=count,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(mode))
        def call(case: Any) -> None:
            nonlocal made
            made += 1
            if made > count or time.monotonic() > end:
                raise KeyboardInterrupt
            if made == 1 and mode is GenerationMode.POSITIVE:
                self._as_seeded(case)
            else:
                self._improve(case, mode)
            self._call(case)

        with suppress(KeyboardInterrupt, Unsatisfiable):
            call()

    def _as_seeded(self, case: Any) -> None:
        own = self.seeds[case.operation.label]
        case.path_parameters, case.query = self._path(case, known=True), dict(own["query"])
        if own["bodies"] and case.operation.body:
            case.body, case.media_type = own["bodies"][0], "application/json"

    def _improve(self, case: Any, mode: GenerationMode) -> None:
        own = self.seeds[case.operation.label]
        case.path_parameters = self._path(case, known=self.random.random() < 0.9)
        if mode is GenerationMode.NEGATIVE:
            return
        if self.random.random() < 0.8:
            made_up = {k: v for k, v in (case.query or {}).items() if self.random.random() < CURSORS.get(k, 0.5)}
            case.query = {**own["query"], **self._with_ids(made_up, own["query"])}
        if own["bodies"] and case.operation.body:
            case.body = self._body(case.body, own["bodies"])

    def _path(self, case: Any, *, known: bool) -> dict[str, Any]:
        """Return the ids of the path: those of the operation's own workspace, or any met in the shared one."""
        made_up = dict(case.path_parameters or {})
        if not known:
            return made_up
        if self.phase == "apart" or self.random.random() < 0.3:
            return {**made_up, **self.seeds[case.operation.label]["path"]}
        path = case.operation.path
        for name in made_up:
            kept = self.ids.get(shape(path.partition(f"/{{{name}}}")[0]))
            if kept:
                made_up[name] = self.random.choice(kept)
        return made_up

    def _body(self, made_up: Any, bodies: list[Any]) -> Any:
        """Return a body that the server takes, what Schemathesis made up, or, mostly, something between."""
        base = self._with_ids(self.random.choice(bodies), bodies[0])
        way = self.random.random()
        if made_up is NOT_SET or way < 0.15:
            return base
        made_up = self._with_ids(made_up, bodies[0])
        return made_up if way < 0.3 else self._mixed(base, made_up)

    def _with_ids(self, body: Any, own: Any) -> Any:
        """Return *body* with ids of things that there are: where *own* has one, that."""
        if isinstance(body, dict):
            there = own if isinstance(own, dict) else {}
            return {key: self._member(key, value, there) for key, value in body.items()}
        if isinstance(body, list):
            return [self._with_ids(value, own[0] if isinstance(own, list) and own else None) for value in body]
        return body

    def _member(self, key: str, value: Any, own: dict[str, Any]) -> Any:
        if is_id(key) and value is not None and self.random.random() < 0.9:
            if key in own:
                return like(own[key], value)
            if key in self.known:
                return like(self.random.choice(self.known[key]), value)
        return self._with_ids(value, own.get(key))

    def _mixed(self, base: Any, made_up: Any) -> Any:
        """Return *base* with some members of *made_up*."""
        if not isinstance(base, dict) or not isinstance(made_up, dict):
            return base
        mixed = dict(base)
        for key, value in made_up.items():
            if isinstance(value, dict) and isinstance(base.get(key), dict):
                mixed[key] = self._mixed(base[key], value)
            elif self.random.random() < (0.3 if key in base else 0.5):
                mixed[key] = value
        return mixed

    def _call(self, case: Any) -> None:
        operation = case.operation
        answer = case.call(
            base_url=self.url, session=self.session, headers=self.headers, allow_redirects=False, timeout=30
        )
        kind = answer.headers["content-type"][0] if "content-type" in answer.headers else ""
        line = {
            "method": operation.method.upper(),
            "path": operation.path,
            "phase": self.phase,
            "status": answer.status_code,
            "type": kind,
            "body": answer.text if kind.startswith("application/json") else "",
            "length": len(answer.content),
            "sent": repr((case.path_parameters, case.query, case.body))[:500],
        }
        sys.stdout.write(json.dumps(line) + "\n")
        if answer.status_code >= 300:
            return
        if self.phase == "together":
            self._learn(operation, line["body"])
        elif operation.method.upper() != "GET" or operation.path.endswith("/scroll"):
            own = self.seeds[operation.label]
            self._begin(own["workspace"], own["now"])

    def _learn(self, operation: Any, body: str) -> None:
        """Keep the ids of what was made or listed."""
        content = json.loads(body) if body else None
        if not isinstance(content, dict):
            return
        listed = [each for value in content.values() if isinstance(value, list) for each in value]
        for each in [content] if operation.method.upper() == "POST" else listed:
            if isinstance(each, dict) and isinstance(each.get("id"), str | int):
                self._keep_id(shape(operation.path), str(each["id"]))


def main(path: str) -> None:
    """Do the job that a file describes."""
    Driver(json.loads(Path(path).read_text(encoding="utf-8"))).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
