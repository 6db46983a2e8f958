"""Phone calls that Fin answers: registered, then known, then part of a conversation."""

from typing import Any

import pytest
from support.simulator_calls import Api

from intercom_async.simulator.resources.fin_voice import conversed

PHONE = "+353832345678"


def register(api: Api, call_id: object, **fields: object) -> Any:
    return api.post("/fin_voice/register", {"phone_number": PHONE, "call_id": call_id, **fields})


def test_a_call_is_known_after_a_while(api: Api) -> None:
    """API docs: not found until it is matched; then by each of its names."""
    body = register(api, "x1", source="five9", data={"queue": "a"}).body
    assert body == {
        "id": 1, "app_id": 12345, "user_phone_number": PHONE, "status": "registered", "intercom_call_id": None,
        "external_call_id": "x1", "intercom_conversation_id": None, "call_transcript": [], "call_summary": "",
        "intent": [],
    }  # fmt: skip
    paths = ("/fin_voice/collect/1", "/fin_voice/external_id/x1", "/fin_voice/phone_number/%2B353832345678")
    assert [api.get(path).problem for path in paths] == [(404, "not_found")] * 3
    api.clock.time += 2
    known = {**body, "status": "in-progress", "intercom_call_id": "91"}
    assert [api.get(path).body for path in paths] == [known] * 3
    assert api.get("/fin_voice/collect/2").problem == (404, "not_found")


def test_the_last_call_of_a_number_is_found(api: Api) -> None:
    """API docs: the most recent one."""
    register(api, "x1")
    register(api, 2)
    api.clock.time += 2
    assert api.get("/fin_voice/phone_number/%2B353832345678").body["external_call_id"] == "2"


def test_the_calls_of_a_conversation_are_a_plain_list(api: Api) -> None:
    register(api, "x1")
    register(api, "x2")
    conversed(api.simulator.world, "x2", "77")
    (call,) = api.get("/fin_voice/conversation/77").body
    assert (call["external_call_id"], call["intercom_conversation_id"]) == ("x2", "77")
    assert api.get("/fin_voice/conversation/78").body == []


def test_a_call_is_registered_once(api: Api) -> None:
    register(api, "x1")
    assert register(api, "x1").problem == (409, "conflict")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"phone_number": None}, "parameter_not_found"),
        ({"phone_number": "123"}, "parameter_invalid"),
        ({"call_id": None}, "parameter_not_found"),
        ({"source": "skype"}, "parameter_invalid"),
        ({"data": 5}, "parameter_invalid"),
    ],
)
def test_a_wrong_call_is_400(api: Api, fields: dict[str, object], code: str) -> None:
    """API docs: number and id are needed."""
    body = {"phone_number": PHONE, "call_id": "x1", **fields}
    assert api.post("/fin_voice/register", body).problem == (400, code)
