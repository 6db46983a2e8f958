"""Ticket types and states: the exact request of every method and what its answer becomes."""

from typing import Any

import pytest
from support.wire_calls import Asked, Call, Case, Wire, check, each

from intercom_async.models.ticket_types import (
    NewTicketTypeAttribute,
    TicketState,
    TicketType,
    TicketTypeAttribute,
    TicketTypeAttributeChanges,
)

EARLY, LATE = ("2.9", "2.10", "2.11"), ("2.12", "2.16", "Preview")
ATTRIBUTE = {"type": "ticket_type_attribute", "id": "3", "name": "Size", "data_type": "list", "ticket_type_id": 5,
             "input_options": {"list_options": [{"id": "x", "label": "S"}]}}  # fmt: skip
STATE = {"type": "ticket_state", "id": 1, "category": "submitted", "external_label": "Submitted"}
BODY: dict[str, Any] = {"type": "ticket_type", "id": "5", "name": "Bug", "is_internal": False,
                        "ticket_type_attributes": {"type": "list", "data": [ATTRIBUTE]}}  # fmt: skip
NEWER = {**BODY, "category": "Tracker", "ticket_states": {"type": "list", "data": [STATE]}}
WITH_TYPES = {
    **STATE,
    "archived": False,
    "ticket_types": {"type": "list", "data": [{"type": "ticket_type", "id": "5"}]},
}


@each(
    Case("list early", lambda c: c.ticket_types.list(), Asked("GET", "/ticket_types"),
         {"type": "list", "data": [BODY]}, {"id": "5", "name": "Bug", "ticket_states": None}, TicketType, EARLY),
    Case("list", lambda c: c.ticket_types.list(), Asked("GET", "/ticket_types"), {"type": "list", "data": [NEWER]},
         {"category": "Tracker", "ticket_states.type": "list"}, TicketType, LATE),
    Case("create", lambda c: c.ticket_types.create(name="Bug"), Asked("POST", "/ticket_types", {}, {"name": "Bug"}),
         BODY, {"id": "5"}, TicketType, EARLY + LATE),
    Case("create with all",
         lambda c: c.ticket_types.create(name="Bug", description="d", category="Tracker", icon="x", is_internal=True),
         Asked("POST", "/ticket_types", {}, {"name": "Bug", "description": "d", "category": "Tracker", "icon": "x",
                                             "is_internal": True}),
         NEWER, {"category": "Tracker"}, TicketType, EARLY[1:] + LATE),
    Case("retrieve", lambda c: c.ticket_types.retrieve(5), Asked("GET", "/ticket_types/5"), BODY, {"id": "5"},
         TicketType, EARLY + LATE),
    Case("update", lambda c: c.ticket_types.update(5, name="Bug", archived=True, category="Customer"),
         Asked("PUT", "/ticket_types/5", {}, {"name": "Bug", "archived": True, "category": "Customer"}), BODY,
         {"id": "5"}, TicketType, EARLY[1:] + LATE),
    Case("create an attribute",
         lambda c: c.ticket_types.create_attribute(
             5, NewTicketTypeAttribute(name="Size", description="d", data_type="list", list_items="S,L")),
         Asked("POST", "/ticket_types/5/attributes", {},
               {"name": "Size", "description": "d", "data_type": "list", "list_items": "S,L"}),
         ATTRIBUTE, {"id": "3", "ticket_type_id": "5"}, TicketTypeAttribute, EARLY + LATE),
    Case("update an attribute",
         lambda c: c.ticket_types.update_attribute(
             5, "3", TicketTypeAttributeChanges(required_to_create=True, archived=False)),
         Asked("PUT", "/ticket_types/5/attributes/3", {}, {"required_to_create": True, "archived": False}),
         ATTRIBUTE, {"data_type": "list"}, TicketTypeAttribute, EARLY + LATE),
    Case("list states", lambda c: c.ticket_states.list(), Asked("GET", "/ticket_states"),
         {"type": "list", "data": [WITH_TYPES]}, {"id": "1", "archived": False, "ticket_types.type": "list"},
         TicketState, LATE),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.ticket_types.create(name="Bug", category="Tracker"),
        lambda c: c.ticket_types.update(5, category="Tracker"),
    ],
)
async def test_categories_are_refused_before_they_came(call: Call) -> None:
    wire = Wire(version="2.9")
    with pytest.raises(ValueError, match=r"category came with 2\.10, this is 2\.9"):
        await call(wire.client)
    assert wire.asked == []


async def test_types_and_states_hold_each_other() -> None:
    """A type has states, a state of the list has types."""
    wire = Wire({"type": "list", "data": [NEWER]}, {"type": "list", "data": [WITH_TYPES]})
    (kind,) = await wire.client.ticket_types.list().collect()
    (state,) = await wire.client.ticket_states.list().collect()
    assert [each.external_label for each in kind.ticket_states.data] == ["Submitted"]
    assert [each.id for each in state.ticket_types.data] == ["5"]
    assert kind.ticket_type_attributes.data[0].input_options == {"list_options": [{"id": "x", "label": "S"}]}
