"""The models of conversations against every recorded answer, every published schema and every recorded request."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.spec_files import Answered, check_answer, named, specs

from intercom_async import operations as ops
from intercom_async.models.conversation_people import ConversationCustomers
from intercom_async.models.conversations import Conversation, ConversationChanges
from intercom_async.models.replies import AdminReply, ContactReply, QuickReply
from intercom_async.operation import Operation
from intercom_async.wire import json_ready

PARTS = [ops.Conversations.assign, ops.Conversations.close, ops.Conversations.open, ops.Conversations.snooze]
ANSWERS = [
    Answered(ops.Conversations.retrieve, Conversation),
    Answered(ops.Conversations.update, Conversation),
    Answered(ops.Conversations.mark_as_read, Conversation),
    Answered(ops.Conversations.reply, Conversation),
    Answered(ops.Conversations.run_assignment_rules, Conversation),
    *(Answered(row, Conversation) for row in PARTS),
]
#: Where the files describe something else than they record.
RECORDED = [
    Answered(ops.Conversations.list, Conversation),
    Answered(ops.Conversations.attach_contact, ConversationCustomers),
    Answered(ops.Conversations.detach_contact, ConversationCustomers),
]


def test_every_recorded_answer_decodes_and_encodes_back(
    api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    count = sum(answered.check_examples(api_facts) for answered in [*ANSWERS, *RECORDED])
    record_property("conversations in recorded answers, decoded and encoded back", count)


@pytest.mark.parametrize("answered", ANSWERS, ids=named)
def test_every_declared_property_has_a_field(answered: Answered, api_facts: Path) -> None:
    assert answered.check_properties(api_facts)


def test_every_declared_property_of_a_listed_conversation_has_a_field(api_facts: Path) -> None:
    schemas = [(spec, spec.content["components"]["schemas"]["conversation_list_item"]) for spec in specs(api_facts)]
    assert [missing for spec, schema in schemas for missing in spec.lacking(schema, Conversation)] == []
    assert all(spec.properties(schema) for spec, schema in schemas)


@pytest.mark.parametrize(
    ("name", "model", "key"),
    [
        ("docs_conversation_list_v1_0", Conversation, "conversations"),
        ("docs_conversation_list_v1_1", Conversation, "conversations"),
        ("docs_conversation_v1_2_model", Conversation, None),
        ("docs_conversation_group_snoozed_v1_0", Conversation, None),
        ("docs_customers_of_conversation", ConversationCustomers, None),
    ],
)
def test_documented_answers_of_1_x_decode_and_encode_back(
    *, api_facts: Path, name: str, model: Any, key: str | None
) -> None:
    body = json.loads((api_facts / "fixtures" / "v1" / f"{name}.json").read_text(encoding="utf-8"))
    assert check_answer(name, body, model, key) == 1


def test_every_recorded_change_can_be_made(api_facts: Path) -> None:
    bodies = [body for spec in specs(api_facts) for _, body in spec.requests(ops.Conversations.update)]
    assert bodies
    for body in bodies:
        assert json_ready(ConversationChanges(**body)) == body


def test_every_recorded_reply_can_be_made(api_facts: Path) -> None:
    """What a service adds is the type alone."""
    bodies = [body for spec in specs(api_facts) for _, body in spec.requests(ops.Conversations.reply)]
    assert {body["message_type"] for body in bodies} == {"comment", "note", "quick_reply"}
    for body in bodies:
        fields = {name: value for name, value in body.items() if name != "type"}
        if "reply_options" in fields:
            fields["reply_options"] = [QuickReply(**option) for option in fields["reply_options"]]
        reply: AdminReply | ContactReply = (AdminReply if body["type"] == "admin" else ContactReply)(**fields)
        assert {"type": body["type"], **json_ready(reply)} == body


@pytest.mark.parametrize(
    ("row", "declared"),
    [
        (ops.Conversations.update, {*attrs.fields_dict(ConversationChanges)}),
        (ops.Conversations.attach_contact, {"admin_id", "customer"}),
        (ops.Conversations.detach_contact, {"admin_id"}),
        *((row, {"message_type", "type", "admin_id", "assignee_id", "snoozed_until", "body"}) for row in PARTS),
        (ops.Conversations.reply, {*attrs.fields_dict(AdminReply), *attrs.fields_dict(ContactReply), "type"}),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_files_declare_nothing_more_to_send(api_facts: Path, row: Operation, declared: set[str]) -> None:
    """Each of these is an argument of the method, which the tests of the service compare with what is sent."""
    found = {name for spec in specs(api_facts) for name in spec.properties(spec.request(row))}
    assert found
    assert found <= declared


def test_the_files_declare_nothing_more_to_ask_for(api_facts: Path) -> None:
    """Of one conversation, and of their list."""
    asked = {
        (row.name, parameter["name"])
        for row in (ops.Conversations.retrieve, ops.Conversations.list)
        for spec in specs(api_facts)
        for parameter in (spec.described(row) or {}).get("parameters", ())
        if parameter.get("in") == "query"
    }
    included = {"include_monitors", "include_scorecards"}
    assert asked == {
        *(("conversations.list", name) for name in {"per_page", "starting_after", *included}),
        *(
            ("conversations.retrieve", name)
            for name in {"display_as", "include_translations", "include_email_history", *included}
        ),
    }
