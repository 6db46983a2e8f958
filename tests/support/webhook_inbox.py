"""What a webhook of a simulator gets, and short ways to make something happen that it is told of."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from intercom_async.http import HttpRequest
from intercom_async.simulator.delivery import Answered, deliver
from support.simulator_calls import Api

URL, SECRET = "https://hooks.example.test/intercom", "secret"
CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"


class Inbox:
    """Receives notifications and answers what it is told to."""

    def __init__(self, *answers: Answered) -> None:
        self.requests: list[HttpRequest] = []
        self._answers = list(answers)

    def will_answer(self, *answers: Answered) -> None:
        self._answers = list(answers)

    def __call__(self, request: HttpRequest) -> Answered:
        self.requests.append(request)
        return self._answers.pop(0) if self._answers else None

    async def has(self, count: int) -> None:
        """Return as soon as there are so many requests."""
        async with asyncio.timeout(10):
            while len(self.requests) < count:  # noqa: ASYNC110 - requests are appended by a plain call
                await asyncio.sleep(0)

    @property
    def notifications(self) -> list[dict[str, Any]]:
        """What was sent, without the HEAD request and the ping."""
        sent = [json.loads(each.body) for each in self.requests if isinstance(each.body, bytes)]
        return [each for each in sent if each["topic"] != "ping"]

    @property
    def topics(self) -> list[str]:
        return [each["topic"] for each in self.notifications]

    def items(self, topic: str) -> list[dict[str, Any]]:
        return [each["data"]["item"] for each in self.notifications if each["topic"] == topic]


class Told:
    """A simulator whose webhook is told of everything."""

    def __init__(self, *topics: str, **settings: Any) -> None:
        self.api = Api(**settings)
        self.inbox = Inbox()
        self.api.simulator.webhooks.subscribe(URL, SECRET, topics or ("*",))

    async def after(self, act: Callable[[Api], object]) -> Inbox:
        """Let something happen and return what was told of it."""
        self.inbox.requests.clear()
        act(self.api)
        await deliver(self.api.simulator, self.inbox)
        return self.inbox


def person(api: Api, **fields: object) -> str:
    return str(
        api.contact(**{"role": "user", "external_id": "u1", "email": "ann@x.test", "name": "Ann", **fields})["id"]
    )
