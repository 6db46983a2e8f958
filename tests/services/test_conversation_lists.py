"""Lists of conversations: what is asked for in each version, and how they go on."""

from typing import Any

import pytest
from support.wire_calls import Asked, Wire, links

from intercom_async.models.conversations import Conversation


def conversation(number: int) -> dict[str, Any]:
    """Return a conversation as lists have it."""
    return {"type": "conversation", "id": str(number), "open": True}


def by_cursor(*pages: list[Any]) -> list[dict[str, Any]]:
    """Return the pages of a list that goes on by cursor."""
    last = len(pages)
    return [
        {
            "type": "conversation.list",
            "conversations": items,
            "total_count": sum(map(len, pages)),
            "pages": {
                "type": "pages",
                "page": number,
                "next": {"starting_after": f"c{number}"} if number < last else None,
            },
        }
        for number, items in enumerate(pages, 1)
    ]


@pytest.mark.parametrize("version", ["1.0", "1.4", "2.0", "2.5"])
async def test_list_goes_on_by_link_until_2_5(version: str) -> None:
    """In pages of the server's own size, since no source tells the largest."""
    bodies = links("/conversations", "conversations", [conversation(1), conversation(2)], [conversation(3)], per_page=2)
    for body in bodies:
        del body["total_count"]
    wire = Wire(*bodies, version=version)
    found = await wire.run(lambda c: c.conversations.list(sort="waiting_since", order="asc", display_as="plaintext"))
    assert [(type(each), each.id) for each in found] == [(Conversation, "1"), (Conversation, "2"), (Conversation, "3")]
    query = {"sort": "waiting_since", "order": "asc", "display_as": "plaintext"}
    assert wire.asked == [
        Asked("GET", "/conversations", query),
        Asked("GET", "/conversations", {**query, "per_page": "2", "page": "2"}),
    ]


@pytest.mark.parametrize("version", ["2.6", "2.16", "Preview"])
async def test_list_goes_on_by_cursor_from_2_6_on(version: str) -> None:
    wire = Wire(*by_cursor([conversation(1)], [conversation(2)]), version=version)
    found = await wire.run(lambda c: c.conversations.list())
    assert [each.id for each in found] == ["1", "2"]
    assert wire.asked == [
        Asked("GET", "/conversations", {"per_page": "150"}),
        Asked("GET", "/conversations", {"per_page": "150", "starting_after": "c1"}),
    ]


async def test_list_asks_for_monitors_and_scorecards() -> None:
    wire = Wire(*by_cursor([conversation(1)]), version="Preview")
    await wire.run(lambda c: c.conversations.list(include_monitors=True, include_scorecards=True, per_page=5))
    query = {"include_monitors": "true", "include_scorecards": "true", "per_page": "5"}
    assert wire.asked == [Asked("GET", "/conversations", query)]


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ({"admin_id": 25, "open": True}, {"type": "admin", "admin_id": "25", "open": "true"}),
        ({"admin_id": "nobody", "open": False}, {"type": "admin", "admin_id": "nobody", "open": "false"}),
        ({"intercom_user_id": "u1", "unread": True}, {"type": "user", "intercom_user_id": "u1", "unread": "true"}),
        ({"user_id": 7}, {"type": "user", "user_id": "7"}),
        ({"email": "ada@x.test", "display_as": "plaintext"},
         {"type": "user", "email": "ada@x.test", "display_as": "plaintext"}),
        ({"admin_id": "9", "sort": "created_at", "order": "asc"},
         {"type": "admin", "admin_id": "9", "order": "created_at", "sort": "asc"}),
        ({"admin_id": "9", "order": "desc"}, {"type": "admin", "admin_id": "9", "sort": "desc"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", ["1.0", "1.4"])
async def test_filter_asks_for_those_of_one(version: str, asked: dict[str, Any], query: dict[str, str]) -> None:
    """On the wire a filter swaps what to sort by and in which direction; here the names say what they mean."""
    bodies = links("/conversations", "conversations", [conversation(1)], [conversation(2)], **query, per_page=1)
    wire = Wire(*bodies, version=version)
    found = await wire.run(lambda c: c.conversations.filter(**asked, per_page=1))
    assert [each.id for each in found] == ["1", "2"]
    assert wire.asked == [
        Asked("GET", "/conversations", {**query, "per_page": "1"}),
        Asked("GET", "/conversations", {**query, "per_page": "1", "page": "2"}),
    ]


async def test_a_checkpoint_goes_on_in_another_client() -> None:
    bodies = links("/conversations", "conversations", [conversation(1)], [conversation(2)], type="user", user_id=7)
    first = await Wire(bodies[0], version="1.4").client.conversations.filter(user_id=7)
    wire = Wire(bodies[1], version="1.4")
    found = await wire.run(lambda c: c.conversations.filter(user_id=7, resume=first.checkpoint))
    assert [each.id for each in found] == ["2"]
    assert wire.asked == [
        Asked("GET", "/conversations", {"type": "user", "user_id": "7", "per_page": "1", "page": "2"})
    ]


@pytest.mark.parametrize(
    ("call", "version", "told"),
    [
        (lambda c: c.conversations.list(sort="updated_at"), "2.6", "conversations.list: sort ended with 2.5"),
        (lambda c: c.conversations.list(order="asc", display_as="plaintext"), "2.16", "order and display_as ended"),
        (lambda c: c.conversations.list(per_page=151), "2.16", "at most 150"),
        (
            lambda c: c.conversations.filter(),
            "1.4",
            "exactly one of admin_id, intercom_user_id, user_id, email, not none",
        ),
        (lambda c: c.conversations.filter(admin_id=1, email="a"), "1.4", "not admin_id and email"),
        (lambda c: c.conversations.filter(admin_id=1, unread=True), "1.4", "unread does not go with admin_id"),
        (lambda c: c.conversations.filter(email="a", open=True), "1.4", "filter: open does not go with email"),
    ],
)
async def test_what_a_list_would_not_heed_is_refused_before_sending(call: Any, version: str, told: str) -> None:
    wire = Wire(version=version)
    with pytest.raises(ValueError, match=told):
        await wire.run(call)
    assert wire.asked == []
