"""What conversations are measured by: times of replies, assignments and closes, and how many there were."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from typing import Final

from .conversations import NOBODY, Conversation, HandlingEvent, Part
from .filters import Getter

_Times = Callable[[Conversation], Iterator[int]]

#: Parts in which a customer wrote; one that opens is a comment too.
_SAID: Final = frozenset({"comment", "open"})
_REOPENED: Final = frozenset({"open", "assign_and_reopen"})


def _later(conversation: Conversation, fits: Callable[[Part], bool]) -> Iterator[Part]:
    """Yield the parts that fit, since a customer first wrote."""
    first = conversation.first_reply
    return (part for part in conversation.parts if first is not None and part.created_at >= first.at and fits(part))


def _is_admin_reply(part: Part) -> bool:
    return part.author.kind == "admin" and part.kind == "comment"


def _is_assignment(part: Part) -> bool:
    return part.assigned_to is not None and part.assigned_to != NOBODY


def _is_close(part: Part) -> bool:
    return part.kind == "close"


def _times(fits: Callable[[Part], bool]) -> _Times:
    return lambda conversation: (part.created_at for part in _later(conversation, fits))


_admin_replies: Final = _times(_is_admin_reply)
_assignments: Final = _times(_is_assignment)
_closes: Final = _times(_is_close)


def _contact_replies(conversation: Conversation) -> Iterator[int]:
    """Yield when customers wrote, the first message among them."""
    if conversation.first_reply is not None:
        yield conversation.first_reply.at
    yield from _times(lambda part: part.author.kind == "person" and part.kind in _SAID)(conversation)


def _first(times: _Times) -> Getter:
    return lambda conversation: next(times(conversation), None)


def _last(times: _Times) -> Getter:
    return lambda conversation: max(times(conversation), default=None)


def _until(end: Getter) -> Getter:
    """Return what takes the seconds from the first message of a customer to *end*."""

    def seconds(conversation: Conversation) -> int | None:
        at = end(conversation)
        return at - conversation.first_reply.at if isinstance(at, int) and conversation.first_reply else None

    return seconds


def _assigned_before_reply(conversation: Conversation) -> int | None:
    """Return when it was last assigned before a teammate first answered."""
    reply = next(_admin_replies(conversation), None)
    return max((at for at in _assignments(conversation) if reply is None or at <= reply), default=None)


def _reply_to_assignment(conversation: Conversation) -> int | None:
    """Return when a teammate first answered since it was last assigned."""
    assigned = max(_assignments(conversation), default=None)
    replies = _admin_replies(conversation)
    return next((at for at in replies if assigned is not None and at >= assigned), None)


def _median_reply(conversation: Conversation) -> int | None:
    """Return the seconds that answers usually took."""
    written = sorted(_contact_replies(conversation))
    waits = [at - written[bisect_right(written, at) - 1] for at in _admin_replies(conversation)]
    return int(median(waits)) if waits else None


def _closed_by(conversation: Conversation) -> str | None:
    closes = [part.author.id for part in _later(conversation, _is_close)]
    return closes[-1] if closes else None


def _count(fits: Callable[[Part], bool]) -> Getter:
    return lambda conversation: sum(1 for _ in _later(conversation, fits))


def team_responses(conversation: Conversation) -> list[tuple[str, int]]:
    """Return the teams that it was assigned to, each with the seconds until a teammate first answered then."""
    first: dict[str, int] = {}
    for part in _later(conversation, _is_assignment):
        if part.assigned_to is not None and part.assigned_to.kind == "team" and part.assigned_to.id is not None:
            reply = next((at for at in _admin_replies(conversation) if at >= part.created_at), None)
            if reply is not None:
                first.setdefault(part.assigned_to.id, reply - part.created_at)
    return list(first.items())


def handling_times(conversation: Conversation) -> tuple[int | None, int | None]:
    """Return the seconds from the first assignment to the last close, and those without the pauses of teammates."""
    begin, end = next(_assignments(conversation), None), max(_closes(conversation), default=None)
    if begin is None or end is None or end < begin:
        return None, None
    idle, paused_at = 0, None
    for event in [*conversation.handling, HandlingEvent("resumed", "", end)]:
        at = min(max(event.at, begin), end)
        if event.kind == "paused":
            paused_at = at if paused_at is None else paused_at
        elif paused_at is not None:
            idle, paused_at = idle + at - paused_at, None
    return end - begin, end - begin - idle


#: By name: the type to search by, and the value; what cannot be said is None.
STATISTICS: Final[Mapping[str, tuple[str, Getter]]] = {
    "time_to_assignment": ("integer", _until(_assigned_before_reply)),
    "time_to_admin_reply": ("integer", _until(_first(_admin_replies))),
    "time_to_first_close": ("integer", _until(_first(_closes))),
    "time_to_last_close": ("integer", _until(_last(_closes))),
    "median_time_to_reply": ("integer", _median_reply),
    "first_contact_reply_at": ("second", _first(_contact_replies)),
    "first_assignment_at": ("second", _first(_assignments)),
    "first_admin_reply_at": ("second", _first(_admin_replies)),
    "first_close_at": ("second", _first(_closes)),
    "last_assignment_at": ("second", _last(_assignments)),
    "last_assignment_admin_reply_at": ("second", _reply_to_assignment),
    "last_contact_reply_at": ("second", _last(_contact_replies)),
    "last_admin_reply_at": ("second", _last(_admin_replies)),
    "last_close_at": ("second", _last(_closes)),
    "last_closed_by_id": ("string", _closed_by),
    "count_reopens": ("integer", _count(lambda part: part.kind in _REOPENED)),
    "count_assignments": ("integer", _count(_is_assignment)),
    "count_conversation_parts": ("integer", lambda conversation: len(conversation.parts)),
}
