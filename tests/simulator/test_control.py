"""The simulator's own pages and the log behind them."""

import json

import pytest
from support.simulator_calls import Api

from intercom_async.simulator import Fault


def test_the_report_needs_no_token_and_costs_no_call(api: Api) -> None:
    api.contact(email="a@b.c")
    for _ in range(2):
        body = api.get("/_simulator/report", token=None).body
    assert body == {
        "statuses": {"200": 1},
        "windows": [
            {"start": 1_700_000_000.0, "limit": 1667, "answered": 1, "unanswered": 0, "rejected_429": 0, "writes": 1}
        ],
        "people": 1,
        "first_write": 1_700_000_000.0,
        "last_write": 1_700_000_000.0,
        "log_length": 1,
    }


def test_the_log_tells_every_call_and_on_demand_what_it_wrote(api: Api) -> None:
    api.contact(email="a@b.c")
    api.post("/contacts", {"email": "a@b.c"}, version="2.7")
    api.get("/me?x=1", version="1.4")
    api.get("/nowhere")
    entries = api.get("/_simulator/log", token=None).body
    shown = [
        (e["number"], e["method"], e["path"], e["version"], e["status"], e["operation"], e["done"]) for e in entries
    ]
    assert shown == [
        (1, "POST", "/contacts", "2.16", 200, "contacts.create", True),
        (2, "POST", "/contacts", "2.7", 409, "contacts.create", False),
        (3, "GET", "/me", "1.4", 200, "admins.me", True),
        (4, "GET", "/nowhere", "2.16", 404, None, False),
    ]
    assert "body" not in entries[0]
    with_bodies = api.get("/_simulator/log?after=1&bodies=true").body
    assert [(e["number"], e["body"]) for e in with_bodies] == [(2, {"email": "a@b.c"}), (3, None), (4, None)]
    assert api.get("/_simulator/log?after=x").status == 400


def test_the_log_is_bounded() -> None:
    api = Api(log_size=3)
    for _ in range(5):
        api.get("/me")
    assert [entry.number for entry in api.simulator.log()] == [3, 4, 5]
    assert [entry.number for entry in api.simulator.log(after=4)] == [5]
    assert list(api.simulator.log(after=9)) == []


def test_writes_keep_what_was_sent_even_if_unreadable(api: Api) -> None:
    api.post("/contacts", b"{")
    api.contact(email="a@b.c")
    assert [entry.json_body() for entry in api.simulator.log()] == [None, {"email": "a@b.c"}]
    assert [entry.json_body() for entry in api.simulator.writes()] == [{"email": "a@b.c"}]
    assert "a@b.c" not in repr(list(api.simulator.log()))


def test_faults_are_put_and_read(api: Api) -> None:
    fault = {"kind": "status", "status": 503, "times": 1}
    assert api.put("/_simulator/faults", [fault], token=None).body == [fault]
    assert api.get("/_simulator/faults").body == [fault]
    assert api.simulator.faults.faults == (Fault(kind="status", status=503, times=1),)
    assert [api.get("/me").status for _ in range(2)] == [503, 200]
    assert api.put("/_simulator/faults", []).body == []


@pytest.mark.parametrize(
    "body", [None, b"{", {"kind": "drop"}, [{"kind": "x"}], [{"kind": "drop", "every": "x"}], ["x"]]
)
def test_bad_faults_are_refused_and_change_nothing(api: Api, body: object) -> None:
    api.simulator.faults.replace([Fault(kind="delay", seconds=1)])
    result = api.put("/_simulator/faults", body)
    assert result.status == 400
    assert result.body["error"]
    assert len(api.simulator.faults.faults) == 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/_simulator/x", 404), ("POST", "/_simulator/log", 405), ("DELETE", "/_simulator/faults", 405)],
)
def test_other_pages_are_refused(api: Api, method: str, path: str, status: int) -> None:
    assert api.call(method, path).status == status


def test_the_report_is_json_safe(api: Api) -> None:
    api.get("/me")
    response = api.answer("GET", "/_simulator/report").response
    assert response is not None
    assert json.loads(response.body)["first_write"] is None
