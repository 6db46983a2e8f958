"""A workspace that has more of everything than one page of any list shows, and where each list stands in it."""

import re
from collections.abc import Mapping
from typing import Final

import attrs

from intercom_async.simulator.conversations import Deleted
from intercom_async.simulator.custom_objects import Instance, ObjectType
from intercom_async.simulator.data_connectors import executed
from intercom_async.simulator.help_centers import Redirect
from intercom_async.simulator.news import Newsfeed
from intercom_async.simulator.resources.fin_voice import conversed
from intercom_async.simulator.resources.macros import Macro
from intercom_async.simulator.resources.message_statuses import broadcast

from .calls import content, help_center
from .calls.tickets import ticket
from .scene import CIARAN, Scene
from .simulator_calls import Api

NOW: Final = 1_700_000_000
#: More than the largest default size there is, and no multiple of any.
MANY: Final = 53
_SEARCHED: Final = ("companies", "contacts", "conversations", "tickets")
_HOURS: Final = [{"start_minute": 540, "end_minute": 1020}]


@attrs.frozen
class Place:
    """Where a list is asked for: the path with what it needs of the query, and the body."""

    path: str
    body: Mapping[str, object] | None = None


def shape(path: str) -> str:
    """Return a path without the names of its parameters."""
    return re.sub(r"\{\w+\}", "{}", path)


def crowded() -> Scene:
    """Make the workspace."""
    s = Scene("Preview", Api(limit=None))
    _people(s)
    _conversations(s)
    _content(s)
    _news(s)
    _platform(s)
    return s


def _people(s: Scene) -> None:
    for number in range(MANY):
        lead = s.api.contact(role="lead", email="a@b.c")["id"]
        s.post("/contacts/merge", {"from": lead, "into": s.user})
        member = s.api.contact(external_id=f"m{number}")["id"]
        s.api.company(f"n{number}", s.user)
        s.post(f"/contacts/{member}/companies", {"id": s.company})
        for path in (f"/contacts/{s.user}/notes", f"/companies/{s.company}/notes"):
            s.post(path, {"body": "x"})
        s.post("/events", {"event_name": "looked", "created_at": NOW - number, "id": s.user})
        s.put(f"/admins/{CIARAN}/away", {"away_mode_enabled": number % 2 == 0, "away_mode_reassign": False})


def _conversations(s: Scene) -> None:
    simulator = s.api.simulator
    for number in range(MANY):
        simulator.add_conversation(s.lead, "Hi")
        simulator.add_side_conversation(s.conversation, "x")
        simulator.world.conversations.deleted.append(Deleted(str(9_000 + number), NOW, metrics_retained=True))
        simulator.add_call(s.user, conversation_id=s.conversation)
        ticket(s)
    simulator.handle_conversation(s.conversation, "paused")
    s.post("/conversations/attributes", {"name": "plan", "data_type": "string"})
    s.post("/fin_voice/register", {"phone_number": "+353832345678", "call_id": "x1"})
    conversed(simulator.world, "x1", s.conversation)


def _content(s: Scene) -> None:
    path, redirects = help_center.article(s), s.api.simulator.world.shelf(Redirect)
    for number in range(MANY):
        s.put(path, {"title": f"How {number}"})
        help_center.article(s)
        s.api.post("/help_center/sections", {"name": "Old", "parent_id": 1}, version="2.9")
        content.article(s)
        for make in (content.snippet, content.folder, content.source, content.audience):
            make(s)
        page = {
            "title": "x",
            "html": "<p>x</p>",
            "url": "https://x.test/1",
            "locale": "en",
            "external_id": f"e{number}",
        }
        s.post("/ai/external_pages", {**page, "source_id": 1})
        redirects.add(_redirect(redirects.next_id(), path.rpartition("/")[2]))


def _redirect(number: str, article_id: str) -> Redirect:
    """Return one of those that lead to an article."""
    target = {"target_type": "article", "target_id": article_id, "locale": "en", "help_center_id": "1"}
    return Redirect(id=number, from_url=f"http://help-center.test/simulatr/{number}", created_at=NOW, **target)


def _news(s: Scene) -> None:
    feeds = s.api.simulator.world.shelf(Newsfeed)
    for _ in range(MANY):
        help_center.news(s)
        feeds.add(Newsfeed(id=feeds.next_id(), name="x", created_at=NOW))


def _platform(s: Scene) -> None:
    world = s.api.simulator.world
    macros, objects = world.shelf(Macro), world.shelf(Instance)
    world.shelf(ObjectType).add(ObjectType("Order"))
    for number in range(MANY):
        macros.add(Macro(id=macros.next_id(), name="x", body="x", body_text="x", created_at=NOW, updated_at=NOW))
        objects.add(Instance(objects.next_id(), "Order", f"o{number}", NOW, NOW))
        broadcast(world, "12345", f"u{number}", "c", status="delivered", at=NOW + number)
        s.post("/data_connectors", {"name": "x"})
        executed(world, "1", at=NOW)
    s.post("/office_hours_schedules", {"name": "x", "time_zone_name": "UTC", "time_intervals": _HOURS})
    exception = {"exception_date": "2026-12-25", "exception_type": "closed"}
    s.post("/office_hours_schedules/1/office_hours_exceptions", exception)
    s.post("/secure_mode_secrets", {"name": "Web", "supports_web": True})


def places(s: Scene) -> Mapping[tuple[str, str], Place]:
    """Return where the lists of *s* are, by method and shape of the path; those that are not here need nothing."""
    user, company, here = f"/contacts/{s.user}", f"/companies/{s.company}", f"/conversations/{s.conversation}"
    everybody = {"query": {"field": "created_at", "operator": ">", "value": "0"}}
    of_contact = ("banners", "companies", "merge_history", "notes", "segments", "subscriptions", "tags")
    of_company, of_conversation = ("contacts", "notes", "segments"), ("handling_events", "side_conversations")
    return {
        **{("GET", f"/contacts/{{}}/{name}"): Place(f"{user}/{name}") for name in of_contact},
        **{("GET", f"/companies/{{}}/{name}"): Place(f"{company}/{name}") for name in of_company},
        **{("GET", f"/conversations/{{}}/{name}"): Place(f"{here}/{name}") for name in of_conversation},
        **{("POST", f"/{name}/search"): Place(f"/{name}/search", everybody) for name in _SEARCHED},
        ("GET", "/admins/activity_logs"): Place("/admins/activity_logs?created_at_after=1"),
        ("POST", "/admins/activity_logs/search"): Place("/admins/activity_logs/search", {"created_at_after": 1}),
        ("GET", "/articles/{}/versions"): Place("/articles/1/versions"),
        ("POST", "/calls/search"): Place("/calls/search", {"conversation_ids": [s.conversation]}),
        ("GET", "/custom_object_instances/{}"): Place("/custom_object_instances/Order"),
        ("GET", "/data_connectors/{}/execution_results"): Place("/data_connectors/1/execution_results"),
        ("GET", "/events"): Place(f"/events?type=user&intercom_user_id={s.user}"),
        ("POST", "/fin/capabilities"): Place("/fin/capabilities", {"user": {"id": "7"}}),
        ("GET", "/fin_voice/conversation/{}"): Place(f"/fin_voice/conversation/{s.conversation}"),
        ("GET", "/help_center/help_centers/{}/redirects"): Place("/help_center/help_centers/1/redirects"),
        ("GET", "/messages/status"): Place("/messages/status?ruleset_id=12345"),
        ("GET", "/news/newsfeeds/{}/items"): Place("/news/newsfeeds/1/items"),
        ("GET", "/office_hours_schedules/{}/office_hours_exceptions"): Place(
            "/office_hours_schedules/1/office_hours_exceptions"
        ),
        ("GET", "/teams/{}/metrics"): Place("/teams/814865/metrics"),
    }
