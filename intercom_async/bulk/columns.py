"""Which column is which field of a contact: the names people use, what the caller maps, the rest custom attributes."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from .cells import FIELD_PARSERS, shown
from .errors import ColumnError

#: The field of a row that holds custom attributes by name.
CUSTOM: Final = "custom_attributes"
_PREFIX: Final = f"{CUSTOM}."
FIRST_NAME: Final = "first_name"
LAST_NAME: Final = "last_name"
FIELDS: Final = frozenset(FIELD_PARSERS) | {FIRST_NAME, LAST_NAME, CUSTOM}
#: A whole name and its parts fill the same field.
_EXCLUDED: Final = {FIRST_NAME: ("name",), LAST_NAME: ("name",), "name": (FIRST_NAME, LAST_NAME)}

#: The names under which a field comes, without their spaces, signs and case.
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "external_id": ("externalid", "userid", "id", "externaluserid", "customerid"),
    "email": ("email", "mail", "emailaddress", "mailaddress"),
    "name": ("name", "fullname", "displayname"),
    FIRST_NAME: ("firstname", "givenname", "forename"),
    LAST_NAME: ("lastname", "surname", "familyname"),
    "phone": ("phone", "phonenumber", "telephone", "telephonenumber", "mobile", "mobilephone"),
    "signed_up_at": ("signedupat", "signedup", "signupdate", "signedupdate", "signupat", "registeredat", "registered"),
    "last_seen_at": ("lastseenat", "lastseen", "lastactiveat", "lastactive"),
    "owner_id": ("ownerid", "owner"),
    "unsubscribed_from_emails": ("unsubscribedfromemails", "unsubscribed", "emailoptout", "optedout"),
    "avatar": ("avatar", "avatarurl"),
    "language_override": ("languageoverride", "language"),
    "role": ("role",),
    CUSTOM: ("customattributes",),
}
_BY_ALIAS: Final = {alias: field for field, aliases in ALIASES.items() for alias in aliases}
_SIGNS: Final = re.compile(r"[\W_]+")

#: Columns that a rejects file adds; a corrected one can be imported as it is.
REJECT_COLUMNS: Final = ("rejected_row", "rejected_reason", "rejected_request_id")


@attrs.frozen
class Column:
    """What one column means."""

    name: str
    #: The field it fills, None for a custom attribute or a column that is left out.
    field: str | None = None
    #: The custom attribute that it fills.
    attribute: str | None = None

    @property
    def target(self) -> str | None:
        """What it fills, in one word that no other target has."""
        return f"{_PREFIX}{self.attribute}" if self.attribute is not None else self.field


def parse_map(entries: Iterable[str]) -> dict[str, str]:
    """Read ``COLUMN=FIELD`` entries, as the command line takes them; ``COLUMN=`` leaves a column out."""
    mapping: dict[str, str] = {}
    for entry in entries:
        name, equals, target = (part.strip() for part in entry.rpartition("="))
        if not equals or not name:
            msg = f"{entry!r} is no mapping: write COLUMN=FIELD, such as 'E-mail=email'"
            raise ColumnError(msg)
        if name in mapping:
            msg = f"column {name!r} is mapped twice: to {mapping[name]!r} and to {target!r}"
            raise ColumnError(msg)
        mapping[name] = target
    return mapping


class Columns:
    """Says of each column what it means.

    A target of *mapping* is a field, ``first_name`` or ``last_name``; ``custom_attributes.NAME`` or any other text for
    a custom attribute; or an empty text to leave the column out. What is not mapped is known by its name.
    """

    __slots__ = ("_known", "_mapping")

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self._mapping = dict(mapping or {})
        self._known: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        """Return what the column called *name* means."""
        column = self._known.get(name)
        if column is None:
            column = self._known[name] = self._resolve(name)
        return column

    def _resolve(self, name: str) -> Column:
        target = self._mapping.get(name)
        if target is None:
            if name in REJECT_COLUMNS:
                return Column(name)
            field = _BY_ALIAS.get(_SIGNS.sub("", name).lower())
            return Column(name, field) if field else Column(name, attribute=name.removeprefix(_PREFIX))
        if not target:
            return Column(name)
        return Column(name, target) if target in FIELDS else Column(name, attribute=target.removeprefix(_PREFIX))

    def of_header(self, names: Iterable[str], *, identity_needed: bool) -> tuple[Column, ...]:
        """Return the meaning of every column of a file, refusing what is ambiguous or has no identity."""
        header = tuple(names)
        if absent := [name for name in self._mapping if name not in header]:
            msg = f"mapped columns that the file lacks: {_listed(absent)}; it has {_listed(header)}"
            raise ColumnError(msg)
        columns = tuple(self[name] for name in header)
        clashes(columns)
        if identity_needed and not any(column.field in {"external_id", "email"} for column in columns):
            msg = (
                f"no column is the external_id or the email; the file has {_listed(header)}: "
                "name one with a mapping such as 'E-mail=email'"
            )
            raise ColumnError(msg)
        return columns


def clashes(columns: Iterable[Column]) -> None:
    """Refuse two columns for one field."""
    seen: dict[str, str] = {}
    for column in columns:
        target = column.target
        if target is None:
            continue
        if taken := next((other for other in (target, *_EXCLUDED.get(target, ())) if other in seen), None):
            msg = (
                f"columns {shown(seen[taken])} and {shown(column.name)} are both mapped to "
                f"{target.removeprefix(_PREFIX)}: map one of them to something else, or to nothing"
            )
            raise ColumnError(msg)
        seen[target] = column.name


def _listed(names: Iterable[str]) -> str:
    return ", ".join(shown(name) for name in names)
