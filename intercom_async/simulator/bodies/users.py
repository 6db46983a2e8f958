"""Users and leads in bodies, as 1.x shows them."""

from typing import Final

from ...versions import V1_2, V1_4, Version
from ..people import Person
from ..world import World
from .attached import tag_list
from .contacts import visible_custom

#: Keys that stay null.
_NULLS: Final = ("referrer", "utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term", "do_not_track")
#: The name in 1.x of what is known of where somebody is, and that of the attribute.
_LOCATION: Final = {
    "city_name": "location.city",
    "continent_code": "location.continent_code",
    "country_code": "location.country_code",
    "country_name": "location.country",
    "postal_code": "location.postal_code",
    "region_name": "location.region",
    "timezone": "location.timezone",
}
_COORDINATES: Final = {"latitude": "location.latitude", "longitude": "location.longitude"}


def user_body(world: World, person: Person, version: Version) -> dict[str, object]:
    """Return *person* as 1.x shows a user or a lead."""
    get = person.fields.get
    return {
        "type": "user" if person.role == "user" else "contact",
        "id": person.id,
        "user_id": person.external_id or person.lead_id,
        "anonymous": person.role == "lead",
        "email": person.email,
        "phone": get("phone"),
        "name": get("name"),
        "pseudonym": None,
        "avatar": {"type": "avatar", "image_url": get("avatar")},
        "app_id": world.app_id,
        "companies": {"type": "company.list", "companies": _companies(world, person)},
        "location_data": _location(person, version),
        "last_request_at": get("last_seen_at"),
        "created_at": person.created_at,
        "remote_created_at": get("signed_up_at"),
        "signed_up_at": get("signed_up_at"),
        "updated_at": person.updated_at,
        "session_count": get("session_count", 0),
        "social_profiles": {"type": "social_profile.list", "social_profiles": []},
        **({"owner_id": get("owner_id")} if version >= V1_4 else {}),
        "unsubscribed_from_emails": get("unsubscribed_from_emails", False),
        "marked_email_as_spam": False,
        "has_hard_bounced": False,
        "tags": tag_list(world, person.id),
        "segments": {"type": "segment.list", "segments": []},
        "custom_attributes": visible_custom(world, person, version),
        **dict.fromkeys(_NULLS),
        **_personal(person, version),
    }


def _personal(person: Person, version: Version) -> dict[str, object]:
    """Return address and browser, which 1.2 took out of the answers: the keys stay, null."""
    shown = version < V1_2
    return {
        "last_seen_ip": person.fields.get("last_seen_ip") if shown else None,
        "user_agent_data": person.fields.get("user_agent_data") if shown else None,
    }


def _location(person: Person, version: Version) -> dict[str, object]:
    """Return where somebody is; the coordinates only up to 1.1."""
    if not any(name.startswith("location.") for name in person.fields):
        return {}
    names = {**_LOCATION, **_COORDINATES} if version < V1_2 else _LOCATION
    return {"type": "location_data", **{name: person.fields.get(stored) for name, stored in names.items()}}


def _companies(world: World, person: Person) -> list[dict[str, object]]:
    return [
        {"type": "company", "company_id": company.company_id, "id": company.id, "name": company.value("name")}
        for company in world.companies.of_person(person.id)
    ]
