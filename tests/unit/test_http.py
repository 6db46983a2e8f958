"""Headers, requests and answers as values."""

import copy
import pickle

import pytest

from intercom_async.http import REDACTED, Headers, HttpRequest, HttpResponse, Timeout

PAIRS = [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-Request-Id", "r")]


def test_names_are_found_in_any_case() -> None:
    headers = Headers(PAIRS)
    assert headers["content-type"] == headers["CONTENT-TYPE"] == "text/plain"
    assert headers.get("x-request-id") == "r"
    assert headers.get("missing") is None
    assert "X-REQUEST-ID" in headers
    with pytest.raises(KeyError):
        headers["missing"]


def test_a_name_may_come_more_than_once() -> None:
    headers = Headers(PAIRS)
    assert headers["Set-Cookie"] == "a=1"
    assert headers.get_all("SET-COOKIE") == ("a=1", "b=2")
    assert headers.get_all("missing") == ()
    assert list(headers) == ["content-type", "set-cookie", "x-request-id"]
    assert len(headers) == 3
    assert headers.pairs == tuple(PAIRS)


def test_values_are_set_by_name() -> None:
    """Replacing every one of that name, in whatever case."""
    headers = Headers(PAIRS).with_values({"SET-cookie": "c", "New": "n"})
    assert headers.pairs == (PAIRS[0], PAIRS[3], ("SET-cookie", "c"), ("New", "n"))


def test_headers_compare_by_value() -> None:
    """The case of names does not count, their order and number do."""
    assert Headers([("A", "1")]) == Headers([("a", "1")])
    assert hash(Headers([("A", "1")])) == hash(Headers([("a", "1")]))
    assert Headers([("a", "1"), ("b", "2")]) != Headers([("b", "2"), ("a", "1")])
    assert Headers([("a", "1")]) != {"a": "1"}


@pytest.mark.parametrize(
    "name",
    [
        *("Authorization", "proxy-authorization", "Cookie", "Set-Cookie", "X-Api-Key", "x-apikey", "X-Auth-Token"),
        *("X-Client-Secret", "X-Password"),
    ],
)
def test_secrets_are_not_shown(name: str) -> None:
    """Not in a repr, nor in a pickle; the other headers stay."""
    headers = Headers([(name, "s3cret"), ("Accept", "a")])
    assert headers[name] == "s3cret"
    assert "s3cret" not in repr(headers)
    assert "s3cret" not in repr(HttpRequest("GET", "https://a", headers))
    assert "s3cret" not in repr(HttpResponse(200, headers))
    assert b"s3cret" not in pickle.dumps(headers)
    assert pickle.loads(pickle.dumps(headers)) == Headers([(name, REDACTED), ("Accept", "a")])
    assert "s3cret" not in str(copy.copy(headers).pairs)


def test_addresses_and_bodies_are_not_shown() -> None:
    """Both may hold e-mail addresses."""
    request = HttpRequest("POST", "https://a/users?email=ada@example.com", Headers(), b'{"email":"ada@example.com"}')
    response = HttpResponse(200, Headers(), b'{"email":"ada@example.com"}')
    assert "ada" not in repr(request) + repr(response) + str(request) + str(response)


def test_timeouts_have_bounds_by_default() -> None:
    assert (Timeout().connect, Timeout().read) == (10.0, 60.0)
