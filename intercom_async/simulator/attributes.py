"""Data attributes: the standard ones and those that the workspace made, and what values they take."""

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import attrs

from .call import Problem, invalid, whole

MODELS: Final = ("contact", "company")
DATA_TYPES: Final = ("string", "integer", "float", "boolean", "date", "datetime", "options")
MAXIMUM: Final = {"contact": 250, "company": 100}


@attrs.define
class Attribute:
    """One custom attribute."""

    id: int
    name: str
    model: str
    data_type: str
    created_at: int
    updated_at: int
    admin_id: str
    description: str | None = None
    options: tuple[str, ...] = ()
    messenger_writable: bool = False
    archived: bool = False

    def check(self, value: object) -> None:
        """Refuse a value that this attribute does not take."""
        if not _TAKES[self.data_type](value):
            raise invalid(f"Custom attribute '{self.name}' must be of type {self.data_type}", self.name)
        check_value(self.name, value)
        if self.options and value not in self.options:
            raise invalid(f"Custom attribute '{self.name}' must be one of its options", self.name)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TAKES: Final[Mapping[str, Callable[[object], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "float": lambda value: isinstance(value, float) or _is_integer(value),
    "boolean": lambda value: isinstance(value, bool),
    "date": _is_integer,
}


class Attributes:
    """The custom attributes of a workspace."""

    __slots__ = ("_archived", "_by_id", "_by_name", "_special", "associations")

    def __init__(self) -> None:
        #: The names of what leads from contacts to custom objects.
        self.associations: frozenset[str] = frozenset()
        self._archived: dict[str, frozenset[str]] = {}
        #: The names of what contacts do not show as it stands.
        self._special: frozenset[str] = frozenset()
        self._by_id: dict[int, Attribute] = {}
        self._by_name: dict[tuple[str, str], Attribute] = {}

    def __iter__(self) -> Iterator[Attribute]:
        return iter(self._by_id.values())

    def get(self, attribute_id: str) -> Attribute | None:
        """Return the attribute with this id."""
        return self._by_id.get(whole(attribute_id) or 0)

    def named(self, model: str, name: str) -> Attribute | None:
        """Return the attribute of *model* called *name*, archived or not."""
        return self._by_name.get((model, name))

    def archived(self, model: str) -> frozenset[str]:
        """Return the names of the archived attributes of *model*."""
        return self._archived.get(model, frozenset())

    @property
    def special(self) -> frozenset[str]:
        """The names of what contacts do not show as it stands: what is archived, and what leads elsewhere."""
        return self._special

    def associate(self, names: Iterable[str]) -> None:
        """Let *names* lead from contacts to custom objects."""
        if not self.associations.issuperset(names):
            self.associations |= frozenset(names)
            self._special |= self.associations

    def archive(self, attribute: Attribute, *, archived: bool) -> None:
        """Hide *attribute* from lists and people, or show it again."""
        attribute.archived = archived
        others = self.archived(attribute.model) - {attribute.name}
        self._archived[attribute.model] = others | {attribute.name} if archived else others
        self._special = self.archived("contact") | self.associations

    def check_new(self, name: str, model: str, *, strict: bool = True) -> None:
        """Refuse a bad name, a name in use and one attribute too many."""
        check_name(name, strict=strict)
        for other in MODELS:
            if (other, name) in self._by_name:
                article = {"contact": "people", "company": "company"}
                raise invalid(
                    f"You already have '{name}' in your {article[other]} data."
                    f" To save this as new {article[model]} data, use a different name."
                )
        if sum(attribute.model == model for attribute in self) >= MAXIMUM[model]:
            raise Problem(400, "custom_data_limit_reached", f"You have reached {MAXIMUM[model]} {model} attributes")

    def create(
        self, name: str, model: str, data_type: str, *, now: int, admin_id: str, strict: bool = True
    ) -> Attribute:
        """Make a custom attribute."""
        self.check_new(name, model, strict=strict)
        stored = {"options": "string", "datetime": "date"}.get(data_type, data_type)
        attribute = Attribute(len(self._by_id) + 1, name, model, stored, now, now, admin_id)
        self._by_id[attribute.id] = self._by_name[model, name] = attribute
        return attribute


def check_value(name: str, value: object) -> None:
    """Refuse what no custom attribute takes."""
    if not isinstance(value, str | int | float):
        raise invalid(f"Custom attribute '{name}' must be a string, a number, a boolean or null", name)
    if isinstance(value, str) and len(value) > 255:
        raise invalid(f"Custom attribute '{name}' is longer than 255 characters", name)
    if isinstance(value, float) and not math.isfinite(value):
        raise invalid(f"Custom attribute '{name}' must be a finite number", name)


def check_name(name: str, *, strict: bool) -> None:
    """Refuse what cannot name a custom attribute: before 1.4 only dots and dollars, strictly all that is no word."""
    good = all(_may_stand_in_name(character) if strict else character not in ".$" for character in name)
    if not name.strip() or not good:
        raise invalid(
            "Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens"
        )
    if len(name) > 190:
        raise invalid("Your name for this attribute is longer than 190 characters")


def _may_stand_in_name(character: str) -> bool:
    return character.isalnum() or character in " _-" or unicodedata.category(character) == "Sc"


def inferred_type(name: str, value: object) -> str:
    """Return the data type that 1.x gives an attribute which is made by its first value."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, float):
        return "float"
    if isinstance(value, int):
        return "date" if name.endswith("_at") else "integer"
    return "string"


#: Name in 2.x, its name in 1.x (None: not there), label, data type, whether a write may set it.
CONTACT_STANDARD: Final[tuple[tuple[str, str | None, str, str, bool], ...]] = (
    ("id", "id", "ID", "string", False),
    ("external_id", "user_id", "User ID", "string", True),
    ("role", None, "Role", "string", True),
    ("name", "name", "Name", "string", True),
    ("email", "email", "Email", "string", True),
    ("phone", "phone", "Phone", "string", True),
    ("avatar", "avatar", "Avatar", "string", True),
    ("owner_id", "owner_id", "Owner", "integer", True),
    ("email_domain", None, "Email domain", "string", False),
    ("formatted_phone", None, "Formatted phone", "string", False),
    ("created_at", "created_at", "First seen", "date", False),
    ("updated_at", "updated_at", "Updated at", "date", False),
    ("signed_up_at", "signed_up_at", "Signed up", "date", True),
    ("last_seen_at", "last_request_at", "Last seen", "date", True),
    ("last_contacted_at", None, "Last contacted", "date", False),
    ("last_replied_at", None, "Last heard from", "date", False),
    ("last_email_opened_at", None, "Last opened email", "date", False),
    ("last_email_clicked_at", None, "Last clicked on link in email", "date", False),
    ("language_override", None, "Language override", "string", False),
    ("browser", None, "Browser", "string", False),
    ("browser_language", None, "Browser language", "string", False),
    ("os", None, "OS", "string", False),
    ("location.country", "location_data.country_name", "Country", "string", False),
    ("location.region", "location_data.region_name", "Region", "string", False),
    ("location.city", "location_data.city_name", "City", "string", False),
    ("unsubscribed_from_emails", "unsubscribed_from_emails", "Unsubscribed from emails", "boolean", True),
    ("marked_email_as_spam", "marked_email_as_spam", "Marked email as spam", "boolean", False),
    ("has_hard_bounced", "has_hard_bounced", "Has hard bounced", "boolean", False),
    ("utm_campaign", "utm_campaign", "UTM campaign", "string", False),
    ("utm_content", "utm_content", "UTM content", "string", False),
    ("utm_medium", "utm_medium", "UTM medium", "string", False),
    ("utm_source", "utm_source", "UTM source", "string", False),
    ("utm_term", "utm_term", "UTM term", "string", False),
    ("referrer", "referrer", "Referral URL", "string", False),
    ("ios_last_seen_at", None, "Last seen on iOS", "date", False),
    ("ios_app_name", None, "iOS app name", "string", False),
    ("ios_app_version", None, "iOS app version", "string", False),
    ("ios_device", None, "iOS device", "string", False),
    ("ios_os_version", None, "iOS version", "string", False),
    ("ios_sdk_version", None, "iOS SDK version", "string", False),
    ("android_last_seen_at", None, "Last seen on Android", "date", False),
    ("android_app_name", None, "Android app name", "string", False),
    ("android_app_version", None, "Android app version", "string", False),
    ("android_device", None, "Android device", "string", False),
    ("android_os_version", None, "Android version", "string", False),
    ("android_sdk_version", None, "Android SDK version", "string", False),
)

#: Full name, label, data type, whether a write may set it; the same in 1.x.
COMPANY_STANDARD: Final[tuple[tuple[str, str, str, bool], ...]] = (
    ("name", "Company name", "string", True),
    ("company_id", "Company ID", "string", False),
    ("last_request_at", "Company last seen", "date", False),
    ("remote_created_at", "Company created at", "date", True),
    ("user_count", "People", "integer", False),
    ("session_count", "Company web sessions", "integer", False),
    ("plan.name", "Plan", "string", False),
    ("monthly_spend", "Monthly Spend", "float", True),
    ("size", "Company size", "integer", True),
    ("industry", "Company industry", "string", True),
    ("website", "Company website", "string", True),
    ("id", "ID", "string", False),
    ("created_at", "Created at", "date", False),
    ("updated_at", "Updated at", "date", False),
    ("plan.id", "Plan ID", "string", False),
    ("app_id", "App ID", "string", False),
)
