"""A client's life over real sockets: opened when first used, in any loop, and closed with everything it opened."""

import asyncio
import gc
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator

import aiohttp
import pytest
from support.served import served

from intercom_async import ClientClosedError, Intercom
from intercom_async.simulator import Simulator
from intercom_async.transports.memory import MemoryTransport, json_response

pytestmark = pytest.mark.usefixtures("asyncio_debug")

ADMIN = json_response(200, {"type": "admin", "id": "7"})


@pytest.fixture
def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
def url(simulator: Simulator) -> Iterator[str]:
    with served(simulator) as base_url:
        yield base_url


def calls(simulator: Simulator) -> int:
    return len(list(simulator.log()))


async def test_async_with_opens_and_closes(url: str, simulator: Simulator) -> None:
    async with Intercom("test-token", base_url=url) as client:
        assert calls(simulator) == 0
        assert (await client.admins.me()).type == "admin"
    with pytest.raises(ClientClosedError):
        await client.admins.me()
    assert calls(simulator) == 1


async def test_it_is_closed_as_often_as_one_likes(url: str) -> None:
    client = Intercom("test-token", base_url=url)
    await client.admins.me()
    await client.aclose()
    await client.aclose()
    never_used = Intercom("test-token", base_url=url)
    await never_used.aclose()
    for closed in (client, never_used):
        with pytest.raises(ClientClosedError):
            await closed.contacts.list().collect()
        with pytest.raises(ClientClosedError):
            await closed.with_options(version="1.4").users.scroll().collect()


async def test_async_with_is_no_duty(url: str) -> None:
    client = Intercom("test-token", base_url=url)
    assert len(await asyncio.gather(*(client.admins.me() for _ in range(20)))) == 20
    await client.aclose()


async def test_an_error_inside_closes_too(url: str) -> None:
    with pytest.raises(LookupError):
        async with Intercom("test-token", base_url=url) as client:
            raise LookupError
    with pytest.raises(ClientClosedError):
        await client.admins.me()


def test_one_client_serves_one_loop_after_the_other(url: str, simulator: Simulator) -> None:
    """Made outside of any, used by three runs of ``asyncio.run``, without a warning of anything left open."""
    client = Intercom("test-token", base_url=url)

    async def call() -> None:
        await client.admins.me()

    for _ in range(3):
        asyncio.run(call())
    asyncio.run(client.aclose())
    gc.collect()
    assert calls(simulator) == 3


def test_one_client_serves_several_threads(url: str, simulator: Simulator) -> None:
    client = Intercom("test-token", base_url=url)
    barrier = threading.Barrier(4)

    async def call() -> None:
        await asyncio.gather(*(client.admins.me() for _ in range(5)))

    def run() -> None:
        barrier.wait()
        asyncio.run(call())

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asyncio.run(client.aclose())
    assert calls(simulator) == 20


async def test_a_given_session_is_used_and_left_open(url: str) -> None:
    async with aiohttp.ClientSession(headers={"X-Session": "mine"}) as session:
        async with Intercom("test-token", base_url=url, session=session) as client:
            await client.admins.me()
        assert not session.closed
        async with session.get(f"{url}/me", headers={"Authorization": "Bearer test-token"}) as answer:
            assert answer.status == 200


async def test_a_given_transport_is_left_open() -> None:
    """Whoever made it closes it; this client is closed all the same."""
    transport = MemoryTransport.script([ADMIN, ADMIN])
    async with Intercom("t", transport=transport, rate_limit=None) as client:
        await client.admins.me()
    with pytest.raises(ClientClosedError):
        await client.admins.me()
    await Intercom("t", transport=transport, rate_limit=None).admins.me()


def test_with_says_what_to_write_instead() -> None:
    with pytest.raises(TypeError, match="use 'async with Intercom"), Intercom("t"):
        pytest.fail("the block must not run")
    assert Intercom("t").__exit__(None, None, None) is None


async def test_closing_the_parent_closes_the_derived(url: str) -> None:
    client = Intercom("test-token", base_url=url)
    derived = client.with_options(version="1.4")
    await derived.users.scroll().collect()
    await derived.aclose()
    await derived.users.scroll().collect()
    await client.aclose()
    with pytest.raises(ClientClosedError):
        await derived.users.scroll().collect()


def test_threads_that_are_first_at_once_open_one_transport() -> None:
    opened: list[MemoryTransport] = []
    barrier = threading.Barrier(8)
    client = Intercom("t", rate_limit=None)

    def slowly() -> MemoryTransport:
        opened.append(MemoryTransport.script([]))
        return opened[-1]

    pool = client._pool
    assert pool is not None
    pool._open = slowly
    found: list[object] = []

    def first() -> None:
        barrier.wait()
        found.append(pool.transport())

    threads = [threading.Thread(target=first) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == opened * 8


FORK = """
    import asyncio, os, sys
    from intercom_async import Intercom

    async def me(client):
        return (await client.admins.me()).type

    client = Intercom("test-token", base_url=sys.argv[1])
    loop = asyncio.new_event_loop()
    print("parent", loop.run_until_complete(me(client)), flush=True)
    if os.fork() == 0:
        print("child", asyncio.run(me(client)), flush=True)
        asyncio.run(client.aclose())
        os._exit(0)
    status = os.wait()[1]
    print("parent", loop.run_until_complete(me(client)), flush=True)
    loop.run_until_complete(client.aclose())
    loop.close()
    sys.exit(status)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_fork_calls_on_connections_of_its_own(url: str, simulator: Simulator) -> None:
    """The child neither uses nor closes what the parent has open."""
    code = textwrap.dedent(FORK)
    command = [sys.executable, "-W", "error", "-c", code, url]
    quiet = {**os.environ, "PYTHONASYNCIODEBUG": ""}  # it writes how long each step took
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, env=quiet)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["parent admin", "child admin", "parent admin"]
    assert calls(simulator) == 3
