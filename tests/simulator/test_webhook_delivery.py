"""Who is told by webhooks, and when: subscriptions of 1.x, errors, times that come without calls, resets."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from support import virtual_time
from support.simulator_calls import Api, decoded, request
from support.webhook_inbox import SECRET, URL, Inbox, Told, person

from intercom_async.http import HttpRequest
from intercom_async.simulator import Simulator
from intercom_async.simulator.delivery import Answered, delivering, telling
from intercom_async.simulator.webhooks import REMEMBERED, sign
from intercom_async.versions import V1_4


async def test_a_thousand_errors_within_a_quarter_of_an_hour_are_too_many() -> None:
    """behaviour.md 7.1: too many errors, and what happens is dropped for 15 minutes; documented: 1000 in a row."""
    told = Told("contact.user.updated")
    api, webhooks = told.api, told.api.simulator.webhooks
    assert webhooks.too_many == 1000
    webhooks.too_many = 3
    one = person(api)

    async def change(*answers: Answered) -> int:
        told.inbox.will_answer(*answers)
        return len((await told.after(lambda api: api.put(f"/contacts/{one}", {"name": "x"}))).requests)

    assert [await change(500), await change(500), await change(200)] == [1, 1, 1]  # ends the row of errors
    assert [await change(500), await change(500), await change(500)] == [1, 1, 1]
    api.clock.time += 901  # the errors are too long ago to count
    assert [await change(500, 500, 500, 500), await change()] == [6, 0]  # five of them second attempts
    api.clock.time += 899
    assert await change() == 0
    api.clock.time += 1
    assert await change() == 1


async def test_a_subscription_of_1_x_is_told_in_its_version() -> None:
    """v1.md 8: /subscriptions; Intercom's reference of the time: pinged when made, signed if there is a secret."""
    told = Told("company.*")
    api, inbox = told.api, told.inbox
    hook = {"url": "https://x.test/old", "topics": ["user.created", "company"], "hub_secret": "s"}
    made = api.post("/subscriptions", hook, version="1.4").body
    await told.after(person)
    to = [each for each in inbox.requests if each.url == hook["url"]]
    assert [topic_of(each) for each in to] == ["ping", "user.created"]
    assert all(each.headers["X-Hub-Signature"] == sign("s", each.body) for each in to if isinstance(each.body, bytes))
    (item,) = inbox.items("user.created")
    assert (item["type"], item["user_id"]) == ("user", "u1")
    await told.after(lambda api: api.company("6"))
    assert [(each.url, topic_of(each)) for each in inbox.requests] == [
        (URL, "company.created"), (hook["url"], "company.created"),
    ]  # fmt: skip
    path = f"/subscriptions/{made['id']}"
    changes = {"url": "https://x.test/new", "topics": ["all"], "hub_secret": None}
    api.post(path, changes, version="1.4")
    await told.after(lambda api: (api.post(f"{path}/ping", version="1.4"), person(api, external_id="2", email="b@x.y")))
    assert [(each.url, topic_of(each), "X-Hub-Signature" in each.headers) for each in inbox.requests] == [
        ("https://x.test/new", "ping", False), ("https://x.test/new", "user.created", False),
    ]  # fmt: skip
    api.post(path, {"active": False}, version="1.4")
    assert (await told.after(lambda api: api.contact(email="c@x.y"))).requests == []
    api.post(path, {"active": True}, version="1.4")
    api.contact(email="d@x.y")
    api.delete(path, version="1.4")
    assert (await told.after(lambda api: api.post(f"{path}/ping", version="1.4"))).requests == []


async def test_a_subscription_to_events_is_told_of_those_that_it_names() -> None:
    """v1.md 8; Intercom's reference of the time: event webhooks."""
    told = Told("company.*")
    hook = {"url": "https://x.test/old", "topics": ["event.created"], "metadata": {"event_names": ["paid"]}}
    told.api.post("/subscriptions", hook, version="1.4")
    person(told.api)

    def track(api: Api) -> None:
        for name in ("looked", "paid"):
            api.post("/events", {"event_name": name, "user_id": "u1", "created_at": 1_700_000_000})

    await told.after(track)
    assert [each["event_name"] for each in told.inbox.items("event.created")] == ["paid"]


async def test_410_ends_a_subscription_of_1_x() -> None:
    """behaviour.md 7.1: 410 disables the subscription."""
    told = Told("company.*")
    hook = {"url": "https://x.test/old", "topics": ["user.created"]}
    made = told.api.post("/subscriptions", hook, version="1.4").body
    told.inbox.will_answer(410)
    await told.after(lambda _: None)
    assert told.api.get(f"/subscriptions/{made['id']}", version="1.4").body["active"] is False
    assert (await told.after(person)).requests == []


async def test_who_subscribed_is_saved_with_the_workspace() -> None:
    """Subscriptions are made by calls, so that they are part of the workspace."""
    first = Told("company.*")
    first.api.post("/subscriptions", {"url": "https://x.test/old", "topics": ["user.created"]}, version="1.4")
    second = Told("company.*")
    second.api.simulator.load_state(first.api.simulator.save_state())
    assert (await second.after(person)).topics == ["user.created"]


async def test_what_nobody_delivers_to_subscriptions_does_not_pile_up() -> None:
    """A call may subscribe any URL, also where no webhooks are delivered."""
    told = Told("company.*")
    told.api.post("/subscriptions", {"url": "https://x.test/old", "topics": ["user.created"]}, version="1.4")
    webhooks = told.api.simulator.webhooks
    for _ in range(REMEMBERED + 10):
        webhooks.publish("user.created", {}, told.api.clock.time, version=V1_4)
    assert len(webhooks.take_due(told.api.clock.time)) == REMEMBERED


def topic_of(request: HttpRequest) -> str:
    assert isinstance(request.body, bytes)
    return str(json.loads(request.body)["topic"])


def test_what_was_to_happen_is_told_without_a_call() -> None:
    """behaviour.md 8: job.completed comes when the job is done, while webhooks are delivered in the background."""

    async def main() -> None:
        inbox = Inbox()
        simulator = Simulator(clock=virtual_time.VirtualClock())
        simulator.webhooks.subscribe(URL, SECRET, ["job.completed"])
        async with delivering(simulator, inbox):
            someone = decoded(simulator.handle(request("POST", "/contacts", {"email": "a@x.test"}))).body["id"]
            body = {"ticket_type_id": "1", "contacts": [{"id": someone}]}
            assert simulator.handle(request("POST", "/tickets/enqueue", body)).status == 200
            await asyncio.sleep(1.5)
            assert inbox.topics == []
            await asyncio.sleep(1.5)
            assert inbox.topics == ["job.completed"]

    virtual_time.run(main())


async def test_subscriptions_are_told_over_http_where_they_are_near(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    """A call may subscribe any URL: strangers are not told of simulated people."""
    async with loopback() as (url, came), telling(api.simulator, None):
        for to in (url, "https://hooks.example.test/x"):
            api.post("/subscriptions", {"url": to, "topics": ["user.created"]}, version="1.4")
        async with asyncio.timeout(10):
            while len(api.simulator.webhooks.attempts) < 2:  # noqa: ASYNC110 - told by nothing but the attempts
                await asyncio.sleep(0.001)
    assert {(each.url, each.status) for each in api.simulator.webhooks.attempts} == {
        (url, 200), ("https://hooks.example.test/x", None),
    }  # fmt: skip
    assert "WebhookRefusedError" in caplog.text
    assert [json.loads(body)["topic"] for body in came] == ["ping"]


async def test_resetting_keeps_the_webhooks_of_the_start_alone() -> None:
    """What came later is not told any more, what was on its way is dropped, and what was answered is forgotten."""
    told = Told("contact.user.created")
    simulator, inbox = told.api.simulator, told.inbox
    simulator.start_here()
    simulator.webhooks.subscribe("https://x.test/later", SECRET)
    told.api.post("/subscriptions", {"url": "https://x.test/old", "topics": ["all"]}, version="1.4")
    inbox.will_answer(410, 500, 500)
    await told.after(person)
    assert simulator.webhooks.next_due is not None
    simulator.reset()
    assert simulator.webhooks.next_due is None
    assert not simulator.webhooks.attempts
    await told.after(person)
    assert [(each.url, topic_of(each)) for each in inbox.requests] == [(URL, "contact.user.created")]
    Simulator().reset()
    another = Told()
    another.api.simulator.reset()
    assert (await another.after(person)).requests == []


@asynccontextmanager
async def loopback() -> AsyncGenerator[tuple[str, list[bytes]]]:
    """Listen on loopback, and give the URL and the bodies that came."""
    came: list[bytes] = []

    async def answer(received: web.BaseRequest) -> web.Response:
        came.append(await received.read())
        return web.Response()

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", came
    finally:
        await runner.cleanup()
