"""Data connectors: drafts that go live, lists by cursor, and the calls that they made."""

from typing import Any

import pytest
from support.simulator_calls import Api, Result

from intercom_async.simulator.data_connectors import executed
from intercom_async.simulator.pages import encode_cursor

PATH = "/data_connectors"
NOW = 1_700_000_000
THEN = "2023-11-14T22:13:20Z"


def made(api: Api, **fields: object) -> dict[str, Any]:
    """Make a connector and return its body."""
    result = api.post(PATH, {"name": "Orders", **fields})
    assert result.status == 201, result.body
    return result.body


def patch(api: Api, **body: object) -> Result:
    return api.call("PATCH", f"{PATH}/1", body)


def test_a_connector_is_made_as_a_draft(api: Api) -> None:
    """Recorded example; secrets in headers are not shown."""
    body = made(
        api,
        http_method="post",
        url="https://x.test",
        headers=[{"name": "X-Key", "value": "secret"}],
        data_inputs=[{"name": "order_id", "type": "integer", "description": "Which", "required": True}],
        audiences=["leads"],
        customer_authentication=True,
        token_ids=[7],
    )
    assert body == {
        "type": "data_connector", "id": "1", "name": "Orders", "description": None, "state": "draft",
        "url": "https://x.test", "body": "", "headers": [{"name": "X-Key", "value": "****"}], "http_method": "post",
        "direct_fin_usage": False, "audiences": ["leads"], "execution_type": "server_side",
        "configuration_response_type": "test_response_type", "data_transformation_type": "full_access",
        "client_function_name": None, "client_function_timeout_ms": 30000, "object_mappings": [],
        "data_inputs": [{"name": "order_id", "type": "integer", "description": "Which", "required": True,
                         "default_value": ""}],
        "response_fields": [], "token_ids": ["7"], "customer_authentication": True, "bypass_authentication": False,
        "validate_missing_attributes": False, "created_by_admin_id": "991267459", "updated_by_admin_id": "991267459",
        "created_at": THEN, "updated_at": THEN, "execution_results_url": "/data_connectors/1/execution_results",
    }  # fmt: skip
    (short,) = api.get(PATH).body["data"]
    assert short == {name: body[name] for name in short}
    assert not {"url", "headers", "data_inputs"} & short.keys()


def test_a_draft_goes_live_and_back(api: Api) -> None:
    """behaviour.md 4.3: what is live stays so until it is published again; only a draft can be deleted."""
    made(api)
    api.clock.time += 5
    live = patch(api, state="live", description="First").body
    assert (live["state"], live["updated_at"]) == ("live", "2023-11-14T22:13:25Z")
    patch(api, description="Second")
    assert api.get(f"{PATH}/1").body["description"] == "First"
    assert api.get(f"{PATH}/1?state_version=draft").body["description"] == "Second"
    assert api.get(PATH).body["data"][0]["description"] == "First"
    kept = api.delete(f"{PATH}/1")
    assert (kept.problem, kept.message) == ((409, "conflict"), "Data connector must be in draft state to be deleted")
    assert patch(api, state="draft").body["state"] == "draft"
    assert api.delete(f"{PATH}/1").body == {"id": "1", "object": "data_connector", "deleted": True}
    assert api.get(f"{PATH}/1").problem == (404, "data_connector_not_found")


def test_a_mock_response_makes_the_fields(api: Api) -> None:
    """API docs: by their paths, with types and examples."""
    order: dict[str, Any] = {
        "id": 1,
        "sum": 9.5,
        "paid": True,
        "state": "sent",
        "lines": [1],
        "none": None,
        "empty": {},
    }
    body = made(api, mock_response={"order": order})
    assert body["configuration_response_type"] == "mock_response_type"
    assert [(each["path"], each["type"]) for each in body["response_fields"]] == [
        ("order.id", "integer"), ("order.sum", "decimal"), ("order.paid", "boolean"), ("order.state", "string"),
        ("order.lines", "unknown"), ("order.none", "unknown"), ("order.empty", "unknown"),
    ]  # fmt: skip
    assert body["response_fields"][0] == {"path": "order.id", "type": "integer", "example_value": 1, "redacted": False}
    assert made(api, mock_response={})["response_fields"] == []


def test_a_list_comes_in_pages_the_last_changed_first(api: Api) -> None:
    """behaviour.md 3: a cursor without numbers, and a wrong one."""
    for _ in range(3):
        made(api)
        api.clock.time += 1
    patch(api, name="Changed")
    page = api.get(f"{PATH}?per_page=2").body
    assert [each["id"] for each in page["data"]] == ["1", "3"]
    assert page["pages"].keys() == {"type", "next", "per_page"}
    rest = api.get(f"{PATH}?per_page=2&starting_after={page['pages']['next']['starting_after']}").body
    assert ([each["id"] for each in rest["data"]], rest["pages"]["next"]) == (["2"], None)
    for cursor in ("x", encode_cursor("yesterday", "1", 2)):
        assert api.get(f"{PATH}?starting_after={cursor}").problem == (400, "client_error")
    assert api.get(f"{PATH}?per_page=51").problem == (400, "parameter_invalid")


def test_calls_that_it_made_can_be_read(api: Api) -> None:
    """Recorded examples: those of the last hour, newest first, bodies only when asked for."""
    made(api, url="https://x.test")
    made(api)
    world, path = api.simulator.world, f"{PATH}/1/execution_results"
    executed(world, "1", at=NOW - 4000)
    executed(world, "1", at=NOW - 10)
    executed(world, "1", at=NOW - 5, status=None, error_type="3rd_party_error")
    executed(world, "2", at=NOW)
    failed, good = api.get(path).body["data"]
    assert (failed["id"], failed["success"], failed["http_status"], failed["error_type"]) == (
        "3", False, None, "3rd_party_error"
    )  # fmt: skip
    assert good == {
        "type": "data_connector.execution", "id": "2", "data_connector_id": "1", "success": True, "http_status": 200,
        "http_method": "get", "execution_time_ms": 150, "source_type": "workflow", "source_id": "5001",
        "conversation_id": None, "created_at": "2023-11-14T22:13:10Z", "request_url": "https://x.test",
    }  # fmt: skip
    with_bodies = api.get(f"{path}?include_bodies=true&success=true").body["data"]
    assert with_bodies == [api.get(f"{path}/2").body]
    assert with_bodies[0]["response_body"] == '{"ok": true}'
    for query, ids in (
        ("success=false", ["3"]), ("error_type=3rd_party_error", ["3"]), (f"start_ts={NOW - 5000}", ["3", "2", "1"]),
        (f"end_ts={NOW - 6}", ["2"]), ("error_type=faraday_error", []),
    ):  # fmt: skip
        assert [each["id"] for each in api.get(f"{path}?{query}").body["data"]] == ids
    assert api.get(f"{path}?error_type=x").message.startswith("Invalid error_type. Must be one of: request_config")
    assert api.get(f"{path}?start_ts=x").message == "start_ts must be a Unix timestamp (integer)"
    assert api.get(f"{path}/4").problem == (404, "execution_result_not_found")
    assert api.get(f"{PATH}/9/execution_results").problem == (404, "data_connector_not_found")
    with pytest.raises(ValueError, match="there is no data connector '9'"):
        executed(world, "9", at=NOW)


@pytest.mark.parametrize(
    ("fields", "code", "message"),
    [
        ({"name": None}, "parameter_not_found", "Name is required"),
        ({"audiences": ["all"]}, "parameter_invalid", "Invalid audiences. Must be a subset of: leads, users, visitors"),
        ({"audiences": "leads"}, "parameter_invalid", "audiences must be a list"),
        ({"audiences": [1]}, "parameter_invalid", "audiences must hold strings"),
        ({"http_method": "head"}, "parameter_invalid", "Http Method isn't an option"),
        ({"mock_response": 1}, "parameter_invalid", "mock_response must be a JSON object"),
        ({"headers": [{}]}, "parameter_not_found", "name is required"),
        ({"data_inputs": [{"name": "x", "type": "date"}]}, "parameter_invalid", None),
    ],
)
def test_a_wrong_connector_is_422(api: Api, fields: dict[str, object], code: str, message: str | None) -> None:
    """Recorded examples."""
    result = api.post(PATH, {"name": "x", **fields})
    assert result.problem == (422, code)
    assert message in {None, result.message}
    made(api)
    assert patch(api, **fields).problem == (422, code)


def test_a_wrong_state_is_refused(api: Api) -> None:
    """behaviour.md 4.3, recorded examples; a state in the query is a 400, in the body a 422."""
    made(api)
    assert patch(api, state="on").message == "Invalid state. Must be one of: draft, live"
    result = api.get(f"{PATH}/1?state_version=on")
    assert (result.status, result.message) == (400, "Invalid state_version. Must be one of: live, draft")
