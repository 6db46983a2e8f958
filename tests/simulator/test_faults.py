"""Faults: for which calls, how often, and what becomes of the answer."""

import json

import pytest
from support.simulator_calls import Api, ManualClock, request

from intercom_async.errors import ConnectionLostError
from intercom_async.simulator import Fault, FaultKind, Simulator
from intercom_async.simulator.faults import fault_from_json, fault_to_json


def statuses(api: Api, count: int, path: str = "/me") -> list[int]:
    return [api.get(path).status for _ in range(count)]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(kind="status"), [500] * 6),
        (Fault(kind="status", after=2), [200, 200, 500, 500, 500, 500]),
        (Fault(kind="status", every=3), [200, 200, 500, 200, 200, 500]),
        (Fault(kind="status", times=2), [500, 500, 200, 200, 200, 200]),
        (Fault(kind="status", after=1, every=2, times=2), [200, 200, 500, 200, 500, 200]),
        (Fault(kind="status", rate=0.0), [200] * 6),
        (Fault(kind="status", rate=1.0), [500] * 6),
        (Fault(kind="status", operation="admins.me"), [500] * 6),
        (Fault(kind="status", operation="contacts.list"), [200] * 6),
        (Fault(kind="status", method="POST"), [200] * 6),
        (Fault(kind="status", method="GET", path="/m*"), [500] * 6),
        (Fault(kind="status", path="/contacts/*"), [200] * 6),
    ],
)
def test_a_fault_falls_on_the_calls_that_it_names(fault: Fault, expected: list[int]) -> None:
    api = Api(faults=[fault])
    assert statuses(api, 6) == expected
    assert api.simulator.faults.struck() == (expected.count(500),)


def test_a_rate_is_chance_from_the_seed() -> None:
    """The same seed strikes the same calls."""
    runs = [statuses(Api(seed=seed, faults=[Fault(kind="status", rate=0.3)]), 200) for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]
    assert 30 < runs[0].count(500) < 90


def test_a_status_keeps_the_call_from_being_carried_out_or_not() -> None:
    """A 5xx says nothing about whether the write was done."""
    api = Api(faults=[Fault(kind="status", status=503, code="service_unavailable", message="later", times=1)])
    result = api.post("/contacts", {"email": "a@b.c"})
    assert (result.problem, result.message) == ((503, "service_unavailable"), "later")
    assert api.simulator.report().people == 0
    api.simulator.faults.replace([Fault(kind="status", status=502, handled=True, times=1)])
    assert api.post("/contacts", {"email": "a@b.c"}).status == 502
    assert api.simulator.report().people == 1
    assert [entry.status for entry in api.simulator.writes()] == [502]


@pytest.mark.parametrize(("body", "content"), [("html", b"<html>"), ("empty", b"")])
def test_gateways_answer_html_or_nothing(body: str, content: bytes) -> None:
    """behaviour.md 4.1: 500 and 504 may come as HTML or empty."""
    response = Api(faults=[Fault(kind="status", status=504, body=body)]).answer("GET", "/me").response
    assert response is not None
    assert response.status == 504
    assert response.body[:6] == content
    assert ("html" in response.headers["Content-Type"]) is (body == "html")
    assert "X-RateLimit-Remaining" in response.headers


def test_a_drop_before_and_after_the_call_is_carried_out() -> None:
    api = Api(faults=[Fault(kind="drop", times=1), Fault(kind="drop", handled=True, after=1, times=1)])
    for people in (0, 1):
        with pytest.raises(ConnectionLostError):
            api.post("/contacts", {"email": f"{people}@b.c"})
        assert api.simulator.report().people == people
    report = api.simulator.report()
    assert report.statuses == {"none": 2}
    assert [(w.answered, w.unanswered, w.writes) for w in report.windows] == [(0, 2, 2)]
    assert [entry.json_body() for entry in api.simulator.writes()] == [{"email": "1@b.c"}]
    assert api.get("/me").headers["X-RateLimit-Remaining"] == "1664"


def test_a_drop_of_a_call_that_fails_changes_nothing() -> None:
    api = Api(faults=[Fault(kind="drop", handled=True)])
    assert api.answer("POST", "/contacts", {}).response is None
    assert list(api.simulator.writes()) == []


def test_bodies_can_be_spoilt() -> None:
    """behaviour.md 1.2: an empty 200; and malformed JSON, and a body that ends in the middle."""
    api = Api(faults=[Fault(kind=kind, times=1) for kind in ("empty", "malformed", "truncate")])
    empty = api.answer("GET", "/me").response
    assert empty is not None
    assert (empty.status, empty.body) == (200, b"")
    api.simulator.faults.replace([Fault(kind="malformed")])
    malformed = api.answer("GET", "/me").response
    assert malformed is not None
    with pytest.raises(ValueError, match=r"Expecting|Unterminated|delimiter"):
        json.loads(malformed.body)
    api.simulator.faults.replace([Fault(kind="truncate")])
    truncated = api.answer("GET", "/me")
    assert truncated.truncate
    assert truncated.response is not None
    assert json.loads(truncated.response.body)["type"] == "admin"


def test_delays_add_up_and_are_left_to_the_rim() -> None:
    api = Api(faults=[Fault(kind="delay", seconds=1.5), Fault(kind="delay", seconds=2), Fault(kind="drop", after=1)])
    assert api.answer("GET", "/me").delay == 3.5
    dropped = api.answer("GET", "/me")
    assert (dropped.response, dropped.delay) == (None, 3.5)
    assert api.clock.slept == []


def test_rate_headers_can_be_missing_or_double() -> None:
    """behaviour.md 2: they may be missing, also on a 429."""
    api = Api(limit=2, faults=[Fault(kind="no_rate_headers"), Fault(kind="drop", operation="nothing")])
    for _ in range(3):
        result = api.get("/me")
        assert not [name for name in result.headers if name.startswith("x-ratelimit")]
    assert result.status == 429
    api = Api(limit=2, faults=[Fault(kind="duplicate_rate_headers")])
    assert api.get("/me").headers.get_all("X-RateLimit-Remaining") == ("1", "1")


def test_the_servers_clock_can_be_wrong() -> None:
    """A skewed clock moves Date and reset alike, a skewed date only Date; the windows stay."""
    right = Api(ManualClock(1_000_003.0)).get("/me").headers
    clock, date = (
        Api(ManualClock(1_000_003.0), faults=[Fault(kind=kind, seconds=-3)]).get("/me").headers
        for kind in ("skewed_clock", "skewed_date")
    )
    assert clock["Date"] == date["Date"] != right["Date"]
    assert right["X-RateLimit-Reset"] == date["X-RateLimit-Reset"] == "1000010"
    assert clock["X-RateLimit-Reset"] == "1000007"


def test_another_program_uses_up_the_quota_evenly() -> None:
    """behaviour.md 2: the workspace's total is shared."""
    api = Api(
        ManualClock(1_000_000.0),
        limit=100,
        faults=[Fault(kind="foreign_calls", calls=50), Fault(kind="foreign_calls", calls=30)],
    )
    assert api.get("/me").headers["X-RateLimit-Remaining"] == "99"
    api.clock.time += 5
    assert api.get("/me").headers["X-RateLimit-Remaining"] == "58"
    api.clock.time += 4.99
    left = [api.get("/me") for _ in range(20)]
    assert [result.status for result in left] == [200] * 19 + [429]
    assert left[18].headers["X-RateLimit-Remaining"] == "0"


def test_calls_refused_by_the_quota_use_up_no_fault() -> None:
    """A fault that strikes once strikes a call that was let through."""
    api = Api(limit=1, faults=[Fault(kind="status", status=503, after=1, times=1)])
    assert statuses(api, 3) == [200, 429, 429]
    api.clock.time += 10
    assert statuses(api, 1) == [503]


def test_faults_go_through_json() -> None:
    """What the server takes over HTTP is what the library takes."""
    fault = Fault(kind="status", operation="contacts.create", every=2, rate=0.5, status=502, body="html", handled=True)
    assert fault_from_json(json.loads(json.dumps(fault_to_json(fault)))) == fault
    assert fault_to_json(Fault(kind=FaultKind.DROP)) == {"kind": "drop"}


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"kind": "nonsense"},
        {"kind": "drop", "nonsense": 1},
        {"kind": "drop", "every": 0},
        {"kind": "drop", "after": "x"},
    ],
)
def test_a_bad_fault_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        fault_from_json(value)


def test_a_foreign_program_needs_no_call_to_match() -> None:
    """It uses the quota in the background, nothing is counted as struck."""
    simulator = Simulator(clock=ManualClock(), faults=[Fault(kind="foreign_calls", calls=5)])
    simulator.handle(request("GET", "/me"))
    assert simulator.faults.struck() == (0,)
