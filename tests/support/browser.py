"""Headless Chromium, driven over its own debugging protocol: no driver and no package beside aiohttp."""

import asyncio
import base64
import os
import re
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp

#: Where Chromium is; None where it is not installed.
CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_LISTENS: Final = re.compile(rb"DevTools listening on ws://([0-9.]+:[0-9]+)/")
#: Resolves when the expression holds, which is tried after each change of the document.
_WHEN: Final = """
new Promise((resolve) => {
  const look = () => { if (%s) { watch.disconnect(); resolve(true); } };
  const watch = new MutationObserver(look);
  watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  look();
})
"""


class Page:
    """One page in the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._count = 0
        self._loaded = False
        #: What the page wrote on its console, and what it failed with.
        self.complaints: list[str] = []

    async def send(self, method: str, **params: object) -> Any:
        """Send a command and return its result."""
        self._count += 1
        await self._socket.send_json({"id": self._count, "method": method, "params": params})
        while True:
            message = await self._next()
            if message.get("id") == self._count:
                assert "error" not in message, message
                return message["result"]

    async def _next(self) -> Any:
        message = await self._socket.receive_json(timeout=20)
        if message.get("method") in {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"}:
            self.complaints.append(str(message["params"]))
        self._loaded |= message.get("method") == "Page.loadEventFired"
        return message

    async def open(self, url: str) -> None:
        """Go to *url*, and wait until all of it is there."""
        for domain in ("Page", "Runtime", "Log"):
            await self.send(f"{domain}.enable")
        self._loaded = False
        await self.send("Page.navigate", url=url)
        while not self._loaded:
            await self._next()

    async def says(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, awaited."""
        found = await self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def when(self, condition: str) -> None:
        """Wait until a JavaScript expression holds."""
        await self.says(_WHEN % condition)

    async def screenshot(self, path: Path, *, width: int, height: int) -> None:
        """Write what the page looks like."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self.send("Emulation.setDeviceMetricsOverride", **size)
        found = await self.send("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(found["data"]))


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Page]:
    """Run Chromium with its profile in *folder* while the block runs; gives an empty page."""
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        *(CHROMIUM, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions"),
        *("--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"),
        *(["--no-sandbox"] if os.geteuid() == 0 else []),  # which root cannot have
        stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        said = b""
        while (found := _LISTENS.search(said)) is None:
            line = await process.stderr.readline()
            assert line, f"Chromium ended: {said.decode(errors='replace')}"
            said += line
        reading = asyncio.create_task(process.stderr.read())  # else it blocks when the pipe is full
        async with aiohttp.ClientSession(f"http://{found[1].decode()}") as client:
            async with client.get("/json/list") as answer:
                [target] = [each for each in await answer.json() if each["type"] == "page"]
            async with client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Page(socket)
                await socket.send_json({"id": 0, "method": "Browser.close"})
        await reading
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
