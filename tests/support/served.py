"""A simulator on a real loopback socket, served by a thread, for code that runs event loops of its own."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread

from intercom_async.simulator import Simulator
from intercom_async.simulator.server import serve


@contextmanager
def served(simulator: Simulator) -> Iterator[str]:
    """Serve *simulator* while the block runs; gives its base URL."""
    started: Future[tuple[str, Callable[[], object]]] = Future()

    async def main() -> None:
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        async with serve(simulator) as url:
            started.set_result((url, lambda: loop.call_soon_threadsafe(stopped.set)))
            await stopped.wait()

    def run() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:  # noqa: BLE001 - raised again where the server is waited for
            started.set_exception(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    url, stop = started.result(timeout=10)
    try:
        yield url
    finally:
        stop()
        thread.join()
