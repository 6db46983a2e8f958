"""What may be attached to people and companies, in bodies: tags, segments, notes, subscriptions and short lists."""

from collections.abc import Sequence
from typing import Final

from ...versions import V2_0, V2_15, Version
from ..notes import Note
from ..segments import Segment, Subject
from ..subscriptions import Subscription
from ..tags import Applied, Tag
from ..world import World
from .admins import author_body

#: Of what is attached to a contact, a contact's body shows this many.
SHOWN: Final = 10


def tag_body(tag: Tag) -> dict[str, object]:
    """Return a tag by itself."""
    return {"type": "tag", "id": tag.id, "name": tag.name}


def applied_body(applied: Applied) -> dict[str, object]:
    """Return a tag on something."""
    return {
        **tag_body(applied.tag),
        "applied_at": applied.at,
        "applied_by": {"type": "admin", "id": applied.by},
    }


def tag_list(world: World, object_id: str) -> dict[str, object]:
    """Return the tags of a 1.x user or of a company."""
    return {"type": "tag.list", "tags": [tag_body(applied.tag) for applied in world.tags.on(object_id)]}


def segment_body(segment: Segment, version: Version, *, count: int | None = None) -> dict[str, object]:
    """Return a segment; in 1.x its contacts are called leads."""
    people = "lead" if version < V2_0 and segment.person_type == "contact" else segment.person_type
    return {
        "type": "segment",
        "id": segment.id,
        "name": segment.name,
        "created_at": segment.created_at,
        "updated_at": segment.created_at,
        "person_type": people,
        **({} if count is None else {"count": count}),
    }


def segment_list(world: World, subject: Subject, version: Version, now: int) -> dict[str, object]:
    """Return the segments of a company: in 1.x only their ids."""
    found = world.segments.of(subject, now)
    if version < V2_0:
        return {"type": "segment.list", "segments": [{"type": "segment", "id": segment.id} for segment in found]}
    return {"type": "segment.list", "segments": [segment_body(segment, version) for segment in found]}


def note_body(world: World, note: Note, version: Version) -> dict[str, object]:
    """Return a note: about a user in 1.x, about a contact or, from 2.15 on, a company in 2.x."""
    admin = world.admin(note.author_id)
    author = {} if admin is None else {"author": author_body(admin)}
    about = "user" if version < V2_0 else note.about
    return {
        "type": "note",
        "id": note.id,
        "created_at": note.created_at,
        about: {"type": about, "id": note.about_id},
        **author,
        "body": note.body,
    }


def shows_note(note: Note, version: Version) -> bool:
    """Say whether *version* knows notes of this kind."""
    return note.about == "contact" or version >= V2_15


def subscription_body(subscription: Subscription) -> dict[str, object]:
    """Return a subscription type."""
    translation = {"name": subscription.name, "description": "What is new", "locale": "en"}
    return {
        "type": "subscription",
        "id": subscription.id,
        "state": "live",
        "consent_type": subscription.consent_type,
        "default_translation": translation,
        "translations": [translation],
        "content_types": [subscription.content_type],
    }


_ROOTS: Final = {"tag": "tags", "note": "notes", "company": "companies", "subscription": "subscription_types"}


def short_list(person_id: str, what: str, kind: str, ids: Sequence[str], *, typed: bool = True) -> dict[str, object]:
    """Return what a contact's body shows of something attached: at most `SHOWN` of it, and where the rest is."""
    data = [{**({"type": kind} if typed else {}), "id": each, "url": f"/{_ROOTS[kind]}/{each}"} for each in ids[:SHOWN]]
    return {
        "type": "list",
        "data": data,
        "url": f"/contacts/{person_id}/{what}",
        "total_count": len(ids),
        "has_more": len(ids) > SHOWN,
    }
