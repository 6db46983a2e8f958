"""Calls about a workspace itself and what works beside its people: hours, connectors, Fin, jobs."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from intercom_async import Intercom
from intercom_async.models.bulk_jobs import BulkCompanyChanges, BulkContactChanges, NewBulkContact
from intercom_async.models.common import Changes
from intercom_async.models.companies import CompanyChanges
from intercom_async.simulator.data_connectors import executed
from intercom_async.simulator.resources.fin_voice import conversed
from intercom_async.simulator.resources.message_statuses import broadcast
from intercom_async.simulator.resources.procedures import waits

from ..proofs import construct
from ..scene import Scene
from ..simulator_calls import Result

_HOURS: Final = "/office_hours_schedules"
_CONNECTORS: Final = "/data_connectors"
_CONNECTOR: Final = {
    "name": "O",
    "data_inputs": [{"name": "o", "type": "string", "description": "Which", "required": True}],
}
_OPEN: Final = [{"start_minute": 540, "end_minute": 1020}]


def _schedule(s: Scene) -> str:
    """Make a schedule with an exception of each type and return its path."""
    made = s.post(_HOURS, {"name": "Support", "time_zone_name": "America/New_York", "time_intervals": _OPEN}).body
    path = f"{_HOURS}/{made['id']}"
    s.post(f"{path}/office_hours_exceptions", {"exception_date": "2026-12-25", "exception_type": "closed"})
    hours = {"exception_date": "2026-12-24", "exception_type": "custom_hours", "time_intervals": _OPEN}
    s.post(f"{path}/office_hours_exceptions", {**hours, "name": "Eve", "recurring_annually": True})
    return path


def _exception(s: Scene) -> str:
    """Make a schedule and return the path of its exception with hours of its own."""
    path = f"{_schedule(s)}/office_hours_exceptions"
    return f"{path}/{s.get(path).body['data'][1]['id']}"


_ORDERS: Final = "/custom_object_instances/Order"
_ORDER: Final = {
    "external_id": "o1",
    "external_created_at": 5,
    "custom_attributes": {"order_number": "A1", "total_amount": 9.5},
}


def _order(s: Scene) -> str:
    """Make an object and return its path."""
    return f"{_ORDERS}/{s.post(_ORDERS, _ORDER).body['id']}"


def _view(s: Scene) -> str:
    """Let the user see a banner and return the id of that."""
    return str(s.get(f"/contacts/{s.user}/banners").body["data"][0]["view_id"])


def _job(s: Scene, kind: str) -> str:
    """Submit a job that deletes what does not exist, and return its path."""
    made = s.post(f"/{kind}/bulk/delete", {kind: [{"id": "x"}]}).body
    return f"/{kind}/bulk/{made['id']}"


def _connector(s: Scene) -> str:
    """Make a connector that made two calls, and return its path."""
    made = s.post(_CONNECTORS, {**_CONNECTOR, "mock_response": {"order": {"id": 1}}}).body
    executed(s.api.simulator.world, made["id"], at=1_700_000_000, status=None, error_type="3rd_party_error")
    executed(s.api.simulator.world, made["id"], at=1_700_000_000)
    return f"{_CONNECTORS}/{made['id']}"


def _execution(s: Scene) -> str:
    """Let a connector make calls and return the path of the last."""
    path = f"{_connector(s)}/execution_results"
    return f"{path}/{s.get(path).body['data'][0]['id']}"


def _results(s: Scene) -> Result:
    """List the calls of a connector that made more than the page shows."""
    path = _connector(s)
    for kind in (None, "3rd_party_error"):
        executed(s.api.simulator.world, path.rpartition("/")[2], at=1_700_000_000, error_type=kind)
    return s.get(f"{path}/execution_results?per_page=3")


_SAID: Final = {"author": "user", "body": "How?", "timestamp": "2025-01-24T10:01:20.000Z"}
_ASKED: Final = {
    "conversation_id": "e1",
    "message": _SAID,
    "user": {"id": "7", "attributes": {"invalid_attr": 1}},
    "conversation_metadata": {"attributes": {"bad_attr": 1}},
}


def _with_fin(s: Scene, path: str, body: object) -> Result:
    """Begin a conversation with Fin, wait for its answer and call *path*."""
    s.post("/fin/start", _ASKED)
    s.api.clock.time += 5
    return s.post(path, body)


def _with_call(s: Scene, path: str) -> Result:
    """Register a phone call that belongs to a conversation, wait until it is known and read it."""
    s.post("/fin_voice/register", {"phone_number": "+353832345678", "call_id": "x1"})
    conversed(s.api.simulator.world, "x1", s.conversation)
    s.api.clock.time += 5
    return s.get(path)


def _secret(s: Scene) -> str:
    """Make a secret and return its path."""
    made = s.post("/secure_mode_secrets", {"name": "Web", "supports_web": True}).body
    return f"/secure_mode_secrets/{made['id']}"


def _collected(s: Scene) -> Result:
    """Let a procedure wait for a value and give it."""
    step_id = waits(s.api.simulator.world, s.conversation, "a", at=1_700_000_000)
    body = {"step_id": step_id, "attribute_values": [{"identifier": "a", "value": "x"}]}
    return s.post(f"/procedures/{s.conversation}/collect_agent_input", body)


def _broadcast(s: Scene) -> str:
    """Let a ruleset have sent two messages, and return the id of the last, which failed."""
    world = s.api.simulator.world
    broadcast(world, "12345", s.user, s.conversation, status="delivered", at=1_700_000_000)
    return broadcast(world, "12345", s.user, s.conversation, status="failed", at=1_700_000_000)


#: One call of every operation that the files have.
CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "companies.bulk_create": lambda s: s.post("/companies/bulk", {"companies": [{"company_id": "c9"}]}),
    "companies.bulk_update": lambda s: s.put("/companies/bulk", {"companies": [{"id": s.company, "name": "B"}]}),
    "companies.bulk_delete": lambda s: s.post("/companies/bulk/delete", {"companies": [{"id": s.company}]}),
    "companies.retrieve_bulk_job": lambda s: s.get(_job(s, "companies")),
    "contacts.bulk_create": lambda s: s.post("/contacts/bulk", {"contacts": [{"email": "n@b.c"}]}),
    "contacts.bulk_update": lambda s: s.put("/contacts/bulk", {"contacts": [{"id": s.user, "name": "B"}]}),
    "contacts.bulk_delete": lambda s: s.post("/contacts/bulk/delete", {"contacts": [{"id": s.user}]}),
    "contacts.retrieve_bulk_job": lambda s: s.get(_job(s, "contacts")),
    "contacts.list_banners": lambda s: s.get(f"/contacts/{s.user}/banners"),
    "contacts.dismiss_banner": lambda s: s.post(f"/contacts/{s.user}/banners/{_view(s)}/dismiss"),
    "custom_object_instances.list": lambda s: s.get(_order(s).rpartition("/")[0]),
    "custom_object_instances.create_or_update": lambda s: s.post(_ORDERS, _ORDER),
    "custom_object_instances.retrieve": lambda s: s.get(_order(s)),
    "custom_object_instances.delete": lambda s: s.delete(_order(s)),
    "custom_object_instances.delete_by_external_id": lambda s: s.delete(_order(s) and f"{_ORDERS}?external_id=o1"),
    "data_connectors.list": lambda s: s.get(_connector(s) and _connector(s) and f"{_CONNECTORS}?per_page=1"),
    "data_connectors.create": lambda s: s.post(_CONNECTORS, _CONNECTOR),
    "data_connectors.retrieve": lambda s: s.get(_connector(s)),
    "data_connectors.update": lambda s: s.api.call("PATCH", _connector(s), {"name": "P"}, version=s.version),
    "data_connectors.delete": lambda s: s.delete(_connector(s)),
    "data_connectors.list_execution_results": _results,
    "data_connectors.retrieve_execution_result": lambda s: s.get(_execution(s)),
    "fin.start": lambda s: s.post("/fin/start", _ASKED),
    "fin.reply": lambda s: _with_fin(s, "/fin/reply", _ASKED),
    "fin.submit_csat": lambda s: _with_fin(s, "/fin/csat", {"conversation_id": "e1", "rating": "good"}),
    "fin.ask": lambda s: s.post("/fin/ask", _ASKED),
    "fin.list_capabilities": lambda s: s.post("/fin/capabilities", {"user": {"id": "7"}}),
    "fin.escalate": lambda s: _with_fin(s, "/fin/escalate", {"conversation_id": "e1"}),
    "fin.run_procedure": lambda s: s.post("/fin/procedures/12345/run", _ASKED),
    "fin_voice.register": lambda s: s.post("/fin_voice/register", {"phone_number": "+1555", "call_id": "x"}),
    "fin_voice.retrieve": lambda s: _with_call(s, "/fin_voice/collect/1"),
    "fin_voice.list_by_conversation": lambda s: _with_call(s, f"/fin_voice/conversation/{s.conversation}"),
    "fin_voice.find_by_external_id": lambda s: _with_call(s, "/fin_voice/external_id/x1"),
    "identity_secrets.list": lambda s: s.get(_secret(s).rpartition("/")[0]),
    "identity_secrets.create": lambda s: s.post("/secure_mode_secrets", {"name": "Web", "supports_web": True}),
    "identity_secrets.delete": lambda s: s.delete(_secret(s)),
    "ip_allowlist.retrieve": lambda s: s.get("/ip_allowlist"),
    "ip_allowlist.update": lambda s: s.put("/ip_allowlist", {"enabled": True, "ip_allowlist": ["10.0.0.1"]}),
    "messages.list_statuses": lambda s: s.get(_broadcast(s) and "/messages/status?ruleset_id=12345&per_page=1"),
    "messages.retrieve_status": lambda s: s.get(f"/messages/whatsapp/status?message_id={_broadcast(s)}"),
    "phone_redirects.create": lambda s: s.post("/phone_call_redirects", {"phone": "+353832345678"}),
    "procedures.collect_agent_input": _collected,
    "office_hours.list": lambda s: s.get(_schedule(s) and _HOURS),
    "office_hours.create": lambda s: s.post(_HOURS, {"name": "S", "time_zone_name": "UTC", "time_intervals": _OPEN}),
    "office_hours.retrieve": lambda s: s.get(_schedule(s)),
    "office_hours.update": lambda s: s.put(_schedule(s), {"name": "S"}),
    "office_hours.delete": lambda s: s.delete(_schedule(s)),
    "office_hours.list_exceptions": lambda s: s.get(f"{_schedule(s)}/office_hours_exceptions"),
    "office_hours.create_exception": lambda s: s.post(
        f"{_schedule(s)}/office_hours_exceptions", {"exception_date": "2026-12-31", "exception_type": "closed"}
    ),
    "office_hours.retrieve_exception": lambda s: s.get(_exception(s)),
    "office_hours.update_exception": lambda s: s.put(_exception(s), {"name": "x"}),
    "office_hours.delete_exception": lambda s: s.delete(_exception(s)),
    "teams.update": lambda s: s.put(
        "/teams/814865",
        {"admin_ids": [991267459], "admin_priority_level": {"primary_admin_ids": [991267459]}},
    ),
    "teams.list_metrics": lambda s: s.get("/teams/814865/metrics"),
}

WAIVERS: Final = {
    ("whatsapp_message_status_list", "events.user_id", "undeclared"): (
        ("2.16", "preview"),
        "recorded as events[].user_id",
    ),
}
LACKING: Final = {
    ("fin.escalate", ".intercom_conversation_id"): "a conversation is escalated, not a user",
}
UNFIELDED: Final = {
    ("custom_object_instances.find", name): "of the list from 2.16 on" for name in ("data", "pages", "total_count")
}
ELSEWHERE: Final = {
    "fin_voice.find_by_phone_number": "no good answer is described; it is that of the other ways to find a call",
    "custom_object_instances.find": "from 2.16 on GET of a type has the schema of a list; one is that of retrieve",
}


def _bulk(row: str, kind: type[Changes] | None = None) -> Callable[[Intercom, dict[str, Any]], object]:
    """Return what submits a recorded job: items of that *kind*, or the ids alone."""
    service, name = row.split(".")

    def submit(client: Intercom, body: dict[str, Any]) -> object:
        job = {"job_id": body["job"]["id"]} if "job" in body else {}
        items = [_with_tag_ids(item) if kind else item["id"] for item in body[service]]
        return getattr(getattr(client, service), name)([construct(kind, item) for item in items], **job)

    return submit


def _with_tag_ids(item: dict[str, Any]) -> dict[str, Any]:
    tags = {name: [tag["id"] for tag in tags] for name, tags in item.get("tags", {}).items()}
    return {**item, **({"tags": tags} if tags else {})}


SENT: Final[Mapping[str, Callable[..., object]]] = {
    "companies.bulk_create": _bulk("companies.bulk_create", CompanyChanges),
    "companies.bulk_update": _bulk("companies.bulk_update", BulkCompanyChanges),
    "companies.bulk_delete": _bulk("companies.bulk_delete"),
    "contacts.bulk_create": _bulk("contacts.bulk_create", NewBulkContact),
    "contacts.bulk_update": _bulk("contacts.bulk_update", BulkContactChanges),
    "contacts.bulk_delete": _bulk("contacts.bulk_delete"),
    # The schema has the type of the answer; no recorded body does.
    "ip_allowlist.update": lambda client, body: client.ip_allowlist.update(**body),
}
