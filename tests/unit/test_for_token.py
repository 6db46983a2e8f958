"""Clients of other workspaces on the same connections: own token, quota and place in line, and next to no weight."""

import asyncio
import gc
import subprocess
import sys
from typing import Any

import pytest
from support.paging_clients import client as calm
from support.paging_clients import external_ids, in_virtual_time, simulated
from support.virtual_time import VirtualClock

from intercom_async import ClientClosedError, Hooks, Intercom
from intercom_async.http import HttpRequest
from intercom_async.rate_limit.gate import Gate, shared_gate
from intercom_async.scroll import ScrollLock, scroll_lock
from intercom_async.transports.memory import MemoryTransport, json_response


def transport() -> MemoryTransport:
    return MemoryTransport(lambda _: json_response(200, {"type": "admin", "id": "1"}))


def token(request: HttpRequest) -> str:
    return str(request.headers["Authorization"]).removeprefix("Bearer ")


async def test_each_sends_its_own_token_over_the_same_transport() -> None:
    """Also when they take turns: what one prepared is never sent by another."""
    wire = transport()
    base = Intercom("base", transport=wire, rate_limit=None, headers={"X-Team": "a"})
    clients = [base, base.for_token("one"), base.for_token("two"), base.for_token("one").for_token("three")]
    for client in clients * 2:
        await client.admins.me()
        await client.with_options(version="1.4").request("GET", "/x")
    assert [token(each) for each in wire.requests] == [n for n in ("base", "one", "two", "three") for _ in range(2)] * 2
    assert {each.headers["X-Team"] for each in wire.requests} == {"a"}


async def test_a_provider_is_asked_for_its_own_workspace() -> None:
    wire, asked = transport(), list[str]()

    async def provider() -> str:
        asked.append("provider")
        return "provided"

    base = Intercom("base", transport=wire, rate_limit=None)
    other = base.for_token(provider)
    await asyncio.gather(other.admins.me(), base.admins.me(), other.admins.me())
    assert sorted(map(token, wire.requests)) == ["base", "provided", "provided"]
    assert asked == ["provider"]


def test_everything_else_is_the_same() -> None:
    base = Intercom("t", version="2.10", lane="bulk", deadline=7, hooks=Hooks(), drift="all", json="stdlib")
    other = base.for_token("u")
    names = ("config", "pool", "codec", "json", "clock", "hooks")
    assert all(getattr(other.core, name) is getattr(base.core, name) for name in names)
    assert other.drift is base.drift
    assert other.with_options(deadline=None).core.quota_key == other.core.quota_key
    assert repr(other) == repr(base)


def test_each_has_its_own_quota_and_place_in_line() -> None:
    base = Intercom("t")
    one, again, two = base.for_token("one"), base.for_token(" one "), base.for_token("two")
    assert one.rate_limit is again.rate_limit is Intercom("one").rate_limit
    assert len({id(each.rate_limit) for each in (base, one, two)}) == 3
    assert len({each.core.quota_key for each in (base, one, two)}) == 3
    named = base.for_token("three", rate_limit_key="acme")
    assert named.rate_limit is base.for_token("four", rate_limit_key="acme").rate_limit is shared_gate("acme")
    assert named.core.quota_key == "acme"


def test_a_limiter_of_ones_own_stays_behind() -> None:
    """It knows the quota of one workspace; no limiter at all is another matter."""
    own = Gate()
    other = Intercom("t", rate_limit=own).for_token("u")
    assert other.rate_limit is shared_gate(other.core.quota_key)
    assert Intercom("t", rate_limit=None).for_token("u").rate_limit is None


def test_what_limits_a_client_can_be_looked_at() -> None:
    client = Intercom("seen")
    assert client.rate_limit is client.core.limiter
    assert client.rate_limit is not None
    snapshot = client.rate_limit.snapshot()
    assert (snapshot.limit, snapshot.in_flight, snapshot.waiting) == (None, 0, {"interactive": 0, "bulk": 0})
    assert Intercom("seen", rate_limit=None).rate_limit is None


BAD: list[tuple[Any, dict[str, Any], type[Exception], str]] = [
    (None, {}, TypeError, "token must be str, not NoneType"),
    (b"secret", {}, TypeError, "token must be str, not bytes"),
    ("", {}, ValueError, "the access token is empty"),
    ("Bearer secret", {}, ValueError, "without the word 'Bearer'"),
    ("u", {"rate_limit_key": ""}, ValueError, "rate_limit_key must not be empty"),
]


@pytest.mark.parametrize(("given", "options", "kind", "message"), BAD)
def test_a_token_that_is_none_is_refused(
    given: Any, options: dict[str, Any], kind: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment's token, of some other workspace, never stands in for it."""
    monkeypatch.setenv("INTERCOM_ACCESS_TOKEN", "of-somebody-else")
    with pytest.raises(kind, match=message) as caught:
        Intercom("t").for_token(given, **options)
    assert "secret" not in str(caught.value)


async def test_closing_one_closes_nothing() -> None:
    base = Intercom("t", transport=transport(), rate_limit=None)
    async with base.for_token("u") as other:
        await other.admins.me()
    await other.admins.me()
    await base.admins.me()
    await base.aclose()
    with pytest.raises(ClientClosedError):
        await other.admins.me()


def test_a_subclass_makes_its_own_kind() -> None:
    class Ours(Intercom):
        pass

    assert type(Ours("t").for_token("u")) is Ours


@in_virtual_time
async def test_two_workspaces_scroll_at_once() -> None:
    """Neither waits for the other: a scroll is one per workspace."""
    begun = asyncio.get_running_loop().time()
    base = calm(simulated(350, latency=1.0), version="1.4")
    here = base.for_token("test-token", rate_limit_key="here").users.scroll()
    there = calm(simulated(350, latency=1.0), version="1.4").for_token("test-token", rate_limit_key="there")
    found = await asyncio.gather(here.collect(), there.users.scroll().collect())
    assert [sorted(str(each.user_id) for each in part) for part in found] == [sorted(external_ids(350))] * 2
    assert asyncio.get_running_loop().time() - begun == 5.0


def test_a_provider_that_is_gone_leaves_its_quota_to_nobody() -> None:
    """A new one often gets the address of an old one; by that it must not get the accounts of another workspace."""

    class Unhashable:
        __hash__ = None  # type: ignore[assignment]  # as of a class with __eq__

        def __call__(self) -> str:
            return "u"

    base, seen = Intercom("t"), set[str]()
    for _ in range(50):
        seen.add(base.for_token(lambda: "u").core.quota_key)
        seen.add(base.for_token(Unhashable()).core.quota_key)
    assert len(seen) == 100


def alive(kind: type) -> int:
    gc.collect()
    return sum(type(each) is kind for each in gc.get_objects())


def test_locks_of_scrolls_are_forgotten() -> None:
    held = scroll_lock("held")
    before = alive(ScrollLock)
    for number in range(1_000):
        scroll_lock(f"workspace {number}")
    assert scroll_lock("held") is held
    assert alive(ScrollLock) == before


@in_virtual_time
async def test_quotas_that_nobody_uses_are_forgotten() -> None:
    """Ten thousand workspaces, each used once, leave no more than those of the last minutes.

    Each call looks at two workspaces of the process, those of the tests before among them: it takes as many longer.
    """
    clock = VirtualClock()
    base = Intercom("t", transport=transport(), clock=clock)
    held = base.for_token("held")
    before = alive(Gate)
    for number in range(10_000):
        base.for_token(f"workspace-{number}")
        await clock.sleep(1.0)
    assert alive(Gate) - before <= 700 + before
    assert held.rate_limit is base.for_token("held").rate_limit


WEIGHT = """
import gc, sys, tracemalloc
from intercom_async import Intercom

base = Intercom("t", rate_limit_key="base")
kept = [base.for_token("warm")]
gc.collect()
tracemalloc.start()
before = tracemalloc.get_traced_memory()[0]
kept += [base.for_token(f"dG9rOmFiY2RlZl8w{number:044}") for number in range(10_000)]
gc.collect()
print((tracemalloc.get_traced_memory()[0] - before) // 10_000)
"""


def test_ten_thousand_weigh_little() -> None:
    """In a process of its own, for nothing else to be counted; each with its quota's accounts."""
    done = subprocess.run([sys.executable, "-c", WEIGHT], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) < 6_000
