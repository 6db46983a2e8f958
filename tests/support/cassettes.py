"""Requests to record, and recording them."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from intercom_async.errors import TransportError
from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.testing.values import TIMEOUT, TOKEN
from intercom_async.transports.base import Transport
from intercom_async.transports.memory import MemoryTransport, json_response
from intercom_async.transports.replay import RecordingTransport

ROOT = "https://api.intercom.io"


def ask(method: str = "GET", target: str = "/me", body: object = None, **headers: str) -> HttpRequest:
    pairs = [("Authorization", f"Bearer {TOKEN}"), *headers.items()]
    return HttpRequest(method, ROOT + target, Headers(pairs), None if body is None else json.dumps(body).encode())


async def send(transport: Transport, request: HttpRequest, max_bytes: int = 10**6) -> HttpResponse:
    return await transport.send(request, timeout=TIMEOUT, max_bytes=max_bytes)


async def record(path: Path, *exchanges: tuple[HttpRequest, Any], **options: Any) -> list[dict[str, Any]]:
    """Record *exchanges* and return the lines of the cassette."""
    recording = RecordingTransport(MemoryTransport.script([answer for _, answer in exchanges]), path, **options)
    for request, _ in exchanges:
        with suppress(TransportError):
            await send(recording, request)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


OK = json_response(200, {})
