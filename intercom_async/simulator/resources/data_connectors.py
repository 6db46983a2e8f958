"""Data connectors: making, changing and publishing them, and reading the calls that they made."""

from collections.abc import Mapping
from typing import Final

from ..call import Call, Problem, Reply, invalid, not_found, whole
from ..data_connectors import Connector, Execution, response_fields
from ..fields import Fields
from ..instants import iso
from ..lists import after
from ..routes import Routes
from ..world import World

routes: Final = Routes()

_AUDIENCES: Final = ("leads", "users", "visitors")
_METHODS: Final = frozenset({"get", "post", "put", "delete", "patch"})
_STATES: Final = ("draft", "live")
_INPUTS: Final = frozenset({"string", "integer", "decimal", "boolean"})
_LISTED: Final = ("name", "description", "http_method", "direct_fin_usage")
_ERRORS: Final = (
    "request_configuration_error", "faraday_error", "3rd_party_error", "response_mapping_error", "token_refresh_error",
    "fin_action_response_formatting_error", "fin_action_identity_verification_error", "email_verification_error",
    "non_fin_standalone_action_identity_verification_error", "request_validation_error", "client_side_action_error",
)  # fmt: skip
_HOUR: Final = 3600


@routes("data_connectors.list")
def list_connectors(world: World, call: Call) -> Reply:
    """Answer a page of the connectors, the last changed first, without how they call."""
    shown, pages = after(call, world.shelf(Connector), lambda each: each.updated_at, default=20, maximum=50)
    data = [_body(each, _LISTED, each.published or each.draft) for each in shown]
    return Reply({"type": "list", "data": data, "pages": pages})


@routes("data_connectors.create", writes=True)
def create(world: World, call: Call) -> Reply:
    """Make a connector, as a draft."""
    fields = Fields(call.body)
    if not fields.text("name"):
        raise Problem(422, "parameter_not_found", "Name is required")
    changes = _changes(fields)
    shelf = world.shelf(Connector)
    connector = Connector(shelf.next_id(), call.second, call.second, world.admins[0].id)
    connector.draft |= changes
    return Reply(_detail(shelf.add(connector), connector.draft), 201)


@routes("data_connectors.retrieve")
def retrieve(world: World, call: Call) -> Reply:
    """Answer one connector: as it is live, unless it never was, or its draft."""
    connector = _of_path(world, call)
    version = call.query.get("state_version", "live")
    if version not in _STATES:
        raise Problem(400, "parameter_invalid", "Invalid state_version. Must be one of: live, draft")
    published = connector.published if version == "live" else None
    return Reply(_detail(connector, published or connector.draft))


@routes("data_connectors.update", writes=True)
def update(world: World, call: Call) -> Reply:
    """Change the draft, or let it go live or no longer be so."""
    connector, fields = _of_path(world, call), Fields(call.body)
    if fields.has("name") and not fields.text("name"):
        raise Problem(422, "parameter_not_found", "Name is required")
    state = call.body.get("state")
    if state is not None and state not in _STATES:
        raise Problem(422, "parameter_invalid", "Invalid state. Must be one of: draft, live")
    connector.draft |= _changes(fields)
    connector.updated_at = call.second
    if state is not None:
        connector.live = state == "live"
    if connector.live and state is not None:
        connector.published = dict(connector.draft)
    return Reply(_detail(connector, connector.draft))


@routes("data_connectors.delete", writes=True)
def delete(world: World, call: Call) -> Reply:
    """Delete a draft."""
    connector = _of_path(world, call)
    if connector.live:
        raise Problem(409, "conflict", "Data connector must be in draft state to be deleted")
    world.shelf(Connector).discard(connector.id)
    return Reply({"id": connector.id, "object": "data_connector", "deleted": True})


@routes("data_connectors.list_execution_results")
def list_execution_results(world: World, call: Call) -> Reply:
    """Answer a page of the calls that a connector made, newest first; those of the last hour unless told."""
    connector, query = _of_path(world, call), call.query
    kind, success = query.get("error_type"), query.get("success")
    if kind is not None and kind not in _ERRORS:
        raise Problem(400, "parameter_invalid", f"Invalid error_type. Must be one of: {', '.join(_ERRORS)}")
    first, last = _timestamp(call, "start_ts", call.second - _HOUR), _timestamp(call, "end_ts", call.second)
    found = [
        each
        for each in world.shelf(Execution)
        if each.connector is connector
        and first <= each.at <= last
        and kind in {None, each.error_type}
        and success in {None, str(each.error_type is None).lower()}
    ]
    shown, pages = after(call, found, lambda each: each.at, default=10, maximum=30)
    bodies = call.flag("include_bodies")
    return Reply({"type": "list", "data": [_execution_body(each, bodies=bodies) for each in shown], "pages": pages})


@routes("data_connectors.retrieve_execution_result")
def retrieve_execution_result(world: World, call: Call) -> Reply:
    """Answer one call that a connector made."""
    connector, execution = _of_path(world, call), world.shelf(Execution).get(call.params["result_id"])
    if execution is None or execution.connector is not connector:
        raise not_found("Execution result not found", "execution_result_not_found")
    return Reply(_execution_body(execution, bodies=True))


def _of_path(world: World, call: Call) -> Connector:
    connector = world.shelf(Connector).get(call.params["connector_id"])
    if connector is None:
        raise not_found("Data connector not found", "data_connector_not_found")
    return connector


def _timestamp(call: Call, name: str, default: int) -> int:
    given = whole(call.query.get(name, default))
    if given is None:
        raise invalid(f"{name} must be a Unix timestamp (integer)")
    return given


def _changes(fields: Fields) -> dict[str, object]:
    """Read what a body sets, as answers show it."""
    flags = ("direct_fin_usage", "customer_authentication", "bypass_authentication", "validate_missing_attributes")
    found: dict[str, object] = {
        **{name: fields.text(name) for name in ("name", "description", "url", "body")},
        **{name: fields.flag(name) for name in flags},
    }
    if fields.has("http_method") and fields.text("http_method") not in _METHODS:
        raise Problem(422, "parameter_invalid", "Http Method isn't an option")
    audiences = fields.texts("audiences")
    if audiences is not None and not set(audiences) <= set(_AUDIENCES):
        raise Problem(422, "parameter_invalid", f"Invalid audiences. Must be a subset of: {', '.join(_AUDIENCES)}")
    found |= {"http_method": fields.text("http_method"), "audiences": audiences, **_lists(fields)}
    mock = fields.part("mock_response")
    if mock is not None:
        found["response_fields"] = list(response_fields(mock.values))
        found["configuration_response_type"] = "mock_response_type"
    return {name: value for name, value in found.items() if value is not None}


def _lists(fields: Fields) -> dict[str, object]:
    headers, inputs, tokens = fields.objects("headers"), fields.objects("data_inputs"), fields.items("token_ids")
    return {
        "headers": None if headers is None else [{"name": each.needed("name"), "value": "****"} for each in headers],
        "data_inputs": None if inputs is None else [_input(each) for each in inputs],
        "token_ids": None if tokens is None else [str(each) for each in tokens],
    }


def _input(fields: Fields) -> dict[str, object]:
    return {
        "name": fields.needed("name"),
        "type": fields.choice("type", _INPUTS) or "string",
        "description": fields.text("description"),
        "required": fields.flag("required") is True,
        "default_value": fields.text("default_value") or "",
    }


def _detail(connector: Connector, content: Mapping[str, object]) -> dict[str, object]:
    return _body(connector, tuple(content), content)


def _body(connector: Connector, shown: tuple[str, ...], content: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "data_connector",
        "id": connector.id,
        **{name: content[name] for name in shown},
        "state": "live" if connector.live else "draft",
        "created_by_admin_id": connector.admin_id,
        "updated_by_admin_id": connector.admin_id,
        "created_at": iso(connector.created_at),
        "updated_at": iso(connector.updated_at),
        "execution_results_url": f"/data_connectors/{connector.id}/execution_results",
    }


def _execution_body(execution: Execution, *, bodies: bool) -> dict[str, object]:
    sent = {"request_body": execution.request_body, "response_body": execution.response_body}
    failed = {"error_type": execution.error_type, "error_message": "Connection refused"}
    content = execution.connector.published or execution.connector.draft
    return {
        "type": "data_connector.execution",
        "id": execution.id,
        "data_connector_id": execution.connector.id,
        "success": execution.error_type is None,
        "http_status": execution.status,
        "http_method": content["http_method"],
        **({} if execution.error_type is None else failed),
        "execution_time_ms": 150,
        "source_type": "workflow",
        "source_id": "5001",
        "conversation_id": None,
        "created_at": iso(execution.at),
        "request_url": content["url"],
        **({**sent, "raw_response_body": execution.response_body} if bodies else {}),
    }
