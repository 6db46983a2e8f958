"""What a client is set to: each bad value has one clear error, and secrets are in none."""

from importlib.metadata import version
from typing import Any

import pytest

from intercom_async.config import (
    ClientConfig,
    checked_base_url,
    checked_headers,
    checked_token,
    header_value,
    region_of,
    user_agent,
)
from intercom_async.http import Timeout
from intercom_async.rate_limit.base import Lane
from intercom_async.versions import Region, Version

SECRET = "dG9rOnNlY3JldA"


def test_a_token_is_taken_without_white_space_around_it() -> None:
    assert checked_token(f"  {SECRET}=\n") == f"{SECRET}="


@pytest.mark.parametrize(
    ("token", "error", "message"),
    [
        ("", ValueError, "the access token is empty: pass token=... or set INTERCOM_ACCESS_TOKEN"),
        (" \n", ValueError, "the access token is empty"),
        (f"Bearer {SECRET}", ValueError, "without the word 'Bearer'"),
        (f"bearer {SECRET}", ValueError, "without the word 'Bearer'"),
        (f"{SECRET} {SECRET}", ValueError, "the access token holds white space"),
        (f"{SECRET}\r\nX-Evil: 1", ValueError, "the access token holds white space"),
        (f"{SECRET}\u00e9", ValueError, "the access token holds characters that cannot be sent in a header"),
        (f"{SECRET}\x00", ValueError, "the access token holds characters that cannot be sent in a header"),
        (None, TypeError, "the access token must be text, not NoneType"),
        (SECRET.encode(), TypeError, "the access token must be text, not bytes"),
    ],
)
def test_a_bad_token_is_refused_without_being_shown(token: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        checked_token(token)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.intercom.io/", "https://api.intercom.io"),
        ("https://proxy.example:8443/intercom/", "https://proxy.example:8443/intercom"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
        ("http://api.localhost:1", "http://api.localhost:1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("HTTPS://API.intercom.io", "HTTPS://API.intercom.io"),
    ],
)
def test_base_urls(url: str, expected: str) -> None:
    assert checked_base_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        *("", "api.intercom.io", "ftp://api.intercom.io", "https://", "https:///path", "//api.intercom.io"),
        *("https://api.intercom.io?x=1", "https://api.intercom.io?", "https://api.intercom.io#", "https://a#b"),
        *("https://api.intercom.io\n", "https://api .intercom.io", "https://a\tb", "https://a\x00", "https://a\\b"),
        *("https://[::1", "https://a:99999", "https://a:x", "https://a:0", None, 5, b"https://a"),
    ],
)
def test_bad_base_urls_are_refused(url: Any) -> None:
    with pytest.raises(ValueError, match=r"base_url must be like 'https://api.intercom.io'"):
        checked_base_url(url)


@pytest.mark.parametrize(
    "url", [f"https://user:{SECRET}@api.intercom.io", f"https://{SECRET}@api.intercom.io", "https://@a"]
)
def test_credentials_in_a_base_url_are_refused_and_not_shown(url: str) -> None:
    with pytest.raises(ValueError, match="base_url must not hold credentials: pass token=") as caught:
        checked_base_url(url)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://api.intercom.io", "http://10.0.0.1", "http://localhost.evil.com", "http://0x7f.1.2"]
)
def test_plain_http_is_for_this_machine_alone(url: str) -> None:
    with pytest.raises(ValueError, match="must use https: over http the token could be read on the way"):
        checked_base_url(url)


@pytest.mark.parametrize("region", ["eu", "EU", Region.EU])
def test_regions(region: Region | str) -> None:
    assert region_of(region) is Region.EU


@pytest.mark.parametrize("region", ["", "uk", "us ", None, 5])
def test_unknown_regions_are_refused(region: Any) -> None:
    with pytest.raises(ValueError, match=r"unknown region .*: use one of \['us', 'eu', 'au'\]"):
        region_of(region)


def test_headers() -> None:
    assert checked_headers({"X-Team": "support", "x-y_z": ""}) == (("X-Team", "support"), ("x-y_z", ""))


@pytest.mark.parametrize(
    ("headers", "error", "message"),
    [
        ({"Authorization": f"Bearer {SECRET}"}, ValueError, "headers must not set Authorization: the client sets it"),
        ({"intercom-version": "2.1"}, ValueError, "headers must not set intercom-version"),
        ({"Content-Length": "1"}, ValueError, "headers must not set Content-Length"),
        ({"Transfer-Encoding": "chunked"}, ValueError, "headers must not set Transfer-Encoding"),
        ({"Host": "evil"}, ValueError, "headers must not set Host"),
        ({"": "a"}, ValueError, "headers must not hold the name ''"),
        ({"X Team": "a"}, ValueError, "headers must not hold the name 'X Team'"),
        ({"X:Team": "a"}, ValueError, "headers must not hold the name 'X:Team'"),
        ({"X-Team\r\nX-Evil": "a"}, ValueError, "the name of a header holds characters"),
        ({"X-Team": f"{SECRET}\r\nX-Evil: 1"}, ValueError, "header X-Team holds characters that cannot be sent"),
        ({"X-Team": f"{SECRET}é"}, ValueError, "header X-Team holds characters that cannot be sent"),
        ({"X-Team": 5}, TypeError, "header X-Team must be text, not int"),
        ({5: "a"}, TypeError, "the name of a header must be text, not int"),
    ],
)
def test_bad_headers_are_refused(headers: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        checked_headers(headers)
    assert SECRET not in str(caught.value)


def test_the_user_agent_names_package_and_python() -> None:
    assert user_agent().startswith(f"intercom-async/{version('intercom-async')} ")
    assert " python/3." in user_agent()
    assert user_agent("my-app/1").endswith(" my-app/1")
    with pytest.raises(ValueError, match="user_agent_suffix holds characters"):
        user_agent("a\nb")


def test_header_values_are_printable_ascii() -> None:
    assert header_value("a", "b c") == "b c"


def test_the_headers_of_a_request() -> None:
    """Defaults that may be replaced, in any case, and what is always the client's."""
    settings = ClientConfig(version=Version("2.14"), headers=(("accept", "text/csv"), ("X-Team", "a")))
    headers = settings.base_headers(SECRET)
    assert dict(headers) == {
        "user-agent": user_agent(),
        "accept": "text/csv",
        "x-team": "a",
        "intercom-version": "2.14",
        "authorization": f"Bearer {SECRET}",
    }
    assert len(headers.pairs) == 5


def test_defaults() -> None:
    settings = ClientConfig()
    assert settings.base_url == "https://api.intercom.io"
    assert settings.lane is Lane.INTERACTIVE
    assert settings.max_response_bytes == 64 * 1024 * 1024
    assert ClientConfig(lane=Lane("bulk")).lane is Lane.BULK


@pytest.mark.parametrize("name", ["connect", "read"])
@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (0, ValueError, "must be more than 0 seconds, not 0"),
        (-1.5, ValueError, "must be more than 0 seconds, not -1.5"),
        (float("nan"), ValueError, "must be more than 0 seconds, not nan"),
        ("10", TypeError, "must be seconds or None, not str"),
        (True, TypeError, "must be seconds or None, not bool"),
    ],
)
def test_bad_timeouts_are_refused(name: str, value: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"{name} {message}"):
        Timeout(**{name: value})
    with pytest.raises(error, match=f"deadline {message}"):
        ClientConfig(deadline=value)


def test_timeouts_may_be_none() -> None:
    assert Timeout(connect=None, read=None) == Timeout(None, None)
    assert ClientConfig(deadline=2).deadline == 2


@pytest.mark.parametrize(
    ("value", "error"), [(0, ValueError), (-1, ValueError), (1.5, TypeError), ("1", TypeError), (True, TypeError)]
)
def test_bad_sizes_are_refused(value: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="max_response_bytes must be"):
        ClientConfig(max_response_bytes=value)
