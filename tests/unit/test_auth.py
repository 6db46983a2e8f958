"""The token: fixed or from a provider, asked for once and once more after a 401."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from support.core_calls import GOOD, READ, WRITE, error, wired

from intercom_async.auth import Auth
from intercom_async.errors import AuthenticationError, PermissionDeniedError
from intercom_async.http import HttpRequest


class Vault:
    """Gives tokens in turn, taking its time, and counts how often it was asked."""

    def __init__(self, *tokens: Any) -> None:
        self.left = list(tokens)
        self.asked = 0

    def next(self) -> Any:
        self.asked += 1
        token = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        if isinstance(token, Exception):
            raise token
        return token

    async def slowly(self) -> str:
        await asyncio.sleep(0.001)
        return str(self.next())


def accepts(*good: str) -> Callable[[HttpRequest], Awaitable[Any]]:
    """Return a server that takes only these tokens."""

    async def handle(request: HttpRequest) -> Any:
        await asyncio.sleep(0.001)
        taken = request.headers["authorization"].removeprefix("Bearer ") in good
        return GOOD if taken else error(401, "unauthorized")

    return handle


@pytest.mark.parametrize("way", ["next", "slowly"])
async def test_many_callers_ask_a_provider_once(way: str) -> None:
    vault = Vault("one")
    wire = wired(accepts("one"), token=getattr(vault, way))
    await asyncio.gather(*(wire.send(READ) for _ in range(50)))
    assert vault.asked == 1
    assert set(wire.tokens) == {"one"}


@pytest.mark.parametrize("way", ["next", "slowly"])
async def test_many_refused_calls_ask_it_once_more(way: str) -> None:
    vault = Vault("old", "new")
    wire = wired(accepts("new"), token=getattr(vault, way))
    assert await asyncio.gather(*(wire.send(WRITE) for _ in range(50))) == [{"id": "1"}] * 50
    assert vault.asked == 2
    assert wire.tokens.count("old") <= 50
    assert wire.tokens.count("new") == 50


@pytest.mark.parametrize("way", ["next", "slowly"])
async def test_a_provider_that_has_no_other_token_is_asked_once_for_all(way: str) -> None:
    vault = Vault("old")
    wire = wired(accepts("new"), token=getattr(vault, way))
    results = await asyncio.gather(*(wire.send(READ) for _ in range(50)), return_exceptions=True)
    assert {type(result) for result in results} == {AuthenticationError}
    assert (vault.asked, wire.sent) == (2, 50)
    assert len(results[0].attempts) == 1  # type: ignore[union-attr]  # checked above


async def test_a_token_refused_twice_ends_the_call() -> None:
    vault = Vault("one", "two", "three")
    wire = wired(accepts("three"), token=vault.next)
    with pytest.raises(AuthenticationError) as caught:
        await wire.send(READ)
    assert wire.tokens == ["one", "two"]
    assert [attempt.status for attempt in caught.value.attempts] == [401, 401]


async def test_a_later_call_asks_again() -> None:
    """A token that expires hours later is replaced as well."""
    vault = Vault("one", "two", "three")
    good: list[str] = []
    wire = wired(lambda request: accepts(good[-1])(request), token=vault.next)  # noqa: PLW0108 - good changes
    for taken in ("one", "two", "three"):
        good.append(taken)
        assert await wire.send(READ) == {"id": "1"}
    assert wire.tokens == ["one", "one", "two", "two", "three"]


async def test_a_fixed_token_is_not_renewed() -> None:
    wire = wired([error(401, "unauthorized")])
    with pytest.raises(AuthenticationError):
        await wire.send(READ)
    assert wire.sent == 1


async def test_a_missing_scope_is_no_bad_token() -> None:
    vault = Vault("one", "two")
    wire = wired([error(401, "token_unauthorized")], token=vault.next)
    with pytest.raises(PermissionDeniedError):
        await wire.send(READ)
    assert (vault.asked, wire.sent) == (1, 1)


async def test_a_call_that_waited_sends_the_newest_token() -> None:
    """While one call is tried again with another token, those that have not left yet take it too."""
    vault = Vault("old", "new")
    wire = wired(accepts("new"), token=vault.next)
    await wire.send(READ)
    await wire.send(READ)
    assert wire.tokens == ["old", "new", "new"]


async def test_what_a_provider_raises_reaches_the_caller_and_the_next_call_asks_again() -> None:
    vault = Vault(LookupError("vault is sealed"), "one")
    wire = wired(accepts("one"), token=vault.next)
    with pytest.raises(LookupError, match="vault is sealed"):
        await wire.send(READ)
    assert await wire.send(READ) == {"id": "1"}


@pytest.mark.parametrize(
    ("garbage", "kind", "says"),
    [
        (None, TypeError, "the token provider returned NoneType"),
        (b"token", TypeError, "the token provider returned bytes"),
        ("", ValueError, "the access token is empty"),
        ("two words", ValueError, "white space"),
        ("Bearer x", ValueError, "without the word 'Bearer'"),
    ],
)
async def test_what_is_no_token_is_refused(garbage: Any, kind: type[Exception], says: str) -> None:
    wire = wired([], token=Vault(garbage).next)
    with pytest.raises(kind, match=says) as caught:
        await wire.send(READ)
    assert wire.sent == 0
    assert "two words" not in str(caught.value)


async def test_a_caller_cancelled_while_asking_does_not_stop_the_others() -> None:
    vault = Vault("one")
    wire = wired(accepts("one"), token=vault.slowly)
    first, second = (asyncio.create_task(wire.send(READ)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == {"id": "1"}
    assert first.cancelled()


def test_several_event_loops_in_a_row_use_one_provider() -> None:
    vault = Vault("one", "two")
    wire = wired(accepts("two"), token=vault.slowly)
    for _ in range(3):
        assert asyncio.run(wire.send(READ)) == {"id": "1"}
    assert vault.asked == 2


def test_keys_name_credentials_without_telling_them() -> None:
    one, other = Auth("token-one"), Auth("token-two")
    assert one.key == Auth("  token-one ").key != other.key
    assert "token-one" not in one.key + repr(one) + repr(one.known)
    provider = Vault("one").next
    assert Auth(provider).key == Auth(provider).key != Auth(Vault("one").next).key
    assert repr(Auth(provider)) == "Auth(token provider)"
