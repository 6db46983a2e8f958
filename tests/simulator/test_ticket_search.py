"""Searching tickets: by every documented field, in pages, and with the client's own query builder."""

from typing import Any

import pytest
from support.paging_clients import client
from support.simulator_calls import Api
from support.virtual_time import VirtualClock, run

from intercom_async.models.jobs import JobStatus
from intercom_async.models.ticket_types import NewTicketTypeAttribute
from intercom_async.models.tickets import AdminTicketReply, NewTicket, TicketChanges, TicketParticipant
from intercom_async.query import F, Query
from intercom_async.simulator import Simulator, SimulatorTransport

CIARAN, SUPPORT = "991267459", "814865"
NOW = 1_700_000_000


def found(api: Api, field: str, operator: str, value: object, *, version: str = "2.16", **more: object) -> Any:
    """Search by one filter and return the ids, or the problem."""
    query = {"field": field, "operator": operator, "value": value}
    result = api.post("/tickets/search", {"query": query, **more}, version=version)
    return [each["id"] for each in result.body["tickets"]] if result.status == 200 else result.problem


@pytest.fixture
def three(api: Api) -> Api:
    """Three tickets, a second apart: of a customer, of the back office with everything, and a tracker."""
    person = api.contact(external_id="u1")["id"]
    other = api.contact(external_id="u2")["id"]
    types = [
        "1",
        *(api.post("/ticket_types", {"name": c, "category": c}).body["id"] for c in ("Back-office", "Tracker")),
    ]
    for data_type in ("integer", "decimal", "boolean", "datetime", "list", "files"):
        attribute = {"name": data_type, "description": "", "data_type": data_type, "list_items": "S"}
        last = api.post("/ticket_types/2/attributes", attribute).body
    assert last["id"] == "12"
    for type_id, contact in zip(types, (person, other, other), strict=True):
        api.post("/tickets", {"ticket_type_id": type_id, "contacts": [{"id": contact}]})
        api.clock.time += 1
    attributes = {
        "_default_title_": "Printer on fire", "_default_description_": "Smoke", "integer": 5, "decimal": 1.5,
        "boolean": True, "datetime": NOW, "files": [1],
    }  # fmt: skip
    api.put("/tickets/2", {"ticket_attributes": attributes, "assignee_id": CIARAN, "snoozed_until": NOW + 100})
    api.put("/tickets/2", {"assignee_id": SUPPORT})
    api.put("/tickets/3", {"open": False})
    api.post("/tickets/3/reply", {"type": "admin", "admin_id": CIARAN, "message_type": "note", "body": "x"})
    return api


@pytest.mark.parametrize(
    ("field", "operator", "value", "ids"),
    [
        ("id", "=", "2", {"2"}),
        ("id", "IN", ["1", 3], {"1", "3"}),
        ("id", "NIN", ["1", "3"], {"2"}),
        ("created_at", "=", NOW, {"1"}),
        ("created_at", ">", str(NOW), {"2", "3"}),
        ("created_at", ">=", NOW + 1, {"2", "3"}),
        ("created_at", "<=", NOW + 1, {"1", "2"}),
        ("updated_at", "<", NOW + 2, {"1"}),
        ("title", "~", "printer", {"2"}),
        ("title", "=", None, {"1", "3"}),
        ("description", "^", "Sm", {"2"}),
        ("category", "=", "request", {"1"}),
        ("category", "=", "task", {"2"}),
        ("category", "=", "tracker", {"3"}),
        ("category", "=", "Tracker", set()),
        ("ticket_type_id", "!=", "1", {"2", "3"}),
        ("contact_ids", "=", "{u1}", {"1"}),
        ("contact_ids", "IN", ["{u2}"], {"2", "3"}),
        ("teammate_ids", "=", CIARAN, {"2", "3"}),
        ("admin_assignee_id", "=", CIARAN, {"2"}),
        ("team_assignee_id", "=", "0", {"1", "3"}),
        ("team_assignee_id", "=", int(SUPPORT), {"2"}),
        ("open", "=", False, {"3"}),
        ("state", "=", "snoozed", {"2"}),
        ("state", "IN", ["open", "closed"], {"1", "3"}),
        ("snoozed_until", ">", NOW, {"2"}),
        ("ticket_attribute.7", "=", 5, {"2"}),
        ("ticket_attribute.8", ">", 1, {"2"}),
        ("ticket_attribute.9", "=", True, {"2"}),
        ("ticket_attribute.10", "<", NOW + 1, {"2"}),
        ("ticket_attribute.11", "=", None, {"1", "2", "3"}),
    ],
)
def test_fields_find_what_they_should(three: Api, field: str, operator: str, value: Any, ids: set[str]) -> None:
    """behaviour.md 5: the accepted fields; the categories by names of their own."""
    people = {name: three.simulator.world.people.with_external_id(name) for name in ("u1", "u2")}
    named = {f"{{{name}}}": person.id for name, person in people.items() if person is not None}
    value = [named.get(each, each) for each in value] if isinstance(value, list) else named.get(value, value)
    assert set(found(three, field, operator, value)) == ids


def test_assignees_are_text_and_in_preview_numbers(three: Api) -> None:
    assert found(three, "admin_assignee_id", "^", CIARAN[:3]) == ["2"]
    assert found(three, "admin_assignee_id", "^", CIARAN[:3], version="Preview") == (400, "parameter_invalid")
    assert found(three, "team_assignee_id", ">", 0, version="Preview") == ["2"]


@pytest.mark.parametrize(
    ("field", "operator", "value", "code"),
    [
        ("ticket_state", "=", "submitted", "invalid_field"),
        ("source.body", "=", "x", "invalid_field"),
        ("ticket_attribute.99", "=", "x", "invalid_field"),
        ("ticket_attribute.12", "=", "x", "invalid_field"),
        ("7", "=", 5, "invalid_field"),
        ("created_at", "~", "x", "parameter_invalid"),
        ("created_at", "=", "x", "parameter_invalid"),
    ],
)
def test_what_cannot_be_searched_by_is_refused(three: Api, field: str, operator: str, value: object, code: str) -> None:
    """behaviour.md 5: live, the state by its own name is no field."""
    assert found(three, field, operator, value) == (400, code)


def test_a_search_is_sorted_and_goes_on_by_cursor(three: Api) -> None:
    """behaviour.md 5: the last changed first unless told; with parts, as recorded, and up to date at once."""
    assert found(three, "id", "!=", "0") == ["3", "2", "1"]
    sort = {"field": "created_at", "order": "ascending"}
    body: dict[str, Any] = {"query": {"field": "id", "operator": "!=", "value": "0"}, "sort": sort}
    seen: list[str] = []
    pages: dict[str, Any] = {"next": {"starting_after": None}}
    while "next" in pages:
        pagination = {"per_page": 2, "starting_after": pages["next"]["starting_after"]}
        page = three.post("/tickets/search", {**body, "pagination": pagination}).body
        seen += [each["id"] for each in page["tickets"]]
        pages = page["pages"]
        assert (page["type"], page["total_count"], pages["total_pages"]) == ("ticket.list", 3, 2)
        assert page["tickets"][0]["ticket_parts"]["total_count"] >= 1
    assert seen == ["1", "2", "3"]
    assert found(three, "open", "=", "true", sort={"field": "ticket_attribute.10", "order": "ascending"}) == ["1", "2"]
    assert found(three, "id", "=", "1", sort={"field": "contact_ids"}) == (400, "invalid_field")
    assert found(three, "id", "=", "1", sort={"field": "id", "order": "up"}) == (400, "invalid_sort_order")
    three.put("/tickets/1", {"open": False})
    assert set(found(three, "open", "=", "false")) == {"1", "3"}
    three.clock.time += 200
    assert found(three, "state", "=", "open") == ["2"]
    assert three.post("/tickets/search", body, version="2.9").problem == (400, "intercom_version_invalid")


def test_a_client_makes_finds_and_changes_tickets() -> None:
    """One round through the client: what it builds the simulator takes, and the models hold every answer."""

    async def main() -> None:
        clock = VirtualClock()
        async with client(SimulatorTransport(Simulator(clock=clock)), drift="all") as intercom:
            size = await intercom.ticket_types.create_attribute(
                "1", NewTicketTypeAttribute(name="Size", description="", data_type="integer")
            )
            who = [TicketParticipant(email="ann@x.test")]
            order = NewTicket(ticket_type_id="1", contacts=who, ticket_attributes={"Size": 5})
            job: JobStatus = await intercom.tickets.enqueue(order)
            while job.status == "pending":
                await clock.sleep(1)
                job = await intercom.jobs.retrieve_status(job.id)
            assert job.resource_id is not None
            query: Query = (F[f"ticket_attribute.{size.id}"] > 4) & (F.category == "request")
            (ticket,) = await intercom.tickets.search(query).collect()
            assert (ticket.id, ticket.state_category) == (job.resource_id, "submitted")
            states = {state.category: state.id async for state in intercom.ticket_states.list()}
            changed = await intercom.tickets.update(ticket.id, TicketChanges(ticket_state_id=states["resolved"]))
            assert changed.state_category == "resolved"
            note = AdminTicketReply(admin_id=CIARAN, message_type="note", body="Done")
            assert (await intercom.tickets.reply(ticket.id, note)).body == "<p>Done</p>"
            assert (await intercom.tickets.delete(ticket.id)).deleted is True
            assert intercom.drift.report() == []

    run(main())
