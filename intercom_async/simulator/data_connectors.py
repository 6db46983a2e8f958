"""Data connectors and the calls that they made."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from .call import is_object
from .shelf import Kept
from .world import World

#: Levels of an answer that are looked at for its fields.
_DEEPEST: Final = 20
#: What a new connector has that nobody gave.
_DEFAULTS: Final[Mapping[str, object]] = {
    "description": None,
    "url": None,
    "body": "",
    "headers": [],
    "http_method": "get",
    "direct_fin_usage": False,
    "audiences": [],
    "execution_type": "server_side",
    "configuration_response_type": "test_response_type",
    "data_transformation_type": "full_access",
    "client_function_name": None,
    "client_function_timeout_ms": 30000,
    "data_inputs": [],
    "response_fields": [],
    "object_mappings": [],
    "token_ids": [],
    "customer_authentication": False,
    "bypass_authentication": False,
    "validate_missing_attributes": False,
}


@attrs.define
class Connector(Kept):
    """A call to another system."""

    created_at: int
    updated_at: int
    admin_id: str
    #: As they stand in a body.
    draft: dict[str, object] = attrs.Factory(lambda: dict(_DEFAULTS))
    #: As it went live; None until then.
    published: dict[str, object] | None = None
    live: bool = False


@attrs.define
class Execution(Kept):
    """One call that a connector made."""

    connector: Connector
    at: int
    status: int | None
    error_type: str | None
    request_body: str
    response_body: str | None


def executed(
    world: World, connector_id: str, *, at: int, status: int | None = 200, error_type: str | None = None
) -> Execution:
    """Let a connector have made a call, as workflows and Fin do; without *status* nothing was answered."""
    connector = world.shelf(Connector).get(connector_id)
    if connector is None:
        msg = f"there is no data connector {connector_id!r}: give the id of one"
        raise ValueError(msg)
    shelf = world.shelf(Execution)
    answer = None if status is None else json.dumps({"ok": status < 400})
    execution = shelf.add(Execution(shelf.next_id(), connector, at, status, error_type, "{}", answer))
    world.tell("connector.executed", execution)
    return execution


def response_fields(answer: object, path: str = "", depth: int = 0) -> Iterator[dict[str, object]]:
    """Yield the fields of what another system answers."""
    if is_object(answer) and answer and depth < _DEEPEST:
        for name, value in answer.items():
            yield from response_fields(value, f"{path}.{name}" if path else name, depth + 1)
    elif path:
        kind = next((kind for cls, kind in _KINDS.items() if type(answer) is cls), "unknown")
        yield {"path": path, "type": kind, "example_value": answer, "redacted": False}


_KINDS: Final = {str: "string", bool: "boolean", int: "integer", float: "decimal"}
