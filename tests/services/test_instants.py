"""Wherever a call takes an instant, a number of milliseconds is refused before anything is sent."""

import importlib
import inspect
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, get_args, get_type_hints

import attrs
import pytest
from support.values_models import CHANGES, least
from support.wire_calls import Wire

from intercom_async.models.common import Changes
from intercom_async.models.messages import AdminMessage, Correspondent
from intercom_async.models.new_conversations import NewConversation
from intercom_async.models.tickets import NewTicket, TicketParticipant
from intercom_async.operations import all_operations
from intercom_async.pagination import Paginator
from intercom_async.versions import DEFAULT_VERSION
from intercom_async.wire import json_ready

MILLISECONDS: Final = 1_704_153_600_000
#: What some need that is no text.
NEEDED: Final[Mapping[type[Changes], Mapping[str, object]]] = {
    AdminMessage: {"to": Correspondent(type="user", id="1")},
    NewConversation: {"sender": Correspondent(type="user", id="1")},
    NewTicket: {"contacts": [TicketParticipant(id="1")]},
}
TOLD: Final = "is 1704153600000, which seems to be in milliseconds: give seconds, or an aware datetime"


def takes_instants(annotation: Any) -> bool:
    return {datetime, int} <= set(get_args(annotation))


def arguments() -> Iterator[Any]:
    """Yield each row of the table whose method takes instants, with the names of those."""
    for row in all_operations():
        service, name = row.name.split(".")
        module = importlib.import_module(f"intercom_async.services.{service}")
        method = getattr(getattr(module, service.title().replace("_", "")), name)
        hints = get_type_hints(method)
        for parameter in inspect.signature(method).parameters.values():
            if takes_instants(hints.get(parameter.name)):
                yield pytest.param(row, method, parameter.name, id=f"{row.name}-{parameter.name}")


def fields() -> Iterator[Any]:
    """Yield each class of changes with each of its instants."""
    for cls in CHANGES:
        for field in attrs.fields(attrs.resolve_types(cls)):
            if takes_instants(field.type):
                yield pytest.param(cls, field.name, id=f"{cls.__name__}-{field.name}")


@pytest.mark.parametrize(("row", "method", "name"), list(arguments()))
async def test_an_argument_in_milliseconds_is_refused(row: Any, method: Any, name: str) -> None:
    """Whatever the other arguments: each that is needed is "1", and so is the id of whom it is about."""
    wire = Wire(version=(row.until or DEFAULT_VERSION).text)
    service, verb = row.name.split(".")
    parameters = list(inspect.signature(method).parameters.values())[1:]
    needed: dict[str, Any] = {
        each.name: "1" for each in parameters if each.default is inspect.Parameter.empty or each.name == "id"
    }
    needed[name] = MILLISECONDS
    positional = [needed.pop(each.name) for each in parameters if each.kind is not inspect.Parameter.KEYWORD_ONLY]

    async def call() -> None:
        value = getattr(getattr(wire.client, service), verb)(*positional, **needed)
        await (value.collect() if isinstance(value, Paginator) else value)

    with pytest.raises(ValueError, match=TOLD):
        await call()
    assert wire.asked == []


@pytest.mark.parametrize(("cls", "name"), list(fields()))
def test_a_field_in_milliseconds_is_refused(cls: type[Changes], name: str) -> None:
    with pytest.raises(ValueError, match=f"{cls.__name__}.{name} {TOLD}"):
        json_ready(cls(**{**least(cls), **NEEDED.get(cls, {}), name: MILLISECONDS}))
