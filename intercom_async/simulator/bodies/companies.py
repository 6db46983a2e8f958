"""Companies in bodies."""

from typing import Final

from ...versions import PREVIEW, V2_6, Version
from ..call import Call
from ..companies import Company
from ..world import World
from .attached import note_body, segment_list, tag_list

#: Keys that are absent, not null, while nothing is set.
_ABSENT: Final = ("last_request_at", "size", "website", "industry")


def company_body(world: World, call: Call, company: Company) -> dict[str, object]:
    """Return *company* as the version of *call* shows it."""
    get = company.fields.get
    plan = get("plan")
    return {
        "type": "company",
        "company_id": company.company_id,
        "id": company.id,
        "app_id": world.app_id,
        **({} if get("name") is None else {"name": get("name")}),
        "remote_created_at": get("remote_created_at", company.created_at),
        "created_at": company.created_at,
        "updated_at": company.updated_at,
        **{name: get(name) for name in _ABSENT if name in company.fields},
        "monthly_spend": get("monthly_spend", 0),
        "session_count": get("session_count", 0),
        "user_count": world.companies.count(company),
        "tags": tag_list(world, company.id),
        "segments": segment_list(world, company, call.version, call.second),
        **_notes(world, company, call.version),
        "plan": {} if plan is None else {"type": "plan", "id": world.companies.plan_id(str(plan)), "name": plan},
        "custom_attributes": company.custom,
    }


def _notes(world: World, company: Company, version: Version) -> dict[str, object]:
    if version < PREVIEW:
        return {}
    notes = world.notes.about(company.id)
    return {
        "notes": {
            "type": "note.list",
            "data": [note_body(world, note, version) for note in notes[:10]],
            "url": f"/companies/{company.id}/notes",
            "total_count": len(notes),
            "has_more": len(notes) > 10,
        }
    }


def deleted_company(company: Company, version: Version) -> dict[str, object]:
    """Return what a deletion answers; up to 2.5 ``deleted`` is text."""
    deleted: object = True if version >= V2_6 else "true"
    return {"id": company.id, "object": "company", "deleted": deleted}
