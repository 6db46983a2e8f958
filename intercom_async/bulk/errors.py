"""What makes an import as a whole impossible; one row's trouble is that row's result instead."""

from collections.abc import Sequence
from pathlib import Path

from ..errors import IntercomError


class BulkError(IntercomError):
    """An import cannot begin or go on."""


class SourceError(BulkError, ValueError):
    """The rows cannot be read: encoding, quoting, header or format of the file."""


class ColumnError(SourceError):
    """The columns cannot be matched with the fields of a contact."""


class MissingAttributesError(ColumnError):
    """Columns would become custom attributes that the workspace does not have; nothing was written."""

    def __init__(self, problem: str, *, names: Sequence[str]) -> None:
        #: Every name that is missing.
        self.names: tuple[str, ...] = tuple(names)
        super().__init__(problem)


class JournalError(BulkError):
    """The journal cannot be read or written."""


class JournalLockedError(JournalError):
    """Another import is using the journal."""


class JournalMismatchError(JournalError):
    """The journal belongs to other rows or other options; the message names what differs."""

    def __init__(self, path: Path | None, *, differs: Sequence[str]) -> None:
        self.path = path
        #: One line for each thing that differs.
        self.differs: tuple[str, ...] = tuple(differs)
        what = "; ".join(self.differs)
        super().__init__(
            f"the journal {path} belongs to another import: {what}; "
            "give that import's rows and options, another journal, or delete this one"
        )


class ExportError(BulkError):
    """An export cannot begin or go on."""


class ExportLockedError(ExportError):
    """Another export is writing the file."""


class ExportMismatchError(ExportError):
    """What stands in the part file is of another export; the message names what differs."""

    def __init__(self, path: Path, *, differs: Sequence[str]) -> None:
        self.path = path
        #: One line for each thing that differs.
        self.differs: tuple[str, ...] = tuple(differs)
        what = "; ".join(self.differs)
        super().__init__(
            f"{path} holds the beginning of another export: {what}; "
            "go on with that one, choose another file, or discard it with restart (--restart)"
        )
