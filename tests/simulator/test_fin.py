"""Fin: conversations with it, by the ids that the customer gave."""

from typing import Any

import pytest
from support.simulator_calls import Api, Result

SAID = {"author": "user", "body": "How?", "timestamp": "2025-01-24T10:01:20.000Z"}
ADA = {"id": "7", "name": "Ada", "email": "ada@b.c"}


def post(api: Api, path: str, **body: object) -> Result:
    return api.post(f"/fin/{path}", {"conversation_id": "e1", "message": SAID, "user": ADA, **body}, version="Preview")


def rate(api: Api, **body: object) -> Any:
    """Rate the conversation and return the answer, or what it says is wrong."""
    result = api.post("/fin/csat", {"conversation_id": "e1", "rating": "good", **body})
    assert result.status in {200, 422}
    return result.body if result.status == 200 else result.body["errors"]


def test_fin_thinks_when_it_is_told_something(api: Api) -> None:
    """Recorded examples; the user is made, and changed later."""
    api.clock.time += 0.123
    body = post(api, "start").body
    assert body == {
        "conversation_id": "e1", "user_id": "7", "status": "thinking", "created_at_ms": "2023-11-14T22:13:20.123Z",
        "sse_subscription_url": body["sse_subscription_url"],
    }  # fmt: skip
    assert "fin_agent_api:e1" in body["sse_subscription_url"]
    assert api.get("/contacts/find_by_external_id/7").body["email"] == "ada@b.c"
    again = post(api, "reply", user={"id": 7, "name": "Ada B."}, attachments=[{"type": "url", "url": "https://x.test"}])
    assert again.body.keys() == body.keys()
    changed = api.get("/contacts/find_by_external_id/7").body
    assert (changed["name"], changed["email"]) == ("Ada B.", "ada@b.c")


def test_attributes_that_there_are_none_of_are_told(api: Api) -> None:
    """Recorded examples; those that there are are written."""
    api.attribute("plan")
    metadata = {"attributes": {"bad": 1}, "history": [SAID]}
    user = {**ADA, "attributes": {"plan": "Pro", "odd": None}}
    body = post(api, "start", user=user, conversation_metadata=metadata).body
    assert body["errors"] == {
        "user": {"attributes": {"odd": "User attribute 'odd' does not exist"}},
        "conversation": {"attributes": {"bad": "Conversation attribute 'bad' does not exist"}},
    }
    assert api.get("/contacts/find_by_external_id/7").body["custom_attributes"] == {"plan": "Pro"}
    post(api, "reply", user={"id": "7", "attributes": {"plan": None}})
    assert api.get("/contacts/find_by_external_id/7").body["custom_attributes"] == {}
    assert post(api, "reply", user={"id": "7", "attributes": {"plan": 5}}).problem == (400, "parameter_invalid")


def test_a_question_and_a_procedure_begin_conversations(api: Api) -> None:
    """Recorded examples; in one that there is, one replies."""
    assert post(api, "ask").body["status"] == "thinking"
    again = post(api, "ask")
    assert again.message == (
        "Fin session already exists for this conversation. Please use /reply to continue the conversation."
    )
    run = post(api, "procedures/12345/run", conversation_id="e2")
    assert (run.body["procedure_id"], run.body["conversation_id"]) == ("12345", "e2")
    unknown = post(api, "procedures/9/run", conversation_id="e3")
    assert (unknown.problem, unknown.message) == ((400, "parameter_invalid"), "Procedure not found")


def test_what_fin_can_do(api: Api) -> None:
    """Recorded example; the user is made on the way."""
    body = api.post("/fin/capabilities", {"user": ADA}, version="Preview").body
    assert body["version"] == "Preview"
    assert [each["endpoint"] for each in body["capabilities"]] == [
        "/fin/procedures/12345/run",
        "/fin/reply",
        "/fin/ask",
    ]
    assert body["capabilities"][0] | {"description": ""} == {
        "type": "procedure", "id": "12345", "name": "Reset password", "description": "",
        "endpoint": "/fin/procedures/12345/run", "method": "POST",
    }  # fmt: skip
    assert api.get("/contacts/find_by_external_id/7").status == 200


def test_a_conversation_or_a_user_is_escalated(api: Api) -> None:
    """Recorded examples: an existing one keeps its id, a user gets a conversation with teammates."""
    post(api, "start")
    body = api.post("/fin/escalate", {"conversation_id": "e1", "context": "x"}, version="Preview").body
    assert (body["conversation_id"], body["status"]) == ("e1", "escalated")
    api.clock.time += 5
    assert rate(api) == {"base": "No rating survey found for this conversation"}
    new = api.post("/fin/escalate", {"user": ADA, "message": "Help me"}, version="Preview").body
    assert new.keys() == {"intercom_conversation_id", "status"}
    assert "Help me" in api.get(f"/conversations/{new['intercom_conversation_id']}").body["source"]["body"]
    nobody = api.post("/fin/escalate", {}, version="Preview")
    assert nobody.message == "Either conversation_id or user must be provided"
    assert api.post("/fin/escalate", {"conversation_id": "x"}, version="Preview").message == "Conversation not found"


def test_a_rating_is_taken_after_an_answer(api: Api) -> None:
    """behaviour.md 4.1: errors are a map; a remark locks the rating, which changes until then for a day."""
    assert rate(api) == {"external_conversation_id": "Conversation not found for the given external_conversation_id"}
    post(api, "start")
    assert rate(api) == {"base": "No rating survey found for this conversation"}
    api.clock.time += 2
    assert rate(api, rating="super") == {"rating": "Rating isn't an option"}
    assert rate(api, remark=5) == {"remark": "Remark must be text"}
    for changes in ({}, {"rating": "bad"}, {"rating": "bad", "remark": "Slow"}, {"rating": "bad"}):
        rated = {"conversation_id": "e1", "rating": "good", "status": "rated", **changes}
        rated.pop("remark", None)
        assert rate(api, **changes) == rated
    locked = {"base": "This rating can no longer be changed because a remark has already been submitted"}
    assert rate(api) == rate(api, rating="bad", remark="Quick") == locked
    api.clock.time += 86_400
    assert rate(api, rating="bad") == {"base": "The rating window for this conversation has closed"}


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("start", {"conversation_id": None}, "conversation_id is required"),
        ("reply", {"conversation_id": ""}, "conversation_id is required"),
        ("reply", {}, "Conversation not found"),
        ("ask", {"conversation_id": None}, "External Conversation ID is required"),
        ("ask", {"user": {}}, "User ID is required"),
        ("start", {"user": None}, "User ID is required"),
        ("start", {"message": None}, "message is required"),
        ("start", {"message": {"author": "user"}}, "body is required"),
        ("start", {"message": {"body": "x"}}, "author is required"),
        ("start", {"attachments": [{}] * 11}, "Cannot send more than 10 attachments"),
        (
            "ask", {"conversation_metadata": {"history": [SAID] * 11}},
            "Conversation history cannot contain more than 10 items",
        ),
        (
            "capabilities", {"user": {"id": "1", "attributes": {str(number): 1 for number in range(11)}}},
            "Cannot update more than 10 attributes at once.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_call_is_400(api: Api, path: str, body: dict[str, object], message: str) -> None:
    """behaviour.md 4.3, recorded examples, where there are some."""
    result = post(api, path, **body)
    assert (result.problem, result.message) == ((400, "parameter_invalid"), message)
