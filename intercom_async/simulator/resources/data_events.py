"""Data events: noting them, listing and summing them up."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from ...versions import V2_0, Version
from ..call import Call, Reply, as_object, invalid, is_list, missing, whole
from ..events import Event, Summary
from ..finding import named_person, objects, visible
from ..people import Person
from ..routes import Routes
from ..world import World

routes: Final = Routes()

#: The last second that a timestamp may name: the end of the year 9999.
_LATEST: Final = 253_402_300_799


@routes("data_events.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Note an event of a user or a lead; a double of one with the same name and given time is left out."""
    name = _event_name(call.body)
    at = None if call.body.get("created_at") is None else _second(call.body["created_at"], "created_at")
    metadata = as_object(call.body.get("metadata") or {}, "metadata")
    person = visible(_named(world, call.body, "id"))
    event = world.events.track(person.id, world.ids.uuid(), name, at, metadata, now=call.second)
    if event is not None:
        world.tell("event.tracked", person, event)
    return Reply(None, 202)


@routes("data_events.create_summaries", writes=True)
def create_summaries(world: World, call: Call) -> Reply:
    """Add to the summaries of a user."""
    given = call.body.get("event_summaries")
    if given is None:
        raise missing("event_summaries")
    items = objects(given if is_list(given) else [given], "event_summaries")
    read = [_summary(item, call) for item in items]
    person = visible(_named(world, call.body, "id"))
    for each in read:
        world.events.count(person.id, each.name, first=each.first, last=each.last, count=each.count)
    return Reply(None)


@routes("data_events.summarize", when=lambda call: call.flag("summary"))
def summarize(world: World, call: Call) -> Reply:
    """Answer how often somebody did what."""
    person = _asked(world, call)
    shown = [_summary_body(summary, call.version) for summary in world.events.summaries(person.id)]
    return Reply({"type": "event.summary", **_whose(person), "events": shown})


@routes("data_events.list")
def list_events(world: World, call: Call) -> Reply:
    """Answer a page of what somebody did in the last 90 days, newest first."""
    person = _asked(world, call)
    before = whole(call.query.get("before"))
    size = call.page_number("per_page", 50)
    events, more = world.events.listed(person.id, now=call.second, before=before, size=size)
    pages = {"next": _next(call, events[-1])} if more else {}
    shown = [_event_body(event, person) for event in events]
    return Reply({"type": "event.list", "events": shown, "pages": pages, **_whose(person)})


def _event_name(given: Mapping[str, object]) -> str:
    name = given.get("event_name")
    if name is None:
        raise missing("event_name")
    if not isinstance(name, str) or not name.strip():
        raise invalid("event_name must be a string", "event_name")
    return name.replace(".", "-").replace("$", "-")


def _second(value: object, name: str) -> int:
    second = whole(value)
    if second is None or not 0 <= second <= _LATEST:
        raise invalid(f"{name} must be a UNIX timestamp in seconds", name)
    return second


def _summary(item: Mapping[str, object], call: Call) -> Summary:
    count = whole(item.get("count", 1))
    if count is None or count < 1:
        raise invalid("count must be a number of at least 1", "count")
    first, last = (_second(item.get(key, call.second), key) for key in ("first", "last"))
    return Summary(_event_name(item), first, last, count)


def _named(world: World, given: Mapping[str, object], id_key: str) -> Person | None:
    if all(given.get(key) is None for key in (id_key, "user_id", "email")):
        raise missing("user_id", f"one of {id_key}, user_id and email is required")
    return named_person(world, given, id_key=id_key)


def _asked(world: World, call: Call) -> Person:
    if call.query.get("type") != "user":
        raise missing("type", "type must be user")
    return visible(_named(world, call.query, "intercom_user_id"))


def _next(call: Call, last: Event) -> str:
    query = urlencode({**call.query, "before": last.stamp})
    return f"{call.base_url}{call.path}?{query}"


def _whose(person: Person) -> dict[str, Any]:
    return {"email": person.email, "intercom_user_id": person.id, "user_id": person.external_id or person.lead_id}


def _event_body(event: Event, person: Person) -> dict[str, Any]:
    metadata = {"metadata": event.metadata} if event.metadata else {}
    return {
        "type": "event",
        "id": event.id,
        "event_name": event.name,
        "created_at": event.created_at,
        **_whose(person),
        **metadata,
    }


def _summary_body(summary: Summary, version: Version) -> dict[str, Any]:
    zone = "Z" if version < V2_0 else "+00:00"

    def shown(second: int) -> str:
        return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S.000") + zone

    return {
        "name": summary.name,
        "first": shown(summary.first),
        "last": shown(summary.last),
        "count": summary.count,
        "description": None,
    }
