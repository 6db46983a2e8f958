"""Merging contacts, what a merge would do, whom one was merged from, and the feed of what happened to contacts."""

import base64
import binascii
from itertools import islice
from typing import Any, Final

from ...versions import V2_16
from ..bodies.contacts import contact_body, merge_history
from ..call import Call, Problem, Reply, invalid, missing, not_found, whole
from ..history import Activity
from ..merging import Refusal, merged_changes, refusal
from ..pages import bad_cursor
from ..people import Person
from ..routes import Routes
from ..world import World
from ..writing import as_id, truth

routes: Final = Routes()


@routes("contacts.merge", writes=True)
def merge(world: World, call: Call) -> Reply:
    """Merge a lead into a user, who stays; from 2.16 on only duplicates unless told otherwise."""
    source, target = _pair(world, call)
    refused = refusal(source, target, any_pair=call.version < V2_16 or _any_pair(call))
    if refused is not None:
        failure = "duplicate validation failed" if refused.code == "no_shared_identifier" else _role_failure(source)
        world.activities.note(
            "contact.merge_failed", call.second, source.id, merged=(source.id, target.id), failure=failure
        )
        raise _merge_problem(refused)
    world.merge_people(source, target, merged_changes(source, target), call.second)
    return Reply(contact_body(world, call, target))


def _role_failure(source: Person) -> str:
    return f"Merge source_user cannot have role='{source.role}_role'"


def _merge_problem(refused: Refusal) -> Problem:
    if refused.code == "invalid_merge_role_pair":
        return invalid(refused.message)
    message = (
        "Contacts can only be merged when they are duplicates (matching email or phone)."
        " Pass skip_duplicate_validation=true to override this check."
    )
    return Problem(400, "invalid_merge", message)


@routes("contacts.preview_merge")
def preview_merge(world: World, call: Call) -> Reply:
    """Answer what a merge would change, and change nothing."""
    source, target = _pair(world, call)
    refused = refusal(source, target, any_pair=_any_pair(call))
    if refused is not None:
        return Reply({"allowed": False, "reasons": [{"code": refused.code, "message": refused.message}]})
    changes = _attribute_changes(world, source, target)
    counts = {
        "conversations": tuple(len(world.conversations.of_person(each.id)) for each in (source, target)),
        "tags": (len(world.tags.on(source.id)), len(world.tags.on(target.id))),
        "notes": (len(world.notes.about(source.id)), len(world.notes.about(target.id))),
    }
    reassigned = {name: {"from": mine, "into": yours} for name, (mine, yours) in counts.items() if mine}
    summary = {
        "attribute_changes": {"attributes": changes[:50], "total_count": len(changes)},
        "reassignments": reassigned,
    }
    return Reply({"allowed": True, "summary": summary})


@routes("contacts.list_merge_history")
def list_merge_history(world: World, call: Call) -> Reply:
    """Answer a page of those who were merged into a user, newest first."""
    person = world.people.get(call.params["contact_id"])
    if person is None or person.archived or person.role != "user":
        raise not_found("Contact not found")
    items = merge_history(world, person)
    if call.query.get("order", "desc") != "asc":
        items.reverse()
    per_page = call.page_number("per_page", 50, 150)
    first = _decode(call.query.get("cursor"))
    shown = items[first : first + per_page]
    more = first + per_page < len(items)
    following = {"next_cursor": _encode(first + per_page)} if more else {}
    return Reply({"type": "list", "data": shown, **following, "has_more": more})


@routes("contacts.list_activities")
def list_activities(world: World, call: Call) -> Reply:
    """Answer a page of what happened to contacts, oldest first."""
    per_page = call.page_number("per_page", 50, 150)
    after = call.query.get("starting_after") or "0.0"
    try:
        number = int(after.partition(".")[2], 16)
    except ValueError:
        raise bad_cursor() from None
    found = list(islice(world.activities.after(number), per_page + 1))
    shown = found[:per_page]
    following: dict[str, object] = {"next": {"starting_after": shown[-1].id}} if len(found) > per_page else {}
    pages = {"type": "pages", "per_page": per_page, **following}
    return Reply({"type": "list", "data": [_activity(activity) for activity in shown], "pages": pages})


def _pair(world: World, call: Call) -> tuple[Person, Person]:
    found: list[Person] = []
    for key in ("from", "into"):
        person_id = as_id(call.body.get(key), key)
        if person_id is None:
            raise missing(key)
        person = world.people.get(person_id)
        if person is None or person.archived:
            raise not_found("User Not Found")
        found.append(person)
    return found[0], found[1]


def _any_pair(call: Call) -> bool:
    value = call.body.get("skip_duplicate_validation")
    return value is not None and truth(value, "skip_duplicate_validation") is True


def _attribute_changes(world: World, source: Person, target: Person) -> list[dict[str, Any]]:
    """Return one entry for every attribute that the lead has: taken over, dropped or combined."""
    names: list[str] = [*source.fields, *(["email"] if source.email else [])]
    pairs = [(name, source.value(name), target.value(name)) for name in names]
    pairs += [(f"custom_attributes.{name}", value, target.custom.get(name)) for name, value in source.custom.items()]
    changes = [_change(name, mine, yours) for name, mine, yours in pairs if mine != yours]
    mine, yours = ([company.value("name") for company in world.companies.of_person(p.id)] for p in (source, target))
    if mine:
        combined = [*yours, *(name for name in mine if name not in yours)]
        changes.append({
            "field": "companies",
            "outcome": "merged",
            "from_value": mine,
            "into_value": yours,
            "new_into_value": combined,
        })  # fmt: skip
    return changes


def _change(name: str, mine: object, yours: object) -> dict[str, Any]:
    if yours is None:
        return {"field": name, "outcome": "adopted", "from_value": mine, "new_into_value": mine}
    return {
        "field": name,
        "outcome": "discarded",
        "from_value": mine,
        "into_value": yours,
        "new_into_value": yours,
    }


def _encode(first: int) -> str:
    return base64.urlsafe_b64encode(f"{first}".encode()).decode()


def _decode(text: str | None) -> int:
    if not text:
        return 0
    try:
        first = whole(base64.urlsafe_b64decode(text).decode())
    except (binascii.Error, ValueError):
        first = None
    if first is None or first < 0:
        raise bad_cursor()
    return first


def _activity(activity: Activity) -> dict[str, Any]:
    known = {
        "external_id": activity.external_id,
        "role": activity.role,
        "merge_source_id": activity.source_id,
        "merge_target_id": activity.target_id,
        "failure_reason": activity.failure,
    }
    return {
        "type": "contact_activity",
        "id": activity.id,
        "event_type": activity.kind,
        "contact_id": activity.person_id,
        **{name: value for name, value in known.items() if value is not None},
        "created_at": activity.at,
    }
