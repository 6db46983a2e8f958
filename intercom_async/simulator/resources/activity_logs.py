"""The log of what teammates did: listed, searched, and its event types."""

from collections.abc import Mapping
from typing import Final

from ...versions import PREVIEW
from ..call import Call, Problem, Reply, invalid, is_list, positive, whole
from ..lists import Numbered, numbered
from ..routes import Routes
from ..team import EVENT_TYPES, PREVIEW_EVENT_TYPE, ActivityLog
from ..world import World

routes: Final = Routes()


@routes("admins.list_activity_logs")
def list_activity_logs(world: World, call: Call) -> Reply:
    """Answer a page of what happened in a time, newest first."""
    after, before = _time(call.query)
    page = numbered(call, default=20)
    found = list(world.activity_logs.between(after, before))
    return _page(found, page, page.pages(call, len(found)))


@routes("admins.search_activity_logs")
def search_activity_logs(world: World, call: Call) -> Reply:
    """Answer a page of what happened in a time, of some event types; the page number stands in the body."""
    after, before = _time(call.body)
    types = call.body.get("event_types")
    if types is not None and not is_list(types):
        raise invalid("event_types must be a list", "event_types")
    page = Numbered(_number(call, "page", 1, None), _number(call, "per_page", 20, 250))
    found = list(world.activity_logs.between(after, before, None if types is None else map(str, types)))
    return _page(found, page, {**page.pages(call, len(found)), "next": None})


@routes("admins.list_activity_log_event_types")
def list_event_types(_: World, call: Call) -> Reply:
    """Answer what the search may ask for."""
    types = sorted({*EVENT_TYPES, PREVIEW_EVENT_TYPE}) if call.version >= PREVIEW else list(EVENT_TYPES)
    return Reply({"type": "activity_log_event_type.list", "event_types": types})


def _number(call: Call, name: str, default: int, maximum: int | None) -> int:
    value = call.body.get(name)
    return positive(default if value is None else value, name, maximum)


def _time(given: Mapping[str, object]) -> tuple[int, int | None]:
    if given.get("created_at_after") is None:
        message = "Please provide the following parameters: created_at_after"
        raise Problem(404, "parameter_not_found", message)
    after = whole(given["created_at_after"])
    before = whole(given.get("created_at_before"))
    if after is None or (before is None and given.get("created_at_before") is not None):
        raise invalid("created_at_after and created_at_before must be UNIX timestamps in seconds")
    return after, before


def _page(found: list[ActivityLog], page: Numbered, pages: dict[str, object]) -> Reply:
    shown = [log_body(entry) for entry in page.cut(found)]
    return Reply({"type": "activity_log.list", "pages": pages, "activity_logs": shown})


def log_body(entry: ActivityLog) -> dict[str, object]:
    """Return one thing that a teammate did."""
    return {
        "id": entry.id,
        "performed_by": {"type": "admin", "id": entry.by.id, "email": entry.by.email, "ip": "127.0.0.1"},
        "metadata": entry.metadata,
        "created_at": entry.created_at,
        "activity_type": entry.activity_type,
        "activity_description": entry.description,
    }
