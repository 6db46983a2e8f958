"""The client: its options, its life, and its services, one line each."""

import os
import re
import ssl as tls
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self, TypeVar, overload
from urllib.parse import unquote, urlsplit

import attrs

from .auth import Auth, TokenProvider
from .clock import SYSTEM_CLOCK, Clock
from .codec import Codec
from .config import MAX_RESPONSE_BYTES, ClientConfig, region_of, typed
from .core import Core
from .drift import Drift, DriftRecord
from .errors import ClientClosedError
from .hooks import Hooks, notify
from .http import Timeout
from .json_codec import JsonChoice, JsonCodec, json_codec
from .operation import Operation, Query, Repeat, Request
from .rate_limit.base import Lane, RateLimiter
from .rate_limit.gate import shared_gate
from .response import Response
from .retry import RetryPolicy
from .service_attributes import Services
from .transports.base import Transport
from .unset import UNSET, Unset
from .versions import DEFAULT_VERSION, Region, Version

if TYPE_CHECKING:
    import aiohttp

T = TypeVar("T")
V = TypeVar("V")

#: A path as it goes on the wire, and no host.
_PATH = re.compile(r"/(?!/)[\w!$%&'()*+,.:;=@~/-]*", re.ASCII)
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
#: Methods that do the same when sent twice.
_REPEATABLE = frozenset({"GET", "PUT", "DELETE"})


@attrs.define(eq=False)
class _Pool:
    """The transport that a client and those derived from it share."""

    _open: Callable[[], Transport]
    _transport: Transport | None
    #: Whether closing the client closes the transport.
    _owned: bool
    _closed: bool = attrs.field(default=False, init=False)
    #: Two threads with loops of their own may be first at once.
    _lock: threading.Lock = attrs.field(factory=threading.Lock, init=False)

    def transport(self) -> Transport:
        """Return the transport, opening it first."""
        if self._closed:
            msg = "the client is closed: make a new one, or close it later"
            raise ClientClosedError(msg)
        if (transport := self._transport) is None:
            with self._lock:
                transport = self._transport = self._transport or self._open()
        return transport

    async def close(self) -> None:
        """Close the transport that was opened here; do nothing when that was done."""
        self._closed = True
        transport, self._transport = self._transport, None
        if transport is not None and self._owned:
            await transport.aclose()


class Intercom(Services):
    """A client of the Intercom REST API.

    Make one per process and use it from any task; it opens its connections when first used, one pool for each event
    loop, and is closed by ``async with`` or `aclose`. *token* is the access token or a callable that returns it, also
    when awaited, and is asked again after a 401; without one ``INTERCOM_ACCESS_TOKEN`` is read.

    *deadline* bounds a whole call in seconds, waits and tries included; *timeout* one silence of the server. *retry*
    None tries once; *rate_limit* None does not wait for the quota. Clients of one token share its quota; so do those
    of one *rate_limit_key*. *transport* replaces aiohttp; *session*, *connector* (a callable that makes one), *proxy*
    and *ssl* are for aiohttp. *drift* ``"all"`` checks every answer's types instead of a sample.
    """

    def __init__(
        self,
        token: str | TokenProvider | None = None,
        *,
        version: Version | str = DEFAULT_VERSION,
        region: Region | str | None = None,
        base_url: str | None = None,
        timeout: Timeout | float | None = None,
        deadline: float | None = None,
        retry: RetryPolicy | Unset | None = UNSET,
        rate_limit: RateLimiter | Unset | None = UNSET,
        rate_limit_key: str | None = None,
        lane: Lane | Literal["interactive", "bulk"] = Lane.INTERACTIVE,
        transport: Transport | None = None,
        session: "aiohttp.ClientSession | None" = None,
        connector: "Callable[[], aiohttp.BaseConnector] | None" = None,
        proxy: str | None = None,
        ssl: "tls.SSLContext | aiohttp.Fingerprint | bool" = True,
        headers: Mapping[str, str] | None = None,
        user_agent_suffix: str | None = None,
        hooks: Hooks | None = None,
        json: JsonChoice = "auto",
        drift: Literal["sample", "all"] = "sample",
        clock: Clock = SYSTEM_CLOCK,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        _check_transport(transport, session, connector, proxy, tls=ssl is not True)
        _able("rate_limit", rate_limit, "acquire", "take")
        _able("clock", clock, "sleep")
        auth = Auth(_token(token))
        config = ClientConfig(
            version=version, base_url=_base_url(region, base_url), timeout=timeout, deadline=deadline, retry=retry,
            lane=lane, headers={} if headers is None else headers, user_agent_suffix=user_agent_suffix,
            max_response_bytes=max_response_bytes,
        )  # fmt: skip

        def open_transport() -> Transport:
            from .transports.aiohttp import AiohttpTransport

            return AiohttpTransport(session=session, connector=connector, proxy=proxy, ssl=ssl)

        pool = _Pool(open_transport, transport, transport is None)
        key = auth.key if rate_limit_key is None else _quota_key(rate_limit_key)
        limiter = shared_gate(key, clock) if isinstance(rate_limit, Unset) else rate_limit
        self._pool: _Pool | None = pool
        self._drift: str = drift
        self.core: Core = Core(
            config=config, auth=auth, pool=pool, limiter=limiter, quota_key=key, json=_json(json), clock=clock,
            codec=_codec(drift, _watcher(hooks)), hooks=hooks,
        )  # fmt: skip

    def __repr__(self) -> str:
        config = self.core.config
        return f"<Intercom {config.version} at {config.base_url}>"

    def with_options(
        self,
        *,
        version: Version | str | Unset = UNSET,
        region: Region | str | None = None,
        base_url: str | None = None,
        timeout: Timeout | float | Unset | None = UNSET,
        deadline: float | Unset | None = UNSET,
        retry: RetryPolicy | Unset | None = UNSET,
        rate_limit: RateLimiter | Unset | None = UNSET,
        rate_limit_key: str | Unset = UNSET,
        lane: Lane | Literal["interactive", "bulk"] | Unset = UNSET,
        headers: Mapping[str, str] | Unset = UNSET,
        user_agent_suffix: str | Unset | None = UNSET,
        hooks: Hooks | Unset | None = UNSET,
        json: JsonChoice | Unset = UNSET,
        drift: Literal["sample", "all"] | Unset = UNSET,
        max_response_bytes: int | Unset = UNSET,
    ) -> "Intercom":
        """Return a client with these options changed, on the same connections; closing it does not close them."""
        core = self.core
        address = UNSET if region is None and base_url is None else _base_url(region, base_url)
        config = _changed(
            core.config, version=version, base_url=address, timeout=timeout, deadline=deadline, retry=retry, lane=lane,
            headers=headers, user_agent_suffix=user_agent_suffix, max_response_bytes=max_response_bytes,
        )  # fmt: skip
        _able("rate_limit", rate_limit, "acquire", "take")
        key, limiter = _quota(core, rate_limit, rate_limit_key)
        hooks, checks = _or(hooks, core.hooks), _or(drift, self._drift)
        watcher = _watcher(hooks)
        same = checks == self._drift and watcher == _watcher(core.hooks)
        changed = Core(
            config=config, auth=core.auth, pool=core.pool, limiter=limiter, quota_key=key,
            codec=core.codec if same else _codec(checks, watcher), clock=core.clock, hooks=hooks,
            json=core.json if isinstance(json, Unset) else _json(json),
        )  # fmt: skip
        return self._derived(changed, checks)

    def for_token(self, token: str | TokenProvider, *, rate_limit_key: str | None = None) -> "Intercom":
        """Return a client of another workspace with these options, on the same connections; closing it closes nothing.

        It has its own quota, and its own place in line for scrolls, by *token* or *rate_limit_key*; give the latter
        when the tokens of one workspace change. A limiter of your own stays behind, for it knows one quota: give the
        new client another by `with_options`. It costs a few kilobytes; make one per workspace and keep it, or per job.
        """
        core = self.core
        auth = Auth(token if callable(token) else typed("token", token, str))
        key = auth.key if rate_limit_key is None else _quota_key(rate_limit_key)
        limiter = None if core.limiter is None else shared_gate(key, core.clock)
        return self._derived(attrs.evolve(core, auth=auth, quota_key=key, limiter=limiter), self._drift)

    def _derived(self, core: Core, drift: str) -> "Intercom":
        client = Intercom.__new__(type(self))
        client._pool, client._drift, client.core = None, drift, core  # noqa: SLF001  # another instance of this class
        return client

    @property
    def version(self) -> Version:
        """The API version that this client asks for."""
        return self.core.config.version

    @property
    def base_url(self) -> str:
        """Where this client's requests go, without a trailing slash."""
        return self.core.config.base_url

    @property
    def rate_limit(self) -> RateLimiter | None:
        """What keeps this client within its quota; its `snapshot` is for dashboards. None when nothing does."""
        return self.core.limiter

    @property
    def drift(self) -> Drift:
        """Where answers differed from the models so far."""
        return self.core.codec.drift

    @overload
    async def request(
        self, request: Request, *, into: type[T], version: Version | str | Unset = ...
    ) -> Response[T]: ...

    @overload
    async def request(self, request: Request, *, version: Version | str | Unset = ...) -> Response[Any]: ...

    @overload
    async def request(
        self,
        request: str,
        path: str,
        *,
        query: Query | None = ...,
        json: object = ...,
        into: type[T],
        version: Version | str | Unset = ...,
    ) -> Response[T]: ...

    @overload
    async def request(
        self,
        request: str,
        path: str,
        *,
        query: Query | None = ...,
        json: object = ...,
        version: Version | str | Unset = ...,
    ) -> Response[Any]: ...

    async def request(
        self,
        request: Request | str,
        path: str | None = None,
        *,
        query: Query | None = None,
        json: object = None,
        into: type[Any] | None = None,
        version: Version | str | Unset = UNSET,
    ) -> Response[Any]:
        """Make a call and return everything around its answer.

        Takes a row of the table, ``request(ops.Contacts.retrieve(contact_id="x"), into=Contact)``, or a method and a
        path that the table lacks, ``request("GET", "/new/path")``, with the same token, quota, retries and host.
        Without *into* the value is the JSON body.
        """
        core = self.core if isinstance(version, Unset) else self.with_options(version=version).core
        if isinstance(request, str):
            request = _ad_hoc(request, path, query, json)
        elif path is not None or query is not None or json is not None:
            msg = "path, query and json go with a method as text; a row of the table is called with its own"
            raise TypeError(msg)
        else:
            typed("request", request, Request, str)
        codec = core.codec
        return await core.send(request, lambda body: body if into is None else codec.decode(into, body))

    async def aclose(self) -> None:
        """Close the connections; may be called again. A client made from another has none of its own."""
        if self._pool is not None:
            await self._pool.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __enter__(self) -> NoReturn:
        msg = "Intercom is asynchronous: use 'async with Intercom(...)' instead of 'with'"
        raise TypeError(msg)

    def __exit__(self, *_: object) -> None:
        """Exist only so that ``with`` gets as far as the message above."""


def _or(given: V | Unset, current: V) -> V:
    return current if isinstance(given, Unset) else given


def _changed(config: ClientConfig, **given: object) -> ClientConfig:
    """Return *config* with what was given, checked like the rest."""
    changes: dict[str, Any] = {name: value for name, value in given.items() if not isinstance(value, Unset)}
    return attrs.evolve(config, **changes)


def _able(name: str, value: object, *methods: str) -> None:
    """Refuse what cannot be a *name* since it lacks one of *methods*."""
    for method in methods if value is not None and value is not UNSET else ():
        if not callable(getattr(value, method, None)):
            msg = f"{name} must be an object with {method}(), not {type(value).__name__}"
            raise TypeError(msg)


def _token(token: str | TokenProvider | None) -> str | TokenProvider:
    if token is None:
        return os.environ.get("INTERCOM_ACCESS_TOKEN", "")
    return token if callable(token) else typed("token", token, str)


def _base_url(region: Region | str | None, base_url: str | None) -> str:
    if region is not None and base_url is not None:
        msg = "give region or base_url, not both: a region is one of the known base URLs"
        raise ValueError(msg)
    if region is not None:
        return region_of(region).base_url
    return os.environ.get("INTERCOM_BASE_URL") or Region.US.base_url if base_url is None else base_url


def _check_transport(transport: object, session: object, connector: object, proxy: str | None, *, tls: bool) -> None:
    """Refuse options of aiohttp's transport that exclude each other, or that are for none."""
    if transport is not None and (session is not None or connector is not None or proxy is not None or tls):
        msg = "transport= stands alone: session, connector, proxy and ssl are for the transport that it replaces"
        raise ValueError(msg)
    if session is not None and connector is not None:
        msg = "session and connector exclude each other: a session has its connector already"
        raise ValueError(msg)
    _able("transport", transport, "send")
    _able("session", session, "request")
    if connector is not None and not callable(connector):
        msg = "connector must be a callable that makes one, since each event loop needs its own"
        raise TypeError(msg)
    if proxy is not None and urlsplit(typed("proxy", proxy, str)).scheme not in {"http", "https"}:
        msg = "proxy must be a URL like 'http://proxy.example:8080'"
        raise ValueError(msg)


def _json(choice: JsonChoice) -> JsonCodec:
    _able("json", choice, "encode" if isinstance(choice, str) else "loads")
    return json_codec(choice)


def _quota_key(key: str) -> str:
    if not typed("rate_limit_key", key, str):
        msg = "rate_limit_key must not be empty: leave it out to share the quota of the token"
        raise ValueError(msg)
    return key


def _quota(core: Core, rate_limit: RateLimiter | Unset | None, key: str | Unset) -> tuple[str, RateLimiter | None]:
    """Return the quota of a client derived from one with *core*: a limiter of the user's own stays with another key."""
    name = core.quota_key if isinstance(key, Unset) else _quota_key(key)
    if not isinstance(rate_limit, Unset):
        return name, rate_limit
    shared = core.limiter is not None and core.limiter is shared_gate(core.quota_key, core.clock)
    return name, shared_gate(name, core.clock) if shared else core.limiter


def _watcher(hooks: Hooks | None) -> Callable[[DriftRecord], object] | None:
    return None if hooks is None else typed("hooks", hooks, Hooks).drift


def _codec(drift: str, watcher: Callable[[DriftRecord], object] | None) -> Codec:
    if drift not in {"sample", "all"}:
        msg = f"drift must be 'sample' or 'all', not {drift!r}"
        raise ValueError(msg)
    codec = Codec(check_all=drift == "all")
    if watcher is not None:
        codec.drift.observer = lambda record: notify(watcher, record)
    return codec


def _ad_hoc(method: str, path: str | None, query: Query | None, json: object) -> Request:
    """Return a request for a path that the table lacks."""
    verb = method.upper()
    if verb not in _METHODS:
        msg = f"method must be one of {sorted(_METHODS)}, not {method!r}"
        raise ValueError(msg)
    if path is None or not _PATH.fullmatch(path):
        msg = f"path must begin with one '/' and be percent-encoded, without host and query, not {path!r}: use query="
        raise ValueError(msg)
    if {".", ".."} & set(unquote(path).split("/")):
        msg = f"path must not hold '.' or '..' parts, as {path!r} does"
        raise ValueError(msg)
    repeat = Repeat.ALWAYS if verb in _REPEATABLE else Repeat.NEVER
    return Request(Operation(verb, path, repeat=repeat), {}, query or {}, json)
