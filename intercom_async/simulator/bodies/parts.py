"""What the conversations of 1.x and 2.x have in common in bodies: parts, authors, assignees and files."""

from collections.abc import Callable
from typing import Final, TypeAlias

from ...versions import PREVIEW, V1_3, V2_0, V2_2, V2_6, V2_12, V2_13, Version
from ..conversations import Assignee, Attachment, Author, Conversation, Part
from ..world import World

#: What becomes of texts: nothing, or plain text of HTML.
Words: TypeAlias = Callable[[str], str]

#: How many of the newest parts are shown.
SHOWN_PARTS: Final = 500
#: The kinds of parts that every version knows; 2.6 brought the others.
_KINDS: Final = frozenset({
    "comment", "note", "note_and_reopen", "assignment", "open", "close", "away_mode_assignment", "participant_added",
    "participant_removed", "conversation_rating_changed", "conversation_rating_remark_added", "snoozed", "unsnoozed",
    "assign_and_unsnooze", "timer_unsnooze",
})  # fmt: skip
#: What the newer kinds were called before.
_BEFORE: Final = {"assign_and_reopen": "assignment", "default_assignment": "assignment"}


def part_list(world: World, conversation: Conversation, version: Version, words: Words) -> dict[str, object]:
    """Return the newest parts, oldest first."""
    shown = conversation.parts[-SHOWN_PARTS:]
    return {
        "type": "conversation_part.list",
        "conversation_parts": [part_body(world, part, version, words) for part in shown],
        "total_count": len(conversation.parts),
    }


def part_body(world: World, part: Part, version: Version, words: Words) -> dict[str, object]:
    """Return one part; what a call said of it in Preview only where one did."""
    details: dict[str, object] = {
        "metadata": part.metadata,
        "email_message_metadata": None,
        "state": part.state,
        "tags": [],
        "event_details": part.details,
        "app_package_code": None,
    }
    told: dict[str, object] = {
        **({"external_reply_send_state": part.send_state} if part.send_state is not None else {}),
        **({"seen_state": {"admin_seen": True}} if part.seen else {}),
    }
    return {
        "type": "conversation_part",
        "id": part.id,
        "part_type": _kind(part, version),
        "body": None if part.body is None else words(part.body),
        "created_at": part.created_at,
        "updated_at": part.created_at if part.updated_at is None else part.updated_at,
        "notified_at": part.created_at,
        "assigned_to": None if part.assigned_to is None else reference(part.assigned_to),
        "author": author_body(world, part.author, version),
        "attachments": [attachment_body(attachment) for attachment in part.attachments],
        "external_id": None,
        **({"redacted": part.redacted} if version >= V2_2 else {}),
        **(details if version >= V2_13 else {}),
        **(told if version >= PREVIEW else {}),
    }


def _kind(part: Part, version: Version) -> str:
    """Return what *version* calls a kind of part; up to 2.5 whatever is newer is a comment."""
    if version >= V2_6 or part.kind in _KINDS:
        return part.kind
    return _BEFORE.get(part.kind, "comment")


def author_body(world: World, author: Author, version: Version) -> dict[str, object]:
    """Return who wrote something; from 1.3 on with name and e-mail, which are empty where there are none."""
    kind, name, email = described(world, author, version)
    if version < V1_3:
        return {"type": kind, "id": author.id}
    no_name = None if version >= V2_0 else ""
    return {"type": kind, "id": author.id, "name": name or no_name, "email": email or ""}


def described(world: World, author: Author, version: Version) -> tuple[str, str | None, str | None]:
    """Return the type, name and e-mail of an author."""
    if author.kind == "bot":
        return "bot", "Fin" if version >= V2_12 else "Operator", f"operator+{world.app_id}@intercom.io"
    if author.kind == "admin":
        admin = world.admin(author.id)
        return ("admin", None, None) if admin is None else ("admin", admin.name, admin.email)
    person = world.people.get(author.id)
    if person is None:
        return "user", None, None
    name = person.fields.get("name")
    return person.role, None if name is None else str(name), person.email


def customers(world: World, conversation: Conversation) -> list[dict[str, object]]:
    """Return who takes part, as users and leads."""
    return [{"type": person.role, "id": person.id} for person in world.people.all_of(conversation.customers)]


def reference(assignee: Assignee) -> dict[str, object]:
    """Return to whom something is assigned."""
    return {"type": assignee.kind, "id": assignee.id}


def attachment_body(attachment: Attachment) -> dict[str, object]:
    """Return a file that came with a message; the size of pictures is not known."""
    return {
        "type": "upload",
        "name": attachment.name,
        "url": attachment.url,
        "content_type": attachment.content_type,
        "filesize": attachment.size,
        "width": 0,
        "height": 0,
    }
