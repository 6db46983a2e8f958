"""Workspaces to begin with: ``demo``, a small shop for bicycles with people, conversations, tickets and articles."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from ..http import Headers, HttpRequest
from ..versions import V2_16
from . import demo_data as data
from .core import Simulator
from .state import replace
from .virtual_clock import VirtualClock

_TOKEN: Final = "demo"  # noqa: S105 - no secret: of a simulator that nobody else can call
_DAY: Final = 86_400


def fill(simulator: Simulator, name: str = "demo", *, seed: int | str = "demo") -> None:
    """Put the workspace called *name* in the place of the simulator's.

    It was made over the weeks before the time of the simulator's clock; the same *seed* and time give the same one.
    Log, quota, faults and webhooks know nothing of it. `Simulator.reset` comes back to it.
    """
    if name not in SEEDS:
        msg = f"there is no workspace called {name!r}: give one of {', '.join(SEEDS)}"
        raise ValueError(msg)
    world = simulator.world
    now = int(simulator.clock.now())
    made_in = Simulator(
        token=_TOKEN, clock=VirtualClock(now=now), limit=None, timezone=world.timezone, app_version=V2_16, seed=seed
    )
    SEEDS[name](_Story(made_in))
    made = made_in.world
    made.index_lag, made.region = world.index_lag, world.region
    made.happened.clear()
    replace(world, made)
    simulator.start_here()


class _Story:
    """Calls to a new simulator at times of the past, and the ids of what they made."""

    __slots__ = ("_end", "ids", "simulator")

    def __init__(self, simulator: Simulator) -> None:
        self.simulator: Final = simulator
        self.ids: Final[dict[str, str]] = {}
        self._end: Final = simulator.clock.now()

    def at(self, days_ago: float, seconds: float = 0.0) -> None:
        """Let it be so many days before the end, and some seconds after that."""
        self.simulator.clock.set(min(self._end - days_ago * _DAY + seconds, self._end))

    def post(self, path: str, **body: object) -> dict[str, Any]:
        """Create something and return the answer."""
        return self._call("POST", path, body)

    def put(self, path: str, **body: object) -> dict[str, Any]:
        """Change something and return the answer."""
        return self._call("PUT", path, body)

    def _call(self, method: str, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        headers = Headers([("Authorization", f"Bearer {_TOKEN}"), ("Content-Type", "application/json")])
        request = HttpRequest(method, f"https://api.intercom.io{path}", headers, json.dumps(body).encode())
        response = self.simulator.handle(request)
        if response.status >= 300:
            msg = f"{method} {path} of the seed was answered {response.status}: {response.body.decode()}"
            raise RuntimeError(msg)
        answered: dict[str, Any] = json.loads(response.body) if response.body else {}
        return answered


def _demo(story: _Story) -> None:
    _attributes(story)
    _companies(story)
    _people(story)
    _help_center(story)
    _conversations(story)
    _tickets(story)


def _attributes(story: _Story) -> None:
    story.at(120)
    for model, name, data_type, description in data.ATTRIBUTES:
        story.post("/data_attributes", model=model, name=name, data_type=data_type, description=description)
    for name in data.TAGS:
        story.ids[name] = story.post("/tags", name=name)["id"]


def _companies(story: _Story) -> None:
    for days_ago, company_id, name, plan, spent, size, industry, website in data.COMPANIES:
        story.at(days_ago)
        story.ids[company_id] = story.post(
            "/companies", company_id=company_id, name=name, plan=plan, monthly_spend=spent, size=size,
            industry=industry, website=website, custom_attributes={"region": company_id.partition("-")[0].upper()},
        )["id"]  # fmt: skip


def _people(story: _Story) -> None:
    admin = story.simulator.world.admins[0].id
    for days_ago, external_id, name, email, phone, company_id, tags in data.USERS:
        story.at(days_ago)
        now = int(story.simulator.clock.now())
        custom = {"bikes": days_ago % 3 + 1, "newsletter": days_ago % 2 == 0}
        person = story.post(
            "/contacts", role="user", external_id=external_id, name=name, email=email, phone=phone, signed_up_at=now,
            last_seen_at=now + _DAY // 2, custom_attributes=custom,
        )["id"]  # fmt: skip
        story.ids[external_id] = person
        if company_id:
            story.post(f"/contacts/{person}/companies", id=story.ids[company_id])
        for tag in tags:
            story.post(f"/contacts/{person}/tags", id=story.ids[tag])
        story.at(days_ago, 3600)
        story.post(
            "/events", event_name="order-placed", created_at=int(story.simulator.clock.now()), id=person,
            metadata={"order_number": f"B-{1000 + days_ago}", "items": days_ago % 4 + 1},
        )  # fmt: skip
    for days_ago, key, lead_name, lead_email in data.LEADS:
        story.at(days_ago)
        story.ids[key] = story.post("/contacts", role="lead", name=lead_name, email=lead_email)["id"]
    for days_ago, key, text in data.NOTES:
        story.at(days_ago)
        story.post(f"/contacts/{story.ids[key]}/notes", body=text, admin_id=admin)


def _help_center(story: _Story) -> None:
    admins = [admin.id for admin in story.simulator.world.admins]
    story.at(110)
    for key, name, description, parent in data.COLLECTIONS:
        inside = {"parent_id": story.ids[parent]} if parent else {}
        story.ids[key] = story.post("/help_center/collections", name=name, description=description, **inside)["id"]
    for number, (days_ago, collection, title, description, body, state) in enumerate(data.ARTICLES):
        story.at(days_ago)
        story.post(
            "/articles", title=title, description=description, body=body, state=state, author_id=admins[number % 2],
            parent_id=story.ids[collection], parent_type="collection",
        )  # fmt: skip


def _conversations(story: _Story) -> None:
    for number, (days_ago, who, said, then, tags) in enumerate(data.CONVERSATIONS):
        story.at(days_ago)
        kind = "lead" if who.startswith("lead") else "user"
        begun = story.post("/conversations", body=said, **{"from": {"type": kind, "id": story.ids[who]}})
        conversation = story.ids[f"conversation-{number + 1}"] = str(begun["conversation_id"])
        for step, (what, text) in enumerate(then, 1):
            story.at(days_ago, step * 1260)
            _say(story, conversation, who, what, text)
        for tag in tags:
            admin = story.simulator.world.admins[0].id
            story.post(f"/conversations/{conversation}/tags", id=story.ids[tag], admin_id=admin)


def _say(story: _Story, conversation: str, who: str, what: str, text: str) -> None:
    """Let one thing happen in a conversation; *what* is one of `demo_data.STEPS`."""
    ciaran, ada = (admin.id for admin in story.simulator.world.admins)
    path = f"/conversations/{conversation}"
    by_ada = {"type": "admin", "admin_id": ada}
    if what == "customer":
        story.post(f"{path}/reply", message_type="comment", type="user", intercom_user_id=story.ids[who], body=text)
    elif what in {"ciaran", "ada"}:
        admin_id = ciaran if what == "ciaran" else ada
        story.post(f"{path}/reply", message_type="comment", type="admin", admin_id=admin_id, body=f"<p>{text}</p>")
    elif what == "note":
        story.post(f"{path}/reply", message_type="note", body=f"<p>{text}</p>", **by_ada)
    elif what == "assign":
        team = story.simulator.world.teams[0].id
        story.post(f"{path}/parts", message_type="assignment", assignee_id=team, body="", **by_ada)
    elif what == "snooze":
        until = int(story.simulator.clock.now()) + int(text) * _DAY
        story.post(f"{path}/parts", message_type="snoozed", snoozed_until=until, **by_ada)
    elif what == "rate":
        story.simulator.rate_conversation(conversation, int(text))
    else:
        story.post(f"{path}/parts", message_type="close", **by_ada)


def _tickets(story: _Story) -> None:
    story.at(90)
    ada = story.simulator.world.admins[1].id
    returns = story.post("/ticket_types", **data.RETURNS)["id"]
    for attribute in data.RETURN_ATTRIBUTES:
        story.post(f"/ticket_types/{returns}/attributes", **attribute)
    kinds = {"bug": "1", "return": returns}
    for days_ago, kind, who, title, description, more, state, said in data.TICKETS:
        story.at(days_ago)
        ticket = story.post(
            "/tickets", ticket_type_id=kinds[kind], contacts=[{"id": story.ids[who]}],
            ticket_attributes={"_default_title_": title, "_default_description_": description, **more},
        )["id"]  # fmt: skip
        for step, (message_type, text) in enumerate(said, 1):
            story.at(days_ago, step * 5400)
            reply = {"message_type": message_type, "type": "admin", "admin_id": ada, "body": f"<p>{text}</p>"}
            story.post(f"/tickets/{ticket}/reply", **reply)
        if state:
            story.at(days_ago, 20_000)
            story.put(f"/tickets/{ticket}", ticket_state_id=state, admin_id=ada, assignee_id=ada)


#: The workspaces by name, and what makes them.
SEEDS: Final[Mapping[str, Callable[[_Story], None]]] = {"demo": _demo}
