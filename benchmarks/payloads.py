"""What the server answers: contacts of 2.5 kB with 54 keys, seven of which no schema declares, each one different."""

import json
import random
from collections.abc import Sequence
from typing import Any, Final

#: The largest page that Intercom gives.
PAGE: Final = 150
#: Of a page with odd contacts, one in so many has keys as no other has.
ODD: Final = 20

_EPOCH: Final = 1_700_000_000
_FIRST: Final = (
    "Ada",
    "Grace",
    "Edsger",
    "Barbara",
    "Alan",
    "Radia",
    "Donald",
    "Frances",
    "Ken",
    "Hedy",
    "Zoë",
    "Søren",
)
_LAST: Final = ("Lovelace", "Hopper", "Dijkstra", "Liskov", "Turing", "Perlman", "Knuth", "Allen", "Thompson", "Müller")
_CITIES: Final = (
    ("Ireland", "IE", "Leinster", "Dublin", "EU"),
    ("Germany", "DE", "Land Berlin", "Berlin", "EU"),
    ("United States", "US", "California", "San Francisco", "NA"),
    ("Japan", "JP", "Tokyo", "Shibuya", "AS"),
    ("Brazil", "BR", "Rio de Janeiro", "Niterói", "SA"),
)
_TAGS: Final = ("vip", "newsletter", "beta", "churn-risk", "partner")


def contact(number: int, *, odd: bool = False) -> dict[str, Any]:
    """Return contact *number* as the API answers it; about three fifths of what may be null is not.

    An *odd* one lacks some keys and has one more, so that hardly any other has the same keys.
    """
    some = random.Random(number)
    made = _identity(number, some) | _activity(some) | _devices(some) | _lists(number, some) | _undeclared(some)
    if odd:
        for key in some.sample(sorted(made.keys() - {"type", "id"}), 5):
            del made[key]
        made[f"legacy_{number}"] = some.random()
    return made


def _identity(number: int, some: random.Random) -> dict[str, Any]:
    first, last = some.choice(_FIRST), some.choice(_LAST)
    host = f"company{some.randrange(4000)}.example.com"
    return {
        "type": "contact",
        "id": _hex(some, 24),
        "workspace_id": "w8k2q9zr",
        "external_id": str(100_000 + number),
        "role": "user" if some.random() < 0.8 else "lead",
        "email": f"{first.lower()}.{last.lower()}{number}@{host}",
        "phone": _maybe(some, 0.5, f"+3531{some.randrange(10**7):07}"),
        "name": f"{first} {last}",
        "avatar": _maybe(
            some, 0.6, {"type": "avatar", "image_url": f"https://static.example.com/avatars/{number}.png"}
        ),
        "owner_id": _maybe(some, 0.6, some.randrange(1000, 9999)),
        "social_profiles": {"type": "list", "data": _profiles(first + last, some)},
        "has_hard_bounced": some.random() < 0.05,
        "marked_email_as_spam": False,
        "unsubscribed_from_emails": some.random() < 0.2,
    }


def _profiles(name: str, some: random.Random) -> list[dict[str, Any]]:
    found = ("Twitter", "LinkedIn")[: some.randrange(3)]
    sites = [(site, site.lower()) for site in found]
    return [{"type": "social_profile", "name": n, "url": f"https://{host}.example/{name}"} for n, host in sites]


def _activity(some: random.Random) -> dict[str, Any]:
    created = _EPOCH + some.randrange(30_000_000)
    seen = created + some.randrange(20_000_000)
    return {
        "created_at": created,
        "updated_at": seen,
        "signed_up_at": _maybe(some, 0.8, created),
        "last_seen_at": _maybe(some, 0.8, seen),
        "last_replied_at": _maybe(some, 0.5, seen - some.randrange(10**6)),
        "last_contacted_at": _maybe(some, 0.7, seen - some.randrange(10**6)),
        "last_email_opened_at": _maybe(some, 0.6, seen - some.randrange(10**6)),
        "last_email_clicked_at": _maybe(some, 0.4, seen - some.randrange(10**6)),
        "language_override": _maybe(some, 0.3, "en"),
        "browser": _maybe(some, 0.8, some.choice(("chrome", "firefox", "safari"))),
        "browser_version": _maybe(
            some, 0.8, f"{some.randrange(90, 140)}.0.{some.randrange(9000)}.{some.randrange(99)}"
        ),
        "browser_language": _maybe(some, 0.8, some.choice(("en", "de", "ja", "pt-BR"))),
        "os": _maybe(some, 0.8, some.choice(("OS X 10.15.7", "Windows 10", "Linux", "iOS 17.5"))),
        "location": _location(some),
    }


def _location(some: random.Random) -> dict[str, Any]:
    country, code, region, city, continent = some.choice(_CITIES)
    return {
        "type": "location",
        "country": country,
        "region": region,
        "city": city,
        "country_code": code,
        "continent_code": continent,
    }


def _devices(some: random.Random) -> dict[str, Any]:
    seen = _EPOCH + some.randrange(50_000_000)
    android = ("Acme", f"5.{some.randrange(40)}.0", "Pixel 8", "14", f"15.{some.randrange(20)}.1", seen)
    ios = (
        "Acme",
        f"5.{some.randrange(40)}.1",
        "iPhone15,2",
        f"17.{some.randrange(6)}",
        f"16.{some.randrange(20)}.0",
        seen,
    )
    names = ("app_name", "app_version", "device", "os_version", "sdk_version", "last_seen_at")
    nothing = (None,) * len(names)
    by_system = {"android": _maybe(some, 0.4, android) or nothing, "ios": _maybe(some, 0.5, ios) or nothing}
    return {
        f"{system}_{name}": value
        for system, values in by_system.items()
        for name, value in zip(names, values, strict=True)
    }


def _lists(number: int, some: random.Random) -> dict[str, Any]:
    attributes = {
        "plan": some.choice(("free", "team", "enterprise")),
        "seats": some.randrange(1, 500),
        "trial": some.random() < 0.3,
        "monthly_spend": some.randrange(100_000) / 100,
        "onboarded_at": _EPOCH + some.randrange(10**7),
        "account_manager": _maybe(some, 0.5, f"{some.choice(_FIRST)} {some.choice(_LAST)}"),
    }
    return {
        "custom_attributes": attributes,
        "tags": _references(number, "tags", "tag", some.randrange(4), some),
        "notes": _references(number, "notes", "note", some.randrange(2), some),
        "companies": _references(number, "companies", "company", some.randrange(3), some),
        "opted_out_subscription_types": _references(number, "subscriptions", "subscription", 0, some),
        "opted_in_subscription_types": _references(number, "subscriptions", "subscription", some.randrange(2), some),
        "enabled_push_messaging": _maybe(some, 0.5, True),  # noqa: FBT003  # the value of a field
    }


def _references(number: int, path: str, kind: str, count: int, some: random.Random) -> dict[str, Any]:
    ids = [str(some.randrange(10**6, 10**7)) for _ in range(count)]
    return {
        "type": "list",
        "data": [{"id": each, "type": kind, "url": f"/{path}/{each}"} for each in ids],
        "url": f"/contacts/{number:024x}/{path}",
        "total_count": count,
        "has_more": False,
    }


def _undeclared(some: random.Random) -> dict[str, Any]:
    """Return fields as a newer API could add them."""
    return {
        "time_zone": some.choice(("Europe/Dublin", "Asia/Tokyo", "America/Los_Angeles")),
        "lifecycle_stage": some.choice(("trial", "active", "dormant")),
        "visit_count": some.randrange(1, 900),
        "health_score": _maybe(some, 0.6, some.randrange(1000) / 10),
        "consents": {"type": "consents", "whatsapp": None, "voice": some.random() < 0.2},
        "labels": some.sample(_TAGS, some.randrange(3)),
        "preferred_channel": _maybe(some, 0.6, "email"),
    }


def _maybe(some: random.Random, chance: float, value: Any) -> Any:
    return value if some.random() < chance else None


def _hex(some: random.Random, digits: int) -> str:
    return f"{some.getrandbits(4 * digits):0{digits}x}"


def encode(value: object) -> bytes:
    """Return *value* as JSON as servers write it: no white space, text as it is."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def items(start: int, count: int = PAGE, *, odd: bool = False) -> list[dict[str, Any]]:
    """Return *count* contacts from number *start* on; one in `ODD` of them *odd*, if so."""
    return [contact(start + index, odd=odd and index % ODD == ODD // 2) for index in range(count)]


def page(contacts: Sequence[dict[str, Any]], *, number: int = 1, pages: int = 1, per_page: int = PAGE) -> bytes:
    """Return a page of a list of contacts as the API answers it."""
    return framed(encode(list(contacts)), number=number, pages=pages, per_page=per_page)


def framed(data: bytes, *, number: int, pages: int, per_page: int = PAGE) -> bytes:
    """Return *data*, an array of contacts as JSON, as page *number* of *pages*."""
    following = {"page": number + 1, "starting_after": f"WzE2OTk{number + 1:08}"} if number < pages else None
    about = {"type": "pages", "next": following, "page": number, "per_page": per_page, "total_pages": pages}
    end = encode({"total_count": pages * per_page, "pages": about})
    return b'{"type":"list","data":' + data + b"," + end[1:]


def page_number(cursor: str) -> int:
    """Return the number of the page that *cursor*, from the page before, leads to."""
    return int(cursor[-8:])
