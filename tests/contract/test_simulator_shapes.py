"""The simulator's bodies against the examples that Intercom recorded for its OpenAPI file of 2.16."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.simulator_calls import Api


@pytest.fixture(scope="module")
def recorded(api_facts: Path) -> Callable[[str, str, int, str], Any]:
    """Look up the example of an answer by method, path, status and name."""
    paths = json.loads((api_facts / "spec" / "2.16.json").read_text())["paths"]

    def look_up(method: str, path: str, status: int, name: str) -> Any:
        content = paths[path][method]["responses"][str(status)]["content"]["application/json"]
        return content["examples"][name]["value"]

    return look_up


def shape(value: object, path: str = "$") -> Iterator[tuple[str, str]]:
    """Yield every place of a body with its JSON type; the items of a list are one place."""
    if isinstance(value, dict):
        yield path, "object"
        for name, member in value.items():
            yield from shape(member, f"{path}.{name}")
    elif isinstance(value, list):
        yield path, "array"
        for item in value:
            yield from shape(item, f"{path}[]")
    else:
        yield path, "null" if value is None else type(value).__name__


def test_a_contact_has_the_recorded_keys_types_and_nulls(recorded: Callable[..., Any]) -> None:
    """Every key of the example stands in ours and the other way round, in the same order."""
    example = recorded("post", "/contacts", 200, "successful")
    ours = Api().contact(email="joebloggs@intercom.io")
    assert list(shape(ours)) == list(shape(example))


def test_an_updated_contact_has_the_recorded_shape(recorded: Callable[..., Any]) -> None:
    example = recorded("put", "/contacts/{contact_id}", 200, "successful")
    api = Api()
    body = api.contact(email="joe@bloggs.com", external_id="70", signed_up_at=1734537421)
    ours = api.put(f"/contacts/{body['id']}", {"email": "joebloggs@intercom.io", "name": "joe bloggs"}).body
    assert dict(shape(ours)) == dict(shape(example))


@pytest.mark.parametrize(("method", "path"), [("get", "/contacts"), ("post", "/contacts/search")])
def test_an_empty_list_is_the_recorded_one(recorded: Callable[..., Any], method: str, path: str) -> None:
    asked = {
        "query": {"operator": "AND", "value": [{"field": "created_at", "operator": ">", "value": "1306054154"}]},
        "sort": {"field": "created_at", "order": "ascending"},
        "pagination": {"per_page": 5},
    }
    result = Api().call(method.upper(), path, asked if method == "post" else None)
    assert result.body == recorded(method, path, 200, "successful")


def test_me_has_the_recorded_shape(recorded: Callable[..., Any]) -> None:
    assert dict(shape(Api().get("/me").body)) == dict(shape(recorded("get", "/me", 200, "Successful response")))


@pytest.mark.parametrize(
    ("method", "path", "status", "name", "body"),
    [
        ("post", "/data_attributes", 400, "Invalid name", {"name": "!nv@l!d n@me"}),
        ("post", "/data_attributes", 400, "Invalid Data Type", {"data_type": "mithril"}),
        ("post", "/data_attributes", 400, "Attribute already exists", {"name": "The One Ring"}),
        ("post", "/data_attributes", 400, "Same name already exists", {"name": "The One Ring", "model": "contact"}),
        ("put", "/data_attributes/{data_attribute_id}", 400, "Too few options in list", {"options": {"value": "1"}}),
        ("put", "/data_attributes/{data_attribute_id}", 404, "Attribute Not Found", {}),
        ("get", "/data_attributes", 422, "Deprecated conversation model", None),
        ("get", "/me", 401, "Unauthorized", None),
        ("post", "/contacts/search", 400, "Invalid sort order", {"query": {}, "sort": {"order": "desc"}}),
    ],
)  # fmt: skip
def test_errors_are_the_recorded_ones(
    *, recorded: Callable[..., Any], method: str, path: str, status: int, name: str, body: dict[str, Any] | None
) -> None:
    """Code and message, to the letter."""
    api = Api()
    attribute = {"name": "The One Ring", "model": "company", "data_type": "string"}
    api.post("/data_attributes", attribute)
    try:
        example = recorded(method, path, status, name)
    except KeyError:
        example = recorded(method, "/contacts" if path == "/me" else path, status, name)
    real = path.replace("{data_attribute_id}", "99" if status == 404 else "1")
    real += "?model=conversation" if status == 422 else ""
    sent = {**attribute, **body} if method == "post" and body is not None and "query" not in body else body
    result = api.call(method.upper(), real, sent, token=None if status == 401 else "test-token")
    assert (result.status, result.body["errors"]) == (status, example["errors"])


def test_data_attributes_have_the_recorded_shape(recorded: Callable[..., Any]) -> None:
    """The standard attributes of companies are exactly the recorded ones; a custom one has the recorded keys."""
    api = Api()
    body = {"name": "Mithril Shirt", "model": "company", "data_type": "string"}
    ours = api.post("/data_attributes", body).body
    assert dict(shape(ours)) == dict(shape(recorded("post", "/data_attributes", 200, "Successful")))

    def standard(items: list[dict[str, Any]]) -> dict[str, Any]:
        facts = ("name", "label", "data_type", "api_writable", "ui_writable", "messenger_writable", "archived", "model")
        return {item["full_name"]: [item[fact] for fact in facts] for item in items if not item["custom"]}

    example = recorded("get", "/data_attributes", 200, "Successful response")
    assert standard(api.get("/data_attributes?model=company").body["data"]) == standard(example["data"])


def _sent(api: Api, **changes: object) -> dict[str, Any]:
    """Let a teammate write to somebody, with a conversation at once, and return the message."""
    message = {
        "from": {"type": "admin", "id": "991267459"},
        "to": {"type": "user", "user_id": "70"},
        "message_type": "conversation",
        "body": "heyy",
        "create_conversation_without_contact_reply": True,
    }
    return api.post("/messages", {**message, **changes}).body


def test_a_conversation_in_a_list_is_the_recorded_one(recorded: Callable[..., Any]) -> None:
    """Every key of the example in the same order, with its type."""
    api = Api()
    api.contact(external_id="70")
    _sent(api)
    example = recorded("get", "/conversations", 200, "successful")
    assert list(shape(api.get("/conversations").body)) == list(shape(example))


def test_what_a_reply_answers_has_the_recorded_keys(recorded: Callable[..., Any]) -> None:
    """Every key of the example with its type; a part shows more in other examples."""
    api = Api()
    person = api.contact(external_id="70", name="Joe Bloggs", email="joe@bloggs.com")["id"]
    _sent(api)
    reply = {"message_type": "comment", "type": "user", "intercom_user_id": person, "body": "Thanks again :)"}
    ours = dict(shape(api.post("/conversations/last/reply", reply).body))
    example = dict(shape(recorded("post", "/conversations/{conversation_id}/reply", 200, "User reply")))
    part = "$.conversation_parts.conversation_parts[]"
    assert ours.keys() - example.keys() == {f"{part}.{key}" for key in ("state", "tags", "event_details")}
    assert {place: kind for place, kind in ours.items() if place in example} == example


def test_messages_have_the_recorded_shape(recorded: Callable[..., Any]) -> None:
    api = Api()
    api.contact(external_id="70")
    ours = _sent(api)
    assert list(shape(ours)) == list(shape(recorded("post", "/messages", 200, "admin message created")))
    ours = api.post("/messages", {"from": {"type": "user", "user_id": "70"}, "body": "heyy"}).body
    assert list(shape(ours)) == list(shape(recorded("post", "/messages", 200, "user message created")))


def test_errors_of_conversations_are_the_recorded_ones(recorded: Callable[..., Any]) -> None:
    """Status, code and message, to the letter."""
    api = Api()
    person = api.contact(external_id="70")["id"]
    number = api.simulator.add_conversation(person, "Hi")
    message = {"from": {"type": "admin", "id": "991267459"}, "to": {"type": "user", "user_id": "70"}}
    detach = "/conversations/{conversation_id}/customers/{contact_id}"
    by = {"admin_id": "991267459"}
    for method, path, status, name, body in (
        ("get", "/conversations/{conversation_id}", 404, "Not found", None),
        ("put", "/conversations/{conversation_id}", 404, "Not found", {"read": True}),
        ("post", "/conversations/{conversation_id}/reply", 404, "Not found", {}),
        ("post", "/conversations/{conversation_id}/parts", 404, "Not found", {"message_type": "close"}),
        ("post", "/conversations/{conversation_id}/customers", 404, "Not found", {}),
        ("delete", detach, 404, "Conversation not found", by),
        ("delete", detach.replace("{conversation_id}", number), 404, "Contact not found", by),
        ("delete", detach.replace("{conversation_id}", number), 422, "Last customer", by),
        ("post", "/messages", 400, "No body supplied for message", {**message, "message_type": "inapp"}),
        ("post", "/messages", 422, "No subject supplied for email message",
         {**message, "message_type": "email", "body": "x"}),
    ):  # fmt: skip
        template = detach if method == "delete" else path
        example = recorded(method, template, status, name)
        real = path.replace("{conversation_id}", "1").replace("{contact_id}", person if status == 422 else "x")
        result = api.call(method.upper(), real, body)
        assert (result.status, result.body["errors"]) == (status, example["errors"]), name


@pytest.mark.parametrize("name", ["docs_user_v1_4_model", "docs_user_v1_0_created", "docs_lead_v1_4_model"])
def test_a_user_has_the_keys_of_the_documented_ones(api_facts: Path, name: str) -> None:
    """Every key of the documented 1.x bodies is there."""
    example = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text())
    ours = Api().user(email="email@example.com", user_id="25")
    assert set(example) <= set(ours)


def test_lists_of_users_have_the_documented_keys(api_facts: Path) -> None:
    folder = api_facts / "fixtures" / "v1"
    none, page, scroll = (
        json.loads((folder / f"docs_{name}.json").read_text())
        for name in ("users_by_email_none_v1_1", "users_page1", "users_scroll")
    )
    api = Api()
    assert api.get("/users?email=x@b.c", version="1.4").body == none
    api.user(user_id="25")
    assert set(page) <= set(api.get("/users", version="1.4").body)
    assert set(scroll) <= set(api.get("/users/scroll", version="1.4").body)


def old_places(value: object, path: str = "") -> Iterator[str]:
    """Yield the place of every key of a documented body; what is in a free map, a place or a count is none."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield f"{path}.{name}"
            counted = isinstance(member, list) and name in {"tag", "segment", "user"}
            if not counted and name not in {"custom_attributes", "metadata", "location_data", "social_profiles"}:
                yield from old_places(member, f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from old_places(item, f"{path}[]")


AWAY: Final = {"away_mode_enabled": True, "away_mode_reassign": False}
SNOOZED: Final = {"admin_id": "991267459", "message_type": "snoozed", "snoozed_until": 1_800_000_000}
ADDED: Final = {"admin_id": "991267459", "customer": {"email": "l@b.c"}}
MESSAGE: Final = {
    "message_type": "email", "subject": "Hey", "body": "Ponies?", "template": "plain",
    "from": {"type": "admin", "id": "991267459"}, "to": {"type": "user", "user_id": "25"},
}  # fmt: skip
#: Of each documented 1.x body: the version, and the call that answers such a one. IDs are filled in.
OLD: Final = {
    "docs_activity_logs": ("1.2", "GET", "/admins/activity_logs?created_at_after=1", None),
    "docs_admin": ("1.0", "GET", "/admins/991267459", None),
    "docs_admin_away_response": ("1.4", "PUT", "/admins/991267459/away", AWAY),
    "docs_admin_list_v1_0_with_team": ("1.0", "GET", "/admins", None),
    "docs_company_deleted_stub": ("1.4", "DELETE", "/companies/COMPANY", None),
    "docs_company_users": ("1.4", "GET", "/companies/COMPANY/users", None),
    "docs_company_v1_created": ("1.4", "POST", "/companies", {"company_id": "6", "plan": "Paid"}),
    "docs_company_list_plan_string": ("1.4", "GET", "/companies", None),
    "docs_conversation_group_snoozed_v1_0": ("1.0", "POST", "/conversations/CONVERSATION/reply", SNOOZED),
    "docs_conversation_list_v1_0": ("1.0", "GET", "/conversations", None),
    "docs_conversation_list_v1_1": ("1.1", "GET", "/conversations", None),
    "docs_conversation_v1_2_model": ("1.3", "GET", "/conversations/CONVERSATION", None),
    "docs_count_app": ("1.4", "GET", "/counts", None),
    "docs_count_company_tag_paged": ("1.4", "GET", "/counts?type=company&count=tag", None),
    "docs_count_company_user": ("1.4", "GET", "/counts?type=company&count=user", None),
    "docs_count_conversation_admin": ("1.4", "GET", "/counts?type=conversation&count=admin", None),
    "docs_count_user_segment": ("1.4", "GET", "/counts?type=user&count=segment", None),
    "docs_count_user_tag": ("1.4", "GET", "/counts?type=user&count=tag", None),
    "docs_customers_of_conversation": ("1.0", "POST", "/conversations/CONVERSATION/customers", ADDED),
    "docs_data_attributes_customer_v1_0": ("1.0", "GET", "/data_attributes/customer", None),
    "docs_data_attributes_v1_4": ("1.4", "GET", "/data_attributes", None),
    "docs_error_400_version_invalid": ("1.9", "GET", "/users", None),
    "docs_error_403_action_forbidden": ("1.0", "PUT", "/admins/991267460/away", AWAY),
    "docs_error_404_created_at_after": ("1.4", "GET", "/admins/activity_logs", None),
    "docs_event_list": ("1.4", "GET", "/events?type=user&user_id=25&per_page=1", None),
    "docs_event_summary": ("1.4", "GET", "/events?type=user&user_id=25&summary=true", None),
    "docs_leads_by_email": ("1.1", "GET", "/contacts?email=l@b.c", None),
    "docs_message_admin": ("1.4", "POST", "/messages", MESSAGE),
    "docs_message_user": ("1.4", "POST", "/messages", {"from": {"type": "user", "user_id": "25"}, "body": "Hey"}),
    "docs_note_list": ("1.4", "GET", "/notes?user_id=25", None),
    "docs_note_view": ("1.4", "GET", "/notes/1", None),
    "docs_segment_list_counts": ("1.4", "GET", "/segments?include_count=true", None),
    "docs_tag": ("1.0", "POST", "/tags", {"name": "Independent"}),
    "docs_tag_list_int_ids": ("1.0", "GET", "/tags", None),
    "docs_team_list": ("1.0", "GET", "/teams", None),
    "docs_user_delete_request": ("1.4", "POST", "/user_delete_requests", {"intercom_user_id": "USER"}),
    "docs_user_v1_0_created": ("1.0", "POST", "/users", {"user_id": "25"}),
    "docs_users_by_email_v1_1": ("1.1", "GET", "/users?email=u@b.c", None),
}  # fmt: skip
#: What documented bodies have that the simulator leaves out.
OLD_LACKING: Final = {
    "docs_note_list": {".notes[].author.companies"},  # always empty
    "docs_note_view": {".author.companies", ".author.avatar", ".author.avatar.type", ".author.avatar.image_url"},
}


@pytest.mark.parametrize("name", OLD)
def test_bodies_of_1_x_have_the_documented_keys(api_facts: Path, name: str) -> None:
    """API docs of 1.x: every key of the documented bodies is there, and lists have the documented type."""
    documented = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text())
    api = Api()
    company = api.company("6", last_request_at=1_699_999_000, plan="Paid", size=5, website="https://x.y", industry="x")
    user = api.user(user_id="25", email="u@b.c", companies=[{"company_id": "6", "name": "Acme"}])
    api.lead(email="l@b.c", companies=[])
    api.post("/tags", {"name": "VIP", "users": [{"user_id": "25"}]}, version="1.0")
    api.post("/notes", {"user": {"user_id": "25"}, "body": "x"}, version="1.4")
    api.attribute("size", "options", options=[{"value": "S"}, {"value": "L"}], description="x")
    for number in range(2):
        event = {"event_name": "looked", "created_at": 1_699_999_000 + number, "user_id": "25", "metadata": {"a": 1}}
        api.post("/events", event)
    world = api.simulator.world
    metadata = {"message": {}, "before": "", "after": ""}
    world.activity_logs.add(world.admins[0], "message_state_change", "x", metadata=metadata, now=5)
    world.admins[1].inbox_seat = False
    conversation = api.simulator.add_conversation(user["id"], "Hi", url="https://x.y")
    api.simulator.tag_conversation(conversation, "VIP")
    reply = {"type": "admin", "admin_id": "991267459", "message_type": "comment", "body": "Yes?"}
    api.post(f"/conversations/{conversation}/reply", reply, version="1.0")
    version, method, path, body = OLD[name]
    if body == {"intercom_user_id": "USER"}:
        body = {"intercom_user_id": user["id"]}
    path = path.replace("COMPANY", company["id"]).replace("CONVERSATION", conversation)
    ours = api.call(method, path, body, version=version).body
    assert set(old_places(documented)) - set(old_places(ours)) == OLD_LACKING.get(name, set())
    assert documented.get("type") == ours.get("type")
