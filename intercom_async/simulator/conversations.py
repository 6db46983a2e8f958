"""The conversations of the simulated workspace: who takes part, what was said, and how each stands."""

import heapq
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypeAlias

import attrs

from .ordered import By, Key, Ordered

#: What lists of conversations are sorted by.
SORTED_BY: Final = ("created_at", "updated_at", "waiting_since")
#: Ids count on from here; they have as many digits as the real ones, so that text sorts like the numbers.
_FIRST_CONVERSATION: Final = 10**10
_FIRST_MESSAGE: Final = 4 * 10**8
_FIRST_PART: Final = 7 * 10**8


@attrs.frozen
class Author:
    """Who wrote or did something: a ``person``, an ``admin`` or the ``bot``."""

    kind: str
    id: str


@attrs.frozen
class Assignee:
    """To whom something is assigned: an ``admin``, a ``team``, or ``nobody_admin`` without an id."""

    kind: str
    id: str | None


NOBODY: Final = Assignee("nobody_admin", None)


@attrs.frozen
class Attachment:
    """One file that came with a message."""

    name: str
    url: str
    content_type: str
    #: In bytes; nothing is fetched, so the size of a file that came as a URL is not known and 0.
    size: int = 0


@attrs.frozen
class Message:
    """What a conversation began with."""

    id: str
    author: Author
    #: As HTML.
    body: str
    subject: str = ""
    #: ``conversation``, ``email``, ``push``, ``facebook`` or ``twitter``.
    channel: str = "conversation"
    delivered_as: str = "customer_initiated"
    url: str | None = None
    attachments: tuple[Attachment, ...] = ()
    redacted: bool = False


@attrs.frozen
class Part:
    """One thing that was said or done in a conversation."""

    id: str
    kind: str
    author: Author
    created_at: int
    #: As HTML.
    body: str | None = None
    #: None when it changed no assignment.
    assigned_to: Assignee | None = None
    attachments: tuple[Attachment, ...] = ()
    #: The state of the conversation after it.
    state: str = "open"
    details: Mapping[str, object] | None = None
    metadata: Mapping[str, object] = attrs.Factory(dict[str, object])
    #: When it was changed, None when it never was.
    updated_at: int | None = None
    redacted: bool = False
    #: What became of it in a channel elsewhere, and whether a teammate was said to have seen it.
    send_state: str | None = None
    seen: bool = False


@attrs.frozen
class HandlingEvent:
    """A teammate paused or resumed work on a conversation."""

    kind: str
    admin_id: str
    at: int
    reason: str | None = None


@attrs.frozen
class SideConversation:
    """What teammates say to each other beside a conversation."""

    id: str
    parts: list[Part] = attrs.Factory(list[Part])


@attrs.frozen
class Deleted:
    """What is left of a conversation that was deleted by a call."""

    id: str
    at: int
    metrics_retained: bool


@attrs.frozen
class FirstReply:
    """When and where a customer wrote for the first time."""

    at: int
    channel: str
    url: str | None = None


@attrs.frozen
class Rating:
    """What a customer thought of a conversation."""

    rating: int
    remark: str | None
    #: When it was asked for.
    created_at: int
    customer_id: str
    teammate_id: str | None


@attrs.define(eq=False)
class Conversation:
    """One conversation; its sort keys change only inside `Conversations.changing`."""

    id: str
    source: Message
    created_at: int
    updated_at: int
    #: The ids of the people who take part; the first began it or was written to.
    customers: list[str]
    admin_id: str | None = None
    team_id: str | None = None
    open: bool = True
    snoozed_until: int | None = None
    read: bool = True
    #: Since when customers wait for an answer, None when the last word was a teammate's.
    waiting_since: int | None = None
    #: When a teammate had the last word.
    answered_at: int | None = None
    first_reply: FirstReply | None = None
    rating: Rating | None = None
    priority: str = "none"
    title: str | None = None
    #: The company that it is about.
    company_id: str | None = None
    custom: dict[str, object] = attrs.Factory(dict[str, object])
    parts: list[Part] = attrs.Factory(list[Part])
    handling: list[HandlingEvent] = attrs.Factory(list[HandlingEvent])
    sides: list[SideConversation] = attrs.Factory(list[SideConversation])
    #: The id of the conversation that this one was merged into.
    merged_into: str | None = None
    #: An outbound message that no customer answered yet, which is no conversation in 2.x.
    outbound: bool = False

    @property
    def state(self) -> str:
        """``open``, ``closed`` or ``snoozed``."""
        if self.snoozed_until is not None:
            return "snoozed"
        return "open" if self.open else "closed"

    @property
    def assignee(self) -> Assignee:
        """To whom it is assigned, as 1.x says it: a teammate before a team."""
        if self.admin_id is not None:
            return Assignee("admin", self.admin_id)
        return NOBODY if self.team_id is None else Assignee("team", self.team_id)

    @property
    def teammates(self) -> list[str]:
        """The ids of the teammates who did something in it, in the order of their first parts."""
        return list(dict.fromkeys(part.author.id for part in self.parts if part.author.kind == "admin"))

    def value(self, name: str) -> object:
        """Return one of `SORTED_BY`."""
        return getattr(self, name)


#: To whom a conversation goes: a condition, and a teammate or a team.
AssignmentRule: TypeAlias = tuple[Callable[[Conversation], bool], Assignee]


class Conversations:
    """Every conversation, by id and by person, in the usual sort orders."""

    __slots__ = (
        *("_by_id", "_count", "_messages", "_of_person", "_ordered", "_outbound", "_parts", "_snoozed"),
        *("deleted", "revision", "rules"),
    )

    def __init__(self) -> None:
        #: Tried in their order by what runs the assignment rules.
        self.rules: list[AssignmentRule] = []
        #: What calls deleted, in the order of deleting.
        self.deleted: list[Deleted] = []
        #: What changes with every conversation.
        self.revision: int = 0
        self._count, self._messages, self._parts = _FIRST_CONVERSATION, _FIRST_MESSAGE, _FIRST_PART
        self._by_id: dict[str, Conversation] = {}
        self._of_person: dict[str, dict[str, Conversation]] = {}
        self._ordered = {name: Ordered[Conversation](By(name)) for name in SORTED_BY}
        #: The ids of those that 2.x does not show.
        self._outbound: set[str] = set()
        #: A heap of when to wake which; what is no longer so is left out when its time comes.
        self._snoozed: list[tuple[int, str]] = []

    @property
    def begun(self) -> int:
        """How many there are without the outbound messages that nobody answered."""
        return len(self._by_id) - len(self._outbound)

    def __len__(self) -> int:
        """Count all, the outbound messages that nobody answered too."""
        return len(self._by_id)

    def __iter__(self) -> Iterator[Conversation]:
        """Yield those that 2.x shows, in the order in which they began."""
        return (conversation for conversation in self._by_id.values() if not conversation.outbound)

    def get(self, conversation_id: str) -> Conversation | None:
        """Return the conversation with this id."""
        return self._by_id.get(conversation_id)

    def of_person(self, person_id: str) -> list[Conversation]:
        """Return the conversations that a person takes part in, in the order of joining them."""
        return list(self._of_person.get(person_id, {}).values())

    def in_order(self, name: str, *, after: Key | None = None, descending: bool = False) -> Iterator[Conversation]:
        """Yield all by one of `SORTED_BY`, beginning behind the key *after*."""
        part = self._ordered[name]
        return part.below(after) if descending else part.above(after)

    def between(self, name: str, first: float, after: float) -> Iterator[Conversation]:
        """Yield those whose instant *name* is from *first* to before *after*."""
        return self._ordered[name].between(first, after)

    def conversation_id(self) -> str:
        """Return the id of a new conversation."""
        self._count += 1
        return str(self._count)

    def message_id(self) -> str:
        """Return the id of a new message."""
        self._messages += 1
        return str(self._messages)

    def begin(self, source: Message, customers: list[str], now: int, *, outbound: bool = False) -> Conversation:
        """Make a conversation of its first message."""
        conversation = Conversation(self.conversation_id(), source, now, now, [], outbound=outbound)
        self._by_id[conversation.id] = conversation
        for person_id in customers:
            self.join(conversation, person_id)
        self._index(conversation)
        return conversation

    def join(self, conversation: Conversation, person_id: str) -> None:
        """Let somebody take part, once."""
        if person_id not in conversation.customers:
            conversation.customers.append(person_id)
            self._of_person.setdefault(person_id, {})[conversation.id] = conversation

    def leave(self, conversation: Conversation, person_id: str) -> None:
        """Let a participant take part no longer."""
        self.touch()
        conversation.customers.remove(person_id)
        del self._of_person[person_id][conversation.id]

    def delete(self, conversation: Conversation) -> None:
        """Forget a conversation."""
        self._unindex(conversation)
        for person_id in list(conversation.customers):
            self.leave(conversation, person_id)
        del self._by_id[conversation.id]

    @contextmanager
    def changing(self, conversation: Conversation, now: int) -> Generator[Conversation]:
        """Let the block change a conversation, and note the time."""
        self._unindex(conversation)
        conversation.updated_at = now
        try:
            yield conversation
        finally:
            self._index(conversation)

    def touch(self) -> None:
        """Note that something changed that is attached to conversations."""
        self.revision += 1

    def part_id(self) -> str:
        """Return the id of a new part."""
        self._parts += 1
        return str(self._parts)

    def add_part(self, conversation: Conversation, part: Part) -> None:
        """Add what was said or done, under a new id, with the state that the conversation has now."""
        conversation.parts.append(attrs.evolve(part, id=self.part_id(), state=conversation.state))

    def due(self, now: int) -> Iterator[tuple[int, Conversation]]:
        """Yield when which snoozed conversations are to wake up to *now*, in order."""
        while self._snoozed and self._snoozed[0][0] <= now:
            until, conversation_id = heapq.heappop(self._snoozed)
            conversation = self._by_id.get(conversation_id)
            if conversation is not None and conversation.snoozed_until == until:
                yield until, conversation

    def forget(self, person_id: str) -> None:
        """Take somebody deleted out of their conversations; one in which nobody is left goes with them."""
        for conversation in self.of_person(person_id):
            if conversation.customers == [person_id]:
                self.delete(conversation)
            else:
                self.leave(conversation, person_id)

    def move(self, source: str, target: str) -> None:
        """Let the conversations of one person be another one's."""
        for conversation in self.of_person(source):
            at = conversation.customers.index(source)
            self.leave(conversation, source)
            if target not in conversation.customers:
                conversation.customers.insert(at, target)
                self._of_person.setdefault(target, {})[conversation.id] = conversation
            _rename(conversation, Author("person", source), Author("person", target))
            self.touch()

    def _index(self, conversation: Conversation) -> None:
        self.touch()
        for part in self._ordered.values():
            part.add(conversation)
        if conversation.outbound:
            self._outbound.add(conversation.id)
        if conversation.snoozed_until is not None:
            heapq.heappush(self._snoozed, (conversation.snoozed_until, conversation.id))

    def _unindex(self, conversation: Conversation) -> None:
        self.touch()
        for part in self._ordered.values():
            part.remove(conversation)
        self._outbound.discard(conversation.id)


def _rename(conversation: Conversation, before: Author, after: Author) -> None:
    """Let what one wrote be written by another."""
    if conversation.source.author == before:
        conversation.source = attrs.evolve(conversation.source, author=after)
    conversation.parts = [
        attrs.evolve(part, author=after) if part.author == before else part for part in conversation.parts
    ]
