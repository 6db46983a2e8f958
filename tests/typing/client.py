"""Types of the client: options, derived clients, requests, services; checked, never run."""

from typing import Any, assert_type

from intercom_async import UNSET, Hooks, Intercom, Region, RetryPolicy, Timeout, Version
from intercom_async import operations as ops
from intercom_async.bulk.service import Bulk
from intercom_async.drift import Drift
from intercom_async.errors import (
    ApiError,
    Attempt,
    ConflictError,
    ContactConflictError,
    IntercomError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    TransportError,
)
from intercom_async.http import Headers
from intercom_async.lazy_service import LazyService
from intercom_async.models.contacts import Contact
from intercom_async.operation import Request
from intercom_async.rate_limit.base import RateLimiter
from intercom_async.response import Response
from intercom_async.services.contacts import Contacts
from intercom_async.transports.memory import MemoryTransport


async def provider() -> str:
    """Give a token."""
    return "token"


async def made(transport: MemoryTransport) -> None:
    """Every option takes what its documentation says."""
    assert_type(Intercom(), Intercom)
    assert_type(Intercom("token", version="2.16", region="eu", timeout=5, retry=None, rate_limit=None), Intercom)
    assert_type(Intercom(provider, version=Version("1.4"), region=Region.AU, timeout=Timeout(read=None)), Intercom)
    assert_type(Intercom(lambda: "token", lane="bulk", hooks=Hooks(), json="stdlib", drift="all"), Intercom)
    assert_type(Intercom("token", transport=transport, retry=RetryPolicy(attempts=2), deadline=10), Intercom)
    async with Intercom("token", ssl=False, proxy="http://127.0.0.1:1") as client:
        assert_type(client, Intercom)
    assert_type(await client.aclose(), None)


def derived(client: Intercom) -> None:
    """Each option may be left as it is, and some may be taken away."""
    assert_type(client.with_options(), Intercom)
    assert_type(client.with_options(version="1.4", deadline=None, retry=None, rate_limit=None, hooks=None), Intercom)
    assert_type(client.with_options(timeout=None, user_agent_suffix=None, headers={}, retry=UNSET), Intercom)
    assert_type(client.version, Version)
    assert_type(client.base_url, str)
    assert_type(client.drift, Drift)
    assert_type(client.rate_limit, RateLimiter | None)
    assert_type(client.for_token("other"), Intercom)
    assert_type(client.for_token(provider, rate_limit_key="other"), Intercom)


def services(client: Intercom) -> None:
    """A service on an instance, its descriptor on the class."""
    assert_type(client.contacts, Contacts)
    assert_type(client.bulk, Bulk)
    assert_type(Intercom.contacts, LazyService[Contacts])


async def requests(client: Intercom) -> None:
    """A model when one is asked for, JSON otherwise."""
    row = ops.Contacts.retrieve(contact_id="1")
    assert_type(row, Request)
    assert_type(await client.request(row, into=Contact), Response[Contact])
    assert_type(await client.request(row), Response[Any])
    assert_type(await client.request(row, version="1.4"), Response[Any])
    assert_type(await client.request("GET", "/new", query={"a": 1}), Response[Any])
    assert_type(await client.request("POST", "/new", json=[1], version=Version("2.17")), Response[Any])
    typed = await client.request("POST", "/new", json={"a": None}, into=Contact)
    assert_type(typed, Response[Contact])
    assert_type(typed.value, Contact)
    assert_type(typed.status, int)
    assert_type(typed.headers, Headers)
    assert_type(typed.request_id, str | None)
    assert_type(typed.attempts, int)
    assert_type(typed.failed_attempts, tuple[Attempt, ...])
    wider: Response[object] = typed
    assert_type(wider.waited, float)


def caught(error: IntercomError) -> str | None:
    """What an exception tells depends on its class."""
    if isinstance(error, OutcomeUnknownError):
        assert_type(error.request, Request)
    if isinstance(error, TransportError):
        assert_type(error.attempts, tuple[Attempt, ...])
    if isinstance(error, RateLimitError):
        assert_type(error.limit, int | None)
    if isinstance(error, ContactConflictError):
        assert_type(error.contact_id, str | None)
    if isinstance(error, NotFoundError | ConflictError):
        assert_type(error.code, str | None)
    return error.code if isinstance(error, ApiError) else None
