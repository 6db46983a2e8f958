"""The thread in which pyreqwest works: another after a fork, quick to wake a loop, out of Python before that ends."""

import atexit
import ctypes
import os
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import Final

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import PyreqwestError
from pyreqwest.http import Url
from pyreqwest.proxy import ProxyBuilder

#: The processes in which the thread keeps its state, and in each such thread that it does.
_SETTLED: Final[set[int]] = set()
_KEPT: Final = threading.local()
#: Milliseconds for the thread to come back at the end.
_PATIENCE: Final = 100


def build(builder: ClientBuilder) -> Client:
    """Build a client of one thread, or of several in a child of a process that had the one: it does not come along."""
    try:
        return builder.runtime_multithreaded(enable=False).build()
    except RuntimeError:
        try:
            return builder.runtime_multithreaded(enable=True).build()
        except RuntimeError:
            msg = "pyreqwest does not outlive a second fork: start this process by spawn, or use AiohttpTransport"
            raise RuntimeError(msg) from None


async def keep_thread_state() -> None:
    """Let the thread keep the state that Python has for it, rather than make it anew for each answer.

    That saves a third of a call's CPU (68 of 110 us are left, 42 of 60 at 50 at once). The one function of ours that
    is called in that thread is one that chooses a proxy.
    """
    if os.getpid() in _SETTLED:
        return
    _SETTLED.add(os.getpid())
    atexit.register(see_off)
    builder = ClientBuilder().danger_accept_invalid_certs(enable=True)  # loads no certificates; nothing is asked
    client = build(builder.proxy(ProxyBuilder.custom(_keep_state)))
    with suppress(PyreqwestError):
        await client.get("http://127.0.0.1:0").timeout(timedelta(0)).build().send()


def _keep_state(_: Url) -> None:
    if not hasattr(_KEPT, "state"):
        _KEPT.state = ctypes.pythonapi.PyGILState_Ensure()  # without its release the state stays


def see_off() -> None:
    """Let the thread come back from Python, which it calls when an answer is there: left in it, it aborts the process.

    A program that ended with its last answer did so one time in fifteen.
    """
    for _ in range(_PATIENCE):
        time.sleep(0.001)  # in which a thread that waits for Python has it
        running = sys._current_frames()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # documented, for debuggers
        if running.keys() <= {thread.ident for thread in threading.enumerate()}:
            return
