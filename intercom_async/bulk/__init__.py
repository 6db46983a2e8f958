"""Bulk import: many rows, one quota, one result a row, resumable; ``client.bulk`` runs it."""

from .contact_import import ContactImport
from .errors import (
    BulkError,
    ColumnError,
    JournalError,
    JournalLockedError,
    JournalMismatchError,
    MissingAttributesError,
    SourceError,
)
from .results import Outcome, Progress, RowResult
from .sources import CsvFile, FileSource, JsonLinesFile, SourceFacts, SourceRow

__all__ = [
    "BulkError",
    "ColumnError",
    "ContactImport",
    "CsvFile",
    "FileSource",
    "JournalError",
    "JournalLockedError",
    "JournalMismatchError",
    "JsonLinesFile",
    "MissingAttributesError",
    "Outcome",
    "Progress",
    "RowResult",
    "SourceError",
    "SourceFacts",
    "SourceRow",
]
