"""Turning one row into the changes of one contact, or into the reason why it cannot be written."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final, cast

import attrs

from ..models.contacts import ContactChanges
from . import cells
from .columns import CUSTOM, FIRST_NAME, LAST_NAME, Columns, clashes
from .errors import ColumnError
from .sources import SourceRow

#: An empty cell of these is no value, whatever empty cells mean elsewhere.
_NEVER_CLEARED: Final = frozenset({"role", "external_id", "email"})


@attrs.frozen
class Writable:
    """A row that can be written."""

    changes: ContactChanges
    #: What makes it the same person as another row: nothing for a lead that is always a new one.
    keys: tuple[str, ...]


@attrs.frozen
class Refused:
    """A row that cannot be written."""

    reason: str


@attrs.frozen
class Converter:
    """Checks every value of a row before anything of it is written."""

    columns: Columns
    #: The workspace's custom attributes, each with its type.
    types: Mapping[str, str]
    allow_leads: bool = False
    #: Whether an empty cell clears the field instead of leaving it alone.
    clear_empty: bool = False

    def convert(self, row: SourceRow) -> Writable | Refused:
        """Return the changes that *row* asks for, or why it is refused."""
        if row.problem is not None:
            return Refused(row.problem)
        try:
            fields, custom = self._read(row)
            changes = _with_extra(row, _changes(fields, custom))
        except (cells.CellError, ColumnError) as exc:
            return Refused(str(exc))
        except (TypeError, ValueError) as exc:  # what the model itself refuses
            return Refused(f"the row cannot be sent: {exc}")
        keys = identity(changes)
        if keys:
            return Writable(changes, keys)
        if not self.allow_leads or changes.role == "user":
            return Refused("the row has no identity: neither an external_id nor a user's email")
        return Writable(attrs.evolve(changes, role="lead"), ())

    def _read(self, row: SourceRow) -> tuple[dict[str, object], dict[str, object]]:
        fields: dict[str, object] = {}
        custom: dict[str, object] = {}
        values = row.named_values()
        clashes(self.columns[name] for name, _ in values)
        for name, value in values:
            column = self.columns[name]
            if column.attribute is not None:
                self._read_attribute(custom, name, column.attribute, value)
            elif column.field == CUSTOM:
                self._read_attributes(custom, name, value)
            elif column.field is not None:
                self._read_field(fields, name, column.field, value)
        parts = [fields.pop(part) for part in (FIRST_NAME, LAST_NAME) if part in fields]
        if parts:
            fields["name"] = " ".join(str(part) for part in parts if part) or None
        return fields, custom

    def _read_field(self, fields: dict[str, object], name: str, field: str, value: object) -> None:
        parser = cells.FIELD_PARSERS.get(field, cells.text)
        if cells.is_blank(value):
            if self.clear_empty and field not in _NEVER_CLEARED:
                fields[field] = None
        elif value is None:
            fields[field] = None
        else:
            fields[field] = _parsed(parser, name, value)

    def _read_attributes(self, custom: dict[str, object], name: str, value: object) -> None:
        if not isinstance(value, Mapping):
            msg = f"column {name!r}: {cells.shown(value)} is not an object of names and values"
            raise cells.CellError(msg)
        for attribute, inner in cast("Mapping[object, object]", value).items():
            self._read_attribute(custom, f"{name}.{attribute}", str(attribute), inner)

    def _read_attribute(self, custom: dict[str, object], name: str, attribute: str, value: object) -> None:
        data_type = self.types.get(attribute)
        if data_type is None:
            msg = f"column {name!r}: the workspace has no custom attribute {attribute!r}"
            raise cells.CellError(msg)
        if cells.is_blank(value):
            if self.clear_empty:
                custom[attribute] = None
        elif value is None:
            custom[attribute] = None
        else:
            custom[attribute] = _parsed(cells.TYPE_PARSERS.get(data_type, cells.anything), name, value)


def _parsed(parser: cells.Parser, name: str, value: object) -> object:
    try:
        return parser(value)
    except cells.CellError as exc:
        msg = f"column {name!r}: {exc}"
        raise cells.CellError(msg) from exc


def _changes(fields: Mapping[str, object], custom: Mapping[str, object]) -> ContactChanges:
    given: dict[str, Any] = {**fields, CUSTOM: dict(custom)} if custom else dict(fields)
    return ContactChanges(**given)


def _with_extra(row: SourceRow, changes: ContactChanges) -> ContactChanges:
    return attrs.evolve(changes, extra=row.values.extra) if isinstance(row.values, ContactChanges) else changes


def identity(changes: ContactChanges) -> tuple[str, ...]:
    """Return what makes two rows the same person, in text; empty for a lead without an external id.

    The server finds a person by the external id and by the e-mail, so a row with both is the same person as a row with
    either: two rows that share any key are one identity.
    """
    keys: list[str] = []
    if changes.external_id:
        keys.append(f"id:{changes.external_id}")
    if changes.email and changes.role != "lead":
        keys.append(f"mail:{str(changes.email).lower()}")
    return tuple(keys)


def fingerprint(row: int, keys: tuple[str, ...]) -> int:
    """Return a number that tells other rows from this one, without what it holds; fits SQLite."""
    digest = hashlib.blake2b("\0".join((str(row), *keys)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
