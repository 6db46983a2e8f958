"""Outgoing webhooks: how they are set up, signed, delivered and tried again, and what answers do."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from support import virtual_time
from support.simulator_calls import Api, ManualClock, decoded, request
from support.webhook_inbox import SECRET, URL, Inbox, Told, person

from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.simulator import Fault, FaultKind, Simulator
from intercom_async.simulator.delivery import (
    Answered,
    Webhook,
    WebhookRefusedError,
    connect,
    deliver,
    delivering,
    http_receiver,
    telling,
)
from intercom_async.simulator.topics import TOPICS
from intercom_async.simulator.webhooks import LATEST, sign
from intercom_async.webhooks import TOPICS as DECODED_TOPICS


def test_the_signature_is_that_of_the_facts() -> None:
    """behaviour.md 7.1: a vector."""
    body = b'{"type":"notification_event","topic":"ping"}'
    assert sign("secret", body) == "sha1=e8e5e2592043c6f21a6550288b4b285ba7d35f24"


async def test_a_notification_is_signed_and_in_its_envelope() -> None:
    """behaviour.md 7.1: the envelope, the signature of the raw body and the user agent."""
    inbox = await Told().after(person)
    (request,) = inbox.requests
    assert (request.method, request.url) == ("POST", URL)
    assert isinstance(request.body, bytes)
    expected = hmac.new(SECRET.encode(), request.body, hashlib.sha1).hexdigest()
    assert dict(request.headers.items()) == {
        "user-agent": "intercom-parrot-service-client/1.0",
        "accept": "application/json",
        "content-type": "application/json",
        "x-hub-signature": f"sha1={expected}",
    }
    sent = json.loads(request.body)
    assert sent.pop("data")["item"]["email"] == "ann@x.test"
    assert sent.pop("id").startswith("notif_")
    assert sent == {
        "type": "notification_event", "app_id": "simulatr", "links": {}, "topic": "contact.user.created",
        "delivery_status": "pending", "delivery_attempts": 1, "delivered_at": 0, "first_sent_at": 1_700_000_000,
        "created_at": 1_700_000_000, "self": None,
    }  # fmt: skip


async def test_setting_up_sends_head_and_then_a_ping(api: Api) -> None:
    """behaviour.md 7.1: saving asks the URL with HEAD; a ping follows, whatever the topics are, as captured."""
    inbox = Inbox()
    endpoint = await connect(api.simulator, inbox, Webhook(URL, SECRET, ("company.*",)))
    (head,) = inbox.requests
    assert (head.method, head.url, head.body) == ("HEAD", URL, None)
    assert SECRET not in repr(endpoint) + repr(Webhook(URL, SECRET))
    (attempt,) = await deliver(api.simulator, inbox)
    assert (attempt.topic, attempt.notification_id, attempt.number, attempt.status) == ("ping", None, 1, 200)
    body = inbox.requests[-1].body
    assert isinstance(body, bytes)
    assert json.loads(body)["data"]["item"] == {"type": "ping", "message": "something something interzen"}


@pytest.mark.parametrize(("answer", "said"), [(404, "status 404"), (302, "status 302"), (None, "nothing in time")])
async def test_a_url_that_refuses_head_is_not_set_up(api: Api, answer: int | None, said: str) -> None:
    """behaviour.md 7.1: HEAD must succeed."""

    def refuse(_: HttpRequest) -> int:
        if answer is None:
            raise OSError("refused")
        return answer

    with pytest.raises(WebhookRefusedError, match=said):
        await connect(api.simulator, refuse, Webhook(URL, SECRET))
    assert api.simulator.webhooks.endpoints == []


async def test_a_topic_that_does_not_exist_is_refused(api: Api) -> None:
    with pytest.raises(ValueError, match=r"no topic 'contact\.create'"):
        api.simulator.webhooks.subscribe(URL, SECRET, ["contact.create"])
    assert (
        DECODED_TOPICS.keys() - {"conversation.admin.replied.translated", "ticket.admin.replied.translated"} <= TOPICS
    )


async def test_only_what_an_endpoint_wants_is_sent_to_it() -> None:
    told = Told("company.*", "contact.user.created")
    inbox = await told.after(lambda api: api.company("6", person(api)))
    assert inbox.topics == ["contact.user.created", "company.created", "company.contact.attached"]


async def test_without_a_webhook_nothing_is_kept(api: Api) -> None:
    person(api)
    assert not api.simulator.world.happened
    assert api.simulator.webhooks.next_due is None


async def test_what_was_done_beside_calls_is_told_too() -> None:
    told = Told("conversation.*")

    def visit(api: Api) -> None:
        conversation = api.simulator.add_conversation(person(api), "Hi")
        api.simulator.rate_conversation(conversation, 4, "Good")

    assert (await told.after(visit)).topics == ["conversation.user.created", "conversation.rating.added"]


async def test_an_answer_that_was_lost_is_told_all_the_same() -> None:
    """A fault of the answer undoes nothing of what was done."""
    told = Told(faults=[Fault(kind=FaultKind.DROP, handled=True)])
    inbox = await told.after(lambda api: api.answer("POST", "/contacts", {"email": "b@x.test"}))
    assert inbox.topics == ["contact.user.created"]


@pytest.mark.parametrize("answer", [500, 404, 302, HttpResponse(503, Headers(), b"")])
async def test_a_failure_is_tried_again_once_after_a_minute(answer: Answered) -> None:
    """behaviour.md 7.1: other 4xx, 5xx and timeouts: one retry after 1 min under the same id, then failed."""
    told = Told()
    clock, webhooks = told.api.clock, told.api.simulator.webhooks
    told.inbox.will_answer(answer, answer)
    await told.after(person)
    first = told.inbox.notifications[0]
    clock.time += 59
    assert await deliver(told.api.simulator, told.inbox) == []
    clock.time += 1
    await deliver(told.api.simulator, told.inbox)
    second = told.inbox.notifications[1]
    assert second == {**first, "delivery_attempts": 2}
    assert told.inbox.requests[0].headers["X-Hub-Signature"] != told.inbox.requests[1].headers["X-Hub-Signature"]
    clock.time += 3600
    assert await deliver(told.api.simulator, told.inbox) == []
    assert webhooks.next_due is None
    assert [each.number for each in webhooks.attempts] == [1, 2]


async def test_410_ends_the_webhook() -> None:
    """behaviour.md 7.1: 410 disables the subscription; what was on its way is dropped."""
    told = Told()
    told.inbox.will_answer(410)
    await told.after(person)
    later = await told.after(lambda api: person(api, external_id="u2", email="b@x.test"))
    assert later.requests == []
    assert not told.api.simulator.webhooks.endpoints[0].active


async def test_429_holds_everything_back_and_longer_each_time() -> None:
    """behaviour.md 7.1: throttles 1 min to 2 h."""
    told = Told()
    clock = told.api.clock
    told.inbox.will_answer(429, 429, 200)
    await told.after(person)
    clock.time += 30
    assert (await told.after(lambda api: person(api, external_id="u2", email="b@x.test"))).requests == []
    clock.time += 30
    inbox = await told.after(lambda _: None)
    assert inbox.topics == ["contact.user.created"] * 2  # the second of both is answered, which ends it
    assert told.api.simulator.webhooks.endpoints[0].throttles == 0


async def test_what_is_later_than_two_hours_is_dropped() -> None:
    """behaviour.md 7.1: dropped when more than 2 h late."""
    told = Told()
    told.inbox.will_answer(429)
    await told.after(person)
    told.api.clock.time += LATEST + 1
    assert (await told.after(lambda _: None)).requests == []
    assert told.api.simulator.webhooks.next_due is None


async def test_with_a_spread_the_order_is_another_one_and_the_same_each_time() -> None:
    """behaviour.md 7.1: not ordered."""

    async def order() -> list[str]:
        told = Told("contact.user.created")
        told.api.simulator.webhooks.spread = 10.0
        for number in range(8):
            person(told.api, external_id=str(number), email=f"{number}@x.test")
        told.api.clock.time += 10
        return [each["external_id"] for each in (await told.after(lambda _: None)).items("contact.user.created")]

    first = await order()
    assert sorted(first) == list("01234567") != first
    assert await order() == first


def test_no_answer_within_five_seconds_is_a_failure_and_the_retry_is_in_time() -> None:
    """behaviour.md 7.1: reply within 5 s. Delivered in the background, by the clock."""

    async def main() -> None:
        answered: list[float] = []

        async def slow(_: HttpRequest) -> int:
            await asyncio.sleep(0 if answered else 6)
            answered.append(asyncio.get_running_loop().time())
            return 204

        simulator = Simulator(clock=virtual_time.VirtualClock())
        simulator.webhooks.subscribe(URL, SECRET)
        async with delivering(simulator, slow):
            simulator.add_visitor()
            simulator.add_conversation(_someone(simulator), "Hi")
            simulator.hear()
            await asyncio.sleep(4)
            assert not simulator.webhooks.attempts
            answered.append(0)
            await asyncio.sleep(70)
        statuses = [(each.topic, each.number, each.status) for each in simulator.webhooks.attempts]
        assert statuses == [
            ("contact.user.created", 1, None), ("conversation.user.created", 1, None),
            ("contact.user.created", 2, 204), ("conversation.user.created", 2, 204),
        ]  # fmt: skip
        assert [each.time - 1_700_000_000 for each in simulator.webhooks.attempts] == [5, 5, 65, 65]
        simulator.add_conversation(_someone(simulator, "b@x.test"), "After the block")
        simulator.hear()

    virtual_time.run(main())


def _someone(simulator: Simulator, email: str = "a@x.test") -> str:
    return str(decoded(simulator.handle(request("POST", "/contacts", {"email": email}))).body["id"])


async def test_a_receiver_that_raises_did_not_answer(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(request: HttpRequest) -> int:
        raise RuntimeError(request.url)

    api.simulator.webhooks.subscribe(URL, SECRET)
    person(api)
    (attempt,) = await deliver(api.simulator, broken)
    assert attempt.status is None
    assert "RuntimeError" in caplog.text
    assert URL not in caplog.text


async def test_a_saved_workspace_leaves_webhooks_alone() -> None:
    """The state is that of the workspace; who is told of it is not."""
    told = Told("contact.*")
    saved = told.api.simulator.save_state()
    told.api.simulator.load_state(saved)
    assert (await told.after(person)).topics == ["contact.user.created"]


async def test_a_clock_that_stands_still_is_not_moved_by_waiting() -> None:
    """Retries wait for the clock to be advanced."""
    api = Api(ManualClock())
    api.simulator.clock.stand()
    inbox = Inbox(500)
    async with delivering(api.simulator, inbox):
        api.simulator.webhooks.subscribe(URL, SECRET)
        person(api)
        await inbox.has(1)
        assert api.simulator.clock.now() == 1_700_000_000
        api.simulator.clock.advance(60)
        person(api, external_id="u2", email="b@x.test")
        await inbox.has(3)
    assert sorted(each.number for each in api.simulator.webhooks.attempts) == [1, 1, 2]


@asynccontextmanager
async def listening(statuses: dict[str, int]) -> AsyncGenerator[tuple[str, list[tuple[web.BaseRequest, bytes]]]]:
    """Listen on loopback, answer each method with its status, and give the URL and what came."""
    came: list[tuple[web.BaseRequest, bytes]] = []

    async def answer(received: web.BaseRequest) -> web.Response:
        came.append((received, await received.read()))
        return web.Response(status=statuses.get(received.method, 200), headers={"Location": "/elsewhere"})

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", came
    finally:
        await runner.cleanup()


async def test_over_http(api: Api) -> None:
    """behaviour.md 7.1: HEAD, the ping and what happens over real HTTP, signed over the bytes that are read."""
    async with listening({}) as (url, came):
        async with telling(api.simulator, Webhook(url, SECRET, ("contact.*",))):
            person(api)
            async with asyncio.timeout(10):
                while len(api.simulator.webhooks.attempts) < 2:  # noqa: ASYNC110 - told by nothing but the attempts
                    await asyncio.sleep(0.001)
        async with telling(api.simulator, None):
            person(api, external_id="u2", email="b@x.test")
    assert [each.method for each, _ in came] == ["HEAD", "POST", "POST"]
    for received, body in came[1:]:
        assert received.headers["X-Hub-Signature"] == sign(SECRET, body)
        assert received.headers["User-Agent"] == "intercom-parrot-service-client/1.0"
        assert received.content_type == "application/json"
    assert sorted(json.loads(body)["topic"] for _, body in came[1:]) == ["contact.user.created", "ping"]


async def test_no_redirect_is_followed_over_http(api: Api) -> None:
    async with listening({"HEAD": 301}) as (url, came), http_receiver() as receiver:
        with pytest.raises(WebhookRefusedError, match="status 301"):
            await connect(api.simulator, receiver, Webhook(url, SECRET))
    assert len(came) == 1
