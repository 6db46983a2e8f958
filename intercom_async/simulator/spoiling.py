"""What faults do to the body of an answer: another one, none, or one that no schema describes."""

import json
from collections.abc import Callable, Iterable
from random import Random
from typing import Final

import attrs

from ..http import HttpResponse
from .call import encode_json, is_list, is_object
from .faults import Fault, FaultKind

_HTML: Final = b"<html><head><title>%d</title></head><body><h1>Something went wrong</h1></body></html>"
#: Members that have few values, unless a fault names others.
_OF_FEW_VALUES: Final = frozenset(
    {
        *("role", "state", "priority", "part_type", "delivered_as", "status", "category", "data_type", "model"),
        *("consent_type", "content_type", "sms_consent", "ticket_state", "author_type", "person_type", "visibility"),
    }
)
#: Members without which no client could say what it has got; chance leaves them alone.
_NEEDED: Final = frozenset({"type", "id", "total_count", "page", "per_page", "total_pages", "has_more"})

#: Changes one object of a body in place.
_Change = Callable[[dict[str, object]], None]


def spoil(response: HttpResponse, faults: Iterable[Fault], random: Random) -> HttpResponse:
    """Return *response* with the body that *faults* give it; what comes by chance comes from *random*."""
    by_kind = {fault.kind: fault for fault in reversed(tuple(faults))}
    status = by_kind.get(FaultKind.STATUS)
    if status is not None and status.body == "html":
        headers = response.headers.with_values({"Content-Type": "text/html; charset=utf-8"})
        return attrs.evolve(response, headers=headers, body=_HTML % status.status)
    if status is not None and status.body == "empty":
        return attrs.evolve(response, body=b"")
    if FaultKind.EMPTY in by_kind:
        return attrs.evolve(response, status=200, body=b"")
    if FaultKind.MALFORMED in by_kind:
        return attrs.evolve(response, body=response.body[: len(response.body) // 2] + b"<!-- gateway -->")
    if response.status >= 300 or "json" not in response.headers.get("Content-Type", ""):
        return response
    for kind, make in _CHANGES.items():
        if kind in by_kind:
            response = _changed(response, make(by_kind[kind], random))
    return response


def _changed(response: HttpResponse, change: _Change) -> HttpResponse:
    value: object = json.loads(response.body) if response.body else None
    for each in list(_objects(value)):  # before any is changed
        change(each)
    return attrs.evolve(response, body=encode_json(value).encode()) if response.body else response


def _objects(value: object) -> Iterable[dict[str, object]]:
    """Yield every object in decoded JSON, the outer ones before those in them."""
    if is_object(value):
        yield value
    inner = value.values() if is_object(value) else value if is_list(value) else ()
    for each in list(inner):
        yield from _objects(each)


def _with_nulls(fault: Fault, random: Random) -> _Change:
    def change(target: dict[str, object]) -> None:
        for name, value in target.items():
            if name in fault.members:
                target[name] = None
            elif not fault.members and not isinstance(value, dict | list) and name not in _NEEDED:
                target[name] = random.choice((value, None))

    return change


def _with_unknown_fields(fault: Fault, random: Random) -> _Change:
    del fault
    name = f"simulated_{random.getrandbits(24):06x}"

    def change(target: dict[str, object]) -> None:
        target[name] = {"type": "simulated", "values": [1, None, "text"]}

    return change


def _with_unknown_values(fault: Fault, random: Random) -> _Change:
    names = frozenset(fault.members) or _OF_FEW_VALUES
    value = f"simulated_{random.getrandbits(24):06x}"

    def change(target: dict[str, object]) -> None:
        target.update({name: value for name in names & target.keys() if isinstance(target[name], str)})

    return change


_CHANGES: Final[dict[FaultKind, Callable[[Fault, Random], _Change]]] = {
    FaultKind.NULLS: _with_nulls,
    FaultKind.UNKNOWN_VALUES: _with_unknown_values,
    FaultKind.UNKNOWN_FIELDS: _with_unknown_fields,
}
