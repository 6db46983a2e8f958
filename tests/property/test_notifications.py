"""Notifications of any shape: each is decoded, and comes back as it was."""

import json
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from intercom_async.codec import to_dict
from intercom_async.errors import DecodeError
from intercom_async.models.notifications import Notification
from intercom_async.webhooks import TOPICS, decode_notification

NAMES = """
    type id item contact user company ticket ticket_part conversation tag tags data role external_id user_id anonymous
    created_at updated_at merged_from subscription_types content_stat answers deleted archived admin author
    conversation_parts statistics ticket_type contacts recent_messages options extra unfit self
"""
KEYS = st.sampled_from(NAMES.split()) | st.text(max_size=5)
TEXTS = st.sampled_from(["contact", "user", "ticket", "2026-01-10T04:11:14.436Z", "2026-01-10", "", "5"]) | st.text(
    max_size=5
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)
OBJECTS = st.dictionaries(KEYS, JSON, max_size=8)


def texted(value: Any) -> Any:
    """Return JSON with every whole number as text: ids come back as that."""
    if isinstance(value, dict):
        return {key: texted(each) for key, each in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [texted(each) for each in cast("list[Any]", value)]
    return str(value) if type(value) is int else value


@given(st.sampled_from(sorted(TOPICS)) | TEXTS, OBJECTS | JSON)
def test_every_item_comes_back(topic: str, item: object) -> None:
    body = {"type": "notification_event", "topic": topic, "data": {"type": "notification_event_data", "item": item}}
    assert texted(to_dict(decode_notification(json.dumps(body).encode()))) == texted(body)


@given(JSON | st.dictionaries(st.sampled_from(["type", "topic", "data", "id", "created_at", "links"]), JSON))
def test_every_body_is_a_notification_or_an_error(body: object) -> None:
    try:
        notification = decode_notification(json.dumps(body))
    except DecodeError:
        assert not isinstance(body, dict)
    else:
        assert type(notification) is Notification
        assert texted(to_dict(notification)) == texted(body)
