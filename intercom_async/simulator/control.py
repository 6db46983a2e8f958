"""The simulator's own pages under ``/_simulator/``: report, log and faults; without token and quota."""

import json
from typing import TYPE_CHECKING, Final

import attrs

from ..http import Headers, HttpResponse
from .call import JSON, Call, encode_json, is_list, whole
from .faults import fault_from_json, fault_to_json
from .records import LogEntry

if TYPE_CHECKING:
    from .core import Simulator

_METHODS: Final = {"/_simulator/report": ("GET",), "/_simulator/log": ("GET",), "/_simulator/faults": ("GET", "PUT")}


def answer(simulator: "Simulator", call: Call) -> HttpResponse:
    """Answer one call to the simulator itself."""
    methods = _METHODS.get(call.path)
    if methods is None:
        return _response(404, {"error": f"there is no {call.path}: ask for one of {sorted(_METHODS)}"})
    if call.method not in methods:
        return _response(405, {"error": f"{call.path} takes {' and '.join(methods)}"})
    if call.path == "/_simulator/report":
        return _response(200, attrs.asdict(simulator.report()))
    if call.path == "/_simulator/log":
        return _log(simulator, call)
    if call.method == "PUT":
        return _put_faults(simulator, call)
    return _response(200, _faults(simulator))


def _faults(simulator: "Simulator") -> list[dict[str, object]]:
    script = simulator.faults
    return [fault_to_json(fault) for fault in script.faults]


def _put_faults(simulator: "Simulator", call: Call) -> HttpResponse:
    body = call.request.body
    try:
        value: object = json.loads(body) if isinstance(body, bytes) else None
        if not is_list(value):
            return _response(400, {"error": "send a JSON list of faults; an empty one ends them all"})
        simulator.faults.replace([fault_from_json(item) for item in value])
    except (ValueError, TypeError) as error:
        return _response(400, {"error": str(error)})
    return _response(200, _faults(simulator))


def _log(simulator: "Simulator", call: Call) -> HttpResponse:
    after = whole(call.query.get("after", "0"))
    if after is None:
        return _response(400, {"error": "after must be the number of a call"})
    bodies = call.flag("bodies")
    return _response(200, [_entry(entry, bodies=bodies) for entry in simulator.log(after)])


def _entry(entry: LogEntry, *, bodies: bool) -> dict[str, object]:
    shown = attrs.asdict(entry, filter=lambda field, _: field.name != "body")
    return {**shown, "body": entry.json_body()} if bodies else shown


def _response(status: int, body: object) -> HttpResponse:
    return HttpResponse(status, Headers([("Content-Type", JSON)]), encode_json(body).encode())
