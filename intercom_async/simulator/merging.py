"""When one person may be merged into another, and what the other takes over then."""

import attrs

from .people import Changes, Person


@attrs.frozen
class Refusal:
    """Why a merge is not possible: a code of the preview, and a message."""

    code: str
    message: str


def refusal(source: Person, target: Person, *, any_pair: bool) -> Refusal | None:
    """Return why *source* is not merged into *target*, None when nothing speaks against it."""
    if source.role != "lead" or target.role != "user":
        return Refusal("invalid_merge_role_pair", "A contact of role lead can be merged into one of role user only.")
    if any_pair or _shared(source, target):
        return None
    return Refusal(
        "no_shared_identifier",
        "These contacts don't share a common identifier (email, phone, or external ID), so they aren't recognised as"
        " duplicates. Set skip_duplicate_validation to true to preview the merge anyway.",
    )


def _shared(source: Person, target: Person) -> bool:
    names = ("email", "phone", "external_id")
    return any(source.value(name) is not None and source.value(name) == target.value(name) for name in names)


def merged_changes(source: Person, target: Person) -> Changes:
    """Return what *target* takes over: whatever it has not itself."""
    return Changes(
        identity={} if target.email else {"email": source.email},
        fields={name: value for name, value in source.fields.items() if name not in target.fields},
        custom={name: value for name, value in source.custom.items() if name not in target.custom},
    )
