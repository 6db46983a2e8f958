"""Messages: of teammates and of customers, what begins with them, and the refusals."""

from typing import Any

import pytest
from support.simulator_calls import Api

CIARAN = "991267459"
START = 1_700_000_000
OWNER = {
    "type": "admin", "id": CIARAN, "name": "Ciaran Lee", "email": "ciaran@example.com",
    "away_mode_enabled": False, "away_mode_reassign": False,
}  # fmt: skip


@pytest.fixture
def ann(api: Api) -> str:
    return api.contact(email="ann@b.c", external_id="ann", name="Ann")["id"]


def admin(api: Api, version: str = "1.4", **changes: object) -> Any:
    given = {"message_type": "inapp", "body": "Hi", "from": {"type": "admin", "id": CIARAN}, "to": user("ann")}
    return api.post("/messages", {**given, **changes}, version=version)


def user(user_id: str) -> dict[str, str]:
    return {"type": "user", "user_id": user_id}


def test_an_email_of_a_teammate(api: Api, ann: str) -> None:
    """behaviour.md 9 (messages.owner): the message with its owner, and no conversation id."""
    message = admin(api, message_type="email", subject="Hey", template="plain").body
    assert message == {
        "type": "admin_message", "id": "400000001", "created_at": START, "subject": "Hey", "body": "Hi",
        "message_type": "email", "template": "plain", "owner": OWNER,
    }  # fmt: skip
    (conversation,) = api.get("/conversations?type=user&user_id=ann", version="1.4").body["conversations"]
    sent = conversation["conversation_message"]
    assert (sent["id"], sent["type"], sent["subject"], sent["body"]) == (message["id"], "email", "Hey", "<p>Hi</p>")
    assert sent["author"]["id"] == CIARAN
    assert sent["delivered_as"] == "admin_initiated"
    assert (conversation["assignee"]["id"], conversation["customers"]) == (CIARAN, [{"type": "user", "id": ann}])


@pytest.mark.parametrize(
    ("version", "subject", "template"), [("1.0", "", True), ("2.6", "Hi", True), ("2.7", "Hi", False)]
)
def test_a_message_without_a_subject(api: Api, ann: str, version: str, subject: str, *, template: bool) -> None:
    """Recorded example at 2.7: the text is the subject, and there is no template."""
    message = admin(api, version).body
    assert (message["subject"], message["message_type"]) == (subject, "inapp")
    assert ("template" in message) is template


@pytest.mark.parametrize("kind", ["in_app", "conversation", "inapp"])
def test_names_of_a_message_in_the_messenger(api: Api, ann: str, kind: str) -> None:
    """Recorded requests and OpenAPI files; 1.x has one name."""
    assert admin(api, "2.16", message_type=kind).body["message_type"] == "inapp"
    assert (admin(api, message_type=kind).status == 200) is (kind == "inapp")


@pytest.mark.parametrize("version", ["2.0", "2.16"])
def test_a_message_is_no_conversation_until_it_is_answered_in_2_x(api: Api, ann: str, version: str) -> None:
    """API docs: create a message; then the conversation has the id of the message."""
    message = admin(api, version).body
    assert api.get("/conversations", version=version).body["conversations"] == []
    answer = {"type": "user", "message_type": "comment", "user_id": "ann", "body": "Oh"}
    body = api.post("/conversations/last/reply", answer, version=version).body
    assert body["source"]["id"] == message["id"]
    assert body["first_contact_reply"]["created_at"] == START
    assert [each["id"] for each in api.get("/conversations", version=version).body["conversations"]] == [body["id"]]


def test_a_message_may_be_a_conversation_at_once(api: Api, ann: str) -> None:
    """OpenAPI files: create_conversation_without_contact_reply; 1.x does not know it."""
    wanted = {"create_conversation_without_contact_reply": True}
    admin(api, "1.4", **wanted)
    assert api.get("/conversations").body["total_count"] == 0
    admin(api, "2.16", create_conversation_without_contact_reply=False)
    assert api.get("/conversations").body["total_count"] == 0
    admin(api, "2.16", **wanted)
    assert api.get("/conversations").body["total_count"] == 1
    result = admin(api, "2.16", create_conversation_without_contact_reply="yes")
    assert result.problem == (400, "parameter_invalid")


def test_several_recipients_from_2_14_on(api: Api, ann: str) -> None:
    """behaviour.md 1.4: 2.14; whom copies go to takes part as well."""
    bob, cy = (api.contact(email=f"{name}@b.c", external_id=name)["id"] for name in ("bob", "cy"))
    to = [user("ann"), user("bob"), user("ann")]
    assert admin(api, "2.13", to=to).problem == (400, "parameter_invalid")
    for copies in ([user("cy")], user("cy")):
        admin(api, "2.14", to=to, cc=copies, create_conversation_without_contact_reply=True)
    for conversation in api.get("/conversations").body["conversations"]:
        assert [each["id"] for each in conversation["contacts"]["contacts"]] == [ann, bob, cy]
    assert admin(api, "2.14", to=[]).problem == (400, "parameter_not_found")


def test_the_time_of_a_message_from_2_11_on(api: Api, ann: str) -> None:
    """behaviour.md 1.4: 2.11; the conversation begins then."""
    for sender in ({"type": "admin", "id": CIARAN}, user("ann")):
        given = {"from": sender, "created_at": START - 5}
        assert admin(api, "2.10", **given).body["created_at"] == START
        assert admin(api, "2.11", **given).body["created_at"] == START - 5
    started = [each["created_at"] for each in api.get("/conversations", version="1.4").body["conversations"]]
    assert started == [START, START, START - 5, START - 5]


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.0", "2.16"])
def test_a_message_of_a_customer(api: Api, ann: str, version: str) -> None:
    """Documented and recorded answers: the conversation's id came with 2.x; the text is plain."""
    lead = api.lead()["id"]
    for sender in ({"type": "user", "id": ann}, user("ann"), {"type": "contact", "id": lead}):
        message = api.post("/messages", {"from": sender, "body": "<Hi>"}, version=version).body
        (conversation, *_) = api.get("/conversations?order=desc", version="1.4").body["conversations"]
        expected = {"type": "user_message", "created_at": START, "body": "<Hi>", "message_type": "inapp"}
        assert message == expected | {"id": message["id"]} | (
            {"conversation_id": conversation["id"]} if version >= "2" else {}
        )
        sent = conversation["conversation_message"]
        assert (sent["id"], sent["body"]) == (message["id"], "<p>&lt;Hi&gt;</p>")
        assert conversation["waiting_since"] == START


def test_a_visitor_who_writes_becomes_a_lead(api: Api) -> None:
    """API docs: sending for visitors; by either id, of type contact."""
    for named in ("id", "user_id"):
        visitor = api.simulator.add_visitor(user_id="v", name="Vi")
        sender = {"type": "contact", named: visitor if named == "id" else "v"}
        assert api.post("/messages", {"from": {**sender, "type": "user"}, "body": "x"}, version="1.4").status == 404
        assert api.post("/messages", {"from": sender, "body": "x"}, version="1.4").status == 200
        body = api.get(f"/contacts/{visitor}", version="1.4").body
        assert (body["type"], body["name"]) == ("contact", "Vi")
        assert api.get("/visitors?user_id=v").status == 404
        api.delete(f"/contacts/{visitor}")


def test_somebody_new_cannot_be_written_to_yet(api: Api) -> None:
    """behaviour.md 4.5: a 404 for a short time right after creation."""
    slow = Api(index_lag=60.0)
    slow.contact(external_id="ann")
    assert admin(slow).problem == (404, "not_found")
    slow.clock.time += 60
    assert admin(slow).status == 200


def test_who_is_unsubscribed_gets_no_email(api: Api, ann: str) -> None:
    """v1.md 6: 403, and this message; in the Messenger they are written to."""
    api.put(f"/contacts/{ann}", {"unsubscribed_from_emails": True})
    result = admin(api, message_type="email", subject="x")
    assert (result.problem, result.message) == ((403, "forbidden"), "This user is unsubscribed from emails")
    assert admin(api).status == 200


@pytest.mark.parametrize(
    ("changes", "problem", "message"),
    [
        ({"from": None}, (400, "parameter_not_found"), "from is required"),
        ({"from": "x"}, (400, "parameter_invalid"), "from must be a JSON object"),
        ({"from": {}}, (400, "parameter_invalid"), "from must be of type admin, user, contact, lead"),
        ({"from": {"type": "admin"}}, (404, "admin_not_found"), "Admin for admin_id not found"),
        ({"from": user("x")}, (404, "not_found"), "User Not Found"),
        ({"from": {"type": "contact", "id": "x"}}, (404, "not_found"), "User Not Found"),
        ({"from": user("ann"), "body": None}, (400, "parameter_invalid"), "Body is required"),
        ({"body": None}, (400, "parameter_invalid"), "Body is required"),
        ({"body": 5}, (400, "parameter_invalid"), "body must be a string"),
        ({"message_type": None}, (400, "parameter_invalid"), "message_type must be one of inapp, email"),
        ({"message_type": "fax"}, (400, "parameter_invalid"), "message_type must be one of inapp, email"),
        ({"message_type": "email"}, (422, "parameter_not_found"), "No subject supplied for email message"),
        ({"message_type": "email", "body": None, "subject": "x"}, (400, "parameter_invalid"), "Body is required"),
        ({"template": "fancy"}, (400, "parameter_invalid"), "template must be plain or personal"),
        ({"to": None}, (400, "parameter_not_found"), "to is required"),
        ({"to": user("x")}, (404, "not_found"), "User Not Found"),
        ({"to": [user("ann")]}, (400, "parameter_invalid"), "to must be a JSON object"),
    ],
)
def test_what_cannot_be_sent(
    *, api: Api, ann: str, changes: dict[str, object], problem: tuple[int, str], message: str
) -> None:
    """behaviour.md 4.3: Body is required with 400, the subject with 422; nothing begins."""
    result = admin(api, **changes)
    assert (result.problem, result.message) == (problem, message)
    assert api.get("/conversations", version="1.4").body["conversations"] == []
