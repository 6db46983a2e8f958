"""Whatever is sent, the answer is the API's: an error at worst, never a crash, and what is stored stays consistent."""

import functools
import json
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.proofs import method_of
from support.simulator_calls import Api

from intercom_async.operations import BY_NAME
from intercom_async.versions import Version

FIELDS: Final = (
    *("id", "external_id", "user_id", "email", "role", "name", "phone", "avatar", "signed_up_at", "last_seen_at"),
    *("last_request_at", "owner_id", "unsubscribed_from_emails", "custom_attributes", "email_verified", "new_session"),
    *("query", "sort", "pagination", "model", "data_type", "options", "description", "archived", "plan", "renewal"),
    *("field", "operator", "value", "order", "per_page", "starting_after", "custom_attributes.renewal", "created_at"),
    *("company_id", "companies", "remove", "untag", "users", "monthly_spend", "size", "website", "remote_created_at"),
    *(
        "body",
        "admin_id",
        "user",
        "contact",
        "visitor",
        "type",
        "from",
        "into",
        "skip_duplicate_validation",
        "metadata",
    ),
    *("event_name", "event_summaries", "count", "first", "last", "intercom_user_id", "away_mode_enabled", "page"),
    *("message_type", "assignee_id", "snoozed_until", "read", "customer", "to", "cc", "subject", "template", "title"),
    *("priority", "reply_options", "attachment_urls", "attachment_files", "text", "uuid", "data", "content_type"),
    *("create_conversation_without_contact_reply", "skip_unsnooze"),
    *("items", "method", "data", "job", "topics", "url", "hub_secret", "active", "service_type"),
    *("away_mode_reassign", "away_status_reason_id", "consent_type", "created_at_after", "event_types", "tag_id"),
)
#: Whose errors have other shapes.
OTHERWISE: Final = ("fin", "messages.list_statuses", "messages.retrieve_status", "phone_redirects")
QUERY: Final = (
    *("per_page", "page", "starting_after", "sort", "order", "created_since", "phone", "tag_id", "email", "user_id"),
    *("scroll_param", "model", "include_archived", "company_id", "name", "segment_id", "type", "intercom_user_id"),
    *("count", "admin_id", "open", "unread", "display_as"),
    *("summary", "before", "cursor", "created_at_after", "created_at_before", "include_count", "display_avatar"),
)
SCALARS: Final = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(["a@b.c", "user", "lead", "1", "=", "!=", "IN", "AND", ">", "~", "created_at", "string", "date"])
    | st.sampled_from(["admin", "991267459", "comment", "note", "assignment", "close", "open", "snoozed", "inapp"])
    | st.sampled_from(FIELDS)
)
VALUES: Final = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)
BODIES: Final = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6)


def calls() -> st.SearchStrategy[tuple[str, dict[str, Any] | None]]:
    """Return operations with bodies of the fields that each takes, and of others."""
    return st.sampled_from(sorted(BY_NAME)).flatmap(lambda name: st.tuples(st.just(name), st.none() | bodies(name)))


@functools.cache
def bodies(operation: str) -> st.SearchStrategy[dict[str, Any]]:
    own = sorted(method_of(BY_NAME[operation]).names)
    return st.dictionaries(st.sampled_from(own), VALUES, max_size=6) | BODIES if own else BODIES


@pytest.mark.no_cover  # the other tests of the simulator measure it
@settings(max_examples=300)
@given(
    call=calls(),
    version=st.sampled_from(["1.0", "1.1", "1.4", "2.0", "2.5", "2.15", "2.16", "Preview"]),
    query=st.dictionaries(
        st.sampled_from(QUERY), st.text(max_size=4) | st.sampled_from(["a@b.c", "1", "150"]), max_size=3
    ),
    known=st.booleans(),
)
def test_nothing_that_is_sent_breaks_it(
    *, call: tuple[str, dict[str, Any] | None], version: str, query: dict[str, str], known: bool
) -> None:
    """Any JSON and any query to any operation."""
    api = Api()
    api.attribute("plan")
    api.attribute("renewal", "date")
    person = api.contact(external_id="1", email="a@b.c", custom_attributes={"renewal": 5})
    company = api.post("/companies", {"company_id": "1", "name": "a"}).body
    lead = api.contact(role="lead", email="a@b.c")
    api.post(f"/contacts/{person['id']}/companies", {"id": company["id"]})
    api.post("/tags", {"name": "string", "users": [{"id": person["id"]}]})
    conversation = api.simulator.add_conversation(person["id"], "Hi")
    operation, body = call
    ids = {"company_id": company["id"], "lead_id": lead["id"], "tag_id": "1", "conversation_id": conversation}
    row = BY_NAME[operation]
    path = row.path_at(Version(version))
    for name in row.parameters:
        path = path.replace(f"{{{name}}}", ids.get(name, person["id"]) if known else "1")
    result = api.call(row.method, f"{path}?{urlencode(query)}", body, version=version)
    assert result.status < 500
    if result.status >= 400 and not operation.startswith(OTHERWISE):
        assert result.body["type"] == "error.list"
        assert result.body["errors"][0]["message"]
    everybody = api.get("/contacts?per_page=150").body
    assert everybody["total_count"] == len(everybody["data"])
    assert all(api.get(f"/contacts/{each['id']}").body == each for each in everybody["data"])
    conversations = api.get("/conversations?per_page=150").body
    assert conversations["total_count"] == len(conversations["conversations"])
    for each in conversations["conversations"]:
        whole = api.get(f"/conversations/{each['id']}").body
        assert whole.pop("conversation_parts")["type"] == "conversation_part.list"
        assert whole == each
    json.dumps([everybody, conversations], allow_nan=False)


@settings(max_examples=200)
@given(
    kind=st.sampled_from([("users", "user"), ("contacts", "contact"), ("events", "event")]),
    items=st.lists(st.tuples(st.sampled_from(["post", "delete"]), BODIES), min_size=1, max_size=3),
    version=st.sampled_from(["1.0", "1.3", "1.4"]),
)
def test_no_item_of_a_job_breaks_it(kind: tuple[str, str], items: list[tuple[str, Any]], version: str) -> None:
    """Each is carried out or in the feed of errors, whatever it holds."""
    api = Api()
    api.contact(external_id="1", email="a@b.c")
    path, data_type = kind
    sent = [{"method": method, "data_type": data_type, "data": data} for method, data in items]
    result = api.post(f"/bulk/{path}", {"items": sent}, version=version)
    assert result.status < 500
    api.clock.time += 5
    everybody = api.get("/contacts?per_page=150").body
    assert everybody["total_count"] == len(everybody["data"])
    if result.status == 200:
        errors = api.get(f"/jobs/{result.body['id']}/error", version=version).body["items"]
        assert all(error["error"]["message"] for error in errors)
