"""Calls about conversations that 2.x has and 1.x has not, and about the attributes of conversations."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..scene import Scene
from ..simulator_calls import Result

_ATTRIBUTES: Final = "/conversations/attributes"


def _sizes(s: Scene) -> dict[str, Any]:
    """Make an attribute that is a list of three."""
    options = [{"label": each} for each in "SML"]
    return s.post(_ATTRIBUTES, {"name": "size", "data_type": "list", "options": options}).body


def _option(s: Scene) -> str:
    sizes = _sizes(s)
    return f"{_ATTRIBUTES}/{sizes['id']}/options/{sizes['options'][0]['id']}"


def _attributes(s: Scene) -> Result:
    """List one of each type that has something of its own."""
    _sizes(s)
    s.post(_ATTRIBUTES, {"name": "plan", "data_type": "string"})
    leads_to = {"type": "many", "object_type_id": "Order"}
    s.post(_ATTRIBUTES, {"name": "orders", "data_type": "relationship", "reference": leads_to})
    return s.get(_ATTRIBUTES)


#: One call of every operation that the files have.
CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = {
    "conversation_attributes.list": _attributes,
    "conversation_attributes.create": lambda s: s.post(_ATTRIBUTES, {"name": "plan", "data_type": "string"}),
    "conversation_attributes.retrieve": lambda s: s.get(
        f"{_ATTRIBUTES}/{s.post(_ATTRIBUTES, {'name': 'x', 'data_type': 'string'}).body['id']}"
    ),
    "conversation_attributes.update": lambda s: s.put(
        f"{_ATTRIBUTES}/{s.post(_ATTRIBUTES, {'name': 'x', 'data_type': 'string'}).body['id']}", {"name": "y"}
    ),
    "conversation_attributes.delete": lambda s: s.delete(
        f"{_ATTRIBUTES}/{s.post(_ATTRIBUTES, {'name': 'x', 'data_type': 'string'}).body['id']}"
    ),
    "conversation_attributes.create_option": lambda s: s.post(
        f"{_ATTRIBUTES}/{_sizes(s)['id']}/options", {"label": "High"}
    ),
    "conversation_attributes.update_option": lambda s: s.put(_option(s), {"label": "Renamed"}),
    "conversation_attributes.delete_option": lambda s: s.delete(_option(s)),
}
