"""What makes a made-up call succeed: for each operation of a file a workspace, and the call that succeeds there."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import copy
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs
from support.calls import gathered
from support.calls.files import phone_call
from support.scene import CIARAN, Scene
from support.simulator_calls import Api, Result

from intercom_async.operations import BY_NAME
from intercom_async.simulator.resources.fin_voice import conversed
from intercom_async.versions import Version

METHODS: Final = ("get", "post", "put", "patch", "delete")
#: After everything that happens in a workspace.
_LATE: Final = 2_000_000_000


def _by_phone_number(s: Scene) -> Result:
    """Find the phone call that belongs to a conversation."""
    s.post("/fin_voice/register", {"phone_number": "+353832345678", "call_id": "x1"})
    conversed(s.api.simulator.world, "x1", s.conversation)
    s.api.clock.time += 5
    return s.get("/fin_voice/phone_number/%2B353832345678")


def _order(s: Scene) -> Result:
    """Find a custom object by its external id."""
    s.post("/custom_object_instances/Order", {"external_id": "o1", "custom_attributes": {"order_number": "A1"}})
    return s.get("/custom_object_instances/Order?external_id=o1")


def _content_file(s: Scene) -> Result:
    """Download what an export of a message wrote."""
    to = {"from": {"type": "admin", "id": CIARAN}, "to": {"type": "user", "id": s.user}}
    s.post("/messages", {"message_type": "email", "subject": "Hey", "body": "Hi", "template": "plain", **to})
    return _file(s, "content/data", s.post("/export/content/data", {"created_at_after": 1, "created_at_before": _LATE}))


def _reporting_file(s: Scene) -> Result:
    """Download what an export of phone calls wrote."""
    phone_call(s)
    asked = {"dataset_id": "call", "attribute_ids": ["call_id"], "start_time": 1, "end_time": _LATE}
    return _file(s, "reporting_data", s.post("/export/reporting_data/enqueue", asked))


def _file(s: Scene, kind: str, begun: Result) -> Result:
    s.api.clock.time += 10
    return s.get(f"/download/{kind}/{begun.body['job_identifier']}?app_id={s.api.simulator.world.app_id}")


#: Calls of the operations that tests/support/calls only name under `ELSEWHERE`.
OTHERS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "fin_voice.find_by_phone_number": _by_phone_number,
    "custom_object_instances.find": _order,
    "calls.download_recording": lambda s: s.get(f"/calls/{phone_call(s)}/recording"),
    "calls.download_transcript": lambda s: s.get(f"/calls/{phone_call(s)}/transcript"),
    "content_exports.download": _content_file,
    "reporting_exports.download": _reporting_file,
}


@attrs.frozen
class Seed:
    """A workspace as the simulator saves it, the time there, and the parts of a call that succeeds in it."""

    workspace: str
    now: float
    path: Mapping[str, str]
    query: Mapping[str, str]
    #: The first is the call's own, the others are recorded examples, whose ids exist nowhere; none without a body.
    bodies: tuple[Any, ...]


class _Watching(Api):
    """Keeps the last call of one operation, and the workspace before it."""

    def __init__(self, method: str, path: str) -> None:
        super().__init__(limit=None)
        self._method: Final = method
        self._path: Final = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))
        self.seed: Seed | None = None

    def call(self, method: str, path: str, body: object = None, **options: Any) -> Result:
        parts = urlsplit(path)
        found = self._path.fullmatch(parts.path) if method == self._method else None
        if found:
            ids = {name: unquote(text) for name, text in found.groupdict().items()}
            saved = json.dumps(self.simulator.save_state())
            query = dict(parse_qsl(parts.query))
            self.seed = Seed(saved, self.clock.time, ids, query, () if body is None else (body,))
        return super().call(method, path, body, **options)


def seeds(document: Mapping[str, Any], file: str) -> Iterator[tuple[str, Seed]]:
    """Yield the seed of every operation of the *file*, after its name: method and path."""
    calls = {**OTHERS, **gathered("CALLS")}
    version = Version(file)
    rows = [BY_NAME[name] for name in calls if BY_NAME[name].available_in(version)]
    shapes = {(row.method, shape(row.path_at(version))): row.name for row in rows}
    fresh = Scene(file, Api(limit=None))
    saved = fresh.api.simulator.save_state()
    for path, item in document["paths"].items():
        for method in (each.upper() for each in METHODS if each in item):
            scene = copy(fresh)
            scene.api = api = _Watching(method, path)
            api.simulator.load_state(saved)
            name = shapes.get((method, shape(path)))
            if name is None:
                msg = f"no call of {method} {path}: add one to tests/support/calls, or to OTHERS here"
                raise LookupError(msg)
            with suppress(json.JSONDecodeError, UnicodeDecodeError):  # a file is no JSON
                calls[name](scene)
            assert api.seed is not None, f"{name} calls something else than {method} {path}"
            recorded = _recorded(item[method.lower()]) if api.seed.bodies else ()
            yield f"{method} {path}", attrs.evolve(api.seed, bodies=(*api.seed.bodies, *recorded))


def everything(file: str) -> Scene:
    """Return a workspace that has what each reading call of *file* makes for itself."""
    scene = Scene(file, Api(limit=None))
    version = Version(file)
    for name, call in gathered("CALLS").items():
        if BY_NAME[name].method == "GET" and BY_NAME[name].available_in(version):
            call(scene)
    return scene


def shape(path: str) -> str:
    """Return a path template without the names of its parameters."""
    return re.sub(r"\{\w+\}", "{}", path)


def _recorded(operation: Mapping[str, Any]) -> Iterator[Any]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    yield from (each["value"] for each in content.get("examples", {}).values() if isinstance(each.get("value"), dict))
