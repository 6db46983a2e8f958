"""Requests to bytes: what a body and a query string may hold, and what each bad value is told."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

import pytest

from intercom_async import UNSET, F, from_dict
from intercom_async.errors import BODY_LIMIT, DecodeError
from intercom_async.http import Headers, HttpResponse
from intercom_async.json_codec import json_codec
from intercom_async.models.contacts import Contact, ContactChanges, ContactRole
from intercom_async.models.users import UserChanges
from intercom_async.operations import Users
from intercom_async.wire import changes_ready, json_ready, query_string, read_json, wait_hint


class Shade(Enum):
    DARK = "dark"


class Level(IntEnum):
    HIGH = 3


class Word(StrEnum):
    YES = "yes"


AT = datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=2)))
UNIX = 1_704_060_000
CODECS: Sequence[Any] = ("stdlib", "msgspec", "orjson")
NAIVE = AT.replace(tzinfo=None)


def test_plain_values_are_sent_as_they_are() -> None:
    body = {"a": None, "b": [True, 1, 1.5, "x"], "c": {"d": []}}
    assert json_ready(body) == body


def test_unset_is_left_out_and_none_is_kept() -> None:
    assert json_ready({"a": UNSET, "b": None, "c": {"d": UNSET}}) == {"b": None, "c": {}}


def test_what_python_has_and_json_lacks_is_turned() -> None:
    """Aware instants, enumerations, tuples, read-only mappings, models, changes and filters, at any depth."""
    body = {
        "at": AT,
        "enums": (Shade.DARK, Level.HIGH, Word.YES, ContactRole.USER),
        "mapping": MappingProxyType({"a": AT}),
        "model": from_dict(Contact, {"id": 5, "name": None, "new": 1, "created_at": "?"}),
        "changes": ContactChanges(name="Ada", signed_up_at=AT),
        "query": (F.a == 1) & (F.at > AT) & F.x.is_in([Word.YES]),
    }
    ready = json_ready(body)
    assert ready == {
        "at": UNIX,
        "enums": ["dark", 3, "yes", "user"],
        "mapping": {"a": UNIX},
        "model": {"id": "5", "name": None, "new": 1, "created_at": "?"},
        "changes": {"name": "Ada", "signed_up_at": UNIX},
        "query": {
            "operator": "AND",
            "value": [
                {"field": "a", "operator": "=", "value": 1},
                {"field": "at", "operator": ">", "value": UNIX},
                {"field": "x", "operator": "IN", "value": ["yes"]},
            ],
        },
    }
    assert [type(each) for each in ready["enums"]] == [str, int, str, str]


def cycle() -> list[Any]:
    """Return a list that holds itself."""
    own: list[Any] = []
    own.append(own)
    return own


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        (
            {"a": {"b": NAIVE}},
            ValueError,
            r"json\.a\.b is a naive datetime \(2024-01-01T00:00:00\): give",
        ),
        ([{"at": NAIVE}], ValueError, r"json\[0\]\.at is a naive datetime"),
        ({"q": F.created_at > NAIVE}, ValueError, "the filter on created_at.value is a naive datetime"),
        ({"a": date(2024, 1, 1)}, TypeError, r"json\.a must be text, a number, a list, .* aware datetime, not date"),
        ({"a": {1, 2}}, TypeError, r"json\.a must be .*, not set"),
        ({"a": b"x"}, TypeError, r"json\.a must be .*, not bytes"),
        ({"a": bytearray()}, TypeError, r"json\.a must be .*, not bytearray"),
        ({"a": Decimal("1.5")}, TypeError, r"json\.a must be .*, not Decimal"),
        ({"a": object()}, TypeError, r"json\.a must be .*, not object"),
        ({"a": [UNSET]}, TypeError, r"json\.a\[0\] is UNSET, which leaves out a field"),
        ({"a": float("nan")}, ValueError, r"json\.a is nan, which JSON cannot say"),
        ({"a": [-float("inf")]}, ValueError, r"json\.a\[0\] is -inf, which JSON cannot say"),
        ({1: 2}, TypeError, "json has the key 1: keys must be text"),
        ({"a": {None: 2}}, TypeError, r"json\.a has the key None: keys must be text"),
        (cycle(), ValueError, "is nested deeper than 64 levels"),
        (
            {"a": ContactChanges(custom_attributes={"x": {1}})},
            TypeError,
            r"ContactChanges\.custom_attributes\.x must be",
        ),
        (ContactChanges(extra=["x"]), TypeError, r"ContactChanges\.extra must be Mapping, not list"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # the test's point
        (ContactChanges(extra={"x": {2: 3}}), TypeError, r"ContactChanges\.extra\.x has the key 2"),
    ],
)
def test_what_cannot_be_sent_is_named_by_its_place(body: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        json_ready(body)


@pytest.mark.parametrize(
    ("changes", "body"),
    [
        (ContactChanges(), {}),
        (
            ContactChanges(name=None, external_id=5, role=ContactRole.LEAD),
            {"name": None, "external_id": 5, "role": "lead"},
        ),
        (
            ContactChanges(signed_up_at=7, unsubscribed_from_emails=False),
            {"signed_up_at": 7, "unsubscribed_from_emails": False},
        ),
        (
            ContactChanges(custom_attributes={"a": AT, "b": UNSET, "c": None}),
            {"custom_attributes": {"a": UNIX, "c": None}},
        ),
        (ContactChanges(name="a", extra={"name": "b", "new": [1]}), {"name": "b", "new": [1]}),
        (
            UserChanges(companies=[{"company_id": 1, "remove": True}]),
            {"companies": [{"company_id": 1, "remove": True}]},
        ),
    ],
)
def test_changes_become_bodies(changes: ContactChanges | UserChanges, body: dict[str, Any]) -> None:
    assert changes_ready(changes) == body


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": 5}, r"ContactChanges\.name must be str, not int"),
        ({"name": b"x"}, r"ContactChanges\.name must be str, not bytes"),
        ({"external_id": True}, r"ContactChanges\.external_id must be int or str, not bool"),
        ({"external_id": 1.5}, r"ContactChanges\.external_id must be int or str, not float"),
        ({"signed_up_at": True}, r"ContactChanges\.signed_up_at must be datetime or int, not bool"),
        ({"signed_up_at": "2024-01-01"}, r"ContactChanges\.signed_up_at must be datetime or int, not str"),
        ({"unsubscribed_from_emails": 1}, r"ContactChanges\.unsubscribed_from_emails must be bool, not int"),
        ({"custom_attributes": [1]}, r"ContactChanges\.custom_attributes must be Mapping, not list"),
    ],
)
def test_changes_of_a_wrong_type_name_class_field_and_type(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        changes_ready(ContactChanges(**changes))


@pytest.mark.parametrize("value", ["abc", b"abc", True, {"company_id": "1"}])
def test_text_is_no_list_of_companies(value: Any) -> None:
    with pytest.raises(TypeError, match=r"UserChanges\.companies must be Sequence, not"):
        changes_ready(UserChanges(companies=value))


def test_a_naive_instant_in_changes_names_its_field() -> None:
    with pytest.raises(ValueError, match=r"ContactChanges\.signed_up_at is a naive datetime"):
        changes_ready(ContactChanges(signed_up_at=NAIVE))


def test_values_are_not_shown_in_refusals() -> None:
    with pytest.raises(TypeError) as caught:
        changes_ready(ContactChanges(name=["ada@example.com"]))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # the test's point
    assert "ada" not in str(caught.value)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({}, ""),
        ({"a": None, "b": UNSET}, ""),
        ({"email": "a+b @x/ü&c=d#", "n": 5}, "?email=a%2Bb%20%40x%2F%C3%BC%26c%3Dd%23&n=5"),
        ({"yes": True, "no": False, "f": 1.5, "at": AT}, f"?yes=true&no=false&f=1.5&at={UNIX}"),
        ({"e": Shade.DARK, "i": Level.HIGH, "w": Word.YES}, "?e=dark&i=3&w=yes"),
        ({"": ""}, "?="),
    ],
)
def test_query_strings(query: Mapping[str, object], text: str) -> None:
    assert query_string(query, Users.list) == text


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (NAIVE, ValueError, r"users\.list: q is a naive datetime"),
        (["a"], TypeError, r"users\.list: q must be text, .*, not list"),
        (b"a", TypeError, r"users\.list: q must be text, .*, not bytes"),
        (float("nan"), ValueError, r"users\.list: q is nan"),
        ("\ud83d", ValueError, r"users\.list: q holds half of a character"),
    ],
)
def test_what_cannot_stand_in_a_query_is_refused(value: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        query_string({"q": value}, Users.list)


@pytest.mark.parametrize("body", [b"", b"  \n", b"null"])
def test_empty_answers_are_none(body: bytes) -> None:
    assert read_json(HttpResponse(200, Headers(), body), json_codec()) is None


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<html><body>Bad gateway</body></html>", "expected JSON, got HTML or XML"),
        (b'  <?xml version="1.0"?>', "expected JSON, got HTML or XML"),
        (b'{"id": "1", "na', "expected JSON, got text that is none or was cut off"),
        (b"\x1f\x8b\x08\x00\xff", "expected JSON, got text that is none or was cut off"),
        (b"[" * 100_000, "expected JSON, got text that is none or was cut off"),
        (b"1" * 5000 + b"x", "expected JSON, got text that is none or was cut off"),
    ],
)
def test_answers_that_are_no_json_say_what_they_are(body: bytes, problem: str) -> None:
    for choice in CODECS:
        with pytest.raises(DecodeError) as caught:
            read_json(HttpResponse(502, Headers(), body), json_codec(choice))
        error = caught.value
        assert (error.problem, error.status, error.body) == (problem, 502, body[:BODY_LIMIT])
        assert str(error) == f"{problem} at $ in the answer with status 502"


DATE = "Mon, 01 Jan 2024 00:00:00 GMT"
NOW = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "7", "X-RateLimit-Reset": str(NOW + 3), "Date": DATE}, 7.0),
        ({"X-RateLimit-Reset": str(NOW + 3), "Date": DATE}, 3.0),
        ({"X-RateLimit-Reset": str(NOW - 3), "Date": DATE}, 0.0),
        ({"X-RateLimit-Reset": str(NOW + 3), "Date": "Mon, 01 Jan 2024 00:00:00 -0000"}, 3.0),
        ({"Retry-After": "soon", "X-RateLimit-Reset": str(NOW + 3), "Date": DATE}, 3.0),
        ({"X-RateLimit-Reset": str(NOW + 3)}, None),
        ({"Date": DATE}, None),
        ({"X-RateLimit-Reset": str(NOW + 3), "Date": "yesterday"}, None),
        ({"X-RateLimit-Reset": "9" * 5000, "Date": DATE}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "\u0667"}, None),
    ],
)
def test_hints_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    """By the server's own clock: what this machine's says does not count."""
    assert wait_hint(Headers(headers.items())) == seconds
