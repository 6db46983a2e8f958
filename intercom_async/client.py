"""The client: its options, its life, and its services, one line each."""

import os
import ssl as tls
from collections.abc import Callable, Mapping
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Literal, NoReturn, Self, TypeVar, overload

import attrs

from .auth import Auth, TokenProvider
from .clock import SYSTEM_CLOCK, Clock
from .codec import Codec
from .config import MAX_RESPONSE_BYTES, ClientConfig, checked_headers, region_of
from .core import Core
from .drift import Drift
from .errors import ClientClosedError
from .hooks import Hooks, notify
from .http import Timeout
from .json_codec import JsonChoice, json_codec
from .operation import Operation, Query, Repeat, Request
from .rate_limit.base import Lane, RateLimiter
from .rate_limit.gate import shared_gate
from .response import Response
from .retry import NO_RETRY, RetryPolicy
from .transports.base import Transport
from .unset import UNSET, Unset
from .versions import DEFAULT_VERSION, Region, Version

if TYPE_CHECKING:
    import aiohttp

    from .bulk.service import Bulk
    from .services.admins import Admins
    from .services.companies import Companies
    from .services.contacts import Contacts
    from .services.data_attributes import DataAttributes
    from .services.data_events import DataEvents
    from .services.leads import Leads
    from .services.notes import Notes
    from .services.segments import Segments
    from .services.tags import Tags
    from .services.users import Users
    from .services.visitors import Visitors

T = TypeVar("T")
S = TypeVar("S")

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
#: Methods that do the same when sent twice.
_REPEATABLE = frozenset({"GET", "PUT", "DELETE"})


class LazyService(Generic[S]):
    """A service that the client imports on first access and keeps from then on.

    *target* is ``"module:Class"`` in this package; the class takes the client's core, or the client when *whole*.
    """

    def __init__(self, target: str, *, whole: bool = False) -> None:
        self._module, _, self._class = target.partition(":")
        self._whole = whole
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...

    @overload
    def __get__(self, client: "Intercom", owner: type) -> S: ...

    def __get__(self, client: "Intercom | None", owner: type) -> Self | S:
        if client is None:
            return self
        make: Any = getattr(import_module(f".{self._module}", __package__), self._class)
        service: S = make(client if self._whole else client.core)
        vars(client)[self._name] = service
        return service


@attrs.define(eq=False)
class _Pool:
    """The transport that a client and those derived from it share."""

    _open: Callable[[], Transport]
    _transport: Transport | None = None
    #: Whether closing the client closes the transport.
    owned: bool = True
    _closed: bool = False

    def transport(self) -> Transport:
        """Return the transport, opening it first."""
        if self._closed:
            msg = "the client is closed: make a new one, or close it later"
            raise ClientClosedError(msg)
        if self._transport is None:
            self._transport = self._open()
        return self._transport

    async def close(self) -> None:
        """Close the transport that was opened here; do nothing when that was done."""
        self._closed = True
        transport, self._transport = self._transport, None
        if transport is not None and self.owned:
            await transport.aclose()


class Intercom:
    """A client of the Intercom REST API.

    Make one per process and use it from any task; it opens its connections when first used, one pool for each event
    loop, and is closed by ``async with`` or `aclose`. *token* is the access token or a callable that returns it, also
    when awaited, and is asked again after a 401; without one ``INTERCOM_ACCESS_TOKEN`` is read.

    *deadline* bounds a whole call in seconds, waits and tries included; *timeout* one silence of the server. *retry*
    None tries once; *rate_limit* None does not wait for the quota. Clients of one token share its quota; so do those
    of one *rate_limit_key*. *transport* replaces aiohttp; *session*, *connector* (a callable that makes one), *proxy*
    and *ssl* are for aiohttp. *drift* ``"all"`` checks every answer's types instead of a sample.
    """

    admins: "LazyService[Admins]" = LazyService("services.admins:Admins")
    companies: "LazyService[Companies]" = LazyService("services.companies:Companies")
    contacts: "LazyService[Contacts]" = LazyService("services.contacts:Contacts")
    data_attributes: "LazyService[DataAttributes]" = LazyService("services.data_attributes:DataAttributes")
    data_events: "LazyService[DataEvents]" = LazyService("services.data_events:DataEvents")
    leads: "LazyService[Leads]" = LazyService("services.leads:Leads")
    notes: "LazyService[Notes]" = LazyService("services.notes:Notes")
    segments: "LazyService[Segments]" = LazyService("services.segments:Segments")
    tags: "LazyService[Tags]" = LazyService("services.tags:Tags")
    users: "LazyService[Users]" = LazyService("services.users:Users")
    visitors: "LazyService[Visitors]" = LazyService("services.visitors:Visitors")
    bulk: "LazyService[Bulk]" = LazyService("bulk.service:Bulk", whole=True)

    #: What makes this client's calls; services use it.
    core: Core

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
        if transport is not None and (session is not None or connector is not None or proxy or ssl is not True):
            msg = "transport= stands alone: session, connector, proxy and ssl are for the transport that it replaces"
            raise ValueError(msg)
        auth = Auth(token if token is not None else os.environ.get("INTERCOM_ACCESS_TOKEN", ""))
        config = ClientConfig(
            base_url=_base_url(region, base_url),
            version=_version(version),
            timeout=_timeout(timeout),
            deadline=deadline,
            retry=_retry(retry, RetryPolicy()),
            lane=_lane(lane),
            headers=checked_headers(headers or {}),
            user_agent_suffix=user_agent_suffix,
            max_response_bytes=max_response_bytes,
        )

        def open_transport() -> Transport:
            from .transports.aiohttp import AiohttpTransport

            return AiohttpTransport(session=session, connector=connector, proxy=proxy, ssl=ssl)

        pool = _Pool(open_transport, transport, owned=transport is None)
        quota_key = rate_limit_key or auth.key
        self._pool: _Pool | None = pool
        self.core = Core(
            config=config,
            auth=auth,
            pool=pool,
            limiter=shared_gate(quota_key, clock) if isinstance(rate_limit, Unset) else rate_limit,
            quota_key=quota_key,
            codec=_codec(drift, hooks),
            json=json_codec(json),
            clock=clock,
            hooks=hooks,
        )

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
        config = attrs.evolve(
            core.config,
            **_given(
                base_url=_base_url(region, base_url) if region or base_url else UNSET,
                version=version if isinstance(version, Unset) else _version(version),
                timeout=timeout if isinstance(timeout, Unset) else _timeout(timeout),
                deadline=deadline,
                retry=retry if isinstance(retry, Unset) else _retry(retry, core.config.retry),
                lane=lane if isinstance(lane, Unset) else _lane(lane),
                headers=headers if isinstance(headers, Unset) else checked_headers(headers),
                user_agent_suffix=user_agent_suffix,
                max_response_bytes=max_response_bytes,
            ),
        )
        quota_key = core.quota_key if isinstance(rate_limit_key, Unset) else rate_limit_key
        limiter = core.limiter if quota_key == core.quota_key else shared_gate(quota_key, core.clock)
        hooks = core.hooks if isinstance(hooks, Unset) else hooks
        codec = core.codec if isinstance(drift, Unset) and hooks is core.hooks else _codec(drift or "sample", hooks)
        derived = Intercom.__new__(type(self))
        derived._pool = None  # noqa: SLF001  # another instance of this class
        derived.core = Core(
            config=config,
            auth=core.auth,
            pool=core.pool,
            limiter=limiter if isinstance(rate_limit, Unset) else rate_limit,
            quota_key=quota_key,
            codec=codec,
            json=core.json if isinstance(json, Unset) else json_codec(json),
            clock=core.clock,
            hooks=hooks,
        )
        return derived

    @property
    def version(self) -> Version:
        """The API version that this client asks for."""
        return self.core.config.version

    @property
    def base_url(self) -> str:
        """Where this client's requests go, without a trailing slash."""
        return self.core.config.base_url

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
        codec = core.codec
        return await core.send(request, _unchanged if into is None else lambda body: codec.decode(into, body))

    async def aclose(self) -> None:
        """Close the connections; may be called again. A client made by `with_options` has none of its own."""
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


def _unchanged(body: Any) -> Any:
    return body


def _given(**options: object) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not UNSET}


def _base_url(region: Region | str | None, base_url: str | None) -> str:
    if region is not None and base_url is not None:
        msg = "give region or base_url, not both: a region is one of the known base URLs"
        raise ValueError(msg)
    if base_url is not None:
        return base_url
    if region is not None:
        return region_of(region).base_url
    return os.environ.get("INTERCOM_BASE_URL") or Region.US.base_url


def _version(version: Version | str) -> Version:
    return version if isinstance(version, Version) else Version(version)


def _timeout(timeout: Timeout | float | None) -> Timeout:
    if isinstance(timeout, Timeout):
        return timeout
    return Timeout() if timeout is None else Timeout(connect=timeout, read=timeout)


def _retry(retry: RetryPolicy | Unset | None, default: RetryPolicy) -> RetryPolicy:
    if isinstance(retry, Unset):
        return default
    return NO_RETRY if retry is None else retry


def _lane(lane: str) -> Lane:
    try:
        return Lane(lane)
    except ValueError:
        msg = f"lane must be 'interactive' or 'bulk', not {lane!r}"
        raise ValueError(msg) from None


def _codec(drift: str, hooks: Hooks | None) -> Codec:
    if drift not in {"sample", "all"}:
        msg = f"drift must be 'sample' or 'all', not {drift!r}"
        raise ValueError(msg)
    codec = Codec(check_all=drift == "all")
    if hooks is not None and hooks.drift is not None:
        watcher = hooks.drift
        codec.drift.observer = lambda record: notify(watcher, record)
    return codec


def _ad_hoc(method: str, path: str | None, query: Query | None, json: object) -> Request:
    """Return a request for a path that the table lacks."""
    verb = method.upper()
    if verb not in _METHODS:
        msg = f"method must be one of {sorted(_METHODS)}, not {method!r}"
        raise ValueError(msg)
    if path is None or not path.startswith("/") or path.startswith("//") or any(c in path for c in "?#\\{} \r\n\t"):
        msg = f"path must begin with one '/' and hold no host, query or white space, not {path!r}: give query= apart"
        raise ValueError(msg)
    if {".", ".."} & set(path.split("/")):
        msg = f"path must not hold '.' or '..' parts, as {path!r} does"
        raise ValueError(msg)
    repeat = Repeat.ALWAYS if verb in _REPEATABLE else Repeat.NEVER
    return Request(Operation(verb, path, repeat=repeat), {}, query or {}, json)
