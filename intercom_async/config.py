"""What a client is set to, immutable and checked when given."""

import platform
import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import attrs

from ._version import __version__
from .http import Headers, Timeout, check_seconds
from .rate_limit.base import Lane
from .retry import NO_RETRY, RetryPolicy
from .unset import Unset
from .versions import DEFAULT_VERSION, Region, Version

V = TypeVar("V")

#: The largest answer that is read into memory, decompressed.
MAX_RESPONSE_BYTES: Final = 64 * 1024 * 1024
#: What this package sets itself on every request.
_OURS: Final = frozenset(
    {"authorization", "intercom-version", "content-type", "content-length", "host", "transfer-encoding"}
)
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def user_agent(suffix: str | None = None) -> str:
    """Return the User-Agent: this package, Python, and *suffix*."""
    text = f"intercom-async/{__version__} python/{platform.python_version()}"
    return f"{text} {header_value('user_agent_suffix', suffix)}" if suffix else text


def header_value(name: str, value: str) -> str:
    """Return *value* if it can stand in a header, without showing it otherwise."""
    if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        msg = f"{name} must be text, not {type(value).__name__}"  # type: ignore[unreachable]  # as above
        raise TypeError(msg)
    if not value.isascii() or not value.isprintable():
        msg = f"{name} holds characters that cannot be sent in a header"
        raise ValueError(msg)
    return value


def checked_token(token: str) -> str:
    """Return *token* without surrounding white space, refusing what can be none; it is never shown."""
    if not isinstance(token, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # what a provider returns
        msg = f"the access token must be text, not {type(token).__name__}"  # type: ignore[unreachable]  # as above
        raise TypeError(msg)
    text = token.strip()
    if not text:
        msg = "the access token is empty: pass token=... or set INTERCOM_ACCESS_TOKEN"
        raise ValueError(msg)
    if text.lower().startswith("bearer "):
        msg = "the access token must be given without the word 'Bearer'"
        raise ValueError(msg)
    if any(character.isspace() for character in text):
        msg = "the access token holds white space: check for a line break or two values in one"
        raise ValueError(msg)
    return header_value("the access token", text)


def checked_base_url(url: str) -> str:
    """Return *url* without its trailing slash; plain http only to this machine, so that no token leaks."""
    scheme, host, authority = _address(url)
    if scheme not in {"http", "https"} or not host or not url.isprintable() or any(sign in url for sign in " ?#\\"):
        msg = "base_url must be like 'https://api.intercom.io': a host, a port if needed, a path, and nothing else"
        raise ValueError(msg)
    if "@" in authority:
        msg = "base_url must not hold credentials: pass token=..."
        raise ValueError(msg)
    if scheme == "http" and not _is_loopback(host):
        msg = f"base_url {host} must use https: over http the token could be read on the way"
        raise ValueError(msg)
    return url.rstrip("/")


def _address(url: str) -> tuple[str, str, str]:
    """Return scheme, host and authority of *url*; all empty for what is no URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except (ValueError, AttributeError):
        return "", "", ""
    return ("", "", "") if port == 0 else (parts.scheme, parts.hostname or "", parts.netloc)


def is_safe_address(url: str) -> bool:
    """Say whether *url* is one that nobody on the way can read: https, or on this machine; without credentials."""
    scheme, host, authority = _address(url)
    if not host or "@" in authority or not url.isascii() or not url.isprintable() or " " in url:
        return False
    return scheme == "https" or (scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def region_of(region: Region | str) -> Region:
    """Return the region that *region* names."""
    try:
        return Region(region.lower())
    except (ValueError, AttributeError):
        msg = f"unknown region {region!r}: use one of {[each.value for each in Region]}"
        raise ValueError(msg) from None


def typed(name: str, value: V, *kinds: type) -> V:
    """Return *value*, refusing one of another type; it is not shown, for it may be a secret in the wrong place."""
    if not isinstance(value, kinds):
        msg = f"{name} must be {' or '.join(kind.__name__ for kind in kinds)}, not {type(value).__name__}"
        raise TypeError(msg)
    return value


def checked_headers(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return *headers* as pairs, refusing those that the client sets itself."""
    for name, value in typed("headers", headers, Mapping).items():
        if not _HEADER_NAME.fullmatch(header_value("the name of a header", name)):
            msg = f"headers must not hold the name {name!r}: letters, digits and hyphens make one"
            raise ValueError(msg)
        if name.lower() in _OURS:
            msg = f"headers must not set {name}: the client sets it"
            raise ValueError(msg)
        header_value(f"header {name}", value)
    return tuple(headers.items())


def _header_pairs(headers: Mapping[str, str] | tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return checked_headers(dict(headers) if isinstance(headers, tuple) else headers)


def _version(version: Version | str) -> Version:
    return version if isinstance(version, Version) else Version(typed("version", version, str))


def _timeout(timeout: Timeout | float | None) -> Timeout:
    if isinstance(timeout, Timeout):
        return timeout
    return Timeout() if timeout is None else Timeout(connect=timeout, read=timeout)


def _retry(retry: RetryPolicy | Unset | None) -> RetryPolicy:
    if isinstance(retry, Unset):
        return RetryPolicy()
    return NO_RETRY if retry is None else typed("retry", retry, RetryPolicy)


def _lane(lane: str) -> Lane:
    if lane not in {"interactive", "bulk"}:
        msg = f"lane must be 'interactive' or 'bulk', not {lane!r}"
        raise ValueError(msg)
    return Lane(lane)


def _suffix(suffix: str | None) -> str | None:
    return None if suffix is None else header_value("user_agent_suffix", suffix)


def _check_size(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"{attribute.name} must be a number of bytes, not {type(value).__name__}"
        raise TypeError(msg)
    if value <= 0:
        msg = f"{attribute.name} must be more than 0, not {value!r}"
        raise ValueError(msg)


@attrs.frozen(kw_only=True)
class ClientConfig:
    """How calls are made; takes each setting as a client does, and checks it."""

    base_url: str = attrs.field(default=Region.US.base_url, converter=checked_base_url)
    version: Version = attrs.field(default=DEFAULT_VERSION, converter=_version)
    timeout: Timeout = attrs.field(default=None, converter=_timeout)
    #: Seconds for one logical call, waits and tries included; None for no bound.
    deadline: float | None = attrs.field(default=None, validator=check_seconds)
    retry: RetryPolicy = attrs.field(factory=RetryPolicy, converter=_retry)
    lane: Lane = attrs.field(default=Lane.INTERACTIVE, converter=_lane)
    #: Sent with every request, beside what the client sets.
    headers: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_header_pairs)
    user_agent_suffix: str | None = attrs.field(default=None, converter=_suffix)
    max_response_bytes: int = attrs.field(default=MAX_RESPONSE_BYTES, validator=_check_size)

    def base_headers(self, token: str) -> Headers:
        """Return the headers of a request without a body; made once per token and config."""
        defaults = Headers([("Accept", "application/json"), ("User-Agent", user_agent(self.user_agent_suffix))])
        ours = {"Intercom-Version": self.version.text, "Authorization": f"Bearer {token}"}
        return defaults.with_values(dict(self.headers)).with_values(ours)
