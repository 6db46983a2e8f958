"""How the pyreqwest transport begins and ends: calls, loops, processes, and the thread that does the work."""

import _thread
import asyncio
import ctypes
import gc
import os
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from pyreqwest.client import ClientBuilder
from pyreqwest.exceptions import RequestPanicError
from pyreqwest.proxy import ProxyBuilder

from intercom_async.errors import ClientClosedError, ConnectionLostError, ConnectTimeoutError
from intercom_async.http import Headers, HttpRequest, HttpResponse, Timeout
from intercom_async.testing.server import RawServer, chunked_head, raw_server_in_thread
from intercom_async.testing.sockets import SOON, behaviour, writing
from intercom_async.testing.values import PLENTY, TIMEOUT, Fault, Served, assert_discreet
from intercom_async.transports import pyreqwest_thread
from intercom_async.transports.pyreqwest import PyreqwestTransport, _settle

HALF = writing(chunked_head(), b"4\r\nfour\r\n", hold=True)


@asynccontextmanager
async def serving(transport: PyreqwestTransport, *answers: HttpResponse | Fault) -> AsyncGenerator[Served]:
    async with RawServer([behaviour(answer) for answer in answers]) as server, aclosing(transport):
        yield Served(transport, server.url, server.requests)


# Cancelling and closing


async def test_cancelled_calls_keep_as_many_connections_as_there_may_be_and_no_more() -> None:
    """Until the time to read is over; a server that falls silent does not use up every socket of the process."""
    short = Timeout(5, 6 * SOON)
    async with (
        RawServer([behaviour(Fault.HOLD)] * 2) as server,
        aclosing(PyreqwestTransport(connections=1)) as transport,
    ):
        served = Served(transport, server.url, server.requests)
        for number in (1, 2):
            call = asyncio.create_task(transport.send(served.request(), timeout=short, max_bytes=PLENTY))
            await served.requests.reach(number)
            call.cancel()
            await asyncio.wait([call])
        with pytest.raises(ConnectTimeoutError, match="cancelled calls") as caught:
            await transport.send(served.request(), timeout=short, max_bytes=PLENTY)
        assert_discreet(caught.value)
        await server.closed_by_client()
        assert (await transport.send(served.request(), timeout=short, max_bytes=PLENTY)).body == b"ok"
        assert server.connections == 3


async def test_closing_ends_a_call_that_is_being_connected() -> None:
    async with RawServer() as server:
        transport = PyreqwestTransport()
        request = Served(transport, server.url.replace("http:", "https:"), server.requests).request()
        call = asyncio.create_task(transport.send(request, timeout=Timeout(6 * SOON, 5), max_bytes=PLENTY))
        await server.connected.wait()
        await transport.aclose()
        with pytest.raises(ConnectionLostError):
            await call
        await server.closed_by_client()
        assert not server.requests


async def test_a_call_whose_turn_has_come_may_still_be_cancelled() -> None:
    """The connection that it had got goes to the next."""
    async with serving(PyreqwestTransport(connections=1), Fault.HOLD) as served:
        held = asyncio.create_task(served.send())
        await served.requests.reach(1)
        turn, following = asyncio.create_task(served.send()), asyncio.create_task(served.send())
        await asyncio.sleep(0)
        held.cancel()
        await asyncio.sleep(0)
        turn.cancel()
        assert (await following).body == b"ok"
        assert turn.cancelled()
        assert len(served.requests) == 2


async def test_a_call_whose_turn_comes_as_the_transport_closes_is_not_begun() -> None:
    async with serving(PyreqwestTransport(connections=1), Fault.HOLD) as served:
        held = asyncio.create_task(served.send())
        await served.requests.reach(1)
        turn = asyncio.create_task(served.send())
        await asyncio.sleep(0)
        held.cancel()
        await asyncio.sleep(0)
        await served.transport.aclose()
        with pytest.raises(ClientClosedError):
            await turn
        assert len(served.requests) == 1


async def test_a_call_whose_time_is_over_as_its_turn_comes_is_made() -> None:
    """What is settled stays so."""
    async with serving(PyreqwestTransport(connections=1), Fault.HOLD) as served:
        held = asyncio.create_task(served.send())
        await served.requests.reach(1)
        [pool] = served.transport._loops.held
        turn = asyncio.create_task(served.download())
        await asyncio.sleep(0)
        held.cancel()
        [waiting] = pool._queue
        waiting.add_done_callback(lambda waiting: _settle(waiting, TimeoutError()))
        assert await turn == [b"ok"]


async def test_a_call_that_gave_up_waiting_is_passed_over() -> None:
    async with serving(PyreqwestTransport(connections=1), Fault.HOLD) as served:
        held = asyncio.create_task(served.send())
        await served.requests.reach(1)
        with pytest.raises(ConnectTimeoutError):
            await served.transport.send(served.request(), timeout=Timeout(SOON, 5), max_bytes=PLENTY)
        following = asyncio.create_task(served.send())
        await asyncio.sleep(0)
        held.cancel()
        assert (await following).body == b"ok"


async def test_reading_a_download_twice_at_once_is_a_mistake() -> None:
    """The block may be left all the same, and its first reader fails."""
    async with RawServer([writing(chunked_head(), hold=True)]) as server, aclosing(PyreqwestTransport()) as transport:
        async with transport.stream(HttpRequest("GET", server.url, Headers()), timeout=TIMEOUT) as stream:
            first = asyncio.ensure_future(anext(stream.chunks))
            await asyncio.sleep(0)
            with pytest.raises(RuntimeError, match="already running"):
                await anext(stream.chunks)
        with pytest.raises(ConnectionLostError):
            await first
        await server.closed_by_client()


@pytest.mark.parametrize("waiting", [True, False])
async def test_a_download_ends_with_the_transport(waiting: bool) -> None:
    async with RawServer([HALF]) as server:
        transport = PyreqwestTransport()
        async with transport.stream(HttpRequest("GET", server.url, Headers()), timeout=TIMEOUT) as stream:
            assert await anext(stream.chunks) == b"four"
            more = asyncio.ensure_future(anext(stream.chunks))
            if waiting:
                await asyncio.sleep(0)
            await transport.aclose()
            with pytest.raises(ConnectionLostError):
                await more
        await server.closed_by_client()


async def test_a_download_that_was_read_to_its_end_has_ended() -> None:
    """Inside the block and after it."""
    async with serving(PyreqwestTransport()) as served:
        async with served.transport.stream(served.request(), timeout=TIMEOUT) as stream:
            assert [chunk async for chunk in stream.chunks] == [b"ok"]
            assert [chunk async for chunk in stream.chunks] == []
        assert [chunk async for chunk in stream.chunks] == []


# What pyreqwest may do in the moment of being cancelled


async def waiting_for(theirs: Coroutine[Any, Any, str], disturb: Callable[[Any, asyncio.Task[str]], None]) -> str:
    """Let a pool wait for *theirs*, and *disturb* it."""
    async with serving(PyreqwestTransport()) as served:
        await served.send()
        [pool] = served.transport._loops.held
        call = asyncio.create_task(pool.wait_for(theirs, served.request()))
        await asyncio.sleep(0)
        disturb(pool, call)
        try:
            return await call
        finally:
            assert not pool._calls


async def forgetful() -> str:
    """Answer although cancelled, as pyreqwest does when the answer is there."""
    with suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
    return "answer"


async def sudden() -> str:
    """Answer in the moment in which its task is cancelled."""
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    return "answer"


async def failing() -> str:
    """Fail although cancelled, as a panic of pyreqwest's does, whose cause is no more than a word."""
    with suppress(asyncio.CancelledError):
        await asyncio.Event().wait()
    msg = "panic"
    raise RequestPanicError(msg, {"causes": ["boom"]})


@pytest.mark.parametrize("theirs", [forgetful, failing])
async def test_a_call_that_was_stopped_is_lost(theirs: Callable[[], Coroutine[Any, Any, str]]) -> None:
    with pytest.raises(ConnectionLostError):
        await waiting_for(theirs(), lambda pool, call: pool.stop(call))


@pytest.mark.parametrize("theirs", [forgetful, sudden, failing])
async def test_cancelling_is_never_forgotten(theirs: Callable[[], Coroutine[Any, Any, str]]) -> None:
    with pytest.raises(asyncio.CancelledError):
        await waiting_for(theirs(), lambda _, call: call.cancel())


async def test_a_call_that_was_stopped_and_cancelled_is_cancelled() -> None:
    def both(pool: Any, call: asyncio.Task[str]) -> None:
        pool.stop(call)
        pool.stop(call)
        call.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting_for(asyncio.sleep(60, "answer"), both)


async def test_only_a_task_can_make_a_call() -> None:
    """What drives a coroutine by hand could not be cancelled."""
    async with serving(PyreqwestTransport()) as served:
        await served.send()
        found: list[Exception] = []

        def by_hand() -> None:
            try:
                served.send().send(None)
            except RuntimeError as error:
                found.append(error)

        asyncio.get_running_loop().call_soon(by_hand)
        await asyncio.sleep(0)
        [error] = found
    assert "inside a task" in str(error)


# Loops


async def test_closing_while_the_first_call_opens_the_transport(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process of its own, where pyreqwest's thread is still to be prepared."""
    pid = -next(PIDS)
    async with serving(PyreqwestTransport()) as served:
        monkeypatch.setattr(os, "getpid", lambda: pid)
        call = asyncio.create_task(served.send())
        await asyncio.sleep(0)
        await served.transport.aclose()
        with pytest.raises((ClientClosedError, ConnectionLostError)):  # the second when it was opened at once
            await call


async def test_what_nobody_closed_is_closed_once_nobody_has_it() -> None:
    """A client that is dropped leaves neither a warning nor a connection."""
    async with RawServer() as server:
        await Served(PyreqwestTransport(), server.url, server.requests).send()
        gc.collect()
        await server.closed_by_client()


@pytest.mark.parametrize("then_send", [True, False])
def test_a_loop_that_was_closed_by_hand_is_forgotten(then_send: bool) -> None:
    """Without the end of its generators, which ``asyncio.run`` sees to; its connections end from the next loop."""
    transport = PyreqwestTransport()
    with raw_server_in_thread() as server:
        served = Served(transport, server.url, server.requests)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(served.send())
        loop.close()
        if then_send:
            asyncio.run(served.send())
            assert len(transport._loops.held) == 1
        asyncio.run(transport.aclose())
        assert not transport._loops.held
        server.wait_until_idle()


# Processes

#: Each a process that was never there.
PIDS = count(2)


async def test_a_forked_child_has_its_own_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    transport = PyreqwestTransport()
    async with serving(transport) as served:
        await served.send()
        [pool] = transport._loops.held
        pid = -next(PIDS)
        monkeypatch.setattr(os, "getpid", lambda: pid)
        await served.send()
        assert transport._loops.held != [pool]
        assert pool._clients  # the parent's
        assert [received.connection for received in served.requests] == [1, 2]


async def run_strictly(script: str, url: str, *options: str) -> None:
    """Run *script* in development mode, where every warning is an error and whatever is left open is one."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "dev", "-W", "error", *options, "-c", script, url), stderr=asyncio.subprocess.PIPE
    )
    _, complaints = await process.communicate()
    slow = b"Executing "  # development mode says so of a busy machine
    assert not [line for line in complaints.splitlines() if not line.startswith(slow)]
    assert process.returncode == 0


NEVER_CLOSED = """
import asyncio, sys
from intercom_async.http import Headers, HttpRequest, Timeout
from intercom_async.transports.pyreqwest import PyreqwestTransport

transport = PyreqwestTransport()
request = HttpRequest("GET", sys.argv[1], Headers())
for _ in range(3):
    asyncio.run(transport.send(request, timeout=Timeout(5, 5), max_bytes=1000))
"""


async def test_three_runs_leave_nothing_open() -> None:
    async with RawServer() as server:
        await run_strictly(NEVER_CLOSED, server.url)
        await server.closed_by_client()
    assert [received.connection for received in server.requests] == [1, 2, 3]


GIVEN_UP = """
import asyncio, sys
from intercom_async.http import Headers, HttpRequest, Timeout
from intercom_async.transports.pyreqwest import PyreqwestTransport

async def main():
    transport = PyreqwestTransport()
    request = HttpRequest("GET", sys.argv[1], Headers())
    calls = [transport.send(request, timeout=Timeout(5, 0.02 * n), max_bytes=1000) for n in range(1, 8)]
    done, held = await asyncio.wait([asyncio.ensure_future(call) for call in calls], timeout=0.06)
    for call in held:
        call.cancel()
    await asyncio.gather(*done, *held, return_exceptions=True)

asyncio.run(main())
"""


async def test_a_process_ends_while_calls_that_it_gave_up_are_under_way() -> None:
    """Their times to read run out while the interpreter ends."""
    async with RawServer([behaviour(Fault.HOLD)] * 7) as server:
        await run_strictly(GIVEN_UP, server.url)


FORKING = """
import asyncio, gc, os, sys
from intercom_async.http import Headers, HttpRequest, Timeout
from intercom_async.transports.pyreqwest import PyreqwestTransport

transport = PyreqwestTransport()

async def call(name):
    request = HttpRequest("GET", f"{sys.argv[1]}/{name}", Headers())
    return await transport.send(request, timeout=Timeout(5, 5), max_bytes=1000)

def forked(run):
    if not (pid := os.fork()):
        run()
        gc.collect()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

def child():
    asyncio.run(call("child"))
    forked(grandchild)
    asyncio.run(call("child"))
    asyncio.run(transport.aclose())

def grandchild():
    for _ in range(2):
        try:
            asyncio.run(call("grandchild"))
        except RuntimeError as error:
            assert "second fork" in str(error)
        else:
            raise AssertionError("it worked")

async def parent():
    await call("before")
    # the loop that was copied by the fork counts as running in the thread that made the copy
    await asyncio.to_thread(forked, child)
    await call("after")
    await transport.aclose()

asyncio.run(parent())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform cannot fork")
async def test_a_real_fork_leaves_the_parents_connection_alone() -> None:
    """The child works by pyreqwest's other kind of thread, of which it has one; a child of its own is told so."""
    async with RawServer() as server:
        # newer Pythons warn of forking beside any thread
        await run_strictly(FORKING, server.url, "-W", "ignore:This process:DeprecationWarning")
    arrived = [(received.target, received.connection) for received in server.requests]
    assert arrived == [("/before", 1), ("/child", 2), ("/child", 3), ("/after", 1)]


class ForkedBuilder:
    """Builds as pyreqwest does after a fork: by none of the kinds of threads that the parent had."""

    def __init__(self, *, parent_had: tuple[bool, ...]) -> None:
        self.parent_had = parent_had
        self.threads = False

    def runtime_multithreaded(self, enable: bool) -> "ForkedBuilder":
        self.threads = enable
        return self

    def build(self) -> str:
        if self.threads in self.parent_had:
            msg = "A pyreqwest runtime was initialized before fork()."
            raise RuntimeError(msg)
        return "client"


def test_each_kind_of_thread_is_tried() -> None:
    """As the children above do, whose lines nobody counts."""
    first: Any = ForkedBuilder(parent_had=(False,))
    second: Any = ForkedBuilder(parent_had=(False, True))
    assert pyreqwest_thread.build(first) == "client"
    with pytest.raises(RuntimeError, match="second fork"):
        pyreqwest_thread.build(second)


# The thread that does the work


async def test_pyreqwests_thread_keeps_its_state() -> None:
    """What a call saves rests on it: Python's state of a thread, once made, is there for the next answer.

    What is local to the thread lives in that state.
    """
    local = threading.local()
    seen: list[bool] = []

    def choose(_: object) -> None:
        seen.append(hasattr(local, "seen"))
        local.seen = True

    async with serving(PyreqwestTransport()) as served:
        await served.send()
        client = ClientBuilder().proxy(ProxyBuilder.custom(choose)).timeout(timedelta(seconds=5)).build()
        for _ in range(2):
            assert (await client.get(served.url).build().send()).status == 200
    assert seen[0] is False
    assert all(seen[1:])


def test_a_state_is_kept_once() -> None:
    """However often the function is called in a thread, which counts what it took."""
    held: list[int] = []

    def work() -> None:
        for _ in range(3):
            pyreqwest_thread._keep_state(None)
            held.append(id(ctypes.pythonapi.PyGILState_GetThisThreadState()))
            assert pyreqwest_thread._KEPT.state is not None

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(held) == 3


@pytest.mark.parametrize("comes_back", [True, False])
def test_the_end_waits_for_a_thread_that_is_not_pythons(comes_back: bool) -> None:
    """But not for ever."""
    entered, left = threading.Event(), threading.Event()

    def work() -> None:
        entered.set()
        left.wait(SOON if comes_back else 5)
        left.set()

    _thread.start_new_thread(work, ())
    entered.wait()
    pyreqwest_thread.see_off()
    assert left.is_set() == comes_back
    left.set()
