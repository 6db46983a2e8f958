"""Data connectors: the exact request of every method and what its answer becomes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from support.wire_calls import Asked, Case, Wire, check, each

from intercom_async.errors import ConflictError, ServerError
from intercom_async.models.common import DeletedObject
from intercom_async.models.data_connectors import (
    DataConnector,
    DataConnectorChanges,
    ExecutionResult,
    HeaderChanges,
    InputChanges,
    NewDataConnector,
)
from intercom_async.transports.memory import json_response

BOTH = ("2.16", "Preview")
PATH = "/data_connectors"
SHORT = {
    "type": "data_connector", "id": "125", "name": "Orders", "description": None, "state": "draft",
    "http_method": "get", "direct_fin_usage": True, "created_by_admin_id": "1", "updated_by_admin_id": "2",
    "created_at": "2026-03-19T11:27:36Z", "updated_at": "2026-03-19T11:27:36Z",
    "execution_results_url": "/data_connectors/125/execution_results",
}  # fmt: skip
WHOLE = {
    **SHORT, "headers": [{"name": "X", "value": "****"}], "audiences": ["leads"], "token_ids": [],
    "data_inputs": [{"name": "o", "type": "string", "description": "", "required": True, "default_value": ""}],
    "response_fields": [{"path": "a.b", "type": "unknown", "example_value": [1], "redacted": False}],
    "object_mappings": [{"response_object_path": "a", "intercom_object_type": "user", "attribute_mappings": [],
                         "reference_mappings": [{"intercom_object_type": "user"}]}],
}  # fmt: skip
KNOWN = {"id": "125", "created_at": "2026-03-19T11:27:36Z", "updated_by_admin_id": "2", "direct_fin_usage": True}
RESULT = {
    "type": "data_connector.execution", "id": "9", "data_connector_id": "125", "success": False, "http_status": None,
    "http_method": "post", "error_type": "3rd_party_error", "error_message": "Connection refused",
    "source_type": "inbox", "created_at": "2026-02-10T17:45:15Z",
}  # fmt: skip
ENDED = {"id": "9", "success": False, "http_status": None, "error_type": "3rd_party_error", "request_body": None}


def listed(item: object) -> dict[str, Any]:
    return {"type": "list", "data": [item], "pages": {"type": "pages", "per_page": 50, "next": None}}


@each(
    Case("list", lambda c: c.data_connectors.list(), Asked("GET", PATH, {"per_page": "50"}), listed(SHORT), KNOWN,
         DataConnector, BOTH),
    Case("create the least", lambda c: c.data_connectors.create(NewDataConnector(name="Mine")),
         Asked("POST", PATH, {}, {"name": "Mine"}), WHOLE, KNOWN, DataConnector, BOTH),
    Case("create",
         lambda c: c.data_connectors.create(NewDataConnector(
             name="Orders", http_method="get", url="https://x.test/{{o}}", headers=[HeaderChanges(name="X", value="y")],
             data_inputs=[InputChanges(name="o", type="string", required=True)], audiences=["leads"],
             mock_response={"order": {"id": 1}}, token_ids=[5])),
         Asked("POST", PATH, {}, {
             "name": "Orders", "http_method": "get", "url": "https://x.test/{{o}}",
             "headers": [{"name": "X", "value": "y"}], "audiences": ["leads"], "token_ids": [5],
             "data_inputs": [{"name": "o", "type": "string", "required": True}], "mock_response": {"order": {"id": 1}},
         }), WHOLE,
         {**KNOWN}, DataConnector, BOTH),
    Case("retrieve", lambda c: c.data_connectors.retrieve(125), Asked("GET", f"{PATH}/125"), WHOLE, KNOWN,
         DataConnector, BOTH),
    Case("retrieve the draft", lambda c: c.data_connectors.retrieve("125", state_version="draft"),
         Asked("GET", f"{PATH}/125", {"state_version": "draft"}), WHOLE, KNOWN, DataConnector),
    Case("update", lambda c: c.data_connectors.update("125", DataConnectorChanges(state="live", description=None)),
         Asked("PATCH", f"{PATH}/125", {}, {"state": "live", "description": None}), WHOLE, KNOWN, DataConnector, BOTH),
    Case("delete", lambda c: c.data_connectors.delete("125"), Asked("DELETE", f"{PATH}/125"),
         {"id": "125", "object": "data_connector", "deleted": True}, {"deleted": True}, DeletedObject, BOTH),
    Case("list results", lambda c: c.data_connectors.list_execution_results(125),
         Asked("GET", f"{PATH}/125/execution_results", {"per_page": "30"}), listed(RESULT), ENDED, ExecutionResult,
         BOTH),
    Case("list some results",
         lambda c: c.data_connectors.list_execution_results(
             "125", success=False, error_type="3rd_party_error", start_ts=datetime(2024, 5, 6, tzinfo=UTC), end_ts=5,
             include_bodies=True, per_page=10),
         Asked("GET", f"{PATH}/125/execution_results",
               {"success": "false", "error_type": "3rd_party_error", "start_ts": "1714953600", "end_ts": "5",
                "include_bodies": "true", "per_page": "10"}), listed(RESULT), ENDED, ExecutionResult),
    Case("retrieve a result", lambda c: c.data_connectors.retrieve_execution_result(125, 9),
         Asked("GET", f"{PATH}/125/execution_results/9"), {**RESULT, "request_body": "{}"},
         {**ENDED, "request_body": "{}"}, ExecutionResult, BOTH),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


async def test_what_is_nested_is_read_too() -> None:
    connector = await Wire(WHOLE).run(lambda c: c.data_connectors.retrieve("125"))
    assert connector.headers[0].value == "****"
    assert connector.data_inputs[0].type == "string"
    assert connector.response_fields[0].example_value == [1]
    assert connector.object_mappings[0].reference_mappings[0].intercom_object_type == "user"


async def test_a_list_goes_on_by_its_cursor() -> None:
    """Without numbers of pages."""
    first = {**listed(SHORT), "pages": {"type": "pages", "per_page": 1, "next": {"starting_after": "c1"}}}
    wire = Wire(first, listed({**SHORT, "id": "126"}))
    assert [each.id for each in await wire.run(lambda c: c.data_connectors.list(per_page=1))] == ["125", "126"]
    assert [each.query for each in wire.asked] == [{"per_page": "1"}, {"per_page": "1", "starting_after": "c1"}]


async def test_a_change_without_answer_is_not_repeated() -> None:
    """PATCH is sent once; and a connector in use is a conflict."""
    wire = Wire(json_response(502, {}))
    with pytest.raises(ServerError):
        await wire.client.data_connectors.update("1", DataConnectorChanges(state="draft"))
    assert len(wire.asked) == 1
    error = {"code": "data_connector_in_use", "message": "Data connector is in use by other resources"}
    wire = Wire(json_response(409, {"type": "error.list", "errors": [error]}))
    with pytest.raises(ConflictError) as caught:
        await wire.client.data_connectors.delete("1")
    assert caught.value.code == "data_connector_in_use"
