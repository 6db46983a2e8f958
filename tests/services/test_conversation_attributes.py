"""Conversation attributes: the exact request of every method and what its answer becomes."""

import pytest
from support.wire_calls import Asked, Case, check, each, refused

from intercom_async.models.conversation_attributes import (
    AttributeOption,
    AttributeReference,
    ConversationAttribute,
    ConversationAttributeChanges,
    NewConversationAttribute,
)

VERSIONS = ("2.16", "Preview")
PATH = "/conversations/attributes"
LIST = {
    "type": "conversation_attribute", "id": 2, "name": "size", "description": "", "data_type": "list",
    "required": False, "visible_to_team_ids": [814865], "archived": False, "created_at": 1777472538,
    "updated_at": 1777472538, "admin_id": "16", "options": [{"id": "a-1", "label": "S", "archived": False}],
}  # fmt: skip
LEADS_TO = {"type": "many", "object_type_id": "Order"}


@each(
    Case("list", lambda c: c.conversation_attributes.list(), Asked("GET", PATH), {"type": "list", "data": [LIST]},
         {"id": "2", "visible_to_team_ids": ("814865",)}, ConversationAttribute, VERSIONS),
    Case("list all", lambda c: c.conversation_attributes.list(include_archived=True),
         Asked("GET", PATH, {"include_archived": "true"}), {"type": "list", "data": [LIST]}, {"name": "size"},
         ConversationAttribute),
    Case("create a list",
         lambda c: c.conversation_attributes.create(NewConversationAttribute(
             name="size", data_type="list", visible_to_team_ids=[814865],
             options=[AttributeOption(label="S"), AttributeOption(label="L")])),
         Asked("POST", PATH, {}, {"name": "size", "data_type": "list", "visible_to_team_ids": [814865],
                                  "options": [{"label": "S"}, {"label": "L"}]}), LIST, {"data_type": "list"},
         ConversationAttribute, VERSIONS),
    Case("create a relationship",
         lambda c: c.conversation_attributes.create(NewConversationAttribute(
             name="orders", data_type="relationship", description="What it is about", required=True,
             reference=AttributeReference(type="many", object_type_id="Order"))),
         Asked("POST", PATH, {}, {"name": "orders", "data_type": "relationship", "description": "What it is about",
                                  "required": True, "reference": LEADS_TO}),
         {**LIST, "data_type": "relationship", "options": None, "reference": LEADS_TO},
         {"reference.object_type_id": "Order", "reference.type": "many"}, ConversationAttribute, VERSIONS),
    Case("retrieve", lambda c: c.conversation_attributes.retrieve(2), Asked("GET", f"{PATH}/2"), LIST, {"id": "2"},
         ConversationAttribute, VERSIONS),
    Case("update", lambda c: c.conversation_attributes.update("2", ConversationAttributeChanges(
             name="x", description=None, multiline=True, visible_to_team_ids=[],
             reference=AttributeReference(type="one"))),
         Asked("PUT", f"{PATH}/2", {}, {"name": "x", "description": None, "multiline": True,
                                        "visible_to_team_ids": [], "reference": {"type": "one"}}),
         {**LIST, "name": "x"}, {"name": "x"}, ConversationAttribute, VERSIONS),
    Case("delete", lambda c: c.conversation_attributes.delete(2), Asked("DELETE", f"{PATH}/2"),
         {**LIST, "archived": True}, {"archived": True}, ConversationAttribute, VERSIONS),
    Case("create_option", lambda c: c.conversation_attributes.create_option(2, label="M"),
         Asked("POST", f"{PATH}/2/options", {}, {"label": "M"}), LIST, {"id": "2"}, ConversationAttribute, VERSIONS),
    Case("update_option", lambda c: c.conversation_attributes.update_option(2, "a-1", label="M"),
         Asked("PUT", f"{PATH}/2/options/a-1", {}, {"label": "M"}), LIST, {"id": "2"}, ConversationAttribute,
         VERSIONS),
    Case("delete_option", lambda c: c.conversation_attributes.delete_option(2, "a-1"),
         Asked("DELETE", f"{PATH}/2/options/a-1"), LIST, {"id": "2"}, ConversationAttribute, VERSIONS),
)  # fmt: skip
async def test_a_call_asks_exactly_this_and_gives_exactly_that(case: Case, version: str) -> None:
    await check(case, version)


@pytest.mark.parametrize("version", ["2.0", "2.15"])
async def test_they_came_with_2_16(version: str) -> None:
    error = await refused(lambda c: c.conversation_attributes.list(), version)
    assert str(error.since) == "2.16"
