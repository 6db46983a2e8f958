"""Answers that no schema describes: nulls, members and values that nobody knows; storms, resets and slow bodies."""

from typing import Any

import pytest
from support.simulator_calls import Api, request

from intercom_async.errors import ConnectionLostError, ReadTimeoutError
from intercom_async.http import Timeout
from intercom_async.simulator import Fault, SimulatorTransport
from intercom_async.simulator.faults import fault_from_json, fault_to_json


def faulty(*faults: Fault, seed: int = 0) -> Api:
    api = Api(seed=seed)
    api.contact(email="a@b.c", name="Ada", role="user")
    api.simulator.faults.replace(faults)
    return api


def only(api: Api) -> dict[str, Any]:
    (person,) = api.get("/contacts").body["data"]
    return person


def test_nulls_fall_on_the_members_that_are_named() -> None:
    """behaviour.md 9 (null lists): at any depth, whatever they held."""
    person = only(faulty(Fault(kind="nulls", members=["email", "tags", "browser"])))
    right = only(faulty())
    assert person == {**right, "email": None, "tags": None, "browser": None, "id": person["id"]}
    assert right["tags"]


def test_nulls_by_chance_are_the_seeds_and_leave_what_is_needed() -> None:
    """What an object is stays; about half of the other values go, the same ones with the same seed."""
    first, again, other = (only(faulty(Fault(kind="nulls"), seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert {name for name in first if first[name] is None} != {name for name in other if other[name] is None}
    right = only(faulty(seed=1))
    gone = [name for name in right if right[name] != first[name]]
    assert first["id"]
    assert first["type"] == "contact"
    assert len(gone) > 3
    assert all(first[name] is None for name in gone if not isinstance(right[name], dict | list))


def test_every_object_has_a_member_that_nobody_knows() -> None:
    api = faulty(Fault(kind="unknown_fields"))
    body = api.get("/contacts").body
    (name,) = [name for name in body if name.startswith("simulated_")]
    assert name in body["data"][0]
    assert name in body["data"][0]["tags"]
    assert body[name] == {"type": "simulated", "values": [1, None, "text"]}


def test_members_with_few_values_have_another_one() -> None:
    role = only(faulty(Fault(kind="unknown_values")))["role"]
    assert role.startswith("simulated_")
    person = only(faulty(Fault(kind="unknown_values", members=("name", "owner_id"))))
    assert (person["role"], person["name"][:10], person["owner_id"]) == ("user", "simulated_", None)


def test_errors_files_and_empty_answers_are_left_alone() -> None:
    """Only a JSON body of a good answer has a schema to break."""
    api = faulty(*(Fault(kind=kind) for kind in ("nulls", "unknown_fields", "unknown_values")))
    error = api.get("/contacts/nobody").body
    assert set(error) == {"type", "request_id", "errors"}
    api.put("/_simulator/faults", [{"kind": "unknown_fields"}])
    tracked = api.post("/events", {"event_name": "x", "created_at": 1_699_999_999, "email": "a@b.c"})
    assert (tracked.status, tracked.body) == (202, None)


def test_a_storm_answers_as_the_quota_does_and_uses_nothing_up() -> None:
    api = faulty(Fault(kind="rate_limited", times=2, retry_after=3), Fault(kind="status", status=503, retry_after=9))
    refused = api.get("/me")
    assert refused.problem == (429, "rate_limit_exceeded")
    assert (refused.headers["X-RateLimit-Remaining"], refused.headers["Retry-After"]) == ("0", "3")
    api.simulator.faults.replace([Fault(kind="status", status=503, retry_after=9)])
    assert api.get("/me").headers["Retry-After"] == "9"
    (window,) = api.simulator.report().windows
    assert (window.answered, window.rejected_429) == (2, 1)


def test_operations_are_named_by_pattern() -> None:
    api = faulty(Fault(kind="status", operation="contacts.*"))
    assert [api.get(path).status for path in ("/contacts", "/me", "/nowhere")] == [500, 200, 404]


@pytest.mark.parametrize("members", ["name", [1], 5])
def test_members_are_names(members: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        fault_from_json({"kind": "nulls", "members": members})


def test_the_new_faults_go_through_json() -> None:
    fault = Fault(kind="nulls", members=("a", "b"), retry_after=1)
    assert fault_from_json({**fault_to_json(fault), "members": ["a", "b"]}) == fault


async def test_a_slow_body_comes_in_pieces_on_the_clock() -> None:
    """It takes as long as it says, whole or as a stream, and each piece is waited for."""
    api = faulty(Fault(kind="slow_body", seconds=20))
    transport = SimulatorTransport(api.simulator)
    timeout = Timeout(connect=1, read=5)
    response = await transport.send(request("GET", "/me"), timeout=timeout, max_bytes=10**6)
    assert response.status == 200
    assert 18 <= sum(api.clock.slept) <= 22
    async with transport.stream(request("GET", "/me"), timeout=timeout) as stream:
        pieces = [piece async for piece in stream.chunks]
    assert len(pieces) > 8
    assert len(b"".join(pieces)) == len(response.body)
    with pytest.raises(ReadTimeoutError, match="no further byte"):
        await transport.send(request("GET", "/me"), timeout=Timeout(connect=1, read=1), max_bytes=10**6)


@pytest.mark.parametrize("kind", ["reset", "truncate"])
async def test_a_stream_has_its_headers_before_the_connection_breaks(kind: str) -> None:
    transport = SimulatorTransport(faulty(Fault(kind=kind)).simulator)
    pieces: list[bytes] = []
    async with transport.stream(request("GET", "/me"), timeout=Timeout()) as stream:
        assert stream.status == 200
        with pytest.raises(ConnectionLostError):
            pieces += [piece async for piece in stream.chunks]
    assert pieces == []


def test_an_answer_that_never_comes_has_no_pieces() -> None:
    assert faulty(Fault(kind="drop")).answer("GET", "/me").pieces == []
