"""The simulator's own pages under ``/_simulator``: a page to look at and JSON to steer by; without token and quota."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, cast

import attrs

from ..http import Headers, HttpResponse
from .call import JSON, Call, encode_json, is_list, is_object, whole
from .faults import fault_from_json, fault_to_json
from .overview import FILES, overview, page_file
from .records import LogEntry

if TYPE_CHECKING:
    from .core import Simulator

#: No time is as far from 1970 in seconds: what HTTP dates can say ends with the year 9999.
_LATEST: Final = 250_000_000_000


def answer(simulator: "Simulator", call: Call) -> HttpResponse:
    """Answer one call to the simulator itself."""
    methods = _PAGES.get(call.path)
    if methods is None:
        return _response(404, {"error": f"there is no {call.path}: ask for one of {sorted(_PAGES)}"})
    if call.method not in methods:
        return _response(405, {"error": f"{call.path} takes {' and '.join(methods)}"})
    try:
        page = methods[call.method](simulator, call)
        return page if isinstance(page, HttpResponse) else _response(200, page)
    except (ValueError, TypeError) as error:
        return _response(400, {"error": str(error)})


def _sent(call: Call) -> object:
    body = call.request.body
    return json.loads(body) if isinstance(body, bytes) and body else None


def _report(simulator: "Simulator", _: Call) -> object:
    return attrs.asdict(simulator.report())


def _faults(simulator: "Simulator", _: Call) -> object:
    return [fault_to_json(fault) for fault in simulator.faults.faults]


def _put_faults(simulator: "Simulator", call: Call) -> object:
    value = _sent(call)
    if not is_list(value):
        msg = "send a JSON list of faults; an empty one ends them all"
        raise ValueError(msg)
    simulator.faults.replace([fault_from_json(item) for item in value])
    return _faults(simulator, call)


def _clock(simulator: "Simulator", _: Call) -> object:
    return {"now": simulator.clock.now(), "stands": simulator.clock.stands}


def _put_clock(simulator: "Simulator", call: Call) -> object:
    sent, clock = _sent(call), simulator.clock
    if not is_object(sent) or not sent or not sent.keys() <= {"now", "advance", "stands"}:
        msg = "send a JSON object with now (Unix time), advance (seconds) or stands (true or false)"
        raise ValueError(msg)
    now, seconds, stands = _number(sent, "now"), _number(sent, "advance"), sent.get("stands")
    if "stands" in sent and not isinstance(stands, bool):
        msg = f"stands is true or false, not {stands!r}"
        raise ValueError(msg)
    if seconds is not None:
        clock.advance(seconds)
    if now is not None:
        clock.set(now)
    if stands is not None:
        (clock.stand if stands else clock.run)()
    return _clock(simulator, call)


def _number(sent: Mapping[str, object], name: str) -> float | None:
    value = sent.get(name)
    if name in sent and (isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _LATEST):
        msg = f"{name} is a number of seconds, not {value!r}"
        raise ValueError(msg)
    return cast("float | None", value)


def _state(simulator: "Simulator", _: Call) -> object:
    return simulator.save_state()


def _put_state(simulator: "Simulator", call: Call) -> object:
    sent = _sent(call)
    if sent == {"reset": True}:
        return _reset(simulator, call)
    simulator.load_state(sent)
    return _report(simulator, call)


def _reset(simulator: "Simulator", call: Call) -> object:
    simulator.reset()
    return _report(simulator, call)


def _log(simulator: "Simulator", call: Call) -> object:
    after = whole(call.query.get("after", "0"))
    if after is None:
        msg = "after must be the number of a call"
        raise ValueError(msg)
    bodies = call.flag("bodies")
    return [_entry(entry, bodies=bodies) for entry in simulator.log(after, operation=call.query.get("operation"))]


def _entry(entry: LogEntry, *, bodies: bool) -> dict[str, object]:
    shown = attrs.asdict(entry, filter=lambda field, _: field.name != "body")
    return {**shown, "body": entry.json_body()} if bodies else shown


def _response(status: int, body: object) -> HttpResponse:
    return HttpResponse(status, Headers([("Content-Type", JSON)]), encode_json(body).encode())


#: By path and method, what is answered: as JSON, if it is no response.
_PAGES: Final[Mapping[str, Mapping[str, Callable[["Simulator", Call], object]]]] = {
    **{path: {"GET": page_file} for path in FILES},
    "/_simulator/overview": {"GET": overview},
    "/_simulator/report": {"GET": _report},
    "/_simulator/log": {"GET": _log},
    "/_simulator/faults": {"GET": _faults, "PUT": _put_faults},
    "/_simulator/clock": {"GET": _clock, "PUT": _put_clock},
    "/_simulator/state": {"GET": _state, "PUT": _put_state, "DELETE": _reset},
}
