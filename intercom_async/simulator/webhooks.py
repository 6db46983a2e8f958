"""Outgoing webhooks without I/O: who is told of which topics, what is to be sent when, and what an answer means."""

import hashlib
import hmac
import random
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final
from uuid import UUID

import attrs

from ..http import Headers, HttpRequest
from ..versions import Version
from .call import encode_json
from .topics import TOPICS
from .webhook_subscriptions import WebhookSubscription

USER_AGENT: Final = "intercom-parrot-service-client/1.0"
#: Seconds in which an answer must come, and after which a failed delivery is tried again, once.
ANSWER_WITHIN: Final = 5.0
RETRY_AFTER: Final = 60.0
#: Seconds for which a 429 holds everything back: at first, and at most; what is later than that is dropped.
THROTTLED: Final = 60.0
LATEST: Final = 7200.0
#: So many errors in a row within so many seconds are too many: for as long nothing that happens is told.
TOO_MANY: Final = 1000
DROPPED_FOR: Final = 900.0
#: Attempts that are remembered, older ones fall out; and what waits at most for subscriptions of 1.x.
REMEMBERED: Final = 10_000

PING: Final = "ping"
#: Told to those alone who name it, since it comes with every call.
REQUEST: Final = "api.request.completed"
_PING_ITEM: Final = {"type": "ping", "message": "something something interzen"}


def sign(secret: str, body: bytes) -> str:
    """Return what ``X-Hub-Signature`` says of *body*."""
    return f"sha1={hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()}"


def check_request(url: str) -> HttpRequest:
    """Return the HEAD request that must succeed before *url* is told anything."""
    return HttpRequest("HEAD", url, Headers([("User-Agent", USER_AGENT)]))


@attrs.define(eq=False)
class Endpoint:
    """One URL and what it is told; *topics* are names or patterns such as ``contact.*``."""

    url: str
    #: What signs; None for no signature.
    secret: str | None = attrs.field(repr=False)
    topics: tuple[str, ...]
    #: In which version it is told; None for the app's.
    version: Version | None = None
    #: The subscription of 1.x that made it, None where the Developer Hub did.
    subscription: WebhookSubscription | None = None
    #: False once it answered 410.
    active: bool = True
    throttled_until: float = 0.0
    #: How many 429s it answered in a row.
    throttles: int = 0
    #: When the last errors in a row came, and until when what happens is not told because of them.
    errors: deque[float] = attrs.Factory(deque[float])
    dropping_until: float = 0.0

    def wants(self, topic: str, item: Mapping[str, object]) -> bool:
        """Say whether it is told of *item* under *topic*; of pings always."""
        named = topic == PING or any(fnmatchcase(topic, pattern) for pattern in self._patterns(topic))
        metadata = None if self.subscription is None else self.subscription.metadata
        if topic != "event.created" or metadata is None:
            return named
        names = metadata.get("event_names")
        return named and isinstance(names, list) and item.get("event_name") in names

    def _patterns(self, topic: str) -> Sequence[str]:
        return [pattern for pattern in self.topics if pattern != "*"] if topic == REQUEST else self.topics

    def failed(self, now: float, too_many: int) -> None:
        """Count an error, and drop what is to come when it was one too many."""
        self.errors.append(now)
        while self.errors[0] < now - DROPPED_FOR:
            self.errors.popleft()
        if len(self.errors) > too_many:
            self.errors.clear()
            self.dropping_until = now + DROPPED_FOR

    def succeeded(self) -> None:
        """Forget what went wrong before."""
        self.throttles = 0
        self.errors.clear()

    def as_new(self) -> None:
        """Forget everything that it answered."""
        self.active = True
        self.throttled_until = self.dropping_until = 0.0
        self.succeeded()


@attrs.define(eq=False)
class _Notification:
    """One notification on its way to one endpoint."""

    endpoint: Endpoint
    id: str | None
    topic: str
    item: Mapping[str, object] = attrs.field(repr=False)
    created_at: float
    due: float
    attempts: int = 0
    #: Attempts that failed, not counting those that were answered 429.
    failures: int = 0
    first_sent_at: int | None = None

    @property
    def ready_at(self) -> float:
        """When it is sent at the earliest."""
        return max(self.due, self.endpoint.throttled_until)


@attrs.frozen
class Delivery:
    """One request to send now; `Webhooks.settle` wants to know how it was answered."""

    request: HttpRequest
    notification: _Notification = attrs.field(repr=False)


@attrs.frozen
class Attempt:
    """One delivery that was answered, or was not."""

    #: Unix time.
    time: float
    url: str
    topic: str
    #: None for a ping.
    notification_id: str | None
    #: 1 for the first.
    number: int
    #: None when no answer came in time.
    status: int | None


class Webhooks:
    """The endpoints, and what is on its way to them.

    The same *seed* gives the same ids. Each notification is sent between 0 and *spread* seconds after it happened, by
    chance: Intercom promises no order, so that with a spread they come in another one.
    """

    __slots__ = (
        "_first",
        "_followed",
        "_random",
        "_seed",
        "_waiting",
        "app_id",
        "attempts",
        "endpoints",
        "hears_requests",
        "on_waiting",
        "spread",
        "too_many",
    )

    def __init__(self, app_id: str, *, seed: int | str = 0, spread: float = 0.0) -> None:
        self.app_id: Final = app_id
        self.spread: float = spread
        #: How many errors in a row an endpoint may answer within a quarter of an hour.
        self.too_many: int = TOO_MANY
        #: Those that were set up; subscriptions of 1.x have theirs beside them.
        self.endpoints: Final = list[Endpoint]()
        #: What became of the deliveries, in their order.
        self.attempts: Final[deque[Attempt]] = deque(maxlen=REMEMBERED)
        #: Called when there is something new to send.
        self.on_waiting: Callable[[], object] | None = None
        #: Whether somebody is told of every call.
        self.hears_requests: bool = False
        self._seed: Final = f"webhooks of {seed}"
        self._random: Final = random.Random(self._seed)  # noqa: S311 - ids and order, no secrets
        self._waiting: list[_Notification] = []
        self._followed: dict[str, Endpoint] = {}
        self._first: tuple[Endpoint, ...] = ()

    def subscribe(self, url: str, secret: str, topics: Iterable[str] = ("*",)) -> Endpoint:
        """Tell *url* of *topics* from now on; nothing is checked and no ping sent, `delivery.connect` does both.

        ``*`` is everything but ``api.request.completed``, which comes with every call and has to be named.
        """
        wanted = tuple(topics)
        for pattern in wanted:
            if not any(fnmatchcase(topic, pattern) for topic in TOPICS):
                msg = f"there is no topic {pattern!r}: give names such as 'contact.user.created', or 'conversation.*'"
                raise ValueError(msg)
        endpoint = Endpoint(url, secret, wanted)
        self.endpoints.append(endpoint)
        self._listen()
        return endpoint

    def follow(self, subscriptions: Iterable[WebhookSubscription]) -> None:
        """Tell the URLs of *subscriptions* from now on, and those that are not among them no longer."""
        before, self._followed = self._followed, {}
        for each in subscriptions:
            endpoint = before.pop(each.id, None) or Endpoint(each.url, None, ())
            endpoint.url, endpoint.secret, endpoint.version = each.url, each.hub_secret, each.version
            endpoint.topics, endpoint.active, endpoint.subscription = each.patterns, each.active, each
            self._followed[each.id] = endpoint
        for gone in before.values():
            gone.active = False
        self._listen()

    def _listen(self) -> None:
        self.hears_requests = any(each.wants(REQUEST, {}) for each in self.listening)

    @property
    def listening(self) -> list[Endpoint]:
        """Everybody who is told something now."""
        return [each for each in (*self.endpoints, *self._followed.values()) if each.active]

    def start_here(self) -> None:
        """Let `reset` come back to the endpoints that there are now."""
        self._first = tuple(self.endpoints)

    def reset(self) -> None:
        """Tell those alone who were told at the start, and forget all that was on its way."""
        self.endpoints[:] = self._first
        for each in self.endpoints:
            each.as_new()
        self._followed.clear()
        self._waiting.clear()
        self.attempts.clear()
        self._random.seed(self._seed)
        self._listen()

    def ping(self, endpoint: Endpoint, now: float) -> None:
        """Let *endpoint* be told that it is reached."""
        self._add(_Notification(endpoint, None, PING, _PING_ITEM, now, now))

    def ping_subscription(self, subscription_id: str, now: float) -> None:
        """Let the URL of a subscription that is followed be told that it is reached."""
        self.ping(self._followed[subscription_id], now)

    def publish(self, topic: str, item: Mapping[str, object], now: float, *, version: Version | None = None) -> None:
        """Tell every endpoint of a version, None for the app's, that wants to know."""
        for endpoint in self.listening:
            told = endpoint.version == version and now >= endpoint.dropping_until
            if told and endpoint.wants(topic, item):
                due = now + self._random.uniform(0, self.spread) if self.spread else now
                self._add(_Notification(endpoint, f"notif_{self._uuid()}", topic, item, now, due))

    @property
    def next_due(self) -> float | None:
        """When there is something to send, None when nothing waits."""
        return min((each.ready_at for each in self._waiting), default=None)

    def take_due(self, now: float) -> list[Delivery]:
        """Return what is to be sent now, each once; what is too late by now is dropped."""
        due = [each for each in self._waiting if each.ready_at <= now]
        self._waiting = [each for each in self._waiting if each.ready_at > now]
        in_time = (each for each in due if each.endpoint.active and now - each.created_at <= LATEST)
        return [self._delivery(each, now) for each in sorted(in_time, key=lambda each: each.due)]

    def settle(self, delivery: Delivery, status: int | None, now: float) -> Attempt:
        """Note what a delivery was answered, None for nothing in time, and do what follows from it."""
        sent = delivery.notification
        endpoint = sent.endpoint
        attempt = Attempt(now, endpoint.url, sent.topic, sent.id, sent.attempts, status)
        self.attempts.append(attempt)
        if status is not None and 200 <= status < 300:
            endpoint.succeeded()
            return attempt
        endpoint.failed(now, self.too_many)
        if status == 410:
            endpoint.active = False
            if endpoint.subscription is not None:
                endpoint.subscription.active = False
        elif status == 429:
            endpoint.throttled_until = now + min(THROTTLED * 2**endpoint.throttles, LATEST)
            endpoint.throttles += 1
            self._add(sent)
        elif sent.failures == 0:
            sent.failures, sent.due = 1, now + RETRY_AFTER
            self._add(sent)
        return attempt

    def _add(self, notification: _Notification) -> None:
        if notification.endpoint.subscription is not None and len(self._waiting) >= REMEMBERED:
            return  # a call may subscribe where nobody ever delivers
        self._waiting.append(notification)
        if self.on_waiting is not None:
            self.on_waiting()

    def _uuid(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def _delivery(self, notification: _Notification, now: float) -> Delivery:
        notification.attempts += 1
        if notification.first_sent_at is None:
            notification.first_sent_at = int(now)
        endpoint = notification.endpoint
        body = encode_json(self._envelope(notification)).encode()
        signature = () if endpoint.secret is None else (("X-Hub-Signature", sign(endpoint.secret, body)),)
        kind = "application/json"
        headers = Headers([("User-Agent", USER_AGENT), ("Accept", kind), ("Content-Type", kind), *signature])
        return Delivery(HttpRequest("POST", endpoint.url, headers, body), notification)

    def _envelope(self, notification: _Notification) -> dict[str, object]:
        return {
            "type": "notification_event",
            "app_id": self.app_id,
            "data": {"type": "notification_event_data", "item": notification.item},
            "links": {},
            "id": notification.id,
            "topic": notification.topic,
            "delivery_status": "pending",
            "delivery_attempts": notification.attempts,
            "delivered_at": 0,
            "first_sent_at": notification.first_sent_at,
            "created_at": int(notification.created_at),
            "self": None,
        }
