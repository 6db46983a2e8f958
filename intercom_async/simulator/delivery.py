"""Delivering webhooks: to a URL over aiohttp, or to a function in the process without sockets."""

import asyncio
import inspect
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

import attrs

from ..errors import IntercomError
from ..http import HttpRequest, HttpResponse
from .webhooks import ANSWER_WITHIN, Attempt, Delivery, Endpoint, check_request

if TYPE_CHECKING:
    from .core import Simulator

_log: Final = logging.getLogger("intercom_async.http")
#: Seconds after which a clock is asked again that may have been set: something may wait for its time.
_LOOK_AGAIN: Final = 1.0

#: What a receiver answers: a status, a response with one, or nothing for 200.
Answered: TypeAlias = int | HttpResponse | None
#: What gets the requests: a function, or one that is awaited. Where it raises, there is no answer.
Receiver: TypeAlias = Callable[[HttpRequest], Answered | Awaitable[Answered]]


@attrs.frozen
class Webhook:
    """A webhook to set up; *topics* are names or patterns such as ``contact.*``."""

    url: str
    secret: str = attrs.field(repr=False)
    topics: tuple[str, ...] = ("*",)


class WebhookRefusedError(IntercomError):
    """A URL did not answer the HEAD request with which a webhook is set up."""


@asynccontextmanager
async def http_receiver() -> AsyncGenerator[Receiver]:
    """Give a receiver that sends requests to their URL, and follows no redirect."""
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
    async with aiohttp.ClientSession(timeout=timeout, skip_auto_headers=("Accept", "Accept-Encoding")) as session:

        async def send(request: HttpRequest) -> int:
            body = request.body if isinstance(request.body, bytes) else None
            headers = dict(request.headers.pairs)
            async with session.request(
                request.method, request.url, headers=headers, data=body, allow_redirects=False
            ) as response:
                return response.status

        yield send


async def connect(simulator: "Simulator", receiver: Receiver, webhook: Webhook) -> Endpoint:
    """Set up a webhook as the Developer Hub does: its URL must answer HEAD with success, and is sent a ping."""
    status = await _status(receiver, check_request(webhook.url))
    if status is None or not 200 <= status < 300:
        said = "nothing in time" if status is None else f"status {status}"
        msg = f"the webhook {webhook.url} answered HEAD with {said}: let it answer with 200, and start it before this"
        raise WebhookRefusedError(msg)
    endpoint = simulator.webhooks.subscribe(webhook.url, webhook.secret, webhook.topics)
    simulator.webhooks.ping(endpoint, simulator.clock.now())
    return endpoint


async def deliver(simulator: "Simulator", receiver: Receiver) -> list[Attempt]:
    """Deliver what is due by the simulator's clock, and return what became of it."""
    attempts: list[Attempt] = []
    simulator.hear()
    while due := simulator.webhooks.take_due(simulator.clock.now()):
        attempts += await asyncio.gather(*(_carry(simulator, receiver, each) for each in due))
        simulator.hear()
    return attempts


@asynccontextmanager
async def telling(simulator: "Simulator", webhook: Webhook | None) -> AsyncGenerator[None]:
    """Set *webhook* up, when there is one, and deliver to it and to subscriptions while the block runs."""
    async with http_receiver() as send:
        if webhook is not None:
            await connect(simulator, send, webhook)
            simulator.webhooks.start_here()
        async with delivering(simulator, _near(send, webhook)):
            yield


def _near(send: Receiver, webhook: Webhook | None) -> Receiver:
    """Return *send* for *webhook* and for URLs of this machine or its network alone.

    A subscription of 1.x is a call with any URL, and simulated people are no news to strangers.
    """

    def to(request: HttpRequest) -> Answered | Awaitable[Answered]:
        host = urlsplit(request.url).hostname or ""
        if (webhook is None or request.url != webhook.url) and not _is_near(host):
            msg = f"{host} is neither this machine nor a name without a dot: nothing is sent there"
            raise WebhookRefusedError(msg)
        return send(request)

    return to


def _is_near(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
    return address.is_loopback or address.is_private


@asynccontextmanager
async def delivering(simulator: "Simulator", receiver: Receiver) -> AsyncGenerator[None]:
    """Deliver everything when it is due, while the block runs."""
    loop = asyncio.get_running_loop()
    waiting = asyncio.Event()
    simulator.webhooks.on_waiting = lambda: loop.call_soon_threadsafe(waiting.set)
    pump = asyncio.create_task(_pump(simulator, receiver, waiting))
    try:
        yield
    finally:
        simulator.webhooks.on_waiting = None
        pump.cancel()
        await asyncio.wait({pump})


async def _pump(simulator: "Simulator", receiver: Receiver, waiting: asyncio.Event) -> None:
    webhooks = simulator.webhooks
    async with asyncio.TaskGroup() as running:
        while True:
            waiting.clear()
            simulator.hear()
            for each in webhooks.take_due(simulator.clock.now()):
                running.create_task(_carry(simulator, receiver, each))
            due = webhooks.next_due
            # The clock is not asked to sleep: one that stands still would move.
            left = _LOOK_AGAIN if due is None else max(due - simulator.clock.now(), 0.0)
            try:
                async with asyncio.timeout(min(left, _LOOK_AGAIN)):
                    await waiting.wait()
            except TimeoutError:
                continue


async def _carry(simulator: "Simulator", receiver: Receiver, delivery: Delivery) -> Attempt:
    status = await _status(receiver, delivery.request)
    return simulator.webhooks.settle(delivery, status, simulator.clock.now())


async def _status(receiver: Receiver, request: HttpRequest) -> int | None:
    """Return what *receiver* answers; None when that is nothing, or too late."""
    try:
        answered = await _answered(receiver, request)
    except Exception as error:  # noqa: BLE001 - whatever a receiver raises, it did not answer
        _log.warning("a webhook did not answer: %s", type(error).__name__)
        return None
    if isinstance(answered, HttpResponse):
        return answered.status
    return 200 if answered is None else answered


async def _answered(receiver: Receiver, request: HttpRequest) -> Answered:
    async with asyncio.timeout(ANSWER_WITHIN):
        answered = receiver(request)
        return await answered if inspect.isawaitable(answered) else answered
