"""Outgoing webhooks: which topics are told of what, in which shape, how they are signed, and what answers do."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from support import virtual_time
from support.simulator_calls import Api, ManualClock

from intercom_async.http import Headers, HttpRequest, HttpResponse
from intercom_async.simulator import Simulator
from intercom_async.simulator.delivery import (
    Answered,
    Receiver,
    Webhook,
    WebhookRefusedError,
    connect,
    deliver,
    delivering,
)
from intercom_async.simulator.topics import TOPICS
from intercom_async.simulator.webhooks import LATEST, sign
from intercom_async.webhooks import TOPICS as DECODED_TOPICS
from intercom_async.webhooks import decode_notification

URL, SECRET = "https://hooks.example.test/intercom", "secret"
CIARAN, ADA, SUPPORT = "991267459", "991267460", "814865"


class Inbox:
    """Receives notifications and answers what it is told to."""

    def __init__(self, *answers: Answered) -> None:
        self.requests: list[HttpRequest] = []
        self.answers = list(answers)

    def __call__(self, request: HttpRequest) -> Answered:
        self.requests.append(request)
        return self.answers.pop(0) if self.answers else None

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


def written(api: Api) -> str:
    """Let Ann write, and return the id of the conversation."""
    found = api.simulator.world.people.with_external_id("u1")
    sender = {"type": "user", "id": found.id if found else person(api)}
    return str(api.post("/conversations", {"from": sender, "body": "Help"}).body["conversation_id"])


def say(api: Api, conversation: str, path: str = "reply", **fields: object) -> None:
    body = {"message_type": "comment", "type": "admin", "admin_id": ADA, "body": "<p>Hello <b>Ann</b></p>", **fields}
    result = api.post(f"/conversations/{conversation}/{path}", body)
    assert result.status == 200, result.body


def ticket(api: Api, **fields: object) -> str:
    body = {"ticket_type_id": "1", "contacts": [{"id": person(api)}], **fields}
    return str(api.post("/tickets", body).body["id"])


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
    """Setting a webhook up asks its URL with HEAD; a ping follows, whatever the topics are."""
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
    from intercom_async.simulator import Fault, FaultKind

    told = Told(faults=[Fault(kind=FaultKind.DROP, handled=True)])
    inbox = await told.after(lambda api: api.answer("POST", "/contacts", {"email": "b@x.test"}))
    assert inbox.topics == ["contact.user.created"]


@pytest.mark.parametrize("answer", [500, 404, 302, HttpResponse(503, Headers(), b"")])
async def test_a_failure_is_tried_again_once_after_a_minute(answer: Answered) -> None:
    """behaviour.md 7.1: other 4xx, 5xx and timeouts: one retry after 1 min, then failed."""
    told = Told()
    clock, webhooks = told.api.clock, told.api.simulator.webhooks
    told.inbox.answers = [answer, answer]
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
    told.inbox.answers = [410]
    await told.after(person)
    later = await told.after(lambda api: person(api, external_id="u2", email="b@x.test"))
    assert later.requests == []
    assert not told.api.simulator.webhooks.endpoints[0].active


async def test_429_holds_everything_back_and_longer_each_time() -> None:
    """behaviour.md 7.1: throttles 1 min to 2 h."""
    told = Told()
    clock = told.api.clock
    told.inbox.answers = [429, 429, 200]
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
    told.inbox.answers = [429]
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
        import asyncio

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
    from support.simulator_calls import decoded, request

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


# What is told of what.


def scene_of_people(api: Api) -> None:
    one = person(api)
    api.put(f"/contacts/{one}", {"name": "Anna"})
    api.put(f"/contacts/{one}", {"email": "anna@x.test"})
    lead = api.contact(role="lead")["id"]
    api.put(f"/contacts/{lead}", {"email": "lead@x.test"})
    api.put(f"/contacts/{lead}", {"role": "user"})
    tag = api.post("/tags", {"name": "vip"}).body["id"]
    api.post(f"/contacts/{one}/tags", {"id": tag})
    api.post(f"/contacts/{one}/tags", {"id": tag})  # has it already
    api.delete(f"/contacts/{one}/tags/{tag}")
    api.post(f"/contacts/{one}/archive")
    api.post(f"/contacts/{one}/archive")
    api.post(f"/contacts/{one}/unarchive")
    for consent in ("opt_out", "opt_in"):
        api.post(f"/contacts/{one}/subscriptions", {"id": "1", "consent_type": consent})
    api.delete(f"/contacts/{one}/subscriptions/1")
    other = api.contact(role="lead", email="anna@x.test")["id"]
    api.post("/contacts/merge", {"from": other, "into": one})
    api.delete(f"/contacts/{one}")


PEOPLE = [
    "contact.user.created", "contact.user.updated", "contact.user.updated", "contact.email.updated",
    "contact.lead.created", "contact.lead.updated", "contact.lead.added_email", "contact.lead.signed_up",
    "contact.user.tag.created", "contact.user.tag.deleted", "contact.archived", "contact.unarchive",
    "contact.unsubscribed", "contact.subscribed", "contact.subscribed", "contact.lead.created", "contact.merged",
    "contact.deleted",
]  # fmt: skip


def scene_of_companies(api: Api) -> None:
    one = person(api)
    company = api.company("6", one, name="Acme")["id"]
    api.company("6", one, name="Acme & Co")
    api.delete(f"/contacts/{one}/companies/{company}")
    api.delete(f"/companies/{company}")
    old = {"user_id": "u1", "companies": [{"company_id": "7"}]}
    api.user(**old)
    api.user(**{**old, "companies": [{"company_id": "7", "name": "Seven", "remove": True}]})


COMPANIES = [
    "contact.user.created", "company.created", "company.contact.attached", "company.updated",
    "company.contact.detached", "company.deleted",
    "contact.user.updated", "company.created", "company.contact.attached",
    "contact.user.updated", "company.updated", "company.contact.detached",
]  # fmt: skip


def scene_of_conversations(api: Api) -> None:
    number = written(api)
    say(api, number)
    say(api, number, type="user", user_id="u1", admin_id=None)
    say(api, number, message_type="note")
    say(api, number, "parts", message_type="assignment", assignee_id=SUPPORT)
    say(api, number, "parts", message_type="close")
    say(api, number, "parts", message_type="assignment", assignee_id=ADA)
    say(api, number, "parts", message_type="close")
    say(api, number, "parts", message_type="open")
    say(api, number, "parts", message_type="snoozed", snoozed_until=int(api.clock.time) + 60)
    api.clock.time += 60
    tag = api.post("/tags", {"name": "vip"}).body["id"]
    api.post(f"/conversations/{number}/tags", {"id": tag, "admin_id": ADA})
    api.delete(f"/conversations/{number}/tags/{tag}", body={"admin_id": ADA})
    other = person(api, external_id="u2", email="bob@x.test")
    api.post(f"/conversations/{number}/customers", {"admin_id": ADA, "customer": {"intercom_user_id": other}})
    api.delete(f"/conversations/{number}/customers/{other}", body={"admin_id": ADA})
    company = api.company("6")["id"]
    api.put(f"/conversations/{number}", {"company_id": company, "priority": "high", "read": True}, version="Preview")
    api.put(f"/conversations/{number}", {"read": True})
    api.put(f"/conversations/{number}", {"read": False, "custom_attributes": {"x": "y"}})
    api.post("/conversations/redact", {"type": "source", "conversation_id": number, "source_id": _source(api, number)})
    part = api.get(f"/conversations/{number}").body["conversation_parts"]["conversation_parts"][0]["id"]
    redaction = {"type": "conversation_part", "conversation_id": number, "conversation_part_id": part}
    api.post("/conversations/redact", redaction)
    api.post(f"/conversations/{number}/run_assignment_rules", version="2.11")
    api.delete(f"/conversations/{number}")
    sender = {"type": "admin", "id": ADA}
    message = {"message_type": "inapp", "body": "Hi", "from": sender, "to": {"type": "user", "id": other}}
    api.post("/messages", message)


def _source(api: Api, number: str) -> object:
    return api.get(f"/conversations/{number}").body["source"]["id"]


CONVERSATIONS = [
    "contact.user.created", "conversation.user.created", "conversation.admin.replied", "conversation.user.replied",
    "conversation.admin.noted", "conversation.admin.assigned", "conversation.admin.closed",
    "conversation.admin.open.assigned", "conversation.admin.closed", "conversation.admin.opened",
    "conversation.admin.snoozed", "conversation.admin.unsnoozed", "conversation_part.tag.created",
    "contact.user.created", "conversation.contact.attached", "conversation.contact.detached", "company.created",
    "conversation.read", "conversation.priority.updated", "conversation.company.updated",
    "conversation_part.redacted", "conversation_part.redacted", "conversation.deleted",
    "conversation.admin.single.created",
]  # fmt: skip


def scene_of_tickets(api: Api) -> None:
    number = ticket(api)
    note = {"message_type": "note", "type": "admin", "admin_id": ADA, "body": "x"}
    api.post(f"/tickets/{number}/reply", note)
    api.post(f"/tickets/{number}/reply", {**note, "message_type": "comment"})
    api.post(f"/tickets/{number}/reply", {"message_type": "comment", "type": "user", "user_id": "u1", "body": "x"})
    change = {"ticket_attributes": {"_default_title_": "T"}, "ticket_state_id": "2", "assignee_id": ADA}
    api.put(f"/tickets/{number}", {**change, "admin_id": ADA})
    api.put(f"/tickets/{number}", {"ticket_state_id": "4", "assignee_id": SUPPORT, "admin_id": ADA, "open": False})
    api.put(f"/tickets/{number}", {"assignee_id": "0", "admin_id": ADA})
    api.post("/tickets/enqueue", {"ticket_type_id": "1", "contacts": [{"external_id": "u1"}]})
    api.clock.time += 2


TICKETS = [
    "contact.user.created", "ticket.created", "ticket.note.created", "ticket.admin.replied", "ticket.contact.replied",
    "ticket.attribute.updated", "ticket.state.updated", "ticket.admin.assigned",
    "ticket.state.updated", "ticket.resolved", "ticket.team.assigned", "ticket.closed",
    "ticket.created", "job.completed",
]  # fmt: skip


def scene_of_content(api: Api) -> None:
    made = api.post("/articles", {"title": "How", "author_id": CIARAN, "state": "published"}).body["id"]
    api.put(f"/articles/{made}", {"title": "How to", "state": "draft"})
    api.delete(f"/articles/{made}")
    audience = api.post("/audiences", {"name": "All"}).body["id"]
    api.put(f"/audiences/{audience}", {"name": "Everybody"})
    api.delete(f"/audiences/{audience}")
    snippet = api.post("/content_snippets", {"title": "S", "body_markdown": "x"}).body["id"]
    api.put(f"/content_snippets/{snippet}", {"title": "T"})
    api.delete(f"/content_snippets/{snippet}")
    source = {"sync_behavior": "api", "url": "https://docs.example.test"}
    made = api.post("/ai/content_import_sources", source).body["id"]
    api.put(f"/ai/content_import_sources/{made}", {**source, "status": "deactivated"})
    api.delete(f"/ai/content_import_sources/{made}")


CONTENT = [
    "article.published", "article.created", "article.unpublished", "article.updated", "article.deleted",
    *(f"{kind}.{verb}" for kind in ("audience", "content_snippet", "content_import_source")
      for verb in ("created", "updated", "deleted")),
]  # fmt: skip


def scene_of_the_rest(api: Api) -> None:
    person(api)
    event = {"event_name": "invited", "user_id": "u1", "created_at": 1_700_000_000, "metadata": {"a": 1}}
    api.post("/events", event)
    api.post("/events", event)  # the same one
    api.put(f"/admins/{ADA}/away", {"away_mode_enabled": True, "away_mode_reassign": False})
    visitor = api.simulator.add_visitor(user_id="v1")
    api.post("/visitors/convert", {"type": "lead", "visitor": {"id": visitor}})


REST = [
    "contact.user.created", "event.created", "admin.away_mode_updated", "contact.lead.created", "visitor.signed_up",
]  # fmt: skip

SCENES = [
    (scene_of_people, PEOPLE), (scene_of_companies, COMPANIES), (scene_of_conversations, CONVERSATIONS),
    (scene_of_tickets, TICKETS), (scene_of_content, CONTENT), (scene_of_the_rest, REST),
]  # fmt: skip


@pytest.mark.parametrize(("scene", "expected"), SCENES, ids=[each[0].__name__ for each in SCENES])
async def test_topics(scene: Callable[[Api], None], expected: list[str]) -> None:
    """Each thing that happens is told under its topic, once, and what changes nothing is not."""
    inbox = await Told().after(scene)
    assert inbox.topics == expected
    assert len({each["id"] for each in inbox.notifications}) == len(expected)


@pytest.mark.parametrize("version", ["1.4", "2.0", "2.4", "2.5", "2.14", "2.15", "2.16", "Preview"])
async def test_the_client_reads_every_notification_of_every_version(version: str) -> None:
    """The second reading: the models of the client take each item, and its topic has a model."""
    from intercom_async.versions import Version

    for scene, _ in SCENES:
        inbox = await Told(app_version=Version(version)).after(scene)
        for request in inbox.requests:
            assert isinstance(request.body, bytes)
            notification = decode_notification(request.body)
            assert notification.topic in DECODED_TOPICS
            assert not isinstance(notification.item, dict)
            assert notification.item is not None


async def test_names_until_2_4() -> None:
    """behaviour.md 7.1: contact.* was user.* for users, and contact.* meant leads; other topics came later."""
    from intercom_async.versions import Version

    inbox = await Told(app_version=Version("2.4")).after(scene_of_people)
    assert inbox.topics == [
        "user.created", "user.email.updated", "contact.created", "contact.added_email", "contact.signed_up",
        "user.tag.created", "user.tag.deleted", "user.unsubscribed", "contact.created", "user.deleted",
    ]  # fmt: skip
    (tagging,) = inbox.items("user.tag.created")
    assert (tagging["type"], tagging["user"]["external_id"], tagging["tag"]["name"]) == ("user_tag", "u1", "vip")


async def test_shapes_of_1_x() -> None:
    from intercom_async.versions import Version

    inbox = await Told(app_version=Version("1.4")).after(scene_of_people)
    created, deleted = inbox.items("user.created")[0], inbox.items("user.deleted")[0]
    assert (created["type"], created["user_id"]) == ("user", "u1")
    assert deleted == {"type": "user", "id": created["id"], "user_id": "u1", "deleted": True}


async def test_a_conversation_comes_with_the_part_that_it_is_about_alone() -> None:
    """behaviour.md 7.1: only the part that caused the event; bodies are HTML until 2.14, plain text later."""
    from intercom_async.versions import Version

    for version, text in (("2.14", "<p>Hello <b>Ann</b></p>"), ("2.15", "Hello Ann")):
        inbox = await Told(app_version=Version(version)).after(scene_of_conversations)
        (begun,) = inbox.items("conversation.user.created")
        assert begun["conversation_parts"]["conversation_parts"] == []
        (replied,) = inbox.items("conversation.admin.replied")
        (part,) = replied["conversation_parts"]["conversation_parts"]
        assert (part["part_type"], part["body"], replied["conversation_parts"]["total_count"]) == ("comment", text, 1)
        (attached,) = inbox.items("conversation.contact.attached")
        assert attached["contact"]["external_id"] == "u2"
        assert attached["conversation"]["id"] == begun["id"]


async def test_instants_of_people_are_text_until_2_14() -> None:
    from intercom_async.versions import Version

    for version, at in (("2.14", "2023-11-14T22:13:20.000+00:00"), ("2.15", 1_700_000_000)):
        inbox = await Told(app_version=Version(version)).after(person)
        (item,) = inbox.items("contact.user.created")
        assert (item["created_at"], item["signed_up_at"]) == (at, None)


async def test_special_shapes() -> None:
    """behaviour.md 7.1: what is deleted is minimal; wrappers of tags, subscriptions, merges and tickets."""
    people = await Told().after(scene_of_people)
    one = people.items("contact.user.created")[0]["id"]
    (gone,) = people.items("contact.deleted")
    assert gone == {"type": "contact", "id": one, "external_id": "u1", "deleted": True}
    assert people.items("contact.archived") == [
        {"type": "contact", "id": one, "external_id": "u1", "archived": True}
    ]  # fmt: skip
    (merged,) = people.items("contact.merged")
    assert merged["id"] == one
    assert merged["merged_from"] == {"type": "contact", "id": people.items("contact.lead.created")[-1]["id"]}
    (left,) = people.items("contact.unsubscribed")
    assert (left["type"], left["contact"]["id"], left["subscription_types"]["data"][0]["id"]) == (
        "contact_unsubscribe", one, "1",
    )  # fmt: skip
    tickets = await Told().after(scene_of_tickets)
    (closed,), (resolved,), (noted,) = (
        tickets.items(f"ticket.{name}") for name in ("closed", "resolved", "note.created")
    )
    assert (closed.keys(), closed["ticket"]["type"]) == ({"ticket"}, "ticket")
    assert (resolved["type"], resolved["ticket_state"]["category"]) == ("ticket", "resolved")
    assert (noted["ticket"]["id"], noted["ticket_part"]["part_type"]) == (resolved["id"], "note")
    (job,) = tickets.items("job.completed")
    assert (job["status"], job["resource_type"]) == ("success", "ticket")
    content = await Told().after(scene_of_content)
    assert content.items("article.deleted") == [{"type": "article", "id": "1", "deleted": True}]


async def test_what_is_gone_by_then_is_told_as_gone_alone() -> None:
    """What happened to somebody who is deleted before anybody looks has no shape any more."""
    told = Told()

    def brief(api: Api) -> None:
        world = api.simulator.world
        conversation = api.simulator.add_conversation(person(api), "Hi")
        api.simulator.tag_conversation(conversation, "vip")
        found = world.people.with_external_id("u1")
        assert found is not None
        other = person(api, external_id="u2", email="b@x.test")
        world.tell("conversation.joined", world.conversations.get(conversation), "nobody")
        world.tell("tag.changed", "nothing", (world.tags.named("vip"), 1, True))
        assert other
        world.delete_person(found, int(api.clock.time))

    topics = (await told.after(brief)).topics
    assert topics.count("contact.deleted") == 1
    assert "conversation.contact.attached" not in topics


async def test_bulk_tags_and_a_tagged_conversation_without_parts() -> None:
    told = Told("contact.*", "conversation_part.*")

    def tag(api: Api) -> None:
        number = written(api)
        name = api.post("/tags", {"name": "vip", "users": [{"user_id": "u1"}]}).body["id"]
        api.post("/tags", {"name": "vip", "users": [{"user_id": "u1", "untag": True}]})
        api.post(f"/conversations/{number}/tags", {"id": name, "admin_id": ADA})

    assert (await told.after(tag)).topics == [
        "contact.user.created", "contact.user.tag.created", "contact.user.tag.deleted", "conversation_part.tag.created",
    ]  # fmt: skip


async def test_a_saved_workspace_leaves_webhooks_alone() -> None:
    """The state is that of the workspace; who is told of it is not."""
    told = Told("contact.*")
    saved = told.api.simulator.save_state()
    told.api.simulator.load_state(saved)
    assert (await told.after(person)).topics == ["contact.user.created"]


def _is_a_receiver(inbox: Inbox) -> Receiver:
    return inbox


async def test_a_clock_that_stands_still_is_not_moved_by_waiting() -> None:
    """Retries wait for the clock to be advanced."""
    import asyncio

    api = Api(ManualClock())
    api.simulator.clock.stand()
    inbox = Inbox(500)
    async with delivering(api.simulator, _is_a_receiver(inbox)):
        api.simulator.webhooks.subscribe(URL, SECRET)
        person(api)
        while len(inbox.requests) < 1:
            await asyncio.sleep(0)
        assert api.simulator.clock.now() == 1_700_000_000
        api.simulator.clock.advance(60)
        person(api, external_id="u2", email="b@x.test")
        while len(inbox.requests) < 3:
            await asyncio.sleep(0)
    assert sorted(each.number for each in api.simulator.webhooks.attempts) == [1, 1, 2]
