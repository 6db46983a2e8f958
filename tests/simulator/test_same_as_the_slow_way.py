"""What is done by hand for speed gives what the long way gives."""

from random import Random
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from intercom_async.http import Headers, HttpRequest
from intercom_async.simulator.call import parse
from intercom_async.simulator.quota import Quota
from intercom_async.simulator.world import Ids


@pytest.mark.parametrize(
    "url",
    [
        "https://api.intercom.io/contacts/6762f0d0",
        "http://127.0.0.1:8080/me",
        "http://127.0.0.1:8080/",
        "http://127.0.0.1:8080",
        "http://[::1]:8080/me",
        "HTTP://api.intercom.io/me",
        "http://user@api.intercom.io//a//b;c=d/%C3%BC",
        "http://api.intercom.io/ü",
        "http://api.intercom.io/me?",
        "http://api.intercom.io/contacts?email=a%40b.c&page=2",
        "http://api.intercom.io/me#here",
        "http://api.intercom.io/a\tb",
    ],
)
def test_an_url_is_split_as_urlsplit_does(url: str) -> None:
    """The usual URL has a short cut, all others go the long way; nobody can tell which it was."""
    call = parse(HttpRequest("get", url, Headers()), now=1.0, request_id="", base_url=None)
    parts = urlsplit(url)
    assert (call.path, call.base_url) == (parts.path or "/", f"{parts.scheme}://{parts.netloc}")
    assert bool(call.query) is bool(parts.query)
    assert call.method == "GET"
    known = parse(HttpRequest("get", url, Headers()), now=1.0, request_id="", base_url="https://here.test")
    assert (known.path, known.base_url) == (call.path, "https://here.test")


def test_ids_are_uuids_of_version_4() -> None:
    """The same bits as `uuid.UUID` makes of the same random numbers."""
    ids, same = Ids("seed"), Random("seed")
    same.getrandbits(40)
    same.getrandbits(16)
    for _ in range(200):
        assert ids.uuid() == str(UUID(int=same.getrandbits(128), version=4))


def test_calls_of_one_moment_have_one_window_whatever_rounding_does() -> None:
    """1.7 / 0.1 rounds to 17 and 17 * 0.1 to more than 1.7: a window that has not begun, but is that moment's."""
    quota = Quota(10, 0.1)
    first, second = quota.take(1.7, foreign=0), quota.take(1.7, foreign=0)
    assert first.window.start > 1.7
    assert second.window is first.window
    assert list(quota.windows) == [first.window]
