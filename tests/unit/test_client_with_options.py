"""Derived clients: the same connections and quota, other options, and nothing of their own to close."""

from typing import Any

import pytest
from support.paging_clients import pages_of

from intercom_async import ClientClosedError, Hooks, Intercom, Timeout, Version
from intercom_async.json_codec import STDLIB
from intercom_async.rate_limit.base import Lane
from intercom_async.rate_limit.gate import Gate, shared_gate
from intercom_async.retry import NO_RETRY, RetryPolicy


def _base(**options: Any) -> Intercom:
    given = {
        "version": "2.10", "region": "eu", "timeout": 5, "deadline": 60, "retry": None, "rate_limit_key": "base",
        "lane": "bulk", "headers": {"X-A": "b"}, "user_agent_suffix": "crm", "hooks": Hooks(), "json": "stdlib",
        "drift": "all", "max_response_bytes": 1_000,
    }  # fmt: skip
    return Intercom("t", **{**given, **options})


def _state(client: Intercom) -> dict[str, Any]:
    """Return everything that an option decides."""
    core, config = client.core, client.core.config
    names = ["base_url", "version", "timeout", "deadline", "retry", "lane", "headers", "user_agent_suffix"]
    shared = {name: getattr(core, name) for name in ("auth", "pool", "limiter", "quota_key", "codec", "clock", "hooks")}
    kept = {name: getattr(config, name) for name in (*names, "max_response_bytes")}
    return {**kept, **shared, "json": core.json, "drift": client._drift}


CHANGES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"version": "2.16"}, {"version": Version("2.16")}),
    ({"region": "au"}, {"base_url": "https://api.au.intercom.io"}),
    ({"base_url": "https://x.example"}, {"base_url": "https://x.example"}),
    ({"timeout": None}, {"timeout": Timeout()}),
    ({"timeout": 7}, {"timeout": Timeout(connect=7, read=7)}),
    ({"deadline": None}, {"deadline": None}),
    ({"retry": RetryPolicy(attempts=9)}, {"retry": 9}),
    ({"retry": None}, {"retry": NO_RETRY}),
    ({"rate_limit": None}, {"limiter": None}),
    ({"rate_limit": shared_gate("given")}, {"limiter": shared_gate("given")}),
    ({"rate_limit_key": "other"}, {"quota_key": "other", "limiter": shared_gate("other")}),
    ({"rate_limit_key": "base"}, {}),
    ({"lane": "interactive"}, {"lane": Lane.INTERACTIVE}),
    ({"headers": {}}, {"headers": ()}),
    ({"user_agent_suffix": None}, {"user_agent_suffix": None}),
    ({"json": STDLIB}, {"json": STDLIB}),
    ({"max_response_bytes": 5}, {"max_response_bytes": 5}),
    ({"drift": "all"}, {}),
    ({"hooks": None}, {"hooks": None}),
]


@pytest.mark.parametrize(("options", "changed"), CHANGES, ids=[str(each)[:40] for each, _ in CHANGES])
def test_only_what_is_named_changes(options: dict[str, Any], changed: dict[str, Any]) -> None:
    base = _base()
    before, after = _state(base), _state(base.with_options(**options))
    if changed.get("retry") == 9:
        changed = {"retry": options["retry"]}
    assert {name: value for name, value in after.items() if value is not before[name] and value != before[name]} == {
        name: value for name, value in changed.items() if value != before[name]
    }
    assert {name: after[name] for name in changed} == changed


BAD: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"version": 2.16}, TypeError),
    ({"region": "eu", "base_url": "https://x.example"}, ValueError),
    ({"base_url": "http://x.example"}, ValueError),
    ({"timeout": -1}, ValueError),
    ({"deadline": 0}, ValueError),
    ({"retry": 1}, TypeError),
    ({"rate_limit": 1}, TypeError),
    ({"rate_limit_key": ""}, ValueError),
    ({"lane": "x"}, ValueError),
    ({"headers": {"Host": "x"}}, ValueError),
    ({"user_agent_suffix": "\n"}, ValueError),
    ({"hooks": 1}, TypeError),
    ({"json": "x"}, ValueError),
    ({"drift": "x"}, ValueError),
    ({"max_response_bytes": 0}, ValueError),
]


@pytest.mark.parametrize(("options", "kind"), BAD, ids=str)
def test_options_are_checked_here_too(options: dict[str, Any], kind: type[Exception]) -> None:
    with pytest.raises(kind):
        _base().with_options(**options)


def test_a_limiter_of_ones_own_stays_with_another_key() -> None:
    """The key names the quota, and the workspace for scrolls; it does not bring back what was replaced."""
    assert _base(rate_limit=None).with_options(rate_limit_key="new").core.limiter is None
    own = Gate()
    derived = _base(rate_limit=own).with_options(rate_limit_key="new")
    assert (derived.core.limiter, derived.core.quota_key) == (own, "new")


def test_how_answers_are_checked_survives_other_hooks() -> None:
    base = _base()
    watched = base.with_options(hooks=Hooks(drift=print))
    assert watched.drift is not base.drift
    assert _state(watched)["drift"] == "all"
    assert watched.with_options(hooks=Hooks(drift=print, retry=print)).drift is watched.drift
    assert base.with_options(drift="sample").drift is not base.drift


async def test_differences_are_told_to_the_hook_that_was_given_last() -> None:
    seen: dict[str, list[Any]] = {"base": [], "derived": []}
    transport = pages_of([{"type": "admin", "id": "1", "name": 7}] * 2)
    base = Intercom("t", transport=transport, drift="all", hooks=Hooks(drift=seen["base"].append), rate_limit=None)
    derived = base.with_options(hooks=Hooks(drift=seen["derived"].append))
    await base.admins.me()
    await derived.admins.me()
    assert [len(each) for each in seen.values()] == [1, 1]


async def test_closing_a_derived_client_closes_nothing() -> None:
    transport = pages_of([{"type": "admin", "id": "1"}] * 3)
    base = Intercom("t", transport=transport, rate_limit=None)
    async with base.with_options(version="2.17") as derived:
        await derived.admins.me()
    await derived.admins.me()
    await base.admins.me()
    await base.aclose()
    for client in (base, derived, derived.with_options(version="2.0")):
        with pytest.raises(ClientClosedError, match="client is closed"):
            await client.admins.me()


def test_a_subclass_derives_itself() -> None:
    class Ours(Intercom):
        pass

    assert type(Ours("t").with_options(version="2.0")) is Ours
