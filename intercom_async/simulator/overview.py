"""What the page at ``/_simulator`` shows: its files, and as JSON the log, quota, scroll, tables and faults."""

import functools
import math
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Final

from ..http import Headers, HttpResponse
from .call import Call, whole
from .conversations import Conversation
from .faults import Fault, FaultKind, fault_to_json
from .people import Person
from .records import LogEntry
from .rich_text import to_plain
from .scrolls import IDLE_LIMIT
from .tickets import TITLE, Ticket, attributes_of, people_of

if TYPE_CHECKING:
    from .core import Simulator

#: Calls and rows of each table that one answer has at most; of the tables those that are newest.
SHOWN_CALLS: Final = 200
SHOWN_ROWS: Final = 50
#: Characters of a message that stand in for a title.
_TITLE: Final = 80
#: What can be switched on with one click, by what it is called.
SWITCHES: Final[Mapping[str, Fault]] = {
    "Two seconds late": Fault(kind=FaultKind.DELAY, seconds=2.0),
    "Slow body, five seconds": Fault(kind=FaultKind.SLOW_BODY, seconds=5.0),
    "429 for every call": Fault(kind=FaultKind.RATE_LIMITED),
    "503 with JSON": Fault(kind=FaultKind.STATUS, status=503),
    "502 with HTML": Fault(kind=FaultKind.STATUS, status=502, body="html"),
    "No answer": Fault(kind=FaultKind.DROP),
    "No answer, but carried out": Fault(kind=FaultKind.DROP, handled=True),
    "Reset behind the headers": Fault(kind=FaultKind.RESET),
    "Half of the body": Fault(kind=FaultKind.TRUNCATE),
    "No JSON": Fault(kind=FaultKind.MALFORMED),
    "200 without a body": Fault(kind=FaultKind.EMPTY),
    "Nulls by chance": Fault(kind=FaultKind.NULLS),
    "Unknown fields": Fault(kind=FaultKind.UNKNOWN_FIELDS),
    "Unknown values": Fault(kind=FaultKind.UNKNOWN_VALUES),
    "No rate headers": Fault(kind=FaultKind.NO_RATE_HEADERS),
    "Clock an hour ahead": Fault(kind=FaultKind.SKEWED_CLOCK, seconds=3600.0),
}
#: The files of the page: where, and of which type.
FILES: Final[Mapping[str, tuple[str, str]]] = {
    "/_simulator": ("page.html", "text/html; charset=utf-8"),
    "/_simulator/": ("page.html", "text/html; charset=utf-8"),
    "/_simulator/page.css": ("page.css", "text/css; charset=utf-8"),
    "/_simulator/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
#: Nothing comes from elsewhere, nothing in a page is a script, and no other page shows this one.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@functools.cache
def _content(name: str) -> bytes:
    return files(__name__.rpartition(".")[0]).joinpath("page", name).read_bytes()


def page_file(_: "Simulator", call: Call) -> HttpResponse:
    """Return the file of the page that *call* asks for."""
    name, kind = FILES[call.path]
    headers = (
        ("Content-Type", kind),
        ("Content-Security-Policy", _POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-cache"),
    )
    return HttpResponse(200, Headers(headers), _content(name))


def overview(simulator: "Simulator", call: Call) -> object:
    """Return everything that changes on the page, with the calls numbered above the query's ``after``."""
    after = whole(call.query.get("after", "0"))
    if after is None:
        msg = "after must be the number of a call"
        raise ValueError(msg)
    last = simulator.records.count
    begin = max(after if after <= last else 0, last - SHOWN_CALLS)
    in_force = simulator.faults.faults
    return {
        "now": call.now,
        "clock_stands": simulator.clock.stands,
        "last_call": last,
        "calls": [_call(simulator, entry) for entry in simulator.log(begin)],
        "quota": _quota(simulator, call.now),
        "scroll": _scroll(simulator, call.now),
        "tables": _tables(simulator),
        "switches": [
            {"label": label, "fault": fault_to_json(fault), "on": fault in in_force}
            for label, fault in SWITCHES.items()
        ],
        "other_faults": [fault_to_json(fault) for fault in in_force if fault not in SWITCHES.values()],
    }


def _call(simulator: "Simulator", entry: LogEntry) -> dict[str, object]:
    """Return one line of the log; its wait is how late the answer came, after a 429 the time to the next window."""
    seconds = simulator.quota.seconds
    refused = entry.status == 429
    wait = (math.floor(entry.time / seconds) + 1) * seconds - entry.time if refused else entry.delay
    return {
        "number": entry.number,
        "time": entry.time,
        "method": entry.method,
        "path": entry.path,
        "operation": entry.operation,
        "version": entry.version,
        "status": entry.status,
        "wait": round(wait, 3),
        "request_id": entry.request_id,
    }


def _quota(simulator: "Simulator", now: float) -> dict[str, object]:
    quota = simulator.quota
    window, left = quota.look(now, foreign=simulator.faults.foreign_calls)
    return {
        "limit": quota.limit,
        "seconds": quota.seconds,
        "left": left,
        "ends_in": round(window.start + quota.seconds - now, 3),
        "answered": window.answered,
        "unanswered": window.unanswered,
        "rejected_429": window.rejected_429,
        "writes": window.writes,
    }


def _scroll(simulator: "Simulator", now: float) -> dict[str, object] | None:
    scroll = simulator.world.scrolls.current(now)
    if scroll is None:
        return None
    position = None if scroll.position is None else scroll.position[2]
    ends_in = round(scroll.used_at + IDLE_LIMIT - now, 3)
    return {"resource": scroll.resource, "token": scroll.token, "behind": position, "ends_in": ends_in}


def _tables(simulator: "Simulator") -> dict[str, object]:
    world = simulator.world
    tickets = world.shelf(Ticket)
    newest = islice(world.people.in_order("created_at", descending=True), SHOWN_ROWS)
    latest = islice(world.conversations.in_order("updated_at", descending=True), SHOWN_ROWS)
    return {
        "contacts": {"total": world.people.count("user", "lead"), "rows": [_contact(each) for each in newest]},
        "conversations": {"total": len(world.conversations), "rows": list(_conversations(simulator, latest))},
        "tickets": {
            "total": len(tickets),
            "rows": [_ticket(simulator, each) for each in islice(reversed(tickets), SHOWN_ROWS)],
        },
    }


def _contact(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "role": person.role,
        "name": person.value("name"),
        "email": person.email,
        "external_id": person.external_id,
        "created_at": person.created_at,
        "updated_at": person.updated_at,
    }


def _named(people: list[Person]) -> str:
    return ", ".join(str(person.value("name") or person.email or person.external_id or person.id) for person in people)


def _conversations(simulator: "Simulator", found: Iterator[Conversation]) -> Iterator[dict[str, object]]:
    people = simulator.world.people
    for each in found:
        yield {
            "id": each.id,
            "state": each.state,
            "title": each.title or each.source.subject or to_plain(each.source.body)[:_TITLE],
            "customers": _named(people.all_of(each.customers)),
            "assignee": " ".join(filter(None, (each.assignee.kind, each.assignee.id))),
            "parts": len(each.parts),
            "created_at": each.created_at,
            "updated_at": each.updated_at,
        }


def _ticket(simulator: "Simulator", ticket: Ticket) -> dict[str, object]:
    world = simulator.world
    titles = (each.id for each in attributes_of(world, ticket.kind.id) if each.default and each.name == TITLE)
    return {
        "id": ticket.id,
        "type": ticket.kind.name,
        "category": ticket.kind.category,
        "state": ticket.state.internal_label,
        "title": next((ticket.attributes.get(each) for each in titles), None),
        "contacts": _named(people_of(world, ticket)),
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
    }
